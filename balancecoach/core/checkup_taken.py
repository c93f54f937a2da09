"""What a check-up could change about the start speed (evidence 3): offered, never done by itself."""

from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from balancecoach.core.checkup import CheckedUp, Test, result_s, rounded, speed_kmh
from balancecoach.core.person import Person, problems, start_speed

#: Speeds closer than this are the same on a treadmill's console.
SAME_KMH = 0.05


class Offer(Struct, frozen=True):
    """``person`` as they would be, ``field`` what would change. Start speeds in km/h, ``None`` for not known."""

    person: Person
    field: str
    start_before: float | None
    start_after: float | None
    below_now: bool = False  # the start speed would be below the speed that is walked now


def offer(person: Person, fact: CheckedUp, now: datetime) -> Offer | None:
    """What may be taken over from a check-up; ``None`` when it gives nothing else than what is noted.

    The forward speed that counts is the one on the treadmill, where people walk slower than on the floor (1.31 instead
    of 1.45 m/s, evidence 2c): a floor speed is offered where none is noted, or where it is the lower one.
    """
    seconds = rounded(result_s(fact))
    if fact.test is Test.BACKWARD_3M:
        same = person.walk3m_s is not None and rounded(person.walk3m_s) == seconds
        return None if same else _made(person, replace(person, walk3m_s=seconds), "walk3m_s", now)
    kmh = speed_kmh(fact.test, seconds)
    if kmh is None or (person.forward_kmh is not None and kmh > person.forward_kmh - SAME_KMH):
        return None
    return _made(person, replace(person, forward_kmh=round(kmh, 2)), "forward_kmh", now)


def _made(person: Person, new: Person, field: str, now: datetime) -> Offer | None:
    if field in problems(new):
        return None
    before, after = start_speed(person), start_speed(new)
    if person.speed_kmh is None and before != after:
        new = replace(new, moved_at=now)  # sessions at the old speed say nothing about the new one
    below = person.speed_kmh is not None and after is not None and after < person.speed_kmh - SAME_KMH
    return Offer(new, field, before, after, below)
