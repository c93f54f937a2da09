"""sessions and session: what was walked, with notes, without what was removed, and the course of one."""

import json
from datetime import timedelta
from typing import Any

import pytest

from balancecoach.clock import RealClock
from balancecoach.core.events import CheckedIn, Noted, Outcome, Removed, SessionEnded, StepTaken
from balancecoach.core.progress import summarise
from balancecoach.paths import find_paths
from balancecoach.store.store import Store
from tests.cli.tools import Run, keep, walker
from tests.store.store_samples import START, started, walking, whole_of


def kept(*, removed: bool = False, note: str = "") -> str:
    """A whole session of Anna's in this test's record; its id."""
    keep(walker())
    with Store.open(find_paths(), write=True) as store:
        id_ = store.begin()
        for event in whole_of("anna"):
            store.append(id_, event)
        if note:
            store.append(id_, Noted(START, note))
        if removed:
            store.append(id_, Removed(RealClock().now().wall - timedelta(days=3)))
    return id_


def rows(run: Run, *more: str) -> list[dict[str, Any]]:
    """What ``sessions`` lists."""
    got = run("sessions", *more, "--json")
    assert (got.code, got.err) == (0, "")
    found: list[dict[str, Any]] = json.loads(got.out)
    return found


def test_a_note_is_shown_on_the_line_of_its_session(run: Run) -> None:
    id_ = kept(note="Warm.\nLeft \x1b[31mknee\n")
    (line,) = run("sessions").out.splitlines()
    assert line.startswith(f"{id_[:8]}  2026-01-31 23:30  completed")
    assert line.endswith("  note: Warm. Left ?[31mknee")
    assert (rows(run)[0]["note"], rows(run)[0]["removed"]) == ("Warm.\nLeft \x1b[31mknee\n", None)


def test_what_was_removed_is_left_out_unless_it_is_asked_for(run: Run) -> None:
    id_ = kept(removed=True)
    assert rows(run) == []
    assert run("sessions").out == ""
    assert [row["id"] for row in rows(run, "--removed")] == [id_]
    assert rows(run, "--removed")[0]["removed"] is not None
    (line,) = run("sessions", "--removed").out.splitlines()
    assert "  removed, 27 days left" in line


def test_looking_never_deletes_what_was_removed_long_ago(run: Run) -> None:
    id_ = kept()
    with Store.open(find_paths(), write=True) as store:
        store.append(id_, Removed(START))
    for arguments in (["sessions"], ["sessions", "--removed"], ["session", id_], ["sessions", "--json"]):
        assert run(*arguments).code == 0
    assert [row["id"] for row in rows(run, "--removed")] == [id_]


def test_one_session_line_by_line(run: Run) -> None:
    got = run("session", kept())
    assert (got.code, got.err) == (0, "")
    assert got.out.splitlines() == [
        "Erste Schritte – week 1: finished",
        "2026-01-31 23:30 to 23:33, Anna",
        "Walked: 1 minute backwards, 1 minute forwards",
        "Speeds: 0.8 km/h, 1.6 km/h",
        "Hands: Both hands",
        "How hard was it? 4 of 10",
        "Any stumbles? None",
        "Any new pain or dizziness? not answered",
        "Note: Knee felt fine.",
        "",
        "23:30:00     0:00  Get ready: 20 seconds until it was confirmed",
        "23:30:20     0:20  Forwards, 1.6 km/h: 1 minute",
        "23:31:20     1:20  Turn to the room: 20 seconds until it was confirmed",
        "23:31:40     1:40  Backwards, 0.8 km/h: 20 seconds",
        "23:31:55     1:55  Wobble noted",
        "23:32:00     2:00  Pause: 20 seconds",
        "23:32:01     2:01  1 spoken line was not heard",
        "23:32:20     2:20  Starting the belt again: 10 seconds",
        "23:32:30     2:30  Backwards, 0.8 km/h: 40 seconds",
        "23:33:10     3:10  Step off: 15 seconds until it was confirmed",
        "23:33:25     3:25  Finished",
        "23:33:27     3:27  On the way down, done: Sit and rest. Tell someone.",
    ]


def test_one_that_was_stopped_says_why_and_what_was_planned(run: Run) -> None:
    keep(walker())
    with Store.open(find_paths(), write=True) as store:
        id_ = store.begin()
        for event in (*walking()[:-1], SessionEnded(130, START + timedelta(seconds=130), Outcome.STOPPED)):
            store.append(id_, event)
        store.append(id_, StepTaken(141, "belt"))
        store.check_in(id_, CheckedIn(START, None, None, None, "belt"))
    lines = run("session", id_).out.splitlines()
    assert "Why did you stop? The belt or the room" in lines
    assert "23:31:40     1:40  Backwards, 0.8 km/h: 30 seconds (1 minute planned)" in lines
    assert lines[-2:] == [
        "23:32:10     2:10  Stopped",
        "23:32:21     2:21  On the way down, done: Stop the belt. Hold the rails.",
    ]


def test_a_beginning_of_the_id_is_enough(run: Run) -> None:
    id_ = kept(removed=True)
    assert run("session", id_[:6]).out == run("session", id_).out
    assert "Removed on " in run("session", id_[:6]).out


@pytest.mark.parametrize("words", ["0000000000", "abc", "", "%"])
def test_an_id_that_nobody_has_is_one_sentence(run: Run, words: str) -> None:
    kept()
    assert run("session", words).told(2).endswith("See the list with: balancecoach sessions.")


def test_of_two_that_begin_alike_it_asks_for_more(run: Run) -> None:
    keep()
    with Store.open(find_paths(), write=True) as store:
        for id_ in ("abcd1", "abcd2"):
            store.append(id_, started())
    assert "2 sessions begin like that." in run("session", "abcd").told(2)
    assert run("session", "abcd1").code == 0


def test_the_course_as_data_adds_up_to_the_sums(run: Run) -> None:
    got = json.loads(run("session", kept(), "--json").out)
    summary = summarise("s1", whole_of("anna"))
    pieces = got["course"]["pieces"]
    assert list(pieces[0]) == ["start_s", "end_s", "doing", "block", "kind", "why"]
    walked = [piece for piece in pieces if piece["doing"] == "walk"]
    backward = sum(piece["end_s"] - piece["start_s"] for piece in walked if piece["kind"] == "backward")
    assert backward == summary.backward_s == got["backward_s"]
    assert sum(piece["end_s"] - piece["start_s"] for piece in pieces) == got["course"]["length_s"] == 205
    assert [mark["what"] for mark in got["course"]["marks"]] == ["wobble", "missed", "step"]
