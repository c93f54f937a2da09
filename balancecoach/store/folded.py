"""Sessions as summaries: folded from their events, or as they were folded before (``summaries``)."""

import sqlite3
from contextlib import suppress

from msgspec.structs import replace

from balancecoach.core.events import Outcome, SessionEnded
from balancecoach.core.progress import Summary, counts, summarise
from balancecoach.store import rows, summaries
from balancecoach.store.rows import Report, SessionRow

#: Folded just now, with the number of the newest event.
Fresh = list[tuple[int, Summary]]


class Folded:
    """For the thread that opened the record. ``may_keep``: whether what was folded may be written down."""

    def __init__(self, connection: sqlite3.Connection, report: Report, *, may_keep: bool) -> None:
        self._connection, self._report, self._may_keep = connection, report, may_keep

    def all(self, person_id: str | None, *, removed: bool) -> tuple[Summary, ...]:
        """A person's sessions, oldest first; nobody's for "", everybody's for ``None``."""
        where, values = rows.of_person(person_id)
        found = rows.read_sessions(self._connection, person_id, removed=removed)
        kept = summaries.read_kept(self._connection, where, values)
        fresh: Fresh = []
        result = tuple(_belongs(kept.get(row.id) or self._fold(row, fresh), row) for row in found)
        self._keep(fresh)
        return result

    def one(self, session_id: str) -> Summary | None:
        """One session, removed or not; ``None`` for an unknown id."""
        row = rows.read_session(self._connection, session_id)
        return None if row is None else self._fold(row)

    def latest(self, person_id: str) -> Summary | None:
        """The newest in which somebody walked; the others are not read."""
        newest_first = reversed(rows.read_sessions(self._connection, person_id))
        return next((summary for row in newest_first if counts(summary := self._fold(row))), None)

    def _fold(self, row: SessionRow, fresh: Fresh | None = None) -> Summary:
        """Fold one session. ``fresh`` gets it, with its newest event's number, when it may be kept."""
        troubles: list[str] = []
        seq = summaries.last_seq(self._connection, row.id)
        events = rows.read_foldable(self._connection, row.id, troubles.append)
        for trouble in troubles:
            self._report(trouble)
        sign = None if row.ended else rows.last_sign(self._connection, row)
        if sign is None:
            summary = summarise(row.id, events)
        else:
            end = SessionEnded(*sign, Outcome.INTERRUPTED)
            summary = replace(summarise(row.id, (*events, end)), ended=None, outcome=None)
        summary = replace(summary, unreadable=len(troubles)) if troubles else summary
        if not summary.started:
            summary = replace(summary, started=row.started, demo=row.demo)
        elif row.ended and not troubles and fresh is not None:
            fresh.append((seq, summary))
        return _belongs(summary, row)

    def _keep(self, fresh: Fresh) -> None:
        """So that they need not be folded again; a file that cannot be written now is still read."""
        if not self._may_keep or not fresh:
            return
        waits_ms = self._connection.execute("PRAGMA busy_timeout").fetchone()[0]
        self._connection.execute("PRAGMA busy_timeout = 0")  # whoever looks at a page must not wait for this
        with suppress(sqlite3.Error):
            summaries.keep(self._connection, fresh)
        self._connection.execute(f"PRAGMA busy_timeout = {waits_ms:d}")


def _belongs(summary: Summary, row: SessionRow) -> Summary:
    """Whose a session is, is what the record says now: one of nobody's can be given to a person later."""
    return summary if summary.person_id == row.person_id else replace(summary, person_id=row.person_id)
