"""The line of time of a session: end to end, and the same seconds as in the sums."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from balancecoach.core.course import Course, Doing, Mark, Piece, Sort, course
from balancecoach.core.cue import Lengths
from balancecoach.core.events import (
    BlockStarted,
    CheckedIn,
    CueMissed,
    GatePassed,
    Noted,
    Outcome,
    Paused,
    Removed,
    RestartBegun,
    Resumed,
    SessionEnded,
    StepTaken,
    Stored,
    Wobbled,
)
from balancecoach.core.plan import Plan
from balancecoach.core.progress import summarise
from tests.core.test_progress import BACKWARD, FORWARD, OFTEN, Ledger, ended, started
from tests.fakes import WALL, clip_lengths, examples, floor_plans, macro_plans, room_plans, slope_plans


def course_of(*events: Stored) -> Course:
    """Of a session that has started."""
    return course((started(), *events))


def test_no_events() -> None:
    assert course(()) == Course()


def test_a_walk_with_a_pause_on_a_moving_belt() -> None:
    found = course_of(
        BlockStarted(0, 0), GatePassed(30, 0), BlockStarted(30, FORWARD), Wobbled(40, FORWARD), Paused(50, "key"),
        RestartBegun(70), Resumed(95), BlockStarted(145, 5), GatePassed(160, 5), ended(160, Outcome.COMPLETED),
    )  # fmt: skip
    assert found.pieces == (
        Piece(0, 30, Doing.WAIT, 0),
        Piece(30, 50, Doing.WALK, FORWARD),
        Piece(50, 70, Doing.PAUSE, FORWARD, "key"),
        Piece(70, 95, Doing.RESTART, FORWARD),
        Piece(95, 145, Doing.WALK, FORWARD),
        Piece(145, 160, Doing.WAIT, 5),
    )
    assert found.marks == (Mark(40, Sort.WOBBLE, FORWARD),)
    assert (found.done_s(FORWARD), found.done_s(0), found.length_s) == (70, 30, 160)
    assert (found.outcome, found.started, found.ended) == (Outcome.COMPLETED, WALL, WALL + timedelta(seconds=160))


def test_what_was_missed_and_the_way_down_after_a_stop() -> None:
    found = course_of(
        BlockStarted(300, BACKWARD), CueMissed(310, "chin_level", "late"), ended(320), StepTaken(335, "belt"),
        StepTaken(380, "settle"),
    )  # fmt: skip
    assert found.marks == (
        Mark(310, Sort.MISSED, BACKWARD, "chin_level", "late"),
        Mark(335, Sort.STEP, BACKWARD, "belt"),
        Mark(380, Sort.STEP, BACKWARD, "settle"),
    )
    assert found.pieces[-1] == Piece(300, 320, Doing.WALK, BACKWARD)
    assert found.length_s == 320


def test_a_pause_of_no_time_is_still_one() -> None:
    found = course_of(BlockStarted(0, FORWARD), Paused(10), Resumed(10), ended(20))
    assert [piece.doing for piece in found.pieces] == [Doing.WALK, Doing.PAUSE, Doing.WALK]


def test_an_open_session_goes_as_far_as_its_last_sign() -> None:
    found = course_of(BlockStarted(0, FORWARD), Wobbled(12.5, FORWARD))
    assert (found.pieces, found.length_s, found.outcome) == ((Piece(0, 12.5, Doing.WALK, FORWARD),), 12.5, None)


def test_notes_and_answers_are_no_part_of_it() -> None:
    events = (BlockStarted(0, FORWARD), ended(20))
    after = (Noted(WALL, "Warm."), CheckedIn(WALL, 3, "none", "no"), Removed(WALL))
    assert course_of(*events, *after) == course_of(*events)


def test_what_does_not_fit_together_is_left_out_as_in_the_sums() -> None:
    """A record that is damaged: the plan is gone, or a block that is not in it."""
    lost = course((BlockStarted(0, 7), Paused(5), Resumed(9), ended(20)))
    assert [piece.doing for piece in lost.pieces] == [Doing.NONE, Doing.PAUSE, Doing.NONE]
    odd = course_of(BlockStarted(0, FORWARD), BlockStarted(5, 999), BlockStarted(6, -1), ended(20))
    assert odd.pieces == (Piece(0, 20, Doing.WALK, FORWARD),)


# -- the time of day -----------------------------------------------------------------------------------------------
def test_the_time_of_day_is_counted_from_the_start() -> None:
    assert course_of(BlockStarted(0, FORWARD), ended(20)).wall(12.5) == WALL + timedelta(seconds=12.5)
    assert Course().wall(3) is None


def asleep(*at_s: float) -> Course:
    """A computer that slept an hour, once or more; the seconds do not know of it."""
    pauses = [event for at in at_s for event in (Paused(at, "asleep"), Resumed(at + 5))]
    end = SessionEnded(200, WALL + timedelta(seconds=200, hours=len(at_s)), Outcome.COMPLETED)
    return course_of(BlockStarted(0, FORWARD), *pauses, end)


def test_after_a_sleep_it_is_counted_back_from_the_end() -> None:
    found = asleep(50)
    assert found.wall(50) == WALL + timedelta(seconds=50)
    assert found.wall(55) == WALL + timedelta(seconds=55, hours=1)


def test_between_two_sleeps_nobody_knows() -> None:
    found = asleep(50, 100)
    assert found.wall(50) == WALL + timedelta(seconds=50)
    assert found.wall(55) is None
    assert found.wall(100) is None
    assert found.wall(101) == WALL + timedelta(seconds=101, hours=2)


# -- for any session -----------------------------------------------------------------------------------------------
@examples(80)
@given(
    plan=st.one_of(macro_plans(short=True), room_plans(short=True), slope_plans(short=True), floor_plans(short=True)),
    lengths=clip_lengths(0.5, 4.0),
    doings=st.lists(
        st.tuples(st.sampled_from((*OFTEN, "pause", "go on", "sleep", "wobble")), st.floats(0, 60)),
        min_size=8,
        max_size=60,
    ),
    stopped=st.booleans(),
    cut=st.integers(0, 12),
)
def test_the_pieces_are_the_session(
    plan: Plan, lengths: Lengths, doings: Sequence[tuple[str, float]], stopped: bool, cut: int
) -> None:
    ledger = Ledger(plan, lengths)
    for what, seconds in doings:
        ledger.do(what, seconds)
    if stopped:
        ledger.do("stop", 0)
    events = ledger.stored()
    check(events)
    check(events[: max(1, len(events) - cut)])  # the power went


def check(events: list[Stored]) -> None:
    """Every second once, and all of them counted as ``summarise`` does."""
    found, summary = course(events), summarise("s1", events)
    assert (found.pieces[0].start_s if found.pieces else 0.0) == 0.0
    assert all(before.end_s == after.start_s for before, after in pairwise(found.pieces))
    assert all(piece.end_s >= piece.start_s for piece in found.pieces)
    assert abs(found.total_s(*Doing) - found.length_s) < 1e-3
    assert (found.pieces[-1].end_s if found.pieces else 0.0) == found.length_s
    assert found.total_s(Doing.NONE) == 0
    assert abs(found.walked_s(backward=True) - summary.backward_s) < 1e-6
    assert abs(found.walked_s(backward=False) - summary.forward_s) < 1e-6
    assert abs(found.total_s(Doing.WALK) - summary.walked_s) < 1e-6
    assert sum(piece.doing is Doing.PAUSE for piece in found.pieces) == summary.pauses
    assert sum(mark.sort is Sort.WOBBLE for mark in found.marks) == summary.wobbles
    assert sum(mark.sort is Sort.MISSED for mark in found.marks) == summary.missed_cues
    assert (found.started, found.ended, found.outcome) == (summary.started, summary.ended, summary.outcome)
