"""One start of the voice child's process: started, read and buried by a thread that lives exactly as long."""

import contextlib
import logging
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence

LONGEST_LINE = 200_000  # letters; a list of voices has some ten thousand
MOST_UNREAD = 100
#: Windows: no black console for a window's program. Elsewhere there is none.
NO_CONSOLE: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)
#: A killed process is gone at once, unless the system itself holds it; nobody waits longer for that.
BURIED_S = 2.0

_log = logging.getLogger(__name__)
_log.addHandler(logging.NullHandler())  # a command of the command line says its sentence, and no more


class VoiceProcess:
    """Runs until it ends by itself or is ended. Raises ``OSError`` when it cannot be started.

    The thread that starts it reads it, too, and stays until it is gone: a Linux child that is told to die with its
    parent (``child.py``) dies with the thread that started it.
    """

    def __init__(self, command: Sequence[str]) -> None:
        self._command = list(command)
        self._lines: queue.Queue[str | None] = queue.Queue()
        self._begun = threading.Event()
        self._process: subprocess.Popen[str] | None = None
        self._error: OSError | None = None
        self._ended = False  # by us
        self._silent = False  # nothing comes any more
        threading.Thread(target=self._live, daemon=True, name="voice").start()
        self._begun.wait()
        if self._error is not None:
            raise self._error

    @property
    def alive(self) -> bool:
        """Whether it can be asked, as far as is known."""
        return not (self._ended or self._silent)

    @property
    def pid(self) -> int:
        """Its number."""
        assert self._process is not None
        return self._process.pid

    def send(self, line: str) -> None:
        """Raises ``OSError`` or ``ValueError`` when nobody is there to take it."""
        assert self._process is not None and self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def next_line(self, timeout_s: float) -> str | None:
        """What it says next, ``None`` when it is gone. Raises ``TimeoutError``."""
        try:
            return self._lines.get(timeout=timeout_s)
        except queue.Empty:
            raise TimeoutError from None

    def end(self) -> None:
        """Kill it with everything that it started; no zombie is left."""
        self._ended = True
        process = self._process
        assert process is not None
        _kill_group(process)
        try:
            process.wait(BURIED_S)
        except subprocess.TimeoutExpired:
            _log.warning("the voice's process was killed and is not gone")
        if process.stdin is not None:
            with contextlib.suppress(OSError):  # a pipe to a dead process cannot be flushed; nothing is lost
                process.stdin.close()

    # -- in its own thread -------------------------------------------------------------------------------------
    def _live(self) -> None:
        try:
            process = self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
                start_new_session=True,  # its own group, so that all of it can be killed
                creationflags=NO_CONSOLE,
            )
        except OSError as error:
            self._error = error
            return
        finally:
            self._begun.set()
        why = self._read(process)
        killed = self._ended
        self._silent = True
        self._lines.put(None)
        _kill_group(process)
        code = process.wait()
        if not killed:
            _log.warning("the voice's process is gone: %s, code %d", why, code)

    def _read(self, process: "subprocess.Popen[str]") -> str:
        """Until there is no more: a read with a time limit that works on every system. Why it ended, for the log.

        Closes the pipe itself: closing it from another thread would wait for the read under way, which has no end when
        something that the child started outlives it. A child that chatters is cut off.
        """
        assert process.stdout is not None
        try:
            with process.stdout as out:
                while line := out.readline(LONGEST_LINE):
                    self._lines.put(line)
                    if self._lines.qsize() >= MOST_UNREAD:
                        return "it said far more than it was asked"
        except (ValueError, OSError):  # bytes that are no text
            return "it wrote what is no text"
        return "it ended by itself"


def _kill_group(process: "subprocess.Popen[str]") -> None:
    if process.returncode is not None:
        return  # buried: its number may be somebody else's by now
    if sys.platform == "win32":
        process.kill()
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):  # gone; macOS refuses a group of zombies
            os.killpg(process.pid, signal.SIGKILL)
