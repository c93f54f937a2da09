"""Which of an engine's voices are offered, under which plain names, in which order: lower-pitched first (evidence 6d).

espeak has ten English voices that differ in accent and hardly in pitch, and "variants" that change the pitch. Seven are
offered that differ truly; pitch measured, see docs/adr/0006-loudness.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from balancecoach.core.words import N_, tr


@dataclass(frozen=True)
class Voice:
    """One voice of the engine. ``language``: its code, ``gender``: "male" or "female"; both "" where not told."""

    id: str
    name: str
    language: str = ""
    gender: str = ""


#: (id, plain name, measured fundamental in Hz); the engine's default voice is ``gmw/en``.
ESPEAK: tuple[tuple[str, str, int], ...] = (
    ("gmw/en+m8", N_("English, British, deep"), 88),
    ("gmw/en-us+m8", N_("English, American, deep"), 88),
    ("gmw/en", N_("English, British"), 105),
    ("gmw/en-us", N_("English, American"), 105),
    ("gmw/en-gb-scotland", N_("English, Scottish"), 105),
    ("gmw/en+f1", N_("English, British, high"), 182),
    ("gmw/en-us+f1", N_("English, American, high"), 182),
)
#: Of espeak, those that are offered: the part of an id after "+".
VARIANTS = frozenset(id_.partition("+")[2] for id_, _, _ in ESPEAK if "+" in id_)
LANGUAGE = "en"  # of our sentences; a German voice reads English words so that nobody understands them
_BY_GENDER = {"male": 0, "": 1, "female": 2}


def offered(found: Sequence[Voice]) -> tuple[Voice, ...]:
    """Voices to choose from, lower-pitched first, each name once."""
    ids = {voice.id for voice in found}
    ours = [Voice(id_, tr(name), LANGUAGE) for id_, name, _ in ESPEAK if id_.partition("+")[0] in ids]
    if ours:
        return tuple(ours)
    # Windows and macOS: their own names; how high they speak is not told, so men come first.
    english = [voice for voice in found if _english(voice)]
    return _numbered(sorted(english, key=lambda voice: (_BY_GENDER.get(voice.gender, 1), voice.name)))


def _english(voice: Voice) -> bool:
    """By its language; Windows tells it only in the id and the name, as a word or a code."""
    if voice.language:
        return voice.language.lower().replace("_", "-").split("-")[0] == LANGUAGE
    words = f"{voice.name} {voice.id}".lower()
    return "english" in words or "en-" in words or "en_" in words


def _numbered(voices: Sequence[Voice]) -> tuple[Voice, ...]:
    seen: dict[str, int] = {}
    named = []
    for voice in voices:
        name = voice.name.strip() or voice.id
        seen[name] = seen.get(name, 0) + 1
        count = seen[name]
        named.append(Voice(voice.id, name if count == 1 else f"{name} ({count})", voice.language, voice.gender))
    return tuple(named)
