"""Small form fields: what is asked, what is typed, and what is wrong with it in words right below."""

import math
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from balancecoach.core.plan import Units, kmh, shown_speed
from balancecoach.core.words import N_, tr
from balancecoach.core.words import number as number_words
from balancecoach.ui.fitting import GAP, Answers, Row, WrappedButton
from balancecoach.ui.palette import current
from balancecoach.ui.parts import label

UNIT_WORDS = {Units.KMH: N_("km/h"), Units.MPH: N_("mph")}
#: Marks of what is chosen, so that it is never told by colour alone.
CHOSEN, OPEN = "●", "○"


def speed_text(value_kmh: float, units: Units) -> str:
    """The number that the treadmill's console shows."""
    return number_words(shown_speed(value_kmh, units), ".1f")


def number_from(text: str) -> float | None:
    """A number as people write it, with a point or a comma, in any script's digits; ``None`` when it is none."""
    try:
        number = float(text.strip().replace(",", ".").replace("٫", "."))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


class Field(QWidget):
    """One line of text."""

    changed = Signal()

    def __init__(self, words: str, hint: str = "") -> None:
        super().__init__()
        self.words, self._hint = words, hint
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(label(words, "body"))
        self.edit = QLineEdit()
        self.edit.setAccessibleName(words)
        self.edit.setAccessibleDescription(hint)
        self.edit.textChanged.connect(self.changed)
        self._row = QHBoxLayout()
        self._row.setSpacing(GAP)
        self._row.addWidget(self.edit, 1)
        self._column.addLayout(self._row)
        if hint:
            self._column.addWidget(label(hint, "small"))
        self.problem = label("", "problem")
        self.problem.hide()
        self._column.addWidget(self.problem)

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        self._column.setSpacing(round(4 * scale))

    def set_problem(self, text: str) -> None:
        """What is wrong, "" for nothing."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
        self.edit.setAccessibleDescription(text or self._hint)

    def text(self) -> str:
        """What is typed."""
        return self.edit.text()

    def set_text(self, text: str) -> None:
        """Show this."""
        self.edit.setText(text)


class NumberField(Field):
    """A number or nothing. What is shown may be rounded: as long as nobody types, the exact value stays."""

    def __init__(self, words: str, unit: str, hint: str = "") -> None:
        super().__init__(words, hint)
        self.unit = label(unit, "body", wrap=False)
        self._row.addWidget(self.unit)
        self._row.addStretch(2)
        self._value: float | None = None
        self._shown = ""

    def show_value(self, value: float | None) -> None:
        """Show this number."""
        self._value = value
        self._shown = "" if value is None else self._out(value)
        self.set_text(self._shown)

    def read(self) -> tuple[float | None, str]:
        """The number, and what is wrong with what is typed."""
        if self.text() == self._shown:
            return self._value, ""
        if not self.text().strip():
            return None, ""
        number = number_from(self.text())
        if number is None:
            return None, tr("This is no number. Write it like 1.2.")
        return self._in(number), ""

    def _out(self, value: float) -> str:
        return number_words(round(value, 2), "g")

    def _in(self, number: float) -> float:
        return number


class SpeedField(NumberField):
    """A speed in the units that the treadmill shows; the value is km/h."""

    def __init__(self, words: str, hint: str = "") -> None:
        self._units = Units.KMH
        super().__init__(words, tr(UNIT_WORDS[Units.KMH]), hint)

    def set_units(self, units: Units) -> None:
        """Show what is there in these units; what cannot be read stays as it is."""
        value, wrong = self.read()
        self._units = units
        self.unit.setText(tr(UNIT_WORDS[units]))
        if not wrong:
            self.show_value(value)

    def _out(self, value: float) -> str:
        return speed_text(value, self._units)

    def _in(self, number: float) -> float:
        return kmh(number, self._units)


class NotesField(QWidget):
    """Several lines of text."""

    changed = Signal()

    def __init__(self, words: str) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(label(words, "body"))
        self.edit = QPlainTextEdit()
        self.edit.setTabChangesFocus(True)
        self.edit.setAccessibleName(words)
        self.edit.textChanged.connect(self.changed)
        self._column.addWidget(self.edit)
        self.problem = label("", "problem")
        self.problem.hide()
        self._column.addWidget(self.problem)

    def set_scale(self, scale: float) -> None:
        """Three lines high."""
        self._column.setSpacing(round(4 * scale))
        self.edit.setFixedHeight(round(120 * scale))

    def set_problem(self, text: str) -> None:
        """What is wrong, "" for nothing."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))


class Pick(QWidget):
    """One of a few values, side by side."""

    changed = Signal()

    def __init__(
        self, words: str, choices: Sequence[tuple[object, str]], hint: str = "", *, many: bool = False
    ) -> None:
        """``many``: in two columns where one row is too short."""
        super().__init__()
        self._words, self._choices = words, tuple(choices)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(label(words, "body"))
        self.group = QButtonGroup(self)
        for number, (_, text) in enumerate(self._choices):
            made = WrappedButton(f"{OPEN}  {text}")
            made.setCheckable(True)
            made.setAutoExclusive(True)  # for screen readers a radio button, not a check box
            made.setAccessibleName(f"{words} {text}")
            self.group.addButton(made, number)
        made_all = [each for each in self.group.buttons() if isinstance(each, WrappedButton)]
        self._column.addWidget(Answers(*made_all) if many else Row(*made_all))
        if hint:
            self._column.addWidget(label(hint, "small"))
        self.group.idToggled.connect(self._mark)
        self.group.idClicked.connect(lambda _number: self.changed.emit())

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        self._column.setSpacing(round(4 * scale))

    def rename(self, number: int, text: str) -> None:
        """Other words for one of them."""
        value, _ = self._choices[number]
        self._choices = (*self._choices[:number], (value, text), *self._choices[number + 1 :])
        self.group.button(number).setAccessibleName(f"{self._words} {text}")
        self._mark(number, self.group.button(number).isChecked())

    def _mark(self, number: int, on: bool) -> None:
        self.group.button(number).setText(f"{CHOSEN if on else OPEN}  {self._choices[number][1]}")

    def value(self) -> object:
        """What is chosen, ``None`` for nothing."""
        number = self.group.checkedId()
        return self._choices[number][0] if number >= 0 else None

    def set_value(self, value: object) -> None:
        """Choose this."""
        for number, (each, _) in enumerate(self._choices):
            if each == value:
                self.group.button(number).setChecked(True)


class TwiceButton(WrappedButton):
    """Asks to be pressed once more, so that a slip does nothing."""

    sure = Signal()

    def __init__(self, words: str, again: str, name: str = "") -> None:
        super().__init__(words, name)
        self._first, self._again, self._armed = words, again, False
        self.clicked.connect(self._press)

    def reset(self) -> None:
        """As if it had not been pressed."""
        self._armed = False
        self.setText(self._first)

    def _press(self) -> None:
        if self._armed:
            self.reset()
            self.sure.emit()
        else:
            self._armed = True
            self.setText(self._again)


def style_sheet(scale: float) -> str:
    """The rules that these fields need besides those of ``theme.style_sheet``."""

    def px(size: float) -> str:
        return f"{max(1, round(size * scale))}px"

    p = current()
    return f"""
    QComboBox::drop-down {{ border: none; width: {px(44)}; }}
    QComboBox QAbstractItemView {{ border: {px(3)} solid {p.outline}; outline: none; }}
    QComboBox QAbstractItemView::item {{ min-height: {px(52)}; }}
    QPushButton:disabled, QPushButton#danger:disabled {{ background: {p.off}; border-color: {p.off};
        color: {p.off_ink}; }}
    """
