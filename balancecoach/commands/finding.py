"""What the words after a command mean: a plan, a person, and whether this person may walk it.

The record is read only where it has to be: a built-in programme or a file can be looked at whatever state it is in.
"""

import difflib
import json
from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from balancecoach.core.allowed import Allowed, First, Situation, may_walk, may_walk_plan
from balancecoach.core.person import Person, same_name, start_speed
from balancecoach.core.plan import HOME, Limits, Plan
from balancecoach.core.programme import too_slow
from balancecoach.core.rules import validate
from balancecoach.day import learn, shaped
from balancecoach.errors import UserError
from balancecoach.paths import Paths, assets
from balancecoach.plans.files import parse_plan
from balancecoach.plans.library import Library, Programmes
from balancecoach.plans.rows import clean
from balancecoach.store.plans import SavedPlan
from balancecoach.store.store import Store

#: Where each thing that comes first is done.
_TO_DO = {
    First.SCREENING: "Answer them in the window, under People.",
    First.SET_UP: "Check it in the window, under Settings.",
    First.CONTROL: "It is set in the window, under People.",
    First.SPEED: "It is noted in the window, under People.",
    First.APPROVAL: "That is done in the window, under People.",
    First.LIMITS: "Choose an easier plan, or ask a physio.",
    First.ASK: "Answer it in the window: press Start there.",
}


class Asked(Struct, frozen=True):
    """A plan that was asked for, and for whom; ``situation`` is ``None`` when nobody was named."""

    plan: Plan
    programmes: Programmes
    situation: Situation | None = None

    @property
    def person(self) -> Person | None:
        """Who was named."""
        return self.situation.file.person if self.situation else None

    def allowed(self) -> Allowed:
        """Whether it may be walked now, with a real belt. Without a person only what is walked forwards."""
        if self.situation is None:
            return Allowed(first=First.SCREENING) if self.plan.backward else Allowed()
        if self.plan.programme_id:
            return may_walk(self.programmes[self.plan.programme_id], self.plan.week, self.situation)
        return may_walk_plan(self.plan, self.situation)


def library() -> Library:
    """The built-in programmes."""
    return Library(assets() / "programmes")


def is_file_name(name: str) -> bool:
    """Whether a word can only be a file."""
    return name.endswith(".toml") or "/" in name or "\\" in name


def ask(paths: Paths, name: str, whose: str, now: datetime) -> Asked:
    """The plan of this name, for ``whose`` ("": nobody). Raises ``UserError`` in a sentence."""
    known = library()
    if not whose and (is_file_name(name) or known.week(name) is not None):
        return Asked(known.find(name), known.programmes)
    with Store.open(paths, write=False) as store:
        saved = store.saved_plans()
        learn(known.programmes, saved)
        situation = situation_of(store, find_person(store, whose), now) if whose else None
    return Asked(_plan(name, known, saved, situation), known.programmes, situation)


def _plan(name: str, known: Library, saved: Sequence[SavedPlan], situation: Situation | None) -> Plan:
    person = situation.file.person if situation else None
    walker = person.walker(situation.treadmill.slowest_kmh) if person and situation else None
    if plan := known.week(name, walker):
        return plan
    limits = person.limits if person else HOME
    own = next((row for row in saved if row.id == name and row.kind == "plan"), None)
    plan = read_saved(own, limits) if own else known.find(name, limits)
    return shaped(plan, person) if person else plan


def read_saved(saved: SavedPlan, limits: Limits = HOME) -> Plan:
    """A plan of one's own. Raises ``UserError`` for a draft, and for one that asks for too much."""
    if saved.draft:
        text = "this plan is a draft, and drafts are not walked. See what is missing: balancecoach check"
        raise UserError(f"{saved.id}: {text} {saved.id}.")
    return parse_plan(saved.text, saved.id, limits)


def must_fit(asked: Asked) -> None:
    """For a look at a plan: raises ``UserError`` when there is no such plan for this person."""
    if asked.situation is None or asked.person is None:
        return
    person, plan = asked.person, asked.plan
    wrong = _speed_wrong(asked, person) if plan.programme_id else ""
    if not wrong:
        wrong = " ".join(dict.fromkeys(problem.text for problem in validate(plan, person.limits)))
    if wrong:
        raise UserError(f"{clean(plan.title)} is not for {clean(person.name)} as things are: {wrong}")


def _speed_wrong(asked: Asked, person: Person) -> str:
    assert asked.situation is not None
    programme, week = asked.programmes[asked.plan.programme_id], asked.plan.week
    own = any(step.use == "bouts" and "speed_kmh" in step.values for step in programme.weeks[week - 1].steps)
    if own and person.speed_kmh is None and start_speed(person) is None:
        return "Note first how fast they walk forwards on this treadmill, at ease."
    return too_slow(programme, week, person.walker(asked.situation.treadmill.slowest_kmh))


def to_do(allowed: Allowed) -> str:
    """What to do about it, "" when nothing can be done at this machine."""
    return _TO_DO.get(allowed.first, "")


# -- people ----------------------------------------------------------------------------------------------------------
def find_person(store: Store, words: str) -> Person:
    """The person with this id or name; of several with one name those who walk come before those archived."""
    everybody = (*store.people(), *store.people(archived=True))
    for person in everybody:
        if person.id == words:
            return person
    named = [person for person in everybody if same_name(person.name, words)]
    named = [person for person in named if not person.archived] or named
    if len(named) == 1:
        return named[0]
    if named:
        ids = ", ".join(person.id for person in named)
        raise UserError(f"{clean(words)}: {len(named)} people have this name. Use the id of one of them: {ids}.")
    names = {person.name.casefold(): person.name for person in everybody}
    near = difflib.get_close_matches(words.casefold(), names, n=1)
    hint = f"Did you mean {clean(names[near[0]])}?" if near else "See the list with: balancecoach people."
    raise UserError(f"{clean(words)}: nobody here has this name or id. {hint}")


def situation_of(store: Store, person: Person, now: datetime) -> Situation:
    """All that is known of a person now."""
    file = store.file(person.id)
    if file is None:
        raise UserError(f"{clean(person.name)}: what was kept about them cannot be read. See: balancecoach doctor.")
    return Situation(file, store.treadmill(), store.summaries(person.id), now)


def print_json(rows: object) -> None:
    """ASCII: right in every terminal and every file."""
    print(json.dumps(rows, indent=1))
