"""Drafts: every change can be undone, nothing that is typed breaks the examination, copies are walkable."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from balancecoach.core.plan import HOME, PHYSIO, Limits, Surface, Units
from balancecoach.core.programme import Programme, Setting, Step, Walker, Week, expand
from balancecoach.paths import assets
from balancecoach.plans import draft as d
from balancecoach.plans.copies import from_programme_week
from balancecoach.plans.draft import EITHER, MOST_STEPS, Draft, History, Row, starter, unique_id
from balancecoach.plans.examine import examine
from balancecoach.plans.files import PlanFileError, read_plan
from balancecoach.plans.library import BUILT_IN, Programmes
from balancecoach.plans.schema import BLOCK, MACROS
from balancecoach.plans.text import parse_table
from balancecoach.plans.write import plan_text
from tests.fakes import examples

FIELDS = sorted({name for schema in (*MACROS.values(), BLOCK) for name in schema} | {"colour"})
FLOATS = st.sampled_from((0.0, 0.8, 1.0, 2.2, 12.0, -1.0, 30.0, 300.0, 3600.0, 1e9, float("inf"), float("nan")))
VALUES: st.SearchStrategy[Any] = st.one_of(
    FLOATS,
    st.integers(-2, 60),
    st.text(max_size=6),
    st.sampled_from(("both", "light", "one", "none", "room", "console", "animals", True, None)),
    st.lists(st.one_of(FLOATS, st.sampled_from(("both", "light"))), max_size=3),
)
INDEX = st.integers(-2, 12)


def names() -> st.SearchStrategy[str]:
    return st.sampled_from((*MACROS, "nonsense"))


def operations() -> st.SearchStrategy[Callable[[Draft], Draft]]:
    """Anything that the editor can do to a draft."""
    return st.one_of(
        st.builds(lambda i, use: lambda x: d.add(x, i, d.new_row(use, x, max(0, i))), INDEX, names()),
        st.builds(lambda i, row: lambda x: d.add(x, i, Row(row)), INDEX, st.dictionaries(_KEYS, VALUES, max_size=4)),
        st.builds(lambda i: lambda x: d.remove(x, i), INDEX),
        st.builds(lambda i, by: lambda x: d.move(x, i, by), INDEX, st.integers(-3, 3)),
        st.builds(lambda i: lambda x: d.repeat(x, i), INDEX),
        st.builds(lambda i, n, v: lambda x: d.set_value(x, i, n, v), INDEX, st.sampled_from(FIELDS), VALUES),
        st.builds(lambda i, first: lambda x: d.set_either(x, i, first), INDEX, st.booleans()),
        st.builds(lambda text: lambda x: replace(x, title=text), st.text(max_size=300)),
        st.builds(lambda s: lambda x: replace(x, surface=s), st.sampled_from(Surface)),
        st.builds(lambda s: lambda x: replace(x, posture_every_s=s), FLOATS),
    )


_KEYS = st.sampled_from((*FIELDS, "use", "kind"))


# -- History ---------------------------------------------------------------------------------------------------------
@given(st.lists(st.tuples(operations(), st.sampled_from(("", "", "title", "value"))), max_size=20))
@examples(150)
def test_undo_gives_back_and_redo_goes_on(steps: list[tuple[Callable[[Draft], Draft], str]]) -> None:
    first = starter("A plan")
    history = History(first)
    for change, tag in steps:
        history = history.do(change(history.now), tag)
    last, number = history.now, len(history.past)
    for _ in range(number):
        before = history
        history = history.undo()
        assert history.redo().now is before.now
    assert history.now is first
    assert history.undo() is history
    for _ in range(number):
        history = history.redo()
    assert history.now is last
    assert history.redo() is history


def test_history_is_bounded_and_forgets_the_future() -> None:
    history = History(Draft())
    for number in range(MOST_STEPS + 50):
        history = history.do(Draft(title=str(number)))
    assert len(history.past) == MOST_STEPS
    history = history.undo().do(Draft(title="another way"))
    assert history.future == ()
    assert history.redo().now.title == "another way"


def test_letters_typed_in_a_row_are_one_step() -> None:
    history = History(Draft(title="A"))
    for title in ("AB", "ABC", "ABCD"):
        history = history.do(Draft(title=title), "title")
    assert history.undo().now.title == "A"
    assert history.do(history.now, "other") is history
    again = history.undo().redo().do(Draft(title="x"), "title")  # an undo ends the row
    assert again.undo().now.title == "ABCD"


# -- changes ---------------------------------------------------------------------------------------------------------
@given(st.lists(operations(), max_size=12), st.sampled_from((HOME, PHYSIO, Limits(0.5, 1.0))))
@examples(250)
def test_nothing_that_is_done_breaks_the_examination(steps: list[Callable[[Draft], Draft]], limits: Limits) -> None:
    draft = starter("A plan")
    for change in steps:
        draft = change(draft)
    found = examine(draft, limits, units=Units.MPH)
    assert len(found.blocks) == len(found.first) == len(draft.rows)
    assert all(problem.text for problem in found.problems)
    assert all(problem.row is None or 0 <= problem.row < len(draft.rows) for problem in found.problems)
    assert found.plan is not None or found.problems
    if not found.problems:
        assert found.script is not None
        assert found.totals.total_s == pytest.approx(sum(found.seconds(row) for row in range(len(draft.rows))))


@pytest.mark.parametrize("surface", Surface)
def test_a_new_plan_may_be_walked_as_it_is(surface: Surface) -> None:
    found = examine(starter("Mine", surface))
    assert found.problems == ()
    assert found.totals.bouts == 3


def test_rows_move_as_far_as_there_is_room() -> None:
    rows = tuple(Row({"use": use}) for use in ("prepare", "end", "turn_back"))
    draft = Draft(rows=rows)
    assert d.move(draft, 0, 1).rows == (rows[1], rows[0], rows[2])
    assert d.move(draft, 0, -1) == draft
    assert d.move(draft, 2, 5) == draft
    assert d.move(draft, 9, 1) == draft
    assert d.repeat(draft, 1).rows == (rows[0], rows[1], rows[1], rows[2])
    assert d.remove(d.repeat(draft, 1), 1) == draft


def test_the_turn_takes_the_speed_of_the_bouts_it_leads_to() -> None:
    draft = starter("Mine")
    bouts = next(n for n, row in enumerate(draft.rows) if row.name == "bouts")
    faster = d.set_value(draft, bouts, "speed_kmh", 1.4)
    assert faster.rows[bouts - 1].values["speed_kmh"] == 1.4
    assert examine(faster).problems == ()
    assert d.set_value(faster, bouts - 1, "speed_kmh", 1.0) == draft
    assert faster.rows[3] == draft.rows[3]  # the warm-up keeps its own


@pytest.mark.parametrize("use", EITHER)
def test_a_row_changes_between_its_two_ways(use: str) -> None:
    draft = d.add(Draft(), 0, d.new_row(use, Draft(), 0))
    other = d.set_either(draft, 0, True)
    assert EITHER[use][0] in other.rows[0].values
    assert not any(p.row == 0 and p.field in ("count", "distance_m") for p in examine(other).problems)
    assert d.set_either(other, 0, True) == other
    assert d.set_either(other, 0, False).rows[0].values.keys() == draft.rows[0].values.keys()


# -- problems --------------------------------------------------------------------------------------------------------
def test_a_problem_names_its_row_and_field_once() -> None:
    draft = starter("Mine")
    found = examine(d.set_value(draft, 5, "speed_kmh", 2.2))
    assert {(p.row, p.field) for p in found.problems} == {(4, "speed_kmh"), (5, "speed_kmh")}
    assert len(found.problems) == 2  # though there are three bouts
    assert found.script is not None  # what will be said is shown all the same


def test_a_wrong_value_is_placed_and_the_other_rows_still_count() -> None:
    found = examine(d.set_value(starter("Mine"), 3, "seconds", "5 minutes"))
    assert [(p.row, p.field) for p in found.problems] == [(3, "seconds")]
    assert found.plan is None and found.script is None
    assert found.blocks[3] == () and found.totals.bouts == 3


def test_the_head_has_problems_too() -> None:
    found = examine(replace(starter("x" * 300), posture_every_s=1.0))
    assert [(p.row, p.field) for p in found.problems] == [(None, "title"), (None, "posture_every_s")]


def test_three_hours_of_bouts_are_told_and_not_laid_out() -> None:
    long = d.set_value(d.set_value(starter("Mine"), 5, "count", 50), 5, "seconds", 3600.0)
    found = examine(long)
    assert found.script is None
    assert any("3 hours" in p.text for p in found.problems)


# -- from text -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no toml", "not TOML"),
        ("format = 2\nblocks = []", "newer Balance Coach"),
        ('format = 1\nblocks = ["prepare"]', "list of tables"),
        ("format = 1\nblocks = 7", "list of tables"),
    ],
)
def test_what_cannot_be_a_draft_is_told(text: str, said: str) -> None:
    with pytest.raises(PlanFileError, match=said):
        d.from_plan_text(text, "mine.toml")


def test_a_broken_file_keeps_all_that_can_be_kept() -> None:
    text = 'format = 1\nid = "NO"\ntitle = 7\nsources = [1, "a"]\nposture_every_s = -1\n[[blocks]]\nuse = "zzz"\nx = 1'
    draft = d.from_plan_text(text, "mine.toml")
    assert draft.rows == (Row({"use": "zzz", "x": 1}),)
    assert draft.sources == ("a",) and draft.title and draft.posture_every_s == 45.0
    assert examine(draft).problems
    assert {t.place for t in d.lost(parse_table(text))} == {"id", "title", "sources", "posture_every_s"}


@given(st.text(max_size=120), st.lists(st.text(max_size=8), max_size=5))
@examples(100)
def test_ids_are_unlike_each_other_and_fit_a_file(title: str, others: list[str]) -> None:
    taken = {unique_id(title, ()), *others}
    made = unique_id(title, taken)
    assert made not in taken
    assert examine(replace(starter("Mine"), id=made)).problems == ()


def test_ids_look_like_their_titles() -> None:
    assert unique_id("Copy of Gentle build, week 2", ()) == "copy-of-gentle-build-week-2"
    assert unique_id("Grün & more", {"grun-more"}) == "grun-more-2"
    assert unique_id("後ろ歩き", {"plan"}) == "plan-2"


# -- copies of a programme's week ------------------------------------------------------------------------------------
WALKERS = (
    Walker(speed_kmh=4.8, limits=PHYSIO, baseline_kmh=1.6),
    Walker(speed_kmh=1.2, limits=HOME, forward_kmh=2.5, baseline_kmh=2.0, loosen=False),
)


def shipped() -> list[str]:
    return [name for name in BUILT_IN if _readable(name)]


def _readable(name: str) -> bool:
    path = assets() / "programmes" / f"{name}.toml"
    return path.is_file() and "programme =" in path.read_text("utf-8")


@pytest.mark.parametrize("walker", WALKERS)
@pytest.mark.parametrize("name", shipped())
def test_a_copy_is_walked_like_its_week(name: str, walker: Walker) -> None:
    programme = Programmes(assets() / "programmes")[name]
    for week in range(1, len(programme.weeks) + 1):
        copied_like_expanded(programme, week, walker)


def copied_like_expanded(programme: Programme, week: int, walker: Walker) -> None:
    plan = expand(programme, week, walker)
    draft = from_programme_week(programme, week, walker, {plan.id})
    assert draft.id != plan.id and draft.title.endswith(plan.title)
    read = read_plan(draft.table())
    assert read.plan is not None, read.wrong
    assert read.plan.blocks == plan.blocks
    assert read.plan.posture_every_s == plan.posture_every_s
    assert d.from_plan_text(plan_text(draft), "copy") == draft


def test_a_share_below_the_slowest_is_copied_forwards() -> None:
    steps = (
        Step("prepare"),
        Step("start_forward"),
        Step("turn_away"),
        Step("bouts", {"count": 2, "seconds": 120.0, "percent_of_usual": 75.0, "task": "animals"}),
        Step("turn_back"),
        Step("end"),
    )
    programme = Programme("p", "Talk", Setting.HOME, (Week(steps),))
    copied_like_expanded(programme, 1, Walker(speed_kmh=0.9))
    copied_like_expanded(programme, 1, Walker(speed_kmh=1.6))
    uses = [row.name for row in from_programme_week(programme, 1, Walker(speed_kmh=0.9)).rows]
    assert uses == ["prepare", "start_forward", "forward", "end"]
