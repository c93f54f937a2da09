"""What ``export`` takes in time and memory as a record grows. Nothing here is asserted.

    python tests/bench/exports.py                # 10, 100 and 1,000 people, up to 1,200,000 events: some minutes
    python tests/bench/exports.py --people 100   # that size alone

The record is that of ``clinic.py``: four sessions a person, ten years of three a week for the first. Each export is a
program of its own; its peak memory is what the system counted, beside that of a Python that only loads the command.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from balancecoach.paths import assets, find_paths
from balancecoach.plans.library import Programmes
from balancecoach.store.store import Store
from tests.bench.clinic import fill

ROOT = Path(__file__).parents[2]
SIZES = (10, 100, 1000)
FORMATS = (
    ("csv", "--what", "sessions"),
    ("csv", "--what", "blocks"),
    ("csv", "--what", "checkups"),
    ("fhir",),
    ("json",),
)
LOADED = "import balancecoach.cli, balancecoach.commands.exports; from fhir.resources.R4B.bundle import BundleEntry"


def run(*command: str) -> tuple[float, float]:
    """Seconds, and megabytes at the peak."""
    begin = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *command],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command} failed")
    return time.perf_counter() - begin, usage.ru_maxrss / 1024


def measure(folder: Path, people: int) -> None:
    """One row a format."""
    with Store.open(find_paths(str(folder)), write=True) as store:
        fill(store, people, Programmes(assets() / "programmes"))
        connection = store._connection
        events = connection.execute("SELECT count(*) FROM events").fetchone()[0]
        sessions = connection.execute("SELECT count(*) FROM sessions").fetchone()[0]
    target = folder / "exported"
    for options in FORMATS:
        command = (
            "-m",
            "balancecoach",
            "--data-dir",
            str(folder),
            "export",
            "--everyone",
            "--force",
            "-o",
            str(target),
        )
        seconds, peak = run(*command, "--format", *options)
        size = target.stat().st_size / 1e6
        row = (f"{people:,}", f"{sessions:,}", f"{events:,}", f"{size:.1f} MB", f"{seconds:.1f} s", f"{peak:.0f} MB")
        print(f"| {' '.join(options).replace('--what ', '')} | {' | '.join(row)} |", flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int)
    chosen = parser.parse_args().people
    print(f"Loaded and nothing done: {run('-c', LOADED)[1]:.0f} MB at the peak.\n")
    print("| export | people | sessions | events | file | took | peak |\n|---|---|---|---|---|---|---|")
    for people in (chosen,) if chosen else SIZES:
        with tempfile.TemporaryDirectory() as folder:
            measure(Path(folder), people)


if __name__ == "__main__":
    main()
