"""Single key presses in a terminal, without Enter. One class a system, and one for no keyboard at all."""

import select
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class NoKeys:
    """No keyboard: only time passes."""

    def wait(self, seconds: float) -> str:
        """Wait."""
        time.sleep(seconds)
        return ""


class PosixKeys:
    """A terminal on Linux or macOS in cbreak mode."""

    def wait(self, seconds: float) -> str:
        """One key, or "" after ``seconds``. Page keys and arrows arrive as several letters and count as one press."""
        if not select.select([sys.stdin], [], [], seconds)[0]:
            return ""
        import os

        try:
            pressed = os.read(sys.stdin.fileno(), 32).decode(errors="replace")
        except OSError:  # the terminal was closed
            pressed = ""
        if not pressed:  # from now on it would be "ready" at once, for ever
            time.sleep(seconds)
        if pressed.startswith("\x1b[6~"):  # PageDown: what a presenter's "next" sends; pressed twice it comes as one
            return "\n"
        return pressed[:1]


class WindowsKeys:
    """A Windows console. Not tried on Windows yet. ``console``: Python's ``msvcrt``."""

    def __init__(self, console: Any) -> None:
        self._console = console

    def wait(self, seconds: float) -> str:
        """One key, or "" after ``seconds``. Keys without a letter arrive as two and count as one press."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self._console.kbhit():
                return self._read()
            time.sleep(min(0.02, max(0.0, until - time.monotonic())))
        return ""

    def _read(self) -> str:
        key = str(self._console.getwch())
        if key == "\x03":  # while it is read Ctrl-C is a letter
            raise KeyboardInterrupt
        if key in "\x00\xe0" and self._console.kbhit():  # alone the second is a letter, too: à
            return "\n" if self._console.getwch() == "Q" else "\x1b"  # PageDown: what a presenter's "next" sends
        return key


@contextmanager
def keyboard() -> Iterator[NoKeys | PosixKeys | WindowsKeys]:
    """The keyboard of this terminal, put back as it was afterwards."""
    if sys.stdin is None or not sys.stdin.isatty():
        yield NoKeys()
    elif sys.platform == "win32":
        import msvcrt

        yield WindowsKeys(msvcrt)
    else:
        import termios
        import tty

        before = termios.tcgetattr(sys.stdin)
        try:
            tty.setcbreak(sys.stdin)
            yield PosixKeys()
        finally:
            termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
