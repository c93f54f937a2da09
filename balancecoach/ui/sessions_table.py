"""The table of sessions itself: columns, or a few lines a session; a click or Enter opens one."""

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from balancecoach.core.words import tr
from balancecoach.ui.palette import current
from balancecoach.ui.sessions_model import PLAN, Column, SessionsModel

#: Rows that are measured for the widths of the columns; the words of the others are of the same kind.
MEASURED = 300
#: Rows that are seen at least, however small the window: the page scrolls.
LEAST_ROWS = 3
#: So much of a plan's name is seen, where there is no room for all of it.
PLAN_SHOWN = "First steps, week 2"
_FIXED, _STRETCH = QHeaderView.ResizeMode.Fixed, QHeaderView.ResizeMode.Stretch
_OPENS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Marked(QStyledItemDelegate):
    """A frame around the row that has the keyboard: its colour alone would be too little."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The cell, then the frame, instead of the one that Qt puts around a single cell."""
        mine = QStyleOptionViewItem(option)
        mine.state &= ~QStyle.StateFlag.State_HasFocus
        super().paint(painter, mine, index)
        if not mine.state & QStyle.StateFlag.State_Selected:
            return
        box, ink = mine.rect, QColor(current().focus)
        thick = max(3, mine.fontMetrics.height() // 8)
        painter.fillRect(QRect(box.left(), box.top(), box.width(), thick), ink)
        painter.fillRect(QRect(box.left(), box.bottom() + 1 - thick, box.width(), thick), ink)
        if index.column() == 0:
            painter.fillRect(QRect(box.left(), box.top(), thick, box.height()), ink)


class SessionsTable(QTableView):
    """Shows a ``SessionsModel``. ``opened``: the id of a session; ``sorting``: a heading was clicked."""

    opened = Signal(str)
    sorting = Signal(object)  # Column

    def __init__(self, model: SessionsModel) -> None:
        super().__init__()
        self._model = model
        self.setModel(model)
        self.setObjectName("sessions")
        self.setItemDelegate(Marked(self))
        self.setAccessibleName(tr("Sessions"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setAlternatingRowColors(True)
        self.verticalHeader().hide()
        self._head = self.horizontalHeader()
        self._head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self._head.setHighlightSections(False)
        self._head.setSectionsClickable(True)
        self._head.sectionClicked.connect(lambda section: self.sorting.emit(model.columns[section]))
        self.clicked.connect(lambda index: self._open(index.row()))
        self._scale = 1.0
        self._soon = QTimer(self, singleShot=True, interval=0)  # once the table has its new letters
        self._soon.timeout.connect(self.arrange)
        model.modelReset.connect(self._soon.start)

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        self._scale = scale
        self._soon.start()

    def chosen(self) -> str:
        """The id of the session that has the keyboard, "" for none."""
        row = self.currentIndex().row()
        return self._model.rows[row].id if 0 <= row < len(self._model.rows) else ""

    def choose(self, session_id: str) -> None:
        """Let that session have the keyboard; the first one where it is not shown."""
        rows = (number for number, session in enumerate(self._model.rows) if session.id == session_id)
        if self._model.rows:
            index = self._model.index(next(rows, 0), 0)
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def _open(self, row: int) -> None:
        if 0 <= row < len(self._model.rows):
            self.opened.emit(self._model.rows[row].id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Home and End go to the first and the last; Esc is for the page."""
        if event.key() in _OPENS:
            self._open(self.currentIndex().row())
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and self._model.rows:
            row = 0 if event.key() == Qt.Key.Key_Home else len(self._model.rows) - 1
            self.setCurrentIndex(self._model.index(row, 0))
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    # -- widths and heights ------------------------------------------------------------------------------------------
    def arrange(self) -> None:
        """Columns; or, where they do not fit next to each other, a few lines a session."""
        chosen, widths = self.chosen(), self._widths()
        self._model.set_lines(sum(widths) > self.viewport().width())
        lines = len(self._model.lines(self._model.rows[0])) if self._model.in_lines and self._model.rows else 1
        high = max(round(54 * self._scale), self.fontMetrics().lineSpacing() * lines + round(16 * self._scale) + 4)
        self.verticalHeader().setDefaultSectionSize(high)
        self._head.setVisible(not self._model.in_lines)
        for section, wide in enumerate(widths[: self._model.columnCount()]):
            stretched = self._model.in_lines or self._model.columns[section] is PLAN
            self._head.setSectionResizeMode(section, _STRETCH if stretched else _FIXED)
            if not stretched:
                self.setColumnWidth(section, wide)
        head = 0 if self._model.in_lines else self._head.sizeHint().height()
        least = min(LEAST_ROWS, max(1, len(self._model.rows)))
        self.setMinimumHeight(head + high * (least if lines == 1 else min(2, least)) + 2 * self.frameWidth())
        if chosen:
            self.choose(chosen)

    def _widths(self) -> list[int]:
        return [self._width(column) for column in self._model.columns]

    def _width(self, column: Column) -> int:
        """Pixels of a column; of a plan's name a part is enough, and the page of the session has all of it."""
        metrics, head = self.fontMetrics(), self._head.fontMetrics()
        words = {self._model.cell(session, column) for session in self._model.rows[:MEASURED]}
        widest = max((metrics.horizontalAdvance(text) for text in words), default=0)
        if column is PLAN:
            widest = min(widest, metrics.horizontalAdvance(PLAN_SHOWN))
        beside = 2 * round(6 * self._scale) + 12  # padding of the style sheet, and what Qt leaves beside a text
        return max(widest, head.horizontalAdvance(self._model.heading(column))) + beside

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may mean other columns."""
        super().resizeEvent(event)
        self._soon.start()

    def changeEvent(self, event: QEvent) -> None:
        """So may other letters."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._soon.start()
