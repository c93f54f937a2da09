"""The bars of a chart as one item, and their parts as they are drawn in the legend: backwards full, forwards striped.

Drawn in pixels, not in minutes: stripes, edges and the line of the goal are as thick on a screen as on paper.
"""

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from balancecoach.core.periods import Period
from balancecoach.ui.palette import Palette

#: Share of a bar's place that it fills.
WIDE = 0.64
#: Stripes are left out of bars narrower than this many pixels: they would only darken them.
STRIPED_PX = 7.0


class Bars(QGraphicsItem):
    """All bars, bar ``n`` at ``n``; the marked one, and the goal. ``unit_s``: seconds of one step of the axis."""

    def __init__(self) -> None:
        super().__init__()
        self.periods: Sequence[Period] = ()
        self.seen = range(0)  # which of them are in sight
        self.unit_s = 60.0
        self.marked = -1
        self.goal_words = ""
        self.letters = QFont()
        self.line_px = 1.5
        self.palette: Palette | None = None

    def changed(self) -> None:
        """Draw anew, at another size too."""
        self.prepareGeometryChange()
        self.update()

    def boundingRect(self) -> QRectF:
        """In steps of the axes."""
        tallest = max((max(p.backward_s + p.forward_s, p.goal_s) for p in self.periods), default=0.0)
        return QRectF(-1, 0, len(self.periods) + 8, max(1.0, tallest / self.unit_s) * 1.5)

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Bars, then the goal over them, then the mark."""
        if self.palette is None:
            return
        painter.save()
        place = painter.worldTransform()
        painter.resetTransform()

        def at(x: float, seconds: float) -> QPointF:
            return place.map(QPointF(x, seconds / self.unit_s))

        for n in self.seen:
            period = self.periods[n]
            middle = at(n - WIDE / 2, period.backward_s)
            right = at(n + WIDE / 2, 0)
            paint_backward(painter, QRectF(middle, right), self.palette, self.line_px)
            top = at(n - WIDE / 2, period.backward_s + period.forward_s)
            paint_forward(painter, QRectF(top, QPointF(right.x(), middle.y())), self.palette, self.line_px)
        self._paint_goal(painter, [(at(n - 0.5, self.periods[n].goal_s), at(n + 0.5, 0).x(), n) for n in self.seen])
        if self.marked in self.seen:
            period = self.periods[self.marked]
            high = at(self.marked - WIDE / 2, period.backward_s + period.forward_s)
            self._paint_mark(painter, QRectF(high, at(self.marked + WIDE / 2, 0)))
        painter.restore()

    def _paint_goal(self, painter: QPainter, steps: list[tuple[QPointF, float, int]]) -> None:
        assert self.palette is not None
        path, last = QPainterPath(), None
        for left, right, n in steps:
            if self.periods[n].goal_s:
                if last is None:
                    path.moveTo(left)
                path.lineTo(left)
                path.lineTo(right, left.y())
            last = QPointF(right, left.y()) if self.periods[n].goal_s else None
        stroke_goal(painter, path, self.palette, self.line_px)
        if last is not None and self.goal_words:
            painter.setFont(self.letters)
            painter.setPen(QColor(self.palette.ink))
            box = QRectF(last.x() + 4 * self.line_px, last.y() - 200, 900, 400)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.goal_words)

    def _paint_mark(self, painter: QPainter, bar: QRectF) -> None:
        """A thick edge and an arrow above: neither needs colour to be seen."""
        assert self.palette is not None
        ink, thick = QColor(self.palette.ink), 2.4 * self.line_px
        painter.setPen(QPen(ink, thick, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap, Qt.PenJoinStyle.MiterJoin))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(bar)
        size = 6 * self.line_px
        tip = QPointF(bar.center().x(), bar.top() - 2 * thick)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawPolygon(QPolygonF([tip, tip + QPointF(-size, -1.4 * size), tip + QPointF(size, -1.4 * size)]))


def paint_backward(painter: QPainter, box: QRectF, palette: Palette, line_px: float) -> None:
    """What was walked backwards: full."""
    if box.height() <= 0:
        return
    painter.setPen(QPen(QColor(palette.chart_line), line_px))
    painter.setBrush(QColor(palette.strip["backward"]))
    painter.drawRect(box)


def paint_forward(painter: QPainter, box: QRectF, palette: Palette, line_px: float) -> None:
    """What was walked forwards: striped."""
    if box.height() <= 0:
        return
    pen = QPen(QColor(palette.chart_line), line_px)
    painter.setPen(pen)
    painter.setBrush(QColor(palette.chart_forward))
    painter.drawRect(box)
    if box.width() >= STRIPED_PX:
        painter.drawLines(stripes(box, 6.0 * line_px))


def stripes(box: QRectF, apart: float) -> list[QLineF]:
    """Slanting lines inside a box."""
    wide, high, made, along = box.width(), box.height(), [], apart
    while along < wide + high:
        start = QPointF(box.left() + max(0.0, along - high), box.bottom() - min(along, high))
        end = QPointF(box.left() + min(along, wide), box.bottom() - max(0.0, along - wide))
        made.append(QLineF(start, end))
        along += apart
    return made


def stroke_goal(painter: QPainter, path: QPainterPath, palette: Palette, line_px: float) -> None:
    """A dashed line with a light edge, so that it is seen on bars of any colour."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(palette.paper), 3.8 * line_px, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    painter.drawPath(path)
    pen = QPen(QColor(palette.focus), 2.2 * line_px, Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([3.5, 1.8])
    painter.setPen(pen)
    painter.drawPath(path)
