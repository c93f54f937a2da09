"""The list of people and the details of one: choosing, changing, archiving, deleting; real widgets."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from balancecoach.core.person import Approved, Happened, LimitsSet, Moved
from balancecoach.core.plan import BeltControl, Units
from balancecoach.core.progress import Summary
from balancecoach.desks import set_up_draft as drafts
from balancecoach.ui.questions import ChoicePage
from tests.fakes import WALL
from tests.ui.people_world import K, World, texts


@pytest.fixture
def world(qtbot: QtBot, tmp_path: Path) -> World:
    return World(qtbot, tmp_path / "outcome.pdf")


# -- the list --------------------------------------------------------------------------------------------------------
def test_choosing_and_the_archive(world: World) -> None:
    world.person("Anna")
    world.person("Bea", archived=True)
    world.store.now_id = "a"
    world.desk.show_people()
    screen = world.desk.people
    assert "✓  Walks now" in texts(screen)
    assert "b" not in screen.buttons
    screen.archive_button.click()
    screen.buttons["b"][0].click()
    assert not world.store.persons["b"].archived
    screen.buttons["b"][0].click()
    assert world.chosen == ["b"]


def test_the_list_is_open_and_changing_is_behind_the_pin(world: World) -> None:
    world.person("Anna")
    world.desk.show_people()
    world.locked = True
    world.desk.people.buttons["a"][0].click()
    assert world.chosen == ["a"]
    world.desk.people.buttons["a"][1].click()
    world.desk.people.add_button.click()
    assert world.stack.currentWidget() is world.desk.people
    assert len(world.guarded) == 2


# -- the details -----------------------------------------------------------------------------------------------------
def test_details_are_saved_only_when_fine(world: World) -> None:
    world.person("Anna", control=BeltControl.HELPER)
    world.person("Bea")
    world.desk.show_person("a")
    screen, fields = world.desk.person, world.desk.person.fields
    assert not screen.save_button.isEnabled()
    fields.name.set_text("Bea")
    assert "already somebody" in fields.name.problem.text()
    assert not screen.save_button.isEnabled()
    fields.name.set_text("Anna B")
    fields.forward.set_text("12")
    assert "Did you mean 1.2?" in fields.forward.problem.text()
    fields.forward.set_text("2,5")
    fields.rate.set_text("190")
    assert "120 to 180" in fields.rate.problem.text()
    fields.rate.set_text("140")
    fields.emergency.set_text("call me")
    assert "no telephone number" in fields.emergency.problem.text()
    fields.emergency.set_text("+44 999")
    fields.units.group.button(1).click()
    assert fields.forward.text() == "1.5"
    fields.notes.edit.setPlainText("Left knee")
    assert screen.save_button.isEnabled()
    screen.save_button.click()
    person = world.store.persons["a"]
    assert (person.name, person.forward_kmh, person.rate_wpm) == ("Anna B", 2.5, 140)
    assert (person.units, person.notes, person.emergency) == (Units.MPH, "Left knee", "+44 999")
    assert world.changed[-1] == "a"
    assert screen.note.text() == "Saved."


def test_opening_details_changes_nothing(world: World) -> None:
    world.person("Anna", units=Units.MPH, speed_kmh=1.0, forward_kmh=2.33, walk3m_s=6.125, baseline_kmh=1.777)
    world.desk.show_person("a")
    form = world.desk.person.form()
    assert form.person == world.store.persons["a"]
    assert not form.wrong


def test_moving_and_limits_leave_facts(world: World) -> None:
    world.person("Anna", control=BeltControl.HELPER, forward_kmh=3.0, helper="Ben")
    world.desk.show_person("a")
    fields = world.desk.person.fields
    fields.programme.setCurrentIndex(1)
    fields.week.setCurrentIndex(1)
    fields.week.activated.emit(1)
    fields.limit.set_text("2.5")
    assert "Only a physio" in fields.limit.problem.text()
    fields.by.set_text("Dr Li")
    assert world.desk.person.save_button.isEnabled()
    world.desk.person.save_button.click()
    file = world.store.file("a")
    assert file is not None
    moved, limits = file.last(Moved), file.last(LimitsSet)
    assert isinstance(moved, Moved)
    assert (moved.programme_id, moved.week) == ("p1-first-steps", 2)
    assert isinstance(limits, LimitsSet)
    assert (limits.by, limits.limit_kmh) == ("Dr Li", 2.5)
    assert (file.person.programme_id, file.person.week, file.person.limit_by) == ("p1-first-steps", 2, "Dr Li")
    assert file.person.moved_at == world.clock.now().wall
    fields.week.setCurrentIndex(0)
    fields.week.activated.emit(0)
    fields.speed.set_text("0.9")
    assert "not both at once" in fields.speed.problem.text()


def test_a_physio_approves_by_name(world: World) -> None:
    world.person("Anna", programme_id="p9-gentle-slope")
    world.desk.show_person("a")
    wishes = world.desk.person.wishes
    assert wishes.approve.isVisibleTo(world.desk.person)
    wishes.approve.click()
    assert "physio's name" in wishes.by.problem.text()
    wishes.by.set_text("Dr Li")
    wishes.approve.click()
    file = world.store.file("a")
    assert file is not None
    fact = file.last(Approved)
    assert isinstance(fact, Approved)
    assert (fact.by, fact.programme_id) == ("Dr Li", "p9-gentle-slope")
    assert "approved by Dr Li" in wishes.approvals.text()


def test_a_fall_is_noted_after_a_second_press(world: World) -> None:
    world.person("Anna")
    world.desk.show_person("a")
    world.desk.person.wishes.fall.click()
    assert not world.store.facts["a"]
    world.desk.person.wishes.fall.click()
    (fact,) = world.store.facts["a"]
    assert isinstance(fact, Happened)
    assert fact.what == "fall"
    assert "A fall was noted on 4 March 2026." in world.desk.person.wishes.happened.text()


def test_asking_again_comes_back_to_the_details(world: World) -> None:
    world.person("Anna", control=BeltControl.HELPER)
    world.desk.show_person("a")
    world.desk.person.wishes.ask.click()
    world.answer_all()
    world.press(K.Key_Return)
    assert world.stack.currentWidget() is world.desk.person
    assert "You may walk" in world.desk.person.wishes.health.text()


def test_unsaved_changes_are_told_before_leaving(world: World) -> None:
    world.person("Anna")
    world.desk.show_person("a")
    world.desk.person.fields.name.set_text("Anne")
    world.press(K.Key_Escape)
    assert world.stack.currentWidget() is world.desk.person
    assert "Not saved yet" in world.desk.person.state.text()
    world.press(K.Key_Escape)
    assert world.stack.currentWidget() is world.desk.people
    assert world.store.persons["a"].name == "Anna"


def test_a_full_disk_is_told_and_nothing_is_lost(world: World) -> None:
    world.person("Bea")
    world.add()
    world.store.full = True
    world.answer(2)
    assert world.page.problem.text() == "The disk is full. Make room and try again."
    world.store.full = False
    world.press(K.Key_Return)
    assert "faces the room" in world.page.question.text()
    world.desk.show_person("b")
    world.desk.person.fields.helper.set_text("Ben")
    world.store.full = True
    world.desk.person.save_button.click()
    assert "disk is full" in world.desk.person.note.text()
    assert world.desk.person.fields.helper.text() == "Ben"


def test_archiving_keeps_everything(world: World) -> None:
    world.person("Anna")
    world.desk.show_person("a")
    world.desk.person.wishes.archive.click()
    assert world.store.persons["a"].archived
    assert world.desk.people.archive_button.text() == "Archive (1)"


def test_deleting_asks_twice_and_the_safe_answer_has_the_focus(world: World) -> None:
    world.person("Anna")
    world.store.sessions["a"] = [Summary(id="s", person_id="a", started=WALL, backward_s=60)]
    drafts.keep(world.store, "a", drafts.Draft("units"))
    world.store.copies = (Path("/backups/old.sqlite3"),)
    world.desk.show_person("a")
    world.desk.person.wishes.delete.click()
    screen = world.desk.delete
    assert "1 session" in screen.goes.text()
    assert "/backups" in screen.stays.text()
    assert world.focus() is screen.keep_button
    world.press(K.Key_Return)
    assert world.stack.currentWidget() is world.desk.person
    world.desk.person.wishes.delete.click()
    screen.delete_button.click()
    assert "a" in world.store.persons
    assert world.focus() is screen.keep_button
    assert not screen.delete_button.isEnabled()
    screen.understood.setChecked(True)
    screen.delete_button.click()
    assert world.store.persons == {}
    assert drafts.read(world.store) == {}
    assert world.changed[-1] == "a"
    said = world.desk.people.notice.text()
    assert said == "Anna is deleted. These files may still hold something; delete them yourself: /backups/old.sqlite3"


def test_screens_grow_with_the_window(world: World) -> None:
    world.person("Anna")
    world.desk.show_people()
    for screen in world.desk.screens:
        screen.set_scale(1.4)
    world.desk.show_person("a")
    world.desk.ask_control("a")
    for screen in world.desk.screens:
        screen.set_scale(0.75)
    assert isinstance(world.page, ChoicePage)
