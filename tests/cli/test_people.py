"""people and person: from the command line to the record and back."""

import json
from pathlib import Path

import pytest

from tests.cli.tools import Run, answers_file, keep, shown, walker


# -- people and person -----------------------------------------------------------------------------------------------
def test_nobody_yet(run: Run, own_home: Path) -> None:
    assert run("people", "--json").out == "[]\n"
    got = run("people")
    assert (got.code, got.out, got.err) == (0, "", "Nobody is set up yet: balancecoach person add NAME\n")
    assert run("people", "--archived").err == "Nobody is archived.\n"
    assert not own_home.exists(), "looking makes nothing"


def test_somebody_new_with_everything(run: Run, tmp_path: Path) -> None:
    answers = answers_file(tmp_path / "a.toml", unsteady="yes")
    options = ["--control", "remote", "--units", "mph", "--forward", "1,5", "--walk3m", "9", "--helper", " Bo "]
    got = run("person", "add", " Zoë Ó Dubh ", *options, "--emergency", "+353 1 999", "--answers", answers)
    assert got.code == 0
    assert got.err.startswith("Zoë Ó Dubh is set up. The treadmill has to be checked once")
    number = got.out.strip()
    assert len(number) == 32
    row = shown(run, "zoë  ó dubh")
    assert row == shown(run, number)
    assert (row["id"], row["name"], row["control"], row["units"]) == (number, "Zoë Ó Dubh", "remote", "mph")
    assert (row["forward_kmh"], row["walk3m_s"], row["helper"], row["emergency"]) == (2.41, 9, "Bo", "+353 1 999")
    assert row["start_kmh"] == 0.6
    assert (row["programme_id"], row["week"], row["approved"]) == ("p0-familiarisation", 1, [])
    assert (row["health"]["outcome"], row["health"]["due"]) == ("helper", None)
    lines = run("person", "show", number).out.splitlines()
    assert "name:        Zoë Ó Dubh" in lines
    assert "programme:   Getting to know the treadmill, week 1 of 1" in lines
    assert "forwards:    1.5 mph" in lines
    assert "health:      Walk with a helper beside you" in lines
    assert json.loads(run("people", "--json").out) == [
        {"id": number, "name": "Zoë Ó Dubh", "programme": "p0-familiarisation", "week": 1, "archived": False}
    ]
    assert run("people").out == f"{number}  Zoë Ó Dubh: Getting to know the treadmill, week 1 of 1\n"


def test_somebody_of_whom_only_the_name_is_known(run: Run) -> None:
    got = run("person", "add", "李 小明")
    assert got.err == (
        "李 小明 is set up. Some questions about your health come first. Answer them in the window, under People.\n"
    )
    row = shown(run, got.out.strip())
    assert (row["control"], row["forward_kmh"], row["start_kmh"]) == (None, None, None)
    assert row["health"] == {"due": "first", "answered": None, "outcome": None}
    assert "belt:        not said yet who starts and stops it" in run("person", "show", "李 小明").out


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["Anna", "--forward", "12"], "--forward: 12 km/h is above 8 km/h. Did you mean 1.2?"),
        (["Anna", "--forward", "12", "--units", "mph"], "--forward: 12 mph is above 4.9 mph. Did you mean 1.2?"),
        (["Anna", "--forward", "9", "--units", "mph"], "--forward: 9 mph is above 4.9 mph. Write a lower speed."),
        (["Anna", "--forward", "0"], "--forward: The speed must be more than 0."),
        (["Anna", "--forward", "0", "--units", "mph"], "--forward: The speed must be more than 0."),
        (["Anna", "--walk3m", "0.2"], "--walk3m: Three metres take between 1 and 120 seconds. Measure again."),
        (["Anna", "--emergency", "ring Bo"], "--emergency: This is no telephone number."),
        (["Anna", "--helper", "b" * 201], "--helper: This is too long. Use 200 letters at most."),
        ([" "], "NAME: The name is missing."),
        (["a" * 201], "NAME: The name has 201 letters. Use 200 at most."),
        (["An\x1bna"], "NAME: The name has letters that cannot be shown."),
        (["An\u202ena"], "NAME: The name has letters that cannot be shown."),
    ],
)
def test_details_that_cannot_be(run: Run, options: list[str], told: str) -> None:
    assert run("person", "add", *options).told(2).startswith(told)
    assert json.loads(run("people", "--json").out) == []


def test_a_name_of_200_letters_will_do(run: Run) -> None:
    number = run("person", "add", "é" * 200).out.strip()
    assert shown(run, "é" * 200)["id"] == number


@pytest.mark.parametrize("number", ["fast", "nan", "inf", "1.2mph", ""])
def test_what_is_no_number(run: Run, number: str) -> None:
    got = run("person", "add", "Anna", "--forward", number)
    assert (got.code, got.out) == (2, "")
    assert "is no number: write it like 1.2, without a unit" in got.err


@pytest.mark.parametrize("other", ["anna", "ANNA ", "  Anna", "\uff21nna"])
def test_a_name_that_is_taken(run: Run, other: str) -> None:
    keep(walker(archived=True))
    told = run("person", "add", other).told(2)
    assert told.startswith("NAME: There is already somebody named ")


@pytest.mark.parametrize(
    "what", [["person", "show"], ["next", "--person"], ["script", "p0-familiarisation", "--person"]]
)
def test_who_is_meant(run: Run, what: list[str]) -> None:
    keep(
        walker(),
        walker(id="anna2", name="ANNA"),
        walker(id="bo", name="Bo"),
        walker(id="bo2", name="Bo", archived=True),
    )
    assert run(*what, "anna").code == 0, "an id comes before names"
    told = run(*what, "Anna").told(2)
    assert told == "Anna: 2 people have this name. Use the id of one of them: anna2, anna."
    assert run(*what, "bo").code == 0, "one of those who walk comes before one who is archived"
    assert run(*what, "Annna").told(2) == "Annna: nobody here has this name or id. Did you mean Anna?"
    assert run(*what, "Zacharias\x1b").told(2) == (
        "Zacharias?: nobody here has this name or id. See the list with: balancecoach people."
    )


def test_the_archived(run: Run) -> None:
    keep(walker(archived=True), walker(id="bo", name="Bo"))
    assert [row["id"] for row in json.loads(run("people", "--json").out)] == ["bo"]
    assert [row["archived"] for row in json.loads(run("people", "--archived", "--json").out)] == [True]
    assert "name:        Anna (archived)" in run("person", "show", "anna").out
    assert run("next", "--person", "Anna").told(2).startswith("Anna is archived. Bring them back")
