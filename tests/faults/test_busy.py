"""A loop that is held up, in virtual time; and that the judge of the real one can fail."""

import random

import pytest
from pytestqt.qtbot import QtBot

from balancecoach.core.cue import Cue
from balancecoach.core.events import BlockStarted, CueDue, CueMissed, Stored
from balancecoach.core.phrases import PATIENCE_S, Phrase, Priority, Tone
from balancecoach.core.transitions import State
from balancecoach.runner import Runner
from tests.faults.busy import judge
from tests.faults.odd_clocks import Sources, Walk
from tests.faults.watched import Line

WORDS = Cue(1, 0.0, Phrase("stop_now"), Tone.STOP, 3.0)


@pytest.mark.parametrize("seed", (1, 2))
def test_a_loop_held_up_for_three_seconds_says_what_is_true_and_no_more(qtbot: QtBot, seed: int) -> None:
    """Again and again in a session, at random: every cue is said or on record as missed, no block begins in silence."""
    moments, walk = random.Random(seed), Walk(Sources("says"))
    walk.begin()
    held = 0
    while walk.session.state is not State.ENDED:
        before = len(walk.record.events)
        if moments.random() < 0.05:
            walk.sources.pass_(3.0)
            held += 1
        else:
            walk.tick()
        Runner(walk.conductor).wake()
        rows = walk.record.events[before:]
        assert sum(isinstance(row, CueDue) for row in rows) <= 1, rows
        walk.press()
    events = walk.events()
    assert held > 10
    assert judge((), events) == []
    missed = [event for event in events if isinstance(event, CueMissed)]
    assert missed, "three seconds are too late for a countdown"
    due = [event for event in events if isinstance(event, CueDue)]
    assert all(event.late_s <= PATIENCE_S[event.cue.priority] for event in due)
    assert walk.summary().walked_s == pytest.approx(walk.planned_s(), abs=0.25)


def test_a_safety_cue_comes_late_while_it_is_true(qtbot: QtBot) -> None:
    walk = Walk(Sources("says"))
    walk.begin()
    walk.go_to(lambda session: bool(_next_safety(session._cues[session._heard :])))
    cue = _next_safety(walk.session._cues[walk.session._heard :])
    assert cue is not None
    left_s = cue.offset_s - walk.session.elapsed_s(walk.sources.clock().now())
    walk.sources.pass_(max(0.0, left_s) + 3.0 if left_s < 1.5 else 3.0)
    Runner(walk.conductor).wake()
    walk.wait(9.0)
    assert cue.phrase.key in [said.phrase.key for said in walk.shows.said]


def _next_safety(cues: tuple[Cue, ...]) -> Cue | None:
    return next((cue for cue in cues[:1] if cue.priority is Priority.SAFETY and cue.offset_s > 0), None)


def said(at_s: float, priority: int, length_s: float, key: str) -> Line:
    return Line(at_s, ("said", str(priority), str(length_s), "1", key, "voice"))


@pytest.mark.parametrize(
    ("lines", "events", "words"),
    [
        ((said(1, 3, 2.0, "a"), said(2, 3, 2.0, "b")), (), "b began 1.0 s before the end of a"),
        ((said(1, 3, 2.0, "a"), said(2, 4, 2.0, "b")), (), ""),
        ((said(1, 3, 2.0, "a"), Line(1.5, ("hush",)), said(2, 3, 2.0, "b")), (), ""),
        ((Line(1, ("timer", "1:05", "62.9")),), (), "the timer shows 1:05"),
        ((Line(1, ("timer", "1:05", "64.3")),), (), ""),
        ((Line(1, ("timer", "1:05", "66.1")),), (), "the timer shows 1:05"),
        ((), (BlockStarted(5.0, 2),), "block 2 began without a word"),
        ((), (BlockStarted(5.0, 2), CueDue(8.0, WORDS, 3.0)), ""),
        ((), (CueDue(50.0, WORDS, 31.0),), "was said 31.0 s late"),
        ((), (CueMissed(5.0, "stop_now", "late"),), "stop_now was not said"),
        ((), (CueMissed(5.0, "fifteen", "late"),), ""),
    ],
)
def test_the_judge_sees_what_does_not_hold(lines: tuple[Line, ...], events: tuple[Stored, ...], words: str) -> None:
    found = "; ".join(judge(lines, events))
    assert words in found
    assert bool(found) is bool(words)
