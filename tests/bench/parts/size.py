"""What is installed: our packages with all that they need, by pip's lists of files. Nothing is downloaded."""

import re
from importlib import metadata
from pathlib import Path

from tests.bench.rig import ROOT, Rig
from tests.bench.table import Row, absent, times

OURS = "balancecoach"
FLOOR = ("pyside6-essentials", "shiboken6")
ADDONS = "pyside6-addons"
NAME = re.compile(r"[A-Za-z0-9._-]+")


def rows(_rig: Rig) -> list[Row]:
    """All of it, its largest pieces, and Qt alone."""
    needed = _needed(OURS)
    sizes = {name: _megabytes(name) for name in needed - {OURS}}
    own = sum(_of(ROOT / folder) for folder in ("balancecoach", "assets"))
    total, floor = sum(sizes.values()) + own, sum(_megabytes(name) for name in FLOOR)
    largest = sorted(sizes, key=lambda name: -sizes[name])[:6]
    told = ", ".join(f"{name} {sizes[name]:.0f}" for name in largest)
    made = [
        Row(
            f"installed, with {len(sizes)} packages that it needs",
            f"{total:.0f} MB (its own files {own:.1f}; {told})",
            "smallest that does the job",
            f"PySide6-Essentials alone {floor:.0f} MB",
            "",
            times(total, floor),
        )
    ]
    try:
        made.append(Row("PySide6-Addons, which we do without", "", peer=f"{_megabytes(ADDONS):.0f} MB"))
    except metadata.PackageNotFoundError:
        made.append(absent("PySide6-Addons, which we do without", "not installed here"))
    return [*made, absent("time of set-up", "`packaging/dev.py setup` asks the network; measured by hand, see below")]


def _needed(name: str) -> set[str]:
    """A package and, all the way down, what it needs to run; extras and other systems' are left out."""
    found: set[str] = set()
    left = [name]
    while left:
        each = re.sub(r"[-_.]+", "-", left.pop()).lower()
        if each in found:
            continue
        try:
            requires = metadata.requires(each) or []
        except metadata.PackageNotFoundError:
            continue  # for another system or an older Python
        found.add(each)
        left += [match[0] for line in requires if "extra ==" not in line and (match := NAME.match(line))]
    return found


def _megabytes(name: str) -> float:
    files = metadata.files(name) or []
    return sum(path.stat().st_size for file in files if (path := Path(str(file.locate()))).is_file()) / 1e6


def _of(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc") / 1e6
