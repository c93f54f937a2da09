"""The real app with real keys: what it was told, when, and what was to be seen and heard of it."""

from __future__ import annotations

import json
import math
import subprocess
import threading
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np

from balancecoach.core.allowed import statements
from balancecoach.core.plan import Surface
from balancecoach.core.programme import Setting
from balancecoach.speech.tones import RATE_HZ
from tests.bench.rig import ROOT, Rig
from tests.bench.walks import ALIKE, FIRST_S
from tests.e2e import listen
from tests.e2e.stage import wait_for

#: Pieces of a clip that are looked for one by one, to see when it ends.
PIECE_S = 0.01
#: A piece quieter than this share of the clip's loudest tells nothing.
LOUD = 0.03
#: How long a clip should go on being loud after a key, so that the moment of its end can be told.
LOUD_FOR_S = 0.5
#: A piece that is there at less than half of its strength is not there.
THERE = 0.5
#: How far the clock of the capture may have moved since the clip began, in samples.
SLACK = 14


class Live:
    """The app on the stage. Use as a context manager: it is killed at the end."""

    def __init__(self, rig: Rig, name: str, plan: Path, *, voiced: bool) -> None:
        self.rig, self.home = rig, rig.voiced(name) if voiced else rig.home(name)
        self._command = rig.command("live.app", plan)
        self.lines: list[dict[str, Any]] = []

    def __enter__(self) -> Self:
        self.rig.worker("setup.person", home=self.home)
        env = self.rig.env(self.home, staged=True)
        pipe, log = subprocess.PIPE, (self.rig.folder / "live.log").open("wb")
        with log:
            self._process = subprocess.Popen(self._command, cwd=ROOT, env=env, stdout=pipe, stderr=log)
        threading.Thread(target=self._read, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.lines.append(json.loads(line))

    def told(self, what: str, since_s: float = -math.inf) -> list[dict[str, Any]]:
        """What it has told of this so far."""
        return [line for line in list(self.lines) if line["what"] == what and line["at_s"] >= since_s]

    def wait(self, what: str, since_s: float = -math.inf, deadline_s: float = 40.0) -> dict[str, Any]:
        """The first of them; it may still have to come."""
        found = wait_for(lambda: self._lines(what, since_s), f'"{what}" of the app', deadline_s)
        return found[0]

    def _lines(self, what: str, since_s: float) -> list[dict[str, Any]]:
        return self.told(what, since_s) if self._alive() else []

    def _alive(self) -> bool:
        """Raises ``RuntimeError`` with its last words when it is not."""
        if self._process.poll() is None:
            return True
        words = (self.rig.folder / "live.log").read_text(encoding="utf-8").strip()
        raise RuntimeError(f"the app has ended: {words[-300:]}")

    def press(self, *keys: str) -> float:
        """Press keys; when the app got the last one."""
        before = len(self.told("key"))
        self.rig.stage.press(*keys)
        there = wait_for(lambda: self.told("key")[before + len(keys) - 1 :], "key in the app")
        return float(there[0]["at_s"])

    def begin(self) -> float:
        """From Today through the daily check; when Begin was pressed."""
        self.rig.stage.wait_for_window()
        lines = statements(Surface.TREADMILL, Setting.HOME, helper=True)
        self.press("Return")
        return self.press(*(str(number) for number, _ in enumerate(lines, 1)), "Return", "Return")


def begins_at(rig: Rig, clip: Any, from_s: float, until_s: float) -> float | None:
    """When a clip begins in what was captured."""
    begin, samples = listen.recorded(rig.stage.capture, from_s, until_s + FIRST_S)
    found = listen.best(samples, clip[: round(FIRST_S * RATE_HZ)])
    return begin + found.at_s if found.alike >= ALIKE else None


def ends_at(rig: Rig, clip: Any, begun_s: float, after_s: float) -> float | None:
    """When a clip that was cut off has gone: the beginning of its first loud piece that is not there any more."""
    begin, samples = listen.recorded(rig.stage.capture, begun_s - 0.05, begun_s + len(clip) / RATE_HZ + 0.1)
    offset, size = round((begun_s - begin) * RATE_HZ), round(PIECE_S * RATE_HZ)
    scale = _strength(samples, clip, offset, round(0.05 * RATE_HZ), round(FIRST_S * RATE_HZ))
    later = [at for at in _loud_pieces(clip) if at >= (after_s - begun_s) * RATE_HZ]
    there = [_strength(samples, clip, offset, at, size) >= THERE * scale for at in later]
    for number in range(len(later) - 1):
        if not (there[number] or there[number + 1]):  # one alone may be a gap, on a busy machine
            return begun_s + later[number] / RATE_HZ
    return None


def loudest_s(clip: Any, from_s: float) -> float:
    """Where in a clip, not before ``from_s``, sound goes on for longest: between words the end could not be told."""
    loud = [at / RATE_HZ for at in _loud_pieces(clip)]
    starts = [at for at in loud if from_s <= at <= len(clip) / RATE_HZ - 2 * LOUD_FOR_S] or [from_s]
    return max(starts, key=lambda start: sum(start <= at < start + LOUD_FOR_S for at in loud))


def _loud_pieces(clip: Any) -> list[int]:
    """First samples of the pieces that are loud enough to be told from silence."""
    size = round(PIECE_S * RATE_HZ)
    energy = {at: float(np.sum(clip[at : at + size] ** 2)) for at in range(0, len(clip) - size, size)}
    return [at for at, found in energy.items() if found >= LOUD * max(energy.values())]


def _strength(samples: Any, clip: Any, offset: int, at: int, size: int) -> float:
    """How loud a piece of the clip is in the samples, 1 for as loud as in its file."""
    piece = clip[at : at + size]
    best = -math.inf
    for slack in range(-SLACK, SLACK + 1):
        first = max(0, offset + at + slack)
        heard = samples[first : first + len(piece)]
        if len(heard) == len(piece):
            best = max(best, float(np.dot(heard, piece) / np.dot(piece, piece)))
    return best
