"""Eight hours of sessions back to back in the real app: it holds no more at the end than after the first ones.

What is sped up is time alone (``eight_hours_app.py``): each second that is shown is shown, each cue is played, each
event written. Sound goes to a PulseAudio of our own with nothing behind it, where there is one.
"""

import json
import os
import subprocess
import sys
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.bench.capture import PulseServer
from tests.e2e.stage import ROOT, missing
from tests.faults.result import Result

HOURS = 8.0
#: Sessions until caches are full.
WARM = 4
MOST_KB = 5 * 1024
#: Seconds that a block may begin beside its place: what a float cannot hold, and not more after eight hours.
DRIFT_S = 1e-6
SAME = ("files", "threads", "children")
#: Widgets, and Python's wrappers of Qt's objects: a few come and go with what Today shows; a leak is one a session.
COME_AND_GO = {"widgets": 10, "objects": 10}
#: What a session may add to the record.
MOST_B = 1_000_000

Row = dict[str, Any]


def rows_of(seconds: float, folder: Path, *, sound: bool) -> list[Row]:
    """What the app said of itself."""
    server = PulseServer(folder)
    env = {**os.environ, "SDL_AUDIODRIVER": "dummy"}
    if sound:
        server.start()
        env = {**server.env, "SDL_AUDIODRIVER": "pulseaudio"}
    env |= {"QT_QPA_PLATFORM": "offscreen", "BALANCECOACH_HOME": str(folder / "home"), "PYTHONPATH": str(ROOT)}
    env.pop("DBUS_SESSION_BUS_ADDRESS", None)
    command = [sys.executable, "-m", "tests.faults.eight_hours_app", str(folder / "home"), str(seconds)]
    try:
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    finally:
        if sound:
            server.stop()
    if done.returncode:
        raise RuntimeError("the app ended: " + done.stderr[-2000:])
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def judged(rows: list[Row], warm: int = WARM) -> tuple[str, ...]:
    """What did not hold, in sentences."""
    sessions, screens = ([row for row in rows if row["what"] == what] for what in ("session", "screens"))
    if len(sessions) <= warm or len(screens) != 2:
        return (f"only {len(sessions)} sessions and {len(screens)} looks at the screens",)
    broken = [
        *_grown("sessions", sessions[warm - 1], sessions[-1]),
        *_grown("opening every screen", *screens),
    ]
    worst = max(row["drift_s"] for row in sessions)
    broken += [f"blocks began {worst} s beside their place"] if worst > DRIFT_S else []
    sizes = [row["events_b"] for row in sessions]
    broken += ["the database did not grow"] if sizes[-1] <= sizes[0] else []
    most = max(after - before for before, after in pairwise(sizes))
    return (*broken, *([f"the database grew by {most} bytes in one session"] if most > MOST_B else []))


def _grown(what: str, before: Row, after: Row) -> list[str]:
    more = {name: after[name] - before[name] for name in (*SAME, *COME_AND_GO, "own_kb")}
    broken = [f"{what}: {more[name]:+} {name}" for name in SAME if more[name] > 0]
    broken += [f"{what}: {more[name]:+} {name}" for name, most in COME_AND_GO.items() if more[name] > most]
    return broken + ([f"{what}: {more['own_kb']:+} KB of memory"] if more["own_kb"] > MOST_KB else [])


def note(rows: list[Row], warm: int = WARM) -> str:
    """What was measured."""
    sessions, screens = ([row for row in rows if row["what"] == what] for what in ("session", "screens"))
    first, last = sessions[warm - 1], sessions[-1]
    return (
        f"{len(sessions)} sessions, {last['walked_s'] / 3600:.1f} h; memory {first['own_kb']} KB after {warm},"
        f" {last['own_kb'] - first['own_kb']:+} KB at the end; files {first['files']} and {last['files']}, threads"
        f" {first['threads']} and {last['threads']}, widgets {first['widgets']} and {last['widgets']}; drift"
        f" {max(row['drift_s'] for row in sessions):.1e} s; {screens[-1]['round']} times every screen:"
        f" {screens[-1]['own_kb'] - screens[0]['own_kb']:+} KB,"
        f" {screens[-1]['widgets'] - screens[0]['widgets']:+} widgets"
    )


def run(times: int, seed: int) -> Result:
    """So many times eight hours. ``seed``: none is needed."""
    broken, notes = [], []
    for _ in range(times):
        with tempfile.TemporaryDirectory() as folder:
            rows = rows_of(HOURS * 3600, Path(folder), sound=not missing(("pulseaudio",)))
        broken += ["; ".join(found)] if (found := judged(rows)) else []
        notes.append(note(rows))
    return Result(times, tuple(broken), "; ".join(notes))
