"""The bench says what it measures, and its table can be pasted. What it measures is asserted nowhere."""

import contextlib
import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench import players
from tests.bench.capture import Capture, PulseServer
from tests.bench.marks import end, marked, new_mark
from tests.bench.others import BUS, OTHERS, Running, family, others
from tests.bench.parts import PARTS, chart, cpu, memory, window
from tests.bench.rig import Rig
from tests.bench.table import HEAD, Row, absent, failed, head, machine, share, times, verdict
from tests.e2e.stage import demand, missing, wait_for

ROOT = Path(__file__).parents[1]
COMMAND = "python3 tests/bench/run.py"


def test_the_list_names_every_part_and_every_part_can_be_loaded() -> None:
    command = [sys.executable, "tests/bench/run.py", "--list"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert [line.split()[0] for line in done.stdout.splitlines()] == list(PARTS)
    files = {path.stem for path in (ROOT / "tests" / "bench" / "parts").glob("*.py")} - {"__init__"}
    assert files == set(PARTS)
    for part in PARTS:
        assert callable(importlib.import_module(f"tests.bench.parts.{part}").rows)


@pytest.mark.parametrize(
    "row",
    [
        Row("window", "300 ms", "<= 1.3 x", "200 ms", "other | one 1 s", "1.50 x", "**no**"),
        Row("only its name", ""),
        absent("aplay", "not\ninstalled"),
        failed("cues", TimeoutError("no sound | after\n15 s")),
    ],
)
def test_every_row_has_as_many_cells_as_the_head(row: Row) -> None:
    columns = head().splitlines()[0].count("|")
    assert row.line().count("|") == columns == len(HEAD) + 1
    assert "\n" not in row.line()


def test_what_is_missing_and_what_failed_say_why() -> None:
    assert "not measured: no aplay" in absent("aplay", "no aplay").line()
    assert "failed: ValueError: no sound" in failed("cues", ValueError("no sound")).line()


def test_a_goal_is_reached_or_not_or_not_known() -> None:
    assert verdict(1.3, 1.3) == "yes"
    assert verdict(1.31, 1.3) == "**no**"
    assert verdict(2.0, 1.3, "all screens are built first") == "**no**: all screens are built first"
    assert verdict(float("nan"), 1.3) == "not known"
    assert times(3.0, 2.0) == "1.50 x"
    assert times(3.0, 0.0) == ""
    assert share([5.0, 1.0, 3.0], 0.5) == 3.0
    assert share(range(1, 201), 0.99) == 198


def test_the_machine_is_named_without_its_name() -> None:
    assert "cores" in machine() and "load average" in machine()


def test_the_document_says_the_command() -> None:
    text = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    assert COMMAND in text
    assert head().splitlines()[0] in text


# -- other programs ----------------------------------------------------------------------------------------------


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    """Its stage is not built as long as nobody asks for it."""
    return Rig(tmp_path, contextlib.ExitStack(), quick=True, peers=True, minutes=0.1)


def test_programs_that_are_missing_are_told_and_nothing_is_started(
    rig: Rig, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert others(rig) == ({}, [f"{other.name} and {BUS} not installed" for other in OTHERS])
    (row,) = window.peers(rig)
    assert all(other.name in row.line() for other in OTHERS)
    assert not cpu.peers(rig) and not memory.peers(rig)
    assert "stage" not in vars(rig)


def test_matplotlib_that_is_missing_is_told(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert [row.ours for row in chart.peers(rig)] == ["not measured: not installed"]


@pytest.mark.skipif(sys.platform != "linux", reason="processes are found in /proc")
def test_all_that_a_program_started_ends_with_it_and_nothing_else() -> None:
    ours, alien = new_mark(), new_mark()
    leaves = "(setsid sleep 1000 &) ; sleep 1000 & exit 0"  # a daemon, and a child without its parent
    with subprocess.Popen(["sleep", "1000"], env={**os.environ, **alien}) as other:
        subprocess.run(["sh", "-c", leaves], env={**os.environ, **ours}, check=True)
        wait_for(lambda: len(marked(ours)) == 2, "two that were left behind")
        end(ours)
        assert not marked(ours)
        assert other.poll() is None
        end(alien)


def test_a_program_is_counted_with_its_children_and_without_its_bus() -> None:
    demand(missing([BUS]))
    mark = new_mark()
    with subprocess.Popen([BUS, "--", "sh", "-c", "sleep 1000; true"], env={**os.environ, **mark}) as bus:
        try:
            wait_for(lambda: len(family(bus.pid)) == 2, "a shell and what it runs")
            assert len(marked(mark)) == 4  # the one that starts both, and the bus itself
        finally:
            end(mark)


def test_a_program_that_ends_at_once_is_told_and_leaves_nothing(rig: Rig, tmp_path: Path) -> None:
    demand(missing() or missing([BUS]))
    with rig.close, Running(rig, "true", tmp_path / "home") as running:
        with pytest.raises(RuntimeError, match="ends by itself"):
            running.opened_s()
        mark = running.mark
    assert not marked(mark)


@pytest.mark.skipif(sys.platform != "linux", reason="processes are found in /proc")
def test_a_player_that_hangs_is_given_up_as_one_that_cannot_play(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(players, "LONGEST_S", 0.01)
    server = PulseServer(tmp_path)
    with pytest.raises(RuntimeError, match="not done"):
        players.measured(server, Capture(server), "ours", "idle", 1)
