"""The command that saves what is on record for somebody else. ``export_options.py`` says which options there are."""

import argparse
import os
import sys
from datetime import time
from pathlib import Path

from balancecoach.clock import RealClock
from balancecoach.commands.finding import find_person, library
from balancecoach.core.person import Person
from balancecoach.core.programme import Programme
from balancecoach.day import learn
from balancecoach.errors import UserError
from balancecoach.exports import SHIPPED, Exporter, Format, Order, What
from balancecoach.paths import Paths
from balancecoach.reports.calendar_file import Times, usual_days
from balancecoach.reports.share import Share
from balancecoach.store.store import Store

#: Options that say nothing about a file of another format.
_ONLY = {
    "what": (Format.CSV,),
    "no_name": (Format.CSV, Format.FHIR, Format.ICS),
    "notes": (Format.CSV, Format.FHIR),
    "first": (Format.CSV, Format.FHIR),
    "last": (Format.CSV, Format.FHIR),
    "days": (Format.ICS,),
    "time": (Format.ICS,),
    "weeks": (Format.ICS,),
    "alarm": (Format.ICS,),
}
_NAMES = {"no_name": "no-name", "first": "from", "last": "to"}


def export(paths: Paths, options: argparse.Namespace) -> int:
    """Write one file. Its name goes to stdout, what is in it to stderr."""
    kind, now = Format(options.format), RealClock().now().wall
    _must_fit(kind, options)
    target = _target(Path(options.output), force=options.force)
    with Store.open(paths, write=False) as store:
        programmes = library().programmes
        learn(programmes, store.saved_plans())
        person = find_person(store, options.person) if options.person else None
        people = (person.id,) if person else None
        times = _times(options, person, programmes.get(person.programme_id)) if person and kind is Format.ICS else None
        order = Order(kind, people, _share(options), What(options.what or "sessions"), times)
        count = Exporter(store, programmes).save(order, target, now)
    print(target)
    print(_words(order, count), file=sys.stderr)
    return 0


def _target(target: Path, *, force: bool) -> Path:
    """What else may be wrong with it is told where it is opened."""
    if os.path.lexists(target) and not force and not target.is_dir():
        raise UserError(f"{target}: there is a file already. Choose another name, or add --force to write over it.")
    return target


def _must_fit(kind: Format, options: argparse.Namespace) -> None:
    for name, kinds in _ONLY.items():
        if getattr(options, name) not in (None, False) and kind not in kinds:
            raise UserError(f"--{_NAMES.get(name, name)} is not for {kind}: leave it out.")
    if kind is Format.ICS and not options.person:
        raise UserError("A calendar is of one person: name them with --person.")
    if options.first and options.last and options.first > options.last:
        raise UserError(f"--from {options.first} is after --to {options.last}: write the earlier day first.")


def _share(options: argparse.Namespace) -> Share:
    return Share(options.first, options.last, not options.no_name, options.notes, SHIPPED)


def _times(options: argparse.Namespace, person: Person, programme: Programme | None) -> Times:
    usual = usual_days(programme.sessions_a_week[1] if programme else 3)
    return Times(options.days or usual, options.time or time(10, 0), options.weeks or 4, options.alarm)


_ROWS = {
    What.SESSIONS: ("session", "sessions"),
    What.BLOCKS: ("piece of a session", "pieces of sessions"),
    What.CHECK_UPS: ("trial of a check-up", "trials of check-ups"),
}


def _words(order: Order, count: int) -> str:
    if order.format is Format.CSV:
        one, many = _ROWS[order.what]
    elif order.format is Format.JSON:
        one, many = "session, and all else", "sessions, and all else"
    elif order.format is Format.FHIR:
        one, many = "observation", "observations"
    else:
        one, many = "planned session", "planned sessions"
    return f"{count} {one if count == 1 else many}"
