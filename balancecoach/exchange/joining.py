"""What two records of one id are together. The result does not depend on which comes first, nor on how often.

What was noted counts from both. Of what can only be one (a person's details, a plan) the newer counts; but limits go by
the last decision about limits, and the place and the speed by the last move: a telephone number that was changed later
on another machine must not bring back a limit that a physio took away. Of what the start speed, the grip and the belt's
control hang on nobody knows when each was said: what is known counts, and of two the more careful one.
"""

import math
from collections.abc import Callable, Iterator
from typing import Any

from balancecoach.exchange.order import Key, interleaved
from balancecoach.exchange.signs import outlasting
from balancecoach.store.bodies import encoded, text_of
from balancecoach.store.people import DOUBTED
from balancecoach.store.records import Part, is_added, utc_text
from balancecoach.store.values import Json

#: The fields of a person's details that go with a kind of fact.
LIMITS = ("limit_kmh", "limit_slope_percent", "hands_off", "limit_by")
PLACE = ("programme_id", "week", "moved_at", "speed_kmh")
#: What answers must not be ignorant of.
_SCREENED = "screened"
_WEIGHTY = frozenset({_SCREENED, "overridden", "happened"})
_ENDED = "session_ended"


def joined(part: Part, one: Json, other: Json) -> Json:
    """Both as one record."""
    return one if one == other else _JOIN[part](one, other)


# -- people ----------------------------------------------------------------------------------------------------------
def _person(one: Json, other: Json) -> Json:
    return {
        "id": one["id"],
        "archived": max(one, other, key=_newer)["archived"],
        "created_utc": min(one["created_utc"], other["created_utc"]),
        "changed_utc": max(one["changed_utc"], other["changed_utc"]),
        "details": _details(one, other),
        "facts": interleaved((one["facts"], other["facts"], *_doubts(one, other), *_doubts(other, one)), _fact),
    }


def _doubts(one: Json, other: Json) -> Iterator[list[Any]]:
    """Answers that only one machine had while the other noted something they do not know of: each with its doubt.

    Two machines meet things noted apart only once: afterwards one of the two has both. So it is the same doubts
    whoever merges with whom first. They take the place of nothing: they make the answers be asked for again.
    """
    mine, theirs = ({_fact(fact) for fact in each["facts"]} for each in (one, other))
    if not any(fact[1] in _WEIGHTY and _fact(fact) not in mine for fact in other["facts"]):
        return
    for number, fact in enumerate(one["facts"]):
        if fact[1] == _SCREENED and _fact(fact) not in theirs:
            yield [*one["facts"][: number + 1], [fact[0], DOUBTED, {}]]


def _fact(fact: list[Any]) -> Key:
    at, name, body = fact
    return utc_text(at), name, text_of(body), at


def _details(one: Json, other: Json) -> Any:
    newer = max(one, other, key=_newer)["details"]
    if not isinstance(newer, dict):
        return newer
    details = dict(newer)
    for fields, order in ((LIMITS, _limits), (PLACE, _place)):
        chosen = max((one, other), key=order)["details"]
        details |= {field: chosen[field] for field in fields if field in chosen}
    return details | _careful(_fields(one), _fields(other))


def _careful(one: Json, other: Json) -> Json:
    """Of each field the more careful value, whoever has it."""
    found = {field: [each[field] for each in (one, other) if field in each] for field in CAREFUL}
    return {field: max(values, key=CAREFUL[field]) for field, values in found.items() if values}


def _newer(person: Json) -> tuple[Any, ...]:
    """What can be read counts before what cannot."""
    details = person["details"]
    if not isinstance(details, dict):
        return False, person["changed_utc"], text_of(details), person["archived"]
    others = {field: value for field, value in details.items() if field not in (*LIMITS, *PLACE, *CAREFUL)}
    return True, person["changed_utc"], encoded(others), person["archived"]


def _limits(person: Json) -> tuple[Any, ...]:
    """The last decision counts; where both have the same, or none, the lower limit."""
    found = _fields(person)
    lower = (-_number(found.get("limit_kmh")), -_number(found.get("limit_slope_percent")))
    return bool(found), _last(person, "limits_set"), *lower, found.get("hands_off") is not True, _own(found, LIMITS)


def _place(person: Json) -> tuple[Any, ...]:
    """The last move counts; where both have the same, or none, the lower speed and the earlier week."""
    found = _fields(person)
    slower = (found.get("speed_kmh") is not None, -_number(found.get("speed_kmh")), -_number(found.get("week")))
    return bool(found), _last(person, "moved"), *slower, _own(found, PLACE)


def _fields(person: Json) -> Json:
    details = person["details"]
    return details if isinstance(details, dict) else {}


def _own(found: Json, fields: tuple[str, ...]) -> str:
    return encoded([found.get(field) for field in fields])


def _last(person: Json, name: str) -> Key:
    return max((_fact(fact) for fact in person["facts"] if fact[1] == name), default=())


def _number(value: object) -> float:
    try:
        number = float(value) if isinstance(value, int | float) else math.nan
    except OverflowError:
        return math.inf
    return number if math.isfinite(number) else math.inf


def _slower(value: object) -> tuple[Any, ...]:
    return math.isfinite(_number(value)), -_number(value), encoded(value)


def _longer(value: object) -> tuple[Any, ...]:
    """Seconds: a walk that took longer makes a slower start."""
    known = math.isfinite(_number(value))
    return known, _number(value) if known else 0.0, encoded(value)


def _later_in(*order: object) -> Callable[[object], tuple[Any, ...]]:
    """What is not in the order is not known."""
    return lambda value: (order.index(value) if value in order else -1, encoded(value))


#: The fields that allow more or less without being a limit: how careful a value is.
CAREFUL: dict[str, Callable[[object], tuple[Any, ...]]] = {
    "forward_kmh": _slower,
    "baseline_kmh": _slower,
    "walk3m_s": _longer,
    "control": _later_in("remote", "helper", "none"),
    "hands": _later_in("none", "one", "light", "both"),
    "loosen": _later_in(True, False),
}


# -- sessions --------------------------------------------------------------------------------------------------------
def _session(one: Json, other: Json) -> Json:
    """The walk as it was kept more fully; what was added afterwards from both, and no stop sign lost by that."""
    fuller = max(one, other, key=_fullness)
    mine, theirs = ([event for event in each["events"] if is_added(event)] for each in (one, other))
    merged = interleaved((mine, theirs), _event)
    return {
        "id": one["id"],
        "person": max(one["person"] or "", other["person"] or "") or None,
        "started_utc": fuller["started_utc"],
        "demo": fuller["demo"],
        "beat": fuller["beat"],
        "events": [*_walk(fuller), *merged, *outlasting(mine, theirs, merged)],
    }


def _walk(session: Json) -> list[list[Any]]:
    return [event for event in session["events"] if not is_added(event)]


def _event(event: list[Any]) -> Key:
    _, name, body = event
    wall = body.get("wall") if isinstance(body, dict) else None
    return utc_text(wall) if isinstance(wall, str) else "", name, text_of(body)


def _fullness(session: Json) -> tuple[Any, ...]:
    """A walk belongs to one machine, so one list is the beginning of the other. But whoever got the beginning of it may
    have closed it as interrupted since.
    """
    walked = _walk(session)
    ends = [event for event in walked if event[1] == _ENDED]
    real = [event for event in ends if not _interrupted(event)]
    last_s = max((event[0] or 0.0 for event in walked), default=0.0)
    alive = (len(walked) - len(ends) + len(real), bool(ends), last_s, (session["beat"] or [0.0])[0])
    return bool(real), *alive, encoded([session["beat"], session["started_utc"], session["demo"], walked])


def _interrupted(event: list[Any]) -> bool:
    return isinstance(event[2], dict) and event[2].get("outcome") == "interrupted"


# -- the rest --------------------------------------------------------------------------------------------------------
def _declined(one: Json, other: Json) -> Json:
    return {**one, "person": max(one["person"] or "", other["person"] or "") or None}


def _plan(one: Json, other: Json) -> Json:
    return max(one, other, key=lambda plan: (utc_text(plan["changed"]), encoded(plan)))


def _setting(one: Json, other: Json) -> Json:
    raise AssertionError("what is set on a machine stays")


_JOIN: dict[Part, Callable[[Json, Json], Json]] = {
    Part.SETTINGS: _setting,
    Part.PLANS: _plan,
    Part.PEOPLE: _person,
    Part.DECLINED: _declined,
    Part.SESSIONS: _session,
}
