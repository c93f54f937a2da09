"""What is told of writes that fail: to the helper at once, to the person afterwards, to whoever closes the window."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from balancecoach.core.words import tr
from balancecoach.store.journal import Journal
from balancecoach.ui.ask_screen import Question
from balancecoach.ui.window import Window


class Outbox(QObject):
    """The journal, and its words. ``told``: why it cannot write, "" when all that waited is written."""

    told = Signal(str)
    _heard = Signal(str)  # from the journal's thread

    def __init__(
        self, make_journal: Callable[[Callable[[str], None]], Journal], *, taken_up: bool, home: Callable[[], None]
    ) -> None:
        """``taken_up``: this start wrote what the last run could not. ``home``: to Today."""
        super().__init__()
        self._taken_up, self._home = taken_up, home
        self.journal = make_journal(self._heard.emit)
        self._failed = False  # since the session began
        self._lose = False  # somebody chose to close all the same
        self._heard.connect(self._hear)

    def begin(self) -> None:
        """A session begins."""
        self._failed, self._taken_up = bool(self.journal.why), False

    def _hear(self, sentence: str) -> None:
        self._failed = self._failed or bool(sentence)
        self.told.emit(sentence)

    # -- words -------------------------------------------------------------------------------------------------
    def now(self) -> str:
        """For the helper's line of a session, to be read from afar; why is on Today."""
        return tr("Helper: the walk cannot be saved just now. It is tried again.") if self.journal.why else ""

    def after(self) -> str:
        """For the person, when a session has ended; "" where all went well."""
        if not self.journal.flush(2.0):
            return tr("The walk is not saved yet. The next page says why.")
        return tr("For a while the walk could not be saved. All of it is saved now.") if self._failed else ""

    def today(self) -> str:
        """For Today."""
        if not self.journal.why:
            return tr("What could not be saved the last time is saved now.") if self._taken_up else ""
        kept = tr("The last walk is not saved yet. It is tried again while this window is open.")
        return f"{kept} {self.journal.why}" if self.journal.waiting() else self.journal.why

    # -- the end -----------------------------------------------------------------------------------------------
    def may_close(self, window: Window) -> bool:
        """Whether nothing would be lost: all is written, or kept beside for the next start. Else somebody is asked."""
        if self._lose or self.journal.flush(2.0) or self.journal.rescue():
            return True
        window.show_screen(window.ask)
        window.ask.ask(_lost(self.journal.why), lambda answer: self._answered(answer, window))
        return False

    def _answered(self, answer: str, window: Window) -> None:
        self._lose = answer == "yes"
        self._home() if answer == "no" else window.close()


def _lost(why: str) -> Question:
    words = tr("If you close Balance Coach now, what was done last is lost. {0}").format(why)
    lose, stay, again = tr("Close and lose it"), tr("Go to Today"), tr("Try again")
    return Question(tr("Not everything is saved"), words, lose, stay, again)
