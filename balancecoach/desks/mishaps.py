"""A bug of ours, wherever it was: kept in the log, and told. A session is held; elsewhere a page says what is kept."""

import logging
import sys
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from balancecoach.core.plan import Surface
from balancecoach.core.session import Session
from balancecoach.core.transitions import State
from balancecoach.core.words import tr
from balancecoach.errors import DamagedError, UserError
from balancecoach.scrub import place_of, trace_text
from balancecoach.store.damage import mark_of
from balancecoach.ui.ask_screen import AskScreen, Question
from balancecoach.ui.window import Window

_log = logging.getLogger(__name__)
#: The same bug opens the page so often; after that it is in the log alone, or nobody could work.
MOST_PAGES, RETURN_MS = 3, 200


class Mishaps(QObject):
    """Where every exception ends that nobody caught. ``happened``: where it was; from any thread."""

    happened = Signal(str)
    refused = Signal(str)  # the world said no to a wish that no page tells of by itself: a sentence

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._times: Counter[str] = Counter()

    def install(self) -> None:
        """For slots, threads, and what Python cannot raise."""
        sys.excepthook = self.caught
        threading.excepthook = lambda given: self._thread(given.exc_type, given.exc_value)
        sys.unraisablehook = lambda given: self._thread(given.exc_type, given.exc_value)

    def caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Keep it, and tell. A full disk is no mistake of ours."""
        if isinstance(error, UserError) and not isinstance(error, DamagedError):
            _log.warning("a wish could not be kept: %s", error)
            with suppress(RuntimeError):
                self.refused.emit(str(error))
            return
        where = place_of(error.with_traceback(trace))
        if isinstance(error, DamagedError) and error.path is not None:
            with suppress(OSError):
                mark_of(error.path).touch(mode=0o600)  # the next start looks at all of it, and mends it
        self._times[where] += 1
        times = self._times[where]
        if times == 1:
            _log.error("a mistake of ours", exc_info=error)
            _print(error)
        elif times & (times - 1) == 0:  # 2, 4, 8...: the same one must not fill the log
            _log.error("the same again, %d times now: %s", times, where)
        with suppress(RuntimeError):  # the program ends
            self.happened.emit(where)

    def _thread(self, kind: type[BaseException], error: BaseException | None) -> None:
        if error is not None and kind is not SystemExit:
            self.caught(kind, error, error.__traceback__)


def _print(error: BaseException) -> None:
    """Whoever sits at a terminal sees all of it; what a desktop writes down of its programs stays without words."""
    if sys.stderr is None:
        return
    if sys.stderr.isatty():
        sys.__excepthook__(type(error), error, error.__traceback__)
    else:
        print(trace_text(error), file=sys.stderr)


class WrongPage(QObject):
    """What is shown after a bug where no session runs."""

    def __init__(self, window: Window, home: Callable[[], None], kept: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._home, self._kept = window, home, kept
        self.screen: AskScreen | None = None  # made when it is needed: let us hope never
        self._before: QWidget | None = None
        self._focus: QWidget | None = None
        self._returning = False
        self._shown: Counter[str] = Counter()

    def show(self, where: str) -> None:
        """Say it, and offer to go on: when what is on the screen now has been shown, and has its keyboard."""
        damaged = where.startswith(DamagedError.__name__)
        QTimer.singleShot(
            0, self, lambda: self._show(where, lambda: _damaged() if damaged else _question(kept=self._kept()))
        )

    def show_refused(self, sentence: str) -> None:
        """The same for what the world said no to; as often as it does."""
        self._shown[sentence] = 0
        QTimer.singleShot(0, self, lambda: self._show(sentence, lambda: _refusal(sentence)))

    def _show(self, where: str, question: Callable[[], Question]) -> None:
        if self.screen is None:
            self.screen = AskScreen()
            self.screen.yes.setObjectName("")  # no danger in it
            self._window.add_screen(self.screen)
        before = self._window.shown()
        self._shown[where] += 1
        if before is self.screen or self._returning or self._shown[where] > MOST_PAGES:
            return
        self._before, self._focus = before, before.focusWidget()  # Qt moves it when the screen goes
        self._window.show_screen(self.screen)
        self.screen.ask(question(), self._answered)

    def _answered(self, answer: str) -> None:
        from balancecoach.ui.session_screen import SessionScreen  # not before the first paint: let us hope never

        before, self._before = self._before, None
        if answer == "yes" or before is None or isinstance(before, SessionScreen):  # one without a session is dead
            self._home()
        else:
            self._returning = True  # the way back may go wrong, too: it was told
            self._window.show_any(before)
            with suppress(RuntimeError):  # where the keyboard was, if that is there still
                (self._focus or before).setFocus()
            QTimer.singleShot(RETURN_MS, self, self._back)

    def _back(self) -> None:
        self._returning = False


def _question(*, kept: bool) -> Question:
    """What was kept, and the way on."""
    sessions = (
        tr("All sessions are kept.") if kept else tr("The last session is not on the disk yet; it is tried again.")
    )
    words = tr(
        "This is a mistake in Balance Coach. You did nothing wrong.\n\n{0} What you typed last may not be kept. "
        "The mistake was written down, without names."
    )
    return Question(tr("Something went wrong"), words.format(sessions), tr("Go to Today"), tr("Go back and carry on"))


def lame_question(surface: Surface, *, kept: bool) -> Question:
    """For a session that cannot go on: the largest words are what to do now. One answer, which any clicker can give.

    The app cannot see that the belt has stopped, so it is not asked; whoever answers is down.
    """
    if surface is Surface.FLOOR:
        title, answer = tr("Stop. Hold the rail. Stand still."), tr("I am sitting")
        act = tr("Then sit down.")
    else:
        title, answer = tr("Stop the belt. Hold the rails."), tr("I am off the belt")
        act = tr("Use the treadmill's own stop button. When the belt is still, step off and sit down.")
    end = tr("Something went wrong in Balance Coach: this session cannot go on.")
    walk = tr("What you walked is kept.") if kept else tr("Not all of your walk is kept yet; it is tried again.")
    return Question(title, f"{act}\n\n{end} {walk}", "", answer)


def _refusal(sentence: str) -> Question:
    title, back = tr("That could not be saved"), tr("Go back and try again")
    return Question(title, tr("{0} Nothing else was changed.").format(sentence), tr("Go to Today"), back)


def _damaged() -> Question:
    """The record cannot be read here: the next start mends it."""
    words = tr(
        "A part of your records cannot be read. You did nothing wrong. Close Balance Coach and start it again: it "
        "keeps what can be read, and shows you which copy can help."
    )
    return Question(tr("Your records are damaged"), words, tr("Go to Today"), tr("Go back and carry on"))


def wrong_words(session: Session, *, kept: bool, again: bool) -> str:
    """For the helper's line of a session: few words, to be read from afar. A pause says itself what to do now.

    ``kept``: all until now is on the disk. ``again``: it was held for this before, and is not once more.
    """
    if again:
        return tr("Something went wrong again. To stop, press S twice.")
    if session.state in (State.PAUSED, State.SEATED, State.STOPPED, State.ENDED):
        return tr("Something went wrong. Your walk is kept.") if kept else tr("Something went wrong. Not all is kept.")
    if session.script.plan.surface is Surface.FLOOR:
        return tr("Something went wrong. Stand still; press S twice.")
    return tr("Something went wrong. Stop the belt; press S twice.")
