"""The app, round after round, its voice child struck: python -m tests.faults.speaker FOLDER SEED ROUNDS SECONDS

Real: everything that ``app.py`` builds, the voice child, its pipe, threads and timers. Not: the session's time, which
runs ``SPEED`` times as fast, the loudspeaker (SDL's dummy), and the screen (offscreen). One line of JSON a round; after
the last one it stays, its child struck once more, until it is killed.
"""

import json
import os
import random
import sys
import time
from dataclasses import asdict
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from balancecoach import app
from balancecoach.clock import RealClock, ScaledClock
from balancecoach.core.plan import PHYSIO
from balancecoach.desks.everyday import Desk
from balancecoach.log import Log
from balancecoach.paths import assets, find_paths
from balancecoach.plans.library import Library
from balancecoach.store.store import Store
from tests.e2e.stage import ROOT
from tests.faults.strikes import KINDS, Striker, strike
from tests.faults.walker import Hand
from tests.faults.watched import children_of, new_home
from tests.faults.witness import Witness

PLAN = ROOT / "tests" / "faults" / "floor.toml"
SPEED = 4.0
#: How soon the session is begun, and when it is struck: mostly while sentences are being made.
BEGINS_S, SOON_S = 1.5, 3.0
GONE_S = 2.0


class Person(Hand):
    """Reads Today for a moment."""

    def __init__(self, desk: Desk, store: Store, seed: int, begins_s: float) -> None:
        super().__init__(desk, store, seed)
        self._begins_ms = int(1000 * begins_s)

    def _begin(self) -> None:
        QTimer.singleShot(self._begins_ms, super()._begin)


class Round:
    """One start of the app's desks in a folder of its own."""

    def __init__(self, folder: Path, seed: int, kind: str, seconds: float) -> None:
        self._chance = chance = random.Random(seed)
        self.home, self._seconds, self._kind = new_home(folder, f"round{seed}"), seconds, kind
        self._at_s = chance.uniform(0, SOON_S) if chance.random() < 0.75 else chance.uniform(SOON_S, 0.6 * seconds)
        self._lasts_s = 0.0 if chance.random() < 0.5 else chance.uniform(1.0, 0.6 * seconds)
        self._begins_s, self._seed = chance.uniform(0, BEGINS_S), seed
        os.environ["BALANCECOACH_HOME"] = str(self.home)

    def run(self, *, last: bool) -> dict[str, object]:
        """Until its time is over. ``last``: nothing is closed."""
        paths, library = find_paths(), Library(assets() / "programmes")
        log, store = Log(paths.log), Store.open(paths, write=True)
        desk = app.build(paths, store, library.programmes, ScaledClock(RealClock(), SPEED))
        witness = Witness(desk, SPEED)
        desk.walk_today(library.find(str(PLAN), PHYSIO))
        loop = QEventLoop()
        desk.built.connect(loop.quit)
        desk.window.show()
        loop.exec()  # Today is painted; now the voice begins
        hand = Person(desk, store, self._seed, self._begins_s)
        striker = Striker(self._kind, self._at_s, self._lasts_s, lambda: pid_of(desk), self._chance)
        self._wait(self._seconds)
        striker.end()
        found = witness.judge(struck=striker.struck)
        broken = list(found.broken)
        if last and (pid := pid_of(desk)) is not None:
            strike("hang", pid, self._chance)
        elif not last:
            hand.deleteLater()
            desk.close()
            desk.window.hide()
            desk.window.deleteLater()
            store.close()
            broken += self._left()
        log.close()
        broken += self._told(paths.log / "errors.log", witness, bool(striker.struck))
        seen = {**asdict(found), "kind": self._kind, "struck": len(striker.struck), "broken": broken}
        return {**seen, "seed": self._seed}

    def _wait(self, seconds: float) -> None:
        loop = QEventLoop()  # the application's own ends only when every window may close
        QTimer.singleShot(int(1000 * seconds), loop.quit)
        loop.exec()

    def _left(self) -> list[str]:
        """Processes of this round, and zombies of ours."""
        until = time.monotonic() + GONE_S
        while (left := children_of(self.home)) and time.monotonic() < until:
            time.sleep(0.02)
        return [f"{len(left)} processes are left"] * bool(left) + [f"{zombies()} zombies are left"] * bool(zombies())

    def _told(self, log: Path, witness: Witness, struck: bool) -> list[str]:
        text = log.read_text() if log.exists() else ""
        broken = [f"the log says {said!r}" for said in witness.sentences() if said in text]
        if (struck and self._kind == "kill" and "voice" not in text) or (witness.was_told and not text):
            broken.append("the log does not explain it")
        return broken


def pid_of(desk: Desk) -> int | None:
    """Of the voice child, when there is one."""
    child = desk.voicing._renderer._child
    process = child._process if child is not None else None
    return process.pid if process is not None and process.alive else None


def zombies() -> int:
    """Dead children of ours that nobody has buried."""
    count = 0
    for each in Path("/proc").glob("[0-9]*/stat"):
        try:
            letter, parent = each.read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        count += letter == "Z" and int(parent) == os.getpid()
    return count


def main() -> None:
    """All rounds; then wait to be killed."""
    folder, seed, rounds, seconds = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
    made = QApplication([])
    made.setQuitOnLastWindowClosed(False)
    for number in range(rounds):
        kind = KINDS[(seed + number) % len(KINDS)]
        told = Round(folder, 1000 * seed + number, kind, seconds).run(last=number == rounds - 1)
        print("voice " + json.dumps(told), flush=True)
    while True:
        time.sleep(60)


if __name__ == "__main__":
    main()
