"""An older file is copied, then brought up to date, or left as it was."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from balancecoach.errors import CannotError
from balancecoach.store.database import open_reader, open_writer
from balancecoach.store.schema import MIGRATIONS
from tests.store.store_samples import MORE, files, kept, mode, one_sentence

NEXT = len(MIGRATIONS) + 1
BROKEN = (*MIGRATIONS, ("CREATE TABLE later (name TEXT)", "DELETE FROM events", "INSERT INTO nobody VALUES (1)"))


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [*connection.iterdump(), str(connection.execute("PRAGMA user_version").fetchone())]


def test_an_older_file_is_copied_then_brought_up_to_date(tmp_path: Path) -> None:
    path = kept(tmp_path)
    before = dump(path)
    with closing(open_writer(path, path.parent / "backups", MORE)) as connection:
        assert connection.execute("SELECT count(*) FROM later").fetchone() == (1,)
        assert connection.execute("PRAGMA user_version").fetchone() == (NEXT,)
    copies = list((path.parent / "backups").iterdir())
    assert [copy.name[:11] for copy in copies] == [f"before-v{NEXT}-2"]
    assert dump(copies[0]) == before
    assert copies[0].read_bytes()[18:20] == b"\x01\x01", "it stands alone: no log beside it"
    assert mode(copies[0]) == 0o600
    assert mode(copies[0].parent) == 0o700
    with closing(open_writer(path, path.parent / "backups", MORE)):
        assert list((path.parent / "backups").iterdir()) == copies


def test_the_copy_has_what_a_crash_left_in_the_log(tmp_path: Path) -> None:
    path = kept(tmp_path)
    with closing(sqlite3.connect(path, isolation_level=None)) as crashed:
        crashed.execute("INSERT INTO settings VALUES ('voice', '1')")
        for end in ("", "-wal"):
            (tmp_path / f"b{end}").write_bytes(Path(f"{path}{end}").read_bytes())
    open_writer(tmp_path / "b", tmp_path / "backups", MORE).close()
    assert any("'voice'" in line for line in dump(next((tmp_path / "backups").iterdir())))


def test_a_migration_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = kept(tmp_path)
    os.utime(path, (1_700_000_000, 1_700_000_000))  # its last change: a try is none
    before = dump(path)
    for _ in range(2):
        with pytest.raises(CannotError) as caught:
            open_writer(path, path.parent / "backups", BROKEN)
        one_sentence(str(caught.value).replace(", so use", "; use"), path)
        assert dump(path) == before
    copies = list((path.parent / "backups").iterdir())
    assert len(copies) == 1, "a copy a try would fill the disk"
    assert "-20231114T221320Z" in copies[0].name
    open_writer(path, path.parent / "backups", MORE).close()


def test_a_backup_that_fails_stops_the_migration(tmp_path: Path) -> None:
    path = kept(tmp_path)
    (path.parent / "backups").write_text("in the way", encoding="utf-8")
    with pytest.raises(CannotError, match="backups"):
        open_writer(path, path.parent / "backups", MORE)
    with closing(open_reader(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)


def test_reading_an_older_file_shows_it_as_a_newer_one_and_changes_nothing(tmp_path: Path) -> None:
    path = kept(tmp_path)
    before = files(tmp_path)
    with closing(open_reader(path, MORE)) as connection:
        assert connection.execute("SELECT count(*) FROM later").fetchone() == (1,)
    assert files(tmp_path) == before
