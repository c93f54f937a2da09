"""The app, as ``app.py`` builds it, with somebody at its keys: python -m tests.faults.walker PLAN SEED

They walk a session, to be broken in it. It prints what really happens, by the machine's monotonic clock: which block's
clock runs, and since when.
"""

import random
import sys
import time
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from balancecoach import app
from balancecoach.core.plan import PHYSIO, WALKING
from balancecoach.core.session import View
from balancecoach.core.transitions import RUNNING, State
from balancecoach.desks.everyday import Desk
from balancecoach.paths import assets, find_paths
from balancecoach.plans.library import Library
from balancecoach.store.store import Store

EVERY_MS = 50
#: How likely a walk is paused, and how long people wait before they press, in seconds.
PAUSED, WAITS_S = 0.3, (0.3, 2.5)


def say(*words: object) -> None:
    """One line to whoever watches, at once and with the time."""
    print(f"{time.monotonic():.6f}", *words, flush=True)


class Hand(QObject):
    """Presses keys like a person: some time after the app is ready for them."""

    def __init__(self, desk: Desk, store: Store, seed: int) -> None:
        super().__init__()
        self._desk, self._store, self._random = desk, store, random.Random(seed)
        self._began, self._told, self._press_at_s = False, "", 0.0
        self._pause_at_s = 0.0
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        runner = self._desk.sessions.runner
        if not self._began:
            if hasattr(self._desk.window, "before"):
                self._began = True
                self._begin()
        elif runner is not None:
            self._walk(runner.conductor.view())

    def _begin(self) -> None:
        card = self._desk.window.today.cut_off
        say("today", int(card.isVisible()), int(card.carry_button.isVisible()), *self._store.recovered)
        carries = card.carry_button.isVisible() and self._random.random() < 0.5
        (card.carry_button if carries else self._desk.window.today.start_button).click()
        before = self._desk.window.before
        for box in before.boxes.values():
            box.setChecked(True)
        before.begin_button.click()

    def _walk(self, view: View) -> None:
        self._tell(view)
        now = time.monotonic()
        wants = self._wants(view, now)
        if wants is None:
            self._press_at_s = 0.0
        elif not self._press_at_s:
            self._press_at_s = now + self._random.uniform(*WAITS_S)
        elif now >= self._press_at_s:
            self._press_at_s = 0.0
            QTest.keyClick(self._desk.window.session, wants)

    def _wants(self, view: View, now: float) -> Qt.Key | None:
        """The key that is pressed next, if any."""
        if view.state is State.PAUSED or (view.state in (State.GATE, State.RESTART) and view.ready_in_s <= 0):
            return Qt.Key.Key_Return
        return Qt.Key.Key_P if view.state is State.TIMED and self._pause_at_s and now > self._pause_at_s else None

    def _tell(self, view: View) -> None:
        """Once for each change: the session, and how much of a walk is done since the block or the pause began."""
        walks = view.block.kind in WALKING and view.state in RUNNING
        told = f"{view.index} {view.state} {int(walks)}"
        if told == self._told:
            return
        self._told, self._pause_at_s = told, 0.0
        if walks and self._random.random() < PAUSED:
            self._pause_at_s = time.monotonic() + self._random.uniform(1.0, 15.0)
        say("view", self._desk.sessions.session_id, told)


def main() -> None:
    """Walk until killed."""
    plan_file, seed = sys.argv[1:]
    paths, library = find_paths(), Library(assets() / "programmes")
    made = QApplication([])
    with Store.open(paths, write=True) as store:
        desk = app.build(paths, store, library.programmes)
        desk.walk_today(library.find(str(Path(plan_file)), PHYSIO))
        desk.window.show()
        hand = Hand(desk, store, int(seed))
        made.exec()
        del hand


if __name__ == "__main__":
    main()
