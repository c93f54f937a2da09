"""One session that is over: what it came to, what was answered, its course; a note, a correction, removal."""

from msgspec.structs import replace
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from balancecoach.core.words import tr
from balancecoach.ui.announce import announce
from balancecoach.ui.course_strip import CourseStrip, Key, keys_of
from balancecoach.ui.fields import NotesField
from balancecoach.ui.fitting import Row, WrappedButton
from balancecoach.ui.parts import button, card, clear, label, make_stop, pad, scrolling_page
from balancecoach.ui.past_facts import CourseFacts, CourseLine, PastFacts
from balancecoach.ui.sessions_table import Marked

#: In the list, so that a line is told at a glance from the others.
MARKS = {"wobble": "▼", "pause": "‖", "restart": "‖", "missed": "✕", "end": "■", "backward": "◀", "forward": "▶"}
LONGEST_NOTE = 4000


class PastScreen(QWidget):
    """Shows ``PastFacts``. What is typed as a note is kept when the page is left, too."""

    left = Signal()
    noted = Signal(str, str)  # the session's id, the note
    checkin_wanted = Signal()
    removed = Signal()
    restored = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale = 1.0
        self._facts: PastFacts | None = None
        self._column = scrolling_page(self)
        self.back = button(tr("Back to all sessions"), "link")
        self.back.clicked.connect(self.left)
        self._column.addWidget(Row(self.back))
        self.title, self.when = label("", "title"), label("", "subtitle")
        make_stop(self.title)
        self._column.addWidget(self.title)
        self._column.addWidget(self.when)
        self._add_told()
        self._cards: list[QVBoxLayout] = []
        self._course_card()
        self._came_to = self._card(tr("What it came to"))
        self._answers = self._card(tr("Check-in"))
        self._changed_words = label("", "small")
        self._cards[-1].addWidget(self._changed_words)
        self.change = WrappedButton(tr("Change the answers"))
        self.change.clicked.connect(self.checkin_wanted)
        self._cards[-1].addWidget(Row(self.change))
        self._note_card()
        self.lines = _lines()
        self._card(tr("Line by line")).addWidget(self.lines)
        self.remove = WrappedButton(tr("Remove this session"), "danger")
        self.remove.clicked.connect(self.removed)
        self._column.addWidget(Row(self.remove))
        self._column.addStretch(1)

    # -- parts -------------------------------------------------------------------------------------------------------
    def _add_told(self) -> None:
        """What was just done, and what stands in the way; with the way back."""
        self.told = label("", "problem")
        self.undo = WrappedButton(tr("Undo"))
        self.undo.clicked.connect(lambda: self.restored.emit())
        for made in (self.told, self.undo):
            self._column.addWidget(made if made is self.told else Row(made))

    def _card(self, title: str) -> QVBoxLayout:
        """A card with a heading; returns the place below it."""
        frame, column = card()
        column.addWidget(label(title, "kicker"))
        inside = QVBoxLayout()
        column.addLayout(inside)
        self._column.addWidget(frame)
        self._cards.append(column)
        return inside

    def _course_card(self) -> None:
        inside = self._card(tr("What happened"))
        self.strip = CourseStrip()
        inside.addWidget(self.strip)
        self._keys = QVBoxLayout()
        inside.addLayout(self._keys)

    def _note_card(self) -> None:
        inside = self._card(tr("Note"))
        self.note = NotesField(tr("What should be remembered about this session?"))
        self.note.changed.connect(self._typed)
        self.save = WrappedButton(tr("Save the note"))
        self.save.clicked.connect(self.keep_note)
        inside.addWidget(self.note)
        inside.addWidget(Row(self.save))

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        self._scale = scale
        pad(self._column, scale, 40, 14, 12)
        for column in self._cards:
            pad(column, scale, 26, 14, 8)
        self.note.set_scale(scale)
        self._fit_lines()

    # -- what is shown -----------------------------------------------------------------------------------------------
    def show_facts(self, facts: PastFacts) -> None:
        """Show this session."""
        self._facts = facts
        self.title.setText(facts.title)
        self.when.setText(facts.when)
        told = " ".join(line for line in (facts.just, facts.removed, facts.fixed) if line)
        self.told.setText(told)
        self.told.setVisible(bool(told))
        self.undo.setText(tr("Undo") if facts.undo else tr("Bring it back"))
        self.undo.setVisible(bool(facts.removed))
        _fill(self._came_to, facts.rows)
        _fill(self._answers, facts.answers)
        self._changed_words.setText(facts.changed)
        self._changed_words.setVisible(bool(facts.changed))
        self._show_course(facts.course)
        self.note.edit.setPlainText(facts.note)
        can = not facts.removed and not facts.fixed
        self.note.edit.setReadOnly(not can)
        self.change.setText(tr("Change the answers") if facts.checkin else tr("Answer now"))
        for made in (self.change, self.remove, self.save):
            made.setVisible(can)
        self._typed()

    def focus_first(self) -> None:
        """The keyboard goes to the heading, or to what takes back what was just done."""
        facts = self._facts
        (self.undo if facts is not None and facts.removed else self.title).setFocus()
        if facts is not None and facts.just:
            announce(self.told, facts.just)

    def _show_course(self, facts: CourseFacts) -> None:
        self.strip.show_facts(facts)
        clear(self._keys)
        keys = keys_of(facts)
        for first in range(0, len(keys), 3):
            self._keys.addWidget(Row(*(Key(sort) for sort in keys[first : first + 3])))
        self.lines.clear()
        for line in facts.lines:
            self.lines.addItem(_item(line))
        self.lines.setCurrentRow(0)
        self._fit_lines()

    def _fit_lines(self) -> None:
        """All of a short course is seen; a long one scrolls inside."""
        rows = sum(self.lines.sizeHintForRow(row) + 2 * self.lines.spacing() for row in range(self.lines.count()))
        self.lines.setFixedHeight(min(rows + round(16 * self._scale), round(430 * self._scale)))

    # -- the note ----------------------------------------------------------------------------------------------------
    def _typed(self) -> None:
        too_long = len(self.note.edit.toPlainText()) > LONGEST_NOTE
        self.save.setEnabled(self._changed() and not too_long)
        words = tr("A note has room for {0} letters. Shorten it, or its end is left out.") if too_long else ""
        self.note.set_problem(words.format(LONGEST_NOTE))

    def _note(self) -> str:
        """What is typed, as much of it as has room."""
        return self.note.edit.toPlainText().strip()[:LONGEST_NOTE].strip()

    def _changed(self) -> bool:
        return self._facts is not None and self._note() != self._facts.note

    def keep_note(self) -> None:
        """What is typed, where it is something new."""
        if self._facts is not None and self._changed() and not self.note.edit.isReadOnly():
            self.noted.emit(self._facts.id, self._note())

    def note_kept(self, text: str) -> None:
        """It is on record: it need not be kept again."""
        if self._facts is not None:
            self._facts = replace(self._facts, note=text)
            self._typed()

    def tell(self, words: str) -> None:
        """What could not be done. What is typed stays."""
        self.told.setText(words)
        self.told.show()
        announce(self.told, words)

    def hideEvent(self, event: QHideEvent) -> None:
        """Another page: the note that was typed is kept."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.keep_note()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines wrap anew."""
        super().resizeEvent(event)
        self._fit_lines()

    def changeEvent(self, event: QEvent) -> None:
        """So they do with other letters."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._fit_lines()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _fill(place: QVBoxLayout, rows: tuple[tuple[str, str], ...]) -> None:
    clear(place)
    for name, value in rows:
        place.addWidget(label(f"{name.rstrip('?:')}:  {value}", "body"))


def _item(line: CourseLine) -> QListWidgetItem:
    clock = f"{line.clock}  ·  {line.since}" if line.clock else line.since
    mark = MARKS.get(line.sort, "")
    made = QListWidgetItem("   ".join(part for part in (clock, mark, line.words) if part))
    said = ", ".join(part for part in (line.clock, line.since, line.words) if part)
    made.setData(Qt.ItemDataRole.AccessibleTextRole, said)
    return made


def _lines() -> QListWidget:
    made = QListWidget()
    made.setObjectName("course")
    made.setAccessibleName(tr("What happened, line by line"))
    made.setItemDelegate(Marked(made))
    made.setSpacing(2)
    made.setWordWrap(True)
    made.setResizeMode(QListWidget.ResizeMode.Adjust)
    made.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setTextElideMode(Qt.TextElideMode.ElideNone)
    return made
