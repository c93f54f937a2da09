"""The day's copy of the record: soon after the start, and after midnight where the window stays open for weeks.

So each copy is of the state in which the day before was left. Made in a thread of its own, and never begun while
somebody walks.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from balancecoach.desks.errand import Errand, Said, Stop
from balancecoach.store.backups import daily

_log = logging.getLogger(__name__)

#: How often it is looked whether a new day has begun.
EVERY_MS = 5 * 60_000


class DailyCopy(QObject):
    """Makes it when it is due. ``trouble``: why today's could not be made, "" when all is well."""

    made = Signal()

    def __init__(
        self, database: Path, now: Callable[[], datetime], may: Callable[[], bool], parent: QObject | None = None
    ) -> None:
        """``may``: whether this is a moment for it."""
        super().__init__(parent)
        self._database, self._now, self._may = database, now, may
        self.errand = Errand(self)
        self.trouble = ""
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """From now on."""
        self._timer.start()
        self.look()

    def look(self) -> None:
        """Make it if it is due; a failure is tried again at the next look."""
        if self.errand.busy or not self._may():
            return
        database, now = self._database, self._now()

        def work(_said: Said, _stop: Stop) -> Path | None:
            return daily(database, now)

        self.errand.start(work, self._done, self._failed)

    def close(self) -> None:
        """No more; one that is being made is finished."""
        self._timer.stop()
        self.errand.wait(20.0)

    def _done(self, made: Path | None) -> None:
        self.trouble = ""
        if made is not None:
            self.made.emit()

    def _failed(self, sentence: str) -> None:
        if sentence != self.trouble:
            _log.warning("no copy of the record today: %s", sentence)
        self.trouble = sentence
