"""A stop sign that was noted on one machine outlasts what was done on another that did not know of it.

What was said after a session may be corrected, and a session removed; the last word counts. Merged by date, a
correction or a removal that was made in ignorance of a stop sign could come after it and take it away without a word.
"""

from collections.abc import Sequence
from datetime import UTC, timedelta
from typing import Any

from balancecoach.core.events import CheckedIn
from balancecoach.core.moving import stop_sign
from balancecoach.core.progress import Summary
from balancecoach.store.bodies import text_of
from balancecoach.store.codec import decode
from balancecoach.store.values import UnreadableError, moment

Event = list[Any]
_SAID, _REMOVED, _RESTORED = "checked_in", "removed", "restored"


def outlasting(one: Sequence[Event], other: Sequence[Event], merged: Sequence[Event]) -> list[Event]:
    """What has to be added to ``merged``, so that the next walk still asks. All are events added after a session."""
    if _sign(merged) is not None:
        return []
    signs = [*_unknown(one, other), *_unknown(other, one)]
    if not signs:
        return []
    said = max(signs, key=lambda event: text_of(event[2]))
    wall = {"wall": _after(merged)}
    back = [[None, _RESTORED, wall]] if _is_removed(merged) else []
    return [*back, *([] if _last(merged) == said else [[None, _SAID, {**said[2], **wall}]])]


def _unknown(mine: Sequence[Event], theirs: Sequence[Event]) -> list[Event]:
    """My stop sign, when they did something that I know nothing of and did not know it."""
    sign = _sign(mine)
    if sign is None or sign in theirs:
        return []
    return [sign] if any(event[1] in (_SAID, _REMOVED) and event not in mine for event in theirs) else []


def _sign(added: Sequence[Event]) -> Event | None:
    """The stop sign that is asked about."""
    last = _last(added)
    return None if last is None or _is_removed(added) or not _is_sign(last) else last


def _last(added: Sequence[Event]) -> Event | None:
    """What counts of the answers: those that cannot be read do not."""
    return next((event for event in reversed(added) if event[1] == _SAID and _read(event) is not None), None)


def _is_sign(event: Event) -> bool:
    said = _read(event)
    return said is not None and stop_sign(Summary(checkin=said))


def _read(event: Event) -> CheckedIn | None:
    try:
        said = decode(event[1], text_of(event[2]))
    except UnreadableError:
        return None
    return said if isinstance(said, CheckedIn) else None


def _is_removed(added: Sequence[Event]) -> bool:
    names = [event[1] for event in added if event[1] in (_REMOVED, _RESTORED)]
    return names[-1:] == [_REMOVED]


def _after(added: Sequence[Event]) -> str:
    """Just after everything: the same on whichever machine it is merged."""
    walls = []
    for _, _, body in added:
        try:
            walls.append(moment(body["wall"]).astimezone(UTC))
        except (ValueError, TypeError, KeyError, OverflowError):
            continue  # no date: it has no say
    return (max(walls) + timedelta(microseconds=1)).isoformat(timespec="microseconds")
