"""The sound check's steps, and what a heard step leads to."""

import pytest

from balancecoach.core.hearing import RESERVE_DB, STEPS_DB, VOLUMES, VOLUMES_DB, factor, heard_at, nearest


def test_steps_get_louder_to_the_loudest() -> None:
    assert list(STEPS_DB) == sorted(STEPS_DB)
    assert STEPS_DB[-1] == VOLUMES_DB[-1] == 0.0
    assert factor(0.0) == 1.0
    assert factor(-20.0) == pytest.approx(0.1)


def test_nothing_is_louder_than_the_loudest() -> None:
    with pytest.raises(ValueError, match="louder"):
        factor(1.0)


@pytest.mark.parametrize("step", range(len(STEPS_DB)))
def test_what_is_set_is_louder_by_the_reserve_or_says_that_it_is_not(step: int) -> None:
    heard = heard_at(step)
    reserve = next(db for db in VOLUMES_DB if factor(db) == heard.volume) - STEPS_DB[step]
    assert heard.volume in VOLUMES
    assert heard.enough == (reserve >= RESERVE_DB)
    assert heard.enough or heard.volume == 1.0


def test_only_near_the_loudest_there_is_no_reserve() -> None:
    assert [heard_at(step).enough for step in range(6)] == [True, True, True, True, False, False]


def test_a_step_that_there_is_not() -> None:
    with pytest.raises(IndexError):
        heard_at(-1)
    with pytest.raises(IndexError):
        heard_at(len(STEPS_DB))


def test_a_volume_of_another_time_is_shown_as_the_nearest() -> None:
    assert nearest(1.0) == VOLUMES[-1]
    assert nearest(0.0) == VOLUMES[0]
    assert nearest(0.6) == factor(-5.0)
