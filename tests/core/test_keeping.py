"""Which copies stay, whatever the clock does."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given, settings
from hypothesis import strategies as st

from balancecoach.core.keeping import DAILY, MONTHLY, WEEKLY, due, staying

NOW = datetime(2026, 11, 27, 9, 15, tzinfo=timezone(timedelta(hours=1)))
MOST = DAILY + WEEKLY + MONTHLY

moments = st.datetimes(datetime(1999, 1, 2), datetime(2099, 12, 30), timezones=st.just(UTC))


def day(days_ago: float) -> datetime:
    return NOW - timedelta(days=days_ago)


def lived(days: int, *, jump: tuple[int, int, float] = (0, 0, 0.0)) -> tuple[set[datetime], list[datetime]]:
    """A copy a day. ``jump``: from that day to that one the clock is wrong by so many days. Kept, and all ever made."""
    first, last, wrong = jump
    kept: set[datetime] = set()
    made: list[datetime] = []
    for number in range(days):
        now = NOW + timedelta(days=number + (wrong if first <= number < last else 0.0))
        if due(kept, now):
            made.append(now)
            kept = set(staying({*kept, now}, now))
    return kept, made


def test_a_copy_a_day_for_three_years() -> None:
    kept, made = lived(1100)
    newest = made[-1]
    assert len(made) == 1100
    assert {newest - timedelta(days=back) for back in range(DAILY)} <= kept
    weeks = {each.isocalendar()[:2] for each in kept}
    assert {(newest - timedelta(weeks=back)).isocalendar()[:2] for back in range(WEEKLY)} <= weeks
    assert len({(each.year, each.month) for each in kept}) == MONTHLY
    assert len(kept) <= MOST


def test_of_a_day_a_week_and_a_month_the_newest_stays() -> None:
    morning, evening = day(0.3), day(0.1)
    assert staying([morning, evening], NOW) == {evening}
    assert staying([day(back) for back in range(8)], NOW) >= {day(back) for back in range(7)}


def test_a_year_without_a_walk_takes_nothing_away() -> None:
    old = {day(365 + back) for back in range(7)}
    assert staying({*old, NOW}, NOW) >= {NOW, *sorted(old)[1:]}


def test_the_first_of_a_day_is_due_and_no_second() -> None:
    assert due([], NOW)
    assert due([day(1)], NOW)
    assert not due([NOW - timedelta(hours=9)], NOW)
    assert due([NOW - timedelta(hours=10)], NOW), "by the calendar on the wall, not by the one of London"


@given(st.sets(moments, max_size=60), moments)
def test_never_the_newest_never_too_many(copies: set[datetime], now: datetime) -> None:
    kept = staying(copies, now)
    assert kept <= copies
    assert len(kept) <= MOST
    past = [made for made in copies if made <= now]
    if copies:
        assert max(past or copies) in kept
    assert staying(kept, now) == kept, "what stayed once stays"
    assert len(kept) >= min(len({made.date() for made in copies}), DAILY)


@given(st.sets(moments, max_size=60), moments)
def test_the_copy_just_made_stays(copies: set[datetime], now: datetime) -> None:
    assert now in staying({*copies, now}, now)


@settings(max_examples=40)
@given(st.integers(0, 60), st.integers(1, 40), st.sampled_from([-9000.0, -365.0, -1.0, 1.0, 365.0, 9000.0]))
def test_a_clock_that_was_wrong_for_a_while_does_no_harm(first: int, length: int, wrong: float) -> None:
    """Before, while and after: the copies of the last days are there, and there are not too many."""
    days = first + length + 10
    kept, made = lived(days, jump=(first, first + length, wrong))
    now = NOW + timedelta(days=days - 1)
    assert len(kept) <= MOST
    assert {now - timedelta(days=back) for back in range(DAILY)} <= kept
    assert made[-1] in kept
    while_wrong, made_then = lived(first + 1, jump=(first, first + 1, wrong))
    assert set(made_then[-DAILY:]) <= while_wrong, "on the first wrong day nothing is lost"
