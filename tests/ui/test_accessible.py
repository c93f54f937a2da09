"""What a screen reader finds on every screen, and what it is told during a session; in this process, offscreen.

``tests/e2e/test_screen_reader.py`` asks the same of the real app over AT-SPI.
"""

from collections import Counter
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QTextBrowser, QWidget
from pytestqt.qtbot import QtBot

from balancecoach.core.events import BlockStarted, CueMissed, Paused, RestartBegun, Resumed, StepTaken
from balancecoach.core.plan import Kind
from balancecoach.core.transitions import State
from balancecoach.ui import announce
from balancecoach.ui.spoken import at_once
from tests.ui.stage import Stage, corridor, mill
from tests.ui.tour import WORKED, Role, Text, Thing, things, tour
from tests.ui.world import World, anybody, world_of

Key = Qt.Key
#: Screens whose keys do everything, and headings that have the keyboard where there is no control: read by name.
READ = frozenset({Role.Pane, Role.StaticText})


@pytest.fixture(autouse=True)
def readable(qtbot: QtBot) -> None:
    announce.install()


@pytest.fixture
def world(qtbot: QtBot) -> Iterator[World]:
    with world_of(qtbot, anybody(emergency="112")) as made:
        yield made


def root(world: World) -> QWidget:
    """Of what is seen now: with the sidebar, where there is one."""
    return world.window if world.window.nav["today"].isVisible() else world.window.shown()


def faults(found: list[Thing]) -> list[str]:
    """What a person with a screen reader would stumble over, in words."""
    controls = [thing for thing in found if thing.focusable or thing.pressable]
    said = [f"{thing.role} without a name: {thing.widget}" for thing in controls if not thing.name.strip()]
    said += [
        f"{thing.name!r} is a {thing.role}"
        for thing in controls
        if thing.role not in WORKED and not (thing.focusable and thing.role in READ)
    ]
    said += [f"line break in {thing.name!r}" for thing in controls if "\n" in thing.name]
    names = Counter(thing.name for thing in controls if thing.role not in READ)
    return said + [f"{number} times {name!r}" for name, number in names.items() if number > 1]


def test_every_screen_can_be_worked_and_told_apart_by_ear(world: World) -> None:
    seen = []
    for name in tour(world):
        found = things(root(world))
        assert len(found) > 4, name
        assert not faults(found), name
        assert any(thing.role is Role.StaticText and thing.name for thing in found), f"{name}: nothing to read"
        seen.append(name)
    assert len(set(seen)) > 25


def test_the_first_start_too(qtbot: QtBot) -> None:
    with world_of(qtbot, belt=None) as world:
        for page in ("today", "plans", "people", "settings"):
            world.go(page)
            assert not faults(things(root(world))), page


def test_after_each_change_of_screen_the_keyboard_is_somewhere_with_a_name(world: World) -> None:
    for name in tour(world):
        focus = world.focus()
        found = QAccessible.queryAccessibleInterface(focus)
        assert found is not None and found.text(Text.Name).strip(), f"{name}: {focus}"
        assert focus.isVisible(), name
        read = isinstance(focus, QLabel | QTextBrowser) and focus.focusPolicy() is not Qt.FocusPolicy.NoFocus
        assert read or found.role() in WORKED | {Role.Pane}, name


def test_a_page_that_scrolls_is_no_stop_of_the_tab_key(world: World) -> None:
    for name in tour(world):
        stops = [type(thing.widget).__name__ for thing in things(root(world)) if thing.focusable]
        assert "_Scroll" not in stops, name


# -- time left, on demand ------------------------------------------------------------------------------------------
def name_of(widget: QWidget) -> str:
    """What a screen reader says when it asks."""
    found = QAccessible.queryAccessibleInterface(widget)
    assert found is not None
    return found.text(Text.Name)


def test_the_timer_tells_its_time_when_asked_and_is_silent_otherwise(qtbot: QtBot) -> None:
    stage = Stage(qtbot, mill())
    stage.to(Kind.FORWARD)
    stage.pass_time(4 * 60 + 40)
    assert name_of(stage.screen.timer) == "1 minute 20 seconds left"
    stage.pass_time(21)
    assert name_of(stage.screen.timer) == "59 seconds left"
    assert not stage.screen.timer.accessibleName(), "Qt tells a reader each time this is set"
    assert not stage.screen.left.accessibleName()
    assert name_of(stage.screen.left).endswith(" left")


def test_t_speaks_announces_and_shows_the_time_left(qtbot: QtBot) -> None:
    stage = Stage(qtbot, mill())
    stage.to(Kind.FORWARD)
    stage.pass_time(4 * 60 + 44)
    told: list[str] = []
    stage.screen.announced.connect(told.append)
    stage.press(Key.Key_T)
    assert stage.state() is State.TIMED, "it does not pause"
    assert told and told[0].startswith("Forwards: 1 minute 16 seconds left. In all ")
    stage.pass_time(4)
    assert stage.screen.caption.text() == "Still 1 minute 20 to go."
    stage.press(Key.Key_T)
    assert len(told) == 2


@pytest.mark.parametrize("plan", [mill(), corridor()], ids=["treadmill", "floor"])
def test_t_where_a_person_is_waited_for_says_what_to_do(qtbot: QtBot, plan: object) -> None:
    stage = Stage(qtbot, plan)  # type: ignore[arg-type]
    stage.to(Kind.PREPARE)
    stage.open()
    told: list[str] = []
    stage.screen.announced.connect(told.append)
    stage.press(Key.Key_T)
    assert "Press Enter" in told[0] and "left" not in told[0]
    assert stage.screen.caption.text() == stage.script.cues[stage.view().index][0].say


def test_an_answer_that_nobody_heard_is_no_fault_of_the_session(world: World) -> None:
    world.begin()
    world.go_to(Kind.FORWARD)
    world.pass_time(60)
    before = [row for row in world.events() if isinstance(row, CueMissed)]
    world.player.silent = True
    world.press(Key.Key_T)
    assert [row for row in world.events() if isinstance(row, CueMissed)] == before


# -- changes of block ----------------------------------------------------------------------------------------------
CHANGES = (BlockStarted, Paused, RestartBegun, Resumed, StepTaken)


def test_each_change_is_announced_once_shown_and_spoken(qtbot: QtBot) -> None:
    stage = Stage(qtbot, mill())
    told: list[str] = []
    stage.screen.announced.connect(told.append)
    for kind in (Kind.PREPARE, Kind.BELT_STOP, Kind.BACKWARD, Kind.REST):
        stage.to(kind)
        word = stage.screen.word
        assert told[-1].upper().startswith(word.text()), "the words on the screen come first"
        assert name_of(word) == word.text() == word.accessibleName(), "and a reader finds them there"
        assert stage.script.cues[stage.view().index][0].say in told[-1]
    assert len(told) == 4
    stage.pass_time(5)
    assert len(told) == 4, "time passing is no change"
    stage.press(Key.Key_P)
    stage.to(Kind.BACKWARD)
    stage.press(Key.Key_A)
    assert told[-1] == "Paused. Stop the belt. Hold the rails."
    stage.open()
    stage.press(Key.Key_Return)
    assert told[-1].startswith("Start the belt. Feet on the edges, not the belt.")


def test_a_whole_session_announces_every_change_and_nothing_else(world: World) -> None:
    told: list[str] = []
    world.window.session.announced.connect(told.append)
    world.begin()
    world.go_to(Kind.FORWARD)
    world.press(Key.Key_P)
    world.pass_time(10)
    world.press(Key.Key_Return)
    world.pass_time(60)
    world.press(Key.Key_Return)
    world.to_the_end()
    changes = [row for row in world.events() if isinstance(row, CHANGES)]
    assert len(told) == len(changes) + 1, "and the end"
    assert told[-1] == "The session is over."


def test_what_has_to_be_done_is_told_before_what_is_only_good_to_know(qtbot: QtBot) -> None:
    stage = Stage(qtbot, mill())
    stage.to(Kind.BELT_STOP)
    assert at_once(stage.view())
    stage.to(Kind.FORWARD)
    assert not at_once(stage.view())
    stage.press(Key.Key_A)
    assert at_once(stage.view())
