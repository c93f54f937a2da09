"""What is wrong with the layout of a window that is shown: words cut, things over each other, targets too small, text
that does not stand out of its background in the picture."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QTableWidget,
    QWidget,
)

from tests.ui.pixels import contrast_of, cut, ink, pixels

#: Logical pixels of everything that is pressed (design 6).
TARGET = 52
TEXT, DISABLED = 7.0, 4.5
_PARTS = (QLabel, QAbstractButton, QLineEdit, QComboBox)


def parts(window: QWidget) -> list[QWidget]:
    """Everything that is read or pressed, and can be seen."""
    found = [made for kind in _PARTS for made in window.findChildren(kind)]
    return [made for made in found if made.isVisible() and not _inside(made, QComboBox) and made.width() > 0]


def _inside(made: QWidget, kind: type[QWidget]) -> bool:
    parent = made.parentWidget()
    while parent is not None:
        if isinstance(parent, kind):
            return True
        parent = parent.parentWidget()
    return False


def name_of(made: QWidget) -> str:
    """For a message."""
    words = made.text() if hasattr(made, "text") else ""
    return f"{type(made).__name__} {(words or made.accessibleName())[:40]!r}"


def place_in(window: QWidget, made: QWidget) -> QRect:
    """Where it is in the window."""
    return QRect(made.mapTo(window, QPoint(0, 0)), made.size())


def faults(window: QWidget) -> Iterator[str]:
    """By geometry."""
    for area in window.findChildren(QScrollArea):
        inside = area.widget()
        if area.isVisible() and inside is not None and inside.width() > area.viewport().width() + 1:
            yield f"a page is {inside.width()} wide in {area.viewport().width()}"
    for table in window.findChildren(QTableWidget):
        if table.isVisible():
            yield from cut_cells(table)
    shown = [_Placed.of(window, made) for made in parts(window)]
    for each in shown:
        yield from cut_words(each.made)
        yield from small_target(each.made)
        if each.left < 0 or each.right >= window.width():
            yield f"{name_of(each.made)} is beyond the edge of the window"
    for one, other in itertools.combinations(shown, 2):
        if one.is_over(other) and not (one.made.isAncestorOf(other.made) or other.made.isAncestorOf(one.made)):
            yield f"{name_of(one.made)} over {name_of(other.made)}"


@dataclass(frozen=True, eq=False)
class _Placed:
    """A part and the pixels it takes, the last ones included: asked of Qt once, compared with every other part."""

    made: QWidget
    scroller: QWidget | None
    left: int
    top: int
    right: int
    bottom: int

    @classmethod
    def of(cls, window: QWidget, made: QWidget) -> Self:
        place = place_in(window, made)
        return cls(made, _scroller(made), place.left(), place.top(), place.right(), place.bottom())

    def is_over(self, other: Self) -> bool:
        """On the same page, and more than one pixel in common, across and down."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across >= 1 and down >= 1 and self.scroller is other.scroller


def _scroller(made: QWidget) -> QWidget | None:
    parent = made.parentWidget()
    while parent is not None and not isinstance(parent, QScrollArea):
        parent = parent.parentWidget()
    return parent


def cut_words(made: QWidget) -> Iterator[str]:
    """Words that have not the room they need."""
    if isinstance(made, QLabel) and made.text() and "<" not in made.text():
        metrics, room = made.fontMetrics(), made.contentsRect().width()
        longest = max(re.split("[ \n\u200b]+", QLabel.text(made)), key=metrics.horizontalAdvance, default="")
        if made.wordWrap() and metrics.horizontalAdvance(longest) > room:
            yield f"{name_of(made)}: no room for {longest}"
        if made.wordWrap() and made.heightForWidth(made.width()) > made.height() + 2:
            yield f"{name_of(made)}: {made.heightForWidth(made.width())} high in {made.height()}"
        if not made.wordWrap() and made.sizeHint().width() > made.width() + 2:
            yield f"{name_of(made)}: {made.sizeHint().width()} wide in {made.width()}"
    elif isinstance(made, QPushButton | QCheckBox) and made.text():
        metrics, lines = made.fontMetrics(), QAbstractButton.text(made).replace("&&", "&").split("\n")
        wide = max(metrics.horizontalAdvance(line) for line in lines)
        if wide > made.width() - 6:
            yield f"{name_of(made)}: {wide} wide in {made.width()}"
        if len(lines) * metrics.lineSpacing() > made.height():
            yield f"{name_of(made)}: {len(lines)} lines in {made.height()}"


def cut_cells(table: QTableWidget) -> Iterator[str]:
    """Cells and columns that are wider than their room."""
    if table.horizontalScrollBar().maximum() > 0:
        yield f"the table {table.accessibleName()} is wider than its page"
    for row, column in itertools.product(range(table.rowCount()), range(table.columnCount())):
        item = table.item(row, column)
        if item is None or table.isColumnHidden(column):
            continue
        pieces = item.text().split() if table.wordWrap() else item.text().split("\n")
        wide = max((table.fontMetrics().horizontalAdvance(piece) for piece in pieces), default=0)
        if wide > table.columnWidth(column) or table.sizeHintForRow(row) > table.rowHeight(row) + 1:
            yield f"the cell {item.text()!r} has no room in {table.columnWidth(column)}x{table.rowHeight(row)}"


def small_target(made: QWidget) -> Iterator[str]:
    """What is too small for a finger that shakes."""
    if not isinstance(made, QLabel) and min(made.width(), made.height()) < TARGET:
        yield f"{name_of(made)}: {made.width()}x{made.height()} to press"


def unclear(window: QWidget) -> Iterator[str]:
    """By the picture: text that does not stand out, text cut off at the lower edge of its label."""
    picture = pixels(window.grab().toImage())
    for made in parts(window):
        place = _seen(window, made)
        if not getattr(made, "text", str)() or place.height() < 0.8 * made.height():
            continue
        inner = place.adjusted(8, 8, -8, -8) if not isinstance(made, QLabel) else place
        found = contrast_of(cut(picture, inner))
        if found < (TEXT if made.isEnabled() else DISABLED):
            yield f"{name_of(made)}: contrast {found:.1f}"
        whole = place == place_in(window, made)
        framed = made.objectName() == "problem" or made.hasFocus()  # a ring is no cut letter
        if isinstance(made, QLabel) and whole and not framed:
            strokes = ink(cut(picture, place), 90)
            if strokes[-1].sum() > 0.1 * strokes.any(axis=0).sum():  # a y may touch it, a row of letters may not
                yield f"{name_of(made)}: ink at its lower edge"


def _seen(window: QWidget, made: QWidget) -> QRect:
    """What of it is not scrolled away."""
    place, area = place_in(window, made), _scroller(made)
    return place & (place_in(window, area) if area is not None else window.rect())
