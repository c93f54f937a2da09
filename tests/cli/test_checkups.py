"""checkup: from the command line to the record and back."""

import json
from datetime import datetime

import pytest

from balancecoach.clock import RealClock
from balancecoach.core.checkup import CheckUpRemoved
from balancecoach.paths import find_paths
from balancecoach.store.store import Store
from tests.cli.tools import NOW, Run, keep, shown, walker

ADD = ("checkup", "add", "--person", "Anna")


def listed(run: Run) -> list[dict[str, object]]:
    """What counts."""
    got = run("checkup", "list", "--person", "Anna", "--json")
    assert (got.code, got.err) == (0, "") and got.out.isascii()
    rows: list[dict[str, object]] = json.loads(got.out)
    return rows


def test_entered_and_listed(run: Run) -> None:
    keep(walker())
    options = ("--seconds", "4.257", "--seconds", "4,1", "--aid", " stick ", "--note", "New shoes – größer")
    got = run(*ADD, "--test", "backward_3m", "--at", "2026-03-04T10:30:00+01:00", *options)
    assert got.code == 0 and got.out == "2026-03-04T10:30:00+01:00\n"
    assert got.err == (
        "Anna: 3-metre backward walk, 4.2 s. It is kept. The start speed is as it was: a helper may take this over in"
        " the window, under Check-ups.\n"
    )
    assert listed(run) == [
        {
            "at": "2026-03-04T10:30:00+01:00",
            "test": "backward_3m",
            "seconds": 4.18,
            "trials_s": [4.26, 4.1],
            "speed_kmh": 2.58,
            "aid": "stick",
            "note": "New shoes – größer",
        }
    ]
    assert shown(run, "Anna")["walk3m_s"] is None, "nothing is taken over by itself"
    assert run("checkup", "list", "--person", "Anna").out == (
        "2026-03-04 10:30  3-metre backward walk: 4.2 s (2.6 km/h), stick, New shoes – größer\n"
    )


def test_now_without_a_word_and_a_day_alone(run: Run) -> None:
    keep(walker())
    before = RealClock().now().wall
    run(*ADD, "--test", "tug", "--seconds", "11")
    run(*ADD, "--test", "walk_10m", "--seconds", "9.5", "--at", "2026-03-04")
    run(*ADD, "--test", "tug", "--seconds", "12", "--at", "2026-03-05T08:15")
    rows = listed(run)
    assert [row["test"] for row in rows] == ["walk_10m", "tug", "tug"], "by day"
    times = [datetime.fromisoformat(str(row["at"])) for row in rows]
    assert times[0].hour == 12 and times[1].hour == 8 and all(at.tzinfo for at in times)
    assert before <= times[2] <= RealClock().now().wall
    assert rows[1]["speed_kmh"] is None


def test_today_is_not_the_future_in_the_morning_either(run: Run) -> None:
    keep(walker())
    today = RealClock().now().wall.date().isoformat()
    assert run(*ADD, "--test", "tug", "--seconds", "11", "--at", today).code == 0


def test_the_same_moment_twice_is_two(run: Run) -> None:
    keep(walker())
    for seconds in ("11", "12"):
        assert run(*ADD, "--test", "tug", "--seconds", seconds, "--at", "2026-03-04").code == 0
    assert [row["seconds"] for row in listed(run)] == [11, 12]


def test_nobody_has_had_one(run: Run) -> None:
    keep(walker())
    assert listed(run) == []
    assert run("checkup", "list", "--person", "Anna").err.startswith("Anna has had no check-up yet")


def test_a_removed_one_is_not_listed(run: Run) -> None:
    keep(walker())
    at = datetime.fromisoformat(run(*ADD, "--test", "tug", "--seconds", "11", "--at", "2026-03-04").out.strip())
    with Store.open(find_paths(), write=True) as store:
        store.save_person(walker(), CheckUpRemoved(NOW, at), now=NOW)
    assert listed(run) == []


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--test", "tug", "--seconds", "0.2"], "Timed up and go takes between 3 and 300 seconds."),
        (["--test", "backward_3m", "--seconds", "4", "--seconds", "600"], "3-metre backward walk takes between"),
        (["--test", "tug", *["--seconds", "9"] * 6], "Write one to 5 times"),
        (["--test", "tug", "--seconds", "9", "--at", "yesterday"], "--at: yesterday is no day or time."),
        (["--test", "tug", "--seconds", "9", "--at", "2999-01-01"], "The day has not come yet."),
        (["--test", "tug", "--seconds", "9", "--aid", "x" * 81], "The walking aid is too long."),
        (["--test", "tug", "--seconds", "9", "--note", "x" * 1001], "The note is too long."),
    ],
)
def test_what_cannot_be_is_one_sentence_and_keeps_nothing(run: Run, options: list[str], told: str) -> None:
    keep(walker())
    assert run(*ADD, *options).told(2).startswith(told)
    assert listed(run) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("checkup",),
        ("checkup", "add", "--person", "Anna", "--test", "tug"),
        ("checkup", "add", "--person", "Anna", "--seconds", "9"),
        ("checkup", "add", "--person", "Anna", "--test", "jump", "--seconds", "9"),
        ("checkup", "add", "--person", "Anna", "--test", "tug", "--seconds", "nan"),
        ("checkup", "list"),
    ],
)
def test_options_that_are_missing_or_wrong(run: Run, arguments: tuple[str, ...]) -> None:
    got = run(*arguments)
    assert got.code == 2 and got.out == "" and "Traceback" not in got.err


def test_nobody_of_that_name(run: Run) -> None:
    keep(walker())
    got = run("checkup", "add", "--person", "Annna", "--test", "tug", "--seconds", "9")
    assert got.told(2) == "Annna: nobody here has this name or id. Did you mean Anna?"
