"""Clocks that run faster than life."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balancecoach.clock import FASTEST, DemoClock, RealClock, ScaledClock
from tests.fakes import WALL, FakeClock, examples


def test_the_real_clock_takes_real_seconds_and_never_goes_back() -> None:
    clock = RealClock()
    first, second = clock.now(), clock.now()
    assert second.mono_s >= first.mono_s
    assert first.wall.utcoffset() is not None
    assert clock.real_s(3.0) == 3.0
    assert clock.wait(3.0, lambda seconds: f"{seconds:g}") == "3"


def test_a_terminals_demonstration_runs_in_exact_steps() -> None:
    clock = DemoClock(20, WALL)
    assert clock.real_s(10.0) == 0.5
    assert clock.wait(10.0, lambda seconds: f"{seconds:g}") == "0.5"
    assert clock.now().mono_s == 10.0
    assert clock.now().wall == WALL + timedelta(seconds=10)


def test_a_scaled_clock_is_so_many_times_as_fast() -> None:
    under = FakeClock()
    clock = ScaledClock(under, 5)
    start = clock.now()
    under.sleep(2.0)
    assert clock.now().mono_s == pytest.approx(start.mono_s + 10)
    assert clock.now().wall == start.wall + timedelta(seconds=10)
    assert clock.real_s(10) == 2.0
    assert clock.wait(10, lambda seconds: f"{seconds:g}") == "2"


def test_skipping_is_at_once_and_the_speed_stays() -> None:
    under = FakeClock()
    clock = ScaledClock(under, 2)
    start = clock.now().mono_s
    clock.skip(30.0)
    assert clock.now().mono_s == pytest.approx(start + 30)
    under.sleep(1.0)
    assert clock.now().mono_s == pytest.approx(start + 32)


@pytest.mark.parametrize("speed", [0.0, 0.5, -1.0, FASTEST + 1, float("nan")])
def test_a_speed_that_no_demonstration_has_is_a_bug(speed: float) -> None:
    with pytest.raises(ValueError, match="no speed"):
        ScaledClock(FakeClock(), speed)


@given(
    changes=st.lists(st.tuples(st.floats(0.0, 600.0), st.floats(1.0, FASTEST)), max_size=30),
)
@examples(60)
def test_its_time_never_jumps_and_never_goes_back(changes: list[tuple[float, float]]) -> None:
    under = FakeClock()
    clock = ScaledClock(under)
    speed, expected = 1.0, clock.now().mono_s
    for seconds, faster in changes:
        under.sleep(seconds)
        expected += seconds * speed
        before = clock.now()
        assert before.mono_s == pytest.approx(expected)
        clock.set_speed(faster)
        after = clock.now()
        assert after.mono_s == pytest.approx(before.mono_s)
        assert abs((after.wall - before.wall).total_seconds()) < 0.001
        speed = faster
