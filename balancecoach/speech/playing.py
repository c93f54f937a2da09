"""What a player has to do, and what it needs of an output. Those that we use are in ``player.py`` and ``sdl.py``."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol


class Sound(Protocol):
    """Prepared samples: 16-bit mono at ``RATE_HZ``."""

    def set_volume(self, volume: float) -> None:
        """From 0 to 1, at once."""
        ...


class Device(Protocol):
    """One output of the machine.

    ``open``, ``close`` and ``names`` may block for as long as the machine's sound does; ``listen`` takes a moment. The
    others return at once (< 8 ms); they are not called while one of those three runs.
    """

    def open(self, name: str = "") -> bool:
        """Whether there is an output now: that of this name, "" for the system's own. Closes the old one first."""
        ...

    def close(self) -> None:
        """Give the output back."""
        ...

    def names(self) -> tuple[str, ...]:
        """Of the outputs there are, as far as the library tells."""
        ...

    def alive(self) -> bool:
        """Whether what was opened is still there."""
        ...

    def flows(self) -> bool:
        """Whether it has taken what it was given at the last call. A sound service that hangs does not."""
        ...

    def listen(self) -> None:
        """Look on as it takes samples, so that ``start`` can be exact. Takes some hundredths of a second."""
        ...

    def start(self, sound: Sound, late_s: float = 0.0) -> bool:
        """Start now, in place of what plays; it was due ``late_s`` ago, and sounds a fixed time after that.

        Whether it could.
        """
        ...

    def sounds(self) -> bool:
        """Whether something plays."""
        ...

    def stop(self) -> None:
        """Silence at once."""
        ...


class Player(Protocol):
    """Plays one clip at a time. All methods are called from one thread and never raise for a device problem.

    They return at once (< 8 ms) but for ``load``, which reads files, and ``wait``. The output is opened, watched and
    opened again in a thread of its own.
    """

    def load(self, clips: Mapping[str, Path]) -> None:
        """Read WAV files into memory beforehand, besides those already there. One that is broken is left out."""
        ...

    def has(self, key: str) -> bool:
        """Whether there is a clip to play for this key."""
        ...

    def play(self, key: str, late_s: float = 0.0) -> bool:
        """Start now what was due ``late_s`` ago, replacing whatever plays.

        ``False`` when it cannot be heard: no device, unknown key.
        """
        ...

    def hush(self) -> None:
        """Silence at once."""
        ...

    def working(self) -> bool:
        """Whether there is an output, as far as the library can tell. It cannot see a loudspeaker turned off."""
        ...

    def opening(self) -> bool:
        """Whether an output was asked for and it is not known yet if there is one."""
        ...

    def open(self) -> None:
        """An output is wanted from now on: it is looked for until ``close``, also when it goes away."""
        ...

    def wait(self, seconds: float) -> bool:
        """Until it is known whether there is an output; ``False`` when it did not answer in time."""
        ...

    def on_change(self, told: Callable[[], None]) -> None:
        """Call this whenever ``working``, ``opening``, ``outputs`` or ``output_lost`` may differ; from any thread."""
        ...

    def set_volume(self, volume: float) -> None:
        """From 0 to 1, at once."""
        ...

    def outputs(self) -> tuple[str, ...]:
        """Names of the outputs there are; none while the device is closed."""
        ...

    def set_output(self, name: str) -> None:
        """Which output, "" for the system's own; what is open changes to it."""
        ...

    def output_lost(self) -> bool:
        """Whether the output that was chosen is not there, so that the system's own plays."""
        ...

    def close(self, wait_s: float = 0.0) -> None:
        """Give the device back. What is called afterwards stays silent. Waits as long as this at most until it is."""
        ...
