"""Small pieces that several screens are made of."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFrame,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)


def label(text: str, name: str, *, wrap: bool = True) -> QLabel:
    """A line of text in one of the styles of ``theme.style_sheet``."""
    made = QLabel(text)
    made.setObjectName(name)
    made.setWordWrap(wrap)
    made.setTextFormat(Qt.TextFormat.PlainText)  # names of plans come from files: never markup
    return made


def button(text: str, name: str = "") -> QPushButton:
    """A push button in one of the styles."""
    made = QPushButton(text)
    made.setObjectName(name)
    made.setAutoDefault(True)
    return made


def clear(layout: QLayout) -> None:
    """Take everything out of a layout, at once and for good."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()  # deleted later; until then it would still be seen, and be found by the Tab key
            widget.deleteLater()
        elif inner is not None:
            clear(inner)


def card() -> tuple[QFrame, QVBoxLayout]:
    """A white card with room inside."""
    frame = QFrame()
    frame.setObjectName("card")
    column = QVBoxLayout(frame)
    return frame, column


class _Scroll(QScrollArea):
    """Keeps what has the keyboard in sight; Qt does so for Tab only, and our keys move it too."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # a stop of the Tab key with no name and no ring
        self._soon = QTimer(self, singleShot=True, interval=0)  # once everything has its place
        self._soon.timeout.connect(self._follow)
        QApplication.instance().focusChanged.connect(self._focus_changed)  # type: ignore[union-attr]

    def _focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        pressed = QApplication.mouseButtons() != Qt.MouseButton.NoButton  # it must not move away under the mouse
        if now is not None and not pressed and self.isAncestorOf(now):
            self._soon.start()

    def _follow(self) -> None:
        now, inside = QApplication.focusWidget(), self.widget()
        if now is not None and inside is not None and inside.isAncestorOf(now):
            self.ensureWidgetVisible(now)


def scrolled(inside: QWidget) -> QScrollArea:
    """A page that scrolls when the window is small or the text large."""
    area = _Scroll()
    inside.setObjectName("scrolled")
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area


def scrolling_page(screen: QWidget) -> QVBoxLayout:
    """Make a screen a page of its own that scrolls; returns the column to fill."""
    screen.setObjectName("page")
    inside = QWidget()
    whole = QVBoxLayout(screen)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.addWidget(scrolled(inside))
    return QVBoxLayout(inside)


def pad(layout: QBoxLayout, scale: float, sides: int, top: int, spacing: int) -> None:
    """Margins and spacing of a layout, at the window's scale."""
    across, down = round(sides * scale), round(top * scale)
    layout.setContentsMargins(across, down, across, down)
    layout.setSpacing(round(spacing * scale))
