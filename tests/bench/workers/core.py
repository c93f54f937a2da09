"""The pure part: programmes read, checked and laid out; a session stepped. Processor time of this process."""

import itertools
import time
import tomllib
from datetime import timedelta
from typing import Any

from balancecoach.core.events import Instant
from balancecoach.core.programme import expand
from balancecoach.core.rules import validate
from balancecoach.core.script import build_script
from balancecoach.core.session import Session
from balancecoach.core.transitions import State
from balancecoach.paths import assets
from balancecoach.plans.library import BUILT_IN, Library, Programmes, sample_walker
from tests.bench.workers.soundfile import half_hour
from tests.fakes import MONO_S, WALL

STEP_S = 0.1


def scripts() -> dict[str, Any]:
    """Once, in a process that has done nothing before. Reading a programme checks every week of it."""
    folder = assets() / "programmes"
    texts = [(folder / f"{name}.toml").read_text(encoding="utf-8") for name in BUILT_IN]
    took = [time.process_time()]
    for text in texts:
        tomllib.loads(text)
    took.append(time.process_time())
    programmes = list(Programmes(folder).values())
    took.append(time.process_time())
    weeks = [(each, number) for each in programmes for number in range(1, len(each.weeks) + 1)]
    plans = [(each.limits, expand(each, number, sample_walker(each))) for each, number in weeks]
    took.append(time.process_time())
    wrong = [problem for limits, plan in plans for problem in validate(plan, limits)]
    took.append(time.process_time())
    cues = sum(len(build_script(plan).all_cues()) for _, plan in plans)
    took.append(time.process_time())
    assert not wrong
    names = ("toml", "read", "expand", "validate", "scripts")
    seconds = dict(zip(names, (b - a for a, b in itertools.pairwise(took)), strict=True))
    return {"seconds": seconds, "weeks": len(weeks), "cues": cues}


def engine() -> dict[str, Any]:
    """A session of 30 minutes, ``tick`` ten times a second; gates pass as soon as they may. Then with its view, too."""
    name = half_hour()
    script = build_script(Library(assets() / "programmes").find(name))
    count = round(sum(script.seconds) / STEP_S)
    nows = [Instant(MONO_S + n * STEP_S, WALL + timedelta(seconds=n * STEP_S)) for n in range(count)]
    return {"plan": name, "steps": count, "tick": _stepped(Session(script), nows, seen=False), "floor": _loop(nows)} | {
        "seen": _stepped(Session(script), nows, seen=True)
    }


def _stepped(session: Session, nows: list[Instant], *, seen: bool) -> float:
    begin = time.process_time()
    session.begin(nows[0])
    for now in nows:
        session.tick(now)
        if seen:
            session.view(now)
        if session.state in (State.GATE, State.EASY) and session.ready_in_s(now) <= 0:
            session.confirm(now)
    return time.process_time() - begin


def _loop(nows: list[Instant]) -> float:
    """What counting the time down costs that does nothing else."""
    begin, left = time.process_time(), 0.0
    for now in nows:
        left = max(0.0, nows[-1].mono_s - now.mono_s)
    assert left == 0.0
    return time.process_time() - begin
