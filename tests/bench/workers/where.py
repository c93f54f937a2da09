"""Where the memory is, by kind of mapping, in MB; for docs/performance.md. On a display of your own, such as Xvfb's:

python3 tests/bench/worker.py where.empty          # an empty window of Qt's
python3 tests/bench/worker.py setup.person         # somebody in the data folder of BALANCECOACH_HOME
python3 tests/bench/worker.py where.steps          # the app, from step to step, until Today stands still
"""

import re
import time
from collections import defaultdict
from pathlib import Path

#: Kind -> the mappings that are of it. The first that fits counts.
KINDS = (
    ("python objects and blocks (anonymous)", r"^$"),
    ("heap (Qt's and C's)", r"^\[heap\]$"),
    ("picture of the window", r"xorg|SYSV"),
    ("PySide6", r"PySide6/[^/]*abi3|shiboken6"),
    ("Qt", r"PySide6/Qt"),
    ("other libraries", r"\.so"),
)
HEAD = re.compile(r"^[0-9a-f]+-[0-9a-f]+ \S+ \S+ \S+ \d+\s*(.*)$")
SETTLE_S = 6.0


def mappings() -> dict[str, float]:
    """PSS in MB of each kind, and of all ("all"); "own": what no other process could share."""
    found: dict[str, float] = defaultdict(float)
    kind = ""
    for line in Path("/proc/self/smaps").read_text(encoding="utf-8").splitlines():
        if head := HEAD.match(line):
            kind = next((name for name, fits in KINDS if re.search(fits, head[1])), "rest")
        elif line.startswith(("Pss:", "Private_Dirty:")):
            megabytes = int(line.split()[1]) / 1024
            for name in (kind, "all") if line.startswith("Pss:") else ("own",):
                found[name] += megabytes
    return {name: round(value, 1) for name, value in found.items()}


def empty() -> dict[str, float]:
    """An empty window that has been painted."""
    from PySide6.QtWidgets import QApplication, QMainWindow

    _app = QApplication([])
    window = QMainWindow()
    window.showMaximized()
    _wait(1.0)
    return mappings()


def steps() -> dict[str, dict[str, float]]:
    """The app as ``cli`` starts it."""
    found = {"python": mappings()}
    from balancecoach.binding import spare_sources

    spare_sources()
    from PySide6.QtWidgets import QApplication

    found["PySide6 loaded"] = mappings()
    import balancecoach.cli
    from balancecoach.app import build
    from balancecoach.paths import assets, find_paths
    from balancecoach.plans.library import Library
    from balancecoach.store.store import Store

    found["our modules for the first window loaded"] = mappings()
    _app = QApplication([])
    store = Store.open(find_paths(), write=True)
    desk = build(find_paths(), store, Library(assets() / "programmes").programmes)
    desk.window.painted.disconnect(desk.prepare)
    desk.window.showMaximized()
    _wait(1.0)
    found["first window painted"] = mappings()
    desk.prepare()
    _wait(SETTLE_S)
    found["what a session needs made, Today stands still"] = mappings()
    desk.window.opened.emit("settings")
    _wait(1.0)
    found["Settings seen"] = mappings()
    desk.window.opened.emit("people")
    desk.window.opened.emit("plans")
    desk.window.opened.emit("help")
    _wait(1.0)
    found["People, Plans and Help seen"] = mappings()
    import balancecoach.ui.charts  # noqa: F401

    found["numpy and pyqtgraph loaded"] = mappings()
    return found


def _wait(seconds: float) -> None:
    from PySide6.QtWidgets import QApplication

    until = time.monotonic() + seconds
    while time.monotonic() < until:
        QApplication.processEvents()
        time.sleep(0.005)
