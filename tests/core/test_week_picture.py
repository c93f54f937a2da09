"""This week: done of planned, the days, what is advised; kind after weeks without a session."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balancecoach.core.periods import Step, happened, local_day, periods
from balancecoach.core.progress import Summary
from balancecoach.core.week_picture import (
    WeekPicture,
    advice_words,
    done_words,
    kind_words,
    walked_words,
    week_picture,
)
from tests.core.progress_samples import TODAY, histories, walked
from tests.fakes import examples

MONDAY = date(2026, 3, 2)


@examples(70)
@given(history=histories(), planned=st.integers(0, 4))
def test_the_picture_is_the_week_of_the_chart(history: list[Summary], planned: int) -> None:
    picture, week = week_picture(history, TODAY, planned), periods(history, TODAY, Step.WEEK)[-1]
    assert (picture.monday, picture.sessions, picture.planned) == (week.first, week.sessions, planned)
    assert sum(round(1000 * seconds) for seconds in picture.backward_s) == round(1000 * week.backward_s)
    assert picture.forward_s == week.forward_s
    earlier = [local_day(session) for session in happened(history, TODAY) if local_day(session) < MONDAY]
    assert picture.before == max(earlier, default=None)


@examples(70)
@given(history=histories(), planned=st.integers(0, 4))
def test_missed_weeks_are_weeks_without_a_session(history: list[Summary], planned: int) -> None:
    picture = week_picture(history, TODAY, planned)
    weeks = periods(history, TODAY, Step.WEEK)[:-1]
    empty = next((n for n, week in enumerate(reversed(weeks)) if week.sessions), 0)
    assert picture.missed == empty
    assert bool(kind_words(picture)) == (empty > 0)


def test_which_days() -> None:
    history = (
        walked(MONDAY, 540),
        walked(date(2026, 3, 4), 540),
        walked(date(2026, 3, 3), 0),
        walked(date(2026, 3, 1)),
    )
    picture = week_picture(history, TODAY, 3)
    assert list(picture.backward_s) == [540, 0, 540, 0, 0, 0, 0]
    assert walked_words(picture) == "18 minutes backwards on 2 days"
    assert done_words(picture) == "3 of 3 sessions"
    assert advice_words(picture).startswith("Balance practice here on 2 days this week, 18 minutes in all. Advice for")


@pytest.mark.parametrize(
    ("sessions", "planned", "said"),
    [
        (0, 3, "0 of 3 sessions"),
        (2, 3, "2 of 3 sessions"),
        (3, 3, "3 of 3 sessions"),
        (4, 3, "4 sessions, 3 planned"),
        (1, 0, "1 session"),
        (0, 1, "0 of 1 session"),
    ],
)
def test_done_of_planned(sessions: int, planned: int, said: str) -> None:
    assert done_words(WeekPicture(MONDAY, sessions=sessions, planned=planned)) == said


def test_forwards_only_and_nothing_yet() -> None:
    assert walked_words(week_picture([walked(TODAY, 0, 600)], TODAY, 3)) == "10 minutes forwards"
    assert walked_words(week_picture([], TODAY, 3)) == "None yet this week"
    assert advice_words(week_picture([walked(TODAY, 0, 600)], TODAY, 3)).startswith(
        "Advice for adults aged 65 and over"
    )


def test_the_advice_is_that_of_the_evidence() -> None:
    """Evidence 2c: WHO 3 days or more, NHS 2 or more. No minutes are asked for."""
    said = advice_words(week_picture([], TODAY, 3))
    assert "3 days a week or more (WHO)" in said
    assert "2 or more (NHS)" in said
    assert "minute" not in said
    assert "fall" not in said.lower()


@pytest.mark.parametrize(
    ("days", "this_week", "said"),
    [
        (7, False, ""),
        (14, False, "Welcome back. Start whenever you are ready."),
        (70, False, "Welcome back. Start whenever you are ready."),
        (70, True, "Good to have you back."),
        (7, True, ""),
    ],
)
def test_kind_after_missed_weeks(days: int, this_week: bool, said: str) -> None:
    history = [walked(TODAY - timedelta(days=days)), *([walked(TODAY)] if this_week else [])]
    assert kind_words(week_picture(history, TODAY, 3)) == said
