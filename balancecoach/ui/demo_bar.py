"""The bar over a demonstration: that it is one, how fast it runs, and where it is. Its keys: ``DemoScreen``."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QListWidget, QPushButton, QWidget

from balancecoach.core.words import tr
from balancecoach.ui.painted import FitText
from balancecoach.ui.theme import colour, font

SPEEDS = (1, 2, 5, 10, 20)
#: Black and amber, as no block is; and the word, and the hatching: never colour alone.
_BACK, _INK = "#000000", "#ffc83d"


class DemoMark(FitText):
    """The word DEMO, hatched at its left and right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_ink(_INK)
        self.set_text(tr("DEMO"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As large as its place allows."""
        self.set_largest(self.height() * 0.66)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The word between two hatched ends."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        high = self.height()
        painter.setPen(QPen(colour(_INK), high * 0.09))
        ends = ((0, round(high * 0.42)), (self.width() - round(high * 0.42), self.width()))
        for left, right in ends:
            painter.setClipRect(QRect(left, 0, right - left, high))
            for x in range(left - high, right + high, max(4, round(high * 0.27))):
                painter.drawLine(x, high, x + high, 0)
        painter.setClipping(False)
        painter.end()
        super().paintEvent(event)


class BlockList(QListWidget):
    """All blocks of the plan, over the screen while one is chosen."""

    chosen = Signal(int)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Jump to a block"))
        self.itemActivated.connect(lambda _item: self._choose())
        self.itemClicked.connect(lambda _item: self._choose())
        self.hide()

    def open_at(self, index: int) -> None:
        """Show the list, this block marked."""
        self.setCurrentRow(index)
        self.show()
        self.raise_()
        self.setFocus()

    def _choose(self) -> None:
        if self.isVisible():  # a click may also activate
            self.hide()
            self.chosen.emit(self.currentRow())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter or Space takes the block, Esc or B none."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_B):
            self.hide()
            self.closed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Whoever does something else is done with it."""
        super().focusOutEvent(event)
        self.hide()


class DemoBar(QWidget):
    """Says what is wanted; shows what is so. Every button has a key too, so none takes the focus."""

    speed_chosen = Signal(int)
    moved = Signal(int)  # -1: the block before, 1: the next
    list_wanted = Signal()
    run_chosen = Signal(bool)
    leave = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("demobar")
        self._place, self._name, self._letters = "", "", 20
        self.mark = DemoMark(self)
        self.speeds = {speed: self._button(f"{speed}×", tr("{0} times as fast").format(speed)) for speed in SPEEDS}
        for speed, made in self.speeds.items():
            made.setCheckable(True)
            made.clicked.connect(lambda _checked=False, speed=speed: self._choose_speed(speed))
        self.run = self._button(tr("Run"), tr("Let it run: steps pass by themselves. Key L"))
        self.run.setCheckable(True)
        self.run.clicked.connect(lambda on: self.run_chosen.emit(on))
        self.before = self._button("←", tr("The block before. Left arrow"))
        self.before.clicked.connect(lambda: self.moved.emit(-1))
        self.after = self._button("→", tr("The next block. Right arrow"))
        self.after.clicked.connect(lambda: self.moved.emit(1))
        self.block = self._button("", tr("Jump to a block. Key B"))
        self.block.clicked.connect(self.list_wanted.emit)
        self.out = self._button(tr("Leave"), tr("Leave the demonstration. Key Esc"))
        self.out.clicked.connect(self.leave.emit)
        self.set_speed(1)

    def _button(self, words: str, help_: str) -> QPushButton:
        made = QPushButton(words, self)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setAccessibleName(help_)
        made.setToolTip(help_)
        return made

    def _choose_speed(self, speed: int) -> None:
        self.set_speed(speed)
        self.speed_chosen.emit(speed)

    # -- what is shown ---------------------------------------------------------------------------------------
    def set_block(self, number: int, count: int, name: str) -> None:
        """Which block it is, counted from 1."""
        self._place, self._name = f"{number}/{count}", name
        self._name_block()
        self.before.setEnabled(number > 1)
        self.after.setEnabled(number < count)

    def _name_block(self) -> None:
        words = f"{self._place}  {self._name}"
        fits = QFontMetricsF(font(self._letters)).horizontalAdvance(words) + self._letters < self.block.width()
        self.block.setText(words if fits else self._place)

    def set_speed(self, speed: int) -> None:
        """How fast it runs; a mark beside the number too, for those who do not see the colour."""
        for number, made in self.speeds.items():
            made.setChecked(number == speed)
            made.setText(f"▸{number}×" if number == speed else f"{number}×")

    def set_run(self, on: bool) -> None:
        """Whether steps pass by themselves."""
        self.run.setChecked(on)
        self.run.setText(tr("✓ Run") if on else tr("Run"))

    # -- how it looks ----------------------------------------------------------------------------------------
    def paintEvent(self, event: QPaintEvent) -> None:
        """The background, and an edge that shows on a dark screen."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour(_BACK))
        painter.fillRect(0, self.height() - 3, self.width(), 3, colour(_INK))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shares of the bar's width; the list takes what is left."""
        high = self.height()
        self._letters, button = round(high * 0.34), round(high * 0.8)
        self.setStyleSheet(style(self._letters))
        unit = min(high * 1.0, self.width() / 17)
        gap, top = round(unit * 0.12), (high - 3 - button) // 2
        wides: list[tuple[QWidget, float]] = [(self.mark, 2.9), *((made, 0.95) for made in self.speeds.values())]
        wides += [(self.run, 1.5), (self.before, 0.8), (self.block, 0.0), (self.after, 0.8), (self.out, 1.6)]
        fixed = sum(round(wide * unit) for _, wide in wides) + gap * (len(wides) + 1)
        left = gap
        for part, wide in wides:
            across = round(wide * unit) or max(10, self.width() - fixed)
            part.setGeometry(left, top, across, button)
            left += across + gap
        self._name_block()


def style(text: int) -> str:
    """Of the bar and of the list, for letters this high."""
    edge = max(2, text // 9)
    return f"""
    QPushButton {{ font-size: {text}px; font-weight: 700; color: white; background: {_BACK}; min-height: 0;
        border: {edge}px solid white; border-radius: {text // 3}px; padding: 0; }}
    QPushButton:checked {{ color: {_BACK}; background: {_INK}; border-color: {_INK}; }}
    QPushButton:pressed {{ background: #444444; }}
    QPushButton:disabled {{ color: #9a9a9a; border-color: #9a9a9a; }}
    QListWidget {{ font-size: {text}px; font-weight: 700; color: black; background: white;
        border: {2 * edge}px solid {_INK}; }}
    QListWidget::item {{ min-height: {2 * text + 8}px; padding-left: {text}px; }}
    QListWidget::item:selected {{ color: {_BACK}; background: {_INK}; border-left: {text // 2}px solid black; }}
    QToolTip {{ font-size: {text}px; }}
    """
