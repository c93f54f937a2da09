"""Turns what is known into the plain facts that the screens show."""

from datetime import date, datetime

from balancecoach.core.events import Outcome
from balancecoach.core.plan import Plan
from balancecoach.core.progress import Summary, counts, minutes, monday_of, week_sentence, weeks
from balancecoach.core.script import build_script
from balancecoach.core.words import N_, tr, trn
from balancecoach.ui.facts import PlanFacts, ProgressFacts, TodayFacts

_DAYS = (N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"))


def today_facts(plan: Plan, summaries: tuple[Summary, ...], now: datetime, notice: str) -> TodayFacts:
    """For the Today screen."""
    walked = [summary for summary in summaries if counts(summary)]
    this = weeks(summaries, now.date(), 1)[-1]
    headline = trn("{0} session", "{0} sessions", this.sessions).format(this.sessions)
    detail = tr("{0} backwards").format(minutes(this.backward_s)) if this.sessions else tr("None yet this week")
    kicker, last, after = _last(walked[-1] if walked else None, now.date())
    return TodayFacts(
        greeting=greeting(now.hour),
        date=f"{tr(_DAYS[now.weekday()])} {now.day} {now:%B}",
        plan=plan,
        seconds=build_script(plan).seconds,
        week_headline=headline,
        week_detail=detail,
        last_kicker=kicker,
        last_headline=last,
        last_detail=after,
        newcomer=not any(s.outcome is Outcome.COMPLETED for s in walked) and plan.id != "p0-familiarisation",
        notice=notice,
    )


def greeting(hour: int) -> str:
    """By the hour of the day, 0-23."""
    if hour < 12:
        return tr("Good morning")
    return tr("Good afternoon") if hour < 18 else tr("Good evening")


def _last(summary: Summary | None, today: date) -> tuple[str, str, str]:
    if summary is None or summary.started is None:
        return tr("LAST TIME"), tr("Not walked yet"), tr("Your first session shows here.")
    kicker = tr("LAST TIME, {0}").format(_day_words(summary.started.date(), today).upper())
    effort = summary.checkin.effort if summary.checkin else None
    if effort is None:
        return kicker, tr("{0} backwards").format(minutes(summary.backward_s)), _stumbles(summary)
    return kicker, tr("Effort {0} of 10").format(effort), _stumbles(summary)


def _day_words(day: date, today: date) -> str:
    ago = (today - day).days
    if ago <= 0:
        return tr("today")
    if ago == 1:
        return tr("yesterday")
    return tr(_DAYS[day.weekday()]) if ago < 7 else f"{day.day} {day:%B}"


def _stumbles(summary: Summary) -> str:
    checkin = summary.checkin
    said = []
    if checkin is not None and checkin.stumbles is not None:
        said.append({"none": tr("No stumbles."), "one": tr("One stumble.")}.get(checkin.stumbles, tr("Stumbles.")))
    elif summary.wobbles:
        said.append(trn("{0} wobble noted.", "{0} wobbles noted.", summary.wobbles).format(summary.wobbles))
    if checkin is not None and checkin.pain is not None:
        said.append({"no": tr("No pain."), "little": tr("A little pain.")}.get(checkin.pain, tr("Pain or dizziness.")))
    return " ".join(said) or summary.plan_title


def plan_facts(plan: Plan) -> PlanFacts:
    """For the list of plans."""
    return PlanFacts(plan, build_script(plan).seconds)


def progress_facts(summaries: tuple[Summary, ...], today: date) -> ProgressFacts:
    """For the Progress screen; newest session first in the table."""
    rows = weeks(summaries, today)
    assert rows[-1].monday == monday_of(today)
    return ProgressFacts(week_sentence(rows), rows, tuple(reversed(summaries)))
