"""People to keep, and what is known about them."""

from datetime import timedelta

from balancecoach.core.checkup import CheckedUp, CheckUpRemoved, Test
from balancecoach.core.person import (
    Approved,
    Cleared,
    Doubted,
    Fact,
    Happened,
    LimitsSet,
    Moved,
    Overridden,
    Person,
    Screened,
    Treadmill,
)
from balancecoach.core.plan import BeltControl, Hands, Units
from balancecoach.core.screening import Outcome
from balancecoach.store.plans import SavedPlan
from tests.store.store_samples import START

DAY = timedelta(days=1)
ANN_ID, BOB_ID = "a" * 32, "b" * 32
ANN = Person(
    ANN_ID,
    "Änn Ōe 安",
    "p2-gentle-build",
    3,
    START,
    BeltControl.HELPER,
    0.8,
    2.4,
    6.5,
    1.5,
    2.0,
    1.0,
    True,
    "Dr Sáez",
    Hands.LIGHT,
    Units.MPH,
    False,
    "Bob",
    "+44 1234",
    "en-gb",
    140,
    125,
    "Left knee.",
)
BOB = Person(BOB_ID, "Bob", archived=True)
#: One of each.
FACTS: tuple[Fact, ...] = (
    Screened(START, (("heart", "no"), ("dizzy", "yes"))),
    Overridden(START + DAY, "Dr Sáez", "seen walking", Outcome.HELPER),
    Approved(START + DAY, "Dr Sáez", "p9-slope"),
    LimitsSet(START + DAY, "Dr Sáez", 2.0, 1.0, True),
    Moved(START + 2 * DAY, "helper", "p2-gentle-build", 3, 0.8, "two good sessions"),
    Happened(START + 3 * DAY, "fall"),
    Cleared(START + 4 * DAY, "1" * 32, "Bob"),
    CheckedUp(START + 5 * DAY, Test.BACKWARD_3M, (4.5, 4.25), "stick", "Shoes on."),
    CheckUpRemoved(START + 5 * DAY, START + 5 * DAY),
    Doubted(START + 5 * DAY),
)
TREADMILL = Treadmill(("key", "space"), 0.5, START)
PLAN = SavedPlan("mine", "Meine Runde", 'title = "Meine Runde"\n', "plan", True, START)
