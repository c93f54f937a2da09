"""Clips: a tone, a short quiet, then the words, in one WAV file; kept in a cache folder with a size limit."""

import logging
import os
import shutil
import tempfile
import time
import wave
from array import array
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from msgspec import Struct, field

from balancecoach.core.cue import TONE_GAP_S, Lead, estimate, no_lead
from balancecoach.core.phrases import Tone
from balancecoach.core.preferences import SoundMode
from balancecoach.core.words import language
from balancecoach.errors import UserError
from balancecoach.paths import private_folder
from balancecoach.speech.tones import RATE_HZ, tone

_log = logging.getLogger(__name__)
_log.addHandler(logging.NullHandler())  # on the command line it makes no difference

#: Part of every cache key: raise it when clips are composed differently.
FORMAT = 2
CACHE_LIMIT_BYTES = 64 * 2**20
LEFTOVER_S = 3600.0  # a file that is being written is not left for so long
PROBE_BYTES = 1 << 18  # more than a long sentence
HEADER_BYTES = 44  # of a WAV file as ``write_wav`` makes it
QUIETEST = 150  # samples below this at either end are silence
WAKING = 33  # of 32767

Wanted = tuple[Tone, str]


class VoiceChoice(Struct, frozen=True):
    """How clips are made. ``voice``: the engine's id, "" for its default. ``rate_wpm``: words a minute.

    150 by default: pyttsx3's own 200 is too fast, below 120 hurts understanding (evidence 6d).
    ``sound``: what is heard of a cue. ``lead_in_s``: seconds in which a loudspeaker that sleeps wakes up. ``language``:
    of the words.
    """

    voice: str = ""
    rate_wpm: int = 150
    sound: SoundMode = SoundMode.BOTH
    lead_in_s: float = 0.0
    language: str = field(default_factory=language)

    def lead_s(self, which: Tone) -> float:
        """Seconds before a clip is heard. None in the middle of a run: the loudspeaker is awake. None before the stop
        tone either, nothing delays that; its pulses wake the loudspeaker, and the words come 0.65 s later."""
        awake = which is Tone.NONE or (which is Tone.STOP and self.sound is not SoundMode.VOICE)
        return 0.0 if awake else self.lead_in_s


DEFAULT = VoiceChoice()


def key(wanted: Wanted) -> str:
    """What the player knows a clip by."""
    return f"{wanted[0].value}|{wanted[1]}"


class Clips(Struct, frozen=True):
    """What can be played. ``spoken``: keys whose words were rendered; the others are tones only.

    ``complete``: no more are being made.
    """

    files: Mapping[str, Path] = field(default_factory=dict)
    spoken: frozenset[str] = frozenset()
    seconds: Mapping[str, float] = field(default_factory=dict)
    trouble: str = ""
    rate_wpm: int = 150
    lead_s: Lead = no_lead
    complete: bool = True

    def whole(self, name: str, sound: SoundMode) -> bool:
        """Whether a clip has all that is to be heard of it: its words, where any are wanted."""
        return name in self.spoken or (name in self.files and sound is SoundMode.TONES)

    def length_s(self, which: Tone, said: str) -> float:
        """Seconds of a clip; without one, of reading its words at the chosen rate."""
        known = self.seconds.get(key((which, said)))
        return self._estimate(which, said) if known is None else known

    def layout_s(self, which: Tone, said: str) -> float:
        """Seconds to plan for: never less than the estimate, so that a script says the same times with any voice that
        is not slower than its rate, and before its clips exist."""
        return max(self._estimate(which, said), self.length_s(which, said))

    def _estimate(self, which: Tone, said: str) -> float:
        return self.lead_s(which) + estimate(which, said, self.rate_wpm)


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


def audible(speech: "array[int]") -> bool:
    """Whether there is more than silence."""
    return any(abs(sample) > QUIETEST for sample in speech)


def compose(which: Tone, speech: "array[int] | None", choice: VoiceChoice = DEFAULT) -> "array[int]":
    """One clip: time to wake up, the tone, ``TONE_GAP_S`` of quiet, then the words without the silence around them.

    Never nothing: where the words are left out or missing, a tone marks the sentence, even one in the middle of a run;
    where tones are unwanted, those that have no words stay.
    """
    words = b"" if speech is None or choice.sound is SoundMode.TONES else _level(speech)
    samples = _waking(choice.lead_s(which))
    if words and choice.sound is SoundMode.VOICE:
        samples.frombytes(words)
        return samples
    mark = Tone.ATTENTION if which is Tone.NONE and not words else which
    samples.extend(tone(mark))
    if words:
        if which is not Tone.NONE:
            samples.extend(array("h", bytes(2 * round(TONE_GAP_S * RATE_HZ))))
        samples.frombytes(words)
    return samples


def _waking(seconds: float) -> "array[int]":
    """Noise nobody hears (-65 dB of full scale): loudspeakers sleep on through silence that is only zeros."""
    state, samples = 1, array("h")
    for _ in range(round(seconds * RATE_HZ)):
        state = state * 1103515245 + 12345 & 0x7FFFFFFF
        samples.append((state >> 16) % (2 * WAKING + 1) - WAKING)
    return samples


def _level(speech: "array[int]") -> bytes:
    """The words without the silence around them, as loud as any others. numpy, pyloudnorm: loaded in the child only."""
    import numpy as np

    from balancecoach.speech.levels import level

    samples = np.frombuffer(speech, dtype=np.int16).astype(np.float64)
    loud = np.flatnonzero(np.abs(samples) > QUIETEST)
    if not len(loud):
        return b""
    words = level(samples[loud[0] : loud[-1] + 1] / 32768)
    return bytes((words * 32767).round().astype(np.int16).tobytes())


def _temporary() -> Path:
    return Path(tempfile.mkdtemp(prefix="balancecoach-clips-"))


def _refusal(folder: Path) -> str:
    """Why this folder takes no clip; "" when it does."""
    probe = folder / f"probe.{os.getpid()}.part"
    try:
        private_folder(folder)
        try:
            probe.write_bytes(bytes(PROBE_BYTES))
        finally:
            probe.unlink(missing_ok=True)
    except UserError:
        return "no folder"
    except OSError as error:
        return error.strerror or type(error).__name__
    return ""


class ClipCache:
    """A folder of clips. What has not been used for longest goes first when it grows past its limit.

    Where the folder takes nothing (full, read-only) new clips go into a temporary one, and those in it stay in use.
    """

    def __init__(
        self, folder: Path, limit_bytes: int = CACHE_LIMIT_BYTES, spare: Callable[[], Path] = _temporary
    ) -> None:
        self.folder, self._limit = folder, limit_bytes
        self._first, self._make_spare = folder, spare

    def takes(self) -> bool:
        """Whether a clip could be written; made ready for it. Where the first folder takes none, a spare one may."""
        why = _refusal(self.folder)
        if why and self.folder == self._first:
            _log.warning("the folder for clips takes none (%s): a temporary one is used", why)
            with suppress(OSError):
                self.folder = self._make_spare()
                why = _refusal(self.folder)
        return not why

    def close(self) -> None:
        """Leave nothing behind that is not wanted the next time."""
        if self.folder != self._first:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder = self._first

    def path(self, wanted: Wanted, choice: VoiceChoice, engine: str) -> Path:
        """Where this clip lies, or would lie. ``engine``: name and version of what speaks; "" for a tone only."""
        from hashlib import sha256  # OpenSSL: not before the first paint

        made = (choice.voice, choice.language, str(choice.rate_wpm), choice.sound.value, f"{choice.lead_in_s:g}")
        text = "\0".join((str(FORMAT), engine, *made, wanted[0].value, wanted[1]))
        name = f"{sha256(text.encode()).hexdigest()[:32]}.wav"
        old = self._first / name
        return old if self.folder != self._first and self.length_s(old) is not None else self.folder / name

    def length_s(self, path: Path) -> float | None:
        """Seconds of a clip in the cache, marking it used; ``None`` when it is not there or damaged."""
        try:
            with wave.open(str(path), "rb") as file:
                frames = file.getnframes()
                ours = (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE_HZ)
            whole = path.stat().st_size >= HEADER_BYTES + 2 * frames  # the player refuses one that is cut at all
            with suppress(OSError):  # a read-only folder: the clip is good
                os.utime(path)
        except (OSError, EOFError, wave.Error, RuntimeError):  # the last: a chunk's size that points past the end
            return None
        return frames / RATE_HZ if frames and ours and whole else None

    def prune(self, keep: Iterable[Path] = ()) -> None:
        """Delete the longest unused clips until the folder is within its limit, and what a killed process left."""
        safe, old = set(keep), time.time() - LEFTOVER_S
        files = (file for kind in ("*.wav", "*.part") for file in self.folder.glob(kind))
        found = sorted(row for file in files if (row := _used(file)))
        size = sum(row[1] for row in found)
        for used_s, bytes_, file in found:
            half = ".words." in file.name or file.suffix == ".part"
            if (half and used_s < old) or (size > self._limit and file not in safe):
                file.unlink(missing_ok=True)
                size -= bytes_


def _used(file: Path) -> tuple[float, int, Path] | None:
    """When it was used, its size; nothing for one that is gone: another process may be at work here."""
    try:
        row = file.stat()
    except FileNotFoundError:
        return None
    return row.st_mtime, row.st_size, file
