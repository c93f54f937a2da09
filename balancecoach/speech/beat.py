"""When an output takes its next block of samples, learned by looking on, so that a sound can begin on its sample.

A mixer hands its samples on in blocks, here of 23 ms, and what is started begins with the next one: anywhere in 23 ms.
But what is handed on plays without a break, so blocks begin at even distances, however unevenly they are asked for.
Who knows when can put just so much silence before a sound that it begins a fixed time after it was started.
"""

from typing import NamedTuple

#: So many sights are kept; fewer than the least tell nothing yet.
KEPT, LEAST = 8, 5
#: A block is taken at its time, or later when the machine is busy: what was seen early tells the time. Where the
#: earlier half, but for the first few, lies further apart than this, it is not to be trusted.
APART_S = 0.003
#: This near to the time of a block it cannot be told which one is next.
NEAR_S = 0.003
#: What is started so much too late still sounds in time: a window that was held up has no part in it.
SPARE_S = 0.03


class Place(NamedTuple):
    """How to start a sound: wait so long first (at most ``2 * NEAR_S``), and put so much silence before it."""

    wait_s: float
    lead_s: float


class Beat:
    """The beat of one output; ``block_s``: how long a block plays. Times are seconds of one steady clock.

    One thread may tell what it sees while others ask.
    """

    def __init__(self, block_s: float) -> None:
        self.block_s = block_s
        self._seen: tuple[float, ...] = ()

    @property
    def delay_s(self) -> float:
        """From when a sound is due until it begins, besides what the output itself takes."""
        return self.block_s + NEAR_S + SPARE_S

    def forget(self) -> None:
        """It is another output now."""
        self._seen = ()

    def saw(self, at_s: float) -> None:
        """A block was taken then."""
        self._seen = (*self._seen[1 - KEPT :], at_s)

    def until_next(self, now_s: float) -> float | None:
        """Seconds until a block is due; ``None`` when it cannot be told."""
        seen = self._seen
        if len(seen) < LEAST:
            return None
        half = self.block_s / 2
        off = sorted((at_s - seen[-1] + half) % self.block_s - half for at_s in seen)
        if off[len(off) // 2] - off[len(off) // 8] > APART_S:
            return None
        return (seen[-1] + off[len(off) // 4] - now_s) % self.block_s

    def place(self, now_s: float, late_s: float = 0.0) -> Place:
        """For a sound that was due ``late_s`` ago, to begin ``delay_s`` after that, or at once when that is over.

        Where the beat is not known it does so on average.
        """
        left_s = self.delay_s - late_s
        next_s = self.until_next(now_s)
        if next_s is None:
            return Place(0.0, max(0.0, left_s - self.block_s / 2))
        if next_s < NEAR_S:  # too near: it gets the one after it
            return Place(next_s + NEAR_S, max(0.0, left_s - next_s - self.block_s))
        past_s = self.block_s - next_s
        return Place(max(0.0, NEAR_S - past_s), max(0.0, left_s - next_s))
