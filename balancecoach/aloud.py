"""One sentence aloud outside a session: it may have to be rendered first, and to wait for a sound output."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Signal

from balancecoach.core.phrases import Tone
from balancecoach.speech.clips import Clips, VoiceChoice, key
from balancecoach.speech.playing import Player
from balancecoach.speech.renderer import Renderer

#: The voice owes us a sentence for so long: it is told. Less than the two seconds of docs/reliability.md.
LATE_MS = 1500


def nothing() -> None:
    """For whom it makes no difference."""


class Sentence(Struct, frozen=True, eq=False):
    """``name``: of its clip. Called later: ``started`` as it begins to sound, ``failed`` when there is no loudspeaker
    after all, ``unspoken`` when the voice fails, or is late."""

    name: str
    started: Callable[[], None] = nothing
    failed: Callable[[], None] = nothing
    unspoken: Callable[[], None] = nothing


class Aloud(QObject):
    """The last one that was asked for counts. ``player``: what plays now."""

    _rendered = Signal(object, object, bool)  # a file, what it is for, whether it has its words; from their thread

    def __init__(self, renderer: Renderer, player: Callable[[], Player], parent: QObject) -> None:
        super().__init__(parent)
        self._renderer, self._player = renderer, player
        self._waiting: Sentence | None = None
        self._rendered.connect(self._play_rendered)

    def forget(self) -> None:
        """Nobody waits any more; what plays goes on."""
        self._waiting = None

    def output_there(self) -> None:
        """An output answered: what waited for it is heard now, or will not be."""
        if self._waiting is not None and self._player().has(self._waiting.name):
            self._play(late=True)

    def say(self, sentence: Sentence) -> bool:
        """What is rendered already. Whether it is heard, now or as soon as there is an output."""
        self._waiting = sentence
        return self._player().opening() or self._play()

    def render(self, tone: Tone, said: str, made: VoiceChoice, sentence: Sentence) -> bool:
        """Have it rendered, then say it. Whether there may be a loudspeaker for it."""
        self._waiting = sentence
        own, rendered = key((tone, said)), self._rendered.emit

        def late() -> None:
            if sentence is self._waiting and not self._player().has(sentence.name):
                sentence.unspoken()

        def told(clips: Clips) -> bool:
            if clips.complete:
                with suppress(RuntimeError):  # the window has gone meanwhile
                    rendered(clips.files.get(own), sentence, clips.whole(own, made.sound))
            return sentence is self._waiting

        QTimer.singleShot(LATE_MS, self, late)
        self._renderer.render_later([(tone, said)], made, told)
        return self._player().opening() or self._player().working()

    def _play(self, *, late: bool = False) -> bool:
        """``late``: whoever wanted it to be heard has been told that it would be."""
        sentence, self._waiting = self._waiting, None
        if sentence is None:
            return False
        heard = self._player().play(sentence.name)
        if heard:
            sentence.started()
        elif late:
            sentence.failed()
        return heard

    def _play_rendered(self, file: Path | None, sentence: Sentence, whole: bool) -> None:
        if sentence is not self._waiting:
            return  # another was asked for since, or a session began: nothing may cut its cues
        if not whole:  # else its tone would stand in for it for ever
            sentence = self._waiting = replace(sentence, name=f"{sentence.name}|unspoken")
        if file is not None:
            self._player().load({sentence.name: file})
        if not self._player().opening():
            self._play(late=True)
        if not whole:
            sentence.unspoken()
