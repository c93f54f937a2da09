"""A guide: Markdown with a heading for each idea. What is searched is its sentences, as they are read.

Only what our own files hold is known here: headings with ``#``, lists, tables, bold words, keys and commands in
``code``, links and pictures.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from msgspec import Struct

from balancecoach.core.words import N_

#: Files of ``assets/guides`` in the order of the page, and for whom each is.
GUIDES = {
    "first-week": N_("For the person who walks"),
    "standing-by": N_("For the helper: room, treadmill, belt drill"),
    "in-clinic": N_("For the physio: plans, limits, check-ups, report"),
    "where-things-are": N_("Data, copies, and who can see them"),
    "if-something-is-wrong": N_("No sound, small words, a remote that does nothing"),
}
#: Places that a search shows at most.
MOST_FOUND = 12
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_START = re.compile(r"^(?:\d+\. |- |#+ )")
_END = re.compile(r"(?<=[.!?:]) +(?=[^a-z])")


class Section(Struct, frozen=True):
    """What is under one heading."""

    heading: str
    lines: tuple[str, ...]

    def sentences(self) -> Iterator[str]:
        """As they are read, one after the other."""
        for line in self.lines:
            yield from (part for part in _END.split(line) if part)


class Guide(Struct, frozen=True):
    """One guide. ``markdown``: the file."""

    id: str
    title: str
    sections: tuple[Section, ...]
    markdown: str


class Found(Struct, frozen=True):
    """A place in a guide: the heading, and the sentence that fits best there ("" for the heading itself)."""

    guide: str
    title: str
    heading: str
    sentence: str


def read_guide(name: str, markdown: str) -> Guide:
    """A guide from its file. What stands before the first heading belongs to the title."""
    title, heading, lines = "", "", list[str]()
    sections: list[Section] = []
    for row in markdown.splitlines():
        if row.startswith("# "):
            title = heading = spoken(row)
        elif row.startswith("## "):
            sections.append(Section(heading, tuple(lines)))
            heading, lines = spoken(row), []
        elif text := spoken(row):
            lines.append(text)
    sections.append(Section(heading, tuple(lines)))
    return Guide(name, title, tuple(sections), markdown)


def spoken(row: str) -> str:
    """A line of Markdown without its signs; "" for the lines of a table and for pictures."""
    if row.startswith(("!", "|--", "|-")):
        return ""
    text = _LINK.sub(r"\1", _START.sub("", row.strip()))
    cells = [cell.strip() for cell in text.strip("|").split("|")] if row.startswith("|") else [text]
    return re.sub(r"[*`]", "", ": ".join(cell for cell in cells if cell)).strip()


def anchor(heading: str) -> str:
    """What a link to a heading has after its #, as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.casefold()).replace(" ", "-")


def search(guides: Iterable[Guide], asked: str) -> tuple[Found, ...]:
    """Where all of these words are under one heading: headings that have them first, then in the guides' order."""
    words = [_stem(word) for word in _plain(asked).split()]
    if not words:
        return ()
    found = [(_rank(guide, section, words), guide, section) for guide in guides for section in guide.sections]
    fit = sorted((row for row in found if row[0] is not None), key=lambda row: row[0] or 0)
    return tuple(
        Found(guide.id, guide.title, section.heading, _best(section, words)) for _, guide, section in fit[:MOST_FOUND]
    )


def _rank(guide: Guide, section: Section, words: list[str]) -> int | None:
    """0 for the best, ``None`` where a word is missing. The guide's own title helps, but alone it is not enough."""
    heading, title = _plain(section.heading), _plain(guide.title)
    text = _plain(" ".join((section.heading, *section.lines)))
    if not all(_has(f"{text} {title}", word) for word in words) or not any(_has(text, word) for word in words):
        return None
    if all(_has(heading, word) for word in words):
        return 0
    if any(all(_has(_plain(sentence), word) for word in words) for sentence in section.sentences()):
        return 1
    return 2


def _best(section: Section, words: list[str]) -> str:
    rows = list(section.sentences())
    return max(rows, key=lambda row: sum(_has(_plain(row), word) for word in words), default="")


def _has(text: str, word: str) -> bool:
    """Whether a word of the text begins like that."""
    return f" {word}" in f" {text}"


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


def _plain(text: str) -> str:
    """Small letters without accents and signs."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.sub(r"[^\w]+", " ", "".join(c for c in apart if not unicodedata.combining(c))).split())


def news(changelog: str, most: int = 3) -> str:
    """The newest versions of a changelog as Markdown, without links: what they lead to is not in the program."""
    versions = re.split(r"(?m)^(?=## )", changelog)[1:]
    return _LINK.sub(r"\1", "".join(versions[:most])).strip() + "\n"
