"""Which languages there are, which of them is spoken and written, and its words.

Chosen by ``--language`` or the variable ``BALANCECOACH_LANGUAGE``; else in Settings; else as the computer is set. A
language is offered once nearly all of its words are there: half a session in another language helps nobody.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from gettext import NullTranslations
from pathlib import Path

from msgspec import Struct

from balancecoach.core import words
from balancecoach.core.catalogue import Catalogue, entries, fields_of
from balancecoach.core.pseudo import Pseudo
from balancecoach.paths import assets

VARIABLE = "BALANCECOACH_LANGUAGE"
ENGLISH = "en"
PSEUDO = ("pseudo", "pseudo-rtl")
#: What gettext looks at, the first that is set.
OF_THE_SYSTEM = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
#: Percent of the messages without which a language is not offered.
ENOUGH = 95
#: Letters of a file that have its head in them, and what a translator says above it.
HEAD_LETTERS = 20_000
#: Of a language's folder, as gettext has it.
FILE = "LC_MESSAGES/balancecoach.po"


class Language(Struct, frozen=True):
    """One that can be chosen. ``name``: in itself. ``reviewer``: the clinician who has read its words, or ""."""

    code: str
    name: str
    reviewer: str = ""


def offered(folder: Path | None = None, least: int = ENOUGH) -> tuple[Language, ...]:
    """English, then those with ``least`` percent of the words, by their codes. Only the heads of the files are read."""
    found = [Language(ENGLISH, "English")]
    for path in sorted((folder or _folder()).glob(f"*/{FILE}")):
        code = path.parts[-3]
        with path.open(encoding="utf-8") as file:
            head = fields_of(next(entries(file.read(HEAD_LETTERS).partition("\n\n")[0])).texts[0])
        if int(head.get("x-translated", "0")) >= least:
            found.append(Language(code, head.get("x-name", code), head.get("x-clinical-reviewer", "")))
    return tuple(found)


def _folder() -> Path:
    return assets() / "locale"


def best(wanted: Sequence[str], folder: Path | None = None, least: int = ENOUGH) -> str:
    """The first of these that is offered: "de_AT.UTF-8" is German. English where none is."""
    codes = [language.code for language in offered(folder, least)]
    for each in wanted:
        plain = each.partition(".")[0].partition("@")[0].replace("-", "_")
        for code in (plain, plain.partition("_")[0]):
            if code in codes:
                return code
    return ENGLISH


def of_the_system(environ: Mapping[str, str], platform: str = sys.platform) -> list[str]:
    """The languages that the computer is set to, the most wanted first."""
    found = next((environ[name] for name in OF_THE_SYSTEM if environ.get(name)), "")
    if found or platform not in ("win32", "darwin"):
        return found.split(":")
    import locale

    return [locale.getlocale()[0] or ""]


def speak(code: str, folder: Path | None = None) -> None:
    """Speak and write this language from now on, half translated as it may be; "" is the best that the computer is set
    to. Unknown ones are English.
    """
    if code in PSEUDO:
        words.use(Pseudo(rtl=code == PSEUDO[1]))
        return
    chosen = best([code], folder, 0) if code else best(of_the_system(os.environ), folder)
    if chosen == ENGLISH:
        words.use(NullTranslations())
    else:
        words.use(Catalogue(((folder or _folder()) / chosen / FILE).read_text(encoding="utf-8")))


def told(option: str, environ: Mapping[str, str]) -> str:
    """The language named for this one start, "" for none."""
    return option or environ.get(VARIABLE, "")
