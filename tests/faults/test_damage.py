"""A few of the ways in which a record is damaged, and what the window, the command line and the copies make of it."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from balancecoach.core.progress import Summary
from balancecoach.desks.damaged import DamagedDesk
from balancecoach.errors import DamagedError
from balancecoach.paths import Paths, assets, find_paths
from balancecoach.store.backups import copies, daily
from balancecoach.store.damage import refuse_damaged
from balancecoach.store.database import connect
from balancecoach.store.lock import take_lock
from balancecoach.store.mending import add_missing, answered, is_good, mend, newest_good, offer
from balancecoach.store.salvage import salvage
from balancecoach.store.store import Store
from balancecoach.ui.window import Window
from tests.fakes import WALL
from tests.faults.damage import rows_of
from tests.faults.damaging import PAGE
from tests.faults.started import look_at_everything, text_of
from tests.histories import person, screened
from tests.store.store_samples import damage, whole_of

DAY = timedelta(days=1)


def quiet(_said: str) -> None:
    return


def two_people() -> Paths:
    """Two people with sessions, a good copy of yesterday, and a session walked since."""
    paths = find_paths()
    with Store.open(paths, write=True) as store:
        for name in ("ann", "bob"):
            store.save_person(person(id=name, name=name.title()), screened(), now=WALL)
        for number in range(6):
            for event in whole_of("ann" if number % 2 else "bob", WALL - (9 - number) * DAY):
                store.append(f"s{number}", event)
    daily(paths.database, WALL - DAY)
    with Store.open(paths, write=True) as store:
        for event in whole_of("ann", WALL):
            store.append("since", event)
    return paths


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


def spoil(path: Path, *pages: int) -> bytes:
    """Overwrite the middle of these pages; what the file was like then."""
    data = bytearray(path.read_bytes())
    for page in pages:
        data[page * PAGE : page * PAGE + 200] = random.Random(page).randbytes(200)
    path.write_bytes(data)
    return bytes(data)


def asides(paths: Paths) -> list[Path]:
    return sorted((paths.data / "backups").glob("damaged-*"))


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


# -- copies ------------------------------------------------------------------------------------------------------------
def test_a_bad_copy_is_passed_over(locked: Paths) -> None:
    (good,) = copies(locked.data / "backups")
    bad = good.path.with_name("daily-20260304T090000Z.sqlite3")
    bad.write_bytes(good.path.read_bytes())
    spoil(bad, 1, 2, 3)
    newest = copies(locked.data / "backups")[0]
    assert newest.path == bad
    assert not is_good(newest)
    assert newest_good(locked.data / "backups") == good


def test_copies_of_a_year_do_not_push_the_good_one_out(locked: Paths) -> None:
    (good,) = copies(locked.data / "backups")
    kept = good.path.read_bytes()
    spoil(locked.database, *range(1, 12))
    mend(locked.database, WALL, quiet)
    for day in range(1, 60, 2):
        daily(locked.database, WALL + day * DAY)
    daily(locked.database, WALL + 800 * DAY)
    assert kept in [copy.path.read_bytes() for copy in copies(locked.data / "backups")]


def test_an_older_record_in_its_place_is_noticed(locked: Paths) -> None:
    first = newest_good(locked.data / "backups")
    assert first is not None
    daily(locked.database, WALL)
    locked.database.write_bytes(first.path.read_bytes())
    found_offer = offer(locked.database)
    assert found_offer is not None
    assert (found_offer.older, found_offer.lacks.sessions) == (True, 1)


# -- damage that SQLite does not see -----------------------------------------------------------------------------------
def test_what_was_known_of_a_session_stays_when_it_is_damaged_later(paths: Paths) -> None:
    with Store.open(paths, write=True) as store:
        before = {each.id: each for each in store.summaries()}
    damage(paths, "UPDATE events SET body = '{' WHERE session_id = 's1' AND name = 'block_started'")
    found = offer(paths.database)
    assert found is not None
    assert (found.mended, found.lacks.in_part) == (False, 1)
    answered(paths.database)
    assert offer(paths.database) is None
    with Store.open(paths, write=False) as store:
        after: dict[str, Summary] = {each.id: each for each in store.summaries()}
    assert after["s1"].walked_s == before["s1"].walked_s
    assert after["s1"].unreadable == 5


# -- the page before Today ---------------------------------------------------------------------------------------------
@pytest.fixture
def desk(locked: Paths, qtbot: QtBot) -> Iterator[DamagedDesk]:
    window = Window((assets() / "icons" / "tick.svg").as_posix(), lambda: True)
    qtbot.addWidget(window)
    made = DamagedDesk(locked.database, lambda: WALL, window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    yield made
    made.close()


def shown(desk: DamagedDesk, qtbot: QtBot, words: str) -> str:
    """Until the page says this; all that it says."""
    qtbot.waitUntil(lambda: desk.screen.isVisible() and words in text_of(desk.screen), timeout=60_000)
    QApplication.processEvents()  # its words have just been put there
    return text_of(desk.screen)


def test_the_copy_is_offered_taken_and_undone_by_keys_alone(desk: DamagedDesk, qtbot: QtBot, locked: Paths) -> None:
    spoil(locked.database, *range(2, 20))
    desk.begin(damaged=True)
    said = shown(desk, qtbot, "Add what is missing")
    assert "Yesterday, 09:30" in said
    assert "can be undone" in said
    mended = rows_of(locked.database)
    assert desk.screen.first.hasFocus()
    QTest.keyClick(desk.screen.first, Qt.Key.Key_Return)
    shown(desk, qtbot, "It is done")
    assert rows_of(locked.database) != mended
    QTest.keyClick(desk.screen.first, Qt.Key.Key_Right)
    QTest.keyClick(desk.screen.second, Qt.Key.Key_Return)
    shown(desk, qtbot, "It is undone")
    undone = rows_of(locked.database)
    closed = undone.pop("events") - mended.pop("events")
    assert (undone, {row[2] for row in closed}) == (mended, {"session_ended"}), "but for what every start does"
    with qtbot.waitSignal(desk.done) as done:
        QTest.keyClick(desk.screen.first, Qt.Key.Key_Return)
    assert done.args == [True]


def test_escape_declines_and_nobody_asks_again(desk: DamagedDesk, qtbot: QtBot, locked: Paths) -> None:
    spoil(locked.database, *range(2, 20))
    desk.begin(damaged=True)
    shown(desk, qtbot, "Go on without it")
    mended = rows_of(locked.database)
    with qtbot.waitSignal(desk.done) as done:
        QTest.keyClick(desk.screen.first, Qt.Key.Key_Escape)
    assert done.args == [True]
    assert rows_of(locked.database) == mended
    assert offer(locked.database) is None


def test_without_a_good_copy_it_says_what_else_helps(desk: DamagedDesk, qtbot: QtBot, locked: Paths) -> None:
    for copy in copies(locked.data / "backups"):
        copy.path.unlink()
    locked.database.write_text("Something else. " * 50, encoding="utf-8")
    desk.begin(damaged=True)
    said = shown(desk, qtbot, "Go to Today")
    assert "Nothing could be read" in said
    assert "bring it in" in said


@pytest.mark.usefixtures("qapp")
def test_every_page_that_the_harness_looks_at_is_there(paths: Paths) -> None:
    with Store.open(paths, write=True) as store:
        look_at_everything(store)
