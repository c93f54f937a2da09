"""Progress: a sentence first, then the chart and what stands beside it, then the sessions in a table."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from balancecoach.core.dates import clock, short_day
from balancecoach.core.events import Outcome
from balancecoach.core.progress import Summary, minutes
from balancecoach.core.words import N_, tr
from balancecoach.ui.announce import announce
from balancecoach.ui.chart_panel import ChartPanel
from balancecoach.ui.companion_cards import WeekCard, companion_card
from balancecoach.ui.facts import ProgressFacts
from balancecoach.ui.fitting import Row
from balancecoach.ui.flow import Columns, Flow
from balancecoach.ui.parts import button, label, make_stop, pad, scrolling_page
from balancecoach.ui.picture import ask_path, save_picture
from balancecoach.ui.progress_facts import PictureFacts, ViewFacts
from balancecoach.ui.view_buttons import ViewButtons

#: The newest; all of them have a page of their own.
SHOWN_SESSIONS = 5
#: At the left and right of the page, for a window of the base size.
SIDE_PX = 40


class ProgressScreen(QWidget):
    """Shows ``ProgressFacts``. The chart's library is imported when the screen is first shown."""

    opened = Signal(str)  # a session's id

    def __init__(self, parent: QWidget | None = None, *, ask_path: Callable[[QWidget], str] = ask_path) -> None:
        super().__init__(parent)
        self._ask_path = ask_path
        self._column = scrolling_page(self)
        self.title = label(tr("Progress"), "title", wrap=False)
        make_stop(self.title)
        self.views = ViewButtons()
        self.views.chosen.connect(self._show_view)
        self._column.addWidget(Row(self.title, self.views, apart=True))
        self.sentence = label("", "subtitle")
        self._column.addWidget(self.sentence)
        self.panel = ChartPanel()
        self._column.addWidget(self.panel)
        self.cards = Columns()
        self._column.addWidget(self.cards)
        self._ways = QWidget()
        self._flow = Flow(self._ways)
        self.save = button(tr("Save picture"))
        self.save.clicked.connect(self._save)
        self._flow.addWidget(self.save)
        self._column.addWidget(self._ways)
        self.saved = label("", "body")
        self.saved.hide()
        self._column.addWidget(self.saved)
        self.week = WeekCard()
        self._column.addWidget(self.week)
        self.table = _table()
        self.table.cellClicked.connect(lambda row, _: self.opened.emit(self._sessions[row].id))
        self.table.cellActivated.connect(lambda row, _: self.opened.emit(self._sessions[row].id))
        self._column.addWidget(self.table)
        self._column.addStretch(1)
        self._scale = 1.0
        self._facts: PictureFacts | None = None
        self._sessions: tuple[Summary, ...] = ()
        self._soon = QTimer(self, singleShot=True, interval=0)  # once the table has its new letters
        self._soon.timeout.connect(self._arrange)

    def add_way(self, words: str) -> QPushButton:
        """A button to another page of the record, before the one that saves a picture."""
        made = button(words)
        for each in (made, self.save):  # what is there already goes to the end
            self._flow.removeWidget(each)
            self._flow.addWidget(each)
        self.setTabOrder(made, self.save)
        return made

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        self._scale = scale
        pad(self._column, scale, SIDE_PX, 20, 8)
        self._arrange()
        self.panel.set_scale(scale)
        self.week.set_scale(scale)
        self.cards.grid.setSpacing(round(20 * scale))
        self._show_cards()

    def show_facts(self, facts: ProgressFacts) -> None:
        """Show these, in the way that was chosen last."""
        self._facts = facts.picture
        self.saved.hide()
        self._show_view()
        self.week.setVisible(facts.picture.week is not None)
        if facts.picture.week is not None:
            self.week.show_week(facts.picture.week)
        self._show_table(facts.sessions)

    def focus_first(self) -> None:
        """The keyboard goes to the heading."""
        self.title.setFocus()

    @property
    def _view(self) -> ViewFacts | None:
        views = self._facts.views if self._facts is not None else ()
        return next((facts for facts in views if facts.view is self.views.view), None)

    def _show_view(self) -> None:
        if (view := self._view) is None:
            return
        self.sentence.setText(view.sentence)
        for part in (self.views, self.panel, self.save):
            part.setVisible(view.walked)
        if view.walked:
            self.panel.show_view(view)
        self._show_cards()

    def _show_cards(self) -> None:
        view = self._view
        self.cards.show_cards([companion_card(each, self._scale) for each in view.companions] if view else [])

    def _save(self) -> None:
        """The picture of this view, to a file that a person chooses."""
        view = self._view
        if view is None or not (path := self._ask_path(self)):
            return
        self.saved.setText(save_picture(view, path))
        self.saved.show()
        announce(self, self.saved.text())

    def _show_table(self, sessions: tuple[Summary, ...]) -> None:
        self._sessions = sessions[:SHOWN_SESSIONS]
        self.table.setRowCount(len(self._sessions))
        self.table.setVisible(bool(self._sessions))
        self._arrange()

    def _arrange(self) -> None:
        """Columns; or, where letters are large, a few lines a session."""
        cells = [session_cells(session) for session in self._sessions]
        narrow = _wanted_width(self.table, cells) > self.width() - round(2 * SIDE_PX * self._scale)
        for number, row in enumerate(cells):
            for column, text in enumerate(_in_lines(row) if narrow else row):
                item = QTableWidgetItem(text)
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                self.table.setItem(number, column, item)
        for column in range(1, len(COLUMNS)):
            self.table.setColumnHidden(column, narrow)
        self.table.horizontalHeader().setSectionResizeMode(0, _STRETCH if narrow else _CONTENTS)
        self.table.horizontalHeader().setVisible(not narrow)
        lines = len(_in_lines(COLUMNS)[0].split("\n")) if narrow else 1
        high = max(round(54 * self._scale), self.table.fontMetrics().lineSpacing() * lines + round(16 * self._scale))
        self.table.verticalHeader().setDefaultSectionSize(high)
        head = 0 if narrow else max(high, self.table.horizontalHeader().sizeHint().height())
        self.table.setFixedHeight(head + high * len(cells) + 6)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may mean other columns."""
        super().resizeEvent(event)
        self._soon.start()

    def changeEvent(self, event: QEvent) -> None:
        """So may other letters."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._soon.start()


COLUMNS = (N_("Day"), N_("Plan"), N_("Backwards"), N_("Ended"), N_("Wobbles"), N_("Effort"))
_STRETCH, _CONTENTS = QHeaderView.ResizeMode.Stretch, QHeaderView.ResizeMode.ResizeToContents


def _wanted_width(table: QTableWidget, cells: list[tuple[str, ...]]) -> int:
    """Pixels of all columns next to each other."""
    metrics, head = table.fontMetrics(), table.horizontalHeader().fontMetrics()
    widths = [head.horizontalAdvance(tr(name)) for name in COLUMNS]
    for row in cells:
        widths = [max(wide, metrics.horizontalAdvance(text)) for wide, text in zip(widths, row, strict=True)]
    return sum(widths) + len(widths) * 3 * metrics.averageCharWidth()


def _in_lines(row: tuple[str, ...]) -> tuple[str]:
    """A session's cells below each other, with their names where a number would say nothing."""
    day, plan, *rest = row
    named = [f"{tr(name)}: {text}" for name, text in zip(COLUMNS[2:], rest, strict=True)]
    return ("\n".join((day, plan, *named)),)


def session_cells(session: Summary) -> tuple[str, ...]:
    """One session as words."""
    started = f"{short_day(session.started)} {clock(session.started)}" if session.started else ""
    ended = {
        Outcome.COMPLETED: tr("finished"),
        Outcome.STOPPED: tr("stopped"),
        Outcome.INTERRUPTED: tr("cut off"),
    }
    outcome = ended[session.outcome] if session.outcome else tr("still open")
    if session.demo:
        outcome += ", " + tr("demonstration")
    effort = session.checkin.effort if session.checkin else None
    back = minutes(session.backward_s) if session.backward_s else "–"
    return (started, session.plan_title, back, outcome, str(session.wobbles), "–" if effort is None else str(effort))


def _table() -> QTableWidget:
    table = QTableWidget(0, len(COLUMNS))
    table.setHorizontalHeaderLabels([tr(name) for name in COLUMNS])
    table.verticalHeader().hide()
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.setAccessibleName(tr("Sessions"))
    head = table.horizontalHeader()
    head.setSectionResizeMode(_CONTENTS)
    head.setSectionResizeMode(1, _STRETCH)
    head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
    return table
