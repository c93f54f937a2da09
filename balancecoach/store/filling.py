"""What a record lacks, from a copy of it: rows that are gone, texts that cannot be read. What is there stays.

A copy is of the same record, and events are never changed: an event has the same place in it, and the same text. Where
few differ, it is damage that nobody noticed, and the copy's count. Where many do (something was merged since), the
session that was kept more fully counts.
"""

import sqlite3

from msgspec import Struct

from balancecoach.store.damage import KNOWN
from balancecoach.store.shapes import is_json

Row = tuple[object, ...]

#: Events of a session, or facts of a person, that may be damaged though it is the same list.
FEW = 3
#: Settings that a copy must not bring: what they say was true only then.
STAY = frozenset({KNOWN, "last_import", "mended", "newest_copy"})


class Lacks(Struct, frozen=True):
    """What a record lacks that a copy has: whole people and sessions, those that it has in part, other things."""

    people: int = 0
    sessions: int = 0
    in_part: int = 0
    others: int = 0

    @property
    def weight(self) -> tuple[int, int, int]:
        """To compare two copies by."""
        return self.people + self.sessions, self.in_part, self.others

    def __bool__(self) -> bool:
        return bool(self.people or self.sessions or self.in_part or self.others)


NOTHING = Lacks()


def fill(live: sqlite3.Connection, copy: sqlite3.Connection, *, write: bool) -> Lacks:
    """Count it, and with ``write`` take it over; the caller opens the transaction. Both have today's tables."""
    people, person_parts = _people(live, copy, write)
    sessions, session_parts = _sessions(live, copy, write)
    others = _settings(live, copy, write) + _plans(live, copy, write) + _declined(live, copy, write)
    return Lacks(people, sessions, person_parts + session_parts, others)


# -- people and their facts ------------------------------------------------------------------------------------------
def _people(live: sqlite3.Connection, copy: sqlite3.Connection, write: bool) -> tuple[int, int]:
    statement = "SELECT id, archived, body, created_utc, changed_utc FROM people"
    here = {row[0]: row for row in live.execute(statement)}
    whole = part = 0
    for row in copy.execute(statement).fetchall():
        ours = here.get(row[0])
        newer = ours is None or not is_json(ours[2]) or (ours != row and str(ours[4]) <= str(row[4]))
        if newer and write:
            live.execute(
                "INSERT INTO people (id, archived, body, created_utc, changed_utc) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (id) DO UPDATE SET archived = excluded.archived, body = excluded.body,"
                " created_utc = excluded.created_utc, changed_utc = excluded.changed_utc",
                row,
            )
        facts = _rows(live, copy, _FACTS, row[0], write)
        whole += ours is None
        part += ours is not None and (newer or facts)
    return whole, part


# -- sessions and their events ---------------------------------------------------------------------------------------
def _sessions(live: sqlite3.Connection, copy: sqlite3.Connection, write: bool) -> tuple[int, int]:
    here = {row[0]: row[1] for row in live.execute("SELECT id, started_utc FROM sessions")}
    whole = part = 0
    found = "SELECT id, started_utc, demo, person_id, removed_utc FROM sessions"
    for row in copy.execute(found).fetchall():
        missing = row[0] not in here
        if missing and write:
            live.execute(
                "INSERT INTO sessions (id, started_utc, demo, person_id, removed_utc) VALUES (?, ?, ?, ?, ?)", row
            )
        if not missing and not here[row[0]] and write:  # its row was made anew, and nothing told when it began
            statement = "UPDATE sessions SET started_utc = ?, demo = ?, person_id = ? WHERE id = ?"
            live.execute(statement, (*row[1:4], row[0]))
        fuller = _rows(live, copy, _EVENTS, row[0], write)
        whole += missing
        part += not missing and fuller
    return whole, part


# -- rows with a place in an order -------------------------------------------------------------------------------------
class _Table(Struct, frozen=True):
    """Rows of an owner, by their place; the text is the last column."""

    read: str
    put: str
    clear: str


_EVENTS = _Table(
    "SELECT seq, at_s, name, body FROM events WHERE session_id = ? ORDER BY seq",
    "INSERT OR REPLACE INTO events (session_id, seq, at_s, name, body) VALUES (?, ?, ?, ?, ?)",
    "DELETE FROM events WHERE session_id = ?",
)
_FACTS = _Table(
    "SELECT seq, at, name, body FROM person_facts WHERE person_id = ? ORDER BY seq",
    "INSERT OR REPLACE INTO person_facts (person_id, seq, at, name, body) VALUES (?, ?, ?, ?, ?)",
    "DELETE FROM person_facts WHERE person_id = ?",
)


def _rows(live: sqlite3.Connection, copy: sqlite3.Connection, table: _Table, owner: object, write: bool) -> bool:
    """Whether the copy has more of this owner's; with ``write`` it is taken over."""
    ours = {row[0]: row for row in live.execute(table.read, (owner,))}
    theirs = {row[0]: row for row in copy.execute(table.read, (owner,))}
    wanted = [row for seq, row in theirs.items() if seq not in ours or (row != ours[seq] and is_json(row[-1]))]
    differ = sum(row[0] in ours and is_json(ours[row[0]][-1]) for row in wanted)
    apart = differ > max(FEW, len(ours) // 20)
    if apart:
        wanted = list(theirs.values()) if _readable(theirs) > _readable(ours) else []
    if wanted and write:
        if apart:
            live.execute(table.clear, (owner,))
        live.executemany(table.put, [(owner, *row) for row in wanted])
    return bool(wanted)


def _readable(rows: dict[object, Row]) -> int:
    return sum(is_json(row[-1]) for row in rows.values())


# -- the rest ----------------------------------------------------------------------------------------------------------
def _settings(live: sqlite3.Connection, copy: sqlite3.Connection, write: bool) -> int:
    here = {row[0] for row in live.execute("SELECT key, value FROM settings") if is_json(row[1])} | STAY
    rows = [row for row in copy.execute("SELECT key, value FROM settings") if row[0] not in here]
    return _insert(live, "INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)", rows, write)


def _plans(live: sqlite3.Connection, copy: sqlite3.Connection, write: bool) -> int:
    here = {row[0] for row in live.execute("SELECT id FROM plans")}
    found = copy.execute("SELECT id, title, text, kind, draft, changed FROM plans")
    rows = [row for row in found if row[0] not in here]
    statement = "INSERT INTO plans (id, title, text, kind, draft, changed) VALUES (?, ?, ?, ?, ?, ?)"
    return _insert(live, statement, rows, write)


def _declined(live: sqlite3.Connection, copy: sqlite3.Connection, write: bool) -> int:
    statement = "SELECT at, plan_id, reasons, person_id FROM not_today"
    here = set(live.execute(statement))
    rows = [row for row in copy.execute(statement) if row not in here]
    return _insert(live, "INSERT INTO not_today (at, plan_id, reasons, person_id) VALUES (?, ?, ?, ?)", rows, write)


def _insert(live: sqlite3.Connection, statement: str, rows: list[Row], write: bool) -> int:
    if write:
        live.executemany(statement, rows)
    return len(rows)
