"""Single key presses in a terminal, without Enter. One class a system, and one for no keyboard at all."""

import select
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


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
    """A Windows console. Not tried on Windows yet."""

    def wait(self, seconds: float) -> str:
        """One key, or "" after ``seconds``."""
        import msvcrt

        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if msvcrt.kbhit():  # type: ignore[attr-defined,unused-ignore]
                return str(msvcrt.getwch())  # type: ignore[attr-defined,unused-ignore]
            time.sleep(min(0.02, max(0.0, until - time.monotonic())))
        return ""


@contextmanager
def keyboard() -> Iterator[NoKeys | PosixKeys | WindowsKeys]:
    """The keyboard of this terminal, put back as it was afterwards."""
    if not sys.stdin.isatty():
        yield NoKeys()
    elif sys.platform == "win32":
        yield WindowsKeys()
    else:
        import termios
        import tty

        before = termios.tcgetattr(sys.stdin)
        try:
            tty.setcbreak(sys.stdin)
            yield PosixKeys()
        finally:
            termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
