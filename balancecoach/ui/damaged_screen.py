"""Shown before Today when the record was damaged: what is kept, what a copy can add, and one or two answers."""

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from balancecoach.ui.fitting import Row, WrappedButton
from balancecoach.ui.parts import card, clear, label, pad, press_focused, scrolled


class DamagedFacts(Struct, frozen=True):
    """``lines``: each a piece of text. ``first`` has the keyboard and is safe; ``second``: "" for no other answer.

    ``place``: the name of a file, for whoever wants to find it.
    """

    title: str
    lines: tuple[str, ...]
    first: str
    second: str = ""
    place: str = ""


class DamagedScreen(QWidget):
    """Shows ``DamagedFacts``. Esc is the answer that changes nothing more."""

    answered = Signal(bool)  # whether it is the first answer

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("page")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._area = scrolled(inside, clicker=True)
        whole.addWidget(self._area, 1)
        self.title = label("", "title")
        frame, self._card = card()
        self.first, self.second = WrappedButton("", "main"), WrappedButton("")
        self.first.clicked.connect(lambda: self.answered.emit(True))
        self.second.clicked.connect(lambda: self.answered.emit(False))
        self._column.addWidget(self.title)
        self._column.addWidget(frame)
        self._column.addStretch(1)
        self._foot = QVBoxLayout()  # always in sight, however large the letters are
        self._foot.addWidget(Row(self.first, self.second))
        whole.addLayout(self._foot)
        self._scale, self._facts = 1.0, DamagedFacts("", (), "")

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        self._scale = scale
        pad(self._column, scale, 80, 34, 22)
        pad(self._card, scale, 34, 24, 16)
        pad(self._foot, scale, 80, 18, 12)

    def show_facts(self, facts: DamagedFacts) -> None:
        """Show these."""
        self._facts = facts
        self.title.setText(facts.title)
        clear(self._card)
        for words in facts.lines:
            self._card.addWidget(label(words, "body"))
        if facts.place:
            self._card.addWidget(label(facts.place, "small"))
        self._area.verticalScrollBar().setValue(0)
        self.first.setText(facts.first)
        self.second.setText(facts.second)
        self.second.setVisible(bool(facts.second))
        self.first.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move between the answers, and up and down in the words; a clicker presses what has the keyboard."""
        if press_focused(self, event):
            return
        if event.key() == Qt.Key.Key_Escape:
            self.answered.emit(not self._facts.second)
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self._facts.second:
            (self.first if event.key() == Qt.Key.Key_Left else self.second).setFocus()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            bar, step = self._area.verticalScrollBar(), self._area.height() // 3
            bar.setValue(bar.value() + (step if event.key() == Qt.Key.Key_Down else -step))
        else:
            super().keyPressEvent(event)
