"""Moving on: advice from what was walked, never an order. A helper or physio confirms each move.

The rule (evidence 3): a week is left upwards when the last two sessions of it were finished, effort at most 4 of 10, no
stumble, no stop sign, pain settled. Two weeks missed: one week back. Minutes or speed change, never both.

Clocks get set back: a session dated in the future shows what went wrong in it, and proves nothing else.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from balancecoach.core.events import Outcome
from balancecoach.core.person import START_KMH, Person, start_speed, utc
from balancecoach.core.plan import Block, Kind, Plan, totals
from balancecoach.core.programme import Programme, Walker, expand
from balancecoach.core.progress import Summary, counts
from balancecoach.core.words import tr

NEEDED_SESSIONS = 2
EASY_EFFORT = 4  # of 10 (evidence 3)
#: Evidence 5d: 7 and more ends the session; here it also asks for an easier one.
HARD_EFFORT = 7
MISSED = timedelta(days=14)
#: Evidence 2a and 3: speed +5 to 10 % at a time.
MOST_FASTER = 1.10


class Move(StrEnum):
    """What is advised."""

    ON = "move on"
    STAY = "stay"
    BACK = "step back"


class Place(Struct, frozen=True):
    """A week of a programme."""

    programme_id: str
    week: int


class Advice(Struct, frozen=True):
    """What is advised, why in plain words, and where to; there are several places where a programme ends."""

    move: Move
    reasons: tuple[str, ...]
    to: tuple[Place, ...] = ()


def place_problem(programmes: Mapping[str, Programme], place: Place) -> str:
    """Why there is no such place, "" when there is: a programme was deleted, or made shorter."""
    if place.programme_id not in programmes:
        return tr("The programme is no longer here. Choose another one.")
    programme = programmes[place.programme_id]
    if 1 <= place.week <= len(programme.weeks):
        return ""
    text = tr("{0} has the weeks 1 to {1}, and no week {2}. Choose a week again.")
    return text.format(programme.title, len(programme.weeks), place.week)


def advise(programmes: Mapping[str, Programme], person: Person, sessions: Sequence[Summary], now: datetime) -> Advice:
    """Advice for a person at their place, from their sessions. Those of others and demonstrations do not count."""
    place = Place(person.programme_id, person.week)
    if lost := place_problem(programmes, place):
        return _from_nowhere(programmes, place, lost)
    programme = programmes[place.programme_id]
    if person.moved_at is not None and utc(person.moved_at) > utc(now):
        text = tr("The last move is dated in the future. Check this computer's clock, then choose the week again.")
        return Advice(Move.STAY, (text,))
    own = sorted(_own(sessions, person), key=_began)
    if back := _reasons_back([s for s in own if _happened(s, now)], person, now):
        to: tuple[Place, ...] = (Place(programme.id, place.week - 1),) if place.week > 1 else ()
        return Advice(Move.BACK if to else Move.STAY, back, to)
    if missing := _reasons_to_stay(own, person, now):
        return Advice(Move.STAY, missing)
    good = tr("The last two sessions were finished, felt easy, and went without a stumble or pain.")
    if to := _onwards(programmes, programme, place.week):
        return Advice(Move.ON, (good,), to)
    return Advice(Move.STAY, (good, tr("This is the last week. Stay as long as you like.")))


def _from_nowhere(programmes: Mapping[str, Programme], place: Place, lost: str) -> Advice:
    """From a week that there is not: to the nearest that there is."""
    if place.programme_id not in programmes:
        return Advice(Move.STAY, (lost,))
    nearest = min(max(1, place.week), len(programmes[place.programme_id].weeks))
    return Advice(Move.BACK, (lost,), (Place(place.programme_id, nearest),))


# -- what was walked -----------------------------------------------------------------------------------------------
def _own(sessions: Iterable[Summary], person: Person) -> list[Summary]:
    return [s for s in sessions if s.person_id == person.id and not s.demo and s.started is not None]


def _began(session: Summary) -> datetime:
    assert session.started is not None  # see _own
    return utc(session.started)


def _happened(session: Summary, now: datetime) -> bool:
    """It was walked, and not in the future."""
    return counts(session) and _began(session) <= utc(now)


def _reasons_back(walked: Sequence[Summary], person: Person, now: datetime) -> tuple[str, ...]:
    """Why one week back; a move confirmed since was the answer to whatever was before it."""
    if not walked:
        return ()
    last = _began(walked[-1])
    moved = last if person.moved_at is None else utc(person.moved_at)
    if utc(now) - max(last, moved) >= MISSED:
        return (tr("Two weeks or more without a session. One week back makes a soft start."),)
    effort = _effort(walked[-1])
    if effort is not None and effort >= HARD_EFFORT and moved <= last:
        return (tr("The last session felt hard: effort {0} of 10.").format(effort),)
    return ()


def _here(walked: Sequence[Summary], person: Person) -> list[Summary]:
    """Sessions of this week of this programme, since the person moved here and since the last gap of two weeks."""
    since = None if person.moved_at is None else utc(person.moved_at)
    for before, after in pairwise(walked):
        if _began(after) - _began(before) >= MISSED:
            since = _began(after) if since is None else max(since, _began(after))
    place = (person.programme_id, person.week)
    return [s for s in walked if (s.programme_id, s.week) == place and (since is None or _began(s) >= since)]


def _reasons_to_stay(own: Sequence[Summary], person: Person, now: datetime) -> tuple[str, ...]:
    """Why it is too early to move on; none when it is not."""
    here = _here([s for s in own if _happened(s, now)], person)
    if len(here) < NEEDED_SESSIONS:
        text = tr("{0} of {1} sessions of this week are walked.").format(len(here), NEEDED_SESSIONS)
        if any(counts(s) and not _happened(s, now) for s in own):
            return (text, tr("A session is dated in the future and does not count yet. Check this computer's clock."))
        return (text,)
    # From the first of the two on, everything counts that went wrong, in other plans too; and what is dated in the
    # future may have been the last.
    recent = [s for s in own if _began(s) >= _began(here[-NEEDED_SESSIONS]) and (counts(s) or _went_wrong(s))]
    newest = [s for s in recent if not _happened(s, now)] + [s for s in recent if _happened(s, now)][-1:]
    return (*_not_finished(here, recent), *_not_easy(recent), *_not_steady(recent), *_not_settled(recent, newest))


def _went_wrong(session: Summary) -> bool:
    """Something was noted, though perhaps nobody walked."""
    return stop_sign(session) or _stumble_noted(session)


def _not_finished(here: Sequence[Summary], recent: Sequence[Summary]) -> Iterable[str]:
    if all(s.outcome is not Outcome.COMPLETED for s in here[-NEEDED_SESSIONS:]):
        yield tr("The last two sessions were stopped early. Stay with this week until they feel easy.")
    elif any(s.outcome is not Outcome.COMPLETED for s in recent):
        yield tr("One of the last sessions was not finished.")


def _not_easy(recent: Sequence[Summary]) -> Iterable[str]:
    efforts = [_effort(s) for s in recent]
    if None in efforts:
        yield tr("For one of the last sessions nobody noted how hard it was.")
    if any(effort is not None and effort > EASY_EFFORT for effort in efforts):
        yield tr("One of the last sessions felt harder than {0} of 10.").format(EASY_EFFORT)


def _not_steady(recent: Sequence[Summary]) -> Iterable[str]:
    if any(_stumble_noted(s) for s in recent):
        yield tr("There was a stumble or a wobble in the last sessions.")
    elif any(stumbled(s) for s in recent):
        yield tr("For one of the last sessions nobody noted whether there was a stumble.")


def _not_settled(recent: Sequence[Summary], newest: Sequence[Summary]) -> Iterable[str]:
    if any(stop_sign(s) for s in recent):
        yield tr("There was pain, dizziness or another stop sign in the last sessions.")
    elif any(s.checkin is None or s.checkin.pain is None for s in recent):
        yield tr("For one of the last sessions nobody noted whether there was pain.")
    elif any(s.checkin is not None and s.checkin.pain == "little" for s in newest):
        yield tr("There was a little pain last time. See first whether it has gone.")


def _effort(session: Summary) -> int | None:
    """Effort from 0 to 10; anything else was not noted."""
    effort = session.checkin.effort if session.checkin else None
    return effort if effort is not None and 0 <= effort <= 10 else None


def stumbled(session: Summary) -> bool:
    """A stumble was said, or a wobble noted. Not asked is not none."""
    asked = session.checkin is not None and session.checkin.stumbles is not None
    return _stumble_noted(session) or not asked


def _stumble_noted(session: Summary) -> bool:
    said = session.checkin
    if session.wobbles != 0:
        return True
    return said is not None and (said.stumbles not in (None, "none") or said.reason == "stumble")


def stop_sign(session: Summary) -> bool:
    """A stop sign (evidence 5c) was said afterwards: pain or dizziness, or feeling unwell or a stumble as the reason
    to stop. An answer that is not known counts as one.
    """
    checkin = session.checkin
    if checkin is None:
        return False
    return checkin.pain not in (None, "no", "little") or checkin.reason not in (None, "wanted", "belt")


def to_ask_about(sessions: Sequence[Summary], cleared: frozenset[str]) -> Summary | None:
    """The newest session with a stop sign that nobody has cleared: the next session asks first."""
    signs = (s for s in reversed(sessions) if not s.demo and stop_sign(s))
    return next((session for session in signs if session.id not in cleared), None)


def _onwards(programmes: Mapping[str, Programme], programme: Programme, week: int) -> tuple[Place, ...]:
    then = tuple(Place(name, 1) for name in programme.then if name in programmes)
    if week >= len(programme.weeks):
        return then
    on = Place(programme.id, week + 1)
    asks_a_physio = programme.weeks[week].approval and not programme.weeks[week - 1].approval
    return (*then, on) if asks_a_physio else (on,)  # whoever has no physio goes on elsewhere


# -- speed ---------------------------------------------------------------------------------------------------------
def speed_after(
    programmes: Mapping[str, Programme], person: Person, to: Place, slowest_kmh: float, sessions: Sequence[Summary] = ()
) -> float | None:
    """The person's speed at the new place, ``None`` while there is none yet.

    What was really walked counts, so a speed that a programme's ceiling held down does not jump where the next ceiling
    is higher. It grows by at most 10 %, never over the programme's or the person's own limit, and only on the way on
    in a programme, from a week that was walked to one that is the same walk in all but speed.
    """
    walker = person.walker(slowest_kmh)
    if not walker.speed_kmh:
        return person.speed_kmh
    place = Place(person.programme_id, person.week)
    if place_problem(programmes, place):  # what was walked there is not known: at most as at the start
        start = start_speed(person)
        return min(walker.speed_kmh, START_KMH if start is None else start)
    here = expand(programmes[place.programme_id], place.week, walker)
    own, own_there = _has_own_speed(programmes, place), _has_own_speed(programmes, to)
    same = to.programme_id == place.programme_id
    planned = totals(here.blocks).backward_kmh
    kmh = min(walker.speed_kmh, planned) if planned and (own or own_there or not same) else walker.speed_kmh
    if not _here(_backwards(sessions, person), person):
        return _as_walked(kmh, _backwards(sessions, person))
    onward = planned and own and own_there and same and to.week > place.week
    return max(kmh, _faster(programmes[to.programme_id], to.week, walker, kmh, here)) if onward else kmh


def _backwards(sessions: Sequence[Summary], person: Person) -> list[Summary]:
    """Sessions with backward walking on a belt."""
    return sorted((s for s in _own(sessions, person) if counts(s) and any(s.backward_kmh)), key=_began)


def _as_walked(kmh: float, walked: Sequence[Summary]) -> float:
    """From a week that nobody walked, what the move to it added (10 % at most) is not taken along: the next week may
    have more minutes. A speed further up was set by somebody.
    """
    last = max(walked[-1].backward_kmh) if walked else kmh
    return min(kmh, last) if kmh <= last * MOST_FASTER + 1e-6 else kmh


def _faster(programme: Programme, week: int, walker: Walker, kmh: float, here: Plan) -> float:
    """The next speed in tenths, 0 when more than the speed would change."""
    top = expand(programme, week, replace(walker, speed_kmh=walker.limits.backward_kmh))
    fast = int(min(kmh * MOST_FASTER, totals(top.blocks).backward_kmh) * 10 + 1e-6) / 10
    then = expand(programme, week, replace(walker, speed_kmh=fast))
    return fast if _but_for_speed(then) == _but_for_speed(here) else 0.0


def _has_own_speed(programmes: Mapping[str, Programme], place: Place) -> bool:
    """Whether a week is walked at a speed of its own, not at a share of another."""
    steps = programmes[place.programme_id].weeks[place.week - 1].steps
    return any(step.use == "bouts" and "speed_kmh" in step.values for step in steps)


def _but_for_speed(plan: Plan) -> tuple[Block, ...]:
    """All that may not grow together with the speed: times, distances, slope, lighter hands, tasks."""
    return tuple(replace(block, speed_kmh=0.0) for block in plan.blocks if block.kind is not Kind.SET_SPEED)


def move(
    programmes: Mapping[str, Programme],
    person: Person,
    to: Place,
    now: datetime,
    slowest_kmh: float,
    sessions: Sequence[Summary] = (),
) -> Person:
    """The person at their new place; without sessions no speed grows. Raises ``KeyError`` or ``IndexError``."""
    if not 1 <= to.week <= len(programmes[to.programme_id].weeks):
        raise IndexError(f"{to.programme_id} has no week {to.week}")
    speed = speed_after(programmes, person, to, slowest_kmh, sessions)
    return replace(person, programme_id=to.programme_id, week=to.week, moved_at=now, speed_kmh=speed)
