"""Keeping an event, beside a bare INSERT with the same pragmas on the same disk; and opening a record that grows."""

import itertools
import tempfile
from pathlib import Path
from typing import Any

from tests.bench.rig import ROOT, Rig
from tests.bench.table import Row, ms, share, times, verdict

WORST, OPEN_MS = 2.0, 300.0
#: A record of a million events takes minutes to be made.
SIZES, QUICK_SIZES = (1_000, 10_000, 100_000, 1_000_000), (1_000, 10_000)
#: What is opened, and whether anything was aimed at.
OPENED = {
    "Today": True,
    "Progress": True,
    "the table of sessions": True,
    "everybody's table": False,
    "everybody's table sorted by plan": False,
    "one session's page": False,
    "opening the record": False,
    "Progress, first time": False,
    "everybody's table, first time": False,
}


def rows(rig: Rig) -> list[Row]:
    """Both."""
    return [*_append(rig), *_growth(rig)]


def _append(rig: Rig) -> list[Row]:
    """In the folder of this file: the temporary one may be memory, where nothing is synced."""
    count = rig.pick(200, 1500)
    with tempfile.TemporaryDirectory(prefix=".bench-", dir=ROOT) as folder:
        found = rig.worker("record.append", folder, count)
        where = _kind_of_disk(Path(folder))
    made = []
    for part, words in ((0.5, "p50"), (0.99, "p99")):
        ours, bare = share(found["ours"], part), share(found["bare"], part)
        goal = f"<= {WORST:g} x" if part > 0.9 else ""
        reached = verdict(ours / bare, WORST) if goal else ""
        what = f"keeping an event, fsync on, {words} of {count} ({where})"
        made.append(Row(what, ms(ours), goal, f"bare INSERT {ms(bare)}", "", times(ours, bare), reached))
    return made


def _kind_of_disk(folder: Path) -> str:
    """The file system that a folder lies on."""
    best, kind = "", "?"
    for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines():
        _, at, name, *_ = line.split()
        if str(folder).startswith(at) and len(at) > len(best):
            best, kind = at, name
    return kind


def _growth(rig: Rig) -> list[Row]:
    sizes = QUICK_SIZES if rig.quick else SIZES
    found = [rig.worker("record.grow", size, seconds=3600.0) for size in sizes]
    label = " / ".join(f"{row['events']:,.0f}" for row in found)
    years = " / ".join(f"{row['sessions']:,.0f}" for row in found)
    bare = " / ".join(f"{row['bare']:.2f}" for row in found)
    made = []
    for name, wanted in OPENED.items():
        ours = [row[name] for row in found]
        made.append(
            Row(
                f"{name}, a record of {label} events ({years} sessions of that person); processor",
                " / ".join(f"{value:.0f}" for value in ours) + " ms",
                f"< {OPEN_MS:.0f} ms" if wanted else "",
                f"SQLite reading that person's sums {bare} ms" if name == "Progress" else "",
                "",
                _grown(ours),
                verdict(max(ours), OPEN_MS) if wanted else "",
            )
        )
    sizes_mb = " / ".join(f"{row['megabytes']:.1f}" for row in found)
    return [*made, Row("the same records on the disk", f"{sizes_mb} MB")]


def _grown(values: list[Any]) -> str:
    """From each size to the next, ten times larger."""
    return "grows by " + ", ".join(f"{b / a:.1f} x" if a else "?" for a, b in itertools.pairwise(values))
