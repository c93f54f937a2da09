"""``expand``: one week of a programme for one person, never more than programme, person and limits allow."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from balancecoach.core.macros import bouts
from balancecoach.core.plan import (
    HOME,
    PHYSIO,
    BeltControl,
    Block,
    Facing,
    Hands,
    Kind,
    Limits,
    Plan,
    Surface,
    Units,
    totals,
)
from balancecoach.core.programme import (
    SETTING_WORDS,
    STRENGTH_WORDS,
    Programme,
    Setting,
    Source,
    Step,
    Strength,
    Walker,
    Week,
    describe,
    expand,
    too_slow,
)
from balancecoach.core.rules import validate
from balancecoach.core.script import build_script
from tests.fakes import examples

BOTH, LIGHT, ONE, NONE = Hands.BOTH, Hands.LIGHT, Hands.ONE, Hands.NONE


def treadmill(*middle: Step, **head: Any) -> Programme:
    """A programme of one week with these macros between the turns."""
    steps = (
        Step("loosen"),
        Step("prepare"),
        Step("start_forward"),
        Step("warm_up", {"seconds": 300, "speed_kmh": 2.0}),
        Step("turn_away"),
        *middle,
        Step("turn_back"),
        Step("cool_down", {"seconds": 180, "speed_kmh": 1.5}),
        Step("end"),
    )
    return Programme("mine", "Mine", Setting.HOME, (Week(steps),), **head)


def three(speed_kmh: float = 1.2, **values: Any) -> Programme:
    """Three one-minute bouts."""
    return treadmill(bout(count=3, seconds=60.0, speed_kmh=speed_kmh, **values))


def bout(**values: Any) -> Step:
    return Step("bouts", values)


def backward_kmh(plan: Plan) -> set[float]:
    return {block.speed_kmh for block in plan.blocks if block.kind is Kind.BACKWARD}


def holds(plan: Plan) -> list[Hands]:
    return [block.hands for block in plan.blocks if block.kind is Kind.BACKWARD]


# -- speed ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("programme_kmh", "person_kmh", "limit_kmh", "walked"),
    [
        (1.2, 2.0, 2.0, 1.2),  # the programme's ceiling
        (1.6, 1.1, 2.0, 1.1),  # the person's own speed
        (1.6, 1.5, 1.3, 1.3),  # the person's limit
        (1.6, 1.19, 2.0, 1.1),  # tenths, down
        (1.6, 0.99, 2.0, 0.9),
        (1.1, 1.1, 1.1, 1.1),  # not 1.0: 1.1 * 10 is a hair below 11
    ],
)
def test_the_lowest_of_programme_person_and_limit_in_tenths_down(
    programme_kmh: float, person_kmh: float, limit_kmh: float, walked: float
) -> None:
    plan = expand(three(programme_kmh), 1, Walker(person_kmh, Limits(backward_kmh=limit_kmh)))
    assert backward_kmh(plan) == {walked}
    assert validate(plan, Limits(backward_kmh=limit_kmh)) == ()


def test_the_turn_takes_its_speed_from_the_bouts_that_follow() -> None:
    plan = expand(three(1.2), 1, Walker(1.1))
    assert {b.speed_kmh for b in plan.blocks if b.kind is Kind.SET_SPEED} == {1.1}
    assert {b.speed_kmh for b in plan.blocks if b.kind is Kind.BELT_START} == {0.8}


def test_at_the_belts_slowest_nobody_sets_a_speed() -> None:
    plan = expand(three(1.2), 1, Walker(0.8))
    assert not any(block.kind is Kind.SET_SPEED for block in plan.blocks)
    assert backward_kmh(plan) == {0.8}


def test_a_seated_break_goes_on_at_the_speed_of_the_next_bouts() -> None:
    one = {"count": 1, "seconds": 600.0, "speed_kmh": 1.6}
    two = {"count": 1, "seconds": 300.0, "speed_kmh": 1.4}
    plan = expand(treadmill(bout(**one), Step("seated_break", {"seconds": 300.0}), bout(**two)), 1, Walker(2.0))
    set_to = [(b.part, b.speed_kmh) for b in plan.blocks if b.kind is Kind.SET_SPEED]
    assert set_to == [("set_speed", 1.6), ("set_speed", 1.4)]
    assert [b.speed_kmh for b in plan.blocks if b.part == "seated_break" and b.kind is Kind.BELT_START] == [0.8]
    assert validate(plan) == ()


def test_walking_forwards_is_never_faster_than_at_ease() -> None:
    plan = expand(three(), 1, Walker(forward_kmh=1.75))
    forward = {(b.part, b.speed_kmh) for b in plan.blocks if b.kind is Kind.FORWARD}
    assert forward == {("warm_up", 1.7), ("cool_down", 1.5)}


def test_a_slower_belt_is_started_slower() -> None:
    plan = expand(three(), 1, Walker(slowest_kmh=0.5))
    assert {b.speed_kmh for b in plan.blocks if b.kind in (Kind.BELT_START, Kind.SLOW)} == {0.5}
    assert validate(plan) == ()


@pytest.mark.parametrize("percent", [100, 110, 120, 130, 140, 150])
def test_a_share_of_the_baseline(percent: int) -> None:
    programme = treadmill(bout(count=6, seconds=300.0, percent_of_baseline=percent), limits=PHYSIO)
    plan = expand(programme, 1, Walker(0.8, PHYSIO, baseline_kmh=2.0))
    assert backward_kmh(plan) == {percent * 2 / 100}
    held = expand(programme, 1, Walker(0.8, HOME, baseline_kmh=2.0))
    assert backward_kmh(held) == {2.0}


# -- too slow ------------------------------------------------------------------------------------------------------
def test_below_the_belts_slowest_is_said_not_rounded_up() -> None:
    for walker in (Walker(0.79), Walker(1.0, Limits(backward_kmh=0.7)), Walker(1.0, slowest_kmh=1.1)):
        assert "below the belt's slowest" in too_slow(three(1.0), 1, walker)
        assert max(backward_kmh(expand(three(1.0), 1, walker))) < walker.slowest_kmh
    assert too_slow(three(1.0), 1, Walker(0.8)) == ""


def test_a_comfortable_forward_speed_below_the_belts_slowest_is_said() -> None:
    assert "forward speed" in too_slow(three(), 1, Walker(forward_kmh=0.7))
    assert too_slow(three(), 1, Walker(forward_kmh=0.8)) == ""
    assert too_slow(along_the_rail(), 1, Walker(forward_kmh=0.7)) == ""


def test_a_baseline_that_nobody_entered_is_said() -> None:
    programme = treadmill(bout(count=6, seconds=300.0, percent_of_baseline=100))
    assert "baseline" in too_slow(programme, 1, Walker())
    assert too_slow(programme, 1, Walker(baseline_kmh=1.0)) == ""
    assert "below the belt's slowest" in too_slow(programme, 1, Walker(baseline_kmh=0.7))


@examples(200)
@given(
    programme_kmh=st.floats(0.8, 4.8),
    person_kmh=st.floats(0.1, 8.0),
    limit_kmh=st.floats(0.8, 4.8),
    slowest_kmh=st.sampled_from((0.5, 0.8, 1.0)),
)
def test_nobody_walks_faster_than_any_of_the_three_or_slower_than_the_belt(
    programme_kmh: float, person_kmh: float, limit_kmh: float, slowest_kmh: float
) -> None:
    programme, limits = three(programme_kmh), Limits(backward_kmh=limit_kmh)
    walker = Walker(person_kmh, limits, slowest_kmh=slowest_kmh)
    plan = expand(programme, 1, walker)
    (walked,) = backward_kmh(plan)
    assert walked <= min(programme_kmh, person_kmh, limit_kmh) + 1e-6
    assert (walked < slowest_kmh) == bool(too_slow(programme, 1, walker))
    if walked >= slowest_kmh:
        assert validate(plan, limits) == ()


# -- hands, loosening, words ---------------------------------------------------------------------------------------
def test_hands_are_never_lighter_than_the_person_may() -> None:
    mixed = three(hands=(BOTH, LIGHT, ONE))
    assert holds(expand(mixed, 1, Walker())) == [BOTH, LIGHT, ONE]
    assert holds(expand(mixed, 1, Walker(hands=LIGHT))) == [BOTH, LIGHT, LIGHT]
    assert holds(expand(mixed, 1, Walker(hands=BOTH))) == [BOTH] * 3
    assert holds(expand(three(hands=NONE), 1, Walker())) == [ONE] * 3
    assert holds(expand(three(hands=NONE), 1, Walker(hands=NONE))) == [NONE] * 3
    assert holds(expand(three(), 1, Walker(hands=NONE))) == [BOTH] * 3


def test_hands_are_firmer_on_the_floor_too() -> None:
    walks = (Kind.FORWARD, Kind.BACKWARD)
    assert {b.hands for b in expand(along_the_rail(), 1, Walker()).blocks if b.kind in walks} == {ONE}
    assert {b.hands for b in expand(along_the_rail(), 1, Walker(hands=BOTH)).blocks if b.kind in walks} == {BOTH}


def test_loosening_is_left_out_for_those_who_do_not_want_it() -> None:
    assert expand(three(), 1, Walker()).blocks[0].kind is Kind.LOOSEN
    assert expand(three(), 1, Walker(loosen=False)).blocks == expand(three(), 1, Walker()).blocks[1:]


def test_a_plan_knows_its_person_and_where_it_comes_from() -> None:
    source = Source("A study.", Strength.TRIAL)
    programme = replace(three(), sources=(source,), who="For you")
    plan = expand(programme, 1, Walker(control=BeltControl.REMOTE, units=Units.MPH))
    assert (plan.control, plan.units) == (BeltControl.REMOTE, Units.MPH)
    assert (plan.id, plan.title, plan.programme_id, plan.week) == ("mine", "Mine", "mine", 1)
    assert (plan.who, plan.sources) == ("For you", ("A study.",))


def test_miles_are_said_and_shown_as_the_console_shows_them() -> None:
    plan = expand(three(1.2), 1, Walker(2.0, units=Units.MPH))
    assert plan.summary == "3 × 1 minute backwards at 0.7 mph, both hands on the rails"
    said = {cue.say for cue in build_script(plan).all_cues()}
    assert "Helper, set the belt to 0.7." in said


def test_weeks_are_numbered_and_may_have_their_own_words() -> None:
    week = three().weeks[0]
    programme = Programme("mine", "Mine", Setting.HOME, (week, Week(week.steps, "Said so", 90.0)))
    second = expand(programme, 2, Walker())
    assert (second.id, second.title, second.summary) == ("mine-week2", "Mine, week 2", "Said so")
    assert second.posture_every_s == 90.0
    for number in (0, 3, -1):
        with pytest.raises(IndexError, match="mine has no week"):
            expand(programme, number, Walker())


def test_every_setting_and_strength_has_words() -> None:
    assert set(SETTING_WORDS) == set(Setting)
    assert set(STRENGTH_WORDS) == set(Strength)


# -- thinking while walking (evidence 3.10) ------------------------------------------------------------------------
def thinking(**values: Any) -> Programme:
    return treadmill(bout(percent_of_usual=75, task="animals", **{"count": 4, "seconds": 120.0, **values}))


def test_three_quarters_of_the_usual_speed() -> None:
    plan = expand(thinking(), 1, Walker(1.6))
    assert backward_kmh(plan) == {1.2}
    assert {b.task for b in plan.blocks if b.kind is Kind.BACKWARD} == {"animals"}
    assert validate(plan) == ()


@pytest.mark.parametrize(
    "programme",
    [
        thinking(),
        treadmill(
            bout(each=(240.0, 120.0), percent_of_usual=75, task="animals"),
            Step("seated_break", {"seconds": 300.0}),
            bout(count=1, seconds=120.0, percent_of_usual=75, task="animals"),
        ),
    ],
)
def test_below_the_belts_slowest_the_task_is_done_walking_forwards_without_a_turn(programme: Programme) -> None:
    walker = Walker(1.0)  # 0.75 is below 0.8
    assert too_slow(programme, 1, walker) == ""
    plan = expand(programme, 1, walker)
    total = totals(plan.blocks)
    assert (total.turns, total.backward_s) == (0, 0)
    assert {b.facing for b in plan.blocks} == {Facing.CONSOLE}
    walks = [(b.seconds, b.speed_kmh) for b in plan.blocks if b.task]
    assert (sum(seconds for seconds, _ in walks), {kmh for _, kmh in walks}) == (480, {0.8})
    assert plan.summary == "Walking forwards. No backward walking."
    assert validate(plan) == ()
    assert "Now name animals, one after another." in {cue.say for cue in build_script(plan).all_cues()}


def test_just_at_the_belts_slowest_it_is_done_backwards() -> None:
    assert expand(thinking(), 1, Walker(1.07)).backward
    assert not expand(thinking(), 1, Walker(1.06)).backward


# -- along the rail ------------------------------------------------------------------------------------------------
def along_the_rail(**values: Any) -> Programme:
    metres = {"distance_m": 3.0, **values}
    steps = (
        Step("loosen"),
        Step("prepare"),
        Step("floor_walk", metres),
        Step("floor_turn", {"facing": Facing.ROOM}),
        Step("floor_walk", {**metres, "facing": Facing.ROOM}),
        Step("floor_turn", {"facing": Facing.CONSOLE}),
        Step("floor_walk", metres),
        Step("floor_settle"),
        Step("floor_bouts", {"count": 3, "rest_seconds": 60.0, **metres}),
        Step("floor_end"),
    )
    return Programme("rail", "Rail", Setting.HELPER, (Week(steps),), surface=Surface.FLOOR)


def test_along_the_rail_there_and_back_again() -> None:
    programme = along_the_rail()
    plan = expand(programme, 1, Walker())
    assert programme.backward
    assert plan.surface is Surface.FLOOR
    assert validate(plan) == ()
    walks = [(b.kind, b.facing) for b in plan.blocks if b.kind in (Kind.FORWARD, Kind.BACKWARD)]
    there, back, backwards = (
        (Kind.FORWARD, Facing.CONSOLE),
        (Kind.FORWARD, Facing.ROOM),
        (Kind.BACKWARD, Facing.CONSOLE),
    )
    assert walks == [there, back, there, backwards, there, backwards, there, backwards]
    assert plan.summary == "3 × 3 metres backwards along the rail"


# -- in a few words ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("blocks", "words"),
    [
        ((), "Walking forwards. No backward walking."),
        (bouts(3, 30, 45, 1.0), "3 × 30 seconds backwards at 1.0 km/h, both hands on the rails"),
        (bouts(1, 60, 60, 1.1, LIGHT), "1 × 1 minute backwards at 1.1 km/h, fingertips on the rails"),
        (bouts(1, 90, 60, 1.1), "1 × 90 seconds backwards at 1.1 km/h, both hands on the rails"),
        (bouts(each=(180, 120), speed_kmh=1.2), "2 × up to 3 minutes backwards at 1.2 km/h, both hands on the rails"),
        (bouts(2, 60, 60, 1.0, (BOTH, LIGHT)), "2 × 1 minute backwards at 1.0 km/h, some parts with lighter hands"),
        (
            bouts(2, 60, 60, 0.8, incline_percent=2),
            "2 × 1 minute backwards at 0.8 km/h, slope 2 %, both hands on the rails",
        ),
        ((Block(Kind.BACKWARD, 10, hands=ONE),), "1 × 10 seconds backwards, one hand on the rail"),
    ],
)
def test_a_plan_in_a_few_words(blocks: tuple[Block, ...], words: str) -> None:
    assert describe(blocks) == words


def test_bouts_have_a_rest_between_them_and_none_after() -> None:
    kinds = [block.kind for block in bouts(3, 30, 45, 1.0)]
    assert kinds.count(Kind.REST) == 2
    assert kinds[0] is kinds[-1] is Kind.BACKWARD
