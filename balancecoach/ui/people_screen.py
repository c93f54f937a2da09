"""People: a card for each person; who walks now; somebody new."""

from msgspec import Struct
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from balancecoach.core.words import tr
from balancecoach.ui.fitting import Row, WrappedButton
from balancecoach.ui.parts import button, card, label, pad, scrolling_page


class PersonCard(Struct, frozen=True):
    """One person of the list. ``now``: walks now. ``unfinished``: the set-up is."""

    id: str
    name: str
    place: str
    last: str
    now: bool = False
    unfinished: bool = False
    archived: bool = False


class PeopleScreen(QWidget):
    """A list of ``PersonCard``."""

    chosen = Signal(str)
    details = Signal(str)
    resumed = Signal(str)
    brought_back = Signal(str)
    added = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = scrolling_page(self)
        self._column.addWidget(label(tr("People"), "title"))
        self.subtitle = label("", "subtitle")
        self._column.addWidget(self.subtitle)
        self.notice = label("", "problem")
        self.notice.hide()
        self._column.addWidget(self.notice)
        self._cards = QVBoxLayout()
        self._column.addLayout(self._cards)
        self.add_first = WrappedButton(tr("Add a person"), "start")
        self.add_button = button(tr("Add a person"))
        for made in (self.add_first, self.add_button):
            made.clicked.connect(self.added)
        self._column.addWidget(self.add_first)
        self.archive_button = button("", "link")
        self.archive_button.setCheckable(True)
        self.archive_button.clicked.connect(lambda: self._fill())
        row = QHBoxLayout()
        row.addWidget(self.add_button)
        row.addWidget(self.archive_button)
        row.addStretch(1)
        self._column.addLayout(row)
        self._column.addStretch(1)
        self._scale = 1.0
        self._people: tuple[PersonCard, ...] = ()
        self.buttons: dict[str, list[QPushButton]] = {}

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        self._scale = scale
        pad(self._column, scale, 40, 24, 14)
        self._cards.setSpacing(round(16 * scale))
        self._fill()

    def show_people(self, people: tuple[PersonCard, ...], notice: str = "") -> None:
        """Show these, with the archived ones behind their button."""
        self._people = people
        self.archive_button.setChecked(False)
        self.tell(notice)
        self._fill()
        self.focus_first()

    def tell(self, notice: str) -> None:
        """What could not be done, or what was."""
        self.notice.setText(notice)
        self.notice.setVisible(bool(notice))

    def focus_first(self) -> None:
        """The first thing to press."""
        first = next(iter(self.buttons.values()), None)
        (first[0] if first else self.add_first).setFocus()

    def _fill(self) -> None:
        present = [each for each in self._people if not each.archived]
        gone = [each for each in self._people if each.archived]
        self.subtitle.setText(
            tr("Choose who walks now.")
            if present
            else tr("There is nobody here yet. Add the person who will walk; it takes about ten minutes, once.")
        )
        self.add_first.setVisible(not present)
        self.add_button.setVisible(bool(present))
        open_ = self.archive_button.isChecked()
        words = tr("Hide the archive") if open_ else tr("Archive ({0})").format(len(gone))
        self.archive_button.setText(words)
        self.archive_button.setVisible(bool(gone))
        while (item := self._cards.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.buttons = {}
        for each in (*present, *(gone if open_ else ())):
            self._cards.addWidget(self._card(each))

    def _card(self, person: PersonCard) -> QFrame:
        frame, column = card()
        pad(column, self._scale, 26, 16, 6)
        head = QHBoxLayout()
        head.addWidget(label(person.name, "strong"), 1)
        mark = self._mark(person)
        if mark:
            head.addWidget(label(mark, "kicker"))
        column.addLayout(head)
        column.addWidget(label(person.place, "body"))
        column.addWidget(label(person.last, "small"))
        self.buttons[person.id] = self._buttons(person)
        column.addWidget(Row(*self.buttons[person.id]))
        return frame

    def _mark(self, person: PersonCard) -> str:
        if person.archived:
            return tr("In the archive")
        if person.unfinished:
            return tr("Set-up not finished")
        return tr("✓  Walks now") if person.now else ""

    def _buttons(self, person: PersonCard) -> list[QPushButton]:
        wishes = [(tr("Details"), self.details)]
        if person.archived:
            wishes.insert(0, (tr("Bring back"), self.brought_back))
        else:
            if person.unfinished:
                wishes.insert(0, (tr("Go on with the set-up"), self.resumed))
            if not person.now:
                wishes.insert(0, (tr("Choose"), self.chosen))
        made: list[QPushButton] = []
        for words, signal in wishes:
            each = button(words)
            each.setAccessibleName(f"{words}: {person.name}")
            each.clicked.connect(lambda _checked=False, signal=signal: signal.emit(person.id))
            made.append(each)
        return made
