"""Balance Coach: guides retro-walking (walking backwards) on a home treadmill.

The package in reading order; each folder may use those before it, see ``docs/architecture.md``::

    core/     pure: words, plans, programmes, people, scripts, the session machine, what was done, what is allowed
    plans/    plan and programme files (TOML) to core types and back
    speech/   hear it: voice, tones, clips, player
    store/    keep it: SQLite, events as they happen
    reports/  what leaves the app: a session as a sound file, the screening's outcome on paper
    day.py    whose day it is, and what they may walk
    ui/       see it: one screen a file
    runner.py the Qt bridge from the clock to the session
    desks/    connect screens to record, clock and voice
    app.py    builds everything
    cli.py    the command line; commands/ does it
"""

__version__ = "0.1.0"
