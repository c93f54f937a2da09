"""A few of each fault of a disk, in seconds; whole sessions, many times: ``run.py --only disk``."""

import errno
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from balancecoach.core.events import CheckedIn, Outcome, SessionEnded
from balancecoach.core.phrases import Tone
from balancecoach.core.plan import Kind
from balancecoach.core.preferences import SoundMode
from balancecoach.paths import find_paths
from balancecoach.speech.clips import ClipCache, VoiceChoice, key
from balancecoach.speech.renderer import Renderer
from balancecoach.store.store import Store
from tests.e2e.stage import ROOT, demand, missing
from tests.fakes import WALL
from tests.faults import writes
from tests.faults.broken_disk import KINDS, BrokenDisk
from tests.faults.test_bugs import SECRET, broken_world, let
from tests.store.store_samples import walking, whole
from tests.ui.world import World, anybody, saved_plan, world_of

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


def wishes(world: World) -> tuple[tuple[Callable[[], object], Callable[[], bool]], ...]:
    """Of pages that do not tell by themselves; and whether it is kept."""
    store, rooms = world.store, world.rooms
    rooms.settings.show()  # made now, as for a person who opens it
    loud, kim = replace(store.preferences(), volume=0.25), replace(world.file().person, helper="Kim")
    return (
        (lambda: world.window.settings.preferred.emit(loud), lambda: store.preferences().volume == 0.25),
        (lambda: world.desk.choose_person("bob"), lambda: bool(store.get_setting("person") == "bob")),
        (lambda: rooms.people._save(kim), lambda: world.file().person.helper == "Kim"),
        (lambda: rooms.plans._removed("yes", "mine"), lambda: store.saved_plans() == ()),
        (lambda: rooms.guard.pin.set("1234"), lambda: store.pin() is not None),
    )


def test_a_wish_of_any_page_is_refused_in_words_and_can_be_made_again(qtbot: QtBot, tmp_path: Path) -> None:
    with broken_world(qtbot, tmp_path) as world:
        hurry(world.store)
        world.store.save_plan(saved_plan("mine", "Mine", "x"))
        for wish, kept in wishes(world):
            with locked(world):
                let(wish)
                assert not kept()
                assert "That could not be saved" in world.texts()
                assert "another program is holding this database locked" in world.texts()
                assert "mistake" not in world.texts()
            world.click("Go back and try again")
            qtbot.waitUntil(lambda: not world.desk.wrong_page._returning, timeout=int(1000 * LONG_S))
            wish()
            assert kept()
        log = (tmp_path / "log" / "errors.log").read_text()
        assert log.count("could not be kept") == len(wishes(world))
        assert SECRET not in log


def hurry(store: Store) -> None:
    """Do not wait for a lock that stays."""
    store._connection.execute("PRAGMA busy_timeout = 0")


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
