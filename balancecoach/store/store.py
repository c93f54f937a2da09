"""The record: sessions and their events, days that were declined, people, plans of their own, settings.

One program at a time may write; it holds a lock file while it does. Any number may read meanwhile.
"""

import logging
import sqlite3
import uuid
from collections.abc import Iterable
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from filelock import BaseFileLock

from balancecoach.core.events import CheckedIn, Stored
from balancecoach.core.person import Fact, File, Person, Treadmill
from balancecoach.core.preferences import Preferences, from_json, to_json
from balancecoach.core.progress import Summary
from balancecoach.paths import Paths
from balancecoach.store import people_rows, plans, rows
from balancecoach.store.codec import encode
from balancecoach.store.damage import refuse_damaged
from balancecoach.store.database import BUSY_S, connect, open_reader, open_writer
from balancecoach.store.erasure import erase
from balancecoach.store.everything import Everything
from balancecoach.store.faults import told
from balancecoach.store.folded import Folded
from balancecoach.store.lock import take_lock
from balancecoach.store.people import read_treadmill, write_treadmill
from balancecoach.store.plans import SavedPlan
from balancecoach.store.recovery import close_interrupted
from balancecoach.store.rescue import shelves, take_up
from balancecoach.store.rows import NotToday, Report
from balancecoach.store.schema import snapshot, transaction
from balancecoach.store.values import UnreadableError

_log = logging.getLogger(__name__)

#: Seconds that a twin waits for another program's lock: the journal tries again, and somebody is told at once.
TWIN_S = 0.5
#: The setting that holds the treadmill's checks.
TREADMILL = "treadmill"


def new_session_id() -> str:
    """An id that no other session has."""
    return uuid.uuid4().hex


def new_person_id() -> str:
    """An id that no other person has; it says nothing about them."""
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
        taken_up: int = 0,
        report: Report = _log.warning,
    ) -> None:
        self.path = path
        #: Sessions that a crash had left open and that were closed as interrupted just now.
        self.recovered = recovered
        self.taken_up = taken_up  # writes that the last run could not make, and this start has
        self._connection, self._lock, self._report = connection, lock, report
        self._folded = Folded(connection, report, may_keep=lock is not None)

    @classmethod
    def open(cls, paths: Paths, *, write: bool, report: Report = _log.warning, wait_s: float = BUSY_S) -> Self:
        """Open the record; without ``write`` nothing is made or changed, and what does not exist reads as empty.

        ``report`` hears of anything that could not be read and was left out. ``wait_s``: for another program's lock.
        """
        path = paths.database
        if not write:
            return cls(path, open_reader(path, wait_s=wait_s), report=report)
        with ExitStack() as undo:
            lock = take_lock(paths)
            undo.callback(lock.release)
            refuse_damaged(path, wait_s, at_start=True)
            connection = open_writer(path, paths.data / "backups", wait_s=wait_s)
            undo.callback(connection.close)
            with told(path):
                taken_up = take_up(connection, shelves(paths), report)
                recovered = close_interrupted(connection, report)
            undo.pop_all()
        return cls(path, connection, lock=lock, recovered=recovered, taken_up=taken_up, report=report)

    def twin(self) -> Self:
        """A store on the same file for another thread, which calls this itself. Writes under this one's lock."""
        return type(self)(self.path, connect(self.path, TWIN_S), report=self._report)

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
            rows.insert_event(self._connection, session_id, event, self._report)

    def check_in(self, session_id: str, answers: CheckedIn) -> None:
        """Keep the answers given afterwards."""
        self.append(session_id, answers)

    def beat(self, session_id: str, at_s: float, wall: datetime) -> None:
        """The session is alive at ``at_s``; after a crash it is closed there."""
        with told(self.path):
            rows.write_beat(self._connection, session_id, at_s, wall)

    def decline(self, at: datetime, plan_id: str, reasons: Iterable[str], person_id: str = "") -> None:
        """Not today. ``reasons``: keys of the daily check's statements that were not true."""
        day = NotToday(at, plan_id, tuple(reasons), person_id)
        with told(self.path), transaction(self._connection):
            rows.write_decline(self._connection, day, self._report)

    def put_setting(self, key: str, value: object) -> None:
        """Keep a setting: anything JSON can hold."""
        with told(self.path):
            rows.write_setting(self._connection, key, value)

    def is_last(self, session_id: str, event: Stored) -> bool:
        """Whether this is the newest event of its session: a write that failed may have been kept all the same."""
        with told(self.path):
            return rows.newest(self._connection, session_id) == encode(event)

    # -- reading ---------------------------------------------------------------------------------------------
    def session_ids(self, person_id: str | None = None) -> tuple[str, ...]:
        """A person's sessions, oldest first; nobody's for "", everybody's for ``None``."""
        with told(self.path):
            return tuple(row.id for row in rows.read_sessions(self._connection, person_id))

    def events(self, session_id: str) -> tuple[Stored, ...]:
        """A session's events, in order; none for an unknown id."""
        with told(self.path):
            return rows.read_events(self._connection, session_id, self._report)

    def summaries(self, person_id: str | None = None) -> tuple[Summary, ...]:
        """What a person's sessions came to, oldest first; nobody's for "", everybody's for ``None``.

        One still open has no outcome and counts up to its last sign. Whose a session is, is what the record says now:
        one of nobody's can be given to a person later.
        """
        with told(self.path):
            return self._folded.all(person_id, removed=False)

    def removed(self, person_id: str | None = None) -> tuple[Summary, ...]:
        """The same of sessions that were removed and can still be brought back."""
        with told(self.path):
            return self._folded.all(person_id, removed=True)

    def summary(self, session_id: str) -> Summary | None:
        """What one session came to, removed or not; ``None`` for an unknown id."""
        with told(self.path):
            return self._folded.one(session_id)

    def purge(self, before: datetime) -> int:
        """Delete for good what was removed before that moment; how many sessions."""
        with told(self.path), transaction(self._connection):
            return rows.purge(self._connection, before)

    def date_removals_anew(self, now: datetime) -> int:
        """Count removals that cannot have been when they say from now on; how many."""
        with told(self.path), transaction(self._connection):
            return rows.date_removals_anew(self._connection, now)

    def latest(self, person_id: str) -> Summary | None:
        """A person's newest session in which somebody walked; their other sessions are not read."""
        with told(self.path):
            return self._folded.latest(person_id)

    def declined(self, person_id: str | None = None) -> tuple[NotToday, ...]:
        """The days that a person declined, oldest first; nobody's for "", everybody's for ``None``."""
        with told(self.path):
            return rows.read_declined(self._connection, person_id, self._report)

    def get_setting(self, key: str, default: Any = None) -> Any:
        """A setting, or ``default`` when there is none."""
        with told(self.path):
            return rows.read_setting(self._connection, key, default, self._report)

    # -- people ----------------------------------------------------------------------------------------------
    def people(self, archived: bool = False) -> tuple[Person, ...]:
        """Those who walk, by name; those who are archived instead."""
        with told(self.path):
            return people_rows.read_people(self._connection, archived, self._report)

    def several(self) -> bool:
        """Whether there is more than one who walks. Nobody's details are read."""
        with told(self.path):
            return people_rows.count(self._connection, most=2) > 1

    def person(self, person_id: str) -> Person | None:
        """One person, archived or not; ``None`` when there is nobody or the details are damaged (and reported)."""
        with told(self.path):
            return people_rows.read_person(self._connection, person_id, self._report)

    def file(self, person_id: str) -> File | None:
        """A person with everything dated about them, in the order in which it was kept."""
        with told(self.path), snapshot(self._connection):
            person = people_rows.read_person(self._connection, person_id, self._report)
            facts = people_rows.read_facts(self._connection, person_id, self._report)
        return None if person is None else File(person, facts)

    def save_person(self, person: Person, *facts: Fact, now: datetime) -> None:
        """Keep a person as they are now and add facts about them: all of it or nothing."""
        if not person.id:
            raise ValueError("a person needs an id; the empty one is nobody's")
        with told(self.path), transaction(self._connection):
            people_rows.write_person(self._connection, person, facts, now)

    def adopt(self, person_id: str) -> None:
        """Sessions and declined days of nobody's become this person's."""
        with told(self.path), transaction(self._connection):
            people_rows.adopt(self._connection, person_id)

    def delete_person(self, person_id: str) -> tuple[Path, ...]:
        """Delete a person and everything of theirs: facts, sessions and their events, declined days.

        All or nothing, and no byte of it stays in the file, which is written anew for that. Copies in the folder
        ``backups`` are left as they are: the files that may still hold the person are returned, for the user to delete.
        Flush the journal before, so that nothing of theirs comes after.
        """
        with told(self.path):
            return erase(self._connection, self.path, person_id)

    # -- plans and the treadmill -----------------------------------------------------------------------------
    def saved_plans(self) -> tuple[SavedPlan, ...]:
        """Plans and programmes that somebody made or brought along, by title."""
        with told(self.path):
            return plans.read_plans(self._connection, self._report)

    def save_plan(self, plan: SavedPlan) -> None:
        """Keep a plan, in place of the one with its id."""
        with told(self.path):
            plans.write_plan(self._connection, plan)

    def delete_plan(self, plan_id: str) -> None:
        """Delete a plan."""
        with told(self.path):
            plans.delete_plan(self._connection, plan_id)

    def treadmill(self) -> Treadmill:
        """What was checked about the treadmill; nothing when that cannot be read, so that it is checked again."""
        found = self.get_setting(TREADMILL)
        try:
            return Treadmill() if found is None else read_treadmill(found)
        except UnreadableError as error:
            self._report(f"The setting {TREADMILL} is not used: {error}.")
            return Treadmill()

    def save_treadmill(self, treadmill: Treadmill) -> None:
        """Keep what was checked about the treadmill."""
        self.put_setting(TREADMILL, write_treadmill(treadmill))

    def preferences(self) -> Preferences:
        """What is set for this machine; what cannot be read is as it was at first."""
        return from_json(self.get_setting("preferences"))

    def keep_preferences(self, preferences: Preferences) -> None:
        """Keep them."""
        self.put_setting("preferences", to_json(preferences))

    def pin(self) -> object:
        """The helper's PIN as it was kept, ``None`` for none. One that cannot be read is still one: nothing opens."""
        with told(self.path):
            unreadable = "unreadable" if rows.has_setting(self._connection, "pin") else None
            return rows.read_setting(self._connection, "pin", unreadable, self._report)

    def keep_pin(self, value: object) -> None:
        """Keep the helper's PIN, ``None`` for none."""
        self.put_setting("pin", value)

    def everything(self) -> Everything:
        """All of it as JSON values, to be moved or merged."""
        return Everything(self.path, self._connection)

    def check(self) -> str:
        """What is wrong with the file, in SQLite's words; empty when it is sound. Reads all of it."""
        with told(self.path):
            found = str(self._connection.execute("PRAGMA quick_check(1)").fetchone()[0])
        return "" if found == "ok" else found
