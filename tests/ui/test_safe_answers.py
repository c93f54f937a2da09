"""A question that has just opened: Enter or Space never does what cannot be taken back, and nothing is modal."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import balancecoach
from balancecoach.core.plan import Kind
from balancecoach.core.transitions import State
from tests.ui.world import Key, World, anybody, world_of

#: Outside a session a file or a printer is asked for in the system's own dialog; and before there is a window.
DIALOGS = {
    "ui/printing.py",
    "ui/plans_screen.py",
    "ui/editor_ask.py",
    "ui/file_place.py",
    "ui/record_files.py",
    "ui/sound_file_page.py",
    "ui/picture.py",
    "app.py",
}


@pytest.fixture
def world(qtbot: QtBot) -> Iterator[World]:
    with world_of(qtbot, anybody()) as made:
        yield made


def test_no_screen_of_a_session_opens_a_dialog() -> None:
    package = Path(balancecoach.__file__).parent
    found = set()
    for file in package.rglob("*.py"):
        names = {node.id for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Name)}
        if names & {"QMessageBox", "QDialog", "QFileDialog", "QInputDialog", "QPrintDialog"}:
            found.add(file.relative_to(package).as_posix())
    assert found == DIALOGS


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Space, Key.Key_Escape])
def test_deleting_somebody_is_not_what_enter_does(world: World, key: Key) -> None:
    for second in (False, True):
        world.rooms.people.show_person("ann")
        world.click("Delete for ever")
        if second:
            world.click("Delete")
        world.press(key)
        assert world.store.file("ann") is not None


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Space])
def test_stopping_is_asked_without_a_window_over_the_session_and_enter_does_not_stop(world: World, key: Key) -> None:
    world.begin()
    world.go_to(Kind.FORWARD)
    world.window.close()
    assert QApplication.activeModalWidget() is None
    assert world.state() is State.PAUSED, "closing asks, and pauses whoever walks"
    world.press(key)
    assert world.state() is not State.STOPPED
    assert world.window.shown() is world.window.session
