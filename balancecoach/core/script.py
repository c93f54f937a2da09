"""Plan -> Script: what is said when, to the tenth of a second.

Two cues never overlap, for any clip lengths: everything is laid out on one line of time. Within a block the order of
placing is: sentences at the start (belt and safety ones again after 3 s), warnings counted back from the end,
halfway and safety reminders, and last, in the gaps that are left, technique cues with 8 s of quiet on both sides.
A gate whose words take longer than its minimum stays closed until they have been said.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from balancecoach.core.cues import (
    BACKWARD_HINTS,
    FORWARD_HINTS,
    SAFETY_BACKWARD,
    Recipe,
    recipe,
    repeats,
)
from balancecoach.core.phrases import Category, Phrase, Priority, Tone, entry, words
from balancecoach.core.plan import SLOWEST_KMH, Block, Facing, Kind, Plan

#: Seconds a cue takes, from its tone's first sample to the last of its words.
Lengths = Callable[[Tone, str], float]

#: Length of each tone and the quiet after it, before the words (evidence 6d: tone 0.15-0.3 s, gap 0.3-0.5 s).
TONE_S = {
    Tone.NONE: 0.0,
    Tone.ATTENTION: 0.15,
    Tone.CHANGE: 0.30,
    Tone.REST: 0.25,
    Tone.STOP: 0.30,
    Tone.PIPS: 4.12,
}
TONE_GAP_S = 0.35

#: Times closer than this are the same: offsets are rounded to the millisecond.
SAME_S = 0.001
REPEAT_AFTER_S = 3.0
RUN_GAP_S = 0.5
QUIET_S = 8.0
#: It teaches nothing, so it needs less quiet than a technique cue; in a short rest there is no more.
LAST_BOUT_QUIET_S = 2.0
FIRST_HINT_S = 12.0
HALFWAY_FROM_S = 60.0
WARN_15_FROM_S = 30.0
ONE_MINUTE_FROM_S = 180.0
SAFETY_EVERY_S = 120.0
AFTER_GATE_S = 0.5


def estimate(tone: Tone, said: str, rate_wpm: int = 150) -> float:
    """Seconds of a cue before it has been rendered: its tone, the gap, and its words at ``rate_wpm``.

    A little more than the embedded voice takes for any of our sentences (measured by ``tests/speech``), so that the
    times of a script do not change when its clips are there.
    """
    if tone is Tone.PIPS:
        return TONE_S[tone]
    lead = TONE_S[tone] + (TONE_GAP_S if tone is not Tone.NONE else 0.0)
    pauses = sum(said[:-1].count(mark) for mark in ".,:;?!")
    digits = sum(letter.isdigit() for letter in said)
    at_150 = max(0.4 * len(said.split()), 0.072 * len(said) + 0.3 * pauses + 0.3 * digits)
    return round(lead + at_150 * 150.0 / rate_wpm, 3)


@dataclass(frozen=True)
class Cue:
    """Something to say, sound and show. ``offset_s``: from its block's start. ``length_s``: of its sound."""

    block: int
    offset_s: float
    phrase: Phrase
    tone: Tone
    length_s: float

    @property
    def say(self) -> str:
        """The words, spoken and captioned."""
        return words(self.phrase)

    @property
    def category(self) -> Category:
        """What it is about."""
        return entry(self.phrase).category

    @property
    def priority(self) -> Priority:
        """Which cue wins when two want to be heard."""
        return entry(self.phrase).priority


#: Sentences for what no plan foresees; offsets from the moment it happens.
ASIDES: dict[str, tuple[Tone, tuple[str, ...], bool]] = {
    "paused_moving": (Tone.STOP, ("paused_moving", "stop_now"), True),
    "paused_still": (Tone.REST, ("paused_still",), False),
    "stopped_moving": (Tone.STOP, ("stop_now", "keep_walking", "turn_with_help", "then_sit"), True),
    "stopped_still": (Tone.STOP, ("stay_facing", "turn_with_help", "then_sit"), True),
    "stopped_seated": (Tone.REST, ("sit",), False),
    "restart_console": (Tone.CHANGE, ("edges", "belt_starting", "step_on"), True),
    "restart_room": (Tone.CHANGE, ("edges", "helper_start", "step_on"), True),
    "carry_on": (Tone.CHANGE, ("carry_on",), False),
    "wobble": (Tone.ATTENTION, ("wobble",), False),
}


@dataclass(frozen=True)
class Script:
    """All cues of a plan. ``seconds``: of each block, a gate's never shorter than its words take."""

    plan: Plan
    cues: tuple[tuple[Cue, ...], ...]
    seconds: tuple[float, ...]
    asides: Mapping[str, tuple[Cue, ...]] = field(default_factory=dict)

    def starts_s(self) -> tuple[float, ...]:
        """Start of each block from the session's start, every gate at its minimum."""
        starts, now = [], 0.0
        for seconds in self.seconds:
            starts.append(now)
            now += seconds
        return tuple(starts)

    def all_cues(self) -> tuple[Cue, ...]:
        """Every cue of the plan, in order."""
        return tuple(cue for row in self.cues for cue in row)

    def clips(self) -> tuple[tuple[Tone, str], ...]:
        """Every (tone, words) that can be heard in this session, each once, asides first: they cannot wait."""
        every = [cue for row in self.asides.values() for cue in row] + list(self.all_cues())
        return tuple(dict.fromkeys((cue.tone, cue.say) for cue in every))


def build_script(plan: Plan, lengths: Lengths = estimate) -> Script:
    """Lay out every cue of a valid plan. ``lengths``: real clip lengths where known, else the estimate."""
    layout = _Layout(plan, lengths)
    return Script(plan, *layout.all_blocks(), asides=asides(lengths, plan))


def asides(lengths: Lengths = estimate, plan: Plan | None = None) -> dict[str, tuple[Cue, ...]]:
    """The sentences of pause, stop, restart (with the speed of each bout of ``plan``), carrying on, and a wobble."""
    built: dict[str, tuple[Cue, ...]] = {}
    for name, (tone, keys, again) in ASIDES.items():
        line = _Line(-1, lengths, 0.0)
        line.run([Phrase(key) for key in keys], tone)
        if again:
            line.free_s += REPEAT_AFTER_S - RUN_GAP_S
            line.run([Phrase(key) for key in keys], tone)
        if not name.startswith("restart_"):
            built[name] = tuple(line.cues)
            continue
        speeds = {_speed_to_set(block) for block in plan.blocks} if plan else set()
        for kmh in (0.0, *sorted(speeds - {0.0})):
            said = [Phrase("set_speed", (kmh,)), Phrase("set_speed", (kmh,))] if kmh else []
            more = _Line(-1, lengths, line.free_s)
            more.run([*said, Phrase("press_ready")], Tone.ATTENTION)
            built[f"{name}_{kmh:g}" if kmh else name] = (*line.cues, *more.cues)
    return built


class _Line:
    """Cues of one block, placed so that none overlaps another."""

    def __init__(self, block: int, lengths: Lengths, free_s: float) -> None:
        self.block, self.lengths, self.free_s = block, lengths, free_s
        self.begin_s = free_s  # until then the block before may still be heard
        self.cues: list[Cue] = []

    def cue(self, phrase: Phrase, tone: Tone, at_s: float) -> Cue:
        return Cue(self.block, round(at_s, 3), phrase, tone, self.lengths(tone, words(phrase)))

    def append(self, phrase: Phrase, tone: Tone) -> None:
        """Next in line, when what was said before has ended."""
        cue = self.cue(phrase, tone, self.free_s)
        self.cues.append(cue)
        self.free_s = cue.offset_s + cue.length_s + RUN_GAP_S

    def run(self, phrases: list[Phrase], tone: Tone) -> None:
        """Several in a row: the tone before the first."""
        for number, phrase in enumerate(phrases):
            self.append(phrase, tone if number == 0 else Tone.NONE)

    def fits(self, cue: Cue, quiet_s: float, until_s: float) -> bool:
        """Room for ``cue`` with ``quiet_s`` around it, ending before ``until_s``."""
        first, last = cue.offset_s - quiet_s, cue.offset_s + cue.length_s + quiet_s
        return cue.offset_s + cue.length_s <= until_s + SAME_S and all(
            c.offset_s + c.length_s <= first + SAME_S or c.offset_s >= last - SAME_S for c in self.cues
        )

    def insert(self, phrase: Phrase, tone: Tone, at_s: float, until_s: float, quiet_s: float = RUN_GAP_S) -> bool:
        """Place at exactly ``at_s``, or not at all."""
        cue = self.cue(phrase, tone, at_s)
        if at_s < self.begin_s or not self.fits(cue, quiet_s, until_s):
            return False
        self.cues.append(cue)
        return True


class _Layout:
    """Walks through the blocks once, carrying what one block leaves to the next."""

    def __init__(self, plan: Plan, lengths: Lengths) -> None:
        self.plan, self.lengths = plan, lengths
        self.spill_s = 0.0  # a cue of the block before may still sound (only in very short timed blocks)
        self.since_hint_s = plan.posture_every_s
        self.quiet_since_s = QUIET_S
        self.hints = {Kind.FORWARD: 0, Kind.BACKWARD: 0, Kind.REST: 0}
        self.safety = 0

    def all_blocks(self) -> tuple[tuple[tuple[Cue, ...], ...], tuple[float, ...]]:
        rows, seconds = [], []
        for index, block in enumerate(self.plan.blocks):
            line = _Line(index, self.lengths, self.spill_s)
            rows.append(tuple(sorted(self._block(line, block, index), key=lambda c: c.offset_s)))
            end_s = max((c.offset_s + c.length_s for c in rows[-1]), default=self.spill_s)
            length = max(block.seconds, end_s + AFTER_GATE_S) if block.gate else block.seconds
            length = round(length, 3)
            seconds.append(length)
            self.spill_s = max(0.0, round(end_s + RUN_GAP_S - length, 3))
            self._carry(rows[-1], length)
        return tuple(rows), tuple(seconds)

    def _block(self, line: _Line, block: Block, index: int) -> list[Cue]:
        made = recipe(self.plan.blocks, index)
        line.run(list(made.said), made.tone)
        if block.gate:
            self._gate(line, made)
        else:
            self._timed(line, made, block, index)
        return line.cues

    def _gate(self, line: _Line, made: Recipe) -> None:
        again = [phrase for phrase in made.said if repeats(phrase)]
        line.free_s += REPEAT_AFTER_S - RUN_GAP_S
        line.run(again, made.tone)
        line.run(list(made.prompt), Tone.ATTENTION)

    def _timed(self, line: _Line, made: Recipe, block: Block, index: int) -> None:
        self._repeat(line, made, block.seconds)
        end_s = block.seconds
        if made.warn == "pips":
            line.insert(Phrase("pips"), Tone.PIPS, end_s - 5.0, end_s)
        elif made.warn:
            line.insert(Phrase(made.warn), Tone.CHANGE, end_s - 5.0, end_s)
        if made.warn and block.seconds >= WARN_15_FROM_S:
            line.insert(Phrase("fifteen"), Tone.CHANGE, end_s - 15.0, end_s)
        if made.walk:
            self._walk(line, block)
        elif block.kind is Kind.REST:
            self._rest(line, block, index)

    def _repeat(self, line: _Line, made: Recipe, until_s: float) -> None:
        """Belt and safety sentences once more after 3 s, as far as the block has room."""
        at_s = line.free_s - RUN_GAP_S + REPEAT_AFTER_S
        tone = made.tone
        for phrase in made.said:
            if repeats(phrase) and line.insert(phrase, tone, at_s, until_s):
                at_s = line.cues[-1].offset_s + line.cues[-1].length_s + RUN_GAP_S
                tone = Tone.NONE

    def _walk(self, line: _Line, block: Block) -> None:
        end_s = block.seconds
        if end_s >= ONE_MINUTE_FROM_S:
            line.insert(Phrase("one_minute"), Tone.ATTENTION, end_s - 60.0, end_s)
        if end_s >= HALFWAY_FROM_S:
            line.insert(Phrase("halfway"), Tone.ATTENTION, end_s / 2, end_s, QUIET_S)
        if block.kind is Kind.BACKWARD:
            self._safety(line, end_s)
        hints = BACKWARD_HINTS if block.kind is Kind.BACKWARD else FORWARD_HINTS
        self._technique(line, block.kind, hints, FIRST_HINT_S, end_s)

    def _safety(self, line: _Line, end_s: float) -> None:
        """In a long bout one safety reminder every two minutes, said twice 3 s apart."""
        at_s = SAFETY_EVERY_S / 2
        while at_s + 30.0 < end_s:
            phrase = Phrase(SAFETY_BACKWARD[self.safety % len(SAFETY_BACKWARD)])
            first = line.cue(phrase, Tone.ATTENTION, at_s)
            pair = replace(first, length_s=2 * first.length_s + REPEAT_AFTER_S)
            if line.fits(pair, RUN_GAP_S, end_s):
                line.insert(phrase, Tone.ATTENTION, at_s, end_s)
                line.insert(phrase, Tone.ATTENTION, at_s + first.length_s + REPEAT_AFTER_S, end_s)
                self.safety += 1
                at_s += SAFETY_EVERY_S
            else:
                at_s += 5.0

    def _rest(self, line: _Line, block: Block, index: int) -> None:
        """In a standing rest there is time to listen: one technique cue, or "your last one comes next"."""
        bouts_left = sum(1 for b in self.plan.blocks[index:] if b.kind is Kind.BACKWARD)
        if not bouts_left:
            return
        if bouts_left > 1:
            self._technique(line, Kind.REST, BACKWARD_HINTS, FIRST_HINT_S, block.seconds)
            return
        at_s = FIRST_HINT_S
        while at_s < block.seconds and not line.insert(
            Phrase("last_bout"), Tone.ATTENTION, at_s, block.seconds, LAST_BOUT_QUIET_S
        ):
            at_s += 0.5

    def _technique(self, line: _Line, kind: Kind, hints: tuple[str, ...], first_s: float, end_s: float) -> None:
        every_s = self.plan.posture_every_s
        at_s = max(first_s, every_s - self.since_hint_s, QUIET_S - self.quiet_since_s)
        turn = Kind.BACKWARD if kind is Kind.REST else kind
        while at_s < end_s:
            phrase = Phrase(hints[self.hints[turn] % len(hints)])
            if line.insert(phrase, Tone.ATTENTION, at_s, end_s, QUIET_S):
                self.hints[turn] += 1
                if kind is Kind.REST:
                    return
                at_s += every_s
            else:
                at_s += 0.5

    def _carry(self, row: tuple[Cue, ...], length_s: float) -> None:
        """How long ago, at the end of this block, a technique cue started and the last sound ended."""
        hint = [c.offset_s for c in row if c.priority is Priority.HINT]
        self.since_hint_s = length_s - hint[-1] if hint else self.since_hint_s + length_s
        ends = [c.offset_s + c.length_s for c in row]
        self.quiet_since_s = length_s - max(ends) if ends else self.quiet_since_s + length_s


def belt_may_move(block: Block) -> bool:
    """Nobody has said yet that the belt stands: it moves, or a person is just stopping it."""
    return block.moving or block.kind is Kind.BELT_STOP


def aside_for_pause(block: Block) -> str:
    """Which sentences a pause in this block needs."""
    return "paused_moving" if belt_may_move(block) else "paused_still"


def aside_for_stop(block: Block) -> str:
    """Which sentences a stop in this block needs."""
    if block.kind is Kind.SEATED_REST:
        return "stopped_seated"
    return "stopped_moving" if belt_may_move(block) else "stopped_still"


def aside_for_restart(block: Block) -> str:
    """Which sentences starting the belt again needs."""
    name = "restart_room" if block.facing is Facing.ROOM else "restart_console"
    kmh = _speed_to_set(block)
    return f"{name}_{kmh:g}" if kmh else name


def _speed_to_set(block: Block) -> float:
    """The speed a helper sets after starting the belt again: only facing the room, and not where a gate asks for it."""
    return block.speed_kmh if block.kind is Kind.BACKWARD and block.speed_kmh > SLOWEST_KMH else 0.0
