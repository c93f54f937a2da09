"""The card for the treadmill on paper: two sides, letters as large as the sheet allows."""

from collections.abc import Callable

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QPainter

from balancecoach.core.card import Card, Part, Side
from balancecoach.reports.paper.page import paper_size
from balancecoach.reports.paper.pdf import pages_bytes, print_pages
from balancecoach.reports.paper.sheet import TENTHS, Laid, Sheet, lay, letters
from balancecoach.reports.paper.tags import Tag

MARGIN = 36 * TENTHS
#: Points of the body's letters: the first with which a side fits. Below the last they could not be read from the belt.
SIZES = tuple(half / 2 for half in range(56, 27, -1))
TITLE, HEADING, SMALL = 1.7, 1.2, 0.8


def card_bytes(card: Card, paper: str) -> bytes:
    """The whole file, two pages. ``paper``: "a4" or "letter"."""
    return pages_bytes(_drawings(card, paper, marks=True), card.title, paper)


def print_card(card: Card, paper: str, printer: object) -> None:
    """On a printer, one page a side."""
    print_pages(_drawings(card, paper), paper, printer)


def _drawings(card: Card, paper: str, *, marks: bool = False) -> list[Callable[[QPainter], Tag]]:
    size = paper_size(paper)
    return [lambda painter, side=side: draw_side(side, size, painter, marks=marks) for side in card.sides]  # type: ignore[misc]


def body_points(side: Side, size: QSizeF) -> float:
    """How large the letters of a side are, so that all of it fits."""
    for points in SIZES:
        if _Page(side, size, Sheet(None), points).fill() <= size.height() - MARGIN:
            break
    return points


def draw_side(side: Side, size: QSizeF, painter: QPainter, *, marks: bool = False) -> Tag:
    """Draw it on a page of this size, tenths of a point. ``marks``: for ``tags.tagged``, with what this returns."""
    page = _Page(side, size, Sheet(painter, marks=marks), body_points(side, size))
    page.fill()
    return page.root


class _Page:
    """``points``: of the body's letters."""

    def __init__(self, side: Side, size: QSizeF, sheet: Sheet, points: float) -> None:
        self._side, self._size, self._sheet, self._points = side, size, sheet, points
        self.root = Tag("Part")
        self._y, self._width = float(MARGIN), size.width() - 2 * MARGIN

    def fill(self) -> float:
        """From top to bottom. Returns where it ends."""
        self._line(self._side.title, TITLE, "H1", bold=True)
        for part in self._side.parts:
            self._rule()
            self._part(part)
        for name in self._side.write_in:
            self._write_in(name)
        if not self._side.write_in:
            self._rule()
        self._line(self._side.foot, 1.0, "P", bold=True)
        return self._y

    def _part(self, part: Part) -> None:
        self._line(part.title, HEADING, "H2", bold=True)
        if part.lines:
            self._list(part)
        if part.rows:
            self._rows(part)
        if part.after:
            self._line(part.after, SMALL if part.rows else 1.0, "P", bold=not part.rows)

    def _list(self, part: Part) -> None:
        """Numbers or dots at the left."""
        tag, indent = self._new("L"), self._gap(1.6)
        for number, text in enumerate(part.lines, 1):
            sign = self._lay(f"{number}" if part.numbered else "•", 1.0, indent, bold=True)
            item = self._new("LI", tag)
            laid = self._lay(text, 1.0, self._width - indent)
            self._sheet.text(sign, MARGIN, self._y, self._new("Lbl", item))
            self._sheet.text(laid, MARGIN + indent, self._y, self._new("LBody", item))
            self._y += laid.height + self._gap(0.12)

    def _rows(self, part: Part) -> None:
        """The key at the left, what it does at the right."""
        table, left = self._new("Table"), self._width * 0.42
        for key, does in part.rows:
            row = self._new("TR", table)
            one, two = self._lay(key, 1.0, left - self._gap(0.5), bold=True), self._lay(does, 1.0, self._width - left)
            self._sheet.text(one, MARGIN, self._y, self._new("TH", row, scope="Row"))
            self._sheet.text(two, MARGIN + left, self._y, self._new("TD", row))
            self._y += max(one.height, two.height) + self._gap(0.12)

    def _write_in(self, name: str) -> None:
        """A name, and a line to write on."""
        self._y += self._gap(0.7)
        laid = self._lay(f"{name}:", 1.0, self._width, bold=True)
        self._sheet.text(laid, MARGIN, self._y, self._new("P"))
        self._sheet.artifact()
        start = MARGIN + laid.layout.lineAt(0).naturalTextWidth() + self._gap(0.5)
        below = self._y + laid.height
        self._sheet.lines([(start, below, MARGIN + self._width, below)], 12)
        self._y = below + self._gap(0.5)

    def _rule(self) -> None:
        self._sheet.artifact()
        self._y += self._gap(0.35)
        self._sheet.lines([(MARGIN, self._y, MARGIN + self._width, self._y)], 12)
        self._y += self._gap(0.35)

    def _line(self, text: str, times: float, role: str, *, bold: bool = False) -> None:
        laid = self._lay(text, times, self._width, bold=bold)
        self._sheet.text(laid, MARGIN, self._y, self._new(role))
        self._y += laid.height + self._gap(0.1)

    def _lay(self, text: str, times: float, width: float, *, bold: bool = False) -> Laid:
        return lay(text, letters(self._points * times, bold=bold), width)

    def _gap(self, times: float) -> float:
        return self._points * TENTHS * times

    def _new(self, role: str, parent: Tag | None = None, *, scope: str = "") -> Tag:
        made = Tag(role, scope=scope)
        (parent or self.root).parts.append(made)
        return made
