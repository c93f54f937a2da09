"""Renders all clips of a script, off the GUI thread, from the cache where it can."""

import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from balancecoach.core.phrases import Tone
from balancecoach.core.preferences import SoundMode
from balancecoach.core.words import tr
from balancecoach.speech.clips import ClipCache, Clips, VoiceChoice, Wanted, compose, key, write_wav
from balancecoach.speech.voice import VoiceChild, VoiceError
from balancecoach.speech.voices import Voice, offered

#: After this many sentences in a row have failed the voice is given up: the session must not wait for it.
GIVE_UP_AFTER = 2
#: Nothing asked for this long: the voice's process ends, and gives its 60 MB back. It starts again by itself.
IDLE_S = 30.0


class Renderer:
    """Makes the clips of one voice. ``render`` blocks; ``render_later`` does it in a thread."""

    def __init__(self, cache: ClipCache, child: VoiceChild | None, idle_s: float = IDLE_S) -> None:
        self._cache, self._child, self._idle_s = cache, child, idle_s
        self._one_at_a_time = threading.Lock()
        self._idle: threading.Timer | None = None
        self._closed = False

    def render(self, wanted: Iterable[Wanted], choice: VoiceChoice) -> Clips:
        """Every clip asked for: with words where a voice speaks, else its tone alone. Never raises for a voice."""
        with self._one_at_a_time:
            work = _Work(self._cache, self._child, choice)
            try:
                self._make(work, iter(wanted))
            finally:  # ``wanted`` may raise: somebody cancelled
                self._rest_later()
            return work.done()

    def _make(self, work: "_Work", rows: Iterator[Wanted]) -> None:
        ahead = next(rows, None)
        while ahead is not None and not self._closed:
            row, ahead = ahead, next(rows, None)
            work.add(row, ahead)
        if self._closed and self._child is not None:
            self._child.close()  # it may have been started once more while it was being closed

    def _rest_later(self) -> None:
        """Called while it works; the last call counts."""
        if self._idle is not None:
            self._idle.cancel()
        if self._child is None or self._closed:
            return
        self._idle = threading.Timer(self._idle_s, self._rest)
        self._idle.daemon = True
        self._idle.start()

    def _rest(self) -> None:
        """In the timer's thread. Whoever works now will ask again when it is done."""
        if self._child is not None and self._one_at_a_time.acquire(blocking=False):
            try:
                self._child.close()
            finally:
                self._one_at_a_time.release()

    def render_later(self, wanted: Iterable[Wanted], choice: VoiceChoice, done: Callable[[Clips], None]) -> None:
        """The same in a thread; ``done`` is called there."""
        rows = tuple(wanted)
        threading.Thread(target=lambda: done(self.render(rows, choice)), daemon=True, name="clips").start()

    def voices_later(self, done: Callable[[tuple[Voice, ...]], None]) -> None:
        """The voices to choose from, lower-pitched first; none without a voice. ``done`` is called in a thread."""
        threading.Thread(target=lambda: done(self._voices()), daemon=True, name="voices").start()

    def _voices(self) -> tuple[Voice, ...]:
        with self._one_at_a_time:
            if self._child is None or self._closed:
                return ()
            try:
                return offered(self._child.voices())
            except VoiceError:
                return ()
            finally:
                self._rest_later()

    def close(self) -> None:
        """End the voice, for good. A ``render`` under way comes back early."""
        self._closed = True
        if self._idle is not None:
            self._idle.cancel()
        if self._child is not None:
            self._child.close()
        self._cache.close()


class _Work:
    def __init__(self, cache: ClipCache, child: VoiceChild | None, choice: VoiceChoice) -> None:
        self._cache, self._child, self._choice = cache, child, choice
        self._files: dict[str, Path] = {}
        self._seconds: dict[str, float] = {}
        self._spoken: set[str] = set()
        self._failed = 0
        self._sent: Path | None = None  # asked for ahead: it may lie there before its answer was fetched
        self.trouble = ""
        cache.takes()
        if choice.sound is SoundMode.TONES:
            self._child = None  # nobody speaks, and nothing is wrong
            return
        if child is None:
            self.trouble = tr("The voice is off.")
            return
        try:
            if not child.engine:  # once it is known which engine speaks, what is in the cache needs no process
                child.start()
        except (VoiceError, OSError) as error:
            self.trouble, self._child = str(error), None

    def add(self, wanted: Wanted, ahead: Wanted | None) -> None:
        """Find or make one clip. ``ahead``: the one after it."""
        if not wanted[1]:
            self._tone_only(wanted, spoken=True)
        elif self._child is None or not self._speak(wanted, self._child, ahead if ahead != wanted else None):
            self._tone_only(wanted, spoken=False)

    def _speak(self, wanted: Wanted, child: VoiceChild, ahead: Wanted | None) -> bool:
        path = self._cache.path(wanted, self._choice, child.engine)
        seconds = self._cache.length_s(path)
        sent, self._sent = self._sent, None
        if (seconds is None or sent == path) and self._failed < GIVE_UP_AFTER:
            try:
                further = self._to_make(ahead, child)
                self._sent = further[1] if further else None
                child.speak(wanted, self._choice, path, further)
                seconds, self._failed = self._cache.length_s(path), 0
                if seconds is None:
                    raise VoiceError("The voice left no clip behind.")
            except (VoiceError, OSError) as error:
                if self._moved():
                    return self._speak(wanted, child, None)
                self.trouble, self._failed = str(error), self._failed + 1
        if seconds is None:
            return False
        self._keep(wanted, path, seconds)
        self._spoken.add(key(wanted))
        return True

    def _moved(self) -> bool:
        """Whether the folder is full by now, and there is another: then the voice is not to blame."""
        before = self._cache.folder
        return self._cache.takes() and self._cache.folder != before

    def _to_make(self, wanted: Wanted | None, child: VoiceChild) -> tuple[Wanted, Path] | None:
        """A clip that has to be spoken, and its place."""
        if wanted is None or not wanted[1]:
            return None
        path = self._cache.path(wanted, self._choice, child.engine)
        return (wanted, path) if self._cache.length_s(path) is None else None

    def _tone_only(self, wanted: Wanted, *, spoken: bool) -> None:
        """A clip without words: all there is to a pip, and what is left of a sentence without a voice."""
        if wanted == (Tone.NONE, ""):
            return
        choice = VoiceChoice(sound=self._choice.sound, lead_in_s=self._choice.lead_in_s)
        path = self._cache.path((wanted[0], ""), choice, "")
        try:
            if self._cache.length_s(path) is None:
                write_wav(path, compose(wanted[0], None, choice))
        except Exception as error:  # no cache folder: the session goes on with words and a flash
            self.trouble = self.trouble or str(error)
            return
        seconds = self._cache.length_s(path)
        if seconds is not None:
            self._files[key(wanted)] = path
            if spoken:
                self._keep(wanted, path, seconds)
                self._spoken.add(key(wanted))

    def _keep(self, wanted: Wanted, path: Path, seconds: float) -> None:
        self._files[key(wanted)] = path
        self._seconds[key(wanted)] = seconds

    def done(self) -> Clips:
        """What came of it."""
        try:
            self._cache.prune(self._files.values())
        except OSError as error:
            self.trouble = self.trouble or str(error)
        return Clips(
            self._files,
            frozenset(self._spoken),
            self._seconds,
            self.trouble,
            self._choice.rate_wpm,
            self._choice.lead_s,
        )
