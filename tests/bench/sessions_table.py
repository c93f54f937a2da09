"""Measures the table of sessions in the whole window on the record of ``clinic.py``. Nothing here is asserted.

    python tests/bench/sessions_table.py          # 1,000 people, over a million events (minutes to fill)
    python tests/bench/sessions_table.py 100      # that many people

CPU milliseconds, offscreen, and each as a ratio to folding one session a thousand times in the same run. The person
whose table is opened has ten years of three sessions a week.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "packaging")]

from PySide6.QtWidgets import QApplication  # noqa: E402
from shots_camera import camera_for  # noqa: E402

from balancecoach.core.progress import summarise  # noqa: E402
from tests.bench.clinic import fill  # noqa: E402

PEOPLE = 1000
FIRST = f"{0:032x}"


def cpu_ms(what: Callable[[], object]) -> float:
    """Of doing it and of painting it."""
    before = time.process_time()
    what()
    QApplication.processEvents()
    return 1000 * (time.process_time() - before)


def main(people: int) -> None:
    """Print the table."""
    application = QApplication([])
    with camera_for((1366, 768)) as camera:
        fill(camera.store, people, camera.library.programmes)
        camera.desk.choose_person(FIRST)
        events = camera.store.events(camera.store.session_ids(FIRST)[0])
        unit = cpu_ms(lambda: [summarise("s", events) for _ in range(1000)])
        desk = camera.rooms.records.past
        rows: tuple[tuple[str, Callable[[], object]], ...] = (
            ("ten years", desk.show),
            ("everybody's, first time", lambda: desk.fetch(everybody=True, removed=False)),
            ("everybody's", lambda: desk.fetch(everybody=True, removed=False)),
            ("everybody's, sorted by plan", lambda: desk.table.by.activated.emit(2)),
            ("one session", lambda: desk.open(desk.table.model.rows[0].id)),
        )
        for name, what in rows:
            took = cpu_ms(what)
            print(f"{name:<30}{took:9.0f} ms {took / unit:8.2f} x", flush=True)
        print(f"{len(desk.table.model.rows)} sessions of everybody's")
    application.quit()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE)
