"""The command line. Machine-readable output on stdout, messages on stderr; exit 0 ok, 1 failed, 2 bad input."""

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence

from balancecoach import __version__
from balancecoach.errors import FailedError, UserError
from balancecoach.paths import find_paths

SLOWEST_WPM, FASTEST_WPM = 120, 180
FASTEST_DEMO = 1000.0


def run(arguments: Sequence[str]) -> int:
    """Parse and do. Returns the exit code."""
    try:
        options = _parser().parse_args(arguments)
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
    except BrokenPipeError:  # "balancecoach script p1-week1 | head": the reader has had enough
        _drop_output()
        return 0
    except OSError as error:  # "balancecoach plans >/dev/full"
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
    if options.command is None:
        from balancecoach.display import display_name

        if not display_name():
            raise FailedError("No display answers here. Walk in the terminal instead: balancecoach walk p1-week1")
        from balancecoach.app import run_window

        return run_window(paths, options.start_with)
    if options.start_with:
        raise UserError("--plan is for the window. Name the plan after the command, or leave the command out.")
    from balancecoach import commands

    chosen: Callable[..., int] = getattr(commands, options.command)
    return chosen(paths, options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="balancecoach",
        description="Guides retro-walking sessions on a home treadmill. Without a command the window opens.",
    )
    parser.add_argument("--version", action="version", version=f"balancecoach {__version__}")
    parser.add_argument("--data-dir", metavar="DIR", help="keep everything in this folder (also: BALANCECOACH_HOME)")
    parser.add_argument(
        "--plan", dest="start_with", default="", metavar="PLAN", help="today's plan in the window: an id or a plan file"
    )
    parser.set_defaults(command=None)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")

    plans = commands.add_parser("plans", help="list the built-in plans")
    _json(plans)
    check = commands.add_parser("check", help="check plan files; one line a problem")
    check.add_argument("files", nargs="+", metavar="FILE")
    script = commands.add_parser("script", help="what will be said, and when")
    _plan(script)
    _json(script)
    audio = commands.add_parser("audio", help="the whole session as one sound file")
    _plan(audio)
    audio.add_argument("-o", "--output", required=True, metavar="FILE.wav", help="the sound file to write")
    audio.add_argument("--voice", default="", metavar="V", help="a voice's name or id")
    audio.add_argument("--rate", type=_rate, default=150, metavar="WPM", help="words a minute, 120 to 180 (150)")
    walk = commands.add_parser("walk", help="walk a session in the terminal")
    _plan(walk)
    walk.add_argument("--speed", type=_speed, default=1.0, metavar="N", help="N times faster: a demonstration")
    walk.add_argument("--yes", action="store_true", help="pass every gate by itself, at its minimum")
    walk.add_argument("--no-voice", action="store_true", help="tones and words only")
    sessions = commands.add_parser("sessions", help="list the stored sessions")
    _json(sessions)
    doctor = commands.add_parser("doctor", help="is everything there that a session needs?")
    _json(doctor)
    return parser


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")


def _plan(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("plan", metavar="PLAN", help="the id of a built-in plan, or a plan file")


def _rate(text: str) -> int:
    if text.isdigit() and SLOWEST_WPM <= int(text) <= FASTEST_WPM:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no pace for speech: use {SLOWEST_WPM} to {FASTEST_WPM}")


def _speed(text: str) -> float:
    try:
        speed = float(text)
    except ValueError:
        speed = 0.0
    if 1 <= speed <= FASTEST_DEMO:
        return speed
    raise argparse.ArgumentTypeError(f"{text!r} is no speed for a demonstration: use 1 to {FASTEST_DEMO:g}")
