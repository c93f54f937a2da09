"""Weeks, months, quarters, years: no second is lost or invented, whatever the view; every day is in one period."""

from datetime import date, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balancecoach.core.periods import (
    MOST_BARS,
    Period,
    Step,
    View,
    ahead,
    first_of,
    happened,
    local_day,
    next_first,
    periods,
    view_periods,
    with_goals,
)
from balancecoach.core.progress import Summary, counts, monday_of
from tests.core.progress_samples import NEW_YORK, TODAY, TOKYO, histories, walked
from tests.fakes import examples
from tests.histories import programme, week

EMPTY = Period(date(2026, 3, 2), date(2026, 3, 8))
PROGRAMMES = {each: programme(each, week(seconds=30), sessions_a_week=(2, 3)) for each in ("p0", "p2")}


def ms(seconds: float) -> int:
    """Whole thousandths."""
    return round(seconds * 1000)


# -- properties ----------------------------------------------------------------------------------------------------
@examples(70)
@given(history=histories(), view=st.sampled_from(View), days=st.integers(-3000, 30))
def test_every_view_has_every_second_and_no_other(history: list[Summary], view: View, days: int) -> None:
    today = TODAY + timedelta(days=days)
    rows = view_periods(history, today, view)
    good = [s for s in history if not s.demo and s.removed is None and s.started and s.backward_s + s.forward_s > 0]
    past = [s for s in good if s.started and s.started.date() <= today]
    assert sum(ms(row.backward_s) for row in rows) == sum(ms(s.backward_s) for s in past)
    assert sum(ms(row.forward_s) for row in rows) == sum(ms(s.forward_s) for s in past)
    assert sum(row.sessions for row in rows) == len(past)
    assert sum(row.wobbles for row in rows) == sum(s.wobbles for s in past)
    assert ahead(history, today) == len(good) - len(past), "whatever is not in a bar is told"


@examples(70)
@given(history=histories(), step=st.sampled_from(Step))
def test_periods_have_no_gap_and_end_today(history: list[Summary], step: Step) -> None:
    rows = periods(history, TODAY, step)
    assert rows[-1].first <= TODAY <= rows[-1].last
    assert all(b.first == a.last + timedelta(days=1) for a, b in pairwise(rows))
    assert all(first_of(row.first, step) == first_of(row.last, step) == row.first for row in rows)
    assert len(rows) == 1 or rows[0].sessions, "it begins with the first session"
    for row in rows:
        inside = [s for s in happened(history, TODAY) if row.first <= local_day(s) <= row.last]
        assert row.sessions == len(inside)
        assert ms(row.backward_s) == sum(ms(s.backward_s) for s in inside)


@examples(70)
@given(day=st.dates(date(1970, 1, 1), date(2200, 1, 1)), step=st.sampled_from(Step))
def test_every_day_is_in_one_period(day: date, step: Step) -> None:
    first = first_of(day, step)
    following = next_first(first, step)
    assert first <= day < following
    assert first_of(following, step) == following
    assert first_of(following - timedelta(days=1), step) == first


@examples(60)
@given(days=st.integers(0, 22_000), today=st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_all_is_never_more_bars_than_can_be_told_apart_until_they_are_years(days: int, today: date) -> None:
    rows = view_periods([walked(today - timedelta(days=days))], today, View.ALL)
    assert len(rows) <= MOST_BARS or rows[0].step is Step.YEAR
    finer = {Step.MONTH: Step.WEEK, Step.QUARTER: Step.MONTH, Step.YEAR: Step.QUARTER}.get(rows[0].step)
    assert finer is None or len(periods([walked(today - timedelta(days=days))], today, finer)) > MOST_BARS


@examples(60)
@given(history=histories(), now_s=st.sampled_from((0.0, 270.0)))
def test_a_goal_is_always_one_that_a_programme_planned(history: list[Summary], now_s: float) -> None:
    rows = with_goals(periods(history, TODAY, Step.WEEK), history, PROGRAMMES, now_s)
    assert rows[-1].goal_s == now_s
    for n, row in enumerate(rows[:-1]):
        here = [
            s for s in history if counts(s) and monday_of(local_day(s)) == row.first and s.programme_id in PROGRAMMES
        ]
        goals = {3 * s.planned_backward_s for s in here}
        assert row.goal_s in (goals or {rows[n - 1].goal_s if n else 0.0})


# -- histories -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("view", View)
def test_no_session_is_one_empty_period(view: View) -> None:
    rows = view_periods((), TODAY, view)
    assert len(rows) == 1
    assert rows[0].first <= TODAY <= rows[0].last
    assert (rows[0].sessions, rows[0].backward_s) == (0, 0)


def test_sessions_of_a_week_are_added_up() -> None:
    history = (walked(date(2026, 3, 2), 90.25), walked(date(2026, 3, 4), 30.5, wobbles=2))
    assert periods(history, TODAY, Step.WEEK) == (Period(EMPTY.first, EMPTY.last, Step.WEEK, 120.75, 1200, 2, 2),)


def test_sunday_and_monday_are_two_weeks() -> None:
    history = (walked(date(2026, 3, 1)), walked(date(2026, 3, 2)))
    assert [week.sessions for week in periods(history, TODAY, Step.WEEK)] == [1, 1]


def test_a_year_ends_in_the_middle_of_a_week() -> None:
    rows = periods((walked(date(2026, 12, 31)), walked(date(2027, 1, 1))), date(2027, 1, 2), Step.WEEK)
    assert [(week.first, week.sessions) for week in rows] == [(date(2026, 12, 28), 2)]


def test_a_gap_of_months_is_seen() -> None:
    history = (walked(date(2025, 9, 10)), walked(date(2026, 3, 3)))
    assert [month.sessions for month in periods(history, TODAY, Step.MONTH)] == [1, 0, 0, 0, 0, 0, 1]
    assert len(periods(history, TODAY, Step.WEEK)) == 26


def test_demonstrations_and_sessions_without_walking_are_left_out() -> None:
    assert periods((walked(TODAY, demo=True), walked(TODAY, 0, 0), Summary(id="open")), TODAY, Step.WEEK) == (EMPTY,)


@pytest.mark.parametrize("sunday", [date(2026, 3, 29), date(2026, 10, 25)])
def test_weeks_with_a_change_to_or_from_summer_time(sunday: date) -> None:
    history = [walked(sunday + timedelta(days=day)) for day in range(-7, 8)]
    assert [week.sessions for week in periods(history, sunday + timedelta(days=7), Step.WEEK)] == [1, 7, 7]


def test_a_session_belongs_to_the_day_its_own_clock_showed() -> None:
    """Sunday 23:30 in New York is Monday in UTC and in Berlin; for the person it was Sunday."""
    late = datetime(2026, 3, 1, 23, 30, tzinfo=NEW_YORK)
    for at in (late, late.astimezone(timezone(timedelta(hours=-5)))):
        rows = periods((Summary(started=at, backward_s=60),), TODAY, Step.WEEK)
        assert [(row.first, row.sessions) for row in rows] == [(date(2026, 2, 23), 1), (date(2026, 3, 2), 0)]


def test_somebody_who_flew_home_to_yesterday_finds_the_session_when_its_day_comes() -> None:
    """Monday morning in Tokyo is Sunday evening in New York."""
    history = (Summary(started=datetime(2026, 3, 2, 8, tzinfo=TOKYO), backward_s=60),)
    assert ahead(history, date(2026, 3, 1)) == 1
    assert periods(history, date(2026, 3, 2), Step.WEEK)[-1].sessions == 1


@pytest.mark.parametrize(("years", "step"), [(0.5, Step.WEEK), (3, Step.MONTH), (9, Step.QUARTER), (12, Step.YEAR)])
def test_all_takes_the_step_that_fits(years: float, step: Step) -> None:
    assert view_periods((walked(TODAY - timedelta(days=365 * years)),), TODAY, View.ALL)[0].step is step


@pytest.mark.parametrize(("number", "step"), [(MOST_BARS, Step.WEEK), (MOST_BARS + 1, Step.MONTH)])
def test_all_takes_as_many_bars_as_can_be_told_apart(number: int, step: Step) -> None:
    rows = view_periods((walked(TODAY - timedelta(weeks=number - 1)),), TODAY, View.ALL)
    assert rows[0].step is step
    assert step is not Step.WEEK or len(rows) == number


def test_the_goal_is_the_plan_of_that_week_and_stays_over_a_week_without_a_session() -> None:
    history = (
        walked(date(2026, 2, 10), programme="p2", planned_s=90.0),
        walked(date(2026, 2, 25), programme="p2", planned_s=180.0),
        walked(date(2026, 2, 26)),  # a plan of one's own
    )
    rows = with_goals(periods(history, TODAY, Step.WEEK), history, PROGRAMMES, 300.0)
    assert [row.goal_s for row in rows] == [270.0, 270.0, 540.0, 300.0]
