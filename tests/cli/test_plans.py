"""check and script: what is printed, where, and with which exit code. And what holds for every command."""

import json
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest

from balancecoach import __version__
from balancecoach.core.phrases import Category, Priority, Tone
from balancecoach.core.plan import Facing, Hands, Kind
from tests.cli.tools import PROGRAMME, Ran, Run, command, program


def test_check_says_nothing_on_stdout_of_a_good_file(run: Run, short: Path) -> None:
    got = run("check", short)
    assert (got.code, got.out) == (0, "")
    assert got.err == f"{short}: fine, 2 blocks\n"


def test_check_tells_each_problem_of_each_file_on_a_line(run: Run, short: Path, tmp_path: Path) -> None:
    bad, none = tmp_path / "bad.toml", tmp_path / "none.toml"
    bad.write_text(short.read_text().replace("seconds = 1", "seconds = -1").replace("title", "titel"))
    got = run("check", bad, short, none, tmp_path)
    assert got.code == 2
    assert [line.split(": ")[:2] for line in got.out.splitlines()] == [
        [str(bad), "titel"],
        [str(bad), "title"],
        [str(bad), "blocks 1 (prepare), seconds"],
        [str(none), "There is no such file. Check the name, or see the list with"],
        [str(tmp_path), "This is a folder. Name a plan file inside it."],
    ]
    assert got.err == f"{short}: fine, 2 blocks\n"


def test_check_of_programmes(run: Run, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.toml", tmp_path / "bad.toml"
    good.write_text(PROGRAMME)
    bad.write_text(PROGRAMME.replace("seconds = 300", "seconds = -1").replace('"home"', '"moon"'))
    got = run("check", good, "p2-gentle-build:4", bad, "p2-gentle-build:5")
    assert got.code == 2
    assert got.err.splitlines()[0] == f"{good}: fine, a programme of 2 weeks"
    assert got.err.splitlines()[1].startswith("p2-gentle-build:4: fine, ")
    lines = got.out.splitlines()
    assert lines[0].startswith(f"{bad}: setting: ")
    assert any("blocks 3 (warm_up), seconds: " in line for line in lines)
    assert lines[-1].startswith("p2-gentle-build:5: p2-gentle-build has the weeks 1 to 4.")


def test_check_of_names_that_no_terminal_can_show(tmp_path: Path) -> None:
    got = program("check", tmp_path / "a\udcff\n\x1b.toml", env={"PYTHONIOENCODING": "ascii"})
    assert got.code == 2
    assert got.out.startswith(f"{tmp_path}/a???.toml: There is no such file.")
    assert len(got.out.splitlines()) == 1
    assert got.err == ""


def test_a_name_that_the_terminal_has_no_letters_for() -> None:
    got = program("person", "add", "Zoë", env={"PYTHONIOENCODING": "ascii"})
    assert got.code == 0
    assert r"Zo\xeb is set up." in got.err


def test_script_as_text(run: Run) -> None:
    got = run("script", "p1-first-steps:1")
    assert (got.code, got.err) == (0, "")
    lines = got.out.splitlines()
    assert lines[0].startswith("  0:00.0  loosen           60 s")
    assert any(line.endswith("  prepare          30 s  gate") for line in lines)
    assert "[change] Backward walking now. Nice and slow." in got.out
    assert sum("  backward  " in line for line in lines) == 3


@pytest.mark.parametrize(
    ("name", "plan"),
    [
        ("p0-familiarisation", "p0-familiarisation"),
        ("p1-first-steps", "p1-first-steps-week1"),
        ("p1-first-steps:2", "p1-first-steps-week2"),
        ("p1-week1", "p1-first-steps-week1"),  # what it was called in earlier versions
        ("p13-along-the-rail:4", "p13-along-the-rail-week4"),
    ],
)
def test_script_as_json_is_as_the_issue_says(run: Run, name: str, plan: str) -> None:
    got = run("script", name, "--json")
    assert (got.code, got.err) == (0, "")
    made = json.loads(got.out)
    assert list(made) == ["plan", "blocks", "cues"]
    assert made["plan"] == plan
    keys = ["index", "kind", "facing", "gate", "seconds", "speed_kmh", "hands", "start_s"]
    assert all(list(block) == keys for block in made["blocks"])
    keys = ["block", "offset_s", "at_s", "say", "tone", "category", "priority"]
    assert all(list(cue) == keys for cue in made["cues"])


def test_times_of_a_script_fit_together(run: Run) -> None:
    made = json.loads(run("script", "p1-first-steps:1", "--json").out)
    blocks, cues = made["blocks"], made["cues"]
    assert [block["index"] for block in blocks] == list(range(len(blocks)))
    assert blocks[0]["start_s"] == 0
    for one, two in pairwise(blocks):
        assert two["start_s"] == pytest.approx(one["start_s"] + one["seconds"], abs=0.0011)
        if one["facing"] != two["facing"]:
            assert two["gate"] and two["kind"] == "turn" and two["speed_kmh"] == 0
            assert one["speed_kmh"] == 0
    for cue in cues:
        block = blocks[cue["block"]]
        assert cue["at_s"] == pytest.approx(block["start_s"] + cue["offset_s"], abs=0.0011)
        assert 0 <= cue["offset_s"] < block["seconds"]
        assert Tone(cue["tone"]) and Category(cue["category"]) and Priority(cue["priority"])
        assert cue["say"] or cue["tone"] == "pips"
    assert [cue["at_s"] for cue in cues] == sorted(cue["at_s"] for cue in cues)
    for block in blocks:
        assert Kind(block["kind"]) and Facing(block["facing"]) and Hands(block["hands"])


def test_a_script_of_a_file(run: Run, short: Path) -> None:
    assert json.loads(run("script", short, "--json").out)["plan"] == "short"


@pytest.mark.parametrize("what", [["script"], ["walk", "--yes"], ["audio", "-o", "x.wav"]])
def test_a_plan_that_is_not_there(run: Run, what: list[str]) -> None:
    assert "Did you mean p1-first-steps?" in run(*what, "p1-fist-steps:1").told(2)
    assert "has the weeks 1 to 2" in run(*what, "p1-first-steps:3").told(2)
    assert "has the weeks 1 to 2" in run(*what, "p1-first-steps:").told(2)
    assert "has the weeks 1 to 2" in run(*what, "p1-first-steps:one").told(2)
    assert "There is no such file" in run(*what, "none.toml").told(2)
    assert "no file this name" in run(*what, "n" * 5000).told(2)


@pytest.mark.parametrize(
    "wrong",
    [
        ["dance"],
        ["--nonsense"],
        ["script"],
        ["check"],
        ["walk", "p1-first-steps:1", "--speed", "0"],
        ["walk", "p1-first-steps:1", "--speed", "nan"],
        ["walk", "p1-first-steps:1", "--speed", "1001"],
        ["walk", "p1-first-steps:1", "--speed", "fast"],
        ["walk", "p1-first-steps:1", "--person"],
        ["audio", "p1-first-steps:1"],
        ["audio", "p1-first-steps:1", "-o", "a.wav", "--rate", "119"],
        ["audio", "p1-first-steps:1", "-o", "a.wav", "--rate", "181"],
        ["audio", "p1-first-steps:1", "-o", "a.wav", "--rate", "²"],
        ["audio", "p1-first-steps:1", "-o", "a.wav", "--rate", "-150"],
    ],
)
def test_a_wrong_command_line_is_bad_input(run: Run, wrong: list[str]) -> None:
    got = run(*wrong)
    assert (got.code, got.out) == (2, "")
    assert "error: " in got.err
    assert "Traceback" not in got.err


def test_version_and_help(run: Run) -> None:
    assert run("--version") == Ran(0, f"balancecoach {__version__}\n", "")
    assert run("--help").out.startswith("usage: balancecoach")


def test_the_module_and_the_program_are_the_same(run: Run) -> None:
    assert program("script", "p1-first-steps:1", "--json") == run("script", "p1-first-steps:1", "--json")


@pytest.mark.parametrize(
    "what", [["programmes"], ["script", "p1-first-steps:1", "--json"], ["script", "p1-first-steps:1"]]
)
def test_a_reader_that_has_had_enough_is_no_error(what: list[str]) -> None:
    with subprocess.Popen(
        command(*what), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(30) == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device here")
@pytest.mark.parametrize("what", [["programmes"], ["script", "p1-first-steps:1", "--json"]])
def test_output_that_cannot_be_written_is_told(what: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command(*what), stdout=full, stderr=subprocess.PIPE, timeout=30, check=False)
    assert done.returncode == 1
    assert done.stderr.decode().splitlines() == ["The output: cannot be written or read (No space left on device)."]
