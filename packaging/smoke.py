#!/usr/bin/env python3
"""Tries a program as it was built: python packaging/smoke.py PROGRAM [ARGUMENTS ...]

Such as `balancecoach`, a frozen balancecoach-cli.exe, or `python -m balancecoach`. Needs no screen and no loudspeaker,
and touches nobody's record: what it says of itself, its programmes, what doctor finds, a session as a sound file that
can be heard, one walked twenty times as fast, and that its window opens and stays. Standard library only.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import wave
from array import array
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

SESSION = "p1-first-steps:1"
#: A slow computer that does something else besides; a walk takes a minute.
MOST_S = 400.0
STAYS_S = 5.0


class NotSoError(Exception):
    """What was tried and did not work."""


def tried(command: Sequence[str], env: Mapping[str, str], has: str = "") -> str:
    """What it prints. Raises ``NotSoError`` when it fails, or says nothing of ``has``."""
    done = subprocess.run(
        command, env=dict(env), capture_output=True, text=True, errors="backslashreplace", timeout=MOST_S, check=False
    )
    if done.returncode or has not in done.stdout:
        raise NotSoError(f"exit code {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout


def heard(file: Path) -> str:
    """How long and how loud. Raises ``NotSoError`` for what nobody would hear, or that hurts."""
    with wave.open(str(file), "rb") as sound:
        seconds = sound.getnframes() / sound.getframerate()
        samples = array("h", sound.readframes(sound.getnframes()))[::7]  # a part tells as much
    peak = max(map(abs, samples), default=0) / 32768
    level = (sum(each * each for each in samples) / max(1, len(samples))) ** 0.5 / 32768
    says = f"{seconds:.0f} s, peak {peak:.2f}, level {level:.3f}"
    if not (seconds > 300 and peak > 0.1 and 0.003 < level < 0.5):
        raise NotSoError(says)
    return says


def opens(program: Sequence[str], env: Mapping[str, str], home: Path) -> str:
    """Its window: a record is made in ``home``, and it goes on. Raises ``NotSoError``."""
    record, env = home / "sessions.sqlite3", {**env, "BALANCECOACH_HOME": str(home)}
    until = time.monotonic() + MOST_S
    with tempfile.TemporaryFile() as said, subprocess.Popen(program, env=env, stderr=said) as window:
        try:
            while not record.exists() and window.poll() is None and time.monotonic() < until:
                time.sleep(0.2)
            time.sleep(STAYS_S)
            if window.poll() is not None or not record.exists():
                said.seek(0)
                raise NotSoError(said.read().decode(errors="replace")[-2000:] or f"exit code {window.poll()}")
        finally:
            window.kill()
    return "open, and still there after some seconds"


def try_all(program: Sequence[str], folder: Path) -> None:
    """Everything in turn, said as it goes."""
    env = {**os.environ, "BALANCECOACH_HOME": str(folder / "home")}
    env |= {"QT_QPA_PLATFORM": "offscreen", "SDL_AUDIODRIVER": "dummy"}
    file = folder / "session.wav"
    looks: tuple[tuple[str, Callable[[], str]], ...] = (
        ("version", lambda: tried([*program, "--version"], env, "balancecoach")),
        ("programmes", lambda: tried([*program, "programmes"], env, "p1-first-steps")),
        ("doctor", lambda: tried([*program, "doctor"], env)),
        ("sound file", lambda: tried([*program, "audio", SESSION, "-o", str(file)], env)),
        ("heard", lambda: heard(file)),
        ("walk", lambda: tried([*program, "walk", SESSION, "--speed", "20", "--yes"], env)),
        ("window", lambda: opens(program, env, folder / "another")),
    )
    for what, look in looks:
        print(f"== {what}", flush=True)
        print(look().strip(), flush=True)


def main(program: Sequence[str]) -> int:
    """The command."""
    if not program:
        print(__doc__, file=sys.stderr)
        return 2
    if Path(program[0]).is_file():  # Windows starts no program by a path with other slashes than its own
        program = [str(Path(program[0]).absolute()), *program[1:]]
    # On Windows what is still open when it was killed cannot be removed at once.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        try:
            try_all(program, Path(folder))
        except (NotSoError, OSError, subprocess.TimeoutExpired) as error:
            print(f"Not so: {error}", file=sys.stderr)
            return 1
    print("== all passed")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
