"""Check-ups by keyboard alone: the page, a guided one with its stopwatch, one by hand, removing, the reminder."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from msgspec.structs import replace
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from balancecoach.core import checkup
from balancecoach.core.checkup import CheckedUp, CheckUpRemoved, results
from balancecoach.core.checkup_said import AFTER_TRIAL, SAID, UNSURE
from balancecoach.core.person import Happened
from balancecoach.core.phrases import Tone
from balancecoach.core.preferences import Preferences
from balancecoach.core.stopwatch import Phase
from balancecoach.desks.checkup_put_off import SETTING
from balancecoach.errors import FailedError
from balancecoach.speech.clips import key as clip_of
from balancecoach.ui.palette import current
from tests.fakes import MONO_S
from tests.histories import ago, screened
from tests.ui.stage import SIZES, ink_height
from tests.ui.world import Key, World, anybody, enter, keep_session, world_of

BACK, WALK, TUG = checkup.Test.BACKWARD_3M, checkup.Test.WALK_10M, checkup.Test.TUG


@pytest.fixture
def world(qtbot: QtBot) -> Iterator[World]:
    with world_of(qtbot, anybody(walk3m_s=4.0)) as made:
        yield made


class Desk:
    """What a test of check-ups does again and again."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.desk = world.rooms.records.checkups
        self.run = self.desk.run

    def done(self) -> tuple[CheckedUp, ...]:
        """What counts."""
        return results(self.world.file().facts)

    def open(self) -> None:
        """The page, from Progress."""
        self.world.go("progress")
        self.world.click("Check-ups")
        assert self.world.window.shown() is self.desk.page

    def ready(self, test: checkup.Test = BACK) -> None:
        """The watch of a test, by keyboard: how it goes, every line ticked, on."""
        self.open()
        self.world.click(f"Start: {checkup.TITLES[test]}")
        assert self.world.window.shown() is self.run.ready
        self.world.press(Key.Key_Return)
        for _ in self.run.ready.boxes:
            self.world.press(Key.Key_Return)
        self.world.press(Key.Key_Return)
        assert self.world.window.shown() is self.run.watch

    def key(self, pressed: Key, after_s: float = 0.0) -> None:
        """One key, that much later and not a moment more."""
        self.world.clock.sleep(after_s)
        QTest.keyClick(self.world.focus(), pressed)

    def time(self, seconds: float, key: Key = Key.Key_Space) -> None:
        """One try, measured."""
        self.key(key, 5.0)
        assert self.phase() is Phase.RUNNING
        self.key(key, seconds)
        assert self.phase() is Phase.STOPPED

    def phase(self) -> Phase:
        """Of the watch."""
        return self.run._measuring.phase

    @property
    def digits(self) -> str:
        """Shown."""
        return self.run.watch.digits.text()


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def keep(world: World, *facts: CheckedUp) -> None:
    """In the record."""
    world.save(world.file().person, *facts)


# -- a guided one ----------------------------------------------------------------------------------------------------
def test_a_whole_check_up_by_keyboard_keeps_the_exact_times(world: World, desk: Desk) -> None:
    world.change(walk3m_s=None, speed_kmh=1.0)
    desk.ready()
    assert desk.digits == "0.0" and "1 of 2" in desk.run.watch.title.text()
    desk.time(4.257)
    assert desk.digits == "4.3"
    desk.key(Key.Key_Space, 1.0)
    assert "2 of 2" in desk.run.watch.title.text()
    desk.time(3.934)
    desk.key(Key.Key_Space, 1.0)
    assert world.window.shown() is desk.run.result
    assert desk.done() == (), "nothing is kept before somebody says so"
    assert desk.run.result.latest.text() == "4.1 s (2.6 km/h)"
    assert "None of these tests" in world.texts()
    world.press(Key.Key_Return)
    assert [fact.trials_s for fact in desk.done()] == [(4.26, 3.93)]
    assert desk.done()[0].at == world.now
    assert world.window.shown() is world.window.ask


@pytest.mark.parametrize(
    "key", [Key.Key_Space, Key.Key_Return, Key.Key_Enter, Key.Key_PageDown, Key.Key_Right, Key.Key_MediaPlay]
)
def test_what_clickers_send_starts_and_stops(desk: Desk, key: Key) -> None:
    desk.ready(TUG)
    desk.time(11.5, key)
    assert desk.digits == "11.5"


def test_a_button_of_ones_own_works_too(world: World, desk: Desk) -> None:
    world.store.keep_preferences(Preferences(keys={"confirm": ("Key_F13",)}))
    desk.ready(TUG)
    world.store.keep_preferences(Preferences())
    names = desk.run.watch._buttons.chosen
    assert names is not None
    desk.key(Key.Key_Space, 5.0)
    desk.key(Key.Key_F13, 9.0)
    assert desk.phase() is Phase.STOPPED


def test_while_it_runs_any_button_stops_and_a_volume_key_does_not(desk: Desk) -> None:
    for key in (Key.Key_P, Key.Key_PageUp, Key.Key_A, Key.Key_W):
        desk.ready(TUG)
        desk.key(Key.Key_Space, 5.0)
        desk.key(Key.Key_VolumeUp, 1.0)
        assert desk.phase() is Phase.RUNNING
        desk.key(key, 8.0)
        assert desk.phase() is Phase.STOPPED and desk.digits == "9.0", key
        desk.key(Key.Key_Escape, 1.0)
        desk.world.click("Leave")


def test_a_bounce_does_not_start_and_stop_nor_stop_and_keep(desk: Desk) -> None:
    desk.ready(TUG)
    desk.key(Key.Key_Space, 5.0)
    desk.key(Key.Key_Space, 0.03)
    desk.key(Key.Key_Space, 0.3)
    assert desk.phase() is Phase.RUNNING
    desk.key(Key.Key_Space, 9.0)
    desk.key(Key.Key_Space, 0.03)
    assert desk.phase() is Phase.STOPPED
    desk.key(Key.Key_Space, 1.0)
    assert desk.world.window.shown() is desk.run.result
    desk.key(Key.Key_Return, 0.1)
    assert desk.world.window.shown() is desk.run.result, "nor keep and keep"
    assert desk.done() == ()


def test_the_digits_follow_the_clock_while_it_runs(desk: Desk) -> None:
    desk.world.clock.asleep_s = 0.0  # this machine knows that it did not sleep
    desk.ready(TUG)
    desk.key(Key.Key_Space, 5.0)
    assert desk.run.watch._timer.isActive()
    desk.world.clock.sleep(7.34)
    desk.run.watch._timer.timeout.emit()
    assert desk.digits == "7.3"
    desk.world.clock.step_wall(3600)
    desk.world.clock.sleep(0.1)
    desk.run.watch._timer.timeout.emit()
    assert desk.digits == "7.4", "a clock on the wall that is set moves nothing"
    desk.key(Key.Key_Space, 0.0)
    assert not desk.run.watch._timer.isActive()
    assert desk.run._now_s() > MONO_S


def test_a_spoilt_try_and_a_slip_are_measured_again(desk: Desk) -> None:
    desk.ready()
    desk.time(3.0)
    desk.key(Key.Key_PageUp, 1.0)
    assert desk.phase() is Phase.READY and desk.digits == "0.0" and "1 of 2" in desk.run.watch.title.text()
    desk.time(0.7)
    assert "between 1 and 120 seconds" in desk.run.watch.line.text()
    assert not desk.run.watch.again_button.isVisible()
    desk.key(Key.Key_Space, 1.0)
    assert desk.phase() is Phase.READY
    for seconds in (4.0, 4.2):
        desk.time(seconds)
        desk.key(Key.Key_Space, 1.0)
    desk.key(Key.Key_Return, 1.0)
    assert [fact.trials_s for fact in desk.done()] == [(4.0, 4.2)]


def test_the_buttons_on_the_screen_do_the_same(desk: Desk) -> None:
    desk.ready(TUG)
    watch = desk.run.watch
    desk.world.clock.sleep(5)
    watch.main.click()
    desk.world.clock.sleep(10)
    watch.main.click()
    assert watch.again_button.isVisible() and watch.main.text().startswith("Keep")
    desk.world.clock.sleep(1)
    watch.again_button.click()
    assert desk.phase() is Phase.READY
    watch.leave_button.click()
    assert desk.world.window.shown() is desk.desk.page, "nothing was measured: nothing is asked"


def test_tab_reaches_the_buttons_and_space_presses_the_one_that_has_the_keyboard(desk: Desk) -> None:
    desk.ready(TUG)
    desk.time(10.0)
    assert desk.world.focus() is desk.run.watch
    desk.key(Key.Key_Tab)
    desk.key(Key.Key_Tab)
    assert desk.world.focus() is desk.run.watch.again_button
    desk.key(Key.Key_Space, 1.0)
    assert desk.phase() is Phase.READY
    assert desk.world.focus() is desk.run.watch, "the next Space is for the watch"


# -- leaving ---------------------------------------------------------------------------------------------------------
def test_esc_asks_only_when_something_was_measured(world: World, desk: Desk) -> None:
    desk.ready()
    desk.key(Key.Key_Escape, 1.0)
    assert world.window.shown() is desk.desk.page
    desk.ready()
    desk.key(Key.Key_Space, 5.0)
    desk.key(Key.Key_Escape, 3.0)
    assert world.window.shown() is world.window.ask
    world.press(Key.Key_Return)
    assert world.window.shown() is desk.run.watch and desk.phase() is Phase.STOPPED and desk.digits == "3.0"
    assert world.focus() is desk.run.watch
    desk.key(Key.Key_S, 1.0)
    world.press(Key.Key_Left, Key.Key_Return)
    assert world.window.shown() is desk.desk.page
    assert desk.done() == ()


def test_esc_of_a_clicker_that_sends_f5_and_esc_by_turns_stops_the_watch(desk: Desk) -> None:
    desk.ready(TUG)
    desk.key(Key.Key_Space, 5.0)
    desk.key(Key.Key_F5, 9.0)
    assert desk.phase() is Phase.STOPPED
    desk.key(Key.Key_Escape, 2.0)
    assert desk.world.window.shown() is desk.run.watch
    desk.key(Key.Key_Escape, 31.0)
    assert desk.world.window.shown() is desk.world.window.ask


def test_the_window_does_not_close_over_a_measured_time(world: World, desk: Desk) -> None:
    desk.ready()
    desk.time(4.0)
    assert not world.window.close()
    assert world.window.shown() is world.window.ask
    world.press(Key.Key_Escape)
    assert world.window.shown() is desk.run.watch


def test_a_result_can_be_thrown_away_or_measured_again(world: World, desk: Desk) -> None:
    desk.ready(TUG)
    desk.time(10.0)
    desk.key(Key.Key_Space, 1.0)
    world.click("Measure again")
    assert desk.phase() is Phase.READY
    desk.time(12.0)
    desk.key(Key.Key_Space, 1.0)
    world.press(Key.Key_Escape)
    world.press(Key.Key_Return)
    assert world.window.shown() is desk.run.result, "to stay is the safe answer"
    world.click("Do not keep it")
    world.click("Leave")
    assert desk.done() == () and world.window.shown() is desk.desk.page


def test_a_full_disk_loses_no_measurement(world: World, desk: Desk, qtbot: QtBot) -> None:
    desk.ready(TUG)
    desk.time(10.0)
    desk.key(Key.Key_Space, 1.0)
    real = desk.desk._store

    class Full:
        def save_person(self, *_args: object, **_named: object) -> None:
            raise FailedError("The disk is full. Make room and try again.")

    desk.desk._store = Full()  # type: ignore[assignment]
    world.press(Key.Key_Return)
    assert "disk is full" in world.texts() and world.window.shown() is desk.run.result
    desk.desk._store = real
    world.press(Key.Key_Return)
    assert [fact.trials_s for fact in desk.done()] == [(10.0,)]


# -- what is said ----------------------------------------------------------------------------------------------------
def test_every_instruction_is_spoken_and_nothing_talks_into_the_walk(world: World, desk: Desk) -> None:
    desk.ready()
    said = " ".join((UNSURE, *SAID[BACK].walker))
    assert world.player.played[-1].startswith(clip_of((Tone.CHANGE, said)))
    hushed = world.player.hushed
    desk.key(Key.Key_Space, 5.0)
    assert world.player.hushed == hushed + 1
    count = len(world.player.played)
    desk.world.clock.sleep(2)
    assert len(world.player.played) == count
    desk.key(Key.Key_Space, 2.0)
    assert world.player.played[-1].startswith(clip_of((Tone.REST, f"{AFTER_TRIAL} 4.0 seconds.")))
    desk.key(Key.Key_Space, 1.0)
    assert len(world.player.played) == count + 2, "the second try is told anew"
    desk.key(Key.Key_R, 1.0)
    assert len(world.player.played) == count + 3, "and again when asked"


def test_without_a_voice_the_helper_reads_it(world: World, desk: Desk) -> None:
    world.renderer.voice = False
    desk.ready()
    line = desk.run.watch.line.text()
    assert line.startswith("No sound.") and SAID[BACK].walker[2] in line


def test_without_a_loudspeaker_the_helper_reads_it(world: World, desk: Desk) -> None:
    world.player.silent = True
    desk.ready()
    line = desk.run.watch.line.text()
    assert line.startswith("No sound.") and SAID[BACK].walker[2] in line


# -- who may ---------------------------------------------------------------------------------------------------------
def test_every_line_has_to_be_true_and_a_no_is_kindly_taken(world: World, desk: Desk) -> None:
    desk.open()
    world.click(f"Start: {checkup.TITLES[BACK]}")
    assert "Chest pain" in world.texts()
    world.press(Key.Key_Return)
    assert not desk.run.ready.go_button.isEnabled()
    for key in list(desk.run.ready.boxes)[1:]:
        desk.run.ready.boxes[key].setChecked(True)
    assert not desk.run.ready.go_button.isEnabled()
    world.click("Not today")
    assert world.window.shown() is desk.desk.page
    assert "That is a good decision" in world.texts() and "Call emergency help" in world.texts()


def test_esc_leaves_the_lines(world: World, desk: Desk) -> None:
    desk.open()
    world.click(f"Start: {checkup.TITLES[BACK]}")
    world.press(Key.Key_Escape)
    assert world.window.shown() is desk.desk.page


def test_whoever_has_to_ask_first_gets_no_start_but_may_enter_what_was_measured(world: World, desk: Desk) -> None:
    world.save(world.file().person, screened(0, dizzy="yes"))
    desk.open()
    assert not world.buttons("Start") and len(world.buttons("Enter a result")) == 3
    assert "Ask your GP or physio first" in world.texts()


def test_forwards_only_means_no_backward_walk_on_the_floor(world: World, desk: Desk) -> None:
    world.save(world.file().person, screened(0, six_minutes="no"))
    desk.open()
    assert [b.accessibleName() for b in world.buttons("Start")] == ["Start: 10-metre walk", "Start: Timed up and go"]


def test_a_start_that_is_no_longer_allowed_does_not_begin(world: World, desk: Desk) -> None:
    desk.open()
    world.store.save_person(world.file().person, Happened(world.now, "fall"), now=world.now)
    world.click(f"Start: {checkup.TITLES[BACK]}")
    assert world.window.shown() is desk.desk.page and not world.buttons("Start")


def test_nobody_yet(qtbot: QtBot) -> None:
    with world_of(qtbot) as world:
        desk = Desk(world)
        desk.open()
        assert "Nobody is set up yet" in world.texts() and not world.buttons("Start")


# -- the start speed ---------------------------------------------------------------------------------------------------
def finish(world: World, desk: Desk, *seconds: float) -> None:
    """A backward walk of these, kept."""
    desk.ready()
    for each in seconds:
        desk.time(each)
        desk.key(Key.Key_Space, 1.0)
    desk.key(Key.Key_Return, 1.0)


def test_another_start_speed_is_asked_about_and_no_is_what_enter_says(world: World, desk: Desk) -> None:
    world.change(walk3m_s=9.0, speed_kmh=None)
    finish(world, desk, 6.0, 6.0)
    assert world.window.shown() is world.window.ask
    assert "0.9 km/h instead of 0.6 km/h" in world.texts()
    world.press(Key.Key_Return)
    assert world.file().person.walk3m_s == 9.0
    assert len(desk.done()) == 1 and "as it was" in world.texts()


def test_a_yes_takes_it_over_and_leaves_the_speed_that_is_walked(world: World, desk: Desk) -> None:
    world.change(walk3m_s=9.0, speed_kmh=1.2)
    finish(world, desk, 6.0, 6.0)
    assert "1.2 km/h, stays as it is" in world.texts() and "lower it under People" in world.texts()
    world.click("Yes, use it")
    someone = world.file().person
    assert someone.walk3m_s == 6.0 and someone.speed_kmh == 1.2
    assert world.window.shown() is desk.desk.page


def test_with_a_pin_only_the_helper_takes_it_over(world: World, desk: Desk) -> None:
    world.change(walk3m_s=9.0, speed_kmh=None)
    world.set_pin()
    finish(world, desk, 6.0, 6.0)
    world.click("Yes, use it")
    assert world.window.shown() is world.window.pin
    assert world.file().person.walk3m_s == 9.0
    world.type("1234")
    world.press(Key.Key_Return)
    assert world.file().person.walk3m_s == 6.0
    world.go("settings")
    assert world.window.shown() is world.window.pin, "and the PIN is asked for again"


def test_the_same_value_asks_nothing(world: World, desk: Desk) -> None:
    finish(world, desk, 4.0, 4.0)
    assert world.window.shown() is desk.desk.page and "The result is kept." in world.texts()


def test_an_old_result_that_is_entered_late_asks_nothing(world: World, desk: Desk) -> None:
    keep(world, CheckedUp(world.now - timedelta(days=2), BACK, (4.0,)))
    desk.open()
    world.click("Enter a result: 3-metre")
    world.type("8")
    desk.desk.form.day.set_text("2026-02-01")
    world.click("Save")
    assert world.window.shown() is desk.desk.page
    assert [fact.trials_s for fact in desk.done()] == [(8.0,), (4.0,)]


# -- by hand -----------------------------------------------------------------------------------------------------------
def test_a_result_by_hand_with_keys_alone(world: World, desk: Desk) -> None:
    desk.open()
    world.click("Enter a result: Timed up and go")
    assert isinstance(world.focus(), QLineEdit)
    world.type("12,345")
    world.press(Key.Key_Tab)
    world.type("11.9")
    world.press(Key.Key_Return)
    assert [(fact.test, fact.trials_s) for fact in desk.done()] == [(TUG, (12.35, 11.9))]
    assert desk.done()[0].at <= world.now and desk.done()[0].at.date() == world.now.date()


@pytest.mark.parametrize(
    ("first", "second", "day", "told"),
    [
        ("", "", "", "Write the seconds as a number"),
        ("fast", "", "", "Write the seconds as a number"),
        ("0.2", "", "", "between 3 and 300 seconds"),
        ("600", "", "", "between 3 and 300 seconds"),
        ("9", "x", "", "Write the seconds as a number"),
        ("9", "1", "", "between 3 and 300 seconds"),
        ("9", "", "4 March", "This is no day"),
        ("9", "", "2026-02-30", "This is no day"),
        ("9", "", "2026-03-05", "The day has not come yet"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field(
    world: World, desk: Desk, first: str, second: str, day: str, told: str
) -> None:
    desk.open()
    world.click("Enter a result: Timed up and go")
    form = desk.desk.form
    form.first.set_text(first)
    form.second.set_text(second)
    if day:
        form.day.set_text(day)
    world.click("Save")
    assert world.window.shown() is form and told in world.texts()
    assert isinstance(world.focus(), QLineEdit)
    assert desk.done() == ()
    world.press(Key.Key_Escape)
    assert world.window.shown() is desk.desk.page


def test_two_on_one_day_are_two(world: World, desk: Desk) -> None:
    for seconds in ("9", "8"):
        desk.open()
        world.click("Enter a result: Timed up and go")
        world.type(seconds)
        desk.desk.form.day.set_text("2026-02-01")
        world.click("Save")
    assert sorted(fact.trials_s for fact in desk.done()) == [(8.0,), (9.0,)]
    names = [b.accessibleName() for b in world.buttons("Remove")]
    assert len(set(names)) == 2


# -- the page ----------------------------------------------------------------------------------------------------------
def test_the_page_shows_results_change_and_what_is_known(world: World, desk: Desk) -> None:
    keep(world, CheckedUp(ago(30), BACK, (7.0, 7.4)), CheckedUp(ago(2), BACK, (4.4, 4.6), "", "New shoes."))
    desk.open()
    said = world.texts()
    assert "4.5 s (2.4 km/h), 2 March 2026" in said and "2.7 s shorter than before" in said
    assert "mean of 4.4 + 4.6 s" in said and "New shoes." in said
    assert "due on 30 March 2026" in said
    assert "483 people" not in said
    world.click("What is known of it: 3-metre")
    assert "483 people" in world.texts() and "None of these tests" in world.texts()
    assert world.focus() is desk.desk.page.folds["meaning", BACK] and world.focus().isVisible()
    world.press(Key.Key_Return)
    assert "483 people" not in world.texts()


def test_a_long_history_is_folded(world: World, desk: Desk) -> None:
    keep(world, *(CheckedUp(ago(28 * n + 1), TUG, (9.0 + n,)) for n in range(30)))
    desk.open()
    assert len(world.buttons("Remove")) == 4
    world.click("All 30 results")
    assert len(world.buttons("Remove")) == 30
    world.click("Only the newest")
    assert len(world.buttons("Remove")) == 4


def test_removing_a_wrong_one_and_bringing_it_back(world: World, desk: Desk) -> None:
    keep(world, CheckedUp(ago(30), TUG, (9.0,)), CheckedUp(ago(2), TUG, (90.0,), "stick", "Slip."))
    desk.open()
    world.buttons("Remove")[0].click()
    assert [fact.trials_s for fact in desk.done()] == [(9.0,)]
    assert world.focus() is desk.desk.page.undo_button
    world.press(Key.Key_Return)
    assert [fact.trials_s for fact in desk.done()] == [(9.0,), (90.0,)]
    back = desk.done()[1]
    assert (back.aid, back.note) == ("stick", "Slip.") and back.at - ago(2) < timedelta(milliseconds=1)
    assert not world.buttons("Bring it back")
    world.buttons("Remove")[0].click()
    assert [fact.trials_s for fact in desk.done()] == [(9.0,)], "and removed again"
    kinds = [type(fact) for fact in world.file().facts]
    assert kinds.count(CheckUpRemoved) == 2 and kinds.count(CheckedUp) == 3, "nothing is ever unwritten"


def test_esc_goes_back_to_progress(world: World, desk: Desk) -> None:
    desk.open()
    assert world.window.nav["progress"].isChecked()
    world.press(Key.Key_Escape)
    assert world.window.shown() is world.window.progress


# -- the reminder ------------------------------------------------------------------------------------------------------
def test_the_reminder_is_a_line_that_can_be_put_off_and_stops_nothing(world: World, desk: Desk) -> None:
    assert not world.window.today.reminder.isVisible()
    world.save(world.file().person, screened(0), CheckedUp(world.now, BACK, (4.0,)))
    assert not world.window.today.reminder.isVisible()
    world.days(28)
    world.desk.show_today()
    assert world.window.today.reminder.isVisible()
    assert world.focus() is world.window.today.start_button
    world.click("Not now")
    assert not world.window.today.reminder.isVisible()
    world.days(27)
    world.desk.show_today()
    assert not world.window.today.reminder.isVisible()
    world.days(1)
    world.desk.show_today()
    world.click("Check-ups")
    assert world.window.shown() is desk.desk.page and "may be done now" in world.texts()


def test_what_is_due_but_refused_is_not_called_possible(world: World, desk: Desk) -> None:
    world.save(world.file().person, screened(0), CheckedUp(world.now, BACK, (4.0,)))
    world.days(28)
    world.save(world.file().person, replace(screened(0, chest_pain="yes"), at=world.now))
    desk.open()
    assert "Ask your GP or physio first." in world.texts()
    assert "may be done now" not in world.texts()


def test_a_new_check_up_ends_the_reminder(world: World, desk: Desk) -> None:
    keep_session(world.store, world.file().person, 40)
    world.desk.show_today()
    assert world.window.today.reminder.isVisible()
    finish(world, desk, 4.0, 4.0)
    world.go("today")
    assert not world.window.today.reminder.isVisible()


@pytest.mark.parametrize("kept", [7, {"ann": 3}, {"ann": "yesterday"}, {"ann": "2026-03-04T09:30:00"}, []])
def test_a_damaged_note_of_putting_off_is_none(world: World, kept: object) -> None:
    world.store.put_setting(SETTING, kept)
    keep(world, CheckedUp(ago(40), BACK, (4.0,)))
    assert world.window.today.reminder.isVisible()
    world.click("Not now")
    assert not world.window.today.reminder.isVisible()


def test_whoever_is_deleted_leaves_nothing_behind(qtbot: QtBot) -> None:
    with world_of(qtbot, anybody()) as world:
        bob = replace(anybody(), id="bob", name="Bob")
        enter(world.store, bob)
        keep(world, CheckedUp(ago(40), BACK, (4.0,)))
        world.click("Not now")
        assert "ann" in world.store.get_setting(SETTING)
        world.rooms.people.show_person("ann")
        world.rooms.people.delete.deleted.emit()
        assert world.store.person("ann") is None
        assert world.store.get_setting(SETTING) == {}


# -- seen from three metres ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_digits_are_as_high_as_those_of_a_session(desk: Desk, size: tuple[int, int]) -> None:
    desk.ready()
    window = desk.world.window
    window.showNormal()
    window.resize(*size)
    desk.time(4.28)
    desk.world.buttons("")
    image = desk.run.watch.digits.grab().toImage()
    look = current().looks["rest"]
    assert ink_height(image, look.text) >= 0.42 * desk.run.watch.height()


def test_a_screen_reader_hears_the_time_when_it_asks(desk: Desk) -> None:
    desk.ready(TUG)
    desk.time(9.87)
    assert desk.run.watch.digits.read_out() == "9.9 seconds"
    assert desk.run.watch.accessibleName() == "Stopwatch"


def test_what_was_answered_with_no_or_came_from_elsewhere_can_be_taken_over_later(world: World, desk: Desk) -> None:
    keep(world, CheckedUp(ago(3), BACK, (6.0,)), CheckedUp(ago(2), TUG, (9.0,)))
    desk.open()
    assert [b.accessibleName() for b in world.buttons("Use for")] == ["Use for start speed: 3-metre backward walk"]
    world.click("Use for start speed")
    world.press(Key.Key_Escape)
    assert world.file().person.walk3m_s == 4.0
    world.click("Use for start speed")
    world.click("Yes, use it")
    assert world.file().person.walk3m_s == 6.0
    assert not world.buttons("Use for")
