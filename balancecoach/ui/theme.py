"""Sizes, fonts, and which colours a block has. The colours are in ``palette.py``, the style sheet in ``style.py``."""

from PySide6.QtGui import QColor, QFont

from balancecoach.core.plan import Block, Kind
from balancecoach.ui.palette import Look as Look
from balancecoach.ui.palette import current

FAMILIES = ["Noto Sans", "Segoe UI", "Helvetica Neue", "DejaVu Sans"]
#: Sizes below are for this window; ``scale_for`` gives the factor for another one.
BASE_WIDTH, BASE_HEIGHT = 1366, 768


_FORWARD, _REST = {Kind.FORWARD, Kind.SLOW}, {Kind.REST, Kind.SETTLE, Kind.SEATED_REST, Kind.LOOSEN}


def look_of(block: Block) -> Look:
    """The colours of a block."""
    return current().looks[_look_name(block)]


def _look_name(block: Block) -> str:
    if block.kind is Kind.BACKWARD:
        return "backward"
    if block.kind in _FORWARD:
        return "forward"
    return "rest" if block.kind in _REST else "gate"


def strip_key(block: Block) -> str:
    """Which part of a plan's strip a block belongs to: neighbours with the same key are drawn as one."""
    if block.part == "rest":
        return "rest"
    return {"settle": "gate"}.get(block.kind.value, _look_name(block))


def colour(text: str) -> QColor:
    """A QColor from a name of this file."""
    return QColor(text)


def font(pixels: float, weight: QFont.Weight = QFont.Weight.Bold) -> QFont:
    """Our font at ``pixels`` high."""
    made = QFont()
    made.setFamilies(FAMILIES)
    made.setPixelSize(max(1, round(pixels)))
    made.setWeight(weight)
    return made


def scale_for(width: int, height: int) -> float:
    """How much larger than on a 1366x768 screen everything is drawn, in steps so that resizing stays cheap."""
    wanted = min(width / BASE_WIDTH, height / BASE_HEIGHT)
    return max(0.7, min(4.0, round(wanted * 20) / 20))
