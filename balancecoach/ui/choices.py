"""A question with a few answers in a row, one of them chosen: for Settings."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from balancecoach.ui.fitting import Row
from balancecoach.ui.parts import button, label


class ChoiceRow(QWidget):
    """A name, and answers as buttons that stay pressed. ``chosen`` only when a person chose another."""

    chosen = Signal(object)  # the value of the answer

    def __init__(self, name: str, answers: Sequence[tuple[object, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values = [value for value, _ in answers]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(label(name, "kicker"))
        self.group = QButtonGroup(self)
        for number, (_, words) in enumerate(answers):
            made = button(words)
            made.setCheckable(True)
            made.setAccessibleName(f"{name}: {words}")
            self.group.addButton(made, number)
        column.addWidget(Row(*self.group.buttons()))
        self.group.idClicked.connect(lambda number: self.chosen.emit(self._values[number]))

    def focus_chosen(self) -> None:
        """The keyboard goes to the answer in force."""
        made = self.group.checkedButton() or self.group.buttons()[0]
        made.setFocus()

    def show_value(self, value: object) -> None:
        """Press the answer that is in force; nothing is told."""
        if value in self._values:
            self.group.button(self._values.index(value)).setChecked(True)
