"""One window for one record: a second start brings the first window forward and goes.

Who may write is decided by the lock file alone (``store``). Whoever does not get it knocks here: a socket in the data
folder that only its owner can open, or under Windows a pipe of the user's own. No network: nobody else is asked.
"""

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QThread, QTimer
from PySide6.QtWidgets import QWidget

from balancecoach.paths import Paths

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalSocket

#: A socket's path may have 104 bytes (macOS), and Qt makes it in a folder beside for a moment.
LONGEST_PATH = 100
#: How long a first window that is just being made, or is busy, is waited for.
TRIES, BETWEEN_MS, ANSWER_MS = 20, 100, 2000
#: Whoever knocks says so in one line, with the desktop's permission to come forward ("" for none).
KNOCK, ANSWER, LONGEST_LINE = b"come forward ", b"here\n", 512
#: Qt and GTK give it to the programs they start; without it Wayland lets no window come forward.
TOKEN_VARIABLE = "XDG_ACTIVATION_TOKEN"


def address(paths: Paths) -> str:
    """Where the window of this data folder listens; "" when the folder's name is too long for a socket."""
    if sys.platform == "win32":
        import hashlib

        return f"balancecoach-{hashlib.sha256(str(paths.data).casefold().encode()).hexdigest()[:24]}"
    path = str(paths.data / "window.sock")
    return path if len(os.fsencode(path)) <= LONGEST_PATH else ""


class Door(QObject):
    """The first window's side. ``knocked`` gets the desktop's token of whoever was started second."""

    def __init__(self, where: str, knocked: Callable[[str], None], parent: QObject | None = None) -> None:
        from PySide6.QtNetwork import QLocalServer

        super().__init__(parent)
        self._knocked = knocked
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._came)
        if where:
            QLocalServer.removeServer(where)  # left by a crash: we hold the lock, so it is nobody's
            self._server.listen(where)  # where it cannot be, a second start says that the first is open

    def close(self) -> None:
        """Nobody is heard any more; the socket goes."""
        self._server.close()

    def _came(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.readyRead.connect(lambda socket=socket: self._read(socket))
            socket.disconnected.connect(socket.deleteLater)
            QTimer.singleShot(ANSWER_MS, socket, socket.abort)  # one that says nothing

    def _read(self, socket: "QLocalSocket") -> None:
        if not socket.canReadLine():
            if socket.bytesAvailable() > LONGEST_LINE:
                socket.abort()
            return
        line = bytes(socket.readLine(LONGEST_LINE).data())
        if line.startswith(KNOCK) and line.endswith(b"\n"):
            self._knocked(line[len(KNOCK) :].decode("ascii", "ignore").strip())
            socket.write(ANSWER)
            socket.flush()
        socket.disconnectFromServer()


def knock(where: str, tries: int = TRIES) -> bool:
    """Ask the first window to come forward. True when it did; False when nobody answers."""
    from PySide6.QtNetwork import QLocalSocket

    socket = QLocalSocket()
    for _ in range(tries if where else 0):
        socket.connectToServer(where)
        if socket.waitForConnected(ANSWER_MS):
            break
        QThread.msleep(BETWEEN_MS)  # it holds the lock already, and listens soon
    else:
        return False
    _let_come_forward()
    token = os.environ.get(TOKEN_VARIABLE, "").encode("ascii", "ignore")
    socket.write(KNOCK + (token if len(token) < LONGEST_LINE - 50 else b"") + b"\n")
    socket.flush()
    return socket.waitForReadyRead(ANSWER_MS) and socket.readAll().data() == ANSWER


def _let_come_forward() -> None:
    """Windows lets only the program that the person has just started bring a window forward, or give that away."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(-1)


def come_forward(window: QWidget, token: str = "") -> None:
    """Over other programs' windows, with the keyboard; from the task bar, too. Nothing else about it changes."""
    if token:
        os.environ[TOKEN_VARIABLE] = token  # Qt takes it from there, once
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
