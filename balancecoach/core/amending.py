"""What a change of the record afterwards would loosen: a session removed or brought back, a check-in corrected.

A stop sign, pain, a stumble or "too hard" (evidence 5c, 5d) asks before the next walk, or holds back the advice to move
on (``moving``). Taking it from the record must never do that in silence: each loosening is a sentence to be read, and
whoever changes it needs the helper's PIN.
"""

from collections.abc import Callable, Sequence

from balancecoach.core.events import Outcome
from balancecoach.core.moving import EASY_EFFORT, HARD_EFFORT, Advice, Move, stop_sign
from balancecoach.core.progress import Summary, counts
from balancecoach.core.words import tr

_STUMBLES, _PAIN = (None, "none", "one"), (None, "no", "little")


def loosened(before: Summary | None, after: Summary | None, cleared: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Sentences about one session. ``None``: it does not count there, as it is removed.

    ``cleared``: sessions whose stop sign somebody said is over. Demonstrations are asked about nowhere.
    """
    if before is None or before.demo:
        return ()
    said = []
    gone = stop_sign(before) and not (after is not None and stop_sign(after))
    if gone and before.id not in cleared:
        said.append(tr("The stop sign of that day will no longer be asked about before the next walk."))
    if gone or _weight_lost(before, after):
        said.append(tr("What went wrong that day will no longer hold back the advice to move on."))
    return tuple(said)


def advice_loosened(before: Advice | None, after: Advice | None) -> tuple[str, ...]:
    """A sentence when the advice for the person becomes less careful; ``None`` while there is none."""
    if before is None or after is None or before.move is after.move:
        return ()
    if after.move is Move.ON:
        return (tr("After that, moving on is advised on Today."),)
    return (tr("After that, one week back is no longer advised on Today."),) if before.move is Move.BACK else ()


def questions_loosened(before: str, after: str) -> tuple[str, ...]:
    """A sentence when the first-time questions are no longer due. Both as of ``allowed.questions_due``."""
    if before and not after:
        return (tr("After that, the first-time questions are no longer asked again before the next walk."),)
    return ()


def with_change(sessions: Sequence[Summary], session_id: str, after: Summary | None) -> tuple[Summary, ...]:
    """A person's sessions, oldest first, with one of them changed, taken out, or put in."""
    rest = [session for session in sessions if session.id != session_id]
    if after is None:
        return tuple(rest)
    return tuple(sorted((*rest, after), key=lambda s: (s.started.timestamp() if s.started else 0.0, s.id)))


def _weight_lost(before: Summary, after: Summary | None) -> bool:
    """Whether anything that weighed against moving on weighs less."""
    kept = after or Summary(outcome=Outcome.COMPLETED)
    return any(weight(kept) < weight(before) for weight in _WEIGHTS)


def _pain(session: Summary) -> int:
    said = session.checkin
    return 0 if said is None else _place(said.pain, _PAIN)


def _stumbles(session: Summary) -> int:
    said = session.checkin
    noted = 0 if said is None else max(_place(said.stumbles, _STUMBLES), 2 * (said.reason == "stumble"))
    return max(noted, 2 * bool(session.wobbles))


def _effort(session: Summary) -> int:
    said = session.checkin
    effort = -1 if said is None or said.effort is None else said.effort
    return (effort > EASY_EFFORT) + (effort >= HARD_EFFORT)


def _unfinished(session: Summary) -> int:
    return int(counts(session) and session.outcome is not Outcome.COMPLETED)


def _place(answer: str | None, milder: tuple[str | None, ...]) -> int:
    """How bad an answer is: 0 for none and the best one; what is not known is the worst."""
    return max(0, milder.index(answer) - 1) if answer in milder else len(milder) - 1


_WEIGHTS: tuple[Callable[[Summary], int], ...] = (_pain, _stumbles, _effort, _unfinished)
