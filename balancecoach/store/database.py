"""Which file may be opened, and how.

``synchronous = FULL``: every event is on the disk before the next one is taken. NORMAL is a few milliseconds faster,
but in WAL mode it keeps a power cut's file sound and loses what was written since the last checkpoint, which can be a
whole session. Issue 6 allows two seconds. The screen does not pay for it: ``journal.py`` writes from its own thread.
"""

import os
import sqlite3
import stat
from collections.abc import Callable, Sequence
from pathlib import Path

from balancecoach.core.words import tr
from balancecoach.errors import UserError
from balancecoach.paths import private_folder
from balancecoach.store.faults import BACKUPS, damaged, told
from balancecoach.store.first_bytes import first_bytes
from balancecoach.store.schema import APPLICATION_ID, MIGRATIONS, Migration, migrate, new_file, transaction, upgrade
from balancecoach.store.schema import version as version_of

#: Seconds to wait for another program's lock before saying so.
BUSY_S = 2.0

_MAGIC = b"SQLite format 3\x00"
_HEADER = 100  # bytes; the application's id is the four from 68 on


def open_writer(
    path: Path, backups: Path, migrations: Sequence[Migration] = MIGRATIONS, wait_s: float = BUSY_S
) -> sqlite3.Connection:
    """Open for writing: made when there is none, brought up to date when it is older. The caller holds the lock."""
    private_folder(path.parent)
    with told(path):
        if _exists(path):
            _refuse_newer(path, migrations, wait_s)
        else:
            _create(path, migrations)
        _keep_private(path)

        def prepare(connection: sqlite3.Connection) -> None:
            with transaction(connection):
                pass  # a read-only file, a full disk and a foreign lock show here, before anything depends on it
            upgrade(connection, path, backups, migrations)

        return _prepared(connect(path, wait_s), prepare)


def open_reader(path: Path, migrations: Sequence[Migration] = MIGRATIONS, wait_s: float = BUSY_S) -> sqlite3.Connection:
    """Open for reading; nothing on the disk changes. No file reads as an empty one, an older one as a newer copy."""
    with told(path):
        if not _exists(path):
            return _prepared(_connect(":memory:", wait_s), lambda memory: _only_read(memory, migrations))
        _refuse_newer(path, migrations, wait_s)
        connection = _connect(_readable(path), wait_s)
        if version_of(connection) == len(migrations):
            return _prepared(connection, lambda found: _only_read(found, ()))
        try:
            return _prepared(_connect(":memory:", wait_s), lambda memory: _copy(connection, memory, migrations))
        finally:
            connection.close()


def connect(path: Path, wait_s: float = BUSY_S) -> sqlite3.Connection:
    """Another connection for writing to a file that ``open_writer`` has opened."""
    with told(path):
        return _prepared(_connect(f"{path.absolute().as_uri()}?mode=rw", wait_s), _set_up)


def connect_still(path: Path, wait_s: float = BUSY_S) -> sqlite3.Connection:
    """A file of ours for a look, in whatever version it is. Nothing on the disk changes."""
    if not _exists(path):
        raise damaged(path, "it is gone or empty")
    return _connect(_readable(path), wait_s)


def connect_main(path: Path) -> sqlite3.Connection:
    """The same without what is in its write-ahead log. For a file that nobody writes to just now."""
    return _connect(f"{path.absolute().as_uri()}?immutable=1", BUSY_S)


def _connect(uri: str, wait_s: float) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, timeout=wait_s, isolation_level=None, uri=True)
    # A damaged byte in one text must not make every row unreadable.
    connection.text_factory = lambda found: found.decode("utf-8", "replace")
    return connection


def _prepared(connection: sqlite3.Connection, prepare: Callable[[sqlite3.Connection], None]) -> sqlite3.Connection:
    """``connection`` after ``prepare``; closed when that fails."""
    try:
        prepare(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _set_up(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = WAL")  # a disk that cannot (a network share) keeps its own mode
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA fullfsync = ON")  # macOS: fsync alone leaves it in the drive's cache
    connection.execute("PRAGMA foreign_keys = ON")


def _only_read(connection: sqlite3.Connection, migrations: Sequence[Migration]) -> None:
    migrate(connection, migrations)
    connection.execute("PRAGMA query_only = ON")


def _copy(source: sqlite3.Connection, memory: sqlite3.Connection, migrations: Sequence[Migration]) -> None:
    source.backup(memory)
    _only_read(memory, migrations)


def _readable(path: Path) -> str:
    """How to open ``path`` without writing. Reading a WAL file needs a second file beside it, or a still one."""
    still = not os.access(path.parent, os.W_OK) and not log_of(path).exists()
    return f"{path.absolute().as_uri()}?{'immutable=1' if still else 'mode=ro'}"


def log_of(path: Path) -> Path:
    """The write-ahead log beside a database."""
    return path.with_name(path.name + "-wal")


def _exists(path: Path) -> bool:
    """Whether there is a database of ours. Looks at the first bytes only: SQLite changes files when it closes them."""
    if not path.exists():
        return _nothing_left(path)
    if not path.is_file():
        raise damaged(path, "not a file")
    header = first_bytes(path, _HEADER)
    if not header:
        return _nothing_left(path)
    if len(header) < _HEADER or not header.startswith(_MAGIC):
        raise damaged(path, "not an SQLite file")
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise damaged(path, "another program's")
    return True


def _nothing_left(path: Path) -> bool:
    """No database; unless its log is still there, which SQLite would write into a new one, or copies of it are."""
    log = log_of(path)
    if log.exists() and log.stat().st_size:
        raise damaged(path, f"it is gone or empty, but {log.name} beside it is not")
    if any((path.parent / BACKUPS).glob("daily-*.sqlite3")):
        raise damaged(path, "it is gone or empty, but there are copies of it")
    return False


def _create(path: Path, migrations: Sequence[Migration]) -> None:
    """Make it under another name first, so that a file with the right name is always whole."""
    part = path.with_name(path.name + ".part")
    new_file(part)

    def prepare(connection: sqlite3.Connection) -> None:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID:d}")
        migrate(connection, migrations)

    _prepared(_connect(f"{part.absolute().as_uri()}?mode=rw", BUSY_S), prepare).close()
    part.replace(path)


def _refuse_newer(path: Path, migrations: Sequence[Migration], wait_s: float) -> None:
    found = _connect(_readable(path), wait_s)
    try:
        number = version_of(found)
        found.execute("SELECT 1 FROM sqlite_master").fetchone()  # the version is in the header; see that tables are
    finally:
        found.close()
    if number > len(migrations):
        raise UserError(
            tr(
                "{0}: a newer Balance Coach wrote this (format {1}, this one knows {2}); nothing was changed, so "
                "install the newest version to go on with it."
            ).format(path, number, len(migrations))
        )


def _keep_private(path: Path) -> None:
    """Readable and writable by its owner at most. Takes rights away, gives none: a read-only file stays one."""
    for name in ("", "-wal", "-shm"):
        file = path.with_name(path.name + name)
        if file.exists():
            file.chmod(stat.S_IMODE(file.stat().st_mode) & 0o600)
