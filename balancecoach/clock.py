"""The only reader of clocks. Everyone else gets an ``Instant`` as an argument."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from balancecoach.core.events import Instant

#: Waits so many real seconds, or until a key; returns the key or "".
Waiter = Callable[[float], str]


class Clock(Protocol):
    """Tells the time and lets it pass."""

    def now(self) -> Instant:
        """This moment."""
        ...

    def wait(self, seconds: float, waiter: Waiter) -> str:
        """Let ``seconds`` of this clock's time pass, or fewer when a key comes. Returns the key or ""."""
        ...


class RealClock:
    """The machine's clocks."""

    def now(self) -> Instant:
        """This moment, dated with the local offset from UTC."""
        return Instant(time.monotonic(), datetime.now().astimezone())

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

    def wait(self, seconds: float, waiter: Waiter) -> str:
        """Wait ``seconds / speed`` and be exactly ``seconds`` later."""
        key = waiter(seconds / self._speed)
        self._mono_s += seconds
        return key
