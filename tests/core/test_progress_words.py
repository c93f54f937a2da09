"""Sentences about periods: true for every history, whatever the view."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balancecoach.core.dates import day_words
from balancecoach.core.periods import Period, Step, View, periods, view_periods
from balancecoach.core.progress import Summary
from balancecoach.core.progress_words import (
    ahead_words,
    bar_words,
    goal_words,
    length,
    name_of,
    sentence,
    tick_words,
)
from tests.core.progress_samples import TODAY, histories, thousandths, walked
from tests.fakes import examples

MONDAY = date(2026, 3, 2)
EMPTY = Period(MONDAY, MONDAY + timedelta(days=6))


def row(backward_s: float, sessions: int = 1, forward_s: float = 300) -> Period:
    """A week with sessions."""
    return Period(EMPTY.first, EMPTY.last, Step.WEEK, backward_s, forward_s, sessions)


def in_seconds(said: str) -> float:
    """What a length in words means."""
    found = re.fullmatch(r"(?:(\d+) hours?)? ?(?:(\d*)(½?) (second|minute)s?)?", said)
    assert found, said
    hours, number, half, unit = found.groups()
    return int(hours or 0) * 3600 + (int(number or 0) + (0.5 if half else 0)) * (1 if unit == "second" else 60)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([EMPTY], "No sessions yet. Your first one will show here."),
        ([row(90), EMPTY], "No session yet this week. Start whenever you are ready."),
        ([row(90)], "1½ minutes backwards this week."),
        ([row(90), EMPTY, row(180)], "3 minutes backwards this week."),
        ([row(90), row(90)], "1½ minutes backwards this week: about the same as last week."),
        ([row(960), row(1080)], "18 minutes backwards this week: 2 more than last week."),
        ([row(90), row(270)], "4½ minutes backwards this week: 3 more than last week."),
        ([row(90), row(135)], "2 minutes backwards this week: 45 seconds more than last week."),
        ([row(270), row(90)], "1½ minutes backwards this week so far. Last week: 4½ minutes."),
        ([row(0, 2, 1440)], "24 minutes forwards this week."),
        ([row(300), row(0, 2, 1440)], "24 minutes forwards this week."),
    ],
)
def test_this_week(rows: list[Period], said: str) -> None:
    assert sentence(rows, View.WEEKS) == said


def test_this_month_and_all() -> None:
    history = [walked(date(2026, 1, 20), 300), walked(date(2026, 2, 20), 300), walked(date(2026, 3, 3), 420)]
    months = view_periods(history, TODAY, View.MONTHS)
    assert sentence(months, View.MONTHS) == "7 minutes backwards this month: 2 more than last month."
    assert sentence(view_periods(history, TODAY, View.ALL), View.ALL) == "In all: 17 minutes backwards in 3 sessions."
    forwards = view_periods([walked(TODAY, 0)], TODAY, View.ALL)
    assert sentence(forwards, View.ALL) == "In all: 10 minutes forwards in 1 session."


@examples(100)
@given(history=histories(), view=st.sampled_from(View))
def test_the_sentence_is_true_for_every_history(history: list[Summary], view: View) -> None:
    rows = view_periods(history, TODAY, view)
    said = sentence(rows, view)
    if not any(period.sessions for period in rows):
        assert said == "No sessions yet. Your first one will show here."
    elif view is View.ALL:
        number = sum(period.sessions for period in rows)
        assert said.endswith(f" in {number} session{'s' * (number != 1)}.")
        back = sum(period.backward_s for period in rows)
        total, word = (back, "backwards") if round(back) else (sum(period.forward_s for period in rows), "forwards")
        words = re.fullmatch(rf"In all: (.*) {word} in .*", said)
        assert words and in_seconds(words[1]) == pytest.approx(total, abs=30.01)
    else:
        check_this(said, rows, "week" if view is View.WEEKS else "month")


@examples(100)
@given(pairs=st.lists(st.tuples(st.integers(0, 3), thousandths(40_000)), min_size=1, max_size=4))
def test_and_for_long_and_near_ones(pairs: list[tuple[int, float]]) -> None:
    rows = [row(seconds, number) if number else EMPTY for number, seconds in pairs]
    if any(number for number, _ in pairs):
        check_this(sentence(rows, View.WEEKS), rows, "week")


def check_this(said: str, rows: list[Period] | tuple[Period, ...], name: str) -> None:
    """What is claimed of the last period, and beside the one before, is so."""
    this, before = rows[-1], rows[-2] if len(rows) > 1 else None
    if not this.sessions:
        assert said == f"No session yet this {name}. Start whenever you are ready."
        return
    if round(this.backward_s) == 0:
        assert said == f"{length(this.forward_s)} forwards this {name}."
        return
    found = re.fullmatch(rf"(.*?) backwards this {name}(\.|: .*| so far.*)", said)
    assert found, said
    assert in_seconds(found[1]) == pytest.approx(this.backward_s, abs=30.01)
    rest = found[2]
    if before is None or not before.sessions:
        assert rest == ".", "there is nothing to compare with"
    elif more := re.fullmatch(rf": (.*) more than last {name}\.", rest):
        change = this.backward_s - before.backward_s
        amount = more[1] if " " in more[1] else f"{more[1]} minutes"
        assert change > 0
        assert in_seconds(amount) == pytest.approx(change, abs=30.01)
    elif so_far := re.fullmatch(rf" so far\. Last {name}: (.*)\.", rest):
        assert this.backward_s < before.backward_s
        assert in_seconds(so_far[1]) == pytest.approx(before.backward_s, abs=30.01)
    else:
        assert rest == f": about the same as last {name}."
        apart = abs(this.backward_s - before.backward_s)
        assert apart == 0 or apart < min(30, max(this.backward_s, before.backward_s) / 4)


@pytest.mark.parametrize("view", View)
@examples(60)
@given(history=histories())
def test_nobody_is_scolded(view: View, history: list[Summary]) -> None:
    said = sentence(view_periods(history, TODAY, view), view).lower()
    assert not any(word in said for word in ("less", "fewer", "only", "missed", "streak", "fail", "should", "must"))


# -- parts -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (45, "45 seconds"),
        (10_799, "180 minutes"),
        (10_800, "3 hours"),
        (10_860, "3 hours 1 minute"),
        (11_400, "3 hours 10 minutes"),
        (14_399, "4 hours"),
    ],
)
def test_long_lengths_are_hours_and_minutes(seconds: float, said: str) -> None:
    assert length(seconds) == said


def test_a_bar_is_read_with_all_that_it_shows() -> None:
    rows = periods([walked(date(2026, 3, 3), 1080, 840, wobbles=1), walked(date(2026, 2, 16), 0, 60)], TODAY, Step.WEEK)
    assert [bar_words(week) for week in rows] == [
        "Week from 16 February 2026: 1 minute forwards. 1 session.",
        "Week from 23 February 2026: no session.",
        "Week from 2 March 2026: 18 minutes backwards, 14 minutes forwards. 1 session, 1 wobble.",
    ]


def test_what_periods_are_called() -> None:
    day = [walked(date(2026, 2, 10))]
    assert [name_of(periods(day, date(2026, 2, 10), step)[0]) for step in Step] == [
        "Week from 9 February 2026",
        "February 2026",
        "January to March 2026",
        "2026",
    ]
    named = [periods(day, date(2026, 2, 10), step)[0] for step in Step]
    assert [tick_words(each, year=False) for each in named] == ["9 Feb", "Feb", "Jan", "2026"]
    assert [tick_words(each, year=True) for each in named] == ["9 Feb\n2026", "Feb\n2026", "Jan\n2026", "2026"]
    assert day_words(date(2026, 9, 7)) == "7 September 2026"


def test_the_goal_and_what_lies_ahead() -> None:
    assert goal_words(900, in_hours=False) == "goal:\n15 min"
    assert goal_words(270, in_hours=False) == "goal:\n4.5 min"
    assert goal_words(9000, in_hours=True) == "goal:\n2.5 h"
    assert ahead_words(0) == ""
    assert ahead_words(1).startswith("1 session is dated after today")
    assert ahead_words(2).startswith("2 sessions are dated after today")
