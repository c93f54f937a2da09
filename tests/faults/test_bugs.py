"""A bug of ours in each consumer of a session's events: the others go on, the session is held, and it can go on."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from pytestqt.qtbot import QtBot

from balancecoach.core.events import CueDue, CueMissed, Outcome, Paused
from balancecoach.core.plan import Kind
from balancecoach.core.transitions import State
from balancecoach.desks.media import MediaDesk
from balancecoach.desks.mishaps import Mishaps
from balancecoach.desks.presence import PresenceDesk
from balancecoach.log import Log
from tests.ui.wakeful import Wakeful
from tests.ui.world import Key, World, anybody, world_of

SECRET = "Zebedee Quirke"


class BugError(Exception):
    """What a mistake raises; with a name in it, as it may be."""


def fail(*_given: object) -> None:
    """A mistake."""
    raise BugError(SECRET)


@contextmanager
def kept_log(folder: Path) -> Iterator[Callable[[], str]]:
    log = Log(folder)
    yield lambda: (folder / "errors.log").read_text() if (folder / "errors.log").exists() else ""
    log.close()


@contextmanager
def broken_world(qtbot: QtBot, tmp_path: Path) -> Iterator[World]:
    """As ``app`` puts it together: whatever nobody catches ends at one place."""
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    with kept_log(tmp_path / "log"), world_of(qtbot, anybody(name=SECRET)) as made:
        mishaps = Mishaps(made.desk)
        mishaps.install()
        mishaps.happened.connect(made.desk.something_went_wrong, Qt.ConnectionType.QueuedConnection)
        mishaps.refused.connect(made.desk.was_refused, Qt.ConnectionType.QueuedConnection)
        yield made
        sys.excepthook, threading.excepthook, sys.unraisablehook = hooks


@pytest.fixture
def world(qtbot: QtBot, tmp_path: Path) -> Iterator[World]:
    """Five seconds into the first bout."""
    with broken_world(qtbot, tmp_path) as made:
        made.begin()
        made.go_to(Kind.BACKWARD)
        made.pass_time(5)
        yield made


def at_the_next_tick() -> None:
    for _ in range(2):  # it is heard of, and then shown
        QCoreApplication.processEvents()


def let(what: Callable[[], object]) -> None:
    """Call it as Qt calls a slot: what it raises goes to the hook. ``World`` wakes a session without Qt."""
    try:
        what()
    except Exception as error:
        sys.excepthook(type(error), error, error.__traceback__)
    at_the_next_tick()


def told(world: World, tmp_path: Path) -> None:
    """Held, said plainly, written down without a name."""
    at_the_next_tick()
    assert world.state() is State.PAUSED
    banner = world.window.session.banner
    assert banner.isVisible()
    assert banner.text().startswith("Something went wrong."), banner.text()
    assert world.window.session.hold.text().strip() == "Carry on"
    log = (tmp_path / "log" / "errors.log").read_text()
    assert "BugError" in log
    assert "test_bugs.py" in log
    assert SECRET not in log


def carry_on(world: World) -> None:
    """By the keyboard, to the end of the session and the check-in."""
    world.pass_time(10)  # until it was said to stop the belt
    world.press(Key.Key_Return)
    assert world.state() is State.RESTART
    assert "Something went wrong" not in world.window.session.banner.text()
    world.pass_time(60)
    world.press(Key.Key_Return)
    assert world.state() is State.TIMED
    world.to_the_end()
    (summary,) = world.store.summaries()
    assert summary.outcome is Outcome.COMPLETED


def test_the_voice(world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    play = world.player.play
    world.player.play = fail  # type: ignore[assignment, method-assign]
    before = len(world.events())
    for _ in range(200):
        let(world.step)
        if world.state() is State.PAUSED:
            break
    told(world, tmp_path)
    events = world.events()[before:]
    silent = [e for e in events if isinstance(e, CueMissed) and e.why == "silent"]
    assert silent, "the record says that it was not heard"
    assert [e for e in events if isinstance(e, CueDue)], "the record went on"
    assert world.window.session.caption.text() == "Paused. The belt is still moving.", "the screen went on"
    assert SECRET not in capsys.readouterr().err
    world.player.play = play  # type: ignore[method-assign]
    carry_on(world)


def test_a_voice_that_stays_broken_holds_once(world: World, tmp_path: Path) -> None:
    world.player.play = fail  # type: ignore[assignment, method-assign]
    world.press(Key.Key_A)
    at_the_next_tick()
    assert world.state() is State.PAUSED
    for _ in range(10):
        let(world.step)
    world.press(Key.Key_Return)
    for _ in range(60):
        let(world.step)
    world.press(Key.Key_Return)
    for _ in range(20):
        let(world.step)
    at_the_next_tick()
    assert world.state() is State.TIMED
    assert "again" in world.window.session.banner.text()
    assert (tmp_path / "log" / "errors.log").stat().st_size < 20_000


class OnceBroken:
    """Something whose first call goes wrong."""

    def __init__(self, then: Callable[[Any], object]) -> None:
        self.calls, self._then = 0, then

    def __call__(self, given: Any) -> object:
        self.calls += 1
        if self.calls == 1:
            fail()
        return self._then(given)


def test_the_record(world: World, tmp_path: Path) -> None:
    record = world.running().conductor._record
    played = len(world.player.played)
    record.append = OnceBroken(record.append)  # type: ignore[method-assign, assignment]
    world.press(Key.Key_W)
    told(world, tmp_path)
    assert "Not all is kept" in world.window.session.banner.text()
    assert len(world.player.played) > played, "the voice says that the belt still moves"
    assert [e for e in world.events() if isinstance(e, Paused)], "what came after is kept"
    carry_on(world)


def test_the_screen(world: World, tmp_path: Path) -> None:
    """Painting a moment."""
    screen, played = world.window.session, len(world.player.played)
    world.running().view.connect(fail)
    world.pass_time(1)
    told(world, tmp_path)
    assert len(world.player.played) > played
    assert screen.caption.text() == "Paused. The belt is still moving."
    world.running().view.disconnect(fail)
    carry_on(world)


def test_what_shows_events(world: World, tmp_path: Path) -> None:
    conductor = world.running().conductor
    show, before = conductor._show, len(world.events())
    conductor._show = fail
    for _ in range(60):
        let(world.step)
        if len(world.events()) > before:
            break
    conductor._show = show
    told(world, tmp_path)
    assert [e for e in world.events()[before:] if isinstance(e, CueDue)], "the record went on"
    carry_on(world)


def break_once(world: World, tmp_path: Path) -> None:
    """A mistake in the session's own rules, at one tick."""
    session = world.running().conductor.session
    tick = session.tick
    session.tick = fail  # type: ignore[assignment, method-assign]
    with pytest.raises(BugError) as caught:
        world.running().wake()
    session.tick = tick  # type: ignore[method-assign]
    sys.excepthook(BugError, caught.value, caught.value.__traceback__)
    told(world, tmp_path)


def test_the_session_itself(world: World, tmp_path: Path) -> None:
    break_once(world, tmp_path)
    carry_on(world)


class BrokenKeys:
    """Media keys that go wrong."""

    def show(self, status: str) -> None:
        fail()

    def end(self) -> None:
        fail()


def test_the_media_keys(world: World, tmp_path: Path) -> None:
    media = MediaDesk(lambda _pressed: BrokenKeys(), (world.window.session,), world.window)
    world.press(Key.Key_A)
    told(world, tmp_path)
    media.deleteLater()
    carry_on(world)


class Sleepless(Wakeful):
    """Cannot keep the computer awake, for a mistake of ours."""

    def hold(self) -> None:
        fail()


def test_the_display_and_awake(qtbot: QtBot, tmp_path: Path) -> None:
    """Both go wrong before the session begins: it is told on a page, and the session can be walked all the same."""
    with broken_world(qtbot, tmp_path) as world:
        presence = PresenceDesk(window=world.window, store=world.store, make_awake=Sleepless().made)
        world.window.stage = fail
        world.press(Key.Key_Return)
        at_the_next_tick()
        assert "You did nothing wrong.\n\nAll sessions are kept." in world.texts()
        world.press(Key.Key_Return)
        assert world.window.shown() is world.window.before
        world.tick_all()
        assert world.window.shown() is world.window.session
        at_the_next_tick()
        assert world.window.session.banner.text().startswith("Something went wrong.")
        assert world.state() is State.PAUSED
        presence.deleteLater()


def test_a_mistake_away_from_sessions_is_told_and_nobody_is_locked_out(qtbot: QtBot, tmp_path: Path) -> None:
    with broken_world(qtbot, tmp_path) as world:
        world.go("settings")
        world.window.opened.connect(fail)
        world.go("plans")
        at_the_next_tick()
        page = world.desk.wrong_page.screen
        assert page is not None
        assert world.window.shown() is page
        assert page.title.text() == "Something went wrong"
        world.click("Go to Today")
        assert world.window.shown() is world.window.today
        assert SECRET not in (tmp_path / "log" / "errors.log").read_text()


def test_a_thread_that_dies(world: World, tmp_path: Path) -> None:
    """A part of ours with a thread of its own: heard of in the window's thread."""
    thread = threading.Thread(target=fail, name=SECRET)
    thread.start()
    thread.join()
    told(world, tmp_path)


@pytest.mark.parametrize("signal", ["moved", "announced"])
def test_whoever_listens_to_the_screen(world: World, tmp_path: Path, signal: str) -> None:
    """Media keys, announcements."""
    heard: list[object] = []
    made = getattr(world.window.session, signal)
    made.connect(fail)
    made.connect(heard.append)
    world.press(Key.Key_A)
    made.disconnect(fail)
    told(world, tmp_path)
    assert heard, "others that listen went on"
    carry_on(world)


# -- a mistake in the session's own rules, for ever --------------------------------------------------------------------
def rules_break(world: World, name: str = "tick") -> None:
    """From now on, whatever is asked."""
    setattr(world.running().conductor.session, name, fail)


def guided_down(world: World, tmp_path: Path) -> None:
    """A page and a voice say what to do; one answer leads out; what was walked is kept, and nothing goes round."""
    at_the_next_tick()
    assert world.window.shown() is world.window.ask
    said = world.texts()
    assert world.window.ask.title.text() == "Stop the belt. Hold the rails.", "what to do is the largest"
    assert "Something went wrong" in said
    assert "What you walked is kept." in said
    assert SECRET not in said
    played = len(world.player.played)
    for _ in range(30):
        world.clock.sleep(1.0)
        let(world.running().wake)
    assert len(world.player.played) > played, "the rest of the way is said, too"
    assert world.window.shown() is world.window.ask
    assert [made.text().strip() for made in world.buttons("")] == ["I am off the belt"]
    assert world.desk.sessions.may_close(), "nobody is locked in"
    assert (tmp_path / "log" / "errors.log").stat().st_size < 20_000
    world.press(Key.Key_Return)
    assert world.window.shown() is world.window.checkin
    assert "The session was cut off" in world.texts()
    (summary,) = world.store.summaries()
    assert summary.outcome is Outcome.INTERRUPTED
    assert summary.backward_s == pytest.approx(5, abs=3)
    world.window.checkin.saved.emit(None, None, None, None)
    assert world.window.shown() is world.window.today
    assert world.window.today.cut_off.carry_button.isVisible()


@pytest.mark.parametrize("name", ["tick", "view"])
def test_rules_that_break_for_ever_end_in_a_way_down(world: World, tmp_path: Path, name: str) -> None:
    rules_break(world, name)
    let(world.running().wake)
    guided_down(world, tmp_path)


def test_rules_that_break_again_after_carrying_on_do_not_go_round(world: World, tmp_path: Path) -> None:
    break_once(world, tmp_path)
    world.pass_time(10)
    world.press(Key.Key_Return)
    assert world.state() is State.RESTART
    rules_break(world)
    let(world.running().wake)
    guided_down(world, tmp_path)


def test_rules_that_break_while_it_is_paused_leave_no_dead_button(world: World, tmp_path: Path) -> None:
    """Carry on would do nothing: it is asked of the same rules."""
    world.press(Key.Key_A)
    rules_break(world)
    let(world.running().wake)
    guided_down(world, tmp_path)


def test_a_pause_that_cannot_be_said_is_no_reason_to_give_up(world: World, tmp_path: Path) -> None:
    """The rules are well; the voice is not."""
    world.player.play = fail  # type: ignore[assignment, method-assign]
    world.press(Key.Key_A)
    at_the_next_tick()
    assert world.state() is State.PAUSED
    assert world.window.shown() is world.window.session
