"""The app as ``walker`` runs it, with more told of it: python -m tests.faults.listener PLAN SEED OUTPUT

Every cue with how it was said, the helper's line, and each time that the window's loop of events stood still, with how
much of that it waited for a processor. Somebody asks for the words again and again, so that there is always something
to hear. OUTPUT: the chosen one, "-" for none.
"""

import faulthandler
import sys
import time
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from balancecoach import app
from balancecoach.conductor import Shown
from balancecoach.core.plan import PHYSIO
from balancecoach.desks.everyday import Desk
from balancecoach.log import Log
from balancecoach.paths import assets, find_paths
from balancecoach.plans.library import Library
from balancecoach.speech.announcer import Said
from balancecoach.store.store import Store
from tests.faults.walker import Hand, say

EVERY_MS, STOOD_S = 10, 0.05
ASK_EVERY_S = 1.2


def _queued_s() -> float:
    """How long this thread has waited for a processor that others had."""
    return int(Path("/proc/thread-self/schedstat").read_text().split()[1]) / 1e9


class Ear(QObject):
    """Tells what is said, what the helper reads, and how long the loop stood."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._banner, self._ran = desk, "", False
        self._last_s = self._asked_s = time.monotonic()
        self._queued_s = _queued_s()
        self._show = desk.sessions._show
        desk.sessions._show = self._tell  # type: ignore[method-assign]
        self._timer = QTimer(self, interval=EVERY_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _tell(self, event: Shown) -> None:
        if isinstance(event, Said):
            say("said", event.how, event.cue.phrase.key)
        self._show(event)

    def _look(self) -> None:
        now, queued_s = time.monotonic(), _queued_s()
        if now - self._last_s > STOOD_S:
            say("stood", f"{now - self._last_s:.3f}", f"{queued_s - self._queued_s:.3f}")
        self._last_s, self._queued_s = now, queued_s
        runner = self._desk.sessions.runner
        if runner is None:
            if self._ran:
                self._ran = False
                say("ended")
            return
        self._ran = True
        self._read(self._desk.window.session.banner)
        if now - self._asked_s > ASK_EVERY_S:
            self._asked_s = now
            self._desk.window.session.again.emit()

    def _read(self, banner: QObject) -> None:
        assert hasattr(banner, "text")
        words = banner.text() if self._desk.window.session.banner.isVisible() else ""
        if words != self._banner:
            self._banner = words
            say("banner", *words.split())


def main() -> None:
    """Walk until killed."""
    faulthandler.enable()
    plan_file, seed, output = sys.argv[1:]
    paths, library = find_paths(), Library(assets() / "programmes")
    made, log = QApplication([]), Log(paths.log)
    with Store.open(paths, write=True) as store:
        if output != "-":
            store.keep_preferences(replace(store.preferences(), output=output))
        desk = app.build(paths, store, library.programmes)
        desk.walk_today(library.find(str(Path(plan_file)), PHYSIO))
        desk.window.show()
        people = (Hand(desk, store, int(seed)), Ear(desk))
        made.exec()
        del people
    log.close()


if __name__ == "__main__":
    main()
