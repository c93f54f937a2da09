"""Between what a plan file holds and what is typed. What cannot be read stays as typed, for the rules to refuse."""

import inspect
import math
from typing import Any

from balancecoach.core import macros
from balancecoach.core.plan import KMH_A_MPH, Units, kmh
from balancecoach.core.words import number as number_words
from balancecoach.ui.editor_facts import FieldKind
from balancecoach.ui.editor_words import HANDS, hands_word
from balancecoach.ui.fields import number_from

#: Larger numbers are no plan's; they stay words.
_MOST = 1e6
#: One press of an arrow key.
_STEPS = {FieldKind.TIME: 5.0, FieldKind.SPEED: 0.1, FieldKind.COUNT: 1, FieldKind.NUMBER: 1.0}


def kind_of(name: str, value: object) -> FieldKind:
    """How a field is typed."""
    if name == "each":
        return FieldKind.TIMES
    if name == "hands":
        return FieldKind.HOLDS if isinstance(value, list) else FieldKind.CHOICE
    if name in ("facing", "task"):
        return FieldKind.CHOICE
    if name in ("seconds", "rest_seconds", "settle_seconds", "seated_seconds"):
        return FieldKind.TIME
    kinds = {"speed_kmh": FieldKind.SPEED, "count": FieldKind.COUNT}
    numbers = ("incline_percent", "distance_m", "posture_every_s")
    return kinds.get(name, FieldKind.NUMBER if name in numbers else FieldKind.TEXT)


def value_from(kind: FieldKind, text: str, units: Units) -> Any:
    """The value for the file; ``None`` when nothing is typed."""
    text = text.strip()
    if not text:
        return None
    if kind is FieldKind.TIMES:
        times = [_seconds(part) for part in text.split(",") if part.strip()]
        return text if None in times or not times else times
    if kind is FieldKind.HOLDS:
        return _holds(text)
    number = _seconds(text) if kind is FieldKind.TIME else number_from(text)
    if kind in (FieldKind.TEXT, FieldKind.CHOICE) or number is None or not abs(number) <= _MOST:
        return text
    if kind is FieldKind.SPEED:
        return round(kmh(number, units), 2)
    return int(number) if kind is FieldKind.COUNT and number == int(number) else number


def _seconds(text: str) -> float | None:
    """1:30 or 90; ``None`` for anything else."""
    minutes, colon, rest = text.strip().partition(":")
    if not colon:
        return number_from(text)
    whole, seconds = number_from(minutes), number_from(rest)
    if whole is None or seconds is None or whole != int(whole) or whole < 0 or not 0 <= seconds < 60:
        return None
    return whole * 60 + seconds


def _holds(text: str) -> Any:
    keys = {hands_word(key).lower(): key for key in HANDS} | {key: key for key in HANDS}
    parts = [part.strip().lower() for part in text.split(",") if part.strip()]
    return [keys[part] for part in parts] if parts and all(part in keys for part in parts) else text


def text_of(kind: FieldKind, value: Any, units: Units) -> str:
    """A value as it is typed."""
    if value is None:
        return ""
    if isinstance(value, list):
        each = FieldKind.TIME if kind is FieldKind.TIMES else FieldKind.TEXT
        words = [text_of(each, part, units) for part in value]
        return ", ".join(hands_word(word) if kind is FieldKind.HOLDS else word for word in words)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return str(value)
    if kind is FieldKind.TIME and value >= 0:
        return clock(value)
    if kind is FieldKind.SPEED and units is Units.MPH:
        return number_words(round(value / KMH_A_MPH, 2), "g")
    return number_words(round(value, 3), ".10g")


def clock(seconds: float) -> str:
    """1:30, for any number of seconds; parts of a second are kept."""
    if not math.isfinite(seconds):
        return "–"
    minutes, rest = divmod(round(seconds, 3), 60)
    whole = f"{int(rest):02}"
    part = f"{rest % 1:.3f}".rstrip("0").rstrip(".")[1:]
    return f"{int(minutes)}:{whole}{part}"


def one_step(kind: FieldKind, value: Any, by: int, units: Units) -> Any:
    """One step more or less, never below one step; what is no number stays."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or kind not in _STEPS:
        return value
    step = _STEPS[kind]
    if kind is FieldKind.SPEED and units is Units.MPH:
        return round(kmh(max(step, round(value / KMH_A_MPH, 1) + by * step), units), 2)
    least = 0.0 if kind is FieldKind.NUMBER else step
    return type(value)(max(least, round(value + by * step, 2)))


def default_of(use: str, name: str) -> Any:
    """What a macro takes when a field is left out, ``None`` when it must be given."""
    made = getattr(macros, use, None)
    if made is None:
        return None
    found = inspect.signature(made).parameters.get(name)
    return None if found is None or found.default in (found.empty, (), 0.0) else found.default
