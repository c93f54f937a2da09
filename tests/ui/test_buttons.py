"""Settings, Buttons: which do what; "press the button you want"; kept, and used in a session and a demonstration."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from balancecoach.core.plan import Kind
from balancecoach.core.transitions import State
from balancecoach.ui.actions import DEFAULTS, IGNORED, Action, Buttons
from balancecoach.ui.button_rules import ACTION_WORDS, VOLUME, refusal
from balancecoach.ui.button_screen import ButtonScreen
from tests.ui.stage import mill
from tests.ui.world import World, anybody, world_of

Key, S, K, Mod = Qt.Key, State, Kind, Qt.KeyboardModifier


@pytest.fixture
def world(qtbot: QtBot) -> Iterator[World]:
    with world_of(qtbot, anybody()) as made:
        made.go("settings")
        made.click("Choose buttons")
        yield made


def page(world: World) -> ButtonScreen:
    shown = world.window.shown()
    assert isinstance(shown, ButtonScreen)
    return shown


def send(world: World, key: int, modifiers: Qt.KeyboardModifier = Mod.NoModifier, *, again: bool = False) -> None:
    """A press where the keyboard is; QTest itself cannot press every key there is."""
    QApplication.sendEvent(world.focus(), QKeyEvent(QEvent.Type.KeyPress, key, modifiers, "", again))


def choose(world: World, action: Action, *keys: int) -> None:
    """Ask for a button, by keyboard, then press these."""
    page(world).choose[action].setFocus()
    world.press(Key.Key_Return)
    for key in keys:
        send(world, key)


# -- the page ------------------------------------------------------------------------------------------------------
def test_it_shows_every_action_with_its_buttons(world: World) -> None:
    shown = world.texts()
    assert "Enter, Space, Page down" in shown and "S, Esc, Media stop" in shown
    for words in ("Go on", "Pause", "Stop", "Say it again", "Say how much time is left", "Note a wobble"):
        assert words in shown
    assert set(page(world).choose) == set(DEFAULTS) == set(ACTION_WORDS)


def test_every_button_has_a_name_of_its_own_and_is_large(world: World) -> None:
    buttons = [made for made in page(world).findChildren(QPushButton) if made.isVisible()]
    names = [made.accessibleName() or made.text() for made in buttons]
    assert len(names) == len(set(names)) == len(DEFAULTS) + 2
    assert all(made.height() >= 52 for made in buttons)


def test_tab_reaches_every_button(world: World) -> None:
    seen = [world.focus()]
    for _ in range(len(DEFAULTS)):
        QTest.keyClick(world.focus(), Key.Key_Tab)
        seen.append(world.focus())
    assert seen[: len(DEFAULTS)] == list(page(world).choose.values())
    assert seen[-1] is page(world).back_button, "nothing to put back yet"


def test_esc_goes_back_to_settings(world: World) -> None:
    world.press(Key.Key_Escape)
    assert world.window.shown() is world.window.settings


# -- choosing ------------------------------------------------------------------------------------------------------
def test_a_chosen_button_is_shown_kept_and_told(world: World) -> None:
    choose(world, Action.CONFIRM, Key.Key_VolumeUp)
    assert "Volume up is now a button for “Go on”." in world.texts()
    assert "Yours: Volume up. Always: Enter" in world.texts()
    assert world.store.preferences().keys == {"confirm": ("VolumeUp",)}
    assert world.focus() is page(world).choose[Action.CONFIRM]


def test_it_waits_in_plain_words(world: World) -> None:
    choose(world, Action.WOBBLE)
    assert "For “Note a wobble”: press it now" in world.texts()
    assert world.focus() is page(world).catcher
    assert "Note a wobble" in page(world).catcher.accessibleName()
    assert page(world).catcher.cancel_button.height() >= 52


@pytest.mark.parametrize("way", ["key", "mouse", "time", "page"])
def test_it_can_be_left(world: World, way: str) -> None:
    choose(world, Action.PAUSE)
    catcher = page(world).catcher
    if way == "key":
        send(world, Key.Key_Escape)
    elif way == "mouse":
        QTest.mouseClick(catcher.cancel_button, Qt.MouseButton.LeftButton)
    elif way == "page":
        world.go("progress")
    else:
        assert catcher.timer.isActive() and catcher.timer.interval() == 20_000
        catcher.timer.stop()
        catcher.timer.timeout.emit()
    if way == "page":
        world.go("settings")
        world.click("Choose buttons")
    assert not catcher.isVisible() and not catcher.timer.isActive()
    assert ("No button came." in world.texts()) is (way == "time")
    assert not world.store.preferences().keys


@pytest.mark.parametrize(
    ("key", "modifiers", "said"),
    [
        (Key.Key_PageUp, Mod.NoModifier, "Page up is the button for “Say it again”"),
        (Key.Key_P, Mod.NoModifier, "P does this already"),
        (Key.Key_Tab, Mod.NoModifier, "Tab goes from button to button"),
        (Key.Key_Backtab, Mod.ShiftModifier, "Tab goes from button to button"),
        (Key.Key_F5, Mod.NoModifier, "F5 and Esc by turns"),
        (Key.Key_F5, Mod.ShiftModifier, "F5 and Esc by turns"),
        (Key.Key_F11, Mod.NoModifier, "full screen"),
        (Key.Key_L, Mod.NoModifier, "demonstration"),
        (Key.Key_F4, Mod.AltModifier, "without Ctrl or Alt"),
        (Key.Key_K, Mod.ControlModifier, "without Ctrl or Alt"),
        (Key.Key_MonBrightnessUp, Mod.NoModifier, "belongs to the computer"),
    ],
)
def test_what_may_not_be_chosen_is_refused_in_a_sentence(
    world: World, key: Qt.Key, modifiers: Qt.KeyboardModifier, said: str
) -> None:
    choose(world, Action.PAUSE)
    send(world, key, modifiers)
    assert said in world.texts()
    assert page(world).catcher.timer.isActive(), "it goes on waiting"
    assert not world.store.preferences().keys
    send(world, Key.Key_K)
    assert world.store.preferences().keys == {"pause": ("K",)}


def test_shift_alone_and_repeats_of_a_held_key_are_no_presses(world: World) -> None:
    choose(world, Action.PAUSE, Key.Key_Shift, Key.Key_Control)
    send(world, Key.Key_K, again=True)
    assert page(world).catcher.timer.isActive()
    assert not page(world).catcher.problem.text()


def test_a_button_chosen_for_one_thing_is_refused_for_another(world: World) -> None:
    choose(world, Action.PAUSE, Key.Key_K)
    choose(world, Action.WOBBLE, Key.Key_K)
    assert "K is the button for “Pause”" in world.texts()
    send(world, Key.Key_J)
    assert world.store.preferences().keys == {"pause": ("K",), "wobble": ("J",)}


def test_several_buttons_for_one_thing(world: World) -> None:
    choose(world, Action.PAUSE, Key.Key_K)
    choose(world, Action.PAUSE, Key.Key_J)
    assert "Yours: K, J. Always: P" in world.texts()


def test_all_can_be_put_back(world: World) -> None:
    choose(world, Action.PAUSE, Key.Key_K)
    world.click("Put back as it was at first")
    assert not world.store.preferences().keys
    assert "The buttons are as they were at first." in world.texts()
    assert "Yours" not in world.texts()
    assert not page(world).reset_button.isEnabled()


def test_the_keyboard_has_a_place_after_putting_back(world: World) -> None:
    choose(world, Action.PAUSE, Key.Key_K)
    world.click("Put back as it was at first")
    assert world.focus().isVisible() and world.focus() is not page(world).reset_button


def test_other_settings_stay(world: World) -> None:
    before = world.store.preferences()
    choose(world, Action.PAUSE, Key.Key_K)
    world.click("Put back as it was at first")
    assert world.store.preferences() == before


# -- the rules -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("key", sorted(VOLUME), ids=lambda key: key.name)
def test_volume_buttons_are_for_anything_but_stop(key: Qt.Key) -> None:
    for action in ACTION_WORDS:
        assert bool(refusal(key, Mod.NoModifier, action, Buttons())) is (action is Action.STOP)


def test_no_button_of_the_computer_and_none_in_use_may_be_chosen() -> None:
    used = {key for keys in DEFAULTS.values() for key in keys}
    for key in (IGNORED - VOLUME) | used:
        assert all(refusal(key, Mod.NoModifier, action, Buttons()) for action in ACTION_WORDS), key


# -- where they work -----------------------------------------------------------------------------------------------
def test_a_chosen_button_works_in_the_next_session(world: World) -> None:
    choose(world, Action.CONFIRM, Key.Key_VolumeUp)
    choose(world, Action.WOBBLE, Key.Key_F9)
    world.go("today")
    world.begin()
    world.go_to(K.STRADDLE)
    world.pass_time(world.running().conductor.view().ready_in_s + 0.01)
    send(world, Key.Key_VolumeUp)
    assert world.kind() is K.BELT_START
    world.go_to(K.BACKWARD)
    world.pass_time(1)
    send(world, Key.Key_F9)
    assert world.state() is S.TIMED
    send(world, Key.Key_VolumeUp)
    assert world.state() is S.PAUSED


def test_a_chosen_button_works_after_the_program_was_started_again(qtbot: QtBot) -> None:
    with world_of(qtbot, anybody()) as world:
        world.go("settings")
        world.click("Choose buttons")
        choose(world, Action.CONFIRM, Key.Key_F9)
        world.window.close()
    with world_of(qtbot, anybody()) as world:
        world.begin()
        world.go_to(K.STRADDLE)
        world.pass_time(world.running().conductor.view().ready_in_s + 0.01)
        send(world, Key.Key_F9)
        assert world.kind() is K.BELT_START


def test_a_chosen_button_works_in_a_demonstration(world: World) -> None:
    choose(world, Action.PAUSE, Key.Key_F9)
    world.rooms.demo.run(mill())
    send(world, Key.Key_F9)
    assert world.state() is S.PAUSED


def test_with_a_pin_the_page_is_the_helpers(qtbot: QtBot) -> None:
    with world_of(qtbot, anybody()) as world:
        world.set_pin("1234")
        world.go("settings")
        assert world.window.shown() is world.window.pin


# -- a clicker alone -----------------------------------------------------------------------------------------------
def test_page_down_alone_leads_from_today_to_the_saved_check_in(qtbot: QtBot) -> None:
    with world_of(qtbot, anybody()) as world:
        world.press(Key.Key_PageDown)
        assert world.window.shown() is world.window.before
        for _ in world.window.before.boxes:
            world.press(Key.Key_PageDown)
        assert world.runner is None, "ticking begins nothing"
        world.press(Key.Key_PageDown)
        assert world.window.shown() is world.window.session
        world.to_the_end()
        for _ in range(4):
            world.press(Key.Key_PageDown)
        assert world.window.shown() is world.window.today
        world.desk.journal.flush(5)
        (summary,) = world.store.summaries()
        assert summary.checkin is not None and summary.checkin.effort == 0


def test_a_held_clicker_starts_nothing(qtbot: QtBot) -> None:
    with world_of(qtbot, anybody()) as world:
        send(world, Key.Key_PageDown, again=True)
        assert world.window.shown() is world.window.today
