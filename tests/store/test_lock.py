"""The lock of the one program that may write, held by real processes."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from balancecoach.errors import InUseError
from balancecoach.paths import find_paths
from balancecoach.store.lock import take_lock

HOLDS = """
import sys
from balancecoach.paths import find_paths
from balancecoach.store.lock import take_lock
lock = take_lock(find_paths(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_only_one_holds_it_and_whoever_lets_go_twice_lets_go_once(tmp_path: Path) -> None:
    paths = find_paths(str(tmp_path / "data"))
    lock = take_lock(paths)
    with pytest.raises(InUseError, match="already open"):
        take_lock(paths)
    lock.release()
    other = take_lock(paths)
    lock.release()
    with pytest.raises(InUseError):
        take_lock(paths)
    other.release()


@pytest.mark.skipif(sys.platform == "win32", reason="there the folder's owner says who may read")
def test_the_file_is_its_owners_only_and_stays(tmp_path: Path) -> None:
    paths = find_paths(str(tmp_path / "data"))
    take_lock(paths).release()
    assert stat.S_IMODE(paths.lock.stat().st_mode) == 0o600


def test_a_program_that_was_killed_holds_nothing_and_what_it_started_neither(tmp_path: Path) -> None:
    paths = find_paths(str(tmp_path / "data"))
    command = [sys.executable, "-c", HOLDS, str(tmp_path / "data")]
    holder = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None and holder.stdout.readline() == "held\n"
    with pytest.raises(InUseError):
        take_lock(paths)
    holder.kill()
    holder.communicate()
    lock = take_lock(paths)
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)  # would keep an inherited lock
    lock.release()
    take_lock(paths).release()
    child.communicate(b"\n")
