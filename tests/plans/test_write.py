"""What is written reads back as the same thing, and there is never half a file."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balancecoach.core.plan import PHYSIO, Facing, Hands, Limits, Surface
from balancecoach.core.programme import Programme, Setting, Source, Step, Strength, Week
from balancecoach.errors import CannotError
from balancecoach.paths import assets
from balancecoach.plans.draft import Draft, Row, from_plan_text, starter
from balancecoach.plans.files import parse_plan
from balancecoach.plans.library import Programmes
from balancecoach.plans.programmes import parse_programme
from balancecoach.plans.write import export, plan_text, programme_text
from tests.fakes import examples
from tests.plans.test_draft import shipped

TEXT = st.text(st.characters(blacklist_categories=["Cs"]), max_size=60)
SCALARS: st.SearchStrategy[Any] = st.one_of(
    st.booleans(), st.integers(-(2**60), 2**60), st.floats(allow_nan=False), TEXT
)
VALUES: st.SearchStrategy[Any] = st.one_of(
    SCALARS, st.lists(SCALARS, max_size=4), st.dictionaries(TEXT, SCALARS, max_size=2)
)
DRAFTS = st.builds(
    Draft,
    id=TEXT,
    title=TEXT,
    summary=TEXT,
    who=TEXT,
    sources=st.lists(TEXT, max_size=3).map(tuple),
    posture_every_s=st.floats(0.001, 1e6),
    surface=st.sampled_from(Surface),
    rows=st.lists(st.dictionaries(TEXT, VALUES, max_size=4).map(Row), max_size=5).map(tuple),
)


@given(DRAFTS)
@examples(200)
def test_any_draft_reads_back(draft: Draft) -> None:
    assert from_plan_text(plan_text(draft), "mine") == draft


@pytest.mark.parametrize("surface", Surface)
def test_a_good_draft_is_a_plan_file(surface: Surface) -> None:
    plan = parse_plan(plan_text(starter("Übung “zwei”", surface)), "mine")
    assert (plan.title, plan.surface) == ("Übung “zwei”", surface)


# -- programmes ------------------------------------------------------------------------------------------------------
@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    """Small programmes of several weeks, with every type of value."""
    words = st.text("abc äöü\"'\\#日", max_size=30)
    hands = draw(st.sampled_from((Hands.BOTH, Hands.LIGHT)))
    each = tuple(float(s) for s in draw(st.lists(st.integers(30, 120), min_size=2, max_size=2)))
    bouts: dict[str, Any] = {"each": each, "hands": (Hands.BOTH, hands), "rest_seconds": 45.0}
    bouts[draw(st.sampled_from(("speed_kmh", "percent_of_baseline")))] = 1.0
    if "percent_of_baseline" in bouts:
        bouts["percent_of_baseline"] = draw(st.sampled_from((60.0, 75.0)))
    steps = (
        Step("prepare"),
        Step("start_forward"),
        Step("warm_up", {"seconds": 120.0, "speed_kmh": 2.0, "hands": hands}),
        Step("turn_away"),
        Step("bouts", bouts),
        Step("turn_back"),
        Step("cool_down", {"seconds": 90.0, "speed_kmh": 1.5}),
        Step("end", {"facing": Facing.CONSOLE}),
    )
    week = st.builds(Week, st.just(steps), words, st.sampled_from((45.0, 60.5, 90.0)), st.booleans())
    return Programme(
        "mine",
        "Mine",
        draw(st.sampled_from(Setting)),
        tuple(draw(st.lists(week, min_size=1, max_size=3))),
        draw(words),
        draw(words),
        sessions_a_week=draw(st.sampled_from(((2, 3), (1, 7)))),
        limits=draw(st.sampled_from((Limits(), Limits(PHYSIO.backward_kmh, incline_percent=2.0)))),
        sources=tuple(draw(st.lists(st.builds(Source, words, st.sampled_from(Strength)), max_size=2))),
        then=draw(st.sampled_from(((), ("p1-first-steps",)))),
    )


@given(programmes())
@examples(60)
def test_any_programme_reads_back(programme: Programme) -> None:
    assert parse_programme(programme_text(programme), "mine") == programme


@pytest.mark.parametrize("name", shipped())
def test_built_in_programmes_read_back(name: str) -> None:
    programme = Programmes(assets() / "programmes")[name]
    assert parse_programme(programme_text(programme), name) == programme


# -- files -----------------------------------------------------------------------------------------------------------
def test_a_file_is_written_whole_and_replaces_the_old(tmp_path: Path) -> None:
    path = tmp_path / "übung.toml"
    path.write_text("old", "utf-8")
    export(path, plan_text(starter("Grüße")))
    assert from_plan_text(path.read_text("utf-8"), "x").title == "Grüße"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["missing/x.toml", "folder", "nul\0.toml", "x" * 300])
def test_what_cannot_be_written_is_told_and_leaves_nothing(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(CannotError, match="cannot be written"):
        export(tmp_path / name, "text")
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


def test_the_old_file_stays_when_the_new_one_cannot_be_written(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("old", "utf-8")
    (tmp_path / ".mine.toml.part").mkdir()  # something is in the way of the half-written file
    with pytest.raises(CannotError):
        export(path, "new")
    assert path.read_text("utf-8") == "old"
