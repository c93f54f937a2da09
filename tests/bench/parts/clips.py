"""All clips of the week that has most of them: the first time, from the cache after a start, and once more."""

import statistics
from typing import Any

from tests.bench.rig import Rig
from tests.bench.table import Row, absent, ms, times, verdict

#: Times faster than saying it; seconds from the cache.
FASTER, CACHED_S = 50.0, 0.050


def rows(rig: Rig) -> list[Row]:
    """Ours, and the engine alone."""
    name = rig.worker("voice.longest")
    bare = rig.worker("voice.bare", _folder(rig, "bare"), name)
    cold: list[Any] = []
    cached: list[Any] = []
    for number in range(rig.pick(1, 5)):
        folder = _folder(rig, f"cold-{number}")
        cold.append(rig.worker("voice.render", folder, name))
        cached.append(rig.worker("voice.render", folder, name))
    if trouble := cold[0]["trouble"]:
        return [absent(f"clips of {name}", str(trouble))]
    about = f"{cold[0]['clips']} clips of {name}"
    return [_cold(about, cold, bare), *_cached(about, cached)]


def _cold(about: str, found: list[Any], bare: float) -> Row:
    seconds, speech = statistics.median(row["took"][0] for row in found), found[0]["speech_s"]
    faster = speech / seconds
    return Row(
        f"{about}, the first time, with the voice's start; median of {len(found)}",
        f"{seconds:.2f} s = {faster:.0f} x faster than said ({speech:.0f} s)",
        f">= {FASTER:.0f} x",
        f"pyttsx3 save_to_file alone {bare:.2f} s = {speech / bare:.0f} x",
        "",
        times(seconds, bare),
        verdict(FASTER, faster),
    )


def _cached(about: str, found: list[Any]) -> list[Row]:
    first, again = (statistics.median(row["took"][n] for row in found) for n in (0, 1))
    return [
        Row(f"{about}, from the cache, with the voice's start", ms(first)),
        Row(f"{about}, from the cache", ms(again), f"< {ms(CACHED_S)}", reached=verdict(again, CACHED_S)),
    ]


def _folder(rig: Rig, name: str) -> str:
    folder = rig.folder / "clips" / name
    folder.mkdir(parents=True)
    return str(folder)
