"""From Today to the record, with real widgets, the real session machine, voice rules and store; only time is fake."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from balancecoach.core.events import CueMissed, Outcome, Paused, SessionStarted, Wobbled
from balancecoach.core.plan import Kind
from balancecoach.core.transitions import State
from tests.ui.world import Key, LateRenderer, World, anybody, world_of


@pytest.fixture
def world(qtbot: QtBot) -> Iterator[World]:
    with world_of(qtbot, anybody()) as made:
        yield made


def test_a_whole_session_by_keyboard_alone(world: World) -> None:
    world.begin()
    world.to_the_end()
    world.press(Key.Key_3)
    for _ in range(4):
        world.press(Key.Key_Return)
    assert world.window.shown() is world.window.today
    (summary,) = world.store.summaries()
    assert (summary.outcome, summary.backward_s, summary.forward_s) == (Outcome.COMPLETED, 90, 560)
    assert summary.checkin is not None
    assert (summary.checkin.effort, summary.checkin.stumbles, summary.checkin.pain) == (3, "none", "no")
    assert world.window.today.week_headline.text() == "1 of 3 sessions"
    assert "Effort 3" in world.window.today.last_headline.text()
    assert "Session saved" in world.player.played[-1]
    assert (summary.person_id, summary.programme_id, summary.week) == ("ann", "p1-first-steps", 1)
    started = world.events()[0]
    assert isinstance(started, SessionStarted)
    assert (started.person_id, started.programme_id, started.week) == ("ann", "p1-first-steps", 1)


def test_keys_pressed_all_at_once_start_a_session(world: World) -> None:
    """No event is worked off between them, as when a busy machine was late and hands them over together."""
    for key in (Key.Key_Return, *(Qt.Key(Key.Key_1 + n) for n in range(8)), Key.Key_Return, Key.Key_Return):
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key)
    assert world.window.shown() is world.window.session
    assert world.desk.sessions.runner is not None


def test_start_pressed_before_anything_is_painted_starts_a_session(qtbot: QtBot) -> None:
    with world_of(qtbot, anybody(), at_once=True) as world:
        assert not hasattr(world.window, "before"), "the other screens come after the first paint"
        QTest.keyClick(world.window.today.start_button, Key.Key_Return)
        assert world.window.shown() is world.window.before
        for number in range(len(world.window.before.boxes)):
            QTest.keyClick(world.window.before, Qt.Key(Key.Key_1 + number))
        QTest.keyClick(world.window.before.begin_button, Key.Key_Return)
        assert world.window.shown() is world.window.session
        assert world.desk.sessions.runner is not None


@pytest.mark.parametrize("page", ["progress", "plans", "people", "settings"])
def test_a_page_chosen_before_anything_is_painted_opens(qtbot: QtBot, page: str) -> None:
    with world_of(qtbot, anybody(), at_once=True) as world:
        world.go(page)
        assert world.window.shown() is not world.window.today
        assert world.window.nav[page].isChecked()


def test_captions_are_exactly_the_words_that_are_played(world: World) -> None:
    world.begin()
    seen = []
    for _ in range(60):
        world.step()
        seen.append((world.window.session.caption.text(), world.player.played[-1].split("|")[1]))
    assert all(caption == played for caption, played in seen)
    assert len(set(seen)) > 4


@pytest.mark.parametrize("pressed", [Key.Key_A, Key.Key_Space, Key.Key_PageDown, Key.Key_Left, Key.Key_Tab])
def test_any_key_pauses_a_bout_and_the_belt_is_spoken_of(world: World, pressed: Qt.Key) -> None:
    world.begin()
    world.go_to(Kind.BACKWARD)
    world.pass_time(5)
    world.press(pressed)
    assert world.state() is State.PAUSED
    assert world.window.session.caption.text() == "Paused. The belt is still moving."
    assert "cannot stop the belt" in world.window.session.next.text()


@pytest.mark.parametrize("pressed", [Key.Key_VolumeUp, Key.Key_Shift, Key.Key_Control])
def test_keys_of_the_machine_do_not_pause(world: World, pressed: Qt.Key) -> None:
    world.begin()
    world.go_to(Kind.BACKWARD)
    world.press(pressed)
    assert world.state() is State.TIMED


def test_carrying_on_in_a_bout_goes_by_way_of_starting_the_belt(world: World) -> None:
    world.begin()
    world.go_to(Kind.BACKWARD)
    world.pass_time(10)
    world.press(Key.Key_A)
    left = world.window.session.timer.text()
    world.press(Key.Key_Return)
    assert world.state() is State.PAUSED, "too early: the belt still moves"
    assert "Not yet" in world.window.session.caption.text()
    assert world.window.session.next.text() == "This app cannot stop the belt."
    world.pass_time(10)
    assert "Enter carries on" in world.window.session.next.text()
    world.press(Key.Key_Return)
    assert world.state() is State.RESTART
    assert world.window.session.word.text() == "START THE BELT"
    world.press(Key.Key_Return)
    assert world.state() is State.RESTART, "too early: the words have not been said"
    world.pass_time(60)
    world.press(Key.Key_Return)
    assert world.state() is State.TIMED
    assert world.window.session.timer.text() == left


def test_a_gate_waits_and_cannot_be_passed_early_or_twice(world: World) -> None:
    world.begin()
    world.press(Key.Key_Return)
    assert world.kind() is Kind.PREPARE
    world.pass_time(600)
    assert world.kind() is Kind.PREPARE
    assert world.window.session.big.text() == "Press Enter"
    session = world.window.session
    QTest.keyClick(session, Key.Key_Return)
    QTest.keyClick(session, Key.Key_Return)
    assert world.kind() is Kind.STRADDLE


def test_one_press_of_stop_never_stops(world: World) -> None:
    world.begin()
    world.go_to(Kind.BACKWARD)
    world.press(Key.Key_S)
    assert world.state() is State.PAUSED
    world.pass_time(10)
    world.press(Key.Key_Return)
    assert world.state() is State.RESTART


def test_two_presses_of_stop_end_the_session_and_keep_what_was_walked(world: World) -> None:
    world.begin()
    world.go_to(Kind.BACKWARD)
    world.pass_time(9)
    world.press(Key.Key_S)
    world.press(Key.Key_S)
    assert world.state() is State.STOPPED
    assert "Stop the belt" in world.window.session.big.text()
    world.stop_and_sit()
    assert world.window.shown() is world.window.checkin
    (summary,) = world.store.summaries()
    assert summary.outcome is Outcome.STOPPED
    assert summary.backward_s == pytest.approx(10)


def test_holding_stop_ends_the_session(world: World, qtbot: QtBot) -> None:
    world.begin()
    session = world.window.session
    QTest.keyPress(session, Key.Key_S)
    with qtbot.waitSignal(session.stopped, timeout=5000):
        pass
    QTest.keyRelease(session, Key.Key_S)
    assert world.state() is State.STOPPED


def test_w_notes_a_wobble(world: World) -> None:
    world.begin()
    world.go_to(Kind.BACKWARD)
    world.press(Key.Key_W)
    assert [event for event in world.events() if isinstance(event, Wobbled)]
    assert world.state() is State.TIMED


def test_closing_the_window_asks_instead_of_leaving_a_moving_belt_alone(world: World) -> None:
    world.begin()
    world.go_to(Kind.BACKWARD)
    world.window.close()
    assert world.window.isVisible()
    assert world.state() is State.PAUSED


def test_closing_the_window_while_the_person_sits_ends_the_session(world: World) -> None:
    world.begin()
    while world.state() is not State.SEATED:
        world.step()
    world.window.close()
    assert world.window.isVisible() and world.state() is State.SEATED, "the last words are still being said"
    world.pass_time(30)
    world.window.close()
    assert world.window.isVisible() and world.window.shown() is world.window.checkin
    assert world.store.summaries()[0].outcome is Outcome.COMPLETED
    world.window.close()
    assert not world.window.isVisible()


def test_a_daily_check_that_lay_there_for_hours_is_asked_anew(world: World) -> None:
    """Ticked in the evening, the computer shut, begun in the morning."""
    world.press(Key.Key_Return)
    before = world.window.before
    for box in before.boxes.values():
        box.setChecked(True)
    world.clock.sleep(9 * 3600)
    before.begin_button.click()
    assert world.window.shown() is before and world.runner is None
    assert not any(box.isChecked() for box in before.boxes.values())
    assert "again" in before.sound.text()
    world.tick_all()
    assert world.window.shown() is world.window.session


def test_without_sound_the_screen_flashes_and_the_helper_is_told(world: World) -> None:
    world.player.silent = True
    world.begin()
    screen = world.window.session
    assert screen.banner.isVisible()
    assert "read the words out loud" in screen.banner.text()
    assert screen.caption.text() == "Loosen up first. Stand and hold on."
    missed = [e for e in world.events() if isinstance(e, CueMissed)]
    assert missed[0].why == "silent"
    world.player.silent = False
    world.go_to(Kind.STRADDLE)
    assert not screen.banner.isVisible(), "sound came back"


def test_sound_that_is_lost_between_two_cues_is_told_at_once_and_taken_back_when_it_is_there_again(
    world: World,
) -> None:
    world.begin()
    world.go_to(Kind.BACKWARD)
    screen, begun = world.window.session, world.player.played[-1]
    world.player.silent = True
    world.desk.voicing.sound.emit()
    assert screen.banner.text() == "No sound. Helper: read the words out loud."
    assert screen._flashing, "what was being said catches the eye instead"
    missed = [event for event in world.events() if isinstance(event, CueMissed)]
    assert [event.why for event in missed] == ["silent"]
    world.desk.voicing.sound.emit()
    assert [event for event in world.events() if isinstance(event, CueMissed)] == missed, "once"
    world.player.silent = False
    world.desk.voicing.sound.emit()
    assert not screen.banner.isVisible()
    assert world.player.played[-1] == begun, "nothing old is said"


def test_without_a_voice_the_helper_is_told_before_and_during(world: World) -> None:
    world.renderer.voice = False
    world.change(programme_id="p0-familiarisation")
    world.press(Key.Key_Return)
    assert "voice does not work" in world.window.before.sound.text()
    world.tick_all()
    assert "No voice" in world.window.session.banner.text()


def test_not_today_is_recorded_and_kind(world: World) -> None:
    world.press(Key.Key_Return)
    before = world.window.before
    for name, box in before.boxes.items():
        box.setChecked(name != "well")
    assert not before.begin_button.isEnabled()
    before.no_button.click()
    shown = world.window.not_today
    assert world.window.shown() is shown
    title = shown.findChild(QLabel, "title")
    assert title is not None
    assert "good decision" in title.text()
    assert shown.help.isVisible()
    world.desk.journal.flush(5)
    (row,) = world.store.declined()
    assert row.reasons == ("well",)
    world.press(Key.Key_Return)
    assert world.window.shown() is world.window.today
    assert world.store.session_ids() == ()


def test_a_machine_that_slept_pauses(world: World) -> None:
    world.begin()
    world.go_to(Kind.BACKWARD)
    world.clock.sleep(3600)
    world.running().wake()
    assert world.state() is State.PAUSED
    assert [e.why for e in world.events() if isinstance(e, Paused)] == ["asleep"]


def test_progress_shows_the_session_in_the_chart(world: World) -> None:
    test_a_whole_session_by_keyboard_alone(world)
    world.window.nav["progress"].click()
    assert world.window.shown() is world.window.progress
    assert world.window.progress.sentence.text() == "1½ minutes backwards this week. 1 of 3 sessions done."
    assert world.window.progress.table.rowCount() == 1


def test_giving_a_programme_is_remembered(world: World) -> None:
    world.go("plans")
    world.window.plans.open_programme("p0-familiarisation")
    world.click("Give to Ann")
    assert world.window.today.headline.text() == "Getting to know the treadmill"
    assert world.file().person.programme_id == "p0-familiarisation"


def test_a_broken_plan_file_is_told_in_a_sentence(world: World, tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text("format = 1\n[[blocks]]\nkind = 'backwards'\n")
    world.go("plans")
    world.window.plans.file_chosen.emit(str(bad))
    assert "Did you mean backward?" in world.texts()
    world.press(Key.Key_Escape)
    assert world.window.shown() is world.window.plans


def test_a_bug_in_a_slot_pauses_the_session_and_says_so(world: World) -> None:
    world.begin()
    world.go_to(Kind.BACKWARD)
    world.desk.something_went_wrong()
    assert world.state() is State.PAUSED
    assert "Something went wrong" in world.window.session.banner.text()


def test_a_voice_that_is_late_joins_a_session_that_has_begun(qtbot: QtBot) -> None:
    renderer = LateRenderer()
    with world_of(qtbot, anybody(), renderer=renderer) as world:
        world.press(Key.Key_Return)
        world.tick_all()
        assert "getting ready" in world.window.before.sound.text()
        world.desk.sessions.check.wait_timer.timeout.emit()
        assert world.window.shown() is world.window.session
        assert world.window.session.banner.isVisible()
        renderer.deliver()
        world.go_to(Kind.STRADDLE)
        assert not world.window.session.banner.isVisible()


def test_a_voice_that_stops_answering_is_told_wherever_the_helper_looks(qtbot: QtBot) -> None:
    renderer = LateRenderer()
    with world_of(qtbot, anybody(), renderer=renderer) as world:
        voicing, session = world.desk.voicing, world.window.session
        world.press(Key.Key_Return)
        voicing.late.emit()
        assert not world.window.before.sound.text(), "it is not late yet"
        voicing._late_timer.timeout.emit()
        assert "does not answer" in world.window.before.sound.text()
        world.tick_all()
        world.desk.sessions.check.wait_timer.timeout.emit()
        assert session.banner.isVisible()
        session.set_trouble("")
        voicing._late_timer.timeout.emit()
        assert "does not answer" in session.banner.text()
        renderer.deliver()
        assert not session.banner.isVisible()


def test_while_a_session_waits_for_its_voice_a_loudspeaker_that_answers_hides_nothing(qtbot: QtBot) -> None:
    with world_of(qtbot, anybody(), renderer=LateRenderer()) as world:
        world.press(Key.Key_Return)
        world.tick_all()
        assert "One moment" in world.window.before.sound.text()
        world.desk.voicing.sound.emit()
        assert "One moment" in world.window.before.sound.text()
        world.desk.voicing._late_timer.timeout.emit()
        assert "does not answer" in world.window.before.sound.text()
        world.press(Key.Key_Escape)


def test_a_session_that_waits_for_its_voice_is_forgotten_when_the_check_is_left(qtbot: QtBot) -> None:
    renderer = LateRenderer()
    with world_of(qtbot, anybody(), renderer=renderer) as world:
        world.press(Key.Key_Return)
        world.tick_all()
        world.press(Key.Key_Escape)
        assert world.window.shown() is world.window.today
        renderer.deliver()
        assert world.window.shown() is world.window.today, "nobody is on the treadmill"
        assert world.runner is None


def test_a_second_press_while_the_voice_is_made_begins_one_session(qtbot: QtBot) -> None:
    renderer = LateRenderer()
    with world_of(qtbot, anybody(), renderer=renderer) as world:
        world.press(Key.Key_Return)
        world.tick_all()
        world.press(Key.Key_Return)
        world.window.before.no_button.click()
        assert world.window.shown() is not world.window.before
        renderer.deliver()
        assert world.runner is None, "not today was said since"


def test_a_pause_is_never_held_back_as_a_bounce(world: World) -> None:
    world.begin()
    world.go_to(Kind.BACKWARD)
    session = world.window.session
    QTest.keyClick(session, Key.Key_W)
    QTest.keyClick(session, Key.Key_A)
    assert world.state() is State.PAUSED
    QTest.keyClick(session, Key.Key_Return)
    assert world.state() is State.PAUSED, "a bounce of the same press may not carry on"


def test_a_key_that_qt_has_no_name_for_pauses_too(world: World) -> None:
    world.begin()
    world.go_to(Kind.BACKWARD)
    for number in (0, 0x1FFFFF0):
        press = QKeyEvent(QEvent.Type.KeyPress, number, Qt.KeyboardModifier.NoModifier)
        QCoreApplication.sendEvent(world.window.session, press)
    assert world.state() is State.PAUSED


def test_a_session_waits_for_a_loudspeaker_that_is_being_opened_so_that_its_first_sentence_is_heard(
    world: World,
) -> None:
    world.player.opens = True
    world.press(Key.Key_Return)
    world.tick_all()
    assert world.window.shown() is world.window.before and "One moment" in world.window.before.sound.text()
    before = len(world.player.played)
    world.player.answer()
    assert world.window.shown() is world.window.session
    assert len(world.player.played) == before + 1
    assert not [row for row in world.events() if isinstance(row, CueMissed)]


def test_a_loudspeaker_that_never_answers_holds_nobody_up(world: World) -> None:
    world.player.opens = True
    world.press(Key.Key_Return)
    world.tick_all()
    world.desk.sessions.check.wait_timer.timeout.emit()
    assert world.window.shown() is world.window.session
    assert "read" in world.window.session.banner.text()


def test_who_leaves_while_the_loudspeaker_is_awaited_begins_nothing(world: World) -> None:
    world.player.opens = True
    world.press(Key.Key_Return)
    world.tick_all()
    world.press(Key.Key_Escape)
    world.player.answer()
    assert world.window.shown() is world.window.today and world.desk.sessions.runner is None
