"""Begin pressed (a real key) to the first sound in the capture, and to the end of the first paint of the countdown.

The key counts from its arrival in the app. Warm: every clip is in the cache. Cold: a new home, its keys pressed as soon
as the window has the keyboard, so that Begin comes while the voice still works.
"""

import statistics
import time

from tests.bench.capture import sounds
from tests.bench.live import Live
from tests.bench.rig import Rig
from tests.bench.singles import single
from tests.bench.table import Row, ms, times, verdict
from tests.bench.walks import plan_file
from tests.e2e.stage import wait_for

GOALS_S = {"warm": 0.150, "cold": 1.5}
WORDS = {"warm": "warm clip cache", "cold": "no clip in the cache, keys at once"}
MARGIN_S = 0.02  # of the capture's clock


def rows(rig: Rig) -> list[Row]:
    """Sound and digits, each warm and cold."""
    floor = single(rig, "ours", "idle").middle_s()
    made = []
    for kind, goal in GOALS_S.items():
        found = [_once(rig, f"start-{kind}", number, kind == "warm") for number in range(rig.pick(1, 5))]
        sound, digits = (statistics.median(row[n] for row in found) for n in (0, 1))
        about = f"{WORDS[kind]}, median of {len(found)}"
        told = f"one clip by the same mixer {ms(floor)}"
        made.append(
            Row(
                f"Begin to first sound, {about}",
                ms(sound),
                f"<= {ms(goal)}",
                told,
                "",
                times(sound, floor),
                verdict(sound, goal),
            )
        )
        made.append(
            Row(f"Begin to first digits painted, {about}", ms(digits), f"<= {ms(goal)}", reached=verdict(digits, goal))
        )
    return made


def _once(rig: Rig, name: str, number: int, warm: bool) -> tuple[float, float]:
    """Seconds to the first sound, and to the digits."""
    with Live(rig, f"{name}-{number}", plan_file(rig, rig.minutes), voiced=warm) as app:  # no session was cut off in it
        app.wait("built")
        if warm:
            app.wait("ready", deadline_s=90.0)
            rig.keep_clips(app.home)
        pressed_s = app.begin()
        painted = app.wait("painted", pressed_s)
        heard_s = wait_for(lambda: _first_sound(rig, pressed_s), "sound of the session", 30.0)
        return heard_s - pressed_s, painted["at_s"] - pressed_s


def _first_sound(rig: Rig, since_s: float) -> float | None:
    """Nothing else plays on the stage before."""
    found = [start for start, _ in sounds(rig.stage.capture, since_s - MARGIN_S, 0.1) if start >= since_s - MARGIN_S]
    return found[0] if found and time.monotonic() - found[0] > 0.2 else None
