"""Rows as JSON values, word for word, and back: what is carried to another machine (``docs/exchange-format.md``).

Nothing is lost, and writing again gives the same bytes: see ``bodies.py``.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC
from enum import StrEnum
from typing import Any, get_args

from balancecoach.core.events import Afterwards
from balancecoach.store.bodies import text_of, whole, wholes
from balancecoach.store.codec import FORMS
from balancecoach.store.values import Json, finite, moment

Rows = Iterable[tuple[Any, ...]]


class Part(StrEnum):
    """What a record is of; in the order in which they are written and can be kept."""

    SETTINGS = "settings"
    PLANS = "plans"
    PEOPLE = "people"
    DECLINED = "declined"
    SESSIONS = "sessions"


#: What follows from the events of a session that can change after its end.
_REMOVED, _RESTORED = "removed", "restored"
_KNOWN = frozenset(form.name for form in FORMS)
_ADDED = frozenset(form.name for form in FORMS if form.kind in get_args(Afterwards))


def is_added(event: list[Any]) -> bool:
    """Whether an event was added when the session was over: a note, a check-in and the like."""
    at_s, name, _ = event
    return name in _ADDED or (at_s is None and name not in _KNOWN)


def in_order(events: list[list[Any]]) -> list[list[Any]]:
    """The walk first, then what was added; each in its own order."""
    return sorted(events, key=is_added)


def removed_utc(events: Iterable[list[Any]]) -> str | None:
    """When a session was removed, as its column has it; ``None`` when it is there."""
    last = None
    for _, name, body in events:
        if name in (_REMOVED, _RESTORED):
            last = body if name == _REMOVED else None
    try:
        return None if last is None else moment(last["wall"]).astimezone(UTC).isoformat(timespec="microseconds")
    except (ValueError, TypeError, KeyError, OverflowError):
        return None  # that it was removed cannot be read, and so it is shown


# -- reading ---------------------------------------------------------------------------------------------------------
def each(connection: sqlite3.Connection, part: Part, person_id: str | None) -> Iterator[Json]:
    """Every record of a part in an order that depends on nothing but what is in it."""
    if part is Part.DECLINED:
        yield from _declined(connection, person_id)
        return
    where, values = ("", ()) if person_id is None else (_OF_PERSON[part], (person_id,))
    found = connection.execute(f"{_KEYS[part]} {where} ORDER BY {_ORDER[part]}", values)
    for (key,) in found:
        record = find(connection, part, {_KEY[part]: _text(key)})
        if record is not None:
            yield record


_KEY = {Part.SETTINGS: "key", Part.PLANS: "id", Part.PEOPLE: "id", Part.SESSIONS: "id"}
_KEYS = {part: f"SELECT {key} FROM {part.value}" for part, key in _KEY.items()}
_ORDER = _KEY | {Part.SESSIONS: "started_utc, id"}
_OF_PERSON = {Part.PEOPLE: "WHERE id = ?", Part.SESSIONS: "WHERE person_id = ?"}


def find(connection: sqlite3.Connection, part: Part, record: Json) -> Json | None:
    """What is kept under the key of this record."""
    if part is Part.DECLINED:
        row = find_declined(connection, record)
        return None if row is None else {**record, "person": row[1]}
    row = connection.execute(_ROW[part], (record[_KEY[part]],)).fetchone()
    return None if row is None else _READ[part](connection, row)


_ROW = {
    Part.SETTINGS: "SELECT key, value FROM settings WHERE key = ?",
    Part.PLANS: "SELECT id, title, text, kind, draft, changed FROM plans WHERE id = ?",
    Part.PEOPLE: "SELECT id, archived, body, created_utc, changed_utc FROM people WHERE id = ?",
    Part.SESSIONS: "SELECT id, person_id, started_utc, demo FROM sessions WHERE id = ?",
}


def _setting(_: sqlite3.Connection, row: tuple[Any, ...]) -> Json:
    return {"key": _text(row[0]), "value": whole(_text(row[1]))}


def _plan(_: sqlite3.Connection, row: tuple[Any, ...]) -> Json:
    plan_id, title, text, kind, draft, changed = row
    return {
        "id": _text(plan_id),
        "title": _text(title),
        "kind": _text(kind),
        "draft": bool(draft),
        "changed": _text(changed),
        "text": _text(text),
    }


def _person(connection: sqlite3.Connection, row: tuple[Any, ...]) -> Json:
    statement = "SELECT at, name, body FROM person_facts WHERE person_id = ? ORDER BY seq"
    facts = connection.execute(statement, (row[0],)).fetchall()
    return {
        "id": _text(row[0]),
        "archived": bool(row[1]),
        "created_utc": _text(row[3]),
        "changed_utc": _text(row[4]),
        "details": whole(_text(row[2])),
        "facts": [[_text(at), _text(name), whole(_text(body))] for at, name, body in facts],
    }


def _session(connection: sqlite3.Connection, row: tuple[Any, ...]) -> Json:
    session_id = row[0]
    beat = connection.execute("SELECT at_s, wall FROM heartbeat WHERE session_id = ?", (session_id,)).fetchone()
    statement = "SELECT at_s, name, body FROM events WHERE session_id = ? ORDER BY seq"
    events = connection.execute(statement, (session_id,)).fetchall()
    return {
        "id": _text(session_id),
        "person": None if row[1] is None else _text(row[1]),
        "started_utc": _text(row[2]),
        "demo": bool(row[3]),
        "beat": None if beat is None else [_number(beat[0]) or 0.0, _text(beat[1])],
        "events": in_order(_events(events)),
    }


def _events(rows: list[tuple[Any, ...]]) -> list[list[Any]]:
    bodies = wholes([_text(body) for _, _, body in rows])
    return [[_number(at_s), _text(name), body] for (at_s, name, _), body in zip(rows, bodies, strict=True)]


_READ: dict[Part, Callable[[sqlite3.Connection, tuple[Any, ...]], Json]] = {
    Part.SETTINGS: _setting,
    Part.PLANS: _plan,
    Part.PEOPLE: _person,
    Part.SESSIONS: _session,
}


def _declined(connection: sqlite3.Connection, person_id: str | None) -> Iterator[Json]:
    """By date, without doubles; one of nobody's that is somebody's as well is theirs."""
    where, values = ("", ()) if person_id is None else ("WHERE person_id = ?", (person_id,))
    rows = connection.execute(f"SELECT at, plan_id, reasons, person_id FROM not_today {where}", values).fetchall()
    found = {(_text(at), _text(plan), _text(why), None if who is None else _text(who)) for at, plan, why, who in rows}
    owned = {row[:3] for row in found if row[3] is not None}
    for row in sorted((row for row in found if row[3] is not None or row[:3] not in owned), key=_by_date):
        yield {"at": row[0], "plan": row[1], "reasons": whole(row[2]), "person": row[3]}


def _by_date(row: tuple[str, str, str, str | None]) -> tuple[str, ...]:
    return (utc_text(row[0]), *row[:3], row[3] or "")


def utc_text(at: str) -> str:
    """A date as text that sorts as time does; what is no date stays as it is."""
    try:
        return moment(at).astimezone(UTC).isoformat(timespec="microseconds")
    except (ValueError, OverflowError):
        return at


def find_declined(connection: sqlite3.Connection, record: Json) -> tuple[int, str | None] | None:
    """The row of a declined day and whose it is: theirs, else nobody's; of nobody's also anybody's."""
    where = "FROM not_today WHERE at = ? AND plan_id = ? AND reasons = ?"
    values = (record["at"], record["plan"], text_of(record["reasons"]))
    person = record["person"]
    condition = "" if person is None else "AND person_id IS ?"
    for who in (None,) if person is None else (person, None):
        extra = () if person is None else (who,)
        order = "ORDER BY person_id DESC, id LIMIT 1"  # NULL comes last
        row = connection.execute(f"SELECT id, person_id {where} {condition} {order}", (*values, *extra)).fetchone()
        if row is not None:
            return int(row[0]), None if row[1] is None else _text(row[1])
    return None


def _text(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _number(value: object) -> float | None:
    try:
        return finite(value)
    except ValueError:
        return None
