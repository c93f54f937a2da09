"""May this person walk today? Answers go in; a verdict comes out, with its reasons in plain words.

Whatever is left open counts against walking. What each answer leads to is a table in ``screening``.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime

from msgspec import Struct
from msgspec.structs import replace

from balancecoach.core.daily import CALL_HELP, STATEMENTS, Statement
from balancecoach.core.screening import (
    ADVICE,
    MEANING,
    QUESTIONS,
    SETUP,
    THREE_MONTHS,
    TWELVE_MONTHS,
    Again,
    Answer,
    Question,
)
from balancecoach.core.screening import Outcome as Outcome
from balancecoach.core.words import N_, tr

#: The longest name or reason of an override, in characters.
LONGEST_NOTE = 200
#: How much of a wrong key or answer a sentence repeats, in characters.
LONGEST_ECHO = 40
UNANSWERED = N_("This question is still open: {0} Answer it before you walk. If you are not sure, ask your GP first.")
UNTRUE_TODAY = N_("Not today, because this was not ticked: {0}.")
UNTRUE_SETUP = N_("The treadmill is not ready, because this was not ticked: {0}.")
NO_CONTROL = N_("Nobody can start and stop the belt while you face the room, so walk forward only.")
OVERRIDDEN = N_("{0} allows more than your answers do, and says why: {1}")
#: "Never alone" (evidence 5a, question 9): no override allows it.
NEVER_ALONE = frozenset({"aid"})
#: What a professional may allow instead.
ALLOWABLE = (Outcome.GO, Outcome.HELPER, Outcome.CLINIC)


class Reason(Struct, frozen=True):
    """Why a verdict is what it is.

    ``key`` names the question, statement, or ``"override"``. ``outcome`` is what this reason alone would lead to, and
    ``floor`` the best a professional may make of it. ``about`` (to translate) or ``names`` (as typed) fill ``words``.
    """

    key: str
    words: str
    outcome: Outcome
    floor: Outcome = Outcome.GO
    about: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The sentence to show."""
        return tr(self.words).format(*self.names, *(tr(words) for words in self.about))


class Verdict(Struct, frozen=True):
    """The outcome and its reasons, the worst first and then in the order they were asked.

    ``advice`` is for ``tr``. ``forward_only``: no backward walking. ``large``: large words on the screen.
    """

    outcome: Outcome
    reasons: tuple[Reason, ...] = ()
    advice: tuple[str, ...] = ()
    forward_only: bool = False
    large: bool = False


class Override(Struct, frozen=True):
    """A professional who knows the person allows more than the answers do."""

    by: str
    reason: str
    at: datetime
    allows: Outcome


def problems(answers: Mapping[str, str]) -> tuple[str, ...]:
    """What is wrong with a set of answers, one sentence each. Empty when they are all there and all known.

    No two answers contradict each other, so no pair is refused: a stick can make people steady, being hurt need not be
    an injury of the last three months, a fall need not worry, an inner-ear problem need not make the room spin, and who
    needs someone beside them may walk well. The same question twice cannot be in a mapping. What can contradict an
    answer is what was noted before: see ``contradictions``.
    """
    known = {question.key for question in QUESTIONS}
    keys = ", ".join(question.key for question in QUESTIONS)
    extra = tr("{0} is not one of the questions. Take it out, or use one of: {1}.")
    return (
        *(text for question in QUESTIONS for text in _wrong(question, answers)),
        *(extra.format(str(key)[:LONGEST_ECHO], keys) for key in sorted(answers, key=str) if key not in known),
    )


def _wrong(question: Question, answers: Mapping[str, str]) -> Iterator[str]:
    choices = ", ".join(question.values)
    if question.key not in answers:
        text = tr("{0} has no answer ({1}). Answer with one of: {2}.")
        yield text.format(question.key, tr(question.words), choices)
    elif answers[question.key] not in question.values:
        text = tr("{0} cannot be answered with {1} ({2}). Answer with one of: {3}.")
        yield text.format(question.key, str(answers[question.key])[:LONGEST_ECHO], tr(question.words), choices)


def contradictions(
    answers: Mapping[str, str], events: Iterable[tuple[str, datetime]], now: datetime
) -> tuple[str, ...]:
    """Answers that earlier notes show to be wrong: fewer falls than noted, or no operation. To be shown, not judged.

    ``events`` as for ``screening_due``. An event dated in the future counts as today's.
    """
    noted = [(kind, _utc(now) - _utc(when)) for kind, when in events]
    falls = sum(kind == Again.FALL and ago <= TWELVE_MONTHS for kind, ago in noted)
    operated = any(kind == Again.OPERATION and ago <= THREE_MONTHS for kind, ago in noted)
    most: dict[str, int] = {Answer.NONE: 0, Answer.ONE: 1, Answer.ONE_HURT: 1}
    wrong = {
        "falls": falls > most.get(str(answers.get("falls")), falls),
        "operation": operated and answers.get("operation") == Answer.NO,
    }
    text = tr("Your notes say something else ({0}). Answer it again, or put the notes right.")
    return tuple(text.format(tr(question.words)) for question in QUESTIONS if wrong.get(question.key))


def screen(answers: Mapping[str, str]) -> Verdict:
    """The verdict on the first-time questions. An open question or an unknown answer is "ask a professional first"."""
    reasons = [reason for question in QUESTIONS for reason in _reasons(question, answers)]
    talk = (reason.key for reason in reasons if reason.outcome in (Outcome.HELPER, Outcome.CLINIC))
    return Verdict(
        max((reason.outcome for reason in reasons), default=Outcome.GO),
        tuple(sorted(reasons, key=lambda reason: -reason.outcome)),
        tuple(ADVICE[key] for key in talk),
        forward_only=answers.get("six_minutes") != Answer.YES,
        large=answers.get("senses") != Answer.NO,
    )


def _reasons(question: Question, answers: Mapping[str, str]) -> Iterator[Reason]:
    answer = answers.get(question.key)
    if answer not in question.values:
        yield Reason(question.key, UNANSWERED, Outcome.ASK, floor=Outcome.ASK, about=(question.words,))
    elif (question.key, answer) in MEANING:
        outcome, words = MEANING[question.key, answer]
        floor = Outcome.HELPER if question.key in NEVER_ALONE else Outcome.GO
        yield Reason(question.key, words, outcome, floor)


def daily(ticked: frozenset[str], needed: tuple[Statement, ...] = STATEMENTS) -> Verdict:
    """The verdict on today's check (evidence 5b): anything not ticked is "not today"."""
    if not needed:
        raise ValueError("a daily check without statements checks nothing")
    return _ticked(ticked, needed, UNTRUE_TODAY)


def set_up(ticked: frozenset[str]) -> Verdict:
    """The verdict on the treadmill. Without a way to work the belt facing the room, forward only (evidence 3.0)."""
    verdict = _ticked(ticked | {"control"}, SETUP, UNTRUE_SETUP)
    if "control" in ticked:
        return verdict
    reason = Reason("control", NO_CONTROL, Outcome.GO)
    return replace(verdict, reasons=(*verdict.reasons, reason), forward_only=True)


def _ticked(ticked: frozenset[str], needed: tuple[Statement, ...], words: str) -> Verdict:
    missing = [statement for statement in needed if statement.key not in ticked]
    worst = Outcome.NOT_TODAY if missing else Outcome.GO
    reasons = (Reason(each.key, words, worst, floor=worst, about=(each.words,)) for each in missing)
    return Verdict(worst, tuple(reasons), (CALL_HELP,) if any(each.seek_help for each in missing) else ())


def screening_due(
    screened: datetime | None,
    last_session: datetime | None,
    now: datetime,
    events: Iterable[tuple[str, datetime]] = (),
) -> str:
    """Why the first-time questions are to be asked now: a value of ``Again``, or "" when they need not be.

    Events are pairs of "fall" or "operation" and when; other kinds are no reason. All times know their zone. Clocks get
    set back: a screening dated in the future counts as done now, but not as done after an event that is not; a session
    dated in the future proves nothing. An event dated in the future keeps asking until it is put right.
    """
    if screened is None:
        return Again.FIRST
    asked, today = _utc(screened), _utc(now)
    since = {kind for kind, when in events if _utc(when) > asked or _utc(when) <= today < asked}
    for why in (Again.FALL, Again.OPERATION):
        if why in since:
            return why
    times = [min(asked, today), _utc(last_session or screened)]
    seen = max(time for time in times if time <= today)
    return Again.AWAY if today - seen >= THREE_MONTHS else ""


def _utc(when: datetime) -> datetime:
    """The same moment in UTC: two times of one zone would be compared by the clock on the wall, summer or not."""
    if when.utcoffset() is None:
        raise ValueError(f"{when} has no time zone")
    return when.astimezone(UTC)


def override_problems(override: Override) -> tuple[str, ...]:
    """What is wrong with an override, one sentence each. A wrong one has no effect."""
    wrong = (
        (not _fits(override.by), tr("Say who allows this. Give a name of at most {0} letters.")),
        (not _fits(override.reason), tr("Say why. Give a reason of at most {0} letters.")),
        (override.allows not in ALLOWABLE, tr("Choose what is allowed: all, with a helper, or in the clinic.")),
    )
    return tuple(text.format(LONGEST_NOTE) for is_wrong, text in wrong if is_wrong)


def _fits(text: str) -> bool:
    return bool(text.strip()) and len(text) <= LONGEST_NOTE


def effective(verdict: Verdict, override: Override | None, screened: datetime | None = None) -> Verdict:
    """The verdict after what a professional allows: never worse, all reasons kept, who and why put before them.

    Not lifted: open questions, "not today", "never alone", and ``forward_only``, which is a fact about what a person
    can do. Given ``screened``, an override from before it was made for other answers and has no effect.
    """
    if override is None or override_problems(override):
        return verdict
    if screened is not None and _utc(override.at) < _utc(screened):
        return verdict
    outcome = max((override.allows, *(reason.floor for reason in verdict.reasons)))
    if outcome >= verdict.outcome:
        return verdict
    reason = Reason("override", OVERRIDDEN, outcome, names=(override.by.strip(), override.reason.strip()))
    return replace(verdict, outcome=outcome, reasons=(reason, *verdict.reasons))
