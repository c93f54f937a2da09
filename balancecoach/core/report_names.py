"""Names that must not be on a report without them."""

import re

from balancecoach.core.person import Person
from balancecoach.core.words import tr


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
