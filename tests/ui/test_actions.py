"""What every button does in every state, pressed on a real session; and that no stray press does harm."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from balancecoach.core.events import Wobbled
from balancecoach.core.plan import Kind
from balancecoach.core.transitions import State
from balancecoach.ui.actions import DEFAULTS, IGNORED, TABLE, Action, Buttons, Moment, Wish
from balancecoach.ui.button_names import key_of, name_of, plain_name
from tests.ui.stage import Stage, corridor, mill

Key, S, K = Qt.Key, State, Kind
PAGE = Path(__file__).parents[2] / "docs" / "keys.md"
EVERY = [(action, key) for action, keys in DEFAULTS.items() for key in keys]


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    return Stage(qtbot, mill())


def at(stage: Stage, kind: Kind) -> Stage:
    """The first block of this kind, open where it is a gate, and none of its presses a bounce."""
    stage.to(kind)
    if stage.state() is S.GATE:
        stage.open()
    stage.screen.forget_presses()
    return stage


def send(stage: Stage, key: int) -> None:
    """Press a key and let it go; QTest itself cannot press every key there is."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(stage.screen, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier))


def press(stage: Stage, *keys: Qt.Key) -> None:
    """Keys, none of them a bounce of the one before."""
    for key in keys:
        stage.screen.forget_presses()
        send(stage, key)


def ids(row: tuple[Action, Qt.Key]) -> str:
    return f"{row[0].value}-{name_of(row[1])}"


# -- the table itself ----------------------------------------------------------------------------------------------
def test_the_table_answers_everything() -> None:
    assert set(TABLE) == set(Moment)
    assert all(set(row) == set(Action) for row in TABLE.values())


def test_nothing_stops_at_once_and_walking_is_only_ever_paused() -> None:
    wishes = {wish for row in TABLE.values() for wish in row.values()}
    assert "stop" not in wishes and Wish.ASK_STOP in wishes
    for action in (Action.CONFIRM, Action.PAUSE, Action.AGAIN, Action.OTHER):
        assert TABLE[Moment.WALK][action] is Wish.PAUSE
    assert all(row[Action.STOP] is Wish.ASK_STOP for row in TABLE.values())
    for moment in Moment:
        forward = {action for action, wish in TABLE[moment].items() if wish in (Wish.CONFIRM, Wish.RESUME)}
        assert forward <= {Action.CONFIRM}, "only the button for it goes on"


def test_no_button_is_for_two_things() -> None:
    keys = [key for _, key in EVERY]
    assert len(keys) == len(set(keys))
    assert not set(keys) & IGNORED


def test_the_page_about_keys_names_every_button_and_every_action() -> None:
    page = PAGE.read_text("utf-8")
    for action, keys in DEFAULTS.items():
        (row,) = [line for line in page.splitlines() if line.startswith(f"| `{action.value}` ")]
        missing = [plain_name(key) for key in keys if plain_name(key) not in row]
        assert not missing, f"docs/keys.md does not name {missing} for {action.value}"


# -- each button, on a real session --------------------------------------------------------------------------------
@pytest.mark.parametrize("row", EVERY, ids=ids)
def test_while_somebody_walks(stage: Stage, row: tuple[Action, Qt.Key]) -> None:
    action, key = row
    press(at(stage, K.BACKWARD), key)
    assert stage.state() is (S.TIMED if action in (Action.WOBBLE, Action.TIME) else S.PAUSED)


@pytest.mark.parametrize("row", EVERY, ids=ids)
def test_at_a_gate(stage: Stage, row: tuple[Action, Qt.Key]) -> None:
    action, key = row
    press(at(stage, K.STRADDLE), key)
    if action is Action.CONFIRM:
        assert stage.kind() is K.BELT_START
    else:
        assert stage.kind() is K.STRADDLE
        assert stage.state() is (S.PAUSED if action is Action.PAUSE else S.GATE)


@pytest.mark.parametrize("row", EVERY, ids=ids)
def test_in_a_pause(stage: Stage, row: tuple[Action, Qt.Key]) -> None:
    action, key = row
    press(at(stage, K.BACKWARD), Key.Key_A)
    stage.open()
    press(stage, key)
    assert stage.state() is (S.RESTART if action is Action.CONFIRM else S.PAUSED)


@pytest.mark.parametrize("row", EVERY, ids=ids)
def test_on_the_way_down(stage: Stage, row: tuple[Action, Qt.Key]) -> None:
    action, key = row
    press(at(stage, K.BACKWARD), Key.Key_S, Key.Key_S)
    stage.open()
    press(stage, key)
    assert stage.state() is S.STOPPED
    assert (stage.step() != "belt") is (action is Action.CONFIRM)


@pytest.mark.parametrize("row", EVERY, ids=ids)
def test_a_distance_on_the_floor(qtbot: QtBot, row: tuple[Action, Qt.Key]) -> None:
    action, key = row
    stage = Stage(qtbot, corridor())
    at(stage, K.BACKWARD)
    before = stage.session.index
    press(stage, key)
    if action is Action.CONFIRM:
        assert stage.session.index == before + 1
    else:
        assert stage.session.index == before
        assert stage.state() is (S.GATE if action in (Action.WOBBLE, Action.TIME) else S.PAUSED)


@pytest.mark.parametrize("kind", [K.BACKWARD, K.STRADDLE, K.LOOSEN])
def test_t_asks_for_the_time_and_disturbs_nothing(stage: Stage, qtbot: QtBot, kind: Kind) -> None:
    at(stage, kind)
    before = stage.state()
    with qtbot.waitSignal(stage.screen.time_wanted, timeout=1000):
        press(stage, Key.Key_T)
    assert stage.state() is before


@pytest.mark.parametrize("key", sorted(IGNORED), ids=lambda key: name_of(key))
def test_what_changes_the_machine_changes_no_session(stage: Stage, key: Qt.Key) -> None:
    press(at(stage, K.BACKWARD), key)
    assert stage.state() is S.TIMED


def test_a_key_that_qt_has_no_name_for_pauses_too(stage: Stage) -> None:
    at(stage, K.BACKWARD)
    send(stage, 0x01ABCDEF)
    assert stage.state() is S.PAUSED


# -- stray presses -------------------------------------------------------------------------------------------------
def repeat(stage: Stage, key: Qt.Key, times: int) -> None:
    """A key that is held: the system repeats it."""
    for _ in range(times):
        stage.screen.forget_presses()
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, "", True)
        QApplication.sendEvent(stage.screen, event)


@pytest.mark.parametrize("row", EVERY, ids=ids)
@pytest.mark.parametrize("kind", [K.BACKWARD, K.STRADDLE])
def test_repeats_of_a_held_button_do_nothing(stage: Stage, kind: Kind, row: tuple[Action, Qt.Key]) -> None:
    at(stage, kind)
    before = stage.state()
    repeat(stage, row[1], 30)
    assert (stage.state(), stage.kind()) == (before, kind)


@pytest.mark.parametrize("key", DEFAULTS[Action.CONFIRM], ids=name_of)
def test_a_button_that_bounces_passes_one_gate(stage: Stage, key: Qt.Key) -> None:
    at(stage, K.LOOSEN)
    for _ in range(20):
        send(stage, key)  # some remotes send a held button as many presses
    assert stage.kind() is K.PREPARE


def test_the_press_that_paused_does_not_carry_on(stage: Stage) -> None:
    at(stage, K.BACKWARD)
    for _ in range(5):
        send(stage, Key.Key_PageDown)
    assert stage.state() is S.PAUSED


def test_a_bounce_notes_one_wobble(stage: Stage) -> None:
    at(stage, K.BACKWARD)
    send(stage, Key.Key_W)
    send(stage, Key.Key_W)
    assert len([event for event in stage.record.events if isinstance(event, Wobbled)]) == 1
    press(stage, Key.Key_W)
    assert len([event for event in stage.record.events if isinstance(event, Wobbled)]) == 2


def test_a_pause_is_never_held_back_by_a_press_just_before(stage: Stage) -> None:
    at(stage, K.BACKWARD)
    send(stage, Key.Key_W)
    send(stage, Key.Key_PageDown)
    assert stage.state() is S.PAUSED


@pytest.mark.parametrize("kind", [K.BACKWARD, K.STRADDLE, K.LOOSEN])
@pytest.mark.parametrize("first", [Key.Key_F5, Key.Key_Escape], ids=name_of)
def test_a_clicker_that_sends_f5_and_esc_by_turns_never_stops(stage: Stage, kind: Kind, first: Qt.Key) -> None:
    at(stage, kind)
    other = Key.Key_Escape if first is Key.Key_F5 else Key.Key_F5
    press(stage, *(first, other) * 6)
    assert stage.state() is not S.STOPPED
    assert stage.screen.stop.text() == "Stop", "nor does it go on asking"
    assert stage.kind() is kind, "and it skips nothing"


def test_a_clicker_whose_f5_gets_lost_never_stops(stage: Stage) -> None:
    press(at(stage, K.STRADDLE), Key.Key_F5, Key.Key_Escape, Key.Key_Escape, Key.Key_Escape)
    assert stage.state() is S.GATE


def test_both_keys_of_a_clicker_at_once_never_stop(stage: Stage) -> None:
    at(stage, K.BACKWARD)
    for _ in range(4):
        press(stage, Key.Key_F5)
        send(stage, Key.Key_Escape)
    assert stage.state() is S.PAUSED


def test_esc_twice_stops_where_there_is_no_clicker(stage: Stage) -> None:
    press(at(stage, K.BACKWARD), Key.Key_Escape)
    assert (stage.state(), stage.screen.stop.text()) == (S.PAUSED, "Press again")
    press(stage, Key.Key_Escape)
    assert stage.state() is S.STOPPED


def test_s_stops_also_after_a_clicker(stage: Stage) -> None:
    press(at(stage, K.BACKWARD), Key.Key_F5, Key.Key_Escape, Key.Key_S, Key.Key_S)
    assert stage.state() is S.STOPPED


def test_a_bounce_of_stop_does_not_stop(stage: Stage) -> None:
    at(stage, K.BACKWARD)
    for _ in range(5):
        send(stage, Key.Key_S)
    assert stage.state() is S.PAUSED


@pytest.mark.parametrize("key", [Key.Key_Escape, Key.Key_MediaStop], ids=name_of)
def test_a_button_that_never_tells_of_letting_go_only_asks(stage: Stage, key: Qt.Key) -> None:
    at(stage, K.BACKWARD)
    QTest.keyPress(stage.screen, key)
    assert not stage.screen._hold_timer.isActive(), "only S counts as held"
    assert stage.state() is S.PAUSED


def test_letting_s_go_in_time_does_not_stop(stage: Stage) -> None:
    at(stage, K.BACKWARD)
    QTest.keyPress(stage.screen, Key.Key_S)
    assert stage.screen._hold_timer.isActive()
    QTest.keyRelease(stage.screen, Key.Key_S)
    assert not stage.screen._hold_timer.isActive()


def test_another_screen_ends_the_holding(stage: Stage) -> None:
    at(stage, K.BACKWARD)
    QTest.keyPress(stage.screen, Key.Key_S)
    stage.screen.hide()
    assert not stage.screen._hold_timer.isActive()


# -- what real devices send ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("device", "on", "back"),
    [
        ("presenter", Key.Key_PageDown, Key.Key_PageUp),
        ("presenter with arrows", Key.Key_Right, Key.Key_Left),
        ("pedal", Key.Key_Down, Key.Key_Up),
        ("pedal with Space and Enter", Key.Key_Space, Key.Key_Return),
        ("shutter", Key.Key_Return, Key.Key_VolumeUp),
        ("headset", Key.Key_MediaTogglePlayPause, Key.Key_MediaPrevious),
    ],
)  # fmt: skip
def test_a_device_with_two_buttons_can_do_a_session(stage: Stage, device: str, on: Qt.Key, back: Qt.Key) -> None:
    """Pass a gate, pause the walk with either button, carry on, start the belt again, walk on."""
    press(at(stage, K.STRADDLE), on)
    assert stage.kind() is K.BELT_START, device
    press(at(stage, K.BACKWARD), back if back not in IGNORED else on)
    assert stage.state() is S.PAUSED
    stage.open()
    press(stage, on)
    assert stage.state() is S.RESTART
    stage.open()
    press(stage, on)
    assert (stage.state(), stage.kind()) == (S.TIMED, K.BACKWARD)


# -- chosen buttons ------------------------------------------------------------------------------------------------
def test_a_chosen_volume_button_passes_a_gate_and_pauses_a_walk(stage: Stage) -> None:
    stage.screen.set_buttons(Buttons({"confirm": ("VolumeUp",)}))
    press(at(stage, K.STRADDLE), Key.Key_VolumeUp)
    assert stage.kind() is K.BELT_START
    press(at(stage, K.BACKWARD), Key.Key_VolumeDown)
    assert stage.state() is S.TIMED, "the other one was not chosen"
    press(stage, Key.Key_VolumeUp)
    assert stage.state() is S.PAUSED


def test_a_chosen_stop_button_only_asks(stage: Stage) -> None:
    stage.screen.set_buttons(Buttons({"stop": ("F9",)}))
    at(stage, K.BACKWARD)
    QTest.keyPress(stage.screen, Key.Key_F9)
    assert stage.state() is S.PAUSED and not stage.screen._hold_timer.isActive()
    press(stage, Key.Key_F9)
    assert stage.state() is S.STOPPED


def test_a_record_from_elsewhere_takes_no_button_away() -> None:
    buttons = Buttons({"confirm": ("S", "NoSuchKey", "#zz", "F9"), "wobble": ("F9",), "fly": ("F8",)})
    assert buttons.action(Key.Key_S) is Action.STOP
    assert buttons.action(Key.Key_F9) is Action.CONFIRM
    assert buttons.action(Key.Key_F8) is Action.OTHER
    assert buttons.chosen[Action.CONFIRM] == (Key.Key_F9,)


@pytest.mark.parametrize("key", [Key.Key_PageDown, Key.Key_VolumeUp, 0x01ABCDEF], ids=str)
def test_names_that_are_kept_find_their_key_again(key: int) -> None:
    assert key_of(name_of(key)) == key


@pytest.mark.parametrize("name", ["", "#", "#zz", "Nonsense"])
def test_names_of_nothing_find_nothing(name: str) -> None:
    assert key_of(name) is None


def test_names_that_people_read() -> None:
    named = [plain_name(key) for key in (Key.Key_PageDown, Key.Key_VolumeUp, Key.Key_K, Key.Key_F9, Key.Key_Return)]
    assert named == ["Page down", "Volume up", "K", "F9", "Enter"]
    assert plain_name(0x01ABCDEF).startswith("Button ")


# -- Tab and Enter -------------------------------------------------------------------------------------------------
def tab(stage: Stage, times: int = 1) -> QPushButton | None:
    """The button that has the keyboard after Tab."""
    for _ in range(times):
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Key.Key_Tab)
    now = QApplication.focusWidget()
    return now if isinstance(now, QPushButton) else None


@pytest.fixture
def active(stage: Stage, qtbot: QtBot) -> Stage:
    with qtbot.waitActive(stage.screen):
        stage.screen.activateWindow()
    stage.screen.setFocus()
    return stage


def test_tab_pauses_while_somebody_walks(active: Stage) -> None:
    at(active, K.BACKWARD)
    assert tab(active) is None
    assert active.state() is S.PAUSED


def test_tab_goes_round_the_buttons_and_enter_presses_one(active: Stage) -> None:
    at(active, K.STRADDLE)
    screen = active.screen
    assert [tab(active) for _ in range(4)] == [screen.ready, screen.hold, screen.stop, None]
    assert tab(active, 2) is screen.hold
    QTest.keyClick(screen.hold, Key.Key_Return)
    assert active.state() is S.PAUSED
    assert QApplication.focusWidget() is screen, "what comes next is pressed anew"


def test_stop_with_tab_and_enter_asks_first(active: Stage) -> None:
    at(active, K.STRADDLE)
    screen = active.screen
    assert tab(active, 3) is screen.stop
    QTest.keyClick(screen.stop, Key.Key_Return)
    QTest.keyClick(screen.stop, Key.Key_Return)
    assert (active.state(), screen.stop.text()) == (S.GATE, "Press again"), "a bounce"
    screen.forget_presses()
    QTest.keyClick(screen.stop, Key.Key_Return)
    assert active.state() is S.STOPPED


def test_the_keyboard_never_slips_to_another_button(active: Stage) -> None:
    at(active, K.LOOSEN)
    assert tab(active) is active.screen.ready
    QTest.keyClick(active.screen.ready, Key.Key_Return)
    assert active.kind() is K.PREPARE
    assert QApplication.focusWidget() is active.screen
    active.screen.stop.setFocus()
    active.to(K.BACKWARD)
    assert QApplication.focusWidget() is active.screen


@pytest.mark.parametrize("key", [Key.Key_PageDown, Key.Key_Down, Key.Key_Right], ids=name_of)
def test_a_clicker_goes_on_wherever_the_keyboard_is(active: Stage, key: Qt.Key) -> None:
    at(active, K.STRADDLE)
    assert tab(active, 3) is active.screen.stop
    active.screen.forget_presses()
    QTest.keyClick(active.screen.stop, key)
    assert active.kind() is K.BELT_START


def test_a_click_leaves_the_keyboard_where_it_is(active: Stage) -> None:
    at(active, K.STRADDLE)
    QTest.mouseClick(active.screen.stop, Qt.MouseButton.LeftButton)
    assert QApplication.focusWidget() is active.screen


def test_the_button_with_the_keyboard_shows_it(active: Stage) -> None:
    at(active, K.STRADDLE)
    before = active.screen.ready.grab().toImage()
    assert tab(active) is active.screen.ready
    after = active.screen.ready.grab().toImage()
    middle = after.width() // 2
    other = [y for y in range(after.height() // 4) if after.pixel(middle, y) != before.pixel(middle, y)]
    assert len(other) >= 3, "a ring of at least 3 pixels"
