"""What somebody typed, on a report: on one line, not too long, and without names where they must not be."""

import re
import unicodedata
from collections.abc import Iterator

from balancecoach.core.person import Person
from balancecoach.core.report import Asked
from balancecoach.core.words import tr


def free_text(text: str, person: Person, asked: Asked, most: int) -> str:
    """As it may be on the page, in ``most`` letters; names are taken out before it is cut."""
    kept = "".join(" " if unicodedata.category(letter) in ("Cc", "Zl", "Zp") else letter for letter in text)
    plain = " ".join(kept.split())
    if not asked.named:
        plain = without_names(plain, person)
    return plain if len(plain) <= most else plain[: most - 1].rstrip() + "…"


def without_names(text: str, person: Person) -> str:
    """Text in which the names of person, helper and physio and the emergency number are left out.

    A safety net, not a promise: whoever typed a nickname has to leave that note out.
    """
    for pattern in _patterns(person):
        text = re.sub(pattern, tr("[left out]"), text, flags=re.IGNORECASE)
    return text


def _patterns(person: Person) -> Iterator[str]:
    """Whole names before their parts. Of a number the digits count, however they are parted."""
    names = [" ".join(name.split()) for name in (person.name, person.helper, person.limit_by)]
    parts = [part for name in names for part in name.split() if len(part) > 1 or not part.isascii()]
    yield from (_name(name) for name in (*sorted(names, key=len, reverse=True), *parts) if name)
    digits = [re.escape(letter) for letter in person.emergency if letter.isdecimal()]
    if digits:
        yield r"\+?" + r"[\s().*#/-]*".join(digits)


def _name(part: str) -> str:
    """Whole words only: nobody named May takes a month away from another word. Scripts without spaces have none."""
    ends = r"(?<!\w){0}(?!\w)" if part.isascii() or part[0].isupper() else "{0}"
    return ends.format(re.escape(part).replace(r"\ ", r"\s+"))
