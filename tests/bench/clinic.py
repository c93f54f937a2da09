"""A clinic's record: 1,000 people, 1,000,000 events, and how long its pages take. Nothing here is asserted.

    python tests/bench/clinic.py                       # 1, 100 and 1,000 people: how times grow
    python tests/bench/clinic.py --people 100          # that size alone
    python tests/bench/clinic.py --people 1000 --keep FOLDER   # the record stays: open it with --data-dir FOLDER

Every person has four sessions of some 220 events each; the first has ten years of three a week besides. Rows are
written with the program's own codec, but in one transaction a person. Times are medians of five, of what is read for a
page; each is also told as a ratio to bare SQLite counting the events of one session, in the same run.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from msgspec.structs import replace

sys.path.insert(0, str(Path(__file__).parents[2]))

from balancecoach.clock import RealClock
from balancecoach.core.events import CheckedIn, SessionEnded, SessionStarted, Stored
from balancecoach.core.person import Person
from balancecoach.core.programme import expand
from balancecoach.day import Day
from balancecoach.paths import assets, find_paths
from balancecoach.plans.library import Programmes, sample_walker
from balancecoach.store import rows
from balancecoach.store.schema import transaction
from balancecoach.store.store import Store
from tests.fakes import WALL
from tests.histories import BELT, person, screened
from tests.store.walked import walked

SESSIONS = 4
#: Sessions of the first person: three a week.
TEN_YEARS = 10 * 52 * 3
TIMES = 5
FIRST = f"{0:032x}"


def fill(
    store: Store,
    people: int,
    programmes: Programmes,
    *,
    first: int = TEN_YEARS,
    only: tuple[type, ...] = (),
) -> int:
    """People with sessions; ``first``: those of the first one besides. ``only``: events of these kinds. How many."""
    plan = expand(programmes["p1-first-steps"], 2, sample_walker(programmes["p1-first-steps"]))
    events = tuple(event for event in walked(plan) if not only or isinstance(event, only))
    kept = 0
    store.save_treadmill(BELT)
    for number in range(people):
        someone = replace(person("p1-first-steps", 2), id=f"{number:032x}", name=f"Person {number:04}")
        store.save_person(someone, screened(), now=WALL)
        count = SESSIONS + (first if number == 0 else 0)
        _sessions(store, someone, events, count)
        kept += count * len(events)
    return kept


def fill_events(store: Store, events: int, programmes: Programmes) -> int:
    """A record of about so many events: ten years of the first person at most, the rest other people's. How many."""
    each = len(walked(expand(programmes["p1-first-steps"], 2, sample_walker(programmes["p1-first-steps"]))))
    sessions = max(SESSIONS, round(events / each))
    first = min(sessions - SESSIONS, TEN_YEARS)
    return fill(store, 1 + (sessions - SESSIONS - first) // SESSIONS, programmes, first=first)


def _sessions(store: Store, someone: Person, events: tuple[Stored, ...], count: int) -> None:
    connection = store._connection  # a million transactions of their own would take hours
    with transaction(connection):
        for number in range(count):
            wall = WALL - timedelta(days=2.33 * (count - number))
            session_id = f"{someone.id}{number:06}"
            for event in events:
                rows.insert_event(connection, session_id, _dated(event, wall, someone.id), print)


def _dated(event: Stored, wall: datetime, person_id: str) -> Stored:
    if isinstance(event, SessionStarted):
        return replace(event, wall=wall, person_id=person_id)
    return replace(event, wall=wall) if isinstance(event, SessionEnded | CheckedIn) else event


def timed(what: Callable[[], object], times: int = TIMES) -> float:
    """Median milliseconds."""
    took = []
    for _ in range(times):
        begin = time.perf_counter()
        what()
        took.append((time.perf_counter() - begin) * 1000)
    return statistics.median(took)


def measure(folder: Path, people: int) -> None:
    """Fill a record and print its times."""
    paths = find_paths(str(folder))
    programmes = Programmes(assets() / "programmes")
    with Store.open(paths, write=True) as store:
        fill(store, people, programmes)
        sessions, events = (
            store._connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("sessions", "events")
        )
    size = paths.database.stat().st_size
    print(f"{people} people, {sessions} sessions, {events} events:", end=" ")
    print(f"{size / 1e6:.1f} MB, {size / sessions:.0f} bytes a session")
    opened = timed(lambda: Store.open(paths, write=True).close(), 3)
    with Store.open(paths, write=True) as store:
        day, first, last = Day(store, programmes, RealClock()), f"{0:032x}", f"{people - 1:032x}"
        bare = "SELECT count(*) FROM events WHERE session_id = ?"
        floor = timed(lambda: store._connection.execute(bare, (f"{last}000001",)).fetchone())
        results = [("opening the record", opened)]
        results.append(("ten years, first time", timed(lambda: store.summaries(first), 1)))
        results.append(("ten years, kept", timed(lambda: store.summaries(first))))
        for name, person_id in (("Today, ten years", first), ("Today, four sessions", last)):
            day.choose(person_id)
            results.append((name, timed(lambda: _today(day, store))))
        results.append(("everybody's, first time", timed(lambda: store.summaries(), 1)))
        results.append(("everybody's, kept", timed(lambda: store.summaries())))
        for name, took in results:
            print(f"    {name:<26}{took:9.1f} ms {took / floor:10.0f} x")


def _today(day: Day, store: Store) -> None:
    situation = day.situation()
    assert situation is not None
    day.walk(situation)
    day.advice(situation)
    store.several()


def main() -> None:
    """Parse and measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--people", type=int, action="append", help="how many; may be given more than once")
    parser.add_argument("--keep", type=Path, help="a folder for the record, which stays")
    options = parser.parse_args()
    for people in options.people or (1, 100, 1000):
        with tempfile.TemporaryDirectory() as folder:
            measure(options.keep or Path(folder), people)


if __name__ == "__main__":
    main()
