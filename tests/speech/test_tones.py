"""The tones, looked at as worn ears hear them (evidence 6d)."""

from typing import Any

import numpy as np
import pytest

from balancecoach.core.cue import TONE_S
from balancecoach.core.phrases import Tone
from balancecoach.speech.levels import TARGET_LUFS, loudness
from balancecoach.speech.tones import RATE_HZ, tone

SOUNDING = [which for which in Tone if which is not Tone.NONE]
PULSES = {Tone.ATTENTION: [520], Tone.CHANGE: [520, 780], Tone.REST: [520], Tone.STOP: [520] * 3, Tone.PIPS: [660] * 5}
#: A jump smaller than this at the edge of a pulse is no click, of 32767.
NO_CLICK = 300


def samples(which: Tone) -> Any:
    return np.array(tone(which), dtype=np.float64)


def pulses(which: Tone) -> list[tuple[int, int]]:
    """First and last sample of each stretch with sound in it, 10 ms of silence apart."""
    loud = np.flatnonzero(np.abs(samples(which)) > 0)
    gaps = np.flatnonzero(np.diff(loud) > RATE_HZ // 100)
    starts, ends = [loud[0], *loud[gaps + 1]], [*loud[gaps], loud[-1]]
    return [(int(start), int(end)) for start, end in zip(starts, ends, strict=True)]


def spectrum(which: Tone, start: int, end: int) -> tuple[Any, Any]:
    """Frequencies and energy of a stretch."""
    part = samples(which)[start : end + 1]
    energy = np.abs(np.fft.rfft(part * np.hanning(len(part)), 4 * RATE_HZ)) ** 2
    return np.fft.rfftfreq(4 * RATE_HZ, 1 / RATE_HZ), energy


@pytest.mark.parametrize("which", SOUNDING)
def test_each_pulse_has_its_pitch_between_500_and_1000_hz(which: Tone) -> None:
    found = []
    for start, end in pulses(which):
        pitches, energy = spectrum(which, start, end)
        found.append(float(pitches[int(np.argmax(energy))]))
    assert found == pytest.approx(PULSES[which], abs=5)
    assert all(500 <= pitch <= 1000 for pitch in found)


@pytest.mark.parametrize("which", SOUNDING)
def test_nothing_that_matters_lies_above_2500_hz(which: Tone) -> None:
    for start, end in pulses(which):
        pitches, energy = spectrum(which, start, end)
        assert energy[pitches > 2500].sum() < 0.0001 * energy.sum(), "40 dB below"
        assert energy[pitches < 450].sum() < 0.01 * energy.sum()


@pytest.mark.parametrize("which", list(Tone))
def test_lengths_are_as_the_script_expects(which: Tone) -> None:
    assert len(tone(which)) == round(TONE_S[which] * RATE_HZ)
    if which not in (Tone.NONE, Tone.PIPS):
        assert 0.15 <= TONE_S[which] <= 0.3


@pytest.mark.parametrize("which", SOUNDING)
def test_no_pulse_clicks(which: Tone) -> None:
    values = samples(which)
    for start, end in pulses(which):
        assert abs(values[start]) < NO_CLICK
        assert abs(values[end]) < NO_CLICK
    assert abs(values[-1]) < NO_CLICK, "what follows begins with silence"
    steepest = 2 * np.pi * 2340 / RATE_HZ * np.abs(values).max()
    assert np.abs(np.diff(values)).max() < steepest


@pytest.mark.parametrize("which", SOUNDING)
def test_loud_and_not_clipped(which: Tone) -> None:
    values = np.abs(samples(which))
    peak = values.max()
    assert 0.15 * 32767 < peak < 0.5 * 32767
    at_peak = np.flatnonzero(values == peak)
    assert not (np.diff(at_peak, 2) == 0).any() or (np.diff(at_peak) > 2).all(), "flat tops would be clipping"


@pytest.mark.parametrize("which", SOUNDING)
def test_each_pulse_is_no_louder_than_the_words_and_not_much_quieter(which: Tone) -> None:
    for start, end in pulses(which):
        level = loudness(samples(which)[start : end + 1] / 32768)
        assert TARGET_LUFS - 2.0 <= level <= TARGET_LUFS


def test_pips_come_one_a_second() -> None:
    assert [round(start / RATE_HZ, 2) for start, _ in pulses(Tone.PIPS)] == [0, 1, 2, 3, 4]


def test_change_rises_and_stop_is_square_ish() -> None:
    assert PULSES[Tone.CHANGE] == sorted(PULSES[Tone.CHANGE])
    pitches, energy = spectrum(Tone.STOP, *pulses(Tone.STOP)[0])
    third = energy[np.abs(pitches - 1560) < 30].max()
    assert third / energy.max() == pytest.approx(0.33**2, rel=0.2)


def test_all_sound_different() -> None:
    assert len({tone(which).tobytes() for which in Tone}) == len(Tone)
