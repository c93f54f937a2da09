"""The window's voice: what Settings and the sound check ask of it. Sound and voice are fake, threads are real."""

import threading
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from balancecoach.core.phrases import Tone
from balancecoach.core.preferences import SoundMode, Speaking
from balancecoach.speech.clips import Clips, VoiceChoice, Wanted, key
from balancecoach.speech.player import SilentPlayer
from balancecoach.speech.renderer import Renderer
from balancecoach.speech.voices import NO_VOICE, Voice
from balancecoach.voicing import HEAR_ME, Voicing
from tests.fakes import p1_week_1
from tests.ui.stage import clips_for

HELLO = (Tone.CHANGE, "Can you hear this?")


class Loudspeaker(SilentPlayer):
    """Remembers all that is asked of it."""

    def __init__(self, names: tuple[str, ...] = ("Kitchen",)) -> None:
        self.names, self.output, self.volume = names, "", -1.0
        self.files: dict[str, Path] = {}
        self.played: list[str] = []
        self.there = True

    def load(self, clips: Mapping[str, Path]) -> None:
        self.files.update(clips)

    def has(self, key: str) -> bool:
        return key in self.files

    def play(self, key: str, late_s: float = 0.0) -> bool:
        self.played.append(key)
        return key in self.files

    def working(self) -> bool:
        return self.there

    def set_volume(self, volume: float) -> None:
        self.volume = volume

    def outputs(self) -> tuple[str, ...]:
        return self.names

    def set_output(self, name: str) -> None:
        self.output = name

    def output_lost(self) -> bool:
        return bool(self.output) and self.output not in self.names


class Studio(Renderer):
    """Every clip at once; the file's name tells how it was made. Voices come from a thread of their own."""

    def __init__(self) -> None:
        self.asked: list[tuple[tuple[Wanted, ...], VoiceChoice]] = []
        self.told_in = ""

    def render_later(self, wanted: Iterable[Wanted], choice: VoiceChoice, told: Callable[[Clips], object]) -> None:
        rows = tuple(wanted)
        self.asked.append((rows, choice))
        made = Path(f"{choice.voice}-{choice.rate_wpm}-{choice.sound}.wav")
        clips = clips_for(rows)
        told(Clips(dict.fromkeys(clips.files, made), clips.spoken, rate_wpm=choice.rate_wpm, lead_s=choice.lead_s))

    def voices_later(self, done: Callable[[tuple[Voice, ...]], None]) -> None:
        voices = (Voice("low", "Low"), Voice("high", "High"))
        threading.Thread(target=lambda: done(voices), name="voices").start()

    def close(self) -> None:
        return


class Voiced:
    def __init__(self) -> None:
        self.player, self.studio = Loudspeaker(), Studio()
        self.voicing = Voicing(self.studio, lambda: self.player, VoiceChoice())


@pytest.fixture
def made(qtbot: QtBot) -> Voiced:
    return Voiced()


def test_another_choice_makes_the_clips_of_the_next_plan_anew(made: Voiced) -> None:
    voicing, plan = made.voicing, p1_week_1()
    voicing.prepare(plan)
    voicing.prepare(plan)
    assert len(made.studio.asked) == 1
    for choice, speaking in (
        (VoiceChoice("low"), Speaking()),
        (VoiceChoice("low", 120), Speaking()),
        (VoiceChoice("low", 120, SoundMode.VOICE), Speaking()),
        (VoiceChoice("low", 120, SoundMode.VOICE, 0.5), Speaking()),
        (VoiceChoice("low", 120, SoundMode.VOICE, 0.5), Speaking(30)),
    ):
        before = len(made.studio.asked)
        voicing.choose(choice, speaking)
        voicing.prepare(plan)
        voicing.choose(choice, speaking)
        voicing.prepare(plan)
        assert len(made.studio.asked) == before + 1
        assert made.studio.asked[-1][1] == choice


@pytest.mark.parametrize(
    "choice",
    [
        VoiceChoice(),
        VoiceChoice(lead_in_s=1.0),
        VoiceChoice(sound=SoundMode.TONES),
        VoiceChoice(rate_wpm=165),  # a faster voice leaves room for a sentence more
    ],
)
def test_every_cue_of_the_script_has_its_clip_whatever_is_spoken(made: Voiced, choice: VoiceChoice) -> None:
    plan = p1_week_1()
    made.voicing.choose(choice)
    made.voicing.prepare(plan)
    wanted = {key(row) for row in made.voicing.script(plan).clips()}
    assert wanted <= set((made.voicing.clips or Clips()).files)
    made.voicing.choose(choice, Speaking(30, halfway=False, next_up=True))
    made.voicing.prepare(plan)
    script = made.voicing.script(plan)
    assert {key(row) for row in script.clips()} <= set(made.player.files) | set((made.voicing.clips or Clips()).files)
    said = [cue.phrase.key for cue in script.all_cues()]
    assert "halfway" not in said
    assert any(name.startswith("left_") for name in said)
    assert "next_stop" in said


def test_the_script_leaves_time_to_wake_up(made: Voiced) -> None:
    plan = p1_week_1()
    made.voicing.choose(VoiceChoice(lead_in_s=1.0))
    before = made.voicing.script(plan)
    made.voicing.prepare(plan)
    after = made.voicing.script(plan)
    assert [cue.offset_s for cue in before.all_cues()] == [cue.offset_s for cue in after.all_cues()]
    pips = next((cue, row) for row in zip(after.cues, after.seconds, strict=True) for cue in row[0] if not cue.say)
    assert pips[1][1] - pips[0].offset_s == pytest.approx(6.0)


def test_volume_and_output_are_kept_until_there_is_a_player_and_work_at_once_after(made: Voiced) -> None:
    made.voicing.set_volume(0.4)
    made.voicing.set_output("Kitchen")
    assert made.player.volume == -1.0
    made.voicing.wake()
    assert (made.player.volume, made.player.output) == (0.4, "Kitchen")
    made.voicing.set_volume(1.7)
    made.voicing.set_output("")
    assert (made.player.volume, made.player.output) == (1.0, "")


def test_outputs_are_found_also_while_nothing_is_open(made: Voiced) -> None:
    told: list[tuple[str, ...]] = []
    made.voicing.outputs(told.append)
    made.player.names = ()
    made.voicing.outputs(told.append)
    assert told == [("Kitchen",), ()]


def test_a_chosen_output_that_is_gone_is_told(made: Voiced) -> None:
    made.voicing.set_output("Cellar")
    made.voicing.prepare(p1_week_1())
    made.voicing.wake()
    assert made.voicing.trouble() == "The chosen sound output is not there. The computer's own is used."
    made.voicing.set_output("Kitchen")
    assert made.voicing.trouble() == ""
    made.player.there = False
    assert "No loudspeaker" in made.voicing.trouble()


def test_voices_arrive_in_this_thread(made: Voiced, qtbot: QtBot) -> None:
    told: list[tuple[tuple[Voice, ...], str]] = []
    made.voicing.voices(lambda voices: told.append((voices, threading.current_thread().name)))
    qtbot.waitUntil(lambda: bool(told))
    assert told == [((Voice("low", "Low"), Voice("high", "High")), "MainThread")]


def test_hear_it_plays_a_choice_that_is_not_kept_and_leaves_the_plans_clips_alone(made: Voiced) -> None:
    plan = p1_week_1()
    made.voicing.prepare(plan)
    tone, said = next(row for row in made.voicing.script(plan).clips() if row[1])
    own = key((tone, said))
    made.voicing.wake()
    assert made.voicing.say_words(tone, said, VoiceChoice("low", 120))
    assert made.player.files[made.player.played[-1]] == Path("low-120-both.wav")
    assert made.player.files[own] == Path("-150-both.wav")
    assert made.voicing.say_words(tone, said)
    assert made.player.played[-1] == own


def test_hear_it_follows_the_choice_from_one_to_the_next(made: Voiced) -> None:
    heard = []
    for voice in ("low", "high", "low"):
        made.voicing.choose(VoiceChoice(voice))
        made.voicing.say_words(*HELLO)
        heard.append(made.player.files[made.player.played[-1]].name)
    assert heard == ["low-150-both.wav", "high-150-both.wav", "low-150-both.wav"]


class Slowly(Loudspeaker):
    """An output that is being opened until it is told what came of it."""

    def __init__(self) -> None:
        super().__init__()
        self.opens = False
        self.told: Callable[[], None] = lambda: None

    def open(self) -> None:
        self.opens = True

    def opening(self) -> bool:
        return self.opens

    def working(self) -> bool:
        return self.there and not self.opens

    def on_change(self, told: Callable[[], None]) -> None:
        self.told = told

    def play(self, key: str, late_s: float = 0.0) -> bool:
        return self.working() and super().play(key)

    def answer(self, there: bool) -> None:
        """From the thread that owns it."""
        self.opens, self.there = False, there
        thread = threading.Thread(target=self.told)
        thread.start()
        thread.join()


@pytest.mark.parametrize("there", [True, False])
def test_what_is_asked_for_while_the_output_opens_is_answered_when_it_is_known(qtbot: QtBot, there: bool) -> None:
    player, told = Slowly(), list[object]()
    voicing = Voicing(Studio(), lambda: player, VoiceChoice())
    assert voicing.say_words(*HELLO, started=lambda: told.append("started"), failed=lambda: told.append("failed"))
    voicing.outputs(told.append)
    assert (told, player.played, voicing.trouble()) == ([], [], "")
    with qtbot.waitSignal(voicing.sound):
        player.answer(there)
    assert told == [("Kitchen",), "started" if there else "failed"]
    assert len(player.played) == int(there)


def test_an_output_that_is_slow_is_told_and_taken_back(qtbot: QtBot) -> None:
    player = Slowly()
    voicing = Voicing(Studio(), lambda: player, VoiceChoice())
    voicing._slow_timer.setInterval(0)
    with qtbot.waitSignal(voicing.sound):
        voicing.wake()
    assert voicing.trouble().startswith("No sound yet")
    assert voicing.silence() == "No sound yet. Helper: read the words out loud."
    voicing.prepare(p1_week_1())
    with qtbot.waitSignal(voicing.sound):
        player.answer(True)
    assert (voicing.trouble(), voicing.silence()) == ("", "")


def test_a_window_that_is_closed_is_told_nothing(qtbot: QtBot) -> None:
    player = Slowly()
    voicing = Voicing(Studio(), lambda: player, VoiceChoice())
    voicing.wake()
    voicing.close()
    with qtbot.assertNotEmitted(voicing.sound):
        player.answer(True)
        qtbot.wait(0)


def test_only_tones_means_no_words(made: Voiced) -> None:
    assert made.voicing.words_heard()
    made.voicing.choose(VoiceChoice(sound=SoundMode.TONES))
    assert not made.voicing.words_heard()


class Slow(Studio):
    """Renders when it is told to: what was asked for first is done first."""

    def __init__(self) -> None:
        super().__init__()
        self.jobs: list[Callable[[], None]] = []

    def render_later(self, wanted: Iterable[Wanted], choice: VoiceChoice, told: Callable[[Clips], object]) -> None:
        rows = tuple(wanted)
        self.jobs.append(lambda: super(Slow, self).render_later(rows, choice, told))


def test_clips_of_a_choice_that_was_changed_meanwhile_are_not_taken(qtbot: QtBot) -> None:
    studio, plan = Slow(), p1_week_1()
    voicing = Voicing(studio, Loudspeaker, VoiceChoice("low"))
    voicing.prepare(plan)
    voicing.choose(VoiceChoice("high", lead_in_s=1.0))
    voicing.prepare(plan)  # the same plan
    with qtbot.assertNotEmitted(voicing.ready):
        studio.jobs[0]()
    assert voicing.clips is None
    with qtbot.waitSignal(voicing.ready):
        studio.jobs[1]()
    taken = voicing.clips or Clips()
    assert {path.name for path in taken.files.values()} == {"high-150-both.wav"}


def test_a_sentence_to_try_that_is_ready_too_late_is_not_heard_in_a_session(qtbot: QtBot) -> None:
    studio, player = Slow(), Loudspeaker()
    voicing = Voicing(studio, lambda: player, VoiceChoice())
    begun: list[str] = []
    assert voicing.say_words(*HELLO, VoiceChoice("low"), lambda: begun.append("it"))
    voicing.announcer()
    studio.jobs[0]()
    assert (player.played, begun) == ([], [])


def test_voices_that_are_told_too_late_are_told_to_nobody(qtbot: QtBot) -> None:
    """The window is closed, and whoever asked is gone with it."""
    told: list[object] = []
    voicing = Voicing(Studio(), Loudspeaker, VoiceChoice())
    voicing.close()
    voicing.voices(told.append)
    qtbot.wait(0)
    assert told == []


class Faltering(Studio):
    """Tells what the test wants."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[Callable[[Clips], object]] = []
        self.rows: tuple[Wanted, ...] = ()

    def render_later(self, wanted: Iterable[Wanted], choice: VoiceChoice, told: Callable[[Clips], object]) -> None:
        self.rows = tuple(wanted)
        self.told.append(told)

    def clips(self, spoken: int, *, trouble: str = "", complete: bool = False) -> Clips:
        """So many sentences have words, the others their tone."""
        names = [key(row) for row in self.rows]
        files = {name: Path("words.wav" if number < spoken else "tone.wav") for number, name in enumerate(names)}
        return Clips(files, frozenset(names[:spoken]), trouble=trouble, complete=complete)


class Faltered:
    """A session that began while its voice was still at work."""

    def __init__(self) -> None:
        self.studio, self.player = Faltering(), Loudspeaker()
        self.voicing = Voicing(self.studio, lambda: self.player, VoiceChoice())
        self.voicing.prepare(p1_week_1())
        self.announcer = self.voicing.announcer()


@pytest.fixture
def faltered(qtbot: QtBot) -> Faltered:
    return Faltered()


def test_what_is_there_already_is_played_and_what_comes_joins(faltered: Faltered) -> None:
    studio, player = faltered.studio, faltered.player
    for count in (0, 1, 5):
        assert studio.told[0](studio.clips(count)) is True
        assert list(player.files.values()).count(Path("words.wav")) == count
        assert len(faltered.announcer.clips.spoken) == count
    assert not faltered.voicing.complete()


def test_a_voice_that_says_nothing_is_told_until_all_is_there(faltered: Faltered, qtbot: QtBot) -> None:
    voicing, studio = faltered.voicing, faltered.studio
    assert voicing._late_timer.isActive(), "from the order on"
    studio.told[0](studio.clips(3))
    assert voicing.unspoken() == ""
    with qtbot.waitSignal(voicing.late):
        voicing._late_timer.timeout.emit()
    assert "does not answer" in voicing.unspoken()
    assert voicing.trouble() == voicing.unspoken()
    studio.told[0](studio.clips(4))
    assert voicing.unspoken(), "one sentence is not all"
    with qtbot.waitSignal(voicing.ready):
        studio.told[0](studio.clips(len(studio.rows), complete=True))
    assert (voicing.unspoken(), voicing.trouble()) == ("", "")
    assert not voicing._late_timer.isActive()


def test_a_voice_that_failed_is_tried_again_while_somebody_walks(faltered: Faltered) -> None:
    voicing, studio = faltered.voicing, faltered.studio
    studio.told[0](studio.clips(3, trouble="The voice stopped working.", complete=True))
    for number, interval_ms in ((2, 3_000), (3, 6_000)):
        assert "does not answer" in voicing.unspoken()
        assert (voicing._again_timer.isActive(), voicing._again_timer.interval()) == (True, interval_ms)
        voicing._again_timer.timeout.emit()
        assert len(studio.told) == number
        assert voicing.unspoken(), "nothing is mended yet"
        studio.told[-1](studio.clips(3))
        assert voicing.unspoken()
        studio.told[-1](studio.clips(3, trouble="The voice stopped working.", complete=True))
    voicing._again_timer.timeout.emit()
    studio.told[-1](studio.clips(len(studio.rows), complete=True))
    assert voicing.unspoken() == ""
    assert not voicing._again_timer.isActive()
    assert faltered.announcer.clips is voicing.clips


def test_nobody_walks_and_a_voice_that_failed_is_left_alone(faltered: Faltered) -> None:
    voicing, studio = faltered.voicing, faltered.studio
    voicing._rest_timer.timeout.emit()
    studio.told[0](studio.clips(0, trouble="The voice stopped working.", complete=True))
    voicing._again_timer.timeout.emit()
    assert len(studio.told) == 1


def test_an_order_for_another_plan_ends_the_one_before(faltered: Faltered) -> None:
    studio = faltered.studio
    faltered.voicing.choose(VoiceChoice("high"))
    faltered.voicing.prepare(p1_week_1())
    assert studio.told[0](studio.clips(1)) is False
    assert studio.told[1](studio.clips(1)) is True


def test_a_sentence_to_try_that_the_voice_fails_at_is_told_and_tried_anew(faltered: Faltered) -> None:
    voicing, studio, player, happened = faltered.voicing, faltered.studio, faltered.player, list[str]()

    def try_it() -> Callable[[Clips], object]:
        voicing.say_words(*HELLO, started=lambda: happened.append("sounds"), unspoken=lambda: happened.append("fails"))
        return studio.told[-1]

    told = try_it()
    assert told(studio.clips(0)) is True
    assert happened == [], "the voice may still come"
    told(studio.clips(0, trouble="The voice stopped working.", complete=True))
    assert happened == ["sounds", "fails"], "its tone, and that it is only that"
    asked = len(studio.told)
    try_it()(studio.clips(1, complete=True))
    assert len(studio.told) == asked + 1, "its tone does not stand in for it for ever"
    assert happened == ["sounds", "fails", "sounds"]
    assert player.files[player.played[-1]] == Path("words.wav")


def test_our_own_sentences_are_not_passed_off_as_spoken(faltered: Faltered) -> None:
    voicing, studio = faltered.voicing, faltered.studio
    studio.told[0](studio.clips(0))
    assert not voicing.say(HEAR_ME), "only its tone is there"
    studio.told[0](studio.clips(len(studio.rows), complete=True))
    assert voicing.say(HEAR_ME)


def test_a_language_without_a_voice_is_told_clearly(faltered: Faltered) -> None:
    faltered.studio.told[0](faltered.studio.clips(0, trouble=NO_VOICE, complete=True))
    assert "no voice for this language" in faltered.voicing.trouble()
