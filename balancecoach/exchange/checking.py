"""One record of a document: is it what it should be? Bodies are kept as they are, whatever is in them."""

import json
import math
import re
from collections.abc import Callable
from typing import Any, NoReturn

from balancecoach.store.bodies import text_of, too_deep
from balancecoach.store.codec import decode
from balancecoach.store.everything import OWN
from balancecoach.store.people import decode_fact, decode_person
from balancecoach.store.plans import KINDS
from balancecoach.store.records import Part, in_order
from balancecoach.store.values import Json, UnreadableError

#: No path and no other trick is made of these.
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


#: Bytes that the values of one text may come to in memory, about: "{}," alone would be twenty-five times its length.
HEAVIEST = 100 << 20
#: Of what is quoted from a document in a sentence about it.
MOST_LETTERS = 300
_WEIGHT = {b"{": 200, b"[": 64, b",": 40}


class WrongError(ValueError):
    """What is wrong, in a few words."""


def parsed(text: bytes | str) -> Any:
    """The value of a JSON text, or ``WrongError``."""
    raw = text if isinstance(text, bytes) else text.encode("utf-8", "replace")
    if len(raw) + sum(raw.count(letter) * weight for letter, weight in _WEIGHT.items()) > HEAVIEST:
        raise WrongError("this holds more than any record does")
    try:
        return json.loads(text, parse_constant=_no_number)
    except WrongError:
        raise
    except UnicodeDecodeError as error:
        raise WrongError("this is not text") from error
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, " if error.lineno > 1 else ""
        raise WrongError(f"this is not JSON ({error.msg.rstrip('.')} at {place}character {error.colno})") from error
    except RecursionError as error:
        raise WrongError("this is nested too deeply") from error
    except ValueError as error:
        raise WrongError("a number here is too long") from error


def _no_number(text: str) -> NoReturn:
    raise WrongError(f"{text} is no number")


def checked(part: Part, found: object) -> Json:
    """The record as the store wants it, or ``WrongError``."""
    fields = _FIELDS[part]
    if not isinstance(found, dict):
        raise WrongError("this is no record")
    for field in fields:
        if field not in found:
            raise WrongError(f"{field} is missing")
    for field in found:
        if field not in fields:
            raise WrongError(f"{field[:40]!r} is not known here")
    return {field: _told(field, check, found[field]) for field, check in fields.items()}


def _told(field: str, check: Callable[[Any], Any], value: object) -> Any:
    try:
        return check(value)
    except WrongError as error:
        raise WrongError(f"{field}: {error}") from error


def _id(value: object) -> str:
    if isinstance(value, str) and _ID.fullmatch(value):
        return value
    raise WrongError("an id has up to 100 letters, digits, dots and hyphens")


def _maybe_id(value: object) -> str | None:
    return None if value is None else _id(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise WrongError("this must be a text")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise WrongError("half a character cannot be kept") from error
    return value


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise WrongError("this must be true or false")


def _body(value: object) -> Any:
    if isinstance(value, dict | list):
        if too_deep(value):
            raise WrongError("this is nested too deeply")
        return value
    return _text(value)


def _seconds(value: object) -> float | None:
    if value is None:
        return None
    try:
        number = float(value) if isinstance(value, int | float) and not isinstance(value, bool) else math.nan
    except OverflowError:
        number = math.nan
    if math.isfinite(number):
        return number
    raise WrongError("this must be a number of seconds")


def _row(value: object, length: int) -> list[Any]:
    if isinstance(value, list) and len(value) == length:
        return value
    raise WrongError(f"this must be a list of {length}")


def _beat(value: object) -> list[Any] | None:
    if value is None:
        return None
    at_s, wall = _row(value, 2)
    return [_seconds(at_s) or 0.0, _text(wall)]


def _rows(value: object) -> list[list[Any]]:
    if not isinstance(value, list):
        raise WrongError("this must be a list")
    return [_row(row, 3) for row in value]


def _facts(value: object) -> list[list[Any]]:
    return [[_text(at), _text(name), _body(body)] for at, name, body in _rows(value)]


def _events(value: object) -> list[list[Any]]:
    return in_order([[_seconds(at_s), _text(name), _body(body)] for at_s, name, body in _rows(value)])


def _kind(value: object) -> str:
    if value not in KINDS:
        raise WrongError(f"this must be one of {', '.join(KINDS)}")
    return str(value)


def _setting(value: object) -> str:
    if _id(value) in OWN:
        raise WrongError("this never leaves its machine")
    return str(value)


_FIELDS: dict[Part, dict[str, Callable[[Any], Any]]] = {
    Part.SETTINGS: {"key": _setting, "value": _body},
    Part.PLANS: {"id": _id, "title": _text, "kind": _kind, "draft": _flag, "changed": _text, "text": _text},
    Part.PEOPLE: {
        "id": _id,
        "archived": _flag,
        "created_utc": _text,
        "changed_utc": _text,
        "details": _body,
        "facts": _facts,
    },
    Part.DECLINED: {"at": _text, "plan": _text, "reasons": _body, "person": _maybe_id},
    Part.SESSIONS: {
        "id": _id,
        "person": _maybe_id,
        "started_utc": _text,
        "demo": _flag,
        "beat": _beat,
        "events": _events,
    },
}


def must_be_readable(part: Part, record: Json) -> None:
    """Raise ``WrongError`` unless every body can be read by this program: for a document that vouches for nothing."""
    try:
        if part is Part.PEOPLE:
            decode_person(record["id"], record["archived"], text_of(record["details"]))
            for at, name, body in record["facts"]:
                decode_fact(at, name, text_of(body))
        elif part is Part.SESSIONS:
            for _, name, body in record["events"]:
                decode(name, text_of(body))
    except UnreadableError as error:
        raise WrongError(str(error)[:MOST_LETTERS]) from error  # it quotes what it does not know
