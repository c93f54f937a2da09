"""The chart with all that belongs to it: the line that reads a bar, the buttons that go from bar to bar, the legend."""

from PySide6.QtCore import QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from balancecoach.core.progress_words import bar_words
from balancecoach.core.words import tr
from balancecoach.ui.announce import announce
from balancecoach.ui.bars import paint_backward, paint_forward, stroke_goal
from balancecoach.ui.fitting import GAP, WrappedButton
from balancecoach.ui.flow import Flow
from balancecoach.ui.palette import Palette, current
from balancecoach.ui.parts import label
from balancecoach.ui.progress_facts import ViewFacts

#: That the line beside the buttons has room for at least.
FEWEST_LETTERS = 36
BACKWARD, FORWARD, GOAL = "backward", "forward", "goal"


def legend_words(kind: str, *, in_hours: bool) -> str:
    """What a sign of the legend means."""
    if kind == GOAL:
        return tr("Goal of a week, backwards")
    if kind == BACKWARD:
        return tr("Backwards, hours") if in_hours else tr("Backwards, minutes")
    return tr("Forwards, hours") if in_hours else tr("Forwards, minutes")


def paint_sign(painter: QPainter, kind: str, box: QRectF, palette: Palette) -> None:
    """A sign of the legend, as it is in the chart."""
    if kind == GOAL:
        path = QPainterPath(QPointF(box.left(), box.center().y()))
        path.lineTo(box.right(), box.center().y())
        stroke_goal(painter, path, palette, 1.5)
    else:
        (paint_backward if kind == BACKWARD else paint_forward)(painter, box, palette, 1.5)


class Sign(QWidget):
    """One of them, beside its words."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self._kind = kind
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As high as a letter; the goal is a longer line."""
        high = self.fontMetrics().ascent()
        return QSize(round(1.8 * high) if self._kind == GOAL else high, high)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        box = QRectF(self.rect()).adjusted(1, 1, -2, -2)
        paint_sign(QPainter(self), self._kind, box, current())


class Legend(QWidget):
    """What the bars and the line mean."""

    def __init__(self) -> None:
        super().__init__()
        flow = Flow(self)
        self._keys = {}
        for kind in (BACKWARD, FORWARD, GOAL):
            key, words = QWidget(), label("", "body", wrap=False)
            line = QHBoxLayout(key)
            line.setContentsMargins(0, 0, GAP, 0)
            line.addWidget(Sign(kind))
            line.addWidget(words)
            flow.addWidget(key)
            self._keys[kind] = (key, words)

    def show_keys(self, *, goal: bool, in_hours: bool) -> None:
        """For another chart."""
        for kind, (key, words) in self._keys.items():
            words.setText(legend_words(kind, in_hours=in_hours))
            key.setVisible(goal or kind != GOAL)


class ChartPanel(QWidget):
    """Shows ``ViewFacts``. The chart's library is loaded when there is first something to draw."""

    read = Signal(str)  # the values of a bar, for whoever does not see them

    def __init__(self) -> None:
        super().__init__()
        self._facts: ViewFacts | None = None
        self._scale = 1.0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.earlier, self.later = WrappedButton(tr("Earlier")), WrappedButton(tr("Later"))
        self.line = label("", "body")
        self._reader, steps = QBoxLayout(QBoxLayout.Direction.LeftToRight), QHBoxLayout()
        self._reader.addWidget(self.line, 1)
        self._reader.addLayout(steps)
        steps.setSpacing(GAP)
        steps.addWidget(self.earlier)
        steps.addWidget(self.later)
        self._column.addLayout(self._reader)
        self.legend = Legend()
        self._column.addWidget(self.legend)
        self._chart: QWidget | None = None
        self.earlier.clicked.connect(lambda: self._go(-1))
        self.later.clicked.connect(lambda: self._go(1))

    @property
    def chart(self) -> QWidget | None:
        """``charts.PeriodChart``, once there was something to draw."""
        return self._chart

    def set_scale(self, scale: float) -> None:
        """Sizes for a window this much larger than the base size."""
        self._scale = scale
        self._column.setSpacing(round(4 * scale))
        self._reader.setSpacing(round(GAP * scale))
        if self._chart is not None:
            letters = max(1, self.line.font().pixelSize())
            self._chart.setFixedHeight(round(232 * scale + 3.4 * letters))
            self._chart.set_scale(scale)  # type: ignore[attr-defined]  # its class is imported late

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The buttons go below the line where it would have too little room between them."""
        super().resizeEvent(event)
        room = self.width() - self.earlier.sizeHint().width() - self.later.sizeHint().width()
        narrow = room < FEWEST_LETTERS * self.line.fontMetrics().averageCharWidth()
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if way != self._reader.direction():
            self._reader.setDirection(way)

    def show_view(self, facts: ViewFacts) -> None:
        """Other bars; the newest is read at first."""
        from balancecoach.ui.charts import PeriodChart

        self._facts = facts
        if self._chart is None:
            self._chart = PeriodChart(self)
            self._chart.looked_at.connect(self._looked_at)
            self._column.insertWidget(0, self._chart)
            self.set_scale(self._scale)
        assert isinstance(self._chart, PeriodChart)
        self._chart.show_periods(facts.periods, facts.shown)
        self.legend.show_keys(goal=any(row.goal_s for row in facts.periods), in_hours=self._chart.in_hours)
        self._say(self._chart.chosen)

    def _looked_at(self, number: int, chosen: bool) -> None:
        self._say(number)
        if chosen:
            announce(self, self.line.text())
            self.read.emit(self.line.text())

    def _say(self, number: int) -> None:
        assert self._facts is not None
        self.line.setText(bar_words(self._facts.periods[number]))
        for step in (self.earlier, self.later):  # never off at an end: the keyboard would be thrown out of it
            step.setVisible(len(self._facts.periods) > 1)

    def _go(self, by: int) -> None:
        assert self._chart is not None
        self._chart.choose(self._chart.chosen + by)  # type: ignore[attr-defined]
