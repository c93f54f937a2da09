"""What CLDR, the languages' common table, says about dates and decimal signs, for a new catalogue and for its test."""

from __future__ import annotations

from datetime import date

from babel import Locale
from babel.dates import format_date, format_skeleton, get_day_names, get_month_names

#: A day whose parts are unlike each other, so that each can be found again in the text: a Monday.
EXAMPLE = date(2026, 9, 7)
#: Context of a pattern in ``core/dates.py`` -> CLDR's skeleton, and the parts in our order.
PATTERNS = {
    "date: 7 September 2026": ("yMMMMd", "dMy"),
    "date: 7 September": ("MMMMd", "dM"),
    "date: 7 Sep": ("MMMd", "dm"),
    "date: 7 Sep 2026": ("yMMMd", "dmy"),
    "date: September 2026": ("yMMMM", "My"),
    "date: Sep 2026": ("yMMM", "my"),
    "date: Monday 7 September": ("MMMMEEEEd", "EdM"),
    "date: Monday 7 September 2026": ("yMMMMEEEEd", "EdMy"),
}
DECIMAL = "decimal sign"


def skeleton_words(skeleton: str, day: date, language: str) -> str:
    """A date as CLDR writes it: with plain spaces."""
    full = skeleton == "yMMMMEEEEd"
    said = format_date(day, "full", language) if full else format_skeleton(skeleton, day, locale=language)
    return said.replace("\xa0", " ").replace("\u202f", " ")


def _parts(day: date, language: str) -> dict[str, str]:
    months, days = get_month_names, get_day_names
    return {
        "M": months("wide", locale=language)[day.month],
        "m": months("abbreviated", locale=language)[day.month],
        "E": days("wide", locale=language)[day.weekday()],
        "e": days("abbreviated", locale=language)[day.weekday()],
        "y": str(day.year),
        "d": str(day.day),
    }


def _pattern(skeleton: str, order: str, language: str) -> str:
    text, parts = skeleton_words(skeleton, EXAMPLE, language), _parts(EXAMPLE, language)
    text = text if parts["E"] in text else text.replace(parts["e"], parts["E"])  # all that some skeletons have
    for number, part in enumerate(order):
        text = text.replace(parts[part], f"\0{number}\1", 1)
    return text.replace("\0", "{").replace("\1", "}")


def known(language: str) -> dict[tuple[str, str], str]:
    """(context, message) -> translation, for all that CLDR knows."""
    decimal = Locale.parse(language).number_symbols["latn"]["decimal"]
    found = {("decimal sign", "."): decimal}
    for number in range(1, 13):
        day = date(2026, number, 1)
        ours, theirs = _parts(day, "en_GB"), _parts(day, language)
        found["month", ours["M"]] = theirs["M"]
        found["short month", f"{day:%b}"] = theirs["m"]  # CLDR's British "Sept" is one of its kind
    for number in range(7):
        day = date(2026, 9, 7 + number)
        ours, theirs = _parts(day, "en_GB"), _parts(day, language)
        found["weekday", ours["E"]] = theirs["E"]
        found["short weekday", ours["e"]] = theirs["e"]
    for context, (skeleton, order) in PATTERNS.items():
        message = " ".join(f"{{{number}}}" for number in range(len(order)))
        found[context, message] = _pattern(skeleton, order, language)
    return found
