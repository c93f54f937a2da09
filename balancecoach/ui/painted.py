"""Widgets that paint themselves at the size they are given: text that fits, pictures, buttons with a form."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen, QTransform
from PySide6.QtWidgets import QPushButton, QWidget

from balancecoach.ui.fitting import pieces
from balancecoach.ui.theme import colour, font

AlignLeft, AlignCenter = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter


#: From line to line, as a share of a line's height: fonts leave more between lines than two lines need.
STEP = 0.93


class FitText(QWidget):
    """Text as large as fits, on up to ``lines`` lines. Repaints only when something changed.

    ``ticks``: it changes each second, which screen readers are told only when they ask.
    ``narrowest``: how far it is squeezed in width before it loses height, for what is read from far away.
    ``sticks_out``: a line's height as a share of the widget's; capitals leave the lowest fifth of a line empty.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        lines: int = 1,
        align: Qt.AlignmentFlag = AlignCenter,
        frame: bool = False,
        ticks: bool = False,
        narrowest: float = 1.0,
        sticks_out: float = 1.06,
    ) -> None:
        super().__init__(parent)
        self._lines, self._align, self._frame, self._ticks = lines, align, frame, ticks
        self._narrowest, self._sticks_out = narrowest, sticks_out
        self._text, self._ink, self._fill, self._largest = "", QColor("black"), "", 40.0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def text(self) -> str:
        """The words shown."""
        return self._text

    def set_text(self, text: str) -> None:
        """Show these words; also what a screen reader says."""
        if text != self._text:
            self._text = text
            if not self._ticks:
                self.setAccessibleName(text)
            self.update()

    def read_out(self) -> str:
        """What a screen reader says when it is asked (``announce``)."""
        return self._text

    def set_ink(self, ink: str, fill: str = "") -> None:
        """Colour of the text, and of a filled background ("" for none)."""
        self._ink, self._fill = colour(ink), fill
        self.update()

    def set_largest(self, pixels: float) -> None:
        """Never larger than this font size."""
        self._largest = pixels
        self.update()

    def wanted_width(self) -> int:
        """Pixels the text takes on one line at its largest, with the frame."""
        metrics = QFontMetricsF(font(self._largest))
        return round(metrics.horizontalAdvance(self._text) + (self._largest * 1.5 if self._frame else 0))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text, and its frame."""
        if not self._text:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if self._frame:
            box = self._paint_frame(painter, box)
        box = box if self._align == AlignLeft else box.adjusted(2, 0, -2, 0)
        rows, drawn = self._fitted(box.width(), box.height())
        painter.setFont(drawn)
        painter.setPen(self._ink)
        metrics = QFontMetricsF(drawn)
        room = box.width() - 2 - 2 * _overhang(metrics, rows)
        squeeze = min(1.0, room / max(1.0, *(metrics.horizontalAdvance(row) for row in rows)))
        step = metrics.height() * STEP
        painter.translate(box.left(), box.center().y() - _tall(metrics, len(rows)) / 2)
        painter.scale(squeeze, 1.0)
        for number, row in enumerate(rows):
            line = QRectF(0, number * step, box.width() / squeeze, metrics.height())
            painter.drawText(line, self._align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip, row)

    def _paint_frame(self, painter: QPainter, box: QRectF) -> QRectF:
        width = max(2.0, box.height() * 0.05)
        painter.setPen(QPen(self._ink, width))
        painter.setBrush(colour(self._fill) if self._fill else Qt.BrushStyle.NoBrush)
        inner = box.adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.drawRoundedRect(inner, box.height() * 0.25, box.height() * 0.25)
        side = box.height() * 0.22
        return box.adjusted(side, 0, -side, 0)

    def _fitted(self, width: float, height: float) -> tuple[list[str], QFont]:
        pixels = self._largest
        while True:
            drawn = font(pixels)
            metrics = QFontMetricsF(drawn)
            room = width / self._narrowest
            rows = wrapped(self._text, metrics.horizontalAdvance, room, self._lines)
            fits = len(rows) <= self._lines and all(metrics.horizontalAdvance(row) <= room for row in rows)
            if pixels <= 10 or (fits and _tall(metrics, len(rows)) <= height * self._sticks_out):
                return rows, drawn
            pixels *= 0.95


def _overhang(metrics: QFontMetricsF, rows: list[str]) -> float:
    """How far a first or last letter reaches out of its place, as a J does to the left."""
    left, right = metrics.leftBearing, metrics.rightBearing
    return max(0.0, *(-min(left(row[0]), right(row[-1])) for row in rows if row))


def _tall(metrics: QFontMetricsF, lines: int) -> float:
    """Height of so many lines."""
    return metrics.height() * (1 + STEP * (lines - 1))


def wrapped(text: str, measure: Callable[[str], float], width: float, most: int) -> list[str]:
    """Break text into lines of about equal length, so that two lines look meant."""
    if measure(text) <= width or most == 1:
        return [text]
    words = pieces(text)
    best = [text]
    for cut in range(1, len(words)):
        pair = [" ".join(words[:cut]), " ".join(words[cut:])]
        if len(best) == 1 or _cost(pair, measure) < _cost(best, measure):
            best = pair
    return best


def _cost(rows: list[str], measure: Callable[[str], float]) -> float:
    """The longest line counts; a break after a full stop or comma is worth a longer line."""
    longest = max(measure(row) for row in rows)
    return longest * (0.75 if rows[0][-1] in ".,:;?!" else 1.0)


class FormButton(QPushButton):
    """A button of the session screen: a form and words. Keys do its work too, so it takes no focus unless told to."""

    def __init__(self, text: str, form: Callable[[], QPainterPath], parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._form = form()
        self._fill, self._ink, self._edge = "white", "black", "black"
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(text)

    def set_colours(self, fill: str, ink: str, edge: str) -> None:
        """Background, text, outline."""
        self._fill, self._ink, self._edge = fill, ink, edge
        self.update()

    def set_words(self, text: str) -> None:
        """Other words."""
        self.setText(text)
        self.setAccessibleName(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys are the screen's, also while the button has the keyboard: Qt would let arrows leave it."""
        event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """So is letting them go."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the button; with a ring inside its edge when it has the keyboard."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        high = float(self.height())
        width = high * (0.09 if self.isDown() else 0.055)
        painter.setPen(QPen(colour(self._edge), width))
        painter.setBrush(colour(self._fill))
        box = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.drawRoundedRect(box, high * 0.2, high * 0.2)
        if self.hasFocus():
            box = self._paint_ring(painter, box)
        form, gap = high * 0.34, high * 0.16
        rows, pixels = self._fitted(box.width() - form - 2 * gap, high)
        metrics = QFontMetricsF(font(pixels))
        words = max(metrics.horizontalAdvance(row) for row in rows)
        left = box.center().x() - (form + gap + words) / 2
        picture = QTransform().translate(left, high / 2 - form / 2).scale(form, form)
        painter.fillPath(picture.map(self._form), colour(self._ink))
        painter.setPen(colour(self._ink))
        painter.setFont(font(pixels))
        room = QRectF(left + form + gap, 0, words + 4, high)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, "\n".join(rows))

    def _fitted(self, width: float, high: float) -> tuple[list[str], float]:
        """The words on one line; on two where one would make them much smaller. And how high the font is."""

        def largest(rows: list[str], pixels: float) -> float:
            widest = max(rows, key=QFontMetricsF(font(pixels)).horizontalAdvance)
            while pixels > 8 and QFontMetricsF(font(pixels)).horizontalAdvance(widest) > width:
                pixels *= 0.95
            return pixels

        one = [self.text()]
        two = wrapped(self.text(), QFontMetricsF(font(high * 0.3)).horizontalAdvance, 0.0, 2)
        single, double = largest(one, high * 0.42), largest(two, high * 0.34)
        return (one, single) if single >= double * 0.95 else (two, double)

    def _paint_ring(self, painter: QPainter, box: QRectF) -> QRectF:
        """The focus, in the colour of the words; returns what is left for these."""
        wide = max(3.5, self.height() * 0.05)
        inner = box.adjusted(2 * wide, 2 * wide, -2 * wide, -2 * wide)
        painter.setPen(QPen(colour(self._ink), wide))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(inner, self.height() * 0.12, self.height() * 0.12)
        return inner


class Picture(QWidget):
    """One of our icons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path, self._ink = QPainterPath(), QColor("black")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_path(self, path: QPainterPath, ink: str) -> None:
        """Show this form in this colour."""
        self._path, self._ink = path, colour(ink)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it in the middle, as large as fits."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = min(self.width(), self.height())
        place = QTransform().translate((self.width() - side) / 2, (self.height() - side) / 2).scale(side, side)
        painter.fillPath(place.map(self._path), self._ink)
