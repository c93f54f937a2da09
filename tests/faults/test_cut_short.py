"""A few of each fault that ends the app, so that ``docs/reliability.md`` stays true; and that the judge can fail."""

import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from balancecoach.core.events import Noted, Outcome, SessionEnded
from balancecoach.core.progress import summarise
from balancecoach.paths import find_paths
from balancecoach.store.store import Store
from tests.e2e.stage import ROOT, demand, missing
from tests.faults import kills, power, writes
from tests.faults.watched import Line, Truth, check, events_of, shares, truth_at
from tests.store.store_samples import START, walking, whole

#: Writes a session, and says after each write how long the log is and what is now kept for sure.
WRITER = """
import os, sys
from datetime import timedelta
from balancecoach.core.events import CueDue
from balancecoach.paths import find_paths
from balancecoach.store.store import Store
from tests.store.store_samples import CUE, START, walking, whole

def said(seconds):
    print(os.path.getsize(os.environ["TAP_LOG"]), seconds, flush=True)

with Store.open(find_paths(sys.argv[1]), write=True) as store:
    for event in whole():
        store.append("a", event)
    for event in walking():
        store.append("b", event)
    for second in range(120, 150):
        store.append("b", CueDue(second - 0.5, CUE))
        said(second - 0.5)
        store.beat("b", float(second), START + timedelta(seconds=second))
        said(float(second))
    os._exit(9)
"""


def test_the_app_is_killed_twice() -> None:
    result = kills.run(2, seed=1, lanes=2, most_s=4.0)
    assert result.broken == ()
    assert (result.times, result.held) == (2, 2)


def test_the_power_goes_five_times_between_two_writes() -> None:
    result = power.run(5, seed=1, lanes=1, between_s=(0.05, 0.5))
    assert result.broken == ()
    assert result.held == 5


class Cut:
    """A session that was written while the disk was watched, in a folder that was there before."""

    def __init__(self, folder: Path) -> None:
        demand(missing(("gcc",)))
        self.folder = folder
        home = folder / "home"
        with Store.open(find_paths(str(home)), write=True):
            pass
        database = find_paths(str(home)).database
        self.base = {database.name: database.read_bytes()}
        log = folder / "writes"
        env = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), **writes.env(writes.build(folder), log, database)}
        command = [sys.executable, "-c", WRITER, str(home)]
        done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 9, done.stderr
        self.sure = [(int(size), float(seconds)) for size, seconds in map(str.split, done.stdout.splitlines())]
        self.ops = writes.read(log)

    def wrong(self, before: int, chance: random.Random, *, honest: bool = True) -> str:
        """What does not hold when the power goes after so many writes; "" when all does."""
        disk = writes.Disk(self.base, honest=honest)
        disk.take(self.ops[:before])
        home = self.folder / f"after{before}"
        home.mkdir(mode=0o700)
        for name, data in disk.after_a_power_cut(chance).items():
            (home / name).write_bytes(data)
        end = self.ops[before - 1].end
        least = max((seconds for size, seconds in self.sure if size <= end), default=0.0)
        try:
            with Store.open(find_paths(str(home)), write=True) as store:
                if found := store.check():
                    return found
                summary = summarise("b", store.events("b"))
                if least and store.events("a") != whole():
                    return "the session before is not whole"
                return (
                    "" if summary.backward_s >= least - 100 or not least else f"{summary.backward_s} of {least - 100}"
                )
        except Exception as error:
            return repr(error)


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory) -> Cut:
    return Cut(tmp_path_factory.mktemp("cut"))


def test_what_was_written_is_kept_wherever_the_power_goes(cut: Cut) -> None:
    chance = random.Random(1)
    assert len(cut.ops) > 200
    for before in chance.sample(range(1, len(cut.ops) + 1), 60):
        assert cut.wrong(before, chance) == "", f"after {before} of {len(cut.ops)} writes"


def test_a_disk_that_only_says_that_it_has_written_loses_something(cut: Cut, tmp_path: Path) -> None:
    """So the simulation can fail: we rely on the sync, and on nothing less."""
    chance, cut.folder = random.Random(2), tmp_path
    wrong = [cut.wrong(before, chance, honest=False) for before in range(len(cut.ops) - 10, len(cut.ops))]
    assert any(wrong)


# -- the judge -----------------------------------------------------------------------------------------------------
def line(at_s: float, index: int, walks: bool) -> Line:
    return Line(at_s, ("view", "b", str(index), "timed", str(int(walks))))


def test_the_truth_is_what_was_walked_until_then() -> None:
    said = [Line(1.0, ("today", "0", "0")), line(2, 0, False), line(10, 1, True), line(15, 1, False), line(20, 2, True)]
    assert truth_at(said, 5.0) == Truth("b", 2.0, 0.0, walking=False)
    assert truth_at(said, 12.0) == Truth("b", 2.0, 2.0, walking=True, index=1)
    assert truth_at(said, 17.0) == Truth("b", 2.0, 5.0, walking=False, index=1)
    assert truth_at(said, 21.5) == Truth("b", 2.0, 6.5, walking=True, index=2)
    assert truth_at(said, 0.5) == Truth()


def test_the_judge_sees_what_does_not_hold(tmp_path: Path) -> None:
    with Store.open(find_paths(str(tmp_path)), write=True) as store:
        for event in whole():
            store.append("a", event)
        earlier = events_of(store)
        for event in (*walking(), SessionEnded(130.0, START, Outcome.INTERRUPTED)):
            store.append("b", event)
        walked_s = summarise("b", store.events("b")).walked_s
        right = Truth("b", 0.0, walked_s, walking=True)
        assert check(store, right, 200.0, earlier).broken == ()
        for wrong, words in (
            (replace(right, walked_s=walked_s + 2.1), "were walked"),
            (replace(right, walked_s=walked_s - 2.1), "were walked"),
            (replace(right, session_id="c"), "is not there"),
            (replace(right, session_id="a"), "not interrupted"),
        ):
            assert words in "; ".join(check(store, wrong, 200.0, earlier).broken)
        store.append("a", Noted(START, "changed"))
        assert "session a was touched" in check(store, right, 200.0, earlier).broken


def test_every_lane_has_its_share() -> None:
    assert [sum(shares(times, 8)) for times in (1, 8, 200, 201)] == [1, 8, 200, 201]
