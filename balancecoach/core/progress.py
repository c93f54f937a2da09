"""Folds over events: what a session came to. Nothing here is stored; it is derived. ``periods`` adds sessions up."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from balancecoach.core.events import (
    BlockStarted,
    CheckedIn,
    CueMissed,
    During,
    GatePassed,
    Noted,
    Outcome,
    Paused,
    Removed,
    RestartBegun,
    Restored,
    Resumed,
    SessionEnded,
    SessionStarted,
    Stored,
    Wobbled,
)
from balancecoach.core.plan import WALKING, Block, Hands, Kind, totals
from balancecoach.core.words import tr, trn


class Summary(Struct, frozen=True):
    """What one session came to; seconds, and km/h of the belt and hands as planned for the blocks that were walked."""

    id: str = ""
    plan_id: str = ""
    plan_title: str = ""
    person_id: str = ""
    programme_id: str = ""
    week: int = 0
    checked: tuple[str, ...] = ()
    demo: bool = False
    started: datetime | None = None
    ended: datetime | None = None
    outcome: Outcome | None = None
    planned_s: float = 0.0
    planned_backward_s: float = 0.0
    backward_s: float = 0.0
    forward_s: float = 0.0
    backward_m: float = 0.0
    backward_kmh: tuple[float, ...] = ()
    forward_kmh: tuple[float, ...] = ()
    backward_hands: tuple[Hands, ...] = ()
    wobbles: int = 0
    pauses: int = 0
    missed_cues: int = 0
    checkin: CheckedIn | None = None
    note: str = ""
    removed: datetime | None = None
    unreadable: int = 0  # events that could not be read and are not in it

    @property
    def walked_s(self) -> float:
        """Backward and forward together."""
        return round(self.backward_s + self.forward_s, 3)


def summarise(session_id: str, events: Iterable[Stored]) -> Summary:
    """Fold one session's events. Walking counts until the pause, the block's end, or the last sign of life."""
    fold = _Fold(Summary(id=session_id))
    for event in events:
        fold.take(event)
    fold.close_at_last_sign()
    return fold.summary


class _Fold(Struct):
    summary: Summary
    blocks: tuple[Block, ...] = ()
    current: Block | None = None  # the block the person is in, paused or not
    open_block: Block | None = None  # the block whose clock runs
    since_s: float = 0.0
    last_s: float = 0.0  # the last sign of life

    def close_at_last_sign(self) -> None:
        """A session without an end (still going on, or the power went) walked until it was last heard of."""
        self._close(self.last_s)

    def take(self, event: Stored) -> None:
        """One event more."""
        match event:
            case CheckedIn():
                self.summary = replace(self.summary, checkin=event)
            case Noted(_, text):
                self.summary = replace(self.summary, note=text)
            case Removed(wall):
                self.summary = replace(self.summary, removed=wall)
            case Restored():
                self.summary = replace(self.summary, removed=None)
            case _:
                self._walked(event)

    def _walked(self, event: During) -> None:
        """An event of the session itself."""
        self.last_s = event.at_s
        match event:
            case SessionStarted():
                self._started(event)
            case BlockStarted(at_s, index):
                self._close(at_s)
                self.current = self.blocks[index]
                self.open_block, self.since_s = self.current, at_s
            case Paused(at_s):
                self._close(at_s)
                self.summary = replace(self.summary, pauses=self.summary.pauses + 1)
            case Resumed(at_s):
                self._close(at_s)
                self.open_block, self.since_s = self.current, at_s
            case GatePassed(at_s):
                self._measure()
                self._close(at_s)
            case RestartBegun(at_s):
                self._close(at_s)
            case Wobbled():
                self.summary = replace(self.summary, wobbles=self.summary.wobbles + 1)
            case CueMissed():
                self.summary = replace(self.summary, missed_cues=self.summary.missed_cues + 1)
            case SessionEnded(at_s, wall, outcome):
                self._close(at_s)
                self.summary = replace(self.summary, ended=wall, outcome=outcome)
            case _:
                pass

    def _started(self, event: SessionStarted) -> None:
        self.blocks = event.blocks
        planned = totals(event.blocks)
        self.current = event.blocks[0]
        self.summary = replace(
            self.summary,
            plan_id=event.plan_id,
            plan_title=event.plan_title,
            person_id=event.person_id,
            programme_id=event.programme_id,
            week=event.week,
            checked=event.checked,
            demo=event.demo,
            started=event.wall,
            planned_s=planned.total_s,
            planned_backward_s=planned.backward_s,
        )

    def _measure(self) -> None:
        """A person said that a distance is done."""
        block = self.open_block
        if block is not None and block.kind is Kind.BACKWARD and block.distance_m:
            metres = round(self.summary.backward_m + block.distance_m, 3)
            self.summary = replace(self.summary, backward_m=metres)

    def _close(self, at_s: float) -> None:
        """Count the walking since the block began or went on."""
        block, self.open_block = self.open_block, None
        if block is None or block.kind not in WALKING:
            return
        seconds = max(0.0, at_s - self.since_s)
        if not seconds:
            return
        now = self.summary
        if block.kind is Kind.BACKWARD:
            speeds = _with(now.backward_kmh, block.speed_kmh)
            hands = now.backward_hands if block.hands in now.backward_hands else (*now.backward_hands, block.hands)
            back = round(now.backward_s + seconds, 3)
            self.summary = replace(now, backward_s=back, backward_kmh=speeds, backward_hands=hands)
        else:
            speeds = _with(now.forward_kmh, block.speed_kmh)
            self.summary = replace(now, forward_s=round(now.forward_s + seconds, 3), forward_kmh=speeds)


def _with(speeds: tuple[float, ...], speed: float) -> tuple[float, ...]:
    return speeds if speed in speeds else tuple(sorted((*speeds, speed)))


def monday_of(day: date) -> date:
    """The Monday of that day's week."""
    return day - timedelta(days=day.weekday())


def counts(summary: Summary) -> bool:
    """Demonstrations are no training; neither is a session in which nobody walked, or one that was removed."""
    return not summary.demo and summary.removed is None and summary.walked_s > 0 and summary.started is not None


def minutes(seconds: float) -> str:
    """Plain words for a length: "45 seconds", "1 minute", "1½ minutes", "12 minutes"."""
    if round(seconds) < 60:
        return trn("{0} second", "{0} seconds", round(seconds)).format(round(seconds))
    halves = round(seconds / 30)
    whole, half = divmod(halves, 2)
    if not half:
        return trn("{0} minute", "{0} minutes", whole).format(whole)
    return tr("{0}½ minutes").format(whole)
