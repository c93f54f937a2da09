"""Summaries that are kept, and sessions that are removed and brought back."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from balancecoach.core.events import CheckedIn, Noted, Removed, Restored
from balancecoach.core.progress import counts, summarise
from balancecoach.paths import Paths
from balancecoach.store.store import Store
from tests.store.people_samples import ANN, ANN_ID
from tests.store.store_samples import START, paths_in, walking, whole, whole_of

MINUTE = timedelta(minutes=1)
IDS = ("a", "b", "c")


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """Three sessions of nobody's, ended."""
    made = paths_in(tmp_path)
    with Store.open(made, write=True) as store:
        for number, session in enumerate(IDS):
            for event in whole(START + number * timedelta(days=1)):
                store.append(session, event)
    return made


def kept(paths: Paths) -> dict[str, tuple[int, int]]:
    """Which summaries are kept: form and number of the newest event."""
    with closing(sqlite3.connect(paths.database)) as connection:
        rows = connection.execute("SELECT session_id, form, seq FROM summaries").fetchall()
    return {row[0]: (row[1], row[2]) for row in rows}


def change(paths: Paths, statement: str) -> None:
    with closing(sqlite3.connect(paths.database)) as connection, connection:
        connection.execute(statement)


def test_what_is_kept_is_what_the_fold_gives(paths: Paths) -> None:
    with Store.open(paths, write=True) as store:
        first = store.summaries()
        assert set(kept(paths)) == set(IDS)
        assert store.summaries() == first
        assert first == tuple(summarise(session, store.events(session)) for session in IDS)


def test_a_kept_summary_is_read_and_not_folded_again(paths: Paths) -> None:
    with Store.open(paths, write=True) as store:
        store.summaries()
        change(paths, "UPDATE summaries SET body = replace(body, 'Erste', 'Letzte')")
        assert {row.plan_title for row in store.summaries()} == {"Letzte Schritte – week 1"}


@pytest.mark.parametrize("damage", ["body = '{'", "body = '[]'", "form = 0", "seq = 3", "body = x'ff00'"])
def test_one_that_no_longer_counts_is_folded_again(paths: Paths, damage: str) -> None:
    with Store.open(paths, write=True) as store:
        first = store.summaries()
        change(paths, f"UPDATE summaries SET {damage}")
        assert store.summaries() == first
        assert len(set(kept(paths).values())) == 1


def test_an_event_more_changes_the_summary(paths: Paths) -> None:
    with Store.open(paths, write=True) as store:
        store.summaries()
        answers = CheckedIn(START + 60 * MINUTE, 7, "one", "no", "unwell")
        store.append("b", answers)
        store.append("b", Noted(START + 61 * MINUTE, "Tired today."))
        found = {row.id: row for row in store.summaries()}
        assert (found["b"].checkin, found["b"].note) == (answers, "Tired today.")
        assert (found["a"].checkin, found["a"].note) == (whole()[-1], "Knee felt fine.")


def test_a_session_that_goes_on_is_not_kept(paths: Paths) -> None:
    with Store.open(paths, write=True) as store:
        for event in walking(START + timedelta(days=9)):
            store.append("open", event)
        assert len(store.summaries()) == 4
    assert set(kept(paths)) == set(IDS)


def test_a_session_with_unreadable_events_is_reported_each_time(paths: Paths) -> None:
    change(paths, "UPDATE events SET body = '{' WHERE session_id = 'b' AND seq = 9")
    reports: list[str] = []
    with Store.open(paths, write=True, report=reports.append) as store:
        store.summaries()
        store.summaries()
    assert len(reports) == 2
    assert set(kept(paths)) == {"a", "c"}


def test_reading_alone_keeps_nothing(paths: Paths) -> None:
    with Store.open(paths, write=False) as store:
        assert len(store.summaries()) == 3
    assert kept(paths) == {}


def test_a_summary_belongs_to_whom_the_session_belongs_now(paths: Paths) -> None:
    with Store.open(paths, write=True) as store:
        store.save_person(ANN, now=START)
        store.summaries()
        store.adopt(ANN_ID)
        assert {row.person_id for row in store.summaries(ANN_ID)} == {ANN_ID}


def test_a_removed_session_is_neither_listed_nor_counted_and_comes_back(paths: Paths) -> None:
    with Store.open(paths, write=True) as store:
        before = store.summaries()
        store.append("b", Removed(START + MINUTE))
        assert [row.id for row in store.summaries()] == ["a", "c"]
        assert store.session_ids() == ("a", "c")
        (gone,) = store.removed()
        assert (gone.id, gone.removed, counts(gone)) == ("b", START + MINUTE, False)
        assert store.summary("b") == gone
        store.append("b", Restored(START + 2 * MINUTE))
        assert (store.summaries(), store.removed()) == (before, ())


def test_what_was_removed_long_ago_is_deleted_for_good(paths: Paths) -> None:
    with Store.open(paths, write=True) as store:
        store.append("a", Removed(START))
        store.append("b", Removed(START + timedelta(days=2)))
        assert store.purge(START + timedelta(days=1)) == 1
        assert [row.id for row in store.removed()] == ["b"]
        assert (store.events("a"), store.summary("a")) == ((), None)


def test_removed_sessions_of_a_person_go_with_the_person(paths: Paths) -> None:
    with Store.open(paths, write=True) as store:
        store.save_person(ANN, now=START)
        for event in (*whole_of(ANN_ID), Removed(START + MINUTE)):
            store.append("d", event)
        assert [row.id for row in store.removed(ANN_ID)] == ["d"]
        store.delete_person(ANN_ID)
        assert store.removed() == ()
