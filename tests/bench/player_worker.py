"""One player under one condition, in a process of its own: plays, and prints when."""

from __future__ import annotations

import json
import math
import os
import select
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench.player_kinds import PLAYERS, Bench, Ours
from tests.bench.workers.used import pss_mb

HOLD_S = 0.5
POLL_MS = 100


def hold(kind: str, seconds: float, per_second: int) -> None:
    """Keeps this thread busy, with the interpreter's lock given up now and then (loop) or never (held)."""
    if kind == "held":
        sum(range(int(per_second * seconds)))
    else:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            pass


def counted_per_second() -> int:
    """How far `sum` counts in a second; the best of eight tries, for the machine may be doing other things."""
    best_s = math.inf
    for _ in range(8):
        begin = time.monotonic()
        sum(range(2_000_000))
        best_s = min(best_s, time.monotonic() - begin)
    return int(2_000_000 / best_s)


def work(name: str, condition: str, clip: Path, plays: int) -> None:
    """Plays `clip` that often in the way of `condition` and prints when (monotonic seconds), as JSON."""
    from PySide6.QtCore import QCoreApplication, Qt, QTimer

    app = QCoreApplication([])
    before_mb, begin = pss_mb(), time.monotonic()
    player = PLAYERS[name]()
    open_s = time.monotonic() - begin
    player.load(clip)
    calls: list[float] = []
    marks: list[float] = []
    slowest = 0.0
    speed = counted_per_second() if condition == "held" else 0

    def after(wait_ms: int, what: Callable[[], object]) -> None:
        timer = QTimer(app, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        timer.timeout.connect(what)
        timer.start(wait_ms)

    def fire(due: float = 0.0) -> None:
        nonlocal slowest
        before = HOLD_S / 2 if len(marks) % 2 and condition in ("loop", "held") else 0.0
        if before:
            hold(condition, before, speed)
        at = time.monotonic()
        player.play()
        slowest = max(slowest, time.monotonic() - at)
        calls.append(at)
        marks.append(due or at)
        if condition in ("loop", "held"):
            hold(condition, HOLD_S - before, speed)
        if condition == "hush":
            marks.pop()
            after(300, hush)
        again()

    def hush() -> None:
        marks.append(time.monotonic())
        player.stop()

    def again() -> None:
        pause = 850 if condition in ("loop", "held") else 700 if condition == "hush" else 450
        pause += len(calls) * 37 % 50
        if len(calls) >= plays:
            after(pause, app.quit)
        elif condition == "polled":
            due_at.append(time.monotonic() + pause / 1000)
        else:
            after(pause, fire)

    def poll() -> None:
        if due_at and time.monotonic() >= due_at[0]:
            fire(due_at.pop())

    due_at: list[float] = []
    polling = QTimer(app, interval=POLL_MS)
    polling.timeout.connect(poll)
    if condition == "polled":
        polling.start()
    after(1000, fire)
    cpu, wall = time.process_time(), time.monotonic()
    app.exec()
    used = (time.process_time() - cpu) / (time.monotonic() - wall)
    result = {"marks": marks, "open_s": open_s, "mb": pss_mb() - before_mb, "cpu": used, "slowest_s": slowest}
    print(json.dumps(result), flush=True)
    os._exit(0)  # a player's own tear-down is not what is measured


def work_faults(name: str, clip: Path) -> None:
    """Answers each line on standard input ('play', 'reopen', 'quit') with the player's own view of the world."""
    from PySide6.QtCore import QCoreApplication

    app = QCoreApplication([])
    player: Bench | None = None

    def opened() -> Bench:
        fresh = PLAYERS[name]()
        fresh.load(clip)
        until = time.monotonic() + 2.0
        while time.monotonic() < until:
            app.processEvents()
            time.sleep(0.01)
        return fresh

    while True:
        while not select.select([sys.stdin], [], [], 0.02)[0]:
            app.processEvents()
        order = sys.stdin.readline().strip()
        if order in ("", "quit"):
            os._exit(0)
        try:
            if order == "reopen" or player is None:
                if isinstance(player, Ours):
                    time.sleep(2.5)  # it looks by itself, once a second
                else:
                    if player is not None:
                        player.close()
                    player = opened()
            begin = time.monotonic()
            answer = f"play -> {player.play()}"
            took = time.monotonic() - begin
            answer += f" in {1000 * took:.0f} ms; {player.state()}"
        except Exception as problem:
            answer = f"{type(problem).__name__}: {problem}"
        print(answer, flush=True)
