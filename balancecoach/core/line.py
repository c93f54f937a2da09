"""One block's line of time, on which no two cues overlap."""

from collections.abc import Iterable

from balancecoach.core.cue import Cue, Measured
from balancecoach.core.phrases import Phrase, Tone

#: Times closer than this are the same: offsets are rounded to the millisecond.
SAME_S = 0.001
#: Between sentences in a row.
RUN_GAP_S = 0.5
#: From the end of a belt or safety sentence to its repeat (evidence 6d).
REPEAT_AFTER_S = 3.0
#: From one try to find room to the next.
STEP_S = 0.5


class Line:
    """Cues of one block, placed so that none overlaps another."""

    def __init__(self, block: int, lengths: Measured, free_s: float) -> None:
        self.block, self.lengths, self.free_s = block, lengths, free_s
        self.begin_s = free_s  # until then the block before may still be heard
        self.least_s = 0.0  # what must be said takes that long
        self.cues: list[Cue] = []

    def copy(self) -> "Line":
        """The same so far, to go on from in another way."""
        made = Line(self.block, self.lengths, self.free_s)
        made.begin_s, made.least_s, made.cues = self.begin_s, self.least_s, list(self.cues)
        return made

    def cue(self, phrase: Phrase, tone: Tone, at_s: float) -> Cue:
        return Cue(self.block, round(at_s, 3), phrase, tone, self.lengths[phrase, tone])

    def run(self, phrases: Iterable[Phrase], tone: Tone) -> None:
        """Next in line, when what was said before has ended: several in a row, the tone before the first."""
        no_tone = Tone.NONE
        for phrase in phrases:
            at_s, length_s = round(self.free_s, 3), self.lengths[phrase, tone]
            self.cues.append(Cue(self.block, at_s, phrase, tone, length_s))
            self.free_s = at_s + length_s + RUN_GAP_S
            tone = no_tone

    def fits(self, cue: Cue, quiet_s: float, until_s: float) -> bool:
        """Room for ``cue`` with ``quiet_s`` around it, ending before ``until_s``."""
        return cue.offset_s + cue.length_s <= until_s + SAME_S and not self._in_the_way(
            cue.offset_s, cue.length_s, quiet_s
        )

    def _in_the_way(self, offset_s: float, length_s: float, quiet_s: float) -> Cue | None:
        """A cue that leaves no room there."""
        first, last = offset_s - quiet_s + SAME_S, offset_s + length_s + quiet_s - SAME_S
        for cue in self.cues:
            if cue.offset_s < last and cue.offset_s + cue.length_s > first:
                return cue
        return None

    def insert(self, phrase: Phrase, tone: Tone, at_s: float, until_s: float, quiet_s: float = RUN_GAP_S) -> bool:
        """Place at exactly ``at_s``, or not at all."""
        cue = self.cue(phrase, tone, at_s)
        if at_s < self.begin_s or not self.fits(cue, quiet_s, until_s):
            return False
        self.cues.append(cue)
        return True

    def place(self, phrase: Phrase, tone: Tone, at_s: float, until_s: float, quiet_s: float) -> float | None:
        """Place where there is room first, looking every half second from ``at_s``; where that is."""
        length_s = self.lengths[phrase, tone]
        while at_s < until_s and (offset_s := round(at_s, 3)) + length_s <= until_s + SAME_S:
            cue = self._in_the_way(offset_s, length_s, quiet_s)
            if cue is None and at_s >= self.begin_s:
                self.cues.append(Cue(self.block, offset_s, phrase, tone, length_s))
                return at_s
            at_s += STEP_S
            over_s = cue.offset_s + cue.length_s + quiet_s - 2 * SAME_S if cue else 0.0
            while at_s < over_s:
                at_s += STEP_S
        return None
