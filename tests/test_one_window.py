"""A second start brings the first window forward: over a socket that only its owner can open."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from balancecoach.one_window import ANSWER, KNOCK, LONGEST_LINE, Door, address, come_forward, knock
from tests.store.store_samples import paths_in

KNOCKS = """
import sys
from PySide6.QtCore import QCoreApplication
from balancecoach.one_window import knock
app = QCoreApplication([])
print(knock(sys.argv[1]))
"""


class Listening:
    """A door, and what was heard at it."""

    def __init__(self, folder: Path) -> None:
        self.where = address(paths_in(folder))
        Path(self.where).parent.mkdir(parents=True, exist_ok=True)
        self.tokens: list[str] = []
        self.door = Door(self.where, self.tokens.append)


@pytest.fixture
def listening(qtbot: QtBot, tmp_path: Path) -> Iterator[Listening]:
    made = Listening(tmp_path)
    yield made
    made.door.close()


def second_start(qtbot: QtBot, where: str, token: str = "") -> str:
    """What another process gets when it knocks, while this one goes on."""
    env = {**os.environ, "XDG_ACTIVATION_TOKEN": token, "PYTHONPATH": str(Path(__file__).parents[1])}
    command = [sys.executable, "-c", KNOCKS, where]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as process:
        qtbot.waitUntil(lambda: process.poll() is not None, timeout=30_000)
        assert process.stdout is not None
        return process.stdout.read().strip()


def said_to(qtbot: QtBot, where: str, line: bytes) -> bytes:
    """What the door says to this, "" when it hangs up."""
    socket = QLocalSocket()
    socket.connectToServer(where)
    assert socket.waitForConnected(5000)
    socket.write(line)
    qtbot.waitUntil(lambda: socket.state() is QLocalSocket.LocalSocketState.UnconnectedState, timeout=10_000)
    return bytes(socket.readAll().data())


def test_the_first_window_hears_a_second_start_and_answers(qtbot: QtBot, listening: Listening) -> None:
    assert second_start(qtbot, listening.where, "from-the-desktop") == "True"
    assert second_start(qtbot, listening.where) == "True"
    assert listening.tokens == ["from-the-desktop", ""]


def test_only_its_owner_can_open_the_socket(listening: Listening) -> None:
    found = Path(listening.where).stat()
    assert stat.S_ISSOCK(found.st_mode)
    assert found.st_mode & 0o077 == 0
    assert [each.name for each in Path(listening.where).parent.iterdir()] == ["window.sock"]


@pytest.mark.parametrize(
    "line", [b"hello\n", b"\n", b"\xff" * 40 + b"\n", b"x" * (LONGEST_LINE + 9), KNOCK + b"x" * 600]
)
def test_whatever_else_is_said_brings_nothing_forward(qtbot: QtBot, listening: Listening, line: bytes) -> None:
    assert said_to(qtbot, listening.where, line) == b""
    assert listening.tokens == []
    assert said_to(qtbot, listening.where, KNOCK + b"\n") == ANSWER


def test_what_a_crash_left_is_no_hindrance(qtbot: QtBot, tmp_path: Path) -> None:
    left = Path(address(paths_in(tmp_path)))
    left.parent.mkdir(parents=True, exist_ok=True)
    line = "import os, socket, sys; s = socket.socket(socket.AF_UNIX); s.bind(sys.argv[1]); s.listen(); os._exit(9)"
    subprocess.run([sys.executable, "-c", line, str(left)], check=False)
    assert left.exists()
    assert not knock(str(left), tries=1)
    made = Listening(tmp_path)
    assert second_start(qtbot, made.where) == "True"
    made.door.close()
    assert not left.exists()


def test_nobody_listening_is_no_error(qtbot: QtBot, tmp_path: Path) -> None:
    assert not knock(str(tmp_path / "window.sock"), tries=2)
    assert not knock("")


def test_a_folder_with_too_long_a_name_has_no_socket(qtbot: QtBot, tmp_path: Path) -> None:
    paths = paths_in(tmp_path / ("x" * 120))
    assert address(paths) == ""
    Door(address(paths), lambda token: None).close()


@pytest.mark.qt_log_ignore("does not support raise")  # no other window is there to be under
def test_a_window_in_the_task_bar_comes_out(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.showMaximized()
    window.setWindowState(window.windowState() | Qt.WindowState.WindowMinimized)
    come_forward(window)
    qtbot.waitUntil(lambda: bool(window.windowState() & Qt.WindowState.WindowMaximized))
    assert not window.isMinimized()
    assert window.isVisible()
