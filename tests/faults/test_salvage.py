"""What can be read of a damaged record is kept."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from balancecoach.errors import DamagedError
from balancecoach.paths import Paths
from balancecoach.store.damage import refuse_damaged
from balancecoach.store.database import connect, log_of
from balancecoach.store.lock import take_lock
from balancecoach.store.mending import add_missing, mend, offer
from balancecoach.store.salvage import salvage
from balancecoach.store.store import Store
from tests.fakes import WALL
from tests.faults.damage import rows_of
from tests.faults.damaged_records import asides, quiet, spoil, two_people
from tests.faults.damaging import PAGE
from tests.store.store_samples import damage

DAY = timedelta(days=1)


@pytest.fixture
def paths() -> Paths:
    """The record that is damaged."""
    return two_people()


@pytest.fixture
def locked(paths: Paths) -> Iterator[Paths]:
    """As the window has it while it mends."""
    lock = take_lock(paths)
    yield paths
    lock.release()


# -- what can be read is kept ------------------------------------------------------------------------------------------
def test_what_is_damaged_is_put_aside_as_it_was_twice_on_one_day(locked: Paths) -> None:
    kept = [spoil(locked.database, 0)]
    mend(locked.database, WALL, quiet)
    assert [path.read_bytes() for path in asides(locked)] == kept
    kept.append(spoil(locked.database, 0))
    mend(locked.database, WALL, quiet)
    first, second = (locked.data / "backups" / f"damaged-20260304T093000Z{end}.sqlite3" for end in ("", "-2"))
    assert [first.read_bytes(), second.read_bytes()] == kept


def test_with_its_first_page_gone_every_row_is_read_all_the_same(locked: Paths) -> None:
    before = rows_of(locked.database)
    spoil(locked.database, 0)
    with pytest.raises(DamagedError):
        Store.open(locked, write=False)
    mend(locked.database, WALL, quiet)
    assert rows_of(locked.database) == before


def test_a_page_is_lost_and_the_copy_has_it(locked: Paths) -> None:
    before = rows_of(locked.database)
    pages = locked.database.stat().st_size // PAGE
    for page in range(1, pages):
        whole = locked.database.read_bytes()
        spoil(locked.database, page)
        mend(locked.database, WALL, quiet)
        found = offer(locked.database)
        assert found is not None
        if found.lacks:
            assert found.copy is not None
            add_missing(locked.database, found.copy.path, WALL, quiet)
        now = rows_of(locked.database)
        lost = {row for name in before for row in before[name] - now[name]}
        assert all(row[0] in ("since", "ann", "bob") for row in lost), (page, [row[:3] for row in lost], found)
        locked.database.write_bytes(whole)


def test_rows_without_what_they_belong_to_are_kept(locked: Paths) -> None:
    with closing(sqlite3.connect(locked.database, isolation_level=None)) as found:
        found.execute("DELETE FROM people WHERE id = 'ann'")
        found.execute("DELETE FROM sessions WHERE id = 's0'")
    with pytest.raises(DamagedError, match="belong to nothing"):
        refuse_damaged(locked.database)
    mend(locked.database, WALL, quiet)
    with Store(locked.database, connect(locked.database)) as store:
        assert [each.name for each in store.people()] == ["Bob", "Name not readable"]
        assert {each.id for each in store.summaries("ann")} == {"s1", "s3", "s5", "since"}
        assert "s0" in {each.id for each in store.summaries("bob")}
    found_offer = offer(locked.database)
    assert found_offer is not None and found_offer.copy is not None
    add_missing(locked.database, found_offer.copy.path, WALL, quiet)
    with Store(locked.database, connect(locked.database)) as store:
        assert [each.name for each in store.people()] == ["Ann", "Bob"]


def test_a_damaged_letter_in_an_id_makes_no_session_of_its_own(locked: Paths) -> None:
    before = rows_of(locked.database)
    with closing(sqlite3.connect(locked.database, isolation_level=None)) as found:
        found.execute("UPDATE events SET session_id = 'sinbe' WHERE session_id = 'since' AND seq = 5")
    with pytest.raises(DamagedError, match="belong to nothing"):
        refuse_damaged(locked.database)
    mend(locked.database, WALL, quiet)
    assert rows_of(locked.database) == before


def test_a_letter_of_a_column_s_name_is_damaged(locked: Paths) -> None:
    before = rows_of(locked.database)
    data = locked.database.read_bytes()
    column = b"person_facts (person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE, seq INTEGER NOT NULL, at"
    assert data.count(column) == 1
    locked.database.write_bytes(data.replace(column, column[:-2] + b"it"))
    mend(locked.database, WALL, quiet)
    assert rows_of(locked.database) == before


def test_of_two_events_in_one_place_the_one_in_order_is_kept(locked: Paths, tmp_path: Path) -> None:
    before = rows_of(locked.database)["events"]
    data = locked.database.read_bytes()
    later = next(row for row in sorted(before, key=lambda row: int(str(row[1]))) if row[0] == "since" and row[1] == 9)
    cell = b"since\x09"
    assert data.count(cell) == 1, later
    locked.database.write_bytes(data.replace(cell, b"since\x05"))  # the number of an event is a byte
    salvage(locked.database, None, tmp_path / "made")
    assert before - rows_of(tmp_path / "made")["events"] == {later}


def test_an_event_whose_time_is_damaged_has_it_in_its_text(locked: Paths, tmp_path: Path) -> None:
    before = rows_of(locked.database)
    with closing(sqlite3.connect(locked.database)) as found, found:
        found.execute("UPDATE events SET at_s = 'D' WHERE session_id = 'since' AND seq = 5")
    salvage(locked.database, log_of(locked.database), tmp_path / "made")
    assert rows_of(tmp_path / "made") == before
    with closing(sqlite3.connect(tmp_path / "made")) as made:
        assert made.execute("SELECT typeof(at_s) FROM events WHERE session_id = 'since' AND seq = 5").fetchone() == (
            "real",
        )


def test_a_session_that_only_an_index_knows_is_kept(locked: Paths) -> None:
    before = rows_of(locked.database)
    with closing(sqlite3.connect(locked.database, isolation_level=None)) as found:
        found.execute("PRAGMA writable_schema = ON")
        found.execute("DELETE FROM sqlite_master WHERE name = 'sessions_of_person'")  # its pages stay as they were
    damage(locked, "DELETE FROM events WHERE session_id = 'since'")
    damage(locked, "DELETE FROM sessions WHERE id = 'since'")
    mend(locked.database, WALL, quiet)
    assert rows_of(locked.database)["sessions"] == before["sessions"]
    with Store(locked.database, connect(locked.database)) as store:
        assert "since" in {each.id for each in store.summaries("ann")}


def test_what_a_record_does_by_itself_is_left_behind(locked: Paths) -> None:
    before = rows_of(locked.database)
    with closing(sqlite3.connect(locked.database)) as found:
        found.execute("CREATE TRIGGER t AFTER INSERT ON summaries BEGIN DELETE FROM people; END")
    with pytest.raises(DamagedError, match="things of its own"):
        refuse_damaged(locked.database)
    mend(locked.database, WALL, quiet)
    assert rows_of(locked.database) == before
    refuse_damaged(locked.database)
