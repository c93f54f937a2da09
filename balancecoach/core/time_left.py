"""How long a block still goes on, said when somebody asks: rounded, so that few clips cover every answer."""

import math
from functools import lru_cache

from balancecoach.core.cue import Cue, Measured
from balancecoach.core.phrases import Phrase, Tone
from balancecoach.core.plan import Plan
from balancecoach.core.transitions import State

#: Steps of what is said: up to so many seconds left, rounded to so many.
_STEPS_S = ((120.0, 10), (300.0, 30), (math.inf, 60))
#: Below this a number would be wrong before it has been said.
FEW_S = 7.5
_AHEAD = "asked_"
#: In these the block's own time runs down.
_COUNTS = frozenset({State.TIMED, State.EASY, State.SEATED})


def counts(state: State, step: str) -> bool:
    """Whether time runs down in this state of a session, so that there is some left. ``step``: of the way down."""
    return step == "sit" or state in _COUNTS


def left_aside(left_s: float) -> str:
    """The name of the aside that tells that ``left_s`` seconds are left."""
    return f"{_AHEAD}{rounded_s(left_s)}"


def rounded_s(left_s: float) -> int:
    """Whole seconds to be said for ``left_s``, 0 for "a few"."""
    if left_s < FEW_S:
        return 0
    step = next(step for until, step in _STEPS_S if left_s <= until)
    return max(step, math.floor(left_s / step + 0.5) * step)


def left_asides(lengths: Measured, plan: Plan, least_s: float) -> dict[str, tuple[Cue, ...]]:
    """A sentence for every answer this plan may need. ``least_s``: what can be counted down in any plan."""
    longest = rounded_s(max([least_s, *(block.seconds for block in plan.blocks)]))
    tone = Tone.ATTENTION
    return {name: (Cue(-1, 0.0, phrase, tone, lengths[phrase, tone]),) for name, phrase in _answers(longest)}


@lru_cache(maxsize=64)
def _answers(longest: int) -> tuple[tuple[str, Phrase], ...]:
    """Every answer while so many seconds run down, by its name."""
    answers = sorted({rounded_s(float(left)) for left in range(longest + 1)})
    return tuple((f"{_AHEAD}{seconds}", _phrase(seconds)) for seconds in answers)


def asked_for(cue: Cue) -> bool:
    """Whether a cue only answers somebody: not to hear it is no fault of the session."""
    return cue.phrase.key.startswith(_AHEAD)


def _phrase(seconds: int) -> Phrase:
    minutes, rest = divmod(seconds, 60)
    if not seconds:
        return Phrase("asked_few")
    if not minutes:
        return Phrase("asked_s", (seconds,))
    return Phrase("asked_min_s", (minutes, rest)) if rest else Phrase("asked_min", (minutes,))
