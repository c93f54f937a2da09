"""Programs with everything that they start, found by a word in the environment, which all of it inherits. Linux.

Daemons and services of a D-Bus leave the process group of what started them; their environment they keep.
"""

import contextlib
import os
import secrets
import signal
import time
from collections.abc import Mapping
from pathlib import Path

MARK = "BENCH_MARK"
GONE_S = 10.0


def new_mark() -> dict[str, str]:
    """To be put into the environment of a program."""
    return {MARK: secrets.token_hex(8)}


def marked(mark: Mapping[str, str]) -> list[int]:
    """The processes that have it."""
    word, found = f"{MARK}={mark[MARK]}".encode(), []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it has ended, or it is somebody else's
            if word in (folder / "environ").read_bytes().split(b"\0"):
                found.append(int(folder.name))
    return found


def end(mark: Mapping[str, str]) -> None:
    """End all of them. Raises ``TimeoutError`` when one stays."""
    until = time.monotonic() + GONE_S
    while left := marked(mark):
        for pid in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if time.monotonic() > until:
            raise TimeoutError(f"after {GONE_S:g} s still running: {left}")
        time.sleep(0.02)
