"""Saving files from the record: in a thread of its own, so that the window goes on, with a way to stop it."""

import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from balancecoach.clock import Clock
from balancecoach.core.person import Person
from balancecoach.core.programme import Programme
from balancecoach.core.words import tr, trn
from balancecoach.day import Day
from balancecoach.desks.guard import Then
from balancecoach.desks.names import shown_name
from balancecoach.errors import UserError
from balancecoach.exports import SHIPPED, Exporter, Format, Order, What
from balancecoach.reports.calendar_file import Times, usual_days
from balancecoach.reports.share import Share
from balancecoach.store.store import Store
from balancecoach.ui.file_place import ask_place
from balancecoach.ui.files_facts import KINDS, FilesFacts, FilesWish, Kind
from balancecoach.ui.files_screen import FilesScreen

FORMATS = {
    Kind.SESSIONS: (Format.CSV, What.SESSIONS),
    Kind.BLOCKS: (Format.CSV, What.BLOCKS),
    Kind.CHECK_UPS: (Format.CSV, What.CHECK_UPS),
    Kind.CLINIC: (Format.FHIR, What.SESSIONS),
    Kind.CALENDAR: (Format.ICS, What.SESSIONS),
    Kind.EVERYTHING: (Format.JSON, What.SESSIONS),
}
#: Seconds that closing the window waits for a file that is being given up.
END_S = 5.0


class _StoppedError(Exception):
    """Somebody pressed Cancel."""


class FilesDesk(QObject):
    """Connects the page. ``before``: writes what waits, so that the newest session is in the file; whether it could."""

    told = Signal(int, int)  # from the thread: people done, of how many
    done = Signal(str)  # from the thread: what came of it, in a sentence

    def __init__(
        self,
        *,
        store: Store,
        programmes: Mapping[str, Programme],
        day: Day,
        clock: Clock,
        screen: FilesScreen,
        show: Then,
        back: Then,
        guard: Callable[[Then], None],
        before: Callable[[], bool],
        ask: Callable[[QWidget, str, str], str] = ask_place,
    ) -> None:
        super().__init__()
        self._store, self._programmes, self._day, self._clock = store, programmes, day, clock
        self.screen, self._show, self._guard, self._before, self.ask = screen, show, guard, before, ask
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()
        screen.wanted.connect(self._want)
        screen.cancelled.connect(self._stop.set)
        screen.left.connect(back)
        self.told.connect(self._tell)
        self.done.connect(self._done)

    def show(self) -> None:
        """The page, as things are now; as it was left while a file is being written."""
        if self._thread is None:
            self.screen.show_facts(self._facts())
        self._show()

    def close(self) -> None:
        """Give up a file that is being written; no half of it stays."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(END_S)

    def _facts(self) -> FilesFacts:
        person = self._day.person()
        today = self._clock.now().wall.date()
        if person is None:
            return FilesFacts("", bool(self._store.people(archived=True)), today)
        programme = self._programmes.get(person.programme_id)
        days = usual_days(programme.sessions_a_week[1] if programme else 3)
        several = len(self._store.people()) + len(self._store.people(archived=True)) > 1
        return FilesFacts(shown_name(person.name), several, today, days)

    def _want(self, wish: FilesWish) -> None:
        """Of everybody only after the PIN: the others are not here to be asked."""
        if wish.everyone and self._day.person() is not None:
            self._guard(lambda: self._ask(wish))
        else:
            self._ask(wish)

    def _ask(self, wish: FilesWish) -> None:
        self._show()
        person = None if wish.everyone else self._day.person()
        words = KINDS[wish.kind]
        whose = person.name if person and wish.name else "Balance Coach"
        place = self.ask(self.screen, f"{whose} {tr(words.button)}", words.ending)
        if place:
            self._start(self._order(wish, person), Path(place))

    def _order(self, wish: FilesWish, person: Person | None) -> Order:
        kind, what = FORMATS[wish.kind]
        share = Share(wish.first, wish.last, wish.name, wish.notes, SHIPPED)
        times = Times(wish.days, wish.at, wish.weeks, wish.alarm_min) if wish.kind is Kind.CALENDAR else None
        return Order(kind, (person.id,) if person else None, share, what, times)

    def _start(self, order: Order, target: Path) -> None:
        if not self._before():
            self.screen.tell(tr("Something still waits to be written. Try again in a moment."))
            return
        self._stop.clear()
        self.screen.set_busy(True)
        self.screen.tell(tr("Saving …"))
        now = self._clock.now().wall
        self._thread = threading.Thread(target=self._run, args=(order, target, now), daemon=True, name="files")
        self._thread.start()

    # -- in the thread -------------------------------------------------------------------------------------------------
    def _run(self, order: Order, target: Path, now: datetime) -> None:
        try:
            with self._store.twin() as store:
                count = Exporter(store, self._programmes, self._hear).save(order, target, now)
            self.done.emit(_saved(order, target, count))
        except _StoppedError:
            self.done.emit(tr("Nothing was saved: you stopped it."))
        except UserError as error:
            self.done.emit(str(error))
        except BaseException:  # a bug of ours: the page must not wait for ever
            self.done.emit(tr("Something went wrong, and nothing was saved."))
            raise

    def _hear(self, done: int, of: int) -> None:
        if self._stop.is_set():
            raise _StoppedError
        self.told.emit(done, of)

    # -- in the window -------------------------------------------------------------------------------------------------
    def _tell(self, done: int, of: int) -> None:
        if self._thread is not None and of > 1:
            self.screen.tell(tr("Saving: {0} of {1} people …").format(done, of))

    def _done(self, sentence: str) -> None:
        if self._thread is not None:
            self._thread.join(END_S)
        self._thread = None
        self.screen.set_busy(False)
        self.screen.tell(sentence)


def _saved(order: Order, target: Path, count: int) -> str:
    where = tr("Saved in {0}.").format(target)
    if order.format is Format.ICS:
        what = trn("It has {0} session to come.", "It has {0} sessions to come.", count)
    elif order.format is Format.FHIR:
        what = trn("It has {0} session or check-up.", "It has {0} sessions and check-ups.", count)
    elif order.what is not What.SESSIONS:
        what = trn("It has {0} row.", "It has {0} rows.", count)
    else:
        what = trn("It has {0} session.", "It has {0} sessions.", count)
    return f"{where} {what.format(count)}"
