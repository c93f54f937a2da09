"""Copies of the whole record on this computer: one a day, checked, the older ones thinned out (``core.keeping``).

A copy is made with SQLite's own backup inside one read transaction: whoever writes meanwhile waits for nothing, and
the copy is of one moment. It gets its name when it has been read back. Names: ``daily-``, ``before-return-`` (what was
there when somebody went back to a copy), ``before-import-`` (``everything.py``), ``before-mend-`` (the newest good one
when the record was damaged, ``mending.py``) and ``before-vN-`` (before a newer version changed the tables), then the
time in UTC.
"""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from balancecoach.core.keeping import due, staying
from balancecoach.core.words import tr
from balancecoach.errors import DamagedError, FailedError, UserError
from balancecoach.paths import private_folder
from balancecoach.store.damage import mark_of, refuse_damaged, wrong
from balancecoach.store.database import connect, connect_still, open_reader
from balancecoach.store.faults import BACKUPS, damaged, told
from balancecoach.store.recovery import close_interrupted
from balancecoach.store.rows import read_setting, write_setting
from balancecoach.store.schema import copy_whole, misfit, new_file, snapshot, utc_stamp

DAILY, RETURN, IMPORT, MEND = "daily", "before-return", "before-import", "before-mend"
#: Of the states that were left by going back, the newest so many stay; and of good copies from before damage.
RETURNS, MENDS = 3, 5
#: The setting with the date of the newest copy.
NEWEST = "newest_copy"
#: A good one that is kept for longer was a day's once.
_OF_A_DAY = (DAILY, MEND)

_KINDS = rf"{DAILY}|{RETURN}|{IMPORT}|{MEND}|before-v\d+"
_NAME = re.compile(rf"({_KINDS})(?:-[0-9a-f]{{8}})?-(\d{{8}}T\d{{6}}Z)\.sqlite3")
_COUNTED = ("people", "person_facts", "sessions", "events", "not_today", "plans", "settings")


class Copy(Struct, frozen=True):
    """A copy of the record. ``kind``: the first part of its name. ``made`` is dated in UTC."""

    path: Path
    kind: str
    made: datetime


class Holds(Struct, frozen=True):
    """How much is in a record."""

    people: int
    sessions: int


def folder_of(database: Path) -> Path:
    """Where the copies of a record lie."""
    return database.parent / BACKUPS


def copies(folder: Path) -> tuple[Copy, ...]:
    """The copies in a folder, newest first. Files that are named otherwise are nobody's business."""
    found = [copy for path in folder.iterdir() if (copy := _copy(path))] if folder.is_dir() else []
    return tuple(sorted(found, key=lambda copy: (copy.made, copy.kind), reverse=True))


def _copy(path: Path) -> Copy | None:
    match = _NAME.fullmatch(path.name)
    if match is None or not path.is_file() or path.is_symlink():
        return None
    try:
        return Copy(path, match[1], datetime.fromisoformat(match[2]))
    except ValueError:  # the 31st of February
        return None


# -- making one ----------------------------------------------------------------------------------------------------
def daily(database: Path, now: datetime) -> Path | None:
    """Make today's copy, unless there is one or nothing to copy, and thin out the others. Raises ``UserError``.

    When it cannot be made the older copies stay as they are.
    """
    folder = folder_of(database)
    with told(folder):
        _sweep(folder)
        if not due((copy.made for copy in copies(folder) if copy.kind == DAILY), now):
            return None
        _look_through(database)
        _tell(database, folder)  # the first copy, too, is to know that it is older than the next
        made = make(database, DAILY, now, even_empty=False)
        if made is not None:
            thin_out(folder, now)
            _tell(database, folder)
    return made


def _tell(database: Path, folder: Path) -> None:
    with suppress(UserError, sqlite3.Error), closing(connect(database)) as live:
        note_newest(live, folder)
        live.execute("PRAGMA wal_checkpoint(PASSIVE)")  # so that it is there though the log gets lost


def _look_through(database: Path) -> None:
    """A damaged record is not copied; the next start mends it, however large it is."""
    try:
        refuse_damaged(database)
    except DamagedError:
        mark_of(database).touch(mode=0o600)
        raise


def note_newest(live: sqlite3.Connection, folder: Path) -> None:
    """Let the record know its newest copy: with an older file in its place that would not be so."""
    newest = max((utc_stamp(copy.made.timestamp()) for copy in copies(folder) if copy.kind in _OF_A_DAY), default="")
    write_setting(live, NEWEST, newest)


def is_older(live: sqlite3.Connection, folder: Path) -> bool:
    """Whether there is a newer copy than the record knows of. One that was never told knows nothing of it."""
    known = read_setting(live, NEWEST, None, lambda _sentence: None)
    days = (utc_stamp(copy.made.timestamp()) for copy in copies(folder) if copy.kind in _OF_A_DAY)
    return isinstance(known, str) and any(day > known for day in days)


def make(database: Path, kind: str, now: datetime, *, even_empty: bool = True) -> Path | None:
    """A copy of the record as it is now, whole and read back. ``even_empty``: also when nobody is in it."""
    target = private_folder(folder_of(database)) / f"{kind}-{utc_stamp(now.timestamp())}.sqlite3"
    with told(database), closing(open_reader(database)) as connection, snapshot(connection):
        counts = _counts(connection)
        if not even_empty and not any(counts[name] for name in ("people", "sessions", "plans")):
            return None
        with told(target):
            copy_whole(connection, target, lambda part: _check(part, counts))
    return target


def _check(part: Path, counts: dict[str, int]) -> None:
    """Read a fresh copy as the program would."""
    try:
        with closing(open_reader(part)) as copy:
            sound = copy.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok"
            same = _counts(copy) == counts
    except (UserError, sqlite3.DatabaseError) as error:
        raise _bad(part) from error
    if not (sound and same):
        raise _bad(part)


def _bad(part: Path) -> FailedError:
    text = tr("{0}: the new copy could not be read back, so it was thrown away; look after this disk.")
    return FailedError(text.format(part.parent))


def _counts(connection: sqlite3.Connection) -> dict[str, int]:
    """Rows of each table: names from our own list, not from outside."""
    return {name: int(connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]) for name in _COUNTED}


def _sweep(folder: Path) -> None:
    """What a crash left half-written. Only ever called while no copy is being made."""
    for part in folder.glob("*.part*") if folder.is_dir() else ():
        if part.name.startswith((f"{DAILY}-", f"{RETURN}-")):
            part.unlink(missing_ok=True)


def thin_out(folder: Path, now: datetime) -> None:
    """Delete the daily copies that need not stay, and the oldest of those that are counted."""
    found = copies(folder)
    stay = staying([copy.made for copy in found if copy.kind == DAILY], now)
    too_many = [copy for copy in found if copy.kind == DAILY and copy.made not in stay]
    for kind, most in ((RETURN, RETURNS), (MEND, MENDS)):
        counted = [copy for copy in found if copy.kind == kind]
        counted.sort(key=lambda copy: (copy.made <= now, copy.made), reverse=True)  # as in ``keeping``: clocks get set
        too_many += counted[most:]
    for copy in too_many:
        copy.path.unlink(missing_ok=True)


# -- looking into one, and going back to it --------------------------------------------------------------------------
def holds(path: Path) -> Holds:
    """How much is in a copy, or in the record. Raises ``UserError`` when that cannot be read."""
    with told(path), closing(connect_still(path)) as connection:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        counts = [
            connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] if name in tables else 0
            for name in ("people", "sessions")
        ]
    return Holds(*counts)


def _opened(copy: Path) -> sqlite3.Connection:
    """A copy for reading; to ``open_reader`` none would be an empty one."""
    if not copy.is_file() or not copy.stat().st_size:
        raise damaged(copy, "it is gone or empty")
    return open_reader(copy)


def go_back(
    database: Path, copy: Path, now: datetime, report: Callable[[str], None], said: Callable[[str], None]
) -> Path:
    """Put a copy in place of all that is in the record; returns the copy that was made of what was there.

    The record may be open, as long as nobody writes: flush the journal first. All of it or nothing: the copy is brought
    up to date and checked beside, then taken into the open file in one transaction, so that a crash, a power cut or a
    full disk leaves what was there. ``said`` hears what is being done.
    """
    folder = private_folder(folder_of(database))
    ready = folder / f"{RETURN}-ready.part"
    try:
        with told(copy):
            said(tr("Reading the copy…"))
            _make_ready(copy, ready, database, report)
        said(tr("Keeping a copy of what is there now…"))
        kept = make(database, RETURN, now)
        assert kept is not None
        said(tr("Going back…"))
        with told(database), closing(open_reader(ready)) as source, closing(connect(database)) as live:
            source.backup(live)
        thin_out(folder, now)
    finally:
        for left in folder.glob(f"{ready.name}*"):
            left.unlink(missing_ok=True)
    return kept


def _make_ready(copy: Path, ready: Path, database: Path, report: Callable[[str], None]) -> None:
    """The copy as this version would have it, in a file of its own: newer tables, no session left open, today's PIN.

    An old PIN might be one that nobody remembers, and whoever goes back has just given the new one.
    """
    new_file(ready)
    with closing(sqlite3.connect(ready, isolation_level=None)) as made:
        with closing(_opened(copy)) as source:  # an older one is brought up to date there
            if what := wrong(source):
                raise damaged(copy, what)
            source.backup(made)
        made.execute("PRAGMA journal_mode = DELETE")
        made.execute("DROP TABLE IF EXISTS came")  # a copy before an import knows besides what came
        if what := misfit(made):
            raise damaged(copy, what)
        close_interrupted(made, report)
        with closing(open_reader(database)) as now:
            todays = now.execute("SELECT key, value FROM settings WHERE key IN ('pin', ?)", (NEWEST,)).fetchall()
        made.execute("DELETE FROM settings WHERE key IN ('pin', ?)", (NEWEST,))
        made.executemany("INSERT INTO settings (key, value) VALUES (?, ?)", todays)
        counts = _counts(made)
    _check(ready, counts)
