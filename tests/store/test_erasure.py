"""A deleted person is gone from the file, byte for byte; everybody else is there as before."""

import json
import random
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from balancecoach.core.person import File, Moved, Person
from balancecoach.errors import CannotError
from balancecoach.paths import Paths
from balancecoach.store.store import Store
from tests.store.people_samples import ANN, ANN_ID, BOB, BOB_ID, FACTS, PLAN, TREADMILL
from tests.store.store_samples import START, paths_in, started, whole, whole_of

NAME = "Quetzalcóatl Xochimilco"
ANN_HERE = replace(ANN, name=NAME, notes=f"{NAME} limps. " * 200)
FACTS_HERE = (*FACTS, Moved(START, "Zyxwvut", "p1", 1, None, f"because {NAME} asked"))


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return paths_in(tmp_path)


def fill(store: Store) -> None:
    """Ann with two sessions, one of them open, and a declined day; Bob with the same; a session of nobody's."""
    for person, facts in ((ANN_HERE, FACTS_HERE), (BOB, FACTS)):
        store.save_person(person, *facts, now=START)
        for event in whole_of(person.id):
            store.append(f"{person.id}-done", event)
        store.append(f"{person.id}-open", started(START + timedelta(days=1), person_id=person.id))
        store.decline(START, "p1", ["well"], person.id)
    for event in whole():
        store.append("nobodys", event)
    store.save_plan(PLAN)
    store.save_treadmill(TREADMILL)


def holds(paths: Paths, text: str) -> list[str]:
    """The files beside the database in which a text can be found, as it is or as JSON writes it."""
    forms = {text.encode("utf-8"), json.dumps(text)[1:-1].encode("ascii")}
    files = [path for path in paths.data.iterdir() if path.is_file()]
    return sorted(path.name for path in files if any(form in path.read_bytes() for form in forms))


def test_nothing_of_a_deleted_person_is_left_in_the_bytes(paths: Paths) -> None:
    with Store.open(paths, write=True) as store:
        fill(store)
        for text in (NAME, ANN_ID, "Zyxwvut"):
            assert holds(paths, text), "the search finds what is there"
        assert store.delete_person(ANN_ID) == ()
        for text in (NAME, "Xochimilco", ANN_ID, "Zyxwvut"):
            assert holds(paths, text) == []
        assert holds(paths, BOB_ID) == ["sessions.sqlite3"]
        assert store.check() == ""
    assert holds(paths, NAME) == []


def test_all_of_a_person_goes_and_all_of_others_stays(paths: Paths) -> None:
    with Store.open(paths, write=True) as store:
        fill(store)
        store.delete_person(ANN_ID)
        assert store.people() == ()
        assert (store.file(ANN_ID), store.session_ids(ANN_ID), store.declined(ANN_ID)) == (None, (), ())
        assert store.file(BOB_ID) == File(BOB, FACTS)
        assert store.session_ids() == (f"{BOB_ID}-done", "nobodys", f"{BOB_ID}-open")
        assert (store.events("nobodys"), store.events(f"{BOB_ID}-done")) == (whole(), whole_of(BOB_ID))
        assert len(store.declined()) == 1
        assert (store.saved_plans(), store.treadmill()) == ((PLAN,), TREADMILL)
        counts = [
            store._connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("events", "heartbeat", "person_facts")
        ]
        assert counts == [2 * len(whole()) + 1, 1, len(FACTS)]
        assert store._connection.execute("PRAGMA foreign_key_check").fetchall() == []
        for event in whole_of(BOB_ID):
            store.append("after", event)
    with Store.open(paths, write=True) as store:
        assert len(store.session_ids(BOB_ID)) == 3


def test_no_earlier_copy_stays_behind_after_years_of_changes(paths: Paths) -> None:
    """SQLite leaves copies when it moves rows between pages; writing over deleted bytes alone misses those."""
    chance = random.Random(7)
    with Store.open(paths, write=True) as store:
        store._connection.execute("PRAGMA synchronous = OFF")  # nothing is cut off here, and it is 100 times faster
        people = [f"{chance.getrandbits(128):032x}" for _ in range(150)]
        for number in range(900):
            person = chance.choice(people)
            text = f"<{person}>" + "x" * chance.choice([10, 300, 900, 2000, 4000])
            store.save_person(Person(person, text[:200], notes=text), Moved(START, text, "p1", number, 1.0), now=START)
        known = [person.id for person in store.people()]
        gone = known[::3]
        for person in gone:
            assert store.delete_person(person) == ()
        found = paths.database.read_bytes()
        assert [person for person in known if person.encode() in found] == sorted(
            set(known) - set(gone), key=known.index
        )
        assert paths.database.with_name("sessions.sqlite3-wal").stat().st_size == 0


def test_deleting_nobody_changes_nothing(paths: Paths) -> None:
    with Store.open(paths, write=True) as store:
        fill(store)
        before = list(store._connection.iterdump())
        assert store.delete_person("nobody") == ()
        assert store.delete_person("") == ()
        assert list(store._connection.iterdump()) == before


def test_copies_are_left_alone_and_named(paths: Paths) -> None:
    with Store.open(paths, write=True) as store:
        fill(store)
        copy = paths.data / "backups" / "before-v9-20260131T174500Z.sqlite3"
        copy.parent.mkdir()
        copy.write_bytes(b"a copy")
        assert store.delete_person(ANN_ID) == (copy,)
        assert copy.read_bytes() == b"a copy"


def test_a_reader_that_holds_on_to_the_past_is_told_of_and_the_next_call_cleans(paths: Paths) -> None:
    with Store.open(paths, write=True, wait_s=0.01) as store:
        fill(store)
        with closing(sqlite3.connect(paths.database, isolation_level=None)) as other:
            other.execute("BEGIN")
            other.execute("SELECT count(*) FROM people").fetchone()
            log = paths.database.with_name("sessions.sqlite3-wal")
            assert store.delete_person(ANN_ID) == (paths.database, log)
            assert store.person(ANN_ID) is None
            other.execute("ROLLBACK")
        assert store.delete_person(ANN_ID) == ()
        assert holds(paths, NAME) == []


def test_a_lock_means_that_nothing_is_deleted(paths: Paths) -> None:
    with Store.open(paths, write=True, wait_s=0.01) as store:
        fill(store)
        with closing(sqlite3.connect(paths.database, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(CannotError, match="locked"):
                store.delete_person(ANN_ID)
            other.execute("ROLLBACK")
        assert store.file(ANN_ID) == File(ANN_HERE, FACTS_HERE)
        assert len(store.session_ids(ANN_ID)) == 2


def test_a_deletion_that_fails_half_way_deletes_nothing(paths: Paths) -> None:
    with Store.open(paths, write=True) as store:
        fill(store)
        refuse = "BEFORE DELETE ON main.not_today BEGIN SELECT RAISE(ABORT, 'no'); END"
        store._connection.execute(f"CREATE TEMP TRIGGER refuse {refuse}")
        with pytest.raises(sqlite3.IntegrityError):
            store.delete_person(ANN_ID)
        assert store.file(ANN_ID) == File(ANN_HERE, FACTS_HERE)
        assert len(store.session_ids(ANN_ID)) == 2


def test_foreign_keys_hold_on_every_connection_that_writes(paths: Paths) -> None:
    with Store.open(paths, write=True) as store:
        fill(store)
        with closing(store.twin()) as twin:
            twin.delete_person(BOB_ID)
        assert store.session_ids(BOB_ID) == ()
        store._connection.execute("PRAGMA foreign_keys = OFF")  # whoever opened it
        store.delete_person(ANN_ID)
        assert store.session_ids() == ("nobodys",)
