"""The only reader of clocks. Everyone else gets an ``Instant`` as an argument."""

import math
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

from balancecoach.core.events import Instant

#: Waits so many real seconds, or until a key; returns the key or "".
Waiter = Callable[[float], str]

#: A demonstration at the desk runs no slower than life, and no faster than this.
FASTEST = 20.0


class Clock(Protocol):
    """Tells the time and lets it pass."""

    def now(self) -> Instant:
        """This moment."""
        ...

    def real_s(self, seconds: float) -> float:
        """How many real seconds ``seconds`` of this clock's time take."""
        ...

    def wait(self, seconds: float, waiter: Waiter) -> str:
        """Let ``seconds`` of this clock's time pass, or fewer when a key comes. Returns the key or ""."""
        ...


def asleep_s() -> float | None:
    """How long the machine has slept that ``time.monotonic`` does not count; ``None`` where nobody says.

    Only differences count. On Windows the monotonic clock goes on while the machine sleeps: there is nothing besides.
    """
    if sys.platform == "win32":
        return 0.0
    # macOS gives its clock that goes on in a sleep this name, and has Python's own monotonic one stand still.
    name = "CLOCK_MONOTONIC" if sys.platform == "darwin" else "CLOCK_BOOTTIME"
    number = getattr(time, name, None)
    return None if number is None else time.clock_gettime(number) - time.monotonic()


class RealClock:
    """The machine's clocks. ``steady``, ``posix`` and ``asleep`` read them."""

    def __init__(
        self,
        steady: Callable[[], float] = time.monotonic,
        posix: Callable[[], float] = time.time,
        asleep: Callable[[], float | None] = asleep_s,
    ) -> None:
        self._steady, self._posix, self._asleep = steady, posix, asleep
        self._mono_s = -math.inf

    def now(self) -> Instant:
        """This moment, dated with the local offset from UTC. The seconds never go back, whatever a clock does."""
        self._mono_s = max(self._mono_s, self._steady())
        return Instant(self._mono_s, datetime.fromtimestamp(self._posix(), UTC).astimezone(), self._asleep())

    def real_s(self, seconds: float) -> float:
        """As many."""
        return seconds

    def wait(self, seconds: float, waiter: Waiter) -> str:
        """Wait."""
        return waiter(seconds)


class DemoClock:
    """Runs ``speed`` times faster, for demonstrations: in exact steps, whatever the machine is doing."""

    def __init__(self, speed: float, began: datetime) -> None:
        self._speed, self._began = speed, began
        self._mono_s = 0.0

    def now(self) -> Instant:
        """The demonstration's time: ``began`` and what has been waited since."""
        return Instant(self._mono_s, self._began + timedelta(seconds=self._mono_s))

    def real_s(self, seconds: float) -> float:
        """Fewer."""
        return seconds / self._speed

    def wait(self, seconds: float, waiter: Waiter) -> str:
        """Wait ``seconds / speed`` and be exactly ``seconds`` later."""
        key = waiter(seconds / self._speed)
        self._mono_s += seconds
        return key


class ScaledClock:
    """Another clock, 1 to ``FASTEST`` times as fast. A change of speed never makes its time jump."""

    def __init__(self, under: Clock, speed: float = 1.0) -> None:
        self._under, self._speed = under, 1.0
        self._from = self._at = under.now()  # the other clock's time when the speed changed, and ours
        self.set_speed(speed)

    @property
    def speed(self) -> float:
        """How many times as fast."""
        return self._speed

    def set_speed(self, speed: float) -> None:
        """From now on. Raises ``ValueError`` outside of 1 to ``FASTEST``: a bug of ours."""
        if not 1.0 <= speed <= FASTEST:
            raise ValueError(f"{speed} is no speed of a demonstration")
        self.skip(0.0)
        self._speed = speed

    def skip(self, seconds: float) -> None:
        """Be ``seconds`` later at once: nobody wants to wait for a gate in a demonstration."""
        under = self._under.now()
        self._at = _later(self._at_same_speed(under), seconds)
        self._from = under

    def now(self) -> Instant:
        """The demonstration's time."""
        return self._at_same_speed(self._under.now())

    def real_s(self, seconds: float) -> float:
        """Fewer."""
        return self._under.real_s(seconds / self._speed)

    def wait(self, seconds: float, waiter: Waiter) -> str:
        """Wait ``seconds / speed``."""
        return self._under.wait(seconds / self._speed, waiter)

    def _at_same_speed(self, under: Instant) -> Instant:
        return _later(self._at, (under.mono_s - self._from.mono_s) * self._speed)


def _later(moment: Instant, seconds: float) -> Instant:
    """A demonstration's: it is never paused by a sleep, so what its machine slept is left out."""
    return Instant(moment.mono_s + seconds, moment.wall + timedelta(seconds=seconds))
