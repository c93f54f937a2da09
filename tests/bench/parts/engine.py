"""The session machine, stepped as fast as the processor goes."""

import statistics

from tests.bench.rig import Rig
from tests.bench.table import Row, ms, times, verdict

GOAL_S = 0.050


def rows(rig: Rig) -> list[Row]:
    """With and without a picture of every step."""
    found = [rig.worker("core.engine") for _ in range(rig.pick(3, 7))]
    tick, seen, floor = (statistics.median(row[name] for row in found) for name in ("tick", "seen", "floor"))
    steps = found[0]["steps"]
    about = f"{found[0]['plan']}, {steps:,} steps of 0.1 s, processor, median of {len(found)}"
    told = f"a loop that only counts down {ms(floor)}"
    return [
        Row(f"engine: {about}", ms(tick), f"< {ms(GOAL_S)}", told, "", times(tick, floor), verdict(tick, GOAL_S)),
        Row("engine: the same with what a screen shows of each step", ms(seen)),
    ]
