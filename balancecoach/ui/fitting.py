"""What makes words and buttons fit into a narrow window, or with large letters."""

from PySide6.QtGui import QFontMetrics, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QWidget

#: Between buttons side by side, so that a shaky hand hits one.
GAP = 12


def plain(text: str) -> str:
    """Words for a button, in which Qt would take an & for a shortcut."""
    return text.replace("&", "&&")


def wrapped(text: str, metrics: QFontMetrics, width: int) -> str:
    """The text broken into lines that fit, for buttons and boxes, which do not wrap by themselves."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or metrics.horizontalAdvance(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return "\n".join(lines)


class Row(QWidget):
    """Widgets side by side, or one under the other where they would not fit."""

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__()
        self.setMinimumWidth(1)  # else it could never become too narrow, and the page would grow instead
        self._widgets = widgets
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(GAP)
        for widget in widgets:
            self._line.addWidget(widget)
        self._line.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the direction."""
        super().resizeEvent(event)
        shown = [widget.sizeHint().width() for widget in self._widgets if not widget.isHidden()]
        fits = sum(shown) + self._line.spacing() * len(shown) <= self.width()
        way = QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom
        if way != self._line.direction():
            self._line.setDirection(way)


class Combo(QComboBox):
    """A list to choose from that leaves the mouse wheel to the page: scrolling past must change nothing."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Not ours."""
        event.ignore()
