"""Turns what is on record into the facts of the Progress screen, and into this week for Today."""

from collections.abc import Iterable, Mapping
from datetime import date

from balancecoach.core.allowed import Situation
from balancecoach.core.companions import Companion, companions
from balancecoach.core.periods import Period, Step, View, ahead, view_periods, weekly_goal, with_goals
from balancecoach.core.person import File
from balancecoach.core.plan import Units, totals
from balancecoach.core.programme import Programme, expand
from balancecoach.core.progress import Summary
from balancecoach.core.progress_words import ahead_words, sentence
from balancecoach.core.week_picture import WeekPicture, done_words, welcome_words
from balancecoach.core.words import tr
from balancecoach.desks.facts import person_week
from balancecoach.ui.facts import ProgressFacts
from balancecoach.ui.progress_facts import PictureFacts, ViewFacts

#: Bars beside each other, but for ALL, which shows all of them.
SHOWN = 12


def progress_facts(
    summaries: tuple[Summary, ...], today: date, situation: Situation | None, programmes: Mapping[str, Programme]
) -> ProgressFacts:
    """For the Progress screen. ``situation``: of the person whose sessions these are, ``None`` for nobody's."""
    week = person_week(situation, programmes) if situation is not None else None
    late = ahead_words(ahead(summaries, today))
    views = []
    for view in View:
        rows = view_periods(summaries, today, view)
        if rows[-1].step is Step.WEEK:
            rows = with_goals(rows, summaries, programmes, _goal_s(situation, programmes))
        said = " ".join(part for part in (*_said(sentence(rows, view), view, week), late) if part)
        shown = len(rows) if view is View.ALL else SHOWN
        file = situation.file if situation is not None else None
        views.append(ViewFacts(view, said, rows, shown, _companions(summaries, file, today, rows[-shown:])))
    return ProgressFacts(PictureFacts(tuple(views), week), tuple(reversed(summaries)))


def _said(first: str, view: View, week: WeekPicture | None) -> Iterable[str]:
    """The sentence of a view, and what else belongs to one about this week."""
    if view is not View.WEEKS or week is None:
        return (first,)
    if not week.sessions:
        return (welcome_words(week), first)
    done = tr("{0} done.").format(done_words(week)) if week.planned else ""
    return (first, done, welcome_words(week))


def _companions(
    summaries: Iterable[Summary], file: File | None, today: date, rows: tuple[Period, ...]
) -> tuple[Companion, ...]:
    units = file.person.units if file is not None else Units.KMH
    return companions(summaries, file.facts if file is not None else (), today, rows[0].first, units)


def _goal_s(situation: Situation | None, programmes: Mapping[str, Programme]) -> float:
    """Backward seconds that a person's programme plans for this week, 0 for none."""
    programme = programmes.get(situation.file.person.programme_id) if situation is not None else None
    if situation is None or programme is None:
        return 0.0
    person = situation.file.person
    week = min(max(1, person.week), len(programme.weeks))
    plan = expand(programme, week, person.walker(situation.treadmill.slowest_kmh))
    return weekly_goal(programme, totals(plan.blocks).backward_s)
