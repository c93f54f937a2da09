"""A programme: weeks of sessions, and ``expand``, which makes one week's plan for one person.

A programme's speeds are ceilings: a plan gets the lowest of them, the person's own speed and the person's limit
(evidence 3). What a week is made of is written with the macros of ``core/macros.py`` only, so that no programme can
leave out a step of a turn.
"""

import math
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from balancecoach.core import macros
from balancecoach.core.plan import (
    HOME,
    SLOWEST_KMH,
    BeltControl,
    Block,
    Hands,
    Kind,
    Limits,
    Plan,
    Surface,
    Units,
    shown_speed,
    totals,
)
from balancecoach.core.words import N_, tr


class Setting(StrEnum):
    """Where, and with whom, a programme may be walked (evidence 3)."""

    HOME = "home"
    HELPER = "home with helper"
    PHYSIO = "physio approval"
    CLINIC = "clinic only"


SETTING_WORDS = {
    Setting.HOME: N_("At home"),
    Setting.HELPER: N_("At home, always with a helper"),
    Setting.PHYSIO: N_("When a physio has approved it"),
    Setting.CLINIC: N_("In a clinic, with a physio"),
}


class Strength(StrEnum):
    """How far a source carries."""

    REVIEW = "review"
    TRIAL = "trial"
    SMALL = "small study"
    ADVICE = "advice"
    ARTICLE = "article"
    DESIGN = "design"


STRENGTH_WORDS = {
    Strength.REVIEW: N_("Strong: many studies taken together"),
    Strength.TRIAL: N_("Fair: people were put into groups by chance"),
    Strength.SMALL: N_("Weak: a small study"),
    Strength.ADVICE: N_("Weak: what experts advise"),
    Strength.ARTICLE: N_("Weak: an article, not a study"),
    Strength.DESIGN: N_("Our own choice: no study has tested it"),
}


class Source(Struct, frozen=True):
    """Where something comes from, and how strong that is."""

    text: str
    strength: Strength


class Step(Struct, frozen=True):
    """One macro of a week and its values, as written in the file."""

    use: str
    values: Mapping[str, Any] = field(default_factory=dict)


class Week(Struct, frozen=True):
    """One week's session. ``approval``: a physio has to agree to this week. ``summary``: in a few words."""

    steps: tuple[Step, ...]
    summary: str = ""
    posture_every_s: float = 45.0
    approval: bool = False


class Programme(Struct, frozen=True):
    """Weeks of sessions. ``sessions_a_week``: fewest and most. ``then``: ids of what may follow."""

    id: str
    title: str
    setting: Setting
    weeks: tuple[Week, ...]
    summary: str = ""
    who: str = ""
    surface: Surface = Surface.TREADMILL
    sessions_a_week: tuple[int, int] = (2, 3)
    limits: Limits = HOME
    sources: tuple[Source, ...] = ()
    then: tuple[str, ...] = ()

    @property
    def backward(self) -> bool:
        """True when any week is walked backwards."""
        backward = ("turn_away", "bouts", "seated_break", "floor_bouts")
        return any(step.use in backward for week in self.weeks for step in week.steps)


class Walker(Struct, frozen=True):
    """What ``expand`` needs to know of a person and a treadmill.

    ``speed_kmh``: of backward bouts now. ``forward_kmh``: comfortable forward speed. ``baseline_kmh``: entered by a
    physio (evidence 3.11). ``hands``: the least support this person may use. ``slowest_kmh``: of the belt.
    """

    speed_kmh: float = 1.0
    limits: Limits = HOME
    forward_kmh: float | None = None
    baseline_kmh: float | None = None
    hands: Hands = Hands.ONE
    control: BeltControl = BeltControl.HELPER
    units: Units = Units.KMH
    loosen: bool = True
    slowest_kmh: float = SLOWEST_KMH


#: Left out where nothing is walked backwards.
_ABOUT_TURNING = ("turn_away", "turn_back", "seated_break")
#: From firm to light.
_FIRM = (Hands.BOTH, Hands.LIGHT, Hands.ONE, Hands.NONE)
_HELD_WITH_ONE = ("floor_walk", "floor_bouts")  # where a programme says nothing else
_WITH_SLOWEST = ("start_forward", "cool_down", "turn_away", "turn_back", "bouts", "seated_break", "practice_turn")


def too_slow(programme: Programme, week: int, walker: Walker) -> str:
    """Why no plan can be made for this person, "" when one can. Never rounded up to the belt's slowest: refer."""
    walker = _held_down(walker, programme.limits)
    for step in programme.weeks[week - 1].steps:
        if step.use != "bouts":
            continue
        if "percent_of_baseline" in step.values and walker.baseline_kmh is None:
            return tr("A physio has to enter the baseline speed first.")
        if _bout_kmh(step, walker) < walker.slowest_kmh and "percent_of_usual" not in step.values:
            return tr("The safe speed is below the belt's slowest. Ask a physio; do not walk faster.")
    slow = walker.forward_kmh is not None and walker.forward_kmh < walker.slowest_kmh
    if slow and programme.surface is Surface.TREADMILL:
        return tr("The comfortable forward speed is below the belt's slowest. Ask a physio.")
    return ""


def expand(programme: Programme, week: int, walker: Walker) -> Plan:
    """The plan of one week (from 1) for one person. Ask ``too_slow`` first: below the belt's slowest nothing is raised.

    Raises ``IndexError`` for a week that there is not.
    """
    if not 1 <= week <= len(programme.weeks):
        raise IndexError(f"{programme.id} has no week {week}")
    chosen = programme.weeks[week - 1]
    blocks = tuple(_blocks(chosen.steps, _held_down(walker, programme.limits)))
    return Plan(
        f"{programme.id}-week{week}" if len(programme.weeks) > 1 else programme.id,
        _title(programme, week),
        blocks,
        chosen.summary or describe(blocks, walker.units),
        programme.who,
        tuple(source.text for source in programme.sources),
        chosen.posture_every_s,
        programme.surface,
        walker.control,
        walker.units,
        programme.id,
        week,
    )


def _held_down(walker: Walker, limits: Limits) -> Walker:
    """To the programme's own limits as well: a share of a fast walk may be more than its file says that it asks for."""
    own = walker.limits
    backward, slope = min(own.backward_kmh, limits.backward_kmh), min(own.incline_percent, limits.incline_percent)
    return replace(walker, limits=replace(own, backward_kmh=backward, incline_percent=slope))


def _title(programme: Programme, week: int) -> str:
    if len(programme.weeks) == 1:
        return programme.title
    return tr("{0}, week {1}").format(programme.title, week)


def _blocks(steps: tuple[Step, ...], walker: Walker) -> Iterable[Block]:
    if _in_forward(steps, walker):
        steps = tuple(_forward_instead(step, walker) for step in steps if step.use not in _ABOUT_TURNING)
    for index, step in enumerate(steps):
        if step.use == "loosen" and not walker.loosen:
            continue
        yield from build(step.use, _values(steps, index, walker))


def build(use: str, values: Mapping[str, Any]) -> tuple[Block, ...]:
    """The blocks of one macro."""
    made: tuple[Block, ...] = getattr(macros, use)(**values)
    return made


def _values(steps: tuple[Step, ...], index: int, walker: Walker) -> dict[str, Any]:
    """A step's values with this person's speeds and hands in them."""
    step = steps[index]
    values = {name: value for name, value in step.values.items() if not name.startswith("percent_of_")}
    if step.use in ("turn_away", "seated_break"):
        ahead = next((s for s in steps[index + 1 :] if s.use == "bouts"), None)
        values["speed_kmh"] = _bout_kmh(ahead, walker) if ahead else walker.slowest_kmh
    elif step.use == "bouts":
        values["speed_kmh"] = _bout_kmh(step, walker)
    elif "speed_kmh" in values:
        forward = walker.limits.forward_kmh if walker.forward_kmh is None else walker.forward_kmh
        values["speed_kmh"] = max(walker.slowest_kmh, _tenths(min(values["speed_kmh"], forward)))
    if step.use in _HELD_WITH_ONE:
        values.setdefault("hands", Hands.ONE)
    if "hands" in values:
        values["hands"] = _firmer(values["hands"], walker.hands)
    if step.use in _WITH_SLOWEST:
        values["slowest_kmh"] = walker.slowest_kmh
    return values


def _bout_kmh(step: Step, walker: Walker) -> float:
    """The speed of backward bouts: the lowest of the programme's, the person's and the limit, in tenths."""
    usual, baseline = step.values.get("percent_of_usual"), step.values.get("percent_of_baseline")
    if baseline is not None:
        wanted = (walker.baseline_kmh or 0.0) * baseline / 100
    elif usual is not None:
        wanted = walker.speed_kmh * usual / 100
    else:
        wanted = min(step.values["speed_kmh"], walker.speed_kmh)
    limit = walker.limits.backward_kmh
    return min(_tenths(min(wanted, limit)), limit)  # a limit a hair below a tenth stays a limit


def _in_forward(steps: tuple[Step, ...], walker: Walker) -> bool:
    """Evidence 3.10: when 75 % is under the belt's minimum, the task is done in forward walking instead."""
    return any("percent_of_usual" in s.values and _bout_kmh(s, walker) < walker.slowest_kmh for s in steps)


def _forward_instead(step: Step, walker: Walker) -> Step:
    if step.use != "bouts":
        return step
    seconds = sum(step.values.get("each", ())) or step.values["count"] * step.values["seconds"]
    return Step("forward", {"seconds": seconds, "speed_kmh": walker.slowest_kmh, "task": step.values.get("task", "")})


def _firmer(hands: Hands | tuple[Hands, ...], least: Hands) -> Hands | tuple[Hands, ...]:
    if isinstance(hands, Hands):
        return min(hands, least, key=_FIRM.index)
    return tuple(min(hold, least, key=_FIRM.index) for hold in hands)


def _tenths(kmh: float) -> float:
    return math.floor(kmh * 10 + 1e-6) / 10


def describe(blocks: tuple[Block, ...], units: Units = Units.KMH) -> str:
    """A plan in a few words, such as "3 × 1 minute backwards at 1.0 km/h, both hands on the rails"."""
    bouts = [block for block in blocks if block.kind is Kind.BACKWARD]
    if not bouts:
        return tr("Walking forwards. No backward walking.")
    total = totals(blocks)
    if total.backward_m:
        return tr("{0} × {1:g} metres backwards along the rail").format(len(bouts), bouts[0].distance_m)
    lengths = {block.seconds for block in bouts}
    each = _length(bouts[0].seconds) if len(lengths) == 1 else tr("up to {0}").format(_length(max(lengths)))
    said = tr("{0} × {1} backwards").format(len(bouts), each)
    if total.backward_kmh:
        speed = tr("at {0:.1f} mph") if units is Units.MPH else tr("at {0:.1f} km/h")
        said += " " + speed.format(shown_speed(total.backward_kmh, units))
    if total.incline_percent:
        said += ", " + tr("slope {0:g} %").format(total.incline_percent)
    return f"{said}, {_hands_words(bouts)}"


def _length(seconds: float) -> str:
    if seconds % 60:
        return tr("{0:g} seconds").format(seconds)
    return tr("1 minute") if seconds == 60 else tr("{0:g} minutes").format(seconds / 60)


def _hands_words(bouts: list[Block]) -> str:
    hands = {block.hands for block in bouts}
    if hands == {Hands.BOTH}:
        return tr("both hands on the rails")
    if hands == {Hands.LIGHT}:
        return tr("fingertips on the rails")
    if hands == {Hands.ONE}:
        return tr("one hand on the rail")
    return tr("some parts with lighter hands")
