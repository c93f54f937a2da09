"""What measures loudness and peaks, against scipy and pyloudnorm as they come."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from balancecoach.speech.levels import CEILING, TARGET_LUFS, between_middles, level, loudness
from balancecoach.speech.peaks import OVERSAMPLED, peaks, true_peak
from balancecoach.speech.tones import RATE_HZ


def noise(seconds: float, seed: int = 1, width: int = 5) -> Any:
    """Like speech for a measure: its level rises and falls three times a second."""
    count = round(seconds * RATE_HZ)
    made = np.convolve(np.random.default_rng(seed).normal(0, 0.2, count), np.hanning(width) / 2, mode="same")
    return made * (0.3 + 0.7 * np.abs(np.sin(np.arange(count) * 9 / RATE_HZ)))


@pytest.mark.parametrize("pitch_hz", [100, 520, 1000, 3000, 5000, 7000, 9000, 10000])
@pytest.mark.parametrize("phase", [0.0, 0.4, 0.8, 1.2])
def test_peaks_between_samples_are_those_of_scipy(pitch_hz: int, phase: float) -> None:
    from scipy.signal import resample_poly

    samples = np.sin(2 * np.pi * pitch_hz * np.arange(4000) / RATE_HZ + phase) * np.hanning(4000)
    expected = np.abs(resample_poly(samples, OVERSAMPLED, 1)).max()
    assert 20 * np.log10(true_peak(samples) / expected) == pytest.approx(0.0, abs=0.1)


@pytest.mark.parametrize("seed", range(5))
def test_each_peak_lies_where_it_is(seed: int) -> None:
    from scipy.signal import resample_poly

    samples = noise(0.5, seed)
    up = np.abs(resample_poly(samples, OVERSAMPLED, 1, window=("kaiser", 8.0))).reshape(-1, OVERSAMPLED).max(axis=1)
    assert np.abs(peaks(samples) - up).max() < 0.01 * up.max()


def test_a_peak_that_no_sample_shows() -> None:
    """A quarter of the rate, its tops half-way between samples: 3 dB above them."""
    samples = np.sin(np.pi / 2 * np.arange(2000) + np.pi / 4)
    assert np.abs(samples).max() == pytest.approx(np.sqrt(0.5))
    assert true_peak(samples) == pytest.approx(1.0, abs=0.02), "and a little for its sudden start"


@pytest.mark.parametrize("count", [0, 1, 2, 11, 12, 13, 30])
def test_short_and_empty_sounds(count: int) -> None:
    samples = np.full(count, 0.5)
    assert len(peaks(samples)) == count
    assert true_peak(samples) >= (0.5 if count else 0.0)
    assert len(level(samples)) == count


@pytest.mark.parametrize("seconds", [0.05, 0.4, 1.0, 1.3, 2.7, 4.1])
@pytest.mark.parametrize("width", [3, 9, 40])
def test_loudness_is_that_of_pyloudnorm_with_its_own_filters(seconds: float, width: int) -> None:
    from pyloudnorm import Meter

    samples = noise(seconds, width, width)
    repeated = np.tile(samples, max(1, int(np.ceil(1.2 / seconds))))
    assert loudness(samples) == pytest.approx(float(Meter(RATE_HZ).integrated_loudness(repeated)), abs=0.001)


@pytest.mark.parametrize("seconds", [0.3, 1.0, 3.0])
def test_words_come_to_the_level_below_the_ceiling(seconds: float) -> None:
    made = level(noise(seconds, width=9) * 0.1)
    assert loudness(made) == pytest.approx(TARGET_LUFS, abs=0.5)
    assert true_peak(made) <= CEILING * 1.06


@pytest.mark.parametrize("blocks", [1, 2, 3, 700])
def test_the_limiter_goes_in_straight_lines(blocks: int) -> None:
    """As numpy would draw them from the middle of each block of 16 samples to that of the next."""
    values = np.random.default_rng(blocks).uniform(0, 1, blocks)
    expected = np.interp(np.arange(16 * blocks), np.arange(blocks) * 16 + 7.5, values)
    assert between_middles(values) == pytest.approx(expected, abs=1e-12)


def test_measuring_does_not_load_scipy_and_what_needs_it_still_gets_it() -> None:
    """In a process of its own: what other tests have loaded does not count."""
    program = (
        "import sys, numpy as np\n"
        "from balancecoach.speech.levels import loudness\n"
        "print(round(loudness(np.sin(np.arange(30000) / 9)), 2), 'scipy.signal._signaltools' in sys.modules)\n"
        "import scipy.signal\n"
        "print(scipy.signal.lfilter([0.5], [1.0], np.ones(2)).tolist(), 'scipy.signal._signaltools' in sys.modules)\n"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    first, second = done.stdout.splitlines()
    assert first.endswith("False")
    assert float(first.split()[0]) == pytest.approx(-3.0, abs=1.5)
    assert second == "[0.5, 0.5] True"
