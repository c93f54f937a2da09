"""A report as a PDF, as a picture, and on a printer; and the pages of whatever else is drawn like one."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QSizeF, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter

from balancecoach.core.report import Report
from balancecoach.core.words import language, tr
from balancecoach.errors import CannotError, FailedError
from balancecoach.reports.paper.page import PAPERS, draw, paper_size
from balancecoach.reports.paper.sheet import POINTS, TENTHS, letters, missing_letters
from balancecoach.reports.paper.tags import Tag, tagged
from balancecoach.whole_file import beside


def pdf_bytes(report: Report, paper: str) -> bytes:
    """The whole file. ``paper``: "a4" or "letter"."""
    size = paper_size(paper)
    return pages_bytes([lambda painter: draw(report, size, painter, marks=True)], report.title, paper)


def pages_bytes(drawings: Sequence[Callable[[QPainter], Tag]], title: str, paper: str) -> bytes:
    """A file of pages. Each is drawn with marks, and says what is on it."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("Balance Coach")
    writer.setResolution(POINTS * TENTHS)
    writer.setPageSize(QPageSize(PAPERS[paper]))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)
    painter = QPainter(writer)
    roots: list[Tag] = []
    for drawing in drawings:
        if roots:
            writer.newPage()
        roots.append(drawing(painter))
    painter.end()
    made = bytes(buffer.data().data())
    buffer.close()
    return tagged(made, roots, title, language())


def picture(report: Report, paper: str, width: int) -> QImage:
    """The page as it will be, this many pixels wide."""
    size = paper_size(paper)
    image = QImage(width, round(width * size.height() / size.width()), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(width / size.width(), width / size.width())
    draw(report, size, painter)
    painter.end()
    return image


def draw_on(report: Report, paper: str, printer: Any) -> None:
    """On a printer, as large as the sheet that is in it."""
    size = paper_size(paper)
    print_pages([lambda painter: draw(report, size, painter)], paper, printer)


def print_pages(drawings: Sequence[Callable[[QPainter], Tag]], paper: str, printer: Any) -> None:
    """Pages on a printer, each as large as the sheet that is in it."""
    size = paper_size(paper)
    painter = QPainter(printer)
    into = QSizeF(printer.width(), printer.height())
    scale = min(into.width() / size.width(), into.height() / size.height())
    painter.scale(scale, scale)
    for number, drawing in enumerate(drawings):
        if number:
            printer.newPage()
        drawing(painter)
    painter.end()


def trouble(report: Report) -> str:
    """What will not be seen on the page, in a sentence; "" for nothing. Raises ``CannotError`` without any font."""
    return missing(report.words())


def missing(words: Sequence[str]) -> str:
    """The same of any words."""
    if not QFontMetrics(letters(10)).inFont("A"):  # Qt names families and draws boxes where there is no font at all
        none = tr("No font is installed here, so there is nothing to write with: install one, such as DejaVu Sans.")
        raise CannotError(none)
    lost = missing_letters("".join(words))
    if not lost:
        return ""
    some = tr("No font on this computer has these letters: {0}. Install one that has them, such as a Noto font.")
    return some.format(lost[:20])


def write(data: bytes, target: Path) -> None:
    """Whole or not at all. Raises ``FailedError`` in a sentence when it cannot be written."""
    try:
        with beside(target) as file:
            file.write(data)
    except OSError as error:
        reason = error.strerror or error
        words = tr("{0}: the PDF cannot be written ({1}). Choose another place.")
        raise FailedError(words.format(target, reason)) from error
