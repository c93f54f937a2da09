"""The real app with the real window: idles on Today, then walks a plan; its gates pass as soon as they may.

Nothing of the tests' own is loaded here: pytest and hypothesis alone take 23 MB. ``set_up`` runs in another process.
"""

import itertools
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from balancecoach.app import build
from balancecoach.clock import RealClock
from balancecoach.core.phrases import Phrase, words
from balancecoach.core.plan import Kind, Plan
from balancecoach.core.script import build_script
from balancecoach.core.session import View
from balancecoach.core.transitions import State
from balancecoach.desks.everyday import Desk
from balancecoach.paths import Paths, assets, find_paths
from balancecoach.plans.library import Library
from balancecoach.store.store import Store
from balancecoach.voicing import HEAR_ME, SAVED
from tests.bench.workers.used import Use, children, pss_mb, threads_s

#: After the voice is ready Today still makes the daily copy. Nobody comes near Progress: no chart is loaded.
SETTLED_MS = 4000
RESIZE_MS = 33
LOOK_MS = 5
#: Nobody answers the eight lines of the daily check any faster; a session that is only looked at has no time for it.
CHECK_S, CHECK_SHARE = 12.0, 0.4


def clips_wanted(plan: Plan) -> int:
    """How many clips there are in the cache when the voice is ready."""
    said = ((tone, words(Phrase(name))) for tone, name in (HEAR_ME, SAVED))
    return len({*build_script(plan).clips(), *said})


def when_voice_is_ready(desk: Desk, paths: Paths, plan: Plan, then: Callable[[], None]) -> QTimer:
    """Look five times a second."""
    timer = QTimer(interval=200)

    def look() -> None:
        there = len(list(paths.clips.glob("*.wav"))) >= clips_wanted(plan)
        if there and desk.voicing.clips is not None:
            timer.stop()
            then()

    timer.timeout.connect(look)
    timer.start()
    return timer


class Walk:
    """One session, from Today to ``seconds`` after its beginning."""

    def __init__(self, app: QApplication, desk: Desk, seconds: float, idle_s: float, resized: bool) -> None:
        self.app, self.desk, self.seconds, self.idle_s = app, desk, seconds, idle_s
        self.marks: list[tuple[float, float, bool]] = []  # monotonic, processor time, in a bout
        self.result: dict[str, Any] = {}
        self._resizing = QTimer(interval=RESIZE_MS)
        self._resizing.timeout.connect(self._resize)
        self._resized = resized
        self._large = True

    def idle(self) -> None:
        """On Today, and nothing happens."""
        self._use = Use()
        QTimer.singleShot(round(1000 * self.idle_s), self._begin)

    def _begin(self) -> None:
        self.result["idle"] = self._use.so_far()
        self.result["today_mb"] = pss_mb()
        self.desk.window.today.start.emit()
        QTimer.singleShot(round(1000 * min(CHECK_S, CHECK_SHARE * self.seconds)), self._checked)

    def _checked(self) -> None:
        self.desk.window.before.begin.emit(tuple(self.desk.window.before.boxes))
        self._begun()

    def _begun(self) -> None:
        """When the sound output is open, too."""
        runner = self.desk.sessions.runner
        if runner is None:
            QTimer.singleShot(LOOK_MS, self._begun)
            return
        self._threads, self._use = threads_s(), Use()
        now = RealClock().now()
        self.result["began_s"] = now.mono_s - runner.conductor.session.at_s(now)
        runner.view.connect(self._seen)
        QTimer.singleShot(round(1000 * self.seconds), self._end)
        if self._resized:
            self.desk.window.showNormal()
            self._resizing.start()

    def _seen(self, view: View) -> None:
        self.marks.append((time.monotonic(), time.process_time(), view.block.kind is Kind.BACKWARD))
        runner = self.desk.sessions.runner
        if view.state is State.GATE and view.ready_in_s <= 0 and runner is not None:
            QTimer.singleShot(0, runner.confirm)

    def _resize(self) -> None:
        self._large = not self._large
        self.desk.window.resize(1300, 740) if self._large else self.desk.window.resize(1180, 700)

    def _end(self) -> None:
        self.result["session"] = self._use.so_far()
        self.result["session_mb"] = pss_mb()
        self.result["voice_mb"] = sum(pss_mb(pid) for pid in children())
        self.result["threads"] = {name: used - self._threads.get(name, 0.0) for name, used in threads_s().items()}
        self.result["size"] = [self.desk.window.width(), self.desk.window.height()]
        bouts = [(b[0] - a[0], b[1] - a[1]) for a, b in itertools.pairwise(self.marks) if a[2] and b[2]]
        self.result["bout"] = [sum(row[0] for row in bouts), sum(row[1] for row in bouts)]
        self.desk.journal.flush(5.0)
        self.result["ended_s"] = time.monotonic()
        self.app.exit()  # quit would ask the window, which refuses


def walk(plan_name: str, seconds: str, idle_s: str, how: str) -> dict[str, Any]:
    """Times are those of the monotonic clock. ``how``: "resized" for a window that changes its size all the time."""
    app = QApplication([])
    paths = find_paths()
    library = Library(assets() / "programmes")
    with Store.open(paths, write=True) as store:
        desk = build(paths, store, library.programmes)
        plan = library.find(plan_name)
        desk.walk_today(plan)
        walked = Walk(app, desk, float(seconds), float(idle_s), how == "resized")
        waiting = when_voice_is_ready(
            desk, paths, plan, lambda: QTimer.singleShot(SETTLED_MS if float(idle_s) >= 1 else 0, walked.idle)
        )
        desk.window.showMaximized()
        app.exec()
        waiting.stop()
    return walked.result
