"""What is left of a session that was cut off: it may be walked, begins standing still, and asks for nothing new."""

from collections.abc import Sequence
from datetime import UTC, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from balancecoach.core import macros
from balancecoach.core.carry_on import LEAST_LEFT_S, OFFERED_FOR, cut_off, rest_of, still_offered, surface_of
from balancecoach.core.events import (
    BlockStarted,
    GatePassed,
    Outcome,
    Paused,
    RestartBegun,
    Resumed,
    SessionEnded,
    SessionStarted,
    Stored,
)
from balancecoach.core.plan import PHYSIO, Block, Facing, Kind, Plan, Surface, totals
from balancecoach.core.progress import Summary
from balancecoach.core.rules import validate
from balancecoach.core.script import build_script
from tests.fakes import WALL, examples, plan_of, valid_plans
from tests.histories import session

ENDED = WALL - timedelta(minutes=5)


def started(blocks: Sequence[Block]) -> SessionStarted:
    return SessionStarted(0.0, WALL, "mine", "Mine", tuple(blocks))


def cut(blocks: Sequence[Block], index: int, done_s: float) -> tuple[Stored, ...]:
    """Cut off so far into a block."""
    end = SessionEnded(100.0 + done_s, WALL, Outcome.INTERRUPTED)
    return (started(blocks), BlockStarted(100.0, index), end)


def kinds(blocks: Sequence[Block]) -> list[str]:
    return [block.kind.value for block in blocks]


P = plan_of(
    *macros.prepare(),
    *macros.start_forward(),
    *macros.warm_up(120, 2.0),
    *macros.turn_away(1.2),
    *macros.bouts(3, 60, 45, 1.2),
    *macros.turn_back(),
    *macros.cool_down(90, 1.5),
    *macros.end(),
)
BOUTS = [index for index, block in enumerate(P.blocks) if block.kind is Kind.BACKWARD]
TO_THE_ROOM = ["prepare", "turn", "straddle", "belt_start", "set_speed"]


# -- one session, cut off in many places ---------------------------------------------------------------------------
def test_a_bout_goes_on_with_what_was_left_of_it_after_every_gate() -> None:
    rest = rest_of(cut(P.blocks, BOUTS[0], 22.5))
    assert kinds(rest[:6]) == [*TO_THE_ROOM, "backward"]
    assert rest[5].seconds == 35.0  # in fives, never more than was left
    assert rest[3].speed_kmh == 0.8
    assert rest[6:] == P.blocks[BOUTS[0] + 1 :]
    assert validate(replace(P, blocks=rest)) == ()


def test_a_bout_that_is_nearly_over_is_left_and_the_rest_after_it_is_rested_in_full() -> None:
    rest = rest_of(cut(P.blocks, BOUTS[0], 60 - LEAST_LEFT_S + 1))
    assert kinds(rest[:7]) == ["prepare", "turn", "rest", "straddle", "belt_start", "set_speed", "backward"]
    assert rest[2].seconds == 45
    assert sum(block.kind is Kind.BACKWARD for block in rest) == 2


def test_cut_off_in_a_gate_it_goes_on_with_the_next_walk() -> None:
    rest = rest_of(cut(P.blocks, BOUTS[0] - 1, 3.0))
    assert kinds(rest[:6]) == [*TO_THE_ROOM, "backward"]
    assert rest[5:] == P.blocks[BOUTS[0] :]


def test_a_gate_that_was_passed_is_passed_though_the_next_block_was_not_kept() -> None:
    index = BOUTS[1] - 1
    passed = (started(P.blocks), BlockStarted(10.0, index), GatePassed(20.0, index))
    rest = rest_of((*passed, SessionEnded(20.5, WALL, Outcome.INTERRUPTED)))
    assert (rest[5], rest[6:]) == (replace(P.blocks[BOUTS[1]], seconds=55.0), P.blocks[BOUTS[1] + 1 :])


def test_facing_the_console_there_is_no_turn() -> None:
    rest = rest_of(cut(P.blocks, 3, 60.0))
    assert kinds(rest[:4]) == ["prepare", "straddle", "belt_start", "forward"]
    assert validate(replace(P, blocks=rest)) == ()


@pytest.mark.parametrize("index", [0, 1, 2])
def test_before_anybody_walked_it_is_the_whole_session(index: int) -> None:
    assert rest_of(cut(P.blocks, index, 3.0)) == P.blocks


def test_with_nothing_left_to_walk_there_is_nothing_to_carry_on() -> None:
    last = len(P.blocks) - 1
    for index in range(last - 4, last + 1):  # the belt's last slow seconds, and all after them
        assert rest_of(cut(P.blocks, index, 1.0)) == ()
    assert rest_of(()) == rest_of((SessionEnded(1.0, WALL, Outcome.INTERRUPTED),)) == ()
    whole = (started(P.blocks), BlockStarted(1.0, last), GatePassed(2.0, last))
    assert rest_of(whole) == ()


def test_pauses_are_not_walked() -> None:
    events = (
        started(P.blocks),
        BlockStarted(100.0, BOUTS[0]),
        Paused(110.0),
        RestartBegun(200.0),
        Resumed(230.0),
        Paused(235.0),
        SessionEnded(300.0, WALL, Outcome.INTERRUPTED),
    )
    assert rest_of(events)[5].seconds == 45.0


def test_a_task_is_not_begun_again_in_a_walk_too_short_for_it() -> None:
    blocks = (*P.blocks[: BOUTS[0]], *macros.bouts(1, 120, speed_kmh=1.2, task="animals"), *macros.end(Facing.ROOM))
    for done_s, task in ((40.0, "animals"), (80.0, "")):
        rest = rest_of(cut(blocks, BOUTS[0], done_s))
        assert rest[5].task == task
        assert validate(replace(P, blocks=rest)) == ()


def test_on_a_slope_the_belt_is_level_until_it_runs() -> None:
    bouts = macros.bouts(2, 60, 60, 1.2, incline_percent=2.0)
    blocks = (*P.blocks[: BOUTS[0]], *bouts, *macros.end(Facing.ROOM))
    for index, done_s in ((BOUTS[0] + 1, 30.0), (BOUTS[0] + 1, 50.0)):
        rest = rest_of(cut(blocks, index, done_s))
        assert Kind.SET_SLOPE in [block.kind for block in rest[:8]]
        assert validate(replace(P, blocks=rest), PHYSIO) == ()


def test_after_long_bouts_the_seat_comes_first() -> None:
    bouts = macros.bouts(1, 300, speed_kmh=1.2)
    long = (*P.blocks[: BOUTS[0]], *bouts, *macros.seated_break(1.2), *bouts, *macros.end(Facing.ROOM))
    rest = rest_of(cut(long, BOUTS[0], 299.0))
    assert kinds(rest[:6]) == ["seated_rest", "prepare", "turn", "straddle", "belt_start", "set_speed"]
    assert validate(replace(P, blocks=rest)) == ()


def test_a_distance_on_the_floor_is_walked_again() -> None:
    floor = (*macros.prepare(), *macros.floor_bouts(2, 30, distance_m=5.0), *macros.floor_end())
    rest = rest_of(cut(floor, 1, 4.0))
    assert rest == (replace(floor[0], hands=rest[0].hands), *floor[1:])
    assert surface_of(rest) is Surface.FLOOR
    assert validate(replace(P, blocks=rest, surface=Surface.FLOOR)) == ()


# -- any plan, cut off anywhere ------------------------------------------------------------------------------------
@examples(60)
@given(plan=valid_plans(), where=st.floats(0, 0.999), share=st.floats(0, 1))
def test_what_is_left_of_any_plan_may_be_walked_and_asks_for_nothing_new(
    plan: Plan, where: float, share: float
) -> None:
    index = int(where * len(plan.blocks))
    rest = rest_of(cut(plan.blocks, index, share * plan.blocks[index].seconds))
    if not rest:
        return
    left = replace(plan, blocks=rest)
    assert validate(left, PHYSIO) == ()
    assert build_script(left).seconds
    assert not rest[0].moving
    before, after = totals(plan.blocks), totals(rest)
    assert after.backward_s <= before.backward_s
    assert after.forward_s <= before.forward_s
    assert max(b.speed_kmh for b in rest) <= max(b.speed_kmh for b in plan.blocks)
    assert max(b.incline_percent for b in rest) <= max(b.incline_percent for b in plan.blocks)


# -- when it is offered --------------------------------------------------------------------------------------------
def interrupted(**changes: object) -> Summary:
    usual = session(0.01, id="cut", outcome=Outcome.INTERRUPTED, ended=ENDED)
    return replace(usual, **changes)


def test_the_newest_session_that_was_cut_off_today_is_found() -> None:
    assert cut_off((session(2), interrupted()), (), WALL) == interrupted()
    assert cut_off((interrupted(), session(0, demo=True)), (), WALL) == interrupted()


@pytest.mark.parametrize(
    "sessions",
    [
        (),
        (interrupted(), session(0)),
        (interrupted(outcome=Outcome.STOPPED),),
        (interrupted(outcome=None, ended=None),),
        (interrupted(ended=WALL + timedelta(seconds=1)),),
        (interrupted(ended=WALL - timedelta(days=1)),),
    ],
)
def test_others_are_not(sessions: tuple[Summary, ...]) -> None:
    assert cut_off(sessions, (), WALL) is None


def test_one_that_was_closed_is_not() -> None:
    assert cut_off((interrupted(),), ("before", "cut"), WALL) is None
    assert cut_off((interrupted(),), ("another",), WALL) is not None


def test_today_is_the_day_where_the_clock_hangs() -> None:
    east = timezone(timedelta(hours=3))
    just_after = WALL.replace(hour=21, minute=5).astimezone(east)  # 0:05 the next day there
    ended = WALL.replace(hour=20, minute=55).astimezone(UTC)
    assert cut_off((interrupted(ended=ended),), (), just_after) is None
    assert cut_off((interrupted(ended=ended),), (), just_after.astimezone(UTC)) is not None


def test_carrying_on_is_offered_for_half_an_hour() -> None:
    for ago, offered in ((timedelta(0), True), (OFFERED_FOR, True), (OFFERED_FOR + timedelta(seconds=1), False)):
        assert still_offered(interrupted(ended=WALL - ago), WALL) is offered
    assert not still_offered(interrupted(ended=WALL + timedelta(seconds=1)), WALL)
    assert not still_offered(interrupted(ended=None), WALL)
