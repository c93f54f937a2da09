"""What is done to a voice child from outside: the real process and its real pipe, with nothing of ours in between."""

import os
import random
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

KINDS = ("kill", "hang", "slow", "garbage")
SLOW_S = 5.0

GARBAGE: tuple[bytes, ...] = (
    b"Welcome to speech 3.0!\n",
    b'{"id": 999999, "ok": true}\n',
    b'{"id": null, "ok": "yes"}\n',
    b"[1, 2, 3]\n",
    b"\xff\xfe\x00\x01\n",
    b'{"id": 1, "o',
    b"[" * 100_000 + b"\n",
    b'{"ready": true, "engine": "\\ud800", "voice": 7}\n',
    b"x" * 1_000_000,
    b'{"id": 1, "ok": true}\n' * 1000,
    b"\n\n\n",
)


def strike(kind: str, pid: int, chance: random.Random) -> bool:
    """Do it. Whether there was somebody to do it to."""
    try:
        if kind == "kill":
            os.kill(pid, signal.SIGKILL)
        elif kind == "garbage":
            _write(pid, chance.choice(GARBAGE))
        else:
            os.kill(pid, signal.SIGSTOP)
            if kind == "slow":
                threading.Timer(SLOW_S, _go_on, (pid,)).start()
    except OSError:
        return False
    return True


def _go_on(pid: int) -> None:
    with suppress(OSError):
        os.kill(pid, signal.SIGCONT)


def _write(pid: int, what: bytes) -> None:
    """Into the pipe on which a process answers; what does not fit into it at once is left out."""
    pipe = os.open(_answers(pid), os.O_WRONLY | os.O_NONBLOCK)
    try:
        deadline = time.monotonic() + 0.5
        while what and time.monotonic() < deadline:
            try:
                what = what[os.write(pipe, what) :]
            except BlockingIOError:
                time.sleep(0.001)  # whoever reads it has its turn
    finally:
        os.close(pipe)


def _answers(pid: int) -> Path:
    for number in sorted(Path(f"/proc/{pid}/fd").iterdir(), reverse=True):
        writes = int((Path(f"/proc/{pid}/fdinfo") / number.name).read_text().split("flags:")[1].split()[0], 8) & 3
        if str(number.readlink()).startswith("pipe:") and writes == os.O_WRONLY:
            return number
    raise OSError("no pipe")


class Striker:
    """Strikes once at its moment, or again and again for a while, whichever process there is then."""

    def __init__(self, kind: str, at_s: float, lasts_s: float, pid: Callable[[], int | None], chance: random.Random):
        self.kind, self._at_s, self._lasts_s, self._pid, self._chance = kind, at_s, lasts_s, pid, chance
        self.struck: list[float] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True, name="striker")
        self._thread.start()

    def _run(self) -> None:
        self._over.wait(self._at_s)
        until = time.monotonic() + max(self._lasts_s, 5.0)  # until there is somebody
        again = time.monotonic() + self._lasts_s
        while not self._over.is_set() and time.monotonic() < (again if self.struck else until):
            pid = self._pid()
            if pid is not None and strike(self.kind, pid, self._chance):
                self.struck.append(time.monotonic())
            self._over.wait(self._chance.uniform(0.02, 0.5))

    def end(self) -> None:
        """No more of it."""
        self._over.set()
        self._thread.join()
