"""Draws the icon in all sizes: python packaging/icons.py FOLDER (a hicolor theme's)."""

import sys
from pathlib import Path

from deb import ID
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SOURCE = Path(__file__).resolve().parent.parent / "assets" / "icons" / "balancecoach.svg"
SIZES = (16, 22, 24, 32, 48, 64, 96, 128, 192, 256, 512)


def drawn(size: int) -> QImage:
    """The icon, ``size`` pixels square."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(SOURCE)).render(painter)
    painter.end()
    return image


def main(folder: Path) -> None:
    """Every size as a PNG, and the drawing itself."""
    app = QGuiApplication([])
    for size in SIZES:
        place = folder / f"{size}x{size}" / "apps" / f"{ID}.png"
        place.parent.mkdir(parents=True, exist_ok=True)
        if not drawn(size).save(str(place)):
            raise OSError(f"{place}: could not be written")
    place = folder / "scalable" / "apps" / f"{ID}.svg"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(SOURCE.read_bytes())
    del app


if __name__ == "__main__":
    main(Path(sys.argv[1]))
