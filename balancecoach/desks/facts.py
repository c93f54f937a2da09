"""Turns what is known into the plain facts that the screens show."""

from collections.abc import Mapping
from datetime import date, datetime

from balancecoach.core.allowed import First, Situation, may_walk
from balancecoach.core.dates import day_month, weekday, weekday_day
from balancecoach.core.moving import Advice, Move, Place
from balancecoach.core.person import Person
from balancecoach.core.programme import Programme, expand
from balancecoach.core.progress import Summary, counts, minutes
from balancecoach.core.script import build_script
from balancecoach.core.week_picture import WeekPicture, done_words, kind_words, walked_words, week_picture
from balancecoach.core.words import N_, tr, trn
from balancecoach.day import Walk
from balancecoach.desks.names import shown_name
from balancecoach.plans.library import BUILT_IN, sample_walker
from balancecoach.ui.facts import AdviceFacts, Choice, ProgrammeFacts, TodayFacts, WeekFacts

#: Words on the button that leads to what is missing.
_FIX = {
    First.SCREENING: N_("Answer the questions"),
    First.SET_UP: N_("Check the treadmill"),
    First.CONTROL: N_("Say how the belt is stopped"),
    First.SPEED: N_("Note the walking speed"),
    First.APPROVAL: N_("Open the person's page"),
    First.PROFESSIONAL: N_("See the answers"),
    First.CLINIC: N_("See the answers"),
    First.LIMITS: N_("Open the person's page"),
}


def person_week(situation: Situation, programmes: Mapping[str, Programme]) -> WeekPicture:
    """This week of a person, beside what their programme plans."""
    programme = programmes.get(situation.file.person.programme_id)
    planned = programme.sessions_a_week[1] if programme is not None else 0
    return week_picture(situation.sessions, situation.now.date(), planned)


def today_facts(
    situation: Situation, walk: Walk, advice: Advice | None, programmes: Mapping[str, Programme], *, own: bool
) -> TodayFacts:
    """For the Today screen. ``own``: a plan outside the person's programme is walked today."""
    person, now = situation.file.person, situation.now
    walked = [summary for summary in situation.sessions if counts(summary)]
    programme = programmes.get(person.programme_id)
    week = person_week(situation, programmes)
    kicker, last, after = _last(walked[-1] if walked else None, now.date())
    first = walk.allowed.first
    most = 1 if first is First.SET_UP else 3  # the treadmill's checks are listed where they are made
    locked = walk.allowed.why[:most] if first not in (First.NOTHING, First.ASK) else ()
    return TodayFacts(
        greeting=f"{greeting(now.hour)}, {shown_name(person.name)}",
        date=_date(now),
        kicker=_kicker(walk, programme, own),
        plan=walk.plan,
        seconds=build_script(walk.plan).seconds,
        week_headline=done_words(week),
        week_detail=kind_words(week) or walked_words(week),
        last_kicker=kicker,
        last_headline=last,
        last_detail=after,
        locked=locked,
        fix=tr(_FIX[first]) if locked else "",
        instead=_instead(walk, programmes),
        back=tr("Back to the programme") if own else "",
        advice=None if own or locked else advice_facts(advice, programmes),
    )


def nobody_facts(now: datetime) -> TodayFacts:
    """For the Today screen while nobody is set up."""
    return TodayFacts(greeting(now.hour), _date(now))


def _date(now: datetime) -> str:
    return weekday_day(now)


def _kicker(walk: Walk, programme: Programme | None, own: bool) -> str:
    if own or programme is None or len(programme.weeks) < 2:
        return tr("TODAY")
    return tr("TODAY  ·  WEEK {0} OF {1}").format(walk.plan.week, len(programme.weeks))


def _instead(walk: Walk, programmes: Mapping[str, Programme]) -> str:
    offered = walk.allowed.instead
    if not offered or walk.plan.programme_id == offered:
        return ""
    return tr("Walk forwards today: {0}").format(programmes[offered].title)


def advice_facts(advice: Advice | None, programmes: Mapping[str, Programme]) -> AdviceFacts | None:
    """Advice to move, in words; none to stay."""
    if advice is None or advice.move is Move.STAY:
        return None
    choices = tuple(Choice(_to(place, advice.move, programmes), place) for place in advice.to[:3])
    if advice.move is Move.ON:
        return AdviceFacts(tr("Ready to move on? The helper or physio decides."), advice.reasons, choices)
    return AdviceFacts(tr("Better one week back?"), advice.reasons, choices, tr("Stay where we are"))


def _to(place: Place, how: Move, programmes: Mapping[str, Programme]) -> str:
    if how is Move.BACK:
        return tr("Go back to week {0}").format(place.week)
    if place.week > 1:
        return tr("Move on to week {0}").format(place.week)
    return tr("Move on to {0}").format(programmes[place.programme_id].title)


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
    return weekday(day.weekday()) if ago < 7 else day_month(day)


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


def week_facts(programme: Programme) -> tuple[WeekFacts, ...]:
    """Every week of a programme at its own ceilings."""
    rows = []
    for number in range(1, len(programme.weeks) + 1):
        plan = expand(programme, number, sample_walker(programme))
        rows.append(WeekFacts(number, minutes(sum(build_script(plan).seconds)), plan.summary))
    return tuple(rows)


def programme_facts(programme: Programme, situation: Situation | None) -> ProgrammeFacts:
    """For the list of programmes: where the person whose day it is stands in it, and whether it is open to them."""
    person: Person | None = situation.file.person if situation else None
    week = person.week if person is not None and person.programme_id == programme.id else 0
    locked = ""
    if situation is not None:
        allowed = may_walk(programme, min(max(1, week), len(programme.weeks)), situation)
        locked = "" if allowed.may or allowed.first is First.ASK else allowed.why[0]
    return ProgrammeFacts(programme, locked, week, programme.id not in BUILT_IN)
