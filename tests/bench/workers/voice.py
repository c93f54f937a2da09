"""All clips of a week: first time, from the cache, and what pyttsx3 takes for the same sentences alone."""

import time
from pathlib import Path
from typing import Any

from balancecoach.core.plan import Plan
from balancecoach.core.script import build_script
from balancecoach.paths import assets
from balancecoach.plans.library import BUILT_IN, Library
from balancecoach.speech.clips import ClipCache, VoiceChoice
from balancecoach.speech.renderer import Renderer
from balancecoach.speech.voice import VoiceChild


def longest() -> str:
    """The week with the most clips."""
    library = Library(assets() / "programmes")
    names = [f"{name}:{week}" for name in BUILT_IN for week in range(1, len(library.programmes[name].weeks) + 1)]
    return max(names, key=lambda name: len(build_script(library.find(name)).clips()))


def _plan(name: str) -> Plan:
    return Library(assets() / "programmes").find(name)


def render(folder: str, name: str) -> dict[str, Any]:
    """With the start of the voice's process; and once more in the same process, when all is there."""
    wanted = build_script(_plan(name)).clips()
    renderer = Renderer(ClipCache(Path(folder)), VoiceChild())
    took = []
    for _ in range(2):
        begin = time.monotonic()
        clips = renderer.render(wanted, VoiceChoice())
        took.append(time.monotonic() - begin)
    renderer.close()
    return {"took": took, "clips": len(wanted), "speech_s": sum(clips.seconds.values()), "trouble": clips.trouble}


def bare(folder: str, name: str) -> float:
    """Seconds of the same engine for the same sentences, its own start included, nothing done to what it wrote."""
    from tests.bench.player_kinds import embedded_engine

    said = [words for _, words in build_script(_plan(name)).clips() if words]
    begin = time.monotonic()
    engine = embedded_engine()
    engine.setProperty("rate", 150)
    for number, words in enumerate(said):
        engine.save_to_file(words, str(Path(folder) / f"{number}.wav"))
        engine.runAndWait()
    return time.monotonic() - begin
