"""A line on Today that a check-up is due: to be followed or put off, and never in the way."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from balancecoach.core.words import tr
from balancecoach.ui.fitting import Row
from balancecoach.ui.parts import button, pad


class _Line(QLabel):
    """Words that would like one line, and take more where there is no room."""

    def sizeHint(self) -> QSize:
        """As wide as the words, as high as they are now."""
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 2, super().sizeHint().height())


class Reminder(QFrame):
    """Hidden while there is nothing to remind of."""

    opened = Signal()
    put_off = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._column = QVBoxLayout(self)
        self.words = _Line()
        self.words.setObjectName("body")
        self.words.setWordWrap(True)
        self.open_button, self.later_button = button(tr("Check-ups")), button(tr("Not now"))
        self.open_button.clicked.connect(self.opened)
        self.later_button.clicked.connect(self.put_off)
        self._column.addWidget(Row(self.words, self.open_button, self.later_button))
        self.hide()

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        pad(self._column, scale, 26, 7, 6)

    def show_words(self, words: str) -> None:
        """Remind of this, "" for nothing."""
        self.words.setText(words)
        self.setVisible(bool(words))
