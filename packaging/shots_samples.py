"""Who and what is in the pictures: people who never were, and a clock that stands still."""

from datetime import datetime, timedelta
from typing import Any

from balancecoach.clock import Waiter
from balancecoach.core.checkup import CheckedUp, Test
from balancecoach.core.events import BlockStarted, CheckedIn, Instant, Outcome, SessionEnded, SessionStarted, Stored
from balancecoach.core.person import Person, Screened, Treadmill
from balancecoach.core.plan import BeltControl, Kind
from balancecoach.core.progress import Summary
from balancecoach.core.screening import QUESTIONS, SETUP
from balancecoach.paths import assets
from balancecoach.plans.library import Library
from balancecoach.store.store import Store

NOW = datetime(2026, 11, 23, 10, 5).astimezone()
CLEAR = {q.key: "no" if "no" in q.values else "none" for q in QUESTIONS} | {"six_minutes": "yes"}


class SampleClock:
    """It is always five past ten. ``mono_s`` moves only when it is set."""

    def __init__(self) -> None:
        self.mono_s = 1000.0

    def now(self) -> Instant:
        """This moment."""
        return Instant(self.mono_s, NOW)

    def wait(self, seconds: float, waiter: Waiter) -> str:
        """Nothing waits for a picture."""
        return ""

    def real_s(self, seconds: float) -> float:
        """A second is a second."""
        return seconds


def person(id_: str, name: str, **more: Any) -> Person:
    """Somebody who is set up."""
    given: dict[str, Any] = {"programme_id": "p2-gentle-build", "week": 2, "forward_kmh": 2.6} | more
    control = BeltControl.HELPER
    return Person(id_, name, speed_kmh=1.0, control=control, helper="Anna", emergency="112", **given)


def fill(store: Store) -> None:
    """Four people and their sessions."""
    store.save_treadmill(Treadmill(tuple(row.key for row in SETUP), 0.8, NOW - timedelta(days=60)))
    asked = NOW - timedelta(days=40)
    for who in (
        person("margaret", "Margaret"),
        person("ready", "George"),
        person("away", "Elsie", week=3),
        person("locked", "Harold"),
    ):
        answers = CLEAR | ({"dizzy": "yes", "bones": "yes"} if who.id == "locked" else {})
        store.save_person(who, Screened(asked, tuple(answers.items())), now=asked)
    for back in (11, 9, 6, 4):
        keep(store, "margaret", back, 2, effort=5 if back == 4 else 3)
        keep(store, "ready", back, 2, effort=3)
    keep(store, "away", 22, 3, effort=3)


def keep(store: Store, who: str, days: int, week: int, effort: int) -> None:
    """A finished session of somebody's."""
    plan = Library(assets() / "programmes").find(f"p2-gentle-build:{week}")
    began, id_, at_s = NOW - timedelta(days=days), store.begin(), 0.0
    rows: list[Stored] = [
        SessionStarted(0.0, began, plan.id, plan.title, plan.blocks, False, (), who, plan.programme_id, week)
    ]
    for index, block in enumerate(plan.blocks):
        rows.append(BlockStarted(at_s, index))
        at_s += block.seconds if block.kind is not Kind.LOOSEN else 30
    rows.append(SessionEnded(at_s, began + timedelta(seconds=at_s), Outcome.COMPLETED))
    rows.append(CheckedIn(began + timedelta(seconds=at_s), effort, "none", "no"))
    for row in rows:
        store.append(id_, row)


#: Minutes backwards in each session of twelve weeks, oldest week first; one week was missed.
TWELVE_WEEKS = (
    (2, 2),
    (2, 3),
    (3, 3, 2),
    (3, 4, 2),
    (4, 4),
    (4, 4, 4),
    (),
    (4, 5, 5),
    (5, 5),
    (5, 5, 5),
    (6, 5, 5),
    (9, 9),
)


def history(who: str) -> tuple[Summary, ...]:
    """Twelve weeks of sessions, oldest first; the newest is two days after ``NOW``."""
    sessions = []
    for week, each in enumerate(TWELVE_WEEKS):
        monday = NOW - timedelta(days=NOW.weekday() + 7 * (len(TWELVE_WEEKS) - 1 - week))
        for number, minutes in enumerate(each):
            started = monday + timedelta(days=2 * number, minutes=7 * number)
            sessions.append(_session(who, started, 60.0 * minutes, week))
    return tuple(sessions)


def _session(who: str, started: datetime, backward_s: float, week: int) -> Summary:
    stumbled = week in (3, 5, 9)
    return Summary(
        id=f"{started:%Y%m%d%H}",
        person_id=who,
        plan_title="Gentle build, week 2",
        programme_id="p2-gentle-build",
        week=2,
        started=started,
        ended=started + timedelta(minutes=32),
        outcome=Outcome.STOPPED if backward_s < 180 else Outcome.COMPLETED,
        planned_s=1930,
        planned_backward_s=180 if week < 7 else 300,
        backward_s=backward_s,
        forward_s=420 - 10 * week,
        backward_kmh=(0.8 + round(0.05 * week, 1),),
        wobbles=int(stumbled),
        checkin=CheckedIn(started, 3, "one" if stumbled else "none", "no"),
    )


def check_ups() -> tuple[CheckedUp, ...]:
    """Two backward walks, four weeks apart."""
    times = ((35, (5.1, 4.9)), (7, (4.2, 4.0)))
    return tuple(CheckedUp(NOW - timedelta(days=days), Test.BACKWARD_3M, trials) for days, trials in times)
