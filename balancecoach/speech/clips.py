"""Clips: a tone, a short quiet, then the words, in one WAV file; kept in a cache folder with a size limit."""

import hashlib
import os
import wave
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from balancecoach.core.cue import TONE_GAP_S, estimate
from balancecoach.core.phrases import Tone
from balancecoach.speech.tones import RATE_HZ, tone

#: Part of every cache key: raise it when clips are composed differently.
FORMAT = 1
CACHE_LIMIT_BYTES = 64 * 2**20
HEADER_BYTES = 44  # of a WAV file as ``write_wav`` makes it
QUIETEST = 150  # samples below this at either end are silence
SPEECH_PEAK = 0.8

Wanted = tuple[Tone, str]


@dataclass(frozen=True)
class VoiceChoice:
    """Which voice, at what pace. ``voice``: the engine's id, "" for its default. ``rate_wpm``: words a minute.

    150 by default: pyttsx3's own 200 is too fast, below 120 hurts understanding (evidence 6d).
    """

    voice: str = ""
    rate_wpm: int = 150


def key(wanted: Wanted) -> str:
    """What the player knows a clip by."""
    return f"{wanted[0].value}|{wanted[1]}"


@dataclass(frozen=True)
class Clips:
    """What can be played. ``spoken``: keys whose words were rendered; the others are tones only."""

    files: Mapping[str, Path] = field(default_factory=dict)
    spoken: frozenset[str] = frozenset()
    seconds: Mapping[str, float] = field(default_factory=dict)
    trouble: str = ""
    rate_wpm: int = 150

    def length_s(self, which: Tone, said: str) -> float:
        """Seconds of a clip; without one, of reading its words at the chosen rate."""
        known = self.seconds.get(key((which, said)))
        return estimate(which, said, self.rate_wpm) if known is None else known

    def layout_s(self, which: Tone, said: str) -> float:
        """Seconds to plan for: never less than the estimate, so that a script says the same times with any voice that
        is not slower than its rate, and before its clips exist."""
        return max(estimate(which, said, self.rate_wpm), self.length_s(which, said))


def read_wav(path: Path) -> "array[int]":
    """Samples of a WAV file as 16-bit mono at ``RATE_HZ``. Raises ``ValueError`` for any other width."""
    with wave.open(str(path), "rb") as file:
        if file.getsampwidth() != 2:
            raise ValueError(f"{path}: {8 * file.getsampwidth()}-bit sound, 16-bit expected")
        channels, rate = file.getnchannels(), file.getframerate()
        samples = array("h", file.readframes(file.getnframes()))
    if channels > 1:
        samples = array("h", (sum(samples[n : n + channels]) // channels for n in range(0, len(samples), channels)))
    if rate != RATE_HZ and samples:  # other systems' voices: the nearest earlier sample is good enough for speech
        count = len(samples) * RATE_HZ // rate
        samples = array("h", (samples[n * rate // RATE_HZ] for n in range(count)))
    return samples


def write_wav(path: Path, samples: "array[int]") -> None:
    """Write beside the target, then rename: never half a file. Readable by its owner only."""
    beside = path.with_name(f"{path.name}.{os.getpid()}.part")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as raw, wave.open(raw, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE_HZ)
            file.writeframes(samples.tobytes())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def compose(which: Tone, speech: "array[int] | None") -> "array[int]":
    """One clip: the tone, ``TONE_GAP_S`` of quiet, then the words without the silence around them, at one level."""
    samples = tone(which)[:]
    words = b"" if speech is None else _level(speech)
    if not words:
        return samples
    if which is not Tone.NONE:
        samples.extend(array("h", bytes(2 * round(TONE_GAP_S * RATE_HZ))))
    samples.frombytes(words)
    return samples


def _level(speech: "array[int]") -> bytes:
    """The words without the silence around them, their peak at ``SPEECH_PEAK``. numpy: loaded in the child only."""
    import numpy as np

    samples = np.frombuffer(speech, dtype=np.int16).astype(np.float64)
    loud = np.flatnonzero(np.abs(samples) > QUIETEST)
    if not len(loud):
        return b""
    samples = samples[loud[0] : loud[-1] + 1]
    samples *= SPEECH_PEAK * 32767 / np.abs(samples).max()
    return samples.round().astype(np.int16).tobytes()


class ClipCache:
    """A folder of clips. What has not been used for longest goes first when it grows past its limit."""

    def __init__(self, folder: Path, limit_bytes: int = CACHE_LIMIT_BYTES) -> None:
        self.folder, self._limit = folder, limit_bytes

    def path(self, wanted: Wanted, choice: VoiceChoice, engine: str) -> Path:
        """Where this clip lies, or would lie. ``engine``: name and version of what speaks; "" for a tone only."""
        text = "\0".join((str(FORMAT), engine, choice.voice, str(choice.rate_wpm), wanted[0].value, wanted[1]))
        return self.folder / f"{hashlib.sha256(text.encode()).hexdigest()[:32]}.wav"

    def length_s(self, path: Path) -> float | None:
        """Seconds of a clip in the cache, marking it used; ``None`` when it is not there or damaged."""
        try:
            with wave.open(str(path), "rb") as file:
                frames = file.getnframes()
                ours = (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE_HZ)
            whole = path.stat().st_size >= HEADER_BYTES + 2 * frames  # the player refuses one that is cut at all
            os.utime(path)
        except (OSError, EOFError, wave.Error, RuntimeError):  # the last: a chunk's size that points past the end
            return None
        return frames / RATE_HZ if frames and ours and whole else None

    def prune(self, keep: Iterable[Path] = ()) -> None:
        """Delete the longest unused clips until the folder is within its limit."""
        safe = set(keep)
        found = sorted((file.stat().st_mtime, file.stat().st_size, file) for file in self.folder.glob("*.wav"))
        size = sum(row[1] for row in found)
        for _, bytes_, file in found:
            if size <= self._limit:
                return
            if file not in safe:
                file.unlink(missing_ok=True)
                size -= bytes_
