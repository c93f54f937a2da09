"""The part of Settings about the record as a whole: when it was copied last, and the way to the page for it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from balancecoach.core.words import tr
from balancecoach.ui.fitting import Row, WrappedButton
from balancecoach.ui.parts import label, pad


class RecordsCard(QFrame):
    """Says when the last copy was made and where, and opens the page."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.column = QVBoxLayout(self)
        self.column.addWidget(label(tr("Your records"), "strong"))
        self.words, self.trouble = label("", "body"), label("", "problem")
        self.button = WrappedButton(tr("Save, bring in, go back"))
        self.button.clicked.connect(self.wanted)
        for made in (self.words, self.trouble, Row(self.button)):
            self.column.addWidget(made)
        self.trouble.hide()

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        pad(self.column, scale, 30, 20, 12)

    def show_facts(self, words: str, trouble: str) -> None:
        """``words``: what there is. ``trouble``: why there is no copy of today, "" for nothing."""
        self.words.setText(words)
        self.trouble.setText(trouble)
        self.trouble.setVisible(bool(trouble))
