"""Measures how long Progress takes to open with ten years of sessions. Nothing here is asserted.

    QT_QPA_PLATFORM=offscreen python tests/bench/chart.py

Each line is the median of nine processes of its own: the real page from the facts of 1,566 sessions to its first paint,
in each way of looking; the same bars drawn bare by pyqtgraph (two BarGraphItems in a PlotWidget); a key press to the
next paint. "cold" loads pyqtgraph and numpy first, "warm" finds them loaded, as after 4 seconds on Today. Beside the
time by the clock stands the processor's, which means more where other work goes on.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

REPEATS = 9
TODAY = date(2026, 11, 27)
KINDS = ("cold", "warm", "months", "all", "key", "facts", "bare", "import")


#: Seconds by the clock, and of the processor.
Took = tuple[float, float]


class Watch:
    """Runs from when it is made."""

    def __init__(self) -> None:
        self._at = time.perf_counter(), time.process_time()

    def took(self) -> Took:
        """So far."""
        return time.perf_counter() - self._at[0], time.process_time() - self._at[1]


def history() -> tuple[object, ...]:
    """Three sessions a week for ten years."""
    from balancecoach.core.events import CheckedIn
    from balancecoach.core.progress import Summary

    made = []
    for n in range(522):
        for day in (0, 2, 4):
            started = datetime(2026, 11, 23, 10, tzinfo=UTC) + timedelta(days=day - 7 * (521 - n))
            said = CheckedIn(started, 3, "none", "no")
            made.append(
                Summary(started=started, backward_s=60.0 + n, forward_s=600.0, backward_kmh=(1.0,), checkin=said)
            )
    return tuple(made)


def work(kind: str) -> None:
    """One measurement, in seconds, to the standard output."""
    from PySide6.QtWidgets import QApplication

    app = QApplication([])
    simple = {"bare": bare, "import": load, "facts": facts}
    print(json.dumps(simple[kind](app) if kind in simple else page(app, kind)), flush=True)
    os._exit(0)


def load(_app: object) -> Took:
    """What the chart needs."""
    began = Watch()
    import balancecoach.ui.charts  # noqa: F401

    return began.took()


def facts(_app: object) -> Took:
    """The fold over all sessions, for all ways of looking."""
    from balancecoach.desks.progress_facts import progress_facts

    rows = history()
    began = Watch()
    progress_facts(rows, TODAY, None, {})  # type: ignore[arg-type]
    return began.took()


def page(app: object, kind: str) -> Took:
    """The page from its facts to its first paint; for "key": from a key to the next paint."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from balancecoach.core.periods import View
    from balancecoach.desks.progress_facts import progress_facts
    from balancecoach.paths import assets
    from balancecoach.ui.window import Window

    if kind != "cold":
        load(app)
    window = Window((assets() / "icons" / "tick.svg").as_posix(), lambda: True)
    window.resize(1366, 768)
    window.show()
    window.build_rest()
    window.grab()
    rows = history()
    if kind in ("months", "all"):
        window.progress.views.view = View(kind)
    began = Watch()
    window.progress.show_facts(progress_facts(rows, TODAY, None, {}))  # type: ignore[arg-type]
    window.show_page("progress")
    window.grab()
    if kind != "key":
        return began.took()
    chart = window.progress.panel.chart
    assert chart is not None
    began = Watch()
    QTest.keyClick(chart, Qt.Key.Key_Home)
    window.grab()
    return began.took()


def bare(app: object) -> Took:
    """pyqtgraph by itself, the same 522 weeks."""
    load(app)
    import pyqtgraph as pg

    back, forward = [3 * (1.0 + n / 60) for n in range(522)], [30.0] * 522
    began = Watch()
    plot = pg.PlotWidget()
    plot.resize(1016, 330)
    plot.addItem(pg.BarGraphItem(x=range(522), height=back, width=0.64))
    plot.addItem(pg.BarGraphItem(x=range(522), y0=back, height=forward, width=0.64))
    plot.show()
    plot.grab()
    return began.took()


def measure(kind: str) -> Took:
    """The medians."""
    command = [sys.executable, __file__, kind]
    found = [
        json.loads(subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout)
        for _ in range(REPEATS)
    ]
    return statistics.median(row[0] for row in found), statistics.median(row[1] for row in found)


def main() -> None:
    """One table."""
    print(f"load average {os.getloadavg()[0]:.1f}")
    took = {kind: measure(kind) for kind in KINDS}
    for kind, (clock, processor) in took.items():
        ratio = processor / took["bare"][1]
        print(f"{kind:8} {1000 * clock:7.0f} ms   processor {1000 * processor:5.0f} ms = {ratio:5.2f} x bare pyqtgraph")


if __name__ == "__main__":
    work(sys.argv[1]) if len(sys.argv) > 1 else main()
