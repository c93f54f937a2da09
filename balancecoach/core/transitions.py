"""The session machine's one table: what may be asked in which state, and what comes of it.

A (state, command) pair that is not in ``TRANSITIONS`` is refused and changes nothing.
"""

from enum import StrEnum


class State(StrEnum):
    """Where a session is."""

    READY = "ready"
    TIMED = "timed"  # a block that ends by itself
    GATE = "gate"  # a block that waits for a person
    EASY = "easy"  # a timed block off the belt that a person may end sooner: loosening up, sitting between bouts
    SEATED = "seated"  # the rest at the end: ends by itself, or when the person says so
    PAUSED = "paused"
    RESTART = "restart"  # starting the belt again after a pause: a gate of its own
    STOPPED = "stopped"  # stopped early: getting down safely is still guided
    ENDED = "ended"


class Command(StrEnum):
    """What can be asked of a session; ``TIME_UP`` is asked by the session itself."""

    BEGIN = "begin"
    CONFIRM = "confirm"
    TIME_UP = "time_up"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"
    WOBBLE = "wobble"


class To(StrEnum):
    """Targets that depend on the plan."""

    NEXT_BLOCK = "the next block's state, or ended after the last"
    BELT_OR_BLOCK = "restart when the belt has to be started again, else the block's state"
    BLOCK = "the current block's state"
    NEXT_STEP = "the next step of the way down, or ended after the last"
    SAME = "the same state"


S, C = State, Command
TRANSITIONS: dict[tuple[State, Command], State | To] = {
    (S.READY, C.BEGIN): To.NEXT_BLOCK,
    (S.TIMED, C.TIME_UP): To.NEXT_BLOCK,
    (S.TIMED, C.PAUSE): S.PAUSED,
    (S.TIMED, C.STOP): S.STOPPED,
    (S.TIMED, C.WOBBLE): To.SAME,
    (S.GATE, C.CONFIRM): To.NEXT_BLOCK,
    (S.GATE, C.PAUSE): S.PAUSED,
    (S.GATE, C.STOP): S.STOPPED,
    (S.GATE, C.WOBBLE): To.SAME,
    (S.EASY, C.TIME_UP): To.NEXT_BLOCK,
    (S.EASY, C.CONFIRM): To.NEXT_BLOCK,
    (S.EASY, C.PAUSE): S.PAUSED,
    (S.EASY, C.STOP): S.STOPPED,
    (S.SEATED, C.TIME_UP): To.NEXT_BLOCK,
    (S.SEATED, C.CONFIRM): To.NEXT_BLOCK,
    (S.PAUSED, C.RESUME): To.BELT_OR_BLOCK,
    (S.PAUSED, C.STOP): S.STOPPED,
    (S.PAUSED, C.WOBBLE): To.SAME,
    (S.RESTART, C.CONFIRM): To.BLOCK,
    (S.RESTART, C.PAUSE): S.PAUSED,
    (S.RESTART, C.STOP): S.STOPPED,
    (S.RESTART, C.WOBBLE): To.SAME,
    (S.STOPPED, C.CONFIRM): To.NEXT_STEP,
    (S.STOPPED, C.TIME_UP): S.ENDED,
}
#: In these nothing is due, however late it gets.
IDLE = frozenset({S.READY, S.ENDED})
#: In these states a block's own clock runs.
RUNNING = frozenset({S.TIMED, S.GATE, S.EASY, S.SEATED})
#: In these a block ends by itself.
ENDING = frozenset({S.TIMED, S.EASY, S.SEATED})
#: In these states what a person confirms, or goes on from, may have a least waiting time.
WAITING = frozenset({S.GATE, S.EASY, S.PAUSED, S.RESTART, S.SEATED, S.STOPPED})
