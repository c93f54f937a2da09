"""What could not be written: kept beside at the end, taken up at the next start; and words for why."""

import errno
import sqlite3
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from balancecoach.core.events import Noted, Paused, SessionEnded, Stored
from balancecoach.errors import CannotError
from balancecoach.store import rescue
from balancecoach.store.backups import daily
from balancecoach.store.faults import told
from balancecoach.store.journal import Journal, Sink
from balancecoach.store.store import Store
from tests.fakes import WALL
from tests.store.store_samples import START, paths_in, walking, whole

LONG_S = 20.0  # never waited for unless a test fails


# -- the end, and the next start ---------------------------------------------------------------------------------------
def never() -> Sink:
    raise CannotError("the disk is full.")


def left(folder: Path, session_id: str, events: tuple[Stored, ...], *, read_only: Path | None = None) -> Path:
    """What a run that could not write has left, with a heartbeat and a day that was declined."""
    paths = paths_in(folder)
    failing = threading.Event()
    shelves = rescue.shelves(paths) if read_only is None else (read_only, *rescue.shelves(paths)[1:])
    journal = Journal(never, lambda _: failing.set(), shelves=shelves)
    for event in events:
        journal.append(session_id, event)
    journal.beat(session_id, 500.0, START + timedelta(seconds=500))
    journal.decline(START, "p1", ("well",))
    journal.put_setting("closed_sessions", ["x"])
    assert failing.wait(LONG_S)
    assert not journal.close(0.0)
    (found,) = folder.rglob("not-written.*")
    return found


def test_what_still_waits_at_the_end_is_in_the_record_after_the_next_start(tmp_path: Path) -> None:
    file = left(tmp_path, "b", walking())
    assert file.stat().st_mode & 0o777 == 0o600
    said: list[str] = []
    with Store.open(paths_in(tmp_path), write=True, report=said.append) as store:
        assert store.events("b")[: len(walking())] == walking()
        assert isinstance(store.events("b")[-1], SessionEnded), "it had not ended"
        assert store.recovered == ("b",)
        assert store.taken_up == len(walking()) + 3
        assert [day.plan_id for day in store.declined()] == ["p1"]
        assert store.get_setting("closed_sessions") == ["x"]
    assert not file.exists()
    assert any("in the record now" in sentence for sentence in said)


def test_a_file_that_cannot_be_deleted_is_taken_up_once(tmp_path: Path) -> None:
    file = left(tmp_path, "b", whole())
    kept = file.read_bytes()
    for _ in range(3):
        file.write_bytes(kept)
        with Store.open(paths_in(tmp_path), write=True) as store:
            assert store.events("b")[: len(whole())] == whole()
            if len(store.events("b")) == len(whole()):
                store.append("b", Noted(START, "more"))
            assert store.events("b") == (*whole(), Noted(START, "more"))
            assert len(store.declined()) == 1


def test_where_one_folder_takes_nothing_another_does(tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder should be")
    file = left(tmp_path, "b", whole(), read_only=blocked / "data")
    assert file.parent == paths_in(tmp_path).cache
    with Store.open(paths_in(tmp_path), write=True) as store:
        assert store.events("b") == whole()


def test_a_damaged_line_loses_no_other(tmp_path: Path) -> None:
    file = left(tmp_path, "b", whole())
    lines = file.read_text().splitlines()
    file.write_text("\n".join([lines[0], "{half a", '{"do": "dance"}', "[]", *lines[1:]]))
    said: list[str] = []
    with Store.open(paths_in(tmp_path), write=True, report=said.append) as store:
        assert store.events("b") == whole()
    assert sum("left out" in sentence for sentence in said) == 3


def test_joining_writes_nothing_twice() -> None:
    events = whole()
    for cut in range(len(events) + 1):
        for overlap in range(min(2, cut) + 1):
            assert rescue.joined(events[:cut], events[cut - overlap :]) == events
    assert rescue.joined((), events) == events
    assert rescue.joined(events, ()) == events


def test_a_write_that_was_kept_though_it_failed_is_not_made_twice(tmp_path: Path) -> None:
    """A sync may fail after the write: on the next try the event is there."""
    with Store.open(paths_in(tmp_path), write=True) as store:

        class Liar(Store):
            failed = False

            def append(self, session_id: str, event: Stored) -> None:
                super().append(session_id, event)
                if not Liar.failed and isinstance(event, type(whole()[3])):
                    Liar.failed = True
                    raise CannotError("it may not be kept.")

        def twin() -> Store:
            made = store.twin()
            return Liar(made.path, made._connection)

        journal = Journal(twin, lambda _: None, lambda _: None)
        for event in whole():
            journal.append("a", event)
        assert journal.close(LONG_S)
        assert Liar.failed
        assert store.events("a") == whole()


def test_memory_stays_small_while_nothing_can_be_written() -> None:
    """Eight hours of heartbeats are one; events are as many as happen."""
    journal = Journal(never)
    for second in range(8 * 3600):
        journal.beat("a", float(second), START)
        if second % 600 == 0:
            journal.append("a", Paused(float(second)))
    assert journal.pending <= 48 + 3
    journal.close(0.0)


# -- words -----------------------------------------------------------------------------------------------------------
def words_of(error: Exception, path: Path) -> str:
    with pytest.raises(CannotError) as caught, told(path):
        raise error
    return str(caught.value)


def io_error() -> sqlite3.OperationalError:
    """What SQLite says where it cannot make the file that its connections share."""
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR
    return error


def test_why_is_said_as_plainly_as_it_can_be_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "sessions.sqlite3"
    assert "the disk is full" in words_of(OSError(errno.ENOSPC, "No space left on device"), path)
    assert "cannot be read or written (disk I/O error)" in words_of(io_error(), path)
    assert "cannot be read or written (Input/output error)" in words_of(OSError(errno.EIO, "Input/output error"), path)
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=1000))
    assert "the disk is full" in words_of(io_error(), path)
    monkeypatch.undo()
    monkeypatch.setattr("os.access", lambda *_: False)
    assert "may not be written to" in words_of(io_error(), path)


# -- other programs ------------------------------------------------------------------------------------------------
def test_another_program_that_closes_the_database_does_not_take_the_log_away(tmp_path: Path) -> None:
    """Looking at the file let go of this process's locks: the other thought itself alone, and removed the log."""
    paths = paths_in(tmp_path)
    with Store.open(paths, write=True) as store:
        for event in whole():
            store.append("a", event)
        assert daily(paths.database, WALL) is not None, "looks at the file, and closes what it opened"
        log = paths.database.with_name(f"{paths.database.name}-wal")
        place = log.stat().st_ino
        look = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('PRAGMA user_version'); c.close()"
        subprocess.run([sys.executable, "-c", look, str(paths.database)], check=True)
        assert log.stat().st_ino == place
        for event in walking():
            store.append("b", event)
        with Store.open(paths, write=False) as other:
            assert other.events("b") == walking()
