"""Progress with ten years of sessions, each measurement in a process of its own; and the same bars drawn by others."""

import importlib.util
import statistics

from tests.bench.rig import Rig
from tests.bench.table import Row, absent, ms, times, verdict

OPEN_S, FRAME_S = 0.150, 1 / 60
OPENED = {
    "warm": "weeks",
    "months": "months",
    "all": "all",
    "cold": "weeks, by a press that nothing announced (pyqtgraph not loaded yet)",
}
FRAMES = {"keys": "moved by a key", "mouse": "followed by the mouse"}
QUICK = ("warm", "cold")


def rows(rig: Rig) -> list[Row]:
    """Opened, then frames."""
    bare, bare_frame = _middle(rig, "bare"), _middle(rig, "bare frames")
    peer = _matplotlib(rig)
    floor = f"bare pyqtgraph {ms(bare[0])}"
    made = []
    for kind, words in OPENED.items():
        if rig.quick and kind not in QUICK:
            continue
        clock, processor = _middle(rig, kind)
        goal, reached = (f"< {ms(OPEN_S)}", verdict(clock, OPEN_S)) if kind != "cold" else ("", "")
        told = f"{ms(clock)} (processor {ms(processor)})"
        made.append(
            Row(f"Progress of ten years opened, {words}", told, goal, floor, peer, times(processor, bare[1]), reached)
        )
    for kind, words in FRAMES.items():
        clock, processor = _middle(rig, kind)
        told = f"{1 / clock:.0f} frames a second (processor {ms(processor)} a frame)"
        floor = f"bare pyqtgraph {1 / bare_frame[0]:.0f}"
        made.append(
            Row(
                f"chart {words}",
                told,
                ">= 60 a second",
                floor,
                "",
                times(processor, bare_frame[1]),
                verdict(clock, FRAME_S),
            )
        )
    facts = _middle(rig, "facts")
    made.append(Row("what the chart shows, folded from 1,566 sessions", ms(facts[0])))
    return made


def peers(rig: Rig) -> list[Row]:
    """The same bars by matplotlib."""
    words = "the same bars by matplotlib"
    took = _matplotlib(rig)
    return [Row(words, "", peer=took.removeprefix("matplotlib "))] if took else [absent(words, "not installed")]


def _middle(rig: Rig, kind: str) -> tuple[float, float]:
    """Median seconds by the clock, and of the processor."""
    found = [rig.worker("chart.run", kind) for _ in range(rig.pick(1, 9))]
    return statistics.median(row[0] for row in found), statistics.median(row[1] for row in found)


def _matplotlib(rig: Rig) -> str:
    if not rig.peers or importlib.util.find_spec("matplotlib") is None:
        return ""
    if "matplotlib" not in rig.kept:
        rig.kept["matplotlib"] = ms(_middle(rig, "matplotlib")[0])
    return f"matplotlib {rig.kept['matplotlib']}"
