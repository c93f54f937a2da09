"""Widgets that go on in the next line where a line is full, and cards in as many equal columns as have room."""

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QGridLayout, QLayout, QLayoutItem, QWidget

from balancecoach.ui.fitting import GAP


class Flow(QLayout):
    """A layout like the words of a text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(GAP)

    def addItem(self, item: QLayoutItem, /) -> None:
        """One more at the end."""
        self._items.append(item)

    def count(self) -> int:
        """How many there are."""
        return len(self._items)

    def itemAt(self, index: int, /) -> QLayoutItem | None:
        """One of them."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int, /) -> QLayoutItem | None:
        """Take one out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Needs no more room than its widgets."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Fewer in a line are more lines."""
        return True

    def heightForWidth(self, width: int, /) -> int:
        """Of all lines."""
        return self._lay(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, place: QRect, /) -> None:
        """Put each in its place."""
        super().setGeometry(place)
        self._lay(place, move=True)

    def sizeHint(self) -> QSize:
        """All in one line."""
        sizes = [item.sizeHint() for item in self._shown()]
        wide = sum(size.width() for size in sizes) + self.spacing() * max(0, len(sizes) - 1)
        return QSize(wide, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        """So narrow that the page never grows."""
        return QSize(1, max((item.sizeHint().height() for item in self._shown()), default=0))

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lay(self, place: QRect, *, move: bool) -> int:
        x, y, high = place.left(), place.top(), 0
        for item in self._shown():
            size = item.sizeHint()
            wide = min(size.width(), place.width())
            if x > place.left() and x + wide > place.left() + place.width():
                x, y, high = place.left(), y + high + self.spacing(), 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), QSize(wide, size.height())))
            x, high = x + wide + self.spacing(), max(high, size.height())
        return y + high - place.top()


class Columns(QWidget):
    """Cards of one width beside each other, at most ``most``; fewer where the widest would be cut."""

    def __init__(self, most: int = 3) -> None:
        super().__init__()
        self._most, self._columns = most, 0
        self._cards: list[QWidget] = []
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.setMinimumWidth(1)

    def show_cards(self, cards: list[QWidget]) -> None:
        """Instead of those before."""
        for old in self._cards:
            self.grid.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._cards, self._columns = cards, 0
        for made in cards:
            made.setParent(self)
            for part in made.findChildren(QWidget):
                part.ensurePolished()  # else it would be measured in Qt's own letters
        self.setVisible(bool(cards))
        self._place()

    def event(self, event: QEvent) -> bool:
        """Choose the number of columns anew when there is another width, or other letters."""
        done = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._place()
        return done

    def _fit(self) -> int:
        widest = max((card.minimumSizeHint().width() for card in self._cards), default=1)
        room = self.grid.horizontalSpacing()
        number = (self.width() + room) // (widest + room)
        return max(1, min(number, self._most))

    def _place(self) -> None:
        columns = self._fit()
        if not self._cards or columns == self._columns:
            return
        for number in range(self._most):
            self.grid.setColumnStretch(number, 1 if number < columns else 0)
        self._columns = columns
        for number, card in enumerate(self._cards):
            self.grid.addWidget(card, number // columns, number % columns)
            card.show()
