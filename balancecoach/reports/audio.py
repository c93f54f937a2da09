"""A whole session as one WAV file, every cue at its time, every gate at its minimum."""

import wave
from array import array
from collections.abc import Callable
from pathlib import Path

from balancecoach.core.cue import Cue
from balancecoach.core.script import Script
from balancecoach.errors import FailedError

Sound = Callable[[Cue], "array[int]"]


def write_session(script: Script, sound: Sound, target: Path, rate_hz: int) -> float:
    """Write 16-bit mono at ``rate_hz``, beside the target first and renamed when whole. Returns its seconds.

    ``sound``: the samples of a cue. Raises ``FailedError`` in a sentence when the file cannot be written.
    """
    beside = target.with_name(f".{target.name}.part")
    try:
        try:
            with beside.open("wb") as raw, wave.open(raw, "wb") as file:
                seconds = _write(script, sound, file, rate_hz)
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or error
        raise FailedError(f"{target}: the sound file cannot be written ({reason}). Choose another place.") from error
    return seconds


def _write(script: Script, sound: Sound, file: wave.Wave_write, rate_hz: int) -> float:
    file.setnchannels(1)
    file.setsampwidth(2)
    file.setframerate(rate_hz)
    done = 0
    for start_s, row in zip(script.starts_s(), script.cues, strict=True):
        for cue in row:
            first = round((start_s + cue.offset_s) * rate_hz)
            samples = sound(cue)
            _silence(file, first - done)
            file.writeframes(samples.tobytes())
            done = max(done, first) + len(samples)
    whole = round(sum(script.seconds) * rate_hz)
    _silence(file, whole - done)
    return max(done, whole) / rate_hz


def _silence(file: wave.Wave_write, frames: int) -> None:
    if frames > 0:
        file.writeframes(bytes(2 * frames))
