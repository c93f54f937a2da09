"""Where everything of a report stands on its one page. Drawn alike on a PDF, a printer and a picture."""

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QPageSize, QPainter

from balancecoach.core.report import Listing, Report, Table
from balancecoach.reports.paper.chart import draw_chart
from balancecoach.reports.paper.sheet import TENTHS, Laid, Sheet, lay, letters
from balancecoach.reports.paper.tags import Tag

MARGIN = 42 * TENTHS
GAP = 7 * TENTHS
PAPERS = {"a4": QPageSize.PageSizeId.A4, "letter": QPageSize.PageSizeId.Letter}
#: How large letters are, and how much of each list is shown: the first of these with which all fits on one page.
TIGHTER = (
    *((1.0, most) for most in (12, 8, 6, 5, 4)),
    *((0.92, most) for most in (5, 4, 3)),
    *((0.85, most) for most in (4, 3, 2, 1, 0)),
)
#: Broken lines by text, size, width, whether bold, and whether at the right.
Known = dict[tuple[str, float, float, bool, bool], Laid]


def paper_size(paper: str) -> QSizeF:
    """Of a sheet, in tenths of a point."""
    return QPageSize(PAPERS[paper]).sizePoints().toSizeF() * TENTHS


class Fitted(Struct, frozen=True):
    """A report that fits: how large its letters are, how much of each list it shows, and the height that takes."""

    scale: float
    most: int
    height: float


def fit(report: Report, size: QSizeF) -> Fitted:
    """Make it fit."""
    known: Known = {}
    for scale, most in TIGHTER:
        found = Fitted(scale, most, _Page(report, size, Sheet(None), (scale, most), known).fill())
        if found.height <= size.height() - MARGIN:
            break
    return found


def draw(report: Report, size: QSizeF, painter: QPainter, *, marks: bool = False) -> Tag:
    """Draw it on a page of this size, tenths of a point. ``marks``: for ``tags.tagged``, with what this returns."""
    fitted = fit(report, size)
    page = _Page(report, size, Sheet(painter, marks=marks), (fitted.scale, fitted.most), {})
    page.fill()
    return page.root


class _Page:
    """``tight``: how large letters are, and how much of each list is shown. ``known``: lines broken before."""

    def __init__(self, report: Report, size: QSizeF, sheet: Sheet, tight: tuple[float, int], known: Known) -> None:
        self._report, self._size, self._sheet, self._known = report, size, sheet, known
        self._scale, self._most = tight
        self.root = Tag("Document")
        self._y = float(MARGIN)
        self._width = size.width() - 2 * MARGIN

    def fill(self) -> float:
        """From top to bottom. Returns where it ends."""
        report = self._report
        self._line(report.heading, 17, "H1", bold=True)
        if report.who:
            self._line(report.who, 14, "P", bold=True)
        for line in report.about:
            self._line(line, 10, "P")
        self._rule()
        self._figures()
        if report.bars:
            self._heading(report.bars_title)
            self._y += draw_chart(self._sheet, self.root, report, (MARGIN, self._y, self._width), self._scale) + GAP
            self._table(report.table)
        self._lists()
        self._limits()
        return self._y

    def _lay(self, text: str, points: float, width: float, *, bold: bool = False, right: bool = False) -> Laid:
        key = (text, points * self._scale, width, bold, right)
        if key not in self._known:
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            self._known[key] = lay(text, letters(points * self._scale, bold=bold), width, side=side)
        return self._known[key]

    def _line(self, text: str, points: float, role: str, *, bold: bool = False) -> None:
        laid = self._lay(text, points, self._width, bold=bold)
        self._sheet.text(laid, MARGIN, self._y, self._new(role))
        self._y += laid.height

    def _new(self, role: str, parent: Tag | None = None, **more: str) -> Tag:
        made = Tag(role, **more)  # type: ignore[arg-type]
        (parent or self.root).parts.append(made)
        return made

    def _rule(self, thick: float = 6) -> None:
        self._sheet.artifact()
        self._y += GAP / 2
        self._sheet.lines([(MARGIN, self._y, MARGIN + self._width, self._y)], thick)
        self._y += GAP / 2

    def _heading(self, text: str) -> None:
        self._y += GAP / 2
        self._line(text, 11, "H2", bold=True)

    # -- key figures -----------------------------------------------------------------------------------------------
    def _figures(self) -> None:
        """Names at the left, sentences at the right."""
        left = self._width * 0.27
        table = self._new("Table")
        for name, words in self._report.figures:
            row = self._new("TR", table)
            one = self._lay(name, 10, left - GAP, bold=True)
            two = self._lay(words, 10, self._width - left)
            self._sheet.text(one, MARGIN, self._y, self._new("TH", row, scope="Row"))
            self._sheet.text(two, MARGIN + left, self._y, self._new("TD", row))
            self._y += max(one.height, two.height) + 10

    # -- the table -------------------------------------------------------------------------------------------------
    def _table(self, table: Table) -> None:
        self._heading(table.title)
        tag = self._new("Table")
        self._row(table.columns, tag, heading=True)
        self._rule(4)
        self._y -= GAP / 4
        for row in table.rows:
            self._row(row, tag)

    def _row(self, cells: Sequence[str], table: Tag, *, heading: bool = False) -> None:
        shares = (13, 14, 20, 14, 16, 11, 12)
        row, x, high = self._new("TR", table), float(MARGIN), 0.0
        laid = []
        for number, (text, share) in enumerate(zip(cells, shares, strict=True)):
            width = self._width * share / sum(shares)
            laid.append((self._lay(text, 9, width - GAP, bold=heading, right=number > 0), x))
            high = max(high, laid[-1][0].height)
            x += width
        for number, (cell, left) in enumerate(laid):
            scope = "Column" if heading else "" if number else "Row"
            tag = self._new("TH" if scope else "TD", row, scope=scope)
            self._sheet.text(cell, left, self._y + (high - cell.height if heading else 0), tag)
        self._y += high + 4

    # -- lists -----------------------------------------------------------------------------------------------------
    def _lists(self) -> None:
        """In two columns, the left one first; one list alone has all of the width."""
        lists = self._report.lists
        if not lists:
            return
        self._y += GAP / 2
        columns = 2 if len(lists) > 1 else 1
        width = (self._width - (columns - 1) * 2 * GAP) / columns
        heights = [self._list(each, 0, 0, width, None) for each in lists]
        cuts = range(1, len(lists)) if columns == 2 else (1,)
        cut = min(cuts, key=lambda n: max(sum(heights[:n]), sum(heights[n:])))
        ends = []
        for number, part in enumerate((lists[:cut], lists[cut:])):
            y = self._y
            for each in part:
                y += self._list(each, MARGIN + number * (width + 2 * GAP), y, width, self.root)
            ends.append(y)
        self._y = max(ends)

    def _list(self, listing: Listing, x: float, y: float, width: float, parent: Tag | None) -> float:
        """Returns its height. Without a parent it is only measured."""
        sheet = self._sheet if parent is not None else Sheet(None)
        top = y
        title = self._lay(listing.title, 11, width, bold=True)
        sheet.text(title, x, y, self._new("H2", parent or Tag("")))
        y += title.height
        all_of_it = self._new("L", parent or Tag(""))
        for line in listing.at_most(self._most):
            laid, dot = self._lay(line, 9.5, width - 90), self._lay("•", 9.5, 90)
            item = self._new("LI", all_of_it)
            sheet.text(dot, x, y, self._new("Lbl", item))
            sheet.text(laid, x + 90, y, self._new("LBody", item))
            y += laid.height + 4
        return y + GAP - top

    def _limits(self) -> None:
        """At the foot of the page, or below the rest where there is no room."""
        laid = self._lay(self._report.limits, 8.5, self._width)
        foot = self._size.height() - MARGIN - laid.height - GAP
        self._y = max(self._y, foot)
        self._rule()
        self._sheet.text(laid, MARGIN, self._y, self._new("P"))
        self._y += laid.height
