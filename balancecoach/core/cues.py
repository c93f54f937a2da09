"""Which sentences belong to a block, before they are given their times.

A recipe has ``said``: in order, from the block's start (belt and safety sentences once more after 3 s), and for a
timed block also marks counted from its start or its end.
"""

from dataclasses import dataclass

from balancecoach.core.phrases import Phrase, Priority, Tone, entry
from balancecoach.core.plan import Block, Facing, Kind

P = Phrase


@dataclass(frozen=True)
class Recipe:
    """The sentences of one block.

    ``said``: at the start, in order. ``prompt``: after these have been repeated, once. ``tone``: before the first.
    ``warn``: the sentence five seconds before the end ("" for none). ``walk``: room for technique cues.
    """

    said: tuple[Phrase, ...]
    tone: Tone = Tone.CHANGE
    prompt: tuple[Phrase, ...] = ()
    warn: str = ""
    walk: bool = False


FORWARD_HINTS = (
    "one_spot",
    "grow_tall",
    "breathe",
    "shoulders",
    "steady",
    "quiet_feet",
    "chin_level",
    "keep_breathing",
)
BACKWARD_HINTS = (
    "toes_first",
    "grow_tall",
    "one_spot",
    "toe_heel",
    "rails_hips",
    "steady",
    "no_look_behind",
    "breathe",
    "quiet_feet",
    "upright",
    "far_mark",
    "same_speed",
)
SAFETY_BACKWARD = ("too_quick", "drifting", "feeling")


def repeats(phrase: Phrase) -> bool:
    """Safety and belt cues are always said, and said again after 3 s (design 6)."""
    return entry(phrase).priority >= Priority.SAFETY


def recipe(blocks: tuple[Block, ...], index: int) -> Recipe:
    """The sentences of block ``index``."""
    block = blocks[index]
    follows = blocks[index + 1] if index + 1 < len(blocks) else None
    if block.kind in (Kind.FORWARD, Kind.BACKWARD):
        rests = [b.kind for b in blocks[index + 1 : index + 3]] == [Kind.BELT_STOP, Kind.REST]
        return _walking(block, follows, rests)
    if block.kind is Kind.STRADDLE:
        return _straddle(blocks, index)
    if block.kind is Kind.SETTLE:
        if block.part == "end":
            return Recipe((P("all_done"), P("floor_odd")), Tone.REST)
        return Recipe((P("stand_still"), P("dizzy_wait")), Tone.REST)
    if block.kind is Kind.TURN:
        face = P("face_room") if block.facing is Facing.ROOM else P("face_console")
        return Recipe((P("turn_small"), P("one_hand"), face), prompt=(P("press_ready"),))
    if block.kind is Kind.SET_SPEED:
        said = (P("set_speed", (block.speed_kmh,)),)
        return Recipe(said, prompt=(*_next_bout(blocks, index), P("press_ready")))
    return _plain(block, follows)


def _straddle(blocks: tuple[Block, ...], index: int) -> Recipe:
    """Feet on the edges. After a turn to the room the key's cord must be clear of the legs (evidence 3.0, step 5)."""
    before = blocks[index - 1] if index else None
    if before is not None and before.kind is Kind.TURN and before.facing is Facing.ROOM:
        said: tuple[Phrase, ...] = (P("edges"), P("clip_behind"))
    else:
        said = (P("edges"),)
    speed_later = any(b.kind is Kind.SET_SPEED for b in blocks[index + 1 : index + 3])
    ahead = () if speed_later else _next_bout(blocks, index)
    return Recipe(said, prompt=(*ahead, P("press_ready")))


def _plain(block: Block, follows: Block | None) -> Recipe:
    """Blocks whose words do not depend on their neighbours."""
    ready = (P("press_ready"),)
    if block.kind is Kind.PREPARE:
        return Recipe((P("welcome"), P("if_unsure")), prompt=ready)
    if block.kind is Kind.BELT_STOP:
        return Recipe((P("stop_belt"),), Tone.STOP, prompt=(P("belt_still_ready"),))
    if block.kind is Kind.BELT_START:
        start = P("helper_start") if block.facing is Facing.ROOM else P("belt_starting")
        return Recipe((start, P("step_on")), prompt=ready)
    if block.kind is Kind.REST:
        return Recipe((P("rest"),), Tone.REST, warn="five", walk=False)
    if block.kind is Kind.SLOW:
        return Recipe((P("slow_down"),), warn=_warn(follows))
    if block.kind is Kind.STEP_OFF:
        return Recipe((P("step_off"),), prompt=ready)
    return Recipe((P("sit"),), Tone.REST)


def _warn(follows: Block | None) -> str:
    """Told to stop the belt only when that is what comes."""
    return "five_stop" if follows is not None and follows.kind is Kind.BELT_STOP else "five"


def _walking(block: Block, follows: Block | None, rests: bool) -> Recipe:
    warn = _warn(follows)
    if block.kind is Kind.BACKWARD:
        return Recipe((P("backward"),), warn="pips" if rests else warn, walk=True)
    start = {"warm_up": "warm_up", "cool_down": "cool_down"}.get(block.part, "forward")
    return Recipe((P(start),), warn=warn, walk=True)


def _next_bout(blocks: tuple[Block, ...], index: int) -> tuple[Phrase, ...]:
    """What comes, when it is a backward bout."""
    for block in blocks[index + 1 :]:
        if block.kind is Kind.BACKWARD:
            if block.seconds >= 60 and block.seconds % 60 == 0:
                return (P("next_bout_min", (block.seconds / 60,)),)
            return (P("next_bout_s", (block.seconds,)),)
        if block.kind not in (Kind.BELT_START, Kind.SET_SPEED):
            return ()
    return ()
