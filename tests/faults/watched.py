"""The app in a process of its own (``walker``), watched from outside, and what it left in its folder."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from balancecoach.core.carry_on import cut_off, rest_of
from balancecoach.core.events import Outcome, SessionStarted, Stored
from balancecoach.core.progress import Summary
from balancecoach.paths import Paths, find_paths
from balancecoach.store.store import Store
from tests.e2e.stage import ROOT, set_up_in, wait_for

PLANS = (ROOT / "tests" / "faults" / "floor.toml", ROOT / "tests" / "e2e" / "short.toml")
#: How far what is kept may be from what was walked (issue 6).
WITHIN_S = 2.0
START_S = 300.0


@dataclass(frozen=True)
class Line:
    """What the app said: when, by the machine's monotonic clock, and the words."""

    at_s: float
    words: tuple[str, ...]


@dataclass
class Truth:
    """What was really walked of one session, in seconds; ``walking``: it was, at the very end, in block ``index``."""

    session_id: str = ""
    began_s: float = 0.0
    walked_s: float = 0.0
    walking: bool = False
    index: int = 0


def truth_at(lines: Iterable[Line], end_s: float) -> Truth:
    """Up to this moment, from what the app said."""
    truth, since_s = Truth(), 0.0
    for line in lines:
        if line.words[0] != "view" or line.at_s > end_s:
            continue
        session_id, walks = line.words[1], line.words[4] == "1"
        if not truth.session_id:
            truth = Truth(session_id, line.at_s)
        if truth.walking:
            truth.walked_s += line.at_s - since_s
        truth.walking, since_s, truth.index = walks, line.at_s, int(line.words[2])
    if truth.walking:
        truth.walked_s += end_s - since_s
    return truth


@dataclass
class App:
    """One start of the app."""

    home: Path
    plan: Path
    seed: int
    env: dict[str, str] = field(default_factory=dict)
    module: str = "tests.faults.walker"
    more: tuple[str, ...] = ()
    lines: list[Line] = field(default_factory=list)

    def start(self) -> None:
        """Until Today is shown and a session is asked for."""
        command = [sys.executable, "-m", self.module, str(self.plan), str(self.seed), *self.more]
        quiet = {"QT_QPA_PLATFORM": "offscreen", "SDL_AUDIODRIVER": "dummy", "BALANCECOACH_HOME": str(self.home)}
        env = {**os.environ, **quiet, "PYTHONPATH": str(ROOT), **self.env}
        with (self.home.parent / f"{self.home.name}.log").open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=log, text=True)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        wait_for(lambda: self.lines or self.process.poll() is not None, "Today", START_S)
        if not self.lines:
            raise RuntimeError("the app did not start: " + self.log()[-500:])

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as out:
            for text in out:
                at_s, *words = text.split()
                self.lines.append(Line(float(at_s), tuple(words)))

    def log(self) -> str:
        """What it complained of."""
        return (self.home.parent / f"{self.home.name}.log").read_text("utf-8", "replace")

    def kill(self) -> float:
        """``kill -9``; when, by the monotonic clock. Raises ``RuntimeError`` when it had ended by itself."""
        if self.process.poll() is not None:
            raise RuntimeError(f"the app ended by itself ({self.process.returncode}): {self.log()[-500:]}")
        at_s = time.monotonic()
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self._reader.join()
        return at_s


def children_of(home: Path) -> list[int]:
    """Processes that still run for this folder, such as a voice child."""
    wanted, found = f"BALANCECOACH_HOME={home}".encode(), []
    for each in Path("/proc").iterdir():
        if not each.name.isdigit():
            continue
        try:
            if wanted in (each / "environ").read_bytes().split(b"\0"):
                found.append(int(each.name))
        except OSError:
            continue  # gone, or not ours
    return found


def new_home(folder: Path, name: str) -> Path:
    """A folder with somebody in it who may walk."""
    home = folder / name
    with Store.open(find_paths(str(home)), write=True) as store:
        set_up_in(store)
    return home


def events_of(store: Store) -> dict[str, tuple[Stored, ...]]:
    """All sessions, whole."""
    return {each: store.events(each) for each in store.session_ids()}


@dataclass(frozen=True)
class Kept:
    """What a check found: sentences for what did not hold, and how far the walked seconds were off."""

    broken: tuple[str, ...] = ()
    off_s: float | None = None
    cut_off: bool = False
    may_carry_on: bool = False


def check(store: Store, truth: Truth, end_s: float, earlier: dict[str, tuple[Stored, ...]]) -> Kept:
    """A record after the crash at ``end_s`` (monotonic), opened again."""
    broken = [f"the database is not sound: {found}"] if (found := store.check()) else []
    kept = events_of(store)
    broken += [f"session {each} was touched" for each, rows in earlier.items() if kept.get(each) != rows]
    summary = store.summary(truth.session_id) if truth.session_id else None
    if summary is None:
        if truth.walked_s or (truth.session_id and end_s - truth.began_s > WITHIN_S):
            broken.append(f"session {truth.session_id} is not there; {truth.walked_s:.2f} s were walked")
        return Kept(tuple(broken))
    off_s = summary.walked_s - truth.walked_s
    ended = summary.outcome is Outcome.COMPLETED and truth.index == _last_block(kept[summary.id])
    if not ended and summary.outcome is not Outcome.INTERRUPTED:
        broken.append(f"session {summary.id} is {summary.outcome}, not interrupted")
    if abs(off_s) > WITHIN_S:
        broken.append(f"{truth.walked_s:.2f} s were walked, {summary.walked_s:.2f} s are kept")
    if not ended and not _found(store, summary):
        broken.append(f"session {summary.id} is not found as the one that was cut off")
    return Kept(tuple(broken), off_s, not ended, not ended and bool(rest_of(kept[summary.id])))


def _last_block(events: tuple[Stored, ...]) -> int:
    return next((len(event.blocks) - 1 for event in events if isinstance(event, SessionStarted)), -1)


def _found(store: Store, summary: Summary) -> bool:
    """By the rule that Today asks, in the minute after its end."""
    assert summary.ended is not None
    found = cut_off(store.summaries(summary.person_id), (), summary.ended)
    return found is not None and found.id == summary.id


def spread(offs: Sequence[float], walking: int) -> str:
    """How far off, in words."""
    if not offs:
        return "no session had begun"
    near = sorted(abs(off) for off in offs)
    return (
        f"{len(offs)} sessions, {walking} while somebody walked; walked seconds off by {near[len(near) // 2]:.2f} s"
        f" (median), {min(offs):+.2f} to {max(offs):+.2f} s"
    )


def shares(times: int, lanes: int) -> list[int]:
    """So many in each of so many lanes."""
    return [times // lanes + (lane < times % lanes) for lane in range(lanes)]


def chance(seed: int, lane: int) -> random.Random:
    """A lane's own."""
    return random.Random(1000 * seed + lane)


def paths_of(home: Path) -> Paths:
    """Of a folder."""
    return find_paths(str(home))
