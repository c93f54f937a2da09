"""Long work in a thread of its own, one piece at a time, while the window goes on."""

import logging
import threading
from collections.abc import Callable
from typing import Any

from msgspec import Struct
from PySide6.QtCore import QObject, Signal

from balancecoach.core.words import tr
from balancecoach.errors import StoppedError, UserError

_log = logging.getLogger(__name__)

#: Hears in a few words what is being done.
Said = Callable[[str], None]
Stop = Callable[[], bool]
#: Runs in the thread: it makes connections of its own, and asks now and then whether it shall stop.
Work = Callable[[Said, Stop], Any]


class _Ended(Struct, frozen=True):
    result: Any = None
    sentence: str = ""
    well: bool = False


class Errand(QObject):
    """Starts it, tells what it says, and what it came to: each in the window's thread."""

    said = Signal(str)
    _ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._then: Callable[[Any], object] = lambda result: None
        self._otherwise: Callable[[str], object] = lambda sentence: None
        self._ended.connect(self._finish)

    @property
    def busy(self) -> bool:
        """Whether it runs, or what it came to has not been told yet."""
        return self._thread is not None

    def start(self, work: Work, then: Callable[[Any], object], otherwise: Callable[[str], object]) -> None:
        """``then`` gets the result; ``otherwise`` a sentence why there is none, "" when it was stopped."""
        if self.busy:
            raise RuntimeError("one piece of work at a time")
        self._then, self._otherwise = then, otherwise
        self._stop.clear()
        self._thread = threading.Thread(target=self._run, args=(work,), name="errand", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """It is no longer wanted; it ends soon."""
        self._stop.set()

    def wait(self, timeout_s: float) -> bool:
        """Until the thread has done its work, at most so long. What it came to is told later."""
        thread = self._thread  # asked from another thread, too, while ours may be done with it
        if thread is None:
            return True
        thread.join(timeout_s)
        return not thread.is_alive()

    def _run(self, work: Work) -> None:
        try:
            ended = _Ended(work(self.said.emit, self._stop.is_set), well=True)
        except StoppedError:
            ended = _Ended()
        except UserError as error:
            ended = _Ended(sentence=str(error))
        except Exception:
            _log.exception("an errand went wrong")
            ended = _Ended(sentence=tr("That did not work, because of a mistake in Balance Coach. Nothing is lost."))
        self._ended.emit(ended)

    def _finish(self, ended: _Ended) -> None:
        if self._thread is not None:
            self._thread.join()
        self._thread = None
        if ended.well:
            self._then(ended.result)
        else:
            self._otherwise(ended.sentence)
