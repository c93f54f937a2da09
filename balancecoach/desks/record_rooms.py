"""The rooms of the record: what is opened from Progress and from the records' card in Settings."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from balancecoach.clock import Clock
from balancecoach.core.words import tr
from balancecoach.day import learn
from balancecoach.desks.checkups import CheckUpsDesk
from balancecoach.desks.everyday import Desk
from balancecoach.desks.files import FilesDesk
from balancecoach.desks.guard import Guard
from balancecoach.desks.past import PastDesk
from balancecoach.desks.records import RecordsDesk
from balancecoach.desks.report import ReportDesk
from balancecoach.plans.library import Programmes
from balancecoach.store.store import Store
from balancecoach.ui.files_screen import FilesScreen


class RecordRooms(QObject):
    """Makes each of them, and a button on Progress that opens it."""

    def __init__(self, desk: Desk, store: Store, programmes: Programmes, clock: Clock, guard: Guard) -> None:
        super().__init__(desk)
        self._desk, self._store, self._programmes, self._clock, self._guard = desk, store, programmes, clock, guard
        self._make_past()
        self._make_checkups()
        self._make_report()
        self._make_whole()
        self._make_files()

    def _make_past(self) -> None:
        """All sessions, and the page of one."""
        desk = self._desk
        self.past = PastDesk(
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
        self.past.forget_old()
        desk.closing.connect(self.past.page.keep_note)
        desk.window.progress.opened.connect(self.past.open)
        self._way(tr("All sessions"), self.past.show)

    def _make_checkups(self) -> None:
        self.checkups = CheckUpsDesk(self._desk, self._store, self._clock, self._guard)
        self._way(tr("Check-ups"), self.checkups.show)

    def _make_report(self) -> None:
        self.report = ReportDesk(self._desk, self._store, self._programmes, self._clock)
        self._way(tr("Report"), self.report.show)

    def _make_whole(self) -> None:
        """The record as a whole: from Settings, and from Today while nobody is set up."""
        desk = self._desk
        self.whole = RecordsDesk(
            store=self._store,
            window=desk.window,
            now=lambda: self._clock.now().wall,
            walking=lambda: desk.sessions.runner is not None,
            flush=lambda: desk.journal.flush(5.0),
            parent=self,
        )
        self.whole.changed.connect(self._look_anew)
        self.whole.home.connect(desk.show_today)
        desk.bring_wanted.connect(lambda: self._guard(lambda: self.whole.bring(from_today=True)))
        desk.closing.connect(self.whole.close)

    def _look_anew(self) -> None:
        """Others may be in the record than before."""
        kept = self._store.saved_plans()
        for programme in self._programmes.own():
            if programme.id not in {plan.id for plan in kept}:
                self._programmes.remove(programme.id)
        learn(self._programmes, kept)
        self._desk.day.forget_choices()
        self._desk.prefer()

    def _make_files(self) -> None:
        """Files for others."""
        desk, screen = self._desk, FilesScreen()
        window = desk.window
        window.add_page("files", screen)
        self.files = FilesDesk(
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
        desk.closing.connect(self.files.close)
        self._way(tr("Save as files"), self.files.show)

    def _way(self, words: str, then: Callable[[], object]) -> None:
        """A button on Progress."""
        self._desk.window.progress.add_way(words).clicked.connect(lambda: then())
