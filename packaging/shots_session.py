"""The moments of a session that are drawn: every kind of block, every state."""

from collections.abc import Iterator

from balancecoach.core.phrases import ENTRIES
from balancecoach.core.plan import Kind
from balancecoach.core.script import Script
from balancecoach.core.session import View
from balancecoach.core.transitions import State
from balancecoach.core.words import tr, trc

ON_THE_BELT, ON_A_SLOPE, AT_THE_RAIL = "p1-first-steps:1", "p9-gentle-slope:3", "p13-along-the-rail:1"
S, K = State, Kind

#: Name, state, kind of block, seconds left, seconds until it may be passed, step of the way down, caption.
Row = tuple[str, State, Kind, float, float, str, str]
_BELT: tuple[Row, ...] = (
    ("prepare", S.GATE, K.PREPARE, 0, 0, "", "Shoes on, key clipped. Press ready when you are set."),
    ("straddle", S.GATE, K.STRADDLE, 0, 0, "", "Stand with a foot on each edge."),
    ("belt-start", S.GATE, K.BELT_START, 6, 6, "", "Helper, start the belt at its slowest."),
    ("set-speed", S.GATE, K.SET_SPEED, 8, 8, "", "Helper, set the belt to 1.0."),
    ("backward", S.TIMED, K.BACKWARD, 22, 0, "", "Reach back, toes first."),
    ("forward", S.TIMED, K.FORWARD, 348, 0, "", "Warm-up now. Walk at an easy pace."),
    ("long", S.TIMED, K.FORWARD, 754, 0, "", "Keep breathing. Try not to hold it."),
    ("slow", S.TIMED, K.SLOW, 41, 0, "", "Slow down now. Small steps."),
    ("gate", S.GATE, K.BELT_STOP, 9, 9, "", "Stop the belt. Keep holding both rails."),
    ("turn", S.GATE, K.TURN, 24, 24, "", "Turn with small steps. Take your time."),
    ("ready", S.GATE, K.TURN, 0, 0, "", "Press ready when you are set."),
    ("rest", S.TIMED, K.REST, 42, 0, "", "Rest now. Belt stopped, both hands on."),
    ("settle", S.TIMED, K.SETTLE, 15, 0, "", "Stand still. Let things settle."),
    ("seated", S.EASY, K.SEATED_REST, 95, 0, "", "Sit down and rest."),
    ("step-off", S.GATE, K.STEP_OFF, 0, 0, "", "Step off slowly, holding on."),
    ("paused", S.PAUSED, K.BACKWARD, 22, 0, "", "Paused. The belt is still moving."),
    ("restart", S.RESTART, K.BACKWARD, 22, 12, "", "Helper, start the belt at its slowest."),
    ("stopped", S.STOPPED, K.BACKWARD, 22, 9, "belt", "Keep walking until the belt is still."),
    ("stopped-settle", S.STOPPED, K.BACKWARD, 22, 21, "settle", "Stay as you are. Let things settle."),
    ("stopped-down", S.STOPPED, K.BACKWARD, 22, 0, "down", "Step off slowly, then sit down."),
    ("stopped-sit", S.STOPPED, K.BACKWARD, 272, 0, "sit", "Still unwell? Call for help now."),
)
_SLOPE: tuple[Row, ...] = (
    ("slope", S.GATE, K.SET_SLOPE, 12, 12, "", "Helper, set the slope to 2 percent."),
    ("loosen", S.EASY, K.LOOSEN, 42, 0, "", "Roll your shoulders, slow and easy."),
)
_RAIL: tuple[Row, ...] = (
    ("floor", S.GATE, K.BACKWARD, 0, 0, "", "Now walk backwards. Nice and slow."),
    ("floor-paused", S.PAUSED, K.SETTLE, 12, 0, "", "Paused. Stand still, hold the rail."),
)
_OF_PLAN = {"p1": _BELT, "p9": _SLOPE, "p13": _RAIL}


_SPOKEN = frozenset(row.words for row in ENTRIES.values())


def _said(words: str) -> str:
    """A caption in the language of the pictures; those with a number in them are no message of the app."""
    return tr(words) if words in _SPOKEN else trc("sample", words)


def moments(script: Script) -> Iterator[tuple[str, View, str]]:
    """One moment of each kind of block that this plan has: its name, the view, the caption."""
    blocks = script.plan.blocks
    for name, state, kind, left_s, ready_s, step, words in _OF_PLAN[script.plan.programme_id.split("-")[0]]:
        index = next((n for n, block in enumerate(blocks) if block.kind is kind), -1)
        if index >= 0:
            rest = left_s + sum(script.seconds[index + 1 :])
            elapsed_s = script.seconds[index] - left_s
            yield name, View(state, index, blocks[index], elapsed_s, left_s, ready_s, rest, step), _said(words)
