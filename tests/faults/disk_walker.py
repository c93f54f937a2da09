"""The app with somebody at its keys, to the end of a session: python -m tests.faults.disk_walker PLAN SEED SPEED

It prints every event as it happens, before the record gets it, and what can be read on the screen. A line on its
standard input is an answer: ``close`` the window, ``again`` or ``lose`` on the page that asks.
"""

import sys
import time
from pathlib import Path

from PySide6.QtCore import QSocketNotifier, QTimer
from PySide6.QtWidgets import QApplication

from balancecoach import app
from balancecoach.clock import RealClock, ScaledClock
from balancecoach.core.events import Stored
from balancecoach.core.plan import PHYSIO
from balancecoach.desks.everyday import Desk
from balancecoach.desks.mishaps import Mishaps
from balancecoach.log import Log
from balancecoach.paths import assets, find_paths
from balancecoach.plans.library import Library
from balancecoach.store.codec import encode
from balancecoach.store.journal import Journal
from balancecoach.store.store import Store
from tests.faults.walker import EVERY_MS, Hand, say


class Watched(Journal):
    """Says what it is given, before anything is written."""

    def append(self, session_id: str, event: Stored) -> None:
        say("event", session_id, *encode(event))
        super().append(session_id, event)


class Reader(Hand):
    """Walks, answers the check-in, and reads out what is shown."""

    def __init__(self, desk: Desk, store: Store, seed: int) -> None:
        super().__init__(desk, store, seed)
        self._seen: dict[str, str] = {}
        self._last_s, self._longest_s, self._walked = time.monotonic(), 0.0, False
        self._answers = QSocketNotifier(0, QSocketNotifier.Type.Read, self)
        self._answers.activated.connect(self._answer)

    def _look(self) -> None:
        now, walks = time.monotonic(), self._desk.sessions.runner is not None
        if walks and self._walked:  # it began before, and its screen is there
            self._longest_s = max(self._longest_s, now - self._last_s - EVERY_MS / 1000)
        self._last_s, self._walked = now, walks
        super()._look()
        if self._began:
            self._read()

    def _read(self) -> None:
        window, ask = self._desk.window, self._desk.window.ask
        shown = window.shown()
        if shown is window.session:
            banner = window.session.banner
            self._read_out("banner", banner.text() if banner.isVisible() else "")
        if shown is window.checkin:
            self._read_out("checkin", window.checkin.subtitle.text())
            window.checkin.effort.button(3).click()
            window.checkin.save_button.click()
        if shown is window.today and "checkin" in self._seen:
            self._read_out("after", f"gap {self._longest_s:.3f} {window.today.notice.text()}")
        if shown is ask:
            self._read_out("asked", f"{ask.title.text()} | {ask.words.text()}")
        self._read_out("waits", str(int(self._desk.journal.pending > 0)))

    def _read_out(self, what: str, words: str) -> None:
        if self._seen.get(what, "") != words:
            self._seen[what] = words
            say(what, " ".join(words.split()))

    def _answer(self) -> None:
        wish, ask = sys.stdin.readline().strip(), self._desk.window.ask
        self._seen.pop("asked", None)
        if wish == "close":
            self._desk.window.close()
        else:
            (ask.second if wish == "again" else ask.yes).click()


def main() -> None:
    """Walk, and go when told."""
    plan_file, seed, speed = sys.argv[1:]
    paths, library = find_paths(), Library(assets() / "programmes")
    made = QApplication([])
    app.Journal = Watched  # type: ignore[attr-defined]
    log, mishaps = Log(paths.log), Mishaps()
    mishaps.install()
    with Store.open(paths, write=True) as store:
        desk = app.build(paths, store, library.programmes, ScaledClock(RealClock(), float(speed)))
        mishaps.happened.connect(desk.something_went_wrong)
        mishaps.refused.connect(desk.was_refused)
        desk.walk_today(library.find(str(Path(plan_file)), PHYSIO))
        desk.window.show()
        hand = Reader(desk, store, int(seed))
        made.exec()
        QTimer.singleShot(0, hand.deleteLater)
        desk.close()
    log.close()
    say("closed")


if __name__ == "__main__":
    main()
