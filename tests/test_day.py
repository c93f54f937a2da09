"""Whose day it is, and what they walk: over a real record."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from balancecoach.core.allowed import First
from balancecoach.core.moving import Move, Place
from balancecoach.core.person import Cleared, Happened, Moved
from balancecoach.core.plan import BeltControl, Plan, Units
from balancecoach.core.programme import Setting
from balancecoach.day import Day, learn, shaped
from balancecoach.paths import assets, find_paths
from balancecoach.plans.library import Programmes
from balancecoach.store.plans import SavedPlan
from balancecoach.store.store import Store
from tests.fakes import WALL, FakeClock, p1_week_1
from tests.histories import BELT, P0, P1, P2, person, screened

ANN = person(P1, 1)
BEA = person(P2, 2, id="bea", name="Bea")


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.open(find_paths(), write=True) as made:
        made.save_treadmill(BELT)
        yield made


@pytest.fixture
def day(store: Store) -> Day:
    return Day(store, Programmes(assets() / "programmes"), FakeClock())


def chosen(day: Day) -> tuple[Plan | None, bool]:
    """What was chosen for today only."""
    return day.own_plan, day.forward_only


def test_nobody(day: Day) -> None:
    assert day.people() == ()
    assert day.person() is None
    assert day.situation() is None
    day.forget_person("")
    day.forget_person("gone")


def test_the_first_by_name_until_somebody_is_chosen(store: Store, day: Day) -> None:
    for someone in (BEA, ANN):
        store.save_person(someone, screened(), now=WALL)
    assert day.person() == ANN
    day.choose("bea")
    assert day.person() == BEA
    assert Day(store, Programmes(assets() / "programmes"), FakeClock()).person() == BEA, "it is remembered"


def test_whoever_is_archived_or_gone_is_not_whose_day_it_is(store: Store, day: Day) -> None:
    for someone in (BEA, ANN):
        store.save_person(someone, screened(), now=WALL)
    day.choose("bea")
    day.own_plan = p1_week_1()
    store.save_person(replace(BEA, archived=True), now=WALL)
    day.forget_person("bea")
    assert day.person() == ANN
    assert chosen(day) == (None, False)
    store.save_person(BEA, now=WALL)
    assert day.person() == BEA, "back from the archive"
    day.forward_only = True
    store.delete_person("bea")
    day.forget_person("bea")
    assert day.person() == ANN
    assert chosen(day) == (None, False)
    store.delete_person("ann")
    assert day.person() is None


def test_a_change_of_somebody_keeps_what_was_chosen_for_today(store: Store, day: Day) -> None:
    store.save_person(ANN, screened(), now=WALL)
    day.own_plan = p1_week_1()
    day.forget_person("ann")
    day.forget_person("")
    assert day.own_plan is not None


def test_what_is_walked(store: Store, day: Day) -> None:
    store.save_person(ANN, screened(), now=WALL)
    situation = day.situation()
    assert situation is not None
    walk = day.walk(situation)
    assert (walk.plan.programme_id, walk.plan.week, walk.allowed.may) == (P1, 1, True)
    assert walk.setting is Setting.HOME
    day.forward_only = True
    walk = day.walk(situation)
    assert (walk.plan.programme_id, walk.plan.week) == (P0, 1)
    day.own_plan = p1_week_1()
    walk = day.walk(situation)
    assert (walk.plan.title, walk.plan.programme_id) == ("First steps, week 1", "")
    day.choose("ann")
    assert chosen(day) == (None, False)


@pytest.mark.parametrize(("programme_id", "week", "walked"), [("gone", 3, (P0, 1)), (P1, 9, (P1, 2)), (P1, 0, (P1, 1))])
def test_a_place_that_is_not_there_is_the_nearest_that_is(
    store: Store, day: Day, programme_id: str, week: int, walked: tuple[str, int]
) -> None:
    store.save_person(person(programme_id, week), screened(), now=WALL)
    situation = day.situation()
    assert situation is not None
    plan = day.walk(situation).plan
    assert (plan.programme_id, plan.week) == walked
    assert day.advice(situation).move in (Move.STAY, Move.BACK)


def test_what_is_locked_says_what_comes_first(store: Store, day: Day) -> None:
    store.save_person(ANN, now=WALL)
    situation = day.situation()
    assert situation is not None
    assert day.walk(situation).allowed.first is First.SCREENING


def test_moves_and_stays_are_kept_with_their_reason(store: Store, day: Day) -> None:
    store.save_person(ANN, screened(), now=WALL)
    day.forward_only = True
    situation = day.situation()
    assert situation is not None
    moved = day.move(situation, Place(P2, 3), "chosen", "Dr Li")
    assert (moved.programme_id, moved.week, moved.moved_at, day.forward_only) == (P2, 3, WALL, False)
    situation = day.situation()
    assert situation is not None
    assert situation.file.person == moved
    fact = situation.file.last(Moved)
    assert isinstance(fact, Moved)
    assert (fact.by, fact.programme_id, fact.week, fact.why) == ("Dr Li", P2, 3, "chosen")
    day.stay(situation)
    file = store.file("ann")
    assert file is not None
    assert [fact.why for fact in file.facts if isinstance(fact, Moved)] == ["chosen", "stayed"]
    assert (file.person.programme_id, file.person.week) == (P2, 3)


def test_facts_are_kept(store: Store, day: Day) -> None:
    store.save_person(ANN, screened(), now=WALL)
    situation = day.situation()
    assert situation is not None
    day.clear(situation, "a session")
    day.note(situation, ())
    day.note(situation, (Happened(WALL, "fall"),))
    file = store.file("ann")
    assert file is not None
    assert [type(fact) for fact in file.facts[1:]] == [Cleared, Happened]
    assert file.last(Cleared) == Cleared(WALL, "a session")


def test_own_programmes_are_learned_and_broken_ones_left_out() -> None:
    text = (assets() / "programmes" / f"{P1}.toml").read_text(encoding="utf-8")
    ours = text.replace(f'programme = "{P1}"', 'programme = "ours"')
    programmes = Programmes(assets() / "programmes")
    rows = (
        SavedPlan("ours", "Ours", ours, "programme", False, WALL),
        SavedPlan("broken", "Broken", "format = [", "programme", False, WALL),
        SavedPlan("draft", "Draft", ours.replace('"ours"', '"draft"'), "programme", True, WALL),
        SavedPlan("plan", "Plan", "format = 1", "plan", False, WALL),
        SavedPlan(P1, "As built in", text, "programme", False, WALL),
    )
    learn(programmes, rows)
    assert [programme.id for programme in programmes.own()] == ["ours"]


def test_an_own_plan_is_shaped_for_the_person() -> None:
    plan = shaped(p1_week_1(), replace(ANN, units=Units.MPH, control=None))
    assert (plan.units, plan.control) == (Units.MPH, BeltControl.NONE)
