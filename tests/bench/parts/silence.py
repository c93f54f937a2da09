"""A real key pressed while a sentence sounds, to the moment when it has gone, in the capture.

The app says something else at once ("Paused. The belt is still moving."), so there is no silence to measure: what
counts is when the sentence that was cut off has gone. It is looked for in pieces of 10 ms.
"""

import statistics
import time
from typing import Any

from balancecoach.core.cue import Cue
from balancecoach.core.script import build_script
from balancecoach.plans.files import load_plan
from balancecoach.speech.clips import key
from tests.bench.live import Live, begins_at, ends_at, loudest_s
from tests.bench.rig import Rig
from tests.bench.singles import single
from tests.bench.table import Row, absent, ms, times, verdict
from tests.bench.walks import FIRST_S, plan_file, rendered
from tests.e2e import listen
from tests.e2e.stage import wait_for

GOAL_S = 0.050
#: Between two presses of the same key: less would be a bounce. After a pause, until the sentence is begun again.
AGAIN_S, AFTER_S = 0.35, 1.6
BEGIN_S = 4.0
#: What is asked of SDL at a time: 512 frames (``speech/player.py``).
BUFFER_S = 512 / 22_050


def rows(rig: Rig) -> list[Row]:
    """Pause, pressed again and again in the first gate; stop, in sessions of their own."""
    floor = single(rig, "ours", "hush").middle_s()
    plan = plan_file(rig, rig.minutes)
    found: dict[str, list[float]] = {"pause": [], "stop": []}
    for _ in range(rig.pick(1, 5)):
        with Live(rig, "silence", plan, voiced=True) as app:
            app.wait("ready", deadline_s=90.0)
            clip = _first_clip(app, plan)
            pressed_s = app.begin()
            for _again in range(rig.pick(1, 4)):
                found["pause"] += _pressed(rig, app, clip, pressed_s, "p")
                time.sleep(AFTER_S)
                pressed_s = app.press("Return")  # the gate begins again, with the same words
            found["stop"] += _pressed(rig, app, clip, pressed_s, "s", "s")
    return [_row(kind, values, floor) for kind, values in found.items()]


def _row(kind: str, values: list[float], floor: float) -> Row:
    what = f"{kind} pressed until the sentence has gone"
    if not values:
        return absent(what, "the sentence was not found in the capture")
    ours = statistics.median(values)
    told = f"stop() of the player alone {ms(floor)}; one buffer {ms(BUFFER_S)}"
    about = f"median of {len(values)}; at most {ms(max(values))}"
    return Row(f"{what}, {about}", ms(ours), f"<= {ms(GOAL_S)}", told, "", times(ours, floor), verdict(ours, GOAL_S))


def _first_clip(app: Live, plan: Any) -> Any:
    """Samples of what the first gate says first."""
    first: Cue = build_script(load_plan(plan)).cues[0][0]
    return listen.clip_samples(rendered(app.home, plan).files[key((first.tone, first.say))])


def _pressed(rig: Rig, app: Live, clip: Any, since_s: float, *keys: str) -> list[float]:
    """Seconds from the last key until the clip has gone; nothing when it cannot be told."""
    begun_s = _begun(rig, clip, since_s)
    into_s = loudest_s(clip, FIRST_S + AGAIN_S) - AGAIN_S * (len(keys) - 1)
    wait_for(lambda: _late_enough((begun_s or 0.0) + into_s), "middle of the sentence", every_s=0.01)
    for part in keys[:-1]:
        app.press(part)
        time.sleep(AGAIN_S)
    pressed_s = app.press(keys[-1])
    wait_for(lambda: _late_enough(pressed_s + 1.0), "sound after the key")
    gone_s = ends_at(rig, clip, begun_s, pressed_s) if begun_s else None
    return [] if gone_s is None else [gone_s - pressed_s]


def _begun(rig: Rig, clip: Any, since_s: float) -> float | None:
    """When the sentence began; nothing when a machine that is too busy has broken its sound."""
    try:
        return wait_for(
            lambda: begins_at(rig, clip, since_s - 0.1, time.monotonic() - FIRST_S), "sentence", BEGIN_S, 0.1
        )
    except TimeoutError:
        return None


def _late_enough(at_s: float) -> bool:
    return time.monotonic() >= at_s
