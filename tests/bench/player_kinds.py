"""Ways of playing a clip, for ``players.py`` and the part "cues"; each imports its library when it is made."""

from __future__ import annotations

import ctypes
import importlib
import os
import shutil
import subprocess
import sys
import wave
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any, Protocol

from tests.bench.capture import RATE_HZ


class Bench(Protocol):
    def load(self, clip: Path) -> None: ...
    def play(self) -> object: ...
    def stop(self) -> None: ...
    def close(self) -> None: ...
    def state(self) -> str: ...


class QtEffect:
    def __init__(self) -> None:
        self.media: Any = importlib.import_module("PySide6.QtMultimedia")
        self.url: Any = importlib.import_module("PySide6.QtCore").QUrl

    def load(self, clip: Path) -> None:
        self.effect = self.media.QSoundEffect()
        self.effect.setSource(self.url.fromLocalFile(str(clip)))

    def play(self) -> object:
        self.effect.play()
        return self.effect.isPlaying()

    def stop(self) -> None:
        self.effect.stop()

    def close(self) -> None:
        self.effect.deleteLater()

    def state(self) -> str:
        return f"{self.effect.status().name}, {len(self.media.QMediaDevices.audioOutputs())} outputs"


class MiniAudio:
    """The device asks a Python generator for every period, silence included."""

    def __init__(self) -> None:
        self.lib: Any = importlib.import_module("miniaudio")
        self.device: Any = self.lib.PlaybackDevice(
            self.lib.SampleFormat.SIGNED16, 1, RATE_HZ, buffersize_msec=20, app_name="bench"
        )
        self.now: tuple[bytes, list[int]] | None = None
        stream = self.stream()
        next(stream)
        self.device.start(stream)

    def stream(self) -> Generator[bytes, int, None]:
        frames = yield b""
        while True:
            now, part = self.now, b""
            if now is not None:
                data, at = now
                part = data[at[0] : at[0] + 2 * frames]
                at[0] += len(part)
            frames = yield part.ljust(2 * frames, b"\0")

    def load(self, clip: Path) -> None:
        with wave.open(str(clip)) as source:
            self.data = source.readframes(source.getnframes())

    def play(self) -> object:
        self.now = (self.data, [0])
        return self.device.running

    def stop(self) -> None:
        self.now = None

    def close(self) -> None:
        self.device.close()

    def state(self) -> str:
        return f"running={self.device.running}, backend={self.device.backend}"


class PyGame:
    """SDL's mixer as `speech/player.py` sets it up, but for the size of the buffer."""

    def __init__(self, buffer_frames: int) -> None:
        os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"
        self.mixer: Any = importlib.import_module("pygame.mixer")
        self.mixer.init(RATE_HZ, -16, 1, buffer_frames, allowedchanges=0)

    def load(self, clip: Path) -> None:
        self.sound = self.mixer.Sound(str(clip))
        self.channel = self.mixer.Channel(0)

    def play(self) -> object:
        self.channel.play(self.sound)
        return self.channel.get_busy()

    def stop(self) -> None:
        self.channel.stop()

    def close(self) -> None:
        self.mixer.quit()

    def state(self) -> str:
        return f"init={self.mixer.get_init()}, driver={self.mixer.get_driver()}"


class Ours:
    """The player that the app ships."""

    def __init__(self) -> None:
        sys.path.insert(0, str(Path(__file__).parents[2]))
        self.player: Any = importlib.import_module("balancecoach.speech.player").open_player()
        self.player.wait(10)

    def load(self, clip: Path) -> None:
        self.player.load({"clip": clip})

    def play(self) -> object:
        return self.player.play("clip")

    def stop(self) -> None:
        self.player.hush()

    def close(self) -> None:
        self.player.close()

    def state(self) -> str:
        return f"working={self.player.working()}"


class Program:
    """A program of the machine's, started for every clip by hand. ``{clip}`` in its arguments is the clip's file."""

    def __init__(self, *command: str) -> None:
        if shutil.which(command[0]) is None:
            raise RuntimeError(f"{command[0]} is not installed")
        self.command = command
        self.running: list[subprocess.Popen[bytes]] = []

    def load(self, clip: Path) -> None:
        self.made = [part.format(clip=clip) for part in self.command]

    def play(self) -> object:
        quiet = subprocess.DEVNULL
        self.running = [old for old in self.running if old.poll() is None]
        self.running.append(subprocess.Popen(self.made, stdout=quiet, stderr=quiet))
        return True

    def stop(self) -> None:
        for process in self.running:
            process.kill()

    def close(self) -> None:
        self.stop()

    def state(self) -> str:
        return f"{len(self.running)} running"


def embedded_engine() -> Any:
    """pyttsx3 with the library and the voices that come with the app."""
    loader: Any = importlib.import_module("espeakng_loader")
    os.environ["ESPEAK_DATA_PATH"] = loader.get_data_path()
    ctypes.CDLL(loader.get_library_path(), ctypes.RTLD_GLOBAL)
    return importlib.import_module("pyttsx3").init()


class Speaking:
    """pyttsx3 speaks a word itself, and nothing goes on meanwhile. On Linux it starts aplay for that."""

    def __init__(self) -> None:
        if sys.platform == "linux" and shutil.which("aplay") is None:
            raise RuntimeError("pyttsx3 speaks by aplay, which is not installed")
        self.engine = embedded_engine()

    def load(self, clip: Path) -> None: ...

    def play(self) -> object:
        self.engine.say("Go")
        self.engine.runAndWait()
        return True

    def stop(self) -> None:
        self.engine.stop()

    def close(self) -> None: ...

    def state(self) -> str:
        return "it cannot say"


class QtSpeech:
    """Qt speaks a word through speech-dispatcher, which it starts."""

    def __init__(self) -> None:
        if shutil.which("speech-dispatcher") is None:
            raise RuntimeError("speech-dispatcher is not installed")
        speech: Any = importlib.import_module("PySide6.QtTextToSpeech").QTextToSpeech
        if "speechd" not in speech.availableEngines():
            raise RuntimeError(f"Qt has no speech-dispatcher here, only {', '.join(speech.availableEngines())}")
        self.engine = speech("speechd")

    def load(self, clip: Path) -> None: ...

    def play(self) -> object:
        self.engine.say("Go")
        return self.engine.state()

    def stop(self) -> None:
        self.engine.stop()

    def close(self) -> None:
        self.engine.deleteLater()

    def state(self) -> str:
        return f"{self.engine.state().name}, {self.engine.errorString()}"


PLAYERS: dict[str, Callable[[], Bench]] = {
    "qt": QtEffect,
    "miniaudio": MiniAudio,
    "ours": Ours,
    "pygame-1024": lambda: PyGame(1024),
    "paplay": lambda: Program("paplay", "{clip}"),
    "aplay": lambda: Program("aplay", "-q", "{clip}"),
    "espeak-ng": lambda: Program("espeak-ng", "Go"),
    "pyttsx3": Speaking,
    "qt-speech": QtSpeech,
}
