"""The real app with a record of ten years, Progress shown."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from balancecoach.app import build
from balancecoach.core.events import BlockStarted, CheckedIn, GatePassed, SessionEnded, SessionStarted
from balancecoach.paths import assets, find_paths
from balancecoach.plans.library import Programmes
from balancecoach.store.store import Store
from tests.bench.workers.used import pss_mb

#: By then Today is settled; and Progress is painted.
LOADED_MS, SHOWN_MS = 5000, 1000
#: What a session came to is in these; what was said in it is not shown on Progress.
FOLDED = (SessionStarted, BlockStarted, GatePassed, SessionEnded, CheckedIn)


def fill() -> None:
    """The record; what that needs is no part of the app, so it is a worker of its own."""
    from tests.bench import clinic

    with Store.open(find_paths(), write=True) as store:
        clinic.fill(store, 1, Programmes(assets() / "programmes"), first=clinic.TEN_YEARS, only=FOLDED)


def memory() -> float:
    """PSS in MB."""
    paths = find_paths()
    app = QApplication([])
    found: list[float] = []

    def measure() -> None:
        found.append(pss_mb())
        app.exit()

    with Store.open(paths, write=True) as store:
        desk = build(paths, store, Programmes(assets() / "programmes"))
        desk.window.showMaximized()
        QTimer.singleShot(LOADED_MS, lambda: desk.window.opened.emit("progress"))
        QTimer.singleShot(LOADED_MS + SHOWN_MS, measure)
        app.exec()
        assert desk.window.progress.panel.chart is not None, "no chart was shown"
    return found[0]
