"""When the next check-up is due, and who may do one at home now. A reminder is a line; it never stands in the way."""

from datetime import datetime, timedelta

from msgspec import Struct

from balancecoach.core.allowed import Situation, questions_due, verdict
from balancecoach.core.checkup import Test, results, utc
from balancecoach.core.moving import to_ask_about
from balancecoach.core.person import Cleared
from balancecoach.core.progress import counts
from balancecoach.core.safety import Outcome
from balancecoach.core.words import tr

#: From one check-up to the next (evidence 3, check-up day: every four weeks).
EVERY = timedelta(weeks=4)


def due_at(situation: Situation, put_off: datetime | None = None) -> datetime | None:
    """When the next one is due: four weeks after the last, or after it was put off; the first one four weeks after
    the first session. ``None``: nothing was walked and nothing checked yet. What is dated in the future is not over.
    """
    now = utc(situation.now)
    done = [utc(fact.at) for fact in results(situation.file.facts)]
    if not done:
        walked = [utc(s.started) for s in situation.sessions if s.started is not None and counts(s)]
        done = [min(walked)] if walked else []
    past = [at for at in (*done, *([utc(put_off)] if put_off and done else ())) if at <= now]
    return max(past) + EVERY if past else None


def reminder(situation: Situation, put_off: datetime | None = None) -> str:
    """The line on Today, "" while there is nothing to remind of, or nothing that may be done at home."""
    due = due_at(situation, put_off)
    if due is None or utc(situation.now) < due or not any(not refused(situation, test) for test in Test):
        return ""
    return tr("A check-up with your helper is due.")


class Refused(Struct, frozen=True):
    """Why a check-up is not offered, the deciding sentence first."""

    why: tuple[str, ...]


def refused(situation: Situation, test: Test) -> Refused | None:
    """Why this test is not offered at home now; ``None`` when it may be done with a helper.

    The same answers count as for walking (evidence 5a): whoever has to ask a professional first is timed by one, and
    who may walk forwards only, or in a clinic only, does not walk backwards on the floor at home. A time that a
    professional measured can always be entered.
    """
    if questions_due(situation):
        return Refused((tr("The questions about health come first. Press the button for them on Today."),))
    found = verdict(situation.file)
    if found is None or found.outcome >= Outcome.ASK:
        reasons = tuple(reason.text for reason in found.reasons[:3]) if found else ()
        return Refused((tr("Ask your GP or physio first. Let them measure, and enter the result here."), *reasons))
    cleared = frozenset(fact.session_id for fact in situation.file.facts if isinstance(fact, Cleared))
    if to_ask_about(situation.sessions, cleared) is not None:
        text = tr("Last time there was pain, dizziness or another stop sign. Press Start on Today: it is asked there.")
        return Refused((text,))
    if test is not Test.BACKWARD_3M:
        return None
    if found.outcome is Outcome.CLINIC:
        return Refused((tr("For you, walking backwards belongs in a clinic. A physio can measure it there."),))
    if found.forward_only:
        return Refused((tr("Walk forwards for now. Six minutes forwards come before the first backward step."),))
    return None
