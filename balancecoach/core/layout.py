"""Gives every cue of a plan its time.

Everything is laid out on one line of time, so that no two cues overlap for any clip lengths. Within a block they are
placed in this order: sentences at the start, the warning five seconds before the end, belt and safety sentences again
after 3 s, the earlier warning, halfway and safety reminders, and last, in the gaps that are left, technique cues with
8 s of quiet on both sides. A gate whose words take longer than its minimum stays closed until they have been said.
Standing to settle and walking slowly before a stop last until all of it has been said, too (ADR 7).
"""

import math
from collections.abc import Sequence
from operator import attrgetter

from msgspec.structs import replace

from balancecoach.core.cue import Cue, Lead, Lengths, Measured
from balancecoach.core.cues import (
    BACKWARD_HINTS,
    FLOOR_HINTS,
    FORWARD_HINTS,
    HINTS,
    SAFETY_BACKWARD,
    SAFETY_FLOOR,
    TASK_SAID,
    Recipe,
    coming,
    recipe,
    repeats,
    time_left,
)
from balancecoach.core.line import REPEAT_AFTER_S, RUN_GAP_S, SAME_S, Line
from balancecoach.core.phrases import Phrase, Tone
from balancecoach.core.plan import Block, Kind, Plan, Surface
from balancecoach.core.preferences import Speaking

QUIET_S = 8.0
#: It teaches nothing, so it needs less quiet than a technique cue; in a short rest there is no more.
LAST_BOUT_QUIET_S = 2.0
FIRST_HINT_S = 12.0
#: More than half of the pause between a safety cue and its repeat.
TIME_LEFT_QUIET_S = 2.0
HALFWAY_FROM_S = 60.0
WARN_15_FROM_S = 30.0
ONE_MINUTE_FROM_S = 180.0
SAFETY_EVERY_S = 120.0
AFTER_GATE_S = 0.5
WARN_5_S = 5.0
#: The last warning may come so much earlier: "five seconds" said at seven is wrong.
EARLIER_S = 1.5
#: Blocks that practise nothing, so that some seconds more harm nobody and change no dose.
LENGTHENED = (Kind.SETTLE, Kind.SLOW)
#: Talking while walking: half a minute on and off, ended in time for the warnings before the bout's end.
TASK_FIRST_S = 20.0
TASK_S = 30.0
TASK_OFF_S = 20.0
TASK_LEAST_S = 15.0
#: To answer in, after the last thing said about a task.
TASK_ANSWER_S = 5.0
#: Where the earlier of the two warnings before a block's end is.
WARN_15_S = 15.0

_OFFSET_S = attrgetter("offset_s")


def _last_warning(made: Recipe) -> tuple[Phrase, Tone]:
    """What is heard five seconds before the end."""
    return Phrase(made.warn), Tone.PIPS if made.warn == "pips" else Tone.CHANGE


class Layout:
    """Walks through the blocks once, carrying what one block leaves to the next."""

    def __init__(self, plan: Plan, lengths: Lengths, speaking: Speaking, early: Lead) -> None:
        self.plan, self.lengths, self.speaking, self.early = plan, Measured(lengths), speaking, early
        self.spill_s = 0.0  # a cue of the block before may still sound (only in very short timed blocks)
        self.since_hint_s = plan.posture_every_s
        self.quiet_since_s = QUIET_S
        self.hints = {Kind.FORWARD: 0, Kind.BACKWARD: 0, Kind.REST: 0}
        self.safety = 0
        self.talks = 0
        floor = plan.surface is Surface.FLOOR
        self.backward_hints = FLOOR_HINTS if floor else BACKWARD_HINTS
        self.safety_hints = SAFETY_FLOOR if floor else SAFETY_BACKWARD

    def all_blocks(self) -> tuple[tuple[tuple[Cue, ...], ...], tuple[float, ...]]:
        rows, seconds = [], []
        for index, block in enumerate(self.plan.blocks):
            line = Line(index, self.lengths, self.spill_s)
            row = tuple(sorted(self._block(line, block, index), key=_OFFSET_S))
            end_s = max([c.offset_s + c.length_s for c in row], default=self.spill_s)
            length = self._gate_s(block, end_s) if block.gate else max(block.seconds, line.least_s)
            length = round(length, 3)
            rows.append(row)
            seconds.append(length)
            spill_s = end_s + RUN_GAP_S - length
            self.spill_s = round(spill_s, 3) if spill_s > 0 else 0.0
            self._carry(row, end_s, length)
        return tuple(rows), tuple(seconds)

    def _block(self, line: Line, block: Block, index: int) -> list[Cue]:
        made = self._recipe(index)
        if made.spread_s:
            self._spread(line, made, block.seconds)
            return line.cues
        line.run(made.said, made.tone)
        if block.gate:
            self._gate(line, made, block)
        else:
            self._timed(line, made, block, index)
        return line.cues

    def _spread(self, line: Line, made: Recipe, until_s: float) -> None:
        """One sentence at a time, with room to do what it says."""
        line.run(made.said[:1], made.tone)
        for number, phrase in enumerate(made.said[1:], 1):
            line.insert(phrase, Tone.ATTENTION, line.begin_s + number * made.spread_s, until_s)

    def _recipe(self, index: int) -> Recipe:
        return recipe(self.plan, index)

    def _gate_s(self, block: Block, end_s: float) -> float:
        """The least time a gate stays closed; ``end_s``: when all has been said."""
        return max(block.seconds, end_s + AFTER_GATE_S)

    def _gate(self, line: Line, made: Recipe, _block: Block) -> None:
        again = [phrase for phrase in made.said if repeats(phrase)]
        line.free_s += REPEAT_AFTER_S - RUN_GAP_S
        line.run(again, made.tone)
        line.run(made.prompt, Tone.ATTENTION)

    def _timed(self, line: Line, made: Recipe, block: Block, index: int) -> None:
        if block.kind in LENGTHENED:
            line.least_s = self._needed_s(line, made)
            block = replace(block, seconds=max(block.seconds, line.least_s))
        end_s = block.seconds
        if made.warn:
            phrase, tone = _last_warning(made)
            self._on_time(line, phrase, tone, end_s - self._last_s(line, phrase, tone), end_s)
        self._repeat(line, made, end_s)
        if made.warn and end_s >= WARN_15_FROM_S:
            warning = coming(self.plan, index, named=self.speaking.next_up)
            self._on_time(line, warning, Tone.CHANGE, end_s - WARN_15_S, end_s)
        if made.walk:
            self._walk(line, block)
        elif block.kind is Kind.REST:
            self._rest(line, block, index)

    def _last_s(self, line: Line, phrase: Phrase, tone: Tone) -> float:
        """Seconds before the end at which the last warning is heard: five, or as many as a slow voice takes for it in a
        language that is longer than English, so that it is not lost. Pips are on time, or not at all.
        """
        takes_s = 0.0 if tone is Tone.PIPS else line.cue(phrase, tone, 0.0).length_s - self.early(tone)
        return min(max(WARN_5_S, takes_s), WARN_5_S + EARLIER_S)

    def _needed_s(self, line: Line, made: Recipe) -> float:
        """Whole seconds in which what was said at the start, its repeats and the last warning have room."""
        trial = line.copy()
        self._repeat(trial, made, math.inf)
        end_s = max((c.offset_s + c.length_s for c in trial.cues), default=0.0)
        if not made.warn:
            return float(math.ceil(end_s - SAME_S))
        phrase, tone = _last_warning(made)
        after_s = max(WARN_5_S, trial.cue(phrase, tone, 0.0).length_s - self.early(tone))
        return float(math.ceil(end_s + RUN_GAP_S + self.early(tone) + after_s - SAME_S))

    def _on_time(
        self, line: Line, phrase: Phrase, tone: Tone, heard_s: float, until_s: float, quiet_s: float = RUN_GAP_S
    ) -> bool:
        """Heard at exactly ``heard_s``, so its clip starts before that by its time to wake up; or not at all."""
        return line.insert(phrase, tone, heard_s - self.early(tone), until_s, quiet_s)

    def _repeat(self, line: Line, made: Recipe, until_s: float) -> None:
        """Belt and safety sentences once more after 3 s, as far as the block has room."""
        at_s = line.free_s - RUN_GAP_S + REPEAT_AFTER_S
        tone = made.tone
        for phrase in made.said:
            if repeats(phrase) and line.insert(phrase, tone, at_s, until_s):
                at_s = line.cues[-1].offset_s + line.cues[-1].length_s + RUN_GAP_S
                tone = Tone.NONE

    def _task(self, line: Line, block: Block) -> list[tuple[float, float]]:
        """Half a minute of talking, half a minute without (evidence 3.10): all of a round, or none of it.

        Nobody is told to stop talking who was not asked to talk, and nobody is left talking. Gives the times of talk.
        """
        said = TASK_SAID[block.task]
        off = line.cue(Phrase("task_off"), Tone.ATTENTION, 0.0)
        warned_s = WARN_15_S + self.early(Tone.CHANGE)
        last_off_s = block.seconds - max(TASK_OFF_S, warned_s + RUN_GAP_S + off.length_s)
        asked_s = said[-1][0] + line.cue(self._talk(said[-1][1]), Tone.ATTENTION, 0.0).length_s
        least_s = max(TASK_LEAST_S, asked_s + TASK_ANSWER_S)
        talks: list[tuple[float, float]] = []
        at_s = TASK_FIRST_S
        while at_s + least_s <= last_off_s:
            off_s = min(at_s + TASK_S, last_off_s)
            made = [line.cue(self._talk(key), Tone.ATTENTION, at_s + after_s) for after_s, key in said]
            made.append(line.cue(off.phrase, Tone.ATTENTION, off_s))
            if at_s >= line.begin_s and all(line.fits(cue, RUN_GAP_S, block.seconds) for cue in made):
                line.cues += made
                self.talks += 1
                talks.append((at_s, off_s + off.length_s))
                at_s = off_s + TASK_S
            else:
                at_s += 1.0
        return talks

    def _talk(self, key: str) -> Phrase:
        """Other words to remember each time."""
        return Phrase(key, (float(self.talks),)) if key == "task_listen" else Phrase(key)

    def _walk(self, line: Line, block: Block) -> None:
        end_s = block.seconds
        if block.task:
            talks = self._task(line, block)
            if block.kind is Kind.BACKWARD:
                self._safety(line, end_s, talks)
            return
        every_s = self.speaking.time_left_every_s
        if end_s >= ONE_MINUTE_FROM_S and (not every_s or 60 % every_s):
            self._on_time(line, Phrase("one_minute"), Tone.ATTENTION, end_s - 60.0, end_s)
        if end_s >= HALFWAY_FROM_S and self.speaking.halfway:
            self._on_time(line, Phrase("halfway"), Tone.ATTENTION, end_s / 2, end_s, QUIET_S)
        if block.kind is Kind.BACKWARD:
            self._safety(line, end_s)
        if every_s:
            self._time_left(line, end_s, every_s)
        hints = self.backward_hints if block.kind is Kind.BACKWARD else FORWARD_HINTS
        self._technique(line, block.kind, hints, FIRST_HINT_S, end_s)

    def _time_left(self, line: Line, end_s: float, every_s: int) -> None:
        """At its time or not at all, where nothing else is said; never in the pause between a safety cue and its
        repeat. What is said at a walk's start has to be over for some seconds."""
        for left_s in range(every_s, int(end_s), every_s):
            if end_s - left_s >= FIRST_HINT_S:
                self._on_time(line, time_left(left_s), Tone.ATTENTION, end_s - left_s, end_s, TIME_LEFT_QUIET_S)

    def _safety(self, line: Line, end_s: float, talks: Sequence[tuple[float, float]] = ()) -> None:
        """In a long bout one safety reminder every two minutes, said twice 3 s apart; not while the person talks."""
        at_s = SAFETY_EVERY_S / 2
        while at_s + 30.0 < end_s:
            phrase = Phrase(self.safety_hints[self.safety % len(self.safety_hints)])
            first = line.cue(phrase, Tone.ATTENTION, at_s)
            pair = replace(first, length_s=2 * first.length_s + REPEAT_AFTER_S)
            pair_end_s = at_s + pair.length_s
            talking = any(at_s < until_s and pair_end_s > from_s for from_s, until_s in talks)
            if not talking and line.fits(pair, RUN_GAP_S, end_s):
                line.insert(phrase, Tone.ATTENTION, at_s, end_s)
                line.insert(phrase, Tone.ATTENTION, at_s + first.length_s + REPEAT_AFTER_S, end_s)
                self.safety += 1
                at_s += SAFETY_EVERY_S
            else:
                at_s += 5.0

    def _rest(self, line: Line, block: Block, index: int) -> None:
        """In a standing rest there is time to listen: one technique cue, or "your last one comes next"."""
        bouts_left = sum(1 for b in self.plan.blocks[index:] if b.kind is Kind.BACKWARD)
        if not bouts_left:
            return
        if bouts_left > 1:
            self._technique(line, Kind.REST, self.backward_hints, FIRST_HINT_S, block.seconds)
            return
        line.place(Phrase("last_bout"), Tone.ATTENTION, FIRST_HINT_S, block.seconds, LAST_BOUT_QUIET_S)

    def _technique(self, line: Line, kind: Kind, hints: tuple[str, ...], first_s: float, end_s: float) -> None:
        every_s = self.plan.posture_every_s
        first_s = max(first_s, every_s - self.since_hint_s, QUIET_S - self.quiet_since_s)
        turn = Kind.BACKWARD if kind is Kind.REST else kind
        while first_s < end_s:
            phrase = Phrase(hints[self.hints[turn] % len(hints)])
            at_s = line.place(phrase, Tone.ATTENTION, first_s, end_s, QUIET_S)
            if at_s is None:
                return
            self.hints[turn] += 1
            if kind is Kind.REST:
                return
            first_s = at_s + every_s

    def _carry(self, row: tuple[Cue, ...], end_s: float, length_s: float) -> None:
        """How long ago, at the end of this block, a technique cue started and the last sound ended (``end_s``)."""
        hint_s = next((c.offset_s for c in reversed(row) if c.phrase.key in HINTS), None)
        self.since_hint_s = self.since_hint_s + length_s if hint_s is None else length_s - hint_s
        self.quiet_since_s = length_s - end_s if row else self.quiet_since_s + length_s
