"""The report's chart: minutes walked, black for backwards and stripes for forwards."""

import math

from PySide6.QtCore import QRectF, Qt

from balancecoach.core.report import Report
from balancecoach.core.words import number as number_words
from balancecoach.core.words import tr
from balancecoach.reports.paper.sheet import Laid, Sheet, lay, letters
from balancecoach.reports.paper.tags import Tag

HEIGHT = 900.0
#: Bars are as wide as if there were this many, so that a single one is no wall.
FEWEST = 8


def draw_chart(sheet: Sheet, root: Tag, report: Report, place: tuple[float, float, float], scale: float = 1.0) -> float:
    """Draw it at x, y in this width; returns its height. One piece, with its words for those who do not see it."""
    x, y, width = place
    tag = Tag("Figure", alt=f"{report.bars_title}. {report.bars_words}")
    root.parts.append(tag)
    sheet.piece(tag)
    font = letters(8 * scale)
    line = lay("0", font, width).height
    top_s = _round_up(max(bar.backward_s + bar.forward_s for bar in report.bars))
    height = HEIGHT * scale
    base = y + line + height
    _axis(sheet, (x, y + line, width), base, top_s, [lay(text, font, 400) for text in _marks(top_s)])
    slot, below = (width - 400) / max(FEWEST, len(report.bars)), 0.0
    for number, bar in enumerate(report.bars):
        left = x + 400 + number * slot
        back, all_s = (height * seconds / top_s for seconds in (bar.backward_s, bar.backward_s + bar.forward_s))
        sheet.box(QRectF(left + slot * 0.2, base - all_s, slot * 0.6, all_s - back), striped=True)
        sheet.box(QRectF(left + slot * 0.2, base - back, slot * 0.6, back), striped=False)
        name = lay(bar.words, font, slot - 20, side=Qt.AlignmentFlag.AlignHCenter)
        sheet.write(name, left + 10, base + 15)
        below = max(below, name.height)
    bottom = base + below + 30
    return _legend(sheet, x + 400, bottom, scale) - y


def _axis(sheet: Sheet, place: tuple[float, float, float], base: float, top_s: float, marks: list[Laid]) -> None:
    """Nothing, half, and the top, in minutes."""
    x, top, width = place
    for mark, share in zip(marks, (0.0, 0.5, 1.0), strict=True):
        y = base - (base - top) * share
        sheet.lines([(x + 380, y, x + width, y)], 2 if share else 6)
        wide = mark.layout.lineAt(0).naturalTextWidth()
        sheet.write(mark, x + 350 - wide, y - mark.height / 2)


def _marks(top_s: float) -> tuple[str, ...]:
    return tuple(number_words(top_s / 60 * share, "g") for share in (0.0, 0.5, 1.0))


def _round_up(seconds: float) -> float:
    """To a number of minutes that is easily halved: 2, 4, 10, 20, 40, 100 and so on."""
    minutes = max(2.0, seconds / 60)
    ten = 10.0 ** math.floor(math.log10(minutes))
    return 60.0 * next(step * ten for step in (1, 2, 4, 6, 8, 10) if step * ten >= minutes - 1e-9)


def _legend(sheet: Sheet, x: float, y: float, scale: float) -> float:
    """What is black and what is striped. Returns where it ends."""
    font = letters(9 * scale)
    for words, striped in ((tr("backwards"), False), (tr("forwards"), True)):
        laid = lay(words, font, 1e6)
        sheet.box(QRectF(x, y + laid.height * 0.2, 160, laid.height * 0.6), striped=striped)
        sheet.write(laid, x + 220, y)
        x += 220 + laid.layout.lineAt(0).naturalTextWidth() + 300
    return y + laid.height
