"""A session that a crash or a power cut ended: found in the record, and carried on with or closed from Today.

What is found is a fold over the record, so that a second crash loses no offer. Only closing is kept, as a setting.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from balancecoach.core.allowed import Allowed, First, Situation, may_walk, may_walk_plan
from balancecoach.core.carry_on import cut_off, rest_of, still_offered, surface_of
from balancecoach.core.events import Outcome, SessionStarted, Stored
from balancecoach.core.plan import Facing, Plan, Surface
from balancecoach.core.programme import Programme, expand
from balancecoach.core.progress import Summary, minutes
from balancecoach.core.rules import validate
from balancecoach.core.script import build_script
from balancecoach.core.words import N_, tr
from balancecoach.day import Day, Walk, shaped
from balancecoach.desks.session import SessionDesk
from balancecoach.past import closing_words, walked_words
from balancecoach.store.journal import Journal
from balancecoach.store.store import Store
from balancecoach.ui.facts import CutOffFacts
from balancecoach.ui.today import TodayScreen

SETTING = "closed_sessions"
#: How many ids are kept: one a person is enough.
MOST_CLOSED = 50
#: Shown to nobody: where it holds, carrying on is not offered.
NO_LONGER = Allowed((N_("This session cannot be carried on with."),), First.LIMITS)


class CutOffDesk(QObject):
    """Answers what Today shows, and does what is pressed there. ``changed``: show Today anew."""

    changed = Signal()

    def __init__(
        self,
        *,
        store: Store,
        journal: Journal,
        day: Day,
        programmes: Mapping[str, Programme],
        sessions: SessionDesk,
        today: TodayScreen,
        prepare: Callable[[], None],
    ) -> None:
        super().__init__()
        self._store, self._journal, self._day = store, journal, day
        self._programmes, self._sessions, self._prepare = programmes, sessions, prepare
        today.cut_off.carried_on.connect(self._carry_on)
        today.cut_off.closed.connect(self._close)

    def facts(self, situation: Situation) -> CutOffFacts | None:
        """For Today; ``None`` when nothing was cut off."""
        found = self._found(situation)
        return None if found is None else cut_off_facts(found, self._walk(situation, found), situation.now)

    # -- what was cut off, and what is left of it ------------------------------------------------------------------
    def _closed(self) -> tuple[str, ...]:
        kept = self._store.get_setting(SETTING)
        return tuple(str(each) for each in kept) if isinstance(kept, list) else ()

    def _found(self, situation: Situation) -> Summary | None:
        """The session; not when the daily check said "not today" since."""
        found = cut_off(situation.sessions, self._closed(), situation.now)
        if found is None or found.ended is None:
            return None
        declined = self._store.declined(situation.file.person.id)
        return None if any(day.at >= found.ended for day in declined[-1:]) else found

    def _walk(self, situation: Situation, session: Summary) -> Walk | None:
        """The rest as a walk; ``None`` where it is too late, nothing is left, or it may not be walked now."""
        if not still_offered(session, situation.now):
            return None
        rest = _rest(self._store.events(session.id))
        walk = None if rest is None else self._judged(rest, situation)
        return walk if walk is not None and walk.allowed.first in (First.NOTHING, First.ASK) else None

    def _judged(self, rest: Plan, situation: Situation) -> Walk:
        """By the rules of where the session came from: its week of its programme, or a plan of one's own."""
        person = situation.file.person
        if not rest.programme_id:
            plan = shaped(rest, person)
            return Walk(plan, may_walk_plan(plan, situation))
        programme = self._programmes.get(rest.programme_id)
        if programme is None or not 1 <= rest.week <= len(programme.weeks):
            return Walk(rest, NO_LONGER)
        whole = expand(programme, rest.week, person.walker(situation.treadmill.slowest_kmh))
        plan = replace(whole, blocks=rest.blocks)
        lowered = validate(plan, person.limits) or _faster(plan, whole)  # a limit or the speed, meanwhile
        allowed = NO_LONGER if lowered else may_walk(programme, rest.week, situation)
        return Walk(plan, allowed, programme.setting)

    # -- what is pressed -------------------------------------------------------------------------------------------
    def _carry_on(self) -> None:
        situation = self._day.situation()
        found = self._found(situation) if situation is not None else None
        walk = self._walk(situation, found) if situation is not None and found is not None else None
        if walk is None:
            self.changed.emit()  # too late by now
            return
        self._prepare()
        self._day.rest = lambda situation: self._judged(walk.plan, situation)
        self._sessions.check.ask()

    def _close(self) -> None:
        situation = self._day.situation()
        found = self._found(situation) if situation is not None else None
        if found is None:
            self.changed.emit()
            return
        self._prepare()
        self._journal.put_setting(SETTING, [*self._closed(), found.id][-MOST_CLOSED:])
        self._sessions.ask_after(found.id, closing_words(Outcome.INTERRUPTED), _walked(found))


def _rest(events: Sequence[Stored]) -> Plan | None:
    """What is left of a session, as a plan under its own name."""
    started = next((event for event in events if isinstance(event, SessionStarted)), None)
    blocks = rest_of(events)
    if started is None or not blocks:
        return None
    return Plan(
        started.plan_id,
        started.plan_title,
        blocks,
        surface=surface_of(started.blocks),
        programme_id=started.programme_id,
        week=started.week,
    )


def _faster(rest: Plan, whole: Plan) -> bool:
    """Whether the belt would run faster, facing this way or that, than the session would today."""

    def fastest(plan: Plan, facing: Facing) -> float:
        return max((block.speed_kmh for block in plan.blocks if block.facing is facing), default=0.0)

    return any(fastest(rest, facing) > fastest(whole, facing) + 1e-6 for facing in Facing)


def _walked(session: Summary) -> str:
    return walked_words(session) if session.walked_s else tr("Nobody had walked yet.")


def cut_off_facts(session: Summary, walk: Walk | None, now: datetime) -> CutOffFacts:
    """In words. ``session`` has ended; ``walk``: what is left of it, ``None`` when it can only be closed."""
    assert session.ended is not None
    ended = session.ended.astimezone(now.tzinfo)
    title = tr("The last session was cut off at {0}").format(f"{ended.hour}:{ended.minute:02}")
    said = [tr("If the belt still moves, stop it first.")] if _on_a_belt(session, walk) else []
    said += [_walked(session), *([tr("What you walked is kept.")] if session.walked_s else [])]
    if walk is not None:
        left = minutes(sum(build_script(walk.plan).seconds))
        said.append(tr("Carrying on begins with the daily check, and takes {0}.").format(left))
    return CutOffFacts(title, " ".join(said), may_carry_on=walk is not None)


def _on_a_belt(session: Summary, walk: Walk | None) -> bool:
    """Whether a belt may move still: nobody here has seen it stop."""
    if walk is not None:
        return walk.plan.surface is Surface.TREADMILL
    return any(session.backward_kmh + session.forward_kmh)
