"""Our end of the voice child: starts it, asks it, kills it as a group when it hangs, and starts it once more."""

import json
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from balancecoach.speech.child import FLAG, engine_name
from balancecoach.speech.clips import VoiceChoice, Wanted
from balancecoach.speech.voices import Voice

if TYPE_CHECKING:
    from balancecoach.speech.voice_process import VoiceProcess

START_S = 10.0
ANSWER_S = 5.0
#: Of names, and of what went wrong.
MOST_LETTERS = 500

_log = logging.getLogger(__name__)
_log.addHandler(logging.NullHandler())  # a command of the command line says its sentence, and no more


class VoiceError(Exception):
    """The voice cannot speak; the text is one sentence."""


def child_command() -> list[str]:
    """How to start the child; a frozen app has no other Python than itself."""
    if getattr(sys, "frozen", False):
        # Windows: the window's own program has no standard input and output; beside it lies the one that has.
        talks = Path(sys.executable).with_name("balancecoach-cli.exe")
        return [str(talks) if talks.is_file() else sys.executable, FLAG]
    return [sys.executable, "-m", "balancecoach", FLAG]


class VoiceChild:
    """Talks to one child process. Blocking: use it from a thread that may wait."""

    def __init__(
        self, command: Sequence[str] | None = None, start_s: float = START_S, answer_s: float = ANSWER_S
    ) -> None:
        self._command = list(command or child_command())
        self._start_s, self._answer_s = start_s, answer_s
        self._process: VoiceProcess | None = None
        self._asked = 0
        self._ahead: tuple[int, dict[str, Any]] | None = None  # sent already, its answer not fetched yet
        self._over = False
        self._engine = ""
        self.default_voice = ""

    @property
    def engine(self) -> str:
        """Name and version of what speaks. Our own child's is known before it runs: what lies in the cache needs no
        process, and is there when none will start."""
        self._engine = self._engine or engine_name()
        return self._engine

    def start(self) -> None:
        """Start the child unless it runs. Raises ``VoiceError``."""
        if self._process is not None and self._process.alive:
            return
        self.close()
        from balancecoach.speech.voice_process import VoiceProcess  # subprocess: not before the first paint

        try:
            self._process = VoiceProcess(self._command)
        except OSError as error:
            raise _failed(f"The voice program could not be started: {error.strerror}.") from error
        if self._over:  # ended by another thread meanwhile
            self.close()
            raise VoiceError("The voice is off.")
        try:
            hello = self._next(self._start_s)
            if hello.get("ready") is not True:
                why = _plain(hello.get("error")).rstrip(".") or "no answer"
                raise _failed(f"No voice was found on this machine: {why}.")
        except VoiceError:
            self.close()  # half started it would pass for running the next time
            raise
        self._engine, self.default_voice = _plain(hello.get("engine")), _plain(hello.get("voice"))

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
                Voice(_plain(row["id"]), _plain(row["name"]), _plain(row.get("language")), _plain(row.get("gender")))
                for row in answer["voices"]
            )
        except (KeyError, TypeError, AttributeError):
            raise _failed("The voice gave a wrong answer.") from None

    def close(self) -> None:
        """End the child and everything it started; no zombie is left. It starts again when it is asked."""
        process, self._process, self._ahead = self._process, None, None
        if process is not None:
            process.end()

    def end(self) -> None:
        """``close``, for good, from any thread: whoever asks now, or is waiting, gets a ``VoiceError``."""
        self._over = True
        self.close()

    def _ask(self, request: dict[str, Any], ahead: dict[str, Any] | None = None) -> dict[str, Any]:
        try:
            answer = self._once(request, ahead)
        except VoiceError:
            self.close()
            if self._over:
                raise
            _log.warning("the voice is started once more")
            answer = self._once(request, None)  # alone: it may have been the other that the child died of
        if answer.get("ok") is not True:
            _log.warning("the voice refused what it was asked")  # its reason may have the words in it
            raise VoiceError(_plain(answer.get("error")) or "The voice gave no reason.")
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
            raise _failed("The voice gave a wrong answer.")
        return answer

    def _send(self, request: dict[str, Any]) -> int:
        process = self._process
        if process is None:  # closed by another thread
            raise _failed("The voice stopped working.")
        self._asked += 1
        try:
            process.send(json.dumps({"id": self._asked, **request}))
        except (OSError, ValueError) as error:
            raise _failed("The voice stopped working.") from error
        return self._asked

    def _next(self, timeout_s: float) -> dict[str, Any]:
        process = self._process
        try:
            line = process.next_line(timeout_s) if process is not None else None
        except TimeoutError:
            raise _failed("The voice does not answer.") from None
        if line is None:
            raise _failed("The voice stopped working.")
        try:
            answer = json.loads(line)
        except (ValueError, RecursionError):
            raise _failed("The voice gave a wrong answer.") from None
        if not isinstance(answer, dict):
            raise _failed("The voice gave a wrong answer.")
        return answer


def _failed(sentence: str) -> VoiceError:
    """With a line in the log: these sentences are ours, nothing that was to be spoken is in them."""
    _log.warning("%s", sentence)
    return VoiceError(sentence)


def _plain(text: object) -> str:
    """What the child says of itself, fit to be shown and kept: it may be anything."""
    return "".join(filter(str.isprintable, text))[:MOST_LETTERS] if isinstance(text, str) else ""


def _render(wanted: Wanted, choice: VoiceChoice, path: Path) -> dict[str, Any]:
    return {
        "do": "render",
        "tone": wanted[0].value,
        "text": wanted[1],
        "voice": choice.voice,
        "language": choice.language,
        "rate": choice.rate_wpm,
        "sound": choice.sound.value,
        "lead_in_s": choice.lead_in_s,
        "path": str(path),
    }
