"""What a session came to: nothing invented, nothing lost."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balancecoach.core import macros
from balancecoach.core.cue import Lengths
from balancecoach.core.events import (
    BlockStarted,
    CheckedIn,
    CueDue,
    CueMissed,
    GatePassed,
    Outcome,
    Paused,
    Refused,
    RestartBegun,
    Resumed,
    SessionEnded,
    SessionStarted,
    Stored,
    Wobbled,
)
from balancecoach.core.plan import Block, Kind, Plan
from balancecoach.core.progress import (
    Summary,
    counts,
    minutes,
    monday_of,
    summarise,
)
from balancecoach.core.script import build_script
from balancecoach.core.session import Session
from balancecoach.core.transitions import State
from tests.fakes import (
    WALL,
    FakeClock,
    clip_lengths,
    examples,
    floor_plans,
    macro_plans,
    on_floor,
    p1_week_1,
    plan_of,
    room_plans,
    slope_plans,
)

#: One forward and one backward walk of 60 s; indexes 3 and 10 (the belt is slow in 4).
PLAN = plan_of(
    *macros.prepare(),
    *macros.start_forward(),
    *macros.warm_up(60, 2.0),
    *macros.turn_away(0.8),
    *macros.bouts(1, 60, 45, 0.8),
    *macros.end(macros.ROOM),
)
FORWARD, SLOW, BACKWARD = 3, 4, 10


def started(plan: Plan = PLAN, *, demo: bool = False) -> SessionStarted:
    """The first event of a session."""
    return SessionStarted(0.0, WALL, plan.id, plan.title, plan.blocks, demo)


def ended(at_s: float, outcome: Outcome = Outcome.STOPPED) -> SessionEnded:
    """The last event of a session."""
    return SessionEnded(at_s, WALL + timedelta(seconds=at_s), outcome)


def summary_of(*events: Stored) -> Summary:
    """A fold over a session that has started."""
    return summarise("s1", (started(), *events))


# -- one session ---------------------------------------------------------------------------------------------------
def test_indexes_are_what_this_file_says() -> None:
    assert PLAN.blocks[FORWARD].kind is Kind.FORWARD
    assert PLAN.blocks[SLOW].kind is Kind.SLOW
    assert PLAN.blocks[BACKWARD].kind is Kind.BACKWARD


def test_no_events() -> None:
    assert summarise("s1", ()) == Summary(id="s1")


def test_what_was_planned() -> None:
    summary = summary_of()
    assert (summary.plan_id, summary.plan_title, summary.started) == (PLAN.id, PLAN.title, WALL)
    assert summary.planned_backward_s == 60
    assert summary.planned_s == sum(b.seconds for b in PLAN.blocks)
    assert summary.walked_s == 0
    assert (summary.ended, summary.outcome) == (None, None)


def test_a_whole_walk_counts_from_block_to_block() -> None:
    summary = summary_of(BlockStarted(70, FORWARD), BlockStarted(130, SLOW), BlockStarted(150, 5), ended(200))
    assert (summary.forward_s, summary.backward_s) == (80, 0)
    assert summary.forward_kmh == (0.8, 2.0)


def test_a_bout_stopped_in_the_middle_counts_until_the_stop() -> None:
    summary = summary_of(BlockStarted(300, BACKWARD), ended(322.5))
    assert summary.backward_s == 22.5
    assert summary.backward_kmh == (0.8,)
    assert summary.outcome is Outcome.STOPPED
    assert summary.ended == WALL + timedelta(seconds=322.5)


def test_a_pause_does_not_count() -> None:
    summary = summary_of(
        BlockStarted(300, BACKWARD), Paused(310), RestartBegun(500), Resumed(530), BlockStarted(580, 11), ended(600)
    )
    assert summary.backward_s == 60
    assert summary.pauses == 1


def test_a_pause_that_never_ended_counts_until_it_began() -> None:
    assert summary_of(BlockStarted(300, BACKWARD), Paused(310), ended(4000)).backward_s == 10


def test_a_pause_by_sleep_is_dated_back_and_counts_until_then() -> None:
    summary = summary_of(BlockStarted(300, BACKWARD), Paused(311, "asleep"), ended(9000, Outcome.INTERRUPTED))
    assert summary.backward_s == 11


def test_pausing_again_while_the_belt_is_started_counts_nothing() -> None:
    summary = summary_of(
        BlockStarted(300, BACKWARD), Paused(310), RestartBegun(320), Paused(330), RestartBegun(400), Resumed(430),
        ended(450),
    )  # fmt: skip
    assert summary.backward_s == 30
    assert summary.pauses == 2


#: Ten metres forwards and twice ten backwards along a rail; the backward walks are 3 and 7.
RAIL = on_floor(
    *macros.prepare(),
    *macros.floor_walk(distance_m=10),
    Block(Kind.SETTLE, 15),
    *macros.floor_bouts(2, 30, distance_m=10),
    *macros.floor_end(),
)


def rail_summary(*events: Stored) -> Summary:
    """What these events along the rail came to."""
    assert [i for i, b in enumerate(RAIL.blocks) if b.kind is Kind.BACKWARD] == [3, 7]
    return summarise("s1", (started(RAIL), *events))


def test_metres_count_when_a_person_says_that_they_are_done() -> None:
    first = (BlockStarted(100, 3), GatePassed(130, 3), BlockStarted(130, 4))
    assert rail_summary(*first).backward_m == 10
    assert rail_summary(*first, BlockStarted(200, 7), GatePassed(240, 7)).backward_m == 20
    assert rail_summary(*first, BlockStarted(200, 7), ended(240)).backward_m == 10
    assert rail_summary(*first).backward_s == 30


def test_metres_forwards_are_not_metres_backwards() -> None:
    assert rail_summary(BlockStarted(60, 1), GatePassed(90, 1), BlockStarted(90, 2)).backward_m == 0


def test_a_distance_that_was_paused_and_begun_again_counts_once() -> None:
    events = (BlockStarted(100, 3), Paused(110), Resumed(150), GatePassed(180, 3), BlockStarted(180, 4))
    summary = rail_summary(*events)
    assert (summary.backward_m, summary.backward_s) == (10, 40)


def test_whose_session_and_which_week() -> None:
    event = SessionStarted(0.0, WALL, PLAN.id, PLAN.title, PLAN.blocks, False, ("well",), "anna", "p1", 2)
    summary = summarise("s1", (event,))
    assert (summary.person_id, summary.programme_id, summary.week, summary.checked) == ("anna", "p1", 2, ("well",))


def test_gates_on_a_moving_belt_are_not_walking_time() -> None:
    summary = summary_of(BlockStarted(280, 9), GatePassed(300, 9), BlockStarted(300, BACKWARD), ended(310))
    assert summary.walked_s == 10


@pytest.mark.parametrize("last", ["cue", "wobble"])
def test_a_session_without_an_end_counts_until_its_last_sign_of_life(last: str) -> None:
    """The power went. What was recorded after the bout began shows that it went on until then."""
    cue = build_script(PLAN).cues[BACKWARD][1]
    sign: Stored = CueDue(345.0, cue) if last == "cue" else Wobbled(345.0, BACKWARD)
    summary = summary_of(BlockStarted(300, BACKWARD), sign)
    assert (summary.ended, summary.outcome) == (None, None)
    assert summary.backward_s == 45


def test_an_interrupted_session_that_was_closed_counts_until_it_was_closed() -> None:
    assert summary_of(BlockStarted(300, BACKWARD), ended(345, Outcome.INTERRUPTED)).backward_s == 45


def test_wobbles_missed_cues_and_check_in() -> None:
    answers = CheckedIn(WALL, 3, "none", None)
    summary = summary_of(
        Wobbled(10, 0),
        Wobbled(11, 0),
        CueMissed(12, "five", "late"),
        ended(20),
        answers,
        CheckedIn(WALL, 4, None, None),
    )
    assert (summary.wobbles, summary.missed_cues) == (2, 1)
    assert summary.checkin == CheckedIn(WALL, 4, None, None)


def test_a_demonstration_counts_nowhere() -> None:
    summary = summarise("s1", (started(demo=True), BlockStarted(300, BACKWARD), ended(360, Outcome.COMPLETED)))
    assert summary.demo
    assert summary.backward_s == 60
    assert not counts(summary)


def test_a_session_in_which_nobody_walked_does_not_count() -> None:
    assert not counts(summary_of(ended(40)))
    assert counts(summary_of(BlockStarted(300, BACKWARD), ended(301)))


class Ledger:
    """Walks a session in exact steps and writes down, from its state alone, how long the person walked."""

    def __init__(self, plan: Plan, lengths: Lengths) -> None:
        self.clock = FakeClock()
        self.session = Session(build_script(plan, lengths))
        self.events: list[Stored | Refused] = list(self.session.begin(self.clock.now()))
        self.backward_s = self.forward_s = self.backward_m = 0.0

    def walk(self, seconds: float) -> None:
        """``seconds`` pass in steps that end where something happens, so that no step crosses a block's end."""
        left_s = seconds
        for _ in range(10_000):
            if left_s <= 1e-9 or self.session.state is State.ENDED:
                return
            due_s = self.session.next_due_s(self.clock.now())
            step_s = min(left_s, 4.0, due_s if due_s else 4.0)
            if self.session.state is State.TIMED or (
                self.session.state is State.GATE and self.session.block.distance_m
            ):
                self.count(step_s)
            self.clock.sleep(step_s)
            self.events += self.session.tick(self.clock.now())
            left_s -= step_s
        raise AssertionError("walked for ever")

    def count(self, seconds: float) -> None:
        if self.session.block.kind is Kind.BACKWARD:
            self.backward_s += seconds
        elif self.session.block.kind in (Kind.FORWARD, Kind.SLOW):
            self.forward_s += seconds

    def sleep(self, seconds: float) -> None:
        """The machine sleeps: nothing of that is walking (a shorter gap is not used here)."""
        self.clock.sleep(seconds)
        self.events += self.session.tick(self.clock.now())

    def pass_gates(self) -> None:
        """Go on from a pause, and through every gate up to the next timed block."""
        for _ in range(10):
            now = self.clock.now
            if self.session.state is State.PAUSED:
                self.events += self.session.resume(now())
            elif self.session.state in (State.GATE, State.RESTART):
                self.walk(self.session.ready_in_s(now()))
                if self.session.block.kind is Kind.BACKWARD and self.session.state is State.GATE:
                    self.backward_m += self.session.block.distance_m
                self.events += self.session.confirm(now())
            else:
                return

    def do(self, what: str, seconds: float) -> None:
        """One thing a person or a machine does."""
        if self.session.state is State.STOPPED:
            return
        now = self.clock.now
        match what:
            case "walk":
                self.walk(seconds)
            case "sleep":
                self.sleep(6 + seconds)
            case "pause":
                self.events += self.session.pause(now())
            case "go on":
                self.events += self.session.resume(now())
            case "gates":
                self.pass_gates()
            case "wobble":
                self.events += self.session.wobble(now())
            case "stop":
                self.events += self.session.stop(now())

    def stored(self) -> list[Stored]:
        """What a record keeps."""
        return [event for event in self.events if not isinstance(event, Refused)]


OFTEN = ("walk", "walk", "gates", "gates")


@examples(80)
@given(
    plan=st.one_of(macro_plans(short=True), room_plans(short=True), slope_plans(short=True), floor_plans(short=True)),
    lengths=clip_lengths(0.5, 4.0),
    doings=st.lists(
        st.tuples(st.sampled_from((*OFTEN, "pause", "go on", "sleep", "wobble")), st.floats(0, 60)),
        min_size=8,
        max_size=60,
    ),
    skipped=st.integers(0, 6),
    stopped=st.booleans(),
)
def test_no_second_of_walking_is_invented_or_lost(
    plan: Plan, lengths: Lengths, doings: Sequence[tuple[str, float]], skipped: int, stopped: bool
) -> None:
    ledger = Ledger(plan, lengths)
    for _ in range(skipped):
        ledger.pass_gates()
        ledger.walk(ledger.session.view(ledger.clock.now()).left_s)
    for what, seconds in doings:
        ledger.do(what, seconds)
    if stopped:
        ledger.do("stop", 0)
    else:
        ledger.do("pause", 0)
    summary = summarise("s1", ledger.stored())
    slack_s = 0.002 * (1 + len(doings) + len(plan.blocks))
    assert summary.backward_s == pytest.approx(ledger.backward_s, abs=slack_s)
    assert summary.forward_s == pytest.approx(ledger.forward_s, abs=slack_s)
    assert summary.backward_m == pytest.approx(ledger.backward_m, abs=slack_s)
    assert summary.pauses == sum(isinstance(event, Paused) for event in ledger.events)


@pytest.mark.parametrize("plan", [p1_week_1(), PLAN])
def test_a_completed_session_walked_exactly_what_was_planned(plan: Plan) -> None:
    ledger = Ledger(plan, lambda tone, said: 2.0)
    for _ in range(4 * len(plan.blocks)):
        ledger.do("gates", 0)
        ledger.walk(400)
    summary = summarise("s1", ledger.stored())
    assert summary.outcome is Outcome.COMPLETED
    assert summary.backward_s == pytest.approx(summary.planned_backward_s, abs=0.01)
    assert summary.walked_s == pytest.approx(
        sum(b.seconds for b in plan.blocks if b.kind in (Kind.FORWARD, Kind.BACKWARD, Kind.SLOW)), abs=0.01
    )


def test_a_week_begins_on_monday() -> None:
    assert monday_of(date(2026, 3, 2)) == date(2026, 3, 2)
    assert monday_of(date(2026, 3, 8)) == date(2026, 3, 2)
    assert monday_of(date(2027, 1, 1)) == date(2026, 12, 28)


# -- words ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 seconds"),
        (1, "1 second"),
        (1.4, "1 second"),
        (45, "45 seconds"),
        (59.4, "59 seconds"),
        (59.6, "1 minute"),
        (60, "1 minute"),
        (89, "1½ minutes"),
        (90, "1½ minutes"),
        (120, "2 minutes"),
        (719.9, "12 minutes"),
        (3600, "60 minutes"),
    ],
)
def test_lengths_in_plain_words(seconds: float, said: str) -> None:
    assert minutes(seconds) == said


@examples(100)
@given(seconds=st.floats(0, 20_000))
def test_lengths_are_right_to_a_quarter_of_a_minute(seconds: float) -> None:
    assert in_seconds(minutes(seconds)) == pytest.approx(seconds, abs=15.0001)


def in_seconds(said: str) -> float:
    """What a length in words means."""
    number, half, unit = re.fullmatch(r"(\d+)(½?) (second|minute)s?", said).groups()  # type: ignore[union-attr]
    return (int(number) + (0.5 if half else 0)) * (60 if unit == "minute" else 1)


def test_a_plan_without_walking_comes_to_nothing() -> None:
    still = plan_of(Block(Kind.PREPARE, 10), Block(Kind.REST, 10))
    summary = summarise("s1", (started(still), BlockStarted(0, 0), BlockStarted(10, 1), ended(20, Outcome.COMPLETED)))
    assert summary.walked_s == 0
    assert not counts(summary)
