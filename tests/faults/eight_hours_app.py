"""The app, as ``app.py`` builds it, with sessions back to back: python -m tests.faults.eight_hours_app HOME SECONDS

Time is a clock that leaps to whatever is due next, a little late each time; all else is the app's own: window, desks,
journal and its thread, voice child, clips, player. A line of JSON after each session, and after opening every screen.
"""

import ctypes
import gc
import json
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from balancecoach import app
from balancecoach.clock import Waiter
from balancecoach.core.events import BlockStarted, Instant, Paused, SessionStarted
from balancecoach.core.transitions import State
from balancecoach.desks.everyday import Desk
from balancecoach.paths import assets, find_paths
from balancecoach.plans.library import Library
from balancecoach.runner import Runner, until_next_digit
from balancecoach.store.store import Store
from balancecoach.ui import announce
from tests.e2e.stage import set_up_in

#: Seconds that a wake-up comes late at most: a machine that is not quiet.
LATE_S = 0.2
ROUNDS = 100
#: Page of the sidebar, and what is pressed on it to get to the screens behind.
PATHS = (
    ("today", ()),
    ("progress", ()),
    ("plans", ()),
    ("plans", ("New plan",)),
    ("people", ()),
    ("people", ("Details: Ann",)),
    ("settings", ()),
    ("settings", ("Choose buttons",)),
)


class LeapingClock:
    """Real dates and seconds to begin with; moves only when told to."""

    def __init__(self) -> None:
        self._mono_s, self._wall = time.monotonic(), datetime.now().astimezone()

    def now(self) -> Instant:
        """This moment."""
        return Instant(self._mono_s, self._wall)

    def real_s(self, seconds: float) -> float:
        """As many, so that no timer of Qt's comes before we do."""
        return seconds + 60.0

    def wait(self, seconds: float, waiter: Waiter) -> str:
        """At once."""
        key = waiter(0.0)
        self.leap(seconds)
        return key

    def leap(self, seconds: float) -> None:
        """So many seconds later."""
        self._mono_s += seconds
        self._wall += timedelta(seconds=seconds)


def settle(rounds: int = 3) -> None:
    """What waits in the event loop is done, also what is to be deleted."""
    for _ in range(rounds):
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def until(what: Callable[[], object], words: str, most_s: float = 600.0) -> None:
    """Real time, for what is really done meanwhile."""
    end_s = time.monotonic() + most_s
    while not what():
        if time.monotonic() > end_s:
            raise TimeoutError(f"no {words}")
        QApplication.processEvents()
        time.sleep(0.01)


def measured() -> dict[str, int]:
    """What this process holds now: memory, handles, threads, children, objects."""
    settle()
    gc.collect()
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)  # what is free again, and only kept for the next time
    rollup = Path("/proc/self/smaps_rollup").read_text().splitlines()
    kept = {line.split(":")[0]: int(line.split()[1]) for line in rollup[1:]}
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    return {
        "own_kb": kept["Anonymous"],  # what is no file: of those each reader of the same library has a part
        "pss_kb": kept["Pss"],
        "files": sum(1 for _ in Path("/proc/self/fd").iterdir()),
        "threads": sum(1 for _ in Path("/proc/self/task").iterdir()),
        "children": len(children),
        "widgets": len(QApplication.allWidgets()),
        "objects": sum(1 for each in gc.get_objects() if isinstance(each, QObject)),
        "python": len(gc.get_objects()),
    }


class Walker:
    """Walks one session after the other, by the keys."""

    def __init__(self, desk: Desk, store: Store, clock: LeapingClock) -> None:
        self.desk, self.store, self.clock, self.chance = desk, store, clock, random.Random(1)

    def session(self) -> tuple[float, float]:
        """From Today to Today; its seconds, and how far a block began from where the plan has it, at the most."""
        window = self.desk.window
        window.today.start_button.click()
        settle()
        for box in window.before.boxes.values():
            box.setChecked(True)
        window.before.begin_button.click()
        until(lambda: self.desk.sessions.runner is not None, "session")  # it may wait for the voice
        runner = self.desk.sessions.runner
        assert runner is not None
        began_s = self.clock.now().mono_s
        while self.desk.sessions.runner is not None:
            self._on(runner)
        seconds = self.clock.now().mono_s - began_s
        window.checkin.saved.emit(3, "none", "no", None)
        settle()
        return seconds, self._drift()

    def _on(self, runner: Runner) -> None:
        view, window = runner.conductor.view(), self.desk.window
        if view.state in (State.GATE, State.RESTART, State.PAUSED) and view.ready_in_s <= 0:
            window.session.forget_presses()
            QTest.keyClick(window.session, Qt.Key.Key_Return)
        elif view.state is State.TIMED and self.chance.random() < 0.001:
            window.session.forget_presses()
            QTest.keyClick(window.session, self.chance.choice((Qt.Key.Key_P, Qt.Key.Key_W, Qt.Key.Key_T, Qt.Key.Key_R)))
        self.clock.leap(max(0.001, min(runner.conductor.next_due_s(), until_next_digit(view))))
        self.clock.leap(self.chance.uniform(0.0, LATE_S))
        runner.wake()
        QApplication.processEvents()

    def _drift(self) -> float:
        """Blocks that follow a timed one begin exactly its seconds after it, however late the wake-ups came."""
        events = self.store.events(self.store.session_ids()[-1])
        started = next(event for event in events if isinstance(event, SessionStarted))
        begun = [event for event in events if isinstance(event, BlockStarted | Paused)]
        worst = 0.0
        for one, other in pairwise(begun):
            if isinstance(one, BlockStarted) and isinstance(other, BlockStarted):
                block = started.blocks[one.index]
                if not block.gate and other.index == one.index + 1:
                    worst = max(worst, abs(other.at_s - one.at_s - block.seconds))
        return worst

    # -- screens -----------------------------------------------------------------------------------------------------
    def screens(self) -> Iterator[str]:
        """Every page, and those behind it, once."""
        for page, words in PATHS:
            self.desk.window.nav[page].click()
            settle(1)
            for word in words:
                self._click(word)
            yield type(self.desk.window.shown()).__name__
        self.desk.show_today()

    def _click(self, words: str) -> None:
        found = [b for b in self.desk.window.shown().findChildren(QPushButton) if b.isVisible()]
        named = [b for b in found if words in b.text() or words in b.accessibleName()]
        assert named, f"no button says {words!r}, only {[b.accessibleName() or b.text() for b in found]}"
        named[0].click()
        settle(1)


def main() -> None:
    """Until so many seconds are walked."""
    home, seconds = sys.argv[1], float(sys.argv[2])
    paths, library, clock = find_paths(home), Library(assets() / "programmes"), LeapingClock()
    made = QApplication([])
    announce.install()
    with Store.open(paths, write=True) as store:
        set_up_in(store)
        desk = app.build(paths, store, library.programmes, clock)
        desk.window.resize(1366, 768)
        desk.window.show()
        until(lambda: hasattr(desk.window, "before"), "other screens")
        until(lambda: desk.voicing.clips is not None, "voice")
        walker, walked_s, number = Walker(desk, store, clock), 0.0, 0
        while walked_s < seconds:
            took_s, drift_s = walker.session()
            walked_s, number = walked_s + took_s, number + 1
            size = paths.database.stat().st_size
            say("session", number=number, walked_s=walked_s, drift_s=drift_s, events_b=size, **measured())
            clock.leap(60.0)
        for _ in range(3):
            shown = sorted(set(walker.screens()))
        say("screens", round=0, shown=shown, **measured())
        for _ in range(ROUNDS):
            list(walker.screens())
        say("screens", round=ROUNDS, shown=shown, **measured())
        desk.close()
    del made


def say(what: str, **rows: object) -> None:
    """One line to whoever watches."""
    print(json.dumps({"what": what, **rows}), flush=True)


if __name__ == "__main__":
    main()
