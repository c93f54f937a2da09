"""There while somebody walks: awake, on the chosen display, and whatever happens to the window."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QScreen
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from balancecoach.core.plan import Kind
from balancecoach.core.transitions import State
from balancecoach.store.store import Store
from balancecoach.ui.displays import Display, Displays
from tests.ui.world import Key, World, anybody, world_of

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # small windows ask offscreen for too much

TV = Display("HDMI-1", "Samsung", "UE40", "A17", 800)
DARK = "This computer may go dark during the walk"


@pytest.fixture
def world(qtbot: QtBot) -> Iterator[World]:
    with world_of(qtbot, anybody()) as made:
        yield made


def choose(store: Store, display: str) -> None:
    store.keep_preferences(replace(store.preferences(), display=display))


def banner(world: World) -> str:
    shown = world.window.session.banner
    return shown.text() if shown.isVisible() else ""


# -- awake ---------------------------------------------------------------------------------------------------------
def test_awake_from_the_daily_check_to_the_check_in(world: World) -> None:
    assert not world.awake.held()
    world.press(Key.Key_Return)
    assert world.awake.held()
    world.tick_all()
    world.go_to(Kind.BACKWARD)
    assert world.awake.held()
    world.stop_and_sit()
    assert world.window.shown() is world.window.checkin
    assert not world.awake.held()


def test_not_awake_after_a_check_that_is_left(world: World) -> None:
    world.press(Key.Key_Return, Key.Key_Escape)
    assert world.window.shown() is world.window.today
    assert not world.awake.held()


def test_awake_in_a_demonstration_only(world: World) -> None:
    world.desk.demo_wanted.emit()
    assert world.awake.held()
    world.rooms.demo.leave()
    assert not world.awake.held()


def test_awake_after_a_bug_of_ours_until_the_end(world: World) -> None:
    world.begin()
    world.desk.something_went_wrong()
    assert world.awake.held()


def test_let_go_when_the_program_ends(world: World) -> None:
    world.begin()
    world.desk.close()
    assert world.awake.closed


def test_a_computer_that_may_go_dark_is_told_before_the_walk(world: World) -> None:
    world.awake.can = False
    world.press(Key.Key_Return)
    assert DARK in world.texts()
    world.tick_all()
    assert world.window.shown() is world.window.session
    assert world.state() is not State.PAUSED


def test_it_is_not_told_again_to_who_knows(world: World) -> None:
    world.awake.can = False
    world.press(Key.Key_Return)
    world.click("It stays on")
    assert DARK not in world.texts()
    assert world.focus() is next(iter(world.window.before.boxes.values()))
    world.press(Key.Key_Escape)
    world.press(Key.Key_Return)
    assert DARK not in world.texts()
    assert world.store.preferences().stays_on


def test_a_computer_that_stays_awake_is_no_news(world: World) -> None:
    world.press(Key.Key_Return)
    assert not world.window.before.notes.isVisible()


def test_an_answer_that_comes_late_is_a_line_in_the_session(world: World) -> None:
    world.begin()
    world.awake.can = False
    world.awake.answer()
    assert DARK in banner(world)
    world.pass_time(10)  # cues come and go, the line stays
    assert DARK in banner(world)
    world.presence.notice_timer.timeout.emit()
    assert banner(world) == ""


def test_an_answer_after_the_session_is_no_line_of_the_next(world: World) -> None:
    world.begin()
    world.stop_and_sit()
    world.awake.can = False
    world.awake.answer()
    world.awake.can = True
    world.desk.show_today()
    world.press(Key.Key_Return)
    assert DARK not in world.texts()


# -- the chosen display --------------------------------------------------------------------------------------------
def test_a_chosen_display_that_is_not_there_is_told_before_the_walk(world: World) -> None:
    choose(world.store, TV.id)
    world.press(Key.Key_Return)
    words = "The screen for sessions (HDMI-1, Samsung) is not connected. This one is used."
    assert words in world.texts()
    assert not world.window.before.notes.enough_button.isVisible()
    world.tick_all()
    assert world.window.isFullScreen()
    assert banner(world) == ""


def test_a_chosen_display_that_is_there_is_no_news(world: World) -> None:
    screen = QApplication.primaryScreen()
    choose(world.store, Display(screen.name()).id)
    world.press(Key.Key_Return)
    assert not world.window.before.notes.isVisible()


def test_settings_name_what_is_connected(world: World) -> None:
    world.go("settings")
    assert "Only this screen is connected" in world.texts()
    choose(world.store, TV.id)
    world.go("today")
    world.go("settings")
    assert "The chosen screen is not connected" in world.texts()
    world.click("Sessions fill this screen: The screen this window is on")
    assert world.store.preferences().display == ""


def test_a_setting_beside_it_keeps_the_chosen_display(world: World) -> None:
    choose(world.store, TV.id)
    world.go("settings")
    world.click("Colours: Dark")
    assert world.store.preferences().display == TV.id


class Unplugged(Displays):
    """The display of a session is gone; another is there."""

    def named(self, name: str) -> QScreen | None:
        return None


def test_a_display_that_goes_away_is_told_and_pauses_nothing(world: World) -> None:
    world.begin()
    world.go_to(Kind.BACKWARD)
    world.presence.displays = Unplugged()
    world.presence.settle_timer.timeout.emit()
    assert banner(world) == "The other screen is off or unplugged. The session goes on here."
    assert world.window.isFullScreen()
    assert world.state() is State.TIMED
    world.pass_time(5)
    assert "unplugged" in banner(world)


def test_a_display_that_goes_away_while_the_window_is_put_away_leaves_it_there(world: World) -> None:
    world.begin()
    world.window.showMinimized()
    world.presence.displays = Unplugged()
    world.presence.settle_timer.timeout.emit()
    assert world.window.isMinimized()


def test_a_display_that_goes_away_outside_a_session_is_nothing_to_do(world: World) -> None:
    world.presence.displays = Unplugged()
    world.presence.settle_timer.timeout.emit()
    assert not world.window.isFullScreen()


# -- a number on each ----------------------------------------------------------------------------------------------
def test_each_display_shows_its_number_until_a_key(world: World) -> None:
    world.go("settings")
    world.window.settings.display.show_me.emit()
    (only,) = world.presence.which.shown
    assert only.isFullScreen()
    assert only.number.text() == "1"
    QTest.keyClick(only, Key.Key_A)
    assert world.presence.which.shown == []
    assert not only.isVisible()


def test_the_numbers_go_by_themselves_or_by_a_click(world: World) -> None:
    world.window.settings.display.show_me.emit()
    (only,) = world.presence.which.shown
    world.presence.which.timer.timeout.emit()
    assert not only.isVisible()
    world.window.settings.display.show_me.emit()
    (again,) = world.presence.which.shown
    QTest.mouseClick(again, Qt.MouseButton.LeftButton)
    assert not again.isVisible()
    assert not world.presence.which.timer.isActive()


def test_the_chosen_one_says_so(world: World) -> None:
    choose(world.store, Display(QApplication.primaryScreen().name()).id)
    world.window.settings.display.show_me.emit()
    assert "Sessions are shown here." in world.presence.which.shown[0].words.text()


# -- the window, before and after ------------------------------------------------------------------------------------
def test_maximised_before_and_after(world: World) -> None:
    world.window.showMaximized()
    world.begin()
    assert world.window.isFullScreen()
    world.stop_and_sit()
    assert world.window.isMaximized()
    assert not world.window.isFullScreen()


def test_small_before_and_after(world: World) -> None:
    place = world.window.geometry()
    world.begin()
    assert world.window.isFullScreen()
    world.stop_and_sit()
    assert not world.window.isMaximized()
    assert world.window.geometry() == place


def test_full_screen_before_and_after(world: World) -> None:
    world.window.showFullScreen()
    world.begin()
    world.stop_and_sit()
    assert world.window.isFullScreen()


def test_two_in_a_row_leave_it_as_it_was_before_the_first(world: World) -> None:
    world.begin()
    world.window.show_full(world.window.session)
    world.stop_and_sit()
    assert not world.window.isFullScreen()


# -- covered, put away, out of focus -----------------------------------------------------------------------------------
def test_a_session_goes_on_without_the_keyboard_and_put_away(world: World, qtbot: QtBot) -> None:
    world.begin()
    world.go_to(Kind.BACKWARD)
    other = QWidget()
    qtbot.addWidget(other)
    with qtbot.waitActive(other):
        other.show()
        other.activateWindow()
    world.window.showMinimized()
    left_s = world.running().conductor.view().left_s
    world.pass_time(10)
    assert world.state() is State.TIMED
    assert world.running().conductor.view().left_s == pytest.approx(left_s - 10)


def test_a_stop_key_whose_release_got_lost_does_not_stop(world: World, qtbot: QtBot) -> None:
    """The key went down here and came up in another window: that is one press, not one held for a second."""
    world.begin()
    world.go_to(Kind.BACKWARD)
    session = world.window.session
    QTest.keyPress(world.focus(), Key.Key_S)
    hold = session._hold_timer
    assert hold.isActive()
    other = QWidget()
    qtbot.addWidget(other)
    with qtbot.waitActive(other):
        other.show()
        other.activateWindow()
    QApplication.processEvents()
    assert not hold.isActive()
    assert world.state() is State.PAUSED  # what one press of Stop does


def test_no_event_of_the_window_pauses(world: World) -> None:
    world.begin()
    world.go_to(Kind.BACKWARD)
    for kind in (QEvent.Type.WindowDeactivate, QEvent.Type.ActivationChange, QEvent.Type.WindowStateChange):
        QApplication.sendEvent(world.window, QEvent(kind))
    assert world.state() is State.TIMED
