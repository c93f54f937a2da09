"""After a check-up: what it came to, what is known of that, and whether it is kept."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from balancecoach.core.words import tr
from balancecoach.ui.checkup_facts import ResultFacts
from balancecoach.ui.fields import Field
from balancecoach.ui.fitting import Row
from balancecoach.ui.parts import button, card, clear, label, pad, press_focused, scrolled


class CheckUpResult(QWidget):
    """Shows ``ResultFacts``."""

    kept = Signal(str, str)  # walking aid, note
    again = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self.title, self.problem = label("", "title"), label("", "problem")
        self.latest, self.trials, self.change = label("", "headline"), label("", "subtitle"), label("", "body")
        for made in (self.title, self.problem, self.latest, self.trials, self.change):
            self._column.addWidget(made)
        self.aid = Field(tr("Walking aid (leave it empty for none)"))
        self.note = Field(tr("Note"))
        self._column.addWidget(self.aid)
        known, self._known = card()
        self._known.addWidget(label(tr("WHAT IS KNOWN OF IT"), "kicker"))
        self._lines = QVBoxLayout()
        self._known.addLayout(self._lines)
        self._column.addWidget(known)
        self._column.addWidget(self.note)
        self._column.addStretch(1)
        self.keep_button = button(tr("Keep it"), "main")
        self.again_button, self.left_button = button(tr("Measure again")), button(tr("Do not keep it"))
        self.keep_button.clicked.connect(self._keep)
        self.again_button.clicked.connect(self.again)
        self.left_button.clicked.connect(self.left)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scrolled(inside, clicker=True), 1)
        self._foot = QVBoxLayout()
        self._foot.addWidget(Row(self.again_button, self.left_button, self.keep_button, apart=True))
        whole.addLayout(self._foot)

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        pad(self._column, scale, 80, 20, 12)
        pad(self._foot, scale, 80, 14, 20)
        pad(self._known, scale, 26, 14, 8)
        for field in (self.aid, self.note):
            field.set_scale(scale)

    def show_facts(self, facts: ResultFacts) -> None:
        """Show these; Enter keeps the result."""
        self.title.setText(facts.title)
        self.latest.setText(facts.latest)
        for made, words in ((self.trials, facts.trials), (self.change, facts.change)):
            made.setText(words)
            made.setVisible(bool(words))
        self.aid.set_text(facts.aid)
        self.note.set_text("")
        self.tell("")
        clear(self._lines)
        for words in facts.meaning:
            self._lines.addWidget(label(f"•  {words}", "body"))
        self.keep_button.setFocus()

    def tell(self, words: str) -> None:
        """What could not be done, "" for nothing."""
        self.problem.setText(words)
        self.problem.setVisible(bool(words))

    def _keep(self) -> None:
        self.kept.emit(self.aid.text(), self.note.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a line keeps it too, a clicker presses the button that has the keyboard, Esc asks to leave."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self._keep()
        elif not press_focused(self, event):
            super().keyPressEvent(event)
