"""Dates in words, the same everywhere: their names and their order come from the catalogue, never from the system.

A new catalogue gets them from CLDR (``packaging/dev.py words``), and a test holds each against it. A context such as
"date: 7 Sep" is the example that a translator sees.
"""

from datetime import date, datetime

from balancecoach.core.words import NC_, trc

_MONTHS = (
    *(NC_("month", "January"), NC_("month", "February"), NC_("month", "March"), NC_("month", "April")),
    *(NC_("month", "May"), NC_("month", "June"), NC_("month", "July"), NC_("month", "August")),
    *(NC_("month", "September"), NC_("month", "October"), NC_("month", "November"), NC_("month", "December")),
)
_SHORT_MONTHS = (
    *(NC_("short month", "Jan"), NC_("short month", "Feb"), NC_("short month", "Mar"), NC_("short month", "Apr")),
    *(NC_("short month", "May"), NC_("short month", "Jun"), NC_("short month", "Jul"), NC_("short month", "Aug")),
    *(NC_("short month", "Sep"), NC_("short month", "Oct"), NC_("short month", "Nov"), NC_("short month", "Dec")),
)
_WEEKDAYS = (
    *(NC_("weekday", "Monday"), NC_("weekday", "Tuesday"), NC_("weekday", "Wednesday"), NC_("weekday", "Thursday")),
    *(NC_("weekday", "Friday"), NC_("weekday", "Saturday"), NC_("weekday", "Sunday")),
)
_SHORT_WEEKDAYS = (
    *(NC_("short weekday", "Mon"), NC_("short weekday", "Tue"), NC_("short weekday", "Wed")),
    *(NC_("short weekday", "Thu"), NC_("short weekday", "Fri"), NC_("short weekday", "Sat")),
    NC_("short weekday", "Sun"),
)


def month_name(day: date) -> str:
    """Such as "September"."""
    return trc("month", _MONTHS[day.month - 1])


def short_month(day: date) -> str:
    """Such as "Sep"."""
    return trc("short month", _SHORT_MONTHS[day.month - 1])


def weekday(number: int) -> str:
    """Such as "Monday", for 0."""
    return trc("weekday", _WEEKDAYS[number])


def short_weekday(number: int) -> str:
    """Such as "Mon", for 0."""
    return trc("short weekday", _SHORT_WEEKDAYS[number])


def day_words(day: date) -> str:
    """Such as "7 September 2026"."""
    return trc("date: 7 September 2026", "{0} {1} {2}").format(day.day, month_name(day), day.year)


def day_month(day: date) -> str:
    """Such as "7 September"."""
    return trc("date: 7 September", "{0} {1}").format(day.day, month_name(day))


def short_day(day: date) -> str:
    """Such as "7 Sep"."""
    return trc("date: 7 Sep", "{0} {1}").format(day.day, short_month(day))


def short_day_year(day: date) -> str:
    """Such as "7 Sep 2026"."""
    return trc("date: 7 Sep 2026", "{0} {1} {2}").format(day.day, short_month(day), day.year)


def month_year(day: date) -> str:
    """Such as "September 2026"."""
    return trc("date: September 2026", "{0} {1}").format(month_name(day), day.year)


def short_month_year(day: date) -> str:
    """Such as "Sep 2026"."""
    return trc("date: Sep 2026", "{0} {1}").format(short_month(day), day.year)


def weekday_day(day: date) -> str:
    """Such as "Monday 7 September"."""
    text = trc("date: Monday 7 September", "{0} {1} {2}")
    return text.format(weekday(day.weekday()), day.day, month_name(day))


def weekday_day_year(day: date) -> str:
    """Such as "Monday 7 September 2026"."""
    text = trc("date: Monday 7 September 2026", "{0} {1} {2} {3}")
    return text.format(weekday(day.weekday()), day.day, month_name(day), day.year)


def clock(at: datetime) -> str:
    """Such as "14:05", as it is written in all languages so far."""
    return f"{at:%H:%M}"
