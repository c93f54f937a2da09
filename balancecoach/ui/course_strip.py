"""The course of a session as a strip: every piece as long as it took, told apart by pattern and words, not by colour
alone; wobbles above it, minutes below it.
"""

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen, QPolygonF, QTransform
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from balancecoach.core.words import N_, tr
from balancecoach.past import since_start
from balancecoach.ui.palette import current
from balancecoach.ui.parts import label
from balancecoach.ui.past_facts import CourseFacts, StripPart

_Pattern = Qt.BrushStyle
#: Sort of a piece -> which of the strip's colours, the pattern over it, what it is called.
LOOKS: dict[str, tuple[str, Qt.BrushStyle, str]] = {
    "backward": ("backward", _Pattern.NoBrush, N_("Backwards")),
    "forward": ("forward", _Pattern.BDiagPattern, N_("Forwards")),
    "wait": ("gate", _Pattern.Dense7Pattern, N_("Until it was confirmed")),
    "block": ("rest", _Pattern.HorPattern, N_("Rest, stand or sit")),
    "pause": ("", _Pattern.VerPattern, N_("Pause")),
    "restart": ("", _Pattern.DiagCrossPattern, N_("Starting the belt again")),
    "none": ("", _Pattern.FDiagPattern, N_("Nothing on record")),
}
WOBBLE = "wobble"
#: Pixels of a letter for which Qt's patterns are as coarse as they should be.
BASE_HEIGHT = 26
#: Lengths of time that may be between two numbers below the strip, seconds.
STEPS_S = (10, 30, 60, 120, 300, 600, 1800, 3600)


def paint_piece(painter: QPainter, box: QRectF, sort: str) -> None:
    """One piece: a colour, a pattern over it, a line around it."""
    key, pattern, _ = LOOKS.get(sort, LOOKS["none"])
    p = current()
    fill = QColor(p.strip[key] if key else p.card)
    painter.fillRect(box, fill)
    if pattern is not _Pattern.NoBrush:
        inks = (QColor(p.ink), QColor(p.card))
        brush = QBrush(max(inks, key=lambda ink: abs(ink.lightnessF() - fill.lightnessF())), pattern)
        larger = max(1.0, painter.fontMetrics().height() / BASE_HEIGHT)  # as coarse as letters are large
        brush.setTransform(QTransform.fromScale(larger, larger))
        painter.fillRect(box, brush)
    painter.setPen(QPen(QColor(p.ink), 1))
    painter.setBrush(_Pattern.NoBrush)
    painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))


def paint_wobble(painter: QPainter, middle: float, box: QRectF) -> None:
    """A triangle that points down to its moment."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(current().danger))
    half = box.height() / 2
    corners = (QPointF(middle - half, box.top()), QPointF(middle + half, box.top()), QPointF(middle, box.bottom()))
    painter.drawPolygon(QPolygonF(corners))


class CourseStrip(QWidget):
    """Paints ``CourseFacts``; a screen reader hears them as a sentence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts = CourseFacts()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_facts(self, facts: CourseFacts) -> None:
        """Paint these."""
        self._facts = facts
        self.updateGeometry()
        self.update()

    def read_out(self) -> str:
        """For screen readers; the list below the strip has it line by line."""
        return self._facts.said

    def sizeHint(self) -> QSize:
        """High enough for a word inside, the marks above and the numbers below."""
        return QSize(200, round(self.fontMetrics().height() * 4.2))

    def boxes(self) -> Iterator[tuple[StripPart, QRectF]]:
        """Where each piece is painted: its share of the width is its share of the time."""
        high, total = self.fontMetrics().height(), self._facts.length_s or 1.0
        at_s = 0.0
        for part in self._facts.parts:
            left, wide = self.width() * at_s / total, self.width() * part.length_s / total
            yield part, QRectF(left, high * 0.9, wide, high * 1.8)
            at_s += part.length_s

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint pieces, words, wobbles and minutes."""
        if not self._facts.parts:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for part, box in self.boxes():
            paint_piece(painter, box, part.sort)
            self._write(painter, part.words, box)
        high, total = self.fontMetrics().height(), self._facts.length_s or 1.0
        for at_s in self._facts.wobbles:
            middle = min(max(self.width() * at_s / total, high * 0.35), self.width() - high * 0.35)
            paint_wobble(painter, middle, QRectF(0, high * 0.1, 0, high * 0.7))
        self._number(painter)

    def _write(self, painter: QPainter, words: str, box: QRectF) -> None:
        """Words on a plate of their own, so that no pattern runs through them."""
        wide, high = self.fontMetrics().horizontalAdvance(words), self.fontMetrics().height()
        if not words or wide + high > box.width():
            return
        plate = QRectF(0, 0, wide + high * 0.4, high * 1.15)
        plate.moveCenter(box.center())
        painter.fillRect(plate, QColor(current().card))
        painter.setPen(QColor(current().ink))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, words)

    def _number(self, painter: QPainter) -> None:
        """Time since the start, as often as there is room."""
        high, total = self.fontMetrics().height(), self._facts.length_s or 1.0
        room = self.fontMetrics().horizontalAdvance("0:00:00") * 1.4
        step = next((s for s in STEPS_S if self.width() * s / total >= room), total)
        painter.setPen(QColor(current().ink))
        for number in range(int(total / step) + 1):
            x = self.width() * number * step / total
            painter.fillRect(QRectF(min(x, self.width() - 2), high * 2.7, 2, high * 0.2), QColor(current().ink))
            left = min(max(0.0, x - room / 2), self.width() - room)
            side = Qt.AlignmentFlag.AlignLeft if x < room / 2 else Qt.AlignmentFlag.AlignHCenter
            side = Qt.AlignmentFlag.AlignRight if x > self.width() - room / 2 else side
            painter.drawText(QRectF(left, high * 2.9, room, high * 1.2), side, since_start(number * step))


class _Sample(QWidget):
    """A small piece of the strip."""

    def __init__(self, sort: str) -> None:
        super().__init__()
        self._sort = sort

    def sizeHint(self) -> QSize:
        """As high as a letter."""
        high = self.fontMetrics().height()
        return QSize(round(high * 1.6), high)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it as the strip does."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        high = min(self.fontMetrics().height(), self.height())
        box = QRectF(0, (self.height() - high * 0.7) / 2, self.width(), high * 0.7)
        if self._sort == WOBBLE:
            paint_wobble(painter, box.center().x(), box)
        else:
            paint_piece(painter, box, self._sort)


class Key(QWidget):
    """What a pattern means."""

    def __init__(self, sort: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 12, 0)
        row.addWidget(_Sample(sort))
        words = N_("Wobble") if sort == WOBBLE else LOOKS[sort][2]
        row.addWidget(label(tr(words), "small", wrap=False), 1)


def keys_of(facts: CourseFacts) -> list[str]:
    """The sorts that are in a course, in the order of ``LOOKS``."""
    found = {part.sort for part in facts.parts}
    return [sort for sort in LOOKS if sort in found] + ([WOBBLE] if facts.wobbles else [])
