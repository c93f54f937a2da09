"""Check-ups: what each test came to, what is known of its meaning, and the way to a new one."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from balancecoach.core.checkup import Test
from balancecoach.core.words import tr
from balancecoach.ui.checkup_facts import CheckUpsFacts, ResultRow, TestCard
from balancecoach.ui.fitting import Row
from balancecoach.ui.parts import button, card, clear, label, make_stop, pad, scrolling_page

#: Results of a test that are seen at once; the others are behind a button.
FEW = 4


class CheckUpsScreen(QWidget):
    """Shows ``CheckUpsFacts``."""

    begin = Signal(object)  # Test
    by_hand = Signal(object)  # Test
    taken = Signal(object)  # Test: its newest result is wanted for the start speed
    removed = Signal(object)  # the moment of the check-up
    undone = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale = 1.0
        self._open: set[tuple[str, Test]] = set()  # what somebody unfolded: of which test
        self.folds: dict[tuple[str, Test], QPushButton] = {}
        self._facts = CheckUpsFacts("", "")
        self._column = scrolling_page(self)
        self.title = label(tr("Check-ups"), "title")
        make_stop(self.title)
        self.subtitle, self.due = label("", "subtitle"), label("", "strong")
        self.notice = label("", "problem")
        self.undo_button = button("")
        self.undo_button.clicked.connect(self.undone)
        self._cards = QVBoxLayout()
        self.back_button = button(tr("Back to Progress"), "link")
        self.back_button.clicked.connect(self.left)
        for made in (self.title, self.subtitle, self.due, self.notice, Row(self.undo_button)):
            self._column.addWidget(made)
        self._column.addLayout(self._cards)
        self._column.addWidget(Row(self.back_button))
        self._column.addStretch(1)

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        self._scale = scale
        pad(self._column, scale, 40, 24, 12)
        self._cards.setSpacing(round(16 * scale))
        self._fill()

    def show_facts(self, facts: CheckUpsFacts) -> None:
        """Show these; the keyboard goes to the heading, or to what undoes the last step."""
        self._facts = facts
        self.subtitle.setText(facts.subtitle)
        for made, words in ((self.due, facts.due), (self.notice, facts.notice), (self.undo_button, facts.undo)):
            made.setText(words)
            made.setVisible(bool(words))
        self._fill()
        (self.undo_button if facts.undo else self.title).setFocus()

    def _fill(self) -> None:
        clear(self._cards)
        for each in self._facts.cards:
            self._cards.addWidget(self._card(each))

    def _card(self, facts: TestCard) -> QFrame:
        frame, column = card()
        pad(column, self._scale, 26, 16, 8)
        column.addWidget(label(facts.title, "strong"))
        column.addWidget(label(facts.about, "small"))
        if facts.latest:
            column.addWidget(label(facts.latest, "question"))
        if facts.change:
            column.addWidget(label(facts.change, "body"))
        for words in facts.refused:
            column.addWidget(label(words, "problem"))
        for made in (self._to_measure(facts), self._to_use(facts)):
            if made:
                column.addWidget(Row(*made))
        if facts.meaning and self._is_open("meaning", facts):
            for words in facts.meaning:
                column.addWidget(label(f"•  {words}", "body"))
        rows = facts.rows if self._is_open("rows", facts) else facts.rows[:FEW]
        for row in rows:
            column.addWidget(self._row(row))
        if len(facts.rows) > FEW:
            more = tr("All {0} results").format(len(facts.rows))
            column.addWidget(Row(self._fold("rows", facts, more, tr("Only the newest"))))
        return frame

    def _to_measure(self, facts: TestCard) -> list[QPushButton]:
        made = []
        if not facts.refused:
            made.append(self._named(tr("Start"), facts))
            made[-1].clicked.connect(lambda: self.begin.emit(facts.test))
        made.append(self._named(tr("Enter a result"), facts))
        made[-1].clicked.connect(lambda: self.by_hand.emit(facts.test))
        return made

    def _to_use(self, facts: TestCard) -> list[QPushButton]:
        made = []
        if facts.offers:
            made.append(self._named(tr("Use for start speed"), facts))
            made[-1].clicked.connect(lambda: self.taken.emit(facts.test))
        if facts.meaning:
            made.append(self._fold("meaning", facts, tr("What is known of it"), tr("Hide what is known of it")))
        return made

    def _named(self, words: str, facts: TestCard) -> QPushButton:
        made = button(words)
        made.setAccessibleName(f"{words}: {facts.title}")
        return made

    def _fold(self, what: str, facts: TestCard, open_words: str, close_words: str) -> QPushButton:
        made = self._named(close_words if self._is_open(what, facts) else open_words, facts)
        made.clicked.connect(lambda: self.unfold(what, facts.test))
        self.folds[what, facts.test] = made
        return made

    def _is_open(self, what: str, facts: TestCard) -> bool:
        return (what, facts.test) in self._open

    def unfold(self, what: str, test: Test) -> None:
        """Show or hide "meaning" or "rows" (all of them) of a test."""
        self._open ^= {(what, test)}
        self._fill()
        self.folds[what, test].setFocus()  # the new button of the same kind

    def _row(self, row: ResultRow) -> QWidget:
        remove = button(tr("Remove"))
        remove.setAccessibleName(row.named)
        remove.clicked.connect(lambda: self.removed.emit(row.at))
        made = QWidget()
        line = QHBoxLayout(made)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(label(row.words, "body"), 1)
        line.addWidget(remove, 0, Qt.AlignmentFlag.AlignVCenter)
        return made

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
