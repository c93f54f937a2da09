"""What the commands about sessions that are over do: the list of them, and the course of one."""

import argparse
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from balancecoach.clock import RealClock
from balancecoach.commands.finding import print_json
from balancecoach.commands.sessions import session_row
from balancecoach.core.course import Course, course
from balancecoach.core.events import Outcome
from balancecoach.core.plan import Units
from balancecoach.core.progress import Summary, minutes
from balancecoach.errors import UserError
from balancecoach.past import answers, course_lines, days_left, ended_words, hands_words, since_start, speeds_words
from balancecoach.paths import Paths
from balancecoach.plans.rows import clean
from balancecoach.store.store import Store

#: Letters of an id in the list, and the fewest that are looked for.
SHOWN, FEWEST = 8, 4


def sessions(paths: Paths, options: argparse.Namespace) -> int:
    """List the stored sessions, oldest first; with ``--removed`` those that can be brought back instead."""
    with Store.open(paths, write=False) as store:
        summaries = store.removed() if options.removed else store.summaries()
    if options.json:
        print_json([session_row(summary) for summary in summaries])
        return 0
    now = RealClock().now().wall
    for summary in summaries:
        print(_line(summary, now))
    return 0


def _line(summary: Summary, now: datetime) -> str:
    started = f"{summary.started:%Y-%m-%d %H:%M}" if summary.started else "?"
    back, outcome = summary.backward_s / 60, summary.outcome.value if summary.outcome else "open"
    text = f"{summary.id[:SHOWN]}  {started}  {outcome:<11} {back:5.1f} min backwards  {summary.plan_title}"
    if summary.demo:
        text += "  demo"
    if summary.unreadable:
        text += "  not readable in part"
    if summary.removed is not None:
        text += f"  removed, {days_left(summary.removed, now)} days left"
    return f"{text}  note: {_on_one_line(summary.note)}" if summary.note else text


def _on_one_line(text: str) -> str:
    """Nothing that moves the cursor."""
    return "".join(letter if letter.isprintable() else "?" for letter in " ".join(text.split()))


def session(paths: Paths, options: argparse.Namespace) -> int:
    """One session with its course, line by line."""
    with Store.open(paths, write=False) as store:
        summary = _find(store, options.id)
        found = course(store.events(summary.id))
        owner = store.person(summary.person_id) if summary.person_id else None
    if options.json:
        print_json({**session_row(summary), "course": course_row(found)})
        return 0
    name, units = (owner.name, owner.units) if owner else ("", Units.KMH)
    for line in (*_about(summary, found, name, units), "", *_course(found, units)):
        print(line)
    return 0


def _find(store: Store, words: str) -> Summary:
    """The session with this id, or the only one whose id begins like that; removed ones, too."""
    exact = store.summary(words)
    if exact is not None:
        return exact
    known = (*store.session_ids(), *(summary.id for summary in store.removed()))
    near = [each for each in known if len(words) >= FEWEST and each.startswith(words)]
    if len(near) > 1:
        raise UserError(f"{clean(words)}: {len(near)} sessions begin like that. Write more of the id.")
    found = store.summary(near[0]) if near else None
    if found is None:
        raise UserError(f"{clean(words)}: there is no session with this id. See the list with: balancecoach sessions.")
    return found


def _about(summary: Summary, found: Course, name: str, units: Units) -> Iterator[str]:
    yield f"{summary.plan_title}: {ended_words(summary)}"
    if summary.started:
        ended = f" to {summary.ended:%H:%M}" if summary.ended else ""
        yield f"{summary.started:%Y-%m-%d %H:%M}{ended}" + (f", {name}" if name else "")
    if summary.removed:
        yield f"Removed on {summary.removed:%Y-%m-%d}"
    yield f"Walked: {minutes(summary.backward_s)} backwards, {minutes(summary.forward_s)} forwards"
    speeds = speeds_words((*summary.backward_kmh, *summary.forward_kmh), units)
    yield from (f"{what}: {value}" for what, value in (("Speeds", speeds), ("Hands", hands_words(found))) if value)
    stopped = summary.outcome not in (Outcome.COMPLETED, None)
    if summary.checkin is not None:
        yield from (f"{question} {answer}" for question, answer in answers(summary.checkin, stopped=stopped))
    if summary.note:
        yield f"Note: {_on_one_line(summary.note)}"


def _course(found: Course, units: Units) -> Iterator[str]:
    for line in course_lines(found, units):
        clock = f"{line.wall:%H:%M:%S}" if line.wall else "--:--:--"
        yield f"{clock}  {since_start(line.at_s):>7}  {line.words}"


def course_row(found: Course) -> dict[str, Any]:
    """A course as plain data; its shape is documented in ``docs/sessions.md``."""
    return {
        "length_s": found.length_s,
        "pieces": [
            {
                "start_s": piece.start_s,
                "end_s": piece.end_s,
                "doing": piece.doing.value,
                "block": piece.index,
                "kind": found.blocks[piece.index].kind.value if piece.index < len(found.blocks) else None,
                "why": piece.why or None,
            }
            for piece in found.pieces
        ],
        "marks": [
            {
                "at_s": mark.at_s,
                "what": mark.sort.value,
                "block": mark.index,
                "key": mark.key or None,
                "why": mark.why or None,
            }
            for mark in found.marks
        ],
    }
