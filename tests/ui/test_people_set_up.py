"""A person is set up, from nobody to done, by keyboard alone; real widgets, a store in memory."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from balancecoach.core.allowed import First, may_walk
from balancecoach.core.person import Overridden, Screened
from balancecoach.core.plan import BeltControl, Units
from balancecoach.core.safety import Outcome, set_up
from balancecoach.core.screening import QUESTIONS
from balancecoach.desks import set_up_draft as drafts
from balancecoach.ui.outcome_screen import OutcomePage
from balancecoach.ui.questions import ChoicePage
from balancecoach.ui.set_up_forms import ChecksPage, DonePage, NamePage, NumberPage
from tests.people_fakes import programmes
from tests.ui.people_world import WELL, K, World, texts


@pytest.fixture
def world(qtbot: QtBot, tmp_path: Path) -> World:
    return World(qtbot, tmp_path / "outcome.pdf")


# -- the set-up ------------------------------------------------------------------------------------------------------
def test_from_nobody_to_done_by_keyboard_alone(world: World) -> None:
    assert world.desk.people.add_first.isVisible()
    world.press(K.Key_Return)
    assert world.page_of(NamePage)
    assert "Step 1 of 2" in world.desk.set_up.screen.kicker.text()
    world.type("Anna")
    world.press(K.Key_Return)
    world.type("Ben")
    world.press(K.Key_Return)
    world.type("112")
    world.press(K.Key_Return)
    assert world.page_of(ChoicePage)
    world.answer(2)
    assert "while Anna faces the room" in world.page.question.text()
    world.press(K.Key_Down, K.Key_Down, K.Key_Return)
    assert "Question 1 of 18" in world.desk.set_up.screen.kicker.text()
    world.answer_all()
    assert world.page.question.text() == "You may walk"
    world.press(K.Key_Return)
    for _ in world.page_of(ChecksPage).boxes:
        world.press(K.Key_Return)
    assert world.page_of(NumberPage).edit.text() == "0.5"
    world.press(K.Key_Return)
    world.type("1.5")
    assert world.page_of(NumberPage).note.text() == "Walking backwards starts at 0.6 mph."
    world.press(K.Key_Return, K.Key_Down, K.Key_Return)
    assert world.page_of(DonePage)
    world.press(K.Key_Return)
    assert world.chosen == ["a"]
    file = world.store.file("a")
    assert file is not None
    person = file.person
    assert (person.name, person.helper, person.emergency) == ("Anna", "Ben", "112")
    assert (person.units, person.control) == (Units.MPH, BeltControl.REMOTE)
    assert person.forward_kmh == pytest.approx(2.41)
    assert person.walk3m_s is None
    assert isinstance(file.last(Screened), Screened)
    assert set_up(frozenset(world.store.belt.checked)).outcome is Outcome.GO
    assert "control" in world.store.belt.checked
    assert drafts.read(world.store) == {}, "nothing half done is left"
    assert may_walk(programmes()["p0-familiarisation"], 1, world.desk._tools.situation(file)).may


def test_an_empty_name_does_not_go_on(world: World) -> None:
    world.press(K.Key_Return, K.Key_Return)
    page = world.page
    assert isinstance(page, NamePage)
    assert "name is missing" in page.name.problem.text()
    assert page.name.problem.isVisible()
    assert not world.store.persons


def test_nothing_is_chosen_for_anybody_and_a_held_key_does_not_run_through(world: World) -> None:
    world.add()
    world.press(K.Key_Return)
    assert "Choose one first" in world.page.problem.text()
    world.answer(1)
    world.answer(1)
    world.press(K.Key_2)
    assert isinstance(world.page, ChoicePage)
    world.press(K.Key_Up)
    assert world.page.value() == "yes"
    world.press(K.Key_Up)
    assert world.page.value() == "yes", "arrows stop at the end"


def test_without_control_backward_walking_is_locked_and_p0_is_offered(world: World) -> None:
    world.add()
    world.answer(1)
    world.press(K.Key_3)
    page = world.page
    assert isinstance(page, ChoicePage)
    assert "Getting to know the treadmill" in page.note.text()
    world.press(K.Key_Return)
    world.answer_all()
    world.press(K.Key_Return)
    checks = world.page
    assert isinstance(checks, ChecksPage)
    for _ in checks.boxes:
        world.press(K.Key_Return)
    assert "control" not in world.store.belt.checked
    world.press(K.Key_Return, K.Key_Down, K.Key_Return, K.Key_Down, K.Key_Return)
    assert isinstance(world.page, DonePage)
    file = world.store.file("a")
    assert file is not None
    situation = world.desk._tools.situation(file)
    assert may_walk(programmes()["p0-familiarisation"], 1, situation).may
    found = may_walk(programmes()["p1-first-steps"], 1, situation)
    assert found.first is First.CONTROL
    assert found.instead == "p0-familiarisation"


def test_ask_first_has_no_way_around_but_the_physio(world: World) -> None:
    world.to_outcome(fainted=1)
    assert world.page.question.text() == "Ask your GP or physio first"
    assert world.desk.set_up.screen.next_button.text() == "Finish for now"
    world.press(K.Key_Return)
    assert world.stack.currentWidget() is world.desk.people
    file = world.store.file("a")
    assert file is not None
    assert (
        may_walk(programmes()["p0-familiarisation"], 1, world.desk._tools.situation(file)).first is First.PROFESSIONAL
    )
    world.desk.people.resumed.emit("a")
    page = world.page
    assert isinstance(page, OutcomePage)
    assert page.physio_button.isVisible()
    page.physio_button.click()
    page.record.click()
    assert "Say who allows this" in page.wrong.text()
    assert "Choose what is allowed" in page.wrong.text()
    assert isinstance(world.page, OutcomePage)
    world.type("Dr Li")
    world.press(K.Key_Return)
    world.type("knows Anna")
    world.press(K.Key_Return, K.Key_Right, K.Key_Space, K.Key_Tab)
    assert world.focus() is page.record
    page.record.click()
    file = world.store.file("a")
    assert file is not None
    fact = file.last(Overridden)
    assert isinstance(fact, Overridden)
    assert (fact.by, fact.reason, fact.allows) == ("Dr Li", "knows Anna", Outcome.HELPER)
    assert world.page.question.text() == "Walk with a helper beside you"
    world.press(K.Key_Return)
    assert isinstance(world.page, ChecksPage)


def test_what_a_physio_allows_is_behind_the_pin(world: World) -> None:
    world.to_outcome(fainted=1)
    world.locked = True
    page = world.page
    assert isinstance(page, OutcomePage)
    page.allowed.emit("Walker", "because", Outcome.GO)
    file = world.store.file("a")
    assert file is not None
    assert file.last(Overridden) is None
    world.guarded.pop()()
    file = world.store.file("a")
    assert file is not None
    assert isinstance(file.last(Overridden), Overridden)


def test_left_half_way_it_goes_on_there_with_all_answers(world: World) -> None:
    world.add()
    world.answer(2)
    world.answer(1)
    for question in QUESTIONS[:4]:
        world.answer(WELL[question.key])
    world.desk.set_up.screen.later_button.click()
    assert world.stack.currentWidget() is world.desk.people
    assert [each.text() for each in world.desk.people.buttons["a"]] == ["Choose", "Go on with the set-up", "Details"]
    world.desk.people.buttons["a"][1].click()
    assert world.page.question.text() == QUESTIONS[4].words
    world.press(K.Key_Escape)
    page = world.page
    assert isinstance(page, ChoicePage)
    assert (page.question.text(), page.value()) == (QUESTIONS[3].words, "no")
    for _ in range(3):
        world.press(K.Key_Escape)
    assert world.page.question.text() == QUESTIONS[0].words
    world.press(K.Key_Escape, K.Key_Escape, K.Key_Escape)
    page = world.page
    assert isinstance(page, NamePage)
    assert page.name.text() == "Anna"
    world.press(K.Key_Return, K.Key_Return, K.Key_Return, K.Key_Return)
    assert [person.name for person in world.store.people()] == ["Anna"], "the same person, not a second one"


def test_answers_changed_on_the_way_back_are_kept_with_a_new_date(world: World) -> None:
    world.to_outcome()
    world.clock.sleep(60)
    world.press(K.Key_Escape)
    world.answer(1)
    file = world.store.file("a")
    assert file is not None
    assert len([fact for fact in file.facts if isinstance(fact, Screened)]) == 1, "nothing was changed"
    world.press(K.Key_Escape)
    world.answer(2)
    file = world.store.file("a")
    assert file is not None
    assert len([fact for fact in file.facts if isinstance(fact, Screened)]) == 2
    assert any("six minutes forwards" in text for text in texts(world.page))


def test_poor_sight_makes_the_words_large(world: World) -> None:
    world.to_outcome(senses=1)
    assert world.store.persons["a"].text_percent == 150


def test_an_unready_treadmill_is_told_once_and_waits(world: World) -> None:
    world.to_outcome()
    world.press(K.Key_Return)
    page = world.page
    assert isinstance(page, ChecksPage)
    page.boxes["rails"].setChecked(True)
    world.desk.set_up.screen.next_button.click()
    assert "Walking waits" in page.problem.text()
    world.desk.set_up.screen.next_button.click()
    assert isinstance(world.page, NumberPage)
    assert world.store.belt.checked == ("rails", "control")
    world.press(K.Key_Return, K.Key_Down, K.Key_Return, K.Key_Down, K.Key_Return)
    assert any("treadmill has to be checked" in text for text in texts(world.page))


def test_the_treadmill_is_not_asked_twice_but_can_be(world: World) -> None:
    test_from_nobody_to_done_by_keyboard_alone(world)
    world.add("Bea")
    assert drafts.read(world.store)["b"].treadmill is False
    world.desk.set_up.screen.later_button.click()
    world.desk.check_treadmill(units=Units.MPH)
    page = world.page
    assert isinstance(page, ChecksPage)
    assert all(box.isChecked() for box in page.boxes.values())
    world.desk.set_up.screen.next_button.click()
    number = world.page
    assert isinstance(number, NumberPage)
    assert number.edit.text() == "0.5"
    world.type("0.3")
    world.press(K.Key_Return)
    assert world.store.belt.slowest_kmh == pytest.approx(0.48)
    assert "control" in world.store.belt.checked
    assert world.left == 1


def test_a_speed_in_the_wrong_unit_is_asked_back(world: World) -> None:
    world.person(control=BeltControl.HELPER)
    world.desk.ask_speed("a")
    world.type("12")
    world.press(K.Key_Return)
    assert world.page.problem.text() == "12 km/h is above 8 km/h. Did you mean 1.2?"
    assert world.page.problem.isVisible()
    world.press(K.Key_Backspace, K.Key_Backspace)
    world.type("1,4")
    assert "Ask a physio" in world.page.problem.text(), "below the belt's slowest nothing is rounded up"
    world.press(K.Key_Return)
    world.press(K.Key_Down, K.Key_Return)
    assert world.store.persons["a"].forward_kmh == 1.4
    assert world.left == 1


def test_two_people_with_one_name_are_told_apart(world: World) -> None:
    world.person("Anna", archived=True)
    world.desk.people.added.emit()
    world.type(" anna")
    page = world.page
    assert isinstance(page, NamePage)
    assert "already somebody named anna" in page.name.problem.text(), "those in the archive count too"
    world.type(" B")
    assert not page.name.problem.isVisible()


@pytest.mark.parametrize("name", ["محمد علي", "王小明", "A" * 200, "Ann & Bob <b>"])
def test_names_of_any_script(world: World, name: str) -> None:
    world.add(name)
    assert isinstance(world.page, ChoicePage)
    assert world.store.persons["a"].name == name
    world.desk.show_people()
    world.desk.show_person("a")
    assert world.desk.person.fields.name.text() == name
    assert world.desk.people.minimumSizeHint().width() < 1366
    assert world.desk.set_up.screen.minimumSizeHint().width() < 1366


def test_a_name_that_is_too_long(world: World) -> None:
    world.desk.people.added.emit()
    page = world.page
    assert isinstance(page, NamePage)
    page.name.set_text("A" * 201)
    assert "201 letters" in page.name.problem.text()
