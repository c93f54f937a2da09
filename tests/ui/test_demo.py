"""The clinic demonstration and "repeat with me": real screens, session, voice rules and keys; only time is fake."""

from collections.abc import Callable, Iterable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from balancecoach.core.events import Paused
from balancecoach.core.phrases import Tone
from balancecoach.core.plan import Kind, Plan
from balancecoach.core.script import build_script
from balancecoach.core.session import Session, View
from balancecoach.core.transitions import State
from balancecoach.desks.demo import DemoDesk, NothingKept
from balancecoach.headings import heading
from balancecoach.speech.clips import Clips, VoiceChoice, Wanted
from balancecoach.speech.renderer import Renderer
from balancecoach.ui.demo_screen import DemoScreen
from balancecoach.ui.repeat_screen import RepeatScreen
from balancecoach.voicing import Voicing
from tests.fakes import FakeClock, p1_week_1
from tests.ui.stage import SIZES, Heard, clips_for, corridor, ink_height, mill

Key = Qt.Key
S, K = State, Kind


class AtOnce(Renderer):
    """Has every clip at once, or when it is told."""

    def __init__(self) -> None:
        self.late = False
        self.deliver: Callable[[], object] = lambda: None

    def render_later(self, wanted: Iterable[Wanted], choice: VoiceChoice, told: Callable[[Clips], object]) -> None:
        rows = tuple(wanted)
        self.deliver = lambda: told(clips_for(rows))
        if not self.late:
            self.deliver()

    def close(self) -> None:
        return


class Room:
    """A demonstration in a room of its own."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot, self.clock, self.player, self.renderer = qtbot, FakeClock(), Heard(), AtOnce()
        self.screen, self.repeating = DemoScreen(), RepeatScreen()
        self.voicing = Voicing(self.renderer, lambda: self.player, VoiceChoice())
        self.left = 0
        self.desk = DemoDesk(
            screen=self.screen,
            repeating=self.repeating,
            voicing=self.voicing,
            clock=self.clock,
            show=self._show,
        )
        self.desk.left.connect(self._leave)
        for screen in (self.screen, self.repeating):
            qtbot.addWidget(screen, before_close_func=lambda _screen: self.desk.close())
            screen.resize(1366, 768)

    def _show(self, screen: QWidget) -> None:
        screen.show()

    def _leave(self) -> None:
        self.left += 1

    def session(self) -> Session:
        """The one that is shown."""
        assert self.desk.runner is not None
        return self.desk.runner.conductor.session

    def view(self) -> View:
        """What is true now."""
        assert self.desk.runner is not None
        return self.desk.runner.conductor.view()

    def state(self) -> State:
        """Of the session."""
        return self.session().state

    def kind(self) -> Kind:
        """Of the block."""
        return self.session().block.kind

    def to(self, kind: Kind) -> None:
        """The first block of a kind."""
        self.desk.jump(next(n for n, b in enumerate(self.session().script.plan.blocks) if b.kind is kind))

    def press(self, *keys: Qt.Key) -> None:
        """Keys, none of them a bounce of the one before."""
        for pressed in keys:
            self.screen.forget_presses()
            QTest.keyClick(self.screen, pressed)

    def pass_real(self, seconds: float, step_s: float = 0.05) -> None:
        """Real seconds, with the event loop running."""
        for _ in range(round(seconds / step_s)):
            self.clock.sleep(step_s)
            if self.desk.runner is None:
                return
            self.desk.runner.wake()
            if self.desk.pass_timer.isActive():
                self.desk.pass_timer.timeout.emit()


@pytest.fixture
def room(qtbot: QtBot) -> Iterator[Room]:
    made = Room(qtbot)
    yield made
    made.voicing.close()


# -- marked --------------------------------------------------------------------------------------------------------
def test_it_is_marked_in_every_state(room: Room) -> None:
    room.desk.run(mill())
    seen = set()
    for index in range(len(mill().blocks)):
        room.desk.jump(index)
        seen.add(room.state())
        assert room.screen.bar.mark.isVisible() and room.screen.bar.mark.text() == "DEMO"
    room.to(K.BACKWARD)
    room.press(Key.Key_A)
    seen.add(room.state())
    room.press(Key.Key_Return)
    seen.add(room.state())
    room.press(Key.Key_S, Key.Key_S)
    seen.add(room.state())
    assert room.screen.bar.mark.isVisible()
    assert seen == {S.TIMED, S.GATE, S.EASY, S.SEATED, S.PAUSED, S.RESTART, S.STOPPED}


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_bar_takes_nothing_from_the_digits(room: Room, size: tuple[int, int]) -> None:
    room.screen.resize(*size)
    room.desk.run(mill())
    room.to(K.BACKWARD)
    assert ink_height(room.screen.timer.grab().toImage(), "#ffffff") >= 0.42 * size[1]
    parts = [room.screen.bar, room.screen.word, room.screen.speed, room.screen.timer, room.screen.caption]
    for number, one in enumerate(parts):
        assert not any(one.geometry().intersects(two.geometry()) for two in parts[number + 1 :])
    for made in room.screen.bar.findChildren(QPushButton):
        assert made.height() >= 52 and made.width() >= 40
        assert room.screen.bar.rect().contains(made.geometry())


def test_nothing_is_kept(room: Room) -> None:
    room.desk.run(mill())
    assert room.session().demo and not room.session().person_id
    record = NothingKept()
    record.append(Paused(1.0, "key"))
    record.beat(1.0, room.clock.now())
    assert not vars(record)


# -- speed ---------------------------------------------------------------------------------------------------------
def test_keys_and_buttons_change_the_speed_without_a_jump(room: Room) -> None:
    room.desk.run(mill())
    room.to(K.FORWARD)
    room.pass_real(10)
    assert room.view().elapsed_s == pytest.approx(10)
    room.press(Key.Key_Plus, Key.Key_Plus)
    assert room.screen.bar.speeds[5].isChecked() and "5×" in room.screen.bar.speeds[5].text()
    assert room.view().elapsed_s == pytest.approx(10)
    room.pass_real(10)
    assert room.view().elapsed_s == pytest.approx(60)
    room.screen.bar.speeds[20].click()
    room.pass_real(1)
    assert room.view().elapsed_s == pytest.approx(80)
    room.press(Key.Key_Plus, Key.Key_Minus)
    assert room.screen.bar.speeds[10].isChecked()
    room.press(*[Key.Key_Minus] * 9)
    room.pass_real(1)
    assert room.view().elapsed_s == pytest.approx(81)


def test_the_runner_wakes_in_real_seconds(room: Room) -> None:
    room.desk.run(mill())
    room.to(K.FORWARD)
    assert room.desk.runner is not None
    assert room.desk.runner.conductor.real_s(1.0) == 1.0
    room.press(Key.Key_Plus)
    assert room.desk.runner.conductor.real_s(1.0) == 0.5


def test_the_voice_speaks_only_at_the_speed_of_life(room: Room) -> None:
    room.desk.run(mill())
    assert "Loosen up first" in room.player.played[-1]
    room.press(Key.Key_Plus)
    assert room.player.hushed, "what sounds would be out of step"
    spoken = len(room.player.played)
    room.to(K.FORWARD)
    assert len(room.player.played) == spoken
    assert room.screen.caption.text() == "Warm-up now. Walk at an easy pace."
    assert not room.screen.banner.isVisible(), "silence is meant here"
    room.press(Key.Key_Minus)
    room.to(K.BACKWARD)
    assert len(room.player.played) == spoken + 1


def test_without_a_voice_it_says_so_and_goes_on(room: Room) -> None:
    room.player.silent = True
    room.desk.run(mill())
    assert "No voice" in room.screen.banner.text()


# -- where ---------------------------------------------------------------------------------------------------------
def test_arrows_go_from_block_to_block(room: Room) -> None:
    room.desk.run(mill())
    room.press(Key.Key_Left)
    assert room.session().index == 0
    room.press(Key.Key_Right, Key.Key_Right, Key.Key_Left)
    assert room.session().index == 1
    for _ in mill().blocks:
        room.screen.bar.after.click()
    assert room.session().index == len(mill().blocks) - 1
    assert not room.screen.bar.after.isEnabled()


def test_any_block_is_chosen_from_the_list_by_keyboard(room: Room) -> None:
    room.desk.run(mill())
    room.press(Key.Key_B)
    blocks = room.screen.list
    assert blocks.isVisible() and blocks.count() == len(mill().blocks)
    assert blocks.item(4).text() == f"5  {heading(mill().blocks[4])}"
    for pressed in (Key.Key_Down, Key.Key_Down, Key.Key_Return):
        QTest.keyClick(blocks, pressed)
    assert room.session().index == 2 and not blocks.isVisible()
    room.press(Key.Key_B)
    QTest.keyClick(blocks, Key.Key_Escape)
    assert not blocks.isVisible() and not room.left


def test_a_stopped_demonstration_goes_on_elsewhere(room: Room) -> None:
    room.desk.run(mill())
    room.to(K.BACKWARD)
    room.press(Key.Key_S, Key.Key_S)
    assert room.state() is S.STOPPED
    room.press(Key.Key_Right)
    assert room.state() is not S.STOPPED
    assert mill().blocks[room.session().index - 1].kind is K.BACKWARD


# -- gates ---------------------------------------------------------------------------------------------------------
def test_enter_passes_a_gate_and_a_step_at_once(room: Room) -> None:
    room.desk.run(mill())
    room.to(K.TURN)
    index = room.session().index
    room.press(Key.Key_Return)
    assert room.session().index == index + 1
    room.to(K.BACKWARD)
    room.press(Key.Key_S, Key.Key_S)
    for step in ("belt", "settle_slope", "down", "sit"):
        assert room.session().step == step
        room.press(Key.Key_Return)
    assert room.left == 1


@pytest.mark.parametrize("plan", [p1_week_1(), corridor()], ids=["treadmill", "floor"])
def test_it_runs_by_itself_to_the_end(room: Room, plan: Plan) -> None:
    room.desk.run(plan)
    room.press(Key.Key_L, *[Key.Key_Plus] * 4)
    assert room.screen.bar.run.isChecked() and "✓" in room.screen.bar.run.text()
    room.pass_real(sum(build_script(plan).seconds) / 20 + 5)
    assert room.left == 1 and room.desk.runner is None


def test_gates_wait_unless_it_is_let_run(room: Room) -> None:
    room.desk.run(mill())
    room.to(K.TURN)
    room.pass_real(60)
    assert room.kind() is K.TURN
    room.screen.bar.run.click()
    room.qtbot.waitUntil(lambda: room.kind() is not K.TURN)


# -- leaving -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("keys", [[Key.Key_Escape], [Key.Key_S] * 4])
def test_leaving_by_keyboard_at_any_time(room: Room, keys: list[Qt.Key]) -> None:
    room.desk.run(mill())
    room.to(K.BACKWARD)
    room.press(*keys)
    assert room.left == 1 and room.desk.runner is None
    room.pass_real(1)
    assert room.left == 1


def test_leaving_while_the_voice_is_still_awaited(room: Room) -> None:
    room.renderer.late = True
    room.desk.run(mill())
    assert room.desk.runner is None and room.desk.wait_timer.isActive()
    room.desk.leave()
    room.renderer.deliver()
    assert room.desk.runner is None and not room.desk.wait_timer.isActive()


def test_it_waits_for_a_loudspeaker_that_is_being_opened(room: Room) -> None:
    room.player.opens = True
    room.desk.run(mill())
    assert room.desk.wait_timer.isActive()
    room.player.answer()
    assert room.state() is S.EASY
    assert len(room.player.played) == 1


def test_a_late_voice_joins(room: Room) -> None:
    room.renderer.late = True
    room.desk.run(mill())
    room.desk.wait_timer.timeout.emit()
    assert room.state() is S.EASY and "No voice" in room.screen.banner.text()
    room.renderer.deliver()
    room.to(K.PREPARE)
    assert not room.screen.banner.isVisible()


def test_another_plan_starts_afresh(room: Room) -> None:
    room.desk.run(mill(), "112", "Anna")
    room.press(Key.Key_Plus, Key.Key_L)
    room.desk.run(corridor())
    assert room.screen.bar.speeds[1].isChecked() and not room.screen.bar.run.isChecked()
    assert not room.screen.help.known()
    assert room.session().script.plan == corridor()


# -- repeat with me ------------------------------------------------------------------------------------------------
class Played:
    """Remembers tones and words."""

    def __init__(self) -> None:
        self.rows: list[tuple[Tone, str]] = []
        self.heard = True

    def __call__(self, tone: Tone, words: str) -> bool:
        self.rows.append((tone, words))
        return self.heard


def test_every_cue_is_shown_and_played_once(qtbot: QtBot) -> None:
    screen, played, script = RepeatScreen(), Played(), build_script(mill())
    qtbot.addWidget(screen)
    screen.resize(1024, 768)
    screen.show()
    screen.start(script, played)
    cues = script.all_cues()
    for number, cue in enumerate(cues, 1):
        assert screen.position.text() == f"Cue {number} of {len(cues)}"
        assert screen.words.text() == (cue.say or "5  4  3  2  1")
        assert screen.word.text() == heading(script.plan.blocks[cue.block]).upper()
        assert screen.tone.text().startswith("Tone: ")
        assert screen.mark.isVisible() and screen.mark.text() == "DEMO"
        QTest.keyClick(screen, Key.Key_Return)
    assert played.rows == [(cue.tone, cue.say) for cue in cues], "the last is not played twice"


def test_repeat_goes_back_and_again_by_key_and_button(qtbot: QtBot) -> None:
    screen, played = RepeatScreen(), Played()
    qtbot.addWidget(screen)
    screen.start(build_script(mill()), played)
    for pressed in (Key.Key_Space, Key.Key_PageDown, Key.Key_Right, Key.Key_PageUp, Key.Key_Left, Key.Key_R):
        QTest.keyClick(screen, pressed)
    assert screen.at == 1 and played.rows[-1] == played.rows[-2]
    screen.next.click()
    screen.again.click()
    screen.back.click()
    screen.back.click()
    assert screen.at == 0 and not screen.back.isEnabled()
    QTest.keyClick(screen, Key.Key_Left)
    assert screen.at == 0
    with qtbot.waitSignal(screen.left):
        QTest.keyClick(screen, Key.Key_Escape)


def test_repeat_without_sound_asks_to_read(qtbot: QtBot) -> None:
    screen, played = RepeatScreen(), Played()
    played.heard = False
    qtbot.addWidget(screen)
    screen.start(build_script(mill()), played)
    assert screen.trouble.text() == "No sound. Read the words out loud."


def test_repeat_from_the_desk(room: Room) -> None:
    room.renderer.late = True
    room.desk.repeat(mill())
    room.desk.wait_timer.timeout.emit()
    assert room.repeating.isVisible() and "Loosen up first" in room.player.played[-1]
    QTest.keyClick(room.repeating, Key.Key_Escape)
    assert room.left == 1
