"""From the start of the process to the end of the first paint: our window, an empty one of Qt's."""

import importlib
import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

#: What nothing before the first paint should have loaded.
LATER = ("numpy", "pyqtgraph", "pygame")


def ours() -> None:
    """The app as a person starts it."""
    from balancecoach.binding import spare_sources

    spare_sources()
    app_module: Any = importlib.import_module("balancecoach.app")
    app_module.Window = _telling(app_module.Window, _painted)
    from balancecoach.__main__ import main

    main([])


def empty() -> None:
    """A window with nothing in it."""
    from PySide6.QtWidgets import QApplication, QMainWindow

    app = QApplication([])
    window = _telling(QMainWindow, _painted)()
    window.showMaximized()
    app.exec()


def _painted() -> None:
    there = [name for name in LATER if name in sys.modules]
    seconds = time.monotonic() - float(os.environ["BENCH_BEGUN_S"])
    print(json.dumps({"seconds": seconds, "modules": there}), flush=True)
    os._exit(0)


def _telling(window: Any, painted: Callable[[], None]) -> Any:
    """A window class that tells when its first paint is done: what it starts while painting comes right after it."""
    from PySide6.QtCore import QTimer

    class Telling(window):  # type: ignore[misc]
        told = False

        def paintEvent(self, event: object) -> None:
            super().paintEvent(event)
            if not self.told:
                self.told = True
                QTimer.singleShot(0, painted)

    return Telling
