"""A session that a crash left open is closed at its last sign of life."""

import sqlite3

from balancecoach.core.events import Outcome, SessionEnded
from balancecoach.store import rows
from balancecoach.store.rows import Report
from balancecoach.store.schema import transaction


def close_interrupted(connection: sqlite3.Connection, report: Report) -> tuple[str, ...]:
    """End the sessions that a crash left open; their ids."""
    closed = []
    with transaction(connection):
        for row in rows.read_open(connection):
            sign = rows.last_sign(connection, row)
            if sign is not None:
                rows.insert_event(connection, row.id, SessionEnded(*sign, Outcome.INTERRUPTED), report)
                closed.append(row.id)
            else:
                report(f"Session {row.id} stays open: no date of it can be read.")
    return tuple(closed)
