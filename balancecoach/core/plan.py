"""A plan: one session to be walked, as an ordered tuple of blocks.

Seconds are minimum times for gates and exact times for the rest. Speeds are km/h of the belt. Facing is where the
person faces at the end of the block; it differs from the block before only in a ``turn``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What happens in a block."""

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


#: These end only when a person confirms (evidence 3.0, marked "ok"); the others are timed.
GATES = frozenset(
    {
        Kind.PREPARE,
        Kind.BELT_STOP,
        Kind.TURN,
        Kind.STRADDLE,
        Kind.BELT_START,
        Kind.SET_SPEED,
        Kind.STEP_OFF,
    }
)
#: The belt moves in these, and in no others.
MOVING = frozenset({Kind.FORWARD, Kind.BACKWARD, Kind.SLOW, Kind.BELT_START, Kind.SET_SPEED})
#: Time spent in these is walking time.
WALKING = frozenset({Kind.FORWARD, Kind.BACKWARD, Kind.SLOW})

#: The slowest speed of a typical belt, km/h (evidence 2c: 0.5 mph).
SLOWEST_KMH = 0.8


@dataclass(frozen=True)
class Block:
    """A part of a plan.

    ``seconds``: length, or the least time a gate stays closed. ``speed_kmh``: of the belt, 0 when it stands.
    ``incline_percent``: of the belt. ``part``: what the block belongs to, such as "warm_up"; only chooses words.
    """

    kind: Kind
    seconds: float
    speed_kmh: float = 0.0
    facing: Facing = Facing.CONSOLE
    hands: Hands = Hands.BOTH
    incline_percent: float = 0.0
    part: str = ""

    @property
    def gate(self) -> bool:
        """True when only a person's confirmation ends the block."""
        return self.kind in GATES

    @property
    def moving(self) -> bool:
        """True when the belt moves."""
        return self.speed_kmh > 0


@dataclass(frozen=True)
class Plan:
    """One session to be walked. ``posture_every_s``: at most one technique cue in that many seconds (design 6)."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    summary: str = ""
    who: str = ""
    sources: tuple[str, ...] = ()
    posture_every_s: float = 45.0


@dataclass(frozen=True)
class Limits:
    """What a plan may ask of a person.

    Home values (evidence 3, home caps): backward at most 2.0 km/h, level, hands never off the rails. A physio may raise
    the speed to 4.8 km/h, the top of the articles behind the evidence; forward has that top from the start.
    """

    backward_kmh: float = 2.0
    forward_kmh: float = 4.8
    incline_percent: float = 0.0
    hands_off: bool = False


HOME = Limits()


@dataclass(frozen=True)
class Totals:
    """Seconds in a plan, every gate at its minimum."""

    total_s: float = 0.0
    backward_s: float = 0.0
    forward_s: float = 0.0
    turns: int = 0
    bouts: int = 0
    backward_kmh: float = 0.0


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
    )
