"""When cues sound, against the schedule: in the real app, captured from a null sink; others play one clip in turn.

The first third of a second of each cue's clip is found in the capture by cross-correlation, and its start compared
with the engine's own schedule: start of the block in the record and offset of the cue in the script. The constant part
(the sound system's, median) is told by itself; what counts is how far each cue is off it. Then all of the clip is
compared, to see gaps.
"""

import math
import statistics

from tests.bench.rig import Rig
from tests.bench.singles import single
from tests.bench.table import Row, absent, ms, share, times, verdict
from tests.bench.walks import Heard, heard, walked

MIDDLE_S, WORST_S, WORST_BUSY_S = 0.005, 0.010, 0.040
DRIFT_FROM_S = 200.0
HOLDS_UP_S = 0.05
#: Player and condition (see ``tests/bench/players.py``), and what it is called here.
FLOORS = {
    ("qt", "idle"): "one QSoundEffect and a precise timer",
    ("ours", "idle"): "one clip, our player and a precise timer",
}
PEERS = {
    ("ours", "polled"): "a plain timer of 100 ms that looks what is due",
    ("paplay", "idle"): "paplay by hand",
    ("aplay", "idle"): "aplay by hand",
    ("espeak-ng", "idle"): "espeak-ng by hand",
    ("pyttsx3", "idle"): "pyttsx3 speaking itself",
    ("qt-speech", "idle"): "QtTextToSpeech by speech-dispatcher",
}


def rows(rig: Rig) -> list[Row]:
    """Ours in three circumstances, then each of the others."""
    floors, told = _others(rig, FLOORS)
    floor = min(floors, default=(math.nan, math.nan, "none"), key=lambda row: row[1])
    found = _others(rig, PEERS)[0] if rig.peers else []
    peer = min(found, default=None, key=lambda row: row[1])
    ours = [row for how in ("alone", "busy", "resized") for row in _ours(rig, how, floor, peer)]
    return ours + told


def peers(rig: Rig) -> list[Row]:
    """The others, and beside them the floors."""
    return (_others(rig, FLOORS)[1] if rig.only_peers else []) + _others(rig, PEERS)[1]


Spread = tuple[float, float, str]


def _others(rig: Rig, which: dict[tuple[str, str], str]) -> tuple[list[Spread], list[Row]]:
    rig.stage  # noqa: B018 - all of them need it, and it says so at once
    rows: list[Row] = []
    found = [_other(rig, player, words, rows) for player, words in which.items()]
    return [spread for spread in found if spread], rows


def _other(rig: Rig, which: tuple[str, str], words: str, rows: list[Row]) -> Spread | None:
    """Measured, and told in a row of its own."""
    name, condition = which
    try:
        made = single(rig, name, condition)
    except RuntimeError as error:
        rows.append(absent(f"cues: {words}", str(error)))
        return None
    if not made.late:
        rows.append(absent(f"cues: {words}", "nothing was heard"))
        return None
    middle, worst = (share(made.off(), part) for part in (0.5, 0.99))
    lost = made.plays - len(made.late)
    told = f"{ms(middle)} / {ms(worst)}, {lost} of {made.plays} lost, constant {ms(made.middle_s())}"
    slowest_s = made.result["slowest_s"]
    told += f"; holds its caller up by as much as {ms(slowest_s)}" if slowest_s > HOLDS_UP_S else ""
    rows.append(Row(f"cues: {words}, off by p50 / p99", "", peer=told))
    return middle, worst, words


def _ours(rig: Rig, how: str, floor: Spread, peer: Spread | None) -> list[Row]:
    found, (result, _, _) = heard(rig, how), walked(rig, how)
    minutes = (result["ended_s"] - result["began_s"]) / 60
    words = {"alone": "", "busy": ", both cores busy", "resized": ", window being resized"}[how]
    label = f"cues, {minutes:.1f} min{words}"
    if len(found.late) < 2:
        reached = "**no**" if found.missed else "not known: too short a session"
        counts = f"{len(found.late)} / {found.missed}"
        return [Row(f"{label}: begun / missed", counts, "0 missed", reached=reached)]
    late = [row[1] for row in found.late]
    constant = statistics.median(late)
    off = [abs(value - constant) for value in late]
    goal = WORST_S if how == "alone" else WORST_BUSY_S
    made = [_counts(label, found), _middle(label, off, floor), _worst(label, off, found.engine, goal, floor, peer)]
    if how == "alone":
        told = "of the sound system; zero known to 5 ms"
        made.append(Row(f"{label}: constant part (median)", ms(constant), floor=told))
        made.append(_drift(label, found))
    return made


def _counts(label: str, found: Heard) -> Row:
    counts = f"{len(found.late)} / {found.missed} / {found.broken}"
    return Row(f"{label}: begun / missed / with a gap", counts, "0 missed", reached=verdict(found.missed, 0))


def _middle(label: str, off: list[float], floor: Spread) -> Row:
    ours = share(off, 0.5)
    told = f"{floor[2]} {ms(floor[0])}"
    return Row(
        f"{label}: off by, p50",
        ms(ours),
        f"<= {ms(MIDDLE_S)}",
        told,
        "",
        times(ours, floor[0]),
        verdict(ours, MIDDLE_S),
    )


def _worst(label: str, off: list[float], engine: list[float], goal: float, floor: Spread, peer: Spread | None) -> Row:
    ours = share(off, 0.99)
    told = f"{ms(ours)} (max {ms(max(off))}; the engine itself at most {ms(max(engine))})"
    beside = f"{peer[2]} {ms(peer[1])}" if peer else ""
    return Row(
        f"{label}: off by, p99",
        told,
        f"<= {ms(goal)}",
        f"{floor[2]} {ms(floor[1])}",
        beside,
        times(ours, floor[1]),
        verdict(ours, goal),
    )


def _drift(label: str, found: Heard) -> Row:
    """The slope of the offsets, and how sure it is: twice its standard error."""
    due, late = [row[0] for row in found.late], [row[1] for row in found.late]
    if due[-1] - due[0] < DRIFT_FROM_S:
        return Row(f"{label}: drift", "too short a session to tell", "0")
    slope, start = statistics.linear_regression(due, late)
    rest = sum((b - start - slope * a) ** 2 for a, b in found.late) / max(1, len(due) - 2)
    error = math.sqrt(rest / sum((a - statistics.fmean(due)) ** 2 for a in due))
    told = f"{3_600_000 * slope:+.1f} ms an hour, sure to {7_200_000 * error:.1f}"
    return Row(f"{label}: drift", told, "0", reached=verdict(abs(slope), 2 * error, "more than the scatter"))
