"""The options of ``export``: what is saved, of whom, between which days, and when planned sessions are."""

import argparse
from datetime import date, time
from typing import Any

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MOST_WEEKS, MOST_MINUTES = 52, 1440


def add(commands: Any) -> None:
    """Add the command."""
    export = commands.add_parser("export", help="save the record for others: spreadsheet, clinic, calendar")
    export.add_argument("--format", choices=("csv", "json", "fhir", "ics"), required=True, help="what kind of file")
    export.add_argument("-o", "--output", required=True, metavar="FILE", help="the file to write")
    export.add_argument("--force", action="store_true", help="write over a file that is there")
    whose = export.add_mutually_exclusive_group(required=True)
    whose.add_argument("--person", default="", metavar="PERSON", help="a name or an id")
    whose.add_argument("--everyone", action="store_true", help="everybody, also those who are archived")
    export.add_argument("--what", choices=("sessions", "blocks", "checkups"), help="the rows of a CSV file (sessions)")
    export.add_argument("--from", dest="first", type=_day, metavar="DAY", help="the first day, such as 2026-01-31")
    export.add_argument("--to", dest="last", type=_day, metavar="DAY", help="the last day")
    export.add_argument("--no-name", action="store_true", help="without names")
    export.add_argument("--notes", action="store_true", help="with what was noted about sessions and check-ups")
    planned = export.add_argument_group("planned sessions (ics)")
    planned.add_argument("--days", type=_days, metavar="DAYS", help="such as mon,wed,fri; as the programme wants")
    planned.add_argument("--time", type=_time, metavar="HH:MM", help="when they begin (10:00)")
    planned.add_argument("--weeks", type=_weeks, metavar="N", help=f"this week and more, 1 to {MOST_WEEKS} (4)")
    planned.add_argument("--alarm", type=_alarm, metavar="MINUTES", help="a reminder so long before")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day: write it like 2026-01-31") from None


def _time(text: str) -> time:
    try:
        hour, minute = text.split(":")
        return time(int(hour), int(minute))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no time of day: write it like 10:00") from None


def _days(text: str) -> tuple[int, ...]:
    names = [name.strip().lower()[:3] for name in text.split(",")]
    if not all(name in DAYS for name in names):
        raise argparse.ArgumentTypeError(f"{text!r} are no days: write them like mon,wed,fri")
    return tuple(sorted({DAYS.index(name) for name in names}))


def _weeks(text: str) -> int:
    return _whole(text, 1, MOST_WEEKS, "number of weeks")


def _alarm(text: str) -> int:
    return _whole(text, 0, MOST_MINUTES, "number of minutes")


def _whole(text: str, least: int, most: int, what: str) -> int:
    if text.isascii() and text.isdigit() and least <= int(text[:9]) <= most:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no {what} from {least} to {most}")
