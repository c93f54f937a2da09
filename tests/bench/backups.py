"""What a copy of the record, a file with everything and going back cost, and whether a session feels a copy being made.

    python tests/bench/backups.py                  # 100 people, some 110,000 events
    python tests/bench/backups.py --people 1000    # a clinic: 1,000,000 events, some minutes
    python tests/bench/backups.py --data FOLDER    # a record that tests/bench/clinic.py kept (a copy of it is used)

Nothing here is asserted. Events are kept one after the other by a journal, as in a session, but without the pauses
between them: alone, and then while copies are made one after the other, which a session never has either.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import sys
import tempfile
import threading
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from statistics import quantiles

sys.path.insert(0, str(Path(__file__).parents[2]))

from balancecoach.carrying import open_file, save
from balancecoach.core.events import CueDue, Wobbled
from balancecoach.exchange.merging import merge, plan_merge
from balancecoach.paths import Paths, assets, find_paths
from balancecoach.plans.library import Programmes
from balancecoach.store import backups
from balancecoach.store.store import Store
from tests.bench.clinic import fill
from tests.fakes import WALL
from tests.store.store_samples import CUE, started

EVENTS = 1500


def took(name: str, began: float, more: str = "") -> float:
    """Print a row; the seconds."""
    seconds = time.perf_counter() - began
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"    {name:<44}{seconds:8.2f} s   {most:6.0f} MB at most so far   {more}", flush=True)
    return seconds


def keep_events(store: Store, session_id: str) -> list[float]:
    """Milliseconds that each event took until it was on the disk."""
    store.append(session_id, started())
    times = []
    for number in range(EVENTS):
        event = CueDue(float(number), CUE, 0.004) if number % 9 else Wobbled(float(number), 3)
        began = time.perf_counter()
        store.append(session_id, event)
        times.append((time.perf_counter() - began) * 1000)
    return times


def told(name: str, times: list[float]) -> None:
    """Median, 99 of 100, and the slowest."""
    cuts = quantiles(times, n=100)
    print(f"    {name:<44}{cuts[49]:8.2f} {cuts[98]:8.2f} {max(times):8.2f} ms")


def beside_a_session(paths: Paths, store: Store) -> None:
    """Events alone, and while copies are made; each connection in its own thread."""
    print("    keeping an event                              median      p99  slowest")
    told("alone", keep_events(store, "alone"))
    done, made = threading.Event(), 0

    def copying() -> None:
        nonlocal made
        while not done.is_set():
            backups.make(paths.database, backups.DAILY, WALL + timedelta(seconds=made))
            made += 1

    thread = threading.Thread(target=copying)
    thread.start()
    times = keep_events(store, "beside")
    done.set()
    thread.join()
    told(f"while {made} copies were made", times)


def measure(paths: Paths) -> None:
    """Every row."""
    began = time.perf_counter()
    copy = backups.make(paths.database, backups.DAILY, WALL - timedelta(days=1))
    assert copy is not None
    took("a copy, checked", began, f"{copy.stat().st_size / 1e6:.0f} MB")
    with Store.open(paths, write=True) as store:
        beside_a_session(paths, store)
        for passphrase in ("", "four walking horses"):
            target = paths.data / f"all{'-locked' if passphrase else ''}.balancecoach"
            began = time.perf_counter()
            save(store, target, now=WALL, passphrase=passphrase)
            took(f"save everything{', locked' if passphrase else ''}", began, f"{target.stat().st_size / 1e6:.1f} MB")
        began = time.perf_counter()
        backups.go_back(paths.database, copy, WALL, print, lambda _: None)
        took("going back to a copy", began)
    bring_in(paths, target.with_name("all.balancecoach"))


def bring_in(paths: Paths, file: Path) -> None:
    """Into an empty record."""
    empty = find_paths(str(paths.data / "empty"))
    with Store.open(empty, write=True) as store:
        began = time.perf_counter()
        with closing(open_file(file, empty.data)) as opened:
            took("open the file", began)
            began = time.perf_counter()
            plan_merge(store, opened.source())
            took("what it would change", began)
            began = time.perf_counter()
            summary = merge(store, opened.source(), now=WALL)
            took("bring it in", began, f"{summary.sessions_new} sessions")


def main() -> None:
    """Fill or copy a record, and measure."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--people", type=int, default=100)
    parser.add_argument("--data", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        paths = find_paths(folder)
        if options.data:
            with Store.open(find_paths(str(options.data)), write=True):
                shutil.copy(options.data / "sessions.sqlite3", folder)  # nothing is in its log: it was just opened
        else:
            with Store.open(paths, write=True) as store:
                fill(store, options.people, Programmes(assets() / "programmes"))
        held = backups.holds(paths.database)
        print(f"{held.people} people, {held.sessions} sessions, {paths.database.stat().st_size / 1e6:.0f} MB")
        measure(paths)


if __name__ == "__main__":
    main()
