"""People who may walk, their files and their sessions, as tests of what is allowed and advised need them."""

from datetime import datetime, timedelta
from typing import Any

from msgspec.structs import replace

from balancecoach.core.allowed import Situation
from balancecoach.core.events import CheckedIn, Outcome
from balancecoach.core.person import Fact, File, Person, Screened, Treadmill
from balancecoach.core.plan import BeltControl, Surface
from balancecoach.core.programme import Programme, Setting, Step, Week
from balancecoach.core.progress import Summary
from balancecoach.core.screening import QUESTIONS, SETUP
from tests.fakes import WALL

NOW = WALL

#: Answers with which anybody may walk alone.
CLEAR = dict.fromkeys((question.key for question in QUESTIONS), "no") | {"falls": "none", "six_minutes": "yes"}
CHECKED = tuple(statement.key for statement in SETUP)
BELT = Treadmill(CHECKED, 0.8, NOW - timedelta(days=40))
P0, P1, P2 = "p0-familiarisation", "p1-first-steps", "p2-gentle-build"


def ago(days: float) -> datetime:
    """That many days before now; a negative number is in the future."""
    return NOW - timedelta(days=days)


def person(programme_id: str = P2, week: int = 1, **changes: Any) -> Person:
    """Somebody who is set up: a helper works the belt, 1.0 km/h backwards."""
    ann = Person("ann", "Ann", programme_id, week, control=BeltControl.HELPER, speed_kmh=1.0, forward_kmh=3.0)
    return replace(ann, **changes)


def screened(days: float = 40, **answers: str) -> Screened:
    """The first-time questions, all clear but for these."""
    return Screened(ago(days), tuple({**CLEAR, **answers}.items()))


def checkin(
    effort: int | None = 3, stumbles: str | None = "none", pain: str | None = "no", **changes: Any
) -> CheckedIn:
    """The answers afterwards, good ones."""
    return CheckedIn(NOW, effort, stumbles, pain, **changes)


def session(days: float, programme_id: str = P2, week: int = 1, **changes: Any) -> Summary:
    """A good session that many days ago."""
    good = Summary(
        f"session {days:g}",
        person_id="ann",
        programme_id=programme_id,
        week=week,
        started=ago(days),
        outcome=Outcome.COMPLETED,
        planned_backward_s=180.0,
        backward_s=180.0,
        forward_s=480.0,
        backward_kmh=(1.0,),
        checkin=checkin(),
    )
    return replace(good, **changes)


def situation(
    someone: Person | None = None,
    *facts: Fact,
    sessions: tuple[Summary, ...] = (),
    belt: Treadmill = BELT,
    now: datetime = NOW,
) -> Situation:
    """What is known: somebody who may walk, with these facts after the questions were answered well."""
    return Situation(File(someone or person(), facts or (screened(),)), belt, sessions, now)


# -- programmes ----------------------------------------------------------------------------------------------------
def week(approval: bool = False, **bouts: Any) -> Week:
    """A week with these bouts; without any it is forwards only."""
    steps = [Step("prepare"), Step("start_forward"), Step("warm_up", {"seconds": 300, "speed_kmh": 2.0})]
    if bouts:
        values = {"count": 3, "seconds": 60, "rest_seconds": 60} | bouts
        steps += [Step("turn_away"), Step("bouts", values), Step("turn_back")]
    else:
        steps += [Step("practice_turn")]
    steps += [Step("cool_down", {"seconds": 180, "speed_kmh": 1.5}), Step("end")]
    return Week(tuple(steps), approval=approval)


def programme(programme_id: str, *weeks: Week, setting: Setting = Setting.HOME, **changes: Any) -> Programme:
    """A programme of these weeks."""
    return replace(Programme(programme_id, programme_id.title(), setting, weeks), **changes)


def programmes(*more: Programme) -> dict[str, Programme]:
    """Forwards, first steps, four weeks that grow by turns, and these."""
    made = (
        programme(P0, week(), then=(P1,)),
        programme(P1, week(seconds=30, speed_kmh=1.0), week(speed_kmh=1.0), then=(P2, "gone")),
        programme(P2, *(week(count=count, speed_kmh=kmh) for count, kmh in ((3, 1.0), (5, 1.0), (5, 1.1), (6, 1.1)))),
        *more,
    )
    return {each.id: each for each in made}


def floor_programme() -> Programme:
    """Along a rail, with a helper."""
    bouts = Step("floor_bouts", {"count": 2, "rest_seconds": 60, "distance_m": 5.0})
    rail = Week((Step("prepare"), bouts, Step("floor_end")))
    return programme("rail", rail, setting=Setting.HELPER, surface=Surface.FLOOR)
