"""The rooms of the record: what is opened from Progress, from Today and from the records' card in Settings.

Each is made when somebody opens it; what goes on by itself, as the day's copy, is there from the start.
"""

from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from balancecoach.clock import Clock
from balancecoach.core.words import tr
from balancecoach.day import learn
from balancecoach.desks.checkup_put_off import forget
from balancecoach.desks.daily_copy import DailyCopy
from balancecoach.desks.everyday import Desk
from balancecoach.desks.guard import Guard
from balancecoach.errors import UserError
from balancecoach.past import KEPT
from balancecoach.plans.library import Programmes
from balancecoach.store.forgetting import forget_removed
from balancecoach.store.store import Store

if TYPE_CHECKING:
    from balancecoach.desks.checkups import CheckUpsDesk
    from balancecoach.desks.files import FilesDesk
    from balancecoach.desks.past import PastDesk
    from balancecoach.desks.records import RecordsDesk
    from balancecoach.desks.report import ReportDesk


class RecordRooms(QObject):
    """A button on Progress for each, and what opens them elsewhere. ``settings``: to where the card is."""

    changed = Signal()  # others may be in the record than before

    def __init__(self, desk: Desk, store: Store, programmes: Programmes, clock: Clock, guard: Guard) -> None:
        super().__init__(desk)
        self._desk, self._store, self._programmes, self._clock, self._guard = desk, store, programmes, clock, guard
        self.settings: Callable[[], object] = lambda: None
        self.daily = DailyCopy(store.path, lambda: clock.now().wall, self._may_copy, self)
        desk.closing.connect(self._close)
        self._ways()
        self.forget_old()

    def _ways(self) -> None:
        progress, reminder = self._desk.window.progress, self._desk.window.today.reminder
        for words, then in (
            (tr("All sessions"), lambda: self.past.show()),
            (tr("Check-ups"), lambda: self.checkups.show()),
            (tr("Report"), lambda: self.report.show()),
            (tr("Save as files"), lambda: self.files.show()),
        ):
            progress.add_way(words).clicked.connect(lambda _checked=False, then=then: then())
        progress.opened.connect(lambda session_id: self.past.open(session_id))
        reminder.opened.connect(lambda: self.checkups.show())
        reminder.put_off.connect(lambda: self.checkups.put_off())
        self._desk.bring_wanted.connect(lambda: self._guard(lambda: self.whole.bring(from_today=True)))

    def _made(self, name: str) -> bool:
        """Whether somebody has opened this one."""
        return name in self.__dict__

    # -- what goes on by itself --------------------------------------------------------------------------------
    def _may_copy(self) -> bool:
        return self._desk.sessions.runner is None and not (self._made("whole") and self.whole.errand.busy)

    def forget_old(self) -> None:
        """What was removed long ago goes for good. Once, at the start; what cannot be deleted now can be next time."""
        with suppress(UserError):
            forget_removed(self._store, self._clock.now().wall, KEPT)

    def forget(self, person_id: str) -> None:
        """Somebody was deleted: nothing of theirs stays."""
        if self._store.person(person_id) is None:
            forget(self._store, person_id)

    def may_close(self) -> bool:
        """Whether the window may close; a check-up that would be lost is asked about first."""
        return not self._made("checkups") or self.checkups.may_close()

    def _close(self) -> None:
        """The record's own work comes to its end before the day's copy does."""
        if self._made("whole"):
            self.whole.close()
        self.daily.close()

    def _look_anew(self) -> None:
        """Others may be in the record than before."""
        kept = self._store.saved_plans()
        for programme in self._programmes.own():
            if programme.id not in {plan.id for plan in kept}:
                self._programmes.remove(programme.id)
        learn(self._programmes, kept)
        self._desk.day.forget_choices()
        self._desk.prefer()
        self.changed.emit()

    # -- each when it is first opened --------------------------------------------------------------------------
    @cached_property
    def past(self) -> "PastDesk":
        """All sessions, and the page of one."""
        from balancecoach.desks.past import PastDesk

        desk = self._desk
        made = PastDesk(
            store=self._store,
            programmes=self._programmes,
            clock=self._clock,
            window=desk.window,
            guard=self._guard,
            person=desk.day.person,
            running=lambda: desk.sessions.session_id if desk.sessions.runner is not None else "",
            back=lambda: desk.window.opened.emit("progress"),
            flush=lambda: desk.journal.flush(2.0),
        )
        desk.closing.connect(made.page.keep_note)
        return made

    @cached_property
    def checkups(self) -> "CheckUpsDesk":
        """Check-ups."""
        from balancecoach.desks.checkups import CheckUpsDesk

        return CheckUpsDesk(self._desk, self._store, self._clock, self._guard)

    @cached_property
    def report(self) -> "ReportDesk":
        """One page about somebody's walking."""
        from balancecoach.desks.report import ReportDesk

        return ReportDesk(self._desk, self._store, self._programmes, self._clock)

    @cached_property
    def whole(self) -> "RecordsDesk":
        """The record as a whole: from Settings, and from Today while nobody is set up."""
        from balancecoach.desks.records import RecordsDesk

        desk = self._desk
        made = RecordsDesk(
            store=self._store,
            window=desk.window,
            now=lambda: self._clock.now().wall,
            daily=self.daily,
            flush=lambda: desk.journal.flush(5.0),
            parent=self,
        )
        made.changed.connect(self._look_anew)
        made.home.connect(desk.show_today)
        made.left.connect(lambda: self.settings())
        return made

    @cached_property
    def files(self) -> "FilesDesk":
        """Files for others."""
        from balancecoach.desks.files import FilesDesk
        from balancecoach.ui.files_screen import FilesScreen

        desk, screen = self._desk, FilesScreen()
        window = desk.window
        window.add_page("files", screen)
        made = FilesDesk(
            store=self._store,
            programmes=self._programmes,
            day=desk.day,
            clock=self._clock,
            screen=screen,
            show=lambda: window.show_page("files"),
            back=lambda: window.opened.emit("progress"),
            guard=self._guard,
            before=lambda: desk.journal.flush(5.0),
        )
        desk.closing.connect(made.close)
        return made
