"""Where wishes meet the parts: each desk connects a few screens to record, clock and voice. In reading order::

everyday.py       Today, Progress, and whose day it is
session.py        one session: daily check, walk, check-in
facts.py          what is known, as the plain facts that Today, Plans and Progress show
guard.py          the helper's PIN in front of plans, people and settings
plans.py          the Plans page
settings.py       the Settings page
people.py         the People page; people_facts.py and people_tools.py beside it
set_up.py         setting somebody up, question by question; set_up_pages.py and set_up_draft.py beside it
editor.py         the plan editor; editor_*.py translate between drafts and what its screen shows
demo.py           demonstrations, and cue by cue
rooms.py          makes all but the first two after the first paint, and connects them
"""
