"""Plays the clips, on time. Why with SDL's mixer: docs/adr/0002-player.md.

The mixing runs in SDL's own thread, in C: a busy interpreter can hold up the call of ``play``, but not a
sound that has begun.
"""

import contextlib
import wave
from collections.abc import Callable, Mapping
from pathlib import Path

from balancecoach.speech.outlet import Outlet
from balancecoach.speech.playing import Player
from balancecoach.speech.sdl import SdlDevice, SdlSound
from balancecoach.speech.tones import RATE_HZ


class MixerPlayer:
    """The player: clips in memory, and an output that may come and go."""

    def __init__(self, outlet: Outlet) -> None:
        self._outlet = outlet
        self._sounds: dict[str, SdlSound] = {}
        self._volume = 1.0

    def load(self, clips: Mapping[str, Path]) -> None:
        """Read WAV files into memory beforehand, besides those already there. One that is broken is left out."""
        for key, path in clips.items():
            self._sounds.pop(key, None)
            if pcm := _read(path):
                self._sounds[key] = SdlSound(pcm)
                self._sounds[key].set_volume(self._volume)

    def has(self, key: str) -> bool:
        """Whether there is a clip to play for this key."""
        return key in self._sounds

    def play(self, key: str, late_s: float = 0.0) -> bool:
        """Start now what was due ``late_s`` ago, replacing whatever plays. ``False`` when it cannot be heard."""
        sound = self._sounds.get(key)
        return sound is not None and self._outlet.start(sound, late_s)

    def hush(self) -> None:
        """Silence at once."""
        self._outlet.stop()

    def working(self) -> bool:
        """Whether there is an output, as far as the library can tell. It cannot see a loudspeaker turned off."""
        return self._outlet.alive()

    def opening(self) -> bool:
        """Whether an output was asked for and it is not known yet if there is one."""
        return not self._outlet.state.known

    def open(self) -> None:
        """An output is wanted from now on: it is looked for until ``close``, also when it goes away."""
        self._outlet.ask()

    def wait(self, seconds: float) -> bool:
        """Until it is known whether there is an output; ``False`` when it did not answer in time."""
        return self._outlet.wait(seconds)

    def on_change(self, told: Callable[[], None]) -> None:
        """Call this whenever something is different with the output; from its own thread."""
        self._outlet.on_change(told)

    def outputs(self) -> tuple[str, ...]:
        """Names of the outputs there are; none while the device is closed."""
        return self._outlet.state.names

    def set_output(self, name: str) -> None:
        """Which output, "" for the system's own; what is open changes to it."""
        self._outlet.choose(name)

    def output_lost(self) -> bool:
        """Whether the output that was chosen is not there, so that the system's own plays."""
        return self._outlet.state.fallback

    def set_volume(self, volume: float) -> None:
        """From 0 to 1, at once; what is out of range is brought into it."""
        self._volume = min(1.0, max(0.0, volume))
        for sound in self._sounds.values():
            sound.set_volume(self._volume)

    def close(self, wait_s: float = 0.0) -> None:
        """Give the output back. What is called afterwards stays silent. Waits as long as this at most until it is."""
        self._outlet.let_go(wait_s)


class SilentPlayer:
    """Stands in where nothing is to be heard: says so, and does nothing."""

    def load(self, clips: Mapping[str, Path]) -> None: ...

    def has(self, key: str) -> bool:
        return False

    def play(self, key: str, late_s: float = 0.0) -> bool:
        return False

    def hush(self) -> None: ...

    def working(self) -> bool:
        return False

    def opening(self) -> bool:
        return False

    def open(self) -> None: ...

    def wait(self, seconds: float) -> bool:
        return True

    def on_change(self, told: Callable[[], None]) -> None: ...

    def set_volume(self, volume: float) -> None: ...

    def outputs(self) -> tuple[str, ...]:
        return ()

    def set_output(self, name: str) -> None: ...

    def output_lost(self) -> bool:
        return False

    def close(self, wait_s: float = 0.0) -> None: ...


def make_player() -> Player:
    """The real player, without an output yet. Where there is no device, or no SDL, it stays silent and says so."""
    return MixerPlayer(Outlet(SdlDevice))


def open_player(output: str = "") -> Player:
    """The real player; its output, "" for the system's own, is being opened."""
    player = make_player()
    player.set_output(output)
    player.open()
    return player


def _read(path: Path) -> bytes:
    """The samples of one of our clips; nothing when the file is missing, broken or of another kind."""
    with contextlib.suppress(OSError, EOFError, RuntimeError, wave.Error), wave.open(str(path), "rb") as file:
        pcm = file.readframes(file.getnframes())
        whole = len(pcm) == 2 * file.getnframes()
        if whole and (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE_HZ):
            return pcm
    return b""
