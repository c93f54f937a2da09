"""Sentences that no plan foresees: paused, stopped, starting the belt again, carrying on, a wobble, time left."""

from balancecoach.core.cue import Cue, Lengths, Measured, estimate
from balancecoach.core.cues import belt_start, speed_to_set
from balancecoach.core.line import REPEAT_AFTER_S, RUN_GAP_S, Line
from balancecoach.core.phrases import Phrase, Tone
from balancecoach.core.plan import SLOWEST_KMH, Block, Facing, Kind, Plan, Surface
from balancecoach.core.time_left import left_asides

#: Sentences for what no plan foresees, said from the moment it happens: tone, words, whether all is said once more.
ASIDES: dict[str, tuple[Tone, tuple[str, ...], bool]] = {
    "paused_moving": (Tone.STOP, ("paused_moving", "stop_now"), True),
    "paused_still": (Tone.REST, ("paused_still",), True),
    "paused_floor": (Tone.REST, ("paused_floor",), True),
    "paused_off": (Tone.REST, ("paused_off",), False),
    "carry_on": (Tone.CHANGE, ("carry_on",), False),
    "carry_on_floor": (Tone.CHANGE, ("carry_on_floor",), False),
    "carry_on_floor_forward": (Tone.CHANGE, ("floor_forward",), False),
    "carry_on_floor_backward": (Tone.CHANGE, ("floor_backward",), False),
    "carry_on_off": (Tone.CHANGE, ("carry_on_off",), False),
    "wobble": (Tone.ATTENTION, ("wobble",), False),  # the block goes on with its own cues, so once
}
#: The way down after a stop (ABORT, evidence 3.0), a person confirms each step: tone, words, and a last word.
STEPS: dict[str, tuple[Tone, tuple[str, ...], str]] = {
    "belt": (Tone.STOP, ("stop_now", "keep_walking"), "belt_still_ready"),
    "settle": (Tone.REST, ("stay_facing",), "press_ready"),
    "settle_slope": (Tone.REST, ("stay_facing", "level_belt"), "press_ready"),
    "settle_floor": (Tone.REST, ("floor_settle",), "press_ready"),
    "down": (Tone.CHANGE, ("turn_with_help", "then_sit"), "press_sitting"),
    "down_floor": (Tone.CHANGE, ("floor_chair",), "press_sitting"),
    "sit": (Tone.REST, ("rest_five", "still_unwell"), ""),
}
#: ABORT, evidence 3.0: settle at least 0:30, seated rest 5:00.
LEAST_SETTLE_S = 30.0
SEATED_REST_S = 300.0
#: In these nobody stands on the belt or walks: they loosen up beside it, or sit.
_OFF = frozenset({Kind.LOOSEN, Kind.SEATED_REST})


def asides(lengths: Lengths = estimate, plan: Plan | None = None) -> dict[str, tuple[Cue, ...]]:
    """Pause, stop, restart (with the speed of each bout of ``plan``), carrying on, a wobble, and time left."""
    plan, measured = plan or Plan("", "", ()), Measured(lengths)
    built: dict[str, tuple[Cue, ...]] = {}
    for name, (tone, keys, again) in ASIDES.items():
        built[name] = tuple(_said(measured, tone, tuple(Phrase(key) for key in keys), again).cues)
    for name, (tone, keys, last) in STEPS.items():
        line = _said(measured, tone, tuple(Phrase(key) for key in keys), True)
        if last:
            if name.startswith("settle"):  # nobody is told to press before pressing helps
                line.free_s = max(line.free_s, LEAST_SETTLE_S)
            line.run([Phrase(last)], Tone.ATTENTION)
        built[f"stop_{name}"] = tuple(line.cues)
    slowest_kmh = _slowest_kmh(plan)
    speeds = sorted({0.0, *(_speed_to_set(block, slowest_kmh) for block in plan.blocks)})
    for facing in Facing:
        said = (Phrase("edges"), belt_start(plan, facing), Phrase("step_on"))
        started = _said(measured, Tone.CHANGE, said, True)
        for kmh in speeds:
            line = started.copy()
            speed = [speed_to_set(plan, kmh)] * 2 if kmh else []
            line.run([*speed, Phrase("press_ready")], Tone.ATTENTION)
            built[_restart(facing, kmh)] = tuple(line.cues)
    return built | left_asides(measured, plan, SEATED_REST_S)


def _said(lengths: Measured, tone: Tone, phrases: tuple[Phrase, ...], again: bool) -> Line:
    line = Line(-1, lengths, 0.0)
    line.run(phrases, tone)
    if again:
        line.free_s += REPEAT_AFTER_S - RUN_GAP_S
        line.run(phrases, tone)
    return line


def belt_may_move(block: Block) -> bool:
    """Nobody has said yet that the belt stands: it moves, or a person is just stopping it."""
    return block.moving or block.kind is Kind.BELT_STOP


def aside_for_pause(plan: Plan, block: Block) -> str:
    """Which sentences a pause in this block needs."""
    if block.kind in _OFF:
        return "paused_off"
    if plan.surface is Surface.FLOOR:
        return "paused_floor"
    return "paused_moving" if belt_may_move(block) else "paused_still"


def aside_for_carrying_on(plan: Plan, block: Block) -> str:
    """Which sentences carrying on needs, where nothing has to be started. On the floor walking has to be."""
    if block.kind in _OFF:
        return "carry_on_off"
    if plan.surface is not Surface.FLOOR:
        return "carry_on"
    return {
        Kind.FORWARD: "carry_on_floor_forward",
        Kind.BACKWARD: "carry_on_floor_backward",
    }.get(block.kind, "carry_on_floor")


def steps_for_stop(plan: Plan, block: Block) -> tuple[str, ...]:
    """The way down from this block, step by step: keys of ``STEPS``. Whoever sits stays sitting."""
    if block.kind is Kind.SEATED_REST:
        return ("sit",)
    if plan.surface is Surface.FLOOR or block.kind is Kind.LOOSEN:
        return ("settle_floor", "down_floor", "sit")
    # While the slope is changed it may be there still, also on the way to level.
    settle = "settle_slope" if block.incline_percent or block.kind is Kind.SET_SLOPE else "settle"
    return ("belt", settle, "down", "sit") if belt_may_move(block) else (settle, "down", "sit")


def aside_for_restart(plan: Plan, block: Block) -> str:
    """Which sentences starting the belt again needs."""
    return _restart(block.facing, _speed_to_set(block, _slowest_kmh(plan)))


def _restart(facing: Facing, kmh: float) -> str:
    return f"restart_{facing.value}" + (f"_{kmh:g}" if kmh else "")


def _slowest_kmh(plan: Plan) -> float:
    """What the belt starts with in this plan."""
    return min((b.speed_kmh for b in plan.blocks if b.kind is Kind.BELT_START), default=SLOWEST_KMH)


def _speed_to_set(block: Block, slowest_kmh: float) -> float:
    """The speed a helper sets after starting the belt again: only facing the room, and not where a gate asks for it."""
    unasked = block.facing is Facing.ROOM and block.kind in (Kind.BACKWARD, Kind.SET_SLOPE)
    return block.speed_kmh if unasked and block.speed_kmh > slowest_kmh else 0.0
