"""Everything out, into an empty installation, out again: the same bytes."""

import io
import json
import sqlite3
import tracemalloc
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from balancecoach.core.events import Removed
from balancecoach.core.person import File
from balancecoach.exchange.merging import look, merge
from balancecoach.exchange.source import file_source
from balancecoach.exchange.writing import write
from balancecoach.store.records import Part
from balancecoach.store.store import Store
from tests.exchange.machines import LATER, Machine, session, source, without_settings
from tests.store.people_samples import ANN, ANN_ID, BOB, BOB_ID, FACTS, PLAN, TREADMILL
from tests.store.store_samples import START, damage, paths_in, started, whole, whole_of


@pytest.fixture
def full(tmp_path: Path) -> Machine:
    return Machine(tmp_path / "full").fill()


@pytest.fixture
def empty(tmp_path: Path) -> Machine:
    return Machine(tmp_path / "empty")


def body(document: bytes) -> bytes:
    """All but the first line, which says when it was made."""
    return document.partition(b"\n")[2]


def test_the_same_bytes_come_out_of_the_other_machine(full: Machine, empty: Machine) -> None:
    document = full.document()
    empty.take(document)
    assert body(empty.document(LATER + timedelta(hours=1))) == body(document)


def test_all_of_it_is_there_as_before(full: Machine, empty: Machine) -> None:
    empty.take(full.document())
    with empty.store() as store, full.store() as before:
        assert store.file(ANN_ID) == File(ANN, FACTS)
        assert store.file(BOB_ID) == File(BOB, FACTS)
        for session_id, events in (("s0", whole_of(ANN_ID, START)), ("s3", whole_of("", START + timedelta(days=3)))):
            assert sorted(store.events(session_id), key=repr) == sorted(events, key=repr)
            assert store.events(session_id)[-4:] == (*events[-5:-2], events[-1]), "what was added afterwards is last"
        assert store.summaries() == before.summaries()
        assert store.declined() == before.declined()
        assert store.saved_plans() == (PLAN,)
        assert (store.treadmill(), store.get_setting("person")) == (TREADMILL, ANN_ID)
        assert store.check() == ""


def test_removed_and_demonstrated_and_open_sessions_go_along(full: Machine, empty: Machine) -> None:
    with full.store() as store:
        store.append("s1", Removed(LATER))
        store.append("shown", started(demo=True))
        store.append("open", started(LATER, person_id=ANN_ID))
        store.beat("open", 40.0, LATER + timedelta(seconds=40))
        document = io.BytesIO()
        write(store, document, now=LATER)
        with empty.store() as other:
            merge(other, source(document.getvalue()), now=LATER)
            again = io.BytesIO()
            write(other, again, now=LATER)
            assert again.getvalue() == document.getvalue()
            assert [row.id for row in other.removed()] == ["s1"]
            assert other.removed() == store.removed()
            assert other.summary("open") == store.summary("open")
            shown = other.summary("shown")
            assert shown is not None and shown.demo


def test_the_pin_stays_where_it_is(full: Machine, empty: Machine) -> None:
    with full.store() as store:
        store.keep_pin({"hash": "secret"})
    document = full.document()
    assert b"secret" not in document
    empty.take(document)
    with empty.store() as store:
        assert store.pin() is None


def test_what_this_program_cannot_read_goes_along_word_for_word(full: Machine, empty: Machine) -> None:
    paths = paths_in(full.folder)
    strange = '{"at_s": 1.0,  "of": "a newer program"}'
    damage(paths, f"UPDATE events SET name = 'levitated', body = '{strange}' WHERE session_id = 's0' AND seq = 3")
    damage(paths, "UPDATE events SET body = 'broken {' WHERE session_id = 's0' AND seq = 4")
    damage(paths, "UPDATE person_facts SET body = x'ff00', name = 'x' WHERE seq = 1")
    damage(paths, f"UPDATE people SET body = '[]' WHERE id = '{BOB_ID}'")
    damage(paths, "UPDATE not_today SET reasons = 'because', at = 'once'")
    damage(paths, "UPDATE events SET at_s = 'never' WHERE session_id = 's1' AND seq = 3")
    damage(paths, "UPDATE settings SET value = 'NaN' WHERE key = 'treadmill'")
    document = full.document()
    empty.take(document)
    assert body(empty.document()) == body(document)
    with closing(sqlite3.connect(paths_in(empty.folder).database)) as connection:
        kept = connection.execute("SELECT name, body FROM events WHERE session_id = 's0' AND seq = 3").fetchone()
    assert kept == ("levitated", strange)


def test_it_is_one_json_document_in_ascii(full: Machine) -> None:
    document = full.document()
    assert document.isascii()
    found = json.loads(document)
    assert (found["format"], found["version"], found["made"]) == ("balancecoach", 1, LATER.isoformat())
    assert [person["details"]["name"] for person in found["people"]] == [ANN.name, "Bob"]
    assert [row["id"] for row in found["sessions"]] == ["s0", "s1", "s2", "s3"]
    assert len(found["sessions"][0]["events"]) == len(whole())
    assert found["check"]["records"] == 2 + 1 + 2 + 2 + 4


def test_one_person_alone(full: Machine, empty: Machine) -> None:
    document = full.document(person_id=ANN_ID)
    assert b"Bob" not in document.replace(b'"helper":"Bob"', b"").replace(b'"by":"Bob"', b"")
    empty.take(document)
    with empty.store() as store:
        assert store.people() == (ANN,)
        assert store.session_ids() == ("s0", "s1")
        assert len(store.declined()) == 1
        assert store.saved_plans() == ()


def test_a_document_laid_out_anew_is_still_read(full: Machine, empty: Machine) -> None:
    document = full.document()
    pretty = json.dumps(json.loads(document), indent=2, ensure_ascii=False).encode()
    empty.take(b"\xef\xbb\xbf" + pretty.replace(b"\n", b"\r\n"))
    assert body(empty.document()) == body(document)


def test_lines_that_end_as_windows_ends_them(full: Machine, empty: Machine) -> None:
    document = full.document()
    empty.take(document.replace(b"\n", b"\r\n"))
    assert body(empty.document()) == body(document)


def test_nothing_at_all(empty: Machine, tmp_path: Path) -> None:
    document = empty.document()
    assert without_settings(document).count(b"\n") == 8
    assert look(source(document)).people == ()
    other = Machine(tmp_path / "other")
    assert other.take(document).changes == 0
    assert other.document() == document


def test_look_says_what_is_in_it(full: Machine) -> None:
    found = look(source(full.document()))
    assert (found.made, found.people, found.sessions, found.plans) == (LATER, (ANN.name, "Bob"), 4, 1)
    assert found.events == 4 * len(whole())


def test_settings_come_only_to_an_installation_that_is_new(full: Machine, empty: Machine) -> None:
    with empty.store() as store:
        store.put_setting("person", "mine")
    empty.take(full.document())
    with empty.store() as store:
        assert (store.get_setting("person"), store.treadmill()) == ("mine", TREADMILL)


def test_a_treadmill_is_not_taken_for_checked_because_another_was(full: Machine, empty: Machine) -> None:
    with empty.store() as store:
        store.save_person(BOB, now=START)
    empty.take(full.document())
    with empty.store() as store:
        assert store.treadmill().checked == ()


def test_writing_reads_one_moment_and_needs_no_lock(full: Machine) -> None:
    with full.store() as writer, Store.open(paths_in(full.folder), write=False) as reader:
        one, two = io.BytesIO(), io.BytesIO()
        write(reader, one, now=LATER)
        write(writer, two, now=LATER)
    assert one.getvalue() == two.getvalue()


def peak(sessions: int, folder: Path) -> tuple[int, int, int]:
    """Bytes that writing, looking and merging hold at most, with so many sessions of 25 events."""
    machine, other = Machine(folder / f"{sessions}"), Machine(folder / f"{sessions} new")
    with machine.store() as store:
        session(store, "s", whole())
        everything = store.everything()
        one = next(everything.each(Part.SESSIONS))
        with everything.changing():
            for number in range(1, sessions):
                everything.put(Part.SESSIONS, {**one, "id": f"s{number}"})
        target = folder / f"{sessions}.json"
        with target.open("wb") as file:
            wrote = held(lambda: write(store, file, now=LATER))
    found = file_source(target)
    with other.store() as store:
        return wrote, held(lambda: look(found)), held(lambda: merge(store, found, now=LATER))


def held(what: Callable[[], object]) -> int:
    """The most bytes of Python's that are held meanwhile."""
    tracemalloc.start()
    try:
        what()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_ten_times_the_sessions_take_the_same_memory(tmp_path: Path) -> None:
    peak(5, tmp_path)  # what is loaded and kept at the first time
    few, many = peak(40, tmp_path), peak(400, tmp_path)
    a_session = 3000  # bytes as text; an id of each is all that is remembered
    assert all(later - before < 360 * a_session / 5 for before, later in zip(few, many, strict=True)), (few, many)
