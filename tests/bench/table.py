"""The one table of the bench: its rows, and how they are written. Markdown, ready for docs/performance.md."""

import math
import os
import platform
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from importlib import metadata
from pathlib import Path

HEAD = ("what is measured", "ours", "goal", "floor", "peer", "ratio to the floor", "reached")
FAILED = "failed"


@dataclass(frozen=True)
class Row:
    """One line. ``reached``: "yes", or "no" and why, or "" where nothing was aimed at."""

    what: str
    ours: str
    goal: str = ""
    floor: str = ""
    peer: str = ""
    ratio: str = ""
    reached: str = ""

    def line(self) -> str:
        """As Markdown."""
        return row_line((self.what, self.ours, self.goal, self.floor, self.peer, self.ratio, self.reached))


def row_line(cells: Iterable[str]) -> str:
    """Cells of one line; what would end a cell or a line is taken out."""
    return "| " + " | ".join(" ".join(cell.replace("|", "/").split()) for cell in cells) + " |"


def head() -> str:
    """The first two lines of the table."""
    return row_line(HEAD) + "\n" + "|---" * len(HEAD) + "|"


def failed(part: str, error: BaseException) -> Row:
    """A part that could not be measured for a mistake, ours or the machine's."""
    return Row(part, f"{FAILED}: {type(error).__name__}: {str(error)[-300:]}")


def absent(what: str, why: str, goal: str = "") -> Row:
    """Something that this machine has not got."""
    return Row(what, f"not measured: {why}", goal)


# -- numbers ---------------------------------------------------------------------------------------------------


def ms(seconds: float) -> str:
    """Milliseconds: one decimal where that says something."""
    return f"{1000 * seconds:.{1 if seconds < 0.1 else 0}f} ms"


def times(ours: float, floor: float) -> str:
    """How many times the floor."""
    return f"{ours / floor:.2f} x" if floor > 0 else ""


def verdict(value: float, goal: float, why: str = "") -> str:
    """Whether the goal is reached: ``value`` is not above it. ``why`` not, when it is known."""
    if math.isnan(value):
        return "not known"
    return "yes" if value <= goal else "**no**" + (f": {why}" if why else "")


def share(values: Iterable[float], part: float) -> float:
    """The value that ``part`` of all do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, math.ceil(part * len(ordered)) - 1)] if ordered else math.nan


# -- the machine -----------------------------------------------------------------------------------------------


def load() -> str:
    """How busy the machine is: what others do counts too."""
    try:
        return f"{os.getloadavg()[0]:.1f}"
    except OSError:
        return "?"


def machine() -> str:
    """What all this was measured on."""
    return (
        f"{date.today():%Y-%m-%d}. {_processor()}, {os.cpu_count()} cores, {_memory_gb():.0f} GB, {_system()}; "
        f"Python {platform.python_version()}, {_versions('PySide6_Essentials', 'pygame-ce', 'pyqtgraph', 'pyttsx3')}; "
        f"load average {load()} at the start."
    )


def _processor() -> str:
    for line in _lines("/proc/cpuinfo"):
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _memory_gb() -> float:
    for line in _lines("/proc/meminfo"):
        if line.startswith("MemTotal:"):
            return int(line.split()[1]) / 1e6
    return math.nan


def _system() -> str:
    for line in _lines("/etc/os-release"):
        if line.startswith("PRETTY_NAME="):
            return line.partition("=")[2].strip('"')
    return platform.platform(terse=True)


def _versions(*packages: str) -> str:
    return ", ".join(f"{name} {metadata.version(name)}" for name in packages)


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
