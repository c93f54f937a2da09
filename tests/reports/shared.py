"""People with sessions and check-ups, for tests of what is made of them."""

from datetime import datetime, timedelta, timezone
from typing import Any

from msgspec.structs import replace

from balancecoach.core.checkup import CheckedUp, CheckUpRemoved, Test
from balancecoach.core.events import Outcome
from balancecoach.core.person import Fact
from balancecoach.core.progress import Summary
from balancecoach.reports.share import Belongings, Share
from tests.histories import P1, checkin, person, session

ZONE = timezone(timedelta(hours=2))
START = datetime(2026, 3, 29, 9, 30, 15, 250_000, ZONE)
ALL = Share(shipped=frozenset({P1}))
TUG = CheckedUp(START, Test.TUG, (11.24,))
BACK = CheckedUp(START + timedelta(minutes=5), Test.BACKWARD_3M, (4.5, 4.0), "stick", "in the hall")
TEN = CheckedUp(START + timedelta(days=1), Test.WALK_10M, (8.0,))


def done(**changes: Any) -> Summary:
    """A session of five minutes backwards."""
    made = session(1, P1, 1, id="s1", plan_id="p1", plan_title="First steps, week 1", started=START)
    made = replace(made, ended=START + timedelta(minutes=20), backward_s=300.0, planned_s=1200.0, forward_kmh=(2.0,))
    return replace(made, **{"outcome": Outcome.COMPLETED, "checkin": checkin(), **changes})


def anns(*sessions: Summary, facts: tuple[Fact, ...] = (), removed: tuple[Summary, ...] = ()) -> Belongings:
    """What is on record of Ann."""
    return Belongings(person(), facts, lambda: sessions, lambda: removed)


def removal(what: CheckedUp) -> CheckUpRemoved:
    """It was entered wrongly."""
    return CheckUpRemoved(what.at + timedelta(minutes=1), what.at)
