"""The sound server dies or hangs, the loudspeaker is unplugged, another is chosen: at random moments of a session.

The app plays through a real PulseAudio of the test's own. What is judged: that which its loudspeakers play, and what
the app says that it says. Somebody asks for the words again all the time, so that there is something to hear.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from balancecoach.log import NAME
from tests.e2e.stage import wait_for
from tests.faults.loudspeakers import Loudspeakers
from tests.faults.result import Result, together
from tests.faults.watched import PLANS, App, Line, chance, new_home, paths_of, shares

LANES = 2
#: From the loss on: the helper's line says so, and what was said to be heard is shown. From when there is a loudspeaker
#: on: words are heard again. PulseAudio's null sink is mute for its first two seconds.
TOLD_S, BACK_S = 3.0, 6.0
#: The window's loop of events never stands so long, without what it waits for a processor that others have.
STOOD_S = 1.0
HEARD_WITHIN_S, HEARD_S = 1.2, 0.06
FIRST, OTHER = "kitchen", "hall"


@dataclass(frozen=True)
class Fault:
    """One fault, when it began, and when there was a loudspeaker again."""

    kind: str
    at_s: float
    there_s: float
    lost: bool  # there was none meanwhile


class Lane:
    """One server, and one app after the other that plays there. ``output``: the loudspeaker chosen, "-" for none."""

    def __init__(self, folder: Path, number: int, seed: int) -> None:
        self.home = new_home(folder, f"lane{number}")
        self._speakers = Loudspeakers(folder / f"sound{number}")
        self._chance, self._output = chance(seed, number), (FIRST.capitalize(), "-")[number % 2]
        self._plan = PLANS[0]
        self.told: list[float] = []
        self.back: list[float] = []
        self.stood: list[float] = []
        self.calm: list[float] = []
        self.kinds: dict[str, int] = {}

    def run(self, times: int) -> Result:
        """So many faults, in as many sessions as it takes."""
        broken: list[str] = []
        done = 0
        self._start()
        try:
            while done < times:
                with self._app() as app:
                    done += self._session(app, times - done, broken)
        finally:
            self._speakers.kill()
        return Result(times, tuple(f"{self.home.name}: {sentence}" for sentence in broken))

    @contextmanager
    def _app(self) -> Iterator[App]:
        more, seed = (self._output,), self._chance.randrange(10**6)
        app = App(self.home, self._plan, seed, self._speakers.env, "tests.faults.listener", more)
        app.start()
        yield app
        app.kill()

    def _session(self, app: App, most: int, broken: list[str]) -> int:
        """Faults until the session ends. How many."""
        log, lost = paths_of(self.home).log / NAME, 0
        before = _said_in(log)
        for number in range(most):
            if not self._all_is_well(app):
                most = number
                break
            time.sleep(self._chance.uniform(0.0, 3.0))
            fault = self._chance.choice(self._faults())()
            self.kinds[fault.kind] = self.kinds.get(fault.kind, 0) + 1
            found = self._judge(app, fault)
            broken += [f"{fault.kind}: {'; '.join(found)}"] if found else []
            lost += fault.lost
            self._mend()
        after = _said_in(log)
        if any(now - then < lost for now, then in zip(after, before, strict=True)):
            broken.append(f"{lost} times without sound; the log tells of {after}, and of {before} before")
        return most

    def _all_is_well(self, app: App) -> bool:
        """A cue was heard a moment ago. ``False`` when the session has ended."""
        wait_for(lambda: self._ended(app) or self._heard_since(app, time.monotonic() - 3.0), "sound", 120.0)
        now = time.monotonic()
        self.calm += _stood(app, now - 3.0, now)
        return not self._ended(app)

    def _ended(self, app: App) -> bool:
        if app.process.poll() is not None:
            raise RuntimeError(f"the app ended by itself ({app.process.returncode}): {app.log()[-3000:]}")
        return any(row.words[0] == "ended" for row in tuple(app.lines))

    def _start(self) -> None:
        self._speakers.start(FIRST, OTHER, dummy=self._chance.random() < 0.5)

    # -- what is broken --------------------------------------------------------------------------------------------
    def _faults(self) -> list[Callable[[], Fault]]:
        return [self._killed, self._hung, self._unplugged, self._the_only_one, self._another_default]

    def _killed(self) -> Fault:
        at_s = time.monotonic()
        self._speakers.kill()
        time.sleep(self._chance.uniform(0.2, 6.0))
        self._start()
        return Fault("server killed", at_s, time.monotonic(), lost=True)

    def _hung(self) -> Fault:
        at_s = time.monotonic()
        self._speakers.hang()
        time.sleep(self._chance.uniform(3.0, 7.0))
        self._speakers.go_on()
        return Fault("server hung", at_s, time.monotonic(), lost=True)

    def _unplugged(self) -> Fault:
        at_s = time.monotonic()
        self._speakers.unplug(FIRST)
        return Fault("unplugged, another there", at_s, time.monotonic(), lost=False)

    def _the_only_one(self) -> Fault:
        self._speakers.unplug(OTHER)
        at_s = time.monotonic()
        self._speakers.unplug(FIRST)
        time.sleep(self._chance.uniform(1.0, 6.0))
        self._speakers.plug_in(OTHER)
        return Fault("unplugged, none there", at_s, time.monotonic(), lost=True)

    def _another_default(self) -> Fault:
        at_s = time.monotonic()
        self._speakers.choose(OTHER)
        return Fault("default changed", at_s, time.monotonic(), lost=False)

    def _mend(self) -> None:
        """As it was before: both are there, and the first is the computer's own."""
        for name in (FIRST, OTHER):
            if name not in self._speakers.plugged:
                self._speakers.plug_in(name)
        self._speakers.choose(FIRST)

    # -- what came of it -------------------------------------------------------------------------------------------
    def _judge(self, app: App, fault: Fault) -> list[str]:
        try:
            wait_for(lambda: self._heard_since(app, fault.there_s) or self._ended(app), "sound", 30.0)
        except TimeoutError as error:
            last = " | ".join(f"{row.at_s - fault.there_s:.1f} {' '.join(row.words)}" for row in app.lines[-12:])
            return [f"{error}; the last of the app: {last}"]
        heard_s = self._heard_since(app, fault.there_s)
        if heard_s is None:
            return []  # the session ended meanwhile: nothing more to hear
        time.sleep(HEARD_WITHIN_S + TOLD_S)
        broken = []
        self.back.append(heard_s - fault.there_s)
        if self.back[-1] > BACK_S:
            broken.append(f"heard again only after {self.back[-1]:.1f} s")
        broken += self._told(app, fault) + self._unannounced(app, fault, heard_s) + self._where(app, fault, heard_s)
        stood = _stood(app, fault.at_s, heard_s)
        self.stood += stood
        broken += [f"the window stood for {seconds:.1f} s" for seconds in stood if seconds > STOOD_S]
        return broken

    def _told(self, app: App, fault: Fault) -> list[str]:
        """The helper reads that there is no sound, soon after there is none."""
        if not fault.lost or fault.there_s - fault.at_s < TOLD_S:
            return []
        rows = _rows(app, "banner", fault.at_s - TOLD_S, fault.there_s)  # before: the other was what it played to
        told = [max(0.0, row.at_s - fault.at_s) for row in rows if _no_sound(row)]
        self.told += told[:1]
        return [] if told and told[0] <= TOLD_S else [f"told after {told} s"]

    def _unannounced(self, app: App, fault: Fault, until_s: float) -> list[str]:
        """Whatever was said to be spoken is heard, or shown and told within ``TOLD_S`` as not heard."""
        broken = []
        for row in _rows(app, "said", fault.at_s - 0.5, until_s):
            if row.words[1] == "silent" or self._is_heard(row.at_s):
                continue
            later = _rows(app, "said", row.at_s, row.at_s + TOLD_S) + _rows(app, "banner", row.at_s, row.at_s + TOLD_S)
            if not any(each.words[1] == "silent" or _no_sound(each) for each in later):
                broken.append(f"{row.words[2]} was not heard at {row.at_s - fault.at_s:+.1f} s, and nobody was told")
        return broken

    def _where(self, app: App, fault: Fault, heard_s: float) -> list[str]:
        """Another default is followed, unless one was chosen and the app has not said that it is not there."""
        if fault.kind != "default changed":
            return []
        read = [row.words[1:3] for row in _rows(app, "banner", 0.0, fault.at_s)]
        wanted = OTHER if self._output == "-" or read[-1:] == [("The", "chosen")] else FIRST
        rest_s = heard_s + HEARD_WITHIN_S
        return [] if self._speakers.loud_s(heard_s, rest_s, wanted) >= HEARD_S else [f"not heard from {wanted}"]

    def _heard_since(self, app: App, since_s: float) -> float | None:
        """When the first words were begun that were heard."""
        rows = _rows(app, "said", since_s, time.monotonic() - HEARD_WITHIN_S)
        return next((row.at_s for row in rows if row.words[1] == "voice" and self._is_heard(row.at_s)), None)

    def _is_heard(self, at_s: float) -> bool:
        return self._speakers.loud_s(at_s, at_s + HEARD_WITHIN_S) >= HEARD_S


def _rows(app: App, what: str, from_s: float, until_s: float) -> list[Line]:
    return [row for row in tuple(app.lines) if row.words[0] == what and from_s <= row.at_s <= until_s]


def _stood(app: App, from_s: float, until_s: float) -> list[float]:
    """How long the window's loop stood, each time, but for its waiting for a processor that others had."""
    return [float(row.words[1]) - float(row.words[2]) for row in _rows(app, "stood", from_s, until_s)]


def _no_sound(row: Line) -> bool:
    return row.words[1:3] == ("No", "sound.") or row.words[1:4] == ("No", "sound", "yet.")


def _said_in(log: Path) -> tuple[int, int]:
    """How often it tells that the sound was lost, and that it came back."""
    text = log.read_text("utf-8") if log.exists() else ""
    return text.count("the sound output is lost"), text.count("there is sound again")


def run(times: int, seed: int) -> Result:
    """So many faults, each of a kind drawn at random."""
    count = min(LANES, times)
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(count) as threads:
        lanes = [Lane(Path(folder), number, seed) for number in range(count)]
        results = list(threads.map(Lane.run, lanes, shares(times, count)))
    kinds = {kind: sum(lane.kinds.get(kind, 0) for lane in lanes) for lane in lanes for kind in sorted(lane.kinds)}
    note = ", ".join(f"{kind} {number}" for kind, number in kinds.items())
    parts = (("told after", "told"), ("heard again after", "back"), ("loop stood", "stood"), ("else", "calm"))
    for words, name in parts:
        found = [seconds for lane in lanes for seconds in getattr(lane, name)] or [0.0]
        note += f"; {words} {median(found):.2f} s (median), {max(found):.2f} s at most"
    return together(results, note)
