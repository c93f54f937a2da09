"""Planned sessions as a calendar: when they are, that they replace themselves, and that calendars can read them."""

import io
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

import pytest
from msgspec.structs import replace

from balancecoach.reports.calendar_file import Planned, Times, planned, usual_days, write_calendar

ZONE = timezone(timedelta(hours=1))
NOW = datetime(2026, 3, 25, 9, 0, tzinfo=ZONE)  # a Wednesday; summer time begins on the Sunday after
TIMES = Times((0, 2, 4))
ANN = Planned("ann", "Gentle build", 1550.0, "Ann Müller")


def written(what: Planned = ANN, times: Times = TIMES, now: datetime = NOW) -> bytes:
    file = io.BytesIO()
    count = write_calendar(file, what, times, version="0.1.0", now=now)
    assert file.getvalue().count(b"BEGIN:VEVENT") == count
    return file.getvalue()


def events(what: Planned = ANN, times: Times = TIMES, now: datetime = NOW) -> list[Any]:
    """As a calendar reads it."""
    from icalendar import Calendar

    return list(Calendar.from_ical(written(what, times, now)).walk("VEVENT"))


def starts(times: Times = TIMES, now: datetime = NOW) -> list[str]:
    return [f"{event.decoded('dtstart'):%a %d %b %H:%M}" for event in events(times=times, now=now)]


def test_the_days_of_this_week_that_are_left_and_those_of_the_next() -> None:
    made = starts(Times((0, 2, 4), time(10, 0), 2))
    assert made == ["Wed 25 Mar 10:00", "Fri 27 Mar 10:00", "Mon 30 Mar 10:00", "Wed 01 Apr 10:00", "Fri 03 Apr 10:00"]
    assert starts(Times((2,), time(9, 0), 1)) == []  # begins now: too late to be planned
    assert starts(Times((2,), time(9, 1), 1)) == ["Wed 25 Mar 09:01"]


def test_ten_oclock_stays_ten_oclock_when_summer_time_begins() -> None:
    for event in events():
        assert event.decoded("dtstart").tzinfo is None  # of the wall
        assert event.decoded("dtstart").time() == time(10, 0)
        assert "TZID" not in event["dtstart"].params
    assert b"VTIMEZONE" not in written()


def test_an_event_in_full() -> None:
    event = events(times=Times((4,), time(15, 30), 1, 45))[0]
    assert str(event["summary"]) == "Balance Coach: Ann Müller: Gentle build"
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=35)
    assert event.decoded("dtstamp") == NOW.astimezone(UTC)
    assert "about 26 minutes" in str(event["description"])
    (alarm,) = event.walk("VALARM")
    assert alarm.decoded("trigger") == timedelta(minutes=-45)
    assert not events()[0].walk("VALARM")


def test_without_a_name() -> None:
    made = written(replace(ANN, name="", title=""))
    assert b"Ann" not in made
    assert str(events(replace(ANN, name="", title=""))[0]["summary"]) == "Balance Coach"


def test_a_file_saved_again_replaces_what_was_taken_over() -> None:
    """The same uid for the same session of a week, and a number that grows: another time moves it."""
    first, later = events(), events(times=Times((0, 2, 5), time(16, 0)), now=NOW + timedelta(minutes=5))
    assert [str(e["uid"]) for e in first] == [str(e["uid"]) for e in later]
    assert all(two["sequence"] > one["sequence"] for one, two in zip(first, later, strict=True))
    assert len({str(event["uid"]) for event in first}) == len(first)
    others = events(replace(ANN, person_id="bob"))
    assert not {str(e["uid"]) for e in others} & {str(e["uid"]) for e in first}


def test_a_session_keeps_its_number_when_the_week_has_begun() -> None:
    monday = NOW - timedelta(days=2)
    assert {str(e["uid"]) for e in events()} < {str(e["uid"]) for e in events(now=monday)}


def test_the_file_is_as_calendars_want_it() -> None:
    long = replace(ANN, name="Änne " * 30)
    made = written(long)
    assert made.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in made.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in made.split(b"\r\n"))
    for line in (b"VERSION:2.0", b"METHOD:PUBLISH", b"PRODID:-//Balance Coach//0.1.0//EN"):
        assert line in made.split(b"\r\n")
    assert "Änne Änne" in str(events(long)[0]["summary"])


@pytest.mark.parametrize("odd", ["Ann; Bob, \\n", "Ann\r\nATTENDEE:mailto:x@y", "BEGIN:VEVENT", "\x00Ann"])
def test_a_name_is_never_a_line_of_its_own(odd: str) -> None:
    file = io.BytesIO()
    count = write_calendar(file, replace(ANN, name=odd), TIMES, version="0.1.0", now=NOW)
    assert b"\r\nATTENDEE" not in file.getvalue()
    assert file.getvalue().count(b"\r\nBEGIN:VEVENT\r\n") == count == len(events())


@pytest.mark.parametrize(("number", "days"), [(1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (6, 6), (7, 7), (9, 7), (0, 1)])
def test_the_usual_days(number: int, days: int) -> None:
    assert len(usual_days(number)) == days
    assert usual_days(3) == (0, 2, 4)


def test_weeks_begin_on_monday_also_over_new_year() -> None:
    now = datetime(2026, 12, 31, 8, 0, tzinfo=ZONE)
    rows = list(planned(Times((0, 4), time(10, 0), 2), now))
    assert [(monday, number) for monday, number, _ in rows] == [
        (date(2026, 12, 28), 2),
        (date(2027, 1, 4), 1),
        (date(2027, 1, 4), 2),
    ]
