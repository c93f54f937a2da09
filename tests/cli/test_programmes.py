"""programmes and plans, and plans of one's own in every place where a plan may be named."""

import json
from typing import Any

import pytest

from balancecoach.core.programme import Strength
from balancecoach.core.pseudo import longer
from balancecoach.plans.library import BUILT_IN
from balancecoach.store.plans import SavedPlan
from tests.cli.tools import NOW, PROGRAMME, SHORT, Run, keep

OWN = SavedPlan("short", "Short", SHORT, "plan", False, NOW)
DRAFT = SavedPlan("half", "Half", SHORT.replace("seconds = 40", "seconds = -40"), "plan", True, NOW)
CORRIDOR = SavedPlan("corridor", "Corridor", PROGRAMME, "programme", False, NOW)


def programmes(run: Run) -> list[dict[str, Any]]:
    got = run("programmes", "--json")
    assert (got.code, got.err) == (0, "")
    assert got.out.isascii()
    rows = json.loads(got.out)
    assert isinstance(rows, list)
    return rows


def test_programmes_in_lines(run: Run) -> None:
    got = run("programmes")
    assert (got.code, got.err) == (0, "")
    lines = got.out.splitlines()
    assert [line.split()[0] for line in lines] == list(BUILT_IN)
    assert lines[0].split()[1:3] == ["1", "week"]
    p1 = lines[1]
    assert "2 weeks" in p1 and "2-3 a week" in p1 and "1.5 back" in p1 and "treadmill" in p1 and "home" in p1
    assert p1.endswith("  First steps")
    assert "floor" in lines[-1] and "home with helper" in lines[-1]


def test_programmes_as_json_have_every_week_and_where_they_come_from(run: Run) -> None:
    rows = programmes(run)
    assert [row["id"] for row in rows] == list(BUILT_IN)
    assert all(row["built_in"] for row in rows)
    for row in rows:
        assert [week["week"] for week in row["weeks"]] == list(range(1, len(row["weeks"]) + 1))
        assert row["sources"]
        for source in row["sources"]:
            assert Strength(source["strength"])
            assert source["text"] and source["means"]
        for week in row["weeks"]:
            assert 5 < week["minutes"] < 90
            assert week["backward_kmh"] <= row["backward_kmh"]
    p1 = rows[1]
    assert (p1["sessions_a_week"], p1["setting"], p1["surface"]) == ([2, 3], "home", "treadmill")
    assert [week["backward_minutes"] for week in p1["weeks"]] == [1.5, 3.0]
    assert set(p1["then"]) <= set(BUILT_IN)


def test_looking_makes_nothing(run: Run) -> None:
    before = programmes(run)
    assert run("plans", "--json").out == "[]\n"
    none = run("plans")
    assert (none.code, none.out) == (0, "")
    assert none.err == "No plans of your own yet. The programmes: balancecoach programmes\n"
    assert programmes(run) == before


def test_plans_and_programmes_of_ones_own(run: Run) -> None:
    keep(plans=(OWN, DRAFT, CORRIDOR))
    got = run("plans", "--json")
    assert (got.code, got.err) == (0, "")
    assert json.loads(got.out) == [
        {"id": "corridor", "title": "Corridor", "kind": "programme", "draft": False},
        {"id": "half", "title": "Half", "kind": "plan", "draft": True},
        {"id": "short", "title": "Short", "kind": "plan", "draft": False},
    ]
    lines = run("plans").out.splitlines()
    assert [line.split() for line in lines] == [
        ["corridor", "programme", "Corridor"],
        ["half", "plan", "draft", "Half"],
        ["short", "plan", "Short"],
    ]
    own = programmes(run)[-1]
    assert (own["id"], own["built_in"], own["sources"], len(own["weeks"])) == ("corridor", False, [], 2)


@pytest.mark.parametrize(
    ("name", "plan"), [("short", "short"), ("corridor", "corridor-week1"), ("corridor:2", "corridor-week2")]
)
def test_ones_own_can_be_named_like_a_built_in_one(run: Run, name: str, plan: str) -> None:
    keep(plans=(OWN, CORRIDOR))
    assert json.loads(run("script", name, "--json").out)["plan"] == plan
    assert run("walk", name, "--speed", "1000", "--yes").code == 0
    assert json.loads(run("sessions", "--json").out)[0]["plan"] == plan


@pytest.mark.parametrize("what", [["script"], ["walk", "--yes", "--speed", "1000"], ["audio", "-o", "x.wav"]])
def test_a_draft_is_not_walked(run: Run, what: list[str]) -> None:
    keep(plans=(DRAFT,))
    told = run(*what, "half").told(2)
    assert told == (
        "half: this plan is a draft, and drafts are not walked. See what is missing: balancecoach check half."
    )
    assert json.loads(run("sessions", "--json").out) == []


def test_check_of_ones_own(run: Run) -> None:
    keep(plans=(OWN, DRAFT, CORRIDOR))
    got = run("check", "short", "half", "corridor", "corridor:2", "corridor:3", "gone")
    assert got.code == 2
    assert got.err.splitlines() == [
        "short: fine, 2 blocks",
        "corridor: fine, a programme of 2 weeks",
        "corridor:2: fine, 8 blocks",
    ]
    lines = got.out.splitlines()
    assert lines[0].startswith("half: blocks 2 (settle), seconds: ")
    assert lines[1].startswith("corridor:3: corridor has the weeks 1 to 2.")
    assert lines[2].startswith("gone: There is no such file.")


def test_a_programme_that_can_no_longer_be_read_is_left_out_and_check_says_why(run: Run) -> None:
    broken = SavedPlan("old", "Old", PROGRAMME.replace("300", "-3"), "programme", False, NOW)
    clash = SavedPlan("same", "Same", PROGRAMME.replace("corridor", "p1-first-steps"), "programme", False, NOW)
    keep(plans=(broken, clash))
    assert [row["id"] for row in programmes(run)] == list(BUILT_IN)
    assert "blocks 3 (warm_up), seconds: " in run("check", "old").out


def test_a_damaged_record_does_not_hide_the_built_in_programmes(run: Run, tmp_path: Any, own_home: Any) -> None:
    own_home.mkdir()
    (own_home / "sessions.sqlite3").write_bytes(b"\0" * 4096)
    file = tmp_path / "corridor.toml"
    file.write_text(PROGRAMME)
    assert run("script", "p1-first-steps:2").code == 0
    assert run("check", "p1-first-steps:2", file).code == 0
    assert "not a Balance Coach database" in run("script", "somebodys-own").told(2)


def test_a_language_is_named_at_the_start(run: Run) -> None:
    plain, named = run("script", "p1-first-steps:1"), run("--language", "pseudo", "script", "p1-first-steps:1")
    sentence = "Welcome. First, clip on the safety key."
    assert sentence in plain.out
    assert longer(sentence) in named.out
    assert "Welcome" not in named.out
    again = run("script", "p1-first-steps:1")
    assert again.out == plain.out, "it was for this once"
