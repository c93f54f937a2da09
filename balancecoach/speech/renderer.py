"""Renders all clips of a script, off the GUI thread, from the cache where it can."""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from balancecoach.core.phrases import Tone
from balancecoach.core.preferences import SoundMode
from balancecoach.core.words import language, tr
from balancecoach.errors import UserError
from balancecoach.paths import private_folder
from balancecoach.speech.clips import ClipCache, Clips, VoiceChoice, Wanted, compose, key, write_wav
from balancecoach.speech.voice import VoiceChild, VoiceError
from balancecoach.speech.voices import Voice, offered

#: After this many sentences in a row have failed the voice is given up: the session must not wait for it.
GIVE_UP_AFTER = 2
#: Nothing asked for this long: the voice's process ends, and gives its 60 MB back. It starts again by itself.
IDLE_S = 30.0

#: Told what there is so far, in a thread. ``False``: nobody wants the rest.
Told = Callable[[Clips], object]

_log = logging.getLogger(__name__)
_log.addHandler(logging.NullHandler())  # on the command line a sentence is said, and no more


class Renderer:
    """Makes the clips of one voice. ``render`` blocks; ``render_later`` does it in a thread, bit by bit."""

    def __init__(self, cache: ClipCache, child: VoiceChild | None, idle_s: float = IDLE_S) -> None:
        self._cache, self._child, self._idle_s = cache, child, idle_s
        self._one_at_a_time = threading.Lock()  # the voice; what needs none waits for nobody
        self._idle: threading.Timer | None = None
        self._closed = False

    def render(self, wanted: Iterable[Wanted], choice: VoiceChoice) -> Clips:
        """Every clip asked for: with words where a voice speaks, else its tone alone. Never raises for a voice."""
        with self._one_at_a_time:
            self._cache.takes()
            work = _Work(self._cache, self._child, choice)
            try:
                for row, ahead in self._rows(iter(wanted)):
                    if work.look(row):
                        work.speak(row, ahead)
            finally:  # ``wanted`` may raise: somebody cancelled
                self._rest_later()
            return work.done()

    def render_later(self, wanted: Iterable[Wanted], choice: VoiceChoice, told: Told) -> None:
        """The same in a thread. ``told``: called there with what there is so far, after every sentence; the last time
        it is ``complete``.

        What needs no voice comes first, and at once: what is in the cache, and a tone for each of the others. So
        nobody waits for a voice that hangs, or is at work on something else.
        """
        work, rows = _Work(self._cache, self._child, choice), tuple(wanted)
        threading.Thread(target=lambda: self._bit_by_bit(work, rows, told), daemon=True, name="clips").start()

    def _bit_by_bit(self, work: "_Work", rows: tuple[Wanted, ...], told: Told) -> None:
        try:
            self._cache.takes()
            missing = [row for row in rows if work.look(row)]
            if missing and told(work.so_far()) is not False:
                with self._one_at_a_time:
                    self._speak(work, missing, told)
        finally:
            told(work.done())

    def _speak(self, work: "_Work", missing: list[Wanted], told: Told) -> None:
        try:
            for row, ahead in self._rows(iter(missing)):
                if told(work.so_far()) is False or not work.hopeful:
                    break
                work.speak(row, ahead)
        finally:
            self._rest_later()

    def _rows(self, rows: Iterator[Wanted]) -> Iterator[tuple[Wanted, Wanted | None]]:
        """Each with the one after it."""
        ahead = next(rows, None)
        while ahead is not None and not self._closed:
            row, ahead = ahead, next(rows, None)
            yield row, ahead

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

    def voices_later(self, done: Callable[[tuple[Voice, ...]], None]) -> None:
        """The voices to choose from, lower-pitched first; none without a voice. ``done`` is called in a thread."""
        threading.Thread(target=lambda: done(self._voices()), daemon=True, name="voices").start()

    def _voices(self) -> tuple[Voice, ...]:
        with self._one_at_a_time:
            if self._child is None or self._closed:
                return ()
            try:
                return offered(self._child.voices(), language())
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
            self._child.end()
        self._cache.close()


class _Work:
    """The clips of one order."""

    def __init__(self, cache: ClipCache, child: VoiceChild | None, choice: VoiceChoice) -> None:
        self._cache, self._choice = cache, choice
        self._child = None if choice.sound is SoundMode.TONES else child  # nobody speaks, and nothing is wrong
        self._files: dict[str, Path] = {}
        self._seconds: dict[str, float] = {}
        self._spoken: set[str] = set()
        self._failed = 0
        self._missing: set[str] = set()  # sentences that are to be spoken
        self._sent: Path | None = None  # asked for ahead: it may lie there before its answer was fetched
        self.trouble = tr("The voice is off.") if child is None and choice.sound is not SoundMode.TONES else ""

    @property
    def hopeful(self) -> bool:
        """Whether the voice has not been given up."""
        return self._failed < GIVE_UP_AFTER

    def look(self, wanted: Wanted) -> bool:
        """Find what needs no voice: a clip that is there, or a tone until there is one. Whether it is to be spoken."""
        if not wanted[1] or self._child is None:
            self._tone_only(wanted, spoken=not wanted[1])
            return False
        path = self._path(wanted, self._child)
        if path != self._sent and self._found(wanted, path):
            return False
        self._tone_only(wanted, spoken=False)
        self._missing.add(key(wanted))
        return True

    def speak(self, wanted: Wanted, ahead: Wanted | None) -> None:
        """Have one clip made. ``ahead``: the one after it."""
        if self._child is None or not self.hopeful:
            return
        try:
            self._ask(self._child, wanted, ahead if ahead != wanted else None)
            self._failed = 0
        except (VoiceError, UserError, OSError) as error:
            if self._moved():
                self.speak(wanted, None)
            else:
                self.trouble, self._failed = str(error), self._failed + 1

    def _ask(self, child: VoiceChild, wanted: Wanted, ahead: Wanted | None) -> None:
        private_folder(self._cache.folder)
        try:
            child.start()  # what it is called tells where its clips lie
        except VoiceError:
            self._failed = GIVE_UP_AFTER
            raise
        path = self._path(wanted, child)
        sent, self._sent = self._sent, None
        if sent != path and self._found(wanted, path):
            return
        further = self._to_make(ahead, child)
        self._sent = further[1] if further else None
        child.speak(wanted, self._choice, path, further)
        if not self._found(wanted, path):
            raise VoiceError("The voice left no clip behind.")

    def _path(self, wanted: Wanted, child: VoiceChild) -> Path:
        return self._cache.path(wanted, self._choice, child.engine)

    def _found(self, wanted: Wanted, path: Path) -> bool:
        seconds = self._cache.length_s(path)
        if seconds is None:
            return False
        self._keep(wanted, path, seconds)
        self._spoken.add(key(wanted))
        self._missing.discard(key(wanted))
        return True

    def _moved(self) -> bool:
        """Whether the folder is full by now, and there is another: then the voice is not to blame."""
        before = self._cache.folder
        return self._cache.takes() and self._cache.folder != before

    def _to_make(self, wanted: Wanted | None, child: VoiceChild) -> tuple[Wanted, Path] | None:
        """A clip that has to be spoken, and its place."""
        if wanted is None or not wanted[1]:
            return None
        path = self._path(wanted, child)
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

    def so_far(self) -> Clips:
        """What there is; more is to come."""
        return self._clips(complete=False)

    def done(self) -> Clips:
        """What came of it."""
        try:
            self._cache.prune(self._files.values())
        except OSError as error:
            self.trouble = self.trouble or str(error)
        if self._missing and self.trouble:
            _log.warning("%d of %d cues have no words, only their tone", len(self._missing), len(self._files))
        return self._clips(complete=True)

    def _clips(self, *, complete: bool) -> Clips:
        return Clips(
            dict(self._files),
            frozenset(self._spoken),
            dict(self._seconds),
            self.trouble,
            self._choice.rate_wpm,
            self._choice.lead_s,
            complete,
        )
