"""SDL's mixer, called directly: pygame brings the libraries along, and nothing else of it is used or imported.

pygame's own ``mixer.init`` and ``quit`` keep the interpreter's lock while they wait for a sound service or for a
thread of SDL: every thread of ours stood still, for as long as it took, and at the end of the program again
(docs/adr/0002-player.md). ctypes gives it up.
"""

import contextlib
import ctypes
import importlib.util
import os
import sys
import time
from ctypes import POINTER, Structure, byref, c_char_p, c_int, c_ubyte, c_uint8, c_uint16, c_uint32, c_void_p
from pathlib import Path
from typing import Any

from balancecoach.speech.beat import Beat
from balancecoach.speech.playing import Sound
from balancecoach.speech.tones import RATE_HZ

#: What SDL asks for at a time: 23 ms at ``RATE_HZ``. With twice that hush takes more than 50 ms; half of it clicks.
BUFFER_FRAMES = 512
_LEAD_FRAMES = 3 * BUFFER_FRAMES
_AUDIO = 0x10  # SDL_INIT_AUDIO
_S16 = 0x8010 if sys.byteorder == "little" else 0x9010  # AUDIO_S16SYS
_PLAYING = 1  # SDL_AUDIO_PLAYING; a device that went away is SDL_AUDIO_STOPPED, though everything else still says yes
_NUMBERS = range(2, 18)  # SDL2's numbers of devices opened by name or as the default
_CUES, _PULSE = 0, 1  # channels
_FULL = 128  # MIX_MAX_VOLUME
#: Before a block is due it is looked for from so early, so often, and for at most two blocks. A sight is good when it
#: lies between two looks as near as this.
_EARLY_S, _LOOK_S, _SURE_S = 0.003, 0.0005, 0.0015
#: Once the beat is known it is enough to look again after this; but not in the first seconds of an output, when the
#: sound service still shifts it by some milliseconds.
_AGAIN_S, _NEW_S = 0.9, 10.0
_PULSE_S16, _PULSE_PLAYBACK, _PULSE_NO_ENTITY = 3 if sys.byteorder == "little" else 4, 1, 5  # of libpulse


class _Chunk(Structure):
    """``Mix_Chunk``: a sound of the format that the mixer was opened with."""

    _fields_ = (("allocated", c_int), ("abuf", POINTER(c_ubyte)), ("alen", c_uint32), ("volume", c_uint8))


class SdlSound:
    """16-bit mono samples at ``RATE_HZ``. Needs no output to be made, and outlives one."""

    def __init__(self, pcm: bytes) -> None:
        room = bytes(2 * _LEAD_FRAMES)
        self._pcm = (c_ubyte * (len(room) + len(pcm))).from_buffer_copy(room + pcm)
        self.chunk = _Chunk(0, POINTER(c_ubyte)(), len(pcm), _FULL)
        self.after(0.0)

    def after(self, lead_s: float) -> None:
        """The next time it is started, so much silence comes before it: at most three blocks."""
        lead = min(_LEAD_FRAMES, max(0, round(lead_s * RATE_HZ)))
        self.chunk.abuf = ctypes.cast(byref(self._pcm, 2 * (_LEAD_FRAMES - lead)), POINTER(c_ubyte))
        self.chunk.alen = len(self._pcm) - 2 * (_LEAD_FRAMES - lead)

    def set_volume(self, volume: float) -> None:
        """From 0 to 1, at once."""
        self.chunk.volume = round(volume * _FULL)


class SdlDevice:
    """An output through SDL: PulseAudio, PipeWire, ALSA, WASAPI, Core Audio. One for the whole process.

    Raises ``ImportError`` or ``OSError`` when the library is missing. ``open``, ``close`` and ``names`` take as long as
    a sound service likes: they are for one thread that may wait, always the same. The others return at once.
    """

    def __init__(self) -> None:
        os.environ.setdefault("SDL_AUDIO_DEVICE_APP_NAME", "Balance Coach")  # read by the system's volume control
        os.environ.setdefault("SDL_NO_SIGNAL_HANDLERS", "1")  # else it swallows Ctrl+C and a system's wish to end us
        self._sdl, self._mix = _libraries()
        self._sdl.SDL_SetMainReady()
        self._runs, self._number = False, 0  # SDL's part for sound; the open device, 0 for none
        self._silence, self._sounding = SdlSound(bytes(2 * 64)), SdlSound(bytes(2))
        self._beats = False  # silence was handed over, to see it go
        self._beat, self._listened_s, self._opened_s = Beat(BUFFER_FRAMES / RATE_HZ), 0.0, 0.0
        _quieten_alsa()

    def open(self, name: str = "") -> bool:
        """Whether there is an output now: that of this name, "" for the system's own. Closes the old one first."""
        self.close()
        if _nothing_at_pulse() or self._sdl.SDL_InitSubSystem(_AUDIO):
            return False
        wanted = name.encode() or None
        if self._mix.Mix_OpenAudioDevice(RATE_HZ, _S16, 1, BUFFER_FRAMES, wanted, 0):  # 0: SDL converts, not we
            self._sdl.SDL_QuitSubSystem(_AUDIO)
            return False
        self._runs = True
        self._number = next((each for each in _NUMBERS if self._status(each) == _PLAYING), 0)
        self._beats = False
        self._beat.forget()
        self._opened_s = time.monotonic()
        return self.alive()

    def close(self) -> None:
        """Give the output back."""
        runs, self._runs, self._number = self._runs, False, 0
        if runs:
            self._mix.Mix_CloseAudio()
            self._sdl.SDL_QuitSubSystem(_AUDIO)

    def names(self) -> tuple[str, ...]:
        """Of the outputs there are; none while ours is closed, for SDL looks only with its audio part running."""
        if not self._runs:
            return ()
        count = max(0, self._sdl.SDL_GetNumAudioDevices(0))
        found = (self._sdl.SDL_GetAudioDeviceName(number, 0) for number in range(count))
        return tuple(name.decode("utf-8", "replace") for name in found if name)

    def alive(self) -> bool:
        """Whether what was opened is still there. The mixer itself goes on as if nothing had happened."""
        return bool(self._number) and self._status(self._number) == _PLAYING

    def flows(self) -> bool:
        """Whether the silence of the last call has been taken since; hands over some more.

        A sound service that hangs looks alive, but takes nothing.
        """
        if self._beats and self._mix.Mix_Playing(_PULSE):
            return False
        self._beats = self._hand_over_silence()
        return True

    def listen(self) -> None:
        """Look on as it takes its next block, for ``start``. Takes up to two blocks, 46 ms."""
        now_s = time.monotonic()
        due_s = self._beat.until_next(now_s)
        if due_s is not None:
            if now_s - self._listened_s < _AGAIN_S and now_s - self._opened_s > _NEW_S:
                return
            time.sleep((due_s - _EARLY_S) % self._beat.block_s)
        if not self._hand_over_silence():
            return
        self._listened_s = begun_s = before_s = time.monotonic()
        while self._mix.Mix_Playing(_PULSE):
            before_s = time.monotonic()
            if before_s - begun_s > 2 * self._beat.block_s:
                return
            time.sleep(_LOOK_S)
        now_s = time.monotonic()
        if before_s > begun_s and now_s - before_s < _SURE_S:
            self._beat.saw((before_s + now_s) / 2)

    def _hand_over_silence(self) -> bool:
        return bool(self._mix.Mix_PlayChannelTimed(_PULSE, byref(self._silence.chunk), 0, -1) == _PULSE)

    def start(self, sound: Sound, late_s: float = 0.0) -> bool:
        """Start now, in place of what plays; it sounds a fixed time after it was due (``Beat``). Whether it could."""
        assert isinstance(sound, SdlSound)
        wait_s, lead_s = self._beat.place(time.monotonic(), late_s)
        if wait_s:
            time.sleep(wait_s)
        sound.after(lead_s)
        if self._mix.Mix_PlayChannelTimed(_CUES, byref(sound.chunk), 0, -1) != _CUES:
            return False
        self._sounding = sound  # SDL reads it from now on: it must not go away
        return True

    def sounds(self) -> bool:
        """Whether something plays."""
        return bool(self._number and self._mix.Mix_Playing(_CUES))

    def stop(self) -> None:
        """Silence at once: what SDL has already handed over is still heard, about 30 ms."""
        if self._number:
            self._mix.Mix_HaltChannel(_CUES)

    def _status(self, number: int) -> int:
        return int(self._sdl.SDL_GetAudioDeviceStatus(number))


def _libraries() -> tuple[Any, Any]:
    """SDL and its mixer, as they lie beside pygame's module. A handle on that finds both, but not on Windows."""
    found = importlib.util.find_spec("pygame")  # imports nothing
    for folder in (found and found.submodule_search_locations) or ():
        if sys.platform == "win32":
            if dlls := windows_libraries(Path(folder)):
                return _known(*(ctypes.CDLL(str(dll)) for dll in dlls))
        for file in Path(folder).glob("mixer.*.so"):
            return _known(library := ctypes.CDLL(str(file)), library)
    raise ImportError("pygame, which brings SDL, is not installed")


def windows_libraries(folder: Path) -> list[Path]:
    """The same two beside pygame's module; in a frozen program one folder up, where pygame's own recipe puts them."""
    both = ([place / f"{name}.dll" for name in ("SDL2", "SDL2_mixer")] for place in (folder, folder.parent))
    return next((dlls for dlls in both if all(dll.is_file() for dll in dlls)), [])


def _known(sdl: Any, mix: Any) -> tuple[Any, Any]:
    """With what their functions take and return."""
    sdl.SDL_InitSubSystem.argtypes = sdl.SDL_QuitSubSystem.argtypes = [c_uint32]
    sdl.SDL_GetAudioDeviceName.argtypes, sdl.SDL_GetAudioDeviceName.restype = [c_int, c_int], c_char_p
    sdl.SDL_GetNumAudioDevices.argtypes = [c_int]
    sdl.SDL_GetAudioDeviceStatus.argtypes = [c_uint32]
    mix.Mix_OpenAudioDevice.argtypes = [c_int, c_uint16, c_int, c_int, c_char_p, c_int]
    mix.Mix_PlayChannelTimed.argtypes = [c_int, POINTER(_Chunk), c_int, c_int]
    mix.Mix_HaltChannel.argtypes = mix.Mix_Playing.argtypes = [c_int]
    return sdl, mix


class _PulseFormat(Structure):
    """``pa_sample_spec``."""

    _fields_ = (("format", c_int), ("rate", c_uint32), ("channels", c_uint8))


def _nothing_at_pulse() -> bool:
    """Whether PulseAudio runs with no loudspeaker at all, not even its dummy: SDL 2 dies of that as it starts.

    Its ``ServerInfoCallback`` takes the length of the name of the default loudspeaker without asking if there is one.
    """
    if os.environ.get("SDL_AUDIODRIVER", "") not in ("", "pulseaudio"):
        return False
    try:
        pulse = ctypes.CDLL("libpulse-simple.so.0")
    except OSError:
        return False
    pulse.pa_simple_new.restype, pulse.pa_simple_free.argtypes = c_void_p, [c_void_p]
    error, how = c_int(0), _PulseFormat(_PULSE_S16, RATE_HZ, 1)
    name = b"Balance Coach"
    stream = pulse.pa_simple_new(None, name, _PULSE_PLAYBACK, None, name, byref(how), None, None, byref(error))
    if stream:
        pulse.pa_simple_free(stream)
    return not stream and error.value == _PULSE_NO_ENTITY


def _quieten_alsa() -> None:
    """ALSA tells about a missing device on standard error, ten lines of it; we say the same in one word.

    What it calls instead must be C. A function of ours waited, in a thread of SDL's, for the interpreter's lock, which
    was held by who waited for that thread: the program stood still for ever. ``getpid`` does nothing with what it is
    given, and caller and called agree about that on every Linux.
    """
    if sys.platform.startswith("linux"):
        with contextlib.suppress(OSError, AttributeError):
            nothing = ctypes.cast(ctypes.CDLL(None).getpid, c_void_p)
            ctypes.CDLL("libasound.so.2").snd_lib_error_set_handler(nothing)
