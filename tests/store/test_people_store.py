"""People, their facts and their sessions: kept together, read alone, never lost to damage or a crash."""

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from balancecoach.core.person import File, Happened, Moved, Person, Screened
from balancecoach.errors import CannotError
from balancecoach.paths import Paths
from balancecoach.store import rows
from balancecoach.store.journal import Journal
from balancecoach.store.rows import NotToday
from balancecoach.store.store import Store, new_person_id
from tests.store.people_samples import ANN, ANN_ID, BOB, BOB_ID, DAY, FACTS
from tests.store.store_samples import START, damage, files, paths_in, started, whole, whole_of

CLEO = Person("c" * 32, "Cleo")


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return paths_in(tmp_path)


def keep(paths: Paths, *people: Person) -> None:
    """These people, with the facts of the samples."""
    with Store.open(paths, write=True) as store:
        for person in people:
            store.save_person(person, *FACTS, now=START)


def test_people_and_facts_are_there_after_closing_and_opening(paths: Paths) -> None:
    keep(paths, CLEO, BOB, ANN)
    for write in (True, False):
        with Store.open(paths, write=write) as store:
            assert store.people() == (ANN, CLEO)
            assert store.people(archived=True) == (BOB,)
            assert (store.person(ANN_ID), store.person(BOB_ID), store.person("nobody")) == (ANN, BOB, None)
            assert store.file(ANN_ID) == File(ANN, FACTS)
            assert store.file("nobody") is None
            assert store.check() == ""


def test_saving_again_changes_the_person_and_only_adds_facts(paths: Paths) -> None:
    keep(paths, ANN)
    later = replace(ANN, week=4, archived=True)
    fact = Moved(START + 9 * DAY, "helper", "p2-gentle-build", 4, 0.8)
    with Store.open(paths, write=True) as store:
        store.save_person(later, fact, now=(START + 9 * DAY).astimezone(UTC))
        store.save_person(later, now=START + 10 * DAY)
        assert store.file(ANN_ID) == File(later, (*FACTS, fact))
        assert store.people() == ()
    with closing(sqlite3.connect(paths.database)) as connection:
        dates = connection.execute("SELECT created_utc, changed_utc FROM people").fetchone()
        assert dates == ("2026-01-31T18:00:00.250000+00:00", "2026-02-10T18:00:00.250000+00:00")


def test_facts_come_in_the_order_in_which_they_were_kept_whatever_the_clock_said(paths: Paths) -> None:
    """A computer whose battery is empty wakes up in another year; the newest answers are still the newest."""
    keep(paths, ANN)
    again = Screened(START - 9000 * DAY, (("heart", "yes"),))
    with Store.open(paths, write=True) as store:
        store.save_person(ANN, again, now=START - 9000 * DAY)
        found = store.file(ANN_ID)
    assert found is not None
    assert found.last(Screened) == again


def test_people_come_by_name_accents_and_capitals_aside(paths: Paths) -> None:
    names = ["Émile", "emil", "Eva", "Zoë", "Ångström", "anna", "Ольга", "Eva"]
    with Store.open(paths, write=True) as store:
        for name in names:
            store.save_person(Person(new_person_id(), name), now=START)
        found = [person.name for person in store.people()]
    assert found == ["Ångström", "anna", "emil", "Émile", "Eva", "Eva", "Zoë", "Ольга"]


def test_nobody_is_no_person(paths: Paths) -> None:
    with Store.open(paths, write=True) as store:
        with pytest.raises(ValueError, match="nobody"):
            store.save_person(Person("", "Eva"), now=START)
        with pytest.raises(ValueError, match="offset"):
            store.save_person(CLEO, now=datetime(2026, 1, 1))
        assert store.people() == ()


# -- all or nothing --------------------------------------------------------------------------------------------------


def test_a_person_whose_facts_cannot_be_kept_is_not_changed(paths: Paths) -> None:
    keep(paths, ANN)
    with Store.open(paths, write=True) as store:
        with pytest.raises(ValueError, match="offset"):
            store.save_person(replace(ANN, week=9), FACTS[0], Happened(datetime(2026, 1, 1), "fall"), now=START)
        assert store.file(ANN_ID) == File(ANN, FACTS)


def test_a_full_disk_keeps_all_or_nothing(paths: Paths) -> None:
    keep(paths, ANN)
    long = replace(CLEO, notes="x" * 4000)
    with Store.open(paths, write=True) as store:
        pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
        store._connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(CannotError, match="the disk is full"):
            for _ in range(100):
                store.save_person(long, *FACTS, now=START)
        found = store.file(CLEO.id)
        assert found is None or len(found.facts) % len(FACTS) == 0
        assert store.file(ANN_ID) == File(ANN, FACTS)
        assert store.check() == ""


#: Dies (kill -9) inside SQLite, while the third fact is being written.
DYING = """
import os, signal, sys
from pathlib import Path
from msgspec.structs import replace
from balancecoach.store.store import Store
from tests.store.people_samples import ANN, FACTS
from tests.store.store_samples import START, paths_in

store = Store.open(paths_in(Path(sys.argv[1])), write=True)
store._connection.create_function("die", 0, lambda: os.kill(os.getpid(), signal.SIGKILL))
store._connection.execute(
    "CREATE TEMP TRIGGER dying AFTER INSERT ON main.person_facts WHEN NEW.seq % 7 = 2 BEGIN SELECT die(); END"
)
store._connection.execute("PRAGMA cache_size = 1")
store.save_person(replace(ANN, week=9, notes="x" * 100000), *FACTS, now=START)
"""


@pytest.mark.parametrize("known", [False, True])
def test_a_crash_in_the_middle_of_saving_leaves_what_was_there_before(
    paths: Paths, tmp_path: Path, known: bool
) -> None:
    keep(paths, *([ANN] if known else []))
    command = [sys.executable, "-W", "error", "-c", DYING, str(tmp_path)]
    done = subprocess.run(command, timeout=60, cwd=Path(__file__).parents[2], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (-signal.SIGKILL, "")
    with Store.open(paths, write=True) as store:
        assert store.check() == ""
        assert store.file(ANN_ID) == (File(ANN, FACTS) if known else None)
        store.save_person(ANN, now=START)


# -- damage ----------------------------------------------------------------------------------------------------------


def test_a_damaged_person_is_left_out_and_reported_and_the_row_stays(paths: Paths) -> None:
    keep(paths, ANN, CLEO)
    damage(paths, f"UPDATE people SET body = substr(body, 1, 40) WHERE id = '{ANN_ID}'")
    reports: list[str] = []
    with Store.open(paths, write=True, report=reports.append) as store:
        assert store.people() == (CLEO,)
        assert (store.person(ANN_ID), store.file(ANN_ID)) == (None, None)
        assert len(reports) == 3
        assert all(said.startswith(f"Person {ANN_ID} was left out: ") for said in reports)
        assert not any("nn" in said.replace(ANN_ID, "") for said in reports), "a report names nobody"
        store.append("a", started(person_id=ANN_ID))
        assert store.session_ids(ANN_ID) == ("a",), "their sessions are still theirs"
    with closing(sqlite3.connect(paths.database)) as connection:
        assert connection.execute("SELECT count(*) FROM people").fetchone() == (2,)
        assert connection.execute("SELECT count(*) FROM person_facts").fetchone() == (2 * len(FACTS),)


@pytest.mark.parametrize("change", ["body = '{'", "name = 'flew'", "at = 'soon'", "body = CAST(x'ff00fe' AS TEXT)"])
@pytest.mark.parametrize("number", range(1, len(FACTS)))
def test_a_damaged_fact_is_left_out_and_the_questions_are_asked_again(paths: Paths, number: int, change: str) -> None:
    """It may have been a fall, or a worse answer: nothing before it may allow to walk."""
    keep(paths, ANN)
    damage(paths, f"UPDATE person_facts SET {change} WHERE seq = {number}")
    reports: list[str] = []
    with Store.open(paths, write=True, report=reports.append) as store:
        assert store.file(ANN_ID) == File(ANN, tuple(FACTS[1:number] + FACTS[number + 1 :]))
        assert [said.split(":")[0] for said in reports] == [f"Person {ANN_ID}, fact {number} was left out"]
        again = Screened(START + 9 * DAY, ())
        store.save_person(ANN, again, now=START)
        found = store.file(ANN_ID)
        assert found is not None
        assert found.last(Screened) == again


# -- whose sessions --------------------------------------------------------------------------------------------------


def test_everybodys_nobodys_and_a_persons_sessions(paths: Paths) -> None:
    keep(paths, ANN, CLEO)
    with Store.open(paths, write=True) as store:
        for session, person, day in (("c1", CLEO.id, 0), ("a1", ANN_ID, 1), ("n", "", 2), ("a2", ANN_ID, 3)):
            for event in whole_of(person, START + day * DAY):
                store.append(session, event)
        store.decline(START, "p1", ["well"], ANN_ID)
        store.decline(START, "p2", ["shoes"])
    with Store.open(paths, write=False) as store:
        assert store.session_ids() == ("c1", "a1", "n", "a2")
        assert store.session_ids(ANN_ID) == ("a1", "a2")
        assert store.session_ids("") == ("n",)
        assert store.session_ids("nobody") == ()
        assert [(row.id, row.person_id) for row in store.summaries(ANN_ID)] == [("a1", ANN_ID), ("a2", ANN_ID)]
        assert [row.person_id for row in store.summaries()] == [CLEO.id, ANN_ID, "", ANN_ID]
        assert store.events("a1") == whole_of(ANN_ID, START + DAY)
        assert store.declined(ANN_ID) == (NotToday(START, "p1", ("well",), ANN_ID),)
        assert store.declined("") == (NotToday(START, "p2", ("shoes",)),)
        assert len(store.declined()) == 2


def test_a_session_of_somebody_unknown_is_kept_without_a_person_and_reported(paths: Paths) -> None:
    reports: list[str] = []
    with Store.open(paths, write=True, report=reports.append) as store:
        for event in whole_of("ghost"):
            store.append("a", event)
        store.decline(START, "p1", [], "ghost")
        assert store.events("a") == whole_of("ghost")
        assert [row.person_id for row in store.summaries("")] == [""]
        assert store.declined("") == (NotToday(START, "p1", ()),)
    said = [f"{what} was kept without a person: ghost is not known here." for what in ("Session a", "A day")]
    assert reports == [said[0], said[1].replace("A day", "A day that was declined")]


def test_a_persons_session_and_day_through_the_journal_are_theirs(paths: Paths) -> None:
    keep(paths, ANN)
    with Store.open(paths, write=True) as store:
        with Journal(store.twin) as outbox:
            for event in whole_of(ANN_ID):
                outbox.append("a", event)
            outbox.decline(START, "p1", ["well"], ANN_ID)
        assert store.session_ids(ANN_ID) == ("a",)
        assert len(store.declined(ANN_ID)) == 1


def test_a_session_that_a_crash_left_open_stays_the_persons(paths: Paths) -> None:
    keep(paths, ANN)
    with Store.open(paths, write=True) as store:
        store.append("a", started(person_id=ANN_ID))
        store.beat("a", 30.0, START + timedelta(seconds=30))
    with Store.open(paths, write=True) as store:
        assert store.recovered == ("a",)
        assert store.session_ids(ANN_ID) == ("a",)


def test_adopting_gives_what_is_nobodys_and_takes_from_nobody(paths: Paths) -> None:
    keep(paths, ANN, CLEO)
    with Store.open(paths, write=True) as store:
        for session, events in (("n", whole()), ("c", whole_of(CLEO.id))):
            for event in events:
                store.append(session, event)
        store.decline(START, "p1", [])
        store.decline(START, "p1", [], CLEO.id)
        store.adopt(ANN_ID)
        assert (store.session_ids(ANN_ID), store.session_ids(CLEO.id), store.session_ids("")) == (("n",), ("c",), ())
        assert [row.person_id for row in store.summaries(ANN_ID)] == [ANN_ID]
        assert [len(store.declined(one)) for one in (ANN_ID, CLEO.id, "")] == [1, 1, 0]
        store.append("later", started())
        with pytest.raises(sqlite3.IntegrityError):
            store.adopt("ghost")
        assert store.session_ids("") == ("later",)


def test_one_persons_sessions_are_read_without_touching_anybody_elses(paths: Paths) -> None:
    keep(paths, ANN, CLEO)
    with Store.open(paths, write=True) as store:
        for number in range(3):
            store.append(f"c{number}", started(person_id=CLEO.id))
        store.append("a", started(person_id=ANN_ID))
        where, values = rows.of_person(ANN_ID)
        for table, order in (("sessions", "started_utc, id"), ("not_today", "id")):
            statement = f"EXPLAIN QUERY PLAN SELECT * FROM {table} {where} ORDER BY {order}"
            steps = [str(row[3]) for row in store._connection.execute(statement, values).fetchall()]
            assert steps == [steps[0]], "no sorting, no second step"
            assert f"{table}_of_person (person_id=?" in steps[0]
    damage(paths, "UPDATE events SET body = '{' WHERE session_id <> 'a'")
    reports: list[str] = []
    with Store.open(paths, write=False, report=reports.append) as store:
        assert [row.id for row in store.summaries(ANN_ID)] == ["a"]
        assert reports == []


def test_a_read_only_store_keeps_nobody(paths: Paths, tmp_path: Path) -> None:
    keep(paths, ANN)
    before = files(tmp_path)
    with Store.open(paths, write=False) as store:
        for write in (
            lambda: store.save_person(CLEO, now=START),
            lambda: store.adopt(ANN_ID),
            lambda: store.delete_person(ANN_ID),
        ):
            with pytest.raises(CannotError):
                write()
        assert store.people() == (ANN,)
    assert files(tmp_path) == before
