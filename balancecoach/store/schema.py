"""The tables, and how an older file is brought up to date.

``user_version`` counts the migrations a file has had. Each runs in one transaction. ``executescript`` is never used: it
commits an open transaction silently, and half a migration would stay behind (design 4.5).
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from balancecoach.core.words import tr
from balancecoach.errors import CannotError
from balancecoach.paths import private_folder

#: "BCo1" at offset 68 of the file: this is ours, and not another program's database.
APPLICATION_ID = 0x42436F31

Migration = tuple[str, ...]

#: Only ever grows. Each step has a file it must open in ``tests/old_databases``.
MIGRATIONS: tuple[Migration, ...] = (
    (
        # started_utc orders sessions; the date to show, with its offset, is in the session_started event.
        "CREATE TABLE sessions (id TEXT PRIMARY KEY, started_utc TEXT NOT NULL, demo INTEGER NOT NULL) WITHOUT ROWID",
        "CREATE INDEX sessions_by_start ON sessions (started_utc, id)",
        # at_s is kept beside the body so that the last sign of life is known even when bodies cannot be read.
        "CREATE TABLE events (session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,"
        " seq INTEGER NOT NULL, at_s REAL, name TEXT NOT NULL, body TEXT NOT NULL,"
        " PRIMARY KEY (session_id, seq)) WITHOUT ROWID",
        # "Which sessions have no end?" is asked at every start.
        "CREATE INDEX events_ended ON events (session_id) WHERE name = 'session_ended'",
        # One row a session that is being walked, overwritten every second.
        "CREATE TABLE heartbeat (session_id TEXT PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,"
        " at_s REAL NOT NULL, wall TEXT NOT NULL) WITHOUT ROWID",
        "CREATE TABLE not_today (id INTEGER PRIMARY KEY, at TEXT NOT NULL, plan_id TEXT NOT NULL,"
        " reasons TEXT NOT NULL)",
        "CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    ),
    (
        "CREATE TABLE people (id TEXT PRIMARY KEY NOT NULL, archived INTEGER NOT NULL, body TEXT NOT NULL,"
        " created_utc TEXT NOT NULL, changed_utc TEXT NOT NULL)",
        "CREATE TABLE person_facts (person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,"
        " seq INTEGER NOT NULL, at TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL,"
        " PRIMARY KEY (person_id, seq)) WITHOUT ROWID",
        # NULL: of nobody's, such as all that was kept before there were people. One person's are found by an index,
        # however many people there are; deleting a person needs it too.
        "ALTER TABLE sessions ADD COLUMN person_id TEXT REFERENCES people (id) ON DELETE CASCADE",
        "CREATE INDEX sessions_of_person ON sessions (person_id, started_utc, id)",
        "ALTER TABLE not_today ADD COLUMN person_id TEXT REFERENCES people (id) ON DELETE CASCADE",
        "CREATE INDEX not_today_of_person ON not_today (person_id)",
        "CREATE TABLE plans (id TEXT PRIMARY KEY NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL,"
        " kind TEXT NOT NULL, draft INTEGER NOT NULL, changed TEXT NOT NULL)",
    ),
    (
        # Set by the events "removed" and "restored"; here so that no list has to read those.
        "ALTER TABLE sessions ADD COLUMN removed_utc TEXT",
        "CREATE INDEX sessions_removed ON sessions (removed_utc) WHERE removed_utc IS NOT NULL",
        # What a session's events came to, kept so that ten years need not be folded again for each chart. Derived:
        # a row counts only while it was made by this form of the fold from all the events there are.
        "CREATE TABLE summaries (session_id TEXT PRIMARY KEY NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,"
        " form INTEGER NOT NULL, seq INTEGER NOT NULL, body TEXT NOT NULL) WITHOUT ROWID",
    ),
)


def version(connection: sqlite3.Connection) -> int:
    """How many migrations this file has had."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def misfit(connection: sqlite3.Connection) -> str:
    """What a file of the newest version lacks of our tables, or does by itself; "" for nothing.

    Its pages may be sound and its rows in order: somebody, or some other program, took a table or a column away.
    """
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        migrate(fresh, MIGRATIONS)
        ours, theirs = _shape(fresh), _shape(connection)
    lacks = sorted(ours - theirs)
    if lacks:
        kind, name, column = lacks[0]
        return f"{name} has no {column}" if kind == "column" else f"it has no {name}"
    return "it does things of its own" if any(kind in ("trigger", "view") for kind, *_ in theirs) else ""


def _shape(connection: sqlite3.Connection) -> set[tuple[str, str, str]]:
    """Kind and name of everything, and each column of each table."""
    found = {(str(kind), str(name), "") for kind, name in connection.execute("SELECT type, name FROM sqlite_master")}
    columns = "SELECT name FROM pragma_table_info(?)"
    tables = [name for kind, name, _ in found if kind == "table"]
    return found | {("column", name, str(row[0])) for name in tables for row in connection.execute(columns, (name,))}


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of it or nothing. Takes the write lock at once, so that nothing can come between a look and a change."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # a full disk may have rolled back already
            connection.execute("ROLLBACK")
        raise


@contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """Several reads of one moment, whatever another program writes meanwhile."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        if connection.in_transaction:
            connection.execute("COMMIT")


def migrate(connection: sqlite3.Connection, migrations: Sequence[Migration]) -> None:
    """Run what this file has not had yet, one transaction each."""
    for number in range(version(connection) + 1, len(migrations) + 1):
        with transaction(connection):
            for statement in migrations[number - 1]:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number:d}")  # a pragma takes no parameters; an int of ours


def upgrade(connection: sqlite3.Connection, path: Path, backups: Path, migrations: Sequence[Migration]) -> None:
    """Bring an older file up to date, with a copy kept first."""
    if version(connection) == len(migrations):
        return
    kept = backup(connection, path, backups, f"before-v{len(migrations)}")
    try:
        migrate(connection, migrations)
    except sqlite3.Error as error:
        raise CannotError(
            tr(
                "{0}: bringing this database up to date failed ({1}); what is in it is safe, with a copy in {2}, so "
                "use the version of Balance Coach you had before and report this."
            ).format(path, error, kept)
        ) from error


def backup(connection: sqlite3.Connection, path: Path, backups: Path, name: str) -> Path:
    """Copy the whole database, as one file that stands alone, into ``backups``.

    Never by copying files: that misses what is still in the write-ahead log (design 4.5). The date in its name is that
    of the last change, so that a start that fails again and again leaves one copy, not a hundred.
    """
    files = (path, path.with_name(path.name + "-wal"))
    kept = [file.stat() for file in files if file.exists()]
    changed = max(found.st_mtime for found in kept if found.st_size)  # an empty log is only as old as this start
    target = private_folder(backups) / f"{name}-{utc_stamp(changed)}.sqlite3"
    copy_whole(connection, target)
    return target


def copy_whole(connection: sqlite3.Connection, target: Path, check: Callable[[Path], None] = lambda part: None) -> None:
    """Write the database into ``target``, which is there only when it is whole and ``check`` raised nothing."""
    part = target.with_suffix(".part")
    new_file(part)
    try:
        with closing(sqlite3.connect(part, isolation_level=None)) as copy:
            connection.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # the copy says "WAL" like its source; alone it must not
        check(part)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def new_file(path: Path) -> None:
    """An empty file that only its owner can read, from its first moment on."""
    path.unlink(missing_ok=True)
    path.touch(mode=0o600, exist_ok=False)


def utc_stamp(seconds: float) -> str:
    """Seconds since 1970 as 20260131T174500Z."""
    return f"{datetime.fromtimestamp(seconds, UTC):%Y%m%dT%H%M%SZ}"
