"""What is allowed today: one answer from everything that is known of a person, a treadmill and a programme.

The first thing that is missing decides, in this order: the record itself, the questions, the treadmill, how the belt is
worked, a physio's approval, the speed, the limits, and a stop sign of last time. Nothing here is a guess: what is not
known is not allowed.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct

from balancecoach.core.daily_lines import statements as statements
from balancecoach.core.moving import to_ask_about
from balancecoach.core.person import (
    LEAST_KMH,
    Approved,
    Cleared,
    Doubted,
    Fact,
    File,
    Happened,
    Overridden,
    Screened,
    Treadmill,
    damage,
    start_speed,
    utc,
)
from balancecoach.core.plan import PHYSIO, BeltControl, Facing, Plan, Surface
from balancecoach.core.programme import Programme, Setting, expand, too_slow
from balancecoach.core.progress import Summary, counts
from balancecoach.core.rules import FASTEST_START_KMH, validate
from balancecoach.core.safety import Outcome, Verdict, effective, screen, screening_due, set_up
from balancecoach.core.screening import WHY_ASKED, Again
from balancecoach.core.words import tr

#: The forward-only programme that is offered where backward walking is locked (evidence 3.1).
FORWARD_ONLY = "p0-familiarisation"


class First(StrEnum):
    """What has to be done before this may be walked."""

    NOTHING = ""
    SCREENING = "screening"
    SET_UP = "set-up"
    CONTROL = "control"
    SPEED = "speed"
    APPROVAL = "approval"
    PROFESSIONAL = "professional"
    CLINIC = "clinic"
    LIMITS = "limits"
    ASK = "ask"


class Allowed(Struct, frozen=True):
    """Whether a week of a programme, or a plan, may be walked now.

    ``why``: sentences, the deciding one first. ``first``: what has to be done, "" when it may be walked. ``instead``: a
    programme that may be offered. ``helper``: somebody has to stand by. ``ask``: the session to be asked about.
    """

    why: tuple[str, ...] = ()
    first: First = First.NOTHING
    instead: str = ""
    helper: bool = True
    ask: Summary | None = None

    @property
    def may(self) -> bool:
        """True when nothing stands in the way."""
        return self.first is First.NOTHING


class Situation(Struct, frozen=True):
    """What is known now. ``sessions``: this person's, oldest first."""

    file: File
    treadmill: Treadmill
    sessions: Sequence[Summary]
    now: datetime


def verdict(file: File) -> Verdict | None:
    """The outcome of the first-time questions with what a physio allowed since; ``None`` before they were asked."""
    screened = file.last(Screened)
    if not isinstance(screened, Screened):
        return None
    since = [fact.override for fact in file.since(Screened) if isinstance(fact, Overridden)]
    return effective(screen(dict(screened.answers)), since[-1] if since else None, screened.at)


def questions_due(situation: Situation) -> str:
    """Why the first-time questions are to be asked now, "" when they need not be."""
    file, now = situation.file, situation.now
    own = [s for s in situation.sessions if counts(s) and s.person_id == file.person.id]
    walked = [s.started for s in own if s.started is not None and utc(s.started) <= utc(now)]
    screened = file.last(Screened)
    if not isinstance(screened, Screened):
        return screening_due(None, None, now)
    events = [(fact.what, fact.at) for fact in file.facts if isinstance(fact, Happened)]
    # Noted after the questions, whatever a clock that was set back says.
    later = screened.at + timedelta(microseconds=1)
    events += [(f.what, max(f.at, later, key=utc)) for f in file.since(Screened) if isinstance(f, Happened)]
    doubted = any(isinstance(fact, Doubted) and fact.at == screened.at for fact in file.facts)
    return screening_due(screened.at, max(walked, key=utc, default=None), now, events) or (
        Again.APART if doubted else ""
    )


def may_walk(programme: Programme, week: int, situation: Situation) -> Allowed:
    """Whether this week of this programme may be walked now."""
    if not 1 <= week <= len(programme.weeks):
        text = tr("{0} has the weeks 1 to {1}, and no week {2}. Choose a week again.")
        return Allowed((text.format(programme.title, len(programme.weeks), week),), First.LIMITS)
    if found := _record(situation):
        return found
    plan = expand(programme, week, situation.file.person.walker(situation.treadmill.slowest_kmh))
    backward = programme.backward or plan.backward
    found = (
        _answers(situation, backward, programme.setting)
        or _surface(programme.surface, backward, situation)
        or _approval(programme, week, situation.file)
        or _speed(programme, week, situation)
        or _limits(plan, situation)
        or _ask(situation)
    )
    return found or Allowed(helper=_needs_helper(programme.setting, programme.surface, situation.file))


def may_walk_plan(plan: Plan, situation: Situation) -> Allowed:
    """The same for a plan of somebody's own, which counts as one for home."""
    backward = plan.backward
    found = (
        _record(situation)
        or _answers(situation, backward, Setting.HOME)
        or _surface(plan.surface, backward, situation)
        or (_too_slow(situation, backward) if plan.surface is Surface.TREADMILL else None)
        or _limits(plan, situation)
        or _own_speeds(plan, situation)
        or _ask(situation)
    )
    return found or Allowed(helper=_needs_helper(Setting.HOME, plan.surface, situation.file))


def _record(situation: Situation) -> Allowed | None:
    """Nobody walks by a record that is put away, or has numbers in it that cannot be."""
    person, slowest = situation.file.person, situation.treadmill.slowest_kmh
    if person.archived:
        text = tr("{0} is in the archive. Bring them back before they walk.")
        return Allowed((text.format(person.name),), First.LIMITS)
    if wrong := damage(person):
        return Allowed((tr("A number on the person's page is wrong. Put it right first."), wrong), First.LIMITS)
    if not LEAST_KMH <= slowest <= FASTEST_START_KMH:
        text = tr("The belt's slowest speed cannot be {0:g} km/h. Read it from the treadmill and write it again.")
        return Allowed((text.format(slowest),), First.SET_UP)
    return None


def _answers(situation: Situation, backward: bool, setting: Setting) -> Allowed | None:
    if due := questions_due(situation):
        return Allowed((tr(WHY_ASKED[Again(due)]),), First.SCREENING)
    found = verdict(situation.file)
    if found is None:  # never: without answers they are due
        return Allowed((tr(WHY_ASKED[Again.FIRST]),), First.SCREENING)
    why = tuple(reason.text for reason in found.reasons)
    if found.outcome >= Outcome.ASK:
        return Allowed((tr("Ask your GP or physio first, and show them the answers."), *why), First.PROFESSIONAL)
    if found.outcome is Outcome.CLINIC and setting is not Setting.CLINIC:
        text = tr("For you, walking backwards belongs in a clinic, with a physio.")
        return Allowed((text, *why), First.CLINIC)
    if found.forward_only and backward:
        text = tr("Walk forwards for now. Six minutes forwards come before the first backward step.")
        again = tr("Answer the questions again when that goes well.")
        return Allowed((text, again), First.SCREENING, FORWARD_ONLY)
    return None


def _surface(surface: Surface, backward: bool, situation: Situation) -> Allowed | None:
    if surface is Surface.FLOOR:
        return None
    checked = set_up(frozenset(situation.treadmill.checked) | {"control"})
    if checked.outcome is not Outcome.GO:
        text = tr("The treadmill has to be checked once before anybody walks on it.")
        return Allowed((text, *(reason.text for reason in checked.reasons)), First.SET_UP)
    if not backward:
        return None
    control = situation.file.person.control
    if control is None:
        text = tr("Say first how the belt is started and stopped while you face the room.")
        return Allowed((text,), First.CONTROL, FORWARD_ONLY)
    if control not in (BeltControl.HELPER, BeltControl.REMOTE):
        text = tr("Nobody can stop the belt while you face the room, so walking backwards is locked.")
        return Allowed((text,), First.CONTROL, FORWARD_ONLY)
    return None


def _approval(programme: Programme, week: int, file: File) -> Allowed | None:
    """A physio's approval holds until the next fall or operation: it was given to somebody as they were then."""
    if programme.setting not in (Setting.PHYSIO, Setting.CLINIC) and not programme.weeks[week - 1].approval:
        return None
    if any(_approves(fact, programme) for fact in file.since(Happened)):
        return None
    why = [tr("A physio has to approve this first, with their name.")]
    if any(_approves(fact, programme) for fact in file.facts):
        why.append(tr("There was a fall or an operation since it was approved."))
    return Allowed(tuple(why), First.APPROVAL)


def _approves(fact: Fact, programme: Programme) -> bool:
    return isinstance(fact, Approved) and fact.programme_id == programme.id and bool(fact.by.strip())


def _speed(programme: Programme, week: int, situation: Situation) -> Allowed | None:
    person = situation.file.person
    own = any(step.use == "bouts" and "speed_kmh" in step.values for step in programme.weeks[week - 1].steps)
    if own and (found := _no_speed(situation)):
        return found
    slow = too_slow(programme, week, person.walker(situation.treadmill.slowest_kmh))
    return Allowed((slow,), First.SPEED, FORWARD_ONLY if programme.backward else "") if slow else None


def _no_speed(situation: Situation) -> Allowed | None:
    person = situation.file.person
    if person.speed_kmh is None and start_speed(person) is None:
        text = tr("Note first how fast you walk forwards on this treadmill, at ease.")
        return Allowed((text,), First.SPEED, FORWARD_ONLY)
    return None


def _too_slow(situation: Situation, backward: bool) -> Allowed | None:
    """A belt that cannot run as slowly as somebody walks is not for them. Never rounded up: refer (evidence 3)."""
    slowest = situation.treadmill.slowest_kmh
    walker = situation.file.person.walker(slowest)
    if backward and (found := _no_speed(situation)):
        return found
    if backward and min(walker.speed_kmh, walker.limits.backward_kmh) < slowest - 1e-6:
        text = tr("The safe speed is below the belt's slowest. Ask a physio; do not walk faster.")
        return Allowed((text,), First.SPEED, FORWARD_ONLY)
    if walker.forward_kmh is not None and walker.forward_kmh < slowest - 1e-6:
        return Allowed((tr("The comfortable forward speed is below the belt's slowest. Ask a physio."),), First.SPEED)
    return None


def _limits(plan: Plan, situation: Situation) -> Allowed | None:
    problems = validate(plan, situation.file.person.limits)
    if not problems:
        return None
    broken = any(problem in problems for problem in validate(plan, PHYSIO))
    text = (
        tr("This plan cannot be walked as it is.") if broken else tr("This plan asks for more than your limits allow.")
    )
    return Allowed((text, *(problem.text for problem in problems[:3])), First.LIMITS)


def _own_speeds(plan: Plan, situation: Situation) -> Allowed | None:
    """A plan of one's own is not made for a person, as ``expand`` does: its speeds must be theirs, and the belt's."""
    slowest = situation.treadmill.slowest_kmh
    walker = situation.file.person.walker(slowest)
    moving = [block for block in plan.blocks if block.moving]
    back = max((block.speed_kmh for block in moving if block.facing is Facing.ROOM), default=0.0)
    ahead = max((block.speed_kmh for block in moving if block.facing is Facing.CONSOLE), default=0.0)
    least = min((block.speed_kmh for block in moving), default=slowest)
    text = ""
    if back > walker.speed_kmh + 1e-6:
        text = tr("This plan walks backwards at {0:g} km/h; your speed is {1:g} km/h. Lower it in the plan.")
        text = text.format(back, walker.speed_kmh)
    elif walker.forward_kmh is not None and ahead > walker.forward_kmh + 1e-6:
        text = tr("This plan walks forwards at {0:g} km/h; your speed at ease is {1:g} km/h. Lower it in the plan.")
        text = text.format(ahead, walker.forward_kmh)
    elif least < slowest - 1e-6:
        text = tr("This plan has a speed of {0:g} km/h; the belt's slowest is {1:g} km/h. Raise it in the plan.")
        text = text.format(least, slowest)
    return Allowed((text,), First.LIMITS) if text else None


def _ask(situation: Situation) -> Allowed | None:
    cleared = frozenset(fact.session_id for fact in situation.file.facts if isinstance(fact, Cleared))
    session = to_ask_about(situation.sessions, cleared)
    if session is None:
        return None
    text = tr("Last time there was pain, dizziness or another stop sign. That comes first.")
    return Allowed((text,), First.ASK, ask=session)


def _needs_helper(setting: Setting, surface: Surface, file: File) -> bool:
    """Somebody stands by unless everything says that it can be done alone: answers, setting, and the belt's control."""
    found = verdict(file)
    alone = found is not None and found.outcome is Outcome.GO and file.person.control is BeltControl.REMOTE
    return not (alone and setting is Setting.HOME and surface is Surface.TREADMILL)
