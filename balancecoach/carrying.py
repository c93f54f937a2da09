"""Everything into one file, and such a file into a record: what the window and the command line both do."""

import io
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO, cast

from balancecoach.core.words import tr
from balancecoach.errors import FailedError, StoppedError, UserError
from balancecoach.exchange.source import Source
from balancecoach.exchange.writing import write
from balancecoach.parcel import ENDING, Stop, is_locked, never, pack, unpack
from balancecoach.store.store import Store

Said = Callable[[str], None]

_AT_ONCE = 1 << 20
_JSON = (b"{", b"\xef\xbb\xbf{")


def file_name(day: date) -> str:
    """What a file saved on that day is called."""
    return f"Balance Coach {day.isoformat()}{ENDING}"


def _nobody(_words: str) -> None:
    return


# -- saving --------------------------------------------------------------------------------------------------------
def save(
    store: Store, target: Path, *, now: datetime, passphrase: str = "", stop: Stop = never, said: Said = _nobody
) -> None:
    """Everything in ``store`` into ``target``. Raises ``UserError``, or ``StoppedError``; then ``target`` is as it was.

    What waits to be written is not in it: flush the journal before.
    """
    tell = _Changes(said)
    pack(
        target,
        lambda file: write(store, file, now=now),
        passphrase,
        stop,
        lambda number: tell(tr("{0} MB are written.").format(number >> 20)),
    )


class _Changes:
    """Says each sentence once."""

    def __init__(self, said: Said) -> None:
        self._said, self._last = said, ""

    def __call__(self, words: str) -> None:
        if words != self._last:
            self._last = words
            self._said(words)


# -- bringing in ---------------------------------------------------------------------------------------------------
class Opened:
    """A file that was unpacked and can be read as often as wanted, until ``close``. Nothing of it has a name."""

    def __init__(self, path: Path, inside: BinaryIO, size: int) -> None:
        self._path, self._inside, self._size = path, inside, size

    def source(self, stop: Stop = never, said: Said = _nobody) -> Source:
        """To look at it and to merge it. One reader at a time."""

        tell = _Changes(said)

        def percent(done: int) -> None:
            tell(tr("{0} percent are read.").format(min(100, 100 * done // max(1, self._size))))

        def again() -> BinaryIO:
            file = cast(BinaryIO, os.fdopen(os.dup(self._inside.fileno()), "rb", buffering=0))
            file.seek(0)
            return cast(BinaryIO, io.BufferedReader(_Watched(file, stop, percent), _AT_ONCE))

        return Source(str(self._path), again)

    def close(self) -> None:
        """It is gone."""
        self._inside.close()


def needs_passphrase(path: Path) -> bool:
    """Whether one must be asked for. Raises ``UserError`` when this is none of our files."""
    return not _is_json(path) and is_locked(path)


def open_file(path: Path, folder: Path, passphrase: str = "", stop: Stop = never) -> Opened:
    """Unpack a file that was saved, or take a JSON export as it is. Raises ``UserError`` in a sentence.

    ``folder``: on the disk of the record, readable by its owner only; a file without a name is made there.
    """
    pieces = _pieces(path) if _is_json(path) else unpack(path, passphrase, stop)
    with _room(folder):
        inside = cast(BinaryIO, tempfile.TemporaryFile(dir=folder))  # noqa: SIM115 - ``Opened`` closes it
    try:
        size = 0
        for piece in pieces:
            if stop():
                raise StoppedError
            with _room(folder):
                size += inside.write(piece)
        with _room(folder):
            inside.flush()
    except BaseException:
        _drop(inside)
        raise
    return Opened(path, inside, size)


def _is_json(path: Path) -> bool:
    """An export that somebody can read, of ``exchange``."""
    try:
        with path.open("rb") as file:
            return path.is_file() and file.read(4).startswith(_JSON)
    except OSError:
        return False  # ``is_locked`` says why


def _pieces(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while piece := file.read(_AT_ONCE):
                yield piece
    except OSError as error:
        text = tr("{0}: this file cannot be read ({1}). Look whether it is there, and whether you may read it.")
        raise UserError(text.format(path, error.strerror)) from error


@contextmanager
def _room(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        text = tr("{0}: there is no room to unpack the file ({1}), so nothing was changed. Make room and try again.")
        raise FailedError(text.format(folder, error.strerror or type(error).__name__)) from error


def _drop(inside: BinaryIO) -> None:
    try:
        inside.close()
    except OSError:  # what could not be flushed: it goes anyway
        inside.close()


class _Watched(io.RawIOBase):
    """Passes on what is read, tells how much it was, and stops when it is told."""

    def __init__(self, file: BinaryIO, stop: Stop, told: Callable[[int], None]) -> None:
        super().__init__()
        self._file, self._stop, self._told, self._done = file, stop, told, 0

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read on."""
        if self._stop():
            raise StoppedError
        piece = self._file.read(len(buffer))
        buffer[: len(piece)] = piece
        self._done += len(piece)
        self._told(self._done)
        return len(piece)

    def close(self) -> None:
        """With the file."""
        self._file.close()
        super().close()
