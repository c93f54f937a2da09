"""The plan as a strip of bars."""

from collections.abc import Iterable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from balancecoach.core.plan import Block
from balancecoach.ui.palette import Look, current
from balancecoach.ui.theme import colour, strip_key


class Strip(QWidget):
    """The plan as a strip: one bar a part. On a card it is coloured; in a session it shows what is done."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: list[tuple[str, float]] = []
        self._look: Look | None = None
        self._done_s = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_blocks(self, blocks: Iterable[Block], seconds: Iterable[float]) -> None:
        """The plan, and how long each block takes."""
        parts: list[tuple[str, float]] = []
        for block, length in zip(blocks, seconds, strict=True):
            name = strip_key(block)
            if parts and parts[-1][0] == name:
                parts[-1] = (name, parts[-1][1] + length)
            else:
                parts.append((name, length))
        self._parts = parts
        self.update()

    def set_progress(self, look: Look, done_s: float) -> None:
        """Draw in the session's colours, ``done_s`` of it done. Repaints once something would look different."""
        total = sum(length for _, length in self._parts) or 1.0
        step = total / max(200, self.width())
        if look is not self._look or abs(done_s - self._done_s) >= step:
            self._look, self._done_s = look, done_s
            self.update()

    def sizeHint(self) -> QSize:
        """Height from the font, any width."""
        return QSize(200, max(16, self.fontMetrics().height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bars."""
        if not self._parts:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        gap, high = self.height() * 0.22, float(self.height())
        shares = _visible_shares([length for _, length in self._parts])
        room = self.width() - gap * (len(shares) - 1)
        x, start = 0.0, 0.0
        for (name, length), share in zip(self._parts, shares, strict=True):
            box = QRectF(x, 0, room * share, high)
            if self._look is None:
                painter.setBrush(colour(current().strip[name]))
                painter.drawRoundedRect(box, high * 0.25, high * 0.25)
            else:
                self._paint_part(painter, box, (self._done_s - start) / length, self._look)
            x, start = x + box.width() + gap, start + length

    def _paint_part(self, painter: QPainter, box: QRectF, done: float, look: Look) -> None:
        ink = colour(look.text)
        radius = box.height() * 0.25
        shape = QPainterPath()
        shape.addRoundedRect(box, radius, radius)
        faint = QColor(ink)
        faint.setAlphaF(0.3)
        painter.fillPath(shape, ink if done >= 1 else faint)
        if 0 <= done < 1:
            painter.save()
            painter.fillPath(shape, colour(look.background))
            painter.setClipPath(shape)
            painter.fillRect(QRectF(box.left(), box.top(), box.width() * done, box.height()), ink)
            painter.restore()
            painter.setPen(QPen(ink, max(2.0, box.height() * 0.1)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), radius, radius)
            painter.setPen(Qt.PenStyle.NoPen)


def _visible_shares(lengths: list[float]) -> list[float]:
    """Shares of the width that add up to 1, none so small that it cannot be seen."""
    total = sum(lengths) or 1.0
    least = 0.35 / len(lengths)
    raw = [max(least, length / total) for length in lengths]
    return [share / sum(raw) for share in raw]
