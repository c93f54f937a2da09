"""Every week of every built-in programme: read, checked, expanded, laid out; in a process that is new."""

import statistics

from tests.bench.rig import Rig
from tests.bench.table import Row, ms, times, verdict

GOAL_S = 0.100


def rows(rig: Rig) -> list[Row]:
    """All of it, and what of it takes how long."""
    found = [rig.worker("core.scripts") for _ in range(rig.pick(3, 7))]
    parts = {name: statistics.median(row["seconds"][name] for row in found) for name in found[0]["seconds"]}
    toml = parts.pop("toml")
    validate = parts.pop("validate")  # reading has checked them, too: told, but not counted twice
    total = sum(parts.values())
    told = ", ".join(f"{name} {ms(seconds)}" for name, seconds in parts.items())
    what = f"{found[0]['weeks']} weeks read and checked, expanded, laid out; processor, median of {len(found)}"
    floor = f"tomllib reading the files {ms(toml)}"
    why = f"{found[0]['cues']:,} cues are made one by one, and every week is checked when its file is read"
    return [
        Row(
            what, f"{ms(total)} ({told})", f"< {ms(GOAL_S)}", floor, "", times(total, toml), verdict(total, GOAL_S, why)
        ),
        Row("the same weeks checked once more", ms(validate)),
        Row("one week's script", ms(parts["scripts"] / found[0]["weeks"])),
    ]
