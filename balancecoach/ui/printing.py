"""HTML to paper or to a PDF file: A4, real text. Qt's printing is loaded only when something is printed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QStandardPaths
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPdfWriter, QTextDocument
from PySide6.QtWidgets import QFileDialog, QWidget

from balancecoach.core.words import tr
from balancecoach.ui.theme import font
from balancecoach.whole_file import beside

#: Qt leaves two centimetres around the text by itself, and numbers the pages there.
NO_MARGINS = QMarginsF(0, 0, 0, 0)
PAPERS = {"a4": QPageSize.PageSizeId.A4, "letter": QPageSize.PageSizeId.Letter}


def document(html: str) -> QTextDocument:
    """The page as it is printed."""
    made = QTextDocument()
    made.setDefaultFont(font(13, QFont.Weight.Normal))
    made.setHtml(html)
    return made


def pdf_bytes(html: str, title: str) -> bytes:
    """The page as a PDF."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("Balance Coach")
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(NO_MARGINS, QPageLayout.Unit.Millimeter)
    document(html).print_(writer)
    made = bytes(buffer.data().data())
    buffer.close()
    return made


def save_pdf(html: str, title: str, path: str) -> str:
    """Write the PDF. Returns why it could not be written, in a sentence; "" when it was."""
    try:
        content = pdf_bytes(html, title)
        with beside(Path(path)) as file:
            file.write(content)
    except OSError as error:
        text = tr("{0} could not be written: {1}. Choose another folder.")
        return text.format(path, error.strerror or type(error).__name__)
    return ""


def ask_pdf_path(parent: QWidget, name: str) -> str:
    """Ask where to keep a PDF, "" for nowhere. ``name``: of the file, without its ending."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    offered = str(Path(folder) / f"{safe_name(name)}.pdf")
    path, _ = QFileDialog.getSaveFileName(parent, tr("Save as PDF"), offered, tr("PDF (*.pdf)"))
    return path if not path or path.lower().endswith(".pdf") else f"{path}.pdf"


def print_html(html: str, title: str, parent: QWidget) -> str:
    """Ask for a printer and print. Returns why not, in a sentence; "" when it went or was cancelled."""
    return print_page(lambda printer: document(html).print_(printer), title, parent)


def print_page(draw: Callable[[Any], None], title: str, parent: QWidget, paper: str = "a4") -> str:
    """The same for a page that is drawn. ``draw`` gets the printer; ``paper``: "a4" or "letter"."""
    try:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
    except ImportError:
        return tr("Printing does not work on this computer. Save it as PDF and print that.")
    if not QPrinterInfo.availablePrinterNames():
        return tr("No printer was found. Connect one, or save it as PDF.")
    printer = QPrinter()
    printer.setDocName(title)
    printer.setPageSize(QPageSize(PAPERS[paper]))
    printer.setPageMargins(NO_MARGINS, QPageLayout.Unit.Millimeter)
    if QPrintDialog(printer, parent).exec():
        draw(printer)
    return ""


def safe_name(name: str) -> str:
    """A name that every system takes for a file: letters of any script, not too long."""
    kept = "".join(letter if letter.isalnum() or letter in " -" else " " for letter in name)
    return " ".join(kept.split())[:60].strip() or "Balance Coach"
