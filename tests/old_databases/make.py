"""Makes the database of today's version, once, before a migration makes it an old one.

    python tests/old_databases/make.py

Writes ``vN.sqlite3`` beside this file, always with the same content, and never over one that is there: an old database
stays as the program of its day made it. ``tests/store/test_old_databases.py`` opens every one with today's program.
"""

import shutil
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parents[1])]

from balancecoach.core.events import Outcome, Paused, SessionEnded, Stored  # noqa: E402
from balancecoach.store.schema import MIGRATIONS  # noqa: E402
from balancecoach.store.store import Store  # noqa: E402
from tests.store import people_samples as samples  # noqa: E402  the paths above come first
from tests.store.store_samples import START, paths_in, started, walking, whole, whole_of  # noqa: E402

DAY = timedelta(days=1)
STOPPED: tuple[Stored, ...] = (
    started(START + DAY, demo=True),
    *walking()[1:],
    Paused(115.0, "asleep"),
    SessionEnded(118.0, START + DAY + timedelta(seconds=118), Outcome.STOPPED),
)
#: Of nobody's; the last one is Ann's.
SESSIONS = {"1" * 32: whole(), "2" * 32: STOPPED, "3" * 32: walking(START + 2 * DAY)}
ANNS = {"4" * 32: whole_of(samples.ANN_ID, START + 4 * DAY)}


def make(target: Path) -> None:
    """One completed session with one of each event, one stopped demonstration, one open, a declined day, settings.

    Since version 2 two people as well, one with one of each fact, a session and a declined day; a plan, the treadmill.
    """
    with tempfile.TemporaryDirectory() as folder:
        paths = paths_in(Path(folder))
        with Store.open(paths, write=True) as store:
            store.save_person(samples.ANN, *samples.FACTS, now=START)
            store.save_person(samples.BOB, now=START)
            for session, events in (SESSIONS | ANNS).items():
                for event in events:
                    store.append(session, event)
            store.beat("3" * 32, 130.0, START + 2 * DAY + timedelta(seconds=130))
            store.decline(START + 3 * DAY, "p1-w1", ["well", "helper"])
            store.decline(START + 4 * DAY, "p1-w1", ["shoes"], samples.ANN_ID)
            store.save_plan(samples.PLAN)
            store.save_treadmill(samples.TREADMILL)
            store.put_setting("voice", {"id": "en-gb", "rate": 150})
        shutil.copyfile(paths.database, target)  # closed: the log is in it


if __name__ == "__main__":
    file = HERE / f"v{len(MIGRATIONS)}.sqlite3"
    if file.exists():
        sys.exit(f"{file}: this is there already and is never made again.")
    make(file)
    print(file)
