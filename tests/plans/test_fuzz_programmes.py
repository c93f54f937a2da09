"""Whatever is in a programme file: a programme whose weeks may be walked, or ``PlanFileError``. Nothing else."""

import string
from typing import Any

import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from balancecoach.core.plan import Hands, Kind, Limits, Units
from balancecoach.core.programme import Programme, Walker, expand, too_slow
from balancecoach.core.rules import validate
from balancecoach.core.script import build_script
from balancecoach.paths import assets
from balancecoach.plans.programmes import MOST_WEEKS, parse_programme
from balancecoach.plans.schema import PROGRAMME, PROGRAMME_MACROS, WEEK
from balancecoach.plans.text import PlanFileError
from tests.fakes import examples
from tests.plans import samples
from tests.plans.test_fuzz import mutations

BUILT_IN = tuple(path.read_text(encoding="utf-8") for path in sorted((assets() / "programmes").glob("*.toml")))
TEXTS = (*BUILT_IN, samples.PROGRAMME)
SPEEDS = st.floats(0.3, 6.0)


def usable(text: str) -> Programme | None:
    """The programme, its weeks checked for whom it is shown to, or nothing when it was refused properly."""
    try:
        programme = parse_programme(text, "fuzz.toml")
    except PlanFileError as error:
        assert error.lines
        assert all(line.startswith("fuzz.toml: ") and line.isprintable() for line in error.lines), error.lines
        return None
    assert 1 <= len(programme.weeks) <= MOST_WEEKS
    for week in range(1, len(programme.weeks) + 1):
        plan = expand(programme, week, Walker(4.8, programme.limits, baseline_kmh=1.6))
        assert validate(plan, programme.limits) == ()
        assert build_script(plan).cues
    return programme


def walkers() -> st.SearchStrategy[Walker]:
    """People of all kinds, on all belts."""
    return st.builds(
        Walker,
        speed_kmh=SPEEDS,
        limits=st.builds(Limits, backward_kmh=st.floats(0.5, 4.8)),
        forward_kmh=st.none() | SPEEDS,
        baseline_kmh=st.none() | SPEEDS,
        hands=st.sampled_from(Hands),
        units=st.sampled_from(Units),
        loosen=st.booleans(),
        slowest_kmh=st.sampled_from((0.5, 0.8, 1.0)),
    )


def may_be_asked_of(programme: Programme, week: int, walker: Walker) -> None:
    """Whoever walks it: never above their limit; only a slope may be left to complain about."""
    slow = too_slow(programme, week, walker)
    plan = expand(programme, week, walker)
    assert all(b.speed_kmh <= walker.limits.backward_kmh for b in plan.blocks if b.kind is Kind.BACKWARD)
    if not slow:
        assert {problem.field for problem in validate(plan, walker.limits)} <= {"incline_percent"}


@examples(300)
@given(data=st.data(), walker=walkers())
def test_built_in_programmes_for_anybody(data: st.DataObject, walker: Walker) -> None:
    programme = parse_programme(data.draw(st.sampled_from(BUILT_IN)), "built in")
    may_be_asked_of(programme, data.draw(st.integers(1, len(programme.weeks))), walker)


@examples(250)
@given(text=mutations(TEXTS))
def test_built_in_programmes_changed(text: str) -> None:
    usable(text)


@examples(150)
@given(text=st.sampled_from(TEXTS), cut=st.integers(0, 6000))
def test_built_in_programmes_cut_short(text: str, cut: int) -> None:
    usable(text[: cut % (len(text) + 1)])


# -- tables that look like programmes ------------------------------------------------------------------------------
def likely(name: str) -> st.SearchStrategy[Any]:
    """A value for this name, more often a right one than not."""
    hands = st.sampled_from(("both", "both", "light", "light", "one", "one", "none"))
    right: dict[str, st.SearchStrategy[Any]] = {
        "format": st.just(1),
        "programme": st.just("mine"),
        "setting": st.sampled_from(("home", "home with helper", "physio approval", "clinic only")),
        "surface": st.sampled_from(("treadmill", "treadmill", "floor")),
        "sessions_a_week": st.lists(st.integers(1, 7), min_size=2, max_size=2),
        "then": st.lists(st.just("p1-first-steps"), max_size=2),
        "backward_kmh": st.floats(2.0, 4.9),
        "incline_percent": st.integers(0, 4),
        "posture_every_s": st.integers(20, 600),
        "approval": st.booleans(),
        "seconds": st.sampled_from((5, 30, 60, 120, 600)),
        "each": st.lists(st.sampled_from((30, 60, 300)), min_size=1, max_size=4),
        "count": st.integers(1, 3),
        "speed_kmh": st.floats(0.8, 2.05),
        "percent_of_usual": st.sampled_from((1, 75, 110)),
        "percent_of_baseline": st.sampled_from((1, 100, 150, 200)),
        "hands": hands | st.lists(hands, min_size=2, max_size=3),
        "facing": st.sampled_from(("room", "console")),
        "task": st.sampled_from(("animals", "items")),
        "distance_m": st.integers(1, 100),
    }
    odd = st.sampled_from((0, -1, True, "x", [], {}, 1e9, float("nan"), float("inf"), "", "both\n"))
    usual = right.get(name, st.sampled_from((20, 60, "A word")))
    return st.integers(0, 40).flatmap(lambda number: odd if number == 40 else usual)


OF_BOUTS = (["count", "seconds", "speed_kmh"], ["each", "percent_of_usual"], ["each", "speed_kmh"], ["speed_kmh"])

HOW_LONG = {name for names in OF_BOUTS for name in names}


@st.composite
def steps(draw: st.DrawFn, uses: tuple[str, ...] = tuple(PROGRAMME_MACROS)) -> dict[str, Any]:
    """One macro, with what it needs and some of what it may have."""
    use = draw(st.sampled_from(uses))
    names = [name for name, (_, needed) in PROGRAMME_MACROS[use].items() if needed]
    more = [name for name in PROGRAMME_MACROS[use] if name not in (*names, *HOW_LONG)]
    if draw(st.booleans()) and more:
        names.append(draw(st.sampled_from(more)))
    names += draw(st.sampled_from(OF_BOUTS)) if use == "bouts" else []
    return {"use": use, **{name: draw(likely(name)) for name in names}}


TURNED = ([{"use": "prepare"}, {"use": "start_forward"}, {"use": "turn_away"}], [{"use": "turn_back"}, {"use": "end"}])


@st.composite
def sessions(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Macros in any order; more often with the turns where they belong."""
    if draw(st.integers(0, 2)) == 0:
        return draw(st.lists(steps(), min_size=1, max_size=5))
    start, stop = TURNED
    rows = [draw(steps(("bouts",)))]
    for _ in range(draw(st.integers(0, 2))):
        rows += [draw(steps(("seated_break",))), draw(steps(("bouts",)))]
    return [*start, *rows, *stop]


@st.composite
def tables(draw: st.DrawFn) -> dict[str, Any]:
    """Something like a programme: half of them with turns where they belong."""
    names = ("format", "programme", "title", "setting", "surface", "backward_kmh", "incline_percent", "then")
    table: dict[str, Any] = {
        name: draw(likely(name)) for name in names if PROGRAMME[name][1] or draw(st.integers(0, 3)) == 0
    }
    table["title"] = draw(st.text(string.ascii_letters, min_size=1, max_size=9))
    table["blocks"] = draw(sessions())
    if draw(st.booleans()):
        table["weeks"] = draw(st.lists(weeks(), max_size=4))
    return table


@st.composite
def weeks(draw: st.DrawFn) -> dict[str, Any]:
    """A week: its own words, blocks, or new values for the programme's."""
    week: dict[str, Any] = {name: draw(likely(name)) for name in WEEK if draw(st.integers(0, 3)) == 0}
    if draw(st.integers(0, 3)) == 0:
        week["blocks"] = draw(sessions())
    for step in draw(st.lists(steps(("bouts", "end", "warm_up")), max_size=1)):
        week[step.pop("use")] = step
    return week


@examples(400)
@given(table=tables(), walker=walkers())
def test_tables_like_programmes(table: dict[str, Any], walker: Walker) -> None:
    programme = usable(tomli_w.dumps(table))
    if programme is not None:
        for week in range(1, len(programme.weeks) + 1):
            too_slow(programme, week, walker)
            plan = expand(programme, week, walker)
            assert all(b.speed_kmh <= walker.limits.backward_kmh for b in plan.blocks if b.kind is Kind.BACKWARD)
