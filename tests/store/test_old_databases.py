"""Every database that a version of this program ever made is opened by today's."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from balancecoach.core.checkup import CheckedUp, CheckUpRemoved
from balancecoach.core.events import Noted, Outcome, Removed, Restored, SessionEnded, StepTaken, Stored
from balancecoach.core.person import Doubted, File, Treadmill
from balancecoach.store.rows import NotToday
from balancecoach.store.schema import MIGRATIONS
from balancecoach.store.store import Store
from tests.store.people_samples import ANN, ANN_ID, BOB, FACTS, PLAN, TREADMILL
from tests.store.store_samples import START, paths_in, walking, whole, whole_of

FOLDER = Path(__file__).parents[1] / "old_databases"
FILES = sorted(FOLDER.glob("v*.sqlite3"))
DAY = timedelta(days=1)
#: Events that there were not yet when the file of a version was made.
SINCE: dict[type, int] = {StepTaken: 2, Noted: 3, Removed: 3, Restored: 3, CheckedUp: 3, CheckUpRemoved: 3, Doubted: 4}


def as_of(file: Path, events: tuple[Stored, ...]) -> tuple[Stored, ...]:
    """Those of today's sample that a file of then has."""
    return tuple(event for event in events if SINCE.get(type(event), 1) <= int(file.stem[1:]))


def test_there_is_one_of_each_version() -> None:
    names = [f"v{number}.sqlite3" for number in range(1, len(MIGRATIONS) + 1)]
    assert sorted(file.name for file in FILES) == sorted(names), "run tests/old_databases/make.py before a migration"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
@pytest.mark.parametrize("write", [False, True], ids=["reading", "writing"])
def test_it_opens_with_all_that_was_in_it(tmp_path: Path, file: Path, write: bool) -> None:
    paths = paths_in(tmp_path)
    paths.data.mkdir()
    shutil.copyfile(file, paths.database)
    reports: list[str] = []
    with Store.open(paths, write=write, report=reports.append) as store:
        assert store.check() == ""
        first, second, third = store.summaries("")
        assert store.events(first.id) == as_of(file, whole())
        walked_s = [(row.id[0], row.demo, row.forward_s, row.backward_s) for row in (first, second, third)]
        assert walked_s == [("1", False, 60.0, 60.0), ("2", True, 60.0, 15.0), ("3", False, 60.0, 30.0)]
        assert (first.wobbles, first.pauses, first.missed_cues) == (1, 1, 1)
        assert [row.outcome for row in (first, second)] == [Outcome.COMPLETED, Outcome.STOPPED]
        assert first.checkin == whole()[-1]
        assert third.outcome is (Outcome.INTERRUPTED if write else None)
        walked = walking(START + 2 * DAY)
        end = SessionEnded(130.0, START + 2 * DAY + timedelta(seconds=130), Outcome.INTERRUPTED)
        assert store.events(third.id) == ((*walked, end) if write else walked)
        assert store.declined("") == (NotToday(START + 3 * DAY, "p1-w1", ("well", "helper")),)
        assert store.get_setting("voice") == {"id": "en-gb", "rate": 150}
    assert reports == []


def opened(tmp_path: Path, name: str) -> Store:
    """An old database, brought up to date."""
    paths = paths_in(tmp_path)
    paths.data.mkdir()
    shutil.copyfile(FOLDER / name, paths.database)
    return Store.open(paths, write=True)


def test_what_was_kept_before_there_were_people_is_nobodys_until_somebody_takes_it(tmp_path: Path) -> None:
    with opened(tmp_path, "v1.sqlite3") as store:
        assert (store.people(), store.people(archived=True), store.saved_plans()) == ((), (), ())
        assert store.treadmill() == Treadmill()
        sessions = store.session_ids()
        assert len(sessions) == 3
        assert store.session_ids("") == sessions
        assert {row.person_id for row in store.summaries()} == {""}
        store.save_person(ANN, now=START)
        store.adopt(ANN_ID)
        assert (store.session_ids(ANN_ID), store.session_ids("")) == (sessions, ())
        assert store.declined(ANN_ID) == (NotToday(START + 3 * DAY, "p1-w1", ("well", "helper"), ANN_ID),)
        assert store.events(sessions[0]) == as_of(FILES[0], whole())
        copies = list((tmp_path / "data" / "backups").iterdir())
        assert store.delete_person(ANN_ID) == tuple(copies)
        assert len(copies) == 1
        assert store.session_ids() == ()


@pytest.mark.parametrize("file", FILES[1:], ids=lambda file: file.stem)
def test_since_version_2_people_open_with_all_that_is_theirs(tmp_path: Path, file: Path) -> None:
    with opened(tmp_path, file.name) as store:
        assert (store.people(), store.people(archived=True)) == ((ANN,), (BOB,))
        then = tuple(fact for fact in FACTS if SINCE.get(type(fact), 1) <= int(file.stem[1:]))
        assert store.file(ANN_ID) == File(ANN, then)
        assert store.session_ids(ANN_ID) == ("4" * 32,)
        assert store.events("4" * 32) == as_of(file, whole_of(ANN_ID, START + 4 * DAY))
        assert store.declined(ANN_ID) == (NotToday(START + 4 * DAY, "p1-w1", ("shoes",), ANN_ID),)
        assert (store.saved_plans(), store.treadmill()) == ((PLAN,), TREADMILL)
