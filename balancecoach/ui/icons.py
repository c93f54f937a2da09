"""Our own pictures, as paths in a square from (0, 0) to (1, 1). Form differs as well as colour."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath, QPainterPathStroker, QPolygonF

from balancecoach.core.plan import Block, Kind


def _polygon(*points: tuple[float, float]) -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(x, y) for x, y in points]))
    path.closeSubpath()
    return path


def _box(x: float, y: float, width: float, height: float, radius: float = 0.0) -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(QRectF(x, y, width, height), radius, radius)
    return path


def up() -> QPainterPath:
    """Walking forwards, to the console."""
    return _polygon((0.5, 0.04), (0.98, 0.46), (0.7, 0.46), (0.7, 0.96), (0.3, 0.96), (0.3, 0.46), (0.02, 0.46))


def down() -> QPainterPath:
    """Walking backwards."""
    return _polygon((0.5, 0.96), (0.98, 0.54), (0.7, 0.54), (0.7, 0.04), (0.3, 0.04), (0.3, 0.54), (0.02, 0.54))


def turn() -> QPainterPath:
    """Turning round."""
    arc = QPainterPath()
    box = QRectF(0.14, 0.14, 0.72, 0.72)
    arc.arcMoveTo(box, -10)
    arc.arcTo(box, -10, -285)
    stroker = QPainterPathStroker()
    stroker.setWidth(0.17)
    stroker.setCapStyle(Qt.PenCapStyle.FlatCap)
    ring = stroker.createStroke(arc)
    angle = math.radians(65)
    tip_x, tip_y = 0.5 + 0.36 * math.cos(angle), 0.5 - 0.36 * math.sin(angle)
    head = _polygon((tip_x - 0.16, tip_y - 0.26), (tip_x + 0.32, tip_y + 0.02), (tip_x - 0.06, tip_y + 0.26))
    return ring.united(head)


def stop() -> QPainterPath:
    """Stop the belt: an octagon."""
    points = [(0.5 + 0.5 * math.cos(math.radians(22.5 + 45 * n)), 0.5 + 0.5 * math.sin(math.radians(22.5 + 45 * n)))
              for n in range(8)]  # fmt: skip
    return _polygon(*points).subtracted(_box(0.22, 0.42, 0.56, 0.16))


def pause() -> QPainterPath:
    """Paused: two bars."""
    return _box(0.12, 0.04, 0.28, 0.92).united(_box(0.6, 0.04, 0.28, 0.92))


def play() -> QPainterPath:
    """Start."""
    return _polygon((0.1, 0.02), (0.96, 0.5), (0.1, 0.98))


def square() -> QPainterPath:
    """Stop the session."""
    return _box(0.08, 0.08, 0.84, 0.84)


def edges() -> QPainterPath:
    """Feet on the edges: two feet beside the belt."""
    belt = _box(0.36, 0.04, 0.28, 0.92).subtracted(_box(0.43, 0.1, 0.14, 0.8))
    return belt.united(_box(0.02, 0.26, 0.22, 0.48, 0.1)).united(_box(0.76, 0.26, 0.22, 0.48, 0.1))


def settle() -> QPainterPath:
    """Stand still: a person."""
    head = QPainterPath()
    head.addEllipse(QPointF(0.5, 0.15), 0.14, 0.14)
    return (
        head.united(_box(0.32, 0.33, 0.36, 0.36, 0.1))
        .united(_box(0.36, 0.6, 0.12, 0.38))
        .united(_box(0.52, 0.6, 0.12, 0.38))
    )


def seat() -> QPainterPath:
    """Sit and rest: a chair."""
    return (
        _box(0.16, 0.04, 0.16, 0.94)
        .united(_box(0.16, 0.5, 0.7, 0.15))
        .united(_box(0.72, 0.5, 0.14, 0.48))
    )  # fmt: skip


def tick() -> QPainterPath:
    """Ready."""
    return _polygon((0.04, 0.54), (0.18, 0.4), (0.4, 0.62), (0.84, 0.14), (0.98, 0.28), (0.4, 0.9))


def dial() -> QPainterPath:
    """Set the speed."""
    ring = QPainterPath()
    ring.addEllipse(QPointF(0.5, 0.5), 0.48, 0.48)
    hole = QPainterPath()
    hole.addEllipse(QPointF(0.5, 0.5), 0.33, 0.33)
    needle = _polygon((0.42, 0.54), (0.72, 0.2), (0.8, 0.28), (0.54, 0.62))
    return ring.subtracted(hole).united(needle)


def loosen() -> QPainterPath:
    """Loosen up: a person with the arms out."""
    return settle().united(_box(0.02, 0.34, 0.96, 0.13, 0.06))


def slope() -> QPainterPath:
    """Set the slope: a ramp, and an arrow up."""
    ramp = _polygon((0.02, 0.96), (0.98, 0.96), (0.98, 0.56))
    return ramp.united(
        _polygon((0.34, 0.06), (0.6, 0.34), (0.43, 0.34), (0.43, 0.66), (0.25, 0.66), (0.25, 0.34), (0.08, 0.34))
    )


def phone() -> QPainterPath:
    """Call for help: the handset of a telephone."""
    arc = QPainterPath()
    arc.moveTo(0.14, 0.18)
    arc.cubicTo(0.16, 0.58, 0.42, 0.84, 0.82, 0.86)
    stroker = QPainterPathStroker()
    stroker.setWidth(0.2)
    stroker.setCapStyle(Qt.PenCapStyle.RoundCap)
    grip = stroker.createStroke(arc)
    return grip.united(_box(0.03, 0.03, 0.34, 0.3, 0.08)).united(_box(0.67, 0.63, 0.3, 0.34, 0.08))


def back() -> QPainterPath:
    """The one before."""
    return _polygon((0.9, 0.02), (0.04, 0.5), (0.9, 0.98))


def again() -> QPainterPath:
    """Once more."""
    return turn()


def off() -> QPainterPath:
    """Step off: down a step."""
    return _polygon(
        (0.04, 0.2), (0.5, 0.2), (0.5, 0.55), (0.96, 0.55), (0.96, 0.8), (0.26, 0.8), (0.26, 0.45), (0.04, 0.45)
    )


_OF_KIND = {
    Kind.PREPARE: tick,
    Kind.FORWARD: up,
    Kind.SLOW: up,
    Kind.BACKWARD: down,
    Kind.REST: settle,
    Kind.SETTLE: settle,
    Kind.TURN: turn,
    Kind.BELT_STOP: stop,
    Kind.STRADDLE: edges,
    Kind.BELT_START: play,
    Kind.SET_SPEED: dial,
    Kind.SET_SLOPE: slope,
    Kind.LOOSEN: loosen,
    Kind.STEP_OFF: off,
    Kind.SEATED_REST: seat,
}


def of_block(block: Block) -> QPainterPath:
    """The picture of a block."""
    return _OF_KIND[block.kind]()


def of_step(step: str) -> QPainterPath:
    """The picture of a step of the way down."""
    if step.startswith("settle"):
        return settle()
    return {"down": off, "down_floor": seat, "sit": seat}.get(step, stop)()
