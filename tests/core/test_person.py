"""A person's details: names, speeds in both units, limits, and numbers that damage left behind."""

import math
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from balancecoach.core.person import (
    MOST_KMH,
    Cleared,
    File,
    Happened,
    Person,
    Screened,
    backward_speed,
    damage,
    name_problem,
    problems,
    same_name,
    speed_problem,
    start_speed,
    utc,
)
from balancecoach.core.plan import HOME, PHYSIO, BeltControl, Units, kmh
from tests.fakes import examples
from tests.histories import NOW, person, screened

DAMAGED = (math.nan, math.inf, -math.inf, -1.0, 0.0)


# -- names ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "name",
    [
        "Ann",
        "Анна Сергеевна",
        "安倍 花子",
        "אברהם",
        "فاطمة",
        "नम\u200dस्ते",
        "O’Neill-Łukasz",
        "Ann 2",
        "👵",
        "x" * 200,
        "安" * 200,
    ],
)
def test_names_of_any_script(name: str) -> None:
    assert name_problem(name) == ""


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "missing"),
        (" \t\u3000", "missing"),
        ("x" * 201, "201"),
        ("An\x07n", "cannot be shown"),
        ("An\nn", "cannot be shown"),
        ("An\u2028n", "cannot be shown"),
        ("An\ud800", "cannot be shown"),
        ("An\ue000", "cannot be shown"),
        ("\u202enna", "cannot be shown"),
        ("A\u2066n", "cannot be shown"),
        ("\u200b\u200d", "cannot be shown"),  # nothing to see
        ("\u3164", "cannot be shown"),
    ],
)
def test_names_that_will_not_do(name: str, said: str) -> None:
    assert said in name_problem(name)


@pytest.mark.parametrize("other", ["Ann Lee", "ann lee", "ANN  LEE", " Ann Lee ", "Ａｎｎ　Ｌｅｅ", "An\u200bn Lee"])
def test_two_people_with_one_name(other: str) -> None:
    assert same_name("Ann Lee", other)
    assert "already somebody named Ann Lee" in name_problem(" Ann Lee ", ["Bob", other])


@pytest.mark.parametrize("other", ["Ann Lea", "AnnLee", "Ann Lee B", "Ánn Lee"])
def test_two_names(other: str) -> None:
    assert not same_name("Ann Lee", other)
    assert name_problem("Ann Lee", [other]) == ""


def test_names_composed_in_two_ways_are_one() -> None:
    assert same_name("Jose\u0301", "JOS\u00c9")


@examples(200)
@given(st.text(max_size=250), st.lists(st.text(max_size=5), max_size=3))
def test_any_name_gets_a_sentence_or_none(name: str, others: list[str]) -> None:
    found = name_problem(name, others)
    assert found == "" or found.endswith(".")
    assert same_name(name, name)


# -- speeds --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("speed", "most", "units", "said"),
    [
        (1.2, 2.0, Units.KMH, []),
        (2.0, 2.0, Units.KMH, []),
        (0.1, 2.0, Units.KMH, []),
        (0.09, 2.0, Units.KMH, ["more than 0"]),
        (0.0, 2.0, Units.KMH, ["more than 0"]),
        (-1.2, 2.0, Units.KMH, ["more than 0"]),
        (math.nan, 2.0, Units.KMH, ["more than 0"]),
        (math.inf, 2.0, Units.KMH, ["more than 0"]),
        (2.1, 2.0, Units.KMH, ["2.1 km/h is above 2 km/h", "Write a lower speed"]),
        (9.9, 2.0, Units.KMH, ["Write a lower speed"]),
        (12, 2.0, Units.KMH, ["12 km/h is above 2 km/h", "Did you mean 1.2?"]),
        (20, 2.0, Units.KMH, ["Did you mean 2?"]),
        (21, 2.0, Units.KMH, ["Write a lower speed"]),
        (kmh(1.2, Units.MPH), 2.0, Units.MPH, []),
        (kmh(1.3, Units.MPH), 2.0, Units.MPH, ["1.3 mph is above 1.2 mph"]),
        (kmh(12, Units.MPH), 2.0, Units.MPH, ["12 mph is above 1.2 mph", "Did you mean 1.2?"]),
        (kmh(13, Units.MPH), 2.0, Units.MPH, ["13 mph", "Write a lower speed"]),
    ],
)
def test_what_is_wrong_with_a_speed(speed: float, most: float, units: Units, said: list[str]) -> None:
    found = speed_problem(speed, most, units)
    assert bool(found) == bool(said)
    for words in said:
        assert words in found


@pytest.mark.parametrize(
    ("forward", "walk3m", "start"),
    [
        (None, None, None),
        (None, 5.0, None),
        (3.0, None, 1.0),
        (2.0, None, 1.0),
        (1.8, None, 0.9),
        (3.0, 5.4, 1.0),
        (3.0, 6.0, 0.9),
        (1.0, 6.0, 0.5),
        (3.0, 120.0, 0.045),
    ],
)
def test_the_start_speed_is_the_smallest_of_three(
    forward: float | None, walk3m: float | None, start: float | None
) -> None:
    found = start_speed(person(forward_kmh=forward, walk3m_s=walk3m))
    assert found == (None if start is None else pytest.approx(start))


@pytest.mark.parametrize("wrong", DAMAGED)
def test_damage_never_makes_a_start_speed_higher(wrong: float) -> None:
    assert start_speed(person(forward_kmh=wrong)) == 0.0
    assert start_speed(person(forward_kmh=3.0, walk3m_s=wrong)) == 0.0
    assert backward_speed(wrong) == 0.0
    assert backward_speed(None) is None


@pytest.mark.parametrize("field", ["speed_kmh", "forward_kmh", "baseline_kmh", "walk3m_s"])
@pytest.mark.parametrize("wrong", DAMAGED)
def test_a_damaged_number_allows_nothing(field: str, wrong: float) -> None:
    someone = replace(person(), **{field: wrong})
    walker = someone.walker(0.8)
    seen = {"speed_kmh": walker.speed_kmh, "forward_kmh": walker.forward_kmh}.get(field, walker.baseline_kmh)
    assert seen == 0.0
    assert damage(someone).endswith(".")
    assert field in problems(someone)


# -- limits --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("by", ["", "  ", "Dr Kim"])
@pytest.mark.parametrize("limit", [0.5, 2.0, 2.1, 4.8, 4.9, 48.0, *DAMAGED])
@pytest.mark.parametrize("slope", [0.0, 4.0, 5.0, *DAMAGED])
def test_limits_are_never_above_those_of_home_without_a_physio(by: str, limit: float, slope: float) -> None:
    top = PHYSIO if by.strip() else HOME
    limits = person(limit_by=by, limit_kmh=limit, limit_slope_percent=slope, hands_off=True).limits
    assert 0 <= limits.backward_kmh <= top.backward_kmh
    assert 0 <= limits.incline_percent <= top.incline_percent
    assert limits.hands_off == top.hands_off
    if 0 < limit <= top.backward_kmh:
        assert limits.backward_kmh == limit


def test_without_a_speed_the_start_speed_is_walked() -> None:
    assert person(speed_kmh=None, forward_kmh=1.8).walker(0.8).speed_kmh == pytest.approx(0.9)
    assert person(speed_kmh=None, forward_kmh=None).walker(0.8).speed_kmh == 0.0
    assert person(speed_kmh=1.3).walker(0.8).speed_kmh == 1.3
    assert person(control=None).walker(0.8).control is BeltControl.NONE


# -- details -------------------------------------------------------------------------------------------------------
BY_PHYSIO = "Only a physio may raise this"


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"name": ""}, "name", "missing"),
        ({"name": "bob"}, "name", "already"),
        ({"week": 0}, "week", "week 1"),
        ({"limit_kmh": 2.5}, "limit_kmh", BY_PHYSIO),
        ({"limit_kmh": 5.0}, "limit_kmh", "above"),
        ({"limit_kmh": 4.9, "limit_by": "Dr Kim"}, "limit_kmh", "above"),
        ({"limit_kmh": math.nan}, "limit_kmh", "more than 0"),
        ({"speed_kmh": 12.0}, "speed_kmh", "Did you mean 1.2?"),
        ({"speed_kmh": 1.6, "limit_kmh": 1.5}, "speed_kmh", "above 1.5 km/h"),
        (
            {"speed_kmh": kmh(12, Units.MPH), "units": Units.MPH},
            "speed_kmh",
            "12 mph is above 1.2 mph. Did you mean 1.2?",
        ),
        ({"forward_kmh": 30.0}, "forward_kmh", "Did you mean 3?"),
        ({"forward_kmh": MOST_KMH + 0.1}, "forward_kmh", "above"),
        ({"baseline_kmh": -1.0}, "baseline_kmh", "more than 0"),
        ({"walk3m_s": 0.9}, "walk3m_s", "between 1 and 120"),
        ({"walk3m_s": 121.0}, "walk3m_s", "between 1 and 120"),
        ({"walk3m_s": math.nan}, "walk3m_s", "between 1 and 120"),
        ({"limit_slope_percent": 1.0}, "limit_slope_percent", BY_PHYSIO),
        ({"limit_slope_percent": 5.0, "limit_by": "Dr Kim"}, "limit_slope_percent", "between 0 and 4"),
        ({"limit_slope_percent": -1.0}, "limit_slope_percent", "between 0 and 4"),
        ({"limit_slope_percent": math.nan}, "limit_slope_percent", "between 0 and 4"),
        ({"hands_off": True}, "hands_off", BY_PHYSIO),
        ({"emergency": "call Bob"}, "emergency", "telephone"),
        ({"emergency": "+ - ()"}, "emergency", "telephone"),
        ({"emergency": "1" * 41}, "emergency", "telephone"),
        ({"helper": "x" * 201}, "helper", "200"),
        ({"limit_by": "x" * 201}, "limit_by", "200"),
        ({"notes": "x" * 4001}, "notes", "4000"),
        ({"rate_wpm": 119}, "rate_wpm", "120 to 180"),
        ({"rate_wpm": 181}, "rate_wpm", "120 to 180"),
    ],
)
def test_what_is_wrong_with_the_details(changes: dict[str, Any], field: str, said: str) -> None:
    found = problems(person(**changes), ["Bob"])
    assert list(found) == [field]
    assert said in found[field]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"speed_kmh": None, "forward_kmh": None},
        {"limit_kmh": 4.8, "limit_slope_percent": 4.0, "hands_off": True, "limit_by": "Dr Kim", "speed_kmh": 4.8},
        {"walk3m_s": 1.0},
        {"walk3m_s": 120.0},
        {"emergency": "+44 (0)20 7946-0000"},
        {"emergency": "٩٩٩"},
        {"emergency": "112"},
        {"notes": "x" * 4000, "helper": "x" * 200, "rate_wpm": 120},
    ],
)
def test_details_that_are_fine(changes: dict[str, Any]) -> None:
    assert problems(person(**changes), ["Bob"]) == {}
    assert damage(person(**changes)) == ""


def test_a_limit_lowered_below_the_speed_is_no_damage() -> None:
    assert damage(person(speed_kmh=1.6, limit_kmh=1.5)) == ""
    assert "Did you mean 1.2?" in damage(person(speed_kmh=12.0))


# -- the file ------------------------------------------------------------------------------------------------------
def test_the_newest_fact_is_the_one_noted_last_whatever_its_date() -> None:
    older, newer = screened(1), screened(400)  # the clock was set back in between
    file = File(person(), (older, Happened(NOW, "fall"), newer, Cleared(NOW, "x")))
    assert file.last(Screened) is newer
    assert file.since(Screened) == (Cleared(NOW, "x"),)
    assert file.since(Cleared) == ()
    assert File(person()).last(Screened) is None
    assert File(person(), (older,)).since(Cleared) == (older,)


def test_times_know_their_zone() -> None:
    assert utc(NOW) == NOW
    with pytest.raises(ValueError, match="time zone"):
        utc(datetime(2026, 3, 4))
    assert utc(NOW + timedelta(days=1)).tzinfo is UTC


def test_a_new_person_may_not_walk_backwards() -> None:
    new = Person("b", "Bob")
    assert new.control is None
    assert new.walker(0.8).speed_kmh == 0.0
    assert new.limits == HOME
