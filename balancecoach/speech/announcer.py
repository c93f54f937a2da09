"""Decides what is heard when more than one thing wants to be: the rules of the issue, with time as an argument.

A cue of higher priority replaces the one that sounds. One of equal or lower priority waits within its patience, or is
missed and recorded; but a block's own about safety replaces an equal answer to a press. Hush is immediate. Where no
clip can be played the cue still counts as shown, so that the screen flashes it: never a silent change.
"""

from collections.abc import Callable
from typing import Protocol

from msgspec import Struct

from balancecoach.core.cue import Cue
from balancecoach.core.phrases import PATIENCE_S, Priority
from balancecoach.speech.clips import Clips, key

#: A sound service that hangs is noticed after so long; what was to sound meanwhile was not heard.
NOTICED_S = 1.5
#: An output is so much behind: what follows at once would cut off the last of what was said (``Beat.delay_s``).
BEHIND_S = 0.06


class Plays(Protocol):
    """The part of a player that is used here."""

    def play(self, key: str, late_s: float = 0.0) -> bool:
        """Start a clip now, replacing what plays; it should have been ``late_s`` ago."""
        ...

    def hush(self) -> None:
        """Silence at once."""
        ...


class Said(Struct, frozen=True):
    """A cue's words are being said now. ``how``: "voice", "tone" (no words heard), or "silent"."""

    cue: Cue
    how: str


class Missed(Struct, frozen=True):
    """A cue was not said, or was cut short. ``why``: "crowded" or "cut"."""

    cue: Cue
    why: str


Heard = Said | Missed


class Announcer:
    """One voice: at most one cue sounds at any time. Times are seconds of any one steady clock."""

    def __init__(self, player: Plays, clips: Clips) -> None:
        self._player, self.clips = player, clips
        self._current: Cue | None = None
        self._last: Cue | None = None  # that began to sound
        self._ends_s = 0.0
        self._waiting: list[tuple[float, Cue]] = []  # (latest start, cue)
        self.broken: list[Exception] = []  # what the player raised; the cue was silent then, and is shown

    def cue(self, cue: Cue, now_s: float, late_s: float = 0.0) -> tuple[Heard, ...]:
        """A cue's time has come, ``late_s`` ago."""
        before = self.tick(now_s)
        if self._current is None:
            return (*before, self._say(cue, now_s, late_s))
        if cue.priority > self._current.priority or self._outranks_answer(cue):
            cut = Missed(self._current, "cut")
            return (*before, cut, self._say(cue, now_s, late_s))
        self._waiting.append((now_s + PATIENCE_S[cue.priority], cue))
        return before

    def _outranks_answer(self, cue: Cue) -> bool:
        """An answer to a press sounds ("Any wobble?"), and a block begins with "Stop the belt": that is not late."""
        current = self._current
        answers = current is not None and current.block < 0 and current.priority is cue.priority
        return answers and cue.block >= 0 and cue.priority >= Priority.SAFETY

    def tick(self, now_s: float) -> tuple[Heard, ...]:
        """Let time pass: what waited is said when its turn comes, or missed when it waited too long."""
        heard: list[Heard] = [Missed(cue, "crowded") for latest, cue in self._waiting if latest < now_s]
        self._waiting = [row for row in self._waiting if row[0] >= now_s]
        if self._current is not None and now_s >= self._ends_s:
            self._current = None
        if self._current is None and self._waiting:
            best = max(self._waiting, key=lambda row: row[1].priority)
            self._waiting.remove(best)
            heard.append(self._say(best[1], now_s))
        return tuple(heard)

    def busy(self, now_s: float) -> bool:
        """Whether something sounds, or waits for its turn."""
        return bool(self._waiting) or (self._current is not None and now_s < self._ends_s)

    def must_finish(self, now_s: float) -> bool:
        """Whether a sentence about safety or a stop sounds, or waits for its turn: nobody's wish cuts that off."""
        sounding = [self._current] if self._current is not None and now_s < self._ends_s else []
        return any(cue.priority >= Priority.SAFETY for cue in (*sounding, *(cue for _, cue in self._waiting)))

    def next_due_s(self, now_s: float) -> float | None:
        """Seconds until a waiting cue's turn may come; ``None`` when nothing waits."""
        return max(0.0, self._ends_s - now_s) if self._waiting else None

    def hush(self) -> tuple[Heard, ...]:
        """Silence at once, and forget what waits."""
        self._try(self._player.hush)
        missed = [Missed(cue, "crowded") for _, cue in self._waiting]
        if self._current is not None:
            missed.insert(0, Missed(self._current, "cut"))
        self._current, self._last, self._waiting = None, None, []
        return tuple(missed)

    def unheard(self, now_s: float) -> tuple[Heard, ...]:
        """The output is lost: what sounds now, or was to until a moment ago, was not heard and is to be shown."""
        last, self._last = self._last, None
        if last is None or now_s >= self._ends_s + NOTICED_S:
            return ()
        return (Said(last, "silent"),)

    def forget_waiting(self) -> tuple[Heard, ...]:
        """A new block began: what waited belongs to the old one."""
        missed = tuple(Missed(cue, "crowded") for _, cue in self._waiting)
        self._waiting = []
        return missed

    def _say(self, cue: Cue, now_s: float, late_s: float = 0.0) -> Said:
        name = key((cue.tone, cue.say))
        played = self._try(lambda: self._player.play(name, late_s))
        self._current, self._ends_s = cue, now_s + self.clips.length_s(cue.tone, cue.say) + BEHIND_S
        self._last = cue if played else None
        how = "silent" if not played else "voice" if name in self.clips.spoken else "tone"
        return Said(cue, how)

    def _try(self, what: Callable[[], object]) -> bool:
        """A bug of ours in the player must not keep a cue from being shown."""
        try:
            return bool(what())
        except Exception as error:
            self.broken.append(error)
            return False
