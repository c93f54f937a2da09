"""A sheet of paper to write on from top to bottom, or only to measure how much of it that would take.

Lengths are tenths of a point, and letters are laid out without hinting, so that a picture, a printer and a PDF break
their lines at the same words.
"""

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QTextLayout, QTextOption

from balancecoach.reports.paper.tags import ARTIFACT, MARK_AT, Tag

#: Tenths of a point in a point, and points in an inch.
TENTHS, POINTS = 10, 72
FAMILIES = ("Noto Sans", "Segoe UI", "Helvetica Neue", "DejaVu Sans")
BLACK = QColor("#000000")
_LEFT = Qt.AlignmentFlag.AlignLeft


def letters(points: float, *, bold: bool = False) -> QFont:
    """Letters of this size."""
    made = QFont()
    made.setFamilies(FAMILIES)
    made.setPixelSize(max(1, round(points * TENTHS)))
    made.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    made.setFeature(QFont.Tag("liga"), 0)  # a reader that looks for "finished" would not find it with one
    return made


class Laid(Struct, frozen=True):
    """Lines of text, and how high they are."""

    layout: QTextLayout
    height: float


def lay(text: str, font: QFont, width: float, *, side: Qt.AlignmentFlag = _LEFT) -> Laid:
    """Break a text into lines of this width; a word that is longer is broken, too."""
    option = QTextOption(side)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(Qt.LayoutDirection.LeftToRight)  # a name in Arabic stays in its place on the page
    layout = QTextLayout(text, font)
    layout.setTextOption(option)
    layout.beginLayout()
    height = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(1.0, width))
        line.setPosition(QPointF(0, height))
        height += line.height()
    layout.endLayout()
    return Laid(layout, height)


def missing_letters(text: str) -> str:
    """Those for which no font of this computer has a picture."""
    found = []
    for letter in dict.fromkeys(text):
        runs = lay(letter, letters(10), 1e6).layout.glyphRuns()
        if not letter.isspace() and any(0 in run.glyphIndexes() for run in runs):
            found.append(letter)
    return "".join(found)


class Sheet:
    """``painter``: ``None`` to measure only. ``marks``: whether to leave marks for ``tags``."""

    def __init__(self, painter: QPainter | None, *, marks: bool = False) -> None:
        self._painter, self._marks = painter, marks
        self._numbers = 0

    def piece(self, tag: Tag) -> None:
        """What is drawn from here on belongs to this tag."""
        self._numbers += 1
        tag.number = self._numbers
        self._mark(tag.number)

    def artifact(self) -> None:
        """What is drawn from here on is no text."""
        self._mark(ARTIFACT)

    def _mark(self, number: int) -> None:
        if self._painter is not None and self._marks:
            self._painter.fillRect(QRectF(-MARK_AT - number, -MARK_AT, 1, 1), BLACK)

    def text(self, laid: Laid, x: float, y: float, tag: Tag) -> None:
        """Write, as a piece of its own. Between two lines there is no space on the page: the tag has the whole text."""
        self.piece(tag)
        tag.text = laid.layout.text() if laid.layout.lineCount() > 1 else ""
        self.write(laid, x, y)

    def write(self, laid: Laid, x: float, y: float) -> None:
        """Write, as part of the piece that has begun."""
        if self._painter is not None:
            self._painter.setPen(BLACK)
            laid.layout.draw(self._painter, QPointF(x, y))

    def lines(self, rows: Sequence[tuple[float, float, float, float]], thick: float) -> None:
        """Lines from one point to another, each as x, y, x, y."""
        if self._painter is not None:
            self._painter.setPen(QPen(BLACK, thick))
            for x1, y1, x2, y2 in rows:
                self._painter.drawLine(QPointF(x1, y1), QPointF(x2, y2))

    def box(self, place: QRectF, *, striped: bool) -> None:
        """A black box, or one with stripes: told apart on any printer."""
        if self._painter is None or place.height() <= 0:
            return
        self._painter.setPen(QPen(BLACK, 5))
        self._painter.setBrush(Qt.BrushStyle.NoBrush if striped else BLACK)
        self._painter.drawRect(place)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        if striped:
            places = range(round(place.top()) + 25, round(place.bottom()), 25)
            self.lines([(place.left(), y, place.right(), y) for y in places], 5)
