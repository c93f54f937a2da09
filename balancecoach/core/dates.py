"""Dates in words, the same everywhere: months are translated, not taken from the system's language."""

from datetime import date

from balancecoach.core.words import N_, tr

_MONTH_NAMES = (
    "",  # the months begin at 1
    *(N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"), N_("July"), N_("August")),
    *(N_("September"), N_("October"), N_("November"), N_("December")),
)
_SHORT_NAMES = (
    "",
    *(N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"), N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct")),
    *(N_("Nov"), N_("Dec")),
)


def month_name(day: date) -> str:
    """Such as "September"."""
    return tr(_MONTH_NAMES[day.month])


def short_month(day: date) -> str:
    """Such as "Sep"."""
    return tr(_SHORT_NAMES[day.month])


def day_words(day: date) -> str:
    """Such as "7 September 2026"."""
    return tr("{0} {1} {2}").format(day.day, month_name(day), day.year)
