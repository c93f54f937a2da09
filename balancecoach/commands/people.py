"""The commands about people: who there is, somebody new, and what is next for them."""

import argparse
import sys
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any

from msgspec.structs import fields

from balancecoach.clock import RealClock
from balancecoach.commands.finding import find_person, library, print_json, situation_of, to_do
from balancecoach.core.allowed import First, Situation, questions_due, verdict
from balancecoach.core.moving import Advice
from balancecoach.core.person import (
    Approved,
    File,
    Person,
    Screened,
    problems,
    start_speed,
)
from balancecoach.core.plan import BeltControl, Units, kmh, shown_speed, totals
from balancecoach.core.programme import Programme
from balancecoach.core.script import build_script
from balancecoach.day import Day, Walk, learn
from balancecoach.errors import UserError
from balancecoach.paths import Paths
from balancecoach.plans.answers import load_answers
from balancecoach.plans.library import Programmes
from balancecoach.plans.rows import clean
from balancecoach.reports.outcome import title
from balancecoach.store.store import Store, new_person_id

#: Details of a person -> the option they come from.
_OPTIONS = {"name": "NAME", "forward_kmh": "--forward", "walk3m_s": "--walk3m", "helper": "--helper"}
_OPTIONS |= {"emergency": "--emergency"}


# -- who there is ----------------------------------------------------------------------------------------------------
def people(paths: Paths, options: argparse.Namespace) -> int:
    """List those who walk, or those who are archived."""
    with Store.open(paths, write=False) as store:
        found = store.people(archived=options.archived)
        programmes = _programmes(store)
    if options.json:
        print_json([person_row(person) for person in found])
        return 0
    for person in found:
        print(f"{person.id}  {person.name}: {_place(person, programmes)}")
    if not found:
        nobody = "Nobody is archived." if options.archived else "Nobody is set up yet: balancecoach person add NAME"
        print(nobody, file=sys.stderr)
    return 0


def person_row(person: Person) -> dict[str, Any]:
    """A person in a list; the shape is documented in ``docs/command-line.md``."""
    return {
        "id": person.id,
        "name": person.name,
        "programme": person.programme_id,
        "week": person.week,
        "archived": person.archived,
    }


def _programmes(store: Store) -> Programmes:
    known = library().programmes
    learn(known, store.saved_plans())
    return known


def _place(person: Person, programmes: Programmes) -> str:
    found = programmes.get(person.programme_id)
    if found is None:
        return f"{person.programme_id}, which is no longer there"
    return f"{found.title}, week {person.week} of {len(found.weeks)}"


def person(paths: Paths, options: argparse.Namespace) -> int:
    """Add a person, or show one."""
    return _add(paths, options) if options.what == "add" else _show(paths, options)


def _show(paths: Paths, options: argparse.Namespace) -> int:
    with Store.open(paths, write=False) as store:
        situation = situation_of(store, find_person(store, options.who), RealClock().now().wall)
        programmes = _programmes(store)
    if options.json:
        print_json(details_row(situation))
        return 0
    for line in _details(situation, programmes):
        print(line)
    return 0


def details_row(situation: Situation) -> dict[str, Any]:
    """All that is kept of a person but their sessions; the shape is documented in ``docs/command-line.md``."""
    file = situation.file
    rows = {row.name: _plain(getattr(file.person, row.name)) for row in fields(Person)}
    start = start_speed(file.person)
    return {
        **rows,
        "start_kmh": None if start is None else round(start, 3),
        "health": _health_row(situation),
        "approved": sorted({fact.programme_id for fact in file.facts if isinstance(fact, Approved)}),
    }


def _health_row(situation: Situation) -> dict[str, Any]:
    found, screened = verdict(situation.file), situation.file.last(Screened)
    due = questions_due(situation)
    row = {"due": str(due) or None, "answered": None, "outcome": None}
    if found is None or screened is None:
        return row
    return {**row, "answered": screened.at.isoformat(), "outcome": found.outcome.name.lower()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def _details(situation: Situation, programmes: Programmes) -> list[str]:
    person = situation.file.person
    found = verdict(situation.file)
    speeds = ("speed now", person.speed_kmh), ("start speed", start_speed(person)), ("forwards", person.forward_kmh)
    rows = [
        ("name", person.name + (" (archived)" if person.archived else "")),
        ("id", person.id),
        ("programme", _place(person, programmes)),
        ("belt", person.control.value if person.control else "not said yet who starts and stops it"),
        *((name, _speed_words(speed, person.units)) for name, speed in speeds),
        (
            "limit",
            _speed_words(person.limit_kmh, person.units) + (f", set by {person.limit_by}" * bool(person.limit_by)),
        ),
        ("health", title(found.outcome) if found else "the questions are not answered yet"),
        ("helper", person.helper),
        ("emergency", person.emergency),
        ("notes", " ".join(person.notes.split())),
    ]
    return [f"{name + ':':<13}{text}" for name, text in rows if text]


def _speed_words(speed_kmh: float | None, units: Units) -> str:
    if speed_kmh is None:
        return "not known yet"
    return f"{shown_speed(speed_kmh, units):g} {'mph' if units is Units.MPH else 'km/h'}"


# -- somebody new ----------------------------------------------------------------------------------------------------
def _add(paths: Paths, options: argparse.Namespace) -> int:
    now = RealClock().now().wall
    answers = load_answers(Path(options.answers)) if options.answers else None
    units = Units(options.units)
    new = Person(
        id=new_person_id(),
        name=options.name.strip(),
        control=BeltControl(options.control) if options.control else None,
        forward_kmh=None if options.forward is None else kmh(options.forward, units),
        walk3m_s=options.walk3m,
        units=units,
        helper=options.helper.strip(),
        emergency=options.emergency.strip(),
    )
    with Store.open(paths, write=True) as store:
        others = [each.name for each in (*store.people(), *store.people(archived=True))]
        if wrong := _wrong(new, others):
            raise UserError(wrong)
        facts = (Screened(now, tuple(answers.items())),) if answers is not None else ()
        store.save_person(new, *facts, now=now)
        situation, programmes = Situation(File(new, facts), store.treadmill(), (), now), _programmes(store)
        walk = Day(store, programmes, RealClock()).walk(situation)
    print(f"{new.name} is set up. {_first_words(walk)}".strip(), file=sys.stderr)
    print(new.id)
    return 0


def _wrong(new: Person, others: list[str]) -> str:
    """What is wrong with the options, one line each, with the option it is about."""
    found = problems(new, others)
    return "\n".join(f"{_OPTIONS.get(key, key)}: {text}" for key, text in found.items())


def _first_words(walk: Walk) -> str:
    return "" if walk.allowed.may else " ".join((*walk.allowed.why[:1], to_do(walk.allowed))).strip()


# -- what is next ----------------------------------------------------------------------------------------------------
def up_next(paths: Paths, options: argparse.Namespace) -> int:
    """Which session is next for a person, whether it may be walked, and whether to move on."""
    clock = RealClock()
    with Store.open(paths, write=False) as store:
        found = find_person(store, options.person)
        if found.archived:
            raise UserError(f"{clean(found.name)} is archived. Bring them back in the window, under People.")
        programmes = _programmes(store)
        situation = situation_of(store, found, clock.now().wall)
        day = Day(store, programmes, clock)
        walk, advice = day.walk(situation), day.advice(situation)
    if options.json:
        print_json(next_row(situation, walk, advice))
        return 0
    for line in _next_lines(situation, walk, advice, programmes):
        print(line)
    return 0


def next_row(situation: Situation, walk: Walk, advice: Advice) -> dict[str, Any]:
    """What is next as plain data; its shape is documented in ``docs/command-line.md``."""
    plan, allowed = walk.plan, walk.allowed
    return {
        "person": situation.file.person.id,
        "programme": plan.programme_id,
        "week": plan.week,
        "title": plan.title,
        "summary": plan.summary,
        "minutes": round(sum(build_script(plan).seconds) / 60, 1),
        "backward_minutes": round(totals(plan.blocks).backward_s / 60, 1),
        "may": allowed.may,
        "why": list(allowed.why),
        "first": allowed.first.value or None,
        "instead": allowed.instead or None,
        "helper": allowed.helper,
        "ask": allowed.ask.id if allowed.ask else None,
        "advice": {
            "move": advice.move.value,
            "reasons": list(advice.reasons),
            "to": [{"programme": place.programme_id, "week": place.week} for place in advice.to],
        },
    }


def _next_lines(situation: Situation, walk: Walk, advice: Advice, programmes: Programmes) -> list[str]:
    person, plan, allowed = situation.file.person, walk.plan, walk.allowed
    lines = [f"{person.name}: {plan.title} ({plan.programme_id}:{plan.week})", plan.summary]
    if person.programme_id not in programmes:
        lines.append(f"The programme {clean(person.programme_id)} is no longer there: choose another under People.")
    if allowed.may:
        with_whom = "with a helper beside" if allowed.helper else "somebody near should know"
        lines.append(f"It may be walked now, {with_whom}.")
    elif allowed.first is First.ASK:
        lines.append("Something is asked first:")
    else:
        lines.append("It may not be walked now:")
    lines += [f"  {why}" for why in allowed.why]
    lines += [f"  {to_do(allowed)}"] * bool(to_do(allowed))
    if allowed.instead and allowed.instead != plan.programme_id:
        lines.append(f"Meanwhile: {programmes[allowed.instead].title} ({allowed.instead})")
    lines.append(f"Advice: {advice.move.value}. A helper or physio decides.")
    lines += [f"  {reason}" for reason in advice.reasons]
    lines += [f"  to {_title(programmes[place.programme_id], place.week)}" for place in advice.to]
    return [line for line in lines if line]


def _title(programme: Programme, week: int) -> str:
    return f"{programme.title}, week {week} ({programme.id}:{week})"
