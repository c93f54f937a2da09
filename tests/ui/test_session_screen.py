"""What the session screen says, and what its keys do, in every state; with a real session behind it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from balancecoach.core.asides import STEPS
from balancecoach.core.events import Outcome, SessionEnded, Wobbled
from balancecoach.core.plan import Kind, Plan, Units
from balancecoach.core.transitions import State
from balancecoach.headings import heading, step_words
from balancecoach.ui.icons import of_block, of_step
from balancecoach.ui.palette import PAPER
from balancecoach.ui.stop_panel import HelpBand
from tests.ui.stage import SIZES, Stage, corridor, ink_height, mill

Key = Qt.Key
S, K = State, Kind


# -- new kinds of block --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("plan", [mill(), corridor()], ids=["treadmill", "floor"])
def test_every_block_has_its_words_and_its_picture(qtbot: QtBot, plan: Plan) -> None:
    stage = Stage(qtbot, plan)
    for index, block in enumerate(plan.blocks):
        stage.runner.jump(index)
        assert stage.screen.word.text() == heading(block, plan.surface).upper()
        assert not of_block(block).isEmpty()


def test_loosening_up_runs_by_itself_and_enter_goes_on(qtbot: QtBot) -> None:
    stage = Stage(qtbot, mill())
    assert (stage.state(), stage.kind()) == (S.EASY, K.LOOSEN)
    assert stage.screen.timer.isVisible() and stage.screen.timer.text() == "1:00"
    assert stage.screen.ready.text() == "Go on" and "Enter goes on." in stage.screen.next.text()
    assert not stage.screen.speed.text(), "no belt to speak of"
    stage.press(Key.Key_A)
    assert stage.state() is S.EASY, "nobody is on a belt: only P pauses"
    stage.press(Key.Key_P)
    assert stage.state() is S.PAUSED
    stage.press(Key.Key_Return)
    assert (stage.state(), stage.kind()) == (S.EASY, K.LOOSEN)
    stage.press(Key.Key_Return)
    assert stage.kind() is K.PREPARE


def test_sitting_between_bouts_can_be_stopped_with_s_twice(qtbot: QtBot) -> None:
    stage = Stage(qtbot, mill())
    stage.to(K.SEATED_REST)
    assert stage.state() is S.EASY
    assert not stage.screen.hands.text(), "nobody holds a rail from a chair"
    stage.press(Key.Key_S)
    assert stage.state() is S.EASY
    stage.press(Key.Key_S)
    assert (stage.state(), stage.step()) == (S.STOPPED, "sit"), "whoever sits stays sitting"


def test_the_slope_is_told(qtbot: QtBot) -> None:
    stage = Stage(qtbot, mill())
    stage.to(K.SET_SLOPE)
    assert (stage.screen.word.text(), stage.screen.speed.text()) == ("SET THE SLOPE", "Slope 1 %")
    stage.to(K.BACKWARD)
    assert stage.screen.speed.text() == "1.6 km/h, slope 1 %"
    stage.to(K.SET_SLOPE, 1)
    assert (stage.screen.word.text(), stage.screen.speed.text()) == ("MAKE IT LEVEL", "Level")


def test_speeds_are_those_of_this_console(qtbot: QtBot) -> None:
    stage = Stage(qtbot, mill(Units.MPH))
    stage.to(K.FORWARD)
    assert stage.screen.speed.text() == "up to 1.2 mph"
    stage.to(K.BACKWARD)
    assert stage.screen.speed.text() == "0.9 mph, slope 1 %", "rounded down, never up"


def test_what_to_talk_about_is_shown_while_it_is_asked(qtbot: QtBot) -> None:
    stage = Stage(qtbot, mill())
    stage.to(K.BACKWARD)
    assert stage.screen.next.text() == "Next: stop the belt"
    stage.pass_time(25)
    assert stage.screen.caption.text() == "Now name animals, one after another."
    assert stage.screen.next.text() == "Name animals"
    stage.pass_time(30)
    assert stage.screen.next.text() == "Next: stop the belt"


@pytest.mark.parametrize("step", STEPS)
def test_every_step_of_the_way_down_has_words_and_a_picture(step: str) -> None:
    words = step_words(step)
    assert words.act.endswith(".") and words.ask.endswith("?") and words.done
    assert not of_step(step).isEmpty()


# -- on the floor --------------------------------------------------------------------------------------------------
def test_a_distance_is_walked_and_a_person_says_when(qtbot: QtBot) -> None:
    stage = Stage(qtbot, corridor())
    stage.to(K.BACKWARD)
    assert stage.screen.big.text() == "3 metres. Then press Enter."
    assert not stage.screen.timer.isVisible(), "seconds would hurry somebody"
    assert stage.screen.hands.text() == "Hold the rail"
    stage.press(Key.Key_Return)
    assert "Not yet" in stage.screen.caption.text()
    stage.open()
    stage.press(Key.Key_A)
    assert stage.state() is S.PAUSED, "somebody walks: any other key pauses"
    stage.press(Key.Key_Return)
    stage.open()
    stage.press(Key.Key_Return)
    assert stage.kind() is K.SETTLE


def test_no_word_of_a_belt_or_a_console_on_the_floor(qtbot: QtBot) -> None:
    plan = corridor()
    for index in range(len(plan.blocks)):
        stage = Stage(qtbot, plan, call=("112", "Anna"))
        stage.runner.jump(index)
        seen = [stage.texts()]
        if stage.state() is S.TIMED:
            stage.press(Key.Key_A)
            seen.append(stage.texts())
        stage.press(Key.Key_S, Key.Key_S)
        for _ in range(3):
            stage.open()
            seen.append(stage.texts())
            stage.press(Key.Key_Return)
        said = " ".join(seen).lower()
        assert not [word for word in ("belt", "console", "km/h", "both rails", "edges") if word in said], said


# -- stop now ------------------------------------------------------------------------------------------------------
def test_a_pause_says_what_to_do_and_when_to_stop(qtbot: QtBot) -> None:
    stage = Stage(qtbot, mill(), call=("112", "Anna"))
    stage.to(K.BACKWARD)
    stage.pass_time(9)
    assert not stage.screen.help.isVisible(), "nothing but the walk while walking"
    stage.press(Key.Key_A)
    assert stage.screen.big.text() == "Stop the belt. Hold the rails."
    assert stage.screen.line.text() == "Pain, dizzy, faint or unwell? Press S twice to stop."
    assert "cannot stop the belt" in stage.screen.next.text()
    assert stage.screen.timer.text() == "2:51" and stage.screen.timer.isVisible()
    assert stage.screen.help.isVisible()
    assert stage.screen.help.accessibleName() == "Emergency call 112. Helper: Anna"


def test_a_pause_while_stopping_the_belt_knows_that_it_may_move(qtbot: QtBot) -> None:
    stage = Stage(qtbot, mill())
    stage.to(K.BELT_STOP)
    stage.press(Key.Key_P)
    assert stage.screen.speed.text() == "Stop the belt"
    assert stage.screen.big.text() == "Stop the belt. Hold the rails."
    assert not stage.screen.timer.isVisible(), "a gate counts nothing that is left"


def test_the_way_down_is_told_step_by_step(qtbot: QtBot) -> None:
    stage = Stage(qtbot, mill(), call=("112", "Anna"))
    stage.to(K.BACKWARD, 2)
    stage.pass_time(5)
    stage.press(Key.Key_S, Key.Key_S)
    told = []
    while stage.state() is S.STOPPED:
        words = step_words(stage.step())
        assert stage.screen.big.text() == words.act
        assert stage.screen.ready.text() == words.done and stage.screen.ready.isVisible()
        assert stage.screen.help.isVisible()
        assert "Press Enter" not in stage.screen.line.text() + stage.screen.next.text(), "not before it helps"
        told.append((stage.step(), stage.screen.timer.text() if stage.screen.timer.isVisible() else ""))
        stage.open()
        ask = stage.screen.next if stage.step() == "sit" else stage.screen.line
        assert ask.text() == f"{words.ask} Press Enter."
        stage.press(Key.Key_Return)
    assert told == [("belt", ""), ("settle", "0:30"), ("down", ""), ("sit", "5:00")]
    assert [event.outcome for event in stage.record.events if isinstance(event, SessionEnded)] == [Outcome.STOPPED]


def test_sitting_down_shows_when_to_call_and_counts_five_minutes(qtbot: QtBot) -> None:
    stage = Stage(qtbot, mill())
    stage.to(K.SEATED_REST)
    stage.press(Key.Key_S, Key.Key_S)
    assert stage.screen.line.text().startswith("Call emergency help for strong chest pain")
    stage.pass_time(100)
    assert stage.screen.timer.text() == "3:20"
    stage.pass_time(200.01)
    assert stage.state() is S.ENDED and stage.session.outcome is Outcome.STOPPED


def test_a_double_press_skips_no_step(qtbot: QtBot) -> None:
    stage = Stage(qtbot, mill())
    stage.to(K.BACKWARD)
    stage.press(Key.Key_S, Key.Key_S)
    stage.open()
    stage.screen.forget_presses()
    QTest.keyClick(stage.screen, Key.Key_Return)
    QTest.keyClick(stage.screen, Key.Key_Return)
    assert stage.step() == "settle_slope"
    stage.press(Key.Key_Return, Key.Key_Return)
    assert stage.step() == "settle_slope", "also when the second comes a second later"
    assert "Not yet" in stage.screen.caption.text()


@pytest.mark.parametrize("step", ["belt", "settle_slope", "down", "sit"])
def test_r_says_the_step_again(qtbot: QtBot, step: str) -> None:
    stage = Stage(qtbot, mill())
    stage.to(K.BACKWARD)
    stage.press(Key.Key_S, Key.Key_S)
    while stage.step() != step:
        stage.open()
        stage.press(Key.Key_Return)
    stage.open()
    first = stage.script.asides[f"stop_{step}"][0].say
    stage.press(Key.Key_R)
    assert stage.screen.caption.text() == first
    assert stage.player.played[-1].endswith(first)


def test_r_says_a_pause_again(qtbot: QtBot) -> None:
    stage = Stage(qtbot, mill())
    stage.to(K.BACKWARD)
    stage.press(Key.Key_A)
    stage.pass_time(30)
    stage.press(Key.Key_R)
    assert stage.screen.caption.text() == "Paused. The belt is still moving."


def test_w_notes_a_wobble_also_in_a_pause(qtbot: QtBot) -> None:
    stage = Stage(qtbot, mill())
    stage.to(K.BACKWARD)
    stage.press(Key.Key_A, Key.Key_W)
    assert [event for event in stage.record.events if isinstance(event, Wobbled)]
    assert stage.state() is S.PAUSED


# -- sizes ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("number", ["112", "+44 20 7946 0958"])
def test_the_number_to_call_is_huge(qtbot: QtBot, size: tuple[int, int], number: str) -> None:
    stage = Stage(qtbot, mill(), size, (number, "Bartholomew Featherstonehaugh-Smythe"))
    stage.to(K.BACKWARD)
    stage.press(Key.Key_A)
    band = stage.screen.help
    picture = band.grab().toImage()
    telephone = round(band.height() * 1.0)
    assert ink_height(picture, PAPER.danger, left=telephone) >= 0.08 * size[1]


def test_a_helper_without_a_number_is_named(qtbot: QtBot) -> None:
    band = HelpBand()
    qtbot.addWidget(band)
    band.set_help("", "Anna")
    assert band.known() and band.accessibleName() == "Helper: Anna"
    band.set_help(" ", "")
    assert not band.known()


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize(("kind", "share"), [(K.BACKWARD, 0.42), (K.LOOSEN, 0.42), (K.FORWARD, 0.34)])
def test_the_digits_of_a_running_block_keep_their_size(
    qtbot: QtBot, size: tuple[int, int], kind: Kind, share: float
) -> None:
    stage = Stage(qtbot, mill(), size, ("112", "Anna"))
    if kind is K.FORWARD:
        stage.to(kind, 1)
        assert len(stage.screen.timer.text()) == 5
    else:
        stage.to(kind)
    look = stage.screen._look
    assert ink_height(stage.screen.timer.grab().toImage(), look.text) >= share * size[1]


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("call", [("", ""), ("112", "Anna")], ids=["nobody", "somebody"])
def test_nothing_covers_anything(qtbot: QtBot, size: tuple[int, int], call: tuple[str, str]) -> None:
    stage = Stage(qtbot, mill(), size, call)
    stage.to(K.BACKWARD)
    apart(stage)
    stage.press(Key.Key_A)
    apart(stage)
    stage.press(Key.Key_S, Key.Key_S)
    while stage.state() is S.STOPPED:
        apart(stage)
        stage.open()
        apart(stage)
        stage.press(Key.Key_Return)


def apart(stage: Stage) -> None:
    """No two visible parts overlap, and all are inside the window."""
    screen = stage.screen
    texts = (screen.word, screen.speed, screen.hands, screen.big, screen.caption, screen.line, screen.next, screen.left)
    parts: list[QWidget] = [part for part in texts if part.isVisible() and part.text()]
    others = (screen.timer, screen.help, screen.strip, screen.ready, screen.hold, screen.stop, screen.picture)
    parts += [part for part in others if part.isVisible()]
    for number, one in enumerate(parts):
        assert screen.rect().contains(one.geometry()), one
        for two in parts[number + 1 :]:
            assert not one.geometry().intersects(two.geometry()), (stage.step(), one, two)
