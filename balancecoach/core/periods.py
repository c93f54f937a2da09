"""Sessions added up by week, month, quarter or year: a fold over summaries, for every way of looking at them.

A session belongs to the date that its own clock showed, wherever that was. One that is dated after today (a clock was
set back) is in no period; ``ahead`` tells how many there are, so that nothing is lost without a word.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from balancecoach.core.programme import Programme
from balancecoach.core.progress import Summary, counts, monday_of


class Step(StrEnum):
    """How long a period is."""

    WEEK = "week"  # Monday first
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class View(StrEnum):
    """What a person looks at."""

    WEEKS = "weeks"
    MONTHS = "months"
    ALL = "all"


#: Bars beside each other that can still be told apart and clicked; ALL takes the shortest periods that need no more.
MOST_BARS = 40
_MONTHS = {Step.MONTH: 1, Step.QUARTER: 3, Step.YEAR: 12}


class Period(Struct, frozen=True):
    """What was walked from ``first`` to ``last``, both included. Sessions are those with any walking.

    ``goal_s``: backward seconds that the programme planned for a week; 0 where none is known, and for what is no week.
    """

    first: date
    last: date
    step: Step = Step.WEEK
    backward_s: float = 0.0
    forward_s: float = 0.0
    sessions: int = 0
    wobbles: int = 0
    goal_s: float = 0.0


def periods(summaries: Iterable[Summary], today: date, step: Step) -> tuple[Period, ...]:
    """Every period from the first session's to today's, without gaps; today's alone while there is no session."""
    found: dict[date, list[Summary]] = {}
    for summary in happened(summaries, today):
        found.setdefault(first_of(local_day(summary), step), []).append(summary)
    first, made = min([*found, first_of(today, step)]), []
    while first <= today:
        following = next_first(first, step)
        made.append(_period(first, following - timedelta(days=1), step, found.get(first, [])))
        first = following
    return tuple(made)


def _period(first: date, last: date, step: Step, sessions: Sequence[Summary]) -> Period:
    return Period(
        first,
        last,
        step,
        _sum(session.backward_s for session in sessions),
        _sum(session.forward_s for session in sessions),
        len(sessions),
        sum(session.wobbles for session in sessions),
    )


def _sum(seconds: Iterable[float]) -> float:
    """In whole thousandths, of which summaries are made: nothing is lost in the last digits of many sessions."""
    return sum(round(each * 1000) for each in seconds) / 1000


def happened(summaries: Iterable[Summary], today: date) -> list[Summary]:
    """Those that count as training and are not dated after today."""
    return [summary for summary in summaries if counts(summary) and local_day(summary) <= today]


def ahead(summaries: Iterable[Summary], today: date) -> int:
    """How many sessions would count, but are dated after today."""
    return sum(counts(summary) and local_day(summary) > today for summary in summaries)


def local_day(summary: Summary) -> date:
    """The day that the session's own clock showed, for one that ``counts``."""
    assert summary.started is not None  # see counts
    return summary.started.date()


def first_of(day: date, step: Step) -> date:
    """The first day of that day's period."""
    if step is Step.WEEK:
        return monday_of(day)
    if step is Step.YEAR:
        return day.replace(month=1, day=1)
    month = day.month if step is Step.MONTH else (day.month - 1) // 3 * 3 + 1
    return day.replace(month=month, day=1)


def next_first(first: date, step: Step) -> date:
    """The first day of the period after the one that begins on ``first``."""
    if step is Step.WEEK:
        return first + timedelta(weeks=1)
    year, month = divmod(first.year * 12 + first.month - 1 + _MONTHS[step], 12)
    return date(year, month + 1, 1)


def view_periods(summaries: Iterable[Summary], today: date, view: View) -> tuple[Period, ...]:
    """What one view shows, oldest first; every view adds up to the same."""
    if view is not View.ALL:
        return periods(summaries, today, Step.WEEK if view is View.WEEKS else Step.MONTH)
    rows = happened(summaries, today)
    begun = min((local_day(row) for row in rows), default=today)
    return periods(rows, today, _shortest(begun, today))


def _shortest(begun: date, today: date) -> Step:
    """The shortest step with which there are at most ``MOST_BARS`` periods; years, however many."""
    return next((step for step in Step if _number(begun, today, step) <= MOST_BARS), Step.YEAR)


def _number(begun: date, today: date, step: Step) -> int:
    """How many periods there are from one day to another."""
    if step is Step.WEEK:
        return (monday_of(today) - monday_of(begun)).days // 7 + 1
    first = first_of(begun, step)
    return ((today.year - first.year) * 12 + today.month - first.month) // _MONTHS[step] + 1


def with_goals(
    weeks: Sequence[Period], summaries: Iterable[Summary], programmes: Mapping[str, Programme], now_s: float
) -> tuple[Period, ...]:
    """The weeks with what was planned for each: sessions a week, the most that the programme names, times the backward
    seconds of its plan as it was in that week. A week without a session has the goal of the week before it.

    ``now_s``: the same for the person's present place, for the last week.
    """
    goals: dict[date, float] = {}
    for session in sorted(filter(counts, summaries), key=local_day):
        programme = programmes.get(session.programme_id)
        if programme is not None:
            goals[monday_of(local_day(session))] = weekly_goal(programme, session.planned_backward_s)
    made, goal_s = [], 0.0
    for week in weeks[:-1]:
        goal_s = goals.get(week.first, goal_s)
        made.append(replace(week, goal_s=goal_s))
    return (*made, *(replace(week, goal_s=now_s) for week in weeks[-1:]))


def weekly_goal(programme: Programme, planned_backward_s: float) -> float:
    """Backward seconds that a programme plans for a week, for a plan with this many."""
    return round(programme.sessions_a_week[1] * planned_backward_s, 3)
