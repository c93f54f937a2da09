"""The big digits, to be read from three metres."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QTransform
from PySide6.QtWidgets import QWidget

from balancecoach.ui.spoken import left_words
from balancecoach.ui.theme import Look, colour, font


class Timer(QWidget):
    """The big digits. Every digit has the same cell, so that nothing jumps; narrower where the window is narrow."""

    DIGITS_M_SS = 0.425  # of the window's height
    DIGITS_MM_SS = 0.35
    NARROWEST = 0.62

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._ink, self._back = "", QColor("black"), QColor("white")
        self._window_height = 768.0
        self._paths: dict[str, QPainterPath] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def text(self) -> str:
        """The digits shown."""
        return self._text

    def set_text(self, text: str) -> None:
        """Show these digits, such as 0:42. No event for screen readers each second: they ask for the name."""
        if text != self._text:
            self._text = text
            self.update()

    def read_out(self) -> str:
        """What a screen reader says when it is asked (``announce``)."""
        return left_words(self._text)

    def set_look(self, look: Look) -> None:
        """Colours."""
        self._ink, self._back = colour(look.text), colour(look.background)
        self.update()

    def set_window_height(self, pixels: float) -> None:
        """The height the digits are a share of."""
        self._window_height = pixels
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the digits, as high as asked for and squeezed in width only where they must be."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._back)
        if not self._text:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        share = self.DIGITS_M_SS if len(self._text) <= 4 else self.DIGITS_MM_SS
        high = share * self._window_height
        sample = QFontMetricsF(font(200))
        unit = 200.0 / self._glyph("0").boundingRect().height() * high  # font pixels for digits this high
        cell, colon = sample.horizontalAdvance("0") * unit / 200, sample.horizontalAdvance(":") * unit / 200
        wide = sum(colon if letter in ":." else cell for letter in self._text)
        squeeze = min(1.0, max(self.NARROWEST, self.width() * 0.985 / wide))
        ratio = unit / 200 * min(1.0, self.width() * 0.985 / (wide * squeeze))
        squeeze = min(squeeze, self.width() * 0.985 / wide)
        x = (self.width() - wide * squeeze) / 2
        middle = self.height() / 2
        for letter in self._text:
            step = colon if letter in ":." else cell
            path = self._glyph(letter)
            box = path.boundingRect()
            shift = QTransform().translate(x + step * squeeze / 2, middle).scale(unit / 200 * squeeze, ratio)
            digits = self._glyph("0").boundingRect().center().y()
            painter.fillPath(shift.map(path.translated(-box.center().x(), -digits)), self._ink)
            x += step * squeeze

    def _glyph(self, letter: str) -> QPainterPath:
        if letter not in self._paths:
            path = QPainterPath()
            path.addText(QPointF(0, 0), font(200), letter)
            self._paths[letter] = path
        return self._paths[letter]
