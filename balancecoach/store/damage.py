"""Is the record as it should be? Asked before it is opened for writing, when nothing has been changed yet.

SQLite looks at its pages and indexes; that every row belongs to one that is there is our own question. So is whether
texts can be read: a flipped bit inside one is nothing to SQLite. Such a record is opened all the same.
"""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from balancecoach.store.database import BUSY_S, connect_main, connect_still, log_of
from balancecoach.store.faults import damaged, told
from balancecoach.store.schema import MIGRATIONS, misfit, version

#: Bytes: a larger record is looked at in the background, once a day; 32 MB take 0.25 s.
LARGEST_AT_START = 32_000_000
#: The setting that says how many texts could not be read when somebody was last asked about it.
KNOWN = "unreadable_texts"
#: Where a text is JSON: table and column.
_TEXTS = (
    ("events", "body"),
    ("person_facts", "body"),
    ("people", "body"),
    ("not_today", "reasons"),
    ("settings", "value"),
)


def refuse_damaged(path: Path, wait_s: float = BUSY_S, *, at_start: bool = False) -> None:
    """Raise ``DamagedError`` unless it fits together. ``at_start``: a large file only when something was noticed."""
    if not path.is_file() or not path.stat().st_size:
        return  # made new, or refused, by whoever opens it
    if at_start and path.stat().st_size > LARGEST_AT_START and not mark_of(path).exists():
        return
    with told(path), closing(connect_still(path, wait_s)) as found:
        if version(found) <= len(MIGRATIONS) and (what := wrong(found) or _strange_log(found, path)):
            raise damaged(path, what)
    mark_of(path).unlink(missing_ok=True)


def mark_of(path: Path) -> Path:
    """There when something was noticed while the window was open: the next start looks, however large the file is."""
    return path.with_name(path.name + "-look")


def sound(found: sqlite3.Connection) -> bool:
    """Whether pages, indexes and rows fit together. Raises nothing that a damaged file raises."""
    try:
        return not wrong(found)
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return False


def unreadable(found: sqlite3.Connection) -> int:
    """How many texts of events, facts, people, declined days and settings are no JSON."""
    tables = tables_of(found)
    return sum(_count(found, f"{table} WHERE NOT json_valid({column})") for table, column in _TEXTS if table in tables)


def newly_unreadable(found: sqlite3.Connection) -> int:
    """The same; 0 when there are no more than were known before."""
    row = found.execute("SELECT value FROM settings WHERE key = ?", (KNOWN,)).fetchone()
    count = unreadable(found)
    return count if count > (int(row[0]) if row is not None and str(row[0]).isdigit() else 0) else 0


def tables_of(found: sqlite3.Connection) -> set[str]:
    """The names of the tables."""
    return {str(row[0]) for row in found.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def wrong(found: sqlite3.Connection) -> str:
    """In a few words, without anything of anybody's; "" when pages, indexes and rows fit together."""
    says = " ".join(str(found.execute("PRAGMA integrity_check(1)").fetchone()[0]).split())
    if says != "ok":
        return says.rstrip(".").replace(". ", ", ")
    if not version(found):
        return "tables are missing"
    if version(found) == len(MIGRATIONS) and (what := misfit(found)):
        return what
    stray = found.execute("PRAGMA foreign_key_check").fetchone()
    return f"rows of the table {stray[0]} belong to nothing" if stray else ""


def _strange_log(found: sqlite3.Connection, path: Path) -> str:
    """A write-ahead log of another record, left beside this one, reads as if it were this one's."""
    log = log_of(path)
    if not log.exists() or not log.stat().st_size:
        return ""
    with suppress(sqlite3.DatabaseError, UnicodeDecodeError), closing(connect_main(path)) as alone:
        ours = ids_of(alone)
        if ours and sound(alone) and not ours & ids_of(found):
            return f"{log.name} beside it is another record's"
    return ""


def ids_of(found: sqlite3.Connection) -> set[str]:
    """Of everybody and of every session."""
    tables = [name for name in ("people", "sessions") if name in tables_of(found)]
    return {str(row[0]) for name in tables for row in found.execute(f"SELECT id FROM {name}")}


def _count(found: sqlite3.Connection, what: str) -> int:
    """``what``: words of our own, never from outside."""
    return int(found.execute(f"SELECT count(*) FROM {what}").fetchone()[0])
