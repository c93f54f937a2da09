"""The power goes, and what was not synced is lost, or half of it, in any order: every file as it may be then.

One app walks its session while all it asks of the disk is noted; then the power is cut in that log, at random moments
and at random writes, many times. ``writes`` says what is taken to be kept.
"""

import shutil
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from balancecoach.core.events import Stored
from balancecoach.store.store import Store
from tests.faults import writes
from tests.faults.result import Result, together
from tests.faults.watched import PLANS, App, chance, check, events_of, new_home, paths_of, shares, spread, truth_at

LANES = 4
SESSION_S = 100.0


class Walked:
    """A session that was walked and killed, with its log; and the folder before it."""

    def __init__(self, folder: Path, number: int, seed: int, session_s: float) -> None:
        self._folder, self._chance = folder / f"cut{number}", chance(seed, number)
        self._name, home = f"lane{number}", new_home(folder, f"lane{number}")
        first = App(home, PLANS[number % len(PLANS)], self._chance.randrange(10**6))
        first.start()  # a session before, which must not be touched
        time.sleep(self._chance.uniform(1.0, 5.0))
        first.kill()
        with Store.open(paths_of(home), write=True):
            pass  # closes it
        database = paths_of(home).database
        self.base = {each.name: each.read_bytes() for each in database.parent.glob(f"{database.name}*")}
        self.base = {name: data for name, data in self.base.items() if not name.endswith("-shm")}
        with Store.open(paths_of(home), write=False) as store:
            self.earlier: dict[str, tuple[Stored, ...]] = events_of(store)
        log = folder / f"lane{number}.writes"
        app = App(home, PLANS[number % len(PLANS)], self._chance.randrange(10**6))
        app.env = writes.env(folder / writes.LIBRARY, log, database)
        app.start()
        time.sleep(session_s)
        self.end_s, self.lines = app.kill(), tuple(app.lines)
        self.ops = writes.read(log)
        self.offs: list[float] = []
        self.walking = 0

    def run(self, times: int, *, honest: bool = True) -> Result:
        """Cut the power so many times in what was walked."""
        broken = []
        for number in range(times):
            at_s, before = self._moment(by_writes=bool(number % 2))
            disk = writes.Disk(self.base, honest=honest)
            disk.take(self.ops[:before])
            found = self._judge(disk.after_a_power_cut(self._chance), at_s)
            broken += [f"{self._name}, after {before} of {len(self.ops)} writes: {found}"] if found else []
        return Result(times, tuple(broken))

    def _moment(self, *, by_writes: bool) -> tuple[float, int]:
        """When, and how many writes were asked before: any moment, or in the middle of writing."""
        if by_writes:
            before = self._chance.randint(1, len(self.ops))
            return self.ops[before - 1].at_s, before
        at_s = self._chance.uniform(self.lines[0].at_s, self.end_s)
        return at_s, sum(op.at_s <= at_s for op in self.ops)

    def _judge(self, files: dict[str, bytes], at_s: float) -> str:
        home = self._folder / "after"
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True, mode=0o700)
        for name, data in files.items():
            (home / name).write_bytes(data)
        truth = truth_at(self.lines, at_s)
        try:
            with Store.open(paths_of(home), write=True) as store:
                found = check(store, truth, at_s, self.earlier)
        except Exception as error:
            return repr(error)
        self.walking += truth.walking
        self.offs += [] if found.off_s is None else [found.off_s]
        return "; ".join(found.broken)


def run(times: int, seed: int, lanes: int = LANES, session_s: float = SESSION_S) -> Result:
    """Walk a few sessions, and cut the power in each so many times."""
    lanes = min(lanes, times)
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(lanes) as threads:
        writes.build(Path(folder))
        made = list(threads.map(lambda number: Walked(Path(folder), number, seed, session_s), range(lanes)))
        results = [walked.run(number) for walked, number in zip(made, shares(times, lanes), strict=True)]
    offs = [off for walked in made for off in walked.offs]
    asked = sum(len(walked.ops) for walked in made)
    return together(results, f"{spread(offs, sum(walked.walking for walked in made))}; {asked} writes and syncs noted")
