"""``validate``: may this plan be walked? Each broken rule is a problem in plain words.

The rules keep a person from turning on a moving belt (8 times more hip fractures in turns, evidence 2c), from a belt
that starts under their feet, and from speeds above their limit.
"""

import math
from collections.abc import Iterable, Iterator

from msgspec import Struct

from balancecoach.core.plan import (
    HOME,
    MOVING,
    OF_THE_BELT,
    TASKS,
    WALKING,
    Block,
    Facing,
    Hands,
    Kind,
    Limits,
    Plan,
    Surface,
)
from balancecoach.core.way import Wrong, beforehand, on_the_floor, on_the_treadmill
from balancecoach.core.words import tr

LONGEST_BLOCK_S = 3600.0
SHORTEST_TIMED_S = 5.0
#: A task is explained, done for a while, and ended before the warnings.
SHORTEST_TASK_S = 70.0
#: Two sentences at the slowest voice.
SHORTEST_S = {Kind.SETTLE: 10.0}
LONGEST_DISTANCE_M = 100.0
LONGEST_PLAN_S = 3 * 3600.0
MOST_BLOCKS = 500
#: A belt started above this is not "at its slowest", km/h.
FASTEST_START_KMH = 1.0


class Problem(Struct, frozen=True):
    """Something wrong with a plan: the block's index (``None``: the whole plan), the field, and a sentence."""

    block: int | None
    field: str
    text: str


#: A block, and before it the one that comes before.
_Neighbours = tuple[Block | None, Block]


def validate(plan: Plan, limits: Limits = HOME) -> tuple[Problem, ...]:
    """All problems of a plan, in the order of its blocks. Empty when it may be walked."""
    return _validated(plan, limits, set())


def validate_each(plans: Iterable[Plan], limits: Limits = HOME) -> Iterator[tuple[Problem, ...]]:
    """The same for plans that are much alike, such as the weeks of a programme: what they share is checked once."""
    fine: dict[Surface, set[_Neighbours]] = {surface: set() for surface in Surface}
    for plan in plans:
        yield _validated(plan, limits, fine[plan.surface])


def _validated(plan: Plan, limits: Limits, fine: set[_Neighbours]) -> tuple[Problem, ...]:
    """``fine``: neighbours that break no rule of their own on this surface within ``limits``; more are added."""
    if not plan.blocks:
        return (Problem(None, "blocks", tr("The plan has no blocks. Add at least one.")),)
    if len(plan.blocks) > MOST_BLOCKS:
        text = tr("The plan has {0} blocks. Use {1} at most.").format(len(plan.blocks), MOST_BLOCKS)
        return (Problem(None, "blocks", text),)
    return tuple(_problems(plan, limits, fine))


def _problems(plan: Plan, limits: Limits, fine: set[_Neighbours]) -> Iterator[Problem]:
    on_floor = plan.surface is Surface.FLOOR
    neighbours, way = (_on_floor, on_the_floor) if on_floor else (_on_treadmill, on_the_treadmill)
    last: Block | None = None
    for index, block in enumerate(plan.blocks):
        before, pair = plan.blocks[:index], (last, block)
        alone: tuple[Wrong, ...] = ()
        beside: tuple[Wrong, ...] = ()
        if pair not in fine:
            alone, beside = tuple(_length(block)), tuple(neighbours(last, block, limits))
            if not alone and not beside:
                fine.add(pair)
        for name, text in (*alone, *beforehand(before, block), *beside, *way(before, block)):
            yield Problem(index, name, text)
        last = block
    yield from _end(plan, len(plan.blocks) - 1)
    total = sum(block.seconds for block in plan.blocks)
    if not total <= LONGEST_PLAN_S:
        yield Problem(None, "blocks", tr("The plan is longer than 3 hours. Make it shorter."))


def _end(plan: Plan, index: int) -> Iterator[Problem]:
    """A plan ends standing still, on a level belt."""
    last = plan.blocks[index]
    if last.moving:
        text = tr("The plan ends while the belt moves. End it with the belt stopped, for example with the macro end.")
        yield Problem(index, "kind", text)
    elif plan.surface is Surface.FLOOR and last.kind in WALKING:
        text = tr("The plan ends while walking. End it with a settle block, for example with the macro floor_end.")
        yield Problem(index, "kind", text)
    elif last.incline_percent > 0:
        text = tr("The plan ends on a slope. Make the belt level with a set_slope block before it stops.")
        yield Problem(index, "incline_percent", text)


def _on_treadmill(last: Block | None, block: Block, limits: Limits) -> Iterator[Wrong]:
    """Rules about a block and the one before it."""
    yield from _alone(block)
    yield from _within(block, limits)
    yield from _follows(last, block)
    if all(0 <= b.incline_percent <= limits.incline_percent for b in (block, last or block)):
        yield from _level(last, block)
    if block.kind is Kind.BELT_START and (last is None or last.kind is not Kind.STRADDLE):
        yield "kind", tr("The belt may not start underfoot. Put a straddle block (feet on the edges) before it.")


def _on_floor(last: Block | None, block: Block, limits: Limits) -> Iterator[Wrong]:
    """No belt; every change of direction is stop, settle, turn."""
    if block.kind in OF_THE_BELT:
        yield "kind", tr("There is no belt on the floor. Take this block out.")
    if block.speed_kmh or block.incline_percent:
        yield "speed_kmh", tr("There is no belt on the floor. Set speed and slope to 0.")
    if block.distance_m and block.kind not in WALKING:
        yield "distance_m", tr("Only walking has a distance. Set it to 0.")
    elif not 0 <= block.distance_m <= LONGEST_DISTANCE_M:
        yield "distance_m", tr("The distance must be between 0 and {0:g} metres.").format(LONGEST_DISTANCE_M)
    if block.hands is Hands.NONE and not limits.hands_off:
        yield "hands", tr("Hands may not leave the rails. Use both, light or one.")
    if last is None:
        if block.kind in WALKING:
            yield "kind", tr("Nobody has heard yet how to hold on. Begin with a prepare block.")
        return
    if block.facing is not last.facing and block.kind is not Kind.TURN:
        yield "facing", tr("Facing may change only in a turn block. Put one before this block.")
    if block.kind is Kind.TURN and block.facing is last.facing:
        yield "facing", tr("A turn must end facing the other way. Set facing to {0}.").format(_other(last.facing))
    if block.kind in WALKING and last.kind in WALKING and block.kind is not last.kind:
        yield "kind", tr("Stand still between walking one way and the other. Put a settle block before this one.")
    elif last.kind in WALKING and block.kind not in (*WALKING, Kind.SETTLE, Kind.REST, Kind.TURN):
        yield "kind", tr("Stand still after walking. Put a settle block before this one.")


def _length(block: Block) -> Iterator[Wrong]:
    """Every block ends, and is long enough for its words."""
    if not (math.isfinite(block.seconds) and 0 < block.seconds <= LONGEST_BLOCK_S):
        yield "seconds", tr("The block has no end. Give it between 1 and 3600 seconds.")
    elif not block.gate and block.seconds < SHORTEST_S.get(block.kind, SHORTEST_TIMED_S):
        text = tr("The block is too short to say what to do. Give it at least {0:g} seconds.")
        yield "seconds", text.format(SHORTEST_S.get(block.kind, SHORTEST_TIMED_S))
    if block.task and (block.task not in TASKS or block.kind not in (Kind.FORWARD, Kind.BACKWARD)):
        yield "task", tr("A task must belong to a walk, and be one of: {0}.").format(", ".join(TASKS))
    elif block.task and block.distance_m:
        yield "task", tr("A task needs a walk for a time. Set the distance to 0.")
    elif block.task and block.seconds < SHORTEST_TASK_S:
        yield "seconds", tr("The walk is too short for a task. Give it at least {0:g} seconds.").format(SHORTEST_TASK_S)


def _alone(block: Block) -> Iterator[Wrong]:
    """Rules for one block by itself, on a treadmill."""
    if block.distance_m:
        yield "distance_m", tr("Distances are for the floor. Give the block seconds instead.")
    if not (math.isfinite(block.speed_kmh) and block.speed_kmh >= 0):
        yield "speed_kmh", tr("The speed must be 0 or more.")
    elif block.kind in MOVING and not block.moving:
        yield "speed_kmh", tr("The belt must move in this block. Give a speed in km/h.")
    elif block.kind not in MOVING and block.moving:
        yield "speed_kmh", tr("The belt must stand still in this block. Set the speed to 0.")
    elif block.kind in (Kind.BELT_START, Kind.SLOW) and block.speed_kmh > FASTEST_START_KMH:
        yield "speed_kmh", tr("The belt must be at its slowest here. Use 0.8 km/h.")
    if block.kind is Kind.BACKWARD and block.facing is not Facing.ROOM:
        yield "facing", tr("Backward walking faces the room. Set facing to room, after a turn.")
    if block.kind in (Kind.FORWARD, Kind.SLOW) and block.facing is not Facing.CONSOLE:
        yield "facing", tr("Forward walking faces the console. Set facing to console, after a turn.")


def _within(block: Block, limits: Limits) -> Iterator[Wrong]:
    """Rules about what may be asked of this person."""
    limit = limits.backward_kmh if block.facing is Facing.ROOM else limits.forward_kmh
    if block.speed_kmh > limit:
        text = tr("Speed {0:g} km/h is above the limit of {1:g} km/h. Lower it.").format(block.speed_kmh, limit)
        if block.speed_kmh >= 10 and block.speed_kmh / 10 <= limit:
            text += " " + tr("Did you mean {0:g}?").format(block.speed_kmh / 10)
        yield "speed_kmh", text
    if block.hands is Hands.NONE and not limits.hands_off:
        yield "hands", tr("Hands may not leave the rails. Use both, light or one.")
    if not 0 <= block.incline_percent <= limits.incline_percent:
        text = tr("A slope of {0:g} % is not allowed. Set it to {1:g} % or less.")
        yield "incline_percent", text.format(block.incline_percent, limits.incline_percent)


#: The belt stays on its slope in these, between two bouts; in all others it is level (evidence 3.9).
_ON_A_SLOPE = WALKING | {
    Kind.SET_SLOPE,
    Kind.SET_SPEED,
    Kind.BELT_STOP,
    Kind.REST,
    Kind.STRADDLE,
    Kind.BELT_START,
}


def _level(before: Block | None, block: Block) -> Iterator[Wrong]:
    """The slope changes in a block of its own, and is gone before any turn (evidence 3.9)."""
    was = before.incline_percent if before else 0.0
    if block.incline_percent and block.kind not in _ON_A_SLOPE:
        yield "incline_percent", tr("The belt must be level here. Set the slope to 0.")
    elif block.incline_percent != was and block.kind is not Kind.SET_SLOPE:
        text = tr("The slope changes only in a set_slope block. Put one before this block.")
        yield "incline_percent", text


def _follows(before: Block | None, block: Block) -> Iterator[Wrong]:
    """Rules about a block and the one before it."""
    if before is None:
        if block.moving:
            yield "kind", tr("A plan starts with the belt stopped. Begin with a prepare block.")
        return
    if block.facing is not before.facing and (block.kind is not Kind.TURN or block.moving):
        yield (
            "facing",
            tr("Facing may change only in a turn block, with the belt stopped. Use the macro turn_away or turn_back."),
        )
    if block.kind is Kind.TURN and before.moving:
        yield "kind", tr("No turn on a moving belt. Stop the belt and settle first.")
    if block.kind is Kind.TURN and block.facing is before.facing:
        yield "facing", tr("A turn must end facing the other way. Set facing to {0}.").format(_other(before.facing))
    if before.moving and not block.moving and block.kind is not Kind.BELT_STOP:
        yield "kind", tr("The belt stops only in a belt_stop block. Put one before this block.")
    if block.kind is Kind.BELT_START and before.moving:
        yield "kind", tr("The belt moves already. Take this belt_start block out.")
    if not before.moving and block.moving and block.kind is not Kind.BELT_START:
        yield "kind", tr("The belt starts only in a belt_start block. Put one before this block.")
    changes = before.moving and block.moving and block.speed_kmh != before.speed_kmh
    if block.kind is Kind.SET_SLOPE and block.speed_kmh != before.speed_kmh:
        yield "speed_kmh", tr("The speed stays while the slope changes. Set it to {0:g}.").format(before.speed_kmh)
    elif changes and block.facing is Facing.ROOM and block.kind is not Kind.SET_SPEED:
        yield (
            "speed_kmh",
            tr("Facing the room, the speed changes only in a set_speed block. Put one before this block."),
        )


def _other(facing: Facing) -> str:
    return Facing.CONSOLE.value if facing is Facing.ROOM else Facing.ROOM.value
