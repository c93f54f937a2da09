"""The outbox: nothing waits for the disk, nothing is lost or reordered."""

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from balancecoach.core.events import CheckedIn, Paused, Stored, Wobbled
from balancecoach.errors import CannotError
from balancecoach.store.journal import Journal, Sink
from balancecoach.store.store import Store
from tests.store.store_samples import START, paths_in, walking, whole

LONG_S = 20.0  # never waited for unless a test fails


class FakeSink:
    """Takes what it is given, after ``failures`` tries that fail. A gate, when there is one, holds every write."""

    def __init__(self, failures: Iterable[Exception] = (), gate: threading.Event | None = None) -> None:
        self.failures, self.gate = list(failures), gate
        self.written: list[object] = []
        self.reached = threading.Event()
        self.opened = self.closed = 0
        self.threads: set[int] = set()

    def open(self) -> Sink:
        self.opened += 1
        return self

    def _take(self, row: object) -> None:
        self.threads.add(threading.get_ident())
        self.reached.set()
        if self.gate is not None:
            assert self.gate.wait(LONG_S)
        if self.failures:
            raise self.failures.pop(0)
        self.written.append(row)

    def append(self, session_id: str, event: Stored) -> None:
        self._take((session_id, event))

    def beat(self, session_id: str, at_s: float, wall: datetime) -> None:
        self._take((session_id, at_s))

    def decline(self, at: datetime, plan_id: str, reasons: Iterable[str], person_id: str = "") -> None:
        self._take((at, plan_id, tuple(reasons), person_id))

    def put_setting(self, key: str, value: object) -> None:
        self._take((key, value))

    def is_last(self, session_id: str, event: Stored) -> bool:
        return bool(self.written) and self.written[-1] == (session_id, event)

    def close(self) -> None:
        self.closed += 1


@contextmanager
def journal(
    sink: FakeSink, trouble: Callable[[str], None] = lambda _: None, wait: Callable[[float], object] = lambda _: None
) -> Iterator[Journal]:
    """A journal on a stand-in; its thread is gone afterwards."""
    before = set(threading.enumerate())
    outbox = Journal(sink.open, trouble, wait)
    try:
        yield outbox
    finally:
        outbox.close(LONG_S)
        assert all(thread.name != "journal" for thread in set(threading.enumerate()) - before)


def locked(times: int) -> list[Exception]:
    return [CannotError("it is locked.") for _ in range(times)]


def test_everything_is_written_in_order_by_one_other_thread() -> None:
    sink = FakeSink()
    with journal(sink) as outbox:
        for number in range(50):
            outbox.append("a", Paused(float(number)))
        outbox.check_in("a", CheckedIn(START, 3, None, None))
        outbox.decline(START, "p1", ["well"])
        outbox.decline(START, "p1", ["well"], "ann")
        outbox.put_setting("theme", "dark")
        assert outbox.flush(LONG_S, patient=True)
        assert outbox.pending == 0
    events: list[object] = [("a", Paused(float(number))) for number in range(50)]
    days = [(START, "p1", ("well",), ""), (START, "p1", ("well",), "ann")]
    assert sink.written == [*events, ("a", CheckedIn(START, 3, None, None)), *days, ("theme", "dark")]
    assert (sink.opened, sink.closed, len(sink.threads)) == (1, 1, 1)
    assert threading.get_ident() not in sink.threads


def test_the_caller_does_not_wait_for_the_disk() -> None:
    sink = FakeSink(gate=threading.Event())
    with journal(sink) as outbox:
        for number in range(100):
            outbox.append("a", Paused(float(number)))
        assert outbox.pending == 100
        assert not outbox.flush(0.0)
        assert sink.gate is not None
        sink.gate.set()
        assert outbox.flush(LONG_S, patient=True)
    assert len(sink.written) == 100


def test_a_write_that_fails_is_tried_again_in_its_place_and_told_once() -> None:
    sink, said, waits = FakeSink(locked(7)), list[str](), list[float]()
    with journal(sink, said.append, waits.append) as outbox:
        for number in range(5):
            outbox.append("a", Paused(float(number)))
        assert outbox.flush(LONG_S, patient=True)
    assert sink.written == [("a", Paused(float(number))) for number in range(5)]
    assert said == ["it is locked.", ""]
    assert waits == [0.2, 0.4, 0.8, 1.6, 2.0, 2.0, 2.0]
    assert sink.opened == sink.closed == 8, "each try has a fresh connection"


def test_each_outage_is_told() -> None:
    sink, said = FakeSink(locked(1)), list[str]()
    with journal(sink, said.append) as outbox:
        outbox.append("a", Paused(1.0))
        assert outbox.flush(LONG_S, patient=True)
        sink.failures = locked(2)
        outbox.append("a", Paused(2.0))
        assert outbox.flush(LONG_S, patient=True)
    assert said == ["it is locked.", "", "it is locked.", ""]


def test_a_record_that_cannot_be_opened_is_tried_again() -> None:
    sink, failures, said = FakeSink(), locked(3), list[str]()

    def open_sink() -> Sink:
        if failures:
            raise failures.pop()
        return sink.open()

    outbox = Journal(open_sink, said.append, lambda _: None)
    outbox.append("a", Paused(1.0))
    assert outbox.close(LONG_S)
    assert sink.written == [("a", Paused(1.0))]
    assert said == ["it is locked.", ""]


def test_heartbeats_that_wait_become_one() -> None:
    sink = FakeSink(gate=threading.Event())
    with journal(sink) as outbox:
        outbox.beat("a", 1.0, START)
        assert sink.reached.wait(LONG_S)  # this one is being written
        for second in range(2, 10):
            outbox.beat("a", float(second), START)
            outbox.beat("b", float(second), START)
            if second == 5:
                outbox.append("a", Wobbled(5.5, 3))
        assert sink.gate is not None
        sink.gate.set()
        assert outbox.flush(LONG_S, patient=True)
    assert sink.written == [("a", 1.0), ("a", Wobbled(5.5, 3)), ("a", 9.0), ("b", 9.0)]


def test_a_mistake_of_ours_is_loud_for_the_caller() -> None:
    sink = FakeSink()
    with journal(sink) as outbox:
        with pytest.raises(ValueError, match="JSON"):
            outbox.append("a", Paused(float("inf")))
        with pytest.raises(ValueError, match="offset"):
            outbox.beat("a", 1.0, datetime(2026, 1, 1))
        with pytest.raises(ValueError, match="offset"):
            outbox.decline(datetime(2026, 1, 1), "p1", [])
        with pytest.raises(TypeError):
            outbox.put_setting("theme", object())
        assert outbox.pending == 0
    assert sink.written == []


def test_a_mistake_of_ours_in_the_thread_is_logged_and_loses_nothing(caplog: pytest.LogCaptureFixture) -> None:
    sink, said = FakeSink([ZeroDivisionError("oops")]), list[str]()
    with caplog.at_level(logging.ERROR), journal(sink, said.append) as outbox:
        outbox.append("a", Paused(1.0))
        assert outbox.flush(LONG_S, patient=True)
    assert sink.written == [("a", Paused(1.0))]
    assert [sentence != "" for sentence in said] == [True, False]
    assert "oops" in caplog.text


def test_a_listener_that_fails_does_not_stop_the_journal(caplog: pytest.LogCaptureFixture) -> None:
    def listener(sentence: str) -> None:
        raise ZeroDivisionError(sentence)

    sink = FakeSink(locked(1))
    with caplog.at_level(logging.ERROR), journal(sink, listener) as outbox:
        outbox.append("a", Paused(1.0))
        assert outbox.flush(LONG_S, patient=True)
    assert sink.written == [("a", Paused(1.0))]
    assert "telling about a failed write went wrong" in caplog.text


def test_closing_ends_even_when_the_disk_never_comes_back() -> None:
    sink, tried = FakeSink(locked(1)), threading.Event()

    def open_sink() -> Sink:
        raise CannotError("the disk is gone.")

    outbox = Journal(open_sink, lambda _: tried.set())  # the real wait: closing ends it
    outbox.append("a", Paused(1.0))
    assert tried.wait(LONG_S)
    assert not outbox.close(0.0)
    outbox._thread.join(LONG_S)
    assert not outbox._thread.is_alive()
    assert outbox.pending == 1
    assert sink.written == []
    with pytest.raises(RuntimeError, match="closed"):
        outbox.append("a", Paused(2.0))


def test_a_journal_that_was_never_used_opens_nothing(tmp_path: Path) -> None:
    sink = FakeSink()
    with journal(sink) as outbox:
        assert len(outbox.begin()) == 32
    assert sink.opened == 0


# -- with a real record ----------------------------------------------------------------------------------------------


def test_a_session_through_the_journal_is_the_session(tmp_path: Path) -> None:
    with Store.open(paths_in(tmp_path), write=True) as store:
        outbox = Journal(store.twin)
        session = outbox.begin()
        for event in whole():
            outbox.append(session, event)
            outbox.beat(session, getattr(event, "at_s", 0.0), START)
        assert outbox.close(LONG_S)
        assert store.events(session) == whole()


def test_what_a_lock_holds_up_is_written_when_it_is_gone(tmp_path: Path) -> None:
    """Another program keeps the database for a while; the screen goes on, and all is there afterwards."""
    paths = paths_in(tmp_path)
    with (
        Store.open(paths, write=True) as store,
        closing(sqlite3.connect(paths.database, isolation_level=None, check_same_thread=False)) as other,
    ):
        said: list[str] = []

        def trouble(sentence: str) -> None:
            said.append(sentence)
            if sentence:
                other.execute("ROLLBACK")

        other.execute("BEGIN IMMEDIATE")
        outbox = Journal(lambda: impatient(store), trouble, lambda _: None)
        for event in walking():
            outbox.append("a", event)
        outbox.beat("a", 130.0, START + timedelta(seconds=130))
        assert outbox.close(LONG_S)
        assert store.events("a") == walking()
        assert store.summaries()[0].backward_s == 30.0
    assert len(said) == 2
    assert "locked" in said[0]


def impatient(store: Store) -> Store:
    """A twin that does not wait for a lock."""
    twin = store.twin()
    twin._connection.execute("PRAGMA busy_timeout = 0")
    return twin
