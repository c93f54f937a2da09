"""The bench says what it measures, and its table can be pasted. What it measures is asserted nowhere."""

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.parts import PARTS
from tests.bench.table import HEAD, Row, absent, failed, head, machine, share, times, verdict

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
