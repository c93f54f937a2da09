"""A few rows of the table of odd clocks, and that its judge can fail; and what a sleep means beside a session."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from pytestqt.qtbot import QtBot

from balancecoach.clock import RealClock, asleep_s
from balancecoach.core import checkup
from balancecoach.core.events import Instant
from balancecoach.core.gap import AWAY_S, between
from balancecoach.core.phrases import PATIENCE_S, Priority
from balancecoach.core.plan import Kind
from balancecoach.core.stopwatch import Measuring
from tests.fakes import WALL
from tests.faults import clocks
from tests.faults.odd_clocks import Odd, Sources, Walk, judge


def test_some_rows_of_the_table(qtbot: QtBot) -> None:
    result = clocks.run(8, seed=3)
    assert result.broken == ()
    assert result.held == 8


def in_a_bout() -> Walk:
    walk = Walk(Sources("says"))
    walk.begin()
    walk.go_to(lambda session: session.block.kind is Kind.BACKWARD)
    walk.wait(3.0)
    return walk


@pytest.mark.parametrize(
    ("odd", "words"),
    [
        (Odd("nothing, where a pause is due", lambda sources: None, pauses=True), "became"),
        (Odd("a sleep that should not pause", lambda sources: sources.sleep(600)), "became"),
        (Odd("three seconds that should not count", lambda sources: sources.pass_(3.0)), "jumped"),
    ],
)
def test_the_judge_sees_what_does_not_hold(qtbot: QtBot, odd: Odd, words: str) -> None:
    assert words in "; ".join(judge(in_a_bout(), odd))


def at(mono_s: float, wall_s: float, asleep: float | None = None) -> Instant:
    return Instant(mono_s, WALL + timedelta(seconds=wall_s), asleep)


@pytest.mark.parametrize(
    ("before", "now", "slept_s", "set_s", "away"),
    [
        (at(10, 10, 0.0), at(11, 11, 0.0), 0, 0, False),
        (at(10, 10, 0.0), at(11, 611, 600.0), 600, 0, True),
        (at(10, 10, 0.0), at(11, 3611, 0.0), 0, 3600, False),  # awake: the clock was set
        (at(10, 10), at(11, 3611), 3600, 0, True),  # nobody says: a pause too many
        (at(10, 10), at(11, -3589), 0, -3600, False),
        (at(10, 10, 0.0), at(15.1, 15.1, 0.0), 0, 0, True),
        (at(10, 10, 5.0), at(9.8, 10.0, 5.0), 0, 0, False),
    ],
)
def test_a_sleep_and_a_clock_that_was_set(
    before: Instant, now: Instant, slept_s: float, set_s: float, *, away: bool
) -> None:
    gap = between(before, now)
    assert [gap.slept_s, gap.set_s] == pytest.approx([slept_s, set_s], abs=1e-3)
    assert gap.away is away


def test_a_late_tick_never_changes_a_block_in_silence() -> None:
    assert PATIENCE_S[Priority.PHASE] >= AWAY_S


def test_seconds_never_go_back_and_what_the_machine_says_of_its_sleep_is_read() -> None:
    readings = iter((5.0, 4.8, 5.1))
    clock = RealClock(lambda: next(readings), lambda: 0.0, lambda: None)
    assert [clock.now().mono_s for _ in range(3)] == [5.0, 5.0, 5.1]
    first, second = asleep_s(), asleep_s()
    assert first is not None and second is not None, "Linux, macOS and Windows say it"
    assert second - first == pytest.approx(0.0, abs=AWAY_S)


def test_each_is_one_line_in_the_log(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    walk = in_a_bout()
    odd: tuple[tuple[Callable[[], None], str], ...] = (
        (lambda: walk.sources.sleep(600), "the computer slept for 600 s"),
        (lambda: walk.sources.set_wall(-3600), "the computer's clock was set by -3600 s"),
        (lambda: walk.sources.pass_(3.0), "the program was held up"),
    )
    for what, words in odd:
        caplog.clear()
        with caplog.at_level(logging.WARNING, "balancecoach"):
            what()
            walk.tick(0.1)
        assert [words in row.getMessage() for row in caplog.records] == [True], caplog.text


def test_a_stopwatch_that_slept_has_no_time(qtbot: QtBot) -> None:
    watch = Measuring(checkup.Test.BACKWARD_3M)
    watch.press(1.0)
    watch.lose(3.0)
    assert "slept" in watch.problem
    assert watch.press(10.0)
    assert (str(watch.phase), watch.kept_s) == ("ready", ())
    watch.press(20.0)
    watch.press(24.0)
    assert not watch.problem
    assert watch.press(25.0)
    assert watch.kept_s == (4.0,)


def test_the_days_of_summer_time_are_found_by_asking_the_system() -> None:
    with clocks.zone(clocks.ZONES["Australia/Lord_Howe"]):
        days = [datetime.fromtimestamp(moment).strftime("%d %B") for moment in clocks.changes(2026)]
    assert days == ["05 April", "04 October"]
