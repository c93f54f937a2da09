"""Words at one level: EBU R128's loudness with a ceiling for the peaks. The only importer of pyloudnorm.

Used in the voice child alone: the window's process must not load numpy for it. pyloudnorm wants ``scipy.signal`` for
two small filters, which takes 1 to 2 s and 70 MB to load: numpy filters instead, and scipy stays away unless something
else of it is used. Figures and why: docs/adr/0006-loudness.md. Samples are numpy floats from -1 to 1, one channel.
"""

import importlib
import sys
from functools import cache
from types import ModuleType
from typing import Any

import numpy as np

from balancecoach.speech.peaks import peaks
from balancecoach.speech.tones import RATE_HZ

#: Integrated loudness of the words of every clip, by ITU-R BS.1770 for one channel.
TARGET_LUFS = -16.0
#: Highest true peak (four times oversampled) that the limiter lets through: -1.5 dBFS, so that it stays below -1 dBFS
#: and no conversion on the way out clips.
CEILING = 10 ** (-1.5 / 20)
#: BS.1770 measures in blocks of 0.4 s and leaves quiet ones out: words shorter than three of them are measured as if
#: they were said again and again, which also lets a last syllable count that would fill no block.
LEAST_MEASURED_S = 1.2
#: Words with no more than this between loudest and wanted level are made as loud; the rest is noise of a broken voice.
MOST_GAIN = 100.0
_BLOCK = 16  # samples that the limiter treats alike
_FROM_MIDDLE = (np.arange(_BLOCK) - (_BLOCK - 1) / 2) / _BLOCK  # of each sample of a block, in blocks
_REACH = 6  # blocks, 4 ms: it turns down within this, and up again
_MOST_TURNS = 4
_RING = RATE_HZ // 5  # samples: the filters' answer to one sample is below -200 dB after that
_FAST = 4096  # lengths for which a Fourier transform is quick

Samples = Any  # a numpy array of floats; its stubs make every sum an Any anyway


def level(samples: Samples) -> Samples:
    """The same words at ``TARGET_LUFS``, no true peak above ``CEILING``.

    Never fails for want of a measure: without pyloudnorm the mean power of the louder parts is taken.
    """
    highest = peaks(samples)
    gain = min(MOST_GAIN, 10 ** ((TARGET_LUFS - loudness(samples)) / 20))
    wanted = samples * gain * turned_down(highest * gain)
    aim = _power(samples) * gain**2
    for _ in range(_MOST_TURNS):  # what the limiter takes off is made up for, by its power: measuring takes long
        if _power(wanted) > 0.99 * aim:
            break
        gain = min(MOST_GAIN, gain * (aim / max(_power(wanted), 1e-12)) ** 0.7)
        wanted = samples * gain * turned_down(highest * gain)
    return wanted * min(1.0, CEILING / max(CEILING, np.abs(wanted).max(initial=0.0)))


def _power(samples: Samples) -> float:
    return float(np.mean(samples**2)) if len(samples) else 0.0


def loudness(samples: Samples) -> float:
    """Integrated loudness in LUFS; by power alone where pyloudnorm is missing or has no answer."""
    repeated = np.tile(samples, max(1, int(np.ceil(LEAST_MEASURED_S * RATE_HZ / max(1, len(samples))))))
    try:
        measured = float(_meter().integrated_loudness(repeated))
    except Exception:  # whatever is wrong with it: a clip is never lost for its level
        measured = -np.inf
    return measured if np.isfinite(measured) else by_power(samples)


@cache
def _meter() -> Any:
    _put_off("scipy.signal")
    from pyloudnorm import Meter

    meter = Meter(RATE_HZ)
    stages = [(stage.b, stage.a, stage.passband_gain) for stage in meter._filters.values()]
    meter._filters = {"both": _Filters(stages)}
    return meter


class _Filters:
    """pyloudnorm's filters one after the other, by their frequency response. Called by it like one of its own."""

    def __init__(self, stages: list[tuple[Samples, Samples, float]]) -> None:
        self._stages = stages
        self._responses: dict[int, Samples] = {}

    def apply_filter(self, samples: Samples) -> Samples:
        """As from silence before; what rings on is shorter than the room left for it."""
        size = -(-(len(samples) + _RING) // _FAST) * _FAST
        return np.fft.irfft(np.fft.rfft(samples, size) * self._response(size), size)[: len(samples)]

    def _response(self, size: int) -> Samples:
        if size not in self._responses:
            z = np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size)
            response = np.ones(len(z), dtype=complex)
            for over, under, gain in self._stages:
                response *= gain * np.polyval(over[::-1], z) / np.polyval(under[::-1], z)
            self._responses[size] = response
        return self._responses[size]


def _put_off(name: str) -> None:
    """Let a module be loaded when something of it is used, not when it is imported."""
    if name in sys.modules:
        return
    stands_in = ModuleType(name)

    def load(wanted: str) -> Any:
        if sys.modules.get(name) is stands_in:
            del sys.modules[name]
        return getattr(importlib.import_module(name), wanted)

    stands_in.__getattr__ = load  # type: ignore[method-assign]
    sys.modules[name] = stands_in


def by_power(samples: Samples) -> float:
    """Mean power of what is not silence, in dB of full scale: for speech of ours within 1.5 dB of its LUFS."""
    loud = samples[np.abs(samples) > 0.05 * np.abs(samples).max(initial=0.0)]
    power = float(np.mean(loud**2)) if len(loud) else 1.0
    return float(10 * np.log10(max(power, 1e-9)) - 3.0)  # the quiet parts between, left out here, count in LUFS


def turned_down(peaks: Samples) -> Samples:
    """A limiter's gain for each sample: 1, and smoothly less only around peaks above ``CEILING``."""
    if not len(peaks) or peaks.max() <= CEILING:
        return np.ones(len(peaks))
    blocks = np.pad(peaks, (0, -len(peaks) % _BLOCK)).reshape(-1, _BLOCK).max(axis=1)
    allowed = np.pad(np.minimum(1.0, CEILING / np.maximum(blocks, 1e-9)), 2 * _REACH, constant_values=1.0)
    lowest = np.lib.stride_tricks.sliding_window_view(allowed, 2 * _REACH + 1).min(axis=1)
    shape = np.hanning(2 * _REACH + 1)[1:-1]  # one block shorter at both ends: samples lie between blocks' middles
    smooth = np.convolve(lowest[1:-1], shape / shape.sum(), mode="valid")
    return between_middles(smooth)[: len(peaks)]


def between_middles(blocks: Samples) -> Samples:
    """A value for each sample, on straight lines from the middle of each block to that of the next."""
    around = np.concatenate((blocks[:1], blocks, blocks[-1:]))
    before = np.maximum(0.0, _FROM_MIDDLE[::-1])
    after = np.maximum(0.0, _FROM_MIDDLE)
    lines = around[:-2, None] * before + around[1:-1, None] * (1 - before - after) + around[2:, None] * after
    return lines.ravel()
