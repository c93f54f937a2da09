#!/usr/bin/env python3
"""Start to first paint, of the packaged program and from source, in turn: python3 packaging/launch.py PACKAGED

    python3 packaging/launch.py build/package/deb/usr/lib/balancecoach/balancecoach [--rounds 7]

A display of its own (Xvfb) shows what is painted, whoever paints it: the clock stops when a window is no longer
black, known to some 2 ms. The processor time is that of the whole process until then. Both have a data folder that was
used before and a warm file cache: the first round of each is thrown away. Standard library only.
"""

from __future__ import annotations

import argparse
import mmap
import os
import statistics
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GOAL = 1.2
MOST_S = 60.0
POLL_S = 0.002
SIZE = (1366, 768)
#: Of points all over the screen, so many must be painted: a window that is not maximised, too, has them.
PAINTED = 0.25


class Screen:
    """A display whose memory is a file."""

    def __init__(self, folder: Path) -> None:
        reads, writes = os.pipe()
        command = ["Xvfb", "-displayfd", str(writes), "-screen", "0", f"{SIZE[0]}x{SIZE[1]}x24", "-fbdir", str(folder)]
        command += ["-noreset", "-nolisten", "tcp", "-br"]
        self.process = subprocess.Popen(command, pass_fds=[writes], stderr=subprocess.DEVNULL)
        os.close(writes)
        with os.fdopen(reads) as pipe:
            self.name = f":{pipe.readline().strip()}"
        with (folder / "Xvfb_screen0").open("rb") as file:
            self.memory = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
        head = struct.unpack(
            ">25I", self.memory[:100]
        )  # XWD: its own size, ..., bytes a line, ..., colours of 12 bytes
        start, line = head[0] + 12 * head[19], head[12]
        steps = range(1, 16)
        self.points = [start + line * (SIZE[1] * y // 16) + 4 * (SIZE[0] * x // 16) for x in steps for y in steps]

    def painted(self) -> bool:
        """Whether a window is there."""
        seen = sum(any(self.memory[at : at + 3]) for at in self.points)
        return seen >= PAINTED * len(self.points)


def launch(screen: Screen, command: Sequence[str], home: Path) -> tuple[float, float]:
    """Seconds by the wall and of the processor. Raises ``TimeoutError``."""
    drop = ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "DBUS_SESSION_BUS_ADDRESS", "PYTHONDONTWRITEBYTECODE")
    env = {name: value for name, value in os.environ.items() if name not in drop}
    env |= {"DISPLAY": screen.name, "BALANCECOACH_HOME": str(home)}
    while screen.painted():  # the last one's window is taken off
        time.sleep(POLL_S)
    begun = time.monotonic()
    process = subprocess.Popen(command, cwd=ROOT, env=env, start_new_session=True, stderr=subprocess.DEVNULL)
    while not screen.painted() and time.monotonic() - begun < MOST_S:
        time.sleep(POLL_S)
    wall, shown = time.monotonic() - begun, screen.painted()
    os.killpg(process.pid, 9)
    _, _, used = os.wait4(process.pid, 0)
    process.returncode = -9  # waited for above
    if not shown:
        raise TimeoutError(f"{command[0]}: no window in {MOST_S:g} s")
    return wall, used.ru_utime + used.ru_stime


def main(given: Sequence[str]) -> int:
    """The command: a table. Exit code 1 when the packaged program takes more than 1.2 times as long."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("packaged", help="the packaged program")
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args(given)
    source = [str(ROOT / ".venv" / "bin" / "python"), "-m", "balancecoach"]
    commands = {"source": source, "packaged": [str(Path(options.packaged).resolve())]}
    took: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    with tempfile.TemporaryDirectory() as folder:
        screen = Screen(Path(folder))
        try:
            for number in range(-1, options.rounds):
                for name, command in commands.items():
                    once = launch(screen, command, Path(folder) / name)
                    if number >= 0:
                        took[name].append(once)
        finally:
            screen.process.kill()
            screen.process.wait()
    worst = 0.0
    for kind, column in (("first paint", 0), ("processor", 1)):
        middle = {name: statistics.median(row[column] for row in rows) for name, rows in took.items()}
        ratio = middle["packaged"] / middle["source"]
        worst = max(worst, ratio)
        spread = {
            name: f"{min(r[column] for r in rows):.2f}-{max(r[column] for r in rows):.2f}"
            for name, rows in took.items()
        }
        told = ", ".join(f"{name} {seconds:.3f} s ({spread[name]})" for name, seconds in middle.items())
        print(f"{kind}: {told}: {ratio:.2f} x (goal {GOAL} x; median of {options.rounds})")
    return int(worst > GOAL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
