"""What was removed goes for good after its time: by two starts on different days, never by one look at the clock.

A clock that is far ahead at one start, and right at the next, has seen nothing: an earlier start that lies in the
future is forgotten, and what was removed counts by the earlier of the two. A clock that is years ahead at two starts a
day apart cannot be told from time that has passed.
"""

from contextlib import suppress
from datetime import datetime, timedelta

from balancecoach.store.store import Store

#: The setting with the start that the next one is measured by.
SETTING = "forgot_at"
APART = timedelta(days=1)


def forget_removed(store: Store, now: datetime, kept: timedelta) -> int:
    """Delete what was removed ``kept`` before an earlier start, at least a day ago; how many sessions."""
    seen = _seen(store)
    if seen is not None and timedelta(0) <= now - seen < APART:
        return 0
    store.put_setting(SETTING, now.isoformat())
    if seen is None or seen > now:
        return 0
    store.date_removals_anew(now)
    return store.purge(seen - kept)


def _seen(store: Store) -> datetime | None:
    """The earlier start; ``None`` for none, and for one that cannot be read."""
    found = store.get_setting(SETTING)
    with suppress(TypeError, ValueError):
        seen = datetime.fromisoformat(found)
        return seen if seen.tzinfo is not None else None
    return None
