"""A person: what is set up once, and the dated facts that are kept about them."""

import math
from collections.abc import Iterable
from datetime import UTC, datetime

from msgspec import Struct, field
from msgspec.structs import replace

from balancecoach.core.checkup import CheckedUp, CheckUpRemoved
from balancecoach.core.details import LEAST_KMH as LEAST_KMH
from balancecoach.core.details import LONGEST_NAME as LONGEST_NAME
from balancecoach.core.details import MOST_KMH as MOST_KMH
from balancecoach.core.details import name_problem as name_problem
from balancecoach.core.details import same_name as same_name
from balancecoach.core.details import speed_problem as speed_problem
from balancecoach.core.plan import HOME, PHYSIO, BeltControl, Hands, Limits, Units
from balancecoach.core.programme import Walker
from balancecoach.core.safety import Outcome, Override
from balancecoach.core.words import tr

LONGEST_NOTES = 4000
SLOWEST_WPM, FASTEST_WPM = 120, 180
TEXT_SIZES = (100, 125, 150, 175, 200)
#: The top of start speeds (evidence 3: the smallest of 1.0 km/h, half of forward, half of the 3-metre walk).
START_KMH = 1.0


class Person(Struct, frozen=True):
    """Who walks. Speeds in km/h; ``None`` is not known yet.

    ``speed_kmh``: of backward bouts now, ``None`` until the start speed is taken. ``walk3m_s``: seconds for three
    metres backwards on the floor. ``hands``: the least support they may use. ``limit_by``: the physio who raised a
    limit.
    """

    id: str
    name: str
    programme_id: str = "p0-familiarisation"
    week: int = 1
    moved_at: datetime | None = None
    control: BeltControl | None = None
    speed_kmh: float | None = None
    forward_kmh: float | None = None
    walk3m_s: float | None = None
    baseline_kmh: float | None = None
    limit_kmh: float = HOME.backward_kmh
    limit_slope_percent: float = 0.0
    hands_off: bool = False
    limit_by: str = ""
    hands: Hands = Hands.ONE
    units: Units = Units.KMH
    loosen: bool = True
    helper: str = ""
    emergency: str = ""
    voice: str = ""
    rate_wpm: int = 150
    text_percent: int = 100
    notes: str = ""
    archived: bool = False

    @property
    def limits(self) -> Limits:
        """What a plan may ask of them: whatever is written, never more than at home without a physio's name."""
        top = PHYSIO if self.limit_by.strip() else HOME
        return Limits(
            backward_kmh=min(_number(self.limit_kmh), top.backward_kmh),
            incline_percent=min(_number(self.limit_slope_percent), top.incline_percent),
            hands_off=self.hands_off and top.hands_off,
        )

    def walker(self, slowest_kmh: float) -> Walker:
        """For ``expand``, on a belt with this slowest speed. What is no number is 0, for which nothing is allowed."""
        start = start_speed(self) or 0.0
        return Walker(
            speed_kmh=start if self.speed_kmh is None else _number(self.speed_kmh),
            limits=self.limits,
            forward_kmh=None if self.forward_kmh is None else _number(self.forward_kmh),
            baseline_kmh=backward_speed(self.walk3m_s) if self.baseline_kmh is None else _number(self.baseline_kmh),
            hands=self.hands,
            control=self.control or BeltControl.NONE,
            units=self.units,
            loosen=self.loosen,
            slowest_kmh=slowest_kmh,
        )


def _number(value: float) -> float:
    """A number read from a record, 0 when it cannot be one of ours: damage must never allow more."""
    return value if math.isfinite(value) and value > 0 else 0.0


def utc(when: datetime) -> datetime:
    """The same moment in UTC: two times of one zone would be compared by the clock on the wall, summer or not."""
    if when.utcoffset() is None:
        raise ValueError(f"{when} has no time zone")
    return when.astimezone(UTC)


def backward_speed(walk3m_s: float | None) -> float | None:
    """Speed of the 3-metre backward walk, km/h (evidence 2b: 3 m / s, times 3.6). ``None``: not measured."""
    if walk3m_s is None:
        return None
    return 3.0 / walk3m_s * 3.6 if _number(walk3m_s) else 0.0


def start_speed(person: Person) -> float | None:
    """The first speed of backward bouts, km/h: the smallest of 1.0, half of the comfortable forward speed, and half of
    the 3-metre backward walk (evidence 3). ``None`` while the forward speed is not known. Not rounded up.
    """
    if person.forward_kmh is None:
        return None
    known = [START_KMH, _number(person.forward_kmh) / 2]
    backward = backward_speed(person.walk3m_s)
    if backward is not None:
        known.append(backward / 2)
    return min(known)


class Screened(Struct, frozen=True):
    """The first-time questions were answered."""

    at: datetime
    answers: tuple[tuple[str, str], ...]


class Overridden(Struct, frozen=True):
    """A physio allowed what the answers alone would not."""

    at: datetime
    by: str
    reason: str
    allows: Outcome

    @property
    def override(self) -> Override:
        """As ``core.safety`` wants it."""
        return Override(self.by, self.reason, self.at, self.allows)


class Approved(Struct, frozen=True):
    """A physio agreed to a programme that needs it."""

    at: datetime
    by: str
    programme_id: str


class LimitsSet(Struct, frozen=True):
    """A physio changed what may be asked of the person."""

    at: datetime
    by: str
    limit_kmh: float
    limit_slope_percent: float
    hands_off: bool


class Moved(Struct, frozen=True):
    """Somebody confirmed a change of week, programme or speed. ``by``: "helper" or a name."""

    at: datetime
    by: str
    programme_id: str
    week: int
    speed_kmh: float | None
    why: str = ""


class Happened(Struct, frozen=True):
    """A fall or an operation since the last screening. ``what``: "fall" or "operation"."""

    at: datetime
    what: str


class Cleared(Struct, frozen=True):
    """A stop sign of a session was asked about, and may be left behind."""

    at: datetime
    session_id: str
    by: str = ""


class Doubted(Struct, frozen=True):
    """Answers given at this moment did not know what was noted meanwhile on another machine: a fall, an operation,
    other answers, or what a physio allowed for those. They are asked for again.
    """

    at: datetime


Fact = Screened | Overridden | Approved | LimitsSet | Moved | Happened | Cleared | CheckedUp | CheckUpRemoved | Doubted


class Treadmill(Struct, frozen=True):
    """What was checked once about the treadmill (evidence 5b). ``slowest_kmh``: the belt's slowest speed."""

    checked: tuple[str, ...] = ()
    slowest_kmh: float = 0.8
    at: datetime | None = None


class File(Struct, frozen=True):
    """A person and everything dated about them, in the order in which it was noted: clocks get set back."""

    person: Person
    facts: tuple[Fact, ...] = field(default=())

    def last(self, kind: type[Fact]) -> Fact | None:
        """The newest fact of a kind."""
        return next((fact for fact in reversed(self.facts) if isinstance(fact, kind)), None)

    def since(self, kind: type[Fact]) -> tuple[Fact, ...]:
        """Everything noted after the newest fact of a kind; everything when there is none."""
        back = next((n for n, fact in enumerate(reversed(self.facts)) if isinstance(fact, kind)), len(self.facts))
        return self.facts[len(self.facts) - back :]


def problems(person: Person, others: Iterable[str] = ()) -> dict[str, str]:
    """What is wrong with a person's details: field -> one sentence. ``others``: the names of everybody else."""
    top = PHYSIO if person.limit_by.strip() else HOME
    limit = _limit_problem(person.limit_kmh, top.backward_kmh, person.units)
    found = {
        "name": name_problem(person.name, others),
        "week": "" if person.week >= 1 else tr("The first week is week 1. Choose a week again."),
        "limit_kmh": limit,
        "speed_kmh": _speed(person.speed_kmh, top.backward_kmh if limit else person.limit_kmh, person.units),
        "forward_kmh": _speed(person.forward_kmh, MOST_KMH, person.units),
        "baseline_kmh": _speed(person.baseline_kmh, MOST_KMH, person.units),
        "walk3m_s": _walk_problem(person.walk3m_s),
        "limit_slope_percent": _slope_problem(person.limit_slope_percent, top.incline_percent),
        "hands_off": _by_physio() if person.hands_off and not top.hands_off else "",
        "emergency": _phone_problem(person.emergency),
        "helper": _too_long(person.helper, LONGEST_NAME),
        "limit_by": _too_long(person.limit_by, LONGEST_NAME),
        "notes": _too_long(person.notes, LONGEST_NOTES),
        "rate_wpm": _rate_problem(person.rate_wpm),
    }
    return {field_: text for field_, text in found.items() if text}


def damage(person: Person) -> str:
    """The first number of a record that cannot be right, "" for none. A speed above a limit is only held down by it."""
    found = problems(replace(person, speed_kmh=None))
    numbers = ("limit_kmh", "forward_kmh", "baseline_kmh", "walk3m_s", "limit_slope_percent", "hands_off")
    wrong = [found[name] for name in numbers if name in found]
    return (wrong or [_speed(person.speed_kmh, MOST_KMH, person.units)])[0]


def _speed(kmh: float | None, most_kmh: float, units: Units) -> str:
    return "" if kmh is None else speed_problem(kmh, most_kmh, units)


def _limit_problem(kmh: float, top_kmh: float, units: Units) -> str:
    found = speed_problem(kmh, top_kmh, units)
    return f"{found} {_by_physio()}" if found and kmh <= PHYSIO.backward_kmh else found


def _by_physio() -> str:
    return tr("Only a physio may raise this: write the physio's name beside it.")


def _slope_problem(percent: float, top: float) -> str:
    if 0 <= percent <= top:
        return ""
    if not 0 <= percent <= PHYSIO.incline_percent:
        return tr("A slope is between 0 and {0:g} %. Write it again.").format(PHYSIO.incline_percent)
    return tr("A slope of {0:g} % is above {1:g} %.").format(percent, top) + " " + _by_physio()


def _walk_problem(seconds: float | None) -> str:
    if seconds is None or 1.0 <= seconds <= 120.0:
        return ""
    return tr("Three metres take between 1 and 120 seconds. Measure again.")


def _phone_problem(number: str) -> str:
    known = all(letter.isdecimal() or letter in "+ -()/.*#" for letter in number)
    if not number.strip() or (len(number) <= 40 and known and any(letter.isdecimal() for letter in number)):
        return ""
    return tr("This is no telephone number. Use digits, spaces and +.")


def _too_long(text: str, most: int) -> str:
    return "" if len(text) <= most else tr("This is too long. Use {0} letters at most.").format(most)


def _rate_problem(wpm: int) -> str:
    if SLOWEST_WPM <= wpm <= FASTEST_WPM:
        return ""
    return tr("The voice speaks {0} to {1} words a minute. Choose a number between.").format(SLOWEST_WPM, FASTEST_WPM)
