"""What is wrong with a catalogue: python3 packaging/dev.py words --check [FILE.po ...]

An error breaks a sentence or a promise: a place for a number is lost, an end says another thing, a word is used that
must not be. A warning may be right: somebody should look. What is not translated yet is counted.
"""

from __future__ import annotations

import re
import string
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from balancecoach.core.catalogue import CatalogueError, Entry, entries, fields_of
from balancecoach.core.cue import estimate
from balancecoach.core.layout import EARLIER_S, WARN_5_S
from balancecoach.core.phrases import Tone

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

#: What a message may end with, and what is the same in another script or with a space before.
#: Languages whose first plural form is of 1 and of nothing else; in French it is of 0 and 1.5, too.
ONE_ALONE = ("de", "es")
ENDS = {".": ".", "?": "?", "!": "!", ":": ":", "…": "…", ",": ",", ";": ";", "。": ".", "؟": "?", "？": "?"}
#: Signs that mean something on the screen, and are kept.
SIGNS = "✓▶•·×→←↑↓½&%\n|"
#: Contexts of dates and of their parts, which each language writes its own way.
DATES, NAMES = "date: ", ("month", "short month", "weekday", "short weekday", "decimal sign")
TAG = re.compile(r"</?[a-z][^>]*>")
NAME = "Balance Coach"
#: Nobody is called old, nobody is told to hurry, and everybody is addressed politely. The second part: where the
#: English has this, the word is right.
FORBIDDEN: dict[str, tuple[tuple[str, str], ...]] = {
    "de": (
        (r"\b(greis|senior|alte[nr]? (leute|menschen))", ""),
        (r"\b(schneller|beeil|zügig)", r"fast|quick|speed|brisk|hurry"),
        (r"(?<![-\w])(du|dich|dir|deine?[mnrs]?)\b", ""),
    ),
    "fr": (
        (r"\b(personnes? âgées?|séniors?|seniors?|vieux|vieillards?|troisième âge)\b", ""),
        (r"\b(plus vite|plus rapide|dépêche|accélér)", r"fast|quick|speed|brisk|hurry"),
        (r"\b(tu|toi|tes)\b", ""),
    ),
    "es": (
        (r"\b(ancian[oa]s?|viej[oa]s?|tercera edad)\b", ""),
        (r"\b(más rápid|más deprisa|apúr|acelere)", r"fast|quick|speed|brisk|hurry"),
        (r"\b(tú|tu|tus|ti)\b", ""),
    ),
}
#: For what is spoken: these change sides when a person turns.
SIDES = {"de": r"\b(links|rechts)\b", "fr": r"\b(à gauche|à droite)\b", "es": r"\b(izquierda|derecha)\b"}
SPOKEN = "balancecoach/core/phrases.py"
MOST_SPOKEN_WORDS = 11
#: The last warning before a block's end, at the slowest voice (core/layout.py).
SLOWEST_WPM, MOST_LAST_S = 120, WARN_5_S + EARLIER_S


@dataclass(frozen=True)
class Found:
    """Something wrong with a translation."""

    id: str
    words: str
    error: bool = True


def places(text: str) -> Counter[str]:
    """Its places for numbers and names, with the form that each asks for. Raises ``ValueError``."""
    return Counter(f"{name}:{form}" for _, name, form, _ in string.Formatter().parse(text) if name is not None)


def end_of(text: str) -> str:
    """The sign at its end that says what sort of sentence it is."""
    return ENDS.get(text.rstrip()[-1:], "")


def of_places(entry: Entry, language: str) -> Iterator[Found]:
    """A place lost would lose a number, one too many would stop the program. "One minute" needs none where that form is
    of one alone."""
    try:
        first, rest = places(entry.id), places(entry.plural or entry.id)
    except ValueError:
        return  # the English has braces that are none
    for number, text in enumerate(entry.texts):
        try:
            found = places(text)
        except ValueError as error:
            yield Found(entry.id, f"braces: {error}")
            continue
        allowed: tuple[Counter[str], ...] = (first, rest) if entry.plural and number == 0 else (rest,)
        if entry.plural and number == 0 and language in ONE_ALONE:
            allowed += (Counter({place: 1 for place in first if not place.startswith("0:")}),)
        if set(found) not in [set(each) for each in allowed]:
            yield Found(entry.id, f"has {sorted(found)}, not {sorted(rest)}, in {text!r}")


def of_form(entry: Entry, text: str) -> Iterator[Found]:
    """Ends, edges, signs and tags are as in the English."""
    if entry.context in NAMES or entry.context.startswith(DATES):
        return
    like = entry.plural if entry.plural and text != entry.texts[0] else entry.id
    if end_of(text) != end_of(like):
        yield Found(entry.id, f"ends with {end_of(text)!r}, not {end_of(like)!r}: {text!r}")
    for edge in (0, -1):
        if text[edge].isspace() != like[edge].isspace():
            yield Found(entry.id, f"a space at its edge, or none where one is needed: {text!r}")
    lost = [sign for sign in SIGNS if text.count(sign) != like.count(sign)]
    if lost:
        yield Found(entry.id, f"has not the same number of {lost}: {text!r}")
    if sorted(TAG.findall(text)) != sorted(TAG.findall(like)):
        yield Found(entry.id, f"has other tags: {text!r}")
    if like.count(NAME) != text.count(NAME):
        yield Found(entry.id, f"the name {NAME} is not translated: {text!r}")
    if text == like and len(re.findall(r"[a-z]{3,}", like)) > 1:
        yield Found(entry.id, "is still English", error=False)
    if len(like) < 30 and len(text) > 1.4 * len(like) + 8:
        yield Found(entry.id, f"{len(text)} letters for {len(like)}: look at the screen: {text!r}", error=False)


def of_words(entry: Entry, text: str, language: str, *, spoken: bool) -> Iterator[Found]:
    """What must not be said."""
    for pattern, right in FORBIDDEN.get(language, ()):
        if (word := re.search(pattern, text, re.IGNORECASE)) and not (right and re.search(right, entry.id, re.I)):
            yield Found(entry.id, f"{word[0]!r} must not be said: {text!r}")
    if language == "es" and text.count("?") != text.count("¿"):
        yield Found(entry.id, f"¿ and ? belong together: {text!r}")
    if language == "fr" and re.search(r"\w[?!:;](\s|$)", text):
        yield Found(entry.id, f"a space that does not break (U+00A0) belongs before ? ! : ; in {text!r}")
    if not spoken:
        return
    if word := re.search(SIDES.get(language, "(?!)"), text, re.IGNORECASE):
        yield Found(entry.id, f"{word[0]!r} changes when a person turns: {text!r}")
    takes_s = estimate(Tone.CHANGE, text, SLOWEST_WPM)
    if entry.id.startswith("Five seconds.") and takes_s > MOST_LAST_S:
        yield Found(entry.id, f"takes {takes_s:.1f} s at the slowest, and may take {MOST_LAST_S}: {text!r}")
    if len(text.split()) > MOST_SPOKEN_WORDS:
        yield Found(entry.id, f"{len(text.split())} words to listen to: {text!r}", error=False)


def of_entry(entry: Entry, language: str, forms: int, *, spoken: bool) -> Iterator[Found]:
    """All that is wrong with one translation."""
    wanted = forms if entry.plural else 1
    if len(entry.texts) != wanted or not all(entry.texts):
        yield Found(entry.id, f"needs {wanted} forms, has {sum(map(bool, entry.texts))}")
        return
    yield from of_places(entry, language)
    for text in dict.fromkeys(entry.texts):
        yield from of_form(entry, text)
        yield from of_words(entry, text, language, spoken=spoken)


def of_catalogue(text: str, every: Catalog) -> tuple[list[Found], int]:
    """All that is wrong with a catalogue, and how many messages have no translation yet."""
    try:
        rows = list(entries(text))
    except CatalogueError as error:
        return [Found("", f"this is no .po file: {error}")], 0
    head = fields_of(rows[0].texts[0]) if rows and not rows[0].id else {}
    forms = re.match(r"nplurals=(\d+);\s*plural=", head.get("plural-forms", ""))
    if forms is None or not head.get("language"):
        return [Found("", "the head needs Language and Plural-Forms")], 0
    found, language = list[Found](), head["language"].partition("_")[0]
    wanted = {(each.context or "", _first(each.id)): each for each in every if each.id}
    seen = {(each.context, each.id) for each in rows[1:]}
    if seen != set(wanted):
        found.append(Found("", f"{len(seen ^ set(wanted))} messages differ from the program's: run dev.py words"))
    done = [each for each in rows[1:] if any(each.texts) and not each.fuzzy and (each.context, each.id) in wanted]
    for entry in done:
        spoken = any(place == SPOKEN for place, _ in wanted[entry.context, entry.id].locations)
        found += of_entry(entry, language, int(forms[1]), spoken=spoken)
    return found, len(wanted) - len(done)


def _first(message: str | tuple[str, ...] | list[str]) -> str:
    return message if isinstance(message, str) else message[0]


def check(files: Sequence[Path], every: Catalog) -> int:
    """Say what is wrong with these. Returns 1 when there are errors."""
    errors = 0
    for path in files:
        found, missing = of_catalogue(path.read_text(encoding="utf-8"), every)
        for each in found:
            print(f"{path}: {'error' if each.error else 'warning'}: {each.id[:60]!r}: {each.words}")
        wrong = sum(each.error for each in found)
        errors += wrong
        print(f"{path}: {wrong} errors, {len(found) - wrong} warnings, {missing} not translated", file=sys.stderr)
    return int(bool(errors))
