"""The rules that look back at all that came before a block; ``core/rules.py`` has those about neighbours."""

from collections.abc import Callable, Iterator

from balancecoach.core.plan import WALKING, Block, Facing, Kind, hands_are_told
from balancecoach.core.words import tr

#: In this order, between walking one way and walking the other (evidence 3.0, TURN-AWAY and TURN-BACK).
TURN_STEPS = (Kind.BELT_STOP, Kind.SETTLE, Kind.TURN, Kind.STRADDLE, Kind.BELT_START)

#: After these the feet are on the floor beside the belt, and the safety key may be off.
_OFF_THE_BELT = frozenset({Kind.STEP_OFF, Kind.SEATED_REST})

#: How to hold the rails comes after the block's own sentence, which may wait for the last one of the block before:
#: both at the slowest voice, with a second for a loudspeaker to wake up.
SHORTEST_HANDS_S = 15.0

Before = tuple[Block, ...]
#: A field of the block, and what is wrong with it.
Wrong = tuple[str, str]


def beforehand(before: Before, block: Block) -> tuple[Wrong, ...]:
    """Loosening up is done beside the treadmill, before anything else."""
    if block.kind is not Kind.LOOSEN or all(b.kind in (Kind.LOOSEN, Kind.PREPARE) for b in before):
        return ()
    return (("kind", tr("Loosening up comes first. Put this block at the start of the plan.")),)


def on_the_treadmill(before: Before, block: Block) -> tuple[Wrong, ...]:
    """Rules about the way to a block, on a treadmill."""
    rule = _ON_THE_TREADMILL.get(block.kind)
    return tuple(rule(before, block)) if rule else ()


def on_the_floor(before: Before, block: Block) -> tuple[Wrong, ...]:
    """The same on the floor."""
    if block.kind is not Kind.TURN or not before or before[-1].kind is Kind.SETTLE:
        return ()
    if all(b.kind not in WALKING for b in before):
        return ()
    return (("kind", tr("Before a turn, stop and settle. Put a settle block before it.")),)


def _straddle(before: Before, _: Block) -> Iterator[Wrong]:
    if not _clipped_on(before):
        yield "kind", tr("Back on the treadmill, the safety key comes first. Put a prepare block before this one.")


def _turn(before: Before, _: Block) -> Iterator[Wrong]:
    if _on_the_edges(before):
        yield "kind", tr("No turn with the feet on the edges. Put the turn before the straddle block.")
    if not _ready_to_turn(before):
        yield "kind", tr("Before a turn, stop the belt and settle. Put belt_stop and settle blocks before it.")


def _hands(before: Before, block: Block) -> Iterator[Wrong]:
    """There is time to say how to hold the rails."""
    if block.seconds < SHORTEST_HANDS_S and hands_are_told(before, block):
        text = tr("The block is too short to say what to do. Give it at least {0:g} seconds.")
        yield "seconds", text.format(SHORTEST_HANDS_S)


def _walk(before: Before, block: Block) -> Iterator[Wrong]:
    """From one walk to the next facing the other way: every turn step, in order."""
    yield from _hands(before, block)
    since = _since_last_walk(before)
    if since is None or before[-len(since) - 1].facing is block.facing:
        return
    kinds = iter(b.kind for b in since)
    missing = [step for step in TURN_STEPS if step not in kinds]
    if missing:
        text = tr("To walk facing the {0}, the turn steps come first: {1}. Use the macro {2}.")
        macro = "turn_away" if block.facing is Facing.ROOM else "turn_back"
        yield "kind", text.format(block.facing.value, ", ".join(TURN_STEPS), macro)


_ON_THE_TREADMILL: dict[Kind, Callable[[Before, Block], Iterator[Wrong]]] = {
    Kind.STRADDLE: _straddle,
    Kind.TURN: _turn,
    **dict.fromkeys(WALKING, _walk),
}


def _clipped_on(before: Before) -> bool:
    """Whoever stepped off or sat down has been told to clip the safety key on again."""
    for block in reversed(before):
        if block.kind in _OFF_THE_BELT:
            return False
        if block.kind is Kind.PREPARE:
            return True
    return True


def _on_the_edges(before: Before) -> bool:
    """The feet stay on the edges from a straddle block until the belt moves or the person steps off."""
    for block in reversed(before):
        if block.moving or block.kind in _OFF_THE_BELT:
            return False
        if block.kind is Kind.STRADDLE:
            return True
    return False


def _ready_to_turn(before: Before) -> bool:
    """Belt stopped and settled, or nothing has moved yet."""
    moved = [index for index, block in enumerate(before) if block.moving]
    if not moved:
        return True
    kinds = [block.kind for block in before[moved[-1] + 1 :]]
    return Kind.BELT_STOP in kinds and Kind.SETTLE in kinds[kinds.index(Kind.BELT_STOP) :]


def _since_last_walk(before: Before) -> Before | None:
    """The blocks after the last walking block, or ``None`` when there was none."""
    for back, block in enumerate(reversed(before)):
        if block.kind in WALKING:
            return before[len(before) - back :]
    return None
