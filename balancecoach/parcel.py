"""Everything in one file that can be carried away: compressed with gzip and, with a passphrase, locked with age.

It holds no names of files, so it cannot ask for any to be written. ``gunzip``, or ``age --decrypt`` before it, opens
it without us. Written beside its name, read back, and only then renamed: there is never half a file.
"""

import errno
import gzip
import hashlib
import io
import os
import stat
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, cast

from balancecoach.core.words import tr
from balancecoach.errors import FailedError, StoppedError, UserError
from balancecoach.locked import MAGIC, BrokenLockError, TooSlowError, WrongPassphraseError, lock, unlock
from balancecoach.whole_file import is_read_only

ENDING = ".balancecoach"
#: Ten years of one person are about a megabyte; more than this is none of ours. Bytes, compressed and locked.
MOST_LOCKED = 512 << 20
#: Bytes, as they are inside.
MOST = 8 << 30
#: Records get some 75 times smaller; a file that grows more than this is a trap. Not counted below ``FREE``.
RATIO, FREE = 250, 32 << 20

_GZIP = b"\x1f\x8b"
_AT_ONCE = 1 << 20
#: Windows would write each \n as two letters.
_BINARY = getattr(os, "O_BINARY", 0)
_GONE = (errno.ENOENT, errno.EIO, errno.ENODEV, errno.ENXIO, errno.ESTALE)

Stop = Callable[[], bool]


def never() -> bool:
    """Nobody stops it."""
    return False


# -- writing -------------------------------------------------------------------------------------------------------
def pack(
    target: Path,
    fill: Callable[[BinaryIO], object],
    passphrase: str = "",
    stop: Stop = never,
    went: Callable[[int], None] = lambda number: None,
) -> None:
    """Let ``fill`` write what is to be inside ``target``, in place of what has that name, and read it back.

    ``went`` hears how many bytes there are inside so far.

    Raises ``FailedError`` in a sentence, or ``StoppedError``; then ``target`` is as it was.
    """
    place = Path(os.path.realpath(target))  # where a link leads to, so that the link stays one
    part = place.with_name(f".{place.name}.part")
    try:
        if target.exists() and is_read_only(target):  # a rename would not spare it
            raise PermissionError(errno.EACCES, tr("it is read-only"))
        part.unlink(missing_ok=True)
        _check(part, target, _write(part, _Counted(fill, stop, went), passphrase), passphrase, stop)
        part.replace(place)
    except OSError as error:
        raise _unwritten(target, error) from error
    finally:
        with suppress(OSError):
            part.unlink()


class _Counted(io.RawIOBase):
    """What ``fill`` writes into: passes it on, knows its digest, and stops when it is told."""

    def __init__(self, fill: Callable[[BinaryIO], object], stop: Stop, went: Callable[[int], None]) -> None:
        super().__init__()
        self._fill, self._stop, self._went = fill, stop, went
        self._file: BinaryIO = io.BytesIO()
        self._number = 0
        self.digest = hashlib.sha256()

    def run(self, file: BinaryIO) -> None:
        """Fill that file."""
        self._file = file
        self._fill(cast(BinaryIO, self))
        self.go_on()

    def go_on(self) -> None:
        """Unless nobody wants it any more."""
        _go_on(self._stop)

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, piece: Any) -> int:
        """On it goes."""
        self.go_on()
        self.digest.update(piece)
        self._number += len(piece)
        self._went(self._number)
        return self._file.write(piece)


def _check(part: Path, target: Path, digest: bytes, passphrase: str, stop: Stop) -> None:
    """Read it back from the disk."""
    try:
        if _digest(_inside(part, passphrase, stop)) == digest:
            return
    except UserError as error:
        if isinstance(error.__cause__, OSError):
            raise error.__cause__ from None
    text = tr("{0}: what was written could not be read back, so it was thrown away. Use another disk or stick.")
    raise FailedError(text.format(target))


def _write(part: Path, counted: _Counted, passphrase: str) -> bytes:
    """Write and sync the file; the digest of what is inside."""
    with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY | _BINARY, 0o600), "wb") as file:
        packed: BinaryIO = io.BytesIO() if passphrase else file
        with gzip.GzipFile(fileobj=packed, mode="wb", filename="", mtime=0, compresslevel=6) as inside:
            counted.run(cast(BinaryIO, inside))
        if isinstance(packed, io.BytesIO):
            file.write(lock(packed.getvalue(), passphrase))
        file.flush()
        os.fsync(file.fileno())
    return counted.digest.digest()


def _digest(pieces: Iterable[bytes]) -> bytes:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return digest.digest()


def _unwritten(target: Path, error: OSError) -> FailedError:
    if error.errno == errno.ENOSPC:
        text = tr("{0}: the disk is full, so nothing was saved. Make room, or choose another place.")
    elif error.errno in _GONE:
        text = tr("{0}: this folder is not there (any more), so nothing was saved. Is the stick plugged in?")
    else:
        text = tr("{0}: it could not be written ({1}), so nothing was saved. Choose another place.")
    return FailedError(text.format(target, error.strerror or type(error).__name__))


def _go_on(stop: Stop) -> None:
    if stop():
        raise StoppedError


# -- reading -------------------------------------------------------------------------------------------------------
def is_locked(path: Path) -> bool:
    """Whether it needs a passphrase. Raises ``UserError`` for what is no file of this kind at all."""
    with _told(path), _opened(path) as file:
        start = file.read(len(MAGIC))
    if start == MAGIC:
        return True
    if start[:2] == _GZIP:
        return False
    text = tr("{0}: this is not a file that Balance Coach saved. Choose one that ends in {1}.")
    raise UserError(text.format(path, ENDING))


def unpack(path: Path, passphrase: str = "", stop: Stop = never) -> Iterator[bytes]:
    """What is inside, piece by piece. Raises ``UserError`` in a sentence, or ``StoppedError``, perhaps after some."""
    is_locked(path)
    yield from _inside(path, passphrase, stop)


def _inside(path: Path, passphrase: str, stop: Stop) -> Iterator[bytes]:
    with _told(path), _opened(path) as file:
        packed = _unlocked(path, file, passphrase) if is_locked(path) else file
        yield from _unzipped(path, packed, stop)


def _unlocked(path: Path, file: BinaryIO, passphrase: str) -> BinaryIO:
    if not passphrase:
        raise UserError(tr("{0}: this file needs its passphrase.").format(path))
    if os.fstat(file.fileno()).st_size > MOST_LOCKED:
        raise _too_large(path)
    try:
        return io.BytesIO(unlock(file.read(), passphrase))
    except WrongPassphraseError as error:
        text = tr("{0}: this passphrase does not open the file. Type it again; capital letters and spaces count.")
        raise UserError(text.format(path)) from error
    except TooSlowError as error:
        text = tr(
            "{0}: a much faster computer locked this file, so it would take too long here. Open it on a faster one."
        )
        raise UserError(text.format(path)) from error
    except BrokenLockError as error:
        raise _broken(path) from error


def _unzipped(path: Path, packed: BinaryIO, stop: Stop) -> Iterator[bytes]:
    """Piece by piece, no more than is asked for: a trap never gets to fill memory or the disk."""
    unzip, read, made = zlib.decompressobj(wbits=31), 0, 0
    while not unzip.eof:
        _go_on(stop)
        rest = unzip.unconsumed_tail
        fresh = b"" if rest else packed.read(_AT_ONCE)
        try:
            piece = unzip.decompress(rest or fresh, _AT_ONCE)
        except zlib.error as error:
            raise _broken(path) from error
        if not (rest or fresh or piece or unzip.eof):
            raise _broken(path)  # cut off
        read, made = read + len(fresh), made + len(piece)
        if made > MOST or made > max(FREE, RATIO * read):
            raise _too_large(path)
        yield piece
    if unzip.unused_data or packed.read(1):
        raise _broken(path)  # something was added


def _opened(path: Path) -> BinaryIO:
    """An ordinary file: a pipe would wait for ever, and /dev/zero never ends."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise UserError(tr("{0}: this is not a file. Choose one that ends in {1}.").format(path, ENDING))
    return path.open("rb")


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """The disk's errors as a sentence about the file that is read."""
    try:
        yield
    except OSError as error:
        text = tr("{0}: this file cannot be read ({1}). Look whether it is there, and whether you may read it.")
        raise UserError(text.format(path, error.strerror or type(error).__name__)) from error


def _broken(path: Path) -> UserError:
    text = tr("{0}: this file was cut off or changed, so it cannot be used. Copy it again, or use another one.")
    return UserError(text.format(path))


def _too_large(path: Path) -> UserError:
    text = tr("{0}: what is inside would be far larger than any record, so it was not opened. Use another file.")
    return UserError(text.format(path))
