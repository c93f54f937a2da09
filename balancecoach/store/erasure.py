"""Deleting a person so that the file no longer holds them: an ordinary DELETE leaves the bytes where they were.

``secure_delete`` overwrites what is deleted, but not the copies that SQLite leaves behind when it moves rows between
pages (about one in a thousand, measured with 3.40). So the file is written anew afterwards (VACUUM), which takes as
long as copying it, and the write-ahead log is emptied. What a disk keeps under a file is beyond us.
"""

import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path

from balancecoach.errors import UserError
from balancecoach.store.database import connect_still
from balancecoach.store.schema import transaction
from balancecoach.store.values import UnreadableError, dumps, loads


def erase(connection: sqlite3.Connection, path: Path, person_id: str) -> tuple[Path, ...]:
    """Delete a person with everything of theirs, all or nothing. Returns the files that may still hold some of it.

    Those are the copies in ``backups``, and the database with its log when another program is reading it just now or
    the disk is too full to write it anew: they are clean after the next deletion, or another call.
    """
    # Neither can be changed inside a transaction; on foreign keys depends that everything goes with the person.
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")
    with transaction(connection):
        connection.execute("DELETE FROM people WHERE id = ?", (person_id,))
    log = path.with_name(path.name + "-wal")
    unclean = () if _scrubbed(connection) else tuple(file for file in (path, log) if file.exists())
    folder = path.parent / "backups"
    copies = sorted(file for file in folder.iterdir() if file.is_file()) if folder.is_dir() else []
    return (*unclean, *copies)


def _scrubbed(connection: sqlite3.Connection) -> bool:
    """Whether the file could be written anew and its log emptied. The person is deleted already."""
    try:
        connection.execute("VACUUM")
        busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except sqlite3.OperationalError:
        return False
    return not busy


# -- copies ----------------------------------------------------------------------------------------------------------
def erase_from_copies(copies: Iterable[Path], person_id: str) -> tuple[Path, ...]:
    """Take a person out of copies of the record, of whatever version. Returns those that may still hold some of them.

    Their sessions go from every copy, also from one that was made before they were given to the person.
    """
    files = tuple(copies)
    sessions: set[str] = set()
    for copy in files:
        with suppress(UserError, sqlite3.Error), closing(connect_still(copy)) as found:
            if "person_id" in _columns(found, "sessions"):
                rows = found.execute("SELECT id FROM sessions WHERE person_id = ?", (person_id,))
                sessions |= {str(row[0]) for row in rows}
    return tuple(copy for copy in files if not _erased(copy, person_id, sessions))


def _erased(copy: Path, person_id: str, sessions: Iterable[str]) -> bool:
    try:
        connect_still(copy).close()  # one of ours
        with closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=rw", isolation_level=None, uri=True)) as found:
            found.execute("PRAGMA foreign_keys = ON")
            found.execute("PRAGMA secure_delete = ON")
            with transaction(found):
                _erase_rows(found, person_id, sessions)
            found.execute("VACUUM")
    except (UserError, sqlite3.Error):
        return False
    return True


def _erase_rows(found: sqlite3.Connection, person_id: str, sessions: Iterable[str]) -> None:
    if _columns(found, "people"):
        found.execute("DELETE FROM people WHERE id = ?", (person_id,))
    found.executemany("DELETE FROM sessions WHERE id = ?", [(session,) for session in sessions])
    for key, value in found.execute("SELECT key, value FROM settings").fetchall():
        if person_id in str(value):
            _erase_setting(found, key, value, person_id)
    if _columns(found, "came"):  # what an import brought, for its undoing
        held = "instr(key, ?1) OR instr(coalesce(before, ''), ?1)"
        for text in (person_id, *sessions):
            found.execute(f"DELETE FROM came WHERE {held}", (text,))


def _erase_setting(found: sqlite3.Connection, key: object, value: object, person_id: str) -> None:
    """What is kept by person, such as set-ups that were not finished, loses this one; anything else goes."""
    try:
        kept = loads(value)
    except UnreadableError:
        kept = None
    rest = dumps({name: each for name, each in kept.items() if name != person_id}) if isinstance(kept, dict) else ""
    if rest and person_id not in rest:
        found.execute("UPDATE settings SET value = ? WHERE key = ?", (rest, key))
    else:
        found.execute("DELETE FROM settings WHERE key = ?", (key,))


def _columns(found: sqlite3.Connection, table: str) -> set[str]:
    """Of a table, none when there is no such table."""
    return {str(row[1]) for row in found.execute(f"PRAGMA table_info({table})")}
