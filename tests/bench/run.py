"""Measures what a person waits for and what it costs, beside floors and peers, and prints one table as Markdown.

    python3 tests/bench/run.py               # everything; its three sessions alone take 30 minutes
    python3 tests/bench/run.py --quick       # short sessions, few repeats, small records: under 2 minutes
    python3 tests/bench/run.py --only window # one part; may be given more than once
    python3 tests/bench/run.py --peers       # other programs, too: those that are installed
    python3 tests/bench/run.py --only-peers  # these, the floors of their sounds, and nothing of ours
    python3 tests/bench/run.py --minutes 60  # of the quiet session: drift
    python3 tests/bench/run.py --list        # the parts

Nothing here is asserted, nothing is installed. A floor is the least that the same libraries take for it; a peer is what
somebody could use instead. Parts with sound or a window need Xvfb, openbox, xdotool, pulseaudio and parec, and get a
display and a sound server of their own. What is missing is said in its row. The exit code is 1 when a part failed.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
VENV = ROOT / ".venv" / "bin" / "python"
if __name__ == "__main__" and VENV.exists() and Path(sys.prefix).resolve() != VENV.parents[1].resolve():
    os.execv(VENV, [str(VENV), *sys.argv])  # started by the system's Python, which has none of our packages
sys.path.insert(0, str(ROOT))

from tests.bench.parts import PARTS  # noqa: E402
from tests.bench.rig import AbsentError, Rig  # noqa: E402
from tests.bench.table import Row, absent, failed, head, load, machine  # noqa: E402

QUICK_MINUTES = 0.22


def options() -> argparse.Namespace:
    """What is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="short sessions, few repeats, small records")
    parser.add_argument("--only", choices=PARTS, action="append", help="one part; may be given more than once")
    parser.add_argument("--peers", action="store_true", help="other programs, too: those that are installed")
    parser.add_argument("--only-peers", action="store_true", help="other programs, and nothing of ours")
    parser.add_argument("--minutes", type=float, help="length of the quiet session (10)")
    parser.add_argument("--list", action="store_true", help="the parts")
    return parser.parse_args()


def measure(rig: Rig, part: str) -> tuple[list[Row], bool]:
    """The rows of one part, and whether it could be measured; whatever went wrong, the others go on."""
    try:
        module = importlib.import_module(f"tests.bench.parts.{part}")
        found: list[Row] = [] if rig.only_peers else module.rows(rig)
        if rig.peers and hasattr(module, "peers"):
            found += module.peers(rig)
    except AbsentError as error:
        return [absent(PARTS[part], str(error))], True
    except Exception as error:
        return [failed(part, error)], False
    return found, True


def main() -> int:
    """Everything asked for, in one table."""
    asked = options()
    if asked.list:
        print("\n".join(f"{name:10} {words}" for name, words in PARTS.items()))
        return 0
    minutes = asked.minutes or (QUICK_MINUTES if asked.quick else 10.0)
    print(f"{machine()}\n\n    {' '.join(['python3', 'tests/bench/run.py', *sys.argv[1:]])}\n\n{head()}", flush=True)
    good = True
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, contextlib.ExitStack() as close:
        rig = Rig(Path(folder), close, quick=asked.quick, peers=asked.peers or asked.only_peers, minutes=minutes)
        rig.only_peers = asked.only_peers
        for part in PARTS:
            if asked.only and part not in asked.only:
                continue
            before, begin = load(), time.monotonic()
            rows, measured = measure(rig, part)
            good = good and measured
            for row in rows:
                print(row.line(), flush=True)
            told = f"{part}: {time.monotonic() - begin:.0f} s, load average {before} before, {load()} after"
            print(told, file=sys.stderr, flush=True)
    print(f"\nLoad average {load()} at the end.")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
