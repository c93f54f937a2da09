"""What stands beside the chart: belt speed, effort, stumbles and check-ups, each in a few words that are true by
themselves. A number is never praised: slower is a skill, too, and no test predicts falls well alone (evidence 2b).
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from msgspec import Struct

from balancecoach.core.checkup import TITLES, Test, result_s, results, shown
from balancecoach.core.checkup_meaning import Kind, last_change
from balancecoach.core.dates import day_words
from balancecoach.core.periods import happened, local_day
from balancecoach.core.person import Fact
from balancecoach.core.plan import Units, shown_speed
from balancecoach.core.progress import Summary
from balancecoach.core.words import number, tr, trn

#: What is compared: the last four weeks and the four before (a check-up's distance, evidence 3).
SPAN = timedelta(weeks=4)


class Companion(Struct, frozen=True):
    """One small card. ``spoken``: its value for a screen reader, where signs would be read badly."""

    title: str
    value: str
    detail: str = ""
    spoken: str = ""


def companions(
    summaries: Iterable[Summary], facts: Sequence[Fact], today: date, since: date, units: Units = Units.KMH
) -> tuple[Companion, ...]:
    """Those that there is something to say of. ``since``: the first day of what is looked at, for the belt's speed."""
    rows = sorted(happened(summaries, today), key=local_day)
    made = [_speed([row for row in rows if local_day(row) >= since], units), _stumbles(rows, today)]
    made += [_checkup(Test.BACKWARD_3M, facts), _effort(rows, today)]
    made += [_checkup(test, facts) for test in Test if test is not Test.BACKWARD_3M]
    return tuple(each for each in made if each is not None)


def _speed(rows: Sequence[Summary], units: Units) -> Companion | None:
    """The fastest backward belt speed of the first and of the last session of what is looked at, as planned. Neither
    need be the first of all, nor of now.
    """
    fastest = [max(row.backward_kmh, default=0.0) for row in rows]
    speeds = [shown_speed(kmh, units) for kmh in fastest if kmh]
    if not speeds:
        return None
    unit = tr("mph") if units is Units.MPH else tr("km/h")
    first, newest = number(speeds[0], ".1f"), number(speeds[-1], ".1f")
    title = tr("Belt speed, backwards")
    if first == newest:
        return Companion(title, f"{newest} {unit}", tr("first and last shown here") if len(speeds) > 1 else "")
    spoken = tr("first {0}, last {1} {2}, of what is shown here").format(first, newest, unit)
    return Companion(title, f"{first} → {newest} {unit}", tr("first → last shown here"), spoken)


def _spans(rows: Sequence[Summary], today: date) -> tuple[list[Summary], list[Summary]]:
    """The sessions of the last four weeks, today included, and of the four weeks before."""
    now = [row for row in rows if local_day(row) > today - SPAN]
    return now, [row for row in rows if today - 2 * SPAN < local_day(row) <= today - SPAN]


def _stumbles(rows: Sequence[Summary], today: date) -> Companion | None:
    """In how many of the sessions after which it was answered; and what the helper noted meanwhile."""
    now, before = _spans(rows, today)
    said = [_of(span, lambda session: session in ("one", "more")) for span in (now, before)]
    wobbles = sum(row.wobbles for row in now)
    noted = tr("wobbles: {0}").format(wobbles)
    if not said[0]:
        return Companion(tr("Stumbles, last 4 weeks"), tr("Not answered"), noted) if now else None
    earlier = tr("before: {0}").format(said[1]) + "; " if said[1] else ""
    return Companion(tr("Stumbles, last 4 weeks"), said[0], earlier + noted)


def _of(rows: Sequence[Summary], stumbled: Callable[[str], bool]) -> str:
    answers = [row.checkin.stumbles for row in rows if row.checkin is not None and row.checkin.stumbles is not None]
    if not answers:
        return ""
    text = trn("{0} of {1} session", "{0} of {1} sessions", len(answers))
    return text.format(sum(map(stumbled, answers)), len(answers))


def _effort(rows: Sequence[Summary], today: date) -> Companion | None:
    """The middle of the answers, 0 to 10 (evidence 5d)."""
    now, before = (_middle_effort(span) for span in _spans(rows, today))
    if now is None:
        return None
    detail = "" if before is None else tr("before: {0:g}").format(before)
    return Companion(tr("Effort, last 4 weeks"), tr("{0:g} of 10").format(now), detail)


def _middle_effort(rows: Sequence[Summary]) -> float | None:
    """The median."""
    said = sorted(row.checkin.effort for row in rows if row.checkin is not None and row.checkin.effort is not None)
    if not said:
        return None
    return (said[(len(said) - 1) // 2] + said[len(said) // 2]) / 2


def _checkup(test: Test, facts: Sequence[Fact]) -> Companion | None:
    """The newest result; beside it the one before only where the change is more than chance. No judgement."""
    done = results(facts, test)
    if not done:
        return None
    newest, changed, day = shown(result_s(done[-1])), last_change(done), day_words(done[-1].at.date())
    title, value = tr(TITLES[test]), tr("{0} s").format(newest)
    if changed is None or changed.kind is Kind.UNLIKE:
        return Companion(title, value, day)
    if changed.kind is Kind.NONE:
        return Companion(title, value, tr("{0}; no change to be sure of").format(day))
    return Companion(title, tr("{0} s (was {1} s)").format(newest, shown(result_s(done[-2]))), day)
