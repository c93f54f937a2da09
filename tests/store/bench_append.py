"""What keeping an event costs: the store as it is, without waiting for the disk, and a bare SQLite insert.

    python tests/store/bench_append.py [FOLDER]

FOLDER decides which disk is measured (by default the temporary folder's).
"""

import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from statistics import quantiles

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parent)]

from balancecoach.core.events import CueDue  # noqa: E402
from balancecoach.store.codec import encode  # noqa: E402
from balancecoach.store.database import open_writer  # noqa: E402
from balancecoach.store.journal import Journal  # noqa: E402
from balancecoach.store.store import Store  # noqa: E402
from tests.store.store_samples import CUE, START, paths_in, started  # noqa: E402  the paths above come first

NUMBER = 2000


def measure(name: str, act: Callable[[int], object]) -> None:
    """Time ``act`` and print a row."""
    took = []
    for number in range(NUMBER):
        began = time.perf_counter()
        act(number)
        took.append((time.perf_counter() - began) * 1000)
    cuts = quantiles(took, n=100)
    print(f"{name:<44} {cuts[49]:8.3f} {cuts[98]:8.3f} {max(took):8.3f}")


def event(number: int) -> CueDue:
    """One of many."""
    return CueDue(float(number), CUE, 0.004)


def bare(folder: Path, synchronous: str) -> None:
    """One insert a transaction into one table, in WAL mode."""
    with closing(sqlite3.connect(folder / f"bare-{synchronous}", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA synchronous = {synchronous}")
        connection.execute("CREATE TABLE events (name TEXT, body TEXT)")
        measure(
            f"bare insert, synchronous={synchronous}",
            lambda number: connection.execute("INSERT INTO events VALUES (?, ?)", encode(event(number))),
        )


def main() -> None:
    """Measure and print a table, milliseconds."""
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as name:
        folder = Path(name)
        print(f"{NUMBER} each, ms {'':<33} {'p50':>8} {'p99':>8} {'most':>8}")
        bare(folder, "OFF")
        bare(folder, "NORMAL")
        bare(folder, "FULL")
        paths = paths_in(folder / "normal")
        connection = open_writer(paths.database, paths.data / "backups")
        connection.execute("PRAGMA synchronous = NORMAL")
        with Store(paths.database, connection) as store:
            store.append("a", started())
            measure("Store.append, were it synchronous=NORMAL", lambda number: store.append("a", event(number)))
        with Store.open(paths_in(folder / "full"), write=True) as store:
            store.append("a", started())
            measure("Store.append, as it is (FULL)", lambda number: store.append("a", event(number)))
            measure("Store.beat, as it is (FULL)", lambda n: store.beat("a", n, START + timedelta(seconds=n)))
            journal = Journal(store.twin)
            measure("Journal.append, what the screen waits for", lambda number: journal.append("a", event(number)))
            journal.close(60)


if __name__ == "__main__":
    main()
