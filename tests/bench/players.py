"""Which player starts a clip on time? Measures three of them against a private PulseAudio server.

    python tests/bench/players.py            # everything, about 20 minutes; prints two tables
    python tests/bench/players.py ours idle  # one player, one condition

Needs pulseaudio and parec (apt: pulseaudio, pulseaudio-utils) and the pip packages of the players to be compared
(pyside6-addons, miniaudio, pygame-ce) besides numpy and PySide6-Essentials. One that is missing says so.

How: one null sink, one capture of its monitor for the whole run, each player in a process of its own that is
driven by a precise Qt timer. "offset ms" is the median time from the call of play() to the first sample that sounds
(its zero point is known to about 5 ms), p50/p99/max the deviation from that median; "lost" are plays that had not
begun after 350 ms; "gaps" are breaks of 2 ms or more within a clip; "cut ms" is how much of a clip was not heard.
"""

from __future__ import annotations

import argparse
import json
import math
import select
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.bench.capture import Capture, PulseServer, busy, offsets, sounds, write_tone
from tests.bench.marks import end, new_mark
from tests.bench.player_kinds import PLAYERS
from tests.bench.player_worker import work, work_faults
from tests.bench.table import share

COLUMNS = (
    *("player", "condition", "plays", "lost", "offset ms", "p50", "p99", "max", "gaps", "cut ms"),
    *("slowest call ms", "CPU %", "open ms", "PSS MB"),
)
LONGEST_S = 300
PLAYS = {"idle": 100, "busy": 40, "loop": 40, "held": 40, "hush": 20, "tail": 20, "polled": 40}
CONDITIONS = {
    "idle": "nothing else runs",
    "busy": "two Python busy loops at normal nice",
    "loop": "GUI thread in a Python loop for 500 ms (the lock changes hands every 5 ms)",
    "held": "GUI thread in one C call for 500 ms (the lock is never given up)",
    "hush": "stop() 300 ms into a clip; the offset is the time to silence",
    "tail": "clips that end in sound, not in silence: what is cut off at the end?",
    "polled": "a plain 100 ms timer looks whether it is time, as most interval timers do; late from when it was time",
}


# --- the controller: load and analysis ---


@dataclass(frozen=True)
class Measured:
    """One player under one condition. Seconds; ``late``: from each call (or time it was due) to its sound."""

    plays: int
    late: tuple[float, ...]
    gaps: int
    cut_s: float
    result: dict[str, float]

    def middle_s(self) -> float:
        """The constant part."""
        return share(self.late, 0.5)

    def off(self) -> list[float]:
        """What is left when it is taken away."""
        return [abs(value - self.middle_s()) for value in self.late]


def measured(server: PulseServer, capture: Capture, name: str, condition: str, plays: int = 0) -> Measured:
    """Run a player. Raises ``RuntimeError`` with what it said when it cannot play."""
    seconds = {"idle": 0.2, "busy": 0.2, "tail": 0.2, "polled": 0.2, "hush": 3.0}.get(condition, 0.7)
    clip = write_tone(server.folder / f"{condition}.wav", seconds, 0.0 if condition == "tail" else 0.15)
    since = time.monotonic()
    with busy(2 if condition == "busy" else 0):
        command = [sys.executable, __file__, "--worker", name, condition, str(clip), str(plays or PLAYS[condition])]
        mark = new_mark()
        try:
            env = {**server.env, **mark}
            done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=LONGEST_S)
            time.sleep(0.5)
        except subprocess.TimeoutExpired:
            raise RuntimeError(f"not done in {LONGEST_S} s") from None
        finally:
            end(mark)  # speech-dispatcher, and whatever hangs
    if done.returncode or not done.stdout.strip():
        raise RuntimeError((done.stderr.strip().splitlines() or ["it says nothing"])[-1])
    result = json.loads(done.stdout.strip().splitlines()[-1])
    whole = sounds(capture, since, 0.1)
    pieces = sounds(capture, since, 0.002)
    found = offsets(result["marks"], [end if condition == "hush" else start for start, end in whole])
    heard = share([end - start for start, end in pieces if end - start > 0.05], 0.5)
    return Measured(len(result["marks"]), tuple(found), len(pieces) - len(whole), seconds - heard, result)


def measure(server: PulseServer, capture: Capture, name: str, condition: str) -> str:
    """A line of the table."""
    try:
        made = measured(server, capture, name, condition)
    except RuntimeError as error:
        return f"| {name} | {condition} | failed: {error} |"
    cells = [name, condition, f"{len(made.late)}", f"{made.plays - len(made.late)}", f"{1000 * made.middle_s():.0f}"]
    cells += [f"{1000 * share(made.off(), part):.1f}" for part in (0.5, 0.99)]
    cells += [f"{1000 * max(made.off(), default=math.nan):.1f}", f"{made.gaps}"]
    cells += ["-" if condition == "hush" else f"{1000 * made.cut_s:.0f}"]
    cells += [f"{1000 * made.result['slowest_s']:.1f}", f"{100 * made.result['cpu']:.1f}"]
    cells += [f"{1000 * made.result['open_s']:.0f}", f"{made.result['mb']:.0f}"]
    return "| " + " | ".join(cells) + " |"


def faults(name: str, folder: Path) -> list[str]:
    """What the player says with no server, after the server died, after it came back, and after a reopen."""
    server, lines = PulseServer(folder), []
    clip = write_tone(folder / "fault.wav", 0.3)
    command = [sys.executable, __file__, "--worker", name, "faults", str(clip)]

    def ask(worker: subprocess.Popen[str], order: str, what: str) -> None:
        assert worker.stdin is not None and worker.stdout is not None
        capture = Capture(server)
        if server.process is not None:
            capture.start()
            until = time.monotonic() + 5.0  # a new null sink is silent for its first two seconds
            while not capture.data and time.monotonic() < until:
                time.sleep(0.05)
        since = time.monotonic()
        worker.stdin.write(order + "\n")
        worker.stdin.flush()
        answer = (
            worker.stdout.readline().strip() if select.select([worker.stdout], [], [], 15)[0] else "no answer in 15 s"
        )
        answer = answer or "the process died"
        time.sleep(1.0)
        heard = "-"
        if server.process is not None:
            heard = "no capture" if not capture.data else "yes" if sounds(capture, since - 0.1, 0.1) else "no"
            capture.stop()
        lines.append(f"| {name} | {what} | {answer} | {heard} |")

    def fresh() -> subprocess.Popen[str]:
        pipe = subprocess.PIPE
        return subprocess.Popen(command, env=server.env, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True)

    try:
        worker = fresh()
        ask(worker, "play", "opened with no server")
        server.start()
        ask(worker, "reopen", "server started, then reopened")
        worker.kill()
        worker = fresh()
        ask(worker, "play", "server there")
        server.stop()
        time.sleep(1.0)
        ask(worker, "play", "server died")
        server.start()
        time.sleep(2.0)
        ask(worker, "play", "server back, played on")
        ask(worker, "reopen", "server back, reopened")
    finally:
        worker.kill()
        worker.wait()
        server.stop()
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("player", nargs="?", choices=list(PLAYERS))
    parser.add_argument("condition", nargs="?", choices=[*CONDITIONS, "faults"])
    parser.add_argument("--worker", nargs="+", metavar="ARGUMENT", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.worker:
        name, condition, clip, *plays = asked.worker
        if condition == "faults":
            return work_faults(name, Path(clip))
        return work(name, condition, Path(clip), int(plays[0]))
    names = [asked.player] if asked.player else list(PLAYERS)
    conditions = [asked.condition] if asked.condition else [*CONDITIONS, "faults"]
    with tempfile.TemporaryDirectory(prefix="bench-players-") as folder:
        report(names, conditions, Path(folder))
    return None


def report(names: list[str], conditions: list[str], folder: Path) -> None:
    timed = [condition for condition in conditions if condition != "faults"]
    if timed:
        print(f"| {' | '.join(COLUMNS)} |")
        print("|---" * len(COLUMNS) + "|")
        server = PulseServer(folder)
        server.start()
        capture = Capture(server)
        capture.start()
        try:
            time.sleep(1.0)
            for name in names:
                for condition in timed:
                    print(measure(server, capture, name, condition), flush=True)
        finally:
            capture.stop()
            server.stop()
    if "faults" in conditions:
        print("\n| player | what happened | what the player says | heard |\n|---|---|---|---|")
        for name in names:
            print("\n".join(faults(name, folder)), flush=True)


if __name__ == "__main__":
    main()
