"""What somebody typed, on a report: on one line, not too long, and without names where they must not be."""

import re
import unicodedata

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
    """Text in which the person's and the helper's name and the emergency number are left out.

    A safety net, not a promise: whoever typed a nickname has to leave that note out.
    """
    for name in sorted((person.name, person.helper, person.limit_by, person.emergency), key=len, reverse=True):
        whole = " ".join(name.split())
        for part in dict.fromkeys([whole, *whole.split()] if name is not person.emergency else [whole]):
            if len(part) > 1 or (part and not part.isascii()):
                text = re.sub(_pattern(part), tr("[left out]"), text, flags=re.IGNORECASE)
    return text


def _pattern(part: str) -> str:
    """Whole words only: nobody named May takes a month away from another word. Scripts without spaces have none."""
    ends = r"(?<!\w){0}(?!\w)" if part.isascii() or part[0].isupper() else "{0}"
    return ends.format(re.escape(part).replace(r"\ ", r"\s+"))
