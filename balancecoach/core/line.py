"""One block's line of time, on which no two cues overlap."""

from balancecoach.core.cue import Cue, Lengths
from balancecoach.core.phrases import Phrase, Tone, words

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

    def __init__(self, block: int, lengths: Lengths, free_s: float) -> None:
        self.block, self.lengths, self.free_s = block, lengths, free_s
        self.begin_s = free_s  # until then the block before may still be heard
        self.least_s = 0.0  # what must be said takes that long
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
        length_s = self.lengths(tone, words(phrase))
        while at_s < until_s and (offset_s := round(at_s, 3)) + length_s <= until_s + SAME_S:
            cue = self._in_the_way(offset_s, length_s, quiet_s)
            if cue is None and at_s >= self.begin_s:
                self.cues.append(Cue(self.block, offset_s, phrase, tone, length_s))
                return at_s
            at_s += STEP_S
            while cue and cue.offset_s + cue.length_s > round(at_s, 3) - quiet_s + SAME_S:
                at_s += STEP_S  # not before that one is over
        return None
