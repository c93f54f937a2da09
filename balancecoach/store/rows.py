"""What is written and read, a few statements each. Callers open transactions and turn errors into sentences."""

import sqlite3
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec import Struct

from balancecoach.core.events import BlockStarted, Removed, Restored, SessionEnded, SessionStarted, Stored
from balancecoach.store.codec import decode, encode
from balancecoach.store.values import UnreadableError, dumps, finite, loads, moment, stamp

#: Takes one sentence about something in the file that could not be read. Names no person.
Report = Callable[[str], None]

#: Without being told, SQLite reads all events of every session instead of its index of the ends.
_ENDED = (
    "EXISTS (SELECT 1 FROM events INDEXED BY events_ended WHERE session_id = sessions.id AND name = 'session_ended')"
)


class NotToday(Struct, frozen=True):
    """A day on which the daily check said no. ``reasons``: keys of the statements that were not true."""

    at: datetime
    plan_id: str
    reasons: tuple[str, ...]
    person_id: str = ""


class SessionRow(Struct, frozen=True):
    """What is kept of a session beside its events. ``person_id``: "" for nobody's."""

    id: str
    started: datetime | None
    demo: bool
    ended: bool
    person_id: str


def insert_event(connection: sqlite3.Connection, session_id: str, event: Stored, report: Report) -> None:
    """Add an event at the end of its session; the first makes the session, an end stops its heartbeat."""
    name, body = encode(event)
    if isinstance(event, SessionStarted):
        utc = event.wall.astimezone(UTC).isoformat(timespec="microseconds")
        person = _known(connection, event.person_id, f"Session {session_id}", report)
        row = (session_id, utc, event.demo, person)
        connection.execute("INSERT INTO sessions (id, started_utc, demo, person_id) VALUES (?, ?, ?, ?)", row)
        write_beat(connection, session_id, event.at_s, event.wall)
    if isinstance(event, SessionEnded):
        connection.execute("DELETE FROM heartbeat WHERE session_id = ?", (session_id,))
    if isinstance(event, Removed | Restored):
        removed = event.wall.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(event, Removed) else None
        connection.execute("UPDATE sessions SET removed_utc = ? WHERE id = ?", (removed, session_id))
    connection.execute(
        "INSERT INTO events (session_id, seq, at_s, name, body)"
        " SELECT ?, coalesce(max(seq), -1) + 1, ?, ?, ? FROM events WHERE session_id = ?",
        (session_id, getattr(event, "at_s", None), name, body, session_id),
    )


def _known(connection: sqlite3.Connection, person_id: str, what: str, report: Report) -> str | None:
    """The id of a person who is there; ``None`` for nobody, and for an unknown id rather than losing what they did."""
    if not person_id:
        return None
    found = connection.execute("SELECT id FROM people WHERE id = ?", (person_id,)).fetchone()
    if found is None:
        report(f"{what} was kept without a person: {person_id} is not known here.")
        return None
    return str(found[0])


def write_beat(connection: sqlite3.Connection, session_id: str, at_s: float, wall: datetime) -> None:
    """The session was alive then. Nothing happens when it has ended."""
    connection.execute(
        "INSERT INTO heartbeat (session_id, at_s, wall)"
        f" SELECT id, ?, ? FROM sessions WHERE id = ? AND NOT {_ENDED}"
        " ON CONFLICT (session_id) DO UPDATE SET at_s = excluded.at_s, wall = excluded.wall",
        (at_s, stamp(wall), session_id),
    )


def read_sessions(
    connection: sqlite3.Connection, person_id: str | None = None, *, removed: bool = False
) -> tuple[SessionRow, ...]:
    """A person's sessions, oldest first; nobody's for "", everybody's for ``None``. ``removed``: those instead."""
    where, values = of_person(person_id)
    where += f" {'AND' if where else 'WHERE'} removed_utc IS {'NOT ' if removed else ''}NULL"
    statement = f"SELECT id, started_utc, demo, {_ENDED}, person_id FROM sessions {where} ORDER BY started_utc, id"
    return tuple(_session(row) for row in connection.execute(statement, values).fetchall())


def read_session(connection: sqlite3.Connection, session_id: str) -> SessionRow | None:
    """One session, removed or not; ``None`` for an unknown id."""
    statement = f"SELECT id, started_utc, demo, {_ENDED}, person_id FROM sessions WHERE id = ?"
    row = connection.execute(statement, (session_id,)).fetchone()
    return None if row is None else _session(row)


def read_open(connection: sqlite3.Connection) -> tuple[SessionRow, ...]:
    """Sessions without an end, removed or not: those that a crash has cut off, or one that goes on."""
    statement = f"SELECT id, started_utc, demo, 0, person_id FROM sessions WHERE NOT {_ENDED} ORDER BY started_utc, id"
    return tuple(_session(row) for row in connection.execute(statement).fetchall())


def _session(row: tuple[Any, ...]) -> SessionRow:
    return SessionRow(str(row[0]), _maybe_moment(row[1]), bool(row[2]), bool(row[3]), str(row[4] or ""))


def purge(connection: sqlite3.Connection, before: datetime) -> int:
    """Delete the sessions that were removed before that moment; how many."""
    utc = before.astimezone(UTC).isoformat(timespec="microseconds")
    return connection.execute("DELETE FROM sessions WHERE removed_utc < ?", (utc,)).rowcount


def date_removals_anew(connection: sqlite3.Connection, now: datetime) -> int:
    """A removal in the future, or from before its session began, was dated by a wrong clock: it counts from now."""
    utc = now.astimezone(UTC).isoformat(timespec="microseconds")
    statement = "UPDATE sessions SET removed_utc = ?1 WHERE removed_utc > ?1 OR removed_utc < started_utc"
    return connection.execute(statement, (utc,)).rowcount


def of_person(person_id: str | None) -> tuple[str, tuple[str | None, ...]]:
    """The condition for a person's rows, and its values. An index serves ``IS`` as well as it serves ``=``."""
    return ("", ()) if person_id is None else ("WHERE person_id IS ?", (person_id or None,))


def read_events(connection: sqlite3.Connection, session_id: str, report: Report) -> tuple[Stored, ...]:
    """A session's events in order. One that cannot be read is left out and reported; the others are kept."""
    found = connection.execute("SELECT seq, name, body FROM events WHERE session_id = ? ORDER BY seq", (session_id,))
    return tuple(_readable(session_id, found.fetchall(), report))


def newest(connection: sqlite3.Connection, session_id: str) -> tuple[str, str] | None:
    """Name and body of a session's newest event, as ``encode`` makes them."""
    statement = "SELECT name, body FROM events WHERE session_id = ? ORDER BY seq DESC LIMIT 1"
    found: tuple[str, str] | None = connection.execute(statement, (session_id,)).fetchone()
    return found


def read_foldable(connection: sqlite3.Connection, session_id: str, report: Report) -> tuple[Stored, ...]:
    """The events that a summary is made of, those that fit together.

    Cues that were said are nine events in ten and add nothing to it: left out, five years take 0.4 s and not 3. A block
    counts only when the plan it belongs to could be read.
    """
    statement = "SELECT seq, name, body FROM events WHERE session_id = ? AND name <> 'cue_due' ORDER BY seq"
    found = tuple(_readable(session_id, connection.execute(statement, (session_id,)).fetchall(), report))
    blocks = len(found[0].blocks) if found and isinstance(found[0], SessionStarted) else 0
    return tuple(row for row in found if not isinstance(row, BlockStarted) or 0 <= row.index < blocks)


def _readable(session_id: str, rows: Iterable[tuple[Any, ...]], report: Report) -> Iterable[Stored]:
    for seq, name, body in rows:
        try:
            yield decode(name, body)
        except UnreadableError as error:
            report(f"Session {session_id}, event {seq} was left out: {error}.")


def last_sign(connection: sqlite3.Connection, row: SessionRow) -> tuple[float, datetime] | None:
    """When a session was last known to be alive: its heartbeat, or a later event. ``None`` when no date is left."""
    beat = connection.execute("SELECT at_s, wall FROM heartbeat WHERE session_id = ?", (row.id,)).fetchone()
    base_s, wall = (_maybe_number(beat[0]), _maybe_moment(beat[1])) if beat else (None, None)
    if base_s is None or wall is None:
        base_s, wall = 0.0, row.started
    found = connection.execute("SELECT max(at_s) FROM events WHERE session_id = ?", (row.id,)).fetchone()
    last_s = max(base_s, _maybe_number(found[0]) or 0.0)
    return None if wall is None else (last_s, _later(wall, last_s - base_s))


def write_decline(connection: sqlite3.Connection, day: NotToday, report: Report) -> None:
    """Not today, and why."""
    person = _known(connection, day.person_id, "A day that was declined", report)
    row = (stamp(day.at), day.plan_id, dumps(list(day.reasons)), person)
    connection.execute("INSERT INTO not_today (at, plan_id, reasons, person_id) VALUES (?, ?, ?, ?)", row)


def read_declined(connection: sqlite3.Connection, person_id: str | None, report: Report) -> tuple[NotToday, ...]:
    """A person's "not today", oldest first; nobody's for "", everybody's for ``None``."""
    where, values = of_person(person_id)
    statement = f"SELECT id, at, plan_id, reasons, person_id FROM not_today {where} ORDER BY id"
    days = []
    for number, at, plan_id, reasons, person in connection.execute(statement, values).fetchall():
        try:
            texts = tuple(str(reason) for reason in loads(reasons))
            days.append(NotToday(moment(at), str(plan_id), texts, str(person or "")))
        except (ValueError, TypeError) as error:
            report(f"A day that was declined ({number}) was left out: {error}.")
    return tuple(sorted(days, key=lambda day: day.at))  # where machines were merged, rows are not by date


def write_setting(connection: sqlite3.Connection, key: str, value: object) -> None:
    """Keep a setting as JSON."""
    connection.execute(
        "INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, dumps(value)),
    )


def read_setting(connection: sqlite3.Connection, key: str, default: Any, report: Report) -> Any:
    """A setting, or ``default`` when it was never kept or cannot be read."""
    found = connection.execute("SELECT value FROM settings WHERE key = ?", (key,)).fetchone()
    if found is None:
        return default
    try:
        return loads(found[0])
    except UnreadableError as error:
        report(f"The setting {key} is not used: {error}.")
        return default


def has_setting(connection: sqlite3.Connection, key: str) -> bool:
    """Whether anything is kept under this key, readable or not."""
    return connection.execute("SELECT 1 FROM settings WHERE key = ?", (key,)).fetchone() is not None


def _maybe_moment(text: object) -> datetime | None:
    try:
        return moment(text)
    except ValueError:
        return None


def _later(wall: datetime, seconds: float) -> datetime:
    try:
        return wall + timedelta(seconds=seconds)
    except OverflowError:  # a damaged number
        return wall


def _maybe_number(value: object) -> float | None:
    try:
        return max(0.0, finite(value))
    except ValueError:
        return None
