"""Break it again and again, and print one table: python tests/faults/run.py --only kill --times 200 --seed 1

Exit code 1 when something did not hold. Every fault takes minutes at these counts; CI runs a few of each (pytest
tests/faults).
"""

import argparse
import importlib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.faults.result import Result

#: Name -> where the function is that runs it (times, seed), and how often issue 6 asks for; 0 for all of a table.
FAULTS: dict[str, tuple[str, int]] = {
    "kill": ("tests.faults.kills:run", 200),
    "power": ("tests.faults.power:run", 100),
    "lost-writes": ("tests.faults.lost_writes:run", 100),
    "voice": ("tests.faults.voice:run", 200),
    "clocks": ("tests.faults.clocks:run", 0),
    "busy": ("tests.faults.busy:run", 20),
    "fuzz": ("tests.faults.fuzz:run", 1_000_000),
    "eight-hours": ("tests.faults.eight_hours:run", 1),
    "disk": ("tests.faults.disk:run", 50),
    "audio": ("tests.faults.audio:run", 30),
    "damage": ("tests.faults.damage:run", 500),
}


def run(name: str, times: int, seed: int) -> Result:
    """One fault, so many times."""
    module, _, function = FAULTS[name][0].partition(":")
    found: Result = getattr(importlib.import_module(module), function)(times, seed)
    return found


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=sorted(FAULTS), action="append", help="these faults alone")
    parser.add_argument("--times", type=int, help="how often each (as often as issue 6 asks)")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    failed = False
    print(f"{'fault':<16}{'times':>8}{'held':>8}  measured")
    for name in options.only or FAULTS:
        result = run(name, options.times or FAULTS[name][1], options.seed)
        print(f"{name:<16}{result.times:>8}{result.held:>8}  {result.note}", flush=True)
        for sentence in result.broken:
            print(f"    {sentence}")
        failed = failed or bool(result.broken)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
