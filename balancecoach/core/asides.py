"""Sentences that no plan foresees: paused, stopped, starting the belt again, carrying on, a wobble."""

from balancecoach.core.cue import Cue, Lengths, estimate
from balancecoach.core.layout import REPEAT_AFTER_S, RUN_GAP_S, Line
from balancecoach.core.phrases import Phrase, Tone
from balancecoach.core.plan import SLOWEST_KMH, Block, Facing, Kind, Plan

#: Sentences for what no plan foresees; offsets from the moment it happens.
ASIDES: dict[str, tuple[Tone, tuple[str, ...], bool]] = {
    "paused_moving": (Tone.STOP, ("paused_moving", "stop_now"), True),
    "paused_still": (Tone.REST, ("paused_still",), False),
    "stopped_moving": (Tone.STOP, ("stop_now", "keep_walking", "turn_with_help", "then_sit"), True),
    "stopped_still": (Tone.STOP, ("stay_facing", "turn_with_help", "then_sit"), True),
    "restart_console": (Tone.CHANGE, ("edges", "belt_starting", "step_on"), True),
    "restart_room": (Tone.CHANGE, ("edges", "helper_start", "step_on"), True),
    "carry_on": (Tone.CHANGE, ("carry_on",), False),
    "wobble": (Tone.ATTENTION, ("wobble",), False),
}


def asides(lengths: Lengths = estimate, plan: Plan | None = None) -> dict[str, tuple[Cue, ...]]:
    """The sentences of pause, stop, restart (with the speed of each bout of ``plan``), carrying on, and a wobble."""
    built: dict[str, tuple[Cue, ...]] = {}
    for name, (tone, keys, again) in ASIDES.items():
        line = Line(-1, lengths, 0.0)
        line.run([Phrase(key) for key in keys], tone)
        if again:
            line.free_s += REPEAT_AFTER_S - RUN_GAP_S
            line.run([Phrase(key) for key in keys], tone)
        if not name.startswith("restart_"):
            built[name] = tuple(line.cues)
            continue
        speeds = {_speed_to_set(block) for block in plan.blocks} if plan else set()
        for kmh in (0.0, *sorted(speeds - {0.0})):
            said = [Phrase("set_speed", (kmh,)), Phrase("set_speed", (kmh,))] if kmh else []
            more = Line(-1, lengths, line.free_s)
            more.run([*said, Phrase("press_ready")], Tone.ATTENTION)
            built[f"{name}_{kmh:g}" if kmh else name] = (*line.cues, *more.cues)
    return built


def belt_may_move(block: Block) -> bool:
    """Nobody has said yet that the belt stands: it moves, or a person is just stopping it."""
    return block.moving or block.kind is Kind.BELT_STOP


def aside_for_pause(block: Block) -> str:
    """Which sentences a pause in this block needs."""
    return "paused_moving" if belt_may_move(block) else "paused_still"


def aside_for_stop(block: Block) -> str:
    """Which sentences a stop in this block needs."""
    return "stopped_moving" if belt_may_move(block) else "stopped_still"


def aside_for_restart(block: Block) -> str:
    """Which sentences starting the belt again needs."""
    name = "restart_room" if block.facing is Facing.ROOM else "restart_console"
    kmh = _speed_to_set(block)
    return f"{name}_{kmh:g}" if kmh else name


def _speed_to_set(block: Block) -> float:
    """The speed a helper sets after starting the belt again: only facing the room, and not where a gate asks for it."""
    return block.speed_kmh if block.kind is Kind.BACKWARD and block.speed_kmh > SLOWEST_KMH else 0.0
