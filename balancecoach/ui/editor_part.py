"""The values of the chosen part, each with its words above it. What is typed goes out as it is; nothing is refused."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from balancecoach.ui.editor_facts import FieldFacts, FieldKind
from balancecoach.ui.fitting import Combo
from balancecoach.ui.parts import clear, label

_LONGEST = 1000
_STEPPED = frozenset({FieldKind.TIME, FieldKind.SPEED, FieldKind.COUNT, FieldKind.NUMBER})
_WIDE = frozenset({FieldKind.TEXT, FieldKind.TIMES, FieldKind.HOLDS})


def is_undo_or_redo(event: QKeyEvent) -> bool:
    """Ctrl+Z, Ctrl+Shift+Z or Ctrl+Y: these belong to the plan, not to one field."""
    if event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo):
        return True
    return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier) and event.key() in (
        Qt.Key.Key_Z,
        Qt.Key.Key_Y,
    )


class Line(QLineEdit):
    """A line of text that leaves undo to the plan; up and down make a number larger or smaller."""

    stepped = Signal(int)

    def __init__(self, steps: bool = False) -> None:
        super().__init__()
        self._steps = steps
        self.setMaxLength(_LONGEST)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of the line; others go on to the screen."""
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if is_undo_or_redo(event):
            event.ignore()
        elif self._steps and plain and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.setModified(False)  # what comes back is shown
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Up else -1)
        else:
            super().keyPressEvent(event)


class Choice(Combo):
    """One of a few."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of the list; others go on to the screen."""
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            event.ignore()
        else:
            super().keyPressEvent(event)


class PartForm(QWidget):
    """Shows ``FieldFacts``, two in a row."""

    typed = Signal(str, str)  # field, what is in it now
    stepped = Signal(str, int)  # field, one up or one down

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("partform")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self.edits: dict[str, Line | Choice] = {}
        self._labels: dict[str, QLabel] = {}
        self._shape: tuple[object, ...] = ()
        self._scale = 1.0

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        self._scale = scale
        self._grid.setHorizontalSpacing(round(14 * scale))
        self._grid.setVerticalSpacing(round(4 * scale))

    def show_fields(self, row: object, fields: tuple[FieldFacts, ...]) -> None:
        """Show these of ``row``. A field being typed in keeps its text, cursor and focus."""
        shape = (row, tuple((f.name, f.kind, f.words, f.choices) for f in fields))
        if shape != self._shape:
            self._shape = shape
            self._build(fields)
        for facts in fields:
            self._show(facts)

    def _build(self, fields: tuple[FieldFacts, ...]) -> None:
        focused = self.focused()
        for edit in self.edits.values():
            edit.blockSignals(True)  # one that goes while it is typed in has nothing more to say
        self._place(self._made(fields))
        wanted = self.edits.get(focused) or self.first()
        if focused and wanted is not None:
            wanted.setFocus()

    def _made(self, fields: tuple[FieldFacts, ...]) -> list[tuple[QWidget, bool]]:
        self.edits, self._labels = {}, {}
        made: list[tuple[QWidget, bool]] = []
        for facts in fields:
            box = QWidget()
            column = QVBoxLayout(box)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(round(2 * self._scale))
            words = label(facts.words, "fieldname", wrap=False)
            edit = self._edit(facts)
            words.setBuddy(edit)
            column.addWidget(words)
            column.addWidget(edit)
            self.edits[facts.name], self._labels[facts.name] = edit, words
            long = any(len(text) > 12 for _, text in facts.choices)
            made.append((box, facts.kind in _WIDE or long))
        return made

    def _place(self, made: list[tuple[QWidget, bool]]) -> None:
        clear(self._grid)
        row = column = 0
        for box, wide in made:
            if wide and column:
                row, column = row + 1, 0
            self._grid.addWidget(box, row, column, 1, 2 if wide else 1)
            box.show()  # now: the focus goes only to what can be seen
            row, column = (row, 1) if not wide and column == 0 else (row + 1, 0)

    def _edit(self, facts: FieldFacts) -> Line | Choice:
        name = facts.name
        if facts.kind is FieldKind.CHOICE:
            choice = Choice()
            for key, words in facts.choices:
                choice.addItem(words, key)
            choice.activated.connect(lambda _index: self.typed.emit(name, str(choice.currentData())))
            return choice
        line = Line(facts.kind in _STEPPED)
        line.textEdited.connect(lambda text: self.typed.emit(name, text))
        line.stepped.connect(lambda by: self.stepped.emit(name, by))
        line.editingFinished.connect(lambda: self._tidy(name))
        return line

    def _show(self, facts: FieldFacts) -> None:
        edit, words = self.edits[facts.name], self._labels[facts.name]
        edit.setProperty("tidy", facts.text)
        if isinstance(edit, Line):
            edit.setPlaceholderText(facts.hint)
            if not edit.hasFocus() or not edit.isModified():
                self._set(edit, facts.text)
        else:
            index = edit.findData(facts.text)
            blocked = edit.blockSignals(True)
            edit.setCurrentIndex(index)
            edit.blockSignals(blocked)
        words.setText(f"⚠ {facts.words}" if facts.problem else facts.words)
        edit.setAccessibleName(facts.words)
        edit.setAccessibleDescription(facts.problem)
        if edit.property("trouble") != bool(facts.problem):
            edit.setProperty("trouble", bool(facts.problem))
            edit.style().unpolish(edit)
            edit.style().polish(edit)

    def _set(self, edit: Line, text: str) -> None:
        if edit.text() != text:
            edit.setText(text)
        edit.setModified(False)

    def _tidy(self, name: str) -> None:
        """Once a field is left, or Enter is pressed: as it is understood, such as 1:30 for 90."""
        edit = self.edits.get(name)
        if isinstance(edit, Line):
            self._set(edit, str(edit.property("tidy") or ""))

    def show_again(self) -> None:
        """After an undo: what is shown is what the plan has, also where somebody was typing."""
        for edit in self.edits.values():
            if isinstance(edit, Line):
                edit.setModified(False)

    def focused(self) -> str:
        """The field that has the focus, "" for none."""
        return next((name for name, edit in self.edits.items() if edit.hasFocus()), "")

    def first(self) -> QWidget | None:
        """Where typing begins."""
        return next(iter(self.edits.values()), None)
