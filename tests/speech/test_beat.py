"""Sounds begin a fixed time after they were started, whatever the blocks of the output do."""

from collections.abc import Iterator

import pytest

from balancecoach.speech.beat import APART_S, KEPT, LEAST, NEAR_S, SPARE_S, Beat

BLOCK_S = 512 / 22_050


def blocks(begin_s: float, late_s: float = 0.0, drift: float = 0.0) -> Iterator[float]:
    """When each block is taken, every third one late."""
    for number in range(10_000):
        yield begin_s + number * BLOCK_S * (1 + drift) + (late_s if number % 3 == 0 else 0.0)


def watched(begin_s: float, sights: int = KEPT, late_s: float = 0.0, drift: float = 0.0) -> tuple[Beat, float]:
    """What looked on at every eleventh block, and when the last one it saw was due."""
    beat, due_s = Beat(BLOCK_S), 0.0
    for number, at_s in enumerate(blocks(begin_s, late_s, drift=drift)):
        if number % 11 == 0:
            beat.saw(at_s)
            due_s = begin_s + number * BLOCK_S * (1 + drift)
            sights -= 1
        if not sights:
            break
    return beat, due_s


def sounds_at(beat: Beat, due_s: float, start_s: float, late_s: float = 0.0) -> float:
    """When a sound begins: with the first block after it was handed over, and the silence before it."""
    wait_s, lead_s = beat.place(start_s, late_s)
    assert 0.0 <= wait_s <= 2 * NEAR_S
    assert 0.0 <= lead_s <= 3 * BLOCK_S
    since_s = start_s + wait_s - due_s
    return due_s + BLOCK_S * (int(since_s // BLOCK_S) + 1) + lead_s


@pytest.mark.parametrize("late_s", [0.0, 0.009])
@pytest.mark.parametrize("part", [number / 40 for number in range(40)])
def test_wherever_in_a_block_it_is_started_it_sounds_at_the_same_time(part: float, late_s: float) -> None:
    beat, due_s = watched(1234.5, late_s=late_s)
    start_s = due_s + 0.1 + part * BLOCK_S
    assert sounds_at(beat, due_s, start_s) - start_s == pytest.approx(beat.delay_s, abs=1e-9)


@pytest.mark.parametrize("late_s", [0.002, 0.015, SPARE_S])
@pytest.mark.parametrize("part", [0.0, 0.05, 0.4, 0.8, 0.97])
def test_what_is_started_late_sounds_at_its_time_all_the_same(part: float, late_s: float) -> None:
    beat, due_s = watched(99.0)
    start_s = due_s + 0.1 + part * BLOCK_S
    assert sounds_at(beat, due_s, start_s, late_s) - (start_s - late_s) == pytest.approx(beat.delay_s, abs=1e-9)


def test_what_is_started_far_too_late_sounds_with_the_next_block() -> None:
    beat, due_s = watched(99.0)
    for part in range(50):
        start_s = due_s + 0.1 + part * BLOCK_S / 50
        assert 0.0 < sounds_at(beat, due_s, start_s, 0.5) - start_s <= BLOCK_S + 2 * NEAR_S
    assert Beat(BLOCK_S).place(1.0, 0.5) == (0.0, 0.0)


@pytest.mark.parametrize("part", [0.02, 0.3, 0.5, 0.98])
def test_a_clock_of_the_output_that_runs_on_is_followed(part: float) -> None:
    beat, due_s = watched(50.0, drift=2e-4)  # as a null sink's does
    start_s = due_s + 0.1 + part * BLOCK_S
    assert sounds_at(beat, due_s, start_s) - start_s == pytest.approx(beat.delay_s, abs=0.002)


def test_a_block_that_is_a_little_early_or_late_is_still_the_one_that_was_meant() -> None:
    beat, due_s = watched(7.0)
    for off_s in (-0.9 * NEAR_S, 0.9 * NEAR_S):
        for part in range(100):
            start_s = due_s + 0.2 + part * BLOCK_S / 100
            wait_s, lead_s = beat.place(start_s)
            handed_s = start_s + wait_s
            count = int((handed_s - due_s - off_s) // BLOCK_S) + 1  # taken then, but played at its own time
            heard_s = due_s + count * BLOCK_S + lead_s
            assert heard_s - start_s == pytest.approx(beat.delay_s, abs=1e-9)


def test_before_anything_is_known_it_sounds_then_on_average() -> None:
    beat, due_s = watched(3.0, LEAST - 1)
    assert beat.until_next(due_s) is None
    delays = [sounds_at(beat, due_s, at := due_s + 1 + part * BLOCK_S / 100) - at for part in range(100)]
    assert sum(delays) / len(delays) == pytest.approx(beat.delay_s, abs=0.001)


def test_sights_that_contradict_each_other_are_not_trusted() -> None:
    beat = Beat(BLOCK_S)
    for number in range(KEPT):
        beat.saw(number * 0.25 + (number % 5) * 2 * APART_S)
    assert beat.until_next(10.0) is None and beat.place(10.0).wait_s == 0.0


def test_another_output_has_another_beat() -> None:
    beat, due_s = watched(3.0)
    beat.forget()
    assert beat.until_next(due_s) is None
    for number in range(KEPT):
        beat.saw(due_s + 0.01 + number * BLOCK_S)
    assert beat.until_next(due_s) == pytest.approx(0.01)


def test_an_output_that_stumbled_is_learned_anew() -> None:
    beat, due_s = watched(3.0)
    for number in range(KEPT):
        beat.saw(due_s + 0.011 + number * BLOCK_S)  # from now on everything is 11 ms later
    assert beat.until_next(due_s) == pytest.approx(0.011)
