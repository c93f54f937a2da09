"""Words about a session that is over, true for whatever is on record."""

from datetime import datetime, timedelta

import pytest

from balancecoach.core.course import course
from balancecoach.core.events import (
    BlockStarted,
    CheckedIn,
    CueMissed,
    GatePassed,
    Outcome,
    Paused,
    Resumed,
    SessionEnded,
    SessionStarted,
    StepTaken,
    Stored,
)
from balancecoach.core.plan import Block, Facing, Hands, Kind, Units
from balancecoach.core.progress import Summary
from balancecoach.past import (
    KEPT,
    answers,
    course_lines,
    days_left,
    ended_words,
    exact,
    hands_words,
    since_start,
    speeds_words,
)
from tests.fakes import WALL

FLOOR = (Block(Kind.PREPARE, 20), Block(Kind.BACKWARD, 30, 0, Facing.ROOM, Hands.ONE, distance_m=10))


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 seconds"),
        (0.4, "0 seconds"),
        (1, "1 second"),
        (59.4, "59 seconds"),
        (59.6, "1 minute"),
        (125, "2 minutes 5 seconds"),
        (3600, "60 minutes"),
    ],
)
def test_a_length_to_the_second(seconds: float, words: str) -> None:
    assert exact(seconds) == words


@pytest.mark.parametrize(("seconds", "words"), [(0, "0:00"), (59.9, "0:59"), (605, "10:05"), (3661, "1:01:01")])
def test_time_since_the_start(seconds: float, words: str) -> None:
    assert since_start(seconds) == words


@pytest.mark.parametrize(
    ("ago", "days"),
    [
        (timedelta(0), 30),
        (timedelta(hours=1), 30),
        (timedelta(days=1), 29),
        (timedelta(days=29, hours=23), 1),
        (KEPT, 0),
        (timedelta(days=400), 0),
        (timedelta(days=-400), 30),  # the clock was set back since
    ],
)
def test_days_until_a_removed_session_is_deleted(ago: timedelta, days: int) -> None:
    assert days_left(WALL - ago, WALL) == days


def test_answers_that_were_not_given_and_answers_of_a_later_version() -> None:
    assert {answer for _, answer in answers(None, stopped=True)} == {"not answered"}
    assert len(answers(None, stopped=False)) == 3
    said = CheckedIn(WALL, 0, "none", "a new kind of pain", "bored")
    assert [answer for _, answer in answers(said, stopped=False)] == ["0 of 10", "None", "a new kind of pain", "bored"]


def test_how_it_ended() -> None:
    assert ended_words(Summary()) == "still open"
    assert ended_words(Summary(outcome=Outcome.INTERRUPTED, demo=True)) == "cut off, demonstration"


def test_speeds_as_the_console_shows_them_each_once() -> None:
    assert speeds_words((2.0, 0.8, 0.84), Units.KMH) == "0.8 km/h, 2.0 km/h"
    assert speeds_words((0.0,), Units.KMH) == ""
    assert speeds_words((1.6,), Units.MPH) == "0.9 mph"


def test_along_a_rail_there_are_metres_and_no_speed() -> None:
    events = (
        SessionStarted(0.0, WALL, "rail", "Rail", FLOOR), BlockStarted(0, 0), GatePassed(20, 0), BlockStarted(20, 1),
        GatePassed(52, 1), SessionEnded(52, WALL + timedelta(seconds=52), Outcome.COMPLETED),
    )  # fmt: skip
    found = course(events)
    words = [line.words for line in course_lines(found)]
    assert words == ["Get ready: 20 seconds until it was confirmed", "Backwards, 10 metres: 32 seconds", "Finished"]
    assert hands_words(found) == "One hand"


def test_a_computer_that_slept_and_lines_without_a_time_of_day() -> None:
    events = (
        SessionStarted(0.0, WALL, "rail", "Rail", FLOOR), BlockStarted(0, 0), Paused(5, "asleep"), Resumed(9),
        Paused(30, "asleep"),
    )  # fmt: skip
    lines = course_lines(course(events))
    assert lines[1].words == "Pause, as the computer was asleep: 4 seconds"
    assert [line.wall is None for line in lines] == [False, False, True, True]


def test_without_a_voice_everything_is_missed_on_one_line_a_piece() -> None:
    missed: list[Stored] = [CueMissed(at, "chin_level", "silent") for at in (1, 2, 3)]
    events = (
        SessionStarted(0.0, WALL, "rail", "Rail", FLOOR), BlockStarted(0, 0), *missed, GatePassed(20, 0),
        BlockStarted(20, 1), CueMissed(25, "chin_level", "silent"), GatePassed(52, 1),
    )  # fmt: skip
    lines = [(line.at_s, line.words) for line in course_lines(course(events)) if line.sort == "missed"]
    assert lines == [(1, "3 spoken lines were not heard"), (25, "1 spoken line was not heard")]


def test_a_step_of_the_way_down_of_a_later_version_is_shown_as_it_is() -> None:
    events = (
        SessionStarted(0.0, WALL, "rail", "Rail", FLOOR), BlockStarted(0, 0),
        SessionEnded(9, datetime.max.replace(tzinfo=WALL.tzinfo), Outcome.STOPPED), StepTaken(12, "hop"),
    )  # fmt: skip
    assert course_lines(course(events))[-1].words == "On the way down, done: hop"


def test_nothing_on_record_has_no_lines() -> None:
    assert course_lines(course(())) == ()
