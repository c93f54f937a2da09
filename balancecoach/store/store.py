"""The record: sessions and their events, days that were declined, settings.

One program at a time may write; it holds a lock file while it does. Any number may read meanwhile.
"""

import logging
import sqlite3
import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from filelock import BaseFileLock, FileLock, Timeout

from balancecoach.core.events import CheckedIn, Outcome, SessionEnded, Stored
from balancecoach.core.progress import Summary, summarise
from balancecoach.errors import CannotError
from balancecoach.paths import Paths, private_folder
from balancecoach.store import rows
from balancecoach.store.database import BUSY_S, connect, open_reader, open_writer
from balancecoach.store.faults import told
from balancecoach.store.rows import NotToday, Report, SessionRow
from balancecoach.store.schema import transaction

_log = logging.getLogger(__name__)


def new_session_id() -> str:
    """An id that no other session has."""
    return uuid.uuid4().hex


class Store:
    """The record, for the thread that opened it. Every method may raise ``UserError``: one sentence, nothing lost."""

    def __init__(
        self,
        path: Path,
        connection: sqlite3.Connection,
        *,
        lock: BaseFileLock | None = None,
        recovered: tuple[str, ...] = (),
        report: Report = _log.warning,
    ) -> None:
        self.path = path
        #: Sessions that a crash had left open and that were closed as interrupted just now.
        self.recovered = recovered
        self._connection, self._lock, self._report = connection, lock, report

    @classmethod
    def open(cls, paths: Paths, *, write: bool, report: Report = _log.warning, wait_s: float = BUSY_S) -> Self:
        """Open the record; without ``write`` nothing is made or changed, and what does not exist reads as empty.

        ``report`` hears of anything that could not be read and was left out. ``wait_s``: for another program's lock.
        """
        path = paths.database
        if not write:
            return cls(path, open_reader(path, wait_s=wait_s), report=report)
        lock = _take(paths)
        try:
            connection = open_writer(path, paths.data / "backups", wait_s=wait_s)
            try:
                with told(path):
                    recovered = _close_interrupted(connection, report)
            except BaseException:
                connection.close()
                raise
        except BaseException:
            lock.release()
            raise
        return cls(path, connection, lock=lock, recovered=recovered, report=report)

    def twin(self) -> Self:
        """A store on the same file for another thread, which calls this itself. Writes under this one's lock."""
        return type(self)(self.path, connect(self.path), report=self._report)

    def close(self) -> None:
        """Let go of the file and the lock. Closing twice is fine."""
        self._connection.close()
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # -- writing ---------------------------------------------------------------------------------------------
    def begin(self) -> str:
        """The id of a new session. Nothing is kept before its first event, ``SessionStarted``."""
        return new_session_id()

    def append(self, session_id: str, event: Stored) -> None:
        """Keep an event; it is on the disk when this returns."""
        with told(self.path), transaction(self._connection):
            rows.insert_event(self._connection, session_id, event)

    def check_in(self, session_id: str, answers: CheckedIn) -> None:
        """Keep the answers given afterwards."""
        self.append(session_id, answers)

    def beat(self, session_id: str, at_s: float, wall: datetime) -> None:
        """The session is alive at ``at_s``; after a crash it is closed there."""
        with told(self.path):
            rows.write_beat(self._connection, session_id, at_s, wall)

    def decline(self, at: datetime, plan_id: str, reasons: Iterable[str]) -> None:
        """Not today. ``reasons``: keys of the daily check's statements that were not true."""
        with told(self.path):
            rows.write_decline(self._connection, at, plan_id, reasons)

    def put_setting(self, key: str, value: object) -> None:
        """Keep a setting: anything JSON can hold."""
        with told(self.path):
            rows.write_setting(self._connection, key, value)

    # -- reading ---------------------------------------------------------------------------------------------
    def session_ids(self) -> tuple[str, ...]:
        """Every session, oldest first."""
        with told(self.path):
            return tuple(row.id for row in rows.read_sessions(self._connection))

    def events(self, session_id: str) -> tuple[Stored, ...]:
        """A session's events, in order; none for an unknown id."""
        with told(self.path):
            return rows.read_events(self._connection, session_id, self._report)

    def summaries(self) -> tuple[Summary, ...]:
        """What every session came to, oldest first. One still open has no outcome and counts up to its last sign."""
        with told(self.path):
            return tuple(self._summary(row) for row in rows.read_sessions(self._connection))

    def _summary(self, row: SessionRow) -> Summary:
        events = rows.read_foldable(self._connection, row.id, self._report)
        sign = None if row.ended else rows.last_sign(self._connection, row)
        if sign is None:
            summary = summarise(row.id, events)
        else:
            end = SessionEnded(*sign, Outcome.INTERRUPTED)
            summary = replace(summarise(row.id, (*events, end)), ended=None, outcome=None)
        return summary if summary.started else replace(summary, started=row.started, demo=row.demo)

    def declined(self) -> tuple[NotToday, ...]:
        """The days that were declined, oldest first."""
        with told(self.path):
            return rows.read_declined(self._connection, self._report)

    def get_setting(self, key: str, default: Any = None) -> Any:
        """A setting, or ``default`` when there is none."""
        with told(self.path):
            return rows.read_setting(self._connection, key, default, self._report)

    def check(self) -> str:
        """What is wrong with the file, in SQLite's words; empty when it is sound. Reads all of it."""
        with told(self.path):
            found = str(self._connection.execute("PRAGMA quick_check(1)").fetchone()[0])
        return "" if found == "ok" else found


def _take(paths: Paths) -> BaseFileLock:
    """The lock of the one program that may write; a crash releases it."""
    private_folder(paths.data)
    lock = FileLock(paths.lock, mode=0o600, thread_local=False)
    with told(paths.lock):
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise CannotError(
                f"Balance Coach is already open with {paths.data}; close it there first, or choose another folder "
                "with --data-dir."
            ) from error
    return lock


def _close_interrupted(connection: sqlite3.Connection, report: Report) -> tuple[str, ...]:
    """End the sessions that a crash left open, at their last sign of life."""
    closed = []
    with transaction(connection):
        for row in rows.read_sessions(connection):
            sign = None if row.ended else rows.last_sign(connection, row)
            if sign is not None:
                rows.insert_event(connection, row.id, SessionEnded(*sign, Outcome.INTERRUPTED))
                closed.append(row.id)
            elif not row.ended:
                report(f"Session {row.id} stays open: no date of it can be read.")
    return tuple(closed)
