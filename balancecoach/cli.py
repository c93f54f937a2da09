"""The command line. Machine-readable output on stdout, messages on stderr; exit 0 ok, 1 failed, 2 bad input."""

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

from balancecoach import languages
from balancecoach.commands.options import parser, window_parser
from balancecoach.errors import FailedError, UserError
from balancecoach.paths import Paths, find_paths

#: Command -> where it is done, and by which function. Only what one needs is loaded.
COMMANDS = {
    **{name: ("programmes", name) for name in ("programmes", "plans", "check")},
    **{name: ("people", name) for name in ("people", "person")},
    "next": ("people", "up_next"),
    **{name: ("safety", name) for name in ("screen", "pin")},
    **{name: ("report", name) for name in ("report", "card")},
    "export": ("exports", "export"),
    **{name: ("backup", name) for name in ("backup", "restore")},
    "audio": ("sound", "audio"),
    **{name: ("past", name) for name in ("sessions", "session")},
    "checkup": ("checkups", "checkup"),
    "walk": ("walking", "walk"),
    "integrate": ("integrate", "integrate"),
    "import": ("moving", "bring_in"),
}


def run(arguments: Sequence[str]) -> int:
    """Parse and do. Returns the exit code."""
    try:
        options = (parser() if arguments else window_parser()).parse_args(arguments)
    except SystemExit as stop:  # argparse has said why
        return stop.code if isinstance(stop.code, int) else 2
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a plan's title that this terminal has no letter for
            stream.reconfigure(errors="backslashreplace")
    try:
        code = _do(options)
        if sys.stdout is not None:
            sys.stdout.flush()  # here, where a reader that has gone can be told from a bug
        return code
    except FailedError as error:
        print(error, file=sys.stderr)
        return 1
    except UserError as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:  # "balancecoach script p1-first-steps | head": the reader has had enough
        _drop_output()
        return 0
    except OSError as error:  # "balancecoach programmes >/dev/full"
        _drop_output()
        print(f"{error.filename or 'The output'}: cannot be written or read ({error.strerror}).", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _drop_output() -> None:
    """What is left in the buffer goes nowhere, so that Python's own flush at the end has nothing to complain of."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _do(options: argparse.Namespace) -> int:
    paths = find_paths(options.data_dir)
    language = languages.told(options.language, os.environ)
    languages.speak(language)
    if options.command is None:
        from balancecoach.display import display_name

        if not display_name():
            raise FailedError(
                "No display answers here. Walk in the terminal instead: balancecoach walk p0-familiarisation"
            )
        from balancecoach.binding import spare_sources

        spare_sources()  # before what it spares is imported
        from balancecoach.app import run_window

        return run_window(paths, options.start_with, language)
    if options.start_with:
        raise UserError("--plan is for the window. Name the plan after the command, or leave the command out.")
    return _command(options.command)(paths, options)


def _command(name: str) -> Callable[[Paths, argparse.Namespace], int]:
    """What a command does."""
    place, function = COMMANDS.get(name, ("sessions", name))
    chosen: Callable[[Paths, argparse.Namespace], int] = getattr(
        import_module(f"balancecoach.commands.{place}"), function
    )
    return chosen
