"""Finds known clips in a recording: normalised cross-correlation, 1 where the recording is the clip at any loudness."""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from balancecoach.speech.clips import read_wav
from balancecoach.speech.tones import RATE_HZ
from tests.bench.capture import CAPTURE_HZ, Capture

#: Sound below this share of a clip's own energy is no candidate: noise must not be scaled up to look like it.
LEAST_ENERGY = 0.05
#: A clip is looked for in pieces this long.
PIECE_S = 0.3
CLEAR = 0.8
QUIET = 1000  # of 32767

Samples = Any  # a numpy array of floats at RATE_HZ; its stubs make every sum an Any anyway


@dataclass(frozen=True)
class Found:
    """A clip in a recording: when it starts (seconds of the recording) and how alike it is (0 to 1)."""

    at_s: float
    alike: float


def clip_samples(path: Path) -> Samples:
    """A clip."""
    return np.array(read_wav(path), dtype=np.float64)


def recorded(capture: Capture, since_s: float = 0.0, until_s: float = math.inf) -> tuple[float, Samples]:
    """Monotonic time of the first sample, and the samples, between two monotonic times."""
    step = CAPTURE_HZ // RATE_HZ
    whole = len(capture.data) // (2 * step)
    first, last = (min(whole, max(0, _frame_at(capture, at_s))) for at_s in (since_s, until_s))
    raw = np.frombuffer(bytes(capture.data[2 * step * first : 2 * step * last]), dtype="<i2").astype(np.float64)
    return capture.time_of(first * step), raw.reshape(-1, step).mean(axis=1)


def _frame_at(capture: Capture, at_s: float) -> int:
    """Which sample (at ``RATE_HZ``) sounded then: two steps, since the sink's clock is not quite the monotonic one."""
    if not math.isfinite(at_s):
        return len(capture.data)
    step = CAPTURE_HZ // RATE_HZ
    guess = int((at_s - capture.origin_s) * RATE_HZ)
    return guess + round((at_s - capture.time_of(max(0, guess) * step)) * RATE_HZ) if guess > 0 else 0


def alike(recording: Samples, clip: Samples) -> Samples:
    """How alike the recording is to the clip, for every place where it could start."""
    count = len(recording) - len(clip) + 1
    if count < 1:
        return np.zeros(0)
    size = 1 << (len(recording) + len(clip) - 1).bit_length()
    spectrum = np.fft.rfft(recording, size) * np.conj(np.fft.rfft(clip, size))
    product = np.fft.irfft(spectrum, size)[:count]
    sums = np.concatenate(([0.0], np.cumsum(recording**2)))
    energy, own = sums[len(clip) :] - sums[:count], float(np.sum(clip**2))
    return np.where(energy > LEAST_ENERGY * own, product / np.sqrt(np.maximum(energy, 1.0) * own), 0.0)


def best(recording: Samples, clip: Samples) -> Found:
    """Where the clip is most likely."""
    likeness = alike(recording, clip)
    if not len(likeness):
        return Found(0.0, 0.0)
    place = int(np.argmax(likeness))
    return Found(place / RATE_HZ, float(likeness[place]))


def in_pieces(recording: Samples, clip: Samples, first_s: float, last_s: float) -> Found:
    """Where a clip starts between two times of the recording, and the middle likeness of its pieces.

    Each piece is looked for by itself: a busy machine loses some hundredths of a second inside a clip, which a person
    hears as a click, and which would spoil the likeness of the whole.
    """
    length = int(PIECE_S * RATE_HZ)
    at, slack = max(0, int(first_s * RATE_HZ)), int((last_s - first_s) * RATE_HZ)
    pieces: list[Found] = []
    for begin in range(0, len(clip) - length // 2, length):
        piece = clip[begin : begin + length]
        if np.abs(piece).max() >= QUIET:  # not the quiet between tone and words
            found = best(recording[at + begin : at + begin + len(piece) + slack], piece)
            pieces.append(Found(at / RATE_HZ + found.at_s, found.alike))
    clear = [row.at_s for row in pieces if row.alike >= CLEAR] or [row.at_s for row in pieces] or [0.0]
    start_s = min(clear)  # what is lost makes the later pieces later, never earlier
    return Found(start_s, float(np.median([row.alike for row in pieces])) if pieces else 0.0)


def loud_outside(recording: Samples, spans: list[tuple[float, float]], least: float) -> list[float]:
    """Seconds of the recording at which something sounds that no span (start, end) explains."""
    level = np.abs(recording)
    for start_s, end_s in spans:
        level[max(0, int(start_s * RATE_HZ)) : max(0, int(end_s * RATE_HZ))] = 0.0
    loud = np.flatnonzero(level > least)
    cuts = np.flatnonzero(np.diff(loud) > RATE_HZ // 10)
    return [float(loud[n] / RATE_HZ) for n in (0, *(cuts + 1))] if len(loud) else []
