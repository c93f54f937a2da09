"""Which sentences belong to a block, before they are given their times.

A recipe has ``said``: in order, from the block's start (belt and safety sentences once more after 3 s), and for a
timed block also marks counted from its start or its end.
"""

from collections.abc import Callable

from msgspec import Struct

from balancecoach.core.phrases import ENTRIES, Phrase, Priority, Tone
from balancecoach.core.plan import BeltControl, Block, Facing, Kind, Plan, Surface, hands_are_told, shown_speed

P = Phrase


class Recipe(Struct, frozen=True):
    """The sentences of one block.

    ``said``: at the start, in order. ``prompt``: after these have been repeated, once. ``tone``: before the first.
    ``warn``: the sentence five seconds before the end ("" for none). ``walk``: room for technique cues.
    ``spread_s``: seconds from the start of one sentence to the next, 0 to say them one after another.
    """

    said: tuple[Phrase, ...]
    tone: Tone = Tone.CHANGE
    prompt: tuple[Phrase, ...] = ()
    warn: str = ""
    walk: bool = False
    spread_s: float = 0.0


#: The least important: technique cues above all.
HINTS = frozenset(key for key, row in ENTRIES.items() if row.priority is Priority.HINT)
#: Safety and belt cues are always said, and said again after 3 s (design 6).
_REPEATED = frozenset(key for key, row in ENTRIES.items() if row.priority >= Priority.SAFETY)
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
#: On the floor: no belt to keep up with, one rail.
FLOOR_HINTS = ("toes_first", "grow_tall", "one_spot", "toe_heel", "no_look_behind", "breathe", "quiet_feet", "upright")
SAFETY_FLOOR = ("feeling", "wobble")
LOOSEN = Recipe(
    (P("loosen"), P("loosen_neck"), P("loosen_shoulders"), P("loosen_back"), P("breathe")),
    Tone.CHANGE,
    spread_s=10.0,
)
#: What is said, and how many seconds into each half-minute of talking (evidence 3.10).
TASK_SAID: dict[str, tuple[tuple[float, str], ...]] = {
    "animals": ((0.0, "task_animals"),),
    "letters": ((0.0, "task_letters"),),
    "threes": ((0.0, "task_threes"),),
    "items": ((0.0, "task_listen"), (12.0, "task_items")),
}


#: "Next up", by the kind of the block that follows; where none is named: "change coming".
_COMING: dict[Kind, str] = {
    Kind.FORWARD: "next_forward",
    Kind.BACKWARD: "next_backward",
    Kind.REST: "next_rest",
    Kind.SLOW: "next_slow",
    Kind.BELT_STOP: "next_stop",
    Kind.SETTLE: "next_still",
    Kind.TURN: "next_turn",
    Kind.STRADDLE: "next_start",
    Kind.BELT_START: "next_start",
    Kind.SET_SPEED: "next_speed",
    Kind.SET_SLOPE: "next_slope",
    Kind.SEATED_REST: "next_sit",
}


def coming(plan: Plan, index: int, *, named: bool) -> Phrase:
    """The warning fifteen seconds before the end of a block. ``named``: with what comes next."""
    follows = plan.blocks[index + 1].kind if named and index + 1 < len(plan.blocks) else None
    return P(_COMING.get(follows, "fifteen") if follows else "fifteen")


def time_left(seconds: int) -> Phrase:
    """How long a walk goes on; ``seconds``: a multiple of 30."""
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return P("left_s", (seconds,))
    return P("left_half" if rest else "left_min", (minutes,))


def repeats(phrase: Phrase) -> bool:
    """Whether it is said again after 3 s."""
    return phrase.key in _REPEATED


def recipe(plan: Plan, index: int) -> Recipe:
    """The sentences of block ``index``."""
    block = plan.blocks[index]
    if plan.surface is Surface.FLOOR and block.kind is not Kind.LOOSEN:
        return _on_floor(plan.blocks, index)
    made = _TREADMILL[block.kind]
    return made if isinstance(made, Recipe) else made(plan, index)


def speed_to_set(plan: Plan, speed_kmh: float) -> Phrase:
    """Who sets the belt to which number on the console, facing the room."""
    key = "button_speed" if plan.control is BeltControl.REMOTE else "set_speed"
    return P(key, (shown_speed(speed_kmh, plan.units),))


def belt_stop(plan: Plan, block: Block) -> Phrase:
    """Who stops the belt: facing the console the person can."""
    if block.facing is Facing.CONSOLE:
        return P("stop_belt")
    return P("button_stop" if plan.control is BeltControl.REMOTE else "helper_stop")


def belt_start(plan: Plan, facing: Facing) -> Phrase:
    """Who starts the belt."""
    if facing is Facing.CONSOLE:
        return P("belt_starting")
    return P("button_start" if plan.control is BeltControl.REMOTE else "helper_start")


def _on_floor(blocks: tuple[Block, ...], index: int) -> Recipe:
    """No belt, no console: a rail, a helper beside, and marks on the floor."""
    block = blocks[index]
    ready = (P("press_ready"),)
    if block.kind is Kind.PREPARE:
        return Recipe((P("floor_welcome"), P("floor_helper"), P("if_unsure")), prompt=ready)
    if block.kind in (Kind.FORWARD, Kind.BACKWARD):
        start = {"floor_back": "floor_return"}.get(block.part, "floor_forward")
        said = P("floor_backward" if block.kind is Kind.BACKWARD else start)
        if block.distance_m:
            return Recipe((said,), prompt=(P("floor_at_mark"),))
        careful = (P("task_unsteady"),) if block.task else ()
        return Recipe((said, *careful), warn="five_still", walk=True)
    if block.kind is Kind.TURN:
        return Recipe((P("turn_small"), P("floor_hand"), P("floor_turn")), prompt=ready)
    if block.kind is Kind.SETTLE:
        if block.part == "end":
            return Recipe((P("floor_done"),), Tone.REST)
        return Recipe((P("floor_stop"), P("dizzy_wait")), Tone.REST)
    if block.kind is Kind.REST:
        return Recipe((P("floor_rest"),), Tone.REST, warn="five")
    return Recipe((P("sit"),), Tone.REST)


_READY = (P("press_ready"),)


def _prepare(plan: Plan, index: int) -> Recipe:
    if plan.blocks[index].part == "seated_break":
        return Recipe((P("stand_up"), P("clip_again"), P("if_unsure")), prompt=_READY)
    return Recipe((P("welcome"), P("if_unsure")), prompt=_READY)


def _settle(plan: Plan, index: int) -> Recipe:
    if plan.blocks[index].part == "end":
        return Recipe((P("all_done"), P("floor_odd")), Tone.REST)
    return Recipe((P("stand_still"), P("dizzy_wait")), Tone.REST)


def _turn(plan: Plan, index: int) -> Recipe:
    face = P("face_room") if plan.blocks[index].facing is Facing.ROOM else P("face_console")
    return Recipe((P("turn_small"), P("one_hand"), face), prompt=_READY)


def _straddle(plan: Plan, index: int) -> Recipe:
    """Feet on the edges. After a turn to the room the key's cord must be clear of the legs (evidence 3.0, step 5)."""
    before = plan.blocks[index - 1] if index else None
    said: tuple[Phrase, ...] = (P("edges"),)
    if before is not None and before.kind is Kind.TURN and before.facing is Facing.ROOM:
        said = (P("edges"), P("clip_behind"))
    return Recipe(said, prompt=(*_ahead(plan.blocks, index + 1), *_READY))  # the belt_start is next


def _belt_start(plan: Plan, index: int) -> Recipe:
    return Recipe((belt_start(plan, plan.blocks[index].facing), P("step_on")), prompt=_READY)


def _belt_stop(plan: Plan, index: int) -> Recipe:
    return Recipe((belt_stop(plan, plan.blocks[index]),), Tone.STOP, prompt=(P("belt_still_ready"),))


def _set_speed(plan: Plan, index: int) -> Recipe:
    said = speed_to_set(plan, plan.blocks[index].speed_kmh)
    return Recipe((said,), prompt=(*_ahead(plan.blocks, index), *_READY))


def _set_slope(plan: Plan, index: int) -> Recipe:
    slope = plan.blocks[index].incline_percent
    said = P("set_slope", (slope,)) if slope else P("level_belt")
    return Recipe((said, P("keep_pace")), prompt=(*_ahead(plan.blocks, index), *_READY))


def _slow(plan: Plan, index: int) -> Recipe:
    return Recipe((P("slow_down"), *_hands(plan.blocks, index)), warn=_warn(plan.blocks, index))


def _forward(plan: Plan, index: int) -> Recipe:
    block = plan.blocks[index]
    start = {"warm_up": "warm_up", "cool_down": "cool_down"}.get(block.part, "forward")
    return Recipe((P(start), *_how(plan.blocks, index)), warn=_warn(plan.blocks, index), walk=True)


def _backward(plan: Plan, index: int) -> Recipe:
    rests = [b.kind for b in plan.blocks[index + 1 : index + 3]] == [Kind.BELT_STOP, Kind.REST]
    warn = "pips" if rests else _warn(plan.blocks, index)
    return Recipe((P("backward"), *_how(plan.blocks, index)), warn=warn, walk=True)


#: Of each kind of block on a treadmill.
_TREADMILL: dict[Kind, Recipe | Callable[[Plan, int], Recipe]] = {
    Kind.LOOSEN: LOOSEN,
    Kind.PREPARE: _prepare,
    Kind.FORWARD: _forward,
    Kind.BACKWARD: _backward,
    Kind.REST: Recipe((P("rest"),), Tone.REST, warn="five"),
    Kind.SLOW: _slow,
    Kind.BELT_STOP: _belt_stop,
    Kind.SETTLE: _settle,
    Kind.TURN: _turn,
    Kind.STRADDLE: _straddle,
    Kind.BELT_START: _belt_start,
    Kind.SET_SPEED: _set_speed,
    Kind.SET_SLOPE: _set_slope,
    Kind.STEP_OFF: Recipe((P("step_off"),), prompt=_READY),
    Kind.SEATED_REST: Recipe((P("sit"),), Tone.REST),
}


def _warn(blocks: tuple[Block, ...], index: int) -> str:
    """What comes, when it is the belt's stop: facing the room nobody should reach for it."""
    follows = blocks[index + 1] if index + 1 < len(blocks) else None
    if follows is None or follows.kind is not Kind.BELT_STOP:
        return "five"
    return "five_belt" if follows.facing is Facing.ROOM else "five_stop"


def _how(blocks: tuple[Block, ...], index: int) -> tuple[Phrase, ...]:
    """How to hold on, and whether to stop talking."""
    hands = _hands(blocks, index)
    return (*hands, P("task_unsteady")) if blocks[index].task else hands


def _hands(blocks: tuple[Block, ...], index: int) -> tuple[Phrase, ...]:
    """How to hold the rails, where that is told."""
    block = blocks[index]
    return (P(f"hands_{block.hands.value}"),) if hands_are_told(blocks[:index], block) else ()


def _ahead(blocks: tuple[Block, ...], index: int) -> tuple[Phrase, ...]:
    """A backward bout is announced once: by the last gate before it that is not the start of the belt."""
    follows = blocks[index + 1].kind if index + 1 < len(blocks) else None
    return () if follows in (Kind.SET_SPEED, Kind.SET_SLOPE) else _next_bout(blocks, index)


def _next_bout(blocks: tuple[Block, ...], index: int) -> tuple[Phrase, ...]:
    """What comes, when it is a backward bout."""
    for block in blocks[index + 1 :]:
        if block.kind is Kind.BACKWARD:
            if block.seconds >= 60 and block.seconds % 60 == 0:
                return (P("next_bout_min", (block.seconds / 60,)),)
            return (P("next_bout_s", (block.seconds,)),)
        if block.kind not in (Kind.BELT_START, Kind.SET_SPEED, Kind.SET_SLOPE):
            return ()
    return ()
