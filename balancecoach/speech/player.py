"""Plays the clips, on time. Why with pygame's mixer: docs/adr/0002-player.md. Nothing else imports it.

The mixing runs in SDL's own thread, in C: a busy interpreter can hold up the call of ``play``, but not a
sound that has begun.
"""

import contextlib
import ctypes
import os
import sys
import wave
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from balancecoach.speech.playing import Player
from balancecoach.speech.tones import RATE_HZ

if TYPE_CHECKING:
    from pygame.mixer import Sound

#: What SDL asks for at a time: 23 ms at ``RATE_HZ``. With twice that hush takes more than 50 ms; half of it clicks.
BUFFER_FRAMES = 512
_DEVICE_IDS = range(2, 18)  # SDL2's numbers of devices opened by name or as the default
_PLAYING = 1  # SDL_AUDIO_PLAYING; a device that went away is SDL_AUDIO_STOPPED, though everything else still says yes


class Device(Protocol):
    """One output of the machine. What ``sound`` made is good until the device is closed."""

    def open(self, name: str = "") -> bool:
        """Whether there is an output now: that of this name, "" for the system's own. Closes the old one first."""
        ...

    def names(self) -> tuple[str, ...]:
        """Of the outputs there are, as far as the library tells."""
        ...

    def alive(self) -> bool:
        """Whether what was opened is still there."""
        ...

    def sound(self, pcm: bytes) -> "Sound":
        """Prepare 16-bit mono samples at ``RATE_HZ``."""
        ...

    def start(self, sound: "Sound") -> bool:
        """Start now, in place of what plays. Whether it could."""
        ...

    def stop(self) -> None:
        """Silence at once."""
        ...

    def close(self) -> None:
        """Give the output back."""
        ...


class MixerPlayer:
    """The player: clips in memory, and a device that may come and go."""

    def __init__(self, device: Device) -> None:
        self._device = device
        self._pcm: dict[str, bytes] = {}
        self._sounds: dict[str, Sound] = {}
        self._volume = 1.0
        self._output, self._lost = "", False
        self.reopen()

    def load(self, clips: Mapping[str, Path]) -> None:
        """Read WAV files into memory beforehand, besides those already there. One that is broken is left out."""
        for key, path in clips.items():
            self._pcm.pop(key, None)
            self._sounds.pop(key, None)
            if pcm := _read(path):
                self._pcm[key] = pcm
        self._prepare()

    def has(self, key: str) -> bool:
        """Whether there is a clip to play for this key."""
        return key in self._pcm

    def play(self, key: str) -> bool:
        """Start now, replacing whatever plays. ``False`` when it cannot be heard: no device, unknown key."""
        sound = self._sounds.get(key)
        return sound is not None and self._device.alive() and self._device.start(sound)

    def hush(self) -> None:
        """Silence at once."""
        self._device.stop()

    def working(self) -> bool:
        """Whether there is an output, as far as the library can tell. It cannot see a loudspeaker turned off."""
        return self._device.alive()

    def reopen(self) -> bool:
        """Try the device again. What played is cut."""
        self._sounds.clear()
        self._lost = not self._device.open(self._output) and bool(self._output) and self._device.open()
        if self._device.alive():
            self._prepare()
        return self._device.alive()

    def outputs(self) -> tuple[str, ...]:
        """Names of the outputs there are; none while the device is closed."""
        return self._device.names()

    def set_output(self, name: str) -> None:
        """Which output, "" for the system's own; an open device changes to it at once."""
        if name != self._output:
            self._output = name
            if self._device.alive():
                self.reopen()

    def output_lost(self) -> bool:
        """Whether the output that was chosen is not there, so that the system's own plays."""
        return self._lost and bool(self._output)

    def set_volume(self, volume: float) -> None:
        """From 0 to 1, at once; what is out of range is brought into it."""
        self._volume = min(1.0, max(0.0, volume))
        for sound in self._sounds.values():
            sound.set_volume(self._volume)

    def close(self) -> None:
        """Give the device back. What is called afterwards stays silent."""
        self._sounds.clear()
        self._device.close()

    def _prepare(self) -> None:
        if not self._device.alive():
            return
        for key in self._pcm.keys() - self._sounds.keys():
            sound = self._device.sound(self._pcm[key])
            sound.set_volume(self._volume)
            self._sounds[key] = sound


class SdlDevice:
    """SDL's default output through ``pygame.mixer``: PulseAudio, PipeWire, ALSA, WASAPI, Core Audio.

    One for the whole process: the mixer is SDL's, not ours. Raises ``ImportError`` when the library is missing.
    """

    def __init__(self) -> None:
        os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")  # it greets on standard output
        os.environ.setdefault("SDL_AUDIO_DEVICE_APP_NAME", "Balance Coach")  # read by the system's volume control
        os.environ.setdefault("SDL_NO_SIGNAL_HANDLERS", "1")  # else it swallows Ctrl+C and a system's wish to end us
        import pygame
        from pygame import mixer

        self._mixer, self._error = mixer, pygame.error
        self._status = _status_of_device(mixer.__file__)
        self._opened = False
        self._quiet = _quieten_alsa()

    def open(self, name: str = "") -> bool:
        """Whether there is an output now. Blocks while a sound service that hangs does not answer."""
        self.close()
        with contextlib.suppress(self._error):
            # allowedchanges 0: SDL converts, our samples stay
            self._mixer.init(RATE_HZ, -16, 1, BUFFER_FRAMES, devicename=name or None, allowedchanges=0)
            self._opened = True
        return self.alive()

    def names(self) -> tuple[str, ...]:
        """Of the outputs there are; none while ours is closed, for SDL looks only with its audio part running."""
        with contextlib.suppress(RuntimeError, ImportError):  # its error is not ``pygame.error``
            from pygame._sdl2.audio import get_audio_device_names

            return tuple(get_audio_device_names(False))
        return ()

    def alive(self) -> bool:
        """Whether what was opened is still there. The mixer itself goes on as if nothing had happened."""
        if not self._opened or self._mixer.get_init() is None:
            return False
        return self._status is None or any(self._status(number) == _PLAYING for number in _DEVICE_IDS)

    def sound(self, pcm: bytes) -> "Sound":
        """Prepare 16-bit mono samples at ``RATE_HZ``."""
        return self._mixer.Sound(buffer=pcm)

    def start(self, sound: "Sound") -> bool:
        """Start now, in place of what plays."""
        with contextlib.suppress(self._error):
            self._mixer.Channel(0).play(sound)
            return True
        return False

    def stop(self) -> None:
        """Silence at once: what SDL has already handed over is still heard, about 30 ms."""
        with contextlib.suppress(self._error):  # the mixer was never opened
            self._mixer.Channel(0).stop()

    def close(self) -> None:
        """Give the output back."""
        self.stop()
        self._opened = False
        self._mixer.quit()


class SilentPlayer:
    """Stands in where there is nothing to play with: says so, and does nothing."""

    def load(self, clips: Mapping[str, Path]) -> None: ...

    def has(self, key: str) -> bool:
        return False

    def play(self, key: str) -> bool:
        return False

    def hush(self) -> None: ...

    def working(self) -> bool:
        return False

    def reopen(self) -> bool:
        return False

    def set_volume(self, volume: float) -> None: ...

    def outputs(self) -> tuple[str, ...]:
        return ()

    def set_output(self, name: str) -> None: ...

    def output_lost(self) -> bool:
        return False

    def close(self) -> None: ...


def open_player() -> Player:
    """The real player, or a ``SilentPlayer`` when the library is missing.

    With the library but no device it is the real one too: silent, not working, and ready to ``reopen``.
    """
    try:
        return MixerPlayer(SdlDevice())
    except (ImportError, OSError):
        return SilentPlayer()


def _read(path: Path) -> bytes:
    """The samples of one of our clips; nothing when the file is missing, broken or of another kind."""
    with contextlib.suppress(OSError, EOFError, RuntimeError, wave.Error), wave.open(str(path), "rb") as file:
        pcm = file.readframes(file.getnframes())
        whole = len(pcm) == 2 * file.getnframes()
        if whole and (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE_HZ):
            return pcm
    return b""


def _status_of_device(mixer_file: str) -> Callable[[int], int] | None:
    """SDL's own ``SDL_GetAudioDeviceStatus``, which pygame does not offer; ``None`` when it cannot be found.

    A handle on pygame's module finds the symbols of the SDL it is linked to, wherever that lies. Not so on Windows.
    """
    file = Path(mixer_file)
    try:
        library = ctypes.CDLL(str(file.with_name("SDL2.dll") if sys.platform == "win32" else file))
        status: Callable[[int], int] = library.SDL_GetAudioDeviceStatus
    except (OSError, AttributeError):
        return None
    return status


def _quieten_alsa() -> object:
    """ALSA tells about a missing device on standard error, ten lines of it; ``working`` says the same in one word.

    Returns what must be kept as long as the device is: ALSA calls it.
    """
    if not sys.platform.startswith("linux"):
        return None
    kind = ctypes.CFUNCTYPE(None, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p)
    handler = kind(lambda *_: None)
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL("libasound.so.2").snd_lib_error_set_handler(handler)
    return handler
