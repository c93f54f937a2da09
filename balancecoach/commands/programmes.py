"""The commands about programmes and plans: what there is, and whether a file is right."""

import argparse
import sys
from pathlib import Path
from typing import Any

from balancecoach.commands.finding import is_file_name, library, print_json
from balancecoach.core.plan import totals
from balancecoach.core.programme import STRENGTH_WORDS, Programme, expand
from balancecoach.core.script import build_script
from balancecoach.core.words import tr
from balancecoach.day import learn
from balancecoach.errors import UserError
from balancecoach.paths import Paths
from balancecoach.plans.files import load_plan, parse_plan
from balancecoach.plans.library import BUILT_IN, Library, sample_walker
from balancecoach.plans.programmes import is_programme, parse_programme, read_programme
from balancecoach.plans.text import BadTextError, PlanFileError, read_table
from balancecoach.store.plans import SavedPlan
from balancecoach.store.store import Store


def programmes(paths: Paths, options: argparse.Namespace) -> int:
    """List all programmes, built-in ones first."""
    known = library().programmes
    with Store.open(paths, write=False) as store:
        learn(known, store.saved_plans())
    if options.json:
        print_json([programme_row(programme) for programme in known.values()])
        return 0
    for programme in known.values():
        print(_line(programme))
    return 0


def _line(programme: Programme) -> str:
    first = week_row(programme, 1)
    least, most = programme.sessions_a_week
    often = f"{least}" if least == most else f"{least}-{most}"
    number = len(programme.weeks)
    return (
        f"{programme.id:<18} {number:>2} {'week ' if number == 1 else 'weeks'} {often:>3} a week "
        f"{first['minutes']:>5} min {first['backward_minutes']:>4} back  {programme.surface.value:<9} "
        f"{programme.setting.value:<16}  {programme.title}"
    )


def programme_row(programme: Programme) -> dict[str, Any]:
    """A programme as plain data; its shape is documented in ``docs/command-line.md``."""
    return {
        "id": programme.id,
        "title": programme.title,
        "summary": programme.summary,
        "who": programme.who,
        "setting": programme.setting.value,
        "surface": programme.surface.value,
        "sessions_a_week": list(programme.sessions_a_week),
        "backward_kmh": programme.limits.backward_kmh,
        "incline_percent": programme.limits.incline_percent,
        "then": list(programme.then),
        "built_in": programme.id in BUILT_IN,
        "weeks": [week_row(programme, number) for number in range(1, len(programme.weeks) + 1)],
        "sources": [
            {"text": source.text, "strength": source.strength.value, "means": tr(STRENGTH_WORDS[source.strength])}
            for source in programme.sources
        ],
    }


def week_row(programme: Programme, number: int) -> dict[str, Any]:
    """One week at the programme's own ceilings, every gate at its minimum."""
    plan = expand(programme, number, sample_walker(programme))
    total = totals(plan.blocks)
    return {
        "week": number,
        "summary": plan.summary,
        "minutes": round(sum(build_script(plan).seconds) / 60, 1),
        "backward_minutes": round(total.backward_s / 60, 1),
        "backward_metres": total.backward_m,
        "backward_kmh": total.backward_kmh,
        "incline_percent": total.incline_percent,
        "approval": programme.weeks[number - 1].approval,
    }


def plans(paths: Paths, options: argparse.Namespace) -> int:
    """List the plans and programmes of one's own."""
    with Store.open(paths, write=False) as store:
        saved = store.saved_plans()
    if options.json:
        print_json([{"id": row.id, "title": row.title, "kind": row.kind, "draft": row.draft} for row in saved])
        return 0
    for row in saved:
        print(f"{row.id:<20} {row.kind:<9} {'draft ' if row.draft else '      '} {row.title}")
    if not saved:
        print("No plans of your own yet. The programmes: balancecoach programmes", file=sys.stderr)
    return 0


def check(paths: Paths, options: argparse.Namespace) -> int:
    """Check plans and programmes. One line a problem."""
    good = True
    for name in options.files:
        try:
            fine = _checked(paths, name)
        except PlanFileError as error:
            good = False
            for line in error.lines:
                print(line)
        except UserError as error:
            good = False
            print(error)
        else:
            print(f"{name}: fine, {fine}", file=sys.stderr)
    return 0 if good else 2


def _checked(paths: Paths, name: str) -> str:
    """What is in a plan that is fine, in a few words."""
    known = library()
    if is_file_name(name):
        return _checked_file(Path(name))
    if known.week(name) is None and (own := _saved(paths, name, known)):
        if own.kind == "programme":
            return _weeks(parse_programme(own.text, name))
        return _blocks(len(parse_plan(own.text, name).blocks))
    if plan := known.week(name):
        return _blocks(len(plan.blocks))
    return _checked_file(Path(name))


def _saved(paths: Paths, name: str, known: Library) -> SavedPlan | None:
    """The one of this id in the record. Programmes there are made known by the way."""
    with Store.open(paths, write=False) as store:
        saved = store.saved_plans()
    learn(known.programmes, saved)
    return next((row for row in saved if row.id == name), None)


def _checked_file(path: Path) -> str:
    try:
        table = read_table(path)
    except BadTextError:
        table = {}
    if is_programme(table):
        return _weeks(read_programme(table, str(path)))
    return _blocks(len(load_plan(path).blocks))


def _weeks(programme: Programme) -> str:
    number = len(programme.weeks)
    return f"a programme of {number} {'week' if number == 1 else 'weeks'}"


def _blocks(number: int) -> str:
    return f"{number} {'block' if number == 1 else 'blocks'}"
