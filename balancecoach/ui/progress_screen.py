"""Progress: a sentence first, then the chart, then the sessions in a table."""

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from balancecoach.core.events import Outcome
from balancecoach.core.progress import Summary, minutes
from balancecoach.core.words import N_, tr
from balancecoach.ui.facts import ProgressFacts
from balancecoach.ui.fitting import Row
from balancecoach.ui.palette import current
from balancecoach.ui.parts import button, label, make_stop, pad, scrolling_page

SHOWN_SESSIONS = 200
#: At the left and right of the page, for a window of the base size.
SIDE_PX = 40


class ProgressScreen(QWidget):
    """Shows ``ProgressFacts``. The chart's library is imported when the screen is first shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = scrolling_page(self)
        self.title = label(tr("Progress"), "title")
        make_stop(self.title)
        self._column.addWidget(self.title)
        self.sentence = label("", "subtitle")
        self._column.addWidget(self.sentence)
        self._place = QVBoxLayout()
        self._column.addLayout(self._place)
        self._keys = (
            _key("■", current().strip["backward"], tr("Backwards, minutes")),
            _key("▨", current().chart_line, tr("Forwards, minutes")),
        )
        self._column.addWidget(Row(*self._keys))
        self._ways = Row()
        self._column.addWidget(self._ways)
        self.table = _table()
        self._column.addWidget(self.table)
        self._column.addStretch(1)
        self._chart: QWidget | None = None
        self._scale = 1.0
        self._sessions: tuple[Summary, ...] = ()
        self._soon = QTimer(self, singleShot=True, interval=0)  # once the table has its new letters
        self._soon.timeout.connect(self._arrange)

    def add_way(self, words: str) -> QPushButton:
        """A button to another page of the record."""
        made = button(words)
        self._ways.add(made)
        return made

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        self._scale = scale
        pad(self._column, scale, SIDE_PX, 20, 8)
        self._arrange()
        if self._chart is not None:
            self._chart.setFixedHeight(round(330 * scale))
            self._chart.set_scale(scale)  # type: ignore[attr-defined]  # its class is imported late

    def show_facts(self, facts: ProgressFacts) -> None:
        """Show these."""
        self.sentence.setText(facts.sentence)
        any_walking = any(week.sessions for week in facts.weeks)
        for key in self._keys:
            key.setVisible(any_walking)
        if any_walking:
            self._show_chart(facts)
        elif self._chart is not None:
            self._chart.hide()
        self._show_table(facts.sessions)

    def focus_first(self) -> None:
        """The keyboard goes to the heading."""
        self.title.setFocus()

    def _show_chart(self, facts: ProgressFacts) -> None:
        from balancecoach.ui.charts import WeekChart

        if self._chart is None:
            self._chart = WeekChart(self)
            self._place.addWidget(self._chart)
            self.set_scale(self._scale)
        assert isinstance(self._chart, WeekChart)
        self._chart.show()
        self._chart.show_weeks(facts.weeks)

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
        self.table.setFixedHeight(head + high * min(len(cells), 2 if narrow else 6) + 6)

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
    return sum(widths) + len(widths) * 2 * metrics.averageCharWidth()


def _in_lines(row: tuple[str, ...]) -> tuple[str]:
    """A session's cells below each other, with their names where a number would say nothing."""
    day, plan, *rest = row
    named = [f"{tr(name)}: {text}" for name, text in zip(COLUMNS[2:], rest, strict=True)]
    return ("\n".join((day, plan, *named)),)


def session_cells(session: Summary) -> tuple[str, ...]:
    """One session as words."""
    started = f"{session.started.day} {session.started:%b %H:%M}" if session.started else ""
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


def _key(mark: str, ink: str, words: str) -> QLabel:
    made = QLabel(f'<span style="color:{ink}; font-size:large">{mark}</span>&nbsp; {words}')
    made.setObjectName("body")
    return made
