"""Which of the record's dated copies stay: the newest of each of the last 7 days, 8 weeks and 24 months that have one.

Days that have no copy do not count, so nothing goes because nobody walked for a year. A copy whose date has not come
yet was made while the clock was wrong, so before now: it counts as older than all the others.
"""

from collections.abc import Collection, Hashable, Iterable
from datetime import datetime

DAILY, WEEKLY, MONTHLY = 7, 8, 24


def due(copies: Iterable[datetime], now: datetime) -> bool:
    """Whether there is no copy of today, by the calendar of ``now``'s offset."""
    return all(made.astimezone(now.tzinfo).date() != now.date() for made in copies)


def staying(copies: Collection[datetime], now: datetime) -> frozenset[datetime]:
    """Those that stay; the others may be deleted. At most 7 + 8 + 24, and always the newest."""
    newest_first = sorted(copies, key=lambda made: (made <= now, made), reverse=True)
    local = [(made, made.astimezone(now.tzinfo)) for made in newest_first]
    days = _newest(DAILY, ((made, here.date()) for made, here in local))
    weeks = _newest(WEEKLY, ((made, here.isocalendar()[:2]) for made, here in local))
    months = _newest(MONTHLY, ((made, (here.year, here.month)) for made, here in local))
    return frozenset((*days, *weeks, *months))


def _newest(number: int, rows: Iterable[tuple[datetime, Hashable]]) -> tuple[datetime, ...]:
    """The first of each period, of so many periods."""
    found: dict[Hashable, datetime] = {}
    for made, period in rows:
        found.setdefault(period, made)
    return tuple(found.values())[:number]
