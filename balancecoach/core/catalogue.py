"""One language's words, read from the text of its .po file: the file that translators edit is the one that is used.

gettext's own compiled files (.mo) would be another thing to make in a wheel, in a package and in a checkout, and to be
out of date; reading the text takes 0.02 s, once, and only in another language than English.
"""

import re
from collections.abc import Iterator
from gettext import NullTranslations, c2py

from msgspec import Struct

_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"\s*$')
_ESCAPE = re.compile(r"\\(.)")
_LETTERS = {"n": "\n", "t": "\t", "r": "\r"}
#: Without a rule in the file: one, and all others.
_TWO_FORMS = "n != 1"


class CatalogueError(ValueError):
    """A .po file that is none, or whose plural rule cannot be read."""


class Entry(Struct):
    """A message and its translation: one text, or one for each plural form. ``fuzzy``: somebody has still to look."""

    id: str = ""
    plural: str = ""
    context: str = ""
    texts: tuple[str, ...] = ()
    fuzzy: bool = False


def entries(text: str) -> Iterator[Entry]:
    """All of a file that are in use, its head first. Raises ``CatalogueError`` with the line."""
    parts: dict[str, str] = {}
    now, fuzzy = "", False
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("#") or not line.strip():
            if parts:
                yield _entry(parts, fuzzy)
                parts, now, fuzzy = {}, "", False
            fuzzy |= line.startswith("#,") and "fuzzy" in line
            continue
        keyword, _, rest = line.partition(" ") if not line.startswith('"') else (now, "", line)
        found = _STRING.match(rest.lstrip())
        if found is None or not keyword.startswith("msg"):
            raise CatalogueError(f"line {number}: {line[:60]}")
        if "msgstr" in now and keyword in ("msgid", "msgctxt"):  # no empty line between
            yield _entry(parts, fuzzy)
            parts, fuzzy = {}, False
        now = keyword
        piece = found[1]
        parts[now] = parts.get(now, "") + (_ESCAPE.sub(_letter, piece) if "\\" in piece else piece)
    if parts:
        yield _entry(parts, fuzzy)


def _letter(found: re.Match[str]) -> str:
    return _LETTERS.get(found[1], found[1])


def _entry(parts: dict[str, str], fuzzy: bool) -> Entry:
    texts = tuple(text for key, text in parts.items() if key.startswith("msgstr"))
    return Entry(parts.get("msgid", ""), parts.get("msgid_plural", ""), parts.get("msgctxt", ""), texts, fuzzy)


def fields_of(head: str) -> dict[str, str]:
    """The fields of a file's head, by their names in small letters."""
    rows = (line.partition(":") for line in head.splitlines())
    return {name.strip().lower(): value.strip() for name, _, value in rows if name.strip()}


class Catalogue(NullTranslations):
    """Translations; what has none stays English."""

    def __init__(self, text: str) -> None:
        """Raises ``CatalogueError``."""
        super().__init__()
        self._found: dict[tuple[str, str], tuple[str, ...]] = {}
        self._fields: dict[str, str] = {}
        for entry in entries(text):
            if not entry.id:
                self._fields = fields_of(entry.texts[0])
            elif all(entry.texts) and not entry.fuzzy:
                self._found[entry.context, entry.id] = entry.texts
        rule = re.search(r"plural\s*=\s*([^;]+)", self._fields.get("plural-forms", ""))
        try:
            self._form = c2py(rule[1] if rule else _TWO_FORMS)
        except ValueError as error:
            raise CatalogueError(f"Plural-Forms: {error}") from error

    def __len__(self) -> int:
        return len(self._found)

    def has(self, message: str, context: str = "") -> bool:
        """Whether it is translated."""
        return (context, message) in self._found

    def info(self) -> dict[str, str]:
        """The fields of its head."""
        return self._fields

    def gettext(self, message: str) -> str:
        return self._found.get(("", message), (message,))[0]

    def pgettext(self, context: str, message: str) -> str:
        return self._found.get((context, message), (message,))[0]

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        texts = self._found.get(("", msgid1), ())
        form = self._form(n)
        return texts[form] if form < len(texts) else super().ngettext(msgid1, msgid2, n)
