"""The record as a whole: the page under Settings, with saving, bringing in, undoing and going back."""

import logging
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from msgspec import Struct
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from balancecoach.carrying import file_name, save
from balancecoach.core.words import tr
from balancecoach.desks import records_facts as facts
from balancecoach.desks.bringing import Bringing
from balancecoach.desks.daily_copy import DailyCopy
from balancecoach.desks.errand import Errand, Said, Stop, Work
from balancecoach.errors import UserError
from balancecoach.exchange.undoing import Undone, last_import, undo
from balancecoach.parcel import ENDING
from balancecoach.store.backups import Copy, Holds, copies, folder_of, go_back, holds
from balancecoach.store.erasure import erase_from_copies
from balancecoach.store.mending import put_aside
from balancecoach.store.store import Store
from balancecoach.ui.record_files import ask_where, ask_which
from balancecoach.ui.records_facts import RecordsFacts
from balancecoach.ui.records_screen import RecordsScreen
from balancecoach.ui.unlock_screen import UnlockScreen
from balancecoach.ui.window import Window
from balancecoach.ui.work_screen import WorkScreen

_log = logging.getLogger(__name__)

#: The setting with the day on which everything was saved in a file.
SAVED = "saved_everything"


class Files(Struct, frozen=True):
    """How a file is asked for."""

    where: Callable[[QWidget, str], str] = ask_where
    which: Callable[[QWidget, str], str] = ask_which


class RecordsDesk(QObject):
    """Connects the page. Whoever sees it has passed the PIN."""

    left = Signal()  # to Settings
    home = Signal()  # to Today
    changed = Signal()  # others may be in the record than before

    def __init__(
        self,
        *,
        store: Store,
        window: Window,
        now: Callable[[], datetime],
        daily: DailyCopy,
        flush: Callable[[], bool],
        files: Files | None = None,
        parent: QObject | None = None,
    ) -> None:
        """``daily``: the day's copy. ``flush``: write what waits; whether that could be done."""
        super().__init__(parent)
        self._store, self._window, self.now, self._flush = store, window, now, flush
        self.files = files or Files()
        self.page, self.unlock, self.working = RecordsScreen(), UnlockScreen(), WorkScreen()
        self.errand = Errand(self)
        self.daily = daily
        self._bringing = Bringing(store, window, self.unlock, self)
        self._from_today = False
        window.add_page("records", self.page)
        window.add_screen(self.unlock)
        window.add_screen(self.working)
        self._connect()

    def _connect(self) -> None:
        page = self.page
        page.save.connect(self._save)
        page.bring.connect(lambda: self.bring())
        page.undo.connect(self._undo)
        page.go_back.connect(self._ask_back)
        page.left.connect(self.left)
        self._bringing.merged.connect(self.changed)
        self.working.stopped.connect(self.errand.stop)
        self.errand.said.connect(self.working.tell)

    def dress_settings(self) -> None:
        """The card on the page of settings, once that is made."""
        self._window.settings.records.wanted.connect(lambda: self.show())
        self._window.came.connect(self._came)
        self.daily.made.connect(self._show_card)

    # -- what is seen ------------------------------------------------------------------------------------------
    def show(self, said: str = "") -> None:
        """The page, as things are now."""
        now, folder = self.now(), folder_of(self._store.path)
        self.page.show_facts(
            RecordsFacts(
                has=tr("Kept here: {0}.").format(facts.holds_words(self._here())),
                saved=facts.saved_words(self._store.get_setting(SAVED)),
                copies=tuple(facts.copy_facts(copy, _look(copy), now) for copy in copies(folder)),
                where=facts.where_words(folder),
                trouble=facts.trouble_words(self.daily.trouble),
                said=said,
                undo=self._undo_words(now),
            )
        )
        self._window.show_page("records")
        self.page.focus_first()

    def _undo_words(self, now: datetime) -> str:
        last = last_import(self._store)
        if last is None:
            return ""
        return tr("Brought in last: {0}. It can be taken out again.").format(facts.when_words(last.at, now))

    def _here(self) -> Holds:
        return holds(self._store.path)

    def _came(self, screen: QWidget) -> None:
        if screen is self._window.settings:
            self._show_card()

    def _show_card(self) -> None:
        folder = folder_of(self._store.path)
        words = facts.card_words(copies(folder), folder, self.now())
        self._window.settings.records.show_facts(words, facts.trouble_words(self.daily.trouble))

    # -- work --------------------------------------------------------------------------------------------------
    def do(
        self,
        title: str,
        work: Work,
        then: Callable[[Any], object],
        otherwise: Callable[[str], object] | None = None,
        *,
        may_stop: bool = True,
    ) -> None:
        """In a thread, while the screen says so. ``otherwise`` gets why it did not work, "" when it was cancelled."""
        if not self._flush():
            (otherwise or self._failed)(tr("Something still waits to be written. Try again in a moment."))
            return
        self._window.show_screen(self.working)
        self.working.start(title, may_stop=may_stop)

        def after_the_copy(said: Said, stop: Stop) -> Any:
            self.daily.errand.wait(60.0)
            return work(said, stop)

        self.errand.start(after_the_copy, then, otherwise or self._failed)

    def _failed(self, sentence: str) -> None:
        self.leave(sentence or tr("Cancelled. Everything is as it was."))

    def leave(self, said: str, *, done: bool = False) -> None:
        """Back to where it was asked for; but what did not work is said on the page, where it can be tried again."""
        home, self._from_today = self._from_today and (done or not said), False
        if home:
            self.home.emit()
        else:
            self.show(said)

    def close(self) -> None:
        """Nothing more; what has begun comes to its end."""
        self.errand.stop()
        self.errand.wait(60.0)
        self._bringing.drop()

    # -- save --------------------------------------------------------------------------------------------------
    def _save(self, passphrase: str) -> None:
        now = self.now()
        name = self.files.where(self._window, file_name(now.date()))
        if not name:
            return
        target = Path(name)

        def work(said: Said, stop: Stop) -> Path:
            with closing(self._store.twin()) as own:
                save(own, target, now=now, passphrase=passphrase, stop=stop, said=said)
            return target

        self.do(tr("Saving everything"), work, self._saved)

    def _saved(self, target: Path) -> None:
        said = tr("Saved and read back: {0}").format(target)
        try:
            self._store.put_setting(SAVED, self.now().date().isoformat())
        except UserError as error:  # the record's own disk is full: the file is good, and only its day is not noted
            said = f"{said} {error}"
        self.show(said)

    # -- bring in ----------------------------------------------------------------------------------------------
    def bring(self, *, from_today: bool = False) -> None:
        """Ask for a file, and bring it in."""
        name = self.files.which(self._window, ENDING)
        if name:
            self._from_today = from_today
            self._bringing.begin(Path(name))

    def _undo(self) -> None:
        def work(_said: Said, _stop: Stop) -> Undone:
            with closing(self._store.twin()) as own:
                return undo(own)

        self.do(tr("Taking it out again"), work, self._undone, may_stop=False)

    def _undone(self, undone: Undone) -> None:
        self.changed.emit()
        self.show(" ".join(undone.lines()))

    # -- somebody who was deleted --------------------------------------------------------------------------------
    def has_copies(self) -> bool:
        """Whether there are any."""
        folder = folder_of(self._store.path)
        return bool(copies(folder) or put_aside(folder))

    def take_out(self, person_id: str, then: Callable[[tuple[Path, ...]], object]) -> None:
        """Take somebody out of the copies. ``then`` hears which may still hold some of them."""
        folder = folder_of(self._store.path)
        files = (*(copy.path for copy in copies(folder)), *put_aside(folder))

        def work(_said: Said, _stop: Stop) -> tuple[Path, ...]:
            return erase_from_copies(files, person_id)

        self.do(tr("Deleting from the copies"), work, then, lambda _sentence: then(files), may_stop=False)

    # -- go back -----------------------------------------------------------------------------------------------
    def _ask_back(self, name: str) -> None:
        copy = next((copy for copy in copies(folder_of(self._store.path)) if copy.path.name == name), None)
        if copy is None:
            self.show(tr("This copy is no longer there."))
            return
        question = facts.ask_back(facts.copy_facts(copy, _look(copy), self.now()), self._here())
        self._window.show_screen(self._window.ask)
        self._window.ask.ask(question, lambda answer: self._go_back(copy.path) if answer == "yes" else self.show())

    def _go_back(self, copy: Path) -> None:
        now, database = self.now(), self._store.path

        def work(said: Said, _stop: Stop) -> Path:
            return go_back(database, copy, now, _log.warning, said)

        self.do(tr("Going back"), work, self._gone_back, may_stop=False)

    def _gone_back(self, _kept: Path) -> None:
        self.changed.emit()
        self.show(tr("It is done. What was here before is the newest copy below."))


def _look(copy: Copy) -> Holds | None:
    try:
        return holds(copy.path)
    except UserError:
        return None
