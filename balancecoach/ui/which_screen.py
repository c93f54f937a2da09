"""Which display is which: a number on each, for three seconds or until a key."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent, QScreen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from balancecoach.core.words import tr
from balancecoach.ui.painted import FitText
from balancecoach.ui.palette import current
from balancecoach.ui.theme import colour

SHOWN_MS = 3000


class WhichScreen(QWidget):
    """The number of one display, over all of it."""

    def __init__(self, number: int, words: str, owner: "WhichScreens") -> None:
        super().__init__()
        self.setWindowTitle(words)
        self.setAccessibleName(words)
        self.setWindowFlags(Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint)
        self._owner = owner
        look = current().looks["paused"]
        palette = self.palette()
        palette.setColor(self.backgroundRole(), colour(look.background))
        self.setPalette(palette)
        self.setAutoFillBackground(True)
        self.number, self.words = FitText(self), FitText(self, lines=2)
        column = QVBoxLayout(self)
        for text, words_, share in ((self.number, str(number), 5), (self.words, words, 2)):
            text.set_ink(look.text)
            text.set_text(words_)
            column.addWidget(text, share)

    def fill(self, screen: QScreen) -> None:
        """Over all of this display."""
        high = screen.geometry().height()
        self.number.set_largest(high * 0.6)
        self.words.set_largest(high * 0.09)
        self.setScreen(screen)
        self.setGeometry(screen.geometry())
        self.showFullScreen()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Any key takes them all away."""
        event.accept()
        self._owner.hide()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """So does a click."""
        event.accept()
        self._owner.hide()


class WhichScreens(QObject):
    """One on each display."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.shown: list[WhichScreen] = []
        self.timer = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self.timer.timeout.connect(self.hide)

    def show(self, rows: Sequence[tuple[QScreen, str, bool]]) -> None:
        """Each display, its words, and whether sessions are shown there."""
        self.hide()
        for number, (screen, words, chosen) in enumerate(rows, 1):
            here = tr("Sessions are shown here.")
            made = WhichScreen(number, f"{words}. {here}" if chosen else words, self)
            made.fill(screen)
            self.shown.append(made)
        if self.shown:
            self.shown[0].activateWindow()
        self.timer.start()

    def hide(self) -> None:
        """All of them, and the keyboard goes back to the window."""
        shown, self.shown = self.shown, []
        self.timer.stop()
        for made in shown:
            made.hide()
            made.deleteLater()
        if shown:
            self._window.activateWindow()
