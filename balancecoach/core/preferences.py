"""What is set for this machine: how it looks and sounds, which buttons do what. A person's own voice, pace and text
size are with the person."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from msgspec import Struct, field
from msgspec.structs import fields


class Theme(StrEnum):
    """How screens look. ``SYSTEM`` follows the colour scheme and contrast that the computer is set to."""

    SYSTEM = "system"
    PAPER = "paper"
    DARK = "dark"
    YELLOW = "yellow"  # yellow on black


class SoundMode(StrEnum):
    """What is heard of a cue."""

    BOTH = "both"
    TONES = "tones"
    VOICE = "voice"


#: Seconds between two "time left" sentences (peers b2: 15 to 120 s on a cadence); 0 for none.
TIME_LEFT_EVERY_S = (0, 30, 60, 120)
#: Seconds of silence before each cue, for loudspeakers that fall asleep (peers b6: about half a second).
LEAD_INS_S = (0.0, 0.5, 1.0)
LEAST_DISTANCE_M, MOST_DISTANCE_M = 0.5, 6.0
LEAST_INCHES, MOST_INCHES = 7.0, 100.0


class Speaking(Struct, frozen=True):
    """What is spoken besides what must be: time left in a walk, halfway, and what comes next in the last warning."""

    time_left_every_s: int = 0
    halfway: bool = True
    next_up: bool = False


class Preferences(Struct, frozen=True):
    """``language``: its code, "" for the computer's. ``display``: id of the screen for sessions (``ui/displays.py``),
    "" for wherever the window is. ``output``: name of the sound output, "" for the system's own. ``volume``: 0 to 1.
    ``distance_m``: from the eyes to the screen, ``screen_inches``: its diagonal, ``None`` while not known. ``keys``:
    action -> names of the buttons chosen for it.
    """

    theme: Theme = Theme.SYSTEM
    language: str = ""
    display: str = ""
    output: str = ""
    volume: float = 1.0
    lead_in_s: float = 0.0
    sound: SoundMode = SoundMode.BOTH
    time_left_every_s: int = 0
    halfway: bool = True
    next_up: bool = False
    distance_m: float = 3.0
    screen_inches: float | None = None
    checked: bool = False  # the sound and sight check was done
    stays_on: bool = False  # a person said that the computer never goes dark by itself: no more warnings
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def speaking(self) -> Speaking:
        """What is spoken besides what must be."""
        return Speaking(self.time_left_every_s, self.halfway, self.next_up)


def to_json(preferences: Preferences) -> dict[str, Any]:
    """As kept."""
    kept = {row.name: getattr(preferences, row.name) for row in fields(preferences)}
    return {**kept, "keys": {action: list(names) for action, names in preferences.keys.items()}}


def from_json(found: object) -> Preferences:
    """As read; whatever is missing, unknown or out of range is the default."""
    default = Preferences()
    kept = found if isinstance(found, dict) else {}
    inches = kept.get("screen_inches")
    return Preferences(
        theme=_one_of(Theme, kept.get("theme"), default.theme),
        language=_text(kept.get("language")),
        display=_text(kept.get("display")),
        output=_text(kept.get("output")),
        volume=_number(kept.get("volume"), 0.0, 1.0, default.volume),
        lead_in_s=_choice(kept.get("lead_in_s"), LEAD_INS_S),
        sound=_one_of(SoundMode, kept.get("sound"), default.sound),
        time_left_every_s=_choice(kept.get("time_left_every_s"), TIME_LEFT_EVERY_S),
        halfway=kept.get("halfway") is not False,
        next_up=kept.get("next_up") is True,
        distance_m=_number(kept.get("distance_m"), LEAST_DISTANCE_M, MOST_DISTANCE_M, default.distance_m),
        screen_inches=None if inches is None else _number(inches, LEAST_INCHES, MOST_INCHES, 0.0) or None,
        checked=kept.get("checked") is True,
        stays_on=kept.get("stays_on") is True,
        keys=MappingProxyType(_keys(kept.get("keys"))),
    )


def _one_of(kind: Any, value: object, default: Any) -> Any:
    return kind(value) if value in [each.value for each in kind] else default


def _text(value: object) -> str:
    return value if isinstance(value, str) and len(value) <= 200 else ""


def _number(value: object, least: float, most: float, default: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        return default
    return float(value)


def _choice(value: object, known: tuple[Any, ...]) -> Any:
    return value if value in known and not isinstance(value, bool) else known[0]


def _keys(found: object) -> dict[str, tuple[str, ...]]:
    if not isinstance(found, dict):
        return {}
    rows = ((str(action), names) for action, names in found.items() if isinstance(names, list))
    return {
        action: tuple(name for name in names if isinstance(name, str) and len(name) <= 40) for action, names in rows
    }
