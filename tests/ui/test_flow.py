"""From Today to the record, with real widgets, the real session machine, voice rules and store; only time is fake."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from balancecoach.core.events import CueMissed, Outcome, Paused, Wobbled
from balancecoach.core.plan import Kind
from balancecoach.core.transitions import State
from balancecoach.desks.everyday import Desk
from balancecoach.paths import assets, find_paths
from balancecoach.plans.library import Library
from balancecoach.speech.clips import Clips, VoiceChoice, Wanted, key
from balancecoach.speech.player import Player, SilentPlayer
from balancecoach.speech.renderer import Renderer
from balancecoach.store.journal import Journal
from balancecoach.store.store import Store
from balancecoach.ui.window import Window
from balancecoach.voicing import Voicing
from tests.fakes import FakeClock

Key = Qt.Key


class FakePlayer(SilentPlayer):
    """Remembers what was played."""

    def __init__(self) -> None:
        self.played: list[str] = []
        self.silent = False

    def play(self, name: str) -> bool:
        self.played.append(name)
        return not self.silent

    def working(self) -> bool:
        return not self.silent


class InstantRenderer(Renderer):
    """Has every clip at once, without files."""

    def __init__(self) -> None:
        self.voice = True

    def render_later(self, wanted: Iterable[Wanted], choice: VoiceChoice, done: Callable[[Clips], None]) -> None:
        names = {key(row): Path("clip.wav") for row in wanted}
        done(Clips(names, frozenset(names) if self.voice else frozenset(), trouble="" if self.voice else "no voice"))

    def close(self) -> None:
        return


class LateRenderer(InstantRenderer):
    """Keeps its clips until told."""

    deliver: Callable[[], None]

    def render_later(self, wanted: Iterable[Wanted], choice: VoiceChoice, done: Callable[[Clips], None]) -> None:
        rows = tuple(wanted)
        self.deliver = lambda: InstantRenderer.render_later(self, rows, choice, done)


class World:
    """A desk with its fakes."""

    def __init__(self, qtbot: QtBot, store: Store, renderer: InstantRenderer) -> None:
        self.qtbot, self.store, self.renderer = qtbot, store, renderer
        self.clock, self.player = FakeClock(), FakePlayer()
        self.desk = Desk(
            store=store,
            make_journal=lambda trouble: Journal(store.twin, trouble),
            library=Library(assets() / "programmes"),
            voicing=Voicing(renderer, self._open, VoiceChoice()),
            clock=self.clock,
            make_window=lambda may_close: Window((assets() / "icons" / "tick.svg").as_posix(), may_close),
        )
        self.window = self.desk.window
        qtbot.addWidget(self.window)
        self.window.resize(1366, 768)
        self.window.show()
        self.window.painted.emit()

    def _open(self) -> Player:
        return self.player

    def press(self, what: Qt.Key, where: QWidget | None = None) -> None:
        """One key, where the focus is; a second later than the one before."""
        self.pass_time(1.0)
        QTest.keyClick(where or self.window.shown().focusWidget() or self.window.shown(), what)

    def pass_time(self, seconds: float) -> None:
        """Let a session's time pass in steps of its own choosing."""
        runner = self.desk.runner
        self.window.session.forget_presses()
        if runner is None:
            self.clock.sleep(seconds)
            return
        end = self.clock.mono_s + seconds
        while self.clock.mono_s < end - 1e-9 and self.desk.runner is not None:
            step = min(end - self.clock.mono_s, max(0.001, runner.conductor.next_due_s()))
            self.clock.sleep(step)
            runner.wake()

    def state(self) -> State:
        """Of the session."""
        assert self.desk.runner is not None
        return self.desk.runner.conductor.session.state

    def kind(self) -> Kind:
        """Of the session's block."""
        assert self.desk.runner is not None
        return self.desk.runner.conductor.session.block.kind

    def begin(self) -> None:
        """From Today, by keyboard alone, to the first gate."""
        self.press(Key.Key_Return)
        assert self.window.shown() is self.window.before
        for _ in self.window.before.boxes:
            self.press(Key.Key_Return)
        self.press(Key.Key_Return)
        assert self.window.shown() is self.window.session

    def go_to(self, kind: Kind) -> None:
        """Pass gates until a block of this kind has begun."""
        for _ in range(5000):
            if self.kind() is kind:
                return
            self.step()
        raise AssertionError(f"no {kind} block came")

    def step(self) -> None:
        """A second, or a gate."""
        assert self.desk.runner is not None
        if self.state() is State.GATE and self.desk.runner.conductor.view().ready_in_s <= 0:
            self.press(Key.Key_Return)
        else:
            self.pass_time(1.0)


@pytest.fixture
def world(qtbot: QtBot, own_home: Path) -> Iterator[World]:
    with Store.open(find_paths(), write=True) as store:
        made = World(qtbot, store, InstantRenderer())
        yield made
        made.desk.close()


def test_a_whole_session_by_keyboard_alone(world: World) -> None:
    world.begin()
    for _ in range(5000):
        if world.desk.runner is None:
            break
        world.step()
    assert world.window.shown() is world.window.checkin
    world.press(Key.Key_3)
    for _ in range(4):
        world.press(Key.Key_Return)
    assert world.window.shown() is world.window.today
    (summary,) = world.store.summaries()
    assert (summary.outcome, summary.backward_s, summary.forward_s) == (Outcome.COMPLETED, 90, 560)
    assert summary.checkin is not None
    assert (summary.checkin.effort, summary.checkin.stumbles, summary.checkin.pain) == (3, "none", "no")
    assert world.window.today.week_headline.text() == "1 session"
    assert "Effort 3" in world.window.today.last_headline.text()
    assert "Session saved" in world.player.played[-1]


def test_captions_are_exactly_the_words_that_are_played(world: World) -> None:
    world.begin()
    seen = []
    for _ in range(60):
        world.step()
        seen.append((world.window.session.caption.text(), world.player.played[-1].split("|")[1]))
    assert all(caption == played for caption, played in seen)
    assert len(set(seen)) > 4


@pytest.mark.parametrize("pressed", [Key.Key_A, Key.Key_Space, Key.Key_PageDown, Key.Key_Left, Key.Key_Tab])
def test_any_key_pauses_a_bout_and_the_belt_is_spoken_of(world: World, pressed: Qt.Key) -> None:
    world.begin()
    world.go_to(Kind.BACKWARD)
    world.pass_time(5)
    world.press(pressed)
    assert world.state() is State.PAUSED
    assert world.window.session.caption.text() == "Paused. The belt is still moving."
    assert "cannot stop the belt" in world.window.session.next.text()


@pytest.mark.parametrize("pressed", [Key.Key_VolumeUp, Key.Key_Shift, Key.Key_Control])
def test_keys_of_the_machine_do_not_pause(world: World, pressed: Qt.Key) -> None:
    world.begin()
    world.go_to(Kind.BACKWARD)
    world.press(pressed)
    assert world.state() is State.TIMED


def test_carrying_on_in_a_bout_goes_by_way_of_starting_the_belt(world: World) -> None:
    world.begin()
    world.go_to(Kind.BACKWARD)
    world.pass_time(10)
    world.press(Key.Key_A)
    left = world.window.session.timer.text()
    world.press(Key.Key_Return)
    assert world.state() is State.RESTART
    assert world.window.session.word.text() == "START THE BELT"
    world.press(Key.Key_Return)
    assert world.state() is State.RESTART, "too early: the words have not been said"
    world.pass_time(60)
    world.press(Key.Key_Return)
    assert world.state() is State.TIMED
    assert world.window.session.timer.text() == left


def test_a_gate_waits_and_cannot_be_passed_early_or_twice(world: World) -> None:
    world.begin()
    world.press(Key.Key_Return)
    assert world.kind() is Kind.PREPARE
    world.pass_time(600)
    assert world.kind() is Kind.PREPARE
    assert world.window.session.big.text() == "Press Enter"
    session = world.window.session
    QTest.keyClick(session, Key.Key_Return)
    QTest.keyClick(session, Key.Key_Return)
    assert world.kind() is Kind.STRADDLE


def test_one_press_of_stop_never_stops(world: World) -> None:
    world.begin()
    world.go_to(Kind.BACKWARD)
    world.press(Key.Key_S)
    assert world.state() is State.PAUSED
    world.press(Key.Key_Return)
    assert world.state() is State.RESTART


def test_two_presses_of_stop_end_the_session_and_keep_what_was_walked(world: World) -> None:
    world.begin()
    world.go_to(Kind.BACKWARD)
    world.pass_time(9)
    world.press(Key.Key_S)
    world.press(Key.Key_S)
    assert world.state() is State.STOPPED
    assert "Stop the belt" in world.window.session.big.text()
    world.pass_time(60)
    world.press(Key.Key_Return)
    assert world.window.shown() is world.window.checkin
    (summary,) = world.store.summaries()
    assert summary.outcome is Outcome.STOPPED
    assert summary.backward_s == pytest.approx(10)


def test_holding_stop_ends_the_session(world: World, qtbot: QtBot) -> None:
    world.begin()
    session = world.window.session
    QTest.keyPress(session, Key.Key_Escape)
    with qtbot.waitSignal(session.stopped, timeout=5000):
        pass
    QTest.keyRelease(session, Key.Key_Escape)
    assert world.state() is State.STOPPED


def test_w_notes_a_wobble(world: World) -> None:
    world.begin()
    world.go_to(Kind.BACKWARD)
    world.press(Key.Key_W)
    world.desk.journal.flush(5)
    events = world.store.events(world.store.session_ids()[-1])
    assert [event for event in events if isinstance(event, Wobbled)]
    assert world.state() is State.TIMED


def test_closing_the_window_asks_instead_of_leaving_a_moving_belt_alone(world: World) -> None:
    world.begin()
    world.go_to(Kind.BACKWARD)
    world.window.close()
    assert world.window.isVisible()
    assert world.state() is State.PAUSED


def test_without_sound_the_screen_flashes_and_the_helper_is_told(world: World) -> None:
    world.player.silent = True
    world.begin()
    screen = world.window.session
    assert screen.banner.isVisible()
    assert "read the words out loud" in screen.banner.text()
    assert screen.caption.text() == "Welcome. First, clip on the safety key."
    world.desk.journal.flush(5)
    missed = [e for e in world.store.events(world.store.session_ids()[-1]) if isinstance(e, CueMissed)]
    assert missed[0].why == "silent"
    world.player.silent = False
    world.go_to(Kind.STRADDLE)
    assert not screen.banner.isVisible(), "sound came back"


def test_without_a_voice_the_helper_is_told_before_and_during(world: World) -> None:
    world.renderer.voice = False
    world.window.plans.chosen.emit("p1-week1")
    world.press(Key.Key_Return)
    assert "voice does not work" in world.window.before.sound.text()
    for _ in world.window.before.boxes:
        world.press(Key.Key_Return)
    world.press(Key.Key_Return)
    assert "No voice" in world.window.session.banner.text()


def test_not_today_is_recorded_and_kind(world: World) -> None:
    world.press(Key.Key_Return)
    before = world.window.before
    for name, box in before.boxes.items():
        box.setChecked(name != "well")
    assert not before.begin_button.isEnabled()
    before.no_button.click()
    shown = world.window.not_today
    assert world.window.shown() is shown
    title = shown.findChild(QLabel, "title")
    assert title is not None
    assert "good decision" in title.text()
    assert shown.help.isVisible()
    world.desk.journal.flush(5)
    (row,) = world.store.declined()
    assert row.reasons == ("well",)
    world.press(Key.Key_Return)
    assert world.window.shown() is world.window.today
    assert world.store.session_ids() == ()


def test_a_machine_that_slept_pauses(world: World) -> None:
    world.begin()
    world.go_to(Kind.BACKWARD)
    world.clock.sleep(3600)
    assert world.desk.runner is not None
    world.desk.runner.wake()
    assert world.state() is State.PAUSED
    world.desk.journal.flush(5)
    events = world.store.events(world.store.session_ids()[-1])
    assert [e.why for e in events if isinstance(e, Paused)] == ["asleep"]


def test_progress_shows_the_session_in_the_chart(world: World) -> None:
    test_a_whole_session_by_keyboard_alone(world)
    world.window.nav["progress"].click()
    assert world.window.shown() is world.window.progress
    assert world.window.progress.sentence.text() == "1½ minutes backwards this week."
    assert world.window.progress.table.rowCount() == 1


def test_choosing_a_plan_is_remembered(world: World) -> None:
    world.window.nav["plans"].click()
    world.window.plans.chosen.emit("p0-familiarisation")
    assert world.window.today.headline.text() == "Getting to know the treadmill"
    world.desk.journal.flush(5)
    assert world.store.get_setting("plan") == "p0-familiarisation"


def test_a_broken_plan_file_is_told_in_a_sentence(world: World, tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text("format = 1\n[[blocks]]\nkind = 'backwards'\n")
    world.window.nav["plans"].click()
    world.window.plans.file_chosen.emit(str(bad))
    assert "Did you mean backward?" in world.window.plans.problem.text()
    assert world.window.shown() is world.window.plans


def test_a_bug_in_a_slot_pauses_the_session_and_says_so(world: World) -> None:
    world.begin()
    world.go_to(Kind.BACKWARD)
    world.desk.something_went_wrong()
    assert world.state() is State.PAUSED
    assert "Something went wrong" in world.window.session.banner.text()


def test_a_voice_that_is_late_joins_a_session_that_has_begun(qtbot: QtBot, own_home: Path) -> None:
    renderer = LateRenderer()
    with Store.open(find_paths(), write=True) as store:
        world = World(qtbot, store, renderer)
        world.press(Key.Key_Return)
        for _ in world.window.before.boxes:
            world.press(Key.Key_Return)
        world.press(Key.Key_Return)
        assert "getting ready" in world.window.before.sound.text()
        world.desk.wait_timer.timeout.emit()
        assert world.window.shown() is world.window.session
        assert world.window.session.banner.isVisible()
        renderer.deliver()
        world.go_to(Kind.STRADDLE)
        assert not world.window.session.banner.isVisible()
        world.desk.close()


def test_a_pause_is_never_held_back_as_a_bounce(world: World) -> None:
    world.begin()
    world.go_to(Kind.BACKWARD)
    session = world.window.session
    QTest.keyClick(session, Key.Key_W)
    QTest.keyClick(session, Key.Key_A)
    assert world.state() is State.PAUSED
    QTest.keyClick(session, Key.Key_Return)
    assert world.state() is State.PAUSED, "a bounce of the same press may not carry on"


def test_a_key_that_qt_has_no_name_for_pauses_too(world: World) -> None:
    world.begin()
    world.go_to(Kind.BACKWARD)
    for number in (0, 0x1FFFFF0):
        press = QKeyEvent(QEvent.Type.KeyPress, number, Qt.KeyboardModifier.NoModifier)
        QCoreApplication.sendEvent(world.window.session, press)
    assert world.state() is State.PAUSED
