"""Writes from a thread of its own: whoever calls goes on at once, whatever the disk is doing.

What cannot be written now stays in memory, in order, and is tried again until it can. Nothing is dropped. What still
waits when the program ends goes into a file of its own, which the next start takes up (``rescue``).
"""

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from balancecoach.core.events import CheckedIn, Stored
from balancecoach.core.words import tr
from balancecoach.errors import UserError
from balancecoach.store import rescue
from balancecoach.store.codec import encode
from balancecoach.store.rescue import Work
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

    def is_last(self, session_id: str, event: Stored) -> bool:
        """Whether this is the newest event of its session."""
        ...

    def close(self) -> None:
        """Let go of the file."""
        ...


class Journal:
    """An outbox. ``open_sink`` is called on the journal's thread, again after each failure; so is ``trouble``.

    ``trouble`` gets a sentence when a write fails for the first time, or for another reason, and "" when all is well
    again. ``wait`` lets the seconds between two tries pass; by default it ends early when the journal is closed.
    ``shelves``: folders for what still waits at the end. Close the journal before the store it writes through.
    """

    def __init__(
        self,
        open_sink: Callable[[], Sink],
        trouble: Callable[[str], None] = lambda _: None,
        wait: Callable[[float], object] | None = None,
        shelves: Sequence[Path] = (),
    ) -> None:
        self._open_sink, self._trouble, self._shelves = open_sink, trouble, shelves
        self._stop = threading.Event()
        self._wait = wait or self._stop.wait
        self._queue: deque[Work] = deque()  # the first is being written
        self._changed = threading.Condition()
        self._sink: Sink | None = None
        self._told: list[str] = []  # why it fails, each reason once; none while all is well
        self._rescued: Path | None = None
        self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
        self._thread.start()

    # -- for the caller's thread -------------------------------------------------------------------------------
    def begin(self) -> str:
        """The id of a new session."""
        return new_session_id()

    def append(self, session_id: str, event: Stored) -> None:
        """Keep an event, soon."""
        encode(event)  # what cannot be kept is a bug of ours: loud here, not in the thread
        self._put(Work("append", (session_id, event)))

    def check_in(self, session_id: str, answers: CheckedIn) -> None:
        """Keep the answers given afterwards, soon."""
        self.append(session_id, answers)

    def beat(self, session_id: str, at_s: float, wall: datetime) -> None:
        """The session is alive. Replaces an earlier heartbeat that still waits."""
        stamp(wall)
        self._put(Work("beat", (session_id, at_s, wall)))

    def decline(self, at: datetime, plan_id: str, reasons: Iterable[str], person_id: str = "") -> None:
        """Keep a day that was declined, soon."""
        stamp(at)
        self._put(Work("decline", (at, plan_id, tuple(reasons), person_id)))

    def put_setting(self, key: str, value: object) -> None:
        """Keep a setting, soon."""
        dumps(value)
        self._put(Work("put_setting", (key, value)))

    @property
    def why(self) -> str:
        """Why nothing can be written just now; "" while all is well."""
        with self._changed:
            return self._told[-1] if self._told else ""

    @property
    def pending(self) -> int:
        """How much waits to be written."""
        with self._changed:
            return len(self._queue)

    def waiting(self) -> dict[str, tuple[Stored, ...]]:
        """The events that are not written yet, by session. The first may be in the record by now (``joined``)."""
        found: dict[str, tuple[Stored, ...]] = {}
        with self._changed:
            for work in self._queue:
                if work.do == "append":
                    found[work.session_id] = (*found.get(work.session_id, ()), work.given[1])
        return found

    def flush(self, timeout_s: float, *, patient: bool = False) -> bool:
        """Wait until all is written, at most so long. False when something still waits.

        Nobody waits for what fails anyway, unless ``patient``.
        """
        with self._changed:
            self._changed.wait_for(lambda: not self._queue or (self._told and not patient), timeout_s)
            return not self._queue

    def rescue(self) -> bool:
        """Put what waits into a file of its own, for the end is near. False when no folder takes it."""
        with self._changed:
            works = tuple(self._queue)
        old, self._rescued = self._rescued, rescue.keep(works, self._shelves) if works else None
        if old is not None and old != self._rescued and (self._rescued or not works):
            rescue.forget(old)
        return not works or self._rescued is not None

    def close(self, timeout_s: float = 5.0) -> bool:
        """Write what waits, at most so long, and end the thread. False when something could not be written; what could
        be put into a file of its own is in the record after the next start.
        """
        written = self.flush(timeout_s, patient=True)
        self._stop.set()
        with self._changed:
            self._changed.notify_all()
        self._thread.join(timeout_s)
        rescued = self.rescue()
        if not written:
            where = "kept beside, for the next start" if rescued else "lost: no folder takes it"
            _log.warning("not written at the end: %d, %s, after: %s", self.pending, where, " / ".join(self._told))
        return written

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _put(self, work: Work) -> None:
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

    def _next(self) -> Work | None:
        with self._changed:
            self._changed.wait_for(lambda: self._queue or self._stop.is_set())
            return None if self._stop.is_set() else self._queue[0]

    def _written(self, work: Work) -> bool:
        """Try until it is written. False when the journal was closed before."""
        wait_s, again = FIRST_WAIT_S, False
        while not self._stop.is_set():
            try:
                self._sink = self._sink or self._open_sink()
                _write(work, self._sink, again=again)
            except Exception as error:
                again = True
                self._failed(error)
                self._wait(wait_s)
                wait_s = min(2 * wait_s, LONGEST_WAIT_S)
            else:
                self._well()
                return True
        return False

    def _failed(self, error: Exception) -> None:
        """Say so once, and start the next try with a fresh connection."""
        self._let_go()
        if isinstance(error, UserError):
            self._tell(str(error))
        else:
            sentence = tr(
                "Something could not be kept yet, because of a mistake in Balance Coach; it will be tried again."
            )
            if sentence not in self._told:
                _log.error("a write failed for a reason of our own", exc_info=error)
            self._tell(sentence)

    def _tell(self, sentence: str) -> None:
        """One line and one sentence for each reason, however often it is tried."""
        if sentence in self._told:
            return
        with self._changed:
            self._told.append(sentence)
            self._changed.notify_all()  # nobody waits for what fails
        _log.warning("writing fails, and is tried again: %s", sentence)
        self._pass_on(sentence)

    def _well(self) -> None:
        """All is well again. The log says once more why not: while a disk was full it took no line either."""
        if not self._told:
            return
        _log.warning("writing works again, nothing was lost; it had failed: %s", " / ".join(self._told))
        with self._changed:
            self._told.clear()
        self._pass_on("")

    def _pass_on(self, sentence: str) -> None:
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


def _write(work: Work, sink: Sink, *, again: bool) -> None:
    """``again``: the try before may have been kept though it said that it was not (a sync that fails)."""
    if not (again and work.do == "append" and sink.is_last(*work.given)):
        getattr(sink, work.do)(*work.given)
