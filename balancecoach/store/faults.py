"""SQLite's errors, and the disk's, as one sentence that names the file, what is wrong and what to do."""

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from balancecoach.core.words import tr
from balancecoach.errors import CannotError, DamagedError, UserError

#: Mistakes in our own statements: never turned into a sentence.
_OURS = (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.DataError, sqlite3.NotSupportedError)

_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_READ_ONLY = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH)
_OUT_OF_REACH = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOLFS)


_NO_ROOM = (errno.ENOSPC, errno.EDQUOT) if hasattr(errno, "EDQUOT") else (errno.ENOSPC,)
#: With less than this SQLite cannot even make the file that its connections share, and calls that an I/O error.
ROOM_BYTES = 1 << 16

#: The folder of the copies, beside the database.
BACKUPS = "backups"


def damaged(path: Path, what: str) -> UserError:
    """The file is not what it should be. ``what``: in SQLite's words, which may quote damaged bytes."""
    what = "".join(letter if letter.isprintable() else "?" for letter in what)
    if path.parent.name == BACKUPS:
        return UserError(
            tr("{0}: this copy is damaged ({1}); nothing was changed, so choose another copy.").format(path, what)
        )
    return DamagedError(
        tr(
            "{0}: this is not a Balance Coach database or it is damaged ({1}); nothing was changed, so open the "
            "window of Balance Coach, or run balancecoach restore, to keep what can be read and add what a copy "
            "has."
        ).format(path, what),
        path,
    )


def read_only(path: Path) -> CannotError:
    """The file or its folder may not be written."""
    return CannotError(
        tr(
            "{0}: this file or its folder may not be written to, so sessions could not be kept; make them "
            "writable or choose another folder with --data-dir."
        ).format(path)
    )


def full(path: Path) -> CannotError:
    """There is no room."""
    return CannotError(tr("{0}: the disk is full; delete something else, what was kept here is safe.").format(path))


def unreachable(path: Path, why: object) -> CannotError:
    """The disk or the system said no: for a reason that can be seen, or for its own."""
    with suppress(OSError):
        folder = path if path.is_dir() else path.parent
        if shutil.disk_usage(folder).free < ROOM_BYTES:
            return full(path)
        if not os.access(folder, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
            return read_only(path)
    return CannotError(
        tr(
            "{0}: this file cannot be read or written ({1}); look after the disk and the file's owner, or choose "
            "another folder with --data-dir."
        ).format(path, why)
    )


def explain(path: Path, error: sqlite3.Error) -> UserError:
    """The sentence for an error of SQLite's."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF  # the low byte is the kind
    if code in _BUSY:
        return CannotError(
            tr(
                "{0}: another program is holding this database locked; close that program and try again, nothing that"
                " was kept is lost."
            ).format(path)
        )
    if code == sqlite3.SQLITE_FULL:
        return full(path)
    if code in _READ_ONLY:
        return read_only(path)
    if code in _OUT_OF_REACH:
        return unreachable(path, error)
    return damaged(path, str(error))


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn the world's errors inside into sentences about ``path``. Our own mistakes pass unchanged."""
    try:
        yield
    except _OURS:
        raise
    except sqlite3.DatabaseError as error:
        raise explain(path, error) from error
    except UnicodeDecodeError as error:  # SQLite quotes a damaged schema, and Python cannot read its words
        raise damaged(path, "its tables cannot be read") from error
    except OSError as error:
        no_room = error.errno in _NO_ROOM
        raise (full(path) if no_room else unreachable(path, error.strerror or error)) from error
