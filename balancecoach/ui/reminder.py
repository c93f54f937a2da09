"""A line on Today that a check-up is due: to be followed or put off, and never in the way."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from balancecoach.core.words import tr
from balancecoach.ui.fitting import Row
from balancecoach.ui.parts import button, label, pad


class Reminder(QFrame):
    """Hidden while there is nothing to remind of."""

    opened = Signal()
    put_off = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._column = QVBoxLayout(self)
        self.words = label("", "body")
        self._column.addWidget(self.words)
        self.open_button, self.later_button = button(tr("See the check-ups")), button(tr("Not for now"))
        self.open_button.clicked.connect(self.opened)
        self.later_button.clicked.connect(self.put_off)
        self._column.addWidget(Row(self.open_button, self.later_button))
        self.hide()

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        pad(self._column, scale, 26, 14, 8)

    def show_words(self, words: str) -> None:
        """Remind of this, "" for nothing."""
        self.words.setText(words)
        self.setVisible(bool(words))
