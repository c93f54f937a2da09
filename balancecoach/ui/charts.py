"""The chart of minutes a week. The only importer of pyqtgraph, and only when a chart is opened (design 4.6)."""

import os
from collections.abc import Sequence

os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")  # else pyqtgraph picks another binding when one is there

import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QBrush
from PySide6.QtWidgets import QWidget

from balancecoach.core.progress import Week, minutes
from balancecoach.core.words import tr
from balancecoach.ui.palette import current
from balancecoach.ui.theme import colour, font


class WeekChart(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """Bars: minutes backwards below, forwards above. They differ in pattern as well as in colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, background=current().paper)
        self._weeks: Sequence[Week] = ()
        self._scale = 1.0
        self.setMenuEnabled(False)
        self.setMouseEnabled(x=False, y=False)
        self.hideButtons()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.getPlotItem().showGrid(y=True, alpha=0.25)
        self.getPlotItem().getViewBox().setDefaultPadding(0.0)

    def set_scale(self, scale: float) -> None:
        """Text and lines for a window this much larger than the base size."""
        self._scale = scale
        for side in ("left", "bottom"):
            axis = self.getAxis(side)
            axis.setTickFont(font(19 * scale))
            axis.setTextPen(current().ink)
            axis.setPen(pg.mkPen(current().ink, width=max(1, round(1.5 * scale))))
        self.getAxis("bottom").setHeight(round(34 * scale))
        self.getAxis("left").setWidth(round(56 * scale))
        self.show_weeks(self._weeks)

    def show_weeks(self, weeks: Sequence[Week]) -> None:
        """Draw these weeks, oldest first."""
        self._weeks = weeks
        self.setBackground(current().paper)
        self.clear()
        if not weeks:
            return
        places = list(range(len(weeks)))
        back = [week.backward_s / 60 for week in weeks]
        forward = [week.forward_s / 60 for week in weeks]
        line = pg.mkPen(current().chart_line, width=max(1, round(1.5 * self._scale)))
        self.addItem(pg.BarGraphItem(x=places, height=back, width=0.62, brush=current().strip["backward"], pen=line))
        striped = QBrush(colour(current().chart_line), Qt.BrushStyle.BDiagPattern)
        for fill in (QBrush(colour(current().chart_forward)), striped):
            self.addItem(pg.BarGraphItem(x=places, y0=back, height=forward, width=0.62, brush=fill, pen=line))
        top = max([a + b for a, b in zip(back, forward, strict=True)] + [5.0])
        self.setYRange(0, top * 1.12, padding=0)
        self.setXRange(-0.6, max(len(weeks), 6) - 0.4, padding=0)
        every = max(1, len(weeks) // 6)
        names = [(n, _day(week)) for n, week in enumerate(weeks) if (len(weeks) - 1 - n) % every == 0]
        self.getAxis("bottom").setTicks([names])
        self.setAccessibleName(tr("Minutes backwards and forwards in each week"))
        self.setAccessibleDescription("; ".join(f"{_day(w)}: {minutes(w.backward_s)}" for w in weeks))

    def wheelEvent(self, event: QEvent) -> None:
        """The page scrolls, not the chart."""
        event.ignore()


def _day(week: Week) -> str:
    return f"{week.monday.day} {week.monday:%b}"
