"""The disk fails in the middle of a session: full, read-only, broken, or the database locked by another program.

The app (``disk_walker``) walks whole sessions, faster than life. Somewhere in one the disk begins to fail, for some
seconds or until the window is closed. Every event is noted before the record gets it, so it is known what must be kept.
"""

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from balancecoach.core.events import Outcome, SessionEnded, Stored
from balancecoach.store.codec import decode
from balancecoach.store.store import Store
from tests.e2e.stage import ROOT, wait_for
from tests.faults import writes
from tests.faults.broken_disk import KINDS, BrokenDisk
from tests.faults.result import Result, together
from tests.faults.watched import PLANS, chance, events_of, new_home, paths_of, shares

LANES, SPEED = 8, 8.0
#: The fault begins so long after the session did, at most, and lasts so long; a lock always ten seconds.
MOST_S, LASTS_S, LOCK_S = 15.0, (3.0, 12.0), 10.0
#: How soon the helper's line is there, besides what a busy machine kept the window waiting. The app's own wait for a
#: lock is half a second, and a tick comes at least once a second.
AT_ONCE_S = 2.0
#: A fault in which nothing waited longer than this is none that anybody has to be told of.
NOTICED_S = 0.6
SESSION_S = 300.0
HELPER = "Helper: the walk cannot"
#: What the helper's line says; a voice that is missing stands above it, for it is more urgent.
TOLD = ("Helper: the walk cannot", "The voice does not answer", "No voice.", "No sound")
#: Lines of the log in one run, whatever happened.
MOST_LINES = 8


@dataclass(frozen=True)
class Said:
    """A line of the app's."""

    at_s: float
    what: str
    words: str


class Session:
    """One start of the app, to the end of its session."""

    def __init__(self, home: Path, plan: Path, seed: int, env: dict[str, str], speed: float) -> None:
        command = [sys.executable, "-m", "tests.faults.disk_walker", str(plan), str(seed), str(speed)]
        quiet = {"QT_QPA_PLATFORM": "offscreen", "SDL_AUDIODRIVER": "dummy", "BALANCECOACH_HOME": str(home)}
        self.lines: list[Said] = []
        self._log = home.parent.parent / f"{home.parent.name}.err"
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, **quiet, "PYTHONPATH": str(ROOT), **env},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as out:
            for text in out:
                at_s, _, rest = text.rstrip("\n").partition(" ")
                if not rest:  # the rest of words that have lines of their own
                    continue
                what, _, words = rest.partition(" ")
                self.lines.append(Said(float(at_s), what, words))

    def all(self, what: str) -> list[Said]:
        """What was said of this."""
        return [line for line in self.lines if line.what == what]

    def wait(self, what: str, times: int = 1, most_s: float = SESSION_S) -> Said:
        """Until it is said."""

        def there() -> bool:
            if self._process.poll() is not None and len(self.all(what)) < times:
                raise RuntimeError(f"the app ended before “{what}”")
            return len(self.all(what)) >= times

        wait_for(there, what, most_s)
        return self.all(what)[times - 1]

    def say(self, wish: str) -> None:
        """An answer."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{wish}\n")
        self._process.stdin.flush()

    def how_it_ended(self) -> str:
        """Of an app that is not where it should be: its exit code, and what it wrote last."""
        last = " / ".join(f"{line.at_s:.0f} {line.what} {line.words[:60]}" for line in self.lines[-8:])
        return f"exit code {self._process.poll()}, {self._log.read_text('utf-8', 'replace')[-600:]}; last: {last}"

    def end(self) -> int:
        """It has ended by itself, or is ended now; its exit code."""
        try:
            code = self._process.wait(30.0)
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = self._process.wait()
        self._reader.join()
        assert self._process.stdin is not None
        self._process.stdin.close()
        return code


def outages(session: Session) -> list[tuple[float, float]]:
    """When something waited to be written for longer than anybody would notice."""
    found, since_s = [], 0.0
    for line in session.all("waits"):
        if line.words == "1":
            since_s = line.at_s
        elif since_s and line.at_s - since_s > NOTICED_S:
            found.append((since_s, line.at_s))
    waits = session.all("waits")
    if waits and waits[-1].words == "1":
        found.append((since_s, float("inf")))
    return found


class Lane:
    """One disk of each kind after the other."""

    def __init__(self, folder: Path, number: int, seed: int, speed: float) -> None:
        self._folder, self._number, self._speed = folder, number, speed
        self._chance = chance(seed, number)
        self.told_s: list[float] = []
        self.gaps_s: list[float] = []
        self.counts = dict.fromkeys(("waited", "to the end", "beside", "asked", "lost", "most waiting"), 0)

    def run(self, times: int) -> Result:
        """So many sessions."""
        broken = []
        for number in range(times):
            kind = KINDS[(self._number + number) % len(KINDS)]
            disk = BrokenDisk(self._folder / f"disk{self._number}-{number}", kind, self._folder / writes.LIBRARY)
            try:
                found = self._once(disk)
            except Exception as error:
                found = [repr(error)[:600], *map(str, getattr(error, "__notes__", ()))]
            finally:
                disk.close()
            broken += [f"lane {self._number}, session {number}, {kind}: {'; '.join(found)}"] if found else []
        return Result(times, tuple(broken))

    def _once(self, disk: BrokenDisk) -> list[str]:
        home = new_home(disk.folder, "home")
        plan, forever = PLANS[self._chance.randrange(len(PLANS))], self._chance.random() < 0.25
        with Store.open(paths_of(home), write=False) as store:
            earlier = events_of(store)
        session = Session(home, plan, self._chance.randrange(10**6), disk.env, self._speed)
        try:
            session.wait("event")
            time.sleep(self._chance.uniform(0.0, MOST_S))
            disk.fail()
            if not forever:
                time.sleep(LOCK_S if disk.kind == "locked" else self._chance.uniform(*LASTS_S))
                disk.heal()
            session.wait("after")
            lost = self._close(session, disk)
        except Exception as error:
            error.add_note(session.how_it_ended())
            raise
        finally:
            code = session.end()
            disk.heal()
        broken = [f"the app ended with {code}"] if code else []
        broken += self._told(session)
        broken += self._kept(session, home, lost=lost)
        with Store.open(paths_of(home), write=False) as store:
            now = events_of(store)
        broken += [f"session {each} was touched" for each, rows in earlier.items() if now.get(each) != rows]
        return broken + self._logged(home, session)

    def _close(self, session: Session, disk: BrokenDisk) -> bool:
        """Close the window; where the app asks, try again, and then free the disk or close all the same."""
        waits = outages(session)
        if waits and waits[-1][1] == float("inf"):
            self.counts["to the end"] += 1
        session.say("close")
        wait_for(lambda: session.all("closed") or session.all("asked"), "an end or a question", 60.0)
        if session.all("closed"):
            return False
        self.counts["asked"] += 1
        session.say("again")
        asked = session.wait("asked", 2, 60.0)
        assert "lost" in asked.words, asked.words
        if self._chance.random() < 0.5:
            session.say("lose")
            session.wait("closed", 1, 60.0)
            self.counts["lost"] += 1
            return True
        disk.heal()
        session.say("again")
        session.wait("closed", 1, 60.0)
        return False

    def _told(self, session: Session) -> list[str]:
        """The helper at once, the person after."""
        broken, ends_s = [], session.all("checkin")[0].at_s
        gap_s = float(session.all("after")[0].words.split()[1])
        begins_s = session.all("event")[0].at_s
        banners = session.all("banner")
        self.gaps_s.append(gap_s)
        during = [(since_s, until_s) for since_s, until_s in outages(session) if begins_s < since_s < ends_s]
        for since_s, until_s in during:
            self.counts["waited"] += 1
            until_s = min(until_s, ends_s)
            if until_s - since_s < AT_ONCE_S + gap_s:
                continue
            told = [b.at_s for b in banners if b.words.startswith(TOLD) and b.at_s >= since_s - 0.1]
            if not told or told[0] > since_s + AT_ONCE_S + gap_s:
                broken.append(f"the helper was told after {told[0] - since_s if told else -1:.2f} s")
            else:
                self.told_s.append(told[0] - since_s)
        after = session.all("checkin")[0].words
        noticed = any(min(until_s, ends_s) - since_s > 2 * NOTICED_S for since_s, until_s in during)
        if noticed and "saved" not in after:
            broken.append(f"the person was not told: {after}")
        if not during and not outages(session) and "saved" in after:
            broken.append(f"told, and nothing had failed: {after}")
        if "mistake" in " ".join(line.words for line in session.lines if line.what != "event"):
            broken.append("a full disk was called a mistake of ours")
        return broken

    def _kept(self, session: Session, home: Path, *, lost: bool) -> list[str]:
        """Every event, in order, once; of what was knowingly lost, a beginning."""
        truth: dict[str, list[Stored]] = {}
        for line in session.all("event"):
            session_id, name, body = line.words.split(" ", 2)
            truth.setdefault(session_id, []).append(decode(name, body))
        with Store.open(paths_of(home), write=True) as store:
            self.counts["beside"] += bool(store.taken_up)
            broken = [f"the database is not sound: {found}"] if (found := store.check()) else []
            for session_id, events in truth.items():
                kept = list(store.events(session_id))
                if lost:
                    kept = [row for row in kept if row in events]  # without the end that a restart gives it
                    events = events[: len(kept)]
                if kept != events:
                    broken.append(f"{len(events)} events happened, {len(kept)} are kept, {_first(events, kept)}")
                if not lost and not any(isinstance(e, SessionEnded) and e.outcome is Outcome.COMPLETED for e in events):
                    broken.append("the session did not go on to its end")
        return broken

    def _logged(self, home: Path, session: Session) -> list[str]:
        """A line that explains it, and not one a second."""
        file = paths_of(home).log / "errors.log"
        lines = file.read_text("utf-8").splitlines() if file.exists() else []
        lines = [line for line in lines if "balancecoach.store" in line]  # a starved machine leaves others
        if len(lines) > MOST_LINES:
            return [f"{len(lines)} lines in the log: {lines[:3]}"]
        told = [line for line in lines if "works again" in line or "not written at the end" in line]
        waits = outages(session)
        if waits and waits[-1][1] == float("inf"):  # the log is on the same disk: it may have room for the cause alone
            told = lines or [line.words for line in session.all("asked")]
        return [] if told or not waits else [f"nothing in the log: {lines}"]


def _first(events: Sequence[object], kept: Sequence[object]) -> str:
    place = next((n for n, (a, b) in enumerate(zip(events, kept, strict=False)) if a != b), min(len(events), len(kept)))
    return f"other from number {place} on"


def run(times: int, seed: int, lanes: int = LANES, speed: float = SPEED) -> Result:
    """Walk so many sessions on disks that fail."""
    lanes = min(lanes, times)
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(lanes) as threads:
        writes.build(Path(folder))
        made = [Lane(Path(folder), number, seed, speed) for number in range(lanes)]
        results = list(threads.map(Lane.run, made, shares(times, lanes)))
    return together(results, _note(made))


def _note(lanes: Sequence[Lane]) -> str:
    told = sorted(each for lane in lanes for each in lane.told_s)
    gaps = [each for lane in lanes for each in lane.gaps_s]
    counts = {name: sum(lane.counts[name] for lane in lanes) for name in lanes[0].counts}
    words = (
        f"helper told after {told[len(told) // 2]:.2f} s (median), {told[-1]:.2f} s at most" if told else "nobody told"
    )
    return (
        f"{counts['waited']} times something waited; {words}; {counts['to the end']} faults lasted until the window was"
        f" closed: {counts['beside']} kept beside, {counts['asked']} asked first, {counts['lost']} lost knowingly;"
        f" longest pause of the window {max(gaps, default=0.0):.2f} s"
    )
