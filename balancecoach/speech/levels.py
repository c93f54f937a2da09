"""Words at one level: EBU R128's loudness with a ceiling for the peaks. The only importer of pyloudnorm.

Used in the voice child alone: pyloudnorm brings scipy, which the window's process must not load. Figures and why:
docs/adr/0006-loudness.md. Samples are numpy floats from -1 to 1, one channel.
"""

from typing import Any

import numpy as np

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
_OVERSAMPLED = 4
_BLOCK = 16  # samples that the limiter treats alike
_REACH = 6  # blocks, 4 ms: it turns down within this, and up again
_MOST_TURNS = 4

Samples = Any  # a numpy array of floats; its stubs make every sum an Any anyway


def warm_up() -> None:
    """Load the measure (1 to 2 s, longer from a cold disk), which no sentence's time limit has room for."""
    loudness(np.full(RATE_HZ, 0.1))


def level(samples: Samples) -> Samples:
    """The same words at ``TARGET_LUFS``, no true peak above ``CEILING``.

    Never fails for want of a measure: without pyloudnorm the mean power of the louder parts is taken.
    """
    peaks = np.abs(_oversampled(samples)).reshape(-1, _OVERSAMPLED).max(axis=1)
    gain = min(MOST_GAIN, 10 ** ((TARGET_LUFS - loudness(samples)) / 20))
    wanted = samples * gain * turned_down(peaks * gain)
    aim = _power(samples) * gain**2
    for _ in range(_MOST_TURNS):  # what the limiter takes off is made up for, by its power: measuring takes long
        if _power(wanted) > 0.99 * aim:
            break
        gain = min(MOST_GAIN, gain * (aim / max(_power(wanted), 1e-12)) ** 0.7)
        wanted = samples * gain * turned_down(peaks * gain)
    return wanted * min(1.0, CEILING / max(CEILING, np.abs(wanted).max(initial=0.0)))


def _power(samples: Samples) -> float:
    return float(np.mean(samples**2)) if len(samples) else 0.0


def loudness(samples: Samples) -> float:
    """Integrated loudness in LUFS; by power alone where pyloudnorm is missing or has no answer."""
    repeated = np.tile(samples, max(1, int(np.ceil(LEAST_MEASURED_S * RATE_HZ / max(1, len(samples))))))
    try:
        from pyloudnorm import Meter

        measured = float(Meter(RATE_HZ).integrated_loudness(repeated))
    except Exception:  # whatever is wrong with it: a clip is never lost for its level
        measured = -np.inf
    return measured if np.isfinite(measured) else by_power(samples)


def by_power(samples: Samples) -> float:
    """Mean power of what is not silence, in dB of full scale: for speech of ours within 1.5 dB of its LUFS."""
    loud = samples[np.abs(samples) > 0.05 * np.abs(samples).max(initial=0.0)]
    power = float(np.mean(loud**2)) if len(loud) else 1.0
    return float(10 * np.log10(max(power, 1e-9)) - 3.0)  # the quiet parts between, left out here, count in LUFS


def true_peak(samples: Samples) -> float:
    """Highest value between the samples too, by four times oversampling."""
    return float(np.abs(_oversampled(samples)).max(initial=0.0))


def _oversampled(samples: Samples) -> Samples:
    if not len(samples):
        return samples
    size = 1 << (len(samples) + RATE_HZ // 50).bit_length()  # room, or its end would ring into its beginning
    spectrum = np.fft.rfft(samples, size)
    return np.fft.irfft(spectrum, size * _OVERSAMPLED)[: len(samples) * _OVERSAMPLED] * _OVERSAMPLED


def turned_down(peaks: Samples) -> Samples:
    """A limiter's gain for each sample: 1, and smoothly less only around peaks above ``CEILING``."""
    if not len(peaks) or peaks.max() <= CEILING:
        return np.ones(len(peaks))
    blocks = np.pad(peaks, (0, -len(peaks) % _BLOCK)).reshape(-1, _BLOCK).max(axis=1)
    allowed = np.pad(np.minimum(1.0, CEILING / np.maximum(blocks, 1e-9)), 2 * _REACH, constant_values=1.0)
    lowest = np.lib.stride_tricks.sliding_window_view(allowed, 2 * _REACH + 1).min(axis=1)
    shape = np.hanning(2 * _REACH + 1)[1:-1]  # one block shorter at both ends: samples lie between blocks' middles
    smooth = np.convolve(lowest[1:-1], shape / shape.sum(), mode="valid")
    middles = np.arange(len(smooth)) * _BLOCK + (_BLOCK - 1) / 2
    return np.interp(np.arange(len(peaks)), middles, smooth)
