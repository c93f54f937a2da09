"""Bringing in a file with everything: its passphrase if it has one, what would change, and only then the change."""

from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

from balancecoach.carrying import Opened, needs_passphrase, open_file
from balancecoach.core.words import tr
from balancecoach.desks.errand import Said, Stop, Work
from balancecoach.desks.records_facts import ask_bring
from balancecoach.errors import UserError
from balancecoach.exchange.merging import merge, plan_merge
from balancecoach.exchange.summary import MergeSummary
from balancecoach.store.store import Store
from balancecoach.ui.unlock_screen import UnlockScreen
from balancecoach.ui.window import Window


class Doing(Protocol):
    """What is needed of the desk for the whole record."""

    now: Callable[[], datetime]

    def do(
        self,
        title: str,
        work: Work,
        then: Callable[[Any], object],
        otherwise: Callable[[str], object] | None = None,
        *,
        may_stop: bool = True,
    ) -> None:
        """Long work in a thread, with a screen that says so."""
        ...

    def leave(self, said: str, *, done: bool = False) -> None:
        """Back to where it was asked for."""
        ...


class Bringing(QObject):
    """One file at a time. ``merged``: others may be in the record than before."""

    merged = Signal()

    def __init__(self, store: Store, window: Window, unlock: UnlockScreen, desk: Doing) -> None:
        super().__init__()
        self._store, self._window, self._unlock, self._desk = store, window, unlock, desk
        self._opened: Opened | None = None
        self._path = Path()
        unlock.entered.connect(self._open)
        unlock.left.connect(lambda: self._leave(""))

    def begin(self, path: Path) -> None:
        """Bring this file in."""
        self._path = path
        try:
            locked = needs_passphrase(path)
        except UserError as error:
            self._leave(str(error))
            return
        if locked:
            self._ask_passphrase("")
        else:
            self._open("")

    def drop(self) -> None:
        """What was unpacked is gone."""
        opened, self._opened = self._opened, None
        if opened is not None:
            opened.close()

    def _leave(self, said: str, *, done: bool = False) -> None:
        self.drop()
        self._desk.leave(said, done=done)

    def _ask_passphrase(self, problem: str) -> None:
        self._window.show_screen(self._unlock)
        self._unlock.start(self._path.name, problem)

    def _open(self, passphrase: str) -> None:
        path, folder = self._path, self._store.path.parent

        def work(_said: Said, stop: Stop) -> Opened:
            return open_file(path, folder, passphrase, stop)

        self._desk.do(tr("Opening the file"), work, self._plan, self._not_opened if passphrase else self._failed)

    def _not_opened(self, sentence: str) -> None:
        """Most likely the passphrase was not right: it is asked for again."""
        if sentence:
            self._ask_passphrase(sentence)
        else:
            self._leave("")

    def _failed(self, sentence: str) -> None:
        self._leave(sentence or tr("Cancelled. Everything is as it was."))

    def _plan(self, opened: Opened) -> None:
        self._opened = opened

        def work(said: Said, stop: Stop) -> MergeSummary:
            with closing(self._store.twin()) as own:
                return plan_merge(own, opened.source(stop, said))

        self._desk.do(tr("Reading the file"), work, self._ask, self._failed)

    def _ask(self, summary: MergeSummary) -> None:
        if not summary.changes:
            self._leave(" ".join(summary.lines()))
            return
        self._window.show_screen(self._window.ask)
        self._window.ask.ask(ask_bring(summary.lines()), self._answered)

    def _answered(self, answer: str) -> None:
        opened, now = self._opened, self._desk.now()
        if answer != "yes" or opened is None:
            self._leave("")
            return

        def work(said: Said, stop: Stop) -> MergeSummary:
            with closing(self._store.twin()) as own:
                return merge(own, opened.source(stop, said), now=now)

        self._desk.do(tr("Bringing everything in"), work, self._merged, self._failed)

    def _merged(self, summary: MergeSummary) -> None:
        self.merged.emit()
        self._leave(tr("It is in. {0}").format(" ".join(summary.lines())), done=True)
