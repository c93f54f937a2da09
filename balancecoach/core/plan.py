"""A plan: one session to be walked, as an ordered tuple of blocks.

Seconds are minimum times for gates and exact times for the rest. Speeds are km/h of the belt. Facing is where the
person faces at the end of the block; it differs from the block before only in a ``turn``.

On the ``floor`` there is no belt: every speed is 0, and ``console`` and ``room`` are only the two ways along the rail.
"""

import math
from collections.abc import Iterable, Sequence
from enum import StrEnum

from msgspec import Struct


class Kind(StrEnum):
    """What happens in a block."""

    LOOSEN = "loosen"
    PREPARE = "prepare"
    FORWARD = "forward"
    BACKWARD = "backward"
    REST = "rest"
    SLOW = "slow"
    BELT_STOP = "belt_stop"
    SETTLE = "settle"
    TURN = "turn"
    STRADDLE = "straddle"
    BELT_START = "belt_start"
    SET_SPEED = "set_speed"
    SET_SLOPE = "set_slope"
    STEP_OFF = "step_off"
    SEATED_REST = "seated_rest"


class Facing(StrEnum):
    """Where the person faces: the treadmill's console, or the room."""

    CONSOLE = "console"
    ROOM = "room"


class Hands(StrEnum):
    """How the rails are held."""

    BOTH = "both"
    LIGHT = "light"
    ONE = "one"
    NONE = "none"


class Surface(StrEnum):
    """What is walked on: a treadmill, or a clear flat floor with a rail, parallel bars or a track."""

    TREADMILL = "treadmill"
    FLOOR = "floor"


class BeltControl(StrEnum):
    """How the belt is started and stopped while the person faces the room (evidence 3.0, open problem)."""

    HELPER = "helper"
    REMOTE = "remote"  # buttons on the rails, or a remote control
    NONE = "none"


class Units(StrEnum):
    """What the treadmill's console shows."""

    KMH = "kmh"
    MPH = "mph"


#: These end only when a person confirms (evidence 3.0, marked "ok"); the others are timed.
GATES = frozenset(
    {
        Kind.PREPARE,
        Kind.BELT_STOP,
        Kind.TURN,
        Kind.STRADDLE,
        Kind.BELT_START,
        Kind.SET_SPEED,
        Kind.SET_SLOPE,
        Kind.STEP_OFF,
    }
)
#: These are timed, and a person may end them sooner.
SKIPPABLE = frozenset({Kind.LOOSEN, Kind.SEATED_REST})
#: The belt moves in these, and in no others.
MOVING = frozenset({Kind.FORWARD, Kind.BACKWARD, Kind.SLOW, Kind.BELT_START, Kind.SET_SPEED, Kind.SET_SLOPE})
#: There is none of these without a belt.
OF_THE_BELT = frozenset(
    {Kind.SLOW, Kind.BELT_STOP, Kind.STRADDLE, Kind.BELT_START, Kind.SET_SPEED, Kind.SET_SLOPE, Kind.STEP_OFF}
)
#: Time spent in these is walking time.
WALKING = frozenset({Kind.FORWARD, Kind.BACKWARD, Kind.SLOW})

#: The slowest speed of a typical belt, km/h (evidence 2c: 0.5 mph).
SLOWEST_KMH = 0.8
KMH_A_MPH = 1.609344


class Block(Struct, frozen=True):
    """A part of a plan.

    ``seconds``: length, or the least time a gate stays closed. ``speed_kmh``: of the belt, 0 when it stands.
    ``incline_percent``: of the belt. ``part``: what the block belongs to, such as "warm_up"; only chooses words.
    ``distance_m``: on the floor, metres to walk; a person says when they are done. ``task``: what to talk about
    meanwhile (evidence 3.10), one of ``TASKS``, "" for nothing.
    """

    kind: Kind
    seconds: float
    speed_kmh: float = 0.0
    facing: Facing = Facing.CONSOLE
    hands: Hands = Hands.BOTH
    incline_percent: float = 0.0
    part: str = ""
    distance_m: float = 0.0
    task: str = ""

    @property
    def gate(self) -> bool:
        """True when only a person's confirmation ends the block."""
        return self.kind in GATES or self.distance_m > 0

    @property
    def moving(self) -> bool:
        """True when the belt moves."""
        return self.speed_kmh > 0


#: What a person may be asked to talk about while walking (evidence 3.10).
TASKS = ("animals", "letters", "threes", "items")


class Plan(Struct, frozen=True):
    """One session to be walked.

    ``posture_every_s``: at most one technique cue in that many seconds (design 6). ``control`` and ``units`` shape the
    words of the gates. ``programme_id`` and ``week``: where the plan comes from, "" and 0 for one that stands alone.
    """

    id: str
    title: str
    blocks: tuple[Block, ...]
    summary: str = ""
    who: str = ""
    sources: tuple[str, ...] = ()
    posture_every_s: float = 45.0
    surface: Surface = Surface.TREADMILL
    control: BeltControl = BeltControl.HELPER
    units: Units = Units.KMH
    programme_id: str = ""
    week: int = 0

    @property
    def backward(self) -> bool:
        """True when any of it is walked backwards: whoever faces the room on a moving belt does, too."""
        return any(b.kind is Kind.BACKWARD or (b.moving and b.facing is Facing.ROOM) for b in self.blocks)


class Limits(Struct, frozen=True):
    """What a plan may ask of a person.

    Home values (evidence 3, home caps): backward at most 2.0 km/h, level, hands never off the rails. A physio may raise
    the speed to 4.8 km/h, the top of the articles behind the evidence, and the slope to 4 % (evidence 3.9); forward has
    its top from the start.
    """

    backward_kmh: float = 2.0
    forward_kmh: float = 4.8
    incline_percent: float = 0.0
    hands_off: bool = False


HOME = Limits()
#: As far as a physio may go (evidence 3, home caps; 3.9).
PHYSIO = Limits(backward_kmh=4.8, incline_percent=4.0, hands_off=True)


class Totals(Struct, frozen=True):
    """Seconds in a plan, every gate at its minimum."""

    total_s: float = 0.0
    backward_s: float = 0.0
    forward_s: float = 0.0
    turns: int = 0
    bouts: int = 0
    backward_kmh: float = 0.0
    backward_m: float = 0.0
    incline_percent: float = 0.0


def hands_are_told(before: Sequence[Block], block: Block) -> bool:
    """Whether a walk has to say how to hold the rails: always but with both hands as in the walk before."""
    last = next((b.hands for b in reversed(before) if b.kind in WALKING), Hands.BOTH)
    return not block.hands is last is Hands.BOTH


def totals(blocks: Iterable[Block]) -> Totals:
    """Add up a plan's blocks."""
    rows = tuple(blocks)
    backward = [b for b in rows if b.kind is Kind.BACKWARD]
    return Totals(
        total_s=sum(b.seconds for b in rows),
        backward_s=sum(b.seconds for b in backward),
        forward_s=sum(b.seconds for b in rows if b.kind in WALKING and b.kind is not Kind.BACKWARD),
        turns=sum(1 for b in rows if b.kind is Kind.TURN),
        bouts=len(backward),
        backward_kmh=max((b.speed_kmh for b in backward), default=0.0),
        backward_m=sum(b.distance_m for b in backward),
        incline_percent=max((b.incline_percent for b in rows), default=0.0),
    )


def shown_speed(speed_kmh: float, units: Units) -> float:
    """The number a console shows for a speed: in tenths, never more than planned.

    In mph the slowest of a typical belt, 0.5 (evidence 2c), is a hair above 0.8 km/h: half a hundredth is let pass.
    """
    if units is Units.MPH:
        return math.floor(speed_kmh / KMH_A_MPH * 10 + 0.05) / 10
    return math.floor(speed_kmh * 10 + 1e-6) / 10


def kmh(number: float, units: Units) -> float:
    """A number read from a console, in km/h to the hundredth."""
    return round(number * KMH_A_MPH, 2) if units is Units.MPH else number
