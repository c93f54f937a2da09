"""Around a session, and between people: what is whose, and for how long."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from balancecoach.core.person import Approved, Person
from balancecoach.core.plan import Kind
from balancecoach.speech.clips import VoiceChoice
from tests.fakes import p1_week_1
from tests.histories import P0, person
from tests.ui.world import Key, World, anybody, keep_session, world_of


@pytest.fixture
def world(qtbot: QtBot) -> Iterator[World]:
    with world_of(qtbot, anybody()) as made:
        yield made


# -- around a session ----------------------------------------------------------------------------------------------
def test_after_a_stop_it_is_asked_why_and_the_answer_is_kept(world: World) -> None:
    world.begin()
    world.go_to(Kind.BACKWARD)
    world.stop_and_sit()
    checkin = world.window.checkin
    assert checkin.reason_words.isVisible()
    world.press(Key.Key_5, Key.Key_Return, Key.Key_Return, Key.Key_Return, Key.Key_Right, Key.Key_Return)
    assert "Sit down and tell someone" in checkin.advice.text()
    world.press(Key.Key_Return)
    (summary,) = world.store.summaries("ann")
    assert summary.checkin is not None
    assert (summary.checkin.effort, summary.checkin.reason) == (5, "unwell")
    world.press(Key.Key_Return)
    assert world.window.shown() is world.window.ask, "feeling unwell is asked about the next time"


def test_after_a_finished_session_nobody_asks_why_it_was_stopped(world: World) -> None:
    world.begin()
    world.to_the_end()
    assert not world.window.checkin.reason_words.isVisible()


def test_the_emergency_number_is_the_persons(world: World) -> None:
    world.change(emergency="0123 456", helper="Ben")
    world.begin()
    world.go_to(Kind.BACKWARD)
    world.press(Key.Key_S, Key.Key_S)
    band = world.window.session.help
    assert band.isVisible()
    assert (band.number, band.helper) == ("0123 456", "Ben")


def test_a_plan_of_ones_own_is_for_one_session(world: World) -> None:
    world.desk.walk_today(replace(p1_week_1(), title="Ours"))
    today = world.window.today
    assert (today.headline.text(), today.kicker.text()) == ("Ours", "TODAY")
    world.click("Back to the programme")
    assert today.headline.text() == "First steps, week 1"
    world.desk.walk_today(replace(p1_week_1(), title="Ours"))
    world.begin()
    world.stop_and_sit()
    world.window.checkin.skip_button.click()
    assert today.headline.text() == "First steps, week 1"
    started = world.store.summaries("ann")[-1]
    assert (started.plan_title, started.programme_id, started.week) == ("Ours", "", 0)


# -- people --------------------------------------------------------------------------------------------------------
BEA = person(P0, 1, id="bea", name="Bea", text_percent=150, voice="other", rate_wpm=130)


def test_choosing_somebody_else_changes_day_progress_text_and_voice(qtbot: QtBot) -> None:
    with world_of(qtbot, anybody(), BEA) as world:
        keep_session(world.store, anybody(), 1)
        world.desk.show_today()
        today = world.window.today
        assert today.greeting.text().endswith("Ann")
        small = today.greeting.fontMetrics().height()
        world.click("Somebody else?")
        world.click("Choose: Bea")
        assert world.window.shown() is today
        assert today.greeting.text().endswith("Bea")
        assert today.headline.text() == "Getting to know the treadmill"
        assert today.greeting.fontMetrics().height() > small
        assert world.renderer.choices[-1] == VoiceChoice("other", 130)
        world.go("progress")
        assert world.window.progress.sentence.text().startswith("No sessions yet")
        world.go("people")
        world.click("Choose: Ann")
        assert today.greeting.fontMetrics().height() == small
        assert world.renderer.choices[-1] == VoiceChoice("", 150)
        world.go("progress")
        assert not world.window.progress.sentence.text().startswith("No sessions yet")


def test_a_plan_chosen_for_one_person_is_not_walked_by_another(qtbot: QtBot) -> None:
    with world_of(qtbot, anybody(), BEA) as world:
        world.desk.walk_today(replace(p1_week_1(), title="Ours"))
        world.rooms.people.show_person("ann")
        world.rooms.people.person.archived.emit()
        world.go("today")
        assert world.window.today.greeting.text().endswith("Bea"), "whoever is in the archive is not on Today"
        assert world.window.today.headline.text() == "Getting to know the treadmill"


@pytest.mark.parametrize("others", [(), (BEA,)])
def test_deleting_whose_day_it_is_goes_to_the_next_or_to_nobody(qtbot: QtBot, others: tuple[Person, ...]) -> None:
    with world_of(qtbot, anybody(), *others) as world:
        plain = world.window.styleSheet()
        world.change(text_percent=125)
        world.desk.choose_person("ann")
        world.desk.walk_today(replace(p1_week_1(), title="Ours"))
        world.rooms.people.show_person("ann")
        world.rooms.people.person.delete.emit()
        world.click("Delete")
        world.rooms.people.delete.understood.setChecked(True)
        world.click("Delete for ever")
        assert "Ann is deleted" in world.texts()
        world.go("today")
        today = world.window.today
        assert today.welcome_card.isVisible() is (not others)
        assert today.today_card.isVisible() is bool(others)
        if others:
            assert today.headline.text() == "Getting to know the treadmill", "what was chosen for Ann is not Bea's"
        else:
            assert world.window.styleSheet() == plain, "nor is the size of her letters"
        assert world.store.person("ann") is None


def test_whoevers_programme_is_gone_walks_the_first_one(world: World) -> None:
    world.change(programme_id="ours", week=3)
    today = world.window.today
    assert today.headline.text() == "Getting to know the treadmill"
    assert today.start_button.isVisible()
    world.begin()
    world.press(Key.Key_S, Key.Key_S)
    world.window.close()
    assert world.file().person.programme_id == "ours", "what was chosen is kept until somebody chooses"


def test_a_physio_s_approval_opens_a_programme(world: World) -> None:
    slope = anybody(programme_id="p9-gentle-slope", limit_by="Dr Li", limit_slope_percent=4.0)
    world.save(slope)
    assert not world.window.today.start_button.isVisible()
    world.save(slope, Approved(world.now, "Dr Li", "p9-gentle-slope"))
    assert world.window.today.start_button.isVisible()
    keep_session(world.store, slope, 0)
    world.desk.show_today()
    assert world.window.today.last_headline.text() == "Effort 3 of 10"
