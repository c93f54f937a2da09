"""next, and what a person may look at and walk: what comes first is told, and kept to."""

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from balancecoach.core.person import Approved, Overridden
from balancecoach.core.plan import BeltControl, Units
from balancecoach.core.safety import Outcome
from balancecoach.store.plans import SavedPlan
from tests.cli.test_walk import read_until
from tests.cli.tools import NOW, PROGRAMME, ROOT, Run, command, keep, screened, shown, walker


def coming(run: Run, who: str = "Anna") -> dict[str, Any]:
    got = run("next", "--person", who, "--json")
    assert (got.code, got.err) == (0, "")
    row: dict[str, Any] = json.loads(got.out)
    return row


# -- next ------------------------------------------------------------------------------------------------------------
def test_next_when_all_is_well(run: Run) -> None:
    keep(walker(), facts=(screened(),))
    row = coming(run)
    assert (row["person"], row["programme"], row["week"], row["title"]) == (
        *("anna", "p1-first-steps", 1),
        "First steps, week 1",
    )
    assert (row["may"], row["why"], row["first"], row["instead"], row["helper"], row["ask"]) == (
        *(True, [], None),
        *(None, True, None),
    )
    assert row["backward_minutes"] == 1.5
    assert row["advice"] == {"move": "stay", "reasons": ["0 of 2 sessions of this week are walked."], "to": []}
    lines = run("next", "--person", "Anna").out.splitlines()
    assert lines[0] == "Anna: First steps, week 1 (p1-first-steps:1)"
    assert "It may be walked now, with a helper beside." in lines


@pytest.mark.parametrize(
    ("change", "answers", "first", "instead", "says"),
    [
        ({"control": None}, {}, "control", "p0-familiarisation", "Say first how the belt is started"),
        ({"control": BeltControl.NONE}, {}, "control", "p0-familiarisation", "walking backwards is locked"),
        ({"forward_kmh": None}, {}, "speed", "p0-familiarisation", "Note first how fast you walk forwards"),
        ({"forward_kmh": 1.2}, {}, "speed", "p0-familiarisation", "below the belt's slowest. Ask a physio"),
        ({}, {"fainted": "yes"}, "professional", None, "You said you fainted"),
        ({}, {"condition": "yes"}, "clinic", None, "belongs in a clinic"),
        ({}, {"six_minutes": "no"}, "screening", "p0-familiarisation", "Walk forwards for now."),
        ({"programme_id": "p9-gentle-slope"}, {}, "approval", None, "A physio has to approve this first"),
    ],
)
def test_next_says_what_comes_first_and_walk_keeps_to_it(
    run: Run, change: dict[str, Any], answers: dict[str, str], first: str, instead: str | None, says: str
) -> None:
    keep(walker(**change), facts=(screened(**answers),))
    row = coming(run)
    assert (row["may"], row["first"], row["instead"]) == (False, first, instead)
    assert any(says in why for why in row["why"])
    lines = run("next", "--person", "Anna").out
    assert "It may not be walked now:" in lines and says in lines
    told = run("walk", f"{row['programme']}:1", "--person", "anna", "--yes").told(2)
    assert says in told
    assert (f"balancecoach walk {instead} --person anna" in told) == bool(instead)
    assert json.loads(run("sessions", "--json").out) == []


def test_next_before_the_questions_and_before_the_treadmill(run: Run) -> None:
    keep(walker(), treadmill=False)
    assert coming(run)["first"] == "screening"
    keep(walker(), facts=(screened(),), treadmill=False)
    row = coming(run)
    assert (row["first"], len(row["why"])) == ("set-up", 9)
    told = run("walk", "p1-first-steps:1", "--person", "Anna", "--yes").told(2)
    assert told.endswith("before anybody walks on it. Check it in the window, under Settings.")


def test_next_for_a_limit_that_the_programme_exceeds(run: Run) -> None:
    facts = (screened(), Approved(NOW, "Dr Ó Sé", "p9-gentle-slope"))
    keep(walker(programme_id="p9-gentle-slope", week=2), facts=facts)
    row = coming(run)
    assert (row["first"], row["why"][0]) == ("limits", "This plan asks for more than your limits allow.")


def test_a_physio_may_allow_more(run: Run) -> None:
    asked = screened(fainted="yes")
    keep(walker(), facts=(asked, Overridden(asked.at, "Dr Ó Sé", "Tested last week", Outcome.HELPER)))
    assert coming(run)["may"]
    assert shown(run, "Anna")["health"]["outcome"] == "helper"


def test_a_programme_that_was_deleted(run: Run) -> None:
    keep(walker(programme_id="corridor"), facts=(screened(),))
    row = coming(run)
    assert row["programme"] == "p0-familiarisation"
    assert (row["advice"]["move"], row["advice"]["to"]) == ("stay", [])
    assert row["advice"]["reasons"] == ["The programme is no longer here. Choose another one."]
    assert "The programme corridor is no longer there: choose another" in run("next", "--person", "Anna").out
    assert run("people").out == "anna  Anna: corridor, which is no longer there\n"
    assert "no programme has this id" in run("script", "corridor:1", "--person", "Anna").told(2)
    keep(plans=(SavedPlan("corridor", "Corridor", PROGRAMME, "programme", False, NOW),))
    assert coming(run)["programme"] == "corridor"


def test_a_week_beyond_the_end(run: Run) -> None:
    keep(walker(week=3), facts=(screened(),))
    assert coming(run)["week"] == 2, "the last one there is"
    assert "has the weeks 1 to 2" in run("walk", "p1-first-steps:3", "--person", "Anna", "--yes").told(2)


# -- for a person ----------------------------------------------------------------------------------------------------
def test_a_script_for_a_person(run: Run) -> None:
    keep(walker(forward_kmh=1.8, units=Units.MPH, loosen=False))
    made = json.loads(run("script", "p1-first-steps:1", "--json", "--person", "Anna").out)
    assert made["blocks"][0]["kind"] == "prepare", "no loosening up"
    assert {block["speed_kmh"] for block in made["blocks"] if block["kind"] == "backward"} == {0.9}
    assert max(block["speed_kmh"] for block in made["blocks"]) == 1.8
    assert any("miles" in cue["say"] or "0.5" in cue["say"] for cue in made["cues"])


@pytest.mark.parametrize(
    ("change", "plan", "says"),
    [
        ({"forward_kmh": None}, "p1-first-steps:1", "Note first how fast they walk forwards"),
        ({"forward_kmh": 1.2}, "p1-first-steps:1", "The safe speed is below the belt's slowest. Ask a physio"),
        ({}, "p11-stroke-ladder:1", "A physio has to enter the baseline speed first."),
        ({}, "p9-gentle-slope:2", "A slope of 1 % is not allowed."),
    ],
)
@pytest.mark.parametrize("what", [["script"], ["walk", "--yes", "--speed", "1000"]])
def test_a_plan_that_there_is_not_for_a_person(
    run: Run, what: list[str], change: dict[str, Any], plan: str, says: str
) -> None:
    keep(walker(**change))
    told = run(*what, plan, "--person", "Anna").told(2)
    assert says in told
    assert "is not for Anna as things are: " in told


def test_a_file_is_checked_against_the_limits_of_the_person(run: Run, tmp_path: Path) -> None:
    fast = tmp_path / "fast.toml"
    fast.write_text(FAST)
    assert run("script", fast).code == 0
    keep(walker(limit_kmh=1.2), facts=(screened(),))
    for what in (["script"], ["walk", "--yes"]):
        got = run(*what, fast, "--person", "Anna")
        assert (got.code, got.out) == (2, "")
        assert f"{fast}: blocks 4 (" in got.err
    keep(walker(), facts=(screened(),))
    told = run("walk", fast, "--person", "Anna", "--yes").told(2)
    assert "This plan walks backwards at 1.5 km/h; your speed is 1 km/h." in told


FAST = """
format = 1
id = "fast"
title = "Fast"

[[blocks]]
use = "prepare"

[[blocks]]
use = "start_forward"

[[blocks]]
use = "warm_up"
seconds = 60
speed_kmh = 1.5

[[blocks]]
use = "turn_away"
speed_kmh = 1.5

[[blocks]]
use = "bouts"
count = 1
seconds = 30
speed_kmh = 1.5

[[blocks]]
use = "turn_back"

[[blocks]]
use = "cool_down"
seconds = 60
speed_kmh = 1.0

[[blocks]]
use = "end"
"""


# -- walking ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("plan", ["p1-first-steps:1", "p13-along-the-rail"])
def test_nobody_walks_backwards_as_nobody(run: Run, plan: str) -> None:
    told = run("walk", plan, "--yes").told(2)
    assert "this is walked backwards, so say who walks it with --person" in told
    assert "--speed 20 for a demonstration" in told


def test_a_demonstration_is_nobodys(run: Run) -> None:
    keep(walker())
    got = run("walk", "p1-first-steps:1", "--person", "Anna", "--yes", "--speed", "1000")
    assert got.code == 0
    (row,) = json.loads(run("sessions", "--json").out)
    assert (row["demo"], row["person"], row["programme"], row["week"]) == (True, None, "p1-first-steps", 1)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
def test_a_real_walk_is_the_persons(run: Run, short: Path) -> None:
    """The real thing, in real time, for its first second."""
    keep(walker(emergency="112 9"), facts=(screened(),))
    with subprocess.Popen(
        command("walk", short, "--person", "Anna", "--yes", "--no-voice"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        read_until(process.stderr.fileno(), "Get ready")
        process.send_signal(signal.SIGINT)
        read_until(process.stderr.fileno(), "112 9")
        process.send_signal(signal.SIGINT)  # not the whole way down
        rest = process.stderr.read().decode()
        assert process.wait(20) in (0, 130), rest
    assert "Traceback" not in rest
    (row,) = json.loads(run("sessions", "--json").out)
    assert (row["demo"], row["person"], row["programme"]) == (False, "anna", None)
