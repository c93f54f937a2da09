"""Today: what is locked and what leads on, advice, and questions that come first."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from balancecoach.core.allowed import First
from balancecoach.core.events import CheckedIn
from balancecoach.core.person import Cleared, Fact, Happened, Moved, Person
from balancecoach.core.plan import BeltControl
from tests.fakes import WALL
from tests.histories import P1, screened
from tests.ui.world import Key, World, anybody, keep_session, world_of

PAIN = CheckedIn(WALL, 3, "none", "yes")


@pytest.fixture
def world(qtbot: QtBot) -> Iterator[World]:
    with world_of(qtbot, anybody()) as made:
        yield made


def of_set_up(words: str) -> Callable[[World], bool]:
    """The set-up shows a page with these words."""
    return lambda world: world.window.shown() is world.rooms.people.set_up.screen and words in world.texts()


def persons_page(world: World) -> bool:
    """The person's details are shown."""
    return world.window.shown() is world.rooms.people.person


LOCKED: tuple[tuple[First, Person, Fact, str, str, Callable[[World], bool]], ...] = (
    (First.SCREENING, anybody(), Happened(WALL, "fall"), "You had a fall", "Answer", of_set_up("You had a fall")),
    (First.SCREENING, anybody(), screened(six_minutes="no"), "Walk forwards", "Answer", of_set_up("beside you")),
    (First.CONTROL, anybody(control=None), screened(), "Say first", "Say how", of_set_up("faces the room")),
    (
        First.CONTROL,
        anybody(control=BeltControl.NONE),
        screened(),
        "Nobody can stop the belt",
        "Say how",
        of_set_up("faces the room"),
    ),
    (
        First.SPEED,
        anybody(speed_kmh=None, forward_kmh=None),
        screened(),
        "Note first how fast",
        "Note the",
        of_set_up("at ease"),
    ),
    (First.SPEED, anybody(speed_kmh=0.5), screened(), "below the belt's slowest", "Note the", of_set_up("at ease")),
    (First.APPROVAL, anybody(programme_id="p9-gentle-slope"), screened(), "A physio has to", "Open", persons_page),
    (First.PROFESSIONAL, anybody(), screened(fainted="yes"), "Ask your GP", "See the", of_set_up("fainted")),
    (First.CLINIC, anybody(), screened(condition="yes"), "belongs in a clinic", "See the", of_set_up("Parkinson")),
    (First.LIMITS, anybody(forward_kmh=50.0), screened(), "is wrong", "Open", persons_page),
)


@pytest.mark.parametrize(("first", "someone", "fact", "why", "button", "arrived"), LOCKED)
def test_what_is_locked_says_why_and_leads_to_what_is_missing(
    world: World,
    first: First,
    someone: Person,
    fact: Fact,
    why: str,
    button: str,
    arrived: Callable[[World], bool],
) -> None:
    world.save(someone, fact)
    today = world.window.today
    assert world.desk.day.walk(world.situation()).allowed.first is first
    assert why in today.locked.text()
    assert not today.start_button.isVisible()
    fix = world.focus()
    assert isinstance(fix, QPushButton)
    assert fix.text().startswith(button)
    world.press(Key.Key_Return)
    assert arrived(world)
    world.press(Key.Key_Escape)
    if world.window.shown() is not today:  # the person's page goes back to the list
        world.go("today")
    assert world.window.shown() is today
    assert world.runner is None


def test_an_unchecked_treadmill_is_checked_first(qtbot: QtBot) -> None:
    with world_of(qtbot, anybody(), belt=None) as world:
        assert "has to be checked" in world.window.today.locked.text()
        world.press(Key.Key_Return)
        assert "Is the treadmill ready?" in world.texts()
        for _ in range(8):
            world.press(Key.Key_Return)
        world.press(Key.Key_Return)
        assert world.window.shown() is world.window.today
        assert world.window.today.start_button.isVisible()


def test_walking_forwards_instead_is_for_today_only(world: World) -> None:
    world.change(control=BeltControl.NONE)
    today = world.window.today
    world.click("Walk forwards today")
    assert today.headline.text() == "Getting to know the treadmill"
    assert today.start_button.isVisible()
    assert world.file().person.programme_id == P1
    world.click("Back to the programme")
    assert today.headline.text() == "First steps, week 1"
    assert not today.start_button.isVisible()


# -- advice --------------------------------------------------------------------------------------------------------
@pytest.fixture
def ready(qtbot: QtBot) -> Iterator[World]:
    """Two good sessions of week 1."""
    with world_of(qtbot, anybody()) as made:
        for days in (3, 1):
            keep_session(made.store, anybody(), days)
        made.desk.show_today()
        yield made


def test_one_press_moves_on(ready: World) -> None:
    assert "Ready to move on?" in ready.window.today.advice_title.text()
    assert (ready.file().person.week, ready.file().last(Moved)) == (1, None), "nothing moves by itself"
    ready.click("Move on to week 2")
    assert ready.file().person.week == 2
    moved = ready.file().last(Moved)
    assert isinstance(moved, Moved)
    assert (moved.programme_id, moved.week, moved.by) == (P1, 2, "helper")
    assert "last two sessions were finished" in moved.why
    assert ready.window.today.kicker.text().endswith("WEEK 2 OF 2")
    assert not ready.window.today.advice_card.isVisible()


def test_moving_on_asks_for_the_pin_where_there_is_one(ready: World) -> None:
    ready.set_pin()
    ready.click("Move on to week 2")
    assert ready.window.shown() is ready.window.pin
    ready.type("9999")
    ready.press(Key.Key_Return)
    assert ready.file().person.week == 1
    ready.type("1234")
    ready.press(Key.Key_Return)
    assert ready.file().person.week == 2
    assert ready.window.shown() is ready.window.today


def test_walking_on_does_not_move_either(ready: World) -> None:
    ready.click("Start")
    ready.press(Key.Key_Escape)
    assert ready.file().person.week == 1
    assert ready.window.today.advice_card.isVisible()


def test_after_two_weeks_one_week_back_is_offered_and_may_be_left(qtbot: QtBot) -> None:
    with world_of(qtbot, anybody(week=2)) as world:
        keep_session(world.store, anybody(week=2), 20)
        world.desk.show_today()
        assert "one week back" in world.window.today.advice_title.text()
        assert [made.text() for made in world.buttons("Go back")] == ["Go back to week 1"]
        world.click("Stay where we are")
        assert world.file().person.week == 2
        moved = world.file().last(Moved)
        assert isinstance(moved, Moved)
        assert moved.why == "stayed"
        assert not world.window.today.advice_card.isVisible()
        world.days(15)
        world.desk.show_today()
        world.click("Go back to week 1")
        assert world.file().person.week == 1


def test_two_finished_sessions_lead_to_advice(world: World) -> None:
    for _ in range(2):
        world.begin()
        world.to_the_end()
        world.press(Key.Key_3)
        for _ in range(4):
            world.press(Key.Key_Return)
        world.days(1)
    world.desk.show_today()
    assert [made.text() for made in world.buttons("Move on")] == ["Move on to week 2"]
    assert world.window.today.week_headline.text() == "2 of 3 sessions"


# -- what is asked first -------------------------------------------------------------------------------------------
def test_a_stop_sign_of_last_time_is_asked_about_until_it_is_over(world: World) -> None:
    session = keep_session(world.store, anybody(), 1, said=PAIN)
    world.desk.show_today()
    world.press(Key.Key_Return)
    assert world.window.shown() is world.window.ask
    world.press(Key.Key_Return)  # the safe answer
    assert world.window.shown() is world.window.not_today
    assert world.window.not_today.help.isVisible()
    assert not world.window.not_today.card.isVisible(), "an empty card says nothing"
    world.desk.journal.flush(5)
    (row,) = world.store.declined("ann")
    assert row.reasons == ("stop_sign",)
    world.press(Key.Key_Return, Key.Key_Return)
    assert world.window.shown() is world.window.ask
    world.click("Yes, it is all right")
    assert world.window.shown() is world.window.before
    cleared = world.file().last(Cleared)
    assert isinstance(cleared, Cleared)
    assert cleared.session_id == session
    world.press(Key.Key_Escape, Key.Key_Return)
    assert world.window.shown() is world.window.before, "not asked again"


@pytest.mark.parametrize(
    ("button", "happened", "reasons"),
    [("Yes, a fall", "fall", ("same",)), ("Yes, an op", "operation", ("same",)), ("No, neither", None, ())],
)
def test_after_a_no_about_falls_it_is_asked_what_happened(
    world: World, button: str, happened: str | None, reasons: tuple[str, ...]
) -> None:
    world.press(Key.Key_Return)
    for name, box in world.window.before.boxes.items():
        box.setChecked(name != "same")
    world.window.before.no_button.click()
    assert world.window.shown() is world.window.ask
    world.click(button)
    assert world.window.shown() is world.window.not_today
    world.desk.journal.flush(5)
    (row,) = world.store.declined("ann")
    assert row.reasons == reasons
    fact = world.file().last(Happened)
    assert (fact.what if isinstance(fact, Happened) else None) == happened
    world.press(Key.Key_Return)
    assert world.window.today.start_button.isVisible() is (happened is None)
    if happened:
        assert "answer the questions about your health again" in world.window.today.locked.text()


def test_nothing_of_the_day_is_older_than_it_looks(world: World) -> None:
    world.press(Key.Key_Return)
    world.press(Key.Key_Escape)
    world.save(anybody(), Happened(world.now + timedelta(seconds=1), "fall"))
    world.press(Key.Key_Return)
    assert world.window.shown() is world.rooms.people.set_up.screen
