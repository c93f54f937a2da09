"""A file that is there whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from balancecoach.errors import CannotError, FailedError, UserError


@contextmanager
def whole_file(target: Path) -> Iterator[BinaryIO]:
    """Write a file beside its target, readable by its owner only, and put it in place when all of it is on the disk.

    What stood there before stays as it was until then, and for good when anything goes wrong. Raises ``UserError`` in a
    sentence that names the file: exit code 2 for a place that cannot be, 1 for a disk that failed.
    """
    place = _place(target)
    part = place.with_name(f".{place.name}.part")
    try:
        part.unlink(missing_ok=True)  # of a run that was killed
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(place)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise FailedError(f"{target}: this file cannot be written ({reason}). Choose another place.") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


#: Windows would write each \n as two letters.
_BINARY = getattr(os, "O_BINARY", 0)


def _place(target: Path) -> Path:
    """Where a link leads to, so that the link stays one. Raises when no file can be there."""
    try:
        place = target.resolve()
        if place.is_dir():
            raise UserError(f"{target}: this is a folder. Add the name of a file.")
        if not place.parent.is_dir():
            raise UserError(f"{target}: there is no folder {place.parent}. Make it first, or choose another place.")
        if place.exists() and not place.is_file():
            raise UserError(f"{target}: this is no file. Write the name of one.")
        if place.exists() and not (place.stat().st_mode & 0o222 and os.access(place, os.W_OK)):
            raise CannotError(f"{target}: this file is read-only. Choose another name, or delete it first.")
    except (OSError, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise CannotError(f"{target}: this place cannot be used ({reason}). Choose another place.") from error
    return place
