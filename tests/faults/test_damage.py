"""A few of the ways in which a record is damaged, and what the window, the command line and the copies make of it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from balancecoach.core.progress import Summary
from balancecoach.desks.damaged import DamagedDesk
from balancecoach.paths import Paths, assets
from balancecoach.store.backups import copies, daily
from balancecoach.store.lock import take_lock
from balancecoach.store.mending import answered, is_good, mend, newest_good, offer
from balancecoach.store.store import Store
from balancecoach.ui.window import Window
from tests.fakes import WALL
from tests.faults.damage import rows_of
from tests.faults.damaged_records import quiet, spoil, two_people
from tests.faults.started import look_at_everything, text_of
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
