"""The commands about check-ups: enter one that was measured, and list them."""

import argparse
import sys
from datetime import datetime
from typing import Any

from balancecoach.clock import RealClock
from balancecoach.commands.finding import find_person, print_json, situation_of
from balancecoach.core.checkup import (
    TITLES,
    CheckedUp,
    Test,
    free_moment,
    problem,
    result_s,
    results,
    rounded,
    shown,
    speed_kmh,
)
from balancecoach.core.checkup_taken import offer
from balancecoach.core.words import tr
from balancecoach.errors import UserError
from balancecoach.paths import Paths
from balancecoach.plans.rows import clean
from balancecoach.store.store import Store


def checkup(paths: Paths, options: argparse.Namespace) -> int:
    """Enter a check-up, or list them."""
    return _add(paths, options) if options.what == "add" else _list(paths, options)


def _add(paths: Paths, options: argparse.Namespace) -> int:
    now = RealClock().now().wall
    seconds = tuple(rounded(number) for number in options.seconds)
    fact = CheckedUp(_moment(options.at, now), Test(options.test), seconds, options.aid.strip(), options.note.strip())
    if told := problem(fact, now):
        raise UserError(told)
    with Store.open(paths, write=True) as store:
        person = find_person(store, options.person)
        facts = situation_of(store, person, now).file.facts
        kept = CheckedUp(free_moment(fact.at, facts), fact.test, fact.trials_s, fact.aid, fact.note)
        store.save_person(person, kept, now=now)
    newest = results((*facts, kept), kept.test)[-1] == kept
    text = f"{clean(person.name)}: {tr(TITLES[kept.test])}, {shown(result_s(kept))} s. It is kept."
    if newest and offer(person, kept, now) is not None:
        text += " The start speed is as it was: a helper may take this over in the window, under Check-ups."
    print(text, file=sys.stderr)
    print(kept.at.isoformat())
    return 0


def _moment(text: str, now: datetime) -> datetime:
    """When it was: now without a word, noon (or now, if sooner) of a day without a time, this zone without another."""
    if not text:
        return now
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise UserError(
            f"--at: {clean(text)} is no day or time. Write it like 2026-03-04 or 2026-03-04T10:30."
        ) from error
    if len(text) <= len("2026-03-04"):
        noon = at.replace(hour=12).astimezone()
        return min(noon, now) if noon.date() == now.date() else noon
    return at.astimezone() if at.tzinfo is None else at


def _list(paths: Paths, options: argparse.Namespace) -> int:
    with Store.open(paths, write=False) as store:
        person = find_person(store, options.person)
        found = results(situation_of(store, person, RealClock().now().wall).file.facts)
    if options.json:
        print_json([checkup_row(fact) for fact in found])
        return 0
    for fact in found:
        print(_line(fact))
    if not found:
        print(f"{clean(person.name)} has had no check-up yet: balancecoach checkup add --person ...", file=sys.stderr)
    return 0


def checkup_row(fact: CheckedUp) -> dict[str, Any]:
    """A check-up as plain data; its shape is documented in ``docs/command-line.md``."""
    kmh = speed_kmh(fact.test, result_s(fact))
    return {
        "at": fact.at.isoformat(),
        "test": fact.test.value,
        "seconds": rounded(result_s(fact)),
        "trials_s": list(fact.trials_s),
        "speed_kmh": None if kmh is None else round(kmh, 2),
        "aid": fact.aid,
        "note": fact.note,
    }


def _line(fact: CheckedUp) -> str:
    kmh = speed_kmh(fact.test, result_s(fact))
    speed = "" if kmh is None else f" ({kmh:.1f} km/h)"
    more = [clean(text) for text in (fact.aid, fact.note) if text]
    said = f"{fact.at:%Y-%m-%d %H:%M}  {tr(TITLES[fact.test])}: {shown(result_s(fact))} s{speed}"
    return ", ".join((said, *more))
