"""The session machine against every command in every state, and against time that comes early, late, or not at all."""

from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from balancecoach.core import macros
from balancecoach.core.asides import STEPS, steps_for_stop
from balancecoach.core.cue import Lengths, estimate
from balancecoach.core.events import (
    BlockStarted,
    CueDue,
    CueMissed,
    Event,
    GatePassed,
    Instant,
    Outcome,
    Paused,
    Refused,
    RestartBegun,
    Resumed,
    SessionEnded,
    SessionStarted,
    StepTaken,
    Stored,
    Wobbled,
)
from balancecoach.core.phrases import PATIENCE_S, Priority
from balancecoach.core.plan import OF_THE_BELT, Block, Facing, Kind, Plan, Surface
from balancecoach.core.progress import summarise
from balancecoach.core.script import Script, build_script
from balancecoach.core.session import Session
from balancecoach.core.transitions import TRANSITIONS, Command, State
from tests.fakes import (
    FakeClock,
    clip_lengths,
    examples,
    instant,
    on_floor,
    p1_week_1,
    plan_of,
    short_walks,
    ticks,
    written_walks,
)
from tests.fakes import Tick as Step

ROOM = Facing.ROOM
S, C = State, Command
#: More steps than any test here needs; a session that takes more never ends.
MOST_STEPS = 400_000
#: What a person can ask for; TIME_UP is asked by the session itself.
ASKED = tuple(command for command in Command if command is not C.TIME_UP)


# -- driving a session ---------------------------------------------------------------------------------------------
def do(session: Session, command: Command, now: Instant) -> tuple[Event, ...]:
    """Ask for ``command``."""
    calls: dict[Command, Callable[[Instant], tuple[Event, ...]]] = {
        C.BEGIN: session.begin,
        C.CONFIRM: session.confirm,
        C.TIME_UP: session.tick,
        C.PAUSE: session.pause,
        C.RESUME: session.resume,
        C.STOP: session.stop,
        C.WOBBLE: session.wobble,
    }
    return calls[command](now)


@dataclass
class Run:
    """A session under a fake clock, and everything that happened in it."""

    session: Session
    clock: FakeClock = field(default_factory=FakeClock)
    events: list[Event] = field(default_factory=list)

    @property
    def now(self) -> Instant:
        return self.clock.now()

    def state(self) -> State:
        """Where the session is."""
        return self.session.state

    def kind(self) -> Kind:
        """Of the block."""
        return self.session.block.kind

    def do(self, command: Command) -> tuple[Event, ...]:
        """Ask for something now."""
        got = do(self.session, command, self.now)
        self.events += got
        return got

    def tick(self, seconds: float = 0.0) -> tuple[Event, ...]:
        """Let ``seconds`` pass, then tick."""
        self.clock.sleep(seconds)
        got = self.session.tick(self.now)
        self.events += got
        return got

    def wait(self, seconds: float, step_s: float = 1.0) -> None:
        """Let ``seconds`` pass with a tick every ``step_s``."""
        end_s = self.clock.mono_s + seconds
        for _ in range(MOST_STEPS):
            left_s = end_s - self.clock.mono_s
            if left_s <= 1e-9:
                return
            self.tick(min(step_s, left_s))
        raise AssertionError("waited for ever")

    def pass_gate(self) -> None:
        """Wait until the gate opens, and confirm."""
        self.wait(self.session.ready_in_s(self.now))
        self.do(C.CONFIRM)

    def resume(self) -> tuple[Event, ...]:
        """Wait until a pause may be left, and go on."""
        self.wait(self.session.ready_in_s(self.now))
        return self.do(C.RESUME)

    def take_step(self) -> tuple[Event, ...]:
        """After a stop: hear one step of the way down, wait until it may be confirmed, and confirm it."""
        self.wait(self.session.ready_in_s(self.now))
        return self.do(C.CONFIRM)

    def go_to(self, index: int) -> None:
        """Walk on until block ``index`` has just begun."""
        for _ in range(MOST_STEPS):
            if self.session.index == index:
                return
            if self.state() is S.GATE:
                self.pass_gate()
            else:
                self.wait(self.session.view(self.now).left_s)
        raise AssertionError(f"block {index} never came")

    def go_to_kind(self, kind: Kind, part: str = "") -> None:
        """Walk on to the first block of that kind (and part)."""
        blocks = self.session.script.plan.blocks
        self.go_to(next(i for i, b in enumerate(blocks) if b.kind is kind and part in ("", b.part)))

    def finish(self) -> None:
        """Walk to the end."""
        for _ in range(MOST_STEPS):
            if self.state() is S.ENDED:
                return
            if self.state() in (S.GATE, S.RESTART):
                self.pass_gate()
            elif self.state() is S.STOPPED:
                self.take_step()
            else:
                self.wait(max(0.001, self.session.view(self.now).left_s))
        raise AssertionError("the session never ended")

    def said(self) -> list[str]:
        """Keys of the cues that were due, in order."""
        return [event.cue.phrase.key for event in self.events if isinstance(event, CueDue)]

    def stored(self) -> list[Stored]:
        """What a record keeps."""
        return [event for event in self.events if not isinstance(event, Refused)]


def begun(plan: Plan | None = None, lengths: Lengths = estimate, *, demo: bool = False) -> Run:
    """A session that has just begun."""
    run = Run(Session(build_script(plan or p1_week_1(), lengths), demo=demo))
    run.do(C.BEGIN)
    return run


def loosened() -> Plan:
    """First steps, week 1, with a minute of loosening up first."""
    return plan_of(*macros.loosen(), *p1_week_1().blocks)


def with_break() -> Plan:
    """Two bouts with a seated break between them."""
    return plan_of(
        *macros.prepare(), *macros.start_forward(), *macros.warm_up(60, 2.0), *macros.turn_away(1.0),
        *macros.bouts(1, 60, speed_kmh=1.0), *macros.seated_break(1.0), *macros.bouts(1, 60, speed_kmh=1.0),
        *macros.end(ROOM),
    )  # fmt: skip


def sloped() -> Plan:
    """Two bouts on a slope."""
    return plan_of(
        *macros.prepare(), *macros.start_forward(), *macros.warm_up(60, 2.0), *macros.turn_away(1.0),
        *macros.bouts(2, 60, 90, 1.0, incline_percent=2.0), *macros.turn_back(), *macros.cool_down(60, 1.5),
        *macros.end(),
    )  # fmt: skip


def along_the_rail() -> Plan:
    """On the floor: ten metres forwards, a turn, and twice ten metres backwards."""
    return on_floor(
        *macros.loosen(), *macros.prepare(), *macros.floor_walk(distance_m=10), *macros.floor_turn(ROOM),
        *macros.floor_turn(Facing.CONSOLE), *macros.floor_bouts(2, 30, distance_m=10),
        *macros.floor_bouts(1, 30, seconds=40), *macros.floor_end(),
    )  # fmt: skip


def in_state(state: State) -> Run:
    """A session of First steps, week 1, in that state."""
    if state is S.READY:
        return Run(Session(build_script(p1_week_1())))
    run = begun(loosened() if state is S.EASY else None)
    if state in (S.GATE, S.EASY):
        run.wait(5)
    elif state is S.TIMED:
        run.go_to_kind(Kind.FORWARD)
        run.wait(20)
    elif state is S.SEATED:
        run.go_to_kind(Kind.SEATED_REST)
    elif state in (S.PAUSED, S.RESTART):
        run.go_to_kind(Kind.BACKWARD)
        run.wait(10)
        run.do(C.PAUSE)
        if state is S.RESTART:
            run.resume()
            run.wait(60)
    elif state in (S.STOPPED, S.ENDED):
        run.go_to_kind(Kind.BACKWARD)
        run.do(C.STOP)
        while state is S.ENDED and run.state() is S.STOPPED:
            run.take_step()
    assert run.state() is state
    return run


def kinds(events: tuple[Event, ...]) -> list[type]:
    """Types of events, cues left out."""
    return [type(event) for event in events if not isinstance(event, CueDue | CueMissed)]


def cue_keys(events: tuple[Event, ...]) -> list[str]:
    """Keys of the cues due among these."""
    return [event.cue.phrase.key for event in events if isinstance(event, CueDue)]


# -- the whole matrix ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("state", "command"), [(s, c) for s in State for c in ASKED if (s, c) not in TRANSITIONS])
def test_what_is_not_in_the_table_is_refused_and_changes_nothing(state: State, command: Command) -> None:
    run = in_state(state)
    run.tick()
    before = dict(vars(run.session))
    events = run.do(command)
    assert [type(event) for event in events] == [Refused]
    refused = events[0]
    assert isinstance(refused, Refused)
    assert (refused.command, refused.why) == (command.value, "state")
    assert vars(run.session) == before


def test_a_refusal_before_the_session_has_no_time_of_its_own() -> None:
    """``at_s`` is seconds since the session began; before that there are none to tell."""
    run = in_state(S.READY)
    (refused,) = run.do(C.PAUSE)
    assert isinstance(refused, Refused)
    assert refused.at_s == 0.0


@pytest.mark.parametrize("state", list(State))
def test_time_alone_changes_only_states_with_a_time_up(state: State) -> None:
    run = in_state(state)
    was = run.state()
    run.wait(3600, step_s=4.0)
    if (state, C.TIME_UP) in TRANSITIONS and state is not S.STOPPED:  # after a stop only the seat waits for nobody
        assert run.state() is not was or run.session.index > 3
    else:
        assert run.state() is was


def test_the_table_has_no_way_out_of_the_end() -> None:
    assert not [pair for pair in TRANSITIONS if pair[0] is S.ENDED]
    assert [command for state, command in TRANSITIONS if state is S.STOPPED] == [C.CONFIRM, C.TIME_UP]


@pytest.mark.parametrize("state", [S.TIMED, S.GATE, S.PAUSED, S.RESTART])
def test_a_person_can_stop_and_the_helper_note_a_wobble_at_any_time_on_the_belt(state: State) -> None:
    assert (state, C.STOP) in TRANSITIONS
    assert (state, C.WOBBLE) in TRANSITIONS


def test_begin() -> None:
    run = in_state(S.READY)
    events = run.do(C.BEGIN)
    assert kinds(events) == [SessionStarted, BlockStarted]
    started = events[0]
    assert isinstance(started, SessionStarted)
    assert (started.at_s, started.wall, started.blocks) == (0.0, run.now.wall, p1_week_1().blocks)
    assert cue_keys(events) == ["welcome"]
    assert run.state() is S.GATE


def test_demo_and_daily_check_are_part_of_the_record() -> None:
    session = Session(build_script(p1_week_1()), demo=True, checked=("well", "shoes"))
    started = session.begin(instant(0))[0]
    assert isinstance(started, SessionStarted)
    assert started.demo
    assert started.checked == ("well", "shoes")


def test_confirm_passes_a_gate() -> None:
    run = in_state(S.GATE)
    run.wait(60)
    events = run.do(C.CONFIRM)
    assert kinds(events) == [GatePassed, BlockStarted]
    assert events[0] == GatePassed(65.0, 0)
    assert events[1] == BlockStarted(65.0, 1)


def test_time_up_starts_the_next_block() -> None:
    run = in_state(S.TIMED)
    run.wait(360)
    assert run.session.block.kind is Kind.BELT_STOP
    assert run.state() is S.GATE


def test_pause_in_a_bout() -> None:
    run = in_state(S.TIMED)
    at_s = run.session.at_s(run.now)
    events = run.do(C.PAUSE)
    assert kinds(events) == [Paused]
    assert Paused(at_s, "key") in events
    assert cue_keys(events)[-1] == "paused_moving"
    run.wait(30)
    assert run.said()[-4:] == ["paused_moving", "stop_now", "paused_moving", "stop_now"]


def test_resume_leads_over_the_start_of_the_belt() -> None:
    run = in_state(S.PAUSED)
    events = run.resume()
    assert kinds(events) == [RestartBegun]
    assert run.state() is S.RESTART
    assert run.do(C.CONFIRM)[-1] == Refused(run.session.at_s(run.now), "confirm", "early")
    run.wait(run.session.ready_in_s(run.now))
    events = run.do(C.CONFIRM)
    assert kinds(events) == [Resumed]
    assert "carry_on" in cue_keys(events)
    assert run.state() is S.TIMED


@pytest.mark.parametrize("wait_s", [0.0, 0.4, 4.0])
def test_nobody_starts_the_belt_again_before_it_was_said_to_stop_it(wait_s: float) -> None:
    run = in_state(S.TIMED)
    run.do(C.PAUSE)
    run.wait(wait_s)
    (refused,) = (event for event in run.do(C.RESUME) if isinstance(event, Refused))
    assert (refused.why, run.state()) == ("early", S.PAUSED)
    run.resume()
    assert run.state() is S.RESTART
    assert run.said()[-3:] == ["paused_moving", "stop_now", "edges"]


def test_pause_while_the_belt_is_started_again() -> None:
    run = in_state(S.RESTART)
    elapsed_s = run.session.elapsed_s(run.now)
    events = run.do(C.PAUSE)
    assert kinds(events) == [Paused]
    assert "paused_moving" in cue_keys(events)
    assert run.session.elapsed_s(run.now) == elapsed_s == pytest.approx(10)


def test_whose_session_and_which_week_are_part_of_the_record() -> None:
    plan = Plan("p1-week2", "First steps, week 2", p1_week_1().blocks, programme_id="p1", week=2)
    started = Session(build_script(plan), person_id="anna").begin(instant(0))[0]
    assert isinstance(started, SessionStarted)
    assert (started.person_id, started.programme_id, started.week) == ("anna", "p1", 2)


@pytest.mark.parametrize("state", [S.TIMED, S.GATE, S.EASY, S.PAUSED, S.RESTART])
def test_stop(state: State) -> None:
    run = in_state(state)
    at_s = run.session.at_s(run.now)
    events = run.do(C.STOP)
    assert kinds(events) == [SessionEnded]
    assert SessionEnded(at_s, run.now.wall, Outcome.STOPPED) in events
    assert run.session.outcome is Outcome.STOPPED
    assert run.state() is S.STOPPED
    down = "floor_chair" if state is S.EASY else "then_sit"
    while run.session.step != "sit":
        assert kinds(run.take_step()) == [StepTaken]
    assert run.said().count(down) == 1  # whoever has done it need not hear it again
    run.wait(60)
    assert run.said()[-1] == "still_unwell"
    assert run.do(C.CONFIRM) == (StepTaken(run.session.at_s(run.now), "sit"),)
    assert run.state() is S.ENDED


@pytest.mark.parametrize("state", [S.TIMED, S.GATE, S.PAUSED, S.RESTART])
def test_wobble(state: State) -> None:
    run = in_state(state)
    events = run.do(C.WOBBLE)
    assert kinds(events) == [Wobbled]
    assert Wobbled(run.session.at_s(run.now), run.session.index) in events
    assert cue_keys(events)[-1] == "wobble"
    assert run.state() is state


def test_seated_rest_ends_by_itself_and_by_key() -> None:
    run = in_state(S.SEATED)
    run.wait(120)
    assert run.session.outcome is Outcome.COMPLETED
    other = in_state(S.SEATED)
    other.wait(10)
    assert SessionEnded in kinds(other.do(C.CONFIRM))
    assert other.session.outcome is Outcome.COMPLETED


# -- gates ---------------------------------------------------------------------------------------------------------
@examples(25)
@given(plan=short_walks(), lengths=clip_lengths(), data=st.data())
def test_a_gate_is_shut_until_its_minimum_and_open_from_then_on(
    plan: Plan, lengths: Lengths, data: st.DataObject
) -> None:
    run = begun(plan, lengths)
    gates = [i for i, b in enumerate(plan.blocks) if b.gate]
    index = data.draw(st.sampled_from(gates))
    run.go_to(index)
    shut_s = run.session.script.seconds[index] - 0.001
    run.wait(data.draw(st.floats(0, shut_s)))
    events = run.do(C.CONFIRM)
    assert isinstance(events[-1], Refused) and events[-1].why == "early"
    assert run.session.index == index
    run.wait(run.session.ready_in_s(run.now) + data.draw(st.sampled_from((0.0, 0.5, 300.0))))
    assert run.session.ready_in_s(run.now) == 0
    assert GatePassed in kinds(run.do(C.CONFIRM))


@examples(25)
@given(plan=short_walks(), lengths=clip_lengths())
def test_two_presses_at_once_never_pass_two_gates(plan: Plan, lengths: Lengths) -> None:
    run = begun(plan, lengths)
    for _ in range(len(plan.blocks)):
        if run.state() is S.EASY:
            run.wait(run.session.view(run.now).left_s)
        if run.state() is not S.GATE:
            break
        index = run.session.index
        run.wait(run.session.ready_in_s(run.now))
        run.do(C.CONFIRM)
        if run.state() is S.ENDED:
            break
        run.do(C.CONFIRM)
        run.do(C.CONFIRM)
        assert run.session.index == index + 1
        if run.state() in (S.TIMED, S.EASY):
            run.wait(run.session.view(run.now).left_s)


def test_a_second_press_after_stepping_off_does_not_end_the_session() -> None:
    """A clicker bounces: the rest on the chair is not skipped by the press that passed the gate before it."""
    run = begun()
    run.go_to_kind(Kind.STEP_OFF)
    run.wait(30)
    run.do(C.CONFIRM)
    run.do(C.CONFIRM)
    assert run.state() is S.SEATED
    assert run.session.outcome is None


def test_a_press_right_after_a_stop_does_not_cut_the_way_down_short() -> None:
    """The person still has to hear "Stop the belt" once; a bouncing key must not end that."""
    run = in_state(S.TIMED)
    run.do(C.STOP)
    run.wait(0.3)
    assert isinstance(run.do(C.CONFIRM)[-1], Refused)
    assert run.session.step == "belt"
    run.wait(60)
    assert run.said()[-5:] == ["stop_now", "keep_walking", "stop_now", "keep_walking", "belt_still_ready"]


# -- pause and resume in each kind of block ------------------------------------------------------------------------
@pytest.mark.parametrize("kind", [Kind.FORWARD, Kind.BACKWARD, Kind.SLOW])
def test_pause_in_a_walk_goes_on_with_the_seconds_that_were_left(kind: Kind) -> None:
    run = begun()
    run.go_to_kind(kind)
    index, seconds = run.session.index, run.session.block.seconds
    run.wait(7.5)
    run.do(C.PAUSE)
    run.wait(500)
    assert run.session.view(run.now).left_s == pytest.approx(seconds - 7.5)
    run.resume()
    run.wait(200)
    assert run.session.view(run.now).left_s == pytest.approx(seconds - 7.5)
    run.do(C.CONFIRM)
    run.wait(seconds - 7.5 - 0.01)
    assert run.session.index == index
    run.wait(0.01)
    assert run.session.index == index + 1


@pytest.mark.parametrize("kind", [Kind.LOOSEN, Kind.SEATED_REST])
def test_pause_while_loosening_up_or_on_the_chair_goes_on_at_once(kind: Kind) -> None:
    run = begun(plan_of(*macros.loosen(), *with_break().blocks))
    run.go_to_kind(kind)
    assert run.state() is S.EASY
    index, seconds = run.session.index, run.session.block.seconds
    run.wait(4)
    run.do(C.PAUSE)
    assert run.said()[-1] == "paused_off"
    run.wait(100)
    events = run.resume()
    assert kinds(events) == [Resumed]
    assert "carry_on_off" in run.said()[-2:]
    assert run.state() is S.EASY
    run.wait(seconds - 4.01)
    assert run.session.index == index
    run.wait(0.01)
    assert run.session.index == index + 1


@pytest.mark.parametrize("kind", [Kind.SETTLE, Kind.REST])
def test_pause_on_the_still_belt_goes_on_at_once(kind: Kind) -> None:
    run = begun()
    run.go_to_kind(kind)
    index, seconds = run.session.index, run.session.block.seconds
    run.wait(4)
    run.do(C.PAUSE)
    assert run.said()[-1] == "paused_still"
    run.wait(100)
    events = run.resume()
    assert kinds(events) == [Resumed]
    assert run.state() is S.TIMED
    run.wait(seconds - 4.01)
    assert run.session.index == index
    run.wait(0.01)
    assert run.session.index == index + 1


@pytest.mark.parametrize("kind", [Kind.PREPARE, Kind.BELT_STOP, Kind.TURN, Kind.STRADDLE, Kind.STEP_OFF])
def test_a_gate_on_the_still_belt_begins_again_after_a_pause(kind: Kind) -> None:
    run = begun()
    run.go_to_kind(kind)
    minimum_s = run.session.script.seconds[run.session.index]
    run.wait(minimum_s - 1)
    run.do(C.PAUSE)
    run.wait(60)
    before = len(run.said())
    events = run.resume()
    assert kinds(events) == [Resumed]
    assert run.state() is S.GATE
    assert run.session.ready_in_s(run.now) == pytest.approx(minimum_s)
    run.wait(minimum_s)
    first = run.session.script.cues[run.session.index][0].phrase.key
    assert first in run.said()[before:]


def test_a_pause_while_the_bout_s_speed_is_set_starts_the_belt_and_asks_for_the_speed_again() -> None:
    run = begun()
    run.go_to_kind(Kind.SET_SPEED)
    run.wait(8)
    run.do(C.PAUSE)
    assert run.said()[-1] == "paused_moving"
    run.wait(60)
    run.resume()
    assert run.state() is S.RESTART
    before = len(run.said())
    run.pass_gate()
    run.wait(20)
    assert "set_speed" in run.said()[before:]


def test_a_pause_while_the_slope_is_set_starts_the_belt_and_asks_for_speed_and_slope_again() -> None:
    """No gate after this one asks for the speed."""
    run = begun(sloped())
    run.go_to_kind(Kind.SET_SLOPE)
    run.wait(8)
    run.do(C.PAUSE)
    assert run.said()[-1] == "paused_moving"
    run.wait(60)
    run.resume()
    assert run.state() is S.RESTART
    before = len(run.said())
    run.pass_gate()
    assert "set_speed" in run.said()[before:]
    assert run.state() is S.GATE
    run.wait(20)
    assert "set_slope" in run.said()[before:]


def test_a_walk_for_a_distance_begins_again_after_a_pause_and_is_measured_once() -> None:
    run = begun(along_the_rail())
    run.go_to_kind(Kind.BACKWARD)
    assert run.state() is S.GATE
    run.wait(30)
    run.do(C.PAUSE)
    assert run.said()[-1] == "paused_floor"
    run.wait(60)
    before = len(run.said())
    assert kinds(run.resume()) == [Resumed]
    assert run.state() is S.GATE
    run.wait(20)
    assert run.said()[before:] == ["floor_backward", "floor_at_mark"]
    run.do(C.CONFIRM)
    assert summarise("x", run.stored()).backward_m == 10


def test_a_pause_in_a_timed_walk_on_the_floor_says_the_way_to_walk_when_it_goes_on() -> None:
    run = begun(along_the_rail())
    blocks = run.session.script.plan.blocks
    run.go_to(next(i for i, b in enumerate(blocks) if b.kind is Kind.BACKWARD and not b.distance_m))
    run.wait(10)
    run.do(C.PAUSE)
    run.wait(60)
    assert run.said()[-2:] == ["paused_floor", "paused_floor"]
    assert cue_keys(run.resume()) == ["floor_backward"]
    assert run.state() is S.TIMED
    assert run.session.view(run.now).left_s == pytest.approx(30)


def test_a_pause_while_the_belt_starts_does_not_start_it_twice() -> None:
    """Starting again after the pause was this gate; a person who walks is not told once more to step on."""
    run = begun()
    run.go_to_kind(Kind.BELT_START)
    run.wait(8)
    run.do(C.PAUSE)
    run.wait(60)
    run.resume()
    run.pass_gate()
    before = len(run.said())
    run.wait(15)
    assert "belt_starting" not in run.said()[before:]
    assert "step_on" not in run.said()[before:]


def test_after_a_pause_in_a_bout_the_helper_is_asked_for_the_bout_s_speed() -> None:
    """The belt starts again at its slowest; the bout is planned, shown and recorded at 1.0."""
    run = begun()
    run.go_to_kind(Kind.BACKWARD)
    run.wait(5)
    run.do(C.PAUSE)
    run.wait(60)
    before = len(run.said())
    run.resume()
    run.pass_gate()
    run.wait(2)
    assert "set_speed" in run.said()[before:]


def test_cues_before_a_pause_are_not_said_again_and_those_after_it_are() -> None:
    run = begun()
    run.go_to_kind(Kind.FORWARD)
    run.wait(60)
    run.do(C.PAUSE)
    run.wait(60)
    run.resume()
    run.pass_gate()
    run.wait(300)
    said = run.said()
    for cue in run.session.script.cues[3]:
        assert said.count(cue.phrase.key) >= 1
    assert said.count("warm_up") == 1
    assert said.count("one_minute") == 1


def test_pausing_twice_keeps_what_was_left() -> None:
    run = in_state(S.PAUSED)
    for _ in range(3):
        run.wait(30)
        run.do(C.PAUSE)
        run.resume()
        run.wait(60)
        run.do(C.PAUSE)
    assert run.session.view(run.now).left_s == pytest.approx(20)


# -- pausing and stopping say the truth about the belt -------------------------------------------------------------
#: Each kind of block, facing the console and facing the room, where it first occurs.
FIRST: dict[tuple[Kind, Facing], int] = {}
for number, each in enumerate(p1_week_1().blocks[:-1]):
    FIRST.setdefault((each.kind, each.facing), number)


@pytest.mark.parametrize(("kind", "facing"), list(FIRST))
@pytest.mark.parametrize("command", [C.PAUSE, C.STOP])
def test_where_the_belt_may_move_it_is_stopped_first(kind: Kind, facing: Facing, command: Command) -> None:
    """In a belt_stop block nobody has said yet that the belt stands."""
    run = begun()
    run.go_to(FIRST[kind, facing])
    block = run.session.block
    run.wait(1)
    before = len(run.said())
    run.do(command)
    run.wait(20)
    said = run.said()[before:]
    if block.moving or block.kind is Kind.BELT_STOP:
        assert "stop_now" in said, f"{command} in {block.kind}: the belt may be moving"
    else:
        assert "stop_now" not in said


# -- loosening up, and sitting between bouts -----------------------------------------------------------------------
def test_loosening_up_is_skipped_at_once() -> None:
    run = begun(loosened())
    assert run.state() is S.EASY
    assert run.session.ready_in_s(run.now) == 0
    assert kinds(run.do(C.CONFIRM)) == [GatePassed, BlockStarted]
    assert run.kind() is Kind.PREPARE
    assert run.state() is S.GATE


def test_loosening_up_ends_by_itself() -> None:
    run = begun(loosened())
    run.wait(59.99)
    assert run.state() is S.EASY
    run.wait(0.01)
    assert run.kind() is Kind.PREPARE
    assert starts(run) == [0, 60]
    assert run.said()[:5] == ["loosen", "loosen_neck", "loosen_shoulders", "loosen_back", "breathe"]


def test_a_second_press_after_stepping_off_does_not_skip_the_seated_break() -> None:
    """A clicker bounces: five minutes on a chair are not skipped by the press that passed the gate before them."""
    run = begun(with_break())
    run.go_to_kind(Kind.STEP_OFF)
    run.wait(30)
    run.do(C.CONFIRM)
    assert run.do(C.CONFIRM)[-1] == Refused(run.session.at_s(run.now), "confirm", "early")
    assert run.kind() is Kind.SEATED_REST
    run.wait(10)
    run.do(C.CONFIRM)
    assert run.kind() is Kind.PREPARE


def test_a_seated_break_ends_by_itself_and_nobody_has_to_get_up_for_it() -> None:
    run = begun(with_break())
    run.go_to_kind(Kind.SEATED_REST)
    run.wait(300)
    assert run.kind() is Kind.PREPARE
    run.wait(3600)
    assert run.kind() is Kind.PREPARE


# -- the way down after a stop -------------------------------------------------------------------------------------
PLANS = {"loosened": loosened, "with_break": with_break, "sloped": sloped, "along_the_rail": along_the_rail}
#: In each plan each kind of block, facing each way, where it first occurs; not the last block, where nobody can stop.
STOPS = [
    (name, index)
    for name, make in PLANS.items()
    for index, block in enumerate(make().blocks[:-1])
    if (block.kind, block.facing) not in [(b.kind, b.facing) for b in make().blocks[:index]]
]


def check_way_down(run: Run, plan: Plan, block: Block) -> None:
    """Step after step in order, each said whole before it may be confirmed; settling takes half a minute at least."""
    steps = steps_for_stop(plan, block)
    assert run.session.step == steps[0]
    for step in steps:
        assert run.state() is S.STOPPED
        assert run.session.step == run.session.view(run.now).step == step
        began_s = run.clock.mono_s
        before = len(run.said()) - 1  # its first sentence has been said already
        needed_s = run.session.ready_in_s(run.now)
        said_s = sum(cue.length_s for cue in run.session.script.asides[f"stop_{step}"][: len(STEPS[step][1])])
        assert needed_s >= said_s
        if step.startswith("settle"):
            assert needed_s >= 30
        run.wait(needed_s - 0.01)
        assert run.do(C.CONFIRM)[-1] == Refused(run.session.at_s(run.now), "confirm", "early")
        assert run.session.step == step
        run.wait(run.session.ready_in_s(run.now))
        assert tuple(run.said()[before : before + len(STEPS[step][1])]) == STEPS[step][1]
        assert run.clock.mono_s - began_s >= needed_s - 1e-6
        run.do(C.CONFIRM)
    assert run.state() is S.ENDED
    assert run.session.step == ""
    assert run.session.outcome is Outcome.STOPPED


@pytest.mark.parametrize(("name", "index"), STOPS)
def test_the_way_down_after_a_stop_in_each_kind_of_block(name: str, index: int) -> None:
    plan = PLANS[name]()
    run = begun(plan)
    run.go_to(index)
    run.wait(2)
    run.do(C.STOP)
    check_way_down(run, plan, plan.blocks[index])


def test_every_kind_of_block_has_been_stopped_in() -> None:
    stopped = {(PLANS[name]().surface, PLANS[name]().blocks[index].kind) for name, index in STOPS}
    assert {kind for surface, kind in stopped if surface is Surface.TREADMILL} == set(Kind)
    # the last block of a plan is where nobody can stop; on the floor that is the only seat here
    assert {kind for surface, kind in stopped if surface is Surface.FLOOR} == set(Kind) - OF_THE_BELT - {
        Kind.SEATED_REST
    }


@pytest.mark.parametrize("state", [S.TIMED, S.GATE, S.EASY, S.PAUSED, S.RESTART])
def test_the_way_down_after_a_stop_in_each_state(state: State) -> None:
    run = in_state(state)
    block = run.session.block
    run.do(C.STOP)
    check_way_down(run, run.session.script.plan, block)


@examples(40)
@given(plan=short_walks(), lengths=clip_lengths(), at=st.integers(0, 60), wait_s=st.floats(0, 20))
def test_the_way_down_after_a_stop_anywhere(plan: Plan, lengths: Lengths, at: int, wait_s: float) -> None:
    run = begun(plan, lengths)
    run.go_to(at % len(plan.blocks))
    run.wait(wait_s)
    block = run.session.block
    if (run.state(), C.STOP) not in TRANSITIONS:
        return
    run.do(C.STOP)
    check_way_down(run, plan, block)


def seated_after_a_stop() -> Run:
    """Stopped, and on the chair."""
    run = in_state(S.STOPPED)
    while run.session.step != "sit":
        run.take_step()
    return run


def test_the_seated_rest_after_a_stop_ends_by_itself_after_five_minutes() -> None:
    run = seated_after_a_stop()
    assert run.session.view(run.now).left_s == pytest.approx(300)
    run.wait(299.9)
    assert run.state() is S.STOPPED
    assert run.session.view(run.now).left_s == pytest.approx(0.1)
    run.wait(0.1)
    assert run.state() is S.ENDED
    assert run.session.next_due_s(run.now) is None


def test_the_seated_rest_after_a_stop_may_be_ended_sooner() -> None:
    run = seated_after_a_stop()
    run.wait(30)
    assert run.do(C.CONFIRM) == (StepTaken(run.session.at_s(run.now), "sit"),)
    assert run.state() is S.ENDED


@pytest.mark.parametrize("gap_s", [60.0, 8 * 3600.0])
def test_a_machine_that_slept_while_the_person_sat_ends_when_the_rest_is_over(gap_s: float) -> None:
    run = seated_after_a_stop()
    assert not kinds(run.tick(gap_s))
    assert run.state() is (S.ENDED if gap_s > 300 else S.STOPPED)


@pytest.mark.parametrize("step", ["belt", "settle", "down"])
def test_no_time_at_all_takes_a_step_of_the_way_down(step: str) -> None:
    """Whether the belt stands, and whether the person sits, only a person knows."""
    run = in_state(S.STOPPED)
    while run.session.step != step:
        run.take_step()
    run.wait(7200, step_s=4.0)
    assert (run.state(), run.session.step) == (S.STOPPED, step)


def test_the_session_has_ended_at_the_stop_and_not_on_the_chair() -> None:
    run = in_state(S.STOPPED)
    at_s = next(event.at_s for event in run.events if isinstance(event, SessionEnded))
    while run.state() is S.STOPPED:
        run.take_step()
    assert [event.at_s for event in run.events if isinstance(event, SessionEnded)] == [at_s]


def test_a_stop_on_a_slope_says_to_make_the_belt_level_before_the_person_turns() -> None:
    run = begun(sloped())
    run.go_to_kind(Kind.BACKWARD)
    run.wait(10)
    before = len(run.said())
    run.do(C.STOP)
    while run.state() is S.STOPPED:
        run.take_step()
    said = run.said()[before:]
    assert said.index("stop_now") < said.index("level_belt") < said.index("turn_with_help") < said.index("then_sit")


# -- a demonstration -----------------------------------------------------------------------------------------------
def test_a_real_session_never_jumps() -> None:
    run = begun()
    before = dict(vars(run.session))
    with pytest.raises(ValueError, match="no jump"):
        run.session.jump(3, run.now)
    assert vars(run.session) == before


@pytest.mark.parametrize("index", [-1, 10_000])
def test_no_jump_to_a_block_that_is_not_there(index: int) -> None:
    run = begun(demo=True)
    with pytest.raises(ValueError, match="no jump"):
        run.session.jump(index, run.now)
    assert run.session.index == 0


@examples(25)
@given(plan=short_walks(), waits=st.lists(st.tuples(st.integers(0, 60), st.floats(0, 20)), min_size=1, max_size=8))
def test_a_demonstration_jumps_anywhere_at_once(plan: Plan, waits: list[tuple[int, float]]) -> None:
    run = begun(plan, demo=True)
    for at, wait_s in waits:
        if run.state() is S.ENDED:
            return
        if at % 3 == 0 and (run.state(), C.PAUSE) in TRANSITIONS:
            run.do(C.PAUSE)
        index = at % len(plan.blocks)
        events = run.session.jump(index, run.now)
        assert kinds(events) == [BlockStarted]
        assert run.session.index == index
        assert run.session.elapsed_s(run.now) == 0
        assert cue_keys(events) == [cue.phrase.key for cue in run.session.script.cues[index][:1] if not cue.offset_s]
        run.wait(wait_s)


@pytest.mark.parametrize("state", [S.READY, S.STOPPED, S.ENDED])
def test_nobody_jumps_before_the_start_or_after_the_end(state: State) -> None:
    run = in_state(state)
    run.session.demo = True
    before = dict(vars(run.session))
    events = run.session.jump(3, run.now)
    assert kinds(events) == [Refused]
    assert vars(run.session) == before


@pytest.mark.parametrize("monotonic_sleeps_too", [False, True])
def test_a_demonstration_is_not_paused_by_a_machine_that_slept(monotonic_sleeps_too: bool) -> None:
    """A demonstration runs faster than the clock, so a long gap means nothing."""
    run = begun(demo=True)
    run.go_to_kind(Kind.FORWARD)
    run.wait(20)
    if monotonic_sleeps_too:
        run.clock.step_wall(3600)
        events = run.tick(1)
    else:
        events = run.tick(100)
    assert not kinds(events)
    assert run.state() is S.TIMED
    run.finish()
    assert not [event for event in run.events if isinstance(event, Paused)]
    assert run.session.outcome is Outcome.COMPLETED


def test_a_demonstration_can_still_be_paused_and_stopped_by_a_person() -> None:
    run = begun(demo=True)
    run.go_to_kind(Kind.FORWARD)
    assert kinds(run.do(C.PAUSE)) == [Paused]
    assert kinds(run.do(C.STOP)) == [SessionEnded]


# -- time: drift, lateness, bursts ---------------------------------------------------------------------------------
def walk(script: Script, next_tick_s: Iterator[float]) -> Run:
    """Walk a whole script; gates are confirmed at the very moment they open, ticks come when ``next_tick_s`` says."""
    run = Run(Session(script))
    run.do(C.BEGIN)
    for _ in range(MOST_STEPS):
        session = run.session
        if session.state is S.ENDED:
            return run
        ready_s = session.ready_in_s(run.now)
        wait_s = next(next_tick_s)
        if session.state is S.GATE and ready_s <= wait_s:
            run.clock.sleep(ready_s)
            run.do(C.CONFIRM)
        else:
            run.tick(wait_s)
    raise AssertionError("the session never ended")


def every(seconds: float) -> Iterator[float]:
    """The same wait for ever."""
    while True:
        yield seconds


def repeated(waits: list[float]) -> Iterator[float]:
    """These waits, over and over."""
    while True:
        yield from waits


def starts(run: Run) -> list[float]:
    """When each block began."""
    return [event.at_s for event in run.events if isinstance(event, BlockStarted)]


@pytest.mark.parametrize("seconds", [0.01, 0.1, 1.0, 2.9])
def test_no_drift_in_a_whole_session(seconds: float) -> None:
    script = build_script(p1_week_1())
    run = walk(script, every(seconds))
    assert starts(run) == pytest.approx(script.starts_s(), abs=0.0011)
    assert run.session.outcome is Outcome.COMPLETED


@examples(12)
@given(plan=short_walks(), lengths=clip_lengths(), waits=st.lists(st.floats(0.05, 2.9), min_size=1, max_size=20))
def test_block_starts_do_not_depend_on_the_ticks(plan: Plan, lengths: Lengths, waits: list[float]) -> None:
    script = build_script(plan, lengths)
    exact = pytest.approx(script.starts_s(), abs=0.0011)
    assert starts(walk(script, every(0.1))) == exact
    assert starts(walk(script, repeated(waits))) == exact
    assert starts(tick_when_due(script)) == exact


def tick_when_due(script: Script) -> Run:
    """Walk a script with ticks exactly when the session asks for them, and at least every four seconds."""
    run = Run(Session(script))
    run.do(C.BEGIN)
    for _ in range(20 * len(script.plan.blocks) + 20 * len(script.all_cues()) + round(sum(script.seconds))):
        if run.state() is S.ENDED:
            return run
        due_s = run.session.next_due_s(run.now)
        if run.state() is S.GATE and run.session.ready_in_s(run.now) == 0:
            run.do(C.CONFIRM)
        else:
            assert due_s is not None
            run.tick(min(due_s, 4.0))
    raise AssertionError("asked for more ticks than there are things to do")


@examples(12)
@given(plan=short_walks())
def test_ticks_at_the_time_asked_for_say_every_cue_on_time(plan: Plan) -> None:
    run = tick_when_due(build_script(plan))
    due = [event for event in run.events if isinstance(event, CueDue)]
    assert max(event.late_s for event in due) <= 0.001
    assert [event.cue for event in due] == list(run.session.script.all_cues())


@examples(40)
@given(plan=short_walks(), lengths=clip_lengths(), waits=st.lists(st.floats(0.01, 4.99), min_size=1, max_size=20))
def test_a_late_tick_never_bursts(plan: Plan, lengths: Lengths, waits: list[float]) -> None:
    run = Run(Session(build_script(plan, lengths)))
    run.do(C.BEGIN)
    for wait_s in [w for w, _ in zip(repeated(waits), range(600), strict=False)]:
        if run.state() is S.ENDED:
            return
        events = run.tick(wait_s)
        due = [event for event in events if isinstance(event, CueDue)]
        assert len(due) <= 1
        for event in due:
            assert event.late_s <= PATIENCE_S[event.cue.priority]
        for missed in (event for event in events if isinstance(event, CueMissed)):
            assert missed.why in ("late", "crowded")
        if run.state() is S.GATE and run.session.ready_in_s(run.now) == 0:
            assert len(cue_keys(run.do(C.CONFIRM))) <= 1


@examples(25)
@given(plan=short_walks(), waits=st.lists(st.floats(0.1, 3.0), min_size=1, max_size=20))
def test_belt_and_safety_sentences_come_even_when_ticks_are_three_seconds_late(plan: Plan, waits: list[float]) -> None:
    """Each is said at least once in its block, or gave way to one as important. ``estimate`` speaks at 150 words."""
    run = walk(build_script(plan), repeated(waits))
    due = [event for event in run.events if isinstance(event, CueDue)]
    for missed in (event for event in run.events if isinstance(event, CueMissed)):
        if missed.why == "crowded":
            winners = [event for event in due if event.at_s == missed.at_s]
            assert winners
    for index, row in enumerate(run.session.script.cues):
        urgent = {cue.phrase.key for cue in row if cue.priority >= Priority.SAFETY}
        said = {event.cue.phrase.key for event in due if event.cue.block == index}
        assert urgent <= said, f"block {index}: never said {urgent - said}"


@examples(25)
@given(plan=short_walks(), waits=st.lists(st.floats(0.1, 4.9), min_size=1, max_size=20))
def test_at_s_never_goes_back_whatever_the_ticks(plan: Plan, waits: list[float]) -> None:
    """A record reads in the order in which things happened (a pause by sleep is dated back, and is not in here)."""
    run = walk(build_script(plan), repeated(waits))
    for one, other in pairwise(run.events):
        assert one.at_s <= other.at_s, (one, other)  # type: ignore[union-attr]  # no CheckedIn in a session


def test_a_late_tick_at_the_end_of_a_block_tells_things_in_order() -> None:
    """What the old block still had to say comes before the new block, in the list and in its times."""
    run = begun(plan_of(*macros.prepare(), Block(Kind.SETTLE, 8), Block(Kind.SETTLE, 20)))
    run.go_to(1)
    run.wait(run.session.script.seconds[1] - 4.5)
    events = run.tick(4.8)
    assert BlockStarted in kinds(events)
    times = [event.at_s for event in events]  # type: ignore[union-attr]  # no CheckedIn in a session
    assert times == sorted(times), events


def test_a_cue_that_would_be_wrong_now_is_missed_not_said() -> None:
    run = begun()
    run.go_to_kind(Kind.FORWARD)
    run.wait(345 - 3)
    events = run.tick(3 + 1.5)  # "fifteen seconds" is wrong after one second
    assert cue_keys(events) == []
    assert CueMissed(run.session.at_s(run.now), "fifteen", "late") in events


def test_a_block_that_ends_late_starts_the_next_on_time() -> None:
    run = begun()
    run.go_to_kind(Kind.SETTLE)
    start_s = starts(run)[-1]
    run.wait(18)
    events = run.tick(4.5)
    assert BlockStarted(round(start_s + 20, 3), run.session.index) in events
    assert cue_keys(events) == ["turn_small"]
    late = [event.late_s for event in events if isinstance(event, CueDue)]
    assert late == [pytest.approx(2.5)]


# -- time: a machine that slept ------------------------------------------------------------------------------------
@pytest.mark.parametrize("gap_s", [5.01, 60.0, 8 * 3600.0])
@pytest.mark.parametrize("monotonic_sleeps_too", [False, True])
def test_a_long_gap_pauses_where_the_last_tick_was(gap_s: float, monotonic_sleeps_too: bool) -> None:
    run = begun()
    run.go_to_kind(Kind.BACKWARD)
    start_s = starts(run)[-1]
    run.wait(12)
    if monotonic_sleeps_too:
        run.clock.step_wall(gap_s)
        events = run.tick(0.1)
    else:
        events = run.tick(gap_s)
    assert kinds(events) == [Paused]
    paused = events[0]
    assert isinstance(paused, Paused)
    assert paused.at_s == pytest.approx(start_s + 12)
    assert paused.why == "asleep"
    assert cue_keys(events) == ["paused_moving"]
    assert run.session.elapsed_s(run.now) == pytest.approx(12)
    assert summarise("x", run.stored()).backward_s == pytest.approx(12)


@pytest.mark.parametrize("command", [C.CONFIRM, C.PAUSE, C.STOP, C.WOBBLE, C.RESUME])
def test_the_first_command_after_a_long_gap_counts_nothing_of_it(command: Command) -> None:
    run = begun()
    run.go_to_kind(Kind.BACKWARD)
    run.wait(12)
    run.clock.sleep(4000)
    run.do(command)
    assert run.state() in (S.PAUSED, S.STOPPED, S.RESTART)
    assert run.session.elapsed_s(run.now) == pytest.approx(12)
    assert summarise("x", run.stored()).backward_s == pytest.approx(12)


def test_a_pause_pressed_after_a_long_gap_is_not_called_wrong() -> None:
    """The session is paused, as the person asked; a refusal would sound like "that did not work"."""
    run = in_state(S.TIMED)
    run.clock.sleep(60)
    events = run.do(C.PAUSE)
    assert run.state() is S.PAUSED
    assert Refused not in kinds(events)


def test_a_gap_in_a_gate_pauses_and_the_gate_begins_again() -> None:
    run = begun()
    run.go_to_kind(Kind.TURN)
    run.wait(29)
    run.tick(100)
    assert run.state() is S.PAUSED
    assert run.do(C.CONFIRM)[-1] == Refused(run.session.at_s(run.now), "confirm", "state")
    run.resume()
    assert run.session.ready_in_s(run.now) == pytest.approx(30)


def test_a_gap_while_the_belt_is_started_again_pauses() -> None:
    run = in_state(S.RESTART)
    run.tick(100)
    assert run.state() is S.PAUSED
    assert run.session.elapsed_s(run.now) == pytest.approx(10)


@pytest.mark.parametrize("state", [S.PAUSED, S.STOPPED])
def test_a_gap_in_a_pause_or_after_a_stop_changes_nothing(state: State) -> None:
    run = in_state(state)
    run.tick(5000)
    assert run.state() is state


def test_a_seated_rest_that_the_machine_slept_through_ended_when_it_was_over() -> None:
    run = in_state(S.SEATED)
    start_s = starts(run)[-1]
    events = run.tick(8 * 3600)
    ended = next(event for event in events if isinstance(event, SessionEnded))
    assert ended.at_s == pytest.approx(start_s + 120)
    assert (ended.wall - run.now.wall).total_seconds() == pytest.approx(120 - 8 * 3600)


@pytest.mark.parametrize("step_s", [0.5, 4.9, -0.5, -4.9, -3600.0, -86400.0])
def test_a_small_or_backward_step_of_the_wall_clock_does_not_pause(step_s: float) -> None:
    run = in_state(S.TIMED)
    run.clock.step_wall(step_s)
    run.tick(0.1)
    assert run.state() is S.TIMED
    run.wait(10)
    assert run.state() is S.TIMED


def test_a_gap_of_just_under_five_seconds_is_a_late_tick() -> None:
    run = in_state(S.TIMED)
    run.tick(4.99)
    assert run.state() is S.TIMED


# -- ends ----------------------------------------------------------------------------------------------------------
def test_a_plan_that_ends_with_a_gate_or_a_timed_block() -> None:
    for last in (Block(Kind.STEP_OFF, 10), Block(Kind.REST, 10)):
        run = begun(plan_of(*macros.prepare(), last))
        run.finish()
        assert run.session.outcome is Outcome.COMPLETED
        assert run.session.index == 1
        view = run.session.view(run.now)
        assert view.left_s == pytest.approx(0, abs=1e-6)
        assert view.session_left_s == pytest.approx(0, abs=1e-6)


def test_left_of_the_session_counts_down_to_nothing() -> None:
    run = begun()
    total = run.session.view(run.now).session_left_s
    assert total == pytest.approx(sum(run.session.script.seconds))
    lefts = []
    for _ in range(3000):
        if run.state() is S.ENDED:
            break
        lefts.append(run.session.view(run.now).session_left_s)
        if run.state() is S.GATE and run.session.ready_in_s(run.now) == 0:
            run.do(C.CONFIRM)
        run.tick(1.0)
    assert lefts == sorted(lefts, reverse=True)
    assert run.state() is S.ENDED


def test_an_ended_session_says_and_does_nothing_more() -> None:
    run = in_state(S.ENDED)
    before = dict(vars(run.session))
    assert run.tick(1000) == ()
    assert vars(run.session) == before
    assert run.session.next_due_s(run.now) is None


def test_a_session_ended_in_the_middle_of_its_words_asks_for_no_more_ticks() -> None:
    """A loop that sleeps until the next thing is due would never end."""
    run = in_state(S.TIMED)
    run.do(C.STOP)
    for _ in range(200):
        if run.state() is S.ENDED:
            break
        run.tick(0.5)
        run.do(C.CONFIRM)
    assert run.state() is S.ENDED
    run.clock.sleep(10)
    assert run.session.next_due_s(run.now) is None


# -- any commands at any time --------------------------------------------------------------------------------------
class AnySession(RuleBasedStateMachine):
    """Random commands at random times; the invariants hold after each."""

    @initialize(
        plan=st.one_of(
            written_walks(),
            short_walks(),
        ),
        lengths=clip_lengths(0.5, 5.0),
        at=st.integers(0, 30),
    )
    def start(self, plan: Plan, lengths: Lengths, at: int) -> None:
        self.run = begun(plan, lengths)
        self.run.go_to(at % len(plan.blocks))
        self.outcomes = 0
        self.facts: list[float] = []
        self.note(tuple(self.run.events))

    def note(self, events: tuple[Event, ...]) -> None:
        """What must be true of any answer."""
        self.outcomes += kinds(events).count(SessionEnded)
        for event in events:
            if isinstance(event, Paused) and event.why == "asleep":
                self.facts = [at_s for at_s in self.facts if at_s <= event.at_s]
            if isinstance(event, BlockStarted | GatePassed | Paused | Resumed | RestartBegun | SessionEnded | Wobbled):
                assert not self.facts or event.at_s >= self.facts[-1], (event, self.facts[-1])
                self.facts.append(event.at_s)

    @rule(step=ticks())
    def time_passes(self, step: Step) -> None:
        self.run.clock.step_wall(step.wall_step_s)
        before, down = self.run.state(), self.run.session.step
        events = self.run.tick(step.mono_s)
        assert len(cue_keys(events)) <= 1
        if down == "sit":
            assert self.run.state() in (before, S.ENDED)
        elif before in (S.PAUSED, S.STOPPED, S.RESTART):
            assert self.run.state() in (before, S.PAUSED)
            assert self.run.session.step == down
        self.note(events)

    @rule(command=st.sampled_from((C.CONFIRM, C.PAUSE, C.RESUME, C.STOP, C.WOBBLE, C.BEGIN)), wait_s=st.floats(0, 3))
    def somebody_asks(self, command: Command, wait_s: float) -> None:
        self.note(self.run.tick(wait_s))
        legal = (self.run.state(), command) in TRANSITIONS
        before = dict(vars(self.run.session))
        events = self.run.do(command)
        if not legal:
            assert kinds(events) == [Refused]
        if Refused in kinds(events):
            assert vars(self.run.session) == before
        self.note(events)

    @precondition(lambda self: self.run.state() is S.STOPPED)
    @rule()
    def a_step_of_the_way_down(self) -> None:
        down = self.run.session.step
        self.note(self.run.take_step())
        assert self.run.session.step != down
        assert (self.run.state() is S.ENDED) == (down == "sit")

    @precondition(lambda self: self.run.state() in (S.TIMED, S.EASY))
    @rule(wait_s=st.floats(0, 10))
    def a_pause_in_the_block(self, wait_s: float) -> None:
        count, index = len(self.run.events), self.run.session.index
        left_s = self.run.session.view(self.run.now).left_s
        self.run.do(C.PAUSE)
        self.run.wait(wait_s)
        self.run.resume()
        if self.run.state() is S.RESTART:
            self.run.pass_gate()
        self.note(tuple(self.run.events[count:]))
        assert self.run.session.index == index
        assert self.run.session.view(self.run.now).left_s == pytest.approx(left_s)

    @precondition(lambda self: self.run.state() in (S.GATE, S.RESTART))
    @rule()
    def gate_is_passed(self) -> None:
        index, state = self.run.session.index, self.run.state()
        count = len(self.run.events)
        self.run.pass_gate()
        self.note(tuple(self.run.events[count:]))
        assert self.run.session.index == index + 1 or state is S.RESTART or self.run.state() is S.ENDED

    @precondition(lambda self: self.run.state() in (S.TIMED, S.EASY))
    @rule(part=st.floats(0.1, 1.0))
    def some_of_the_block_is_walked(self, part: float) -> None:
        count = len(self.run.events)
        self.run.wait(part * self.run.session.view(self.run.now).left_s)
        self.note(tuple(self.run.events[count:]))

    @invariant()
    def elapsed_is_within_the_block(self) -> None:
        session, now = self.run.session, self.run.now
        elapsed = session.elapsed_s(now)
        assert elapsed >= 0
        if not session.block.gate:
            assert elapsed <= session.script.seconds[session.index] + 1e-6
        view = session.view(now)
        assert view.left_s >= 0
        assert view.session_left_s >= view.left_s
        assert view.ready_in_s >= 0

    @invariant()
    def something_is_always_due_in_a_timed_block(self) -> None:
        session = self.run.session
        due_s = session.next_due_s(self.run.now)
        if session.state in (S.TIMED, S.SEATED, S.EASY) or session.step == "sit":
            assert due_s is not None
        assert due_s is None or due_s >= 0

    @precondition(lambda self: self.run.state() is not S.ENDED)  # that has a test of its own
    @invariant()
    def the_session_does_not_ask_for_ticks_for_ever(self) -> None:
        session, now = copy(self.run.session), self.run.now
        for _ in range(50):
            if session.next_due_s(now) != 0:
                return
            session.tick(now)
        raise AssertionError("due at once, over and over")

    @invariant()
    def one_outcome_at_most(self) -> None:
        session = self.run.session
        assert self.outcomes <= 1
        assert (self.outcomes == 1) == (session.outcome is not None)
        assert (session.outcome is not None) == (session.state in (S.STOPPED, S.ENDED))

    @invariant()
    def no_more_is_walked_than_was_planned(self) -> None:
        summary = summarise("x", self.run.stored())
        slack_s = 0.002 * (1 + len(self.facts))
        blocks = self.run.session.script.plan.blocks
        if not any(block.distance_m for block in blocks):  # a distance takes as long as it takes
            assert 0 <= summary.backward_s <= summary.planned_backward_s + slack_s
            assert 0 <= summary.walked_s <= summary.planned_s + slack_s
        assert 0 <= summary.backward_m <= sum(b.distance_m for b in blocks if b.kind is Kind.BACKWARD) + 0.001
        assert summary.wobbles == sum(isinstance(event, Wobbled) for event in self.run.events)

    def teardown(self) -> None:
        if not hasattr(self, "run"):
            return
        if self.run.state() is S.PAUSED:
            self.run.resume()
            assert self.run.state() is not S.PAUSED
        count = len(self.run.events)
        self.run.finish()
        self.note(tuple(self.run.events[count:]))
        self.one_outcome_at_most()
        self.no_more_is_walked_than_was_planned()


AnySession.TestCase.settings = examples(50)
TestAnySession = AnySession.TestCase
