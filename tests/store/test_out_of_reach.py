"""A database that is locked, read-only or in a folder of somebody else's: one sentence, nothing changed."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from balancecoach.errors import CannotError
from balancecoach.store.database import open_writer
from balancecoach.store.store import Store
from tests.store.store_samples import MORE, files, kept, mode, one_sentence, paths_in

# -- locked --------------------------------------------------------------------------------------------------------


def test_a_file_that_another_program_is_writing_to_is_refused_soon(tmp_path: Path) -> None:
    paths, path = paths_in(tmp_path), kept(tmp_path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(CannotError, match="locked") as caught:
            Store.open(paths, write=True, wait_s=0.01)
        one_sentence(str(caught.value), path)
        with pytest.raises(CannotError, match="locked"):
            open_writer(path, path.parent / "backups", MORE, wait_s=0.01)
        assert not (path.parent / "backups").exists()
        with Store.open(paths, write=False, wait_s=0.01) as reader:
            assert len(reader.session_ids()) == 1
        other.execute("ROLLBACK")
    with Store.open(paths, write=True) as store:
        assert len(store.recovered) == 1


@pytest.mark.parametrize("write", [True, False], ids=["writing", "reading"])
def test_a_file_that_another_program_keeps_to_itself_is_refused_soon(tmp_path: Path, write: bool) -> None:
    paths, path = paths_in(tmp_path), kept(tmp_path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(CannotError, match="locked") as caught:
            Store.open(paths, write=write, wait_s=0.01)
        one_sentence(str(caught.value), path)
        other.execute("ROLLBACK")


# -- not writable --------------------------------------------------------------------------------------------------

OPEN = """
import sys
from pathlib import Path
from balancecoach.errors import CannotError
from balancecoach.paths import Paths
from balancecoach.store.store import Store

folder = Path(sys.argv[1])
try:
    with Store.open(Paths(folder / "data", folder / "cache", folder / "log"), write=sys.argv[2] == "write") as store:
        print("opened", len(store.session_ids()))
except CannotError as error:
    print(error)
"""


def opened(folder: Path, how: str) -> str:
    """What opening says in a process that rights apply to: root loses its exemption first."""
    command = [sys.executable, "-W", "error", "-c", OPEN, str(folder), how]
    if os.geteuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("rights do not apply to root, and there is no setpriv to give the exemption up")
        exempt = "-dac_override,-dac_read_search"
        command = ["setpriv", f"--bounding-set={exempt}", f"--inh-caps={exempt}", *command]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=Path(__file__).parents[2])
    assert done.stderr == ""
    return done.stdout.strip()


def test_a_read_only_file_is_refused_for_writing_and_can_be_read(tmp_path: Path) -> None:
    path = kept(tmp_path)
    path.chmod(0o400)
    before = files(tmp_path)
    one_sentence(opened(tmp_path, "write"), path)
    assert opened(tmp_path, "read") == "opened 1"
    assert files(tmp_path) == before
    assert mode(path) == 0o400


def test_a_folder_that_cannot_be_written_can_still_be_read(tmp_path: Path) -> None:
    path = kept(tmp_path)
    path.parent.chmod(0o500)
    tmp_path.chmod(0o500)
    try:
        assert opened(tmp_path, "read") == "opened 1"
    finally:
        tmp_path.chmod(0o700)
        path.parent.chmod(0o700)


def test_what_a_crash_left_in_the_log_is_never_passed_over(tmp_path: Path) -> None:
    """In a folder that cannot be written the log cannot be read: better a sentence than half a record."""
    crashed, paths = kept(tmp_path / "crashed"), paths_in(tmp_path)
    paths.data.mkdir()
    with closing(open_writer(crashed, tmp_path / "backups")):
        with closing(sqlite3.connect(crashed, isolation_level=None)) as connection:
            connection.execute("INSERT INTO settings VALUES ('voice', '1')")
        for end in ("", "-wal"):
            shutil.copy(f"{crashed}{end}", f"{paths.database}{end}")
    paths.data.chmod(0o500)
    try:
        one_sentence(opened(tmp_path, "read"), paths.database)
    finally:
        paths.data.chmod(0o700)
    assert opened(tmp_path, "read") == "opened 1"


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        said = opened(tmp_path, "write")
    finally:
        tmp_path.chmod(0o700)
    assert said.startswith(f"{tmp_path / 'data'}: this folder cannot be used")
    assert list(tmp_path.iterdir()) == []


def test_a_file_where_the_folder_should_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way", encoding="utf-8")
    with pytest.raises(CannotError, match="this folder cannot be used"):
        Store.open(paths_in(tmp_path), write=True)
