"""Whose day it is, and what they may walk: reads the record, decides nothing that ``core.allowed`` does not."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from balancecoach.clock import Clock
from balancecoach.core.allowed import FORWARD_ONLY, Allowed, Situation, may_walk, may_walk_plan
from balancecoach.core.events import Stored
from balancecoach.core.moving import Advice, Place, advise, move
from balancecoach.core.person import Cleared, Fact, File, Moved, Person
from balancecoach.core.plan import BeltControl, Plan
from balancecoach.core.programme import Programme, Setting, expand
from balancecoach.core.progress import Summary, summarise
from balancecoach.errors import UserError
from balancecoach.plans.library import Programmes
from balancecoach.plans.programmes import parse_programme
from balancecoach.store.plans import SavedPlan
from balancecoach.store.rescue import joined
from balancecoach.store.store import Store

PERSON_SETTING = "person"
#: Events by session.
Waiting = Callable[[], Mapping[str, Sequence[Stored]]]


class Walk(Struct, frozen=True):
    """What is to be walked next, and whether it may be. ``setting``: chooses the daily check's lines."""

    plan: Plan
    allowed: Allowed
    setting: Setting = Setting.HOME


class Day:
    """One person at a time. Reads the record anew each time it is asked."""

    def __init__(
        self, store: Store, programmes: Mapping[str, Programme], clock: Clock, waiting: Waiting = dict
    ) -> None:
        """``waiting``: events that are not written yet, by session."""
        self._store, self._programmes, self._clock, self._waiting = store, programmes, clock, waiting
        self.own_plan: Plan | None = None  # walked today instead of the programme
        self.forward_only = False  # the forward-only programme today
        self.rest: Callable[[Situation], Walk] | None = None  # instead of both: of a session that was cut off

    # -- who ---------------------------------------------------------------------------------------------------
    def people(self) -> tuple[Person, ...]:
        """Everybody who is set up, by name."""
        return self._store.people()

    def person(self) -> Person | None:
        """Whose day it is: the one chosen last, else the first; ``None`` while nobody is set up."""
        wanted = self._store.get_setting(PERSON_SETTING)
        chosen = self._store.person(wanted) if isinstance(wanted, str) and wanted else None
        if chosen is not None and not chosen.archived:
            return chosen
        return next(iter(self.people()), None)

    def choose(self, person_id: str) -> None:
        """From now on it is this person's day."""
        if person_id != self._store.get_setting(PERSON_SETTING):
            self._store.put_setting(PERSON_SETTING, person_id)
        self.forget_choices()

    def forget_person(self, person_id: str) -> None:
        """Whoever was deleted is not whose day it is; a plan chosen for them, or for one put away, is nobody else's."""
        if not person_id or any(person.id == person_id for person in self.people()):
            return
        self.forget_choices()
        if self._store.person(person_id) is None and self._store.get_setting(PERSON_SETTING) == person_id:
            self._store.put_setting(PERSON_SETTING, "")

    def forget_choices(self) -> None:
        """Back to the programme."""
        self.own_plan, self.forward_only, self.rest = None, False, None

    def situation(self) -> Situation | None:
        """All that is known now; ``None`` while nobody is set up."""
        person = self.person()
        file = self._store.file(person.id) if person else None
        if file is None:
            return None
        now = self._clock.now().wall
        return Situation(file, self._store.treadmill(), self._sessions(file.person.id), now)

    def _sessions(self, person_id: str) -> Sequence[Summary]:
        """All sessions, also what a full disk has not taken yet: pain that was told counts at once."""
        kept = self._store.summaries(person_id)
        waiting = self._waiting()
        if not waiting:
            return kept
        found = {session.id: session for session in kept}
        for session_id, events in waiting.items():
            session = summarise(session_id, joined(self._store.events(session_id), events))
            if session.person_id == person_id and session.started is not None:
                found[session_id] = session
        return tuple(sorted(found.values(), key=_when))

    # -- what --------------------------------------------------------------------------------------------------
    def programme(self, person: Person) -> Programme:
        """A person's programme; the first one where theirs is no longer there."""
        return self._programmes.get(person.programme_id) or self._programmes[FORWARD_ONLY]

    def walk(self, situation: Situation) -> Walk:
        """What is to be walked next."""
        if self.rest is not None:
            return self.rest(situation)
        if self.own_plan is not None:
            plan = shaped(self.own_plan, situation.file.person)
            return Walk(plan, may_walk_plan(plan, situation))
        person = situation.file.person
        programme = self._programmes[FORWARD_ONLY] if self.forward_only else self.programme(person)
        week = person.week if programme.id == person.programme_id else 1
        week = min(max(1, week), len(programme.weeks))
        plan = expand(programme, week, person.walker(situation.treadmill.slowest_kmh))
        return Walk(plan, may_walk(programme, week, situation), programme.setting)

    def advice(self, situation: Situation) -> Advice:
        """Whether to move on or back."""
        return advise(self._programmes, situation.file.person, situation.sessions, situation.now)

    # -- what a helper or physio confirms ------------------------------------------------------------------------
    def move(self, situation: Situation, to: Place, why: str, by: str = "helper") -> Person:
        """Move the person, and keep that it was done."""
        slowest = situation.treadmill.slowest_kmh
        person = situation.file.person
        moved = move(self._programmes, person, to, situation.now, slowest, situation.sessions)
        fact = Moved(situation.now, by, moved.programme_id, moved.week, moved.speed_kmh, why)
        self._save(situation.file, moved, fact)
        self.forget_choices()
        return moved

    def stay(self, situation: Situation) -> None:
        """Advice to go back was read, and not taken: it is not given again for the same reason."""
        person = replace(situation.file.person, moved_at=situation.now)
        fact = Moved(situation.now, "helper", person.programme_id, person.week, person.speed_kmh, "stayed")
        self._save(situation.file, person, fact)

    def clear(self, situation: Situation, session_id: str) -> None:
        """Somebody said that a stop sign of last time is over."""
        self._save(situation.file, situation.file.person, Cleared(situation.now, session_id))

    def note(self, situation: Situation, facts: tuple[Fact, ...]) -> None:
        """Keep dated facts."""
        if facts:
            self._save(situation.file, situation.file.person, *facts)

    def _save(self, file: File, person: Person, *facts: Fact) -> None:
        self._store.save_person(person, *facts, now=self._clock.now().wall)


def _when(session: Summary) -> tuple[float, str]:
    return (session.started.timestamp() if session.started else 0.0, session.id)


def learn(programmes: Programmes, saved: Iterable[SavedPlan]) -> None:
    """Programmes of one's own; one that can no longer be read is left out, and ``check`` says why."""
    for row in saved:
        if row.kind == "programme" and not row.draft:
            try:
                programmes.add(parse_programme(row.text, row.id))
            except UserError:
                continue


def shaped(plan: Plan, person: Person) -> Plan:
    """A plan of one's own in this person's words: who works the belt, and which numbers the console shows."""
    return replace(plan, control=person.control or BeltControl.NONE, units=person.units)
