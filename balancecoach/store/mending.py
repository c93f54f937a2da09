"""A damaged record: what can be read is kept, the damaged files are put aside, and a good copy fills the gaps.

Each step leaves a folder from which the next start can go on: the new record is written beside, the damaged files get
a second name among the copies, and only then one takes the place of the other. The caller holds the lock.
"""

import logging
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import ExitStack, closing, suppress
from datetime import datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from balancecoach.core.words import tr
from balancecoach.errors import UserError
from balancecoach.paths import private_folder
from balancecoach.store.asking import MENDED
from balancecoach.store.backups import (
    MEND,
    RETURN,
    Copy,
    Holds,
    copies,
    folder_of,
    holds,
    is_older,
    make,
    note_newest,
    thin_out,
)
from balancecoach.store.damage import ids_of, mark_of, newly_unreadable, sound, tables_of, unreadable
from balancecoach.store.database import connect, connect_main, connect_still, log_of, open_reader
from balancecoach.store.faults import told
from balancecoach.store.filling import NOTHING, Lacks, fill
from balancecoach.store.rows import read_setting, write_setting
from balancecoach.store.salvage import give_names, note_unreadable, salvage
from balancecoach.store.schema import snapshot, transaction, utc_stamp
from balancecoach.store.summaries import mark_unreadable

_log = logging.getLogger(__name__)

_ENDS = ("", "-wal", "-shm", "-journal")

Said = Callable[[str], None]


class Offer(Struct, frozen=True):
    """What is told and offered. ``mended``: the record was made anew; ``aside`` names the damaged file, "" for none.
    ``older``: it is older than its newest copy. If neither, there are texts in it that cannot be read.

    ``copy``: the newest good one, ``None`` for none; ``lacks``: what it has that is not here; ``newer``: sessions that
    are here and not in it.
    """

    mended: bool
    aside: str
    older: bool
    here: Holds
    copy: Copy | None = None
    lacks: Lacks = NOTHING
    newer: int = 0


# -- mending -----------------------------------------------------------------------------------------------------------
def mend(database: Path, now: datetime, said: Said) -> None:
    """Keep what can be read, in a sound record; put what is damaged aside. Raises ``UserError``: nothing is changed."""
    folder = private_folder(folder_of(database))
    part = database.with_name(database.name + ".part")
    with told(database):
        said(tr("Reading what can be read…"))
        _rescue(database, part)
        aside = _put_aside(database, folder, now)
        _note(part, aside, now)
        said(tr("Putting the damaged file aside…"))
        _take_place(database, part)
        mark_of(database).unlink(missing_ok=True)
    kept = holds(database)
    protect(folder)
    words = "the record was damaged: what can be read is kept (people: %d, sessions: %d), the damaged file is aside"
    _log.warning(words, kept.people, kept.sessions)


def _rescue(database: Path, part: Path) -> None:
    """Into ``part``. A log that makes a sound file unsound is not that file's."""
    log: Path | None = log_of(database)
    with (
        suppress(UserError, sqlite3.DatabaseError, UnicodeDecodeError, OSError),
        closing(connect_main(database)) as alone,
    ):
        if sound(alone) and tables_of(alone) and (not _with_log(database) or _strange(database, alone)):
            log = None
    salvage(database, log, part)


def _with_log(database: Path) -> bool:
    """Whether the file is sound with its log."""
    with suppress(UserError, sqlite3.DatabaseError, UnicodeDecodeError), closing(connect_still(database)) as both:
        return sound(both)
    return False


def _strange(database: Path, alone: sqlite3.Connection) -> bool:
    with closing(connect_still(database)) as both:
        ours = ids_of(alone)
        return bool(ours) and not ours & ids_of(both)


def _put_aside(database: Path, folder: Path, now: datetime) -> Path | None:
    """Give what is there a second name that says when, and is nobody's yet. ``None``: nothing is there."""
    files = [(database.with_name(database.name + end), end) for end in _ENDS]
    there = [(file, end) for file, end in files if file.exists() and (file.is_dir() or file.stat().st_size)]
    if not there:
        return None
    target, number = folder / f"damaged-{utc_stamp(now.timestamp())}.sqlite3", 1
    while any(os.path.lexists(f"{target}{end}") for end in _ENDS):
        number += 1
        target = folder / f"damaged-{utc_stamp(now.timestamp())}-{number}.sqlite3"
    for file, end in there:
        if end != "-shm":  # no file of its own, only shared memory
            _second_name(file, target.with_name(target.name + end))
    return target


def _second_name(file: Path, target: Path) -> None:
    if file.is_dir():
        file.rename(target)
        return
    try:
        os.link(file, target)
    except OSError:  # a disk without links
        shutil.copyfile(file, target)
    target.chmod(0o600)


def _take_place(database: Path, part: Path) -> None:
    """The log goes first: with the new file it would be damage again. Until the end a start finds what is damaged."""
    for end in _ENDS[1:]:
        database.with_name(database.name + end).unlink(missing_ok=True)
    part.replace(database)


def _note(part: Path, aside: Path | None, now: datetime) -> None:
    value = {"at": now.isoformat(), "aside": aside.name if aside else ""}
    with closing(sqlite3.connect(part, isolation_level=None)) as made, transaction(made):
        write_setting(made, MENDED, value)


def put_aside(folder: Path) -> tuple[Path, ...]:
    """Damaged files, which may hold somebody who is deleted now."""
    return tuple(sorted(folder.glob("damaged-*"))) if folder.is_dir() else ()


# -- copies ------------------------------------------------------------------------------------------------------------
def newest_good(folder: Path) -> Copy | None:
    """The newest copy in which every page is sound and somebody or something is.

    What was there when somebody went back comes last: it may be the poor record that was left after damage.
    """
    found = sorted(copies(folder), key=lambda copy: copy.kind == RETURN)  # stable: else the newest first
    return next((copy for copy in found if is_good(copy)), None)


def _worth_offering(live: sqlite3.Connection, folder: Path) -> tuple[Copy, Lacks, int] | None:
    """The good copy with most that is not here: the newest, or the one that was kept when there was damage before."""
    newest = newest_good(folder)
    if newest is None:
        return None
    kept = next((copy for copy in copies(folder) if copy.kind == MEND and copy != newest and is_good(copy)), None)
    compared = []
    for copy in (newest, kept):
        if copy is not None:
            with closing(open_reader(copy.path)) as source:
                newer = len(_sessions_of(live) - _sessions_of(source))
                compared.append((copy, fill(live, source, write=False), newer))
    return max(compared, key=lambda one: one[1].weight)


def is_good(copy: Copy) -> bool:
    """Whether a copy can be read to its end, and has something in it."""
    try:
        with told(copy.path), closing(connect_still(copy.path)) as found:
            good = sound(found) and not unreadable(found) and bool(ids_of(found) or _has_plans(found))
    except UserError:
        good = False
    if not good:
        _log.warning("a copy of %s is passed over: it is damaged or empty", f"{copy.made:%Y-%m-%d %H:%M}Z")
    return good


def _has_plans(found: sqlite3.Connection) -> bool:
    return "plans" in tables_of(found) and found.execute("SELECT 1 FROM plans").fetchone() is not None


def protect(folder: Path) -> None:
    """Give the newest good copy a name under which the days to come do not thin it out."""
    found = newest_good(folder)
    if found is None or found.kind != "daily":
        return
    target = folder / f"{MEND}-{utc_stamp(found.made.timestamp())}.sqlite3"
    if not target.exists():
        found.path.rename(target)


# -- what is offered ---------------------------------------------------------------------------------------------------
def offer(database: Path) -> Offer | None:
    """What is to be told and asked; ``None`` when nothing was damaged, or it was answered."""
    with told(database), closing(open_reader(database)) as live:
        value = read_setting(live, MENDED, None, _log.warning)
        mended, texts, older = isinstance(value, dict), newly_unreadable(live), is_older(live, folder_of(database))
        if not (mended or texts or older):
            return None
        _log.warning("asked about the record (mended: %s, unreadable texts: %d, older: %s)", mended, texts, older)
        aside = str(value.get("aside", "")) if mended else ""
        made = Offer(mended, aside, older and not mended, holds(database))
        found = _worth_offering(live, folder_of(database))
        return made if found is None else replace(made, copy=found[0], lacks=found[1], newer=found[2])


def _sessions_of(found: sqlite3.Connection) -> set[str]:
    return {str(row[0]) for row in found.execute("SELECT id FROM sessions")}


def answered(database: Path) -> None:
    """Do not ask again."""
    with told(database), closing(connect(database)) as live, transaction(live):
        _close_the_question(live, database)


def _close_the_question(live: sqlite3.Connection, database: Path) -> None:
    live.execute("DELETE FROM settings WHERE key = ?", (MENDED,))
    give_names(live)
    mark_unreadable(live)
    note_unreadable(live)
    note_newest(live, folder_of(database))


def add_missing(database: Path, copy: Path, now: datetime, said: Said) -> tuple[Path, Lacks]:
    """Take over from a copy what is not here: all or nothing. Returns the copy of what was here, and what came."""
    said(tr("Keeping a copy of what is there now…"))
    kept = make(database, RETURN, now)
    assert kept is not None
    said(tr("Adding what is missing…"))
    with ExitStack() as stack:
        stack.enter_context(told(copy))
        source = stack.enter_context(closing(open_reader(copy)))
        stack.enter_context(told(database))
        live = stack.enter_context(closing(connect(database)))
        stack.enter_context(snapshot(source))
        stack.enter_context(transaction(live))
        came = fill(live, source, write=True)
        _close_the_question(live, database)
    thin_out(folder_of(database), now)
    words = "added from a copy (people: %d, sessions: %d, in part: %d, other: %d)"
    _log.warning(words, came.people, came.sessions, came.in_part, came.others)
    return kept, came
