"""A few of each fault of a disk, in seconds; whole sessions, many times: ``run.py --only disk``."""

import errno
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from balancecoach.core.events import CheckedIn, Noted, Outcome, Paused, SessionEnded, Stored
from balancecoach.core.phrases import Tone
from balancecoach.core.plan import Kind
from balancecoach.core.preferences import SoundMode
from balancecoach.errors import CannotError
from balancecoach.paths import find_paths
from balancecoach.speech.clips import ClipCache, VoiceChoice, key
from balancecoach.speech.renderer import Renderer
from balancecoach.store import rescue
from balancecoach.store.backups import daily
from balancecoach.store.faults import told
from balancecoach.store.journal import Journal, Sink
from balancecoach.store.store import Store
from tests.e2e.stage import ROOT, demand, missing
from tests.fakes import WALL
from tests.faults import writes
from tests.faults.broken_disk import KINDS, BrokenDisk
from tests.store.store_samples import START, paths_in, walking, whole
from tests.ui.world import World, anybody, world_of

LONG_S = 20.0  # never waited for unless a test fails

#: A session through a journal; says what the journal tells, and goes on when it is told to.
WRITER = """
import sys
from balancecoach.paths import find_paths
from balancecoach.store.faults import told
from balancecoach.store.journal import Journal
from balancecoach.store.store import Store
from tests.store.store_samples import walking, whole

def tell(sentence):
    print(sentence or "well", flush=True)

with Store.open(find_paths(sys.argv[1]), write=True) as store:
    for event in whole():
        store.append("a", event)
    journal = Journal(store.twin, tell)
    first, *rest = walking()
    journal.append("b", first)
    assert journal.flush(20.0)
    print("ready", flush=True)
    sys.stdin.readline()
    for event in rest:
        journal.append("b", event)
    sys.stdin.readline()
    sys.exit(0 if journal.close(20.0) else 3)
"""
WORDS = {
    "full": "the disk is full",
    "read-only": "cannot be read or written",
    "broken": "cannot be read or written",
    "locked": "another program is holding this database locked",
}


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_lost_or_written_twice(tmp_path: Path, kind: str) -> None:
    demand(missing(("gcc",)))
    disk = BrokenDisk(tmp_path / "disk", kind, writes.build(tmp_path), mount=False)
    home = disk.folder / "home"
    env = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), **disk.env}
    command = [sys.executable, "-c", WRITER, str(home)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, env=env, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        disk.fail()
        process.stdin.write("go\n")
        process.stdin.flush()
        assert WORDS[kind] in process.stdout.readline(), "told at once"
        disk.close()
        told, _ = process.communicate("end\n", LONG_S)
    assert process.returncode == 0
    assert told.splitlines()[-1] == "well"
    with Store.open(find_paths(str(home)), write=False) as store:
        assert store.events("a") == whole()
        assert store.events("b") == walking()
        assert store.check() == ""


# -- in the app ----------------------------------------------------------------------------------------------------
@contextmanager
def locked(world: World) -> Iterator[None]:
    """Another program has the database to itself."""
    with closing(sqlite3.connect(world.store.path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


@pytest.fixture
def world(qtbot: QtBot) -> Iterator[World]:
    with world_of(qtbot, anybody()) as made:
        yield made


def test_a_session_goes_on_while_the_database_is_locked(world: World, qtbot: QtBot) -> None:
    world.begin()
    world.go_to(Kind.BACKWARD)
    banner = world.window.session.banner
    with locked(world):
        world.press(Qt.Key.Key_W)
        qtbot.waitUntil(lambda: "cannot be saved just now" in banner.text(), timeout=int(1000 * LONG_S))
        assert banner.isVisible()
        world.to_the_end()
        assert "The walk is not saved yet" in world.window.checkin.subtitle.text()
        assert "walked" in world.window.checkin.subtitle.text(), "what was walked is known all the same"
        world.window.checkin.pain.button(2).click()
        world.window.checkin.save_button.click()
        notice = world.window.today.notice.text()
        assert "not saved yet" in notice
        assert "another program is holding this database locked" in notice
        assert world.situation().sessions[-1].outcome is Outcome.COMPLETED
        assert world.desk.day.walk(world.situation()).allowed.ask is not None, "the pain is asked about before a walk"
        waited = world.desk.journal.waiting()[world.desk.sessions.session_id]
    qtbot.waitUntil(lambda: "saved" not in world.window.today.notice.text(), timeout=int(1000 * LONG_S))
    assert world.desk.journal.flush(LONG_S)
    events = world.store.events(world.desk.sessions.session_id)
    assert events[-len(waited) :] == waited
    assert [type(event) for event in events[-2:]] == [SessionEnded, CheckedIn]
    assert len(set(map(repr, events))) == len(events), "none twice"


def test_it_is_told_that_all_is_saved_after_all(world: World, qtbot: QtBot) -> None:
    world.begin()
    banner = world.window.session.banner
    with locked(world):
        world.press(Qt.Key.Key_W)
        qtbot.waitUntil(lambda: "cannot be saved" in banner.text(), timeout=int(1000 * LONG_S))
    qtbot.waitUntil(lambda: "cannot be saved" not in banner.text(), timeout=int(1000 * LONG_S))
    world.to_the_end()
    assert "All of it is saved now." in world.window.checkin.subtitle.text()


def test_the_window_is_not_closed_over_what_would_be_lost(world: World, qtbot: QtBot) -> None:
    """There is no folder for it here; with one it is kept beside without a question."""
    with locked(world):
        world.desk.journal.decline(WALL, "p1", ("well",), "ann")
        assert not world.desk.journal.flush(LONG_S)
        assert not world.window.close()
        assert "Not everything is saved" in world.texts()
        assert "another program is holding this database locked" in world.texts()
        world.click("Try again")
        assert world.window.isVisible()
        world.click("Go to Today")
        assert world.window.shown() is world.window.today
        assert not world.window.close()
    assert world.desk.journal.flush(LONG_S, patient=True)
    world.click("Try again")
    assert not world.window.isVisible()
    assert len(world.store.declined("ann")) == 1


def test_what_is_lost_knowingly_is_lost(world: World) -> None:
    with locked(world):
        world.desk.journal.decline(WALL, "p1", ("well",), "ann")
        assert not world.desk.journal.flush(LONG_S)
        world.window.close()
        world.click("Close and lose it")
        assert not world.window.isVisible()
    assert world.desk.journal.flush(LONG_S, patient=True)  # the program would have ended by now


def test_a_wish_that_cannot_be_kept_is_told_on_a_page(world: World) -> None:
    world.go("settings")
    world.desk.was_refused("It is full.")
    page = world.desk.wrong_page
    world.texts()
    assert page.screen is not None
    assert world.window.shown() is page.screen
    assert "That could not be saved" in world.texts()
    assert "It is full." in world.texts()
    assert "mistake" not in world.texts()
    world.click("Go back and try again")
    assert world.window.shown() is not page.screen


def test_in_a_session_it_is_the_helpers_line_and_nothing_is_held(world: World) -> None:
    world.begin()
    state = world.state()
    world.desk.was_refused("It is full.")
    assert world.window.session.banner.text() == "It is full."
    assert world.state() is state


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


# -- clips -----------------------------------------------------------------------------------------------------------
def test_where_the_cache_takes_nothing_clips_go_elsewhere(tmp_path: Path) -> None:
    blocked, spare = tmp_path / "blocked", tmp_path / "spare"
    blocked.write_text("a file where a folder should be")

    def make() -> Path:
        spare.mkdir(mode=0o700)
        return spare

    renderer = Renderer(ClipCache(blocked / "clips", spare=make), None)
    clips = renderer.render([(Tone.CHANGE, "")], VoiceChoice(sound=SoundMode.TONES))
    assert clips.files[key((Tone.CHANGE, ""))].parent == spare
    assert clips.trouble == ""
    renderer.close()
    assert not spare.exists()


def test_where_nothing_takes_a_clip_it_is_said(tmp_path: Path) -> None:
    def no_room() -> Path:
        raise OSError(errno.ENOSPC, "No space left on device")

    blocked = tmp_path / "blocked"
    blocked.write_text("")
    clips = Renderer(ClipCache(blocked / "clips", spare=no_room), None).render(
        [(Tone.CHANGE, "")], VoiceChoice(sound=SoundMode.TONES)
    )
    assert not clips.files
    assert clips.trouble


def test_a_clip_in_a_read_only_folder_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Renderer(ClipCache(tmp_path), None)
    clips = first.render([(Tone.CHANGE, "")], VoiceChoice(sound=SoundMode.TONES))
    (clip,) = clips.files.values()

    def refuse(*_: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr("os.utime", refuse)
    assert ClipCache(tmp_path).length_s(clip) is not None


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
