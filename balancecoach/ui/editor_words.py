"""Plain words for what a plan is made of, and for the sentences of the rules, which speak of a file's words."""

import re
from collections.abc import Callable

from balancecoach.core.plan import KMH_A_MPH, Surface, Units
from balancecoach.core.words import N_, NC_, inside, language, tr, trc
from balancecoach.core.words import number as written
from balancecoach.ui.editor_facts import FieldKind

#: Macros, in the order of the menu.
PARTS: dict[Surface, dict[str, str]] = {
    Surface.TREADMILL: {
        "loosen": N_("Loosen up"),
        "prepare": N_("Get ready"),
        "start_forward": N_("Start the belt"),
        "warm_up": N_("Warm-up"),
        "forward": N_("Forwards"),
        "practice_turn": N_("Practise the turn"),
        "turn_away": N_("Turn to the room"),
        "bouts": N_("Backwards"),
        "seated_break": N_("Seated break"),
        "turn_back": N_("Turn to the console"),
        "cool_down": N_("Cool-down"),
        "end": N_("Step off and sit"),
    },
    Surface.FLOOR: {
        "floor_settle": N_("Stand still"),
        "loosen": N_("Loosen up"),
        "prepare": N_("Get ready"),
        "floor_walk": N_("Forwards"),
        "settle": N_("Stand still"),
        "floor_bouts": N_("Backwards"),
        "floor_turn": N_("Stop and turn"),
        "seated_rest": N_("Sit and rest"),
        "floor_end": N_("Stand, then sit"),
    },
}
_KINDS = {
    "backward": N_("Backwards"),
    "rest": N_("Rest"),
    "slow": N_("Slow down"),
    "belt_stop": N_("Stop the belt"),
    "settle": N_("Stand still"),
    "turn": N_("Turn"),
    "straddle": N_("Feet on edges"),
    "belt_start": N_("Start the belt"),
    "set_speed": N_("Set the speed"),
    "set_slope": N_("Set the slope"),
    "step_off": N_("Step off"),
    "seated_rest": N_("Sit and rest"),
}
_NAMES = {**_KINDS, **PARTS[Surface.FLOOR], **PARTS[Surface.TREADMILL]}
HANDS = {
    "both": NC_("hands", "both"),
    "light": NC_("hands", "fingertips"),
    "one": NC_("hands", "one"),
    "none": NC_("hands", "none"),
}
FACING = {"console": N_("the console"), "room": N_("the room")}
ALONG = {"console": N_("the first way"), "room": N_("the other way")}
TASKS = {
    "": N_("nothing"),
    "animals": N_("animals"),
    "letters": N_("letters"),
    "threes": N_("counting"),
    "items": N_("five words"),
}
_LABELS = {
    "seconds": N_("Time"),
    "rest_seconds": N_("Rest between"),
    "settle_seconds": N_("Stand still for"),
    "seated_seconds": N_("Sit for"),
    "each": N_("How long, one by one"),
    "count": N_("How many"),
    "hands": N_("Hands"),
    "facing": N_("Facing"),
    "incline_percent": N_("Slope, percent"),
    "distance_m": N_("Metres"),
    "task": N_("Talk about"),
    "title": N_("Name"),
    "summary": N_("In a few words"),
    "who": N_("Who it is for"),
    "posture_every_s": N_("Seconds between tips"),
    "surface": N_("Where"),
}
_OF_BOUTS = {"seconds": N_("Each one lasts"), "distance_m": N_("Metres each")}


def part_name(name: str) -> str:
    """What a row is called."""
    return tr(_NAMES[name]) if name in _NAMES else tr("Unknown part")


def hands_word(key: str) -> str:
    """How the rails are held, as it is chosen and typed; one that nobody knows stays."""
    return trc("hands", HANDS[key]) if key in HANDS else key


def field_words(row: str, name: str, units: Units) -> str:
    """What a field is called; one that nobody knows keeps its name."""
    if name == "speed_kmh":
        unit = tr("mph") if units is Units.MPH else tr("km/h")
        return (tr("Speed after it, {0}") if row in ("turn_away", "seated_break") else tr("Speed, {0}")).format(unit)
    if row in ("bouts", "floor_bouts") and name in _OF_BOUTS:
        return tr(_OF_BOUTS[name])
    return tr(_LABELS[name]) if name in _LABELS else name


_EXAMPLES = {
    FieldKind.TIME: N_("Write minutes and seconds, such as 1:30."),
    FieldKind.TIMES: N_("Write one time after another, such as 5:00, 2:00."),
    FieldKind.SPEED: N_("Write it as the treadmill shows it, such as 1.2."),
    FieldKind.COUNT: N_("Write a whole number, such as 3."),
    FieldKind.NUMBER: N_("Write a number, such as 2."),
    FieldKind.HOLDS: N_("Write the words both, fingertips or one, with commas."),
}


def unreadable(kind: FieldKind, words: str, text: str) -> str:
    """A value that is missing, or that is no number or time, "" when that cannot be the trouble."""
    if kind not in _EXAMPLES:
        return ""
    example = tr(_EXAMPLES[kind])
    if not text:
        return tr("“{0}” is empty.").format(words) + " " + example
    return tr("“{0}” cannot be read.").format(text if len(text) <= 40 else text[:40] + "…") + " " + example


_LISTED = "|".join(sorted(_NAMES, key=len, reverse=True))
_MACRO = re.compile(rf"(?:the )?macro ({_LISTED})(?: or ({_LISTED}))?\b")
_BLOCK = re.compile(rf"\b({_LISTED})(?: and ({_LISTED}))? block")
_STEP = re.compile("|".join(rf"\b{name}\b" for name in _NAMES if "_" in name))
_TURN_STEPS = "belt_stop, settle, turn, straddle, belt_start"


def plain(text: str, units: Units = Units.KMH) -> str:
    """A sentence of the rules without the words of a file. Where a translation has others, it stays as it is."""
    text = text.replace(_TURN_STEPS, ", ".join(inside(part_name(name)) for name in _TURN_STEPS.split(", ")))
    if language() == "en":
        text = _MACRO.sub(_quoted("or"), text)
        text = _BLOCK.sub(lambda found: _quoted("and")(found) + " block", text)
    text = _STEP.sub(lambda found: tr("“{0}”").format(part_name(found[0])), text)
    text = text.replace("set_slope", part_name("set_slope"))
    if language() == "en":
        text = re.sub(r"\bblock(s?)\b", r"part\1", text.replace("[[blocks]] table", "part"))
    return _mph(text) if units is Units.MPH else text


def _quoted(between: str) -> Callable[[re.Match[str]], str]:
    def names(found: re.Match[str]) -> str:
        return f" {between} ".join(f"“{part_name(name)}”" for name in found.groups() if name)

    return names


def _mph(text: str) -> str:
    def miles(found: re.Match[str]) -> str:
        speed = round(float(found[2].replace(",", ".")) / KMH_A_MPH, 2)
        return f"{found[1]}{written(speed, 'g')}{found[3].replace('km/h', 'mph')}"

    return re.sub(r"(\b(?:Did you mean )?)(\d+(?:[.,]\d+)?)( km/h|\?)", miles, text)
