"""What a helper should know of screen and computer before somebody walks; it holds nobody up."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from balancecoach.core.words import tr
from balancecoach.ui.fitting import Row
from balancecoach.ui.parts import button, label


class Notes(QWidget):
    """Some sentences, hidden when there are none; with a button where they can be told for good."""

    enough = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.words = label("", "problem")
        column.addWidget(self.words)
        self.enough_button = button(tr("It stays on. Do not say this again"), "link")
        self.enough_button.clicked.connect(self.enough)
        column.addWidget(Row(self.enough_button))
        self.show_notes(())

    def show_notes(self, sentences: Sequence[str], *, may_stop: bool = False) -> None:
        """These and no others. ``may_stop``: a person may say that they know."""
        self.words.setText("\n".join(sentences))
        self.enough_button.setVisible(may_stop)
        self.setVisible(bool(sentences))
