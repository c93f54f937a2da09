"""The sound and sight check: page by page with the keyboard, in a first set-up and alone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from balancecoach.core.hearing import STEPS_DB, VOLUMES, factor
from balancecoach.core.phrases import Phrase, Tone, words
from balancecoach.core.plan import Units
from balancecoach.core.preferences import Preferences, Speaking
from balancecoach.desks import set_up_draft as drafts
from balancecoach.desks.senses import Senses, Shape
from balancecoach.speech.clips import VoiceChoice
from balancecoach.speech.voices import Voice
from balancecoach.ui.sense_pages import HearPage, LinesPage, VoicePage
from balancecoach.ui.sight_pages import ReadPage, WherePage
from tests.fakes import FakeClock
from tests.ui.people_world import K, World, texts

DEEP, HIGH = Voice("deep", "English, deep"), Voice("high", "English, high")


class Kept:
    """What is set, in memory."""

    def __init__(self) -> None:
        self.now = Preferences()

    def preferences(self) -> Preferences:
        """All of it."""
        return self.now

    def keep_preferences(self, preferences: Preferences) -> None:
        """Keep."""
        self.now = preferences


class Sounding:
    """A voice that writes down what it said, how loudly and how fast."""

    def __init__(self) -> None:
        self.said: list[tuple[str, float, VoiceChoice]] = []
        self.volume, self.choice, self.there = 1.0, VoiceChoice(), True
        self.deliver: Callable[[], None] = lambda: None
        self.rendered = True
        self.starts: Callable[[], None] = lambda: None
        self.fails: Callable[[], None] = lambda: None

    def choose(self, choice: VoiceChoice, speaking: Speaking | None = None) -> None:
        """Which voice."""
        self.choice = choice

    def set_volume(self, volume: float) -> None:
        """How loud."""
        self.volume = volume

    def say_words(
        self,
        tone: Tone,
        said: str,
        choice: VoiceChoice | None = None,
        started: Callable[[], None] = lambda: None,
        failed: Callable[[], None] = lambda: None,
        unspoken: Callable[[], None] = lambda: None,
    ) -> bool:
        """Write it down."""
        self.fails = unspoken
        self.said.append((said, self.volume, self.choice))
        if self.rendered and self.there:
            started()
        self.starts = started
        return self.there

    def voices(self, done: Callable[[tuple[Voice, ...]], None]) -> None:
        """Two, when they are asked for."""
        self.deliver = lambda: done((DEEP, HIGH))
        self.deliver()


class SenseWorld(World):
    """The people's desk, with a check of sound and sight."""

    def __init__(self, qtbot: QtBot, path: Path) -> None:
        self.kept, self.sounding, self.shape = Kept(), Sounding(), Shape(1366, 768, None)
        self.senses = Senses(self.kept, self.sounding, lambda: self.shape, FakeClock())
        super().__init__(qtbot, path, senses=self.senses)
        self.back = 0

    def check(self, person_id: str = "") -> None:
        """The check alone."""
        self.desk.check_senses(person_id, self._came_back)

    def _came_back(self) -> None:
        self.back += 1

    def to_voice(self, step: int = 2) -> VoicePage:
        """Heard at this step."""
        self.press(K.Key_Return)
        page = self.page_of(HearPage)
        for _ in range(step):
            page.timer.timeout.emit()
        self.press(K.Key_Return)
        return self.page_of(VoicePage)

    def to_sight(self) -> WherePage:
        """Past the sound."""
        self.to_voice()
        self.press(K.Key_Return)
        return self.page_of(WherePage)

    def to_read(self, distance: str = "3", inches: str = "24") -> ReadPage:
        """To the big numbers."""
        page = self.to_sight()
        page.distance.set_text(distance)
        page.inches.set_text(inches)
        self.press(K.Key_Return, K.Key_Return)
        return self.page_of(ReadPage)


@pytest.fixture
def world(qtbot: QtBot, tmp_path: Path) -> SenseWorld:
    return SenseWorld(qtbot, tmp_path)


# -- sound -----------------------------------------------------------------------------------------------------------
def test_nobody_is_asked_to_stand_on_the_belt(world: SenseWorld) -> None:
    world.check()
    said = " ".join(texts(world.page_of(LinesPage)))
    assert "Nobody stands on it" in said
    assert "faces the room" in said


def test_it_speaks_louder_until_somebody_presses(world: SenseWorld) -> None:
    world.check()
    world.press(K.Key_Return)
    page = world.page_of(HearPage)
    for _ in range(2):
        page.timer.timeout.emit()
    assert [volume for _, volume, _ in world.sounding.said] == [factor(db) for db in STEPS_DB[:3]]
    assert {said for said, _, _ in world.sounding.said} == {words(Phrase("hear_me"))}
    assert page.level.text() == "Loudness 3 of 6"
    world.press(K.Key_Space)
    assert world.kept.now.volume == factor(-5.0)  # 15 dB below the loudest was heard: 10 dB more (evidence 6d)
    assert "Heard" in " ".join(texts(world.page_of(VoicePage)))


def test_it_gets_no_louder_before_the_sentence_has_been_rendered(world: SenseWorld) -> None:
    world.sounding.rendered = False
    world.check()
    world.press(K.Key_Return)
    page = world.page_of(HearPage)
    assert not page.timer.isActive()
    world.sounding.starts()
    assert page.timer.isActive()


def test_a_sentence_that_comes_when_its_page_is_gone_does_nothing(world: SenseWorld) -> None:
    world.sounding.rendered = False
    world.check()
    page = world.to_voice(0)
    assert isinstance(page, VoicePage)
    world.sounding.starts()


def test_heard_only_near_the_loudest_asks_to_move_the_loudspeaker(world: SenseWorld) -> None:
    world.check()
    page = world.to_voice(5)
    assert world.kept.now.volume == 1.0
    assert "closer" in page.problem.text()


def test_not_heard_at_all_is_told_and_can_be_tried_again(world: SenseWorld) -> None:
    world.check()
    world.press(K.Key_Return)
    page = world.page_of(HearPage)
    for _ in range(len(STEPS_DB)):
        page.timer.timeout.emit()
    assert len(world.sounding.said) == len(STEPS_DB)  # it does not go on for ever
    assert not page.timer.isActive()
    assert "1 to 1.5 metres" in page.problem.text()
    page.again.setFocus()
    world.press(K.Key_Return)
    assert page.step == 0
    assert world.page is page
    page.never.setFocus()
    world.press(K.Key_Return)
    assert world.kept.now.volume == 1.0
    assert "not clear at the loudest" in world.page_of(VoicePage).problem.text()


def test_without_a_voice_it_says_so(world: SenseWorld) -> None:
    world.check()
    world.press(K.Key_Return)
    world.sounding.fails()
    assert "voice does not answer" in world.page_of(HearPage).problem.text()


def test_without_a_loudspeaker_it_says_so(world: SenseWorld) -> None:
    world.sounding.there = False
    world.check()
    world.press(K.Key_Return)
    assert "No loudspeaker" in world.page_of(HearPage).problem.text()


def test_a_page_that_was_left_speaks_no_more(world: SenseWorld) -> None:
    world.check()
    world.press(K.Key_Return)
    page = world.page_of(HearPage)
    world.press(K.Key_Escape)
    assert not page.timer.isActive()


def test_what_was_only_tried_is_over_when_the_check_is_left(world: SenseWorld) -> None:
    world.kept.now = replace(Preferences(), volume=VOLUMES[2])
    world.check()
    world.press(K.Key_Return)
    assert world.sounding.volume == factor(STEPS_DB[0])
    world.desk.set_up.screen.later_button.click()
    assert world.back == 1
    assert world.sounding.volume == VOLUMES[2]


# -- the voice -------------------------------------------------------------------------------------------------------
def test_voice_and_speed_are_heard_at_once_and_kept_with_the_person(world: SenseWorld) -> None:
    world.person("Anna")
    world.check("a")
    page = world.to_voice()
    before = len(world.sounding.said)
    page.rows.rate.group.buttons()[0].click()
    page.rows.voice.combo.activated.emit(1)
    assert [said[2].rate_wpm for said in world.sounding.said[before:]] == [120, 120]
    assert world.sounding.said[-1][2].voice == "deep"
    page.rows.volume.hear_button.click()
    assert len(world.sounding.said) == before + 3
    page.rows.volume.group.buttons()[3].click()
    page.go_on()
    anna = world.store.persons["a"]
    assert (anna.rate_wpm, anna.voice) == (120, "deep")
    assert world.kept.now.volume == 1.0


def test_voices_are_offered_deeper_ones_first_after_the_usual_one(world: SenseWorld) -> None:
    world.person("Anna", voice="high")
    world.check("a")
    combo = world.to_voice().rows.voice.combo
    assert [combo.itemText(at) for at in range(3)] == ["The usual one", DEEP.name, HIGH.name]
    assert combo.currentText() == HIGH.name


def test_voices_that_come_late_find_no_page(world: SenseWorld) -> None:
    world.person("Anna")
    world.check("a")
    page = world.to_voice()
    world.press(K.Key_Return)
    offered = page.rows.voice.combo.count()
    page.rows.voice.combo.addItem("mine")
    world.sounding.deliver()
    assert page.rows.voice.combo.count() == offered + 1


def test_with_nobody_set_up_only_the_loudness_is_asked(world: SenseWorld) -> None:
    world.check()
    page = world.to_voice()
    assert page.rows.volume.isVisible()
    assert not page.rows.rate.isVisible()
    assert not page.rows.voice.isVisible()


# -- sight -----------------------------------------------------------------------------------------------------------
def test_numbers_that_cannot_be_are_told_beside_their_line(world: SenseWorld) -> None:
    world.check()
    page = world.to_sight()
    page.distance.set_text("30")
    page.inches.set_text("")
    page.go_on()
    assert world.page is page
    assert "0.5 to 6" in page.distance.problem.text()
    assert "7 to 100" in page.inches.problem.text()


def test_what_the_display_tells_is_offered(world: SenseWorld) -> None:
    world.shape = Shape(1366, 768, 15.6)
    world.check()
    assert world.to_sight().inches.text() == "15.6"


def test_read_right_on_a_large_screen_is_well(world: SenseWorld) -> None:
    world.check()
    page = world.to_read()
    right = [made.accessibleName() for made in page.answers].index(page.timer.text()) + 1
    world.press(K(K.Key_0 + right))
    said = " ".join(texts(world.page_of(LinesPage)))
    assert "125 mm high" in said
    assert "144 minutes of arc" in said
    assert "large enough, for weak eyes too" in said
    assert not world.kept.now.checked
    world.press(K.Key_Return)
    assert world.back == 1
    assert (world.kept.now.checked, world.kept.now.distance_m, world.kept.now.screen_inches) == (True, 3.0, 24.0)


def test_the_numbers_are_as_high_as_in_a_session(world: SenseWorld) -> None:
    world.check()
    page = world.to_read()
    assert page.timer.height() >= 0.42 * world.shape.high
    assert page.timer.visibleRegion().boundingRect().height() == page.timer.height()  # all of it is in sight


def test_read_wrong_or_too_small_is_told(world: SenseWorld) -> None:
    world.check()
    page = world.to_read("6", "10")
    page.unread.click()
    said = " ".join(texts(world.page_of(LinesPage)))
    assert "not read right" in said
    assert "too small: 53 are needed" in said
    assert "The voice says all of them" in said


def test_feet_for_those_who_use_miles(world: SenseWorld) -> None:
    world.person("Anna", units=Units.MPH)
    world.check("a")
    page = world.to_sight()
    assert page.distance.unit.text() == "feet"
    page.distance.set_text("10")
    page.inches.set_text("24")
    page.go_on()
    assert world.kept.now.distance_m == pytest.approx(3.048)


def test_settings_say_what_came_of_it(world: SenseWorld) -> None:
    assert "Not done yet" in world.senses.sentence()
    world.kept.now = replace(Preferences(), checked=True, screen_inches=24.0)
    assert "Done. The big numbers are 125 mm high" in world.senses.sentence()


# -- in a first set-up -----------------------------------------------------------------------------------------------
def test_three_steps_and_the_second_can_be_left_out(world: SenseWorld) -> None:
    screen = world.desk.set_up.screen
    world.add()
    assert "Step 1 of 3  ·  Who is walking" in screen.kicker.text()
    world.answer(1)
    world.answer(1)
    page = world.page_of(LinesPage)
    assert "Step 2 of 3  ·  Sound and sight" in screen.kicker.text()
    page.skip.click()
    assert "Step 3 of 3  ·  Safety  ·  Question 1 of 18" in screen.kicker.text()
    assert not world.kept.now.checked


def test_left_in_the_middle_it_goes_on_there(world: SenseWorld) -> None:
    world.add()
    world.answer(1)
    world.answer(1)
    world.to_voice()
    world.desk.set_up.screen.later_button.click()
    assert drafts.read(world.store)["a"].page == "sound:voice"
    world.desk.people.resumed.emit("a")
    world.page_of(VoicePage)


def test_where_it_was_done_the_next_person_is_not_asked(world: SenseWorld) -> None:
    world.kept.now = replace(Preferences(), checked=True)
    world.add()
    assert "Step 1 of 2" in world.desk.set_up.screen.kicker.text()
