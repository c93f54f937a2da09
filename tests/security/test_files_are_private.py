"""Whatever is made, and whatever the umask: files for their owner alone (0600), folders too (0700)."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from balancecoach.plans.write import export
from balancecoach.ui.printing import save_pdf
from tests.cli.tools import ROOT, SHORT, keep, screened, walker

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX's")


@pytest.fixture
def open_to_all() -> Iterator[None]:
    """A umask that hides nothing."""
    before = os.umask(0)
    yield
    os.umask(before)


def watched(tmp_path: Path, *arguments: str | Path) -> None:
    """A program of its own under umask 0; nothing that it makes for a moment may be open to others."""
    out = tmp_path / "open.txt"
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests" / "security" / "watched.py"), str(out), *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=120,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert out.read_text() == ""
    out.unlink()


def all_private(*folders: Path) -> set[str]:
    """Names of everything below; each must be its owner's only."""
    names = set()
    for folder in folders:
        for path in (folder, *folder.rglob("*")):
            mode = path.lstat().st_mode
            wanted = 0o700 if stat.S_ISDIR(mode) else 0o600
            assert stat.S_IMODE(mode) & ~wanted == 0, f"{stat.S_IMODE(mode):o} {path}"
            names.add(path.name)
    return names


def test_all_that_the_commands_make(tmp_path: Path, own_home: Path) -> None:
    """A spoken sound file fills the clip cache; a walk, exports of every format, a report, a backup, a check-up."""
    (short := tmp_path / "short.toml").write_text(SHORT, encoding="utf-8")
    (made := tmp_path / "made").mkdir(mode=0o700)
    keep(walker(), facts=(screened(),))
    watched(tmp_path, "walk", short, "--speed", "1000", "--yes")
    watched(tmp_path, "audio", short, "-o", made / "a.wav", "--person", "Anna")
    watched(tmp_path, "export", "--format", "json", "-o", made / "a.json", "--everyone")
    watched(tmp_path, "report", "--person", "Anna", "-o", made / "a.pdf")
    watched(tmp_path, "backup", made / "a.backup")
    names = all_private(own_home, made)
    assert {"sessions.sqlite3", "writer.lock", "clips", "a.wav", "a.cue", "a.json", "a.pdf", "a.backup"} <= names
    assert [name for name in names if name.endswith(".wav") and name != "a.wav"], "the clip cache was looked at"


def test_a_plan_saved_as_a_file(tmp_path: Path, open_to_all: None) -> None:
    export(target := tmp_path / "plan.toml", "title = 'Anna'\n")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_a_plan_is_not_written_through_a_link_that_somebody_laid(tmp_path: Path) -> None:
    (victim := tmp_path / "victim").write_text("kept")
    (tmp_path / "plan.toml.part").symlink_to(victim)
    export(tmp_path / "plan.toml", "new")
    assert (victim.read_text(), (tmp_path / "plan.toml").read_text()) == ("kept", "new")


def test_the_outcome_on_paper(qtbot: QtBot, tmp_path: Path, open_to_all: None) -> None:
    assert save_pdf("<p>Anna</p>", "Anna", str(target := tmp_path / "anna.pdf")) == ""
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
