"""Other programs that a person could use instead: started on the stage, and measured with all that they start.

Each has a home and a D-Bus of its own, and a mark, by which all that it has started is ended. Memory and processor are
those of the program and its children; the bus and its services are a desktop's, which everybody has.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.bench.marks import end, new_mark
from tests.bench.rig import Rig
from tests.bench.workers.used import children, processor_s, pss_mb, wakeups
from tests.e2e.stage import wait_for

BUS = "dbus-run-session"
WINDOW_S, MOVE_S = 20.0, 1.0


# -- the programs ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Other:
    """A program, as one types it, and how it is made to count down, when there is a simple way."""

    name: str
    settings: tuple[str, str] = ("", "")  # a file in ~/.config, and what is in it
    presses: tuple[str, ...] = ()  # keys, or places in its window as "x,y"
    first: tuple[str, ...] = ()  # what it wants pressed at its very first start
    moves: bool = False  # it counts while somebody moves the mouse

    @property
    def counts(self) -> bool:
        """Whether there is a way."""
        return bool(self.settings[0] or self.presses or self.moves)


JOB = "[Jobs]\nNumber=1\n\n[Job0]\nCommand=true\nDelay=3000\nState=2\n"
OTHERS = (
    Other("workrave", moves=True),
    Other("ktimer", settings=("ktimerrc", JOB)),
    Other("gtimelog"),
    Other("gnome-clocks", presses=("alt+4", "476,294", "434,541")),  # its timer: 45 minutes, Start
    Other("vorta"),
    Other("GoldenCheetah"),
    Other("anki", first=("Return", "alt+y")),  # its language, and that one is sure
)


@dataclass(frozen=True)
class Used:
    """Share of a core, and wake-ups a second."""

    cpu: float
    wakeups: float


@dataclass
class Found:
    """What was measured of a program. ``opened_s``: of each start but the first."""

    title: str = ""
    opened_s: list[float] = field(default_factory=list)
    mb: float = 0.0
    idle: Used = Used(0.0, 0.0)
    counting: Used | None = None

    @property
    def window_s(self) -> float:
        """Median."""
        return statistics.median(self.opened_s)


class Running:
    """A program on the stage. Use as a context manager: it and all that it has started are ended."""

    def __init__(self, rig: Rig, name: str, home: Path) -> None:
        self._rig, self._name, self.mark = rig, name, new_mark()
        (home / ".config").mkdir(parents=True, exist_ok=True)
        own = {"HOME": str(home), "XDG_CONFIG_HOME": str(home / ".config")}
        self._env = {**rig.stage.env, **own, **self.mark}

    def __enter__(self) -> Self:
        quiet = subprocess.DEVNULL
        wait_for(lambda: not self._windows(), "stage without windows")  # a new one may have the number of an old one
        self._begun_s = time.monotonic()
        self._process = subprocess.Popen([BUS, "--", self._name], env=self._env, stdout=quiet, stderr=quiet)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        end(self.mark)
        self._process.wait()

    def opened_s(self) -> float:
        """From its start to its first window, known to some 20 ms. Raises ``TimeoutError``."""
        self.window = wait_for(self._new_window, "window", WINDOW_S, 0.01)
        return time.monotonic() - self._begun_s

    def _new_window(self) -> str:
        if self._process.poll() is not None:
            raise RuntimeError("it ends by itself")
        return next(iter(self._windows()), "")

    def _windows(self) -> list[str]:
        return self._rig.stage.xdotool("search", "--onlyvisible", "--name", ".").split()

    def title(self) -> str:
        """Of its first window."""
        return self._rig.stage.xdotool("getwindowname", self.window)

    def press(self, what: str) -> None:
        """A key, or a place in its window."""
        if "," in what:
            self._rig.stage.xdotool("mousemove", "--window", self.window, *what.split(","), "click", "1")
        else:
            self._rig.stage.press(what)
        time.sleep(MOVE_S)  # it may lay itself out anew

    def mb(self) -> float:
        """Memory of it and its children."""
        return self._sum(pss_mb)

    def used(self, seconds: float, *, moves: bool = False) -> Used:
        """While so much time goes by."""
        begun_s, cpu, woken = time.monotonic(), self._sum(processor_s), self._sum(wakeups)
        way = 1
        while (left_s := begun_s + seconds - time.monotonic()) > 0:
            time.sleep(min(MOVE_S, left_s) if moves else left_s)
            if moves:
                self._rig.stage.xdotool("mousemove_relative", "--", str(5 * way), "0")
                way = -way
        took_s = time.monotonic() - begun_s
        return Used((self._sum(processor_s) - cpu) / took_s, (self._sum(wakeups) - woken) / took_s)

    def _sum(self, what: Callable[[int], float]) -> float:
        return sum(what(pid) for pid in family(self._process.pid))


def family(bus: int) -> list[int]:
    """The program that was started with a bus of its own, and what descends from it, but not the bus."""
    found = [pid for pid in children(bus) if "dbus-daemon" not in Path(f"/proc/{pid}/comm").read_text("utf-8")]
    for pid in found:
        found += children(pid)
    return found


# -- what is measured of them ------------------------------------------------------------------------------------


def others(rig: Rig) -> tuple[dict[str, Found], list[str]]:
    """Those that are installed, measured once in a run of the bench; and the others, with what they lack."""
    if "others" not in rig.kept:
        found: dict[str, Found] = {}
        lacking = []
        for other in OTHERS:
            absent = [name for name in (other.name, BUS) if shutil.which(name) is None]
            if absent:
                lacking.append(f"{' and '.join(absent)} not installed")
                continue
            try:
                found[other.name] = _measured(rig, other)
            except (TimeoutError, RuntimeError, OSError) as error:
                lacking.append(f"{other.name}: {error}")
        rig.kept["others"] = found, lacking
    kept: tuple[dict[str, Found], list[str]] = rig.kept["others"]
    return kept


def _measured(rig: Rig, other: Other) -> Found:
    """Its starts, the first of which warms the caches; then it is left alone; then it counts down."""
    found, seconds, settle_s = Found(), rig.pick(3, 30), rig.pick(2, 10)
    home = rig.folder / "others" / other.name
    last = rig.pick(1, 5)
    for number in range(last + 1):
        with Running(rig, other.name, home) as running:
            opened_s = running.opened_s()
            if number:
                found.opened_s.append(opened_s)
            for what in () if number else other.first:
                running.press(what)
            time.sleep(settle_s if number in (0, last) else MOVE_S)  # to load, and to write what the next one reads
            if number == last:
                found.title, found.mb, found.idle = running.title(), running.mb(), running.used(seconds)
    if other.counts:
        found.counting = _counting(rig, other, seconds, settle_s)
    return found


def _counting(rig: Rig, other: Other, seconds: float, settle_s: float) -> Used:
    home = rig.folder / "others" / f"{other.name}-counts"
    (home / ".config").mkdir(parents=True)
    if other.settings[0]:
        (home / ".config" / other.settings[0]).write_text(other.settings[1], encoding="utf-8")
    with Running(rig, other.name, home) as running:
        running.opened_s()
        time.sleep(settle_s)
        for what in other.presses:
            running.press(what)
        return running.used(seconds, moves=other.moves)
