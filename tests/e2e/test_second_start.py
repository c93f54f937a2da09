"""Starting the app twice: one window, one writer. The first comes forward over other windows, also in a session."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from balancecoach.paths import find_paths
from tests.e2e.stage import TITLE, Stage, demand, missing, set_up, wait_for

OTHER = "Something else"


def active(stage: Stage) -> str:
    return stage.xdotool("getactivewindow", "getwindowname")


def windows(stage: Stage) -> list[str]:
    """Ids of the app's windows on the display."""
    return stage.xdotool("search", "--onlyvisible", "--name", f"^{TITLE}$").split()


def again(stage: Stage, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the app or one of its commands; what it said."""
    command = [sys.executable, "-m", "balancecoach", *arguments]
    return subprocess.run(command, env=stage.env, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    demand(missing())
    return tmp_path


def test_the_first_window_comes_forward_and_the_second_start_ends(folder: Path) -> None:
    with Stage(folder / "stage", sound=False) as stage:
        set_up(stage)
        stage.start_app()
        stage.wait_for_window()
        before = windows(stage)
        stage.start_other(sys.executable, "-m", "tests.e2e.other_window", "full")
        wait_for(lambda: active(stage) == OTHER, "active window of something else", 30)
        second = again(stage)
        assert (second.returncode, second.stdout) == (0, "")
        assert second.stderr == "Balance Coach was open already; its window comes forward.\n"
        wait_for(lambda: TITLE in active(stage), "the first window in front")
        assert windows(stage) == before
        stage.xdotool("windowminimize", before[0])
        wait_for(lambda: TITLE not in active(stage), "it in the task bar")
        third = again(stage, "--plan", "p1-first-steps:2")
        assert third.stderr.endswith("p1-first-steps:2 was not opened: choose it in that window, under Plans.\n")
        wait_for(lambda: TITLE in active(stage), "the first window in front again")
        for arguments in (["walk", "p0-familiarisation", "--yes", "--no-voice"], ["person", "add", "Bob"]):
            command = again(stage, *arguments)
            assert command.returncode == 2
            assert command.stderr.startswith(f"Balance Coach is already open with {find_paths(str(stage.home)).data};")
            assert command.stderr.count("\n") == 1
        assert again(stage, "sessions").returncode == 0  # reading is open to all


def test_a_first_window_that_hangs_is_told_of(folder: Path) -> None:
    with Stage(folder / "stage", sound=False) as stage:
        set_up(stage)
        app = stage.start_app()
        stage.wait_for_window()
        app.send_signal(signal.SIGSTOP)
        try:
            second = stage.start_app(log="second.log")
            wait_for(lambda: TITLE in _names(stage, second.pid), "a window that says why", 30)
        finally:
            app.send_signal(signal.SIGCONT)
        assert "is already open with" in (stage.folder / "second.log").read_text()


def _names(stage: Stage, pid: int) -> list[str]:
    """Titles of a process's windows."""
    found = stage.xdotool("search", "--onlyvisible", "--pid", str(pid)).split()
    return [stage.xdotool("getwindowname", each) for each in found]
