"""Anything pressed at any time, with a clock that jumps and a loudspeaker that comes and goes: what a walker hears."""

from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from balancecoach.conductor import Conductor, Shown
from balancecoach.core.asides import aside_for_restart
from balancecoach.core.cue import Cue
from balancecoach.core.events import SessionEnded
from balancecoach.core.phrases import Priority
from balancecoach.core.plan import Kind, Plan
from balancecoach.core.script import build_script
from balancecoach.core.session import Session
from balancecoach.core.transitions import State
from balancecoach.speech.announcer import Announcer, Said
from balancecoach.speech.clips import Clips, key
from tests.fakes import FakeClock, examples, p1_week_1, written_walks
from tests.ui.stage import Heard, Kept, corridor, mill

#: Sentences that set the belt in motion.
STARTS = {"helper_start", "button_start", "belt_starting"}
ASKS = ("confirm", "pause", "resume", "stop", "wobble", "say_again", "say_time_left")


class Walk:
    """A real session with its conductor and voice, and a book of what was said when."""

    def __init__(self, plan: Plan) -> None:
        self.clock, self.player, self.record = FakeClock(), Heard(), Kept()
        script = build_script(plan)
        made = {cue for row in script.asides.values() for cue in row} | set(script.all_cues())
        lengths = {key((cue.tone, cue.say)): cue.length_s for cue in made}
        clips = Clips({name: Path("clip.wav") for name in lengths}, frozenset(lengths), lengths)
        self.session = Session(script)
        self.announcer = Announcer(self.player, clips)
        self.said: list[tuple[float, Said]] = []
        self.conductor = Conductor(self.session, self.clock, self.announcer, self.record, self._show)
        self.conductor.begin()

    def _show(self, event: Shown) -> None:
        if isinstance(event, Said):
            self.said.append((self.clock.mono_s, event))
            if event.cue.phrase.key in STARTS:
                at = self.session.state
                starts = at is State.GATE and self.session.block.kind is Kind.BELT_START
                assert starts or at is State.RESTART, (event.cue.phrase.key, at, self.session.block.kind)

    def wait(self, seconds: float) -> None:
        """Let time pass, woken as a runner is."""
        end = self.clock.mono_s + seconds
        while self.clock.mono_s < end - 1e-9:
            self.clock.sleep(min(end - self.clock.mono_s, max(0.001, self.conductor.next_due_s())))
            self.conductor.tick()

    def go_to(self, index: int) -> None:
        """As far as this block, pressing where it has to be."""
        while self.session.index < index and self.session.state is not State.ENDED:
            view = self.conductor.view()
            self.wait(view.left_s if view.state in (State.TIMED, State.EASY, State.SEATED) else view.ready_in_s + 0.01)
            if self.session.state is State.GATE and self.session.index < index:
                self.conductor.confirm()

    def ask(self, what: str) -> None:
        """A person presses something."""
        getattr(self.conductor, what)()

    def to_do(self) -> tuple[Cue, ...]:
        """What has to be said before a person may go on from here."""
        session = self.session
        if session.state is State.RESTART:
            return session.script.asides[aside_for_restart(session.script.plan, session.block)]
        return session.script.cues[session.index] if session.state is State.GATE else ()


class AnyWalk(RuleBasedStateMachine):
    """Random presses at random times."""

    @initialize(
        plan=st.one_of(
            written_walks(),
            st.sampled_from([mill(), corridor(), p1_week_1()]),
        ),
        at=st.integers(0, 40),
    )
    def start(self, plan: Plan, at: int) -> None:
        self.walk = Walk(plan)
        self.walk.go_to(at % len(plan.blocks))
        self.since_s = self.walk.clock.mono_s  # of this state
        self.was: object = None
        self.looked = 0

    @rule(wait_s=st.floats(0.0, 12.0))
    def time_passes(self, wait_s: float) -> None:
        self.walk.wait(wait_s)

    @rule(what=st.sampled_from(ASKS), wait_s=st.floats(0.0, 1.0))
    def something_is_pressed(self, what: str, wait_s: float) -> None:
        self.walk.wait(wait_s)
        before = self.walk.session.state
        count = len(self.walk.said)
        self.walk.ask(what)
        if before is not self.walk.session.state and self.walk.session.state in (State.PAUSED, State.STOPPED):
            heard = [said.cue for _, said in self.walk.said[count:]]
            assert heard, what
            assert heard[-1].block == -1, (what, heard)

    @rule(asleep_s=st.floats(0.0, 40.0))
    def the_machine_is_away(self, asleep_s: float) -> None:
        self.walk.clock.sleep(asleep_s)
        self.walk.conductor.tick()

    @rule(there=st.booleans())
    def the_loudspeaker_comes_or_goes(self, there: bool) -> None:
        lost = not there and not self.walk.player.silent
        self.walk.player.silent = not there
        if lost:
            self.walk.conductor.sound_lost()

    @rule()
    def ready_as_soon_as_it_may_be(self) -> None:
        self.walk.wait(self.walk.conductor.view().ready_in_s + 0.001)
        state = self.walk.session.state
        if state in (State.GATE, State.RESTART):
            said = [cue.cue.phrase.key for at_s, cue in self.walk.said if at_s >= self.since_s - 1e-6]
            wanted = [cue.phrase.key for cue in self.walk.to_do()]
            missing = [name for name in wanted if name not in said]
            assert not missing, (state, missing, said)
        self.walk.ask("confirm")

    @invariant()
    def note_the_state(self) -> None:
        session = self.walk.session
        now = (session.state, session.index, session.step)
        if now != self.was:
            self.was, self.since_s = now, self.walk.clock.mono_s

    @invariant()
    def a_stop_sentence_is_begun_at_once(self) -> None:
        """None waits behind something of less weight."""
        current = self.walk.announcer._current
        waiting = [cue for _, cue in self.walk.announcer._waiting if cue.priority is Priority.STOP]
        if waiting:
            assert current is not None
            assert current.priority is Priority.STOP

    @invariant()
    def nobody_walks_in_silence(self) -> None:
        if self.walk.session.state is State.TIMED and self.walk.said and not self.walk.player.silent:
            assert self.walk.clock.mono_s - self.walk.said[-1][0] < 75.0

    def teardown(self) -> None:
        if not hasattr(self, "walk"):
            return
        walk = self.walk
        for _ in range(2000):
            if walk.session.state is State.ENDED:
                break
            walk.wait(20.0)
            if walk.session.state is State.PAUSED:
                walk.ask("resume")
            elif walk.conductor.view().ready_in_s <= 0:
                walk.ask("confirm")
        kinds = [type(event) for event in walk.record.events]
        assert kinds.count(SessionEnded) == 1


AnyWalk.TestCase.settings = examples(60)
TestAnyWalk = AnyWalk.TestCase
