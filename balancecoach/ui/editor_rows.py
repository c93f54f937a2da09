"""The table of a plan's parts: one row each, with a coloured square and a word, and a sign where something is wrong."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont, QIcon, QKeyEvent, QPainter, QPixmap, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from balancecoach.core.words import tr
from balancecoach.ui.editor_facts import WHOLE, PartFacts
from balancecoach.ui.editor_words import HANDS, hands_word
from balancecoach.ui.fitting import pieces
from balancecoach.ui.palette import current
from balancecoach.ui.theme import FAMILIES

ROW_PX, SQUARE_PX = 48, 24
#: Widths of the columns after the name's.
COLUMNS_PX = (78, 62, 106, 122)
LONG_PX = 102
#: Keys that move in the table; all others belong to the screen.
_MOVES = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp})
_MOVE_KEYS = _MOVES | {Qt.Key.Key_PageDown}


class PartsTable(QTableWidget):
    """Shows ``PartFacts``; arrows choose one."""

    row_chosen = Signal(int)
    wanted = Signal()  # Enter, or a double click: to the fields of this part

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 5, parent)
        self.setObjectName("parts")
        self.verticalHeader().hide()
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setWordWrap(True)  # longer words, in another language or a narrow window, take two lines
        self.setTabKeyNavigation(False)
        self.setAccessibleName(tr("Parts of the plan"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._scale = 1.0
        self._shown: tuple[PartFacts, ...] = ()
        self._quiet = False
        self.currentCellChanged.connect(self._changed)
        self.cellDoubleClicked.connect(lambda _row, _column: self.wanted.emit())

    def set_scale(self, scale: float) -> None:
        """Row heights and pictures for a window this much larger than the base size."""
        self._scale = scale
        self.verticalHeader().setDefaultSectionSize(round(ROW_PX * scale))
        self.verticalHeader().setMinimumSectionSize(round(ROW_PX * scale))
        self.setIconSize(QSize(round(SQUARE_PX * scale), round(SQUARE_PX * scale)))
        self.setMinimumHeight(round(ROW_PX * 5 * scale))
        for column, wide in enumerate(COLUMNS_PX, 1):
            self.setColumnWidth(column, round(wide * scale))
        words = pieces(" ".join((*map(hands_word, HANDS), tr("varied"))))
        hands = max(self.fontMetrics().horizontalAdvance(word) for word in words)
        self.setColumnWidth(3, max(self.columnWidth(3), hands + round(16 * scale)))
        shown, self._shown = self._shown, ()
        self.show_parts(shown, self.currentRow())

    def show_parts(self, parts: tuple[PartFacts, ...], current: int, second: str = "") -> None:
        """Show these, this one chosen. Tells nobody: whoever shows knows."""
        self._quiet = True
        if second:
            names = (tr("PART"), tr("TIME"), second, tr("HANDS"), tr("GOES ON"))
            self.setHorizontalHeaderLabels(list(names))
            self.setColumnWidth(2, round((LONG_PX if len(second) > 4 else COLUMNS_PX[1]) * self._scale))
        self.setRowCount(len(parts))
        for number, part in enumerate(parts):
            if number >= len(self._shown) or self._shown[number] != part:
                self._fill(number, part)
        self._shown = parts
        self.resizeRowsToContents()
        if current == WHOLE:
            self.clearSelection()
            self.setCurrentCell(-1, -1)
        elif current != self.currentRow() or not self.selectedItems():
            self.selectRow(current)
        self._keep_in_sight()
        self._quiet = False

    def _fill(self, number: int, part: PartFacts) -> None:
        bold = QFont()
        bold.setFamilies(FAMILIES)
        bold.setBold(True)
        said = tr("{0}, has a problem") if part.trouble else "{0}"
        for column, text in enumerate((part.name, part.time, part.belt, part.hands, part.goes_on)):
            item = QTableWidgetItem(text)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, said.format(text) if column == 0 else text)
            if part.trouble:
                item.setBackground(QBrush(QColor(current().notice)))
            if column == 0:
                item.setIcon(self._icon(part))
            self.setItem(number, column, item)
            if column < 2:
                item.setData(Qt.ItemDataRole.FontRole, bold)

    def _icon(self, part: PartFacts) -> QIcon:
        """The square of the part's colour; where something is wrong, a triangle with an exclamation mark."""
        side, ratio = SQUARE_PX * self._scale, self.devicePixelRatioF()
        picture = QPixmap(round(side * ratio), round(side * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if part.trouble:
            _warning(painter, QRectF(0, 0, side, side))
        else:
            painter.setPen(QColor(current().outline))
            painter.setBrush(QColor(current().strip[part.colour]))
            painter.drawRoundedRect(QRectF(0.5, 0.5, side - 1, side - 1), side * 0.2, side * 0.2)
        painter.end()
        icon = QIcon(picture)
        icon.addPixmap(picture, QIcon.Mode.Selected)  # the chosen row's is not to be tinted
        return icon

    def _changed(self, row: int, _column: int, old: int, _old_column: int) -> None:
        if not self._quiet and row != old and row >= 0:
            self.row_chosen.emit(row)

    def sizeHint(self) -> QSize:
        """No higher than it has to be: the page scrolls only when nothing else helps."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose; Enter goes to the fields; the rest is for the screen."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2, Qt.Key.Key_Space):
            self.wanted.emit()
        elif event.key() in _MOVE_KEYS and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The chosen row stays in sight."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.resizeRowsToContents()
        self._keep_in_sight()

    def _keep_in_sight(self) -> None:
        if (item := self.currentItem()) is not None:
            self.scrollToItem(item)


def _warning(painter: QPainter, box: QRectF) -> None:
    """A triangle that says: look here."""
    painter.setPen(QColor("#1b1300"))
    painter.setBrush(QColor(current().amber))
    corners = [QPointF(box.center().x(), box.top() + 1), box.bottomRight() - QPointF(1, 2)]
    painter.drawPolygon(QPolygonF([*corners, box.bottomLeft() + QPointF(1, -2)]))
    painter.setBrush(QColor("#1b1300"))
    unit = box.height() / 24
    painter.drawRect(QRectF(box.center().x() - 1.2 * unit, box.top() + 8 * unit, 2.4 * unit, 7 * unit))
    painter.drawRect(QRectF(box.center().x() - 1.2 * unit, box.top() + 17 * unit, 2.4 * unit, 2.4 * unit))
