"""The session machine: one run of a script, driven by the table in ``transitions.py``.

Time comes in as an argument; methods return what happened. The machine never counts ticks: block boundaries lie on
exact times, so a late tick neither shifts nor shortens anything.
"""

from datetime import timedelta

from msgspec import Struct
from msgspec.structs import replace

from balancecoach.core.asides import (
    LEAST_SETTLE_S,
    SEATED_REST_S,
    STEPS,
    aside_for_carrying_on,
    aside_for_pause,
    aside_for_restart,
    steps_for_stop,
)
from balancecoach.core.cue import Cue
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
    Wobbled,
)
from balancecoach.core.gap import between
from balancecoach.core.layout import AFTER_GATE_S
from balancecoach.core.phrases import PATIENCE_S
from balancecoach.core.plan import SKIPPABLE, Block, Kind
from balancecoach.core.script import Script
from balancecoach.core.transitions import ENDING, IDLE, RUNNING, TRANSITIONS, WAITING, Command, State

#: Times closer than this are the same: sums of floats differ in the last bits.
SAME_S = 1e-6


class View(Struct, frozen=True):
    """What a screen needs to know now. Seconds; ``left_s`` of the block, ``ready_in_s`` until a gate may be passed.

    ``step``: after a stop, the step of the way down (a key of ``asides.STEPS``).
    """

    state: State
    index: int
    block: Block
    elapsed_s: float
    left_s: float
    ready_in_s: float
    session_left_s: float
    step: str = ""


class Session:
    """One run of a script. Not thread-safe: one owner calls it."""

    def __init__(
        self, script: Script, *, demo: bool = False, checked: tuple[str, ...] = (), person_id: str = ""
    ) -> None:
        self.script = script
        self.demo = demo
        self.person_id = person_id
        self.state = State.READY
        self.index = -1
        self.outcome: Outcome | None = None
        self._checked = checked
        self._began_s = 0.0
        self._later_s = sum(script.seconds[1:])  # of the blocks after this one
        self._last: Instant | None = None  # the last tick or command
        self._since_s = 0.0  # when the clock of the current cues started
        self._cues: tuple[Cue, ...] = ()
        self._heard = 0  # cues of self._cues that have come due
        self._kept: tuple[float, int] = (0.0, 0)  # of a paused block: seconds done, cues done
        self._steps: tuple[str, ...] = ()  # after a stop: what is left of the way down, the current step first

    # -- asking ----------------------------------------------------------------------------------------------
    @property
    def block(self) -> Block:
        """The current block; the first one before the start."""
        return self.script.plan.blocks[max(0, self.index)]

    def at_s(self, now: Instant) -> float:
        """Seconds since the session began."""
        return 0.0 if self.state is State.READY else round(now.mono_s - self._began_s, 3)

    def elapsed_s(self, now: Instant) -> float:
        """Seconds done of the current block; a pause does not count."""
        if self.state in RUNNING:
            return max(0.0, now.mono_s - self._since_s)
        return self._kept[0]

    def ready_in_s(self, now: Instant) -> float:
        """Seconds until a gate may be passed, or a pause be left; 0 when it may, or when there is no gate."""
        if self.state not in WAITING:
            return 0.0
        if self.state is State.GATE:
            return _from_now(self.script.seconds[self.index] - self.elapsed_s(now))
        # Nobody starts a belt that has not been stopped: "stop the belt" is heard out first.
        held = self.state is State.PAUSED and self.block.moving
        sits = self.state is State.EASY and self.block.kind is Kind.SEATED_REST
        if sits or held or self.state in (State.RESTART, State.SEATED, State.STOPPED):
            # After a stop or pause everything is said twice; whoever has done it need not hear it again.
            once = len(STEPS[self.step][1]) if self.step else len(self._cues) // (2 if held else 1)
            last = self._cues[max(0, once - 1)]
            needed = last.offset_s + last.length_s + AFTER_GATE_S
            if self.step.startswith("settle"):
                needed = max(needed, LEAST_SETTLE_S)
            return _from_now(needed - (now.mono_s - self._since_s))
        return 0.0

    @property
    def step(self) -> str:
        """After a stop, the step of the way down; else ""."""
        return self._steps[0] if self._steps and self.state is State.STOPPED else ""

    def view(self, now: Instant) -> View:
        """A picture of now."""
        index = max(0, self.index)
        elapsed = self.elapsed_s(now)
        left = max(0.0, self.script.seconds[index] - elapsed)
        whole = left + self._later_s
        if self.step == "sit":
            left = whole = max(0.0, self._since_s + SEATED_REST_S - now.mono_s)
        return View(self.state, index, self.block, elapsed, left, self.ready_in_s(now), whole, self.step)

    def next_due_s(self, now: Instant) -> float | None:
        """Seconds until something happens by itself (a cue, a block's end, a gate's opening); ``None`` for never."""
        times = []
        if self._heard < len(self._cues):
            times.append(self._since_s + self._cues[self._heard].offset_s - now.mono_s)
        if self.state in ENDING:
            times.append(self._since_s + self.script.seconds[self.index] - now.mono_s)
        if self.step == "sit":
            times.append(self._since_s + SEATED_REST_S - now.mono_s)
        if self.ready_in_s(now) > 0:
            times.append(self.ready_in_s(now))
        return _from_now(min(times)) if times else None

    # -- commands --------------------------------------------------------------------------------------------
    def begin(self, now: Instant) -> tuple[Event, ...]:
        """Start the first block."""
        if (self.state, Command.BEGIN) not in TRANSITIONS:
            return self._refuse(Command.BEGIN, now)
        self._began_s, self._last = now.mono_s, now
        plan = self.script.plan
        started = SessionStarted(
            0.0,
            now.wall,
            plan.id,
            plan.title,
            plan.blocks,
            self.demo,
            self._checked,
            self.person_id,
            plan.programme_id,
            plan.week,
        )
        return (started, *self._next_block(now, now.mono_s), *self.tick(now))

    def confirm(self, now: Instant) -> tuple[Event, ...]:
        """A person says the gate's condition is met. Refused until the gate's minimum has passed."""
        before = self.tick(now)
        if (self.state, Command.CONFIRM) not in TRANSITIONS:
            return (*before, *self._refuse(Command.CONFIRM, now))
        if self.ready_in_s(now) > 0:
            return (*before, *self._refuse(Command.CONFIRM, now, "early"))
        if self.state is State.STOPPED:
            taken = StepTaken(self.at_s(now), self.step)
            self._next_step(now.mono_s)
            return (*before, taken, *self.tick(now))
        if self.state is State.RESTART and self.block.kind is not Kind.BELT_START:
            return (*before, *self._back(now), *self.tick(now))
        passed = GatePassed(self.at_s(now), self.index)
        return (*before, passed, *self._next_block(now, now.mono_s), *self.tick(now))

    def pause(self, now: Instant) -> tuple[Event, ...]:
        """Hold the clock; say that the belt still moves, where it does."""
        before = self.tick(now)
        if any(isinstance(event, Paused) for event in before):
            return before  # asleep until now: the pause that was asked for is there already
        if (self.state, Command.PAUSE) not in TRANSITIONS:
            return (*before, *self._refuse(Command.PAUSE, now))
        return (*before, *self._pause(now, now.mono_s, "key"))

    def resume(self, now: Instant) -> tuple[Event, ...]:
        """Go on; by way of starting the belt again where the paused block needs it moving.

        Refused until it was said that the belt has to be stopped.
        """
        before = self.tick(now)
        if (self.state, Command.RESUME) not in TRANSITIONS:
            return (*before, *self._refuse(Command.RESUME, now))
        if self.ready_in_s(now) > 0:
            return (*before, *self._refuse(Command.RESUME, now, "early"))
        if self.block.moving:
            self.state = State.RESTART
            self._speak(aside_for_restart(self.script.plan, self.block), now.mono_s)
            return (*before, RestartBegun(self.at_s(now)), *self.tick(now))
        return (*before, *self._back(now), *self.tick(now))

    def stop(self, now: Instant) -> tuple[Event, ...]:
        """End the session early. Getting down is still guided until a person confirms that it is done."""
        before = self.tick(now)
        if (self.state, Command.STOP) not in TRANSITIONS:
            return (*before, *self._refuse(Command.STOP, now))
        ended = SessionEnded(self.at_s(now), now.wall, Outcome.STOPPED)
        self._keep(now.mono_s)
        self.state, self.outcome = State.STOPPED, Outcome.STOPPED
        self._steps = ("", *steps_for_stop(self.script.plan, self.block))
        self._next_step(now.mono_s)
        return (*before, ended, *self.tick(now))

    def jump(self, index: int, now: Instant) -> tuple[Event, ...]:
        """In a demonstration, go to any block at once. Raises ``ValueError`` in a real session: a bug of ours."""
        if not self.demo or not 0 <= index < len(self.script.plan.blocks):
            raise ValueError(f"no jump to block {index} here")
        if self.state in (State.READY, State.STOPPED, State.ENDED):
            return self._refuse(Command.CONFIRM, now)
        self._last = now
        self.index = index - 1
        return (*self._next_block(now, now.mono_s), *self.tick(now))

    def wobble(self, now: Instant) -> tuple[Event, ...]:
        """The helper noted a near-stumble."""
        before = self.tick(now)
        if (self.state, Command.WOBBLE) not in TRANSITIONS:
            return (*before, *self._refuse(Command.WOBBLE, now))
        said = tuple(CueDue(self.at_s(now), cue) for cue in self.script.asides["wobble"])
        return (*before, Wobbled(self.at_s(now), self.index), *said)

    def tick(self, now: Instant) -> tuple[Event, ...]:
        """Let time pass. Call at ``next_due_s`` and at least every second (``gap.AWAY_S``); a little late is fine."""
        if self.state in IDLE:
            return ()
        slept = self._slept(now)
        if slept is not None and not self.demo and (self.state, Command.PAUSE) in TRANSITIONS:
            return self._pause(now, slept, "asleep")
        events: list[Event] = []
        if self.step == "sit" and now.mono_s >= self._since_s + SEATED_REST_S - SAME_S:
            self._next_step(now.mono_s)
        while self.state in ENDING:
            end_s = self._since_s + self.script.seconds[self.index]
            if now.mono_s < end_s - SAME_S:
                break
            events += self._miss_rest(end_s)
            events += self._next_block(now, end_s)
        events += self._cues_due(now)
        return tuple(_no_burst(events, self.at_s(now))) if events else ()

    # -- inside ----------------------------------------------------------------------------------------------
    def _refuse(self, command: Command, now: Instant, why: str = "state") -> tuple[Event, ...]:
        return (Refused(self.at_s(now), command.value, why),)

    def _slept(self, now: Instant) -> float | None:
        """Monotonic time of the last tick when the machine was away since: asleep, or held up too long."""
        last = self._last or now
        self._last = now if now.mono_s >= last.mono_s else replace(now, mono_s=last.mono_s)
        return last.mono_s if between(last, now).away else None

    def _next_block(self, now: Instant, start_s: float) -> tuple[Event, ...]:
        self.index += 1
        self._later_s = sum(self.script.seconds[self.index + 1 :])
        if self.index >= len(self.script.plan.blocks):
            self.index -= 1
            self._keep(start_s)
            self._cues, self._heard = (), 0
            self.state, self.outcome = State.ENDED, Outcome.COMPLETED
            wall = now.wall - timedelta(seconds=now.mono_s - start_s)
            return (SessionEnded(round(start_s - self._began_s, 3), wall, Outcome.COMPLETED),)
        self._enter(start_s, 0.0, 0)
        return (BlockStarted(round(start_s - self._began_s, 3), self.index),)

    def _enter(self, now_s: float, elapsed_s: float, heard: int) -> None:
        """Run the current block's clock, ``elapsed_s`` of it done and ``heard`` cues behind."""
        self.state = self._state_of_block()
        self._since_s = now_s - elapsed_s
        self._cues, self._heard = self.script.cues[self.index], heard

    def _state_of_block(self) -> State:
        if self.block.gate:
            return State.GATE
        if self.block.kind is Kind.SEATED_REST and self.index == len(self.script.plan.blocks) - 1:
            return State.SEATED
        return State.EASY if self.block.kind in SKIPPABLE else State.TIMED

    def _next_step(self, now_s: float) -> None:
        """After a stop: the next step of the way down, or the end."""
        self._steps = self._steps[1:]
        if self._steps:
            self._speak(f"stop_{self._steps[0]}", now_s)
        else:
            self.state = State.ENDED
            self._cues, self._heard = (), 0

    def _back(self, now: Instant) -> tuple[Event, ...]:
        """After a pause: a gate begins again, a timed block goes on where it was."""
        elapsed, heard = (0.0, 0) if self.block.gate else self._kept
        self._enter(now.mono_s, elapsed, heard)
        said: tuple[Event, ...] = ()
        if not self.block.gate:
            name = aside_for_carrying_on(self.script.plan, self.block)
            said = tuple(CueDue(self.at_s(now), cue) for cue in self._aside(name))
        return (Resumed(self.at_s(now)), *said)

    def _keep(self, now_s: float) -> None:
        """Remember how far the block was, once: a second pause while paused adds nothing."""
        if self.state in RUNNING:
            self._kept = (max(0.0, now_s - self._since_s), self._heard)

    def _pause(self, now: Instant, at_mono_s: float, why: str) -> tuple[Event, ...]:
        self._keep(at_mono_s)
        self.state = State.PAUSED
        self._speak(aside_for_pause(self.script.plan, self.block), now.mono_s)
        return (Paused(round(at_mono_s - self._began_s, 3), why), *self._cues_due(now))

    def _aside(self, name: str) -> tuple[Cue, ...]:
        return self.script.asides[name]

    def _speak(self, aside: str, now_s: float) -> None:
        self._cues, self._heard, self._since_s = self._aside(aside), 0, now_s

    def _cues_due(self, now: Instant) -> list[Event]:
        """Cues whose time has come: each is said, or recorded as missed when it would come too late to be right."""
        events: list[Event] = []
        while self._heard < len(self._cues):
            cue = self._cues[self._heard]
            late = now.mono_s - self._since_s - cue.offset_s
            if late < -SAME_S:
                break
            self._heard += 1
            if late > PATIENCE_S[cue.priority]:
                events.append(CueMissed(self.at_s(now), cue.phrase.key, "late"))
            else:
                events.append(CueDue(self.at_s(now), cue, round(max(0.0, late), 3)))
        return events

    def _miss_rest(self, end_s: float) -> list[Event]:
        """The block is over: what it still had to say is no longer true."""
        rest, self._heard = self._cues[self._heard :], len(self._cues)
        return [CueMissed(round(end_s - self._began_s, 3), cue.phrase.key, "late") for cue in rest]


def _from_now(seconds: float) -> float:
    return seconds if seconds > SAME_S else 0.0


def _no_burst(events: list[Event], at_s: float) -> list[Event]:
    """Of several cues due at once the most important is said, the newest of equals; the others are missed."""
    due = [event for event in events if isinstance(event, CueDue)]
    if len(due) < 2:
        return events
    best = max(due, key=lambda event: (event.cue.priority, -event.late_s))
    return [
        CueMissed(at_s, event.cue.phrase.key, "crowded") if isinstance(event, CueDue) and event is not best else event
        for event in events
    ]
