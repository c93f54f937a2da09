"""Events to JSON and back: the shape that databases hold for years."""

import json
import typing
from datetime import datetime, timedelta, timezone
from enum import Enum
from types import UnionType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import fields

from balancecoach.core.events import CheckedIn, Paused, StepTaken, Stored
from balancecoach.store.codec import FORMS, decode, encode
from balancecoach.store.values import UnreadableError
from tests.store.store_samples import started, whole

STORED: tuple[type, ...] = typing.get_args(Stored)


def moments() -> st.SearchStrategy[datetime]:
    """Times of day with any offset of whole seconds: no place on Earth has another, and Python cannot parse one."""
    offsets = st.integers(-23 * 3600, 23 * 3600).map(lambda seconds: timezone(timedelta(seconds=seconds)))
    return st.datetimes(timezones=offsets)


def anything(kind: Any) -> st.SearchStrategy[Any]:
    """Any value of a field's type; a field of a new type needs a line here."""
    plain = {
        float: st.floats(allow_nan=False, allow_infinity=False),
        int: st.integers(),
        bool: st.booleans(),
        str: st.text(),
        type(None): st.none(),
        datetime: moments(),
    }
    if kind in plain:
        return plain[kind]
    if typing.get_origin(kind) is tuple:
        return st.lists(anything(typing.get_args(kind)[0]), min_size=1, max_size=4).map(tuple)
    if isinstance(kind, UnionType):
        return st.one_of([anything(one) for one in typing.get_args(kind)])
    if issubclass(kind, Enum):
        return st.sampled_from(kind)
    hints = typing.get_type_hints(kind)
    return st.builds(kind, **{field.name: anything(hints[field.name]) for field in fields(kind)})


def test_every_stored_event_has_a_form_and_its_own_name() -> None:
    assert {form.kind for form in FORMS} == set(STORED), "a new event needs a row in codec.FORMS"
    assert len({form.name for form in FORMS}) == len(FORMS) == len(STORED)


@pytest.mark.parametrize("kind", STORED)
def test_every_event_comes_back_as_it_was(kind: type) -> None:
    @given(anything(kind))
    def comes_back(event: Stored) -> None:
        again = decode(*encode(event))
        assert again == event
        assert encode(again) == encode(event)  # a date's offset is not part of ==

    comes_back()


def one_of_each() -> tuple[Stored, ...]:
    """A whole session, and a step of the way down, which a session that was stopped has."""
    return (*whole(), StepTaken(206.0, "sit"))


def test_the_sample_session_has_one_of_each() -> None:
    assert {type(event) for event in one_of_each()} == set(STORED)


def test_the_kept_shape_does_not_change() -> None:
    """Pinned: when this fails, old records would be read wrongly. Give the new meaning a new name."""
    kept = {name: json.loads(body) for name, body in map(encode, one_of_each())}
    block = kept["session_started"].pop("blocks")[3]
    assert block == {
        "kind": "backward",
        "seconds": 60.0,
        "speed_kmh": 0.8,
        "facing": "room",
        "hands": "both",
        "incline_percent": 0.0,
        "part": "",
        "distance_m": 0.0,
        "task": "",
    }
    cue = {"block": 3, "offset_s": 12.0, "key": "next_bout_min", "numbers": [1.0], "tone": "attention"}
    assert kept == {
        "session_started": {
            "at_s": 0.0,
            "wall": "2026-01-31T23:30:00.250000+05:30",
            "plan_id": "p1-w1",
            "plan_title": "Erste Schritte – week 1",
            "demo": False,
            "checked": ["well", "shoes"],
            "person_id": "",
            "programme_id": "",
            "week": 0,
        },
        "block_started": {"at_s": 190.0, "index": 4},
        "gate_passed": {"at_s": 205.0, "index": 4},
        "cue_due": {"at_s": 112.0, "cue": cue | {"length_s": 3.25}, "late_s": 0.004},
        "cue_missed": {"at_s": 121.0, "key": "chin_level", "why": "crowded"},
        "paused": {"at_s": 120.0, "why": "key"},
        "restart_begun": {"at_s": 140.0},
        "resumed": {"at_s": 150.0},
        "wobbled": {"at_s": 115.0, "index": 3},
        "step_taken": {"at_s": 206.0, "step": "sit"},
        "session_ended": {"at_s": 205.0, "wall": "2026-01-31T23:33:25.250000+05:30", "outcome": "completed"},
        "checked_in": {
            "wall": "2026-01-31T23:34:20.250000+05:30",
            "effort": 4,
            "stumbles": "none",
            "pain": None,
            "reason": None,
        },
        "noted": {"wall": "2026-01-31T23:33:40.250000+05:30", "text": "Knee felt fine."},
        "removed": {"wall": "2026-01-31T23:33:50.250000+05:30"},
        "restored": {"wall": "2026-01-31T23:34:00.250000+05:30"},
    }


def test_a_record_from_before_people_programmes_and_distances_is_read() -> None:
    """The fields of ``started`` as they were kept at first."""
    name, body = encode(started())
    old = json.loads(body)
    for field in ("person_id", "programme_id", "week"):
        del old[field]
    for block in old["blocks"]:
        del block["distance_m"], block["task"]
    assert decode(name, json.dumps(old)) == started()


def test_an_answer_from_before_there_was_a_reason_is_read() -> None:
    body = '{"wall": "2026-01-31T10:00:00+00:00", "effort": 4, "stumbles": "none", "pain": "no"}'
    answer = decode("checked_in", body)
    assert isinstance(answer, CheckedIn)
    assert (answer.effort, answer.stumbles, answer.pain, answer.reason) == (4, "none", "no", None)


@pytest.mark.parametrize("field", ["person_id", "programme_id", "week"])
def test_a_new_field_that_is_there_is_still_checked(field: str) -> None:
    name, body = encode(started())
    with pytest.raises(UnreadableError, match="wrong kind"):
        decode(name, json.dumps(json.loads(body) | {field: None}))


def test_a_newer_programs_extra_fields_are_skipped() -> None:
    assert decode("paused", '{"at_s": 3, "why": "key", "mood": "calm"}') == Paused(3.0, "key")


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("levitated", '{"at_s": 1}'),
        (None, "{}"),
        ("paused", ""),
        ("paused", None),
        ("paused", b"\x00"),
        ("paused", "[]"),
        ("paused", '{"why": "key"}'),
        ("paused", '{"at_s": true, "why": "key"}'),
        ("paused", '{"at_s": NaN, "why": "key"}'),
        ("paused", '{"at_s": 1e999, "why": "key"}'),
        ("paused", '{"at_s": 1' + "0" * 400 + ', "why": "key"}'),
        ("paused", "[" * 100_000),
        ("wobbled", '{"at_s": 1, "index": 1.5}'),
        ("session_ended", '{"at_s": 1, "wall": "2026-01-31T10:00:00", "outcome": "completed"}'),
        ("session_ended", '{"at_s": 1, "wall": "yesterday", "outcome": "completed"}'),
        ("session_ended", '{"at_s": 1, "wall": "2026-01-31T10:00:00+00:00", "outcome": "flew"}'),
        ("checked_in", '{"wall": "2026-01-31T10:00:00+00:00", "effort": "4", "stumbles": null, "pain": null}'),
    ],
)
def test_what_cannot_be_read_is_refused_and_nothing_else_is_raised(name: object, body: object) -> None:
    with pytest.raises(UnreadableError):
        decode(name, body)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from(whole()), st.data(), JSON)
def test_damage_in_any_field_is_read_or_refused(event: Stored, data: st.DataObject, junk: object) -> None:
    name, body = encode(event)
    values = json.loads(body)
    values[data.draw(st.sampled_from(sorted(values)))] = junk
    try:
        decode(name, json.dumps(values))
    except UnreadableError as error:
        assert name in str(error)


@given(st.sampled_from(whole()), st.data())
def test_a_cut_body_is_refused(event: Stored, data: st.DataObject) -> None:
    name, body = encode(event)
    with pytest.raises(UnreadableError):
        decode(name, body[: data.draw(st.integers(0, len(body) - 1))])


def test_what_must_never_be_kept_is_loud() -> None:
    with pytest.raises(ValueError, match="offset"):
        encode(CheckedIn(datetime(2026, 1, 1), None, None, None))
    with pytest.raises(ValueError, match="JSON"):
        encode(Paused(float("nan")))


def test_a_plan_without_blocks_cannot_be_walked() -> None:
    name, body = encode(started())
    with pytest.raises(UnreadableError, match="without blocks"):
        decode(name, json.dumps(json.loads(body) | {"blocks": []}))
