"""Memory (PSS) of the app's own process on Today, in a session, with a chart of ten years; and bare windows of Qt's."""

from tests.bench.others import others
from tests.bench.rig import Rig
from tests.bench.table import Row, times, verdict
from tests.bench.walks import walked

#: MB above the floor.
TODAY, SESSION, CHART = 25.0, 45.0, 70.0


def rows(rig: Rig) -> list[Row]:
    """Each with its floor. The session is that of the part "cues"."""
    empty, mixer, plot = (rig.worker("floors.memory", kind, staged=True) for kind in ("window", "mixer", "plot"))
    rig.worker("ten_years.fill", home=rig.home("ten-years"), seconds=600.0)
    chart = rig.worker("ten_years.memory", home=rig.home("ten-years"), staged=True, seconds=600.0)
    result, _, _ = walked(rig, "alone")
    window = f"empty window {empty:.0f} MB"
    open_mixer = f"window and open mixer {mixer:.0f} MB"
    made = [
        _row("on Today", result["today_mb"], empty, TODAY, window),
        _row("in a session", result["session_mb"], empty, SESSION, f"{window}; {open_mixer}"),
        _row("Progress of ten years shown", chart, empty, CHART, f"{window}; bare pyqtgraph plot {plot:.0f} MB"),
    ]
    told = f"{result['voice_mb']:.0f} MB" if result["voice_mb"] else "gone"
    return [
        *made,
        Row("memory of the voice's process, at the session's end", told, "none 30 s after its last sentence"),
    ]


def peers(rig: Rig) -> list[Row]:
    """The other programs with their children, once their window has settled."""
    return [Row(f"memory of {name}", "", peer=f"{other.mb:.0f} MB") for name, other in others(rig)[0].items()]


def _row(what: str, ours: float, floor: float, more: float, told: str) -> Row:
    goal = f"<= empty window + {more:.0f} MB"
    return Row(f"memory {what}", f"{ours:.0f} MB", goal, told, "", times(ours, floor), verdict(ours, floor + more))
