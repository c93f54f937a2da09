"""Questions with a few answers, one of them in force: for Settings and the sound check."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QVBoxLayout, QWidget

from balancecoach.core.words import tr
from balancecoach.ui.fitting import Combo, Row
from balancecoach.ui.parts import button, label
from balancecoach.ui.style import TARGET


class _Named(QWidget):
    """A name over a row. ``chosen`` only when a person chose another; ``hear``: the button beside was pressed."""

    chosen = Signal(object)  # the value of the answer
    hear = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.addWidget(label(name, "kicker"))
        self.hear_button = button(tr("Hear it"))
        self.hear_button.setAccessibleName(tr("Hear it: {0}").format(name))
        self.hear_button.clicked.connect(self.hear)

    def fill(self, *widgets: QWidget, hear: bool) -> None:
        """These side by side, and the button to hear it where there is something to hear."""
        self.column.addWidget(Row(*widgets, self.hear_button))
        self.hear_button.setVisible(hear)


class ChoiceRow(_Named):
    """Answers as buttons that stay pressed."""

    def __init__(
        self, name: str, answers: Sequence[tuple[object, str]], parent: QWidget | None = None, *, hear: bool = False
    ) -> None:
        super().__init__(name, parent)
        self._values = [value for value, _ in answers]
        self.group = QButtonGroup(self)
        for number, (_, words) in enumerate(answers):
            made = button(words)
            made.setCheckable(True)
            made.setMinimumWidth(TARGET)  # one digit is narrower than a finger that shakes can hit
            made.setAutoExclusive(True)  # for screen readers a radio button, not a check box
            made.setAccessibleName(f"{name}: {words}")
            self.group.addButton(made, number)
        self.fill(*self.group.buttons(), hear=hear)
        self.group.idClicked.connect(lambda number: self.chosen.emit(self._values[number]))

    def buttons(self) -> tuple[QAbstractButton, ...]:
        """The answers, and the button to hear it."""
        return (*self.group.buttons(), self.hear_button)

    def focus_chosen(self) -> None:
        """The keyboard goes to the answer in force."""
        made = self.group.checkedButton() or self.group.buttons()[0]
        made.setFocus()

    def show_value(self, value: object) -> None:
        """Press the answer that is in force; nothing is told."""
        if value in self._values:
            self.group.button(self._values.index(value)).setChecked(True)


class ListRow(_Named):
    """Answers in a list that opens, for many or long ones."""

    def __init__(self, name: str, parent: QWidget | None = None, *, hear: bool = False) -> None:
        super().__init__(name, parent)
        self._values: list[object] = []
        self.combo = Combo()
        self.combo.setAccessibleName(name)
        self.combo.setMinimumContentsLength(16)
        self.combo.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.fill(self.combo, hear=hear)
        self.combo.activated.connect(lambda number: self.chosen.emit(self._values[number]))

    def set_answers(self, answers: Sequence[tuple[object, str]]) -> None:
        """These, in this order; what was shown has to be shown again."""
        self._values = [value for value, _ in answers]
        self.combo.clear()
        self.combo.addItems([words for _, words in answers])

    def show_value(self, value: object) -> None:
        """The answer in force; one that is not there any more shows the first."""
        self.combo.setCurrentIndex(self._values.index(value) if value in self._values else 0)
