"""A whole session as one sound file, every cue at its time, with its parts as chapters and a cue sheet beside it."""

from array import array
from collections.abc import Callable
from pathlib import Path

from balancecoach.core.cue import Cue
from balancecoach.core.script import Script
from balancecoach.core.words import tr
from balancecoach.errors import FailedError, UserError
from balancecoach.reports.chapters import OURS, chapters, cue_sheet
from balancecoach.reports.sound_tags import tag
from balancecoach.reports.sound_writer import KINDS, Out, SoundKind, kind_of, sound_out
from balancecoach.whole_file import beside, is_read_only

Sound = Callable[[Cue], "array[int]"]
#: Told how much is done, from 0 to 1; it may raise to end the work.
Told = Callable[[float], None]


def no_one(_: float) -> None:
    """Nobody wants to know."""


def must_be_writable(target: Path) -> SoundKind:
    """Which kind of file it will be. Raises ``UserError`` in a sentence for a name that cannot be one."""
    kind = kind_of(target)
    if kind is None:
        endings = ", ".join(each.ending for each in KINDS)
        raise UserError(
            tr("{0}: there is no such kind of sound file. Let the name end in one of {1}.").format(target, endings)
        )
    if not target.parent.is_dir():
        raise UserError(
            tr("{0}: there is no folder {1}. Make it first, or choose another place.").format(target, target.parent)
        )
    if target.is_dir():
        raise UserError(tr("{0}: this is a folder. Add the name of a file.").format(target))
    if target.exists() and is_read_only(target):
        raise UserError(tr("{0}: this file is read-only. Choose another name, or delete it first.").format(target))
    return kind


def write_session(script: Script, sound: Sound, target: Path, rate_hz: int, told: Told = no_one) -> float:
    """Write 16-bit mono at ``rate_hz``, beside the target first and renamed when whole. Returns its seconds.

    ``sound``: the samples of a cue. Raises ``UserError`` for a name that cannot be, ``FailedError`` in a sentence when
    the file cannot be written.
    """
    kind = must_be_writable(target)
    part = target.with_name(f".{target.name}.part")
    try:
        try:
            with sound_out(part, kind, rate_hz) as file:
                seconds = _write(script, sound, file, rate_hz, told)
            tag(part, kind.ending, script.plan.title, chapters(script))
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise _failed(target, error) from error
    return seconds


def write_cue_sheet(script: Script, target: Path) -> Path | None:
    """Beside a sound file; ``None`` where a cue sheet of somebody else lies, which is left alone. Raises as above."""
    sheet = target.with_suffix(".cue")
    try:
        if sheet.exists() and not sheet.read_text("utf-8", errors="replace").startswith(OURS):
            return None
        words = cue_sheet(target.name, script.plan.title, chapters(script))
        with beside(sheet) as file:
            file.write(words.replace("\n", "\r\n").encode())
    except OSError as error:
        raise _failed(sheet, error) from error
    return sheet


def _failed(target: Path, error: OSError) -> FailedError:
    reason = error.strerror or error
    return FailedError(tr("{0}: the sound file cannot be written ({1}). Choose another place.").format(target, reason))


def _write(script: Script, sound: Sound, file: Out, rate_hz: int, told: Told) -> float:
    done, whole = 0, round(sum(script.seconds) * rate_hz)
    for start_s, row in zip(script.starts_s(), script.cues, strict=True):
        for cue in row:
            first = round((start_s + cue.offset_s) * rate_hz)
            samples = sound(cue)
            _silence(file, first - done, rate_hz)
            file.write(samples.tobytes())
            done = max(done, first) + len(samples)
            told(min(1.0, done / whole))
    _silence(file, whole - done, rate_hz)
    return max(done, whole) / rate_hz


def _silence(file: Out, frames: int, rate_hz: int) -> None:
    """A second at a time, however long it is."""
    while frames > 0:
        file.write(bytes(2 * min(frames, rate_hz)))
        frames -= rate_hz
