"""Our paths as icons for ordinary buttons."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QPainter, QPainterPath, QPixmap, QTransform

from balancecoach.ui.theme import colour


def drawn_icon(path: QPainterPath, ink: str, side: int) -> QIcon:
    """An icon of ``side`` pixels, sharp on a 200 % screen too."""
    pixmap = QPixmap(side * 2, side * 2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(QTransform().scale(side * 2, side * 2).map(path), colour(ink))
    painter.end()
    pixmap.setDevicePixelRatio(2.0)
    return QIcon(pixmap)
