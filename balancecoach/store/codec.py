"""One event to (name, JSON text) and back: what a database holds for years, so written out and not derived.

Rules for a change, so that old and new programs read each other's records:

* a new field is read with a default (``values.text("why", "")``) and unknown fields are skipped;
* a new meaning gets a new name; the old name's reading stays for ever;
* a new event gets a row in ``FORMS``. A test fails until it has one.
"""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from msgspec import Struct

from balancecoach.core.cue import Cue
from balancecoach.core.events import (
    BlockStarted,
    CheckedIn,
    CueDue,
    CueMissed,
    GatePassed,
    Noted,
    Outcome,
    Paused,
    Removed,
    RestartBegun,
    Restored,
    Resumed,
    SessionEnded,
    SessionStarted,
    StepTaken,
    Stored,
    Wobbled,
)
from balancecoach.core.phrases import Phrase, Tone
from balancecoach.core.plan import Block, Facing, Hands, Kind
from balancecoach.store.values import Json, UnreadableError, Values, dumps, finite, loads, stamp

E = TypeVar("E")


def _write_block(block: Block) -> Json:
    return {
        "kind": block.kind.value,
        "seconds": block.seconds,
        "speed_kmh": block.speed_kmh,
        "facing": block.facing.value,
        "hands": block.hands.value,
        "incline_percent": block.incline_percent,
        "part": block.part,
        "distance_m": block.distance_m,
        "task": block.task,
    }


def _read_block(found: object) -> Block:
    values = Values(found)
    return Block(
        Kind(values.text("kind")),
        values.number("seconds"),
        values.number("speed_kmh"),
        Facing(values.text("facing")),
        Hands(values.text("hands")),
        values.number("incline_percent"),
        values.text("part"),
        values.number("distance_m", 0.0),
        values.text("task", ""),
    )


def _write_cue(cue: Cue) -> Json:
    return {
        "block": cue.block,
        "offset_s": cue.offset_s,
        "key": cue.phrase.key,
        "numbers": list(cue.phrase.numbers),
        "tone": cue.tone.value,
        "length_s": cue.length_s,
    }


def _read_cue(values: Values) -> Cue:
    phrase = Phrase(values.text("key"), tuple(finite(number) for number in values.rows("numbers")))
    tone = Tone(values.text("tone"))
    return Cue(values.whole("block"), values.number("offset_s"), phrase, tone, values.number("length_s"))


def _write_started(event: SessionStarted) -> Json:
    return {
        "at_s": event.at_s,
        "wall": stamp(event.wall),
        "plan_id": event.plan_id,
        "plan_title": event.plan_title,
        "blocks": [_write_block(block) for block in event.blocks],
        "demo": event.demo,
        "checked": list(event.checked),
        "person_id": event.person_id,
        "programme_id": event.programme_id,
        "week": event.week,
    }


def _read_started(values: Values) -> SessionStarted:
    blocks = tuple(_read_block(row) for row in values.rows("blocks"))
    if not blocks:
        raise UnreadableError("a plan without blocks")
    return SessionStarted(
        values.number("at_s"),
        values.when("wall"),
        values.text("plan_id"),
        values.text("plan_title"),
        blocks,
        values.flag("demo"),
        values.texts("checked"),
        values.text("person_id", ""),
        values.text("programme_id", ""),
        values.whole("week", 0),
    )


def _write_ended(event: SessionEnded) -> Json:
    return {"at_s": event.at_s, "wall": stamp(event.wall), "outcome": event.outcome.value}


def _read_ended(values: Values) -> SessionEnded:
    return SessionEnded(values.number("at_s"), values.when("wall"), Outcome(values.text("outcome")))


def _write_checked_in(event: CheckedIn) -> Json:
    return {
        "wall": stamp(event.wall),
        "effort": event.effort,
        "stumbles": event.stumbles,
        "pain": event.pain,
        "reason": event.reason,
    }


def _read_checked_in(values: Values) -> CheckedIn:
    effort = values.maybe_whole("effort")
    stumbles, pain = values.maybe_text("stumbles"), values.maybe_text("pain")
    return CheckedIn(values.when("wall"), effort, stumbles, pain, values.maybe_text("reason"))


class Form(Struct, Generic[E], frozen=True):
    """How one event is kept: under which name, written how, read how."""

    name: str
    kind: type[E]
    write: Callable[[E], Json]
    read: Callable[[Values], E]


def _at(event: Any) -> Json:
    return {"at_s": event.at_s}


def _wall(event: Any) -> Json:
    return {"wall": stamp(event.wall)}


def _indexed(event: Any) -> Json:
    return {"at_s": event.at_s, "index": event.index}


FORMS: tuple[Form[Any], ...] = (
    Form("session_started", SessionStarted, _write_started, _read_started),
    Form("block_started", BlockStarted, _indexed, lambda v: BlockStarted(v.number("at_s"), v.whole("index"))),
    Form("gate_passed", GatePassed, _indexed, lambda v: GatePassed(v.number("at_s"), v.whole("index"))),
    Form(
        "cue_due",
        CueDue,
        lambda e: {"at_s": e.at_s, "cue": _write_cue(e.cue), "late_s": e.late_s},
        lambda v: CueDue(v.number("at_s"), _read_cue(v.inner("cue")), v.number("late_s")),
    ),
    Form(
        "cue_missed",
        CueMissed,
        lambda e: {"at_s": e.at_s, "key": e.key, "why": e.why},
        lambda v: CueMissed(v.number("at_s"), v.text("key"), v.text("why")),
    ),
    Form(
        "paused",
        Paused,
        lambda e: {"at_s": e.at_s, "why": e.why},
        lambda v: Paused(v.number("at_s"), v.text("why")),
    ),
    Form("restart_begun", RestartBegun, _at, lambda v: RestartBegun(v.number("at_s"))),
    Form("resumed", Resumed, _at, lambda v: Resumed(v.number("at_s"))),
    Form("wobbled", Wobbled, _indexed, lambda v: Wobbled(v.number("at_s"), v.whole("index"))),
    Form(
        "step_taken",
        StepTaken,
        lambda e: {"at_s": e.at_s, "step": e.step},
        lambda v: StepTaken(v.number("at_s"), v.text("step")),
    ),
    Form("session_ended", SessionEnded, _write_ended, _read_ended),
    Form("checked_in", CheckedIn, _write_checked_in, _read_checked_in),
    Form(
        "noted",
        Noted,
        lambda e: {"wall": stamp(e.wall), "text": e.text},
        lambda v: Noted(v.when("wall"), v.text("text")),
    ),
    Form("removed", Removed, _wall, lambda v: Removed(v.when("wall"))),
    Form("restored", Restored, _wall, lambda v: Restored(v.when("wall"))),
)
_BY_NAME = {form.name: form for form in FORMS}
_BY_KIND = {form.kind: form for form in FORMS}


def encode(event: Stored) -> tuple[str, str]:
    """The name and JSON text of an event. Raises for what must never be kept: a bug of ours."""
    form = _BY_KIND[type(event)]
    return form.name, dumps(form.write(event))


def decode(name: object, body: object) -> Stored:
    """The event of a name and JSON text, or ``UnreadableError``; nothing else is ever raised."""
    form = _BY_NAME.get(str(name))
    if form is None:
        raise UnreadableError(f"{name!r} is not known here; a newer Balance Coach may have written it")
    try:
        event: Stored = form.read(Values(loads(body)))
    except (ValueError, ArithmeticError) as error:
        raise UnreadableError(f"{name} is damaged: {error}") from error
    return event
