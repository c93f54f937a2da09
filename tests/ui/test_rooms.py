"""The rooms beside the everyday one: the helper's PIN, settings, leaving with changes, the floor, demonstrations."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from balancecoach.core.plan import Kind
from balancecoach.core.transitions import State
from tests.ui.world import Key, World, anybody, saved_plan, world_of

P13 = "p13-along-the-rail"
OURS = """format = 1
id = "ours"
title = "Ours"
[[blocks]]
use = "prepare"
[[blocks]]
use = "start_forward"
[[blocks]]
use = "warm_up"
seconds = 120
speed_kmh = 2.0
[[blocks]]
use = "cool_down"
seconds = 60
speed_kmh = 1.5
[[blocks]]
use = "end"
"""


@pytest.fixture
def world(qtbot: QtBot) -> Iterator[World]:
    with world_of(qtbot, anybody()) as made:
        yield made


@pytest.fixture
def locked(world: World) -> World:
    """With a helper's PIN, and a plan of one's own."""
    world.store.save_plan(saved_plan("ours", "Ours", OURS))
    world.set_pin()
    return world


def open_plan(world: World) -> None:
    """First steps, opened on the Plans page."""
    world.go("plans")
    if world.buttons("More: First steps"):
        world.click("More: First steps")


def give(world: World) -> None:
    open_plan(world)
    world.click("Give to Ann")


def copy(world: World) -> None:
    open_plan(world)
    world.click("Copy and change")


def new(world: World) -> None:
    world.go("plans")
    world.click("New plan")


def edit(world: World) -> None:
    world.go("plans")
    world.click("Change: Ours")


def remove(world: World) -> None:
    world.go("plans")
    world.click("Remove: Ours")


def file(world: World) -> None:
    world.go("plans")
    world.window.plans.file_chosen.emit("/nowhere.toml")


def settings(world: World) -> None:
    world.go("settings")


def details(world: World) -> None:
    world.go("people")
    world.click("Details: Ann")


def add(world: World) -> None:
    world.go("people")
    world.click("Add a person")


# -- the PIN -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("wish", [give, copy, new, edit, remove, file, settings, details, add])
def test_the_helpers_things_are_behind_the_pin(locked: World, wish: object) -> None:
    assert callable(wish)
    wish(locked)
    pin = locked.window.pin
    assert locked.window.shown() is pin
    assert locked.focus() is pin.field
    assert locked.file().person == anybody()
    locked.press(Key.Key_Escape)
    assert locked.window.shown() is locked.window.today
    wish(locked)
    locked.type("1234")
    locked.press(Key.Key_Return)
    assert locked.window.shown() is not pin
    locked.go("today")
    if locked.window.shown() is not locked.window.today:
        return  # the editor asks first: nothing is lost
    wish(locked)
    assert locked.window.shown() is pin, "Today locks again"


def test_once_open_it_stays_open_beside_today(locked: World) -> None:
    settings(locked)
    locked.type("1234")
    locked.press(Key.Key_Return)
    assert locked.window.shown() is locked.window.settings
    details(locked)
    assert locked.window.shown() is locked.rooms.people.person
    locked.go("progress")
    settings(locked)
    assert locked.window.shown() is locked.window.pin, "Progress locks too"


def test_what_a_walker_does_needs_no_pin(locked: World) -> None:
    locked.go("progress")
    assert locked.window.shown() is locked.window.progress
    locked.go("plans")
    assert locked.window.shown() is locked.window.plans
    locked.click("Walk this today")
    locked.begin()
    locked.go_to(Kind.FORWARD)
    locked.press(Key.Key_P)
    assert locked.state() is State.PAUSED
    locked.stop_and_sit()
    assert locked.window.shown() is locked.window.checkin


def test_the_questions_about_health_need_no_pin(locked: World) -> None:
    locked.days(100)
    locked.desk.show_today()
    locked.press(Key.Key_Return)
    assert locked.window.shown() is locked.rooms.people.set_up.screen


def test_how_the_belt_is_worked_does(locked: World) -> None:
    locked.change(control=None)
    locked.press(Key.Key_Return)
    assert locked.window.shown() is locked.window.pin
    locked.type("1234")
    locked.press(Key.Key_Return)
    assert "faces the room" in locked.texts()
    locked.press(Key.Key_1, Key.Key_Return)
    assert locked.window.shown() is locked.window.today
    assert locked.window.today.start_button.isVisible()


def test_a_wrong_pin_waits_longer_and_longer(locked: World) -> None:
    settings(locked)
    for _ in range(3):
        locked.type("0000")
        locked.press(Key.Key_Return)
    problem = locked.window.pin.problem
    assert problem.text() == "That is not the PIN. Try again in 5 seconds."
    assert locked.window.pin.field.text() == ""
    locked.type("1234")
    locked.press(Key.Key_Return)
    assert "Too many wrong tries" in problem.text()
    assert locked.window.shown() is locked.window.pin
    locked.pass_time(5)
    locked.type("1234")
    locked.press(Key.Key_Return)
    assert locked.window.shown() is locked.window.settings


# -- settings ------------------------------------------------------------------------------------------------------
def test_a_pin_is_set_changed_and_removed(world: World) -> None:
    settings(world)
    shown = world.window.settings
    shown.pin_field.setFocus()
    world.type("12")
    world.press(Key.Key_Return)
    assert "4 to 8 digits" in shown.pin_words.text()
    assert not world.rooms.guard.pin.is_set
    world.type("4321")
    world.press(Key.Key_Return)
    assert "is set" in shown.pin_words.text()
    world.go("today")
    settings(world)
    world.type("4321")
    world.press(Key.Key_Return)
    world.click("Remove the PIN")
    world.go("today")
    settings(world)
    assert world.window.shown() is shown
    assert not shown.remove_button.isVisible()


def test_the_treadmill_is_told_and_checked_again(world: World) -> None:
    settings(world)
    assert "all is well. The belt's slowest speed is 0.8 km/h." in world.texts()
    world.click("Check the treadmill")
    assert "Is the treadmill ready?" in world.texts()
    world.press(Key.Key_Escape)
    assert world.window.shown() is world.window.today


# -- the editor ----------------------------------------------------------------------------------------------------
def test_a_plan_with_changes_is_asked_about_and_nothing_is_lost(world: World) -> None:
    copy(world)
    editor = world.rooms.editor
    for page in ("today", "plans", "people", "settings", "progress"):
        world.go(page)
        assert world.window.shown() is editor.screen
        assert editor.screen.asking()
        assert world.window.nav["plans"].isChecked(), "the pressed button is the page that is shown"
        world.press(Key.Key_Escape)
        assert not editor.screen.asking()
    world.window.close()
    assert world.window.isVisible()
    assert editor.screen.asking()
    world.press(Key.Key_Return)
    assert world.window.shown() is world.window.plans
    assert len(world.store.saved_plans()) == 1


def test_a_plan_that_is_kept_is_left_without_a_question(world: World) -> None:
    copy(world)
    world.click("Save")
    world.go("today")
    assert world.window.shown() is world.window.today


def test_a_plan_that_is_thrown_away_is_gone(world: World) -> None:
    new(world)
    world.rooms.editor.screen.title_typed.emit("Other")
    world.go("today")
    world.click("Throw the changes away")
    assert world.store.saved_plans() == ()
    world.go("today")
    assert world.window.shown() is world.window.today


def test_a_file_that_cannot_be_used_does_not_hold_anybody_back(world: World) -> None:
    file(world)
    assert world.rooms.editor.screen.asking()
    world.go("today")
    assert world.window.shown() is world.window.today, "there is nothing that could be lost"


# -- on the floor --------------------------------------------------------------------------------------------------
def test_along_the_rail_no_word_is_about_a_belt(world: World) -> None:
    world.change(programme_id=P13, week=1)
    world.press(Key.Key_Return)
    seen = [box.text() for box in world.window.before.boxes.values()]
    world.tick_all()
    session = world.window.session

    def look() -> None:
        parts = (session.word, session.caption, session.big, session.next, session.banner)
        seen.extend(part.text() for part in parts)

    world.to_the_end(look)
    assert not [words for words in seen if "belt" in words.lower() or "treadmill" in words.lower()]
    assert any("rail" in words for words in seen)
    world.press(Key.Key_2)
    for _ in range(4):
        world.press(Key.Key_Return)
    (summary,) = world.store.summaries("ann")
    assert (summary.programme_id, summary.week, summary.backward_m) == (P13, 1, 9.0)


def test_the_rail_needs_no_treadmill_and_a_pause_speaks_of_none(qtbot: QtBot) -> None:
    with world_of(qtbot, anybody(programme_id=P13), belt=None) as world:
        world.begin()
        world.go_to(Kind.BACKWARD)
        world.press(Key.Key_A)
        assert world.state() is State.PAUSED
        world.desk.something_went_wrong()
        session = world.window.session
        for part in (session.word, session.caption, session.big, session.next, session.banner):
            assert "belt" not in part.text().lower()


# -- closing -------------------------------------------------------------------------------------------------------
def test_closing_leaves_a_demonstration_first(world: World) -> None:
    open_plan(world)
    world.click("Demonstrate")
    world.window.close()
    assert world.window.isVisible()
    assert world.window.shown() is world.window.plans
    world.window.close()
    assert not world.window.isVisible()


# -- made when somebody asks -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("page", "comes"), [("plans", {"plans"}), ("people", {"people", "person"}), ("help", {"help"})]
)
def test_a_page_is_made_when_it_is_first_opened(qtbot: QtBot, page: str, comes: set[str]) -> None:
    with world_of(qtbot, anybody()) as made:
        known = {"today", "progress", "plans", "people", "person", "settings", "help", "sessions", "editor", "records"}
        before = {name for name in known if made.window.is_made(name)}
        assert before == {"today", "progress"}
        made.go(page)
        assert {name for name in known if made.window.is_made(name)} == before | comes


def test_help_goes_back_to_where_it_was_first_asked_for(qtbot: QtBot) -> None:
    with world_of(qtbot, anybody()) as made:
        made.go("plans")
        made.go("help")
        made.press(Key.Key_Escape)
        assert made.window.shown() is made.window.plans
