"""What is said about periods: first of all sentences, each true for every history. Only time walked is praised.

The last period is never over, so less than in the one before is no news; it is said as what it is, so far.
"""

from collections.abc import Sequence

from balancecoach.core.dates import day_words, month_name, month_year, short_day, short_month
from balancecoach.core.periods import Period, Step, View
from balancecoach.core.progress import minutes
from balancecoach.core.words import N_, tr, trn

_THIS = {
    Step.WEEK: N_("{0} backwards this week"),
    Step.MONTH: N_("{0} backwards this month"),
}
_THIS_FORWARDS = {
    Step.WEEK: N_("{0} forwards this week."),
    Step.MONTH: N_("{0} forwards this month."),
}
_NONE = {
    Step.WEEK: N_("No session yet this week. Start whenever you are ready."),
    Step.MONTH: N_("No session yet this month. Start whenever you are ready."),
}
_SAME = {Step.WEEK: N_("about the same as last week"), Step.MONTH: N_("about the same as last month")}
_MORE = {Step.WEEK: N_("{0} more than last week"), Step.MONTH: N_("{0} more than last month")}
_LESS = {Step.WEEK: N_("so far. Last week: {0}"), Step.MONTH: N_("so far. Last month: {0}")}
#: Above this, hours are easier to grasp than minutes.
HOURS_FROM_S = 3 * 3600
#: Less than this apart is "about the same", unless that is much of what was walked.
ALIKE_S = 30.0


def sentence(rows: Sequence[Period], view: View) -> str:
    """What a view comes to, in a sentence or two. ``rows``: as ``view_periods`` makes them."""
    if not any(row.sessions for row in rows):
        return tr("No sessions yet. Your first one will show here.")
    return _in_all(rows) if view is View.ALL else _this_period(rows)


def _this_period(rows: Sequence[Period]) -> str:
    this = rows[-1]
    if not this.sessions:
        return tr(_NONE[this.step])
    if round(this.backward_s) == 0:
        return tr(_THIS_FORWARDS[this.step]).format(length(this.forward_s))
    said = tr(_THIS[this.step]).format(length(this.backward_s))
    before = rows[-2] if len(rows) > 1 else None
    if before is None or not before.sessions:
        return f"{said}."
    change = this.backward_s - before.backward_s
    if change == 0 or abs(change) < min(ALIKE_S, max(this.backward_s, before.backward_s) / 4):
        return f"{said}: {tr(_SAME[this.step])}."
    if change > 0:
        return f"{said}: {tr(_MORE[this.step]).format(_beside(change, this.backward_s))}."
    return f"{said} {tr(_LESS[this.step]).format(length(before.backward_s))}."


def _beside(seconds: float, of_s: float) -> str:
    """A length, in a number alone where it stands beside another one of minutes: "18 minutes: 2 more"."""
    if not 60 <= round(seconds) <= of_s < HOURS_FROM_S:
        return length(seconds)
    whole, half = divmod(round(seconds / 30), 2)
    return f"{whole}½" if half else str(whole)


def _in_all(rows: Sequence[Period]) -> str:
    """Everything there is. It begins in the first period with a session, as ``periods`` makes them."""
    back, forward = sum(row.backward_s for row in rows), sum(row.forward_s for row in rows)
    number = sum(row.sessions for row in rows)
    sessions = trn("{0} session", "{0} sessions", number).format(number)
    if round(back) == 0:
        return tr("In all: {0} forwards in {1}.").format(length(forward), sessions)
    return tr("In all: {0} backwards in {1}.").format(length(back), sessions)


def ahead_words(number: int) -> str:
    """That sessions are dated after today, "" for none."""
    if not number:
        return ""
    text = trn(
        "{0} session is dated after today and is not counted yet. Is this computer's clock right?",
        "{0} sessions are dated after today and are not counted yet. Is this computer's clock right?",
        number,
    )
    return text.format(number)


def length(seconds: float) -> str:
    """A length in plain words; from three hours on in hours and minutes."""
    if seconds < HOURS_FROM_S:
        return minutes(seconds)
    hours, rest = divmod(round(seconds / 60), 60)
    said = trn("{0} hour", "{0} hours", hours).format(hours)
    return f"{said} {trn('{0} minute', '{0} minutes', rest).format(rest)}" if rest else said


# -- one period ----------------------------------------------------------------------------------------------------
def bar_words(row: Period) -> str:
    """Everything that a bar shows, to be read."""
    if not row.sessions:
        return tr("{0}: no session.").format(name_of(row))
    walked = [tr("{0} backwards").format(length(row.backward_s))] if round(row.backward_s) else []
    walked += [tr("{0} forwards").format(length(row.forward_s))] if round(row.forward_s) or not walked else []
    said = [trn("{0} session", "{0} sessions", row.sessions).format(row.sessions)]
    said += [trn("{0} wobble", "{0} wobbles", row.wobbles).format(row.wobbles)] if row.wobbles else []
    return f"{name_of(row)}: {', '.join(walked)}. {', '.join(said)}."


def name_of(row: Period) -> str:
    """What a period is called, in full."""
    if row.step is Step.WEEK:
        return tr("Week from {0}").format(day_words(row.first))
    if row.step is Step.YEAR:
        return str(row.first.year)
    if row.step is Step.MONTH:
        return month_year(row.first)
    return tr("{0} to {1} {2}").format(month_name(row.first), month_name(row.last), row.first.year)


def tick_words(row: Period, *, year: bool) -> str:
    """What stands below a bar. ``year``: which year it is cannot be told from its neighbours."""
    if row.step is Step.YEAR:
        return str(row.first.year)
    said = short_day(row.first) if row.step is Step.WEEK else short_month(row.first)
    return f"{said}\n{row.first.year}" if year else said


def goal_words(goal_s: float, *, in_hours: bool) -> str:
    """What stands beside the line of the goal, in two short lines."""
    if in_hours:
        return tr("goal:\n{0:g} h").format(round(goal_s / 3600, 1))
    return tr("goal:\n{0:g} min").format(round(goal_s / 60, 1))
