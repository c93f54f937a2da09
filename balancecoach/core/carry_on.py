"""What is left of a session that was cut off, as blocks that begin from standing still.

After a crash or a power cut nobody here knows what the belt does or where the person stands. So nothing is gone on
with in the middle: the rest is a session of its own, with the safety key, the turn, the feet on the edges and the belt
at its slowest before the first step, and a person confirms each of them ([ADR 8](docs/adr/0008-carry-on.md)).
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from balancecoach.core.events import (
    BlockStarted,
    GatePassed,
    Outcome,
    Paused,
    Resumed,
    SessionEnded,
    SessionStarted,
    Stored,
)
from balancecoach.core.plan import OF_THE_BELT, SLOWEST_KMH, WALKING, Block, Facing, Hands, Kind, Surface
from balancecoach.core.progress import Summary
from balancecoach.core.rules import SHORTEST_TASK_S

#: Later than this nobody is warm any more, and a whole session is the better one. Evidence names no rest between two
#: bouts above five minutes (3.6); the rest of it is for the computer to start and the daily check. Our own choice.
OFFERED_FOR = timedelta(minutes=30)
#: A walk with less than this left is not begun again: two warnings would fill it.
LEAST_LEFT_S = 20.0

Blocks = tuple[Block, ...]


def cut_off(sessions: Sequence[Summary], closed: Collection[str], now: datetime) -> Summary | None:
    """The newest of a person's sessions (oldest first), if a crash cut it off today and nobody has closed it.

    ``closed``: ids of those that were. ``now`` knows its zone; an end in the future is no end of today.
    """
    last = next((s for s in reversed(sessions) if not s.demo), None)
    if last is None or last.outcome is not Outcome.INTERRUPTED or last.ended is None or last.id in closed:
        return None
    ended = last.ended.astimezone(now.tzinfo)
    return last if ended <= now and ended.date() == now.date() else None


def still_offered(session: Summary, now: datetime) -> bool:
    """Whether it is early enough to carry on with a session that was cut off."""
    return session.ended is not None and timedelta(0) <= now - session.ended <= OFFERED_FOR


def surface_of(blocks: Blocks) -> Surface:
    """What was walked on: on the floor no block has to do with a belt."""
    return Surface.TREADMILL if any(b.moving or b.kind in OF_THE_BELT for b in blocks) else Surface.FLOOR


def rest_of(events: Sequence[Stored]) -> Blocks:
    """Blocks for what is left of a session; none when there is nothing left to walk. To be validated like any plan."""
    started = next((event for event in events if isinstance(event, SessionStarted)), None)
    if started is None:
        return ()
    blocks, place = started.blocks, _where(events)
    if place.index >= len(blocks):
        return ()
    if not any(block.kind in WALKING for block in blocks[: place.index + 1]):
        return blocks  # nobody had walked yet: all of it, from its own beginning
    again = _again(blocks[place.index], place.done_s)
    if again is not None:
        return (*_from_standing(again, blocks, ()), again, *blocks[place.index + 1 :])
    walks = (n for n in range(place.index + 1, len(blocks)) if _worth_starting(blocks[n]))
    index = next(walks, None)
    if index is None:
        return ()
    between = blocks[place.index : index]
    return (*_from_standing(blocks[index], blocks, between), *blocks[index:])


class _Place(Struct):
    """Where a session was: the block, and the seconds done of it."""

    index: int = 0
    done_s: float = 0.0
    since_s: float | None = None  # when the block's clock began to run, ``None`` while it stands

    def hold(self, at_s: float) -> None:
        if self.since_s is not None:
            self.done_s += max(0.0, at_s - self.since_s)
            self.since_s = None


def _where(events: Sequence[Stored]) -> _Place:
    place = _Place()
    for event in events:
        match event:
            case BlockStarted(at_s, index):
                place = _Place(index, 0.0, at_s)
            case GatePassed(at_s, index):  # the next block begins at once; its own event may have been lost
                place = _Place(index + 1, 0.0, at_s)
            case Paused(at_s) | SessionEnded(at_s):
                place.hold(at_s)
            case Resumed(at_s):
                place.hold(at_s)
                place.since_s = at_s
    return place


def _worth_starting(block: Block) -> bool:
    """A walk that the belt is started for. The belt's last slow seconds are not."""
    return block.kind in WALKING and block.kind is not Kind.SLOW


def _again(block: Block, done_s: float) -> Block | None:
    """What is left of a walk, ``None`` when that is too little. How much of a distance was done nobody knows: all."""
    if not _worth_starting(block):
        return None
    if block.distance_m:
        return block
    left_s = (block.seconds - done_s) // 5 * 5
    if left_s < LEAST_LEFT_S:
        return None
    return replace(block, seconds=left_s, task=block.task if left_s >= SHORTEST_TASK_S else "")


def _from_standing(first: Block, blocks: Blocks, between: Blocks) -> Blocks:
    """From standing still, facing the console, to where ``first`` begins.

    ``between``: what else was due before it. A rest of it is rested in full; turns and gates come from here.
    """
    facing = first.facing
    sat = tuple(replace(b, facing=Facing.CONSOLE) for b in between if b.kind is Kind.SEATED_REST)
    stood = tuple(replace(b, facing=facing, incline_percent=0.0) for b in between if b.kind is Kind.REST)
    if surface_of(blocks) is Surface.FLOOR:
        return (*sat, Block(Kind.PREPARE, 30, facing=facing, hands=Hands.ONE, part="prepare"), *stood)
    slowest = min((b.speed_kmh for b in blocks if b.kind is Kind.BELT_START), default=SLOWEST_KMH)
    start_kmh = min(slowest, first.speed_kmh)
    turn = (Block(Kind.TURN, 30, facing=facing, hands=Hands.ONE, part="turn_away"),) if facing is Facing.ROOM else ()
    made = (
        *sat,
        Block(Kind.PREPARE, 30, part="prepare"),
        *turn,
        *stood,
        Block(Kind.STRADDLE, 20, facing=facing, part="start_again"),
        Block(Kind.BELT_START, 20, start_kmh, facing, part="start_again"),
    )
    return (*made, *_speed_and_slope(first, start_kmh))


def _speed_and_slope(first: Block, start_kmh: float) -> Blocks:
    """Facing the room a person sets both; facing the console the walker sets the speed as the walk begins."""
    kmh, made = start_kmh, []
    if first.facing is Facing.ROOM and first.speed_kmh > start_kmh:
        kmh = first.speed_kmh
        made.append(Block(Kind.SET_SPEED, 20, kmh, first.facing, part="set_speed"))
    if first.incline_percent:
        slope = first.incline_percent
        made.append(Block(Kind.SET_SLOPE, 20, kmh, first.facing, incline_percent=slope, part="set_slope"))
    return tuple(made)
