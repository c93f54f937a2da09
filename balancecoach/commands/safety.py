"""The commands about safety: what the first-time answers lead to, and a PIN that was forgotten."""

import argparse
import sys
from pathlib import Path
from typing import Any

from balancecoach.clock import RealClock
from balancecoach.commands.finding import find_person, print_json, situation_of
from balancecoach.core.person import Happened
from balancecoach.core.safety import Verdict, contradictions
from balancecoach.core.safety import screen as judge
from balancecoach.core.words import tr
from balancecoach.errors import UserError
from balancecoach.paths import Paths
from balancecoach.pin import Pin
from balancecoach.plans.answers import load_answers, template
from balancecoach.plans.rows import Trouble
from balancecoach.plans.text import told
from balancecoach.reports.outcome import reasons, title
from balancecoach.store.store import Store


# -- the first-time questions ----------------------------------------------------------------------------------------
def screen(paths: Paths, options: argparse.Namespace) -> int:
    """What the answers in a file lead to, and why. Nothing is kept."""
    if options.template:
        print(template())
        return 0
    answers = load_answers(Path(options.answers))
    if options.person and (wrong := _contradictions(paths, options.person, answers)):
        raise told(options.answers, [Trouble("answers", text) for text in wrong])
    found = judge(answers)
    if options.json:
        print_json(verdict_row(found))
        return 0
    print(title(found.outcome))
    for line in reasons(found):
        print(f"- {line}")
    for line in found.advice:
        print(f"  {tr(line)}")
    return 0


def _contradictions(paths: Paths, who: str, answers: dict[str, str]) -> tuple[str, ...]:
    now = RealClock().now().wall
    with Store.open(paths, write=False) as store:
        file = situation_of(store, find_person(store, who), now).file
    events = [(fact.what, fact.at) for fact in file.facts if isinstance(fact, Happened)]
    return contradictions(answers, events, now)


def verdict_row(found: Verdict) -> dict[str, Any]:
    """A verdict as plain data; its shape is documented in ``docs/command-line.md``."""
    return {
        "outcome": found.outcome.name.lower(),
        "title": title(found.outcome),
        "forward_only": found.forward_only,
        "large_words": found.large,
        "reasons": [
            {"question": reason.key, "outcome": reason.outcome.name.lower(), "text": reason.text}
            for reason in found.reasons
        ],
        "advice": [tr(line) for line in found.advice],
    }


# -- the PIN ---------------------------------------------------------------------------------------------------------
def pin(paths: Paths, options: argparse.Namespace) -> int:
    """Forget the helper's PIN. Whoever owns this computer account may."""
    if not paths.database.exists():
        print("No PIN is set.", file=sys.stderr)
        return 0
    with Store.open(paths, write=True) as store:
        kept = Pin(store.pin, store.keep_pin)
        if not kept.is_set:
            print("No PIN is set.", file=sys.stderr)
            return 0
        if not options.yes and not _sure():
            print("The PIN stays.", file=sys.stderr)
            return 0
        kept.forget()
    print("The PIN is forgotten; people and sessions stay. Set another in the window, under Settings.", file=sys.stderr)
    return 0


def _sure() -> bool:
    if sys.stdin is None or not sys.stdin.isatty():
        raise UserError("There is no keyboard to answer with. Add --yes to forget the PIN without a question.")
    question = "Forget the helper's PIN? People and sessions stay. Type yes to forget it: "
    print(question, end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().casefold() in ("y", "yes")
