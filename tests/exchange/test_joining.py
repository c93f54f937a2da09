"""Two records of one id: generated ones of every shape, and what must hold for all of them."""

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balancecoach.exchange.joining import joined
from balancecoach.store.bodies import encoded
from balancecoach.store.records import Part

Json = dict[str, Any]
#: Few values, so that ties and doubles are the rule.
dates = st.sampled_from(["2026-01-01T08:00:00+00:00", "2026-01-01T09:00:00+01:00", "2026-02-01T08:00:00+00:00", "once"])
bodies = st.one_of(st.just("{broken"), st.builds(lambda number: {"n": number}, st.integers(0, 2)))
numbers = st.sampled_from([None, 0.5, 1, 2.0, "fast", True, 10**400])


@st.composite
def facts(draw: st.DrawFn) -> list[Any]:
    name = draw(st.sampled_from(["cleared", "limits_set", "moved", "checked_up"]))
    return [draw(dates), name, draw(bodies)]


@st.composite
def details(draw: st.DrawFn) -> Any:
    return {
        "name": draw(st.sampled_from(["Ann", "Anne"])),
        "week": draw(st.integers(1, 2)),
        "speed_kmh": draw(numbers),
        "limit_kmh": draw(numbers),
        "limit_by": draw(st.sampled_from(["", "Dr Sáez"])),
        "hands_off": draw(st.booleans()),
        "forward_kmh": draw(numbers),
        "walk3m_s": draw(numbers),
        "control": draw(st.sampled_from([None, "remote", "helper", "none", 1])),
        "hands": draw(st.sampled_from(["one", "both", []])),
        "loosen": draw(st.booleans()),
    }


broken: st.SearchStrategy[Any] = st.sampled_from(["{broken", "", []])


@st.composite
def people(draw: st.DrawFn, said: st.SearchStrategy[Any] | None = None) -> Json:
    return {
        "id": "ann",
        "archived": draw(st.booleans()),
        "created_utc": draw(dates),
        "changed_utc": draw(dates),
        "details": draw(details() if said is None else said),
        "facts": draw(st.lists(facts(), max_size=4)),
    }


@st.composite
def sessions(draw: st.DrawFn) -> Json:
    """As they are: a walk of one machine, of which another may have the beginning, closed or not."""
    end = draw(st.sampled_from(["", "completed", "interrupted"]))
    length = 4 if end == "completed" else draw(st.integers(1, 4))
    walk: list[list[Any]] = [[float(n), "gate_passed", {"n": n}] for n in range(length)]
    if end:
        at_s = 4.0 if end == "completed" else draw(st.sampled_from([4.0, 4.5]))
        walk.append([at_s, "session_ended", {"outcome": end}])
    added = st.builds(lambda wall, n: [None, "noted", {"wall": wall, "text": n}], dates, st.sampled_from("ab"))
    beat = None if end else draw(st.sampled_from([None, [3.0, "2026-01-01T08:00:00+00:00"], [5.0, "late"]]))
    return {
        "id": "s",
        "person": draw(st.sampled_from([None, "ann", "bob"])),
        "started_utc": "2026-01-01",
        "demo": False,
        "beat": beat,
        "events": walk + draw(st.lists(added, max_size=3)),
    }


@st.composite
def plans(draw: st.DrawFn) -> Json:
    return {"id": "p", "title": draw(st.sampled_from("AB")), "changed": draw(dates), "draft": draw(st.booleans())}


@st.composite
def declined(draw: st.DrawFn) -> Json:
    return {"at": "1", "plan": "p", "reasons": [], "person": draw(st.sampled_from([None, "ann"]))}


ALL = [(Part.PEOPLE, people()), (Part.SESSIONS, sessions()), (Part.PLANS, plans()), (Part.DECLINED, declined())]
every = pytest.mark.parametrize(("part", "made"), ALL, ids=[part.value for part, _ in ALL])


@every
@settings(max_examples=60)
@given(data=st.data())
def test_order_and_repetition_do_not_matter(part: Part, made: st.SearchStrategy[Json], data: st.DataObject) -> None:
    one, two, three = data.draw(made), data.draw(made), data.draw(made)

    def join(a: Json, b: Json) -> str:
        return encoded(joined(part, a, b))

    both = joined(part, one, two)
    assert join(one, one) == encoded(one)
    assert join(one, two) == join(two, one)
    assert join(both, one) == join(both, two) == join(both, both) == encoded(both)
    found = {join(joined(part, a, b), c) for a, b, c in permutations((one, two, three))}
    assert len(found) == 1


@given(people(), people())
def test_no_fact_is_lost(one: Json, other: Json) -> None:
    both = [encoded(fact) for fact in joined(Part.PEOPLE, one, other)["facts"]]
    for each in (one, other):
        rest = iter(both)
        assert all(encoded(fact) in rest for fact in each["facts"]), "each in its own order"


@given(sessions(), sessions())
def test_nothing_noted_about_a_session_is_lost(one: Json, other: Json) -> None:
    both = joined(Part.SESSIONS, one, other)
    kept = [encoded(event) for event in both["events"]]
    for each in (one, other):
        for event in each["events"]:
            interrupted = event[1] == "session_ended" and event[2]["outcome"] == "interrupted"
            assert interrupted or encoded(event) in kept
    assert kept.count(encoded([4.0, "session_ended", {"outcome": "completed"}])) <= 1


@given(people(), people(broken))
def test_details_that_cannot_be_read_give_way_to_those_that_can(one: Json, other: Json) -> None:
    both = joined(Part.PEOPLE, one, other)
    assert both == joined(Part.PEOPLE, other, one)
    assert both == joined(Part.PEOPLE, both, other)
    assert both["details"] == one["details"]
    assert len(both["facts"]) >= max(len(one["facts"]), len(other["facts"]))


@given(people(), people())
def test_of_two_limits_without_a_newer_decision_the_lower_one_holds(one: Json, other: Json) -> None:
    other = {**other, "facts": one["facts"]}
    both = joined(Part.PEOPLE, one, other)["details"]
    limits = [each["details"]["limit_kmh"] for each in (one, other)]
    known = [limit for limit in limits if isinstance(limit, int | float) and limit < 100]
    if len(known) == len(limits):
        assert float(both["limit_kmh"]) == min(float(limit) for limit in known)


def test_a_limit_that_a_physio_took_away_is_not_brought_back_by_a_newer_telephone_number() -> None:
    def person(changed: str, limit: float, emergency: str, *facts: list[Any]) -> Json:
        details = {"name": "Ann", "limit_kmh": limit, "emergency": emergency}
        row = {"id": "ann", "archived": False, "created_utc": "1", "changed_utc": changed}
        return {**row, "details": details, "facts": list(facts)}

    raised = ["2026-01-01T08:00:00+00:00", "limits_set", {"limit_kmh": 2.0}]
    lowered = ["2026-02-01T08:00:00+00:00", "limits_set", {"limit_kmh": 1.0}]
    at_clinic = person("2026-02-01", 1.0, "111", raised, lowered)
    at_home = person("2026-03-01", 2.0, "222", raised)
    both = joined(Part.PEOPLE, at_home, at_clinic)
    assert both["details"] == {"name": "Ann", "limit_kmh": 1.0, "emergency": "222"}
    assert both["facts"] == [raised, lowered]


def test_a_newer_telephone_number_brings_back_no_faster_start_no_lighter_grip_and_no_way_to_stop_the_belt() -> None:
    """At the clinic she was measured and asked again; at home only the telephone number was changed, later."""

    def record(changed: str, details: Json) -> Json:
        row = {"id": "ann", "archived": False, "created_utc": "1", "changed_utc": changed}
        return {**row, "details": {"name": "Ann", **details}, "facts": []}

    measured = {"forward_kmh": 1.6, "walk3m_s": 10.0, "control": "none", "hands": "both", "loosen": False}
    before = {"forward_kmh": 3.0, "walk3m_s": None, "control": "remote", "hands": "one", "loosen": True}
    at_clinic = record("2026-02-01", measured)
    at_home = record("2026-03-01", {**before, "emergency": "222"})
    both = joined(Part.PEOPLE, at_home, at_clinic)["details"]
    assert both == {"name": "Ann", "emergency": "222", **measured}


def test_a_walk_that_a_copy_had_closed_as_interrupted_is_whole_again() -> None:
    walk = [[0.0, "session_started", {}], [9.0, "gate_passed", {}]]
    done = [*walk, [20.0, "session_ended", {"outcome": "completed"}], [None, "checked_in", {"wall": "2"}]]
    cut = [walk[0], [5.0, "session_ended", {"outcome": "interrupted"}], [None, "noted", {"wall": "1"}]]
    row = {"id": "s", "person": None, "started_utc": "1", "demo": False, "beat": None}
    both = joined(Part.SESSIONS, {**row, "events": cut}, {**row, "events": done})
    assert both["events"] == [*done[:3], cut[2], done[3]]
