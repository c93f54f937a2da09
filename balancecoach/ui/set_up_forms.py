"""The other pages of the set-up: the name, a number, the treadmill's checks, and the end."""

from collections.abc import Callable, Sequence

from msgspec import Struct
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QWidget

from balancecoach.core.screening import SETUP
from balancecoach.core.words import tr
from balancecoach.ui.fields import Field
from balancecoach.ui.fitting import Tick
from balancecoach.ui.parts import button, label
from balancecoach.ui.set_up_page import STEPS, SetUpPage

UP_DOWN = (Qt.Key.Key_Up, Qt.Key.Key_Down)


class _Rows(SetUpPage):
    """A page with several things one under the other."""

    def rows(self) -> Sequence[QWidget]:
        """What Up and Down walk through."""
        raise NotImplementedError

    def _here(self) -> int:
        rows = list(self.rows())
        return next((n for n, row in enumerate(rows) if row is self.focusWidget()), -1)

    def focus_first(self) -> None:
        """The first row."""
        self.rows()[0].setFocus()

    def enter(self) -> None:
        """To the next row; from the last one, on."""
        here, rows = self._here(), self.rows()
        if 0 <= here < len(rows) - 1:
            self.bring(rows[here + 1])
        else:
            self.go_on()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down move."""
        here = self._here()
        if event.key() in UP_DOWN and here >= 0:
            self.bring(self.rows()[(here + STEPS[Qt.Key(event.key())]) % len(self.rows())])
        else:
            super().keyPressEvent(event)


class NamePage(_Rows):
    """Name, helper, emergency number. ``judge``: the three texts to problems by field."""

    def __init__(
        self, name: str, helper: str, emergency: str, judge: Callable[[str, str, str], dict[str, str]]
    ) -> None:
        super().__init__(tr("Who will walk?"))
        self._judge = judge
        self.name = Field(tr("Name"))
        self.helper = Field(tr("Helper's name"), tr("Who stands by. It may be left empty."))
        self.emergency = Field(
            tr("Emergency number"), tr("It is shown huge when somebody presses Stop. It may be left empty.")
        )
        self._fields = {"name": self.name, "helper": self.helper, "emergency": self.emergency}
        for field, text in zip(self._fields.values(), (name, helper, emergency), strict=True):
            field.set_text(text)
            field.changed.connect(self._look)
            self.column.addWidget(field)
        self.finish()

    def set_scale(self, scale: float) -> None:
        """Spacing."""
        super().set_scale(scale)
        for field in self._fields.values():
            field.set_scale(scale)

    def rows(self) -> Sequence[QLineEdit]:
        """The three lines."""
        return [field.edit for field in self._fields.values()]

    def texts(self) -> tuple[str, str, str]:
        """What is typed."""
        return self.name.text().strip(), self.helper.text().strip(), self.emergency.text().strip()

    def _look(self) -> None:
        """Problems in words beside each field; an empty name is told only when going on."""
        wrong = self._judge(*self.texts())
        for key, field in self._fields.items():
            field.set_problem(wrong.get(key, "") if field.text().strip() else "")

    def enter(self) -> None:
        """To the next line, when this one is fine."""
        here, wrong = self._here(), self._judge(*self.texts())
        key = tuple(self._fields)[here] if here >= 0 else ""
        if key in wrong:
            self._fields[key].set_problem(wrong[key])
        else:
            super().enter()

    def go_on(self) -> None:
        """When nothing is wrong."""
        wrong = self._judge(*self.texts())
        for key, field in self._fields.items():
            field.set_problem(wrong.get(key, ""))
        bad = next((field for key, field in self._fields.items() if key in wrong), None)
        if bad is None:
            self.went_on.emit(self.texts())
        else:
            self.bring(bad.edit)


class Judged(Struct, frozen=True):
    """What a typed number means: its value in km/h or seconds, what is wrong, or a sentence about it.

    ``warning``: it may stay like that, but this has to be known.
    """

    value: float | None = None
    problem: str = ""
    note: str = ""
    warning: str = ""


class NumberPage(SetUpPage):
    """One number. ``judge`` says what it means; ``skip``: words of the button that goes on without one."""

    def __init__(
        self, question: str, help_words: str, unit: str, text: str, judge: Callable[[str], Judged], skip: str = ""
    ) -> None:
        super().__init__(question, help_words)
        self._judge, self._skip = judge, skip
        row = QHBoxLayout()
        self.edit = QLineEdit(text)
        self.edit.setAccessibleName(f"{question} ({unit})")
        row.addWidget(self.edit, 1)
        row.addWidget(label(unit, "strong", wrap=False))
        row.addStretch(2)
        self.column.addLayout(row)
        self.note = label("", "body")
        self.column.addWidget(self.note)
        self.skip = button(skip)
        self.skip.clicked.connect(lambda: self.went_on.emit(None))
        low = QHBoxLayout()
        low.addWidget(self.skip)
        low.addStretch(1)
        self.finish()
        self.column.insertLayout(self.column.count() - 2, low)
        self.skip.setVisible(bool(skip))  # now that it has a parent: without one it would open as a window of its own
        self.edit.textChanged.connect(self._look)
        self._look()

    def focus_first(self) -> None:
        """The number."""
        self.edit.setFocus()
        self.edit.selectAll()

    def _look(self) -> None:
        judged = self._judge(self.edit.text()) if self.edit.text().strip() else Judged()
        self.say(judged.problem or judged.warning)
        self.note.setText(judged.note)
        self.note.setVisible(bool(judged.note))

    def go_on(self) -> None:
        """When the number is fine."""
        if not self.edit.text().strip():
            text = tr("Write a number, or choose “{0}”.").format(self._skip) if self._skip else tr("Write a number.")
            self.say(text)
            return
        judged = self._judge(self.edit.text())
        self.say(judged.problem)
        if not judged.problem:
            self.went_on.emit(judged.value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down move between the number and the button below."""
        if event.key() in UP_DOWN and self._skip:
            (self.edit if self.skip is self.focusWidget() else self.skip).setFocus()
        else:
            super().keyPressEvent(event)


class ChecksPage(_Rows):
    """What must be true of the treadmill. ``control``: what was answered about it before, in words.

    Going on with a gap takes a second press: the gap is told first, and walking waits for it.
    """

    def __init__(self, ticked: Sequence[str], control: str) -> None:
        super().__init__(tr("Is the treadmill ready?"), tr("Look at each one. Tick what is true."))
        self.boxes: dict[str, QCheckBox] = {}
        for statement in SETUP:
            if statement.key == "control":
                self.column.addWidget(label(control, "body"))
                continue
            words = tr(statement.words)
            box = Tick(words)
            box.setChecked(statement.key in ticked)
            box.toggled.connect(lambda _on: self._forget())
            self.boxes[statement.key] = box
            self.column.addWidget(box)
        self._told = False
        self.finish()

    def set_scale(self, scale: float) -> None:
        """Spacing."""
        self.column.setSpacing(round(5 * scale))

    def rows(self) -> Sequence[QCheckBox]:
        """The boxes."""
        return list(self.boxes.values())

    def _forget(self) -> None:
        self._told = False
        self.say("")

    def enter(self) -> None:
        """Tick the line and move on."""
        here = self._here()
        if here >= 0:
            self.rows()[here].setChecked(True)
        super().enter()

    def go_on(self) -> None:
        """With all ticked, or pressed a second time."""
        ticked = tuple(key for key, box in self.boxes.items() if box.isChecked())
        if len(ticked) == len(self.boxes) or self._told:
            self.went_on.emit(ticked)
            return
        self._told = True
        self.say(tr("Not every line is ticked. Walking waits until all are. Go on once more to leave it for now."))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1 to 8 tick the lines."""
        number = event.key() - Qt.Key.Key_1
        if 0 <= number < len(self.boxes):
            self.rows()[number].toggle()
            self.bring(self.rows()[number])
        else:
            super().keyPressEvent(event)


class DonePage(SetUpPage):
    """The end: what comes first, and what still stands in the way."""

    def __init__(self, title: str, lines: Sequence[str], waits: Sequence[str]) -> None:
        super().__init__(title)
        for number, line in enumerate(lines):
            self.column.addWidget(label(line, "body" if number else "question"))
        for line in waits:
            self.column.addWidget(label(line, "problem"))
        self.today = button(tr("To Today"), "start")
        self.today.clicked.connect(self.go_on)
        self.column.addWidget(self.today)
        self.finish()

    @property
    def next_words(self) -> str:
        """There is one button, and it is the big one."""
        return ""

    def focus_first(self) -> None:
        """The big button."""
        self.today.setFocus()

    def go_on(self) -> None:
        """To Today."""
        self.went_on.emit(None)
