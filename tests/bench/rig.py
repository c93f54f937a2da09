"""What the parts of the bench share: how long to measure, workers in processes of their own, and a stage."""

from __future__ import annotations

import contextlib
import functools
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from balancecoach.paths import find_paths
from tests.e2e.stage import Stage, missing

ROOT = Path(__file__).parents[2]
WORKER = Path(__file__).with_name("worker.py")


class AbsentError(Exception):
    """This machine lacks something; the text says what."""


class Rig:
    """One run of the bench. ``folder`` is its own; the stage is built when a part first asks for it."""

    def __init__(self, folder: Path, close: contextlib.ExitStack, *, quick: bool, peers: bool, minutes: float) -> None:
        self.folder, self.quick, self.peers, self.minutes = folder, quick, peers, minutes
        #: With busy cores, or a window that is resized; the first seconds on Today.
        self.minutes_disturbed = 0.2 if quick else 10.0
        self.idle_s = 3.0 if quick else 60.0
        self.only_peers = False  # nothing of ours
        self.close = close
        self.kept: dict[str, Any] = {}  # what one part measured and another one needs too

    def pick(self, quick: int, full: int) -> int:
        """How often."""
        return quick if self.quick else full

    @functools.cached_property
    def stage(self) -> Stage:
        """A display, a sound server and a keyboard. Raises ``AbsentError``."""
        if lacks := missing():
            raise AbsentError(lacks)
        return self.close.enter_context(Stage(self.folder / "stage"))

    def home(self, name: str) -> Path:
        """A data folder of its own."""
        return self.folder / "homes" / name

    def voiced(self, name: str) -> Path:
        """The same, with the clips that an earlier one has made."""
        home = self.home(name)
        if self._clips.exists():
            shutil.copytree(self._clips, find_paths(str(home)).clips, dirs_exist_ok=True)
        return home

    def keep_clips(self, home: Path) -> None:
        """Of this home, for those that come later; not what is only being made."""
        half = shutil.ignore_patterns("*.words.wav")
        shutil.copytree(find_paths(str(home)).clips, self._clips, ignore=half, dirs_exist_ok=True)

    @property
    def _clips(self) -> Path:
        return self.folder / "clips-made"

    def env(self, home: Path, *, staged: bool) -> dict[str, str]:
        """Of a worker: on the stage, or without any display."""
        base = self.stage.env if staged else {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        own = {"BALANCECOACH_HOME": str(home), "PYTHONPYCACHEPREFIX": str(self.folder / "bytecode")}
        env = {**base, **own, "BENCH_BEGUN_S": str(time.monotonic())}
        env.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed app has its bytecode
        return env

    def command(self, name: str, *arguments: object) -> list[str]:
        """That starts a worker."""
        return [sys.executable, str(WORKER), name, *map(str, arguments)]

    def worker(
        self, name: str, *arguments: object, home: Path | None = None, staged: bool = False, seconds: float = 120.0
    ) -> Any:
        """Run a worker to its end; what it returned. Raises ``RuntimeError`` with its last words."""
        done = subprocess.run(
            self.command(name, *arguments),
            cwd=ROOT,
            env=self.env(home or self.home("nobody"), staged=staged),
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
        if done.returncode or not done.stdout.strip():
            raise RuntimeError(f"the worker {name} failed: {done.stderr.strip()[-500:]}")
        return json.loads(done.stdout.strip().splitlines()[-1])
