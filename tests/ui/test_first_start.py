"""From an empty record to the first gate, by keyboard alone: keys go to whatever has the focus, and nowhere else."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from balancecoach.core.allowed import First
from balancecoach.core.person import Screened
from balancecoach.core.plan import BeltControl, Kind
from balancecoach.core.preferences import Preferences, SoundMode
from balancecoach.core.screening import QUESTIONS
from balancecoach.core.transitions import State
from balancecoach.paths import find_paths
from balancecoach.store.store import Store
from balancecoach.ui.set_up_forms import ChecksPage
from tests.ui.people_world import WELL
from tests.ui.world import Key, World, world_of


@pytest.fixture
def world(qtbot: QtBot) -> Iterator[World]:
    with world_of(qtbot, belt=None) as made:
        yield made


def answer(world: World, number: int) -> None:
    """Choose by number and go on."""
    world.press(Key(Key.Key_0 + number), Key.Key_Return)


def name_and_control(world: World) -> None:
    """The first three pages, from Today; sound and sight are left for later."""
    world.press(Key.Key_Return)
    for words in ("Anna", "Ben", "112"):
        world.type(words)
        world.press(Key.Key_Return)
    answer(world, 1)
    answer(world, 1)
    world.click("Skip this for now")


def questions(world: World, first: int = 0, last: int = len(QUESTIONS), **changed: int) -> None:
    """The questions about health."""
    for question in QUESTIONS[first:last]:
        assert question.words in world.texts()
        answer(world, {**WELL, **changed}[question.key])


def rest_of_set_up(world: World) -> None:
    """From the outcome to Today."""
    world.press(Key.Key_Return)
    page = world.rooms.people.set_up.screen.page
    assert isinstance(page, ChecksPage)
    for _ in page.boxes:
        world.press(Key.Key_Return)
    world.press(Key.Key_Return)  # the belt's slowest speed
    world.press(Key.Key_Down, Key.Key_Return)  # forward speed: not known yet
    world.press(Key.Key_Down, Key.Key_Return)  # three metres backwards: not measured
    assert "Anna is set up" in world.texts()
    world.press(Key.Key_Return)


def focused(world: World) -> str:
    """The words on the button that has the keyboard."""
    made = world.focus()
    assert isinstance(made, QPushButton)
    return made.text().strip()


def test_from_first_start_to_the_first_gate_by_keyboard_alone(world: World) -> None:
    assert focused(world) == "Set up the first person"
    name_and_control(world)
    questions(world)
    assert "You may walk" in world.texts()
    rest_of_set_up(world)
    assert world.window.shown() is world.window.today
    assert "Anna" in world.window.today.greeting.text()
    assert world.window.today.headline.text() == "Getting to know the treadmill"
    assert focused(world) == "Start"
    world.begin()
    assert world.kind() is Kind.LOOSEN
    world.press(Key.Key_Return)
    assert world.state() is State.GATE
    assert world.kind() is Kind.PREPARE
    assert world.window.session.caption.text() == "Welcome. First, clip on the safety key."
    world.pass_time(60)
    assert world.window.session.big.text() == "Press Enter"


def test_the_whole_first_session_walks_forwards_only(world: World) -> None:
    test_from_first_start_to_the_first_gate_by_keyboard_alone(world)
    world.to_the_end()
    world.press(Key.Key_2)
    for _ in range(4):
        world.press(Key.Key_Return)
    (summary,) = world.store.summaries()
    (person,) = world.store.people()
    assert (summary.person_id, summary.programme_id, summary.week) == (person.id, "p0-familiarisation", 1)
    assert summary.backward_s == 0
    assert focused(world) == "Start"


def test_left_half_way_nothing_answered_is_lost(world: World) -> None:
    name_and_control(world)
    questions(world, 0, 5)
    world.rooms.people.set_up.screen.later_button.click()
    today = world.window.today
    assert world.window.shown() is today
    assert "questions about your health come first" in today.locked.text()
    assert not today.start_button.isVisible()
    world.press(Key.Key_Return)  # the button that leads on
    assert QUESTIONS[5].words in world.texts(), "it goes on where it was left"
    questions(world, 5)
    rest_of_set_up(world)
    assert focused(world) == "Start"
    assert len(world.store.people()) == 1


def test_left_half_way_it_goes_on_from_the_people_page_too(world: World) -> None:
    name_and_control(world)
    questions(world, 0, 3)
    world.rooms.people.set_up.screen.later_button.click()
    world.go("people")
    world.click("Go on with the set-up")
    questions(world, 3)
    rest_of_set_up(world)
    assert focused(world) == "Start"


def test_set_up_left_at_the_first_page_leaves_nobody(world: World) -> None:
    world.press(Key.Key_Return, Key.Key_Escape)
    assert world.window.shown() is world.window.today
    assert focused(world) == "Set up the first person"
    assert world.store.people() == ()


def test_an_answer_that_needs_a_gp_locks_start_and_shows_the_answers(world: World) -> None:
    name_and_control(world)
    questions(world, fainted=1)
    assert "Ask" in world.texts()
    world.press(Key.Key_Return)
    today = world.window.today
    assert world.window.shown() is today
    assert not today.start_button.isVisible()
    assert "fainted" in today.locked.text()
    assert focused(world) == "See the answers"
    assert world.desk.day.walk(world.situation()).allowed.first is First.PROFESSIONAL
    world.press(Key.Key_Return)
    assert "Print it" in [made.text() for made in world.buttons("Print it")]
    world.press(Key.Key_Escape)
    assert world.window.shown() is today


def test_a_physio_allows_it_and_the_set_up_goes_on(world: World) -> None:
    name_and_control(world)
    questions(world, fainted=1)
    world.press(Key.Key_Return, Key.Key_Return)
    world.click("A physio allows it")
    world.type("Dr Li")
    world.press(Key.Key_Return)
    world.type("knows Anna")
    world.press(Key.Key_Return, Key.Key_Right, Key.Key_Space)
    world.click("Record it")
    world.press(Key.Key_Return)
    assert world.window.shown() is world.window.today
    assert "treadmill has to be checked" in world.window.today.locked.text()
    assert focused(world) == "Check the treadmill"


def test_who_cannot_be_stopped_facing_the_room_walks_forwards(world: World) -> None:
    world.press(Key.Key_Return)
    for words in ("Anna", "Ben", "112"):
        world.type(words)
        world.press(Key.Key_Return)
    answer(world, 1)
    answer(world, 3)
    world.click("Skip this for now")
    questions(world)
    rest_of_set_up(world)
    (person,) = world.store.people()
    assert person.control is BeltControl.NONE
    assert focused(world) == "Start", "the first programme never faces the room while walking"
    assert isinstance(world.file(person.id).last(Screened), Screened)


def test_a_demonstration_needs_nobody_and_leaves_nothing(world: World) -> None:
    world.press(Key.Key_Tab, Key.Key_Return)
    assert world.runner is not None
    assert world.window.shown() is not world.window.today
    world.press(Key.Key_Escape)
    assert world.window.shown() is world.window.today
    assert world.store.session_ids() == ()


def test_what_is_set_for_the_sound_counts_also_while_nobody_is_set_up(world: World) -> None:
    """What "Hear it" and a demonstration use."""
    world.go("settings")
    world.click("Tones only")
    world.click("One second")
    voicing = world.desk.voicing
    assert (voicing.choice.sound, voicing.choice.lead_in_s) == (SoundMode.TONES, 1.0)
    world.click("2 minutes")
    assert voicing.speaking.time_left_every_s == 120
    world.go("today")
    assert (voicing.choice.sound, voicing.speaking.time_left_every_s) == (SoundMode.TONES, 120)


def test_what_is_set_for_the_sound_counts_from_the_start(qtbot: QtBot) -> None:
    """Also for a demonstration, while nobody is set up."""
    with Store.open(find_paths(), write=True) as store:
        store.keep_preferences(Preferences(sound=SoundMode.TONES, lead_in_s=0.5, time_left_every_s=60))
    with world_of(qtbot, belt=None) as world:
        voicing = world.desk.voicing
        assert (voicing.choice.sound, voicing.choice.lead_in_s) == (SoundMode.TONES, 0.5)
        assert voicing.speaking.time_left_every_s == 60
