"""Clocks that do what clocks should not, and a session walked by them: all of the engine is real but sound and time."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from balancecoach.clock import RealClock
from balancecoach.conductor import Conductor, Shown
from balancecoach.core import macros
from balancecoach.core.cue import Cue
from balancecoach.core.events import CueDue, During, Outcome, Paused, SessionEnded
from balancecoach.core.plan import WALKING, Kind, Plan
from balancecoach.core.progress import Summary, summarise
from balancecoach.core.script import Script, build_script
from balancecoach.core.session import Session
from balancecoach.core.transitions import RUNNING, State
from balancecoach.runner import Runner, until_next_digit
from balancecoach.speech.announcer import Announcer, Said
from tests.fakes import plan_of
from tests.ui.stage import Heard, Kept, clips_for

#: A Wednesday, so that a day more or less stays in its week.
MIDDAY = datetime(2026, 3, 4, 12, 0, tzinfo=UTC).timestamp()
#: What a system's clocks do while it sleeps: go on; stand still, and somebody says how long; only the wall shows it.
SYSTEMS = ("counts", "says", "silent")
#: More ticks than any session here takes.
MOST = 20_000


class Sources:
    """What ``RealClock`` reads, told the time."""

    def __init__(self, system: str, posix_s: float = MIDDAY) -> None:
        self.system = system
        self.mono_s, self.posix_s, self.slept_s = 5000.0, posix_s, 0.0

    def steady(self) -> float:
        """As ``time.monotonic``."""
        return self.mono_s

    def posix(self) -> float:
        """As ``time.time``."""
        return self.posix_s

    def asleep(self) -> float | None:
        """As ``clock.asleep_s``."""
        return {"counts": 0.0, "says": self.slept_s}.get(self.system)

    def clock(self) -> RealClock:
        """The product's own."""
        return RealClock(self.steady, self.posix, self.asleep)

    def pass_(self, seconds: float) -> None:
        """Awake."""
        self.mono_s += seconds
        self.posix_s += seconds

    def sleep(self, seconds: float) -> None:
        """The machine is asleep."""
        self.posix_s += seconds
        self.slept_s += seconds
        self.mono_s += seconds if self.system == "counts" else 0.0

    def set_wall(self, seconds: float) -> None:
        """Somebody, or the network, sets the clock."""
        self.posix_s += seconds


@dataclass(frozen=True)
class Odd:
    """Something odd. ``pauses``: it has to be taken for an absence. ``counted_s``: the seconds of it that count."""

    name: str
    do: Callable[[Sources], object]
    pauses: bool = False
    counted_s: float = 0.0


def oddities(system: str) -> tuple[Odd, ...]:
    """All of them, on such a system."""
    counts, only_wall = system == "counts", system == "silent"
    found = [
        Odd(f"sleep {seconds} s", partial(Sources.sleep, seconds=seconds), True, float(seconds) if counts else 0.0)
        for seconds in (6, 600, 9 * 3600)
    ]
    for words, seconds in (("hour", 3600), ("day", 86400), ("year", 365 * 86400)):
        found += [
            Odd(f"wall + a {words}", partial(Sources.set_wall, seconds=seconds), only_wall),
            Odd(f"wall - a {words}", partial(Sources.set_wall, seconds=-seconds)),
        ]
    return (
        *found,
        Odd("monotonic 0.2 s back", lambda s: setattr(s, "mono_s", s.mono_s - 0.2)),
        Odd("monotonic 100 ms ahead", lambda s: setattr(s, "mono_s", s.mono_s + 0.1), counted_s=0.1),
        Odd("monotonic 9 h ahead", lambda s: setattr(s, "mono_s", s.mono_s + 32400), True, 32400.0),
        Odd("held up for 3 s", lambda s: s.pass_(3.0), counted_s=3.0),
    )


class Shows:
    """What is shown, and said."""

    def __init__(self) -> None:
        self.said: list[Cue] = []

    def take(self, event: Shown) -> None:
        """One thing more."""
        if isinstance(event, Said):
            self.said.append(event.cue)


def short_plan() -> Plan:
    """Every kind of block, as short as it may be."""
    return plan_of(
        *macros.loosen(40),
        *macros.prepare(),
        *macros.start_forward(),
        *macros.warm_up(60, 1.6),
        *macros.turn_away(1.2),
        *macros.bouts(2, 40, 30, 1.2),
        *macros.seated_break(1.2, 60),
        *macros.bouts(1, 40, 30, 1.2),
        *macros.turn_back(),
        *macros.cool_down(60, 1.5),
        *macros.end(),
    )


class Walk:
    """A session on odd clocks, with somebody who presses what is asked for."""

    def __init__(self, sources: Sources, script: Script | None = None) -> None:
        self.sources, self.script = sources, script or build_script(short_plan())
        self.session = Session(self.script, person_id="ann")
        self.record, self.shows = Kept(), Shows()
        announcer = Announcer(Heard(), clips_for(self.script.clips()))
        self.conductor = Conductor(self.session, sources.clock(), announcer, self.record, self.shows.take)

    def copy(self, system: str) -> "Walk":
        """The same moment once more, on another kind of system."""
        made = deepcopy(self, {id(self.script): self.script})
        made.sources.system = system
        return made

    def begin(self) -> None:
        """Start."""
        Runner(self.conductor).begin()

    def tick(self, seconds: float | None = None) -> None:
        """Until the runner would wake, at most ``seconds``; a tick that comes at once again and again never ends."""
        due = min(self.conductor.next_due_s(), until_next_digit(self.conductor.view()))
        self.sources.pass_(max(0.001, due if seconds is None else min(due, seconds)))
        Runner(self.conductor).wake()

    def wait(self, seconds: float) -> None:
        """Let so much time pass."""
        end_s = self.sources.mono_s + seconds
        while self.sources.mono_s < end_s - 1e-6:
            self.tick(end_s - self.sources.mono_s)

    def press(self) -> None:
        """What a person would press now, when it can be."""
        if self.session.state is State.PAUSED:
            Runner(self.conductor).resume()
        elif self.session.state in (State.GATE, State.RESTART, State.STOPPED) and self._ready():
            Runner(self.conductor).confirm()

    def _ready(self) -> bool:
        return self.conductor.view().ready_in_s <= 0 and self.session.step != "sit"

    def go_to(self, there: Callable[[Session], bool]) -> None:
        """Until this is so."""
        for _ in range(MOST):
            if there(self.session):
                return
            self.tick()
            self.press()
        raise AssertionError(f"never: stuck in {self.session.state}, block {self.session.index}")

    def finish(self) -> None:
        """To the end."""
        self.go_to(lambda session: session.state is State.ENDED)

    def events(self) -> tuple[During, ...]:
        """What was kept."""
        return tuple(event for event in self.record.events if isinstance(event, During))

    def summary(self) -> Summary:
        """As the record folds it."""
        return summarise("odd", self.events())

    def walked_s(self) -> float:
        """Until now, as the record would say it after a crash."""
        now = self.sources.clock().now()
        end = SessionEnded(self.session.at_s(now), now.wall, Outcome.INTERRUPTED)
        ended = any(isinstance(event, SessionEnded) for event in self.events())
        return summarise("odd", self.events() if ended else (*self.events(), end)).walked_s

    def planned_s(self) -> float:
        """All walks of the plan."""
        both = zip(self.script.seconds, self.script.plan.blocks, strict=True)
        return sum(seconds for seconds, block in both if block.kind in WALKING)


def places() -> dict[str, Walk]:
    """A session in each kind of block and each state, some seconds into it."""
    walk, found = Walk(Sources("says")), dict[str, Walk]()
    walk.begin()
    while walk.session.state is not State.ENDED:
        name = f"{walk.session.block.kind.value}, {walk.session.state.value}"
        if name not in found:
            walk.wait(4.0)
            found[name] = walk.copy("says")
        walk.tick()
        walk.press()
    bout = found[f"{Kind.BACKWARD.value}, {State.TIMED.value}"]
    paused = bout.copy("says")
    Runner(paused.conductor).pause()
    paused.wait(4.0)
    restart = paused.copy("says")
    restart.press()
    restart.wait(4.0)
    found |= {"paused": paused, "starting the belt again": restart}
    stopped = bout.copy("says")
    Runner(stopped.conductor).stop()
    for step in ("belt", "settle", "down", "sit"):
        stopped.go_to(partial(_at_step, step))
        stopped.wait(4.0)
        found[f"stopped: {step}"] = stopped.copy("says")
    return found


def _at_step(step: str, session: Session) -> bool:
    return session.step == step


def judge(walk: Walk, odd: Odd) -> list[str]:
    """What does not hold when this happens now, and the session is walked to its end."""
    before = walk.conductor.view()
    said, kept = len(walk.shows.said), len(walk.record.events)
    walked_s = walk.walked_s()
    odd.do(walk.sources)
    walk.sources.pass_(0.05)
    Runner(walk.conductor).wake()
    after, broken = walk.conductor.view(), list[str]()
    pauses = odd.pauses and before.state not in (State.PAUSED, State.STOPPED, State.SEATED)
    pause = [event for event in walk.record.events[kept:] if isinstance(event, Paused)]
    if pauses != (after.state is State.PAUSED and before.state is not State.PAUSED):
        broken.append(f"{before.state} became {after.state}")
    if pauses and [event.why for event in pause] != ["asleep"]:
        broken.append(f"the record has {pause}")
    if pauses and len(walk.shows.said) == said:
        broken.append("the pause was not said")
    if len(walk.shows.said) > said + 1 or sum(isinstance(e, CueDue) for e in walk.record.events[kept:]) > 1:
        broken.append("a burst of cues")
    counted_s = 0.0 if pauses or before.state not in RUNNING else odd.counted_s + 0.05
    left_s = max(0.0, before.left_s - counted_s)
    if after.state is not State.ENDED and before.step != "sit" and abs(after.left_s - left_s) > 0.25:
        broken.append(f"jumped: {before.left_s:.2f} s were left, then {after.left_s:.2f}")
    if walk.walked_s() > walked_s + odd.counted_s * (not pauses) + 0.1:
        broken.append("walked seconds jumped")
    walk.finish()
    end = walk.summary()
    if before.state is not State.STOPPED and abs(end.walked_s - walk.planned_s()) > 0.25:
        broken.append(f"{walk.planned_s():.1f} s were walked, {end.walked_s:.1f} s are kept")
    if before.state is State.STOPPED and abs(end.walked_s - walked_s) > 0.01:
        broken.append(f"after a stop {walked_s:.1f} s became {end.walked_s:.1f}")
    return broken
