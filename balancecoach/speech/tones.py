"""The tones, made by us: fundamentals 520-780 Hz, nothing above 2 kHz that matters (evidence 6d).

Worn hearing loses the high notes first; a pulse with a few low harmonics is heard best.
"""

import math
from array import array
from functools import cache

from balancecoach.core.cue import TONE_S
from balancecoach.core.phrases import Tone

RATE_HZ = 22050
#: Mean power of a pulse, in dB of full scale: about 1 LU below the words (docs/adr/0006-loudness.md).
LEVEL_DB = -16.0
_FADE_S = 0.008
_SOFT = ((1, 1.0), (2, 0.30), (3, 0.10))  # harmonic, share
_SQUARE = ((1, 1.0), (3, 0.33))  # the first two terms of a square wave: 520 and 1560 Hz

#: Of each tone: (start s, length s, pitch Hz, harmonics).
_PULSES: dict[Tone, tuple[tuple[float, float, float, tuple[tuple[int, float], ...]], ...]] = {
    Tone.NONE: (),
    Tone.ATTENTION: ((0.0, 0.15, 520.0, _SOFT),),
    Tone.CHANGE: ((0.0, 0.13, 520.0, _SOFT), (0.17, 0.13, 780.0, _SOFT)),
    Tone.REST: ((0.0, 0.25, 520.0, _SOFT),),
    Tone.STOP: tuple((n * 0.11, 0.08, 520.0, _SQUARE) for n in range(3)),
    Tone.PIPS: tuple((float(n), 0.12, 660.0, _SOFT) for n in range(5)),
}


@cache
def tone(which: Tone) -> "array[int]":
    """Samples of a tone: 16-bit mono at ``RATE_HZ``, ``TONE_S[which]`` seconds. Made once: copy before changing."""
    samples = array("h", bytes(2 * round(TONE_S[which] * RATE_HZ)))
    for start_s, length_s, pitch_hz, harmonics in _PULSES[which]:
        first = round(start_s * RATE_HZ)
        for n, value in enumerate(_pulse(length_s, pitch_hz, harmonics)):
            if first + n < len(samples):
                samples[first + n] = value
    return samples


def _pulse(length_s: float, pitch_hz: float, harmonics: tuple[tuple[int, float], ...]) -> list[int]:
    count, fade = round(length_s * RATE_HZ), round(_FADE_S * RATE_HZ)
    peak = 32767 * 10 ** (LEVEL_DB / 20) * math.sqrt(2 / sum(share**2 for _, share in harmonics))
    values = []
    for n in range(count):
        angle = 2 * math.pi * pitch_hz * n / RATE_HZ
        shape = min(1.0, n / fade, (count - n) / fade)  # no click at either end
        values.append(round(peak * shape * sum(share * math.sin(k * angle) for k, share in harmonics)))
    return values
