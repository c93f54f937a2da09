"""A question with a few answers to choose from: a page of the set-up."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton

from balancecoach.core.words import tr
from balancecoach.ui import icons
from balancecoach.ui.fitting import plain, wrapped
from balancecoach.ui.icon import drawn_icon
from balancecoach.ui.palette import current
from balancecoach.ui.parts import label
from balancecoach.ui.set_up_page import ENTER, STEPS, SetUpPage


class Choice(QPushButton):
    """An answer. Arrows and Enter belong to the page: Qt's own way with them would depend on the layout."""

    def __init__(self, number: int, words: str) -> None:
        super().__init__("")
        self._words = f"  {number}   {words}"
        self.setText(plain(self._words))
        self.setMinimumWidth(1)
        self.setObjectName("choice")
        self.setCheckable(True)
        self.setAutoExclusive(True)  # for screen readers a radio button, not a check box
        self.setAutoDefault(False)
        self.setAccessibleName(words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Long words go on two lines."""
        super().resizeEvent(event)
        room = self.width() - self.iconSize().width() * 2
        if self.fontMetrics().horizontalAdvance(self._words) > room:
            self.setText(plain(wrapped(self._words, self.fontMetrics(), room)))
        else:
            self.setText(plain(self._words))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Only Space is ours."""
        if event.key() in (*ENTER, *STEPS):
            event.ignore()
        else:
            super().keyPressEvent(event)


class ChoicePage(SetUpPage):
    """One question. Nothing is chosen for anybody; Enter goes on only when something is."""

    def __init__(
        self,
        question: str,
        choices: Sequence[tuple[str, str]],
        chosen: str = "",
        *,
        help_words: str = "",
        notes: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(question, help_words)
        self._values, self._notes = tuple(value for value, _ in choices), dict(notes or {})
        self._side = 1
        self.group = QButtonGroup(self)
        for number, (_, words) in enumerate(choices):
            choice = Choice(number + 1, words)
            self.group.addButton(choice, number)
            self.column.addWidget(choice)
        self.note = label("", "body")
        self.column.addWidget(self.note)
        self.keys = label(tr("Press a number to choose, Enter to go on, Esc to go back."), "small")
        self.column.addWidget(self.keys)
        self.finish()
        self.group.idToggled.connect(self._toggled)
        if chosen in self._values:
            self.group.button(self._values.index(chosen)).setChecked(True)
        self._show_note()

    def set_scale(self, scale: float) -> None:
        """Spacing, and the size of the mark on what is chosen."""
        super().set_scale(scale)
        self._side = round(34 * scale)
        for number in range(len(self._values)):
            self._mark(number)

    def _toggled(self, number: int, _on: bool) -> None:
        self._mark(number)
        self.say("")
        self._show_note()

    def _mark(self, number: int) -> None:
        """A tick, so that what is chosen is not told by colour alone."""
        choice = self.group.button(number)
        choice.setIcon(drawn_icon(icons.tick(), current().fill_ink, self._side) if choice.isChecked() else QIcon())
        choice.setIconSize(QSize(self._side, self._side))

    def _show_note(self) -> None:
        text = self._notes.get(self.value(), "")
        self.note.setText(text)
        self.note.setVisible(bool(text))

    def value(self) -> str:
        """What is chosen, "" for nothing."""
        number = self.group.checkedId()
        return self._values[number] if number >= 0 else ""

    def choose(self, number: int) -> None:
        """The answer with this number, from 0."""
        self.group.button(number).setChecked(True)
        self.bring(self.group.button(number))

    def focus_first(self) -> None:
        """On what is chosen, or the first answer."""
        self.group.button(max(0, self.group.checkedId())).setFocus()

    def go_on(self) -> None:
        """With the answer that is chosen."""
        if self.value():
            self.went_on.emit(self.value())
        else:
            self.say(tr("Choose one first: press its number."))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1 to 9 choose, arrows move the choice."""
        number, here, last = event.key() - Qt.Key.Key_1, self.group.checkedId(), len(self._values) - 1
        if 0 <= number <= last and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.choose(number)
        elif event.key() in STEPS:
            step = STEPS[Qt.Key(event.key())]
            self.choose(max(0, min(last, here + step)) if here >= 0 else 0 if step > 0 else last)
        else:
            super().keyPressEvent(event)
