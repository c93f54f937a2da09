"""The app with somebody at its keys (``walker``), whose event loop is held up now and then:

    python -m tests.faults.held PLAN SEED HOLDS

It prints besides what is said, when a hold begins and ends, and what the timer shows beside what is true.
"""

import random
import sys
import time
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QApplication

from balancecoach import app
from balancecoach.core.plan import PHYSIO
from balancecoach.core.session import View
from balancecoach.core.transitions import State
from balancecoach.desks.everyday import Desk
from balancecoach.paths import assets, find_paths
from balancecoach.plans.library import Library
from balancecoach.speech.announcer import Announcer, Heard, Said
from balancecoach.store.store import Store
from tests.faults.walker import Hand, say

HOLD_S = 3.0
BETWEEN_S = (6.0, 14.0)
#: When the timer is looked at after a hold, and then again and again.
LOOK_S = 0.7


class Told(Announcer):
    """The product's own, telling what it does."""

    def cue(self, cue, now_s, late_s=0.0):  # type: ignore[no-untyped-def]
        return self._tell(super().cue(cue, now_s, late_s))

    def tick(self, now_s):  # type: ignore[no-untyped-def]
        return self._tell(super().tick(now_s))

    def hush(self) -> tuple[Heard, ...]:
        """And that there is silence."""
        say("hush")
        return super().hush()

    def _tell(self, heard: tuple[Heard, ...]) -> tuple[Heard, ...]:
        for row in heard:
            if isinstance(row, Said) and id(row) not in self.__dict__.setdefault("told", {}):
                self.__dict__["told"][id(row)] = row  # kept, so that no other gets its number
                length = self.clips.length_s(row.cue.tone, row.cue.say)
                say("said", int(row.cue.priority), f"{length:.3f}", row.cue.block, row.cue.phrase.key, row.how)
        return heard


class Held(Hand):
    """Holds the event loop, at random moments of a session; presses as the other does."""

    def __init__(self, desk: Desk, store: Store, seed: int, holds: int) -> None:
        super().__init__(desk, store, seed)
        self._moments, self._holds = random.Random(seed + 1), holds
        self._hold_at_s = self._look_at_s = 0.0

    def _wants(self, view: View, now: float):  # type: ignore[no-untyped-def]
        wanted = super()._wants(view, now)
        return None if view.state is State.TIMED else wanted  # nobody pauses: that would hide what is judged

    def _walk(self, view: View) -> None:
        super()._walk(view)
        now = time.monotonic()
        self._hold_at_s = self._hold_at_s or now + self._moments.uniform(*BETWEEN_S)
        if self._holds and now >= self._hold_at_s:
            self._holds -= 1
            self._hold_at_s = 0.0
            say("held", view.index)
            time.sleep(HOLD_S)
            say("free")
            self._look_at_s = time.monotonic() + LOOK_S
        elif now >= self._look_at_s:
            self._look_at_s = now + LOOK_S
            QCoreApplication.processEvents()  # whose turn comes first is chance
            runner, text = self._desk.sessions.runner, self._desk.window.session.timer.text()
            if runner is not None and runner.conductor.session.state is State.TIMED and text:
                say("timer", text, f"{runner.conductor.view().left_s:.3f}")


def main() -> None:
    """Walk until killed."""
    plan_file, seed, holds = sys.argv[1:]
    paths, library = find_paths(), Library(assets() / "programmes")
    made = QApplication([])
    with Store.open(paths, write=True) as store:
        desk = app.build(paths, store, library.programmes)
        voicing = desk.voicing
        announcer = voicing.announcer

        def told() -> Announcer:
            announcer()  # finds the loudspeaker
            voicing._announcer = Told(voicing.player, voicing.clips_now())
            return voicing._announcer

        voicing.announcer = told  # type: ignore[method-assign]
        desk.walk_today(library.find(str(Path(plan_file)), PHYSIO))
        desk.window.show()
        hand = Held(desk, store, int(seed), int(holds))
        ended = QTimer(interval=200)
        window = desk.window
        ended.timeout.connect(lambda: say("over") if window.shown() is getattr(window, "checkin", None) else None)
        ended.start()
        made.exec()
        del hand


if __name__ == "__main__":
    main()
