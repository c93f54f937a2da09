"""What goes into the record comes out of it, whatever is wrong with a part of it."""

import json
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from balancecoach.core.events import BlockStarted, Outcome, Paused, SessionEnded
from balancecoach.core.progress import Summary, summarise
from balancecoach.errors import CannotError
from balancecoach.paths import Paths
from balancecoach.store.database import open_writer
from balancecoach.store.rows import NotToday
from balancecoach.store.store import Store
from tests.store.store_samples import START, damage, paths_in, started, walking, whole


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return paths_in(tmp_path)


def keep(paths: Paths, *sessions: tuple[str, datetime]) -> None:
    """Whole sessions that began then."""
    with Store.open(paths, write=True) as store:
        for session, wall in sessions:
            for event in whole(wall):
                store.append(session, event)


def test_what_was_kept_is_there_after_closing_and_opening(paths: Paths) -> None:
    keep(paths, ("a", START))
    for write in (True, False):
        with Store.open(paths, write=write) as store:
            assert store.events("a") == whole()
            assert store.recovered == ()
            (summary,) = store.summaries()
            assert summary == summarise("a", whole())
            assert (summary.forward_s, summary.backward_s, summary.outcome) == (60.0, 60.0, Outcome.COMPLETED)
            assert summary.started is not None
            assert summary.started.utcoffset() == timedelta(hours=5, minutes=30)
            assert store.events("nobody") == ()
            assert store.check() == ""


def test_sessions_come_oldest_first_by_the_moment_not_by_the_clock_on_the_wall(paths: Paths) -> None:
    noon_utc = datetime(2026, 2, 1, 12, tzinfo=UTC)
    earlier = noon_utc.astimezone(START.tzinfo) - timedelta(hours=1)
    keep(paths, ("later", noon_utc), ("middle", noon_utc - timedelta(microseconds=1)), ("first", earlier))
    assert earlier.hour > noon_utc.hour
    with Store.open(paths, write=False) as store:
        assert store.session_ids() == ("first", "middle", "later")
        assert [summary.id for summary in store.summaries()] == ["first", "middle", "later"]


def test_a_new_sessions_id_is_its_own_and_keeps_nothing_yet(paths: Paths) -> None:
    with Store.open(paths, write=True) as store:
        ids = {store.begin() for _ in range(100)}
        assert len(ids) == 100
        assert {len(one) for one in ids} == {32}
        assert store.session_ids() == ()


def test_answers_after_an_end_belong_to_the_session(paths: Paths) -> None:
    with Store.open(paths, write=True) as store:
        for event in whole()[:-1]:
            store.append("a", event)
        store.check_in("a", whole()[-1])  # type: ignore[arg-type]
        assert store.summaries()[0].checkin == whole()[-1]


def test_an_event_of_no_session_is_a_mistake_of_ours(paths: Paths) -> None:
    with Store.open(paths, write=True) as store, pytest.raises(sqlite3.IntegrityError):
        store.append("nobody", Paused(1.0))


# -- partly unreadable ---------------------------------------------------------------------------------------------


def test_an_event_from_a_newer_program_is_left_out_and_reported(paths: Paths) -> None:
    keep(paths, ("a", START))
    damage(paths, "UPDATE events SET name = 'levitated' WHERE seq = 8")
    damage(paths, "UPDATE events SET body = '{' WHERE seq = 7")
    damage(paths, "UPDATE events SET body = CAST(x'ff00fe' AS TEXT) WHERE seq = 10")
    reports: list[str] = []
    with Store.open(paths, write=False, report=reports.append) as store:
        assert store.events("a") == whole()[:7] + whole()[9:10] + whole()[11:]
        assert store.summaries()[0].backward_s == 60.0
    said = [report.split(" was left out: ")[0] for report in reports[:3]]
    assert said == ["Session a, event 7", "Session a, event 8", "Session a, event 10"]


def test_without_its_plan_a_session_is_still_listed(paths: Paths) -> None:
    with Store.open(paths, write=True) as store:
        for event in (started(demo=True), *whole()[1:]):
            store.append("a", event)
    damage(paths, "UPDATE events SET body = '' WHERE name = 'session_started'")
    with Store.open(paths, write=False, report=lambda _: None) as store:
        (summary,) = store.summaries()
    nothing = Summary(id="a", demo=True, started=START, wobbles=1, pauses=1, missed_cues=1, unreadable=1)
    end = next(event for event in whole() if isinstance(event, SessionEnded))
    assert isinstance(end, SessionEnded)
    assert replace(summary, checkin=None, note="") == replace(nothing, ended=end.wall, outcome=end.outcome)


def test_a_block_that_the_plan_does_not_have_counts_for_nothing(paths: Paths) -> None:
    keep(paths, ("a", START))
    row = json.dumps({"at_s": 190.0, "index": 99})
    damage(paths, f"UPDATE events SET body = '{row}' WHERE name = 'block_started' AND at_s = 190")
    with Store.open(paths, write=False) as store:
        assert BlockStarted(190.0, 99) in store.events("a")
        assert store.summaries()[0].forward_s == 60.0


# -- days and settings ---------------------------------------------------------------------------------------------


def test_days_that_were_declined(paths: Paths) -> None:
    with Store.open(paths, write=True) as store:
        store.decline(START, "p1-w1", ["well", "helper"])
        store.decline(START + timedelta(days=1), "p1-w1", [])
    with Store.open(paths, write=False) as store:
        days = (NotToday(START, "p1-w1", ("well", "helper")), NotToday(START + timedelta(days=1), "p1-w1", ()))
        assert store.declined() == days
        assert store.session_ids() == ()
    damage(paths, "UPDATE not_today SET reasons = '7' WHERE id = 1")
    reports: list[str] = []
    with Store.open(paths, write=False, report=reports.append) as store:
        assert store.declined() == days[1:]
    assert len(reports) == 1


def test_settings(paths: Paths) -> None:
    with Store.open(paths, write=True) as store:
        store.put_setting("voice", {"rate": 150, "id": "en-gb"})
        store.put_setting("theme", "dark")
        store.put_setting("theme", None)
    damage(paths, "UPDATE settings SET value = '{' WHERE key = 'voice'")
    reports: list[str] = []
    with Store.open(paths, write=False, report=reports.append) as store:
        assert store.get_setting("theme", "paper") is None
        assert store.get_setting("voice", 1) == 1
        assert store.get_setting("never", 2) == 2
    assert len(reports) == 1


# -- several at once -----------------------------------------------------------------------------------------------


def test_there_is_one_writer(paths: Paths) -> None:
    with Store.open(paths, write=True) as store:
        with pytest.raises(CannotError, match="already open") as caught:
            Store.open(paths, write=True)
        assert str(paths.data) in str(caught.value)
        assert str(caught.value).count(". ") == 0
        store.append(store.begin(), started())
    Store.open(paths, write=True).close()


def test_a_writer_that_could_not_open_lets_go_of_the_lock(paths: Paths) -> None:
    paths.data.mkdir()
    paths.database.write_text("no database", encoding="utf-8")
    with pytest.raises(Exception, match="not an SQLite file"):
        Store.open(paths, write=True)
    paths.database.unlink()
    Store.open(paths, write=True).close()


def test_a_reader_sees_each_event_while_the_writer_goes_on(paths: Paths) -> None:
    with Store.open(paths, write=True) as writer, Store.open(paths, write=False) as early:
        assert early.session_ids() == ()
        for number, event in enumerate(walking(), start=1):
            writer.append("a", event)
            with Store.open(paths, write=False) as reader:
                assert reader.events("a") == walking()[:number]
            assert early.events("a") == walking()[:number]


def test_a_twin_writes_to_the_same_record(paths: Paths) -> None:
    with Store.open(paths, write=True) as store:
        twin = store.twin()
        twin.append("a", started())
        store.append("a", walking()[1])
        twin.close()
        assert store.events("a") == walking()[:2]
        with pytest.raises(CannotError, match="already open"):
            Store.open(paths, write=True)


def test_closing_twice_is_fine(paths: Paths) -> None:
    store = Store.open(paths, write=True)
    store.close()
    store.close()


# -- a full disk ---------------------------------------------------------------------------------------------------


def test_a_full_disk_is_told_and_nothing_kept_is_lost(paths: Paths) -> None:
    keep(paths, ("a", START))
    connection = open_writer(paths.database, paths.data / "backups")
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")  # as full as a disk can be without filling one
    with Store(paths.database, connection) as store:
        with pytest.raises(CannotError, match="the disk is full"):
            for number in range(2000):
                store.append(f"b{number}", started())
        before = store.session_ids()
        assert store.events("a") == whole()
        connection.execute("PRAGMA max_page_count = 100000")
        store.append("c", started())
        assert len(store.session_ids()) == len(before) + 1
        assert store.check() == ""
