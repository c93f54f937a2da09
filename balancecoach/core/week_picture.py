"""This week in one small picture: what was done of what is planned, and the advice that balance practice has.

Evidence 2c counts days, not minutes: the World Health Organization (2020, adults aged 65 and over) names functional
balance and strength training on 3 days a week or more, the NHS strength, balance and flexibility on 2 or more. Minutes
are said beside the days, with no target: the 3 hours a week of evidence 2c are of exercise programmes that were tried
against falls, which is nothing this app may claim. Nothing here counts how long somebody kept it up.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from msgspec import Struct

from balancecoach.core.periods import Step, happened, local_day, periods
from balancecoach.core.progress import Summary, minutes, monday_of
from balancecoach.core.words import tr, trn


class WeekPicture(Struct, frozen=True):
    """One week. ``backward_s``: of each day, Monday first. ``planned``: sessions a week, 0 for no programme.

    ``before``: the day of the last session before this week, ``None`` for none.
    """

    monday: date
    backward_s: tuple[float, ...] = (0.0,) * 7
    forward_s: float = 0.0
    sessions: int = 0
    planned: int = 0
    before: date | None = None

    @property
    def days(self) -> int:
        """On how many something was walked backwards."""
        return sum(round(seconds) > 0 for seconds in self.backward_s)

    @property
    def missed(self) -> int:
        """Whole weeks without a session between the last session before this week and this week."""
        return 0 if self.before is None else (self.monday - monday_of(self.before)).days // 7 - 1


def week_picture(summaries: Iterable[Summary], today: date, planned: int) -> WeekPicture:
    """The week of ``today``, in which ``planned`` sessions are meant to be."""
    monday, rows = monday_of(today), happened(summaries, today)
    this = [row for row in rows if local_day(row) >= monday]
    week = periods(this, today, Step.WEEK)[-1]
    days = [monday + timedelta(days=n) for n in range(7)]
    each = tuple(periods((row for row in this if local_day(row) == day), day, Step.WEEK)[-1] for day in days)
    before = max((local_day(row) for row in rows if local_day(row) < monday), default=None)
    backward = tuple(day.backward_s for day in each)
    return WeekPicture(monday, backward, week.forward_s, week.sessions, planned, before)


def done_words(picture: WeekPicture) -> str:
    """ "2 of 3 sessions"; more than planned is no fault, and nothing to be counted against somebody."""
    done, planned = picture.sessions, picture.planned
    if not planned:
        return trn("{0} session", "{0} sessions", done).format(done)
    if done > planned:
        return trn("{0} session, {1} planned", "{0} sessions, {1} planned", done).format(done, planned)
    return trn("{0} of {1} session", "{0} of {1} sessions", planned).format(done, planned)


def walked_words(picture: WeekPicture) -> str:
    """What was walked this week, in one short line without a full stop."""
    if not picture.sessions:
        return tr("None yet this week")
    if not picture.days:
        return tr("{0} forwards").format(minutes(picture.forward_s))
    text = trn("{0} backwards on {1} day", "{0} backwards on {1} days", picture.days)
    return text.format(minutes(sum(picture.backward_s)), picture.days)


def welcome_words(picture: WeekPicture) -> str:
    """A kind word after weeks without a session, "" where there is nothing to say."""
    if picture.missed < 1:
        return ""
    return tr("Good to have you back.") if picture.sessions else tr("Welcome back.")


def kind_words(picture: WeekPicture) -> str:
    """The same where it stands alone: it asks nobody back who is here already."""
    said = welcome_words(picture)
    return said if picture.sessions or not said else tr("{0} Start whenever you are ready.").format(said)


def advice_words(picture: WeekPicture) -> str:
    """What is advised for balance, beside what was done here. Other exercise is not known to the app."""
    advised = tr(
        "Advice for adults aged 65 and over: balance and strength exercise on 3 days a week or more (WHO), "
        "or on 2 or more (NHS). What you do elsewhere counts too."
    )
    if not picture.days:
        return advised
    days = trn(
        "Balance practice here on {0} day this week", "Balance practice here on {0} days this week", picture.days
    )
    done = tr("{0}, {1} in all.").format(days.format(picture.days), minutes(sum(picture.backward_s)))
    return f"{done} {advised}"
