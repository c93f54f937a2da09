"""A session for a sound file, which plays on whatever the person does. It has no gates, so it must never command what
is dangerous too early:

- what starts the belt, sets it faster, turns or steps off is asked for on a condition that the listener can see;
- the belt's start is said once: who missed it stands still;
- nobody is told to press "ready": each gate says to pause the sound, waits, and says so once more before it goes on;
- where the belt moves it waits less: there waiting is walking.

The times are our own choice (DESIGN); no source gives any.
"""

from collections.abc import Sequence

from balancecoach.core.cue import Cue, Lead, Lengths, estimate, no_lead
from balancecoach.core.cues import Recipe, recipe
from balancecoach.core.layout import QUIET_S, Layout
from balancecoach.core.line import RUN_GAP_S, Line
from balancecoach.core.phrases import Phrase, Tone
from balancecoach.core.plan import Block, Kind, Plan, Surface
from balancecoach.core.preferences import Speaking
from balancecoach.core.script import NOTHING_MORE, Script

#: Seconds of waiting at each gate after its words, to choose from.
WAITS_S = (10, 20, 40)
DEFAULT_WAIT_S = 20
#: At most this much where the belt moves: there waiting is walking, and more of it than planned.
MOVING_WAIT_S = 10.0
#: To reach the pause button after it was asked for the last time.
LAST_S = 5.0
#: Metres a second, for a distance on the floor: slow, for whoever is slower has to pause the sound.
SLOW_WALK_MS = 0.3

#: Words of a gate, by the key of the phrase that they stand for or come before.
_INSTEAD = {
    "belt_starting": ("file_edges", "file_start"),
    "helper_start": ("file_look", "file_start"),
    "button_start": ("file_edges", "file_button"),
}
_BEFORE = {
    "step_off": "file_step_off",
    "set_speed": "file_steady",
    "button_speed": "file_steady",
    "set_slope": "file_steady",
}
#: "Press ready" in its forms: there is nothing to press.
_PRESS = frozenset({"press_ready", "belt_still_ready", "floor_at_mark"})
_PAUSE = {
    Kind.BELT_STOP: "file_pause_belt",
    Kind.TURN: "file_pause_turn",
    Kind.STRADDLE: "file_pause_edges",
    Kind.BELT_START: "file_pause_walk",
}
_OPENING = (Phrase("file_opening"), Phrase("file_slower"))


def build_file_script(
    plan: Plan,
    lengths: Lengths = estimate,
    speaking: Speaking = NOTHING_MORE,
    early: Lead = no_lead,
    wait_s: float = DEFAULT_WAIT_S,
) -> Script:
    """Lay out a valid plan for a sound file; arguments as of ``build_script``. ``wait_s``: after a gate's words.

    Nothing is in it that no plan foresees: a sound file knows of no pause and no stop.
    """
    return Script(plan, *FileLayout(plan, lengths, speaking, early, wait_s).all_blocks())


class FileLayout(Layout):
    """Gates that wait for a time instead of a person."""

    def __init__(self, plan: Plan, lengths: Lengths, speaking: Speaking, early: Lead, wait_s: float) -> None:
        super().__init__(plan, lengths, speaking, early)
        self._wait_s = wait_s
        self._first = next((index for index, block in enumerate(plan.blocks) if block.gate), -1)
        self._opens_s = 0.0  # when the gate that is being laid out lets go on

    def _recipe(self, index: int) -> Recipe:
        return for_file(self.plan, index, opens=index == self._first)

    def _gate(self, line: Line, made: Recipe, block: Block) -> None:
        super()._gate(line, made, block)
        said_s = line.free_s - RUN_GAP_S
        wait_s = min(self._wait_s, MOVING_WAIT_S) if block.moving else self._wait_s
        self._opens_s = max(block.seconds, said_s + wait_s, block.distance_m / SLOW_WALK_MS)
        again = self._before_it_opens(line, made.prompt[-1])
        if again.offset_s >= said_s + QUIET_S:
            line.cues.append(again)

    def _before_it_opens(self, line: Line, pause: Phrase) -> Cue:
        length_s = line.cue(pause, Tone.ATTENTION, 0.0).length_s
        return line.cue(pause, Tone.ATTENTION, self._opens_s - LAST_S - length_s)

    def _gate_s(self, block: Block, end_s: float) -> float:
        return self._opens_s


def for_file(plan: Plan, index: int, *, opens: bool = False) -> Recipe:
    """The sentences of block ``index``. ``opens``: it is the first gate, which says how a sound file is used."""
    made, block = recipe(plan, index), plan.blocks[index]
    if not block.gate:
        return made
    said = [new for phrase in made.said for new in _said(phrase)]
    if block.kind is Kind.TURN and plan.surface is Surface.TREADMILL:
        said.insert(0, Phrase("file_turn"))
    then = [phrase for phrase in made.prompt if phrase.key not in _PRESS]
    if block.kind is Kind.BELT_START:  # said twice is the condition alone: whoever walks already hears no more of edges
        said, then = said[:1], [*said[1:], *then]
    return Recipe((*(_OPENING if opens else ()), *said), made.tone, (*then, _pause(block)))


def _said(phrase: Phrase) -> Sequence[Phrase]:
    if phrase.key in _INSTEAD:
        return tuple(Phrase(key) for key in _INSTEAD[phrase.key])
    return (Phrase(_BEFORE[phrase.key]), phrase) if phrase.key in _BEFORE else (phrase,)


def _pause(block: Block) -> Phrase:
    if block.distance_m:
        return Phrase("file_pause_mark")
    return Phrase(_PAUSE.get(block.kind, "file_pause"))
