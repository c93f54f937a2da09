"""Writes our icon as Windows and macOS want it: python packaging/icon_files.py FILE.ico|FILE.icns|FILE.bmp

Both are a small head and then the same picture in several sizes. Windows takes PNG at 256 pixels only where everything
is to read it (a resource editor, an installer), so the smaller ones are bitmaps. The .bmp is for the installer's side.
"""

import struct
import sys
from collections.abc import Callable
from pathlib import Path

from icons import drawn
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter, QPainter

ICO_SIZES = (16, 20, 24, 32, 40, 48, 64, 256)
#: Apple's names of a picture of so many pixels; some sizes have two, the second for a screen of twice the points.
ICNS_NAMES = (
    (b"icp4", 16),
    (b"icp5", 32),
    (b"ic11", 32),
    (b"ic12", 64),
    (b"ic07", 128),
    (b"ic08", 256),
    (b"ic13", 256),
    (b"ic09", 512),
    (b"ic14", 512),
    (b"ic10", 1024),
)

Draw = Callable[[int], QImage]


def encoded(image: QImage, kind: bytes) -> bytes:
    """A picture as a file's bytes."""
    store = QByteArray()
    buffer = QBuffer(store)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not QImageWriter(buffer, QByteArray(kind)).write(image):
        raise OSError("the icon could not be written")
    return bytes(store.data())


def bitmap(image: QImage) -> bytes:
    """A picture as an icon's bitmap: from the bottom up, blue first, and a mask that hides nothing."""
    size = image.width()
    flipped = image.flipped() if hasattr(image, "flipped") else image.mirrored()
    pixels = flipped.convertToFormat(QImage.Format.Format_ARGB32)
    mask = bytes((size + 31) // 32 * 4 * size)
    head = struct.pack("<IiiHHIIiiII", 40, size, 2 * size, 1, 32, 0, 4 * size * size + len(mask), 0, 0, 0, 0)
    return head + bytes(pixels.constBits()) + mask


def ico(draw: Draw) -> bytes:
    """Windows: a table of contents, then the pictures."""
    pictures = [encoded(draw(size), b"png") if size == 256 else bitmap(draw(size)) for size in ICO_SIZES]
    rows, at = [], 6 + 16 * len(pictures)
    for size, picture in zip(ICO_SIZES, pictures, strict=True):
        rows.append(struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(picture), at))
        at += len(picture)
    return struct.pack("<HHH", 0, 1, len(pictures)) + b"".join(rows) + b"".join(pictures)


def icns(draw: Draw) -> bytes:
    """macOS: each picture behind its name and length."""
    parts = [(name, encoded(draw(size), b"png")) for name, size in ICNS_NAMES]
    body = b"".join(name + struct.pack(">I", 8 + len(picture)) + picture for name, picture in parts)
    return b"icns" + struct.pack(">I", 8 + len(body)) + body


def side(draw: Draw) -> bytes:
    """The picture at the side of the installer's window: the icon on its own colour, twice as large as it is shown."""
    width, height, size = 328, 628, 256
    icon = draw(size)
    picture = QImage(width, height, QImage.Format.Format_RGB32)
    picture.fill(icon.pixelColor(size // 2, size // 16))
    painter = QPainter(picture)
    painter.drawImage((width - size) // 2, (width - size) // 2, icon)
    painter.end()
    return encoded(picture, b"bmp")


def main(target: Path) -> None:
    """Write it."""
    app = QGuiApplication([])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes({".ico": ico, ".icns": icns, ".bmp": side}[target.suffix](drawn))
    del app


if __name__ == "__main__":
    main(Path(sys.argv[1]))
