"""The report's page as it will be printed, as a picture."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from balancecoach.core.words import tr
from balancecoach.ui.palette import current

#: Beside the choices, for a window of the base size.
PREVIEW_PX = 440


class Preview(QWidget):
    """Paper is white whatever the colours of the screen are: so it is printed."""

    def __init__(self) -> None:
        super().__init__()
        self.large = False
        self._page: QImage | None = None
        self._drawn: QImage | None = None  # at the size it has now
        self.setAccessibleName(tr("The page as it will be"))

    def show_page(self, page: QImage | None, words: str) -> None:
        """``words``: what is on it."""
        self._page, self._drawn = page, None
        self.setVisible(page is not None)
        self.setAccessibleDescription(words)
        self.set_width(self.width())
        self.update()

    def set_large(self, large: bool) -> None:
        """As wide as there is room, or small."""
        self.large = large

    def set_width(self, width: int) -> None:
        """In logical pixels; the height follows."""
        if self._page is not None:
            self.setFixedSize(width, round(width * self._page.height() / self._page.width()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Drawn smoothly at the display's own pixels."""
        if self._page is None:
            return
        size = self.size() * self.devicePixelRatioF()
        if self._drawn is None or self._drawn.size() != size:
            way = Qt.TransformationMode.SmoothTransformation
            self._drawn = self._page.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, way)
        painter = QPainter(self)
        painter.drawImage(self.rect(), self._drawn)
        painter.setPen(QPen(QColor(current().outline), 2))
        painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
