"""Writes from a thread of its own: whoever calls goes on at once, whatever the disk is doing.

What cannot be written now stays in memory, in order, and is tried again until it can. Nothing is dropped.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Protocol, Self

from balancecoach.core.events import CheckedIn, Stored
from balancecoach.errors import UserError
from balancecoach.store.codec import encode
from balancecoach.store.store import new_session_id
from balancecoach.store.values import dumps, stamp

_log = logging.getLogger(__name__)

FIRST_WAIT_S = 0.2
LONGEST_WAIT_S = 2.0


class Sink(Protocol):
    """What a journal writes to: a ``Store``, or a test's stand-in."""

    def append(self, session_id: str, event: Stored) -> None:
        """Keep an event."""
        ...

    def beat(self, session_id: str, at_s: float, wall: datetime) -> None:
        """The session is alive."""
        ...

    def decline(self, at: datetime, plan_id: str, reasons: Iterable[str], person_id: str = "") -> None:
        """Not today."""
        ...

    def put_setting(self, key: str, value: object) -> None:
        """Keep a setting."""
        ...

    def close(self) -> None:
        """Let go of the file."""
        ...


@dataclass(frozen=True)
class _Work:
    write: Callable[[Sink], None]
    beat_of: str = ""  # the session this is a heartbeat of


class Journal:
    """An outbox. ``open_sink`` is called on the journal's thread, again after each failure; so is ``trouble``.

    ``trouble`` gets a sentence when a write fails for the first time and "" when all is well again. ``wait`` lets the
    seconds between two tries pass; by default it ends early when the journal is closed. Close the journal before the
    store it writes through.
    """

    def __init__(
        self,
        open_sink: Callable[[], Sink],
        trouble: Callable[[str], None] = lambda _: None,
        wait: Callable[[float], object] | None = None,
    ) -> None:
        self._open_sink, self._trouble = open_sink, trouble
        self._stop = threading.Event()
        self._wait = wait or self._stop.wait
        self._queue: deque[_Work] = deque()  # the first is being written
        self._changed = threading.Condition()
        self._sink: Sink | None = None
        self._failing = False
        self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
        self._thread.start()

    # -- for the caller's thread -------------------------------------------------------------------------------
    def begin(self) -> str:
        """The id of a new session."""
        return new_session_id()

    def append(self, session_id: str, event: Stored) -> None:
        """Keep an event, soon."""
        encode(event)  # what cannot be kept is a bug of ours: loud here, not in the thread
        self._put(_Work(lambda sink: sink.append(session_id, event)))

    def check_in(self, session_id: str, answers: CheckedIn) -> None:
        """Keep the answers given afterwards, soon."""
        self.append(session_id, answers)

    def beat(self, session_id: str, at_s: float, wall: datetime) -> None:
        """The session is alive. Replaces an earlier heartbeat that still waits."""
        stamp(wall)
        self._put(_Work(lambda sink: sink.beat(session_id, at_s, wall), beat_of=session_id))

    def decline(self, at: datetime, plan_id: str, reasons: Iterable[str], person_id: str = "") -> None:
        """Keep a day that was declined, soon."""
        stamp(at)
        kept = tuple(reasons)
        self._put(_Work(lambda sink: sink.decline(at, plan_id, kept, person_id)))

    def put_setting(self, key: str, value: object) -> None:
        """Keep a setting, soon."""
        dumps(value)
        self._put(_Work(lambda sink: sink.put_setting(key, value)))

    @property
    def pending(self) -> int:
        """How much waits to be written."""
        with self._changed:
            return len(self._queue)

    def flush(self, timeout_s: float) -> bool:
        """Wait until all is written, at most so long. False when something still waits."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._queue, timeout_s)

    def close(self, timeout_s: float = 5.0) -> bool:
        """Write what waits, at most so long, and end the thread. False when something could not be written."""
        written = self.flush(timeout_s)
        self._stop.set()
        with self._changed:
            self._changed.notify_all()
        self._thread.join(timeout_s)
        return written

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _put(self, work: _Work) -> None:
        with self._changed:
            if self._stop.is_set():
                raise RuntimeError("the journal is closed")
            if work.beat_of:
                for place in range(len(self._queue) - 1, 0, -1):
                    if self._queue[place].beat_of == work.beat_of:
                        del self._queue[place]
            self._queue.append(work)
            self._changed.notify_all()

    # -- on the journal's thread -------------------------------------------------------------------------------
    def _run(self) -> None:
        while (work := self._next()) is not None:
            if self._written(work):
                with self._changed:
                    self._queue.popleft()
                    self._changed.notify_all()
        self._let_go()

    def _next(self) -> _Work | None:
        with self._changed:
            self._changed.wait_for(lambda: self._queue or self._stop.is_set())
            return None if self._stop.is_set() else self._queue[0]

    def _written(self, work: _Work) -> bool:
        """Try until it is written. False when the journal was closed before."""
        wait_s = FIRST_WAIT_S
        while not self._stop.is_set():
            try:
                self._sink = self._sink or self._open_sink()
                work.write(self._sink)
            except Exception as error:
                self._failed(error)
                self._wait(wait_s)
                wait_s = min(2 * wait_s, LONGEST_WAIT_S)
            else:
                self._tell("")
                return True
        return False

    def _failed(self, error: Exception) -> None:
        """Say so once, and start the next try with a fresh connection."""
        self._let_go()
        if isinstance(error, UserError):
            self._tell(str(error))
        else:
            _log.error("a write failed for a reason of our own", exc_info=error)
            self._tell(
                "Something could not be kept yet, because of a mistake in Balance Coach; it will be tried again."
            )

    def _tell(self, sentence: str) -> None:
        if bool(sentence) == self._failing:
            return
        self._failing = bool(sentence)
        _log.warning("writing: %s", sentence or "all that waited is written")
        try:
            self._trouble(sentence)
        except Exception:
            _log.exception("telling about a failed write went wrong")

    def _let_go(self) -> None:
        sink, self._sink = self._sink, None
        try:
            if sink is not None:
                sink.close()
        except Exception:
            _log.exception("closing the record went wrong")
