"""Each rule has a plan that breaks it, and what the person who wrote the plan is told."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest
from hypothesis import event, given, target
from hypothesis import strategies as st
from msgspec.structs import replace

from balancecoach.core import macros
from balancecoach.core.plan import (
    HOME,
    MOVING,
    OF_THE_BELT,
    TASKS,
    WALKING,
    Block,
    Facing,
    Hands,
    Kind,
    Limits,
    Plan,
    Surface,
)
from balancecoach.core.plan import PHYSIO as AS_FAR_AS_ANY
from balancecoach.core.rules import Problem, validate, validate_each
from tests.fakes import (
    examples,
    floor_plans,
    macro_plans,
    on_floor,
    p1_week_1,
    plan_of,
    primitive_plans,
    room_plans,
    slope_plans,
    valid_plans,
)

ROOM, CONSOLE = Facing.ROOM, Facing.CONSOLE
PHYSIO = Limits(backward_kmh=4.8, forward_kmh=4.8, incline_percent=3.0, hands_off=True)
#: A sentence that says what to do has one of these words.
ADVICE = [
    "Add",
    "Begin",
    "Did you mean",
    "End it",
    "Give",
    "Lower",
    "Make",
    "Put",
    "Set",
    "Stop",
    "Take",
    "Use",
    "must",
]


# -- helpers -------------------------------------------------------------------------------------------------------
def place(plan: Plan, kind: Kind, part: str = "", number: int = 0) -> int:
    """Index of the ``number``-th block of that kind (and part)."""
    return [i for i, b in enumerate(plan.blocks) if b.kind is kind and part in ("", b.part)][number]


def changed(plan: Plan, index: int, **fields: object) -> Plan:
    """The plan with other values in one block."""
    block = replace(plan.blocks[index], **fields)
    return replace(plan, blocks=(*plan.blocks[:index], block, *plan.blocks[index + 1 :]))


def without(plan: Plan, index: int) -> Plan:
    """The plan with one block taken out."""
    return replace(plan, blocks=(*plan.blocks[:index], *plan.blocks[index + 1 :]))


def with_before(plan: Plan, index: int, *blocks: Block) -> Plan:
    """The plan with blocks put in."""
    return replace(plan, blocks=(*plan.blocks[:index], *blocks, *plan.blocks[index:]))


def found(plan: Plan, index: int | None, field: str, limits: Limits | None = None) -> str:
    """The sentence about that block's field; the test fails when there is none."""
    problems = validate(plan, limits) if limits else validate(plan)
    texts = [p.text for p in problems if p.block == index and p.field == field]
    assert texts, f"nothing about {field} of block {index}, only {problems}"
    return " ".join(texts)


def only(plan: Plan, index: int | None, field: str) -> str:
    """As ``found``, and the plan has no other problem."""
    text = found(plan, index, field)
    assert [(p.block, p.field) for p in validate(plan)] == [(index, field)]
    return text


def every_kind() -> Plan:
    """First steps, week 1, with loosening up first, and a gate that leaves the belt level: each kind of block."""
    plan = p1_week_1()
    plan = with_before(plan, place(plan, Kind.BACKWARD), *macros.set_slope(1.0, 0.0))
    return with_before(plan, 0, *macros.loosen())


def on_slope(percent: float = 2.0, kmh: float = 1.0) -> Plan:
    """Two bouts on a slope, as the macros lay them."""
    return plan_of(
        *macros.prepare(),
        *macros.start_forward(),
        *macros.warm_up(60, 2.0),
        *macros.turn_away(kmh),
        *macros.bouts(2, 60, 90, kmh, incline_percent=percent),
        *macros.turn_back(),
        *macros.cool_down(60, 1.5),
        *macros.end(),
    )


def along_the_rail() -> Plan:
    """A plan for the floor, as the macros lay it: ten metres there, turns, and three times 30 s backwards."""
    return on_floor(
        *macros.loosen(),
        *macros.prepare(),
        *macros.floor_walk(distance_m=10),
        *macros.floor_turn(ROOM),
        *macros.floor_turn(CONSOLE),
        *macros.floor_bouts(3, 30, seconds=30),
        *macros.floor_end(),
    )


# -- plans that are fine -------------------------------------------------------------------------------------------
def test_first_steps_week_1_may_be_walked() -> None:
    assert validate(p1_week_1()) == ()


def test_practice_turns_without_backward_walking_may_be_walked() -> None:
    blocks = (
        *macros.prepare(),
        *macros.start_forward(),
        *macros.warm_up(360, 2.0),
        *macros.practice_turn(),
        *macros.cool_down(360, 1.5),
        *macros.end(),
    )
    assert validate(plan_of(*blocks)) == ()


def test_physio_limits_allow_what_home_limits_refuse() -> None:
    plan = changed(on_slope(3.0), place(on_slope(), Kind.FORWARD), hands=Hands.NONE)
    assert {(p.block, p.field) for p in validate(plan)} == {
        (place(plan, Kind.FORWARD), "hands"),
        *((i, "incline_percent") for i, b in enumerate(plan.blocks) if b.incline_percent),
    }
    assert validate(plan, PHYSIO) == ()


def test_loosening_up_first_may_be_walked() -> None:
    assert validate(every_kind()) == ()
    assert {b.kind for b in every_kind().blocks} == set(Kind)


@pytest.mark.parametrize("kmh", [0.8, 1.0])
def test_a_seated_break_between_bouts_may_be_walked(kmh: float) -> None:
    plan = plan_of(
        *macros.prepare(),
        *macros.start_forward(),
        *macros.warm_up(60, 2.0),
        *macros.turn_away(kmh),
        *macros.bouts(1, 600, speed_kmh=kmh),
        *macros.seated_break(kmh),
        *macros.bouts(1, 600, speed_kmh=kmh),
        *macros.turn_back(),
        *macros.cool_down(180, 1.5),
        *macros.end(),
    )
    assert validate(plan) == ()


@pytest.mark.parametrize("percent", [0.5, 1.0, 3.0])
@pytest.mark.parametrize("kmh", [0.8, 1.0])
def test_bouts_and_rests_on_a_slope_may_be_walked(percent: float, kmh: float) -> None:
    plan = on_slope(percent, kmh)
    rests = [b for b in plan.blocks if b.kind is Kind.REST]
    assert [b.incline_percent for b in rests] == [percent]
    assert validate(plan, PHYSIO) == ()


def test_a_floor_plan_may_be_walked() -> None:
    assert validate(along_the_rail()) == ()


@pytest.mark.parametrize("task", TASKS)
def test_tasks_may_be_done_while_walking(task: str) -> None:
    plan = p1_week_1()
    for kind in (Kind.FORWARD, Kind.BACKWARD):
        assert validate(changed(plan, place(plan, kind), task=task, seconds=70)) == ()


def test_exactly_the_limit_is_allowed() -> None:
    blocks = (
        *macros.prepare(),
        *macros.start_forward(),
        *macros.warm_up(60, 4.8),
        *macros.turn_away(2.0),
        *macros.bouts(1, 30, 45, 2.0),
        *macros.end(ROOM),
    )
    assert validate(plan_of(*blocks)) == ()


# -- the whole plan ------------------------------------------------------------------------------------------------
def test_empty_plan() -> None:
    assert "no blocks" in only(plan_of(), None, "blocks")


def test_too_many_blocks() -> None:
    plan = plan_of(*[Block(Kind.PREPARE, 1)] * 501)
    assert "501" in only(plan, None, "blocks")
    assert validate(plan_of(*[Block(Kind.PREPARE, 1)] * 500)) == ()


def test_longer_than_three_hours() -> None:
    plan = plan_of(*[Block(Kind.PREPARE, 3600)] * 3)
    assert validate(plan) == ()
    assert "3 hours" in only(with_before(plan, 0, Block(Kind.PREPARE, 1)), None, "blocks")


def test_last_block_leaves_the_belt_moving() -> None:
    plan = plan_of(*macros.prepare(), *macros.start_forward(), *macros.warm_up(60, 2.0))
    assert "belt stopped" in only(plan, 3, "kind")


def test_first_block_on_a_moving_belt() -> None:
    plan = plan_of(*macros.warm_up(60, 2.0), *macros.end())
    assert "prepare" in only(plan, 0, "kind")


# -- one block -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("seconds", [0, -1, math.nan, math.inf, -math.inf, 3600.5])
@pytest.mark.parametrize("kind", [Kind.FORWARD, Kind.TURN, Kind.REST])
def test_block_with_no_end(kind: Kind, seconds: float) -> None:
    index = place(p1_week_1(), kind)
    assert "no end" in found(changed(p1_week_1(), index, seconds=seconds), index, "seconds")


@pytest.mark.parametrize("kind", [Kind.FORWARD, Kind.REST, Kind.SETTLE, Kind.BACKWARD])
def test_timed_block_too_short_for_its_words(kind: Kind) -> None:
    index = place(p1_week_1(), kind)
    assert "too short" in only(changed(p1_week_1(), index, seconds=4.9), index, "seconds")


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("kmh", [-0.1, math.nan, math.inf, -math.inf])
def test_impossible_speed(kind: Kind, kmh: float) -> None:
    plan = plan_of(*macros.prepare(), Block(kind, 30, kmh))
    assert "speed" in found(plan, 1, "speed_kmh").lower()


@pytest.mark.parametrize("kind", sorted(MOVING))
def test_belt_that_should_move_stands(kind: Kind) -> None:
    index = place(every_kind(), kind)
    assert "must move" in found(changed(every_kind(), index, speed_kmh=0.0), index, "speed_kmh")


@pytest.mark.parametrize("kind", sorted(set(Kind) - MOVING))
def test_belt_that_should_stand_moves(kind: Kind) -> None:
    index = place(every_kind(), kind)
    assert "stand still" in found(changed(every_kind(), index, speed_kmh=0.8), index, "speed_kmh")


@pytest.mark.parametrize("kind", [Kind.BELT_START, Kind.SLOW])
def test_belt_starts_and_slows_at_its_slowest(kind: Kind) -> None:
    index = place(p1_week_1(), kind)
    assert "0.8" in found(changed(p1_week_1(), index, speed_kmh=1.1), index, "speed_kmh")


def test_forward_speed_above_its_limit() -> None:
    plan = plan_of(*macros.prepare(), *macros.start_forward(), *macros.warm_up(60, 4.9), *macros.end())
    text = only(plan, 3, "speed_kmh")
    assert "4.9" in text and "4.8" in text and "Did you mean" not in text


def test_backward_speed_above_its_limit_names_the_gate_and_the_bout() -> None:
    plan = p1_week_1()
    blocks = tuple(replace(b, speed_kmh=2.1) if b.kind in (Kind.BACKWARD, Kind.SET_SPEED) else b for b in plan.blocks)
    text = found(replace(plan, blocks=blocks), place(plan, Kind.BACKWARD), "speed_kmh")
    assert "2.1" in text and "limit of 2 km/h" in text
    assert found(replace(plan, blocks=blocks), place(plan, Kind.SET_SPEED), "speed_kmh")
    assert validate(replace(plan, blocks=blocks), PHYSIO) == ()


@pytest.mark.parametrize(("kind", "typed", "meant"), [(Kind.BACKWARD, 12.0, "1.2"), (Kind.FORWARD, 35.0, "3.5")])
def test_forgotten_decimal_point_is_guessed(kind: Kind, typed: float, meant: str) -> None:
    index = place(p1_week_1(), kind)
    text = found(changed(p1_week_1(), index, speed_kmh=typed), index, "speed_kmh")
    assert f"Did you mean {meant}?" in text


@pytest.mark.parametrize("typed", [9.0, 21.0, 100.0])
def test_no_guess_that_is_itself_above_the_limit(typed: float) -> None:
    index = place(p1_week_1(), Kind.BACKWARD)
    assert "Did you mean" not in found(changed(p1_week_1(), index, speed_kmh=typed), index, "speed_kmh")


@pytest.mark.parametrize("kind", list(Kind))
def test_hands_off_the_rails(kind: Kind) -> None:
    plan = every_kind()
    index = place(plan, kind)
    assert "rails" in only(changed(plan, index, hands=Hands.NONE), index, "hands")


@pytest.mark.parametrize("incline", [0.5, -1.0, math.nan, math.inf])
def test_slope_at_home(incline: float) -> None:
    index = place(p1_week_1(), Kind.BACKWARD)
    assert "slope" in only(changed(p1_week_1(), index, incline_percent=incline), index, "incline_percent")


def test_slope_above_what_the_physio_allows() -> None:
    index = place(p1_week_1(), Kind.FORWARD)
    assert "3" in found(changed(p1_week_1(), index, incline_percent=3.5), index, "incline_percent", PHYSIO)


#: The belt may be on its slope in these.
SLOPING = WALKING | {Kind.SET_SLOPE, Kind.SET_SPEED, Kind.BELT_STOP, Kind.REST, Kind.STRADDLE, Kind.BELT_START}


@pytest.mark.parametrize("kind", sorted(set(Kind) - SLOPING))
def test_slope_where_nobody_walks_or_rests_between_bouts_even_for_a_physio(kind: Kind) -> None:
    plan = every_kind()
    index = place(plan, kind)
    assert "level" in found(changed(plan, index, incline_percent=1.0), index, "incline_percent", PHYSIO)


@pytest.mark.parametrize("kind", sorted(SLOPING - {Kind.SET_SLOPE}))
def test_slope_comes_and_goes_only_in_its_own_block(kind: Kind) -> None:
    plan = every_kind()
    index = place(plan, kind)
    assert "set_slope" in found(changed(plan, index, incline_percent=1.0), index, "incline_percent", PHYSIO)
    if plan.blocks[index + 1].kind is not Kind.SET_SLOPE:
        assert "set_slope" in found(changed(plan, index, incline_percent=1.0), index + 1, "incline_percent", PHYSIO)


def test_slope_that_is_not_made_level_before_the_turn() -> None:
    """The last bout's slope goes on into the stop, and the person settles and turns on it."""
    plan = on_slope()
    index = place(plan, Kind.SET_SLOPE, number=1)
    text = found(without(plan, index), index, "incline_percent", PHYSIO)
    assert "set_slope" in text
    tilted = [
        replace(b, incline_percent=2.0) if b.kind in (Kind.BELT_STOP, Kind.SETTLE, Kind.TURN) else b
        for b in plan.blocks[index + 1 : index + 4]
    ]
    bad = replace(plan, blocks=(*plan.blocks[:index], *tilted, *plan.blocks[index + 4 :]))
    for turn_step in (index + 1, index + 2):
        assert "level" in found(bad, turn_step, "incline_percent", PHYSIO)


def test_slope_at_the_end_of_the_plan() -> None:
    plan = on_slope()
    index = place(plan, Kind.SET_SLOPE, number=1)
    stop = Block(Kind.BELT_STOP, 15, facing=ROOM, incline_percent=2.0)
    assert "ends on a slope" in found(
        replace(plan, blocks=(*plan.blocks[:index], stop)), index, "incline_percent", PHYSIO
    )


def test_speed_and_slope_never_change_together() -> None:
    plan = on_slope()
    index = place(plan, Kind.SET_SLOPE)
    text = found(changed(plan, index, speed_kmh=1.2), index, "speed_kmh", PHYSIO)
    assert "Set it to 1." in text


def test_slope_steeper_than_any_physio_may_allow() -> None:
    plan = on_slope(4.5)
    assert "4 % or less" in found(plan, place(plan, Kind.SET_SLOPE), "incline_percent", AS_FAR_AS_ANY)
    assert validate(on_slope(4.0), AS_FAR_AS_ANY) == ()


@pytest.mark.parametrize(("kind", "facing"), [(Kind.BACKWARD, CONSOLE), (Kind.FORWARD, ROOM), (Kind.SLOW, ROOM)])
def test_walking_the_way_one_does_not_face(kind: Kind, facing: Facing) -> None:
    index = place(p1_week_1(), kind)
    assert "after a turn" in found(changed(p1_week_1(), index, facing=facing), index, "facing")


# -- turns ---------------------------------------------------------------------------------------------------------
def test_turn_on_a_moving_belt() -> None:
    plan = p1_week_1()
    index = place(plan, Kind.TURN)
    assert "stand still" in found(changed(plan, index, speed_kmh=0.8), index, "speed_kmh")
    assert found(changed(plan, index, speed_kmh=0.8), index, "facing")


def test_turn_right_after_walking() -> None:
    plan = plan_of(
        *macros.prepare(),
        *macros.start_forward(),
        *macros.warm_up(60, 2.0),
        *macros.turn_away(1.0)[3:],
        *macros.bouts(1, 30, 45, 1.0),
        *macros.end(ROOM),
    )
    assert "moving belt" in found(plan, 4, "kind")


@pytest.mark.parametrize("kind", [k for k in Kind if k not in (Kind.TURN, Kind.FORWARD, Kind.SLOW, Kind.LOOSEN)])
def test_facing_changes_outside_a_turn(kind: Kind) -> None:
    plan = every_kind()
    index = place(plan, kind)
    other = CONSOLE if plan.blocks[index].facing is ROOM else ROOM
    assert "only in a turn" in found(changed(plan, index, facing=other), index, "facing")


def test_turn_that_turns_nowhere() -> None:
    plan = p1_week_1()
    index = place(plan, Kind.TURN)
    assert "Set facing to room" in found(changed(plan, index, facing=CONSOLE), index, "facing")


@pytest.mark.parametrize("macro", ["turn_away", "turn_back"])
@pytest.mark.parametrize("step", [Kind.BELT_STOP, Kind.SETTLE, Kind.TURN, Kind.STRADDLE, Kind.BELT_START])
def test_each_missing_turn_step_is_noticed_at_the_next_walk(macro: str, step: Kind) -> None:
    plan = p1_week_1()
    index = place(plan, step, macro)
    broken = without(plan, index)
    walk = next(i for i, b in enumerate(broken.blocks) if i >= index and b.kind in (Kind.FORWARD, Kind.BACKWARD))
    text = found(broken, walk, "kind")
    assert macro in text and step.value in text


def test_backward_right_after_forward() -> None:
    plan = plan_of(
        *macros.prepare(),
        *macros.start_forward(),
        *macros.warm_up(60, 1.0),
        *macros.bouts(1, 30, 45, 1.0),
        *macros.end(ROOM),
    )
    assert "turn_away" in found(plan, 4, "kind")
    assert "only in a turn" in found(plan, 4, "facing")


@pytest.mark.parametrize(("first", "second"), [(Kind.SETTLE, Kind.TURN), (Kind.BELT_STOP, Kind.SETTLE)])
def test_turn_steps_in_the_wrong_order(first: Kind, second: Kind) -> None:
    plan = p1_week_1()
    a, b = place(plan, first, "turn_away"), place(plan, second, "turn_away")
    rows = list(plan.blocks)
    rows[a], rows[b] = rows[b], rows[a]
    assert validate(replace(plan, blocks=tuple(rows)))


def test_settling_before_an_earlier_start_does_not_count_for_a_later_turn() -> None:
    """The belt is started once more after settling; whoever stepped on it has to settle again before turning."""
    start = macros.start_forward()
    plan = plan_of(
        *macros.prepare(),
        *start,
        *macros.warm_up(60, 2.0),
        Block(Kind.BELT_STOP, 15),
        Block(Kind.SETTLE, 20),
        *start,
        Block(Kind.BELT_STOP, 15),
        Block(Kind.TURN, 30, facing=ROOM),
        Block(Kind.STEP_OFF, 20, facing=ROOM),
    )
    assert "settle" in found(plan, 9, "kind")


def test_turn_after_the_belt_ran_and_stopped_and_the_person_settled_is_allowed() -> None:
    """No walking block yet, but stopped and settled all the same: nothing is missing."""
    plan = plan_of(
        *macros.prepare(),
        *macros.start_forward(),
        Block(Kind.BELT_STOP, 15),
        Block(Kind.SETTLE, 20),
        Block(Kind.TURN, 30, facing=ROOM),
        Block(Kind.STEP_OFF, 20, facing=ROOM),
    )
    assert validate(plan) == ()


def test_turn_right_after_straddle() -> None:
    """The feet are on the edges: turning there is turning on two narrow ledges."""
    plan = plan_of(*macros.prepare(), Block(Kind.STRADDLE, 20), Block(Kind.TURN, 30, facing=ROOM))
    assert "edges" in only(plan, 2, "kind")


@pytest.mark.parametrize("between", [Kind.SETTLE, Kind.REST, Kind.BELT_STOP, Kind.PREPARE])
def test_turn_with_the_feet_still_on_the_edges(between: Kind) -> None:
    """Nothing in between brings the feet off the edges."""
    plan = plan_of(*macros.prepare(), Block(Kind.STRADDLE, 20), Block(between, 30), Block(Kind.TURN, 30, facing=ROOM))
    assert "edges" in only(plan, 3, "kind")


@pytest.mark.parametrize("between", [Kind.STEP_OFF, Kind.SEATED_REST])
def test_turn_after_stepping_off_the_edges(between: Kind) -> None:
    plan = plan_of(*macros.prepare(), Block(Kind.STRADDLE, 20), Block(between, 30), Block(Kind.TURN, 30, facing=ROOM))
    assert validate(plan) == ()


# -- tasks, and loosening up ---------------------------------------------------------------------------------------
def test_task_that_nobody_knows() -> None:
    plan = p1_week_1()
    index = place(plan, Kind.BACKWARD)
    assert "animals" in only(changed(plan, index, task="juggling", seconds=70), index, "task")


@pytest.mark.parametrize("kind", [k for k in Kind if k not in (Kind.FORWARD, Kind.BACKWARD)])
def test_task_outside_a_walk(kind: Kind) -> None:
    index = place(every_kind(), kind)
    assert "walk" in only(changed(every_kind(), index, task="animals"), index, "task")


def test_walk_too_short_for_a_task() -> None:
    """Otherwise it would be said how to be careful with a task that never comes."""
    plan = p1_week_1()
    index = place(plan, Kind.BACKWARD)
    assert "70" in only(changed(plan, index, task="animals", seconds=69), index, "seconds")


def test_task_on_a_walk_for_a_distance() -> None:
    """How long it takes is not known, so nobody could say in time to stop talking."""
    plan = along_the_rail()
    index = place(plan, Kind.FORWARD)
    assert "distance" in only(changed(plan, index, task="animals"), index, "task")


@pytest.mark.parametrize("surface", list(Surface))
def test_loosening_up_comes_first(surface: Surface) -> None:
    plan = p1_week_1() if surface is Surface.TREADMILL else along_the_rail()
    index = place(plan, Kind.REST) + 1
    late = Block(Kind.LOOSEN, 60, facing=plan.blocks[index].facing)
    text = only(with_before(plan, index, late), index, "kind")
    assert "start of the plan" in text
    after_prepare = replace(plan, blocks=(*macros.prepare(), *macros.loosen(), *plan.blocks[-1:]))
    assert validate(after_prepare) == ()


# -- on the floor --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", sorted(OF_THE_BELT))
def test_belt_on_the_floor(kind: Kind) -> None:
    plan = with_before(along_the_rail(), 2, Block(kind, 20))
    assert "no belt" in found(plan, 2, "kind")


@pytest.mark.parametrize("fields", [{"speed_kmh": 0.8}, {"speed_kmh": math.nan}, {"incline_percent": 1.0}])
def test_speed_or_slope_on_the_floor(fields: dict[str, float]) -> None:
    plan = along_the_rail()
    index = place(plan, Kind.BACKWARD)
    assert "no belt" in only(changed(plan, index, **fields), index, "speed_kmh")


@pytest.mark.parametrize("metres", [-1.0, 100.5, math.inf])
def test_impossible_distance(metres: float) -> None:
    plan = along_the_rail()
    index = place(plan, Kind.BACKWARD)
    assert "100 metres" in only(changed(plan, index, distance_m=metres), index, "distance_m")
    assert validate(changed(plan, index, distance_m=100.0)) == ()


def test_distance_that_is_no_number() -> None:
    plan = along_the_rail()
    index = place(plan, Kind.BACKWARD)
    assert found(changed(plan, index, distance_m=math.nan), index, "distance_m")


@pytest.mark.parametrize("kind", sorted(set(Kind) - OF_THE_BELT - WALKING))
def test_distance_where_nobody_walks(kind: Kind) -> None:
    plan = with_before(along_the_rail(), 0, Block(Kind.SEATED_REST, 20), *macros.prepare(), Block(Kind.REST, 20))
    plan = plan if kind is not Kind.LOOSEN else along_the_rail()
    plan = plan if kind is Kind.LOOSEN else without(plan, place(plan, Kind.LOOSEN))
    index = place(plan, kind)
    assert "Only walking" in only(changed(plan, index, distance_m=5.0), index, "distance_m")


@pytest.mark.parametrize("kind", [Kind.FORWARD, Kind.BACKWARD])
def test_distance_on_a_treadmill(kind: Kind) -> None:
    index = place(p1_week_1(), kind)
    assert "for the floor" in only(changed(p1_week_1(), index, distance_m=10.0), index, "distance_m")


@pytest.mark.parametrize("kind", [Kind.LOOSEN, Kind.PREPARE, Kind.FORWARD, Kind.BACKWARD, Kind.TURN])
def test_hands_off_the_rail_on_the_floor(kind: Kind) -> None:
    plan = along_the_rail()
    index = place(plan, kind)
    assert "rails" in only(changed(plan, index, hands=Hands.NONE), index, "hands")
    assert validate(changed(plan, index, hands=Hands.NONE), PHYSIO) == ()


def test_facing_changes_outside_a_turn_on_the_floor() -> None:
    plan = along_the_rail()
    index = place(plan, Kind.BACKWARD)
    assert "only in a turn" in found(changed(plan, index, facing=ROOM), index, "facing")


def test_turn_that_turns_nowhere_on_the_floor() -> None:
    plan = along_the_rail()
    index = place(plan, Kind.TURN)
    assert "Set facing to room" in found(changed(plan, index, facing=CONSOLE), index, "facing")


@pytest.mark.parametrize("instead", [None, Kind.REST])
def test_turn_without_settling_on_the_floor(instead: Kind | None) -> None:
    plan = along_the_rail()
    index = place(plan, Kind.SETTLE)
    broken = without(plan, index) if instead is None else changed(plan, index, kind=instead)
    turn = place(broken, Kind.TURN)
    assert "settle" in only(broken, turn, "kind")


@pytest.mark.parametrize(("one", "other"), [(Kind.FORWARD, Kind.BACKWARD), (Kind.BACKWARD, Kind.FORWARD)])
def test_from_one_way_to_the_other_without_standing_on_the_floor(one: Kind, other: Kind) -> None:
    plan = on_floor(*macros.prepare(), Block(one, 30), Block(other, 30), *macros.floor_end())
    assert "Stand still" in only(plan, 2, "kind")


@pytest.mark.parametrize("kind", [Kind.SEATED_REST, Kind.PREPARE])
def test_from_walking_straight_to_a_chair_on_the_floor(kind: Kind) -> None:
    plan = on_floor(*macros.prepare(), Block(Kind.BACKWARD, 30), Block(kind, 30))
    assert "Stand still" in only(plan, 2, "kind")


@pytest.mark.parametrize("kind", [Kind.FORWARD, Kind.BACKWARD])
def test_floor_plan_begins_and_ends_with_walking(kind: Kind) -> None:
    plan = on_floor(Block(kind, 30), *macros.floor_end())
    assert "prepare" in only(plan, 0, "kind")
    plan = on_floor(*macros.prepare(), Block(kind, 30))
    assert "settle" in only(plan, 1, "kind")


def test_a_treadmill_plan_on_the_floor() -> None:
    assert validate(replace(p1_week_1(), surface=Surface.FLOOR))


# -- the belt starts, stops, and changes speed ---------------------------------------------------------------------
def test_belt_starts_underfoot() -> None:
    plan = p1_week_1()
    index = place(plan, Kind.STRADDLE, "rest")
    assert "straddle" in only(without(plan, index), index, "kind")


def test_belt_starts_underfoot_when_the_straddle_came_too_early() -> None:
    plan = p1_week_1()
    index = place(plan, Kind.BELT_START, "rest")
    assert "underfoot" in only(with_before(plan, index, Block(Kind.REST, 30, facing=ROOM)), index + 1, "kind")


def test_belt_starts_as_the_first_block() -> None:
    plan = plan_of(Block(Kind.BELT_START, 20, 0.8), *macros.warm_up(30, 2.0), *macros.end())
    assert "prepare" in found(plan, 0, "kind")


def test_belt_starts_without_a_start_block() -> None:
    plan = p1_week_1()
    index = place(plan, Kind.BELT_START, "start_forward")
    assert "belt_start" in only(without(plan, index), index, "kind")


def test_belt_started_twice() -> None:
    plan = p1_week_1()
    index = place(plan, Kind.BELT_START, "start_forward")
    assert "moves already" in found(with_before(plan, index, plan.blocks[index]), index + 1, "kind")


@pytest.mark.parametrize("part", ["turn_away", "rest", "turn_back", "end"])
def test_belt_stops_by_itself(part: str) -> None:
    plan = p1_week_1()
    index = place(plan, Kind.BELT_STOP, part)
    assert "belt_stop" in found(without(plan, index), index, "kind")


def test_speed_changes_while_facing_the_room() -> None:
    plan = p1_week_1()
    index = place(plan, Kind.SET_SPEED)
    assert "set_speed" in only(without(plan, index), index, "speed_kmh")


def test_problems_come_in_the_order_of_the_blocks() -> None:
    plan = changed(changed(p1_week_1(), 9, hands=Hands.NONE), 2, hands=Hands.NONE)
    assert [p.block for p in validate(plan)] == [2, 9]


BROKEN = {
    "empty": plan_of(),
    "too many": plan_of(*[Block(Kind.PREPARE, 1)] * 501),
    "too long": plan_of(*[Block(Kind.PREPARE, 3600)] * 4),
    "moving at the end": plan_of(*macros.prepare(), *macros.start_forward()),
    "moving at the start": plan_of(*macros.warm_up(60, 2.0), *macros.end()),
    "no end": changed(p1_week_1(), 3, seconds=0),
    "too short": changed(p1_week_1(), 3, seconds=3),
    "impossible speed": changed(p1_week_1(), 3, speed_kmh=-1),
    "standing where it should move": changed(p1_week_1(), 3, speed_kmh=0),
    "moving where it should stand": changed(p1_week_1(), 7, speed_kmh=1),
    "too fast a start": changed(p1_week_1(), 2, speed_kmh=1.5),
    "too fast": changed(p1_week_1(), 3, speed_kmh=12),
    "hands off": changed(p1_week_1(), 3, hands=Hands.NONE),
    "slope": changed(p1_week_1(), 3, incline_percent=1),
    "facing": changed(p1_week_1(), 3, facing=ROOM),
    "turn nowhere": changed(p1_week_1(), 7, facing=CONSOLE),
    "no turn steps": without(p1_week_1(), 6),
    "no stop": without(p1_week_1(), 5),
    "no straddle": without(p1_week_1(), 8),
    "no start": without(p1_week_1(), 9),
    "two starts": with_before(p1_week_1(), 9, p1_week_1().blocks[9]),
    "no set_speed": without(p1_week_1(), 10),
    "slope unasked": replace(on_slope(), blocks=on_slope().blocks[:14]),
    "turn on the edges": plan_of(*macros.prepare(), Block(Kind.STRADDLE, 20), Block(Kind.TURN, 30, facing=ROOM)),
    "loosen late": plan_of(*macros.prepare(), Block(Kind.REST, 20), *macros.loosen()),
    "unknown task": changed(p1_week_1(), 3, task="juggling"),
    "short task": changed(p1_week_1(), 3, task="items", seconds=40),
    "metres on a treadmill": changed(p1_week_1(), 3, distance_m=3),
    "treadmill on the floor": replace(p1_week_1(), surface=Surface.FLOOR),
    "metres standing": changed(along_the_rail(), 1, distance_m=3),
    "metres too far": changed(along_the_rail(), 2, distance_m=300),
    "metres and a task": changed(along_the_rail(), 2, task="items"),
    "no settle on the floor": without(along_the_rail(), 3),
    "there and back": on_floor(*macros.prepare(), Block(Kind.FORWARD, 30), Block(Kind.BACKWARD, 30)),
    "chair": on_floor(*macros.prepare(), Block(Kind.BACKWARD, 30), Block(Kind.SEATED_REST, 30)),
    "walks first": on_floor(Block(Kind.BACKWARD, 30), Block(Kind.SETTLE, 30)),
}


@pytest.mark.parametrize(("first", "second"), [(Hands.LIGHT, Hands.BOTH), (Hands.BOTH, Hands.LIGHT)])
def test_a_walk_has_time_to_say_how_to_hold_the_rails(first: Hands, second: Hands) -> None:
    for seconds, fine in ((15, True), (14, False)):
        bouts = (Block(Kind.BACKWARD, 30, 0.8, ROOM, first), Block(Kind.BACKWARD, seconds, 0.8, ROOM, second))
        plan = plan_of(
            Block(Kind.PREPARE, 5, facing=ROOM),
            Block(Kind.STRADDLE, 20, facing=ROOM),
            Block(Kind.BELT_START, 20, 0.8, ROOM),
            *bouts,
            *macros.end(ROOM),
        )
        if fine:
            assert validate(plan) == ()
        else:
            assert only(plan, 4, "seconds").endswith("Give it at least 15 seconds.")


@pytest.mark.parametrize("name", BROKEN)
def test_every_sentence_says_what_to_do(name: str) -> None:
    problems = validate(BROKEN[name])
    assert problems
    for problem in problems:
        assert any(word in problem.text for word in ADVICE), f"does not say what to do: {problem.text}"


# -- properties ----------------------------------------------------------------------------------------------------
def unsafe(plan: Plan, limits: Limits = HOME) -> str:
    """Why this plan could put a person on the floor ("" when it could not).

    Written from evidence 3.0 and not from the rules: it walks along the plan and asks what the body does.
    """
    for block in plan.blocks:
        if block.hands is Hands.NONE and not limits.hands_off:
            return "hands off"
        if not 0 < block.seconds <= 3600:
            return "no end"
    if plan.surface is Surface.FLOOR:
        return unsafe_on_floor(plan.blocks)
    return unsafe_on_slope(plan.blocks, limits) or unsafe_on_belt(plan.blocks, limits) or hands_untold(plan.blocks)


def hands_untold(blocks: Sequence[Block]) -> str:
    """Who walks on with another hold than before, or a lighter one than both hands, has to be told in time."""
    held = [block for block in blocks if block.kind in (Kind.FORWARD, Kind.BACKWARD, Kind.SLOW)]
    for before, block in zip((Block(Kind.FORWARD, 60), *held), held, strict=False):
        if block.seconds < 15 and (block.hands is not Hands.BOTH or before.hands is not Hands.BOTH):
            return "hands untold"
    return ""


def unsafe_on_slope(blocks: Sequence[Block], limits: Limits) -> str:
    """Evidence 3.9: the helper changes it while the person walks on at the same speed, and it is gone before a turn."""
    slope, kmh = 0.0, 0.0
    for block in blocks:
        if not 0 <= block.incline_percent <= limits.incline_percent:
            return "slope"
        if block.incline_percent and block.kind in (Kind.TURN, Kind.SETTLE):
            return "slope in a turn"
        if block.incline_percent and block.kind in (Kind.PREPARE, Kind.STEP_OFF, Kind.SEATED_REST, Kind.LOOSEN):
            return "steps on or off a slope"
        if block.incline_percent != slope and (block.kind is not Kind.SET_SLOPE or block.speed_kmh != kmh):
            return "slope changes unasked, or with the speed"
        slope, kmh = block.incline_percent, block.speed_kmh
    return "ends on a slope" if slope else ""


def unsafe_on_floor(blocks: Sequence[Block]) -> str:
    """Along a rail: nothing but standing comes between two ways of walking, and every turn is settled first."""
    facing = blocks[0].facing
    doing: Kind | None = Kind.TURN  # the last of walking one way, the other way, or standing still
    walked = False
    before: Kind | None = None
    for block in blocks:
        if block.kind in OF_THE_BELT or block.speed_kmh or block.incline_percent:
            return "a belt on the floor"
        if block.facing is not facing and block.kind is not Kind.TURN:
            return "turned unasked"
        if block.kind is Kind.TURN and walked and before is not Kind.SETTLE:
            return "turned unsettled"
        if block.kind in (Kind.FORWARD, Kind.BACKWARD):
            if before is None:
                return "walks without a word"
            if doing in (Kind.FORWARD, Kind.BACKWARD) and doing is not block.kind:
                return "there and back at once"
            walked = True
        elif doing in (Kind.FORWARD, Kind.BACKWARD) and block.kind not in (Kind.SETTLE, Kind.REST):
            return "sits or turns while walking"
        doing, facing, before = block.kind, block.facing, block.kind
    return "ends walking" if doing in (Kind.FORWARD, Kind.BACKWARD) else ""


def unsafe_on_belt(blocks: Sequence[Block], limits: Limits) -> str:
    """On a treadmill: the belt, the feet, and the way the person faces."""
    facing = blocks[0].facing
    on_edges = False
    since_belt: list[Kind] = []  # kinds since the belt last moved
    belt_facing: Facing | None = None  # the way the person faced on the moving belt
    before: Block | None = None
    for block in blocks:
        moved = before is not None and before.speed_kmh != 0
        moves = block.speed_kmh != 0
        top = limits.backward_kmh if block.facing is ROOM else 4.8
        if not block.speed_kmh <= top or block.speed_kmh < 0:
            return "too fast"
        if block.kind is Kind.TURN and on_edges:
            return "turned while on the edges"
        if block.facing is not facing and (moved or moves or block.kind is not Kind.TURN):
            return "turned on a moving belt or unasked"
        if block.facing is not facing and belt_facing is not None and not in_order(since_belt, "belt_stop", "settle"):
            return "turned unsettled"
        if moves and not moved and (before is None or before.kind is not Kind.STRADDLE):
            return "start underfoot"
        if moves and not moved and block.kind is not Kind.BELT_START:
            return "unannounced start"
        if moved and not moves and block.kind is not Kind.BELT_STOP:
            return "unannounced stop"
        steps = ("belt_stop", "settle", "turn", "straddle")
        if moves and belt_facing not in (None, block.facing) and not in_order(since_belt, *steps):
            return "turn steps"
        if (block.kind, block.facing) in ((Kind.BACKWARD, CONSOLE), (Kind.FORWARD, ROOM), (Kind.SLOW, ROOM)):
            return "walks the other way"
        faster = before is not None and moved and moves and block.speed_kmh != before.speed_kmh
        if faster and block.facing is ROOM and block.kind is not Kind.SET_SPEED:
            return "speed changes unseen"
        if moves or block.kind in (Kind.STRADDLE, Kind.STEP_OFF, Kind.SEATED_REST):
            on_edges = block.kind is Kind.STRADDLE
        if moves:
            since_belt, belt_facing = [], block.facing
        else:
            since_belt.append(block.kind)
        facing, before = block.facing, block
    return "ends moving" if before is not None and before.speed_kmh != 0 else ""


def in_order(kinds: Sequence[Kind], *steps: str) -> bool:
    """The steps occur in this order, with anything between them."""
    at = 0
    for kind in kinds:
        if at < len(steps) and kind.value == steps[at]:
            at += 1
    return at == len(steps)


@dataclass(frozen=True)
class Mutation:
    """One slip of the pen."""

    name: str
    apply: Callable[[Plan, int, st.DrawFn], Plan]


def _swap(plan: Plan, index: int, draw: st.DrawFn) -> Plan:
    rows = list(plan.blocks)
    other = draw(st.integers(0, len(rows) - 1))
    rows[index], rows[other] = rows[other], rows[index]
    return replace(plan, blocks=tuple(rows))


def _insert(plan: Plan, index: int, draw: st.DrawFn) -> Plan:
    kind = draw(st.sampled_from(Kind))
    kmh = draw(st.sampled_from((0.0, 0.8, plan.blocks[index].speed_kmh)))
    facing = draw(st.sampled_from((plan.blocks[index].facing, *Facing)))
    return with_before(plan, index, Block(kind, 20, kmh, facing))


def _speed(plan: Plan, index: int, draw: st.DrawFn) -> Plan:
    kmh = draw(st.sampled_from((0.0, 0.8, 1.0, 1.2, 2.1, 4.9, 12.0, -1.0, math.nan, math.inf)))
    return changed(plan, index, speed_kmh=kmh)


SLOPES = (0.0, 1.0, 2.0, 5.0)
STRADDLE = Block(Kind.STRADDLE, 20)


def faces(plan: Plan, index: int) -> Facing:
    """Where the person faces before that block."""
    return plan.blocks[max(0, index - 1)].facing


MUTATIONS = (
    Mutation("delete", lambda plan, index, draw: without(plan, index)),
    Mutation("double", lambda plan, index, draw: with_before(plan, index, plan.blocks[index])),
    Mutation("swap", _swap),
    Mutation("insert", _insert),
    Mutation("speed", _speed),
    Mutation("kind", lambda plan, index, draw: changed(plan, index, kind=draw(st.sampled_from(Kind)))),
    Mutation("facing", lambda plan, index, draw: changed(plan, index, facing=draw(st.sampled_from(Facing)))),
    Mutation("hands", lambda plan, index, draw: changed(plan, index, hands=draw(st.sampled_from(Hands)))),
    Mutation(
        "seconds",
        lambda plan, index, draw: changed(plan, index, seconds=draw(st.sampled_from((0.0, -5.0, math.nan, math.inf)))),
    ),
    Mutation("incline", lambda plan, index, draw: changed(plan, index, incline_percent=draw(st.sampled_from(SLOPES)))),
    Mutation("metres", lambda plan, index, draw: changed(plan, index, distance_m=draw(st.sampled_from((0.0, 5.0))))),
    Mutation("task", lambda plan, index, draw: changed(plan, index, task=draw(st.sampled_from(("", "items", "x"))))),
    Mutation("surface", lambda plan, index, draw: replace(plan, surface=draw(st.sampled_from(Surface)))),
    Mutation("edges", lambda plan, index, draw: with_before(plan, index, replace(STRADDLE, facing=faces(plan, index)))),
    Mutation("cut off", lambda plan, index, draw: replace(plan, blocks=plan.blocks[: index + 1])),
)


#: Whose plans: for everybody at home, for a person with a physio's limits, and on the floor.
WHOSE = {
    "home": (valid_plans(), HOME),
    "slope": (slope_plans(), AS_FAR_AS_ANY),
    "floor": (floor_plans(), HOME),
}


@st.composite
def slips(draw: st.DrawFn, plans: st.SearchStrategy[Plan]) -> tuple[Plan, Plan, str]:
    """A valid plan, the same with a single mutation, and what that is called."""
    plan = draw(plans)
    index = draw(st.integers(0, len(plan.blocks) - 1))
    mutation = draw(st.sampled_from(MUTATIONS))
    return plan, mutation.apply(plan, index, draw), mutation.name


@examples(150)
@given(plan=st.one_of(macro_plans(), room_plans(), primitive_plans()))
def test_valid_plans_are_accepted_and_the_oracle_agrees(plan: Plan) -> None:
    assert unsafe(plan) == ""
    assert validate(plan) == ()


@examples(80)
@given(plan=slope_plans())
def test_slope_plans_are_accepted_for_a_physio_and_the_oracle_agrees(plan: Plan) -> None:
    assert unsafe(plan, AS_FAR_AS_ANY) == ""
    assert validate(plan, AS_FAR_AS_ANY) == ()
    if any(b.incline_percent for b in plan.blocks):
        assert validate(plan)


@examples(80)
@given(plan=floor_plans())
def test_floor_plans_are_accepted_and_the_oracle_agrees(plan: Plan) -> None:
    assert unsafe(plan) == ""
    assert validate(plan) == ()


@pytest.mark.parametrize("whose", WHOSE)
@examples(300)
@given(data=st.data())
def test_a_slip_that_could_hurt_is_refused(whose: str, data: st.DataObject) -> None:
    plans, limits = WHOSE[whose]
    _, plan, name = data.draw(slips(plans))
    why = unsafe(plan, limits) if plan.blocks else "empty"
    problems = validate(plan, limits)
    event(f"{name}: {why or 'harmless'}")
    target(float(bool(why)), label="hurts")
    assert problems or not why, f"accepted, though: {why}"
    check_problems(plan, problems)


@pytest.mark.parametrize("whose", WHOSE)
@examples(150)
@given(data=st.data())
def test_a_plan_is_judged_the_same_after_others_that_are_alike(whose: str, data: st.DataObject) -> None:
    plans, limits = WHOSE[whose]
    good, bad, name = data.draw(slips(plans))
    alone = validate(bad, limits)
    event(f"{name}: {'refused' if alone else 'accepted'}")
    assert list(validate_each([good, bad, bad, good], limits)) == [(), alone, alone, ()]


def check_problems(plan: Plan, problems: Sequence[Problem]) -> None:
    """Each problem points at a block that exists and a field it has."""
    for problem in problems:
        assert problem.text.strip() and "{" not in problem.text
        if problem.block is None:
            assert problem.field == "blocks"
        else:
            assert hasattr(plan.blocks[problem.block], problem.field)
