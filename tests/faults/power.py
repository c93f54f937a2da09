"""The power goes at a random moment, and the disk has kept every write: copies of the data folder of a living app.

The app is held still (SIGSTOP) while its folder is copied: what is copied is what was there at that moment, also in the
middle of a transaction. The memory that SQLite shares between processes (``-shm``) is no file of the disk's.
"""

import shutil
import signal
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from balancecoach.core.events import Stored
from balancecoach.store.store import Store
from tests.faults.result import Result, together
from tests.faults.watched import (
    PLANS,
    App,
    Truth,
    chance,
    check,
    events_of,
    new_home,
    paths_of,
    shares,
    spread,
    truth_at,
)

LANES = 4
#: A session is left after this, and the app killed; the next one begins.
SESSION_S = 90.0
BETWEEN_S = (0.2, 8.0)
LEFT_OUT = shutil.ignore_patterns("*-shm", "*.lock", "*.sock", "cache", "log")


class Lane:
    """One folder with an app in it, copied again and again."""

    def __init__(self, folder: Path, number: int, seed: int, between_s: tuple[float, float]) -> None:
        self._folder, self._plan = folder / f"copies{number}", PLANS[number % len(PLANS)]
        self.home, self._chance = new_home(folder, f"lane{number}"), chance(seed, number)
        self._between_s = between_s
        self._earlier: dict[str, tuple[Stored, ...]] = {}
        self.offs: list[float] = []
        self.walking = 0

    def run(self, times: int) -> Result:
        """So many copies, each opened as the app opens its folder when it starts."""
        broken: list[str] = []
        done = 0
        while done < times:
            app = App(self.home, self._plan, self._chance.randrange(10**6))
            app.start()
            with Store.open(paths_of(self.home), write=False) as store:
                begun = {line.words[1] for line in app.lines if line.words[0] == "view"}
                self._earlier = {each: rows for each, rows in events_of(store).items() if each not in begun}
            ends_s = time.monotonic() + SESSION_S
            while done < times and time.monotonic() < ends_s:
                time.sleep(self._chance.uniform(*self._between_s))
                found = self._cut(app, self._folder / str(done))
                broken += [f"{self.home.name}, copy {done}: {'; '.join(found)}"] if found else []
                done += 1
            app.kill()
        return Result(times, tuple(broken))

    def _cut(self, app: App, copy: Path) -> Sequence[str]:
        at_s = time.monotonic()
        app.process.send_signal(signal.SIGSTOP)
        try:
            shutil.copytree(self.home, copy, ignore=LEFT_OUT)
        finally:
            app.process.send_signal(signal.SIGCONT)
        truth = truth_at(tuple(app.lines), at_s)
        self.walking += truth.walking
        found = self._judge(copy, truth, at_s)
        shutil.rmtree(copy)
        return found

    def _judge(self, copy: Path, truth: Truth, at_s: float) -> Sequence[str]:
        with Store.open(paths_of(copy), write=True) as store:
            found = check(store, truth, at_s, self._earlier)
        self.offs += [] if found.off_s is None else [found.off_s]
        return found.broken


def run(times: int, seed: int, lanes: int = LANES, between_s: tuple[float, float] = BETWEEN_S) -> Result:
    """Cut the power so many times."""
    lanes = min(lanes, times)
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(lanes) as threads:
        made = [Lane(Path(folder), number, seed, between_s) for number in range(lanes)]
        results = list(threads.map(Lane.run, made, shares(times, lanes)))
    offs = [off for lane in made for off in lane.offs]
    return together(results, spread(offs, sum(lane.walking for lane in made)))
