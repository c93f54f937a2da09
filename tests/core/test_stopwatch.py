"""The stopwatch of a check-up: exact times, presses that bounce, tries that were spoilt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balancecoach.core import checkup
from balancecoach.core.checkup import POSSIBLE_S, rounded, shown
from balancecoach.core.stopwatch import APART_S, Measuring, Phase
from tests.fakes import examples

BACK, TUG = checkup.Test.BACKWARD_3M, checkup.Test.TUG


def at(watch: Measuring) -> Phase:
    """What a press is for now."""
    return watch.phase


def test_two_tries_of_the_backward_walk() -> None:
    watch = Measuring(BACK)
    assert (at(watch), watch.number, watch.touched) == (Phase.READY, 1, False)
    assert watch.press(100.0) and at(watch) is Phase.RUNNING and watch.touched
    assert watch.time_s(102.344) == 2.34
    assert watch.press(104.257) and at(watch) is Phase.STOPPED
    assert watch.time_s(999.0) == 4.26, "it stands"
    assert watch.press(110.0) and at(watch) is Phase.READY and watch.number == 2
    assert watch.time_s(111.0) == 0.0
    watch.press(120.0)
    watch.press(123.5)
    assert watch.press(124.0) and at(watch) is Phase.DONE
    assert watch.kept_s == (4.26, 3.5)
    assert not watch.press(130.0)


def test_one_try_of_the_others() -> None:
    watch = Measuring(TUG)
    for moment in (0.0, 11.0, 12.0):
        assert watch.press(moment)
    assert at(watch) is Phase.DONE and watch.kept_s == (11.0,)


def test_a_bounce_neither_stops_nor_keeps() -> None:
    watch = Measuring(BACK)
    assert watch.press(10.0) and not watch.press(10.02) and not watch.press(10.0 + APART_S - 0.001)
    assert at(watch) is Phase.RUNNING
    assert watch.press(14.0) and not watch.press(14.1) and not watch.again(14.2)
    assert at(watch) is Phase.STOPPED
    assert watch.press(14.0 + APART_S)
    assert watch.kept_s == (4.0,)


@pytest.mark.parametrize("test", checkup.Test)
def test_no_true_stop_is_taken_for_a_bounce(test: checkup.Test) -> None:
    assert POSSIBLE_S[test][0] > APART_S


def test_a_spoilt_try_is_done_again_and_leaves_nothing() -> None:
    watch = Measuring(BACK)
    assert not watch.again(0.0), "there is nothing yet"
    watch.press(1.0)
    assert not watch.again(5.0), "it runs"
    watch.press(6.0)
    assert watch.again(7.0) and at(watch) is Phase.READY and not watch.touched
    for moment in (10.0, 14.0, 15.0, 20.0, 24.5, 26.0):
        watch.press(moment)
    assert watch.kept_s == (4.0, 4.5)


def test_a_time_that_cannot_be_is_measured_again() -> None:
    watch = Measuring(BACK)
    watch.press(0.0)
    watch.press(0.7)
    assert watch.problem.endswith("Measure again.")
    assert watch.press(2.0) and at(watch) is Phase.READY and watch.kept_s == ()
    watch.press(10.0)
    watch.press(700.0)
    assert watch.problem and watch.press(701.0) and watch.kept_s == ()


def test_wanting_to_leave_stops_a_running_watch() -> None:
    watch = Measuring(BACK)
    watch.halt(1.0)
    assert at(watch) is Phase.READY
    watch.press(2.0)
    watch.halt(6.0)
    assert at(watch) is Phase.STOPPED and watch.time_s(99.0) == 4.0


@examples(300)
@given(st.floats(0, 1e6), st.floats(1.0, 119.0))
def test_what_is_shown_at_the_end_is_what_is_kept(began: float, length: float) -> None:
    watch = Measuring(BACK)
    watch.press(began)
    running = shown(watch.time_s(began + length))
    watch.press(began + length)
    stands = watch.time_s(began + length + 60)
    assert shown(stands) == running
    watch.press(began + length + 60)
    assert watch.kept_s == (stands,) == (rounded(stands),)
    assert abs(stands - length) <= 0.0051


@examples(300)
@given(st.lists(st.tuples(st.sampled_from(("press", "again", "halt")), st.floats(0.0, 40.0)), max_size=40))
def test_whatever_is_pressed_only_times_that_can_be_are_kept(presses: list[tuple[str, float]]) -> None:
    watch, now = Measuring(BACK), 0.0
    for what, later in presses:
        now += later
        before = watch.kept_s
        if what == "press":
            watch.press(now)
        elif what == "again":
            watch.again(now)
        else:
            watch.halt(now)
        assert watch.kept_s[: len(before)] == before
        assert len(watch.kept_s) <= 2
        assert all(POSSIBLE_S[BACK][0] <= seconds <= POSSIBLE_S[BACK][1] for seconds in watch.kept_s)
        assert (at(watch) is Phase.DONE) is (len(watch.kept_s) == 2)
