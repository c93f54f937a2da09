"""A check-up that was measured elsewhere, or with another watch: entered by hand."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from balancecoach.core.checkup import TITLES, Test
from balancecoach.core.words import tr
from balancecoach.ui.checkup_facts import Typed, Wrong
from balancecoach.ui.fields import Field, NotesField
from balancecoach.ui.fitting import Row
from balancecoach.ui.parts import button, card, label, pad, scrolling_page


class CheckUpForm(QWidget):
    """Gives back ``Typed``; what is wrong with it is decided elsewhere."""

    saved = Signal(object)  # Typed
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = scrolling_page(self)
        self._test = Test.BACKWARD_3M
        self.title, self.problem = label("", "title"), label("", "problem")
        self._column.addWidget(self.title)
        self._column.addWidget(self.problem)
        frame, self._card = card()
        self.first = Field(tr("Time in seconds"), tr("Such as 4.2"))
        self.second = Field(tr("Time of a second try"), tr("It may be left empty."))
        self.day = Field(tr("Day"), tr("Year, month, day, such as 2026-03-04"))
        self.aid = Field(tr("Walking aid"), tr("Such as a stick or a frame. Leave it empty for none."))
        self.note = NotesField(tr("Note"))
        self._fields = (self.first, self.second, self.day, self.aid, self.note)
        for field in self._fields:
            self._card.addWidget(field)
        self._column.addWidget(frame)
        self.save_button, self.cancel_button = button(tr("Save"), "main"), button(tr("Cancel"), "link")
        self.save_button.clicked.connect(self._save)
        self.cancel_button.clicked.connect(self.left)
        self._column.addWidget(Row(self.save_button, self.cancel_button))
        self._column.addStretch(1)

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        pad(self._column, scale, 40, 24, 14)
        pad(self._card, scale, 26, 16, 12)
        for field in self._fields:
            field.set_scale(scale)

    def start(self, test: Test, day: str, aid: str) -> None:
        """An empty form for this test, on this day, with this aid."""
        self._test = test
        self.title.setText(tr("Enter a result: {0}").format(tr(TITLES[test])))
        for field, text in ((self.first, ""), (self.second, ""), (self.day, day), (self.aid, aid)):
            field.set_text(text)
        self.note.edit.setPlainText("")
        self.show_wrong({})
        self.first.edit.setFocus()

    def show_wrong(self, wrong: Wrong) -> None:
        """A sentence beside each field that has to be put right; the keyboard goes to the first."""
        fields = {"first": self.first, "second": self.second, "day": self.day, "aid": self.aid}
        for key, field in fields.items():
            field.set_problem(wrong.get(key, ""))
        self.note.set_problem(wrong.get("note", ""))
        self.tell(wrong.get("record", ""))
        bad = next((field for key, field in fields.items() if key in wrong), None)
        if bad is not None:
            bad.edit.setFocus()
        elif "note" in wrong:
            self.note.edit.setFocus()

    def tell(self, words: str) -> None:
        """What could not be done, at the top, "" for nothing."""
        self.problem.setText(words)
        self.problem.setVisible(bool(words))

    def typed(self) -> Typed:
        """What is on the form now."""
        trials = (self.first.text(), self.second.text())
        return Typed(self._test, trials, self.day.text(), self.aid.text(), self.note.edit.toPlainText())

    def _save(self) -> None:
        self.saved.emit(self.typed())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter saves from a line, Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self._save()
        else:
            super().keyPressEvent(event)
