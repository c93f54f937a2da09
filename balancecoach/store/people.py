"""A person, the dated facts about them and the treadmill's checks to JSON and back; the rules of ``codec.py`` hold.

The id, ``archived`` and a fact's date are columns beside the JSON, and only there.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Generic, TypeVar

from msgspec import Struct

from balancecoach.core.checkup import CheckedUp, CheckUpRemoved, Test
from balancecoach.core.person import (
    Approved,
    Cleared,
    Doubted,
    Fact,
    Happened,
    LimitsSet,
    Moved,
    Overridden,
    Person,
    Screened,
    Treadmill,
)
from balancecoach.core.plan import HOME, BeltControl, Hands, Units
from balancecoach.core.screening import Outcome
from balancecoach.store.values import Json, UnreadableError, Values, dumps, finite, loads, moment, stamp

F = TypeVar("F")

#: Made by ``exchange.joining`` too, where facts are not decoded.
DOUBTED = "doubted"
#: Written by name: the numbers only order them.
_OUTCOMES = {outcome.name.lower(): outcome for outcome in Outcome}


def encode_person(person: Person) -> str:
    """What is kept of a person beside the columns, as JSON text."""
    return dumps(
        {
            "name": person.name,
            "programme_id": person.programme_id,
            "week": person.week,
            "moved_at": None if person.moved_at is None else stamp(person.moved_at),
            "control": None if person.control is None else person.control.value,
            "speed_kmh": person.speed_kmh,
            "forward_kmh": person.forward_kmh,
            "walk3m_s": person.walk3m_s,
            "baseline_kmh": person.baseline_kmh,
            "limit_kmh": person.limit_kmh,
            "limit_slope_percent": person.limit_slope_percent,
            "hands_off": person.hands_off,
            "limit_by": person.limit_by,
            "hands": person.hands.value,
            "units": person.units.value,
            "loosen": person.loosen,
            "helper": person.helper,
            "emergency": person.emergency,
            "voice": person.voice,
            "rate_wpm": person.rate_wpm,
            "text_percent": person.text_percent,
            "notes": person.notes,
        }
    )


def decode_person(person_id: str, archived: object, body: object) -> Person:
    """The person of a row, or ``UnreadableError``; nothing else is ever raised."""
    try:
        return _read_person(person_id, bool(archived), Values(loads(body)))
    except (ValueError, ArithmeticError) as error:
        raise UnreadableError(f"the details are damaged: {error}") from error


def _read_person(person_id: str, archived: bool, values: Values) -> Person:
    control = values.maybe_text("control")
    return Person(
        id=person_id,
        name=values.text("name"),
        programme_id=values.text("programme_id", "p0-familiarisation"),
        week=values.whole("week", 1),
        moved_at=values.maybe_when("moved_at"),
        control=None if control is None else BeltControl(control),
        speed_kmh=values.maybe_number("speed_kmh"),
        forward_kmh=values.maybe_number("forward_kmh"),
        walk3m_s=values.maybe_number("walk3m_s"),
        baseline_kmh=values.maybe_number("baseline_kmh"),
        limit_kmh=values.number("limit_kmh", HOME.backward_kmh),
        limit_slope_percent=values.number("limit_slope_percent", 0.0),
        hands_off=values.flag("hands_off", False),
        limit_by=values.text("limit_by", ""),
        hands=Hands(values.text("hands", "one")),
        units=Units(values.text("units", "kmh")),
        loosen=values.flag("loosen", True),
        helper=values.text("helper", ""),
        emergency=values.text("emergency", ""),
        voice=values.text("voice", ""),
        rate_wpm=values.whole("rate_wpm", 150),
        text_percent=values.whole("text_percent", 100),
        notes=values.text("notes", ""),
        archived=archived,
    )


class FactForm(Struct, Generic[F], frozen=True):
    """How one fact is kept: under which name, written how, read how."""

    name: str
    kind: type[F]
    write: Callable[[F], Json]
    read: Callable[[datetime, Values], F]


def _read_pair(found: object) -> tuple[str, str]:
    if not isinstance(found, list) or len(found) != 2 or not all(isinstance(text, str) for text in found):
        raise UnreadableError("not a question and its answer")
    return found[0], found[1]


def _read_outcome(name: str) -> Outcome:
    if name not in _OUTCOMES:
        raise UnreadableError("an outcome that is not known here")
    return _OUTCOMES[name]


FACTS: tuple[FactForm[Any], ...] = (
    FactForm(
        "screened",
        Screened,
        lambda fact: {"answers": [list(pair) for pair in fact.answers]},
        lambda at, v: Screened(at, tuple(_read_pair(row) for row in v.rows("answers"))),
    ),
    FactForm(
        "overridden",
        Overridden,
        lambda fact: {"by": fact.by, "reason": fact.reason, "allows": fact.allows.name.lower()},
        lambda at, v: Overridden(at, v.text("by"), v.text("reason"), _read_outcome(v.text("allows"))),
    ),
    FactForm(
        "approved",
        Approved,
        lambda fact: {"by": fact.by, "programme_id": fact.programme_id},
        lambda at, v: Approved(at, v.text("by"), v.text("programme_id")),
    ),
    FactForm(
        "limits_set",
        LimitsSet,
        lambda fact: {
            "by": fact.by,
            "limit_kmh": fact.limit_kmh,
            "limit_slope_percent": fact.limit_slope_percent,
            "hands_off": fact.hands_off,
        },
        lambda at, v: LimitsSet(
            at, v.text("by"), v.number("limit_kmh"), v.number("limit_slope_percent"), v.flag("hands_off")
        ),
    ),
    FactForm(
        "moved",
        Moved,
        lambda fact: {
            "by": fact.by,
            "programme_id": fact.programme_id,
            "week": fact.week,
            "speed_kmh": fact.speed_kmh,
            "why": fact.why,
        },
        lambda at, v: Moved(
            at, v.text("by"), v.text("programme_id"), v.whole("week"), v.maybe_number("speed_kmh"), v.text("why", "")
        ),
    ),
    FactForm("happened", Happened, lambda fact: {"what": fact.what}, lambda at, v: Happened(at, v.text("what"))),
    FactForm(
        "cleared",
        Cleared,
        lambda fact: {"session_id": fact.session_id, "by": fact.by},
        lambda at, v: Cleared(at, v.text("session_id"), v.text("by", "")),
    ),
    FactForm(
        "checked_up",
        CheckedUp,
        lambda fact: {
            "test": fact.test.value,
            "trials_s": list(fact.trials_s),
            "aid": fact.aid,
            "note": fact.note,
        },
        lambda at, v: CheckedUp(
            at,
            Test(v.text("test")),
            tuple(finite(number) for number in v.rows("trials_s")),
            v.text("aid", ""),
            v.text("note", ""),
        ),
    ),
    FactForm(
        "check_up_removed",
        CheckUpRemoved,
        lambda fact: {"of": stamp(fact.of)},
        lambda at, v: CheckUpRemoved(at, v.when("of")),
    ),
    FactForm(DOUBTED, Doubted, lambda fact: {}, lambda at, v: Doubted(at)),
)
_BY_NAME = {form.name: form for form in FACTS}
_BY_KIND = {form.kind: form for form in FACTS}


def encode_fact(fact: Fact) -> tuple[str, str, str]:
    """A fact's date, name and JSON text. Raises for what must never be kept: a bug of ours."""
    form = _BY_KIND[type(fact)]
    return stamp(fact.at), form.name, dumps(form.write(fact))


def decode_fact(at: object, name: object, body: object) -> Fact:
    """The fact of a row, or ``UnreadableError``; nothing else is ever raised."""
    form = _BY_NAME.get(str(name))
    if form is None:
        raise UnreadableError(f"{name!r} is not known here; a newer Balance Coach may have written it")
    try:
        fact: Fact = form.read(moment(at), Values(loads(body)))
    except (ValueError, ArithmeticError) as error:
        raise UnreadableError(f"{name} is damaged: {error}") from error
    return fact


def write_treadmill(treadmill: Treadmill) -> Json:
    """A treadmill's checks as a setting."""
    at = None if treadmill.at is None else stamp(treadmill.at)
    return {"checked": list(treadmill.checked), "slowest_kmh": treadmill.slowest_kmh, "at": at}


def read_treadmill(found: object) -> Treadmill:
    """A treadmill's checks from a setting, or ``UnreadableError``."""
    try:
        values = Values(found)
        slowest_kmh = values.number("slowest_kmh", 0.8)
        treadmill = Treadmill(values.texts("checked", []), slowest_kmh, values.maybe_when("at"))
    except (ValueError, ArithmeticError) as error:
        raise UnreadableError(f"the treadmill's checks are damaged: {error}") from error
    if slowest_kmh <= 0:  # a belt as slow as that would let any speed pass
        raise UnreadableError("the treadmill's checks are damaged: its slowest speed is not above 0")
    return treadmill
