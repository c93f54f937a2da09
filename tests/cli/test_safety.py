"""screen and pin: what answers lead to, files that cannot be used, and a PIN that was forgotten."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from balancecoach.clock import RealClock
from balancecoach.core.person import Happened, Person
from balancecoach.core.screening import QUESTIONS
from balancecoach.paths import find_paths
from balancecoach.pin import Pin, PinState
from balancecoach.store.store import Store
from tests.cli.tools import Run, answers_file, keep, program

PIN_SETTING = "pin"


def test_screen_as_json(run: Run, tmp_path: Path) -> None:
    got = run("screen", "--answers", answers_file(tmp_path / "a.toml", aid="yes", fainted="yes"), "--json")
    assert (got.code, got.err) == (0, "")
    assert got.out.isascii()
    found = json.loads(got.out)
    assert (found["outcome"], found["title"]) == ("ask", "Ask your GP or physio first")
    assert [(row["question"], row["outcome"]) for row in found["reasons"]] == [("fainted", "ask"), ("aid", "helper")]
    assert (found["forward_only"], found["large_words"], len(found["advice"])) == (False, False, 1)


def test_screen_in_lines(run: Run, tmp_path: Path, own_home: Path) -> None:
    got = run("screen", "--answers", answers_file(tmp_path / "a.toml"))
    assert (got.code, got.out, got.err) == (0, "You may walk\n", "")
    got = run("screen", "--answers", answers_file(tmp_path / "a.toml", numb="yes", six_minutes="no"))
    lines = got.out.splitlines()
    assert lines[0] == "Walk with a helper beside you"
    assert lines[1].startswith("- You said your feet have gone numb")
    assert "  Talk to your GP about your numb or tingly feet." in lines
    assert not own_home.exists(), "nothing is kept"


def test_the_template_can_be_filled_in(run: Run, tmp_path: Path) -> None:
    got = run("screen", "--template")
    assert (got.code, got.err) == (0, "")
    file = tmp_path / "a.toml"
    file.write_text(got.out, encoding="utf-8")
    empty = run("screen", "--answers", file)
    assert (empty.code, empty.out) == (2, "")
    assert [line.split(": ")[1].strip() for line in empty.err.splitlines()] == ["answers"] * len(QUESTIONS)
    filled = got.out.replace('falls = ""', 'falls = "none"').replace('six_minutes = ""', 'six_minutes = "yes"')
    file.write_text(filled.replace('= ""', '= "no"'), encoding="utf-8")
    assert run("screen", "--answers", file).out == "You may walk\n"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('dizzy = "no"\n', "", "answers: dizzy has no answer (Do you get dizzy spells"),
        ('dizzy = "no"', 'dizzy = "maybe"', "answers: dizzy cannot be answered with maybe ("),
        ('dizzy = "no"', "dizzy = true", "answers: dizzy cannot be answered with true ("),
        ('dizzy = "no"', "dizzy = {a = [1]}", "answers: dizzy cannot be answered with {'a': [1]} ("),
        ('dizzy = "no"', 'dizzy = "\\u001b[31m"', "answers: dizzy cannot be answered with ?[31m ("),
        ('dizzy = "no"', 'dizzy = "no"\ndizzzy = "no"', "answers: dizzzy is not one of the questions."),
        ('dizzy = "no"', 'dizzy = "no"\n"\\u001b" = "no"', "answers: ? is not one of the questions."),
        (
            'dizzy = "no"',
            'dizzy = "no"\ndizzy = "yes"',
            "line 8, column 14: This is not TOML: Cannot overwrite a value.",
        ),
        ("format = 1", "format = 2", "format: The file was made for a newer Balance Coach. Update the app"),
        ("format = 1", "", "format: This is missing."),
        ("format = 1", "format = true", 'format: "True" does not fit.'),
        ("format = 1", "format = 1\ncolour = 3", "colour: "),
        ("[answers]", "[answer]", "answers: The answers are missing."),
        ("[answers]", "[answers", "line 3, column 9: This is not TOML"),
    ],
)
def test_answers_that_cannot_be_used(run: Run, tmp_path: Path, old: str, new: str, says: str) -> None:
    file = answers_file(tmp_path / "a.toml")
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))
    for command in (["screen"], ["person", "add", "Anna"]):
        got = run(*command, "--answers", file)
        assert (got.code, got.out) == (2, "")
        assert "Traceback" not in got.err
        assert any(line.startswith(f"{file}: {says}") for line in got.err.splitlines()), got.err
    assert json.loads(run("people", "--json").out) == []


def test_answers_files_that_are_none(run: Run, tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes(b"# \xe9\n")
    (tmp_path / "empty.toml").write_text("")
    assert "There is no such file." in run("screen", "--answers", tmp_path / "none.toml").told(2)
    assert "screen --template" in run("screen", "--answers", tmp_path / "none.toml").told(2)
    assert "This is a folder." in run("screen", "--answers", tmp_path).told(2)
    assert "not UTF-8" in run("screen", "--answers", tmp_path / "latin.toml").told(2)
    assert "cannot be read" in run("screen", "--answers", "n" * 5000).told(2)
    assert run("screen", "--answers", tmp_path / "empty.toml").code == 2


def test_answers_that_contradict_what_was_noted(run: Run, tmp_path: Path) -> None:
    file = answers_file(tmp_path / "a.toml")
    fell = Happened(RealClock().now().wall - timedelta(days=20), "fall")
    keep(Person("anna", "Anna"), facts=(fell,))
    assert run("screen", "--answers", file).code == 0
    told = run("screen", "--answers", file, "--person", "Anna").told(2)
    assert told.startswith(f"{file}: answers: Your notes say something else (Have you fallen in the last 12 months?).")
    assert run("screen", "--answers", answers_file(file, falls="one"), "--person", "Anna").code == 0


@pytest.mark.parametrize(
    "wrong", [["screen"], ["screen", "--answers"], ["pin"], ["person"], ["person", "add"], ["next"]]
)
def test_a_wrong_command_line_is_bad_input(run: Run, wrong: list[str]) -> None:
    got = run(*wrong)
    assert (got.code, got.out) == (2, "")
    assert "error: " in got.err


# -- the PIN -------------------------------------------------------------------------------------------------------
def set_pin(value: object | None = None) -> None:
    with Store.open(find_paths(), write=True) as store:
        pin = Pin(lambda: None, lambda kept: store.put_setting(PIN_SETTING, kept))
        if value is None:
            pin.set("1234")
        else:
            store.put_setting(PIN_SETTING, value)


def kept_pin() -> PinState:
    with Store.open(find_paths(), write=False) as store:
        return PinState.from_json(store.get_setting(PIN_SETTING))


def test_there_is_no_pin_to_forget(run: Run, own_home: Path) -> None:
    assert run("pin", "--forget").err == "No PIN is set.\n"
    assert not own_home.exists()
    keep()
    assert run("pin", "--forget", "--yes").err == "No PIN is set.\n"


@pytest.mark.parametrize("value", [None, {"hash": 3}])
def test_a_pin_is_forgotten_also_a_damaged_one(run: Run, value: object) -> None:
    keep(Person("anna", "Anna"))
    set_pin(value)
    assert kept_pin().is_set
    got = run("pin", "--forget", "--yes")
    assert (got.code, got.out) == (0, "")
    assert got.err.startswith("The PIN is forgotten; people and sessions stay.")
    assert not kept_pin().is_set
    assert len(json.loads(run("people", "--json").out)) == 1


def test_without_a_keyboard_nothing_is_forgotten() -> None:
    set_pin()
    assert "Add --yes" in program("pin", "--forget").told(2)
    assert kept_pin().is_set


def test_not_while_the_app_is_open(run: Run) -> None:
    set_pin()
    with Store.open(find_paths(), write=True):
        assert "already open" in run("pin", "--forget", "--yes").told(2)
    assert kept_pin().is_set
