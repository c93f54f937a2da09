"""The app's event loop is held up for three seconds, or all of the machine's cores are taken by others.

Real time, the real app, drawn offscreen: several apps walk side by side. What is said, when, and for how long
comes from the app itself as it happens; what was missed comes from the record.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

from balancecoach.core.events import BlockStarted, CueDue, CueMissed, Outcome, Paused, SessionEnded, Stored
from balancecoach.core.phrases import ENTRIES, PATIENCE_S, Priority
from balancecoach.store.store import Store
from tests.e2e.stage import wait_for
from tests.faults.result import Result, together
from tests.faults.watched import PLANS, App, Line, chance, events_of, new_home, paths_of, shares

LANES = 4
SESSION_S = 400.0
#: So long others take all cores, and so long they leave them.
TAKEN_S, LEFT_S = 8.0, (3.0, 9.0)
#: What two processes' prints may be apart; what a clip's end may be early by.
SAME_S = 0.1
#: A timer that is looked at while it is about to change.
TIMER_S = 1.0


def judge(lines: Sequence[Line], events: Sequence[Stored]) -> list[str]:
    """What does not hold in one session."""
    said = [line for line in lines if line.words[0] in ("said", "hush")]
    return [*bursts(said), *timers(lines), *silent_changes(events), *late(events)]


def bursts(said: Sequence[Line]) -> Iterator[str]:
    """Two cues at once: the second may only cut the first off when it is the more important."""
    for first, second in pairwise(said):
        if "hush" in (first.words[0], second.words[0]):
            continue
        ends_s = first.at_s + float(first.words[2])
        if second.at_s < ends_s - SAME_S and int(second.words[1]) <= int(first.words[1]):
            yield f"{second.words[4]} began {ends_s - second.at_s:.1f} s before the end of {first.words[4]}"


def timers(lines: Sequence[Line]) -> Iterator[str]:
    """What the timer shows, beside what is left."""
    for line in lines:
        if line.words[0] == "timer":
            minutes, _, seconds = line.words[1].rpartition(":")
            shown_s, true_s = int(minutes or 0) * 60 + int(seconds), float(line.words[2])
            if not -TIMER_S <= shown_s - true_s <= 1.0 + TIMER_S:  # a digit stands for a whole second
                yield f"the timer shows {line.words[1]} when {true_s:.2f} s are left"


def silent_changes(events: Sequence[Stored]) -> Iterator[str]:
    """A block that began, and nothing of it was said within the patience of its words; a pause is said itself."""
    for number, event in enumerate(events):
        if isinstance(event, BlockStarted):
            after = [each for each in events[number + 1 :] if not isinstance(each, CueMissed)]
            first = next((each for each in after if isinstance(each, CueDue | Paused | SessionEnded)), None)
            if first is None or first.at_s - event.at_s > PATIENCE_S[Priority.SAFETY]:
                yield f"block {event.index} began without a word"


def late(events: Sequence[Stored]) -> Iterator[str]:
    """A cue that was said though it was no longer true, and a safety cue that came too late to be said."""
    for event in events:
        if isinstance(event, CueDue) and event.late_s > PATIENCE_S[event.cue.priority]:
            yield f"{event.cue.phrase.key} was said {event.late_s:.1f} s late"
        if isinstance(event, CueMissed) and event.why == "late" and ENTRIES[event.key].priority >= Priority.SAFETY:
            yield f"{event.key} was not said"


class Lane:
    """One session."""

    def __init__(self, folder: Path, number: int, seed: int, holds: int) -> None:
        self.home, self._number = new_home(folder, f"lane{number}"), number
        self._seed, self._holds = seed, holds
        self.missed = self.said = self.paused = 0
        self.latest_s = 0.0

    def run(self) -> list[str]:
        """Walk it to its end."""
        app = App(self.home, PLANS[0], chance(self._seed, self._number).randrange(10**6), module="tests.faults.held")
        app.more = (str(self._holds),)
        app.start()
        broken = list[str]()
        try:
            wait_for(lambda: any(line.words[0] == "over" for line in app.lines), "end of the session", SESSION_S)
        except TimeoutError as error:
            broken.append(str(error))
        app.kill()
        with Store.open(paths_of(self.home), write=True) as store:
            ((_, events),) = events_of(store).items()
        held = sum(line.words[0] == "held" for line in app.lines)
        if held < self._holds:
            broken.append(f"held up {held} times of {self._holds}")
        self._count(events)
        end = next((event for event in events if isinstance(event, SessionEnded)), None)
        if end is None or end.outcome is not Outcome.COMPLETED:
            broken.append("the session did not come to its end")
        return broken + judge(app.lines, events)

    def _count(self, events: Sequence[Stored]) -> None:
        late_s = [event.late_s for event in events if isinstance(event, CueDue)]
        self.said, self.latest_s = len(late_s), max(late_s, default=0.0)
        self.missed = sum(isinstance(event, CueMissed) and event.why == "late" for event in events)
        self.paused = sum(isinstance(event, Paused) and event.why == "asleep" for event in events)


@contextmanager
def others(number: int) -> Iterator[None]:
    """Programs that take all they can get."""
    made = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(number)]
    try:
        yield
    finally:
        for each in made:
            each.kill()
            each.wait()


def _walk(times: int, seed: int, *, holds: bool) -> Result:
    lanes = min(LANES, times)
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(lanes) as threads:
        each = shares(times, lanes)
        made = [Lane(Path(folder), number, seed, each[number] if holds else 0) for number in range(lanes)]
        walks = [threads.submit(lane.run) for lane in made]
        taken, moments = 0, random.Random(seed)
        while not holds and not all(walk.done() for walk in walks):
            with others(2 * (os.cpu_count() or 1)):
                time.sleep(TAKEN_S)
            taken += 1
            time.sleep(moments.uniform(*LEFT_S))
        found = [(lane.home.name, row) for lane, walk in zip(made, walks, strict=True) for row in walk.result()]
    broken = tuple(f"{name}: {row}" for name, row in found)
    what = "held for 3 s" if holds else f"cores taken {taken} times for {TAKEN_S:g} s"
    note = (
        f"{what}: {sum(lane.said for lane in made)} cues said, the latest {max(lane.latest_s for lane in made):.1f} s"
        f" late, {sum(lane.missed for lane in made)} missed as late, {sum(lane.paused for lane in made)} pauses"
    )
    return Result(times if holds else taken, broken, note)


def run(times: int, seed: int) -> Result:
    """So many holds of three seconds; then a session in each lane while all cores are taken again and again."""
    held, taken = _walk(times, seed, holds=True), _walk(times, seed, holds=False)
    return together([held, taken], f"{held.note}; {taken.note}")
