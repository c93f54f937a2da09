"""What the first chart needs, loaded when somebody comes near Progress: 26 MB, and a fifth of a second of work, which
would be the first thing that is seen of Progress. Whoever never looks there never loads it.
"""

import importlib
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

#: In this order; the last one is what is wanted.
PIECES = ("numpy", "PySide6.QtTest", "PySide6.QtOpenGLWidgets", "PySide6.QtSvg", "balancecoach.ui.charts")
#: Between pieces, so that the mouse is followed and a press is drawn.
NEXT_MS = 20
#: The mouse comes, a key goes through the buttons, a finger has not let go yet. Not the focus: Qt moves it here, too.
_NEAR = frozenset({QEvent.Type.Enter, QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress})


class Warm(QTimer):
    """Loads a piece a time once somebody is at one of the widgets ``near``; never while these are not seen, as in a
    session.
    """

    def __init__(self, near: Sequence[QWidget], parent: QObject) -> None:
        super().__init__(parent, interval=NEXT_MS)
        self._near, self._left = near, list(PIECES)
        self.timeout.connect(self._load)
        for widget in near:
            widget.installEventFilter(self)
        if any(widget.underMouse() for widget in near):
            self.start()

    def eventFilter(self, of: QObject, event: QEvent) -> bool:
        """Nothing is held back."""
        if event.type() in _NEAR and not self.isActive():
            self.start()
        return False

    def _load(self) -> None:
        if not any(widget.isVisible() for widget in self._near):
            self.stop()
            return
        importlib.import_module(self._left.pop(0))
        if not self._left:
            self.stop()
            for widget in self._near:
                widget.removeEventFilter(self)
