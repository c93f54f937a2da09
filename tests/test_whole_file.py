"""A file is there whole or not at all."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from balancecoach.errors import CannotError, FailedError, UserError
from balancecoach.parcel import pack
from balancecoach.plans.write import export
from balancecoach.reports.audio import must_be_writable
from balancecoach.reports.paper import pdf
from balancecoach.whole_file import whole_file


def write(target: Path, words: bytes = b"new") -> None:
    with whole_file(target) as file:
        file.write(words)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_it_is_written_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    write(tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_bytes() == b"new"
    assert (tmp_path / "a.csv").stat().st_mode & 0o777 == 0o600
    assert names(tmp_path) == ["a.csv"]


def test_until_it_is_whole_the_old_file_stays(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    target.write_bytes(b"old")
    with whole_file(target) as file:
        file.write(b"new")
        file.flush()
        assert target.read_bytes() == b"old"
    assert target.read_bytes() == b"new"


def test_when_the_writer_fails_the_old_file_stays_and_nothing_is_left_beside(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    target.write_bytes(b"old")
    with pytest.raises(ZeroDivisionError), whole_file(target) as file:
        file.write(b"half of it")
        raise ZeroDivisionError
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["a.csv"]


def test_what_a_killed_run_left_beside_is_in_nobodys_way(tmp_path: Path) -> None:
    (tmp_path / ".a.csv.part").write_bytes(b"half of an older file")
    write(tmp_path / "a.csv")
    assert names(tmp_path) == ["a.csv"]


def test_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "a.csv").symlink_to(tmp_path / "there" / "b.csv")
    write(tmp_path / "a.csv")
    assert (tmp_path / "a.csv").is_symlink()
    assert (tmp_path / "there" / "b.csv").read_bytes() == b"new"


def test_a_link_laid_where_the_part_goes_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "precious").write_bytes(b"precious")
    (tmp_path / ".a.csv.part").symlink_to(tmp_path / "precious")
    write(tmp_path / "a.csv")
    assert (tmp_path / "precious").read_bytes() == b"precious"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "this is a folder"),
        ("nowhere/a.csv", "there is no folder"),
        ("pipe", "this is no file"),
        ("\0", "this place cannot be used"),
        ("x" * 250 + ".csv", "this file cannot be written"),
    ],
)
def test_a_place_that_cannot_be_is_told_in_one_sentence(tmp_path: Path, name: str, sentence: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UserError) as told:
        write(tmp_path / name)
    assert sentence in str(told.value)
    assert str(told.value).startswith(str(tmp_path / name))
    assert names(tmp_path) == ["pipe"]


def test_a_read_only_file_stays_as_it_is(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    target.write_bytes(b"old")
    target.chmod(0o400)
    with pytest.raises(CannotError, match="read-only"):
        write(target)
    assert target.read_bytes() == b"old"


def test_a_link_that_leads_to_itself_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").symlink_to(tmp_path / "a.csv")
    with pytest.raises(UserError, match="cannot be used"):
        write(tmp_path / "a.csv")


#: Runs in a process whose files may not grow beyond 2 kB: what a full disk does, on every machine.
FULL = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
from balancecoach.errors import FailedError
from balancecoach.whole_file import whole_file
try:
    with whole_file(Path(sys.argv[1])) as file:
        for _ in range(100):
            file.write(b"x" * 100)
except FailedError as error:
    print(error)
"""


def test_a_disk_that_is_full_leaves_the_old_file_and_no_half_one(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    target.write_bytes(b"old")
    done = subprocess.run([sys.executable, "-c", FULL, target], capture_output=True, text=True, check=True)
    assert done.stdout.startswith(f"{target}: this file cannot be written (")
    assert done.stderr == ""
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["a.csv"]


def test_a_disk_that_cannot_be_written_is_a_failure_not_bad_input(tmp_path: Path) -> None:
    with pytest.raises(FailedError):
        write(tmp_path / ("x" * 253))


def everything_that_writes_one(target: Path) -> None:
    """Whatever writes a file for others, by its ending."""
    if target.suffix == ".pdf":
        pdf.write(b"new", target)
    elif target.suffix == ".toml":
        export(target, "new")
    elif target.suffix == ".wav":
        must_be_writable(target)
    elif target.suffix == ".balancecoach":
        pack(target, lambda file: file.write(b"new"))
    else:
        write(target)


@pytest.mark.parametrize("ending", ["pdf", "toml", "wav", "balancecoach", "csv"])
def test_a_file_that_is_read_only_is_never_replaced(tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"a.{ending}"
    target.write_bytes(b"old")
    target.chmod(0o400)
    with pytest.raises(UserError, match=r"a\.[a-z]+: .*\."):
        everything_that_writes_one(target)
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == [target.name]
