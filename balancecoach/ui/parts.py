"""Small pieces that several screens are made of."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFrame,
    QGridLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from balancecoach.ui.fitting import WrappedButton, breakable


class _Label(QLabel):
    """Plain text, in which a long path may go on in the next line."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)  # names of plans come from files: never markup
        self.setText(text)

    def setText(self, text: str) -> None:
        """Other words."""
        self._words = text
        super().setText(breakable(text))

    def text(self) -> str:
        """As it was given."""
        return self._words


def label(text: str, name: str, *, wrap: bool = True) -> QLabel:
    """A line of text in one of the styles of ``theme.style_sheet``."""
    made = _Label(text)
    made.setObjectName(name)
    made.setWordWrap(wrap)
    return made


def make_stop(heading: QLabel) -> None:
    """Let a heading have the keyboard, where a screen begins with no control: it is read, and the keys scroll."""
    heading.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    heading.setProperty("stop", True)  # room for the ring (``style``): Qt makes none when the focus comes


def button(text: str, name: str = "") -> WrappedButton:
    """A push button in one of the styles; its words go on as many lines as they need."""
    return WrappedButton(text, name)


def press_focused(screen: QWidget, event: QKeyEvent) -> bool:
    """Whether it was a clicker's button, which presses the button of ``screen`` that has the keyboard."""
    focused = screen.focusWidget()
    if event.key() != Qt.Key.Key_PageDown or event.isAutoRepeat() or not isinstance(focused, QPushButton):
        return False
    focused.click()
    return True


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


#: Pixels kept in sight above and below what has the keyboard.
AROUND = 14


class _Scroll(QScrollArea):
    """Keeps what has the keyboard in sight; Qt does so for Tab only, and our keys move it too.

    ``clicker``: Page down is a clicker's button and goes on to the screen, instead of turning the page.
    """

    def __init__(self, *, clicker: bool = False) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # a stop of the Tab key with no name and no ring
        self._clicker = clicker
        self._soon = QTimer(self, singleShot=True, interval=0)  # once everything has its place
        self._soon.timeout.connect(self._follow)
        QApplication.instance().focusChanged.connect(self._focus_changed)  # type: ignore[union-attr]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll; but leave a clicker's button to the screen."""
        if self._clicker and event.key() == Qt.Key.Key_PageDown:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        pressed = QApplication.mouseButtons() != Qt.MouseButton.NoButton  # it must not move away under the mouse
        if now is not None and not pressed and self.isAncestorOf(now):
            self._soon.start()

    def _follow(self) -> None:
        now, inside = QApplication.focusWidget(), self.widget()
        if now is not None and inside is not None and inside.isAncestorOf(now):
            # not ensureWidgetVisible: of a field for text it shows the cursor only, and half of the frame
            middle = now.mapTo(inside, now.rect().center())
            self.ensureVisible(middle.x(), middle.y(), 0, min(now.height(), self.viewport().height()) // 2 + AROUND)


def scrolled(inside: QWidget, *, clicker: bool = False) -> QScrollArea:
    """A page that scrolls when the window is small or the text large. ``clicker``: Page down is for the screen."""
    area = _Scroll(clicker=clicker)
    inside.setObjectName("scrolled")
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area


def scrolling_page(screen: QWidget, *, clicker: bool = False) -> QVBoxLayout:
    """Make a screen a page of its own that scrolls; returns the column to fill. ``clicker``: as of ``scrolled``."""
    screen.setObjectName("page")
    inside = QWidget()
    whole = QVBoxLayout(screen)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.addWidget(scrolled(inside, clicker=clicker))
    return QVBoxLayout(inside)


def pad(layout: QBoxLayout | QGridLayout, scale: float, sides: int, top: int, spacing: int) -> None:
    """Margins and spacing of a layout, at the window's scale."""
    across, down = round(sides * scale), round(top * scale)
    layout.setContentsMargins(across, down, across, down)
    layout.setSpacing(round(spacing * scale))
