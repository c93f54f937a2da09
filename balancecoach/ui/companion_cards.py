"""The cards below the chart: what stands beside it, and this week in a small picture."""

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from balancecoach.core.companions import Companion
from balancecoach.core.dates import short_weekday, weekday
from balancecoach.core.progress import minutes
from balancecoach.core.week_picture import WeekPicture, advice_words, done_words, kind_words, walked_words
from balancecoach.core.words import tr
from balancecoach.ui.palette import current
from balancecoach.ui.parts import card, label, pad
from balancecoach.ui.theme import font

#: Lines of text that a day's name and its ring take.
_ROWS = 2.7


def companion_card(companion: Companion, scale: float) -> QFrame:
    """One small card. Its value is one line, so that the card is never narrower."""
    frame, column = card()
    pad(column, scale, 18, 10, 0)
    value = label(companion.value, "value", wrap=False)
    value.setAccessibleName(companion.spoken or companion.value)
    column.addWidget(label(companion.title.upper(), "tag"))
    column.addWidget(value)
    if companion.detail:
        column.addWidget(label(companion.detail, "small"))
    column.addStretch(1)
    return frame


class WeekDays(QWidget):
    """Seven days: one with backward walking is full and ticked, one without is a ring. Nothing is linked to a chain."""

    def __init__(self) -> None:
        super().__init__()
        self._picture: WeekPicture | None = None
        self.setMinimumWidth(1)
        size = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        size.setHeightForWidth(True)  # in two rows where letters are very large
        self.setSizePolicy(size)

    def show_week(self, picture: WeekPicture) -> None:
        """Another week."""
        self._picture = picture
        self.updateGeometry()
        self.update()

    def read_out(self) -> str:
        """For a screen reader: the days with something on them."""
        if self._picture is None or not self._picture.days:
            return tr("No day with backward walking yet")
        each = enumerate(self._picture.backward_s)
        return ", ".join(f"{weekday(day)}: {minutes(seconds)}" for day, seconds in each if round(seconds))

    def sizeHint(self) -> QSize:
        """All in a row."""
        wide = math.ceil(7 * self._each(QFontMetricsF(self._letters())))
        return QSize(wide, self.heightForWidth(wide))

    def heightForWidth(self, width: int, /) -> int:
        """As the letters need."""
        metrics = QFontMetricsF(self._letters())
        return math.ceil(-(-7 // self._in_a_row(width, metrics)) * _ROWS * metrics.lineSpacing())

    def _in_a_row(self, width: int, metrics: QFontMetricsF) -> int:
        return max(1, min(7, math.floor(width / self._each(metrics) + 1e-6)))

    def _letters(self) -> QFont:
        return font(0.79 * max(1, self.font().pixelSize()))

    def _each(self, metrics: QFontMetricsF) -> float:
        return 1.35 * max(metrics.horizontalAdvance(short_weekday(day)) for day in range(7))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint them."""
        if self._picture is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        letters = self._letters()
        painter.setFont(letters)
        metrics = QFontMetricsF(letters)
        wide, high, in_a_row = self._each(metrics), metrics.lineSpacing(), self._in_a_row(self.width(), metrics)
        for n, seconds in enumerate(self._picture.backward_s):
            x, y = n % in_a_row * wide, n // in_a_row * _ROWS * high
            painter.setPen(QColor(current().ink))
            painter.drawText(QRectF(x, y, wide, high), Qt.AlignmentFlag.AlignCenter, short_weekday(n))
            self._paint_day(painter, QPointF(x + wide / 2, y + 1.8 * high), 0.6 * high, done=bool(round(seconds)))

    def _paint_day(self, painter: QPainter, middle: QPointF, radius: float, *, done: bool) -> None:
        ink, line = QColor(current().accent), max(2.0, radius / 6)
        painter.setPen(QPen(ink if done else QColor(current().outline), line))
        painter.setBrush(QColor(current().fill) if done else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(middle, radius, radius)
        if done:
            tick = [QPointF(-0.45, 0.0), QPointF(-0.1, 0.35), QPointF(0.5, -0.35)]
            painter.setPen(QPen(QColor(current().fill_ink), 1.6 * line))
            painter.drawPolyline([middle + point * radius for point in tick])


class WeekCard(QFrame):
    """This week: done of planned, the days, and what is advised for balance."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._column = QVBoxLayout(self)
        self.done, self.walked = label("", "strong"), label("", "body")
        self.kind, self.advice = label("", "body"), label("", "small")
        self.days = WeekDays()
        for part in (label(tr("THIS WEEK"), "kicker"), self.done, self.walked, self.days, self.kind, self.advice):
            self._column.addWidget(part)

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        pad(self._column, scale, 26, 16, 6)

    def show_week(self, picture: WeekPicture) -> None:
        """Show this one."""
        self.done.setText(done_words(picture))
        self.walked.setText(f"{walked_words(picture)}.")
        self.days.show_week(picture)
        self.kind.setText(kind_words(picture))
        self.kind.setVisible(bool(self.kind.text()))
        self.advice.setText(advice_words(picture))
