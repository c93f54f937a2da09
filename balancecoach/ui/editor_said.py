"""What will be said in the chosen part, and when; any sentence can be heard."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from balancecoach.core.words import tr
from balancecoach.ui.editor_facts import SaidFacts
from balancecoach.ui.fitting import WrappedButton
from balancecoach.ui.parts import label, pad

#: Room for 59:59.
TIME_PX = 78
_MOVES = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End})
_MOVE_KEYS = _MOVES | {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}


class SaidTable(QTableWidget):
    """Times and sentences; arrows choose one, Enter is for hearing it."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__(0, 2)
        self.setObjectName("said")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.verticalHeader().hide()
        self.horizontalHeader().hide()
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setAccessibleName(tr("What will be said"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        head = self.horizontalHeader()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        head.sectionResized.connect(self.resizeRowsToContents)  # long sentences take as many lines as they need
        self.cellDoubleClicked.connect(lambda _row, _column: self.wanted.emit())

    def sizeHint(self) -> QSize:
        """No higher than it has to be: the page scrolls only when nothing else helps."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose; the rest is for the screen."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.wanted.emit()
        elif event.key() in _MOVE_KEYS and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            super().keyPressEvent(event)
        else:
            event.ignore()


class SaidCard(QFrame):
    """The card; ``heard`` tells which sentence somebody wants to hear."""

    heard = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._column = QVBoxLayout(self)
        head = QHBoxLayout()
        head.addWidget(label(tr("WHAT WILL BE SAID"), "cardname"), 1)
        self.hear_button = WrappedButton(tr("▶ Hear it"), "tool")
        self.hear_button.setAccessibleName(tr("Hear the chosen sentence"))
        self.hear_button.clicked.connect(self._hear)
        head.addWidget(self.hear_button)
        self._column.addLayout(head)
        self.table = SaidTable()
        self.table.wanted.connect(self._hear)
        self._column.addWidget(self.table, 1)
        self.instead = label("", "small")
        self._column.addWidget(self.instead)
        self._shown: tuple[SaidFacts, ...] | None = None
        self._row: object = None

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        pad(self._column, scale, 14, 8, 4)
        self.table.setMinimumHeight(round(110 * scale))
        self.table.setColumnWidth(0, round(TIME_PX * scale))
        self.table.verticalHeader().setMinimumSectionSize(round(34 * scale))
        self.table.resizeRowsToContents()

    def show_said(self, row: object, said: tuple[SaidFacts, ...], instead: str) -> None:
        """Show these of ``row``; ``instead``: why there are none."""
        self.instead.setText(instead)
        self.instead.setVisible(bool(instead))
        self.hear_button.setEnabled(bool(said) or self.hear_button.hasFocus())
        if said == self._shown and row == self._row:
            return
        chosen = max(0, self.table.currentRow()) if row == self._row else 0
        self._shown, self._row = said, row
        self.table.setRowCount(len(said))
        for number, line in enumerate(said):
            self._fill(number, line)
        self.table.resizeRowsToContents()
        if said:
            self.table.selectRow(min(chosen, len(said) - 1))

    def _fill(self, number: int, line: SaidFacts) -> None:
        for column, text in enumerate((line.time, line.words)):
            item = QTableWidgetItem(text)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, (line.aloud or line.words) if column else line.time)
            if column == 0:
                bold = item.font()
                bold.setBold(True)
                item.setFont(bold)
            self.table.setItem(number, column, item)

    def _hear(self) -> None:
        if self._shown and self.table.currentRow() >= 0:
            self.heard.emit(self.table.currentRow())
