"""Check-ups: short tests on the floor, timed by the helper (evidence 2b). What they mean: ``checkup_meaning``."""

import math
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from msgspec import Struct

from balancecoach.core.words import N_, number, tr


class Test(StrEnum):
    """What is timed, in seconds."""

    BACKWARD_3M = "backward_3m"  # three metres backwards
    WALK_10M = "walk_10m"  # ten metres forwards at a comfortable pace
    TUG = "tug"  # timed up and go


class CheckedUp(Struct, frozen=True):
    """A check-up was done: a fact about a person, known by its moment. ``trials_s``: in the order they were done."""

    at: datetime
    test: Test
    trials_s: tuple[float, ...]
    aid: str = ""
    note: str = ""


class CheckUpRemoved(Struct, frozen=True):
    """A check-up was entered wrongly, and does not count. ``of``: the moment of the one that is meant."""

    at: datetime
    of: datetime


TITLES = {
    Test.BACKWARD_3M: N_("3-metre backward walk"),
    Test.WALK_10M: N_("10-metre walk"),
    Test.TUG: N_("Timed up and go"),
}
#: How far a test goes one way, in metres; up and go has no speed, for most of it is standing up, turning and sitting.
METRES = {Test.BACKWARD_3M: 3.0, Test.WALK_10M: 10.0}
#: Two of the backward walk (evidence 3, check-up day); no number of trials was seen for the others: one is enough.
TRIALS = {Test.BACKWARD_3M: 2, Test.WALK_10M: 1, Test.TUG: 1}
MOST_TRIALS = 5
#: A time outside is a slip of the thumb, not a walk. Seconds; our own bounds, and no border of health.
POSSIBLE_S = {Test.BACKWARD_3M: (1.0, 120.0), Test.WALK_10M: (2.0, 300.0), Test.TUG: (3.0, 300.0)}
LONGEST_AID, LONGEST_NOTE = 80, 1000


def rounded(seconds: float) -> float:
    """As it is kept: to a hundredth of a second."""
    return round(seconds, 2)


def tenths_of(seconds: float) -> int:
    """Tenths of a second, halves upwards, as people round."""
    return (round(seconds * 100) + 5) // 10


def shown(seconds: float) -> str:
    """As it is shown and said: the kept time to a tenth of a second."""
    return number(tenths_of(seconds) / 10, ".1f")


def result_s(fact: CheckedUp) -> float:
    """What a check-up came to: the mean of its trials, in seconds.

    The evidence names two trials of the backward walk (3, check-up day) and not how they become one result. The mean
    is our choice: a lucky or a clumsy trial counts for half, and nobody is measured by their best moment alone.
    """
    return math.fsum(fact.trials_s) / len(fact.trials_s) if fact.trials_s else math.nan


def speed_kmh(test: Test, seconds: float) -> float | None:
    """Speed of a walk, km/h (metres / s, times 3.6; evidence 2b); ``None`` where a test has none."""
    return METRES[test] / seconds * 3.6 if test in METRES and seconds > 0 else None


def trial_problem(test: Test, seconds: float) -> str:
    """What is wrong with a time, "" for nothing."""
    least, most = POSSIBLE_S[test]
    if math.isfinite(seconds) and least <= seconds <= most:
        return ""
    return tr("{0} takes between {1:g} and {2:g} seconds. Measure again.").format(tr(TITLES[test]), least, most)


def problem(fact: CheckedUp, now: datetime) -> str:
    """The first thing that is wrong with a check-up, "" for nothing."""
    wrong = [found for seconds in fact.trials_s if (found := trial_problem(fact.test, seconds))]
    if wrong:
        return wrong[0]
    if not 1 <= len(fact.trials_s) <= MOST_TRIALS:
        return tr("Write one to {0} times, in seconds.").format(MOST_TRIALS)
    if utc(fact.at) > utc(now):
        return tr("The day has not come yet. Write the day on which it was measured.")
    if len(fact.aid) > LONGEST_AID:
        return tr("The walking aid is too long. Use {0} letters at most.").format(LONGEST_AID)
    if len(fact.note) > LONGEST_NOTE:
        return tr("The note is too long. Use {0} letters at most.").format(LONGEST_NOTE)
    return ""


def utc(when: datetime) -> datetime:
    """The same moment in UTC: two times of one zone would be compared by the clock on the wall, summer or not."""
    return when.astimezone(UTC)


def results(facts: Iterable[object], test: Test | None = None) -> tuple[CheckedUp, ...]:
    """The check-ups that count, by day, of one test or of all. Damaged ones without a time that can be are left out.

    Which ones were removed is not a matter of order: facts of two machines may come in any.
    """
    kept = tuple(facts)
    gone = {utc(fact.of) for fact in kept if isinstance(fact, CheckUpRemoved)}
    found = {
        utc(fact.at): fact
        for fact in kept
        if isinstance(fact, CheckedUp) and utc(fact.at) not in gone and _possible(fact) and test in (None, fact.test)
    }
    return tuple(found[at] for at in sorted(found))


def _possible(fact: CheckedUp) -> bool:
    return bool(fact.trials_s) and not any(trial_problem(fact.test, seconds) for seconds in fact.trials_s)


def free_moment(at: datetime, facts: Iterable[object]) -> datetime:
    """``at``, or the next microsecond at which no check-up is: they are known by their moment."""
    taken = {utc(fact.at) for fact in facts if isinstance(fact, CheckedUp)}
    taken |= {utc(fact.of) for fact in facts if isinstance(fact, CheckUpRemoved)}
    while utc(at) in taken:
        at += timedelta(microseconds=1)
    return at
