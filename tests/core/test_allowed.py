"""What is allowed today: every way to backward walking without an answer is tried, and is closed."""

import math
from datetime import datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from balancecoach.core import macros
from balancecoach.core.allowed import (
    FORWARD_ONLY,
    Allowed,
    First,
    Situation,
    may_walk,
    may_walk_plan,
    questions_due,
    statements,
    verdict,
)
from balancecoach.core.person import Approved, Cleared, Fact, Happened, Overridden, Person, Screened, Treadmill
from balancecoach.core.plan import BeltControl, Block, Facing, Hands, Kind, Plan, Surface
from balancecoach.core.programme import Programme, Setting, Step, Week
from balancecoach.core.safety import Outcome
from tests.fakes import p1_week_1, plan_of
from tests.histories import (
    BELT,
    CHECKED,
    NOW,
    P0,
    P2,
    ago,
    checkin,
    floor_programme,
    person,
    programme,
    programmes,
    screened,
    session,
    situation,
    week,
)

BACKWARD, FORWARD = programmes()[P2], programmes()[P0]
HOME, HELPER, PHYSIO, CLINIC = Setting


def walk(now: Situation, chosen: Programme = BACKWARD, number: int = 1) -> Allowed:
    """The answer, which is always a sentence when it is no."""
    found = may_walk(chosen, number, now)
    told(found)
    return found


def told(found: Allowed) -> None:
    """No is said in sentences, and yes in none."""
    assert found.may == (not found.why)
    assert found.may == (found.first is First.NOTHING)
    assert all(text and text.strip()[-1] in ".!?" for text in found.why)


def override(
    days: float, allows: Outcome = Outcome.GO, by: str = "Dr Kim", reason: str = "Knows her well"
) -> Overridden:
    """A physio allows something."""
    return Overridden(ago(days), by, reason, allows)


def approved(days: float, programme_id: str = "x", by: str = "Dr Kim") -> Approved:
    """A physio agrees to a programme."""
    return Approved(ago(days), by, programme_id)


# -- yes -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("control", [BeltControl.HELPER, BeltControl.REMOTE])
def test_all_is_answered(control: BeltControl) -> None:
    assert walk(situation(person(control=control))).may
    assert may_walk_plan(p1_week_1(), situation(person(control=control))).may


@pytest.mark.parametrize(
    ("control", "setting", "answers", "helper"),
    [
        (BeltControl.REMOTE, HOME, {}, False),
        (BeltControl.HELPER, HOME, {}, True),
        (BeltControl.REMOTE, HELPER, {}, True),
        (BeltControl.REMOTE, HOME, {"unsteady": "yes"}, True),
        (BeltControl.REMOTE, HOME, {"aid": "yes"}, True),
    ],
)
def test_who_needs_somebody_beside_them(
    control: BeltControl, setting: Setting, answers: dict[str, str], helper: bool
) -> None:
    now = situation(person(control=control), screened(40, **answers))
    found = walk(now, replace(BACKWARD, setting=setting))
    assert (found.may, found.helper) == (True, helper)


def test_nobody_is_alone_along_a_rail_or_with_a_physio() -> None:
    remote = person(control=BeltControl.REMOTE)
    assert walk(situation(remote), floor_programme()).helper
    now = situation(remote, screened(), approved(1, P2))
    for setting in (PHYSIO, CLINIC):
        assert walk(now, replace(BACKWARD, setting=setting)).helper


# -- no: one thing missing -----------------------------------------------------------------------------------------
def without(key: str) -> Treadmill:
    """A treadmill with one thing not checked."""
    return replace(BELT, checked=tuple(each for each in CHECKED if each != key))


@pytest.mark.parametrize(
    ("now", "first", "said"),
    [
        (situation(person(), Happened(ago(1), "x")), First.SCREENING, "come first"),
        (situation(person(), Screened(ago(1), ())), First.PROFESSIONAL, "Ask your GP"),
        (situation(person(), screened(dizzy="yes")), First.PROFESSIONAL, "Ask your GP"),
        (situation(person(), screened(dizzy="perhaps")), First.PROFESSIONAL, "Ask your GP"),
        (situation(person(), screened(condition="yes")), First.CLINIC, "clinic"),
        (situation(person(), screened(six_minutes="no")), First.SCREENING, "Six minutes"),
        (situation(person(), screened(100)), First.SCREENING, "three months"),
        (situation(person(), screened(), Happened(ago(1), "fall")), First.SCREENING, "fall"),
        (situation(person(), screened(), Happened(ago(1), "operation")), First.SCREENING, "operation"),
        (situation(belt=Treadmill()), First.SET_UP, "checked once"),
        (situation(belt=without("rails")), First.SET_UP, "checked once"),
        (situation(belt=without("stop_and_key")), First.SET_UP, "checked once"),
        (situation(belt=replace(BELT, slowest_kmh=math.nan)), First.SET_UP, "slowest speed"),
        (situation(belt=replace(BELT, slowest_kmh=0.0)), First.SET_UP, "slowest speed"),
        (situation(belt=replace(BELT, slowest_kmh=-0.8)), First.SET_UP, "slowest speed"),
        (situation(belt=replace(BELT, slowest_kmh=8.0)), First.SET_UP, "slowest speed"),
        (situation(person(control=None)), First.CONTROL, "Say first how the belt"),
        (situation(person(control=BeltControl.NONE)), First.CONTROL, "locked"),
        (situation(person(speed_kmh=None, forward_kmh=None)), First.SPEED, "how fast you walk"),
        (situation(person(speed_kmh=None, forward_kmh=1.5)), First.SPEED, "below the belt's slowest"),
        (situation(person(speed_kmh=0.7)), First.SPEED, "below the belt's slowest"),
        (situation(person(limit_kmh=0.7)), First.SPEED, "below the belt's slowest"),
        (situation(person(forward_kmh=0.7)), First.SPEED, "forward speed is below"),
        (
            situation(belt=replace(BELT, slowest_kmh=1.0), someone=person(speed_kmh=0.9)),
            First.SPEED,
            "below the belt's",
        ),
        (situation(person(archived=True)), First.LIMITS, "archive"),
        (situation(sessions=(session(1, checkin=checkin(pain="yes")),)), First.ASK, "That comes first"),
        (situation(sessions=(session(1, checkin=checkin(reason="unwell")),)), First.ASK, "That comes first"),
    ],
)
def test_one_thing_is_missing(now: Situation, first: First, said: str) -> None:
    for found in (walk(now), may_walk_plan(p1_week_1(), now)):
        told(found)
        assert found.first is first
        assert said in " ".join(found.why)
        assert (found.ask is not None) == (first is First.ASK)


@pytest.mark.parametrize(
    "field", ["speed_kmh", "forward_kmh", "baseline_kmh", "walk3m_s", "limit_kmh", "limit_slope_percent"]
)
@pytest.mark.parametrize("wrong", [math.nan, math.inf, -math.inf, -1.0, 1e9])
def test_damaged_numbers_are_told_and_lock(field: str, wrong: float) -> None:
    now = situation(replace(person(), **{field: wrong}))
    for found in (walk(now), walk(now, FORWARD), may_walk_plan(p1_week_1(), now)):
        assert found.first is First.LIMITS
        assert "person's page" in found.why[0]
        assert len(found.why) == 2


@pytest.mark.parametrize("number", [0, -1, 5, 99])
def test_a_week_that_there_is_not(number: int) -> None:
    found = walk(situation(), BACKWARD, number)
    assert found.first is First.LIMITS
    assert f"no week {number}" in found.why[0]


def test_the_first_that_is_missing_decides() -> None:
    """Put right one after the other, in the order in which they are asked for."""
    someone = person(control=None, speed_kmh=None, forward_kmh=None)
    bad = session(1, P2, checkin=checkin(pain="yes"))
    chosen = replace(BACKWARD, setting=PHYSIO)
    facts: tuple[Fact, ...] = (Happened(ago(300), "x"),)
    belt = Treadmill()
    seen = []
    for _ in range(8):
        found = walk(situation(someone, *facts, sessions=(bad,), belt=belt), chosen)
        seen.append(found.first)
        match found.first:
            case First.SCREENING:
                facts = (*facts, screened())
            case First.SET_UP:
                belt = BELT
            case First.CONTROL:
                someone = replace(someone, control=BeltControl.HELPER)
            case First.APPROVAL:
                facts = (*facts, approved(1, P2))
            case First.SPEED:
                someone = replace(someone, forward_kmh=3.0)
            case First.ASK:
                facts = (*facts, Cleared(NOW, bad.id))
    assert [str(each) for each in seen[:7]] == ["screening", "set-up", "control", "approval", "speed", "ask", ""]


# -- instead -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "someone",
    [
        person(control=None),
        person(control=BeltControl.NONE),
        person(speed_kmh=0.7),
        person(speed_kmh=None, forward_kmh=None),
        person(control="none"),  # as a damaged record might have it
    ],
)
def test_walking_forwards_is_offered_and_allowed(someone: Person) -> None:
    assert walk(situation(someone)).instead == FORWARD_ONLY
    assert walk(situation(someone), FORWARD).may


def test_forwards_first_when_six_minutes_are_too_long() -> None:
    now = situation(person(), screened(six_minutes="no"))
    assert walk(now).instead == FORWARD_ONLY
    assert walk(now, FORWARD).may
    assert walk(now, floor_programme()).first is First.SCREENING


# -- questions -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("sessions", "due"),
    [
        ((), "away"),
        ((session(89),), ""),
        ((session(89), session(-5)), ""),  # a session in the future hides none before it
        ((session(-5),), "away"),
        ((session(89, person_id="bob"),), "away"),
        ((session(89, demo=True),), "away"),
        ((session(90),), "away"),
    ],
)
def test_three_months_away(sessions: tuple[Any, ...], due: str) -> None:
    assert questions_due(situation(person(), screened(100), sessions=sessions)) == due


def test_a_fall_noted_while_the_clock_was_set_back_is_not_forgotten() -> None:
    now = situation(person(), screened(3), Happened(ago(400), "fall"))
    assert questions_due(now) == "fall"
    assert questions_due(situation(person(), *now.file.facts, screened(1))) == ""


def test_answers_noted_last_are_the_ones_that_count() -> None:
    """A clock that ran ahead dated the good answers after the bad ones."""
    now = situation(person(), screened(-30), screened(1, dizzy="yes"))
    assert walk(now).first is First.PROFESSIONAL


# -- override and approval -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ((), None),
        ((override(1),), None),
        ((screened(5),), Outcome.GO),
        ((screened(5, dizzy="yes"),), Outcome.ASK),
        ((screened(5, dizzy="yes"), override(4)), Outcome.GO),
        ((screened(5, dizzy="yes"), override(4, Outcome.HELPER)), Outcome.HELPER),
        ((screened(5, dizzy="yes"), override(4, by=" ")), Outcome.ASK),
        ((screened(5, dizzy="yes"), override(4, reason="")), Outcome.ASK),
        ((screened(5, dizzy="yes"), override(6)), Outcome.ASK),  # dated before
        ((override(-9), screened(5, dizzy="yes")), Outcome.ASK),  # noted before, for other answers
        ((screened(9, dizzy="yes"), override(8), screened(5, dizzy="yes")), Outcome.ASK),
        ((screened(5, aid="yes"), override(4)), Outcome.HELPER),
        ((Screened(ago(5), ()), override(4)), Outcome.ASK),
    ],
)
def test_the_verdict_with_what_a_physio_allows(facts: tuple[Fact, ...], outcome: Outcome | None) -> None:
    found = verdict(replace(situation().file, facts=facts))
    assert (found.outcome if found else None) == outcome


@pytest.mark.parametrize("setting", [PHYSIO, CLINIC])
@pytest.mark.parametrize(
    ("facts", "may"),
    [
        ((), False),
        ((approved(1),), True),
        ((approved(1, by=" "),), False),
        ((approved(1, "y"),), False),
        ((approved(400),), True),
        ((approved(3), Happened(ago(2), "fall"), screened(1)), False),
        ((Happened(ago(2), "fall"), screened(1), approved(0.5)), True),
    ],
)
def test_what_a_physio_has_to_approve(setting: Setting, facts: tuple[Fact, ...], may: bool) -> None:
    chosen = programme("x", week(speed_kmh=1.0), setting=setting)
    found = walk(situation(person(), screened(), *facts), chosen)
    assert found.may == may
    assert may or found.first is First.APPROVAL


def test_a_week_that_needs_approval() -> None:
    chosen = programme("x", week(speed_kmh=1.0), week(True, speed_kmh=1.0))
    assert walk(situation(), chosen, 1).may
    assert walk(situation(), chosen, 2).first is First.APPROVAL
    assert walk(situation(person(), screened(), approved(1)), chosen, 2).may


def test_clinic_only_is_for_the_clinic() -> None:
    now = situation(person(), screened(condition="yes"), approved(1))
    for setting in (HOME, HELPER, PHYSIO):
        assert walk(now, programme("x", week(speed_kmh=1.0), setting=setting)).first is First.CLINIC
    assert walk(now, programme("x", week(speed_kmh=1.0), setting=CLINIC)).may
    assert may_walk_plan(p1_week_1(), now).first is First.CLINIC


# -- limits --------------------------------------------------------------------------------------------------------
def test_a_slope_is_for_those_whose_physio_allows_it() -> None:
    chosen = programme("x", week(speed_kmh=1.0, incline_percent=2.0))
    found = walk(situation(), chosen)
    assert found.first is First.LIMITS
    assert "limits allow" in found.why[0] and "slope" in found.why[1]
    assert walk(situation(person(limit_slope_percent=2.0)), chosen).first is First.LIMITS  # nobody's name
    assert walk(situation(person(limit_slope_percent=2.0, limit_by="Dr Kim")), chosen).may


def test_hands_off_is_for_those_whose_physio_allows_it() -> None:
    chosen = programme("x", week(speed_kmh=1.0, hands=Hands.NONE))
    assert walk(situation(person(hands=Hands.NONE)), chosen).first is First.LIMITS
    assert walk(situation(person(hands=Hands.NONE, hands_off=True, limit_by="Dr Kim")), chosen).may


def test_a_programme_faster_than_the_person_is_walked_at_their_speed() -> None:
    assert walk(situation(), programme("x", week(speed_kmh=4.0))).may


def test_a_turn_without_bouts_is_backward_walking_too() -> None:
    steps = ("prepare", "start_forward", "turn_away", "turn_back", "end")
    chosen = programme("x", Week(tuple(Step(use) for use in steps)))
    assert walk(situation(person(control=None)), chosen).first is First.CONTROL
    assert walk(situation(person(), screened(six_minutes="no")), chosen).first is First.SCREENING


def test_three_quarters_of_nothing_is_forward_walking() -> None:
    chosen = programme("x", week(percent_of_usual=75))
    assert walk(situation(person(speed_kmh=None, forward_kmh=None)), chosen).may
    assert walk(situation(person(control=None)), chosen).first is First.CONTROL


@pytest.mark.parametrize(("baseline", "may"), [(None, False), (0.7, False), (1.0, True), (3.0, True)])
def test_a_ladder_needs_a_baseline(baseline: float | None, may: bool) -> None:
    found = walk(situation(person(baseline_kmh=baseline)), programme("x", week(percent_of_baseline=100)))
    assert found.may == may and (may or found.first is First.SPEED)


# -- plans of one's own --------------------------------------------------------------------------------------------
def own_plan(kmh: float = 1.0, forward_kmh: float = 2.0, slowest_kmh: float = 0.8, **changes: Any) -> Plan:
    """Forwards, one bout, forwards."""
    blocks = (
        *macros.prepare(),
        *macros.start_forward(slowest_kmh=slowest_kmh),
        *macros.warm_up(60, forward_kmh),
        *macros.turn_away(kmh, slowest_kmh=slowest_kmh),
        *macros.bouts(1, 30, 45, kmh, slowest_kmh=slowest_kmh),
        *macros.turn_back(slowest_kmh=slowest_kmh),
        *macros.cool_down(60, 0.8),
        *macros.end(),
    )
    return replace(plan_of(*blocks), **changes)


@pytest.mark.parametrize(
    ("plan", "someone", "first", "said"),
    [
        (own_plan(), person(), First.NOTHING, ""),
        (own_plan(1.1), person(), First.LIMITS, "walks backwards at 1.1 km/h; your speed is 1 km/h"),
        (own_plan(1.1, programme_id="p9-gentle-slope", week=1), person(), First.LIMITS, "walks backwards"),
        (own_plan(2.1), person(speed_kmh=2.0), First.LIMITS, "above the limit"),
        (own_plan(math.nan), person(), First.LIMITS, "cannot be walked as it is"),
        (own_plan(1.0, 3.5), person(), First.LIMITS, "walks forwards at 3.5 km/h; your speed at ease is 3 km/h"),
        (own_plan(1.0, 3.5), person(forward_kmh=None), First.NOTHING, ""),
        (own_plan(0.5, 2.0, 0.5), person(), First.LIMITS, "the belt's slowest is 0.8 km/h"),
        (own_plan(0.5, 2.0, 0.5), person(speed_kmh=0.5), First.SPEED, "below the belt's slowest"),
        (plan_of(), person(), First.LIMITS, "cannot be walked as it is"),
        (plan_of(*macros.prepare(), *macros.end()), person(control=None), First.NOTHING, ""),
        (replace(own_plan(), surface=Surface.FLOOR), person(), First.LIMITS, "cannot be walked as it is"),
    ],
)
def test_plans_of_ones_own(plan: Plan, someone: Person, first: First, said: str) -> None:
    found = may_walk_plan(plan, situation(someone))
    told(found)
    assert found.first is first
    assert said in " ".join(found.why)


def test_a_belt_that_moves_while_one_faces_the_room_is_backward_walking_whatever_it_is_called() -> None:
    room = Facing.ROOM
    plan = plan_of(
        Block(Kind.PREPARE, 20, facing=room),
        Block(Kind.STRADDLE, 20, facing=room),
        Block(Kind.BELT_START, 20, 0.8, room),
        Block(Kind.SET_SPEED, 20, 1.0, room),
        *macros.end(room),
    )
    assert plan.backward
    assert may_walk_plan(plan, situation()).may
    assert may_walk_plan(plan, situation(person(control=None))).first is First.CONTROL
    assert may_walk_plan(plan, situation(person(), screened(six_minutes="no"))).first is First.SCREENING
    assert may_walk_plan(plan, situation(person(speed_kmh=0.9))).first is First.LIMITS


# -- stop signs ----------------------------------------------------------------------------------------------------
def test_a_stop_sign_comes_first_until_it_is_cleared() -> None:
    bad = session(2, checkin=checkin(pain="yes"))
    asked = walk(situation(sessions=(bad, session(1))), FORWARD)
    assert (asked.first, asked.ask) == (First.ASK, bad)
    assert walk(situation(person(), screened(), Cleared(NOW, bad.id), sessions=(bad, session(1))), FORWARD).may
    assert walk(situation(person(), screened(), Cleared(NOW, "other"), sessions=(bad,))).first is First.ASK


# -- the daily check -----------------------------------------------------------------------------------------------
KEYS = ["well", "clear_head", "same", "shoes", "key", "space", "helper", "hear"]


@pytest.mark.parametrize("surface", Surface)
@pytest.mark.parametrize("setting", Setting)
@pytest.mark.parametrize("helper", [True, False])
def test_the_lines_of_the_daily_check(surface: Surface, setting: Setting, helper: bool) -> None:
    found = statements(surface, setting, helper)
    assert [line.key for line in found] == KEYS + ["physio"] * (setting is CLINIC)
    words = {line.key: line.words for line in found}
    assert ("phone" in words["helper"]) == (not helper and surface is Surface.TREADMILL)
    belt = ("belt", "treadmill", "stop button")
    assert any(each in " ".join(words.values()) for each in belt) == (surface is Surface.TREADMILL)
    assert next(line for line in found if line.key == "well").seek_help


def test_naive_times_are_a_bug_of_ours() -> None:
    now = situation(now=datetime(2026, 3, 4))
    with pytest.raises(ValueError, match="time zone"):
        may_walk(BACKWARD, 1, now)
    assert timedelta(0) == ago(0) - NOW
