"""Sessions of the real app for the parts "cues", "cpu" and "memory": walked once in a run of the bench."""

from __future__ import annotations

import math
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.bench.capture import busy

if TYPE_CHECKING:
    from tests.bench.rig import Rig

ALIKE = 0.8
#: The part of a clip that is looked for to find its start, and how alike all of it must be to be whole.
FIRST_S = 0.35
WHOLE = 0.9
AROUND_S = 0.2
#: A cue is looked for from this long before its time to this long after it.
EARLY_S, LATE_S = 0.1, 0.5
BOUT_S, REST_S = 75, 30
BUSY_LOOPS = 2
PLAN = f"""
format = 1
id = "bench"
title = "A long session"
posture_every_s = 20
[[blocks]]
use = "prepare"
[[blocks]]
use = "start_forward"
[[blocks]]
use = "warm_up"
seconds = 60
speed_kmh = 2.0
[[blocks]]
use = "turn_away"
speed_kmh = 1.0
[[blocks]]
use = "bouts"
count = COUNT
seconds = {BOUT_S}
rest_seconds = {REST_S}
speed_kmh = 1.0
[[blocks]]
use = "turn_back"
[[blocks]]
use = "cool_down"
seconds = 60
speed_kmh = 1.5
[[blocks]]
use = "end"
"""


@dataclass
class Heard:
    """What became of a session's cues. Seconds."""

    late: list[tuple[float, float]]  # due (monotonic), how much later its sound began
    engine: list[float]  # how late the engine itself was
    missed: int = 0  # not begun within LATE_S of its time
    broken: int = 0  # begun, but not whole: a gap in it, as when the machine is too busy to mix


def plan_file(rig: Rig, minutes: float) -> Path:
    """A plan that lasts longer than that."""
    path = rig.folder / f"bench-{minutes:g}.toml"
    path.write_text(PLAN.replace("COUNT", str(min(50, 2 + int(minutes * 60 / 150)))), encoding="utf-8")
    return path


def walked(rig: Rig, how: str) -> tuple[Any, Path, Path]:
    """What a session came to, its data folder and its plan. ``how``: "alone", "busy" or "resized"."""
    if how not in rig.kept:
        minutes = rig.minutes if how == "alone" else min(rig.minutes, rig.minutes_disturbed)
        home, plan = rig.voiced(how), plan_file(rig, minutes)
        rig.worker("setup.person", home=home)
        idle_s = rig.idle_s if how == "alone" else 0.1
        with busy(BUSY_LOOPS if how == "busy" else 0):
            limit = 60 * minutes + idle_s + 120
            result = rig.worker("session.walk", plan, 60 * minutes, idle_s, how, home=home, staged=True, seconds=limit)
        time.sleep(1.0)  # the capture runs behind
        rig.keep_clips(home)
        rig.kept[how] = result, home, plan
    found: tuple[Any, Path, Path] = rig.kept[how]
    return found


def heard(rig: Rig, how: str) -> Heard:
    """Looks for every cue near its time: its first part for the start, then all of it."""
    from balancecoach.core.events import BlockStarted, CueDue
    from balancecoach.core.script import build_script
    from balancecoach.paths import find_paths
    from balancecoach.plans.files import load_plan
    from balancecoach.speech.clips import key
    from balancecoach.store.store import Store
    from tests.e2e import listen

    result, home, plan = walked(rig, how)
    clips = rendered(home, plan)
    script = build_script(load_plan(plan), clips.layout_s)
    with Store.open(find_paths(str(home)), write=False) as store:
        events = store.events(store.session_ids()[0])
    starts = {row.index: row.at_s for row in events if isinstance(row, BlockStarted)}
    found = Heard([], [row.late_s for row in events if isinstance(row, CueDue)])
    for cue in script.all_cues():
        due = result["began_s"] + starts.get(cue.block, math.inf) + cue.offset_s
        if due + cue.length_s <= result["ended_s"] - 1.0:  # else the bench ended first
            clip = listen.clip_samples(clips.files[key((cue.tone, cue.say))])
            _listen_for(rig, found, cue.say or cue.tone.value, clip, due)
    return found


def rendered(home: Path, plan: Path) -> Any:
    """The app's own clips, from its cache."""
    from balancecoach.core.script import build_script
    from balancecoach.paths import find_paths
    from balancecoach.plans.files import load_plan
    from balancecoach.speech.clips import ClipCache, VoiceChoice
    from balancecoach.speech.renderer import Renderer
    from balancecoach.speech.voice import VoiceChild

    renderer = Renderer(ClipCache(find_paths(str(home)).clips), VoiceChild())
    clips = renderer.render(build_script(load_plan(plan)).clips(), VoiceChoice())
    renderer.close()
    return clips


def _listen_for(rig: Rig, heard: Heard, name: str, clip: Any, due: float) -> None:
    from balancecoach.speech.tones import RATE_HZ
    from tests.e2e import listen

    capture = rig.stage.capture
    begin, samples = listen.recorded(capture, due - EARLY_S, due + LATE_S + FIRST_S)
    found = listen.best(samples, clip[: round(FIRST_S * RATE_HZ)])
    if found.alike < ALIKE:
        heard.missed += 1
        print(f"missed: {name} ({found.alike:.2f} alike)", file=sys.stderr)
        return
    late = begin + found.at_s - due
    heard.late.append((due, late))
    end = due + late + AROUND_S + len(clip) / RATE_HZ  # the capture's clock may jump a little within a clip
    _, samples = listen.recorded(capture, due + late - AROUND_S, end)
    whole = listen.best(samples, clip).alike
    if whole < WHOLE:
        heard.broken += 1
        print(f"with a gap: {name} ({whole:.2f} alike)", file=sys.stderr)
