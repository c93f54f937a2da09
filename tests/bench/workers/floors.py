"""What we are compared with: an empty window, a countdown in a label, a mixer that is open, a bare plot."""

import os
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

from tests.bench.workers.used import Use, pss_mb

SETTLE_MS = 1000


def countdown(hertz: str, seconds: str) -> dict[str, float]:
    """A label in a window that shows another number so often. It shows hundredths at 10 Hz, as many timers do."""
    app = QApplication([])
    window, label = QMainWindow(), QLabel("0")
    label.setStyleSheet("font-size: 200px;")
    window.setCentralWidget(label)
    window.showMaximized()
    left = [10_000]

    def step() -> None:
        left[0] -= 1
        label.setText(str(left[0]))

    timer = QTimer(interval=round(1000 / float(hertz)))
    timer.timeout.connect(step)
    timer.start()
    found: dict[str, float] = {}

    def measure() -> None:
        use = Use()

        def end() -> None:
            found.update(use.so_far())
            app.exit()

        QTimer.singleShot(round(1000 * float(seconds)), end)

    QTimer.singleShot(SETTLE_MS, measure)
    app.exec()
    return found


def mixer(seconds: str) -> dict[str, float]:
    """SDL's mixer as the app opens it, which plays nothing."""
    app = QApplication([])
    _open_mixer()
    found: dict[str, float] = {}

    def measure() -> None:
        use = Use()
        QTimer.singleShot(round(1000 * float(seconds)), lambda: end(use))

    def end(use: Use) -> None:
        found.update(use.so_far())
        app.exit()

    QTimer.singleShot(SETTLE_MS, measure)
    app.exec()
    return found


def _open_mixer() -> None:
    os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"
    import pygame.mixer

    pygame.mixer.init(22_050, -16, 1, 512, allowedchanges=0)


def memory(kind: str) -> float:
    """PSS in MB of an empty window ("window"), with the mixer open ("mixer"), with a plot of bars ("plot")."""
    app = QApplication([])
    window = QMainWindow()
    kept: list[Any] = [window]
    if kind == "plot":
        kept.append(_plot(window))
    window.showMaximized()
    if kind == "mixer":
        _open_mixer()
    QTimer.singleShot(SETTLE_MS, app.exit)
    app.exec()
    return pss_mb()


def _plot(window: QMainWindow) -> Any:
    import pyqtgraph as pg

    plot = pg.PlotWidget()
    plot.addItem(pg.BarGraphItem(x=range(522), height=[30.0] * 522, width=0.64))
    window.setCentralWidget(plot)
    return plot
