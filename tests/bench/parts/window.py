"""Launch to the first painted window: our own, an empty one of Qt's in turn, and whatever else is installed.

Warm: the first round fills the system's file cache and is thrown away. Cold: the cache is emptied before each launch.
"""

import os
import statistics
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bench.others import others
from tests.bench.rig import ROOT, Rig
from tests.bench.table import Row, absent, ms, times, verdict

GOAL = 1.3
DROP = Path("/proc/sys/vm/drop_caches")


def rows(rig: Rig) -> list[Row]:
    """Each kind of start."""
    found = others(rig)[0] if rig.peers else {}
    best = min(found, key=lambda name: found[name].window_s, default="")
    made, modules = _warm(rig, f"{best} {ms(found[best].window_s)}" if best else "")
    made += _cold(rig)
    made.append(Row("loaded by then of numpy, pyqtgraph, pygame", ", ".join(sorted(modules)) or "none", "none"))
    return made


def peers(rig: Rig) -> list[Row]:
    """The first visible window of each of the others, warm; and which of them are not there."""
    found, lacking = others(rig)
    made = [
        Row(
            f'{name}: first visible window ("{other.title}"), warm',
            "",
            peer=f"{ms(other.window_s)}, median of {len(other.opened_s)}",
        )
        for name, other in found.items()
    ]
    return made + ([absent("others", "; ".join(lacking))] if lacking else [])


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
