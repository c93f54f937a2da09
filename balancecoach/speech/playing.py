"""What a player has to do. The one we use is in ``player.py``."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol


class Player(Protocol):
    """Plays one clip at a time. All methods are called from the GUI thread and never raise for a device problem.

    They return at once (< 5 ms) but for ``load``, which reads files, and ``reopen`` and ``close`` (about 0.2 s):
    not for use during a bout.
    """

    def load(self, clips: Mapping[str, Path]) -> None:
        """Read WAV files into memory beforehand, besides those already there. One that is broken is left out."""
        ...

    def has(self, key: str) -> bool:
        """Whether there is a clip to play for this key."""
        ...

    def play(self, key: str) -> bool:
        """Start now, replacing whatever plays. ``False`` when it cannot be heard: no device, unknown key."""
        ...

    def hush(self) -> None:
        """Silence at once."""
        ...

    def working(self) -> bool:
        """Whether there is an output, as far as the library can tell. It cannot see a loudspeaker turned off."""
        ...

    def reopen(self) -> bool:
        """Try the device again: the sound service came back, the output was changed."""
        ...

    def set_volume(self, volume: float) -> None:
        """From 0 to 1, at once."""
        ...

    def outputs(self) -> tuple[str, ...]:
        """Names of the outputs there are; none while the device is closed."""
        ...

    def set_output(self, name: str) -> None:
        """Which output, "" for the system's own; an open device changes to it at once (about 0.2 s)."""
        ...

    def output_lost(self) -> bool:
        """Whether the output that was chosen is not there, so that the system's own plays."""
        ...

    def close(self) -> None:
        """Give the device back. What is called afterwards stays silent."""
        ...
