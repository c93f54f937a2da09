"""A stage of the test's own for the real app: a display with a window manager, a sound server, and a keyboard.

Nothing of the machine's own display or sound is touched, and several stages can stand side by side.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import pytest
from msgspec.structs import replace

from balancecoach.paths import find_paths
from balancecoach.store.store import Store
from tests.bench.capture import Capture, PulseServer
from tests.histories import BELT, person, screened

ROOT = Path(__file__).parents[2]
NEEDS = ("Xvfb", "openbox", "xdotool", "pulseaudio", "parec")
SIZE = "1366x768"
TITLE = "Balance Coach"

Answer = TypeVar("Answer")


def missing(commands: Sequence[str] = NEEDS) -> str:
    """What this machine lacks for a stage, "" when it has all."""
    lacks = [name for name in commands if shutil.which(name) is None]
    return f"not installed: {', '.join(lacks)}" if lacks else ""


def demand(lacks: str) -> None:
    """Skip a test for want of this; in CI, where all is installed, that is a failure. "" for nothing: go on."""
    if lacks and os.environ.get("CI") == "true":
        pytest.fail(f"this test may not be skipped here; {lacks}")
    if lacks:
        pytest.skip(lacks)


def wait_for(what: Callable[[], Answer | None], words: str, deadline_s: float = 15.0, every_s: float = 0.05) -> Answer:
    """What ``what`` answers as soon as that is not empty. Raises ``TimeoutError``, saying in ``words`` what lacked."""
    until = time.monotonic() + deadline_s
    while not (answer := what()):
        if time.monotonic() > until:
            raise TimeoutError(f"after {deadline_s:g} s still no {words}")
        time.sleep(every_s)
    return answer


def set_up(stage: "Stage") -> None:
    """Somebody who may walk backwards today: asked, and on a treadmill that was checked."""
    with Store.open(find_paths(str(stage.home)), write=True) as store:
        set_up_in(store)


def set_up_in(store: Store) -> None:
    """The same, in a record that is open."""
    now = datetime.now().astimezone()
    store.save_person(person(), replace(screened(), at=now - timedelta(days=1)), now=now)
    store.save_treadmill(replace(BELT, at=now))


class Stage:
    """Display, sound and keyboard; ``home`` is the app's data folder. Use as a context manager.

    ``bus``: address of a D-Bus, "" for none, since the machine's own must not be asked for anything.
    """

    def __init__(self, folder: Path, *, sound: bool = True, size: str = SIZE, bus: str = "") -> None:
        self.folder, self._sound, self._size, self._bus = folder, sound, size, bus
        self.home = folder / "home"
        self._running: list[subprocess.Popen[bytes]] = []
        self._display = ""
        self.server = PulseServer(folder)
        self.capture = Capture(self.server)

    def __enter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            self._start_display()
            if self._sound:
                self.server.start()
                self.capture.start()
                wait_for(lambda: self.capture.data, "sound in the capture")  # a new null sink is mute for two seconds
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def _start_display(self) -> None:
        reads, writes = os.pipe()
        # A display without -noreset begins anew when its only client goes: one that was just coming is thrown out.
        size = f"{self._size}x24"
        command = ["Xvfb", "-displayfd", str(writes), "-screen", "0", size, "-nolisten", "tcp", "-noreset"]
        quiet = subprocess.DEVNULL
        self._running.append(subprocess.Popen(command, pass_fds=[writes], stdout=quiet, stderr=quiet))
        os.close(writes)
        with os.fdopen(reads) as pipe:
            self._display = f":{pipe.readline().strip()}"
        self._running.append(subprocess.Popen(["openbox"], env=self.env, stdout=quiet, stderr=quiet))

    def _end(self) -> None:
        if self._sound and hasattr(self.capture, "process"):
            self.capture.stop()
            assert self.capture.process.stdout is not None
            self.capture.process.stdout.close()
        self.server.stop()
        for process in reversed(self._running):
            process.kill()
            process.wait()

    @property
    def env(self) -> dict[str, str]:
        """The environment of whoever is on the stage."""
        drop = {"QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "SDL_AUDIODRIVER", "DBUS_SESSION_BUS_ADDRESS"}
        base = {name: value for name, value in self.server.env.items() if name not in drop}
        return {
            **base,
            "DISPLAY": self._display,
            "QT_QPA_PLATFORM": "xcb",
            "SDL_AUDIODRIVER": "pulseaudio",
            "BALANCECOACH_HOME": str(self.home),
            **({"DBUS_SESSION_BUS_ADDRESS": self._bus} if self._bus else {}),
        }

    def start_app(self, *arguments: str, log: str = "app.log") -> subprocess.Popen[bytes]:
        """Start the app as a person does; all it prints goes to ``log``. Ended with the stage at the latest."""
        with (self.folder / log).open("wb") as out:
            process = subprocess.Popen(self._command(arguments), cwd=ROOT, env=self.env, stdout=out, stderr=out)
        self._running.append(process)
        return process

    def start_other(self, *command: str) -> subprocess.Popen[bytes]:
        """Start something else on the display. Ended with the stage at the latest."""
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(command, cwd=ROOT, env=self.env, stdout=quiet, stderr=quiet)
        self._running.append(process)
        return process

    def run_app(self, *arguments: str) -> str:
        """Run one of the app's commands to its end; what it printed."""
        command = self._command(arguments)
        done = subprocess.run(command, cwd=ROOT, env=self.env, capture_output=True, text=True, timeout=60, check=True)
        return done.stdout

    def _command(self, arguments: Sequence[str]) -> list[str]:
        return [sys.executable, "-m", "balancecoach", *arguments]

    # -- window and keyboard ---------------------------------------------------------------------------------
    def wait_for_window(self) -> None:
        """Until the app's window is there and has the keyboard."""
        wait_for(self._has_keyboard, "active window of the app", 30.0)

    def _has_keyboard(self) -> bool:
        return TITLE in self.xdotool("getactivewindow", "getwindowname")

    def xdotool(self, *arguments: str) -> str:
        """Run it; what it answered, "" when it could not."""
        command = ["xdotool", *arguments]
        done = subprocess.run(command, env=self.env, capture_output=True, text=True, timeout=10, check=False)
        return done.stdout.strip()

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        subprocess.run(["xdotool", "key", *keys], env=self.env, timeout=10, check=True, stderr=subprocess.DEVNULL)
