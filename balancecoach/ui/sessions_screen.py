"""All sessions: which of them, in which order, and a table that opens one."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from balancecoach.core.words import tr, trn
from balancecoach.ui.announce import announce
from balancecoach.ui.fitting import Combo, Row
from balancecoach.ui.parts import button, label, make_stop, pad, scrolling_page
from balancecoach.ui.past_facts import SessionsFacts
from balancecoach.ui.sessions_model import DAY, Column, SessionsModel, Which
from balancecoach.ui.sessions_table import SessionsTable

#: While somebody types, the table waits this long for more letters.
TYPING_MS = 150


class SessionsScreen(QWidget):
    """Shows ``SessionsFacts``. ``wanted``: other facts, whether everybody's and whether the removed ones."""

    opened = Signal(str)  # a session's id
    wanted = Signal(bool, bool)
    left = Signal()

    def __init__(self, facts: SessionsFacts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = scrolling_page(self)
        self.back = button(tr("Back to Progress"), "link")
        self.back.clicked.connect(self.left)
        self._column.addWidget(Row(self.back))
        self.title = label(tr("All sessions"), "title")
        make_stop(self.title)
        self._column.addWidget(self.title)
        self.count = label("", "subtitle")
        self._column.addWidget(self.count)
        self.model = SessionsModel(facts)
        self.table = SessionsTable(self.model)
        self._column.addWidget(Row(*self._sieve()))
        self._column.addWidget(Row(*self._sorting()))
        self._column.addWidget(self.table, 1)
        self.nothing = label("", "body")
        self._column.addWidget(self.nothing)
        self._column.addStretch(0)
        self.table.opened.connect(self.opened)
        self.table.sorting.connect(self._click)
        self._typed = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typed.timeout.connect(self.sift)

    def _sieve(self) -> tuple[QWidget, ...]:
        self.text = QLineEdit()
        self.text.setPlaceholderText(tr("Search plans and notes"))
        self.text.setAccessibleName(tr("Search plans and notes"))
        self.text.setClearButtonEnabled(False)
        self.text.textChanged.connect(lambda _: self._typed.start())
        self.which = _combo(tr("Which sessions"))
        for which in Which:
            self.which.addItem(tr(which.value), which)
        self.which.activated.connect(lambda _: self._choose())
        self.whose = _combo(tr("Whose sessions"))
        self.whose.activated.connect(lambda _: self._ask())
        return self.text, self.which, self.whose

    def _sorting(self) -> tuple[QWidget, ...]:
        self.by = _combo(tr("Sort by"))
        self.by.activated.connect(lambda number: self._sort(self.model.columns[number]))
        self.turn = button("")
        self.turn.clicked.connect(lambda: self._order(self.model.sorted_by, not self.model.falling))
        return self.by, self.turn

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        pad(self._column, scale, 30, 14, 10)
        self.text.setMinimumWidth(round(330 * scale))
        self.table.set_scale(scale)

    # -- what is shown -----------------------------------------------------------------------------------------------
    def show_facts(self, facts: SessionsFacts) -> None:
        """Show these. Which of them and the order stay as they were chosen."""
        chosen = self.table.chosen()
        if (self._which() is Which.REMOVED) is not facts.removed:
            self.which.setCurrentIndex(self.which.findData(Which.REMOVED if facts.removed else Which.ALL))
        self.model.show_facts(facts, self._which(), self.text.text())
        self._show_whose(facts)
        self.by.clear()
        self.by.addItems([tr("Sort by: {0}").format(tr(column.name)) for column in self.model.columns])
        self._typed.stop()
        self.table.choose(chosen)
        self._say()

    def start(self) -> None:
        """From the beginning: all of the person's, newest first."""
        self.text.clear()
        self.which.setCurrentIndex(0)
        self.model.sorted_by, self.model.falling = DAY, True

    def focus_first(self, session_id: str = "") -> None:
        """The keyboard goes to the table, where there is one."""
        self.table.arrange()
        self.table.choose(session_id or self.table.chosen())
        (self.table if self.model.rows else self.title).setFocus()

    def _show_whose(self, facts: SessionsFacts) -> None:
        self.whose.clear()
        if facts.several:
            name = facts.person or tr("Nobody's")
            self.whose.addItems([tr("Only: {0}").format(name), tr("Everybody")])
            self.whose.setCurrentIndex(int(facts.everybody))
        self.whose.setVisible(facts.several)

    def _which(self) -> Which:
        return Which(self.which.currentData() or Which.ALL)

    def _choose(self) -> None:
        """Of those that are here, or the removed ones, which have to be fetched."""
        if (self._which() is Which.REMOVED) is not self.model.facts.removed:
            self._ask()
        else:
            self.sift()

    def _ask(self) -> None:
        self.wanted.emit(self.whose.currentIndex() == 1, self._which() is Which.REMOVED)

    def sift(self) -> None:
        """Show those that are looked for, and say how many they are."""
        self._typed.stop()
        chosen = self.table.chosen()
        self.model.sift(self._which(), self.text.text())
        self.table.choose(chosen)
        self._say()

    def _say(self) -> None:
        shown = len(self.model.rows)
        words = trn("{0} session", "{0} sessions", shown).format(shown)
        if self.model.facts.removed and shown:
            words += ". " + tr("Open one to bring it back. After 30 days it is deleted.")
        elif shown:
            words += ". " + tr("Press Enter or click to open one.")
        if words != self.count.text():
            self.count.setText(words)
            announce(self.count, words)
        self.nothing.setText(tr("Nothing is removed.") if self.model.facts.removed else tr("No session is like that."))
        self.nothing.setVisible(not shown)
        self.table.setVisible(bool(shown))
        self._show_order()

    # -- order -------------------------------------------------------------------------------------------------------
    def _click(self, column: Column) -> None:
        """A heading: once sorts by it, once more turns the order round."""
        self._order(column, not self.model.falling if column is self.model.sorted_by else column.falling)

    def _sort(self, column: Column) -> None:
        if column is not self.model.sorted_by:
            self._order(column, column.falling)

    def _order(self, column: Column, falling: bool) -> None:
        chosen = self.table.chosen()
        self.model.sort_by(column, falling=falling)
        self.table.choose(chosen)
        self._show_order()

    def _show_order(self) -> None:
        column, falling = self.model.sorted_by, self.model.falling
        self.by.setCurrentIndex(self.model.columns.index(column))
        if column is DAY:
            words = tr("Newest first") if falling else tr("Oldest first")
        elif column.words:
            words = tr("Z to A") if falling else tr("A to Z")
        else:
            words = tr("Most first") if falling else tr("Least first")
        self.turn.setText(words)
        self.turn.setAccessibleName(tr("Order: {0}").format(words))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _combo(name: str) -> Combo:
    made = Combo()
    made.setAccessibleName(name)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    return made
