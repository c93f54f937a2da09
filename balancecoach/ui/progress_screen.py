"""Progress: a sentence first, then the chart, then the sessions in a table."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from balancecoach.core.events import Outcome
from balancecoach.core.progress import Summary, minutes
from balancecoach.core.words import tr
from balancecoach.ui.facts import ProgressFacts
from balancecoach.ui.palette import current
from balancecoach.ui.parts import label, pad, scrolling_page

SHOWN_SESSIONS = 200


class ProgressScreen(QWidget):
    """Shows ``ProgressFacts``. The chart's library is imported when the screen is first shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = scrolling_page(self)
        self.title = label(tr("Progress"), "title")
        self.title.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # there is no control here; from it the keys scroll
        self._column.addWidget(self.title)
        self.sentence = label("", "subtitle")
        self._column.addWidget(self.sentence)
        self._place = QVBoxLayout()
        self._column.addLayout(self._place)
        self._legend = QHBoxLayout()
        self._keys = (
            _key("■", current().strip["backward"], tr("Backwards, minutes")),
            _key("▨", current().chart_line, tr("Forwards, minutes")),
        )
        for key in self._keys:
            self._legend.addWidget(key)
        self._legend.addStretch(1)
        self._column.addLayout(self._legend)
        self.table = _table()
        self._column.addWidget(self.table)
        self._column.addStretch(1)
        self._chart: QWidget | None = None
        self._scale = 1.0

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        self._scale = scale
        pad(self._column, scale, 40, 20, 8)
        self._legend.setSpacing(round(30 * scale))
        self.table.verticalHeader().setDefaultSectionSize(round(54 * scale))
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
        rows = sessions[:SHOWN_SESSIONS]
        self.table.setRowCount(len(rows))
        for number, session in enumerate(rows):
            for column, text in enumerate(session_cells(session)):
                item = QTableWidgetItem(text)
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                self.table.setItem(number, column, item)
        self.table.setVisible(bool(rows))
        high = round(54 * self._scale) * (min(len(rows), 6) + 1)
        self.table.setFixedHeight(high + 6)


COLUMNS = (tr("Day"), tr("Plan"), tr("Backwards"), tr("Ended"), tr("Wobbles"), tr("Effort"))


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
    table.setHorizontalHeaderLabels(list(COLUMNS))
    table.verticalHeader().hide()
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.setAccessibleName(tr("Sessions"))
    head = table.horizontalHeader()
    head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
    head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
    return table


def _key(mark: str, ink: str, words: str) -> QLabel:
    made = QLabel(f'<span style="color:{ink}; font-size:large">{mark}</span>&nbsp; {words}')
    made.setObjectName("body")
    return made
