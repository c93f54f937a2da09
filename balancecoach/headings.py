"""The few big words for each block and each step of the way down, used by the session screen and the terminal."""

from msgspec import Struct

from balancecoach.core.cues import TASK_SAID
from balancecoach.core.plan import Block, Facing, Kind, Plan, Surface, Units, shown_speed
from balancecoach.core.script import Script
from balancecoach.core.words import N_, number, tr, trc, trn

_WORDS = {
    Kind.LOOSEN: N_("Loosen up"),
    Kind.PREPARE: N_("Get ready"),
    Kind.FORWARD: N_("Forwards"),
    Kind.BACKWARD: N_("Backwards"),
    Kind.REST: N_("Rest"),
    Kind.SLOW: N_("Slow down"),
    Kind.BELT_STOP: N_("Stop the belt"),
    Kind.SETTLE: N_("Stand still"),
    Kind.STRADDLE: N_("Feet on edges"),
    Kind.BELT_START: N_("Start the belt"),
    Kind.SET_SPEED: N_("Set the speed"),
    Kind.STEP_OFF: N_("Step off"),
    Kind.SEATED_REST: N_("Sit and rest"),
}
#: What a person is asked to do while walking, by the phrase that asked last.
_TASKS = {
    "task_animals": N_("Name animals"),
    "task_letters": N_("Every second letter"),
    "task_threes": N_("Count down in threes"),
    "task_listen": N_("Remember five words"),
    "task_items": N_("Say the five words"),
}


class StepWords(Struct, frozen=True):
    """A step of the way down: what to do, what to ask oneself before pressing, what the button says."""

    act: str
    ask: str
    done: str


_STEPS = {
    "belt": StepWords(N_("Stop the belt. Hold the rails."), N_("Belt fully still?"), N_("Belt is still")),
    "settle": StepWords(N_("Stand still. Hold the rails."), N_("Steady?"), N_("I am steady")),
    "settle_slope": StepWords(
        N_("Hold the rails. Helper: level the belt."), N_("Belt level? Steady?"), N_("Belt is level")
    ),
    "settle_floor": StepWords(N_("Stand still. Hold the rail."), N_("Steady?"), N_("I am steady")),
    "down": StepWords(N_("Turn only with help. Step off, then sit."), N_("Sitting down?"), N_("I am sitting")),
    "down_floor": StepWords(N_("Helper: bring the chair. Then sit."), N_("Sitting down?"), N_("I am sitting")),
    "sit": StepWords(N_("Sit and rest. Tell someone."), N_("Feeling well again?"), N_("I feel well")),
}


def heading(block: Block, surface: Surface = Surface.TREADMILL) -> str:
    """Two or three words that say what happens now."""
    if block.kind is Kind.TURN:
        if surface is Surface.FLOOR:
            return tr("Turn round")
        return tr("Turn to the room") if block.facing is Facing.ROOM else tr("Turn to the console")
    if block.kind is Kind.SET_SLOPE:
        return tr("Set the slope") if block.incline_percent else tr("Make it level")
    return tr(_WORDS[block.kind])


def step_words(step: str) -> StepWords:
    """The words of a step of the way down, a key of ``asides.STEPS``."""
    row = _STEPS[step]
    return StepWords(tr(row.act), tr(row.ask), tr(row.done))


def metres(distance_m: float) -> str:
    """A distance on the floor."""
    return trn("{0:g} metre", "{0:g} metres", distance_m).format(distance_m)


def console_speed(speed_kmh: float, units: Units) -> str:
    """A speed as this treadmill's console shows it."""
    unit = tr("mph") if units is Units.MPH else tr("km/h")
    return f"{number(shown_speed(speed_kmh, units), '.1f')} {unit}"


def belt_words(block: Block, plan: Plan) -> str:
    """The belt's speed and slope in a block; "" on the floor, where there is none."""
    if plan.surface is Surface.FLOOR or block.kind is Kind.LOOSEN:
        return ""
    if block.kind is Kind.SET_SLOPE:
        return tr("Slope {0:g} %").format(block.incline_percent) if block.incline_percent else trc("belt", "Level")
    if not block.moving:
        return tr("Belt off")
    speed = console_speed(block.speed_kmh, plan.units)
    return tr("{0}, slope {1:g} %").format(speed, block.incline_percent) if block.incline_percent else speed


def task_words(script: Script, index: int, elapsed_s: float) -> str:
    """What a person is to talk about at this moment of a block, "" for nothing."""
    block = script.plan.blocks[index]
    if not block.task:
        return ""
    keys = {key for _, key in TASK_SAID[block.task]} | {"task_off"}
    asked = [cue.phrase.key for cue in script.cues[index] if cue.offset_s <= elapsed_s and cue.phrase.key in keys]
    return tr(_TASKS.get(asked[-1], "")) if asked and asked[-1] in _TASKS else ""


def emergency_words(number: str, helper: str) -> tuple[str, str]:
    """Above the number, and below it. Both "" when there is nothing to say."""
    return tr("Emergency call") if number else "", tr("Helper: {0}").format(helper) if helper else ""
