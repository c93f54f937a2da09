"""Deleting a person so that the file no longer holds them: an ordinary DELETE leaves the bytes where they were.

``secure_delete`` overwrites what is deleted, but not the copies that SQLite leaves behind when it moves rows between
pages (about one in a thousand, measured with 3.40). So the file is written anew afterwards (VACUUM), which takes as
long as copying it, and the write-ahead log is emptied. What a disk keeps under a file is beyond us.
"""

import sqlite3
from pathlib import Path

from balancecoach.store.schema import transaction


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
