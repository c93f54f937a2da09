"""Whom to call: the emergency number, as large as a frightened person needs it."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QTransform
from PySide6.QtWidgets import QWidget

from balancecoach.headings import emergency_words
from balancecoach.ui import icons
from balancecoach.ui.palette import PAPER
from balancecoach.ui.theme import colour, font


class HelpBand(QWidget):
    """A white band: a telephone, the helper's name, and the number. Its digits are never below ``DIGITS``."""

    DIGITS = 0.095  # of the window's height; the issue asks for 0.08
    NARROWEST = 0.6

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number, self.helper = "", ""
        self._window_height = 768.0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_help(self, number: str, helper: str) -> None:
        """The number to call and the helper's name, each "" for none."""
        self.number, self.helper = number.strip(), helper.strip()
        above, below = emergency_words(self.number, self.helper)
        self.setAccessibleName(". ".join(filter(None, (f"{above} {self.number}".strip(), below))))
        self.update()

    def read_out(self) -> str:
        """What a screen reader says when it is asked (``announce``)."""
        return self.accessibleName()

    def known(self) -> bool:
        """Whether there is anybody to call."""
        return bool(self.number or self.helper)

    def set_window_height(self, pixels: float) -> None:
        """The height the digits are a share of."""
        self._window_height = pixels
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the band."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        high = float(self.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("#ffffff"))
        painter.drawRoundedRect(QRectF(self.rect()), high * 0.16, high * 0.16)
        picture, edge = high * 0.6, high * 0.2
        place = QTransform().translate(edge, (high - picture) / 2).scale(picture, picture)
        painter.fillPath(place.map(icons.phone()), colour(PAPER.danger))
        left = picture + 2 * edge
        texts = [text for text in emergency_words(self.number, self.helper) if text]
        room = self.width() - left - edge
        label = room if not self.number else min(room * 0.38, max(room * 0.3, room - self._number_width() - edge))
        self._paint_texts(painter, texts, QRectF(left, 0, label, high))
        if self.number:
            right = left + label + edge
            self._paint_number(painter, QRectF(right, 0, self.width() - right - edge, high))

    def _paint_texts(self, painter: QPainter, texts: list[str], room: QRectF) -> None:
        pixels, least = self._window_height * (0.058 if self.number else 0.08), self._window_height * 0.034
        while pixels > least and any(_wide(pixels, text) > room.width() for text in texts):
            pixels *= 0.95
        painter.setFont(font(pixels))
        painter.setPen(colour(PAPER.ink))
        line = QFontMetricsF(font(pixels)).height()
        top = room.center().y() - line * len(texts) / 2
        for number, text in enumerate(texts):
            text = QFontMetricsF(font(pixels)).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            box = QRectF(room.left(), top + number * line, room.width(), line)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip, text)

    def _paint_number(self, painter: QPainter, room: QRectF) -> None:
        """Squeezed in width before it may lose height."""
        path, digit = _path(self.number), _path("0").boundingRect()
        tall = self.DIGITS * self._window_height / digit.height()
        box = path.boundingRect()
        across = min(tall, room.width() / max(1.0, box.width()))
        if across < tall * self.NARROWEST:
            tall = across / self.NARROWEST
        place = QTransform().translate(room.left(), room.center().y()).scale(across, tall)
        painter.fillPath(place.map(path.translated(-box.left(), -digit.center().y())), colour(PAPER.danger))

    def _number_width(self) -> float:
        """Pixels of the number when it is not squeezed."""
        tall = self.DIGITS * self._window_height / _path("0").boundingRect().height()
        return _path(self.number).boundingRect().width() * tall


def _wide(pixels: float, text: str) -> float:
    return QFontMetricsF(font(pixels)).horizontalAdvance(text)


def _path(text: str) -> QPainterPath:
    path = QPainterPath()
    path.addText(QPointF(0, 0), font(200), text)
    return path
