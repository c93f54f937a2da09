"""A file that is there whole or not at all: written beside its target, and renamed when all of it is on the disk."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EACCES, EISDIR
from pathlib import Path
from typing import BinaryIO

from balancecoach.core.words import tr
from balancecoach.errors import CannotError, FailedError, UserError

#: Windows would write each \n as two letters.
_BINARY = getattr(os, "O_BINARY", 0)


@contextmanager
def beside(target: Path) -> Iterator[BinaryIO]:
    """Write a file, readable by its owner only. What stood there stays until all is written, and for good when anything
    goes wrong; so does what is read-only, which a rename would not spare. Raises ``OSError`` or ``ValueError``.
    """
    place = target.resolve()  # a link stays one
    if place.is_dir():
        raise IsADirectoryError(EISDIR, tr("it is a folder"))
    if place.exists() and is_read_only(place):
        raise PermissionError(EACCES, tr("it is read-only"))
    part = place.with_name(f".{place.name}.part")
    try:
        part.unlink(missing_ok=True)  # of a run that was killed
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(place)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def is_read_only(place: Path) -> bool:
    """Whether somebody said that this file is not to be changed; the superuser may, and does not here."""
    return not (place.stat().st_mode & 0o222 and os.access(place, os.W_OK))


@contextmanager
def whole_file(target: Path) -> Iterator[BinaryIO]:
    """The same. Raises ``UserError`` in a sentence that names the file: exit code 2 for a place that cannot be, 1 for a
    disk that failed.
    """
    _must_be_a_place(target)
    try:
        with beside(target) as file:
            yield file
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise FailedError(
            tr("{0}: this file cannot be written ({1}). Choose another place.").format(target, reason)
        ) from error


def _must_be_a_place(target: Path) -> None:
    """Raises when no file can be there."""
    try:
        place = target.resolve()
        if place.is_dir():
            raise UserError(tr("{0}: this is a folder. Add the name of a file.").format(target))
        if not place.parent.is_dir():
            raise UserError(
                tr("{0}: there is no folder {1}. Make it first, or choose another place.").format(target, place.parent)
            )
        if place.exists() and not place.is_file():
            raise UserError(tr("{0}: this is no file. Write the name of one.").format(target))
        if place.exists() and is_read_only(place):
            raise CannotError(
                tr("{0}: this file is read-only. Choose another name, or delete it first.").format(target)
            )
    except (OSError, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise CannotError(
            tr("{0}: this place cannot be used ({1}). Choose another place.").format(target, reason)
        ) from error
