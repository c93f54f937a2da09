"""Check-ups: short tests on the floor, timed by the helper (evidence 2b). What a result may mean is in ``meaning``."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Test(StrEnum):
    """What is timed, in seconds."""

    BACKWARD_3M = "backward_3m"  # three metres backwards
    WALK_10M = "walk_10m"  # ten metres forwards at a comfortable pace
    TUG = "tug"  # timed up and go


@dataclass(frozen=True)
class CheckedUp:
    """A check-up was done: a fact about a person, known by its moment. ``trials_s``: in the order they were done."""

    at: datetime
    test: Test
    trials_s: tuple[float, ...]
    aid: str = ""
    note: str = ""


@dataclass(frozen=True)
class CheckUpRemoved:
    """A check-up was entered wrongly, and does not count. ``of``: the moment of the one that is meant."""

    at: datetime
    of: datetime
