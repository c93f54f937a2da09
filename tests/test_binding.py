"""PySide6 reads no source when the window's modules are imported."""

import subprocess
import sys

#: The last line tells whose source was kept, were it only one of ours.
STARTS = """
import linecache
from balancecoach.cli import run
import balancecoach.binding
{spare}
import balancecoach.app
print(sorted(name for name in linecache.cache if "balancecoach" in name))
"""


def _kept(spare: str) -> str:
    command = [sys.executable, "-c", STARTS.format(spare=spare)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout.strip()


def test_no_source_is_read_and_kept_when_the_window_starts() -> None:
    assert _kept("balancecoach.binding.spare_sources()") == "[]"


def test_without_it_they_are_so_it_is_still_needed() -> None:
    assert "everyday.py" in _kept("")
