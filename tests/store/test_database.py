"""Which files are opened, which are refused, and that a refused one is left as it was."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from balancecoach.errors import CannotError, UserError
from balancecoach.store.database import open_writer
from balancecoach.store.schema import APPLICATION_ID, MIGRATIONS
from balancecoach.store.store import Store
from tests.store.store_samples import files, kept, mode, one_sentence, paths_in, walking

Make = Callable[[Path], None]


# -- private -----------------------------------------------------------------------------------------------------


def test_only_the_owner_can_read_whatever_the_umask(tmp_path: Path) -> None:
    paths, before = paths_in(tmp_path), os.umask(0)
    try:
        with Store.open(paths, write=True) as store:
            store.append(store.begin(), walking()[0])
            made = sorted(path.name for path in paths.data.iterdir())
            assert made == ["sessions.sqlite3", "sessions.sqlite3-shm", "sessions.sqlite3-wal", "writer.lock"]
            assert {mode(path) for path in paths.data.iterdir()} == {0o600}
            assert mode(paths.data) == 0o700
    finally:
        os.umask(before)


def test_rights_of_others_are_taken_away(tmp_path: Path) -> None:
    path = kept(tmp_path)
    path.chmod(0o664)
    with Store.open(paths_in(tmp_path), write=True):
        assert mode(path) == 0o600


# -- how it is opened ----------------------------------------------------------------------------------------------


def test_what_is_written_survives_a_power_cut(tmp_path: Path) -> None:
    with closing(open_writer(tmp_path / "a.sqlite3", tmp_path / "backups")) as connection:
        asked = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")}
        assert asked == {"journal_mode": "wal", "synchronous": 2}
        assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    assert [path.name for path in tmp_path.iterdir()] == ["a.sqlite3"]


def test_reading_makes_nothing(tmp_path: Path) -> None:
    with Store.open(paths_in(tmp_path), write=False) as store:
        assert (store.session_ids(), store.summaries(), store.declined()) == ((), (), ())
        assert store.get_setting("voice", "none yet") == "none yet"
        with pytest.raises(CannotError):
            store.put_setting("voice", "x")
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_and_a_broken_start_are_a_new_database(tmp_path: Path) -> None:
    paths = paths_in(tmp_path)
    paths.data.mkdir()
    paths.database.touch()
    paths.database.with_name("sessions.sqlite3.part").write_bytes(b"half a database")
    with Store.open(paths, write=False) as store:
        assert store.session_ids() == ()
    with Store.open(paths, write=True) as store:
        assert store.check() == ""
    assert sorted(path.name for path in paths.data.iterdir()) == ["sessions.sqlite3", "writer.lock"]


# -- refused -------------------------------------------------------------------------------------------------------


def a_text(path: Path) -> None:
    path.write_text("Dear diary, today I walked backwards. " * 20, encoding="utf-8")


def a_short_file(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\x00")


def a_folder(path: Path) -> None:
    path.mkdir()


def another_programs(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE bookmarks (url)")


def another_programs_after_a_crash(path: Path) -> None:
    """Its last changes are in the log; only opening and closing it would move them."""
    with closing(sqlite3.connect(path.with_name("made"), isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE bookmarks (url)")
        for end in ("", "-wal"):
            shutil.copy(path.with_name(f"made{end}"), f"{path}{end}")


def newer(path: Path) -> None:
    open_writer(path, path.parent / "backups").close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")


def newer_after_a_crash(path: Path) -> None:
    made = path.with_name("made")
    with closing(open_writer(made, path.parent / "backups")) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
        for end in ("", "-wal"):
            shutil.copy(f"{made}{end}", f"{path}{end}")


def only_a_log(path: Path) -> None:
    path.with_name(path.name + "-wal").write_bytes(b"x" * 5000)


def our_header_and_noise(path: Path) -> None:
    open_writer(path, path.parent / "backups").close()
    found = path.read_bytes()
    path.write_bytes(found[:100] + bytes(reversed(found[100:])))


@pytest.mark.parametrize("write", [True, False], ids=["writing", "reading"])
@pytest.mark.parametrize(
    ("make", "says"),
    [
        (a_text, "not an SQLite file"),
        (a_short_file, "not an SQLite file"),
        (a_folder, "not a file"),
        (another_programs, "another program's"),
        (another_programs_after_a_crash, "another program's"),
        (newer, f"a newer Balance Coach wrote this (format {len(MIGRATIONS) + 1}, this one knows {len(MIGRATIONS)})"),
        (newer_after_a_crash, "a newer Balance Coach wrote this"),
        (only_a_log, "sessions.sqlite3-wal beside it is not"),
        (our_header_and_noise, "damaged"),
    ],
)
def test_what_is_not_ours_is_refused_in_a_sentence_and_left_alone(
    tmp_path: Path, make: Make, says: str, write: bool
) -> None:
    paths = paths_in(tmp_path)
    paths.data.mkdir()
    make(paths.database)
    before = files(paths.data)
    with pytest.raises(UserError) as caught:
        Store.open(paths, write=write)
    assert says in str(caught.value)
    one_sentence(str(caught.value), paths.database)
    assert files(paths.data) == before


def test_a_cut_off_file_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = kept(tmp_path)
    whole = path.read_bytes()
    with Store.open(paths_in(tmp_path), write=False) as store:
        summaries = store.summaries()
    refused = 0
    for size in range(1, len(whole), 500):
        path.write_bytes(whole[:size])
        try:
            with Store.open(paths_in(tmp_path), write=False) as store:
                assert store.summaries() == summaries, "only a page without rows may be cut unseen"
            continue
        except UserError as error:
            refused += 1
            one_sentence(str(error), path)
        with pytest.raises(UserError):
            Store.open(paths_in(tmp_path), write=True)
        assert files(tmp_path) == {"sessions.sqlite3": whole[:size]}
    assert refused > 50
