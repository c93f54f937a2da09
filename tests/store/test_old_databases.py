"""Every database that a version of this program ever made is opened by today's."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from balancecoach.core.events import Outcome, SessionEnded
from balancecoach.store.rows import NotToday
from balancecoach.store.schema import MIGRATIONS
from balancecoach.store.store import Store
from tests.store.store_samples import START, paths_in, walking, whole

FOLDER = Path(__file__).parents[1] / "old_databases"
FILES = sorted(FOLDER.glob("v*.sqlite3"))
DAY = timedelta(days=1)


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
        first, second, third = store.summaries()
        assert store.events(first.id) == whole()
        walked_s = [(row.id[0], row.demo, row.forward_s, row.backward_s) for row in (first, second, third)]
        assert walked_s == [("1", False, 60.0, 60.0), ("2", True, 60.0, 15.0), ("3", False, 60.0, 30.0)]
        assert (first.wobbles, first.pauses, first.missed_cues) == (1, 1, 1)
        assert [row.outcome for row in (first, second)] == [Outcome.COMPLETED, Outcome.STOPPED]
        assert first.checkin == whole()[-1]
        assert third.outcome is (Outcome.INTERRUPTED if write else None)
        walked = walking(START + 2 * DAY)
        end = SessionEnded(130.0, START + 2 * DAY + timedelta(seconds=130), Outcome.INTERRUPTED)
        assert store.events(third.id) == ((*walked, end) if write else walked)
        assert store.declined() == (NotToday(START + 3 * DAY, "p1-w1", ("well", "helper")),)
        assert store.get_setting("voice") == {"id": "en-gb", "rate": 150}
    assert reports == []
