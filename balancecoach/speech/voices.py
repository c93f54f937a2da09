"""Which of an engine's voices are offered, under which plain names, in which order: lower-pitched first (evidence 6d).

espeak has ten English voices that differ in accent and hardly in pitch, and "variants" that change the pitch. Seven are
offered that differ truly; pitch measured, see docs/adr/0006-loudness.md.
"""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from balancecoach.core.words import N_, tr


class Voice(Struct, frozen=True):
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
#: Other languages' voices in espeak, each plain, deep and high; their pitch was not measured.
OTHERS = {
    "gmw/de": N_("German"),
    "roa/fr": N_("French"),
    "roa/es": N_("Spanish"),
    "roa/es-419": N_("Spanish, American"),
}
DEEP, HIGH = "m8", "f1"
#: Of espeak, those that are offered: the part of an id after "+".
VARIANTS = frozenset((DEEP, HIGH))
ENGLISH = "en"
#: Said by the voice's process; what people read of it is in ``voicing.py``.
NO_VOICE = "This computer has no voice for this language."
_BY_GENDER = {"male": 0, "": 1, "female": 2}
#: How Windows calls a language, where it tells no code.
_NAMES = {"en": "english", "de": "german", "fr": "french", "es": "spanish"}


def offered(found: Sequence[Voice], language: str = ENGLISH) -> tuple[Voice, ...]:
    """Voices to choose from, lower-pitched first, each name once: only those that speak this language. A German voice
    reads English words so that nobody understands them.
    """
    ids = {voice.id for voice in found}
    ours = [Voice(id_, tr(name), ENGLISH) for id_, name, _ in ESPEAK if id_.partition("+")[0] in ids]
    if ours and language == ENGLISH:
        return tuple(ours)
    fitting = [voice for voice in found if speaks(voice, language)]
    others = [voice for voice in fitting if voice.id in OTHERS]
    if others:
        return tuple(_three(others))
    # Windows and macOS: their own names; how high they speak is not told, so men come first.
    return _numbered(sorted(fitting, key=lambda voice: (_BY_GENDER.get(voice.gender, 1), voice.name)))


def _three(voices: Sequence[Voice]) -> Iterator[Voice]:
    forms = ((f"+{DEEP}", tr("{0}, deep")), ("", "{0}"), (f"+{HIGH}", tr("{0}, high")))
    for variant, words in forms:
        for voice in voices:
            yield Voice(f"{voice.id}{variant}", words.format(tr(OTHERS[voice.id])), voice.language)


def chosen(found: Sequence[Voice], wanted: str, default: str, language: str) -> str:
    """The id to speak with: what is wanted, or the engine's ``default``, where that speaks the language; else the first
    that does. Raises ``ValueError`` for one that is not there, and where none speaks it.
    """
    known = {voice.id: voice for voice in found}
    base, _, variant = wanted.partition("+")
    if wanted and wanted not in known and not (base in known and variant in VARIANTS):
        raise ValueError(f"There is no voice {wanted!r}.")  # an engine leaves it out, and says nothing of it
    for id_ in (wanted, default):
        voice = known.get(id_) or known.get(id_.partition("+")[0])
        if voice is not None and (speaks(voice, language) or (id_ == wanted and _untold(voice))):
            return id_
    for voice in offered(found, language):
        if "+" not in voice.id:
            return voice.id
    if language == ENGLISH and (default not in known or _untold(known[default])):
        return default  # an engine that tells nothing of its voices
    raise ValueError(NO_VOICE)


def speaks(voice: Voice, language: str) -> bool:
    """By its language; Windows tells it only in the id and the name, as a word or a code."""
    short = language.lower().replace("_", "-").split("-")[0]
    if voice.language:
        return voice.language.lower().replace("_", "-").split("-")[0] == short
    words = f"{voice.name} {voice.id}".lower()
    return _NAMES.get(short, f"{short}-") in words or bool(re.search(rf"(?<![a-z]){short}[-_]", words))


def _untold(voice: Voice) -> bool:
    """Nothing says which language it speaks: whoever chose it knows."""
    words = f"{voice.name} {voice.id}".lower()
    return not voice.language and not any(name in words for name in _NAMES.values())


def _numbered(voices: Sequence[Voice]) -> tuple[Voice, ...]:
    seen: dict[str, int] = {}
    named = []
    for voice in voices:
        name = voice.name.strip() or voice.id
        seen[name] = seen.get(name, 0) + 1
        count = seen[name]
        named.append(Voice(voice.id, name if count == 1 else f"{name} ({count})", voice.language, voice.gender))
    return tuple(named)
