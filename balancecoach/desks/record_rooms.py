"""The rooms of the record: what is opened from Progress and from the records' card in Settings."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from balancecoach.clock import Clock
from balancecoach.desks.everyday import Desk
from balancecoach.desks.guard import Guard
from balancecoach.plans.library import Programmes
from balancecoach.store.store import Store


class RecordRooms(QObject):
    """Makes each of them, and a button on Progress that opens it."""

    def __init__(self, desk: Desk, store: Store, programmes: Programmes, clock: Clock, guard: Guard) -> None:
        super().__init__(desk)
        self._desk, self._store, self._programmes, self._clock, self._guard = desk, store, programmes, clock, guard

    def _way(self, words: str, then: Callable[[], object]) -> None:
        """A button on Progress."""
        self._desk.window.progress.add_way(words).clicked.connect(lambda: then())
