"""What makes words and buttons fit into a narrow window, or with large letters."""

import re

from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPolygonF, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QComboBox, QGridLayout, QPushButton, QSizePolicy, QWidget

from balancecoach.ui.palette import current

#: Between buttons side by side, so that a shaky hand hits one.
GAP = 12
#: A space that no line ends at.
NO_BREAK = "\u00a0"


def plain(text: str) -> str:
    """Words for a button, in which Qt would take an & for a shortcut."""
    return text.replace("&", "&&")


def pieces(text: str) -> list[str]:
    """What a line may end after: not ``str.split``, which parts at a no-break space too."""
    return re.findall(r"[^ \n]+", text)


def breakable(text: str) -> str:
    """The text with places of no width in its long paths, after each folder, where a line may end."""
    return re.sub(r"\S{20,}", lambda path: re.sub(r"([/\\])", "\\1\u200b", path[0]), text)


def wrapped(text: str, metrics: QFontMetrics, width: int) -> str:
    """The text broken into lines that fit, for buttons and boxes, which do not wrap by themselves."""
    lines = [""]
    for word in pieces(text):
        longer = f"{lines[-1]} {word}".strip(" ")
        if not lines[-1] or metrics.horizontalAdvance(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    begun = " " * (len(text) - len(text.lstrip(" "))) + lines[0]  # apart from a picture, where there is room for it
    return "\n".join([begun if metrics.horizontalAdvance(begun) <= width else lines[0], *lines[1:]])


class Tick(QCheckBox):
    """A check box whose words go on as many lines as they need."""

    def __init__(self, words: str) -> None:
        super().__init__(plain(words))
        self._words = words
        self.setAccessibleName(words)
        self.setMinimumWidth(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        size = self.fontMetrics().height()  # the box, its margin and the frame are some four of these
        self.setText(plain(wrapped(self._words, self.fontMetrics(), max(1, self.width() - 4 * size))))


class WrappedButton(QPushButton):
    """A button whose words go on as many lines as they need."""

    def __init__(self, words: str, name: str = "") -> None:
        super().__init__(plain(words))
        self._words = words
        self.setObjectName(name)
        self.setAutoDefault(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)  # Qt's own is never narrower

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        self._wrap()

    def setText(self, words: str) -> None:
        """Other words."""
        self._words = words
        self._wrap()

    def text(self) -> str:
        """What it says, on one line; Qt has the lines."""
        return self._words

    def sizeHint(self) -> QSize:
        """As wide as its words would like to be on one line, as high as they are now."""
        return QSize(self._frame() + self.fontMetrics().horizontalAdvance(self._words), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """As wide as its longest word."""
        longest = max((self.fontMetrics().horizontalAdvance(word) for word in pieces(self._words)), default=0)
        return QSize(self._frame() + longest, super().sizeHint().height())

    def lines_in(self, width: int) -> int:
        """Lines that its words take in this width; many where a word would be cut."""
        metrics, room = self.fontMetrics(), width - self._frame()
        if any(metrics.horizontalAdvance(word) > room for word in pieces(self._words)):
            return len(self._words)
        return wrapped(self._words, metrics, room).count("\n") + 1

    def _wrap(self) -> None:
        super().setText(plain(wrapped(self._words, self.fontMetrics(), max(1, self.width() - self._frame()))))

    def _frame(self) -> int:
        """Pixels left and right of the words: padding and border of the style sheet, and a picture."""
        return super().sizeHint().width() - self._widest()

    def _widest(self) -> int:
        lines = super().text().replace("&&", "&").split("\n")
        return max(self.fontMetrics().horizontalAdvance(line) for line in lines)

    def changeEvent(self, event: QEvent) -> None:
        """Other letters take other lines."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._wrap()


class Row(QWidget):
    """Widgets side by side, or one under the other where they would not fit. ``apart``: the last one at the far end."""

    def __init__(self, *widgets: QWidget, apart: bool = False) -> None:
        super().__init__()
        self.setMinimumWidth(1)  # else it could never become too narrow, and the page would grow instead
        self._widgets = widgets
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(GAP)
        for widget in widgets:
            if apart and widget is widgets[-1]:
                self._line.addStretch(1)
            self._line.addWidget(widget)
        if not apart:
            self._line.addStretch(1)

    def add(self, widget: QWidget) -> None:
        """One more, after the others."""
        self._line.insertWidget(len(self._widgets), widget)
        self._widgets = (*self._widgets, widget)
        self._choose()

    def event(self, event: QEvent) -> bool:
        """Choose the direction anew when there is another width, or other words on a button."""
        done = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._choose()
        return done

    def _choose(self) -> None:
        shown = [widget.sizeHint().width() for widget in self._widgets if not widget.isHidden()]
        fits = sum(shown) + self._line.spacing() * len(shown) <= self.width()
        way = QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom
        if way != self._line.direction():
            self._line.setDirection(way)
            self.updateGeometry()


class Foot(QWidget):
    """Words between two buttons at the ends; above them where there is no room between."""

    def __init__(self, left: QWidget, words: QWidget, right: QWidget) -> None:
        super().__init__()
        self._left, self._words, self._right = left, words, right
        self.setMinimumWidth(1)
        self.grid = QGridLayout(self)
        self.grid.setColumnStretch(1, 1)
        self.grid.addWidget(left, 1, 0)
        self.grid.addWidget(right, 1, 2)
        self.grid.addWidget(words, 1, 1)

    def event(self, event: QEvent) -> bool:
        """Choose the row of the words anew when there is another width, or other words."""
        done = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._choose()
        return done

    def _choose(self) -> None:
        buttons = self._left.sizeHint().width() + self._right.sizeHint().width()
        between = self.grid.contentsRect().width() - buttons - 2 * self.grid.horizontalSpacing()
        fits = self._words.minimumSizeHint().width() <= between
        if fits != (self.grid.itemAtPosition(0, 0) is None):
            self.grid.addWidget(self._words, *((1, 1) if fits else (0, 0, 1, 3)))


class Answers(QWidget):
    """Buttons that share a row, those with many letters a larger part of it; in more rows where words would be cut."""

    #: Lines that the words of an answer may take.
    LINES = 2

    def __init__(self, *buttons: WrappedButton) -> None:
        super().__init__()
        self._buttons, self._columns = buttons, 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self.setMinimumWidth(1)
        self._place(len(buttons))

    def event(self, event: QEvent) -> bool:
        """Choose the number of columns anew when there is another width, or other letters."""
        done = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._place(next((n for n in (len(self._buttons), 2) if self._fit(n)), 1))
        return done

    def _weights(self, columns: int) -> list[int]:
        """Shares of the width; equal ones where there are several rows."""
        if columns < len(self._buttons):
            return [1] * columns
        return [max(11, len(made.text())) for made in self._buttons]

    def _fit(self, columns: int) -> bool:
        weights = self._weights(columns)
        room = self.width() - self._grid.horizontalSpacing() * (columns - 1)
        return all(
            made.lines_in(room * weights[number % columns] // sum(weights)) <= self.LINES
            for number, made in enumerate(self._buttons)
        )

    def _place(self, columns: int) -> None:
        if columns == self._columns:
            return
        for number in range(max(columns, self._columns)):
            self._grid.setColumnStretch(number, 0)
        self._columns = columns
        for number, weight in enumerate(self._weights(columns)):
            self._grid.setColumnStretch(number, weight)
        for number, made in enumerate(self._buttons):
            self._grid.addWidget(made, number // columns, number % columns)


class Combo(QComboBox):
    """A list to choose from that leaves the mouse wheel to the page: scrolling past must change nothing."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """With an arrow that says that there is more to choose from: the style sheet takes Qt's away."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(current().accent))
        unit = self.height() / 10
        right, middle = self.width() - 2.5 * unit, self.height() / 2
        corners = (QPointF(right - 2.4 * unit, middle - unit), QPointF(right, middle - unit))
        painter.drawPolygon(QPolygonF([*corners, QPointF(right - 1.2 * unit, middle + 0.8 * unit)]))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Not ours."""
        event.ignore()
