"""A record of any size as one document and back: how time and memory grow. Nothing here is asserted.

    python tests/bench/exchange.py                   # 10 and 100 people
    python tests/bench/exchange.py --people 1000     # a clinic: 1,000,000 events

People as in ``clinic.py``. Seconds of this process alone, so that other programs do not count, each also as a ratio to
SQLite reading the events once; memory is what the process grew by at its highest (Linux).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from balancecoach.exchange.merging import look, merge, plan_merge
from balancecoach.exchange.source import file_source
from balancecoach.exchange.writing import write
from balancecoach.paths import assets, find_paths
from balancecoach.plans.library import Programmes
from balancecoach.store.store import Store
from tests.bench.clinic import fill
from tests.fakes import WALL

STATUS, RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def measure(folder: Path, people: int) -> None:
    """Fill a record, carry it to another one, and print what that took."""
    target = folder / "all.json"
    with Store.open(find_paths(str(folder / "old")), write=True) as old:
        fill(old, people, Programmes(assets() / "programmes"))
        count = "SELECT count(*), sum(length(body)) FROM events"
        begin = time.process_time()
        events = old._connection.execute(count).fetchone()[0]
        floor = max(1e-3, time.process_time() - begin)
        with target.open("wb") as file:
            took = [("write", *timed(lambda: write(old, file, now=WALL)))]
    source = file_source(target)
    with Store.open(find_paths(str(folder / "new")), write=True) as new:
        took.append(("look", *timed(lambda: look(source))))
        took.append(("what would change", *timed(lambda: plan_merge(new, source))))
        took.append(("merge", *timed(lambda: merge(new, source, now=WALL))))
        took.append(("merge it again", *timed(lambda: merge(new, source, now=WALL))))
    print(f"{people} people, {events} events: {target.stat().st_size / 1e6:.0f} MB")
    for name, seconds, grown_mb in took:
        print(f"    {name:<20}{seconds:8.1f} s {seconds / floor:8.0f} x {grown_mb:8.0f} MB more memory")


def timed(what: Callable[[], object]) -> tuple[float, float]:
    """Seconds of this process, and by how many MB its highest memory grew."""
    RESET.write_text("5", encoding="ascii")  # the highest so far is forgotten
    before, begin = highest_mb(), time.process_time()
    what()
    return time.process_time() - begin, highest_mb() - before


def highest_mb() -> float:
    """The most memory this process had since the last reset."""
    line = next(line for line in STATUS.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


def main() -> None:
    """Parse and measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--people", type=int, action="append", help="how many; may be given more than once")
    for people in parser.parse_args().people or (10, 100):
        with tempfile.TemporaryDirectory() as folder:
            measure(Path(folder), people)


if __name__ == "__main__":
    main()
