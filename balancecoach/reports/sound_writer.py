"""Sound files of the kinds that phones and players know. The only importer of soundfile (libsndfile)."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from balancecoach.core.words import N_


class SoundKind(Struct, frozen=True):
    """``ending`` of the file's name; ``words``: what it is good for. ``bytes_s``: of a session, a second, about."""

    ending: str
    name: str
    words: str
    bytes_s: int
    format: str
    subtype: str


#: The first is the usual one. Sizes: measured with p1-first-steps:1 (docs/sound-files.md).
KINDS = (
    SoundKind(".mp3", "MP3", N_("plays on every phone"), 3000, "MP3", "MPEG_LAYER_III"),
    SoundKind(".ogg", "OGG", N_("small; for Android phones and computers"), 1600, "OGG", "VORBIS"),
    SoundKind(".flac", "FLAC", N_("nothing lost; for newer phones"), 6000, "FLAC", "PCM_16"),
    SoundKind(".wav", "WAV", N_("nothing lost; plays nearly everywhere"), 44100, "WAV", "PCM_16"),
)


def kind_of(path: Path) -> SoundKind | None:
    """By the ending of a file's name; ``None`` for any other."""
    return next((kind for kind in KINDS if path.suffix.lower() == kind.ending), None)


class Out:
    """An open file. Raises ``OSError`` when it cannot be written."""

    def __init__(self, path: Path, kind: SoundKind, rate_hz: int) -> None:
        import soundfile

        self._path, self._errors = path, (soundfile.SoundFileError, AssertionError)  # it asserts that all was written
        self._file: Any = self._tried(
            lambda: soundfile.SoundFile(str(path), "w", rate_hz, 1, kind.subtype, None, kind.format)
        )

    def write(self, samples: bytes) -> None:
        """16-bit samples of one channel."""
        self._tried(lambda: self._file.buffer_write(samples, "int16"))

    def close(self) -> None:
        """All that is still on its way goes to the file."""
        self._tried(self._file.close)

    def _tried(self, what: Any) -> Any:
        try:
            return what()
        except self._errors as error:
            _why_not(self._path)
            raise OSError(str(error).strip(" :.")) from error


def _why_not(path: Path) -> None:
    """libsndfile says "System error" and no more: write a little by ourselves, which raises what is wrong."""
    with path.open("ab") as file:
        file.write(bytes(1 << 16))
        file.flush()
        os.fsync(file.fileno())


@contextlib.contextmanager
def sound_out(path: Path, kind: SoundKind, rate_hz: int) -> Iterator[Out]:
    """Write a new file at ``path``, readable by its owner only. Raises ``OSError``; half a file may be left then."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    out = Out(path, kind, rate_hz)
    try:
        yield out
    except BaseException:
        with contextlib.suppress(OSError):  # what went wrong first is what counts
            out.close()
        raise
    out.close()
