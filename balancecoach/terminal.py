"""A session in a terminal: for a machine without a screen, for a demonstration, and for trying things out.

The same engine, voice and record as the window. Times go to the left, words to the right.
"""

import signal
import sys
from collections.abc import Callable, Sequence
from typing import Protocol, TextIO

from balancecoach.clock import Clock
from balancecoach.conductor import Conductor, Record, Shown
from balancecoach.core.asides import belt_may_move
from balancecoach.core.daily import CALL_HELP, Statement
from balancecoach.core.events import (
    BlockStarted,
    Outcome,
    Paused,
    Refused,
    RestartBegun,
    Resumed,
    SessionEnded,
    Wobbled,
)
from balancecoach.core.plan import Block, Kind, Surface
from balancecoach.core.script import Script
from balancecoach.core.session import Session
from balancecoach.core.transitions import State
from balancecoach.core.words import N_, tr
from balancecoach.headings import belt_words, emergency_words, heading, metres, step_words
from balancecoach.speech.announcer import Announcer, Said

HELP = N_("Enter passes a step.  Any other key pauses.  W notes a wobble.  S twice stops.  Ctrl-C stops.")


class Keys(Protocol):
    """A keyboard that can be waited for."""

    def wait(self, seconds: float) -> str:
        """One key, or "" after ``seconds``."""
        ...


def daily_check(statements: Sequence[Statement], keys: Keys, out: TextIO | None = None) -> tuple[str, ...]:
    """Ask each line of the daily check; returns the keys of those that were not true, the first of them ends it."""
    print(tr("Before you walk. Say each one out loud: Y for yes, N for not today."), file=out or sys.stderr, flush=True)
    for number, statement in enumerate(statements, 1):
        print(f"  {number}/{len(statements)}  {tr(statement.words)}", file=out or sys.stderr, flush=True)
        while (key := keys.wait(1.0).lower()) not in ("y", "n"):
            pass
        if key == "n":
            return (statement.key,)
    return ()


class Walk:
    """One session in a terminal."""

    def __init__(
        self,
        script: Script,
        clock: Clock,
        announcer: Announcer,
        record: Record,
        *,
        keys: Keys,
        yes: bool,
        demo: bool,
        checked: tuple[str, ...] = (),
        person_id: str = "",
        emergency: str = "",
        helper: str = "",
        out: TextIO | None = None,
    ) -> None:
        self._clock, self._keys, self._yes, self._out = clock, keys, yes, out or sys.stderr
        self._emergency, self._helper = emergency, helper
        self._stop_asked, self._step_told = False, ""
        self.session = Session(script, demo=demo, checked=checked, person_id=person_id)
        self._conductor = Conductor(self.session, clock, announcer, record, self._show)

    def run(self) -> Outcome | None:
        """Walk to the end; Ctrl-C stops and keeps the record."""
        self._line(tr(HELP) if not self._yes else tr("Steps are passed by themselves at their minimum. Ctrl-C stops."))
        self._guard(self._conductor.begin)
        while self.session.state is not State.ENDED:
            self._guard(self._step)
        return self.session.outcome

    def _guard(self, step: Callable[[], None]) -> None:
        try:
            step()
        except KeyboardInterrupt:
            self._break_off()
        self._tell_step()

    def _break_off(self) -> None:
        """Ctrl-C: stop; during the way down, leave. A second press while this works changes nothing."""
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            if self.session.state in (State.STOPPED, State.READY):
                self.session.state = State.ENDED
            else:
                self._conductor.stop()
        finally:
            signal.signal(signal.SIGINT, before)

    def _step(self) -> None:
        if self._yes and self._passes_itself():
            self._conductor.confirm()
            return
        key = self._clock.wait(self._conductor.next_due_s(), self._keys.wait)
        if key:
            self._press(key)
        self._conductor.tick()

    def _passes_itself(self) -> bool:
        state = self.session.state
        waits = state in (State.GATE, State.RESTART, State.STOPPED)
        return waits and self._conductor.view().ready_in_s <= 0  # sooner it would be refused, again and again

    def _press(self, key: str) -> None:
        state = self.session.state
        if key in "sS":
            self._stop()
            return
        self._stop_asked = False
        if key in "wW":
            self._conductor.wobble()
        elif state is State.PAUSED:
            self._conductor.resume()
        elif key in "\r\n " and state is not State.TIMED:
            self._conductor.confirm()
        elif state is State.EASY or self._walks():
            self._conductor.pause()

    def _walks(self) -> bool:
        """Somebody walks: for a time, or for a distance on the floor."""
        session = self.session
        return session.state is State.TIMED or (session.state is State.GATE and session.block.distance_m > 0)

    def _stop(self) -> None:
        if self._stop_asked:
            self._conductor.stop()
            return
        self._stop_asked = True
        if self._walks():
            self._conductor.pause()
        self._line(tr("Press S again to stop the session, any other key to carry on."))

    def _show(self, event: Shown) -> None:
        match event:
            case BlockStarted(index=index):
                self._block(self.session.script.plan.blocks[index])
            case Said(cue, how):
                if cue.say:
                    self._line(
                        f"    {cue.say}" + ("" if how == "voice" or self.session.demo else f"  [{tr(_HOW[how])}]")
                    )
                else:
                    self._line("    5 4 3 2 1")
            case Paused():
                self._line(self._paused())
            case RestartBegun():
                self._line(tr("STARTING AGAIN. Press Enter when the belt runs and you are on it."))
            case Resumed():
                self._block(self.session.block)
            case Wobbled():
                self._line(tr("    wobble noted"))
            case Refused(why="early"):
                left = self._conductor.view().ready_in_s
                self._line(tr("    Not yet: {0:.0f} seconds more.").format(left + 0.5))
            case SessionEnded(outcome=Outcome.STOPPED):
                self._stopped()
            case _:
                pass

    def _paused(self) -> str:
        plan, block = self.session.script.plan, self.session.block
        if block.kind in (Kind.LOOSEN, Kind.SEATED_REST):
            return tr("PAUSED.")
        if plan.surface is Surface.FLOOR:
            return tr("PAUSED. Stand still. Hold the rail.")
        if belt_may_move(block):
            return tr("PAUSED. This app cannot stop the belt: use the treadmill's own stop.")
        return tr("PAUSED. Stand still. Hold both rails.")

    def _stopped(self) -> None:
        """The number to call first: whoever needs it needs it now."""
        self._line(tr("STOPPED."))
        above, below = emergency_words(self._emergency, self._helper)
        if above or below:
            self._line("  ".join(filter(None, (f"{above}: {self._emergency}" if above else "", below))))
        self._line(tr(CALL_HELP))

    def _tell_step(self) -> None:
        """After a stop, each step of the way down once."""
        step, self._step_told = self._step_told, self.session.step
        if self.session.step and self.session.step != step:
            words = step_words(self.session.step)
            press = tr("passes by itself") if self._yes else tr("{0} Press Enter.").format(words.ask)
            self._line(f"{words.act}  ({press})")

    def _block(self, block: Block) -> None:
        view, plan = self._conductor.view(), self.session.script.plan
        at = f"{int(view.session_left_s) // 60}:{int(view.session_left_s) % 60:02}"
        gate = tr("passes by itself") if self._yes else tr("press Enter")
        waits = gate if block.gate else f"{self.session.script.seconds[view.index]:g} s"
        far = metres(block.distance_m) if block.distance_m else ""
        belt = belt_words(block, plan) if block.moving else "" if plan.surface is Surface.FLOOR else tr("belt stopped")
        said = ", ".join(filter(None, (far, waits, belt)))
        self._line(tr("{0} left  {1}  ({2})").format(f"{at:>6}", heading(block, plan.surface), said))

    def _line(self, text: str) -> None:
        print(text, file=self._out, flush=True)


_HOW = {"tone": N_("tone only"), "silent": N_("no sound")}
