"""The only reader of clocks. Everyone else gets an ``Instant`` as an argument."""

import time
from datetime import datetime, timedelta
from typing import Protocol

from balancecoach.core.events import Instant


class Clock(Protocol):
    """Tells the time and lets it pass."""

    def now(self) -> Instant:
        """This moment."""
        ...

    def sleep(self, seconds: float) -> None:
        """Wait ``seconds`` of this clock's time."""
        ...


class RealClock:
    """The machine's clocks."""

    def now(self) -> Instant:
        """This moment, dated with the local offset from UTC."""
        return Instant(time.monotonic(), datetime.now().astimezone())

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


class DemoClock:
    """Runs ``speed`` times faster, for demonstrations: exact steps, whatever the machine is doing."""

    def __init__(self, speed: float, real: Clock | None = None) -> None:
        self._real = real or RealClock()
        self._speed = speed
        self._began = self._real.now().wall
        self._mono_s = 0.0

    def now(self) -> Instant:
        """The demonstration's time."""
        return Instant(self._mono_s, self._began + timedelta(seconds=self._mono_s))

    def sleep(self, seconds: float) -> None:
        """Wait ``seconds / speed`` and be exactly ``seconds`` later."""
        self._real.sleep(seconds / self._speed)
        self._mono_s += seconds
