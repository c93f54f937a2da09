"""The programmes that come with the app are those of evidence section 3; the tables here are copied from it."""

from itertools import pairwise
from pathlib import Path

import pytest

from balancecoach.core.plan import HOME, PHYSIO, Facing, Hands, Kind, Limits, Plan, Surface, totals
from balancecoach.core.programme import Setting, Strength, Walker, expand, too_slow
from balancecoach.core.rules import validate
from balancecoach.core.script import build_script
from balancecoach.errors import UserError
from balancecoach.paths import assets
from balancecoach.plans.files import PlanFileError
from balancecoach.plans.library import BUILT_IN, Library, Programmes, sample_walker
from balancecoach.plans.programmes import parse_programme
from tests.plans import samples

FOLDER = assets() / "programmes"
PROGRAMMES = Programmes(FOLDER)
WEEKS = [(name, week) for name in BUILT_IN for week in range(1, len(PROGRAMMES[name].weeks) + 1)]
ON_TREADMILL = [name for name in BUILT_IN if PROGRAMMES[name].surface is Surface.TREADMILL]

#: Evidence 3.1 to 3.12: minutes backwards and km/h of each week. P11 and P12: from a baseline of 1.6, in tenths down.
TABLE: dict[str, list[tuple[float, float]]] = {
    "p0-familiarisation": [(0, 0)],
    "p1-first-steps": [(1.5, 1.0), (3, 1.0)],
    "p2-gentle-build": [(3, 1.0), (5, 1.0), (5, 1.1), (6, 1.1)],
    "p3-short-intervals": [(1.5, 1.0), (2.5, 1.0), (4, 1.0), (4, 1.1), (6, 1.1), (8, 1.1)],
    "p4-five-and-one": [(1, 1.0), (1, 1.0), (2, 1.0), (2, 1.0)],
    "p5-steady-builder": list(
        zip((5, 7, 7, 10, 10, 13, 13, 16, 16, 20), (1.2, 1.2, 1.3, 1.3, 1.4, 1.4, 1.5, 1.5, 1.6, 1.6), strict=True)
    ),
    "p6-knee-comfort": [(minutes, 1.6) for minutes in (10, 10, 10, 10, 10, 10, 15, 20, 25, 30)],
    "p7-steady-four-day": [(10, 2.0), (12, 2.0), (13, 2.0), (15, 2.0), (15, 2.4), (15, 3.2), (15, 4.0), (15, 4.8)],
    "p8-rails-fade": [(5, 1.0)] * 4,
    "p9-gentle-slope": [(5, 1.0), (5, 0.8), (5, 0.8), (5, 0.8), (5, 0.8)],
    "p10-step-and-think": [(8, 1.5)] * 4,  # three quarters of 2.0
    "p11-stroke-ladder": [(30, kmh) for kmh in (1.6, 1.7, 1.9, 2.0, 2.2, 2.4)],
    "p12a-clinic-thirty": [(30, 1.6)] * 4,
    "p12b-short-course": [(30, 1.6)] * 3,
    "p12c-supported": [(minutes, 1.6) for minutes in (20, 20, 25, 25, 30, 30, 30, 30, 30)],
}
#: Bouts of each week, in seconds, and the rest between them.
BOUTS: dict[str, list[tuple[list[int], int]]] = {
    "p1-first-steps": [([30] * 3, 45), ([60] * 3, 60)],
    "p2-gentle-build": [([60] * 3, 60), ([60] * 5, 60), ([60] * 5, 60), ([120] * 3, 60)],
    "p3-short-intervals": [
        ([30] * 3, 45),
        ([30] * 5, 45),
        ([60] * 4, 60),
        ([60] * 4, 60),
        ([120] * 3, 60),
        ([120] * 4, 60),
    ],
    "p6-knee-comfort": [*[([120] * 5, 60)] * 2, *[([300] * 2, 90)] * 2, *[([600], 0)] * 2],
    "p8-rails-fade": [([60] * 5, 60)] * 4,
    "p9-gentle-slope": [([60] * 5, 90)] * 5,
    "p10-step-and-think": [([120] * 4, 60)] * 4,
    "p11-stroke-ladder": [([300] * 6, 60)] * 6,
    "p12a-clinic-thirty": [([300] * 6, 60)] * 4,
}
#: Setting, and the fewest and most sessions a week.
HEADS: dict[str, tuple[Setting, tuple[int, int]]] = {
    "p0-familiarisation": (Setting.HOME, (2, 3)),
    "p1-first-steps": (Setting.HOME, (2, 3)),
    "p2-gentle-build": (Setting.HOME, (2, 3)),
    "p3-short-intervals": (Setting.HOME, (3, 3)),
    "p4-five-and-one": (Setting.HELPER, (2, 2)),
    "p5-steady-builder": (Setting.HOME, (2, 3)),
    "p6-knee-comfort": (Setting.HOME, (3, 3)),
    "p7-steady-four-day": (Setting.HOME, (4, 4)),
    "p8-rails-fade": (Setting.HOME, (2, 2)),
    "p9-gentle-slope": (Setting.PHYSIO, (2, 2)),
    "p10-step-and-think": (Setting.PHYSIO, (2, 2)),
    "p11-stroke-ladder": (Setting.CLINIC, (3, 3)),
    "p12a-clinic-thirty": (Setting.CLINIC, (3, 3)),
    "p12b-short-course": (Setting.CLINIC, (3, 3)),
    "p12c-supported": (Setting.CLINIC, (3, 3)),
    "p13-along-the-rail": (Setting.HELPER, (2, 3)),
}
#: Warm-up and cool-down: seconds and km/h. The cool-down's last half minute is at the belt's slowest.
FORWARD: dict[str, tuple[tuple[float, float], tuple[float, float]]] = {
    "p0-familiarisation": ((360, 2.0), (360, 1.5)),
    "p1-first-steps": ((360, 2.0), (180, 1.5)),
    "p4-five-and-one": ((300, 2.5), (180, 1.5)),
    "p5-steady-builder": ((300, 2.0), (240, 1.5)),
    "p6-knee-comfort": ((300, 2.0), (300, 1.5)),
    "p7-steady-four-day": ((240, 2.0), (180, 1.5)),
}
#: Weeks that a physio has to agree to, in programmes that need no approval otherwise.
APPROVED_WEEKS = {"p6-knee-comfort": {7, 8, 9, 10}, "p7-steady-four-day": {5, 6, 7, 8}}
BOTH, LIGHT, ONE = Hands.BOTH, Hands.LIGHT, Hands.ONE


@pytest.fixture
def library() -> Library:
    return Library(FOLDER)


def shown(name: str, week: int) -> Plan:
    """A week for somebody for whom only the programme's own ceilings hold."""
    return expand(PROGRAMMES[name], week, sample_walker(PROGRAMMES[name]))


def backward(plan: Plan) -> list[tuple[float, float]]:
    return [(block.seconds, block.speed_kmh) for block in plan.blocks if block.kind is Kind.BACKWARD]


def test_every_file_is_listed_under_its_own_id() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {f"{name}.toml" for name in BUILT_IN}
    assert [programme.id for programme in PROGRAMMES.values()] == list(BUILT_IN)
    assert len({programme.title for programme in PROGRAMMES.values()}) == len(BUILT_IN)


@pytest.mark.parametrize("name", BUILT_IN)
def test_each_says_who_it_is_for_and_where_it_comes_from(name: str) -> None:
    programme = PROGRAMMES[name]
    assert programme.summary
    assert programme.who
    assert (programme.setting, programme.sessions_a_week) == HEADS[name]
    assert any(source.strength is Strength.DESIGN for source in programme.sources)
    assert any(source.strength is not Strength.DESIGN for source in programme.sources)
    assert set(programme.then) <= set(BUILT_IN) - {name}


@pytest.mark.parametrize("name", BUILT_IN)
def test_none_promises_anything(name: str) -> None:
    text = (FOLDER / f"{name}.toml").read_text(encoding="utf-8").casefold()
    for word in ("elderly", "calorie", "muscle", "prevent", "guarantee", "hamstring", "left", "right hand"):
        assert word not in text.replace("is left out", ""), word


@pytest.mark.parametrize(("name", "week"), WEEKS)
def test_every_week_may_be_walked_within_the_programmes_own_limits(name: str, week: int) -> None:
    plan = shown(name, week)
    assert validate(plan, PROGRAMMES[name].limits) == ()
    assert (plan.programme_id, plan.week) == (name, week)
    assert [plan.blocks[0].kind, plan.blocks[1].kind] == [Kind.LOOSEN, Kind.PREPARE]
    assert build_script(plan).cues


@pytest.mark.parametrize("name", ON_TREADMILL)
def test_minutes_and_speeds_are_those_of_the_evidence(name: str) -> None:
    found = [totals(shown(name, week).blocks) for week in range(1, len(PROGRAMMES[name].weeks) + 1)]
    assert [(t.backward_s / 60, t.backward_kmh) for t in found] == TABLE[name]


@pytest.mark.parametrize("name", BOUTS)
def test_bouts_and_rests_are_those_of_the_evidence(name: str) -> None:
    for week, (seconds, rest_s) in enumerate(BOUTS[name], 1):
        plan = shown(name, week)
        assert [s for s, _ in backward(plan)] == seconds, week
        rests = [block.seconds for block in plan.blocks if block.kind is Kind.REST]
        assert rests == [rest_s] * (len(seconds) - 1), week


@pytest.mark.parametrize("name", ON_TREADMILL)
def test_walking_forwards_is_as_the_evidence_gives_it(name: str) -> None:
    (warm_s, warm_kmh), (cool_s, cool_kmh) = FORWARD.get(name, ((300, 2.0), (180, 1.5)))
    for week in range(1, len(PROGRAMMES[name].weeks) + 1):
        blocks = shown(name, week).blocks
        rows = {b.part: (b.seconds, b.speed_kmh) for b in blocks if b.kind is Kind.FORWARD}
        assert rows["warm_up"] == (warm_s, warm_kmh)
        assert rows["cool_down"] == (cool_s - 30, cool_kmh)


@pytest.mark.parametrize("name", BUILT_IN)
def test_from_week_to_week_minutes_or_speed_change_never_both(name: str) -> None:
    """Evidence 3; the slope of P9 may rise while the speed falls, at equal minutes (3.9)."""
    loads = [totals(shown(name, week).blocks) for week in range(1, len(PROGRAMMES[name].weeks) + 1)]
    for one, two in pairwise(loads):
        more = (two.backward_s, two.backward_m) != (one.backward_s, one.backward_m)
        steeper = two.incline_percent > one.incline_percent
        assert not (more and two.backward_kmh != one.backward_kmh)
        assert not (steeper and (more or two.backward_kmh > one.backward_kmh))
        assert two.backward_s >= one.backward_s


@pytest.mark.parametrize(("name", "week"), WEEKS)
def test_at_home_nothing_is_beyond_the_home_caps(name: str, week: int) -> None:
    programme = PROGRAMMES[name]
    at_home = programme.setting in (Setting.HOME, Setting.HELPER) and not programme.weeks[week - 1].approval
    plan = shown(name, week)
    total = totals(plan.blocks)
    if at_home:
        assert (total.backward_kmh <= HOME.backward_kmh, total.incline_percent) == (True, 0)
        assert validate(plan, HOME) == ()
    else:
        assert programme.weeks[week - 1].approval or programme.setting in (Setting.PHYSIO, Setting.CLINIC)
    assert total.backward_kmh <= PHYSIO.backward_kmh
    assert all(block.hands is not Hands.NONE for block in plan.blocks)
    if programme.backward and at_home and programme.surface is Surface.TREADMILL:
        at_limit = Walker(speed_kmh=4.8, limits=HOME)
        assert validate(expand(programme, week, at_limit), HOME) == ()


@pytest.mark.parametrize("name", BUILT_IN)
def test_weeks_that_need_a_physio_say_so(name: str) -> None:
    asked = {number for number, week in enumerate(PROGRAMMES[name].weeks, 1) if week.approval}
    assert asked == APPROVED_WEEKS.get(name, set())


def test_two_turns_and_two_more_for_each_seated_break_none_between_bouts() -> None:
    for name, week in WEEKS:
        turns = totals(shown(name, week).blocks).turns
        breaks = sum(1 for b in shown(name, week).blocks if b.kind is Kind.STEP_OFF) - 1
        expected = 4 if (name, week) in (("p4-five-and-one", 3), ("p4-five-and-one", 4)) else 2 + 2 * max(0, breaks)
        assert turns == expected, (name, week)


def test_getting_to_know_has_the_turn_and_nothing_backward() -> None:
    plan = shown("p0-familiarisation", 1)
    assert [b.facing for b in plan.blocks if b.kind is Kind.TURN] == [Facing.ROOM, Facing.CONSOLE]
    assert {b.facing for b in plan.blocks if b.moving} == {Facing.CONSOLE}
    assert {Kind.BELT_STOP, Kind.STRADDLE, Kind.SETTLE} <= {b.kind for b in plan.blocks}
    assert not PROGRAMMES["p0-familiarisation"].backward


def hands(name: str, week: int) -> list[Hands]:
    return [block.hands for block in shown(name, week).blocks if block.kind is Kind.BACKWARD]


def test_the_rails_fade_as_in_the_evidence() -> None:
    assert hands("p8-rails-fade", 1) == [BOTH] * 5
    assert hands("p8-rails-fade", 2) == [BOTH, LIGHT, BOTH, LIGHT, BOTH]
    assert hands("p8-rails-fade", 3) == [LIGHT] * 5
    assert hands("p8-rails-fade", 4) == [LIGHT, LIGHT, ONE, LIGHT, ONE]


def test_other_hands_are_as_in_the_evidence() -> None:
    lighter = {("p2-gentle-build", 4)}
    lighter |= {("p5-steady-builder", week) for week in range(5, 11)}
    lighter |= {("p7-steady-four-day", week) for week in range(1, 9)}
    for name, week in WEEKS:
        if PROGRAMMES[name].surface is Surface.TREADMILL and name != "p8-rails-fade":
            assert set(hands(name, week)) <= {LIGHT if (name, week) in lighter else BOTH}, (name, week)


def test_five_and_one_is_two_rounds_at_most() -> None:
    for week in (3, 4):
        walks = [b for b in shown("p4-five-and-one", week).blocks if b.kind in (Kind.FORWARD, Kind.BACKWARD)]
        assert [(b.kind, b.seconds, b.speed_kmh) for b in walks[:-1]] == [
            (Kind.FORWARD, 300, 2.5),
            (Kind.BACKWARD, 60, 1.0),
        ] * 2


@pytest.mark.parametrize("name", ["p5-steady-builder", "p7-steady-four-day", "p11-stroke-ladder", "p12c-supported"])
def test_no_bout_is_longer_than_five_minutes(name: str) -> None:
    for week in range(1, len(PROGRAMMES[name].weeks) + 1):
        lengths = [seconds for seconds, _ in backward(shown(name, week))]
        assert max(lengths) <= 300
        assert lengths == sorted(lengths, reverse=True), "the last is never the longest"
        assert all(seconds % 60 == 0 for seconds in lengths), "said in whole minutes"


def test_the_knee_programmes_long_weeks_are_ten_minutes_with_a_seated_break() -> None:
    for week, minutes in {7: [10, 5], 8: [10, 10], 9: [10, 10, 5], 10: [10, 10, 10]}.items():
        plan = shown("p6-knee-comfort", week)
        assert [seconds / 60 for seconds, _ in backward(plan)] == minutes
        breaks = [b.seconds for b in plan.blocks if b.kind is Kind.SEATED_REST and b.part == "seated_break"]
        assert breaks == [300] * (len(minutes) - 1)


def test_the_slope_is_level_again_before_any_turn_and_settling_is_long() -> None:
    for week, slope in enumerate((0, 1, 2, 3, 4), 1):
        blocks = shown("p9-gentle-slope", week).blocks
        assert {b.incline_percent for b in blocks if b.kind is Kind.BACKWARD} == {slope}
        assert {b.incline_percent for b in blocks if b.kind in (Kind.TURN, Kind.SETTLE, Kind.FORWARD)} == {0}
        settled = [(b.part, b.seconds) for b in blocks if b.kind in (Kind.SETTLE, Kind.SEATED_REST)]
        assert settled[1:] == [("turn_back", 120), ("end", 120), ("end", 300)]


def test_the_tasks_are_those_of_the_evidence() -> None:
    for week, task in enumerate(("animals", "letters", "threes", "items"), 1):
        assert {b.task for b in shown("p10-step-and-think", week).blocks if b.kind is Kind.BACKWARD} == {task}


def test_along_the_rail_is_walked_without_a_belt() -> None:
    plans = [shown("p13-along-the-rail", week) for week in (1, 2, 3, 4)]
    assert [(totals(p.blocks).bouts, totals(p.blocks).backward_m) for p in plans] == [(3, 9), (5, 15), (5, 20), (5, 25)]
    assert not any(block.moving for plan in plans for block in plan.blocks)
    assert {b.hands for p in plans for b in p.blocks if b.kind in (Kind.FORWARD, Kind.BACKWARD)} == {ONE}
    words = {cue.say.casefold() for plan in plans for cue in build_script(plan).all_cues()}
    assert not any("belt" in said or "console" in said for said in words)


def test_along_the_rail_may_be_walked_for_times_instead(tmp_path: Path) -> None:
    """As the file says: where the way is short, seconds in place of metres."""
    text = (FOLDER / "p13-along-the-rail.toml").read_text(encoding="utf-8")
    for metres in (3, 4, 5):
        text = text.replace(f"distance_m = {metres}", "seconds = 10")
    path = tmp_path / "p13-along-the-rail.toml"
    path.write_text(text, encoding="utf-8")
    programme = Programmes(tmp_path)["p13-along-the-rail"]
    total = totals(expand(programme, 4, Walker()).blocks)
    assert (total.backward_s, total.backward_m) == (50, 0)


def test_who_may_walk_on_after_what() -> None:
    assert PROGRAMMES["p0-familiarisation"].then == ("p1-first-steps",)
    before = {name: [other for other in BUILT_IN if name in PROGRAMMES[other].then] for name in BUILT_IN}
    assert before["p7-steady-four-day"] == ["p5-steady-builder"]
    assert "p2-gentle-build" in before["p5-steady-builder"]
    assert all(PROGRAMMES[name].setting is not Setting.CLINIC for one in PROGRAMMES.values() for name in one.then)


def test_a_baseline_has_to_be_entered_in_the_clinic() -> None:
    for name in ("p11-stroke-ladder", "p12a-clinic-thirty", "p12b-short-course", "p12c-supported"):
        assert "baseline" in too_slow(PROGRAMMES[name], 1, Walker(limits=PHYSIO))


def test_the_brisk_weeks_are_behind_a_physios_limit() -> None:
    programme = PROGRAMMES["p7-steady-four-day"]
    for week, top in {5: 2.4, 6: 3.2, 7: 4.0, 8: 4.8}.items():
        assert totals(expand(programme, week, Walker(speed_kmh=4.8)).blocks).backward_kmh == 2.0
        raised = Walker(speed_kmh=4.8, limits=Limits(backward_kmh=4.8))
        assert totals(expand(programme, week, raised).blocks).backward_kmh == top


# -- finding one ---------------------------------------------------------------------------------------------------
def test_a_week_is_found_by_its_name(library: Library) -> None:
    assert library.find("p2-gentle-build:3") == shown("p2-gentle-build", 3)
    assert library.find("p2-gentle-build") == shown("p2-gentle-build", 1)
    assert library.find("p1-week1") == shown("p1-first-steps", 1)


def test_a_plan_is_found_by_its_file(library: Library, tmp_path: Path) -> None:
    for name in ("mine", "mine.toml"):
        (tmp_path / name).write_text(samples.PLAN, encoding="utf-8")
        assert library.find(str(tmp_path / name)).id == "p1-week1"


def test_an_id_beats_a_folder_of_that_name(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("p1-first-steps").mkdir()
    assert library.find("p1-first-steps").week == 1


@pytest.mark.parametrize(
    ("name", "holds"),
    [
        ("p1-first-stps", "Did you mean p1-first-steps?"),
        ("p1-first-stps:2", "Did you mean p1-first-steps?"),
        ("p1-first-steps:3", "weeks 1 to 2"),
        ("p1-first-steps:0", "weeks 1 to 2"),
        ("p1-first-steps:", "weeks 1 to 2"),
        ("p1-first-steps:two", "weeks 1 to 2"),
        ("p1-first-steps:-1", "weeks 1 to 2"),
        ("p1-first-steps:00001", "weeks 1 to 2"),
        ("p1-first-steps:" + "9" * 5000, "weeks 1 to 2"),
        ("p0-familiarisation:2", "weeks 1 to 1"),
        ("zzz", "balancecoach programmes"),
        ("none.toml", "There is no such file"),
        ("some/where", "There is no such file"),
        ("n" * 5000, "no programme has this id and no file this name"),
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


def test_programmes_of_ones_own_come_after_the_built_in_ones(tmp_path: Path) -> None:
    programmes = Programmes(FOLDER)
    mine = parse_programme(samples.PROGRAMME, "mine.toml")
    programmes.add(mine)
    assert list(programmes) == [*BUILT_IN, "mine"]
    assert len(programmes) == len(BUILT_IN) + 1
    assert programmes["mine"] is mine
    assert programmes.own() == (mine,)
    with pytest.raises(UserError, match="built-in"):
        programmes.add(PROGRAMMES["p1-first-steps"])
    assert "zzz" not in programmes


def test_a_damaged_installation_is_told(tmp_path: Path) -> None:
    with pytest.raises(PlanFileError, match="There is no such file"):
        list(Programmes(tmp_path).values())
