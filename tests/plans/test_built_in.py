"""The plans that come with the app."""

from pathlib import Path

import pytest

from balancecoach.core.macros import bouts
from balancecoach.core.plan import Facing, Hands, Kind, Plan, totals
from balancecoach.core.rules import validate
from balancecoach.errors import UserError
from balancecoach.paths import assets
from balancecoach.plans.files import PlanFileError
from balancecoach.plans.library import BUILT_IN, Library

FOLDER = assets() / "programmes"


@pytest.fixture
def library() -> Library:
    return Library(FOLDER)


def test_every_file_is_listed_under_its_own_id(library: Library) -> None:
    assert {path.stem for path in FOLDER.glob("*.toml")} == set(library.ids())
    assert [plan.id for plan in library.all()] == list(library.ids())
    assert {path.suffix for path in FOLDER.iterdir()} == {".toml"}


@pytest.mark.parametrize("plan_id", BUILT_IN)
def test_each_may_be_walked_at_home(library: Library, plan_id: str) -> None:
    plan = library.built_in(plan_id)
    assert validate(plan) == ()
    assert plan.sources
    assert plan.summary
    assert plan.who
    assert all(block.incline_percent == 0 for block in plan.blocks)


@pytest.mark.parametrize("plan_id", BUILT_IN)
def test_only_a_turn_frees_a_hand(library: Library, plan_id: str) -> None:
    for block in library.built_in(plan_id).blocks:
        assert block.hands is (Hands.ONE if block.kind is Kind.TURN else Hands.BOTH), block


def only(plan: Plan, kind: Kind) -> list[tuple[float, float]]:
    return [(block.seconds, block.speed_kmh) for block in plan.blocks if block.kind is kind]


def test_first_steps_is_as_the_evidence_gives_it(library: Library) -> None:
    plan = library.built_in("p1-week1")
    came_to = totals(plan.blocks)
    assert (came_to.backward_s, came_to.bouts, came_to.turns, came_to.backward_kmh) == (90, 3, 2, 1.0)
    assert only(plan, Kind.BACKWARD) == [(30, 1.0)] * 3
    assert only(plan, Kind.FORWARD) == [(360, 2.0), (150, 1.5)]
    assert only(plan, Kind.SLOW) == [(20, 0.8), (30, 0.8)]
    assert only(plan, Kind.REST) == [(45, 0)] * 2
    assert plan.posture_every_s == 45


def test_getting_to_know_has_the_turn_and_nothing_backward(library: Library) -> None:
    plan = library.built_in("p0-familiarisation")
    assert totals(plan.blocks).backward_s == 0
    turns = [block.facing for block in plan.blocks if block.kind is Kind.TURN]
    assert turns == [Facing.ROOM, Facing.CONSOLE]
    assert {block.facing for block in plan.blocks if block.moving} == {Facing.CONSOLE}
    assert {Kind.BELT_STOP, Kind.STRADDLE, Kind.SETTLE} <= {block.kind for block in plan.blocks}
    assert sum(seconds for seconds, _ in only(plan, Kind.FORWARD)) == 360 + 330


def test_bouts_have_a_rest_between_them_and_none_after(library: Library) -> None:
    kinds = [block.kind for block in bouts(3, 30, 45, 1.0)]
    assert kinds.count(Kind.REST) == 2
    assert kinds[0] is kinds[-1] is Kind.BACKWARD


def test_a_plan_is_found_by_id_or_file(library: Library, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.write_text((FOLDER / "p1-week1.toml").read_text(encoding="utf-8"), encoding="utf-8")
    assert library.find("p1-week1") == library.built_in("p1-week1") == library.find(str(mine))


def test_an_id_beats_a_folder_of_that_name(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("p1-week1").mkdir()
    assert library.find("p1-week1").id == "p1-week1"


@pytest.mark.parametrize(
    ("name", "holds"),
    [
        ("p1-wek1", "Did you mean p1-week1?"),
        ("zzz", "balancecoach plans"),
        ("none.toml", "There is no such file"),
        ("some/where", "There is no such file"),
        ("n" * 5000, "no plan has this id and no file this name"),
        ("", "This is a folder"),
        (".", "This is a folder"),
    ],
)
def test_what_is_not_found_is_told(
    library: Library, name: str, holds: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError, match=holds):
        library.find(name)


def test_a_damaged_installation_is_told(tmp_path: Path) -> None:
    with pytest.raises(PlanFileError, match="There is no such file"):
        Library(tmp_path).all()
