"""What may be typed about a person: names in any script, with which two people are told apart, and speeds."""

import math
import unicodedata
from collections.abc import Iterable

from balancecoach.core.plan import KMH_A_MPH, Units, shown_speed
from balancecoach.core.words import tr

LONGEST_NAME = 200
#: Nobody walks slower on a treadmill or faster in our programmes; a number outside was meant in other units.
LEAST_KMH, MOST_KMH = 0.1, 8.0
#: Control letters, halves of letters, letters of nobody's, and ends of lines.
_NEVER = ("Cc", "Cs", "Co", "Cn", "Zl", "Zp")
#: Letters by their category that show nothing.
_BLANK = "\u115f\u1160\u2800\u3164\uffa0"


def same_name(one: str, other: str) -> bool:
    """Whether two names would be taken for each other."""
    return plain_name(one) == plain_name(other)


def plain_name(name: str) -> str:
    """Without what the eye does not see: case, width, spaces, and marks that join or part letters."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return " ".join("".join(letter for letter in folded if unicodedata.category(letter) != "Cf").split())


def name_problem(name: str, others: Iterable[str] = ()) -> str:
    """What is wrong with a name, "" for nothing. Any script will do."""
    if not name.strip():
        return tr("The name is missing. Write the name the person goes by.")
    if len(name) > LONGEST_NAME:
        return tr("The name has {0} letters. Use {1} at most.").format(len(name), LONGEST_NAME)
    if any(unicodedata.category(letter) in _NEVER for letter in name) or _turned(name) or not _seen(name):
        return tr("The name has letters that cannot be shown. Write it again.")
    if any(same_name(name, other) for other in others):
        text = tr(
            "There is already somebody named {0}. Add a second name or a letter, so that you can tell them apart."
        )
        return text.format(name.strip())
    return ""


def _turned(name: str) -> bool:
    """Letters that turn the line around and would hide what is written."""
    return any("\u202a" <= letter <= "\u202e" or "\u2066" <= letter <= "\u2069" for letter in name)


def _seen(name: str) -> bool:
    return any(unicodedata.category(letter)[0] in "LNPS" and letter not in _BLANK for letter in name)


def speed_problem(kmh: float, most_kmh: float, units: Units = Units.KMH) -> str:
    """What is wrong with a speed, "" for nothing, in the numbers of the treadmill."""
    if not (math.isfinite(kmh) and kmh >= LEAST_KMH):
        return tr("The speed must be more than 0. Write it in the treadmill's own numbers, such as 1.2.")
    if kmh <= most_kmh:
        return ""
    in_mph = units is Units.MPH
    number = round(kmh / KMH_A_MPH if in_mph else kmh, 2)
    most = shown_speed(most_kmh, units) if in_mph else most_kmh
    said = tr("{0:g} mph is above {1:g} mph.") if in_mph else tr("{0:g} km/h is above {1:g} km/h.")
    text = said.format(number, most)
    if number / 10 <= most and number >= 10:
        return text + " " + tr("Did you mean {0:g}?").format(round(number / 10, 2))
    return text + " " + tr("Write a lower speed.")
