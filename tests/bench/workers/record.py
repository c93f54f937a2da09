"""Keeping events one by one, beside bare SQLite; and a record of any size, opened by the real window."""

import importlib
import os
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from balancecoach.core.events import CueDue, Stored, Wobbled
from balancecoach.paths import find_paths
from balancecoach.store.codec import encode
from balancecoach.store.store import Store
from tests.store.store_samples import CUE, started

PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "fullfsync = ON", "foreign_keys = ON")
TABLE = (
    "CREATE TABLE events (session_id TEXT NOT NULL, seq INTEGER NOT NULL, at_s REAL, name TEXT NOT NULL,"
    " body TEXT NOT NULL, PRIMARY KEY (session_id, seq)) WITHOUT ROWID"
)
PICTURE = (1366, 768)
REPEATS = 5


def append(folder: str, count: str) -> dict[str, list[float]]:
    """Seconds of each event until it is on the disk, ours and bare in turn."""
    events: list[Stored] = [CueDue(float(n), CUE, 0.004) if n % 9 else Wobbled(float(n), 3) for n in range(int(count))]
    ours: list[float] = []
    bare: list[float] = []
    with (
        Store.open(find_paths(folder), write=True) as store,
        closing(sqlite3.connect(Path(folder) / "bare.sqlite3", isolation_level=None)) as connection,
    ):
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        connection.execute(TABLE)
        store.append("bench", started())
        for number, event in enumerate(events):
            ours.append(_seconds(lambda event=event: store.append("bench", event)))  # type: ignore[misc]
            row = ("bench", number, getattr(event, "at_s", None), *encode(event))
            bare.append(_seconds(lambda row=row: _insert(connection, row)))  # type: ignore[misc]
    return {"ours": ours, "bare": bare}


def _insert(connection: sqlite3.Connection, row: tuple[Any, ...]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?)", row)
    connection.execute("COMMIT")


def _seconds(what: Callable[[], object]) -> float:
    begin = time.perf_counter()
    what()
    return time.perf_counter() - begin


def grow(events: str) -> dict[str, float]:
    """Milliseconds of the processor to open Today, Progress and the table of sessions of the person who has most."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    sys.path.insert(0, str(Path(__file__).parents[3] / "packaging"))
    from PySide6.QtWidgets import QApplication
    from shots_camera import camera_for

    from tests.bench.clinic import FIRST, fill_events

    app = QApplication([])
    with camera_for(PICTURE) as camera:
        paths = find_paths(str(camera.store.path.parent))
        kept = fill_events(camera.store, int(events), camera.library.programmes)
        camera.desk.choose_person(FIRST)
        importlib.import_module("balancecoach.ui.charts")  # as after some seconds on Today
        table = camera.rooms.records.past

        ways: dict[str, Callable[[], object]] = {
            "Today": camera.desk.show_today,
            "Progress": lambda: camera.window.opened.emit("progress"),
            "the table of sessions": table.show,
            "everybody's table": lambda: table.fetch(everybody=True, removed=False),
            "everybody's table sorted by plan": lambda: table.table.by.activated.emit(2),
            "one session's page": lambda: table.open(table.table.model.rows[0].id),
            "opening the record": lambda: Store.open(paths, write=False).close(),
        }
        files = paths.data.glob(f"{paths.database.name}*")  # with what SQLite has not moved into it yet
        found = {"events": float(kept), "megabytes": sum(file.stat().st_size for file in files) / 1e6}
        found["Progress, first time"] = _opened(ways["Progress"], 1)  # folds every session, and keeps what it came to
        found["everybody's table, first time"] = _opened(ways["everybody's table"], 1)
        found |= {name: _opened(way) for name, way in ways.items()}
        found["bare"] = _bare(camera.store.path)
        found["sessions"] = float(len(camera.store.session_ids(FIRST)))
    app.quit()
    return found


def _opened(what: Callable[[], object], repeats: int = REPEATS) -> float:
    """Median milliseconds, painted."""
    from PySide6.QtWidgets import QApplication

    took = []
    for _ in range(repeats):
        begin = time.process_time()
        what()
        QApplication.processEvents()
        took.append(1000 * (time.process_time() - begin))
    return statistics.median(took)


def _bare(path: Path) -> float:
    """SQLite reading what is kept of that person's sessions, and nothing done with it."""
    from tests.bench.clinic import FIRST

    query = (
        "SELECT summaries.body FROM sessions JOIN summaries ON summaries.session_id = sessions.id"
        " WHERE person_id = ? ORDER BY started_utc"
    )
    took = []
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        for _ in range(REPEATS):
            begin = time.process_time()
            connection.execute(query, (FIRST,)).fetchall()
            took.append(1000 * (time.process_time() - begin))
    return statistics.median(took)
