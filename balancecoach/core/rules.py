"""``validate``: may this plan be walked? Each broken rule is a problem in plain words.

The rules keep a person from turning on a moving belt (8 times more hip fractures in turns, evidence 2c), from a belt
that starts under their feet, and from speeds above their limit.
"""

import math
from collections.abc import Iterator

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

#: In this order, between walking one way and walking the other (evidence 3.0, TURN-AWAY and TURN-BACK).
TURN_STEPS = (Kind.BELT_STOP, Kind.SETTLE, Kind.TURN, Kind.STRADDLE, Kind.BELT_START)


class Problem(Struct, frozen=True):
    """Something wrong with a plan: the block's index (``None``: the whole plan), the field, and a sentence."""

    block: int | None
    field: str
    text: str


def validate(plan: Plan, limits: Limits = HOME) -> tuple[Problem, ...]:
    """All problems of a plan, in the order of its blocks. Empty when it may be walked."""
    if not plan.blocks:
        return (Problem(None, "blocks", tr("The plan has no blocks. Add at least one.")),)
    if len(plan.blocks) > MOST_BLOCKS:
        text = tr("The plan has {0} blocks. Use {1} at most.").format(len(plan.blocks), MOST_BLOCKS)
        return (Problem(None, "blocks", text),)
    return tuple(_problems(plan, limits))


def _problems(plan: Plan, limits: Limits) -> Iterator[Problem]:
    on_floor = plan.surface is Surface.FLOOR
    for index, block in enumerate(plan.blocks):
        before = plan.blocks[:index]
        found = _on_floor(before, block, limits) if on_floor else _on_treadmill(before, block, limits)
        for name, text in (*_length(block), *_first(before, block), *found):
            yield Problem(index, name, text)
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


def _on_treadmill(before: tuple[Block, ...], block: Block, limits: Limits) -> Iterator[tuple[str, str]]:
    last = before[-1] if before else None
    yield from _alone(block)
    yield from _within(block, limits)
    yield from _follows(last, block)
    if all(0 <= b.incline_percent <= limits.incline_percent for b in (block, *before[-1:])):
        yield from _level(last, block)
    yield from _steps(before, block)


def _on_floor(before: tuple[Block, ...], block: Block, limits: Limits) -> Iterator[tuple[str, str]]:
    """No belt; every change of direction is stop, settle, turn."""
    last = before[-1] if before else None
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
    if block.kind is Kind.TURN and any(b.kind in WALKING for b in before) and last.kind is not Kind.SETTLE:
        yield "kind", tr("Before a turn, stop and settle. Put a settle block before it.")
    if block.kind in WALKING and last.kind in WALKING and block.kind is not last.kind:
        yield "kind", tr("Stand still between walking one way and the other. Put a settle block before this one.")
    elif last.kind in WALKING and block.kind not in (*WALKING, Kind.SETTLE, Kind.REST, Kind.TURN):
        yield "kind", tr("Stand still after walking. Put a settle block before this one.")


def _length(block: Block) -> Iterator[tuple[str, str]]:
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


def _first(before: tuple[Block, ...], block: Block) -> Iterator[tuple[str, str]]:
    """Loosening up is done beside the treadmill, before anything else."""
    if block.kind is Kind.LOOSEN and any(b.kind not in (Kind.LOOSEN, Kind.PREPARE) for b in before):
        yield "kind", tr("Loosening up comes first. Put this block at the start of the plan.")


def _alone(block: Block) -> Iterator[tuple[str, str]]:
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


def _within(block: Block, limits: Limits) -> Iterator[tuple[str, str]]:
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


def _level(before: Block | None, block: Block) -> Iterator[tuple[str, str]]:
    """The slope changes in a block of its own, and is gone before any turn (evidence 3.9)."""
    was = before.incline_percent if before else 0.0
    if block.incline_percent and block.kind not in _ON_A_SLOPE:
        yield "incline_percent", tr("The belt must be level here. Set the slope to 0.")
    elif block.incline_percent != was and block.kind is not Kind.SET_SLOPE:
        text = tr("The slope changes only in a set_slope block. Put one before this block.")
        yield "incline_percent", text


def _follows(before: Block | None, block: Block) -> Iterator[tuple[str, str]]:
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


def _steps(before: tuple[Block, ...], block: Block) -> Iterator[tuple[str, str]]:
    """Rules about the way from one walk to the next: every turn step, in order."""
    if block.kind is Kind.BELT_START and (not before or before[-1].kind is not Kind.STRADDLE):
        yield "kind", tr("The belt may not start underfoot. Put a straddle block (feet on the edges) before it.")
    if block.kind is Kind.STRADDLE and not _clipped_on(before):
        yield "kind", tr("Back on the treadmill, the safety key comes first. Put a prepare block before this one.")
    if block.kind is Kind.TURN and _on_the_edges(before):
        yield "kind", tr("No turn with the feet on the edges. Put the turn before the straddle block.")
    if block.kind is Kind.TURN and not _ready_to_turn(before):
        yield "kind", tr("Before a turn, stop the belt and settle. Put belt_stop and settle blocks before it.")
    if block.kind not in WALKING:
        return
    since = _since_last_walk(before)
    if since is None or before[-len(since) - 1].facing is block.facing:
        return
    kinds = iter(b.kind for b in since)
    missing = [step for step in TURN_STEPS if step not in kinds]
    if missing:
        text = tr("To walk facing the {0}, the turn steps come first: {1}. Use the macro {2}.")
        macro = "turn_away" if block.facing is Facing.ROOM else "turn_back"
        yield "kind", text.format(block.facing.value, ", ".join(TURN_STEPS), macro)


def _clipped_on(before: tuple[Block, ...]) -> bool:
    """Whoever stepped off or sat down has been told to clip the safety key on again."""
    for block in reversed(before):
        if block.kind in (Kind.STEP_OFF, Kind.SEATED_REST):
            return False
        if block.kind is Kind.PREPARE:
            return True
    return True


def _on_the_edges(before: tuple[Block, ...]) -> bool:
    """The feet stay on the edges from a straddle block until the belt moves or the person steps off."""
    for block in reversed(before):
        if block.moving or block.kind in (Kind.STEP_OFF, Kind.SEATED_REST):
            return False
        if block.kind is Kind.STRADDLE:
            return True
    return False


def _ready_to_turn(before: tuple[Block, ...]) -> bool:
    """Belt stopped and settled, or nothing has moved yet."""
    moved = [index for index, block in enumerate(before) if block.moving]
    if not moved:
        return True
    kinds = [block.kind for block in before[moved[-1] + 1 :]]
    return Kind.BELT_STOP in kinds and Kind.SETTLE in kinds[kinds.index(Kind.BELT_STOP) :]


def _since_last_walk(before: tuple[Block, ...]) -> tuple[Block, ...] | None:
    """The blocks after the last walking block, or ``None`` when there was none."""
    for back, block in enumerate(reversed(before)):
        if block.kind in WALKING:
            return before[len(before) - back :]
    return None


def _other(facing: Facing) -> str:
    return Facing.CONSOLE.value if facing is Facing.ROOM else Facing.ROOM.value
