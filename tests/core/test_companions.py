"""What stands beside the chart: each number is one of the record's, and nothing is said that nobody answered."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from balancecoach.core.checkup import CheckedUp, CheckUpRemoved
from balancecoach.core.checkup import Test as Measured  # pytest would take it for tests
from balancecoach.core.companions import Companion, companions
from balancecoach.core.person import Fact
from balancecoach.core.plan import Units
from balancecoach.core.progress import Summary
from tests.core.progress_samples import TODAY, histories, walked
from tests.fakes import WALL, examples

LONG_AGO = date(2020, 1, 1)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def titled(found: tuple[Companion, ...], title: str) -> Companion | None:
    """The one with this title."""
    return next((each for each in found if each.title.startswith(title)), None)


def made(title: str, *history: Summary, facts: tuple[Fact, ...] = (), units: Units = Units.KMH) -> Companion | None:
    """One of the companions of a history."""
    return titled(companions(history, facts, TODAY, LONG_AGO, units), title)


def test_nothing_known_is_nothing_said() -> None:
    assert companions((), (), TODAY, LONG_AGO) == ()


# -- belt speed ----------------------------------------------------------------------------------------------------
def test_the_belt_from_the_first_to_the_newest() -> None:
    found = made("Belt speed", walked(ago(1), kmh=1.4), walked(ago(30), kmh=0.8), walked(ago(9), kmh=1.2))
    spoken = "first 0.8, last 1.4 km/h, of what is shown here"
    assert found == Companion("Belt speed, backwards", "0.8 → 1.4 km/h", "first → last shown here", spoken)


def test_one_speed_is_no_change() -> None:
    assert made("Belt speed", walked(ago(1))) == Companion("Belt speed, backwards", "1.0 km/h")
    assert made("Belt speed", walked(ago(1)), walked(ago(3))) == Companion(
        "Belt speed, backwards", "1.0 km/h", "first and last shown here"
    )


def test_speed_in_the_units_of_the_console() -> None:
    found = made("Belt speed", walked(ago(1), kmh=1.61), units=Units.MPH)
    assert found is not None and found.value == "1.0 mph"


def test_only_what_is_looked_at_is_compared() -> None:
    history = (walked(ago(100), kmh=0.8), walked(ago(3), kmh=1.2))
    found = titled(companions(history, (), TODAY, ago(50)), "Belt speed")
    assert found is not None and found.value == "1.2 km/h"


def test_the_first_that_is_shown_is_not_called_the_first_of_all_nor_an_old_one_now() -> None:
    history = (walked(ago(400), kmh=0.5), walked(ago(90), kmh=0.8), walked(ago(80), kmh=1.2))
    found = titled(companions(history, (), TODAY, ago(100)), "Belt speed")
    assert found is not None and found.value == "0.8 → 1.2 km/h"
    assert "shown here" in found.detail
    assert "now" not in found.spoken


def test_forwards_only_has_no_backward_speed() -> None:
    assert made("Belt speed", walked(ago(1), 0)) is None


# -- stumbles and effort -------------------------------------------------------------------------------------------
def test_stumbles_are_counted_in_sessions_after_which_somebody_answered() -> None:
    history = (
        walked(ago(1), stumbles="none"),
        walked(ago(2), stumbles="one", wobbles=1),
        walked(ago(3)),
        walked(ago(27), stumbles="more"),
        walked(ago(28), stumbles="one"),
        walked(ago(55), stumbles="none"),
        walked(ago(56), stumbles="one"),
    )
    found = made("Stumbles", *history)
    assert found == Companion("Stumbles, last 4 weeks", "2 of 3 sessions", "before: 1 of 2 sessions; wobbles: 1")


def test_no_answer_is_not_no_stumble() -> None:
    assert made("Stumbles", walked(ago(1), wobbles=2)) == Companion(
        "Stumbles, last 4 weeks", "Not answered", "wobbles: 2"
    )
    assert made("Stumbles", walked(ago(40), stumbles="one")) is None


@examples(60)
@given(history=histories())
def test_no_stumble_is_invented(history: list[Summary]) -> None:
    found = made("Stumbles", *history)
    told = [s for s in history if s.checkin and s.checkin.stumbles and not s.demo and s.removed is None]
    if found is not None and found.value != "Not answered":
        number, of = (int(part) for part in found.value.split()[0:3:2])
        assert number <= of <= len(told)
        assert number <= sum(s.checkin.stumbles != "none" for s in told if s.checkin)


def test_effort_is_the_middle_of_the_answers() -> None:
    history = [walked(ago(n), effort=effort) for n, effort in enumerate((3, 4, 4, 9))]
    assert made("Effort", *history) == Companion("Effort, last 4 weeks", "4 of 10")
    assert made("Effort", *history, walked(ago(30), effort=2)) == Companion(
        "Effort, last 4 weeks", "4 of 10", "before: 2"
    )
    assert made("Effort", walked(ago(1), effort=3), walked(ago(2), effort=4)) == Companion(
        "Effort, last 4 weeks", "3.5 of 10"
    )
    assert made("Effort", walked(ago(30), effort=3)) is None


# -- check-ups -----------------------------------------------------------------------------------------------------
def check_up(days: int, *trials: float, test: Measured = Measured.BACKWARD_3M) -> CheckedUp:
    return CheckedUp(WALL - timedelta(days=days), test, trials)


def test_a_change_that_may_be_chance_is_not_shown_as_one() -> None:
    facts = (check_up(3, 4.2, 4.0), check_up(60, 7.0), check_up(31, 5.0))
    found = made("3-metre", facts=facts)
    assert found is not None and found.value == "4.1 s"
    assert found.detail == "1 March 2026; no change to be sure of", "less than the test wavers by itself"
    assert made("Timed", facts=facts) is None


def test_a_change_beyond_what_the_test_wavers_is_not_called_unsure() -> None:
    found = made("3-metre", facts=(check_up(31, 9.0), check_up(3, 5.0)))
    assert found == Companion("3-metre backward walk", "5.0 s (was 9.0 s)", "1 March 2026")


def test_with_another_walking_aid_two_times_are_not_put_beside_each_other() -> None:
    found = made("3-metre", facts=(check_up(31, 9.0), replace(check_up(3, 5.0), aid="stick")))
    assert found == Companion("3-metre backward walk", "5.0 s", "1 March 2026")


def test_a_check_up_that_was_removed_does_not_count() -> None:
    wrong = check_up(3, 41.0)
    removed = CheckUpRemoved(WALL, datetime.fromisoformat(wrong.at.astimezone().isoformat()))
    found = made("3-metre", facts=(check_up(31, 5.0), wrong, removed))
    assert found is not None and found.value == "5.0 s"


@examples(60)
@given(history=histories(), times=st.lists(st.floats(2, 30), max_size=3))
def test_every_companion_can_be_read(history: list[Summary], times: list[float]) -> None:
    facts = tuple(replace(check_up(n, seconds), test=test) for n, seconds in enumerate(times, 1) for test in Measured)
    for each in companions(history, facts, TODAY, LONG_AGO):
        assert each.title and each.value
        assert "→" not in (each.spoken or each.value)


@pytest.mark.parametrize("word", ["better", "faster", "improved", "risk", "fall", "only"])
def test_numbers_are_not_judged(word: str) -> None:
    history = (walked(ago(1), kmh=1.4, effort=3, stumbles="none"), walked(ago(40), kmh=0.8, effort=5, stumbles="one"))
    found = companions(history, (check_up(3, 4.1), check_up(31, 5.0)), TODAY, LONG_AGO)
    assert len(found) == 4
    assert not any(word in f"{each.title} {each.value} {each.detail}".lower().split() for each in found)
