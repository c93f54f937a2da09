"""Balance Coach: guides retro-walking (walking backwards) on a home treadmill.

The package in reading order; each folder may use those before it, see ``docs/architecture.md``::

    core/     pure: words, plans, scripts, the session machine, what was done
    plans/    plan files (TOML) to core types and back
    speech/   hear it: voice, tones, clips, player
    store/    keep it: SQLite, events as they happen
    reports/  what leaves the app: a session as a sound file
    ui/       see it: one screen a file
    runner.py the Qt bridge from the clock to the session
    app.py    builds and connects everything
    cli.py    the command line
"""

__version__ = "0.1.0"
