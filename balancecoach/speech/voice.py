"""Our end of the voice child: starts it, asks it, kills it as a group when it hangs, and starts it once more."""

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from balancecoach.speech.child import FLAG
from balancecoach.speech.clips import VoiceChoice, Wanted
from balancecoach.speech.voices import Voice

START_S = 10.0
ANSWER_S = 5.0
LONGEST_LINE = 1_000_000  # letters; a list of voices has some ten thousand
MOST_UNREAD = 100


class VoiceError(Exception):
    """The voice cannot speak; the text is one sentence."""


def child_command() -> list[str]:
    """How to start the child; a frozen app has no other Python than itself."""
    if getattr(sys, "frozen", False):
        return [sys.executable, FLAG]
    return [sys.executable, "-m", "balancecoach", FLAG]


class VoiceChild:
    """Talks to one child process. Blocking: use it from a thread that may wait."""

    def __init__(
        self, command: Sequence[str] | None = None, start_s: float = START_S, answer_s: float = ANSWER_S
    ) -> None:
        self._command = list(command or child_command())
        self._start_s, self._answer_s = start_s, answer_s
        self._process: subprocess.Popen[str] | None = None
        self._lines: queue.Queue[str | None] = queue.Queue()
        self._asked = 0
        self._ahead: tuple[int, dict[str, Any]] | None = None  # sent already, its answer not fetched yet
        self.engine = ""
        self.default_voice = ""

    def start(self) -> None:
        """Start the child unless it runs. Raises ``VoiceError``."""
        if self._process is not None and self._process.poll() is None:
            return
        self.close()
        try:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
                start_new_session=True,  # its own group, so that all of it can be killed
            )
        except OSError as error:
            raise VoiceError(f"The voice program could not be started: {error.strerror}.") from error
        self._lines = queue.Queue()
        threading.Thread(target=_pump, args=(self._process, self._lines), daemon=True).start()
        try:
            hello = self._next(self._start_s)
            if not hello.get("ready"):
                why = str(hello.get("error", "no answer")).rstrip(".")
                raise VoiceError(f"No voice was found on this machine: {why}.")
        except VoiceError:
            self.close()  # half started it would pass for running the next time
            raise
        self.engine, self.default_voice = str(hello.get("engine", "")), str(hello.get("voice", ""))

    def speak(self, wanted: Wanted, choice: VoiceChoice, path: Path, ahead: tuple[Wanted, Path] | None = None) -> None:
        """Render a clip to ``path``. One more try with a new child when it died or hung. Raises ``VoiceError``.

        ``ahead``: what will be asked for next. The child speaks it while it still measures this one.
        """
        self._ask(_render(wanted, choice, path), _render(ahead[0], choice, ahead[1]) if ahead else None)

    def voices(self) -> tuple[Voice, ...]:
        """Every voice of the engine. Raises ``VoiceError``."""
        answer = self._ask({"do": "voices"})
        try:
            return tuple(
                Voice(str(row["id"]), str(row["name"]), str(row.get("language", "")), str(row.get("gender", "")))
                for row in answer["voices"]
            )
        except (KeyError, TypeError, AttributeError):
            raise VoiceError("The voice gave a wrong answer.") from None

    def close(self) -> None:
        """End the child and everything it started; no zombie is left."""
        process, self._process, self._ahead = self._process, None, None
        if process is None:
            return
        _kill_group(process)
        process.wait()
        if process.stdin is not None:
            with contextlib.suppress(OSError):  # a pipe to a dead process cannot be flushed; nothing is lost
                process.stdin.close()

    def _ask(self, request: dict[str, Any], ahead: dict[str, Any] | None = None) -> dict[str, Any]:
        try:
            answer = self._once(request, ahead)
        except VoiceError:
            self.close()
            answer = self._once(request, None)  # alone: it may have been the other that the child died of
        if not answer.get("ok"):
            raise VoiceError(str(answer.get("error", "The voice gave no reason.")))
        return answer

    def _once(self, request: dict[str, Any], ahead: dict[str, Any] | None) -> dict[str, Any]:
        self.start()
        sent, self._ahead = self._ahead, None
        number = sent[0] if sent is not None and sent[1] == request else self._send(request)
        if ahead is not None:
            self._ahead = (self._send(ahead), ahead)
        answer = self._next(self._answer_s)
        if sent is not None and sent[0] != number and answer.get("id") == sent[0]:  # nobody wants that one any more
            answer = self._next(self._answer_s)
        if answer.get("id") != number:
            raise VoiceError("The voice gave a wrong answer.")
        return answer

    def _send(self, request: dict[str, Any]) -> int:
        process = self._process
        if process is None or process.stdin is None:  # closed by another thread
            raise VoiceError("The voice stopped working.")
        self._asked += 1
        try:
            process.stdin.write(json.dumps({"id": self._asked, **request}) + "\n")
            process.stdin.flush()
        except (OSError, ValueError) as error:
            raise VoiceError("The voice stopped working.") from error
        return self._asked

    def _next(self, timeout_s: float) -> dict[str, Any]:
        try:
            line = self._lines.get(timeout=timeout_s)
        except queue.Empty:
            raise VoiceError("The voice does not answer.") from None
        if line is None:
            raise VoiceError("The voice stopped working.")
        try:
            answer = json.loads(line)
        except ValueError:
            raise VoiceError("The voice gave a wrong answer.") from None
        if not isinstance(answer, dict):
            raise VoiceError("The voice gave a wrong answer.")
        return answer


def _render(wanted: Wanted, choice: VoiceChoice, path: Path) -> dict[str, Any]:
    return {
        "do": "render",
        "tone": wanted[0].value,
        "text": wanted[1],
        "voice": choice.voice,
        "rate": choice.rate_wpm,
        "sound": choice.sound.value,
        "lead_in_s": choice.lead_in_s,
        "path": str(path),
    }


def _pump(process: "subprocess.Popen[str]", lines: "queue.Queue[str | None]") -> None:
    """Move the child's lines to a queue: a read with a time limit that works on every system.

    Closes the pipe itself: closing it from another thread would wait for the read under way, which has no end when
    something that the child started outlives it. A child that chatters is cut off.
    """
    assert process.stdout is not None
    with contextlib.suppress(ValueError, OSError), process.stdout as out:  # bytes that are no text: as good as the end
        while lines.qsize() < MOST_UNREAD and (line := out.readline(LONGEST_LINE)):
            lines.put(line)
    lines.put(None)


def _kill_group(process: "subprocess.Popen[str]") -> None:
    if os.name == "posix":
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):  # gone; macOS refuses a group of which only a zombie is left
            return
    else:
        process.kill()
