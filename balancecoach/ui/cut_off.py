"""A card on Today after a crash: carry on with the session, or close it. Enter closes: that is always safe."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from balancecoach.core.words import tr
from balancecoach.ui.facts import CutOffFacts
from balancecoach.ui.fitting import Row, WrappedButton
from balancecoach.ui.parts import label, pad


class CutOffCard(QFrame):
    """Hidden while nothing was cut off. Has the keyboard first when it is shown."""

    carried_on = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._column = QVBoxLayout(self)
        self.title, self.words = label("", "question"), label("", "body")
        self.close_button = WrappedButton(tr("Close this session"), "main")
        self.carry_button = WrappedButton(tr("Carry on"))
        self.close_button.clicked.connect(self.closed)
        self.carry_button.clicked.connect(self.carried_on)
        for part in (self.title, self.words, Row(self.close_button, self.carry_button)):
            self._column.addWidget(part)
        self.hide()

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        pad(self._column, scale, 34, 18, 10)

    def show_facts(self, facts: CutOffFacts | None) -> None:
        """Show these, ``None`` for nothing."""
        self.setVisible(facts is not None)
        if facts is None:
            return
        self.title.setText(facts.title)
        self.words.setText(facts.words)
        self.carry_button.setVisible(facts.may_carry_on)
        self.close_button.setFocus()
