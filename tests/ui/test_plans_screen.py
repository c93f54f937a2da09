"""The Plans page: programmes opened, given, shown and copied; plans of one's own; files from elsewhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from balancecoach.core.person import Moved
from balancecoach.core.plan import BeltControl, Units
from balancecoach.paths import assets
from balancecoach.ui.demo_bar import DemoMark
from tests.ui.test_rooms import OURS
from tests.ui.world import Key, World, anybody, saved_plan, world_of

FAST = OURS.replace("speed_kmh = 2.0", "speed_kmh = 20.0")


@pytest.fixture
def world(qtbot: QtBot) -> Iterator[World]:
    with world_of(qtbot, anybody(programme_id="p2-gentle-build", week=2)) as made:
        made.go("plans")
        yield made


def open_card(world: World, programme_id: str = "p2-gentle-build") -> None:
    """One programme."""
    world.window.plans.open_programme(programme_id)


def test_the_page_begins_with_its_first_button(world: World) -> None:
    assert world.focus() is world.window.plans.new_button


def test_every_programme_is_there_and_marked_where_the_person_is(world: World) -> None:
    texts = world.texts()
    assert "Programmes for Ann" in texts
    for programme in world.programmes.values():
        assert programme.title in texts
    assert "Gentle build  ·  week 2 now" in texts


def test_a_card_shows_weeks_sources_and_what_can_be_done(world: World) -> None:
    more = world.buttons("More: Gentle build")[0]
    more.setFocus()
    world.press(Key.Key_Space)
    weeks = world.window.plans.weeks
    assert weeks is not None
    assert (weeks.count(), weeks.currentIndex()) == (4, 1)
    assert "Where this comes from" in world.texts()
    assert world.programmes["p2-gentle-build"].sources[0].text in world.texts()
    assert [world.buttons(words)[0].text() for words in ("Give", "Demonstrate", "Repeat", "Copy")]
    world.press(Key.Key_Space)
    assert "Where this comes from" not in world.texts()
    assert world.focus().objectName() == "more-p2-gentle-build", "the keyboard stays where it was"


def test_one_card_at_a_time(world: World) -> None:
    open_card(world)
    open_card(world, "p5-steady-builder")
    assert len(world.buttons("Give to Ann")) == 1
    weeks = world.window.plans.weeks
    assert weeks is not None
    assert weeks.count() == 10


def test_a_locked_programme_says_why(world: World) -> None:
    open_card(world, "p9-gentle-slope")
    assert "A physio has to approve this first" in world.texts()


def test_giving_a_programme_moves_the_person_and_shows_today(world: World) -> None:
    open_card(world)
    weeks = world.window.plans.weeks
    assert weeks is not None
    weeks.setCurrentIndex(3)
    world.click("Give to Ann")
    today = world.window.today
    assert world.window.shown() is today
    assert today.headline.text() == "Gentle build, week 4"
    moved = world.file().last(Moved)
    assert isinstance(moved, Moved)
    assert (moved.programme_id, moved.week, moved.why) == ("p2-gentle-build", 4, "chosen")
    assert world.file().person.moved_at == world.now


def test_nothing_can_be_given_to_nobody(qtbot: QtBot) -> None:
    with world_of(qtbot) as world:
        world.go("plans")
        open_card(world)
        assert world.buttons("Give") == []
        world.click("Demonstrate")
        assert world.rooms.demo.runner is not None
        world.press(Key.Key_Escape)


# -- demonstrations ------------------------------------------------------------------------------------------------
def test_a_demonstration_is_marked_and_never_kept(world: World) -> None:
    before = (world.store.session_ids(), world.file())
    open_card(world)
    world.click("Demonstrate")
    shown = world.window.shown()
    mark = shown.findChild(DemoMark)
    assert mark is not None
    assert mark.isVisible()
    world.press(Key.Key_Plus, Key.Key_Right, Key.Key_Right, Key.Key_Return)
    world.pass_time(30)
    assert mark.isVisible()
    world.press(Key.Key_Escape)
    assert world.window.shown() is world.window.plans
    world.desk.journal.flush(5)
    assert (world.store.session_ids(), world.file()) == before
    assert world.store.summaries() == ()


def test_a_demonstration_takes_nothing_from_the_session_after_it(world: World) -> None:
    open_card(world)
    world.click("Demonstrate")
    world.press(Key.Key_Escape)
    world.go("today")
    world.begin()
    assert world.player.played[-1].endswith("Loosen up first. Stand and hold on.")
    assert not world.window.session.banner.isVisible()


def test_repeat_with_me_goes_cue_by_cue(world: World) -> None:
    open_card(world)
    world.click("Repeat with me")
    shown = world.window.shown()
    mark = shown.findChild(DemoMark)
    assert mark is not None
    assert mark.isVisible()
    first = world.player.played[-1]
    world.press(Key.Key_Return)
    assert world.player.played[-1] != first
    world.press(Key.Key_Escape)
    assert world.window.shown() is world.window.plans
    assert world.store.session_ids() == ()


# -- plans of one's own --------------------------------------------------------------------------------------------
def test_a_copy_is_edited_saved_listed_and_walked_today(world: World) -> None:
    open_card(world)
    world.click("Copy and change")
    editor = world.rooms.editor
    assert world.window.shown() is editor.screen
    world.click("Save")
    world.click("Back")
    assert world.window.shown() is world.window.plans
    (saved,) = world.store.saved_plans()
    assert not saved.draft
    assert saved.title in world.texts()
    world.click("Walk this today")
    today = world.window.today
    assert world.window.shown() is today
    assert today.headline.text() == saved.title
    assert today.kicker.text() == "TODAY"
    assert today.start_button.isVisible()


def test_an_own_plan_speaks_the_persons_units_and_control(world: World) -> None:
    world.change(units=Units.MPH, control=BeltControl.REMOTE)
    world.store.save_plan(saved_plan("ours", "Ours", OURS))
    world.go("plans")
    world.click("Walk this today")
    plan = world.desk.day.walk(world.situation()).plan
    assert (plan.units, plan.control) == (Units.MPH, BeltControl.REMOTE)


def test_a_draft_cannot_be_walked_but_changed(world: World) -> None:
    world.store.save_plan(saved_plan("ours", "Ours", FAST, draft=True))
    world.go("plans")
    assert "Ours  (draft)" in world.texts()
    assert world.buttons("Walk this today") == []
    world.window.plans.walked.emit("ours")
    assert world.desk.day.own_plan is None
    world.click("Change: Ours")
    assert world.window.shown() is world.rooms.editor.screen


def test_a_plan_above_the_persons_limits_says_so(world: World) -> None:
    world.store.save_plan(saved_plan("ours", "Ours", FAST))
    world.go("plans")
    assert world.buttons("Walk this today") == []
    world.window.plans.walked.emit("ours")
    assert world.window.shown() is world.window.plans
    assert world.window.plans.problem.isVisible()
    world.store.save_plan(saved_plan("ours", "Ours", OURS.replace("speed_kmh = 2.0", "speed_kmh = 4.0")))
    world.go("plans")
    assert "your speed at ease is 3 km/h" in world.texts()
    assert world.buttons("Walk this today") == []


def test_removing_asks_first(world: World) -> None:
    world.store.save_plan(saved_plan("ours", "Ours", OURS))
    world.go("plans")
    world.click("Remove: Ours")
    assert world.window.shown() is world.window.ask
    assert "Ours will be gone" in world.texts()
    world.press(Key.Key_Return)
    assert len(world.store.saved_plans()) == 1, "the safe answer is the one that Enter gives"
    world.click("Remove: Ours")
    world.click("Remove it")
    assert world.store.saved_plans() == ()
    assert world.window.shown() is world.window.plans
    assert world.buttons("Remove: Ours") == []


# -- files ---------------------------------------------------------------------------------------------------------
def test_a_good_file_is_kept_and_listed(world: World, tmp_path: Path) -> None:
    good = tmp_path / "ours.toml"
    good.write_text(OURS, encoding="utf-8")
    world.window.plans.file_chosen.emit(str(good))
    assert world.window.shown() is world.window.plans
    assert [saved.title for saved in world.store.saved_plans()] == ["Ours"]
    assert world.buttons("Walk this today")


def test_a_file_with_problems_may_be_kept_as_a_draft(world: World, tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text(FAST, encoding="utf-8")
    world.window.plans.file_chosen.emit(str(bad))
    assert "This plan has problems" in world.texts()
    world.click("Keep as draft")
    (saved,) = world.store.saved_plans()
    assert saved.draft
    assert world.window.shown() is world.rooms.editor.screen


def test_a_file_that_is_no_plan_says_so_and_goes_back(world: World, tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("format = [", encoding="utf-8")
    world.window.plans.file_chosen.emit(str(broken))
    assert "This file cannot be used" in world.texts()
    assert "broken.toml" in world.texts()
    world.press(Key.Key_Return)
    assert world.window.shown() is world.window.plans
    assert world.store.saved_plans() == ()


def test_a_programme_file_is_listed_among_the_programmes_and_can_be_given(world: World, tmp_path: Path) -> None:
    text = (assets() / "programmes" / "p1-first-steps.toml").read_text(encoding="utf-8")
    ours = text.replace('programme = "p1-first-steps"', 'programme = "ours"').replace('"First steps"', '"Our steps"')
    path = tmp_path / "ours.toml"
    path.write_text(ours, encoding="utf-8")
    world.window.plans.file_chosen.emit(str(path))
    assert world.window.shown() is world.window.plans
    assert "Our steps" in world.texts()
    open_card(world, "ours")
    world.click("Give to Ann")
    assert world.window.today.headline.text() == "Our steps, week 1"
    assert world.window.today.start_button.isVisible()
