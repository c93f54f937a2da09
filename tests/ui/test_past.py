"""The page of one session: its course, a note, other answers, removal and the way back; and what must not happen in
silence."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from balancecoach.core.allowed import First
from balancecoach.core.events import CheckedIn, Noted, Outcome, Removed, Restored, SessionStarted
from balancecoach.core.person import Cleared, Screened
from balancecoach.core.plan import Kind, Units
from balancecoach.core.progress import Summary
from balancecoach.store.forgetting import SETTING
from balancecoach.ui.past_screen import LONGEST_NOTE, PastScreen
from tests.fakes import WALL
from tests.histories import P1, screened
from tests.ui.layout_faults import faults
from tests.ui.world import Key, World, anybody, keep_session, world_of

GOOD = CheckedIn(WALL - timedelta(days=2), 3, "none", "no")
PAIN = replace(GOOD, pain="yes")
ASKED = "The stop sign of that day will no longer be asked about before the next walk."
HELD = "What went wrong that day will no longer hold back the advice to move on."


@pytest.fixture
def world(qtbot: QtBot) -> Iterator[World]:
    with world_of(qtbot, anybody()) as made:
        yield made


def opened(world: World, said: CheckedIn = GOOD, outcome: Outcome = Outcome.COMPLETED) -> tuple[PastScreen, str]:
    """The page of a session of two days ago, and its id."""
    session_id = keep_session(world.store, anybody(), 2, said=said, outcome=outcome)
    desk = world.rooms.records.past
    desk.show()
    desk.open(session_id)
    assert world.window.shown() is desk.page
    assert world.window.nav["progress"].isChecked()
    return desk.page, session_id


def kept(world: World, session_id: str) -> Summary:
    """What is on record of it."""
    found = world.store.summary(session_id)
    assert found is not None
    return found


def events_of(world: World, session_id: str, kind: type) -> list[object]:
    """Those of one kind."""
    return [event for event in world.store.events(session_id) if isinstance(event, kind)]


def first(world: World) -> First:
    """What comes before the next walk."""
    situation = world.situation()
    return world.desk.day.walk(situation).allowed.first


def type_pin(world: World) -> None:
    """The helper is there."""
    assert world.window.shown() is world.window.pin
    world.type("1234")
    world.press(Key.Key_Return)


# -- what is shown -------------------------------------------------------------------------------------------------
def test_a_whole_session_is_shown_from_its_start_to_its_end(world: World) -> None:
    world.begin()
    world.go_to(Kind.BACKWARD)
    world.press(Key.Key_P)
    world.pass_time(10)  # until "stop the belt" was said
    world.press(Key.Key_Return)
    world.pass_time(60)
    world.press(Key.Key_Return, Key.Key_W)
    world.to_the_end()
    world.window.checkin.saved.emit(4, "one", "little", None)
    world.rooms.records.past.show()
    world.press(Key.Key_Return)
    page, said = world.rooms.records.past.page, world.texts()
    assert world.window.shown() is page
    assert page.title.text() == "First steps, week 1"
    for line in ("Person:  Ann", "Ended:  finished", "Speed backwards:  1.0 km/h", "Hands:  Both hands", "Wobbles:  1"):
        assert line in said
    for line in ("How hard was it:  4 of 10", "Any stumbles:  One", "Any new pain or dizziness:  A little"):
        assert line in said
    lines = [page.lines.item(row).text() for row in range(page.lines.count())]
    assert lines[-1].endswith("Finished")
    for words in ("Backwards, 1.0 km/h: ", "Pause: 11 seconds", "Starting the belt again: ", "Wobble noted"):
        assert sum(words in line for line in lines) >= 1, lines
    assert "pauses: 1, wobbles: 1." in page.strip.read_out()


def test_the_pieces_of_the_strip_are_side_by_side_and_as_wide_as_they_took(world: World) -> None:
    page, _ = opened(world)
    boxes = [box for _, box in page.strip.boxes()]
    assert len(boxes) == 7
    assert boxes[0].left() == 0
    assert abs(boxes[-1].right() - page.strip.width()) < 0.01
    assert all(abs(a.right() - b.left()) < 0.01 for a, b in pairwise(boxes))
    assert len({round(box.width()) for box in boxes}) == 1, "a minute each"


def test_mph_for_a_treadmill_that_shows_mph(world: World) -> None:
    page, session_id = opened(world)
    world.change(units=Units.MPH)
    world.rooms.records.past.open(session_id)
    assert "Speed backwards:  0.6 mph" in world.texts()
    assert any("0.6 mph" in page.lines.item(row).text() for row in range(page.lines.count()))


@pytest.mark.parametrize("way", ["enter", "click"])
def test_a_row_under_the_chart_opens_its_session(world: World, way: str) -> None:
    keep_session(world.store, anybody(), 4)
    session_id = keep_session(world.store, anybody(), 2)
    world.store.append(session_id, Noted(WALL, "Warm."))
    world.go("progress")
    table, page = world.window.progress.table, world.rooms.records.past.page
    if way == "enter":
        table.setFocus()
        table.setCurrentCell(0, 0)
        world.press(Key.Key_Return)
    else:
        table.cellClicked.emit(0, 1)
    assert world.window.shown() is page
    assert page.note.edit.toPlainText() == "Warm."


@pytest.mark.parametrize("title", ["W" * 400, "Walk " * 100, "", "\u202eevil", "a\nb"])
@pytest.mark.parametrize("percent", [100, 200])
def test_a_plan_may_be_called_anything(world: World, title: str, percent: int) -> None:
    world.change(text_percent=percent)
    _, like = opened(world)
    session_id = world.store.begin()
    for event in world.store.events(like):
        world.store.append(session_id, replace(event, plan_title=title) if isinstance(event, SessionStarted) else event)
    desk = world.rooms.records.past
    desk.show()
    assert wrong(world) == []
    desk.open(session_id)
    assert wrong(world) == []
    world.click("Remove this session")
    assert wrong(world) == []
    world.press(Key.Key_Escape)
    world.click("Change the answers")
    assert wrong(world) == []


def wrong(world: World) -> list[str]:
    """Once everything has its place. A word that may be broken has room on several lines."""
    for _ in range(5):
        world.focus()
    return [fault for fault in faults(world.window) if "\u200b" not in fault]


# -- the note ------------------------------------------------------------------------------------------------------
def test_a_note_is_written_changed_and_taken_away(world: World) -> None:
    page, session_id = opened(world)
    assert not page.save.isEnabled()
    page.note.edit.setFocus()
    world.type("New shoes. ")
    world.press(Key.Key_Tab)
    assert world.focus() is page.save
    world.press(Key.Key_Return)
    assert kept(world, session_id).note == "New shoes."
    assert "The note is kept." in world.texts()
    page.note.edit.clear()
    world.click("Save the note")
    assert kept(world, session_id).note == ""
    assert len(events_of(world, session_id, Noted)) == 2


@pytest.mark.parametrize("way", ["escape", "sidebar", "close", "back"])
def test_a_note_that_was_typed_is_kept_however_the_page_is_left(world: World, way: str) -> None:
    page, session_id = opened(world)
    page.note.edit.setFocus()
    world.type("Knee")
    if way == "escape":
        world.press(Key.Key_Escape)
    elif way == "sidebar":
        world.go("today")
    elif way == "close":
        world.desk.closing.emit()
    else:
        world.click("Back to all sessions")
    assert kept(world, session_id).note == "Knee"
    world.desk.closing.emit()
    assert len(events_of(world, session_id, Noted)) == 1


def test_a_note_that_is_too_long_is_said_and_when_the_page_is_left_not_all_of_it_is_lost(world: World) -> None:
    page, session_id = opened(world)
    page.note.edit.setPlainText("x" * (LONGEST_NOTE + 1))
    assert not page.save.isEnabled()
    assert f"room for {LONGEST_NOTE} letters" in world.texts()
    assert kept(world, session_id).note == ""
    world.press(Key.Key_Escape)
    assert kept(world, session_id).note == "x" * LONGEST_NOTE


# -- the check-in --------------------------------------------------------------------------------------------------
def change(world: World, effort: int | None = None, pain: int | None = None) -> None:
    """Other answers."""
    world.click("Change the answers")
    screen = world.rooms.records.past.change
    assert world.window.shown() is screen
    if effort is not None:
        screen.effort.button(effort).click()
    if pain is not None:
        screen.pain.button(pain).click()
    screen.save_button.click()


def test_other_answers_count_and_the_first_ones_stay_on_record(world: World) -> None:
    page, session_id = opened(world, replace(GOOD, effort=2))
    world.set_pin()
    world.rooms.records.past.open(session_id)
    change(world, effort=4)
    assert world.window.shown() is page, "nothing is loosened, so no PIN is asked for"
    found = kept(world, session_id).checkin
    assert found is not None
    assert (found.effort, found.stumbles, found.pain) == (4, "none", "no")
    assert [said.effort for said in events_of(world, session_id, CheckedIn)] == [2, 4]  # type: ignore[attr-defined]
    assert "Changed on 4 March 2026 at " in world.texts()
    assert "Before that: How hard was it: 2 of 10" in world.texts()


def test_the_same_answers_again_are_no_change(world: World) -> None:
    _, session_id = opened(world)
    change(world)
    assert len(events_of(world, session_id, CheckedIn)) == 1
    world.click("Change the answers")
    world.press(Key.Key_Escape)
    assert len(events_of(world, session_id, CheckedIn)) == 1


def test_what_was_skipped_can_be_answered_later(world: World) -> None:
    page, session_id = opened(world, CheckedIn(WALL, None, None, None), Outcome.STOPPED)
    world.click("Change the answers")
    screen = world.rooms.records.past.change
    screen.reason.button(1).click()
    screen.save_button.click()
    found = kept(world, session_id).checkin
    assert found is not None
    assert found.reason == "unwell"
    assert first(world) is First.ASK, "what was told later is asked about, too"
    assert world.window.shown() is page


# -- what must not happen in silence -------------------------------------------------------------------------------
@pytest.mark.parametrize("pin", [False, True])
def test_a_stop_sign_is_not_corrected_away_in_silence(world: World, pin: bool) -> None:
    page, session_id = opened(world, PAIN)
    assert first(world) is First.ASK
    if pin:
        world.set_pin()
        world.rooms.records.past.open(session_id)
    change(world, pain=0)
    assert world.window.shown() is world.window.ask
    assert ASKED in world.texts()
    assert HELD in world.texts()
    world.press(Key.Key_Return)  # the safe answer
    assert world.window.shown() is page
    assert first(world) is First.ASK
    change(world, pain=0)
    world.click("Change them")
    if pin:
        assert first(world) is First.ASK, "not before the PIN"
        type_pin(world)
    assert world.window.shown() is page
    assert first(world) is First.NOTHING
    assert [said.pain for said in events_of(world, session_id, CheckedIn)] == ["yes", "no"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("pin", [False, True])
def test_a_session_with_a_stop_sign_is_not_removed_in_silence(world: World, pin: bool) -> None:
    page, session_id = opened(world, PAIN)
    if pin:
        world.set_pin()
        world.rooms.records.past.open(session_id)
    world.click("Remove this session")
    assert ASKED in world.texts()
    world.click("Remove it")
    if pin:
        assert kept(world, session_id).removed is None
        type_pin(world)
    assert world.window.shown() is page
    assert kept(world, session_id).removed is not None
    assert first(world) is First.NOTHING
    world.click("Undo")
    assert first(world) is First.ASK


def test_whoever_does_not_know_the_pin_changes_nothing(world: World) -> None:
    _, session_id = opened(world, PAIN)
    world.set_pin()
    world.rooms.records.past.open(session_id)
    world.click("Remove this session")
    world.click("Remove it")
    world.type("9999")
    world.press(Key.Key_Return)
    assert world.window.shown() is world.window.pin
    world.click("Back to Today")
    assert kept(world, session_id).removed is None
    assert first(world) is First.ASK
    world.set_pin("2222")  # later, for something else
    world.go("settings")
    world.type("2222")
    world.press(Key.Key_Return)
    assert kept(world, session_id).removed is None, "what was left is not done with the next PIN"


def test_a_stop_sign_that_was_cleared_may_go_but_it_weighed(world: World) -> None:
    _, session_id = opened(world, PAIN)
    world.save(anybody(), Cleared(WALL, session_id))
    world.rooms.records.past.open(session_id)
    world.click("Remove this session")
    assert ASKED not in world.texts()
    assert HELD in world.texts()


def test_too_hard_holds_back_until_somebody_says_otherwise(world: World) -> None:
    opened(world, replace(GOOD, effort=8))
    change(world, effort=3)
    assert HELD in world.texts()
    world.press(Key.Key_Escape)
    assert world.situation().sessions[-1].checkin == replace(GOOD, effort=8)


def test_removing_one_that_held_back_moving_on_is_told(world: World) -> None:
    """Of three good sessions the newest has no answers. Without it, moving on is advised."""
    for days in (6, 4):
        keep_session(world.store, anybody(), days, said=GOOD)
    opened(world, CheckedIn(WALL, None, "none", "no"))
    world.click("Remove this session")
    assert "After that, moving on is advised on Today." in world.texts()
    assert HELD not in world.texts()


# -- removal and the way back --------------------------------------------------------------------------------------
@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Space, Key.Key_Escape])
def test_removing_is_asked_first_and_the_safe_answer_keeps(world: World, key: Key) -> None:
    page, session_id = opened(world)
    page.remove.setFocus()
    world.press(Key.Key_Return)
    assert world.window.shown() is world.window.ask
    world.press(key)
    assert world.window.shown() is page
    assert kept(world, session_id).removed is None


def test_removed_by_keyboard_and_undone_right_there(world: World) -> None:
    world.set_pin()
    page, session_id = opened(world)
    page.remove.setFocus()
    world.press(Key.Key_Return, Key.Key_Left, Key.Key_Return)
    assert world.window.shown() is page, "a good session holds nothing back, so no PIN is asked for"
    assert "Removed. It can be brought back for 30 days." in world.texts()
    assert world.store.summaries("ann") == ()
    assert not page.remove.isVisible()
    assert page.note.edit.isReadOnly()
    assert world.focus() is page.undo
    world.press(Key.Key_Return)
    assert "This session is back." in world.texts()
    assert len(world.store.summaries("ann")) == 1
    assert [len(events_of(world, session_id, kind)) for kind in (Removed, Restored)] == [1, 1]


def test_brought_back_days_later_from_the_removed_ones(world: World) -> None:
    page, session_id = opened(world)
    world.click("Remove this session")
    world.click("Remove it")
    world.days(12)
    world.rooms.records.past.show()
    table = world.rooms.records.past.table
    assert table.model.rows == ()
    table.which.setFocus()
    world.press(Key.Key_End)
    table.table.setFocus()
    world.press(Key.Key_Return)
    assert world.window.shown() is page
    assert "It can be brought back for 18 days." in world.texts()
    world.click("Bring it back")
    assert kept(world, session_id).removed is None
    world.press(Key.Key_Escape)
    assert table.model.rows == (), "among the removed ones it is no more"


def test_bringing_a_good_one_back_that_hides_what_was_too_hard_is_asked_about(world: World) -> None:
    """The newest session decides whether a week back is advised: one that comes back may be the newest."""
    keep_session(world.store, anybody(programme_id=P1, week=2), 3, said=replace(GOOD, effort=9))
    world.change(week=2)
    _, session_id = opened(world)
    world.store.append(session_id, Removed(WALL))
    world.rooms.records.past.open(session_id)
    world.click("Bring it back")
    assert "After that, one week back is no longer advised on Today." in world.texts()
    world.press(Key.Key_Return)
    assert kept(world, session_id).removed is not None
    world.click("Bring it back")
    world.click("Bring it back")
    assert kept(world, session_id).removed is None


def test_bringing_one_back_does_not_silence_the_questions_after_three_months(world: World) -> None:
    world.save(anybody(), Screened(WALL - timedelta(days=200), screened().answers))
    _, session_id = opened(world)
    world.store.append(session_id, Removed(WALL))
    assert first(world) is First.SCREENING
    world.rooms.records.past.open(session_id)
    world.click("Bring it back")
    assert world.window.shown() is world.window.ask
    assert "the first-time questions are no longer asked again" in world.texts()
    world.press(Key.Key_Return)
    assert first(world) is First.SCREENING


def test_what_was_removed_long_ago_goes_for_good_at_a_start_on_another_day(qtbot: QtBot) -> None:
    with world_of(qtbot, anybody()) as made:
        old, young, never = (keep_session(made.store, anybody(), days) for days in (50, 45, 40))
        made.store.append(old, Removed(made.now - timedelta(days=30, seconds=1)))
        made.store.append(young, Removed(made.now - timedelta(days=29, hours=23)))
        assert len(made.store.removed("ann")) == 2
        made.rooms.records.forget_old()
        assert len(made.store.removed("ann")) == 2, "one look at the clock proves nothing"
        made.days(1)
        made.rooms.records.forget_old()
        assert [row.id for row in made.store.removed("ann")] == [young]
        assert [row.id for row in made.store.summaries("ann")] == [never]
        assert made.store.events(old) == ()


def test_a_window_that_opens_forgets_by_itself(qtbot: QtBot) -> None:
    with world_of(qtbot, anybody()) as made:
        old = keep_session(made.store, anybody(), 50)
        made.store.append(old, Removed(made.now - timedelta(days=32)))
        made.store.put_setting(SETTING, (made.now - timedelta(days=1)).isoformat())  # a start on the day before
        twin = World(qtbot, made.store, made.renderer)
        assert made.store.summary(old) is None
        twin.desk.close()


def test_a_record_that_cannot_be_written_is_said_and_what_was_typed_stays(world: World) -> None:
    page, session_id = opened(world)
    world.store._connection.execute("PRAGMA query_only = ON")
    page.note.edit.setPlainText("Knee")
    world.click("Save the note")
    assert "may not be written to" in world.texts()
    world.go("today")
    assert page.note.edit.toPlainText() == "Knee"
    world.rooms.records.past.open(session_id)
    world.click("Remove this session")
    world.click("Remove it")
    assert world.window.shown() is page
    assert "may not be written to" in world.texts()
    assert not page.undo.isVisible()
    world.store._connection.execute("PRAGMA query_only = OFF")
    assert kept(world, session_id).removed is None
    page.note.edit.setPlainText("Knee")
    world.click("Save the note")
    assert kept(world, session_id).note == "Knee"


def test_a_session_that_goes_on_cannot_be_changed(world: World) -> None:
    world.begin()
    world.go_to(Kind.FORWARD)
    world.desk.journal.flush(5)
    session_id = world.store.session_ids()[-1]
    desk, page = world.rooms.records.past, world.rooms.records.past.page
    desk.open(session_id)
    assert "This session is still going on." in world.texts()
    assert not page.remove.isVisible()
    assert not page.change.isVisible()
    page.removed.emit()
    page.checkin_wanted.emit()
    assert world.window.shown() is page
    assert kept(world, session_id).removed is None


def test_a_session_that_was_deleted_meanwhile_leads_back_to_the_table(world: World) -> None:
    _, session_id = opened(world)
    world.store.append(session_id, Removed(WALL))
    world.store.purge(WALL + timedelta(days=1))
    world.rooms.records.past.open(session_id)
    assert world.window.shown() is world.rooms.records.past.table
