"""A checked copy a day, whatever the disk and the clock do; and going back to one while the record is open."""

import resource
import shutil
import sqlite3
import stat
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from balancecoach.core.events import Outcome, SessionEnded
from balancecoach.core.keeping import DAILY as DAYS
from balancecoach.errors import UserError
from balancecoach.paths import Paths
from balancecoach.pin import Pin
from balancecoach.store import backups
from balancecoach.store.backups import NEWEST, Holds, copies, daily, folder_of, go_back, holds, make
from balancecoach.store.database import open_reader
from balancecoach.store.journal import Journal
from balancecoach.store.store import Store
from tests.store.people_samples import ANN, ANN_ID, BOB, BOB_ID, FACTS, PLAN, TREADMILL
from tests.store.store_samples import START, paths_in, started, walking, whole, whole_of

NOW = START + timedelta(days=30)
DAY = timedelta(days=1)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return paths_in(tmp_path)


@pytest.fixture
def store(paths: Paths) -> Iterator[Store]:
    """Ann with a session, a plan and a treadmill; open, as while the window is."""
    with Store.open(paths, write=True) as made:
        made.save_person(ANN, *FACTS, now=START)
        for event in whole_of(ANN_ID):
            made.append("first", event)
        made.save_plan(PLAN)
        made.save_treadmill(TREADMILL)
        yield made


def names(paths: Paths) -> list[str]:
    return sorted(path.name for path in folder_of(paths.database).iterdir())


def dump(path: Path) -> list[str]:
    with closing(open_reader(path)) as connection:
        return list(connection.iterdump())


@contextmanager
def full_disk(room: int) -> Iterator[None]:
    """No file of this process may grow beyond so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def twist(connection: sqlite3.Connection) -> None:
    """An index points at another table's pages: every page can be read, and the file is damaged."""
    connection.execute("PRAGMA writable_schema = ON")
    root = "(SELECT rootpage FROM sqlite_master WHERE name = 'settings')"
    connection.execute(f"UPDATE sqlite_master SET rootpage = {root} WHERE name = 'sessions_by_start'")


# -- one a day -----------------------------------------------------------------------------------------------------
def test_the_copy_is_the_record_and_private_and_alone(paths: Paths, store: Store) -> None:
    made = daily(paths.database, NOW)
    assert made is not None
    assert names(paths) == [made.name]
    there, kept = ([line for line in dump(path) if NEWEST not in line] for path in (paths.database, made))
    assert kept == there, "but for which copy is the newest: that is noted after"
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.parent.stat().st_mode) == 0o700
    assert holds(made) == Holds(1, 1)
    with closing(sqlite3.connect(made)) as alone:
        assert alone.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert names(paths) == [made.name], "opening it leaves no other file"


def test_one_a_day_and_a_start_that_fails_again_and_again_makes_no_more(paths: Paths, store: Store) -> None:
    first = daily(paths.database, NOW)
    store.append("second", started())
    assert [daily(paths.database, NOW + timedelta(seconds=n)) for n in range(20)] == [None] * 20
    next_day = daily(paths.database, NOW + DAY)
    assert next_day is not None
    assert first is not None
    assert (holds(first), holds(next_day)) == (Holds(1, 1), Holds(1, 2))


def test_nothing_to_copy_makes_no_copy(paths: Paths) -> None:
    with Store.open(paths, write=True):
        assert daily(paths.database, NOW) is None
    assert names(paths) == []


def test_old_ones_are_thinned_out_and_other_files_are_left_alone(paths: Paths, store: Store) -> None:
    folder = folder_of(paths.database)
    folder.mkdir()
    others = ("before-v3-20260131T174500Z.sqlite3", "daily-notes.txt", "daily-20260231T000000Z.sqlite3", "mine.sqlite3")
    for name in others:
        (folder / name).write_bytes(b"somebody's")
    for number in range(12):
        assert daily(paths.database, NOW + number * DAY) is not None
    kept = [copy for copy in copies(folder) if copy.kind == backups.DAILY]
    assert [copy.made for copy in kept[:DAYS]] == [NOW.replace(microsecond=0) + n * DAY for n in range(11, 4, -1)]
    assert len(kept) < 12
    for name in others:
        assert (folder / name).read_bytes() == b"somebody's"


@pytest.mark.parametrize("wrong", [timedelta(days=-9000), timedelta(days=-365), timedelta(days=365)])
def test_a_clock_that_was_wrong_for_a_day(paths: Paths, store: Store, wrong: timedelta) -> None:
    for number in range(8):
        daily(paths.database, NOW + number * DAY)
    before = set(names(paths))
    made = daily(paths.database, NOW + wrong)
    assert made is not None
    assert made.is_file()
    assert len(before - set(names(paths))) <= 1, "the oldest of seven days gives way, as ever"
    back = daily(paths.database, NOW + 8 * DAY)
    assert back is not None
    assert copies(folder_of(paths.database))[0 if wrong < timedelta(0) else 1].path == back


# -- what can go wrong ---------------------------------------------------------------------------------------------
def test_a_full_disk_leaves_the_old_ones_and_nothing_half(paths: Paths, store: Store) -> None:
    daily(paths.database, NOW)
    store.save_person(BOB, now=NOW)
    before = names(paths)
    with full_disk(20_000), pytest.raises(UserError, match=r"cannot be read or written|disk is full"):
        daily(paths.database, NOW + DAY)
    assert names(paths) == before
    assert daily(paths.database, NOW + DAY) is not None


def test_what_a_crash_left_half_written_goes(paths: Paths, store: Store) -> None:
    folder = folder_of(paths.database)
    folder.mkdir()
    for name in ("daily-20260131T174500Z.part", "daily-20260131T174500Z.part-journal", "before-return-ready.part"):
        (folder / name).write_bytes(b"half")
    (folder / "other.part").write_bytes(b"somebody's")
    made = daily(paths.database, NOW)
    assert made is not None
    assert names(paths) == [made.name, "other.part"]


def test_a_copy_of_a_damaged_record_is_not_kept(paths: Paths, store: Store) -> None:
    daily(paths.database, NOW)
    before = names(paths)
    store.close()
    with closing(sqlite3.connect(paths.database)) as connection:
        twist(connection)
        connection.commit()
    with pytest.raises(UserError, match=r"read back|damaged"):
        daily(paths.database, NOW + DAY)
    assert names(paths) == before


def test_writing_goes_on_while_a_copy_is_made(paths: Paths, store: Store) -> None:
    """The copy is of one moment: whole sessions, each event that was there and none that came later."""
    going, written = threading.Event(), threading.Event()

    def write() -> None:
        twin = store.twin()
        for number in range(300):
            twin.append(f"more-{number}", started(START, person_id=ANN_ID))
            going.set()
        twin.close()
        written.set()

    writer = threading.Thread(target=write)
    writer.start()
    going.wait(10)
    made = [make(paths.database, backups.DAILY, NOW + n * DAY) for n in range(5)]
    writer.join()
    assert written.is_set()
    for path in made:
        assert path is not None
        with closing(open_reader(path)) as found:
            sessions, events = (
                found.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("sessions", "events")
            )
            assert events == sessions - 1 + len(whole_of(ANN_ID))
            assert found.execute("PRAGMA foreign_key_check").fetchall() == []


# -- going back ----------------------------------------------------------------------------------------------------
def back(paths: Paths, copy: Path, at: datetime = NOW + 2 * DAY) -> Path:
    return go_back(paths.database, copy, at, lambda _: None, lambda _: None)


def test_going_back_while_everything_is_open(paths: Paths, store: Store) -> None:
    copy = daily(paths.database, NOW)
    assert copy is not None
    with Journal(store.twin) as journal:
        journal.append("second", started(person_id=ANN_ID))
        store.save_person(BOB, now=NOW)
        store.delete_plan(PLAN.id)
        assert journal.flush(5)
        was = dump(paths.database)
        kept = back(paths, copy)
        assert dump(kept) == was
        assert [person.id for person in store.people()] == [ANN_ID]
        assert store.session_ids() == ("first",)
        assert store.saved_plans() == (PLAN,)
        assert store.check() == ""
        journal.append("third", started(person_id=ANN_ID))
        assert journal.flush(5)
        assert set(store.session_ids()) == {"first", "third"}
        assert [s.id for s in store.summaries(ANN_ID)] == ["first", "third"]
    assert names(paths) == [kept.name, copy.name]
    store.close()
    with Store.open(paths, write=True) as again:
        assert [person.id for person in again.people()] == [ANN_ID]
        with closing(sqlite3.connect(paths.database)) as connection:
            assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_and_back_again(paths: Paths, store: Store) -> None:
    copy = daily(paths.database, NOW)
    assert copy is not None
    store.save_person(BOB, now=NOW)
    kept = back(paths, copy)
    assert store.person(BOB_ID) is None
    back(paths, kept, NOW + 3 * DAY)
    assert store.person(BOB_ID) == BOB


def test_a_session_that_was_open_in_the_copy_is_closed_as_cut_off(paths: Paths, store: Store) -> None:
    for event in walking():
        store.append("open", event)
    copy = daily(paths.database, NOW)
    assert copy is not None
    back(paths, copy)
    end = store.events("open")[-1]
    assert isinstance(end, SessionEnded)
    assert end.outcome is Outcome.INTERRUPTED


def test_the_pin_of_today_stays(paths: Paths, store: Store) -> None:
    pin = Pin(store.pin, store.keep_pin)
    pin.set("1111")
    copy = daily(paths.database, NOW)
    assert copy is not None
    pin.set("2468")
    back(paths, copy)
    assert pin.try_("2468", NOW).is_open
    pin.forget()
    back(paths, copy)
    assert not pin.is_set


def test_a_copy_of_an_older_version_is_brought_up_to_date(paths: Paths, store: Store) -> None:
    folder = folder_of(paths.database)
    folder.mkdir(mode=0o700)
    old = folder / "before-v3-20260131T174500Z.sqlite3"
    shutil.copy(Path(__file__).parents[1] / "old_databases" / "v1.sqlite3", old)
    before = old.read_bytes()
    back(paths, old)
    assert store.people() == ()
    assert store.session_ids()
    assert old.read_bytes() == before
    for event in whole():
        store.append("new", event)


@pytest.mark.parametrize("harm", ["cut", "other", "newer", "empty", "gone", "twisted", "stray"])
def test_a_copy_that_cannot_be_used_changes_nothing(paths: Paths, store: Store, harm: str) -> None:
    copy = daily(paths.database, NOW)
    assert copy is not None
    if harm == "cut":
        copy.write_bytes(copy.read_bytes()[:9000])
    elif harm == "other":
        copy.write_bytes(b"%PDF-1.7" + bytes(500))
    elif harm == "empty":
        copy.write_bytes(b"")
    elif harm == "gone":
        copy.unlink()
    else:
        with closing(sqlite3.connect(copy)) as connection:
            if harm == "newer":
                connection.execute("PRAGMA user_version = 99")
            elif harm == "stray":
                connection.execute("DELETE FROM people")
            else:
                twist(connection)
            connection.commit()
    before = dump(paths.database)
    with pytest.raises(UserError) as told:
        back(paths, copy)
    assert copy.name in str(told.value)
    assert len(str(told.value).splitlines()) == 1
    assert dump(paths.database) == before
    assert not [name for name in names(paths) if "return" in name]
    if harm in ("other", "empty", "gone"):  # a look reads only a few pages
        with pytest.raises(UserError):
            holds(copy)


def test_a_full_disk_while_going_back_leaves_what_was_there(paths: Paths, store: Store) -> None:
    copy = daily(paths.database, NOW)
    assert copy is not None
    for number in range(200):
        store.append(f"more-{number}", started(START, person_id=ANN_ID))
    before = dump(paths.database)
    with full_disk(150_000), pytest.raises(UserError):
        back(paths, copy)
    assert dump(paths.database) == before
    assert names(paths) == [copy.name]
    store.append("and on", started())


def test_only_the_newest_states_that_were_left_stay(paths: Paths, store: Store) -> None:
    copy = daily(paths.database, NOW)
    assert copy is not None
    for number in range(6):
        back(paths, copy, NOW + timedelta(hours=number))
    assert len([each for each in copies(copy.parent) if each.kind == backups.RETURN]) == backups.RETURNS
    assert copy.is_file()


def test_what_was_left_just_now_stays_though_the_clock_was_set_back(paths: Paths, store: Store) -> None:
    copy = daily(paths.database, NOW)
    assert copy is not None
    for number in range(1, 4):
        back(paths, copy, NOW + number * 100 * DAY)
    store.append("since", started())
    kept = back(paths, copy, NOW + DAY)
    assert kept.is_file()
    back(paths, kept, NOW + 2 * DAY)
    assert "since" in store.session_ids()
