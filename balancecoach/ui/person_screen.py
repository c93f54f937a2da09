"""Everything that is kept about one person, to look at and to change. Saved only when all of it is fine."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from balancecoach.core.words import tr
from balancecoach.ui.fitting import Foot
from balancecoach.ui.parts import button, card, label, pad, scrolled
from balancecoach.ui.person_facts import Edited, PersonFacts
from balancecoach.ui.person_parts import PersonFields, PersonWishes


class PersonScreen(QWidget):
    """Shows ``PersonFacts``; ``edited`` after every change, to be answered with ``show_problems``."""

    edited = Signal(object)  # Edited
    saved = Signal(object)  # Edited
    back = Signal()
    approved = Signal(str, str)  # programme id, by whom
    ask_again = Signal()
    outcome = Signal()
    happened = Signal(str)  # "fall" or "operation"
    archived = Signal()
    brought_back = Signal()
    delete = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self.title, self.note = label("", "title"), label("", "problem")
        self._column.addWidget(self.title)
        self._column.addWidget(self.note)
        self.fields, self.wishes = PersonFields(), PersonWishes()
        self._cards: list[QVBoxLayout] = []
        for kicker, made in self.fields.groups():
            frame, column = card()
            self._cards.append(column)
            column.addWidget(label(kicker, "kicker"))
            for each in made:
                column.addWidget(each)
            self._column.addWidget(frame)
        frame, column = card()
        self._cards.append(column)
        self.wishes.fill(column)
        self._column.addWidget(frame)
        self._column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self.area = scrolled(inside)
        whole.addWidget(self.area, 1)
        whole.addWidget(self._buttons())
        self._facts: PersonFacts | None = None
        self._filling = self._changed = self._warned = False
        self._connect()

    def _connect(self) -> None:
        self.fields.changed.connect(self._edit)
        wishes = self.wishes
        wishes.approve.clicked.connect(self._approve)
        wishes.ask.clicked.connect(self.ask_again)
        wishes.outcome.clicked.connect(self.outcome)
        wishes.fall.sure.connect(lambda: self.happened.emit("fall"))
        wishes.operation.sure.connect(lambda: self.happened.emit("operation"))
        wishes.archive.clicked.connect(self.archived)
        wishes.bring_back.clicked.connect(self.brought_back)
        wishes.delete.clicked.connect(self.delete)

    def _buttons(self) -> QWidget:
        self.back_button = button(tr("Back"))
        self.back_button.clicked.connect(self._leave)
        self.state = label("", "small")
        self.state.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.save_button = button(tr("Save"), "main")
        self.save_button.clicked.connect(lambda: self.saved.emit(self.form()))
        self._foot = Foot(self.back_button, self.state, self.save_button)
        return self._foot

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        pad(self._column, scale, 40, 24, 16)
        pad(self._foot.grid, scale, 40, 12, 20)
        for column in self._cards:
            pad(column, scale, 26, 16, 12)
        self.fields.set_scale(scale)

    def show_facts(self, facts: PersonFacts, name: str) -> None:
        """Show this person. ``name``: as it fits into the title."""
        self._filling, self._warned = True, False
        self._facts = facts
        self.title.setText(name)
        self.tell(facts.note)
        self.fields.show_person(facts)
        self.wishes.show_facts(facts)
        self._filling = False
        self.fields.name.edit.setFocus()
        self._edit()

    def tell(self, note: str) -> None:
        """What could not be done, at the top where it is seen."""
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self.area.verticalScrollBar().setValue(0)

    def form(self) -> Edited:
        """What is on the screen now."""
        assert self._facts is not None
        return self.fields.read(self._facts.person)

    def _edit(self) -> None:
        if self._filling or self._facts is None:
            return
        self.wishes.show_programme(self._facts, self.fields.programme_id())
        self.edited.emit(self.form())

    def show_problems(self, problems: Mapping[str, str], changed: bool) -> None:
        """Words beside each field; saved may be what is fine and different."""
        self._changed, self._warned = changed, False
        self.fields.show_problems(problems)
        self.save_button.setEnabled(changed and not problems)
        wrong = tr("Put right what is marked first.") if problems else "" if changed else tr("Nothing to save.")
        self.state.setText(wrong)

    def may_leave(self) -> bool:
        """Whether nothing is lost by leaving; with changes the first try warns, the second may."""
        if self._changed and not self._warned:
            self._leave()
            return False
        return True

    def _leave(self) -> None:
        """Back; changes that are not saved are told first."""
        if self._changed and not self._warned:
            self._warned = True
            self.state.setText(tr("Not saved yet. Back once more leaves it as it was."))
        else:
            self.back.emit()

    def _approve(self) -> None:
        self.approved.emit(self.fields.programme_id(), self.wishes.by.text().strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape and not event.isAutoRepeat():
            self._leave()
        else:
            super().keyPressEvent(event)
