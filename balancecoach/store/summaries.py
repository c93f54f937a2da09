"""What sessions came to, folded once and kept beside them.

Kept only of sessions that have ended and whose events could all be read. A row counts while it was made by this form
of the fold from the newest event; else it is folded again. So nothing has to be thrown away when an event is added.
"""

import sqlite3
from collections.abc import Iterable

import msgspec

from balancecoach.core.progress import Summary
from balancecoach.store.schema import transaction

#: Of ``core.progress.summarise`` and of ``Summary``: one more with every change of either.
FORM = 3
#: Rows in one transaction: another thread that has an event to write waits for one of these at most.
AT_ONCE = 200


def read_kept(connection: sqlite3.Connection, where: str, values: tuple[str | None, ...]) -> dict[str, Summary]:
    """Those that still count, by the session's id. ``where``: a condition on sessions, as of ``rows.of_person``."""
    statement = (
        "SELECT summaries.session_id, summaries.body FROM summaries JOIN sessions ON sessions.id = summaries.session_id"
        f" {where} {'AND' if where else 'WHERE'} summaries.form = {FORM:d}"
        " AND summaries.seq = (SELECT max(seq) FROM events WHERE events.session_id = summaries.session_id)"
    )
    kept = {}
    for session_id, body in connection.execute(statement, values):
        try:
            kept[str(session_id)] = _DECODER.decode(body)
        except (msgspec.MsgspecError, TypeError, ValueError):
            continue  # damaged: folded again
    return kept


def last_seq(connection: sqlite3.Connection, session_id: str) -> int:
    """The number of a session's newest event, -1 for none. Asked before its events are read."""
    found = connection.execute("SELECT max(seq) FROM events WHERE session_id = ?", (session_id,)).fetchone()[0]
    return found if isinstance(found, int) else -1


def keep(connection: sqlite3.Connection, rows: Iterable[tuple[int, Summary]]) -> None:
    """Keep summaries with the number of the newest event they were made of. May fail; nothing depends on it."""
    values = [(FORM, seq, msgspec.json.encode(summary).decode(), summary.id) for seq, summary in rows]
    for first in range(0, len(values), AT_ONCE):
        with transaction(connection):
            connection.executemany(
                "INSERT INTO summaries (session_id, form, seq, body) SELECT id, ?, ?, ? FROM sessions WHERE id = ?"
                " ON CONFLICT (session_id) DO UPDATE"
                " SET form = excluded.form, seq = excluded.seq, body = excluded.body",
                values[first : first + AT_ONCE],
            )


def mark_unreadable(connection: sqlite3.Connection) -> None:
    """Let what was kept say which sessions cannot be read in part any more; what they came to is known from before."""
    bad = "FROM events WHERE events.session_id = summaries.session_id AND NOT json_valid(events.body)"
    connection.execute(
        f"UPDATE summaries SET body = json_set(body, '$.unreadable', (SELECT count(*) {bad}))"
        " WHERE json_valid(body) AND session_id IN (SELECT session_id FROM events WHERE NOT json_valid(body))"
    )


_DECODER = msgspec.json.Decoder(Summary)
