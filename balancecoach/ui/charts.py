"""The chart of minutes. The only importer of pyqtgraph, and only when a chart is opened (design 4.6).

pyqtgraph has the axes and the view; all bars are one item of ours (``bars``). Hover, click and the arrow keys choose a
bar, and ``looked_at`` tells which, so that its values can be read.
"""

import math
import os
from collections.abc import Sequence

os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")  # else pyqtgraph picks another binding when one is there

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from balancecoach.core.periods import Period
from balancecoach.core.progress_words import HOURS_FROM_S, bar_words, goal_words, tick_words
from balancecoach.core.words import number, tr
from balancecoach.ui.bars import Bars
from balancecoach.ui.palette import Palette, current
from balancecoach.ui.theme import font

#: Places for bars that there are at least, so that the first one does not fill the chart.
FEWEST_PLACES = 6
#: Room above the tallest bar, for the mark.
ABOVE = 1.16


class _Axis(pg.AxisItem):  # type: ignore[misc]
    """Draws itself straight away: pyqtgraph plays a recording, which loses its words and its size in a file. It leaves
    out words that are beyond its edge by a hair, such as the 0; ``room`` pixels around are allowed here.
    """

    room = 0.0

    def boundingRect(self) -> QRectF:
        """With the room around."""
        found: QRectF = super().boundingRect()
        return found.adjusted(-self.room, -self.room, self.room, self.room)

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Line, grid and words."""
        painter.save()
        painter.setFont(self.style["tickFont"])
        specs = self.generateDrawSpecs(painter)
        if specs is not None:
            self.drawPicture(painter, *specs)
        painter.restore()


class PeriodChart(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """Bars of periods, oldest first. ``palette``: to draw in, ``None`` for that of the window."""

    looked_at = Signal(int, bool)  # a bar by its number; whether a key or click chose it, or only the mouse is over it

    def __init__(self, parent: QWidget | None = None, palette: Palette | None = None) -> None:
        super().__init__(parent, axisItems={side: _Axis(side) for side in ("left", "bottom")})
        self.setObjectName("chart")
        self._own, self._scale = palette, 1.0
        self._first, self._shown, self._chosen = 0, 1, -1
        self.bars = Bars()
        self.addItem(self.bars)
        self.setMenuEnabled(False)
        self.setMouseEnabled(x=False, y=False)
        self.hideButtons()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleDescription(tr("The left and right arrow keys go from bar to bar."))
        self.getPlotItem().showGrid(y=True, alpha=0.25)
        self.getPlotItem().getViewBox().setDefaultPadding(0.0)

    # -- what is shown -----------------------------------------------------------------------------------------------
    @property
    def periods(self) -> Sequence[Period]:
        """All of them, oldest first."""
        return self.bars.periods

    @property
    def chosen(self) -> int:
        """The bar that a key or a click chose; the newest at first."""
        return self._chosen

    def read_out(self) -> str:
        """For a screen reader."""
        name = tr("Chart of minutes backwards and forwards")
        return f"{name}. {bar_words(self.periods[self._chosen])}" if self.periods else name

    def set_scale(self, scale: float) -> None:
        """Lines for a window this much larger than the base size."""
        self._scale = scale
        self._dress()

    def show_periods(self, periods: Sequence[Period], shown: int) -> None:
        """Draw these, ``shown`` of them at once; the newest is chosen."""
        self.bars.periods, self._shown = periods, max(1, shown)
        tallest_s = max((max(p.backward_s + p.forward_s, p.goal_s) for p in periods), default=0.0)
        self.bars.unit_s = 3600.0 if tallest_s >= HOURS_FROM_S else 60.0
        self._chosen = self.bars.marked = len(periods) - 1
        self._first = max(0, len(periods) - self._shown)
        self._dress()

    @property
    def in_hours(self) -> bool:
        """Whether the axis counts hours."""
        return self.bars.unit_s > 60

    def _letters(self) -> QFont:
        """Of the axes: a share of the letters that the style sheet gives, which grow with what a person set."""
        return font(0.79 * max(1, self.font().pixelSize()))

    def _dress(self) -> None:
        palette, letters = self._own or current(), self._letters()
        line = 1.5 * self._scale
        self.setBackground(palette.paper)
        self.bars.palette, self.bars.letters, self.bars.line_px = palette, letters, line
        for side in ("left", "bottom"):
            axis = self.getAxis(side)
            axis.setTickFont(letters)
            axis.setTextPen(palette.ink)
            axis.setPen(pg.mkPen(palette.ink, width=max(1, round(line))))
            axis.setStyle(tickLength=0)
            axis.setZValue(-1000)  # the grid is behind the bars
            axis.room = QFontMetricsF(letters).lineSpacing()
        high = QFontMetricsF(letters).lineSpacing()
        self.getPlotItem().layout.setContentsMargins(0, 0.6 * high, 0, 0)
        self._fit()

    def _fit(self) -> None:
        """Which bars are in sight, and the axes around them."""
        if not self.periods:
            return
        last = min(len(self.periods), self._first + self._shown)
        self.bars.seen = range(self._first, last)
        seen = [self.periods[n] for n in self.bars.seen]
        self._fit_up([max(p.backward_s + p.forward_s, p.goal_s) / self.bars.unit_s for p in seen])
        places = max(last - self._first, min(FEWEST_PLACES, self._shown))
        goal_s = seen[-1].goal_s
        self.bars.goal_words = goal_words(goal_s, in_hours=self.in_hours) if goal_s else ""
        metrics, wide = QFontMetricsF(self.bars.letters), max(100.0, self.width() - self.getAxis("left").width())
        lines = self.bars.goal_words.split("\n")
        margin = max(map(metrics.horizontalAdvance, lines)) + 18 * self._scale if goal_s else 0.0
        beside = places * margin / max(1.0, wide - margin)
        left = self._first - 0.5
        self.setXRange(left, left + places + beside, padding=0)
        self._name_bars(wide * places / (places + beside) / places, metrics)
        self.getPlotItem().layout.activate()
        self.bars.changed()

    def _fit_up(self, tops: list[float]) -> None:
        top = max([*tops, 5.0 if not self.in_hours else 1.0])
        step = _step(top)
        ticks = [(n * step, number(n * step, "g")) for n in range(math.floor(top * ABOVE / step) + 1)]
        self.getAxis("left").setTicks([ticks])
        metrics = QFontMetricsF(self.bars.letters)
        self.getAxis("left").setWidth(round(max(metrics.horizontalAdvance(w) for _, w in ticks) + 16 * self._scale))
        self.setYRange(0, top * ABOVE, padding=0)

    def _name_bars(self, each_px: float, metrics: QFontMetricsF) -> None:
        """As many names below the bars as have room, from the newest backwards; a year where it is another."""
        rows = self.periods
        widest = max(metrics.horizontalAdvance(tick_words(rows[n], year=False)) for n in self.bars.seen)
        every = max(1, math.ceil((widest + 10 * self._scale) / each_px))
        named = [n for n in self.bars.seen if (self.bars.seen[-1] - n) % every == 0]
        years = any(rows[n].first.year != rows[-1].first.year for n in self.bars.seen)
        other = [n for at, n in enumerate(named) if not at or rows[named[at - 1]].first.year != rows[n].first.year]
        ticks = [(n, tick_words(rows[n], year=years and n in other)) for n in named]
        self.getAxis("bottom").setHeight(round((1 + years) * metrics.lineSpacing() + 14 * self._scale))
        self.getAxis("bottom").setTicks([ticks])

    # -- which bar ---------------------------------------------------------------------------------------------------
    def choose(self, number: int) -> None:
        """Go to a bar, the nearest one where there is none of this number."""
        if not self.periods:
            return
        self._chosen = max(0, min(number, len(self.periods) - 1))
        if self._chosen not in self.bars.seen:
            before = self._chosen < self._first
            self._first = self._chosen if before else max(0, self._chosen - self._shown + 1)
            self._fit()
        self._mark(self._chosen)
        self.looked_at.emit(self._chosen, True)

    def unmark(self) -> None:
        """No bar is marked: for paper."""
        self._mark(-1)

    def _mark(self, number: int) -> None:
        self.bars.marked = number
        self.bars.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """From bar to bar; all other keys are the page's."""
        to = {
            Qt.Key.Key_Left: self._chosen - 1,
            Qt.Key.Key_Right: self._chosen + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(self.periods) - 1,
        }.get(Qt.Key(event.key()))
        if to is None:
            event.ignore()
        else:
            self.choose(to)

    def _under(self, event: QMouseEvent) -> int:
        """The bar whose place the mouse is over, -1 for none."""
        spot = self.getPlotItem().getViewBox().mapSceneToView(self.mapToScene(event.position().toPoint()))
        number = round(spot.x())
        return number if number in self.bars.seen else -1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read what the mouse is over."""
        number = self._under(event)
        if number >= 0 and number != self.bars.marked:
            self._mark(number)
            self.looked_at.emit(number, False)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a bar."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if (number := self._under(event)) >= 0:
            self.choose(number)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Nothing is dragged."""
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Two clicks of a shaky hand are one."""
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """Back to the bar that was chosen."""
        super().leaveEvent(event)
        if self.periods and self.bars.marked != self._chosen:
            self._mark(self._chosen)
            self.looked_at.emit(self._chosen, False)

    def wheelEvent(self, event: QEvent) -> None:
        """The page scrolls, not the chart."""
        event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has room for other names."""
        super().resizeEvent(event)
        if hasattr(self, "bars"):  # pyqtgraph resizes while it is made
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """So have other letters."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and hasattr(self, "bars"):
            self._dress()


def _step(top: float) -> float:
    """Between the lines of the axis: 1, 2 or 5 times a power of ten, for three to six of them."""
    power = 10.0 ** math.floor(math.log10(top / 3))
    return next(each * power for each in (1.0, 2.0, 5.0, 10.0) if top / (each * power) <= 6)
