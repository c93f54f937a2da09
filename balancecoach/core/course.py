"""A session as a line of time: what was done from second to second, folded from its events. Nothing here is stored.

The pieces lie end to end from the start to the end (of an open session: to the last sign of life). Their sums are those
of ``progress.summarise``: it counts the same seconds, this says when they were.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct, field
from msgspec.structs import replace

from balancecoach.core.events import (
    BlockStarted,
    CueMissed,
    During,
    GatePassed,
    Outcome,
    Paused,
    RestartBegun,
    Resumed,
    SessionEnded,
    SessionStarted,
    StepTaken,
    Stored,
    Wobbled,
)
from balancecoach.core.plan import WALKING, Block, Kind


class Doing(StrEnum):
    """What a piece of time was."""

    WALK = "walk"  # a block that counts as walking
    WAIT = "wait"  # a gate: until a person confirmed it
    BLOCK = "block"  # any other block: resting, standing, sitting
    PAUSE = "pause"
    RESTART = "restart"  # starting the belt again after a pause
    NONE = "none"  # nothing is on record


class Sort(StrEnum):
    """What a mark is."""

    WOBBLE = "wobble"
    MISSED = "missed"  # a spoken line that was not heard
    STEP = "step"  # a step of the way down, after a stop


class Piece(Struct, frozen=True):
    """From ``start_s`` to ``end_s`` since the start. ``index``: the block. ``why``: of a pause."""

    start_s: float
    end_s: float
    doing: Doing
    index: int
    why: str = ""

    @property
    def length_s(self) -> float:
        """Seconds, never less than 0."""
        return round(max(0.0, self.end_s - self.start_s), 3)


class Mark(Struct, frozen=True):
    """Something at one moment. ``key``: of the line that was missed, or the step of the way down. ``why``: it was."""

    at_s: float
    sort: Sort
    index: int
    key: str = ""
    why: str = ""


class Course(Struct, frozen=True):
    """One session's line of time. Steps of the way down lie after ``length_s``."""

    started: datetime | None = None
    ended: datetime | None = None
    outcome: Outcome | None = None
    length_s: float = 0.0
    blocks: tuple[Block, ...] = ()
    pieces: tuple[Piece, ...] = ()
    marks: tuple[Mark, ...] = ()

    def total_s(self, *doings: Doing) -> float:
        """Seconds of all pieces of these sorts."""
        return round(sum(piece.length_s for piece in self.pieces if piece.doing in doings), 3)

    def walked_s(self, *, backward: bool) -> float:
        """Seconds of walking one way: ``Summary.backward_s`` or ``forward_s``."""
        walks = (piece for piece in self.pieces if piece.doing is Doing.WALK)
        return round(sum(p.length_s for p in walks if (self.blocks[p.index].kind is Kind.BACKWARD) is backward), 3)

    def done_s(self, index: int) -> float:
        """Seconds of one block, without pauses in it."""
        own = (Doing.WALK, Doing.WAIT, Doing.BLOCK)
        return round(sum(p.length_s for p in self.pieces if p.index == index and p.doing in own), 3)

    def wall(self, at_s: float) -> datetime | None:
        """The time of day at a moment, by the clock at the start; ``None`` while that is not known.

        The seconds stand still while a computer sleeps, the time of day does not. So what comes after the last sleep
        is counted back from the end, and between two sleeps the time of day is not known.
        """
        slept = [p.start_s for p in self.pieces if p.doing is Doing.PAUSE and p.why == "asleep"]
        if self.started is None:
            return None
        if not slept or at_s <= slept[0]:
            return self.started + timedelta(seconds=at_s)
        if self.ended is None or at_s <= slept[-1]:
            return None
        return self.ended.astimezone(self.started.tzinfo) - timedelta(seconds=self.length_s - at_s)


def course(events: Iterable[Stored]) -> Course:
    """Fold one session's events; what was added afterwards is left out."""
    fold = _Fold()
    for event in events:
        if isinstance(event, During):
            fold.take(event)
    return fold.finished()


class _Fold(Struct):
    started: SessionStarted | None = None
    end: SessionEnded | None = None
    pieces: list[Piece] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    index: int = 0  # the block the person is in, paused or not
    open: Piece = Piece(0.0, 0.0, Doing.NONE, 0)  # what has no end yet
    last_s: float = 0.0  # the last sign of life

    def take(self, event: During) -> None:
        """One event more."""
        self.last_s = event.at_s
        match event:
            case SessionStarted():
                self.started = event
            case Wobbled(at_s, index):
                self.marks.append(Mark(at_s, Sort.WOBBLE, index))
            case CueMissed(at_s, key, why):
                self.marks.append(Mark(at_s, Sort.MISSED, self.index, key, why))
            case StepTaken(at_s, step):
                self.marks.append(Mark(at_s, Sort.STEP, self.index, step))
            case _:
                self._turn(event)

    def _turn(self, event: During) -> None:
        """From here on something else is done, or the same goes on."""
        match event:
            case BlockStarted(at_s, index) if 0 <= index < len(self._blocks()):  # else of a plan that is damaged
                self.index = index
                self._begin(at_s, self._of_block())
            case Paused(at_s, why):
                self._begin(at_s, Doing.PAUSE, why)
            case RestartBegun(at_s):
                self._begin(at_s, Doing.RESTART)
            case Resumed(at_s):
                self._begin(at_s, self._of_block())
            case GatePassed(at_s):
                self._begin(at_s, Doing.NONE)
            case SessionEnded(at_s):
                self._begin(at_s, Doing.NONE)
                self.end = event
            case _:
                pass

    def _begin(self, at_s: float, doing: Doing, why: str = "") -> None:
        """Close what is open, and open this. A pause of no time is a pause; of the rest nothing would be seen."""
        if at_s > self.open.start_s or self.open.doing is Doing.PAUSE:
            self.pieces.append(replace(self.open, end_s=at_s))
        self.open = Piece(at_s, at_s, doing, self.index, why)

    def _of_block(self) -> Doing:
        if not self._blocks():
            return Doing.NONE
        block = self._blocks()[self.index]
        if block.kind in WALKING:
            return Doing.WALK
        return Doing.WAIT if block.gate else Doing.BLOCK

    def _blocks(self) -> tuple[Block, ...]:
        return self.started.blocks if self.started else ()

    def finished(self) -> Course:
        """The line, once there are no more events."""
        if self.end is None:
            self._begin(self.last_s, Doing.NONE)
        return Course(
            self.started.wall if self.started else None,
            self.end.wall if self.end else None,
            self.end.outcome if self.end else None,
            self.end.at_s if self.end else self.last_s,
            self._blocks(),
            tuple(self.pieces),
            tuple(self.marks),
        )
