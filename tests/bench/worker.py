"""Runs one function of ``tests/bench/workers`` in a process of its own and prints what it returns as a line of JSON.

python tests/bench/worker.py MODULE.FUNCTION ARGUMENT...
"""

import importlib
import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))


#: Run the app, which begins like this (``cli``).
APPS = ("chart", "live", "session", "ten_years")


def main(name: str, *arguments: str) -> None:
    """Run it. What it measured is over then; taking an app down is no part of it."""
    module, _, function = name.partition(".")
    if module in APPS:
        from balancecoach.binding import spare_sources

        spare_sources()
    answer = getattr(importlib.import_module(f"tests.bench.workers.{module}"), function)(*arguments)
    print(json.dumps(answer), flush=True)
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
