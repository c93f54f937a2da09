"""A session that nothing ended: it counts, and it is closed at its last sign of life."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from balancecoach.core.events import CueDue, Outcome, SessionEnded
from balancecoach.paths import Paths
from balancecoach.store.database import open_writer
from balancecoach.store.store import Store
from tests.store.store_samples import CUE, START, damage, paths_in, walking, whole


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return paths_in(tmp_path)


def leave_open(paths: Paths) -> None:
    """A walker is 30 s into the backward bout at the last heartbeat."""
    with Store.open(paths, write=True) as store:
        for event in walking():
            store.append("a", event)
        store.beat("a", 129.0, START + timedelta(seconds=129))
        store.beat("a", 130.0, START + timedelta(seconds=131))  # the wall clock was set meanwhile


def test_a_session_left_open_counts_up_to_its_last_sign_of_life(paths: Paths) -> None:
    leave_open(paths)
    with Store.open(paths, write=False) as store:
        (summary,) = store.summaries()
    assert (summary.outcome, summary.ended, summary.forward_s, summary.backward_s) == (None, None, 60.0, 30.0)


def test_a_session_left_open_is_closed_as_interrupted_at_its_heartbeat(paths: Paths) -> None:
    leave_open(paths)
    end = SessionEnded(130.0, START + timedelta(seconds=131), Outcome.INTERRUPTED)
    with Store.open(paths, write=True) as store:
        assert store.recovered == ("a",)
        assert store.events("a") == (*walking(), end)
        assert store.events("a")[-1].wall.utcoffset() == START.utcoffset()  # type: ignore[union-attr]
        assert (store.summaries()[0].backward_s, store.summaries()[0].outcome) == (30.0, Outcome.INTERRUPTED)
    with Store.open(paths, write=True) as store:
        assert store.recovered == ()
        assert len(store.events("a")) == len(walking()) + 1


def test_an_event_after_the_last_heartbeat_is_the_last_sign_of_life(paths: Paths) -> None:
    leave_open(paths)
    with Store(paths.database, open_writer(paths.database, paths.data / "backups")) as store:
        store.append("a", CueDue(140.5, CUE))
    with Store.open(paths, write=True) as store:
        end = SessionEnded(140.5, START + timedelta(seconds=141.5), Outcome.INTERRUPTED)
        assert store.events("a")[-1] == end


def test_a_session_killed_before_its_first_heartbeat_ends_at_its_last_event(paths: Paths) -> None:
    with Store.open(paths, write=True) as store:
        for event in walking():
            store.append("a", event)
    with Store.open(paths, write=True) as store:
        assert store.events("a")[-1] == SessionEnded(112.0, START + timedelta(seconds=112), Outcome.INTERRUPTED)


def test_a_heartbeat_after_the_end_opens_nothing(paths: Paths) -> None:
    with Store.open(paths, write=True) as store:
        for event in whole():
            store.append("a", event)
        store.beat("a", 999.0, START)
        store.beat("nobody", 1.0, START)
    with closing(sqlite3.connect(paths.database)) as connection:
        assert connection.execute("SELECT * FROM heartbeat").fetchall() == []
    with Store.open(paths, write=True) as store:
        assert store.recovered == ()
        assert store.summaries()[0].outcome is Outcome.COMPLETED


@pytest.mark.parametrize(
    ("statement", "seconds"),
    [
        ("UPDATE heartbeat SET wall = 'soon'", 112.0),
        ("UPDATE heartbeat SET at_s = 'late'", 112.0),
        ("UPDATE heartbeat SET at_s = -5", 112.0),
        ("DELETE FROM heartbeat", 112.0),
        ("UPDATE heartbeat SET at_s = 1e300", 1e300),
        ("UPDATE events SET at_s = 9e999 WHERE name = 'cue_due'", 130.0),
        ("UPDATE events SET body = '?' WHERE name = 'session_started'", 130.0),
        ("UPDATE sessions SET started_utc = '?'", 130.0),
    ],
)
def test_a_damaged_sign_of_life_still_lets_a_session_close(paths: Paths, statement: str, seconds: float) -> None:
    leave_open(paths)
    damage(paths, statement)
    with Store.open(paths, write=True, report=lambda _: None) as store:
        assert store.recovered == ("a",)
        end = store.events("a")[-1]
        assert isinstance(end, SessionEnded)
        assert end.at_s == seconds
        assert len(store.summaries()) == 1


def test_a_session_without_any_date_stays_open_and_is_reported(paths: Paths) -> None:
    leave_open(paths)
    damage(paths, "UPDATE sessions SET started_utc = '?'")
    damage(paths, "UPDATE heartbeat SET wall = '?'")
    reports: list[str] = []
    with Store.open(paths, write=True, report=reports.append) as store:
        assert store.recovered == ()
        assert reports == ["Session a stays open: no date of it can be read."]
        assert store.summaries()[0].forward_s == 60.0
