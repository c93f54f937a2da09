"""A question that takes the editor's place: leaving with changes, or a file with problems."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QPushButton, QVBoxLayout, QWidget

from balancecoach.core.words import tr
from balancecoach.ui.editor_facts import AskFacts
from balancecoach.ui.fitting import Row
from balancecoach.ui.parts import button, clear, label, pad, scrolling_page


def ask_for_path(parent: QWidget, name: str) -> str:
    """Where to, "" for nowhere."""
    path, _ = QFileDialog.getSaveFileName(parent, tr("Export the plan"), name, tr("Plans (*.toml)"))
    return path


class AskPage(QWidget):
    """Shows ``AskFacts``. The first answer is the safe one: it has the focus, and Esc is the last one."""

    answered = Signal(str)  # key of the choice

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = scrolling_page(self)
        self.title, self.words, self.problem = label("", "title"), label("", "subtitle"), label("", "problem")
        for line in (self.title, self.words, self.problem):
            self._column.addWidget(line)
        self._row = QVBoxLayout()
        self._column.addLayout(self._row)
        self._column.addStretch(1)
        self._escape = ""
        self.buttons: dict[str, QPushButton] = {}

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        pad(self._column, scale, 40, 30, 18)

    def show_facts(self, facts: AskFacts) -> None:
        """Ask this."""
        self.title.setText(facts.title)
        self.words.setText(facts.words)
        self.words.setVisible(bool(facts.words))
        self.problem.setText("\n".join(facts.problems))
        self.problem.setVisible(bool(facts.problems))
        self.problem.setAccessibleName(" ".join(facts.problems))
        clear(self._row)
        self.buttons = {}
        for key, words in facts.choices:
            made = button(words)
            made.clicked.connect(lambda _checked=False, key=key: self.answered.emit(key))
            self.buttons[key] = made
        row = Row(*self.buttons.values())
        self._row.addWidget(row)
        row.show()
        self._escape = facts.choices[-1][0]
        self.buttons[facts.choices[0][0]].setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives the last answer; arrows move between them."""
        made = list(self.buttons.values())
        focused = self.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self.answered.emit(self._escape)
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and focused in made:
            step = 1 if event.key() == Qt.Key.Key_Right else -1
            made[(made.index(focused) + step) % len(made)].setFocus()
        else:
            super().keyPressEvent(event)
