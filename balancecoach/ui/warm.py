"""What the first chart needs, loaded in small pieces while nothing else happens: all at once it takes a third of a
second, which would be the first thing that somebody sees of Progress.
"""

import importlib
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

#: In this order, each at most about a tenth of a second; the last one is what is wanted.
PIECES = ("numpy", "PySide6.QtTest", "PySide6.QtOpenGLWidgets", "PySide6.QtSvg", "balancecoach.ui.charts")
#: Not before this long after the first picture, and with a pause between: keys and clicks come first.
FIRST_MS, NEXT_MS = 2500, 250


class Warm(QTimer):
    """Loads a piece a time while ``idle`` says that nobody is hindered; never during a session."""

    def __init__(self, idle: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent, interval=FIRST_MS)
        self._idle, self._left = idle, list(PIECES)
        self.timeout.connect(self._load)
        self.start()

    def _load(self) -> None:
        if not self._idle():
            return
        importlib.import_module(self._left.pop(0))
        self.setInterval(NEXT_MS)
        if not self._left:
            self.stop()
