"""Launch to the first painted window: our own, an empty one of Qt's in turn, and whatever else is installed.

Warm: the first round fills the system's file cache and is thrown away. Cold: the cache is emptied before each launch.
"""

import os
import shutil
import statistics
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bench.rig import ROOT, Rig
from tests.bench.table import Row, absent, ms, times, verdict

GOAL = 1.3
#: Programs that a person could use instead, and their first visible window.
PEERS = ("workrave", "ktimer", "gtimelog", "gnome-clocks", "vorta", "GoldenCheetah", "anki")
DROP = Path("/proc/sys/vm/drop_caches")
PEER_S = 20.0


def rows(rig: Rig) -> list[Row]:
    """Each kind of start."""
    peers, lacking = _peers(rig) if rig.peers else ({}, [])
    best = min(peers, key=lambda name: peers[name], default="")
    peer = f"{best} {ms(peers[best])}" if best else ""
    made, modules = _warm(rig, peer)
    made += _cold(rig)
    made.append(Row("loaded by then of numpy, pyqtgraph, pygame", ", ".join(sorted(modules)) or "none", "none"))
    made += [Row(f"{name}: first visible window", "", peer=ms(seconds)) for name, seconds in peers.items()]
    if rig.peers:
        made.append(absent("window of others", "not installed: " + (", ".join(lacking) or "none")))
    return made


def _warm(rig: Rig, peer: str) -> tuple[list[Row], set[str]]:
    took: dict[str, list[float]] = {"empty": [], "fresh": [], "used": []}
    modules: set[str] = set()
    repeats = rig.pick(2, 9)
    for number in range(-1, repeats):
        for kind, values in took.items():
            answer = _launch(rig, kind, number)
            modules |= set(answer["modules"]) if kind != "empty" else set()
            if number >= 0:
                values.append(answer["seconds"])
    floor = statistics.median(took["empty"])
    words = {"fresh": "a new data folder", "used": "a used data folder"}
    found = [
        _row(f"first painted window, warm, {words[kind]}", statistics.median(took[kind]), floor, repeats, peer)
        for kind in words
    ]
    return found, modules


def _cold(rig: Rig) -> list[Row]:
    took: dict[str, list[float]] = {"empty": [], "used": []}
    repeats = rig.pick(1, 3)
    for number in range(repeats):
        for kind, values in took.items():
            how = empty_cache(rig)
            values.append(_launch(rig, kind, number)["seconds"])
    ours, floor = statistics.median(took["used"]), statistics.median(took["empty"])
    return [_row(f"first painted window, cold ({how})", ours, floor, repeats, "")]


def _row(what: str, ours: float, floor: float, repeats: int, peer: str) -> Row:
    compared = f"empty PySide6 window {ms(floor)}, median of {repeats}"
    return Row(what, ms(ours), f"<= {GOAL} x", compared, peer, times(ours, floor), verdict(ours / floor, GOAL))


def _launch(rig: Rig, kind: str, number: int) -> Any:
    home = rig.home("used" if kind == "used" else f"{kind}-{number}")
    return rig.worker("window.empty" if kind == "empty" else "window.ours", home=home, staged=True)


def empty_cache(rig: Rig) -> str:
    """Nothing of ours is in the system's file cache any more, as far as it lets go; how that was done."""
    if not rig.quick:  # on a machine that others use, too, only our own files
        try:
            os.sync()
            DROP.write_text("3", encoding="ascii")
        except OSError:
            pass
        else:
            return "the system's caches dropped"
    for path in _files(rig):
        with path.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    return "the cache of our files dropped, as far as nobody else uses them"


def _files(rig: Rig) -> Iterator[Path]:
    paths = sysconfig.get_paths()
    folders = (ROOT / "balancecoach", ROOT / "assets", paths["purelib"], paths["stdlib"], rig.folder / "bytecode")
    for folder in folders:
        yield from (path for path in Path(folder).rglob("*") if path.is_file())
    yield Path(sys.executable)


# -- others ------------------------------------------------------------------------------------------------------


def _peers(rig: Rig) -> tuple[dict[str, float], list[str]]:
    """Seconds of those that are installed, and those that are not. Warm: the second start counts."""
    found: dict[str, float] = {}
    lacking = []
    for name in PEERS:
        if shutil.which(name) is None:
            lacking.append(name)
            continue
        _visible(rig, name)
        seconds = _visible(rig, name)
        if seconds is None:
            lacking.append(f"{name} (no window in {PEER_S:.0f} s)")
        else:
            found[name] = seconds
    return found, lacking


def _visible(rig: Rig, name: str) -> float | None:
    """From the start of a program to a window that was not there before, known to some 20 ms."""
    before = set(_windows(rig))
    begun_s = time.monotonic()
    quiet = subprocess.DEVNULL
    process = subprocess.Popen([name], env=rig.stage.env, stdout=quiet, stderr=quiet)
    try:
        while time.monotonic() - begun_s < PEER_S:
            if set(_windows(rig)) - before:
                return time.monotonic() - begun_s
            time.sleep(0.01)
        return None
    finally:
        process.kill()
        process.wait()


def _windows(rig: Rig) -> list[str]:
    return rig.stage.xdotool("search", "--onlyvisible", "--name", ".").split()
