"""Processor time and wake-ups of the app while a session runs and on Today, beside a label that counts."""

from typing import Any

from tests.bench.others import Used, others
from tests.bench.rig import Rig
from tests.bench.table import Row, times, verdict
from tests.bench.walks import walked

#: A thousandth of a core is nothing: a label that stands still costs about as much.
SESSION, IDLE, WAKEUPS = 0.01, 0.001, 2.0
LEAST_BOUT_S = 20.0


def rows(rig: Rig) -> list[Row]:
    """From the session of the part "cues"."""
    result, _, _ = walked(rig, "alone")
    seconds = rig.pick(2, 30)
    floors: dict[float | str, Any] = {
        hertz: rig.worker("floors.countdown", hertz, seconds, staged=True) for hertz in (0.01, 1, 10)
    }
    floors["mixer"] = rig.worker("floors.mixer", seconds, staged=True)
    session, idle = result["session"], result["idle"]
    return [*_session(result, session, floors), *_idle(idle, floors)]


def peers(rig: Rig) -> list[Row]:
    """The other programs: left alone, and counting down where that is simple to have."""
    made = []
    for name, other in others(rig)[0].items():
        made.append(Row(f"{name}: processor and wake-ups a second, left alone", "", peer=_used(other.idle)))
        if other.counting:
            made.append(Row(f"{name}: processor and wake-ups a second, counting down", "", peer=_used(other.counting)))
    return made


def _used(used: Used) -> str:
    return f"{_percent(used.cpu)}, {used.wakeups:.1f}"


def _session(result: Any, session: Any, floors: Any) -> list[Row]:
    one, ten, mixer = floors[1], floors[10], floors["mixer"]
    told = f"label at 1 Hz {_percent(one['cpu'])}, at 10 Hz {_percent(ten['cpu'])}; open mixer {_percent(mixer['cpu'])}"
    why = f"the sound output that is open takes {_percent(mixer['cpu'])} by itself"
    parts = sorted(result["threads"].items(), key=lambda row: -row[1])[:3]
    busiest = ", ".join(f"{name} {_percent(used / session['seconds'])}" for name, used in parts)
    where = f"{result['size'][0]}x{result['size'][1]}, {session['seconds']:.0f} s"
    made = [
        Row(
            f"processor in a session, {where}",
            f"{_percent(session['cpu'])} (threads: {busiest})",
            f"<= {_percent(SESSION)}",
            told,
            "",
            times(session["cpu"], one["cpu"]),
            verdict(session["cpu"], SESSION, why),
        ),
        Row(
            "wake-ups a second in a session",
            f"{session['wakeups']:.0f}",
            "",
            f"label at 1 Hz {one['wakeups']:.1f}, at 10 Hz {ten['wakeups']:.1f}; open mixer {mixer['wakeups']:.0f}",
        ),
    ]
    bout_s, used = result["bout"]
    if bout_s >= LEAST_BOUT_S:
        made.append(Row(f"processor in its bouts, {bout_s:.0f} s", _percent(used / bout_s), f"<= {_percent(SESSION)}"))
    return made


def _idle(idle: Any, floors: Any) -> list[Row]:
    still = floors[0.01]
    seconds = f"{idle['seconds']:.0f} s"
    return [
        Row(
            f"processor idle on Today, {seconds}",
            _percent(idle["cpu"]),
            "0 %",
            f"label that stands still {_percent(still['cpu'])}",
            reached=verdict(idle["cpu"], IDLE),
        ),
        Row(
            f"wake-ups a second idle on Today, {seconds}",
            f"{idle['wakeups']:.1f}",
            f"<= {WAKEUPS:g}",
            f"label that stands still {still['wakeups']:.1f}",
            reached=verdict(idle["wakeups"], WAKEUPS),
        ),
    ]


def _percent(part: float) -> str:
    return f"{100 * part:.2f} %"
