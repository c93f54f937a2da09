"""Histories for the tests of periods, sentences, the week and the companions: any person, anywhere, for years."""

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from balancecoach.core.events import CheckedIn
from balancecoach.core.progress import Summary
from tests.fakes import WALL

TODAY = date(2026, 3, 4)  # a Wednesday
BERLIN, NEW_YORK, TOKYO = (ZoneInfo(name) for name in ("Europe/Berlin", "America/New_York", "Asia/Tokyo"))
ZONES = (BERLIN, NEW_YORK, TOKYO, timezone(timedelta(hours=-11)), timezone(timedelta(hours=14)))


def walked(
    day: date,
    backward_s: float = 90,
    forward_s: float = 600,
    *,
    wobbles: int = 0,
    demo: bool = False,
    effort: int | None = None,
    stumbles: str | None = None,
    kmh: float = 1.0,
    programme: str = "",
    planned_s: float = 0.0,
) -> Summary:
    """A session on that day, at ten by the clock in Berlin."""
    at = datetime(day.year, day.month, day.day, 10, tzinfo=BERLIN)
    said = None if effort is None and stumbles is None else CheckedIn(at, effort, stumbles, None)
    return Summary(
        id=str(day),
        programme_id=programme,
        started=at,
        planned_backward_s=planned_s,
        backward_s=backward_s,
        forward_s=forward_s,
        backward_kmh=(kmh,) if backward_s else (),
        wobbles=wobbles,
        demo=demo,
        checkin=said,
    )


def thousandths(most_s: int = 3000) -> st.SearchStrategy[float]:
    """Seconds as summaries have them: to the thousandth."""
    return st.integers(0, most_s * 1000).map(lambda number: number / 1000)


@st.composite
def sessions(draw: st.DrawFn) -> Summary:
    """One session, anywhere: also one that counts for nothing."""
    zone, minute = draw(st.sampled_from(ZONES)), draw(st.integers(0, 1439))
    days = draw(st.integers(-40, 3700) | st.integers(0, 60))
    at = datetime(2026, 3, 4, minute // 60, minute % 60, tzinfo=zone) - timedelta(days=days)
    said = CheckedIn(WALL, draw(st.none() | st.integers(0, 10)), draw(st.sampled_from((None, "none", "one"))), None)
    odd = draw(st.integers(0, 19))  # a few count for nothing
    return Summary(
        programme_id=draw(st.sampled_from(("", "p0", "p2", "gone"))),
        demo=odd == 1,
        started=None if odd == 2 else at,
        planned_backward_s=draw(st.sampled_from((0.0, 90.0, 300.0))),
        backward_s=draw(st.just(0.0) | thousandths()),
        forward_s=draw(st.just(0.0) | thousandths()),
        backward_kmh=draw(st.sampled_from(((), (0.8,), (0.8, 1.4)))),
        wobbles=minute % 3,
        checkin=None if minute % 4 == 0 else said,
        removed=WALL if odd in (3, 4) else None,
    )


def histories(most: int = 8) -> st.SearchStrategy[list[Summary]]:
    """Any number of sessions, in any order."""
    return st.lists(sessions(), max_size=most)
