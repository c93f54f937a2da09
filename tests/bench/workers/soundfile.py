"""A session as a sound file, and the same samples written straight away."""

import time
from pathlib import Path
from typing import Any

from balancecoach.core.script import build_script
from balancecoach.paths import assets
from balancecoach.plans.library import BUILT_IN, Library
from balancecoach.sound_file import Order, make
from balancecoach.speech.clips import ClipCache, VoiceChoice
from balancecoach.speech.renderer import Renderer
from balancecoach.speech.voice import VoiceChild

HALF_HOUR_S = 1800.0


def half_hour() -> str:
    """The week that is nearest to 30 minutes."""
    library = Library(assets() / "programmes")
    names = [f"{name}:{week}" for name in BUILT_IN for week in range(1, len(library.programmes[name].weeks) + 1)]
    return min(names, key=lambda name: abs(sum(build_script(library.find(name)).seconds) - HALF_HOUR_S))


def write(folder: str) -> dict[str, Any]:
    """Spoken and written, then written again from the cache; and its samples written by soundfile alone."""
    import soundfile

    name = half_hour()
    renderer = Renderer(ClipCache(Path(folder) / "clips"), VoiceChild())
    order = Order(Library(assets() / "programmes").find(name), Path(folder) / "session.mp3", VoiceChoice())
    took, made = [], None
    for _ in range(2):
        order.target.unlink(missing_ok=True)
        begin = time.monotonic()
        made = make(order, renderer.render, lambda _: None)
        took.append(time.monotonic() - begin)
    renderer.close()
    assert made is not None
    samples, rate = soundfile.read(order.target, dtype="int16")
    begin = time.monotonic()
    soundfile.write(Path(folder) / "bare.mp3", samples, rate)
    bare = time.monotonic() - begin
    return {"took": took, "bare": bare, "seconds": made.seconds, "plan": name, "kind": order.target.suffix[1:]}
