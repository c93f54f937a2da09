"""Planned sessions as an iCalendar file, for the calendar of a telephone or computer.

Times are of the wall ("floating", RFC 5545 3.3.5): ten o'clock wherever the person is, summer time or not, and no table
of time zones in the file. A session is known by its person, its week and its number in that week. So a file that is
saved again, with other days or another time, moves what was taken over before instead of doubling it.
"""

import math
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, BinaryIO

from msgspec import Struct

from balancecoach.core.progress import minutes, monday_of
from balancecoach.core.words import tr

if TYPE_CHECKING:
    from icalendar import Alarm, Event

#: Two letters as in iCalendar, Monday first.
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
#: Days with as much rest between them as a week has room for, by sessions a week.
SPREAD = {1: (0,), 2: (0, 3), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4), 6: (0, 1, 2, 3, 4, 5)}
MOST_WEEKS = 52
#: What putting shoes on, the daily check and the check-in take besides; and what a calendar can show.
AROUND_S, STEP_S = 300, 300
_NAMES = uuid.UUID("6a1f3d0c-8b64-4b1c-9f57-3f5f1f3c52f2")
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


class Times(Struct, frozen=True):
    """When sessions are planned. ``days``: 0 is Monday. ``alarm_min``: minutes before, ``None`` for no reminder."""

    days: tuple[int, ...]
    at: time = time(10, 0)
    weeks: int = 4
    alarm_min: int | None = None


def usual_days(sessions_a_week: int) -> tuple[int, ...]:
    """The days to offer for so many sessions a week."""
    return SPREAD.get(sessions_a_week, tuple(range(7)) if sessions_a_week > 6 else SPREAD[1])


def planned(times: Times, now: datetime) -> Iterator[tuple[date, int, datetime]]:
    """Monday of the week, number in that week and time of each session to come, from ``now`` on; without a zone."""
    monday, here = monday_of(now.date()), now.replace(tzinfo=None)
    for week in range(times.weeks):
        for number, day in enumerate(sorted(set(times.days)), 1):
            start = datetime.combine(monday + timedelta(weeks=week, days=day), times.at)
            if start > here:
                yield monday + timedelta(weeks=week), number, start


class Planned(Struct, frozen=True):
    """What is planned. ``title``: of the programme, "" where it may name somebody. ``length_s``: of a session as it is
    now, gates at their minimum. ``name``: the person's, "" to leave it out.
    """

    person_id: str
    title: str
    length_s: float
    name: str = ""


def write_calendar(file: BinaryIO, what: Planned, times: Times, *, version: str, now: datetime) -> int:
    """Write the sessions to come and return how many."""
    from icalendar import Calendar, vText

    calendar = Calendar()
    calendar.add("prodid", f"-//Balance Coach//{version}//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", vText(_line("Balance Coach", what.name)))
    count = 0
    for monday, number, start in planned(times, now):
        calendar.add_component(_event(what, f"{monday}|{number}", start, times, now))
        count += 1
    file.write(calendar.to_ical())
    return count


def _event(what: Planned, key: str, start: datetime, times: Times, now: datetime) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", f"{uuid.uuid5(_NAMES, f'{what.person_id}|{key}')}@balancecoach")
    event.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
    event.add("sequence", max(0, int((now - _EPOCH).total_seconds() // 60)))  # of two files the newer one counts
    event.add("dtstart", start)
    event.add("dtend", start + timedelta(seconds=math.ceil((what.length_s + AROUND_S) / STEP_S) * STEP_S))
    summary = _line("Balance Coach", what.name, what.title)
    event.add("summary", summary)
    event.add("description", _words(what))
    if times.alarm_min is not None:
        event.add_component(_alarm(summary, times.alarm_min))
    return event


def _line(*parts: str) -> str:
    """These on one line; an end of a line in a name would begin something else."""
    shown = "".join(letter if letter.isprintable() else " " for letter in ": ".join(filter(None, parts)))
    return " ".join(shown.split())


def _words(what: Planned) -> str:
    """No week is named: when it is time to move on, a person decides."""
    length = tr("The session takes about {0}.").format(minutes(math.ceil(what.length_s / 60) * 60))
    return length + " " + tr("Balance Coach shows on Today what is next. Not feeling well? Leave it out today.")


def _alarm(words: str, minutes_before: int) -> "Alarm":
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words)
    alarm.add("trigger", timedelta(minutes=-minutes_before))
    return alarm
