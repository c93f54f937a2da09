"""A new, sound record of what can be read of a damaged one. The damaged files are read and left as they are.

What has lost what it belongs to is kept all the same: a session without its row gets one, and a person whose details
are gone is kept under a name that says so, with every fact (a fall!) and session.
"""

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from datetime import UTC
from pathlib import Path

from msgspec import Struct, field

from balancecoach.core.events import SessionStarted
from balancecoach.core.person import Person
from balancecoach.core.words import tr
from balancecoach.store.codec import decode
from balancecoach.store.damage import KNOWN, unreadable
from balancecoach.store.pages import Row, every_row
from balancecoach.store.people import decode_person, encode_person
from balancecoach.store.records import removed_utc
from balancecoach.store.rows import write_setting
from balancecoach.store.schema import APPLICATION_ID, MIGRATIONS, migrate, new_file, transaction
from balancecoach.store.shapes import indexed_session, is_json, table_of, with_time
from balancecoach.store.values import UnreadableError, loads

#: Of a person whose details are gone: older than all others, so that a copy's count.
LONG_AGO = "1970-01-01T00:00:00.000000+00:00"

_KEYS = {"events": 2, "person_facts": 2, "sessions": 1, "heartbeat": 1, "settings": 1, "people": 1, "plans": 1}
#: In this order nothing is written before what it belongs to.
_INSERTS = {
    "people": "INSERT INTO people (id, archived, body, created_utc, changed_utc) VALUES (?, ?, ?, ?, ?)",
    "person_facts": "INSERT INTO person_facts (person_id, seq, at, name, body) VALUES (?, ?, ?, ?, ?)",
    "plans": "INSERT INTO plans (id, title, text, kind, draft, changed) VALUES (?, ?, ?, ?, ?, ?)",
    "settings": "INSERT INTO settings (key, value) VALUES (?, ?)",
    "not_today": "INSERT INTO not_today (id, at, plan_id, reasons, person_id) VALUES (?, ?, ?, ?, ?)",
    "sessions": "INSERT INTO sessions (id, started_utc, demo, person_id, removed_utc) VALUES (?, ?, ?, ?, ?)",
    "events": "INSERT INTO events (session_id, seq, at_s, name, body) VALUES (?, ?, ?, ?, ?)",
    "heartbeat": "INSERT INTO heartbeat (session_id, at_s, wall) VALUES (?, ?, ?)",
}


class _Found(Struct):
    """Rows by table and key; of two with one key the readable one."""

    tables: dict[str, dict[object, Row]] = field(default_factory=lambda: {name: {} for name in _INSERTS})
    indexed: dict[str, Row] = field(default_factory=dict)  # sessions as the index has them
    doubled: list[tuple[tuple[object, ...], Row]] = field(default_factory=list)  # more events that claim a place

    def take(self, row: Row, *, numbered: bool) -> None:
        entry = indexed_session(row, numbered=numbered)
        if entry is not None:
            self.indexed[str(entry[2])] = entry
            return
        placed = table_of(row, numbered=numbered)
        if placed is None:
            return
        name, whole = placed
        whole = with_time(whole) if name == "events" else whole
        key = whole[: _KEYS[name]] if name in _KEYS else whole
        rows = self.tables[name]
        if key not in rows or (name in ("events", "person_facts") and is_json(whole[4]) > is_json(rows[key][4])):
            rows[key] = whole
        elif name == "events" and whole != rows[key] and is_json(whole[4]):
            self.doubled.append((key, whole))

    def choose(self) -> None:
        """Of two events in one place, one has a damaged number: the other fits between its neighbours."""
        rows = self.tables["events"]
        for (session, seq), row in self.doubled:
            around = [rows.get((session, seq + step)) for step in (-1, 1)] if isinstance(seq, int) else []
            if _in_time(row, *around) and not _in_time(rows[session, seq], *around):
                rows[session, seq] = row


def salvage(damaged: Path, log: Path | None, target: Path) -> None:
    """Write what can be read of ``damaged``, with its write-ahead log or without, into a new file."""
    found = _Found()
    for row, numbered in every_row(damaged, log):
        found.take(row, numbered=numbered)
    found.choose()
    _complete(found.tables, found.indexed)
    write_new(target, lambda made: _fill(made, found.tables))


def _in_time(row: Row, before: Row | None = None, after: Row | None = None) -> bool:
    times = [each[2] for each in (before, row, after) if each is not None and isinstance(each[2], int | float)]
    return times == sorted(times)


def write_new(target: Path, fill: Callable[[sqlite3.Connection], None]) -> None:
    """A new record with what ``fill`` puts into it."""
    new_file(target)
    with closing(sqlite3.connect(target, isolation_level=None)) as made:
        made.execute(f"PRAGMA application_id = {APPLICATION_ID:d}")
        migrate(made, MIGRATIONS)
        made.execute("PRAGMA synchronous = FULL")
        made.execute("PRAGMA foreign_keys = ON")
        with transaction(made):
            fill(made)
            note_unreadable(made)


def note_unreadable(made: sqlite3.Connection) -> None:
    """So that the next start does not ask again about what cannot be read anyway."""
    write_setting(made, KNOWN, unreadable(made))


def give_names(found: sqlite3.Connection) -> None:
    """Whoever has details that cannot be read is shown all the same, under a name that says so."""
    statement = "SELECT id, archived, body, created_utc, changed_utc FROM people"
    for row in [row for row in found.execute(statement) if not _is_person(row)]:
        _, _, body, _, changed = _person_row(str(row[0]), row)
        found.execute("UPDATE people SET body = ?, changed_utc = ? WHERE id = ?", (body, changed, row[0]))


def _fill(made: sqlite3.Connection, tables: dict[str, dict[object, Row]]) -> None:
    for name, statement in _INSERTS.items():
        made.executemany(statement, tables[name].values())


# -- what has lost what it belongs to ------------------------------------------------------------------------------
def _complete(tables: dict[str, dict[object, Row]], indexed: Mapping[str, Row]) -> None:
    _mend_ids(tables, "person_facts", 0, {str(row[0]) for row in tables["people"].values()})
    _mend_ids(tables, "sessions", 3, {str(row[0]) for row in tables["people"].values()})
    _mend_ids(tables, "events", 0, {str(row[0]) for row in tables["sessions"].values()})
    events: dict[str, list[Row]] = {}
    for row in tables["events"].values():
        events.setdefault(str(row[0]), []).append(row)
    sessions, people = tables["sessions"], tables["people"]
    for session_id, rows in events.items():
        if (session_id,) not in sessions:
            sessions[(session_id,)] = _session_row(session_id, sorted(rows, key=lambda row: str(row[1]).zfill(8)))
    _complete_sessions(sessions, indexed)
    for key in [key for key, row in tables["heartbeat"].items() if (row[0],) not in sessions]:
        del tables["heartbeat"][key]
    for person in _named(tables):
        known = people.get((person,))
        if known is None or not _is_person(known):
            people[(person,)] = _person_row(person, known)


def _complete_sessions(sessions: dict[object, Row], indexed: Mapping[str, Row]) -> None:
    """What no row and no event tells any more, a session's entry in an index may: when it began, and whose it is."""
    known = [str(row[0]) for row in sessions.values()]
    for session_id, (person_id, started_utc, _) in indexed.items():
        row = sessions.get((session_id,))
        if row is None and not any(_one_letter_off(session_id, each) for each in known):  # else the entry is damaged
            sessions[(session_id,)] = (session_id, started_utc, 0, person_id, None)
        elif row is not None and not row[1]:
            sessions[(session_id,)] = (session_id, started_utc, row[2], row[3] or person_id, row[4])


def _mend_ids(tables: dict[str, dict[object, Row]], name: str, column: int, known: set[str]) -> None:
    """A row whose owner nobody knows, with one letter other than somebody's: the letter is damaged."""
    rows = tables[name]
    for key, row in list(rows.items()):
        owner = row[column]
        if owner is None or owner in known:
            continue
        near = [each for each in known if _one_letter_off(str(owner), each)]
        mended = (*row[:column], near[0], *row[column + 1 :]) if len(near) == 1 else row
        place = mended[: _KEYS[name]]
        if mended is not row and (place == key or place not in rows):
            del rows[key]
            rows[place] = mended


def _one_letter_off(one: str, other: str) -> bool:
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _named(tables: dict[str, dict[object, Row]]) -> Iterable[str]:
    """Everybody that something belongs to, and everybody."""
    for name, column in (("people", 0), ("person_facts", 0), ("sessions", 3), ("not_today", 4)):
        for row in list(tables[name].values()):
            if row[column] is not None:
                yield str(row[column])


def _is_person(row: Row) -> bool:
    try:
        decode_person(str(row[0]), row[1], row[2])
    except UnreadableError:
        return False
    return True


def _person_row(person_id: str, row: Row | None) -> Row:
    archived, created = (0, LONG_AGO) if row is None else (row[1], row[3])
    someone = Person(person_id, tr("Name not readable"))
    return (person_id, archived, encode_person(someone), created, LONG_AGO)


def _session_row(session_id: str, events: list[Row]) -> Row:
    """From its events: when it began, whose it is, and whether it was removed."""
    shaped = [[row[2], row[3], loads(row[4])] for row in events if is_json(row[4])]
    removed = removed_utc(shaped)
    for row in events:
        try:
            event = decode(row[3], row[4])
        except UnreadableError:
            continue
        if isinstance(event, SessionStarted):
            utc = event.wall.astimezone(UTC).isoformat(timespec="microseconds")
            return (session_id, utc, int(event.demo), event.person_id or None, removed)
    return (session_id, "", 0, None, removed)
