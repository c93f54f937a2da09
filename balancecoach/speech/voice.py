"""Our end of the voice child: starts it, asks it, kills it as a group when it hangs, and starts it once more."""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from balancecoach.speech.child import FLAG
from balancecoach.speech.clips import VoiceChoice, Wanted

START_S = 10.0
ANSWER_S = 5.0


class VoiceError(Exception):
    """The voice cannot speak; the text is one sentence."""


@dataclass(frozen=True)
class Voice:
    """One voice of the engine."""

    id: str
    name: str


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
        hello = self._next(self._start_s)
        if not hello.get("ready"):
            self.close()
            raise VoiceError(f"No voice was found on this machine: {hello.get('error', 'no answer')}.")
        self.engine, self.default_voice = str(hello["engine"]), str(hello["voice"])

    def speak(self, wanted: Wanted, choice: VoiceChoice, path: Path) -> None:
        """Render a clip to ``path``. One more try with a new child when it died or hung. Raises ``VoiceError``."""
        request = {
            "do": "render",
            "tone": wanted[0].value,
            "text": wanted[1],
            "voice": choice.voice,
            "rate": choice.rate_wpm,
            "path": str(path),
        }
        self._ask(request)

    def voices(self) -> tuple[Voice, ...]:
        """Every voice of the engine. Raises ``VoiceError``."""
        return tuple(Voice(row["id"], row["name"]) for row in self._ask({"do": "voices"})["voices"])

    def close(self) -> None:
        """End the child and everything it started; no zombie is left."""
        process, self._process = self._process, None
        if process is None:
            return
        _kill_group(process)
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:  # a pipe to a dead process cannot be flushed; nothing is lost
                    continue

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        try:
            answer = self._once(request)
        except VoiceError:
            self.close()
            answer = self._once(request)
        if not answer.get("ok"):
            raise VoiceError(str(answer.get("error", "The voice gave no reason.")))
        return answer

    def _once(self, request: dict[str, Any]) -> dict[str, Any]:
        self.start()
        assert self._process is not None and self._process.stdin is not None
        self._asked += 1
        try:
            self._process.stdin.write(json.dumps({"id": self._asked, **request}) + "\n")
            self._process.stdin.flush()
        except OSError as error:
            raise VoiceError("The voice stopped working.") from error
        answer = self._next(self._answer_s)
        if answer.get("id") != self._asked:
            raise VoiceError("The voice gave a wrong answer.")
        return answer

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


def _pump(process: "subprocess.Popen[str]", lines: "queue.Queue[str | None]") -> None:
    """Move the child's lines to a queue: a read with a time limit that works on every system."""
    assert process.stdout is not None
    try:
        for line in process.stdout:
            lines.put(line)
    except (ValueError, OSError):  # closed under us, or bytes that are no text: as good as the end
        pass
    finally:
        lines.put(None)


def _kill_group(process: "subprocess.Popen[str]") -> None:
    if os.name == "posix":
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
    else:
        process.kill()
