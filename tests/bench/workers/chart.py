"""Progress with ten years of sessions: opened, moved by keys and by the mouse; the same bars drawn bare.

"cold" loads pyqtgraph and numpy first, "warm" finds them loaded, as
when the mouse has come to the sidebar before it presses Progress (``ui/warm.py``). Seconds by the clock and
of the processor: the second means more where other work goes on.
"""

import importlib
import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

TODAY = date(2026, 11, 27)
WEEKS = 522
FRAMES = 120


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
    for n in range(WEEKS):
        for day in (0, 2, 4):
            started = datetime(2026, 11, 23, 10, tzinfo=UTC) + timedelta(days=day - 7 * (WEEKS - 1 - n))
            said = CheckedIn(started, 3, "none", "no")
            made.append(
                Summary(started=started, backward_s=60.0 + n, forward_s=600.0, backward_kmh=(1.0,), checkin=said)
            )
    return tuple(made)


def run(kind: str) -> Took:
    """One measurement."""
    from PySide6.QtWidgets import QApplication

    app = QApplication([])
    simple = {"bare": bare, "import": load, "facts": facts, "matplotlib": matplotlib, "bare frames": bare_frames}
    if kind in simple:
        return simple[kind](app)
    return frames(app, kind) if kind in ("keys", "mouse") else page(app, kind)


def load(_app: object) -> Took:
    """What the chart needs."""
    began = Watch()
    importlib.import_module("balancecoach.ui.charts")

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

    took, window = _opened(app, kind)
    if kind != "key":
        return took
    began = Watch()
    QTest.keyClick(window.progress.panel.chart, Qt.Key.Key_Home)
    window.grab()
    return began.took()


def _opened(app: object, kind: str) -> tuple[Took, Any]:
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
    return began.took(), window


def frames(app: Any, kind: str) -> Took:
    """Seconds a frame: each key moves the whole chart by a bar, each move of the mouse chooses another one."""
    from PySide6.QtCore import QPoint, Qt
    from PySide6.QtTest import QTest

    _, window = _opened(app, "warm")
    chart = window.progress.panel.chart
    chart.choose(chart.bars.seen[0])  # from here every key to the left moves all of them
    seen, middle = len(chart.bars.seen), chart.viewport().height() // 2
    began = Watch()
    for n in range(FRAMES):
        if kind == "keys":
            QTest.keyClick(chart, Qt.Key.Key_Left)
        else:
            x = round(chart.viewport().width() * (0.1 + 0.8 * (n % seen) / seen))
            QTest.mouseMove(chart.viewport(), QPoint(x, middle))
        app.processEvents()
        chart.viewport().repaint()
    clock, processor = began.took()
    return clock / FRAMES, processor / FRAMES


def bare(app: object) -> Took:
    """pyqtgraph by itself, the same 522 weeks."""
    load(app)
    began = Watch()
    _plot().grab()
    return began.took()


def bare_frames(app: Any) -> Took:
    """pyqtgraph by itself, moved by a bar for every frame."""
    load(app)
    plot = _plot()
    plot.grab()
    began = Watch()
    for n in range(FRAMES):
        plot.setXRange(400 - n, 420 - n, padding=0)
        app.processEvents()
        plot.viewport().repaint()
    clock, processor = began.took()
    return clock / FRAMES, processor / FRAMES


def _plot() -> Any:
    import pyqtgraph as pg

    back, forward = _bars()
    plot = pg.PlotWidget()
    plot.resize(1016, 330)
    plot.addItem(pg.BarGraphItem(x=range(WEEKS), height=back, width=0.64))
    plot.addItem(pg.BarGraphItem(x=range(WEEKS), y0=back, height=forward, width=0.64))
    plot.show()
    return plot


def _bars() -> tuple[list[float], list[float]]:
    return [3 * (1.0 + n / 60) for n in range(WEEKS)], [30.0] * WEEKS


def matplotlib(_app: object) -> Took:
    """matplotlib by itself, loaded before, drawn to memory."""
    figure_of: Any = importlib.import_module("matplotlib.figure").Figure
    canvas_of: Any = importlib.import_module("matplotlib.backends.backend_agg").FigureCanvasAgg
    back, forward = _bars()
    began = Watch()
    figure = figure_of(figsize=(10.16, 3.3), dpi=100)
    axes = figure.subplots()
    axes.bar(range(WEEKS), back, 0.64)
    axes.bar(range(WEEKS), forward, 0.64, bottom=back)
    canvas_of(figure).draw()
    return began.took()
