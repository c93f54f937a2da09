"""What the screens of check-ups show: pure, in and out."""

from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from balancecoach.core.allowed import Situation
from balancecoach.core.checkup import (
    MOST_TRIALS,
    TITLES,
    TRIALS,
    CheckedUp,
    Test,
    problem,
    result_s,
    results,
    rounded,
    shown,
    speed_kmh,
    trial_problem,
)
from balancecoach.core.checkup_due import due_at, refused
from balancecoach.core.checkup_meaning import last_change, meaning
from balancecoach.core.checkup_said import READY, SAID
from balancecoach.core.checkup_taken import Offer, offer
from balancecoach.core.daily import STOP_SIGNS
from balancecoach.core.dates import day_words
from balancecoach.core.plan import Units
from balancecoach.core.words import N_, tr
from balancecoach.desks.names import shown_name
from balancecoach.desks.people_facts import speed_words
from balancecoach.ui.ask_screen import Question
from balancecoach.ui.checkup_facts import CheckUpsFacts, ReadyFacts, ResultFacts, ResultRow, TestCard, Typed
from balancecoach.ui.fields import number_from

_ABOUT = {
    Test.BACKWARD_3M: N_("Three metres backwards on the floor, twice, with the helper beside."),
    Test.WALK_10M: N_("Ten metres at a usual, easy pace, with the helper beside."),
    Test.TUG: N_("Stand up, walk three metres, turn, come back and sit down, with the helper beside."),
}


def page_facts(
    situation: Situation | None, put_off: datetime | None, notice: str = "", undo: str = ""
) -> CheckUpsFacts:
    """For the page of check-ups."""
    if situation is None:
        return CheckUpsFacts(tr("Nobody is set up yet. Set up the first person on Today."), "", notice=notice)
    subtitle = tr("Short tests on the floor for {0}, about every four weeks. They are no training.")
    return CheckUpsFacts(
        subtitle.format(shown_name(situation.file.person.name)),
        due_words(situation, put_off),
        _told_once(tuple(_card(situation, test) for test in Test)),
        notice,
        undo,
    )


def due_words(situation: Situation, put_off: datetime | None) -> str:
    """When the next one is due."""
    due = due_at(situation, put_off)
    if due is None:
        return ""
    if due.astimezone(situation.now.tzinfo).date() <= situation.now.date():
        may = any(refused(situation, test) is None for test in Test)
        return tr("The next check-up may be done now.") if may else ""
    return tr("The next one is due on {0}.").format(day_words(due.astimezone(situation.now.tzinfo)))


def _card(situation: Situation, test: Test) -> TestCard:
    units, done = situation.file.person.units, results(situation.file.facts, test)
    no = refused(situation, test)
    changed = last_change(done)
    return TestCard(
        test,
        tr(TITLES[test]),
        tr(_ABOUT[test]),
        latest=latest_words(done[-1], units) if done else "",
        change=changed.words if changed else "",
        meaning=meaning(test, result_s(done[-1])) if done else (),
        rows=tuple(_row(fact, units) for fact in reversed(done)),
        refused=no.why if no else (),
        offers=bool(done) and offer(situation.file.person, done[-1], situation.now) is not None,
    )


def _told_once(cards: tuple[TestCard, ...]) -> tuple[TestCard, ...]:
    """Reasons that hold for several tests are told in full at the first, and in one sentence at the others."""
    before = (set[tuple[str, ...]](each.refused for each in cards[:number]) for number in range(len(cards)))
    return tuple(
        replace(each, refused=each.refused[:1]) if each.refused in seen else each
        for each, seen in zip(cards, before, strict=True)
    )


def value_words(test: Test, seconds: float, units: Units) -> str:
    """A result, with the speed where there is one, in the person's units."""
    kmh = speed_kmh(test, seconds)
    said = tr("{0} s").format(shown(seconds))
    return said if kmh is None else tr("{0} ({1})").format(said, speed_words(kmh, units))


def latest_words(fact: CheckedUp, units: Units) -> str:
    """The newest result of a test."""
    return tr("{0}, {1}").format(value_words(fact.test, result_s(fact), units), day_words(fact.at))


def _row(fact: CheckedUp, units: Units) -> ResultRow:
    parts = [day_words(fact.at), value_words(fact.test, result_s(fact), units)]
    if len(fact.trials_s) > 1:
        parts.append(trials_words(fact.trials_s))
    parts += [text for text in (fact.aid.strip(), fact.note.strip()) if text]
    return ResultRow(
        fact.at,
        "  ·  ".join(parts),
        tr("Remove: {0}, {1}, {2}").format(tr(TITLES[fact.test]), day_words(fact.at), f"{fact.at:%H:%M:%S.%f}"),
    )


def trials_words(trials_s: Sequence[float]) -> str:
    """The tries of one check-up."""
    return tr("mean of {0} s").format(" + ".join(shown(seconds) for seconds in trials_s))


def ready_facts(test: Test) -> ReadyFacts:
    """For the page before a test."""
    lines = tuple(tr(line) for line in SAID[test].lines)
    return ReadyFacts(tr(TITLES[test]), lines, READY[test], tuple(tr(sign) for sign in STOP_SIGNS))


def result_facts(fact: CheckedUp, before: Sequence[CheckedUp], units: Units) -> ResultFacts:
    """For the page after a test. ``before``: the check-ups of this test so far."""
    aid = before[-1].aid if before else ""
    changed = last_change((*before, CheckedUp(fact.at, fact.test, fact.trials_s, aid)))
    return ResultFacts(
        tr(TITLES[fact.test]),
        value_words(fact.test, result_s(fact), units),
        trials_words(fact.trials_s) if len(fact.trials_s) > 1 else "",
        changed.words if changed else "",
        meaning(fact.test, result_s(fact)),
        aid,
    )


# -- entered by hand -------------------------------------------------------------------------------------------------
def read_typed(typed: Typed, now: datetime) -> tuple[CheckedUp | None, dict[str, str]]:
    """The check-up that was typed, or what is wrong by field. A day without a time of day is noon, or now if sooner."""
    wrong: dict[str, str] = {}
    seconds = []
    for key, text in zip(("first", "second"), typed.trials, strict=True):
        number = number_from(text)
        if number is None and (text.strip() or key == "first"):
            wrong[key] = tr("Write the seconds as a number, such as 4.2.")
        elif number is not None and (told := trial_problem(typed.test, number)):
            wrong[key] = told
        elif number is not None:
            seconds.append(rounded(number))
    at = _day(typed.day, now)
    if at is None:
        wrong["day"] = tr("This is no day. Write year, month and day, such as 2026-03-04.")
    if wrong or at is None:
        return None, wrong
    fact = CheckedUp(at, typed.test, tuple(seconds[:MOST_TRIALS]), typed.aid.strip(), typed.note.strip())
    return (None, {_field(fact, now): told}) if (told := problem(fact, now)) else (fact, {})


def _field(fact: CheckedUp, now: datetime) -> str:
    """Beside which field a problem of the whole is told: what is left when this part is taken away tells."""
    if problem(CheckedUp(fact.at, fact.test, fact.trials_s), now):
        return "day"
    return "aid" if problem(CheckedUp(fact.at, fact.test, fact.trials_s, fact.aid), now) else "note"


def _day(text: str, now: datetime) -> datetime | None:
    try:
        day = datetime.strptime(text.strip(), "%Y-%m-%d")
    except ValueError:
        return None
    noon = day.replace(hour=12, tzinfo=now.tzinfo)
    return min(noon, now) if noon.date() == now.date() else noon


# -- questions -------------------------------------------------------------------------------------------------------
def leave_question() -> Question:
    """Asked when something was measured."""
    return Question(
        tr("Leave the check-up?"),
        tr("What was measured is not kept."),
        tr("Leave"),
        tr("Stay"),
    )


def offer_question(made: Offer, fact: CheckedUp, units: Units) -> Question:
    """Asked when a check-up gives another start speed. Nothing changes unless a helper says so."""
    after, before = speed_words(made.start_after, units), speed_words(made.start_before, units)
    if made.field == "walk3m_s":
        words = [tr("Three metres backwards now take {0} s.").format(shown(result_s(fact)))]
    else:
        text = tr("On the floor the easy pace is {0}. On a treadmill people walk a little slower than on the floor.")
        words = [text.format(speed_words(made.person.forward_kmh, units))]
    words.append(_start_words(made, after, before))
    if made.person.speed_kmh is not None:
        stays = tr("The speed that is walked now, {0}, stays as it is.")
        words.append(stays.format(speed_words(made.person.speed_kmh, units)))
    if made.below_now:
        words.append(tr("That is above this start speed: ask your physio, or lower it under People, Details."))
    return Question(
        tr("Helper: use this for the start speed?"), " ".join(words), tr("Yes, use it"), tr("No, leave all as it is")
    )


def _start_words(made: Offer, after: str, before: str) -> str:
    if made.start_after is None:
        return tr("The start speed also needs the easy forward speed on the treadmill, which is not known yet.")
    if made.start_before is not None and after == before:
        return tr("By the start-speed rule, the start speed stays {0}.").format(after)
    if made.start_before is None:
        return tr("By the start-speed rule, walking backwards starts at {0}.").format(after)
    return tr("By the start-speed rule, walking backwards starts at {0} instead of {1}.").format(after, before)


def tries_words(test: Test, number: int) -> str:
    """Which try it is."""
    title = tr(TITLES[test])
    return title if TRIALS[test] < 2 else tr("{0}: {1} of {2}").format(title, number, TRIALS[test])


def today_day(now: datetime) -> str:
    """Today as the form wants it."""
    return f"{now:%Y-%m-%d}"
