"""A deleted person is gone from the file, byte for byte; everybody else is there as before."""

import json
import random
import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from balancecoach.core.person import File, Moved, Person
from balancecoach.errors import CannotError
from balancecoach.exchange.merging import merge
from balancecoach.exchange.source import file_source
from balancecoach.exchange.undoing import undo
from balancecoach.exchange.writing import write
from balancecoach.paths import Paths
from balancecoach.store.backups import DAILY, go_back, make
from balancecoach.store.erasure import erase_from_copies
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


# -- out of the copies ---------------------------------------------------------------------------------------------
def copies_hold(paths: Paths, text: str) -> list[str]:
    return holds(Paths(paths.data / "backups", paths.cache, paths.log), text)


def test_nothing_of_a_deleted_person_is_left_in_the_copies(paths: Paths) -> None:
    with Store.open(paths, write=True) as store:
        fill(store)
        store.put_setting("drafts", {ANN_ID: {"page": NAME}, BOB_ID: {"page": "x"}})
        store.put_setting("person", ANN_ID)
        made = [make(paths.database, DAILY, START + timedelta(days=number)) for number in range(2)]
        files = [path for path in made if path is not None]
        store.delete_person(ANN_ID)
        assert len(copies_hold(paths, NAME)) == 2, "the search finds what is there"
        assert erase_from_copies(files, ANN_ID) == ()
        for text in (NAME, "Xochimilco", ANN_ID, "Zyxwvut", f"{ANN_ID}-done"):
            assert copies_hold(paths, text) == []
        assert len(copies_hold(paths, BOB_ID)) == 2
        go_back(paths.database, files[0], START, lambda _: None, lambda _: None)
        assert (store.people(), store.people(archived=True)) == ((), (BOB,))
        assert store.session_ids() == (f"{BOB_ID}-done", "nobodys", f"{BOB_ID}-open")
        assert store.get_setting("drafts") == {BOB_ID: {"page": "x"}}
        assert store.get_setting("person") is None
        assert store.check() == ""


def test_sessions_that_were_given_to_them_later_go_from_older_copies_too(paths: Paths) -> None:
    with Store.open(paths, write=True) as store:
        for event in whole():
            store.append("nobodys", event)
        before = make(paths.database, DAILY, START)
        store.save_person(ANN_HERE, now=START)
        store.adopt(ANN_ID)
        after = make(paths.database, DAILY, START + timedelta(days=1))
        assert before is not None
        assert after is not None
        assert erase_from_copies((before, after), ANN_ID) == ()
        assert copies_hold(paths, "nobodys") == []


def test_copies_of_every_version_and_what_cannot_be_cleaned_is_named(paths: Paths) -> None:
    folder = paths.data / "backups"
    folder.mkdir(parents=True)
    old = []
    for number in (1, 2, 3):
        old.append(folder / f"before-v{number + 1}-20260131T174500Z.sqlite3")
        shutil.copy(Path(__file__).parents[1] / "old_databases" / f"v{number}.sqlite3", old[-1])
    broken, other = folder / "broken.sqlite3", folder / "other.sqlite3"
    broken.write_bytes(b"SQLite format 3\x00" + bytes(50))
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE people (id TEXT)")
    before = other.read_bytes()
    assert erase_from_copies((*old, broken, other), ANN_ID) == (broken, other)
    assert other.read_bytes() == before, "another program's file is not touched"


def test_what_an_import_brought_is_forgotten_too(paths: Paths, tmp_path: Path) -> None:
    there = paths_in(tmp_path / "there")
    with Store.open(there, write=True) as store:
        fill(store)
        with (tmp_path / "all.json").open("wb") as file:
            write(store, file, now=START)
    with Store.open(paths, write=True) as store:
        merge(store, file_source(tmp_path / "all.json"), now=START)
        store.delete_person(ANN_ID)
        (copy,) = (paths.data / "backups").iterdir()
        assert copies_hold(paths, ANN_ID) == [copy.name]
        assert erase_from_copies((copy,), ANN_ID) == ()
        assert copies_hold(paths, ANN_ID) == []
        undo(store)
        assert store.people() == ()
