"""Before Today, in a window of its own: a damaged record is mended, and what a copy can add is offered.

Nothing else is there yet, for everything else needs the record.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from balancecoach.core.words import tr
from balancecoach.desks.damaged_facts import added_facts, failed_facts, offer_facts, undone_facts
from balancecoach.desks.errand import Errand, Said, Stop
from balancecoach.errors import UserError
from balancecoach.store.backups import folder_of, go_back
from balancecoach.store.filling import Lacks
from balancecoach.store.mending import Offer, add_missing, answered, mend, offer
from balancecoach.ui.damaged_screen import DamagedFacts, DamagedScreen
from balancecoach.ui.window import Window
from balancecoach.ui.work_screen import WorkScreen

_log = logging.getLogger(__name__)

Step = Callable[[], None]


class DamagedDesk(QObject):
    """``done``: whether the record can be opened now. The caller holds the lock, and has nothing open."""

    done = Signal(bool)

    def __init__(self, database: Path, now: Callable[[], datetime], window: Window) -> None:
        super().__init__()
        self._database, self._now, self._window = database, now, window
        self.screen, self.working = DamagedScreen(), WorkScreen()
        self.errand = Errand(self)
        self._first: Step = self._go_on
        self._second: Step = self._give_up
        window.add_screen(self.screen)
        window.add_screen(self.working)
        self.errand.said.connect(self.working.tell)
        self.screen.answered.connect(lambda first: (self._first if first else self._second)())

    def begin(self, *, damaged: bool) -> None:
        """``damaged``: it cannot be opened as it is."""
        if damaged:
            self._work(tr("Mending your records"), lambda said: mend(self._database, self._now(), said), self._look)
        else:
            self._look(None)

    def close(self) -> None:
        """What has begun comes to its end."""
        self.errand.wait(60.0)

    def _work(self, title: str, work: Callable[[Said], Any], then: Callable[[Any], None]) -> None:
        def run(said: Said, _stop: Stop) -> Any:
            return work(said)

        def failed(sentence: str) -> None:
            _log.warning("mending: %s", sentence)
            self._show(failed_facts(sentence), lambda: self._work(title, work, then), self._give_up)

        self._window.show_plain(self.working)
        self.working.start(title, may_stop=False)
        self.errand.start(run, then, failed)

    def _show(self, facts: DamagedFacts, first: Step, second: Step) -> None:
        self._first, self._second = first, second
        self._window.show_plain(self.screen)
        self.screen.show_facts(facts)

    # -- what is offered ---------------------------------------------------------------------------------------
    def _look(self, _mended: object) -> None:
        self._work(tr("Looking for a good copy"), lambda _said: offer(self._database), self._offer)

    def _offer(self, found: Offer | None) -> None:
        if found is None or not (found.mended or found.lacks):
            self._decline()  # nobody can do anything about it
            return
        facts = offer_facts(found, folder_of(self._database), self._now())
        copy = found.copy.path if found.copy is not None and found.lacks else None
        self._show(facts, self._decline if copy is None else lambda: self._add(copy), self._decline)

    def _decline(self) -> None:
        try:
            answered(self._database)
        except UserError as error:
            _log.warning("what was answered is not kept: %s", error)  # asked once more at the next start
        self._go_on()

    def _add(self, copy: Path) -> None:
        self._work(
            tr("Adding what is missing"),
            lambda said: add_missing(self._database, copy, self._now(), said),
            lambda came: self._added(*came),
        )

    def _added(self, before: Path, came: Lacks) -> None:
        self._show(added_facts(came), self._go_on, lambda: self._undo(before))

    def _undo(self, before: Path) -> None:
        def work(said: Said) -> None:
            go_back(self._database, before, self._now(), _log.warning, said)
            answered(self._database)

        self._work(tr("Going back"), work, lambda _: self._show(undone_facts(), self._go_on, self._go_on))

    # -- the end -----------------------------------------------------------------------------------------------
    def _go_on(self) -> None:
        self.done.emit(True)

    def _give_up(self) -> None:
        self.done.emit(False)
