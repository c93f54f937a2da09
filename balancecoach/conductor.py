"""Carries a session's events to the voice first, then to the record and to whoever shows them.

Window and terminal use the same one. Nothing here waits: the record takes an event and returns, and so does the voice.
A bug of ours in one of them keeps no other from its turn; it is raised when all had theirs.
"""

import logging
from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

from balancecoach.clock import Clock
from balancecoach.core.asides import aside_for_pause, aside_for_restart, steps_for_stop
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
    SessionEnded,
    StepTaken,
)
from balancecoach.core.gap import AWAY_S, between
from balancecoach.core.session import Session, View
from balancecoach.core.time_left import asked_for, counts, left_aside
from balancecoach.core.transitions import State
from balancecoach.speech.announcer import Announcer, Heard, Missed, Said

Shown = Event | Said
Show = Callable[[Shown], None]
Answer = TypeVar("Answer")
_log = logging.getLogger(__name__)

#: A heartbeat at the first tick after this. Ticks come once a second: a whole second here would miss every other one
#: by a hair, and after a crash up to two seconds of a walk were gone (docs/reliability.md).
BEAT_S = 0.5
#: Ticks come once a second. One that is later than this is worth a line in the log.
HELD_S = 2.5
#: Who asks again sooner than this still hears the answer.
ASK_AGAIN_S = 2.0


class Record(Protocol):
    """Where a session is kept."""

    def append(self, event: Event) -> None:
        """Keep an event."""
        ...

    def beat(self, at_s: float, now: Instant) -> None:
        """The session is alive at ``at_s``."""
        ...


#: What was being said before is over.
_HUSHING = (GatePassed, Paused, SessionEnded, StepTaken)


class Conductor:
    """One session being walked."""

    def __init__(self, session: Session, clock: Clock, announcer: Announcer, record: Record, show: Show) -> None:
        self.session, self._clock = session, clock
        self._announcer, self._record, self._show = announcer, record, show
        self._beat_s = 0.0
        self._answered_s = -ASK_AGAIN_S
        self._broken: list[Exception] = []
        self._seen: Instant | None = None
        self.lost = False  # an event could not be kept, for a mistake of ours
        self._lame: set[str] = set()  # what the session could not answer when it was asked last
        self.given_up = False

    def begin(self) -> None:
        """Start the session."""
        self._do(lambda now: self.session.begin(now))

    def confirm(self) -> None:
        """A person passes the gate, or says that they are down after a stop."""
        self._do(lambda now: self.session.confirm(now))

    def pause(self) -> None:
        """Hold the clock."""
        self._do(lambda now: self.session.pause(now))

    def resume(self) -> None:
        """Go on."""
        self._do(lambda now: self.session.resume(now))

    def stop(self) -> None:
        """End early."""
        self._do(lambda now: self.session.stop(now))

    def wobble(self) -> None:
        """Note a near-stumble."""
        self._do(lambda now: self.session.wobble(now))

    def give_up(self) -> None:
        """The session's rules do not work any more: end the record, and say what to do now, without them."""
        session, now = self.session, self._clock.now()
        self.given_up = True
        self._keep(SessionEnded(session.at_s(now), now.wall, Outcome.INTERRUPTED))
        step = session.step or steps_for_stop(session.script.plan, session.block)[0]
        self._announcer.hush()
        for cue in session.script.asides[f"stop_{step}"]:  # the first is said, the others wait for their turn
            for heard in self._announcer.cue(cue, now.mono_s):
                if isinstance(heard, Said):
                    self._tell(heard)
        self._raise()

    def jump(self, index: int) -> None:
        """In a demonstration, go to any block: what sounds and waits belongs to the one that is left."""
        now = self._clock.now()
        self._hear(self._announcer.hush(), now)
        self._carry(self.session.jump(index, now), now)

    def tick(self) -> None:
        """Let time pass."""
        now = self._clock.now()
        self._notice(now)
        if self.given_up:
            self._announcer.tick(now.mono_s)
            return
        try:
            self._carry(self._asked("rules", lambda: self.session.tick(now)), now)
        finally:
            self._beat(now)

    def _do(self, what: Callable[[Instant], Iterable[Event]]) -> None:
        """What a person asks for; nothing any more when the session was given up."""
        now = self._clock.now()
        self._notice(now)
        if not self.given_up:
            self._carry(self._asked("rules", lambda: what(now)), now)

    @property
    def lame(self) -> bool:
        """The session's own rules went wrong when they were asked last."""
        return bool(self._lame)

    def _asked(self, name: str, what: Callable[[], Answer]) -> Answer:
        """What the session answers; whether it could."""
        self._lame.add(name)
        answer = what()
        self._lame.discard(name)
        return answer

    def _notice(self, now: Instant) -> None:
        """What the clocks did since the last tick, for the log: it explains a pause or a late cue afterwards."""
        before, self._seen = self._seen, now
        if before is None or self.session.demo:
            return
        gap = between(before, now)
        if gap.slept_s > AWAY_S:
            _log.warning("the computer slept for %.0f s%s", gap.slept_s, "" if gap.sure else ", or its clock was set")
        if gap.passed_s > HELD_S:
            why = "the program was held up, or the computer slept" if gap.away else "the program was held up"
            _log.warning("for %.1f s nothing could be done: %s", gap.passed_s, why)
        if abs(gap.set_s) > AWAY_S:
            _log.warning("the computer's clock was set by %+.0f s", gap.set_s)

    def _beat(self, now: Instant) -> None:
        if now.mono_s - self._beat_s >= BEAT_S and self.session.state is not State.ENDED:
            self._beat_s = now.mono_s
            self._record.beat(self.session.at_s(now), now)

    def say_again(self) -> None:
        """Speak once more what is to be done now (a helper or walker did not catch it).

        Not while a sentence about safety or a stop is being said: it goes on, and is repeated anyway.
        """
        cues, now = self._to_do(), self._clock.now()
        if cues and not self._announcer.must_finish(now.mono_s):
            self._hear(self._announcer.tick(now.mono_s), now)
            self._hear(self._announcer.hush(), now)
            self._hear(self._announcer.cue(cues[0], now.mono_s), now)
            self._raise()

    def sound_lost(self) -> None:
        """There is no loudspeaker any more: what it was just saying is shown instead, and recorded as not heard."""
        now = self._clock.now()
        self._hear(self._announcer.unheard(now.mono_s), now)
        self._raise()

    def say_time_left(self) -> None:
        """Speak how long the block goes on; where a person is waited for, what there is to do."""
        now = self._clock.now()
        view = self.session.view(now)
        if now.mono_s - self._answered_s < ASK_AGAIN_S:
            return
        self._answered_s = now.mono_s
        if not counts(view.state, view.step):
            if not self._announcer.busy(now.mono_s):  # else it is being said: "stop the belt" is not cut off
                self.say_again()
            return
        for cue in self.session.script.asides[left_aside(view.left_s)]:
            self._hear(self._announcer.cue(cue, now.mono_s), now)
        self._raise()

    def _to_do(self) -> tuple[Cue, ...]:
        """The sentences of the block, the pause, the restart or the step of the way down: the first is repeated."""
        session = self.session
        plan, asides = session.script.plan, session.script.asides
        match session.state:
            case State.READY | State.ENDED:
                return ()
            case State.PAUSED:
                return asides[aside_for_pause(plan, session.block)]
            case State.RESTART:
                return asides[aside_for_restart(plan, session.block)]
            case State.STOPPED:
                return asides[f"stop_{session.step}"]
            case _:
                return session.script.cues[session.index]

    def view(self) -> View:
        """A picture of now."""
        return self._asked("view", lambda: self.session.view(self._clock.now()))

    def real_s(self, seconds: float) -> float:
        """How many real seconds ``seconds`` of the session's time take."""
        return self._clock.real_s(seconds)

    def next_due_s(self) -> float:
        """Seconds until ``tick`` is wanted: never more than one, so that a machine that slept is noticed."""
        now = self._clock.now()
        session_s = None if self.given_up else self.session.next_due_s(now)
        due = [1.0, session_s, self._announcer.next_due_s(now.mono_s)]
        return min(seconds for seconds in due if seconds is not None)

    def _carry(self, events: Iterable[Event], now: Instant) -> None:
        rows = tuple(events)
        heard = self._voice(rows, now)
        for event in rows:
            if not isinstance(event, Refused):
                self._keep(event)
            self._tell(event)
        self._hear(heard, now)
        self._raise()

    def _voice(self, events: tuple[Event, ...], now: Instant) -> tuple[Heard, ...]:
        heard: tuple[Heard, ...] = ()
        if any(isinstance(event, _HUSHING) for event in events):
            heard = self._announcer.forget_waiting()  # else it would begin now, only to be cut off
        heard += self._announcer.tick(now.mono_s)
        for event in events:
            if isinstance(event, BlockStarted):
                heard += self._announcer.forget_waiting()
            elif isinstance(event, _HUSHING):
                heard += self._announcer.hush()
            elif isinstance(event, CueDue):
                heard += self._announcer.cue(event.cue, now.mono_s, event.late_s)
        return heard

    def _hear(self, heard: tuple[Heard, ...], now: Instant) -> None:
        at_s = self.session.at_s(now)
        for row in heard:
            if isinstance(row, Missed):
                if not asked_for(row.cue):
                    self._miss(row.cue, row.why, at_s)
                continue
            self._tell(row)
            if row.how == "silent" and not (self.session.demo or asked_for(row.cue)):
                self._miss(row.cue, "silent", at_s)

    def _miss(self, cue: Cue, why: str, at_s: float) -> None:
        missed = CueMissed(at_s, cue.phrase.key, why)
        self._keep(missed)
        self._tell(missed)

    # -- whatever becomes of the others ------------------------------------------------------------------------
    def _keep(self, event: Event) -> None:
        try:
            self._record.append(event)
        except Exception as error:
            self.lost = True
            self._broken.append(error)

    def _tell(self, event: Shown) -> None:
        try:
            self._show(event)
        except Exception as error:
            self._broken.append(error)

    def _raise(self) -> None:
        """What went wrong, once."""
        broken = [*self._broken, *self._announcer.broken]
        self._broken.clear()
        self._announcer.broken.clear()
        if len(broken) == 1:
            raise broken[0]
        if broken:
            raise ExceptionGroup("several parts of a session went wrong", broken)
