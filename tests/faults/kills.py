"""``kill -9`` of the app at a random moment of a session; the next start of the app has to make it good.

The app cannot be hurried: its sessions run in real time, and no walk begins before half a minute of words is said.
So several folders stand side by side, each with one app after the other. In each the sessions pile up, and all earlier
ones are compared event by event.
"""

import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from balancecoach.core.events import Stored
from balancecoach.store.store import Store
from tests.e2e.stage import wait_for
from tests.faults.result import Result, together
from tests.faults.watched import (
    PLANS,
    App,
    Truth,
    chance,
    check,
    children_of,
    events_of,
    new_home,
    paths_of,
    shares,
    spread,
    truth_at,
)

LANES = 10
#: A moment from when Today is shown; the first walk begins after half a minute.
MOST_S = 60.0
#: The voice child ends by itself when its pipe does.
CHILD_S = 10.0


class Lane:
    """One folder, killed in again and again."""

    def __init__(self, folder: Path, number: int, seed: int, most_s: float) -> None:
        self.home = new_home(folder, f"lane{number}")
        self._plan, self._chance, self._most_s = PLANS[number % len(PLANS)], chance(seed, number), most_s
        self._earlier: dict[str, tuple[Stored, ...]] = {}
        self._truth, self._end_s = Truth(), 0.0
        self.offs: list[float] = []
        self.walking = 0

    def run(self, times: int) -> Result:
        """So many kills; each is judged at the next start."""
        broken = []
        for _ in range(times):
            found = self._once()
            broken += [f"{self.home.name}: {'; '.join(found)}"] if found else []
        app = self._start()  # the last one is judged, too
        app.kill()
        last = self._judge(app)
        broken += [f"{self.home.name}: {'; '.join(last)}"] if last else []
        return Result(times, tuple(broken))

    def _start(self) -> App:
        app = App(self.home, self._plan, self._chance.randrange(10**6))
        app.start()
        return app

    def _once(self) -> list[str]:
        app = self._start()
        broken = self._judge(app)
        left_s = self._chance.uniform(0.0, self._most_s) - (time.monotonic() - app.lines[0].at_s)
        time.sleep(max(0.0, left_s))
        self._end_s = app.kill()
        self._truth = truth_at(app.lines, self._end_s)
        self.walking += self._truth.walking
        try:
            wait_for(lambda: not children_of(self.home), "end of the voice child", CHILD_S)
        except TimeoutError as error:
            broken.append(str(error))
        return broken

    def _judge(self, app: App) -> list[str]:
        """What this start of the app made of the kill before it."""
        if not self._end_s:
            return []
        with Store.open(paths_of(self.home), write=False) as store:
            now = events_of(store)
            begun = {words.words[1] for words in app.lines if words.words[0] == "view"}
            found = check(store, self._truth, self._end_s, self._earlier)
            self._earlier = {each: rows for each, rows in now.items() if each not in begun}
        broken = list(found.broken)
        if found.off_s is not None:
            self.offs.append(found.off_s)
            _, asked, offered, *_ = app.lines[0].words
            if asked != str(int(found.cut_off)):
                broken.append(f"cut off: {found.cut_off}; said on Today: {asked}")
            if offered != str(int(found.may_carry_on)):
                broken.append(f"carrying on: offered {offered}, and there is something left: {found.may_carry_on}")
        return broken


def run(times: int, seed: int, lanes: int = LANES, most_s: float = MOST_S) -> Result:
    """Kill the app so many times."""
    lanes = min(lanes, times)
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(lanes) as threads:
        made = [Lane(Path(folder), number, seed, most_s) for number in range(lanes)]
        results = list(threads.map(Lane.run, made, shares(times, lanes)))
    return together(results, spread(_all(made), sum(lane.walking for lane in made)))


def _all(lanes: Sequence[Lane]) -> list[float]:
    return [off for lane in lanes for off in lane.offs]
