"""Every command and option of the command line; what they do is in the files beside this one."""

import argparse
import math
from typing import Any

from balancecoach import __version__
from balancecoach.commands import backup_options, export_options

SLOWEST_WPM, FASTEST_WPM = 120, 180
LEAST_WAIT_S, MOST_WAIT_S = 10, 120
FASTEST_DEMO = 1000.0


def window_parser() -> argparse.ArgumentParser:
    """What there is without a command. Alone it is made in no time, all commands take 11 ms of a start."""
    made = argparse.ArgumentParser(
        prog="balancecoach",
        description="Guides retro-walking sessions on a home treadmill. Without a command the window opens.",
    )
    made.add_argument("--version", action="version", version=f"balancecoach {__version__}")
    made.add_argument("--data-dir", metavar="DIR", help="keep everything in this folder (also: BALANCECOACH_HOME)")
    made.add_argument("--language", default="", metavar="CODE", help="such as de (also: BALANCECOACH_LANGUAGE)")
    made.add_argument(
        "--plan",
        dest="start_with",
        default="",
        metavar="PLAN",
        help="today's plan in the window: PROGRAMME:WEEK, an id or a plan file",
    )
    made.set_defaults(command=None)
    return made


def parser() -> argparse.ArgumentParser:
    """Every command with its options."""
    made = window_parser()
    commands = made.add_subparsers(dest="command", metavar="COMMAND", title="commands")

    _about_plans(commands)
    _about_people(commands)
    _about_walks(commands)
    _report(commands.add_parser("report", help="one page about somebody's walking, as a PDF"))
    _sheet(commands.add_parser("card", help="a card to print for the treadmill: belt drill, keys, stop signs"))
    export_options.add(commands)
    backup_options.add(commands)
    _about_this_computer(commands)
    return made


def _about_walks(commands: Any) -> None:
    walk = commands.add_parser("walk", help="walk a session in the terminal")
    _plan(walk)
    _person(walk, help="who walks; needed for walking backwards at real speed")
    walk.add_argument("--speed", type=_speed, default=1.0, metavar="N", help="N times faster: a demonstration")
    walk.add_argument("--yes", action="store_true", help="pass every gate by itself, at its minimum")
    walk.add_argument("--no-voice", action="store_true", help="tones and words only")
    sessions = commands.add_parser("sessions", help="list the stored sessions")
    sessions.add_argument("--removed", action="store_true", help="those that were removed instead")
    _json(sessions)
    session = commands.add_parser("session", help="one session from its start to its end")
    session.add_argument("id", metavar="ID", help="its id, or how it begins")
    _json(session)


def _about_this_computer(commands: Any) -> None:
    doctor = commands.add_parser("doctor", help="is everything there that a session needs?")
    _json(doctor)
    doctor.add_argument(
        "--bundle", default="", metavar="FILE.zip", help="save it for somebody who helps, without names"
    )
    bring = commands.add_parser("import", help="bring in what was saved on another machine, without doubles")
    bring.add_argument("file", nargs="?", default="", metavar="FILE", help="the file that was saved there")
    bring.add_argument("--dry-run", action="store_true", help="say what it would change, and change nothing")
    bring.add_argument("--undo", action="store_true", help="take out again what the last import brought")
    _json(bring)
    menu = commands.add_parser("integrate", help="put Balance Coach into the desktop's menu")
    menu.add_argument("--remove", action="store_true", help="take it out of the menu again")
    pin = commands.add_parser("pin", help="the helper's PIN, when it is forgotten")
    pin.add_argument("--forget", action="store_true", required=True, help="ask for no PIN from now on")
    pin.add_argument("--yes", action="store_true", help="without a question")


def _about_plans(commands: Any) -> None:
    _json(commands.add_parser("programmes", help="list the programmes"))
    _json(commands.add_parser("plans", help="list the plans of your own"))
    check = commands.add_parser("check", help="check plans and programmes; one line a problem")
    check.add_argument("files", nargs="+", metavar="PLAN", help="a file, an id of your own, or PROGRAMME:WEEK")
    script = commands.add_parser("script", help="what will be said, and when")
    _plan(script)
    _person(script, help="for this person's speeds, hands and units")
    script.add_argument("--sound-file", action="store_true", help="as in a sound file, which waits at no gate")
    _wait(script)
    _json(script)
    audio = commands.add_parser("audio", help="the whole session as one sound file, with a cue sheet beside it")
    _plan(audio)
    _person(audio, help="for this person's speeds, hands, units, voice and pace, and what is set for this machine")
    audio.add_argument("-o", "--output", required=True, metavar="FILE", help="name.mp3, .ogg, .flac or .wav")
    audio.add_argument("--voice", default="", metavar="V", help="a voice's name or id")
    audio.add_argument("--rate", type=_rate, metavar="WPM", help="words a minute, 120 to 180 (150)")
    _wait(audio)


def _report(report: argparse.ArgumentParser) -> None:
    _person(report, required=True, help="whose walking: a name or an id")
    _sheet(report)
    report.add_argument("--from", dest="since", default="", metavar="DAY", help="first day, such as 2026-03-04 (all)")
    report.add_argument("--to", dest="until", default="", metavar="DAY", help="last day (today)")
    report.add_argument("--no-name", dest="name", action="store_false", help="leave names out, and notes with them")
    notes = argparse.BooleanOptionalAction
    report.add_argument("--notes", action=notes, default=None, help="with notes (yes, but no with --no-name)")


def _sheet(made: argparse.ArgumentParser) -> None:
    made.add_argument("-o", "--output", required=True, metavar="FILE.pdf", help="the file to write")
    made.add_argument("--paper", choices=("a4", "letter"), default="a4", help="size of the sheet (a4)")
    made.add_argument("--force", action="store_true", help="write over a file that is there")


def _about_people(commands: Any) -> None:
    people = commands.add_parser("people", help="list the people who walk")
    people.add_argument("--archived", action="store_true", help="those who are archived instead")
    _json(people)
    person = commands.add_parser("person", help="add a person, or show one")
    whats = person.add_subparsers(dest="what", metavar="add|show", required=True)
    _add(whats.add_parser("add", help="set up somebody new; prints their id"))
    show = whats.add_parser("show", help="what is known of a person")
    show.add_argument("who", metavar="PERSON", help="a name or an id")
    _json(show)
    coming = commands.add_parser("next", help="which session is next for a person, and may it be walked?")
    _person(coming, required=True, help="a name or an id")
    _json(coming)
    screen = commands.add_parser("screen", help="what the answers to the first-time questions lead to, and why")
    which = screen.add_mutually_exclusive_group(required=True)
    which.add_argument("--answers", metavar="FILE.toml", help="the answers")
    which.add_argument("--template", action="store_true", help="print an answers file to fill in")
    _person(screen, help="whose answers they are: they are held against what was noted")
    _json(screen)
    _checkups(commands.add_parser("checkup", help="enter a check-up that was measured, or list a person's"))


def _checkups(checkup: argparse.ArgumentParser) -> None:
    whats = checkup.add_subparsers(dest="what", metavar="add|list", required=True)
    add = whats.add_parser("add", help="keep the times of a test on the floor; prints its moment")
    _person(add, required=True, help="whose it is: a name or an id")
    add.add_argument("--test", required=True, choices=("backward_3m", "walk_10m", "tug"))
    add.add_argument(
        "--seconds", type=_number, action="append", required=True, metavar="S", help="of one try; once for each"
    )
    add.add_argument("--at", default="", metavar="WHEN", help="such as 2026-03-04 or 2026-03-04T10:30 (now)")
    add.add_argument("--aid", default="", metavar="AID", help="the walking aid, such as stick")
    add.add_argument("--note", default="", metavar="TEXT")
    every = whats.add_parser("list", help="the check-ups of a person, oldest first")
    _person(every, required=True, help="a name or an id")
    _json(every)


def _add(add: argparse.ArgumentParser) -> None:
    add.add_argument("name", metavar="NAME")
    add.add_argument("--control", choices=("helper", "remote", "none"), help="how the belt is worked facing the room")
    add.add_argument("--units", choices=("kmh", "mph"), default="kmh", help="what the treadmill shows (kmh)")
    add.add_argument("--forward", type=_number, metavar="SPEED", help="comfortable forward speed, in these units")
    add.add_argument("--walk3m", type=_number, metavar="SECONDS", help="for three metres backwards on the floor")
    add.add_argument("--helper", default="", metavar="NAME", help="who stands by")
    add.add_argument("--emergency", default="", metavar="NUMBER", help="whom to ring")
    add.add_argument("--answers", metavar="FILE.toml", help="answers to the first-time questions, as for screen")


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")


def _plan(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("plan", metavar="PLAN", help="PROGRAMME:WEEK, the id of a plan of your own, or a plan file")


def _person(parser: argparse.ArgumentParser, *, help: str, required: bool = False) -> None:
    parser.add_argument("--person", default="", required=required, metavar="PERSON", help=help)


def _wait(parser: argparse.ArgumentParser) -> None:
    words = "seconds to wait at each gate of a sound file, 10 to 120 (20)"
    parser.add_argument("--wait", type=_seconds, default=20, metavar="S", help=words)


def _seconds(text: str) -> int:
    if text.isdecimal() and LEAST_WAIT_S <= int(text) <= MOST_WAIT_S:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no wait: use {LEAST_WAIT_S} to {MOST_WAIT_S} whole seconds")


def _number(text: str) -> float:
    """A number with a point or a comma."""
    try:
        number = float(text.strip().replace(",", "."))
    except ValueError:
        number = math.nan
    if math.isfinite(number):
        return number
    raise argparse.ArgumentTypeError(f"{text!r} is no number: write it like 1.2, without a unit")


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
