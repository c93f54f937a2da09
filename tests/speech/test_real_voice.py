"""The real voice in its own process: every sentence of ours, at every pace, and whatever else it may be given."""

import string
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from balancecoach.core.cue import TONE_GAP_S, TONE_S, estimate
from balancecoach.core.phrases import ENTRIES, Phrase, Tone, words
from balancecoach.core.preferences import SoundMode, Speaking
from balancecoach.core.programme import expand
from balancecoach.core.script import build_script
from balancecoach.paths import assets
from balancecoach.plans.library import Library, sample_walker
from balancecoach.speech.clips import ClipCache, VoiceChoice, key, read_wav
from balancecoach.speech.levels import TARGET_LUFS, loudness
from balancecoach.speech.peaks import true_peak
from balancecoach.speech.renderer import Renderer
from balancecoach.speech.tones import RATE_HZ
from balancecoach.speech.tones import tone as tone_samples
from balancecoach.speech.voice import VoiceChild, VoiceError
from balancecoach.speech.voices import ESPEAK, NO_VOICE, offered
from tests.fakes import p1_week_1

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the voice that comes with the app on Linux")

SPEECH_ONLY = VoiceChoice()
LONG = "Now face the room, and hold on to both of the rails while the belt is still."
NUMBERS = {
    "set_speed": (0.8, 1.0, 1.5, 2.0, 4.7),
    "button_speed": (0.8, 1.0, 1.5, 2.0, 4.7),
    "set_slope": (0.5, 1, 4),
    "next_bout_s": (5, 30, 45, 90, 599),
    "next_bout_min": (1, 2, 15, 60),
    "task_listen": (0, 1, 2, 3),
    "left_s": (30,),
    "left_min": (1, 2, 15, 60),
    "left_half": (1, 2, 15),
    "asked_s": (10, 50),
    "asked_min": (1, 5, 20),
}
TWO_NUMBERS = {"asked_min_s": ((1, 10), (1, 50), (4, 30))}


def sentences() -> list[str]:
    """Every sentence of the table, with numbers short and long."""
    made = []
    for name, row in ENTRIES.items():
        if name in TWO_NUMBERS:
            made += [words(Phrase(name, pair)) for pair in TWO_NUMBERS[name]]
            continue
        fields = [field for _, field, _, _ in string.Formatter().parse(row.words) if field is not None]
        numbers = NUMBERS[name] if fields else (0.0,)
        made += [words(Phrase(name, (float(number),) if fields else ())) for number in numbers]
    return [said for said in made if said]


@pytest.fixture(scope="module")
def child() -> Iterator[VoiceChild]:
    made = VoiceChild()
    made.start()
    yield made
    made.close()


@pytest.fixture
def cache(tmp_path: Path) -> ClipCache:
    return ClipCache(tmp_path)


def length_s(child: VoiceChild, folder: Path, said: str, rate_wpm: int = 150, tone: Tone = Tone.NONE) -> float:
    """Seconds of a clip made anew."""
    path = folder / f"{rate_wpm}-{abs(hash(said))}.wav"
    child.speak((tone, said), VoiceChoice("", rate_wpm), path)
    seconds = ClipCache(folder).length_s(path)
    assert seconds is not None
    return seconds


@pytest.mark.parametrize("said", sentences())
def test_no_sentence_takes_longer_than_the_script_expects(child: VoiceChild, tmp_path: Path, said: str) -> None:
    took_s = length_s(child, tmp_path, said)
    assert took_s <= estimate(Tone.NONE, said) + 0.005, "one sample's noise must not decide"
    assert took_s > 0.3 * estimate(Tone.NONE, said), "the words were cut"


def test_no_sentence_of_the_built_in_plans_moves_their_times(cache: ClipCache) -> None:
    programmes = Library(assets() / "programmes").programmes
    plans = [expand(each, 1, sample_walker(each)) for each in programmes.values()]
    renderer = Renderer(cache, VoiceChild())
    try:
        for plan in plans:
            guessed = build_script(plan)
            clips = renderer.render(guessed.clips(), SPEECH_ONLY)
            assert clips.trouble == ""
            assert set(clips.files) == clips.spoken == {key(wanted) for wanted in guessed.clips()}
            made = build_script(plan, clips.layout_s)
            assert made.seconds == guessed.seconds
            assert [cue.offset_s for cue in made.all_cues()] == [cue.offset_s for cue in guessed.all_cues()]
            for aside in made.asides.values():
                assert all(clips.length_s(cue.tone, cue.say) <= cue.length_s for cue in aside)
    finally:
        renderer.close()


@pytest.mark.parametrize("rate_wpm", [120, 150, 180])
def test_the_pace_holds_from_the_very_first_sentence(tmp_path: Path, child: VoiceChild, rate_wpm: int) -> None:
    settled_s = [length_s(child, tmp_path, LONG, rate_wpm) for _ in range(2)][-1]
    fresh = VoiceChild()
    try:
        first_s, later_s = (length_s(fresh, tmp_path, LONG, rate_wpm) for _ in range(2))
    finally:
        fresh.close()
    assert first_s == pytest.approx(settled_s, rel=0.02)
    assert later_s == pytest.approx(settled_s, rel=0.02)


def test_slower_is_longer_in_any_order(tmp_path: Path, child: VoiceChild) -> None:
    took = {rate: [] for rate in (120, 150, 180)}  # type: dict[int, list[float]]
    for rate in (120, 150, 180, 120, 180, 150, 120):
        took[rate].append(length_s(child, tmp_path, LONG, rate))
    assert min(took[120]) > 1.1 * max(took[150])
    assert min(took[150]) > 1.1 * max(took[180])


def test_an_unknown_voice_is_refused_and_the_child_lives(tmp_path: Path, child: VoiceChild) -> None:
    with pytest.raises(VoiceError, match="There is no voice 'no such voice'"):
        child.speak((Tone.NONE, "Hello."), VoiceChoice("no such voice"), tmp_path / "a.wav")
    assert not (tmp_path / "a.wav").exists()
    assert length_s(child, tmp_path, "Hello.") > 0.2


def test_the_default_voice_comes_back_after_another(tmp_path: Path, child: VoiceChild) -> None:
    before_s = length_s(child, tmp_path, LONG)
    other = next(voice.id for voice in child.voices() if "de" in voice.id.split("/"))
    child.speak((Tone.NONE, LONG), VoiceChoice(other, language="de"), tmp_path / "other.wav")
    other_s = ClipCache(tmp_path).length_s(tmp_path / "other.wav")
    assert other_s != pytest.approx(before_s, rel=0.02)
    assert length_s(child, tmp_path, LONG) == pytest.approx(before_s, rel=0.02)


@pytest.mark.parametrize(
    "said",
    [
        "Say \"both\" and 'one', it\\'s all right; $(touch pwned) `ls` && rm -rf .",
        "Two\nlines\r\nand\ta tab.",
        "Well done 🎉 today.",
        "Größe, façade, 室内.",
        "<speak><voice name='x'>Marked</voice> up</speak> &amp; [[h@'loU]]",
        "w" * 200,
        "--help",
        "A lone \ud800 half.",
    ],
)
def test_any_text_is_spoken_or_refused_and_the_child_lives(tmp_path: Path, child: VoiceChild, said: str) -> None:
    child.start()
    process = child._process
    try:
        assert length_s(child, tmp_path, said) > 0.2
    except VoiceError as error:
        assert str(error)
    assert length_s(child, tmp_path, "Hello.") > 0.2
    assert child._process is process
    assert {path.suffix for path in tmp_path.iterdir()} == {".wav"}


@pytest.mark.parametrize("said", [" ", "\n", "\u200b"])
def test_silence_is_not_passed_off_as_words(cache: ClipCache, child: VoiceChild, said: str) -> None:
    clips = Renderer(cache, child).render([(Tone.CHANGE, said)], SPEECH_ONLY)
    assert clips.spoken == frozenset()
    assert clips.trouble == "The voice said nothing."
    assert list(clips.files) == [key((Tone.CHANGE, said))], "the tone is left"


def test_words_reach_the_child_by_its_pipe_alone(child: VoiceChild, tmp_path: Path) -> None:
    length_s(child, tmp_path, "Something private.")
    assert child._process is not None
    started = Path(f"/proc/{child._process.pid}")
    assert b"private" not in (started / "cmdline").read_bytes()
    assert b"private" not in (started / "environ").read_bytes()


def test_a_clip_is_as_long_as_tone_gap_and_words(child: VoiceChild, tmp_path: Path) -> None:
    alone_s = length_s(child, tmp_path, LONG)
    led_s = length_s(child, tmp_path, LONG, tone=Tone.CHANGE)
    assert led_s == pytest.approx(TONE_S[Tone.CHANGE] + TONE_GAP_S + alone_s, abs=0.03)


# -- one level -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("voice", ["", "gmw/en+m8", "gmw/en-us+f1"])
def test_every_sentence_of_a_plan_is_as_loud_as_any_other(tmp_path: Path, voice: str) -> None:
    """Measured as any broadcaster would, by pyloudnorm over the whole clip, tone and all: within 2 LU. Pips are five
    pulses in four seconds of silence: each pulse is as loud as any tone (test_tones)."""
    from pyloudnorm import Meter

    wanted = [row for row in build_script(p1_week_1(), speaking=Speaking(60, True, True)).clips() if row[1]]
    renderer = Renderer(ClipCache(tmp_path), VoiceChild())
    try:
        clips = renderer.render(wanted, VoiceChoice(voice))
    finally:
        renderer.close()
    assert clips.trouble == ""
    assert len(clips.spoken) == len(wanted)
    levels, peaks = {}, {}
    for name, path in clips.files.items():
        samples = np.array(read_wav(path)) / 32768
        levels[name] = float(Meter(RATE_HZ).integrated_loudness(samples))
        peaks[name] = true_peak(samples)
    quietest, loudest = min(levels, key=levels.__getitem__), max(levels, key=levels.__getitem__)
    assert levels[loudest] - levels[quietest] <= 2.0, (quietest, loudest)
    assert max(peaks.values()) <= 10 ** (-1.0 / 20), max(peaks, key=peaks.__getitem__)


def test_without_pyloudnorm_words_are_still_spoken_at_about_the_level(tmp_path: Path) -> None:
    """A folder before all others holds a pyloudnorm that cannot be imported."""
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "pyloudnorm.py").write_text("raise ImportError('not here')\n")
    start = f"import sys; sys.path.insert(0, {str(broken)!r}); from balancecoach.speech.child import main; main()"
    child = VoiceChild([sys.executable, "-c", start])
    try:
        child.speak((Tone.NONE, LONG), SPEECH_ONLY, tmp_path / "a.wav")
    finally:
        child.close()
    samples = np.array(read_wav(tmp_path / "a.wav")) / 32768
    assert loudness(samples) == pytest.approx(TARGET_LUFS, abs=2.0)
    assert true_peak(samples) <= 10 ** (-1.0 / 20)


# -- voices to choose from -----------------------------------------------------------------------------------------
def test_the_voices_on_offer_speak_lower_pitched_first(tmp_path: Path, child: VoiceChild) -> None:
    voices = offered(child.voices())
    assert [voice.id for voice in voices] == [id_ for id_, _, _ in ESPEAK]
    pitches = []
    for number, voice in enumerate(voices):
        child.speak((Tone.NONE, LONG), VoiceChoice(voice.id), tmp_path / f"{number}.wav")
        pitches.append(pitch_hz(tmp_path / f"{number}.wav"))
    assert pitches == pytest.approx([hz for _, _, hz in ESPEAK], rel=0.05)
    assert pitches == pytest.approx(sorted(pitches), rel=0.02)
    assert max(pitches) > 1.8 * min(pitches), "they truly differ"


def pitch_hz(path: Path) -> float:
    """The middle fundamental of the voiced parts, by autocorrelation."""
    samples = np.array(read_wav(path), dtype=np.float64)
    size, found = 2048, []
    for first in range(0, len(samples) - size, 512):
        part = samples[first : first + size]
        part = part - part.mean()
        likeness = np.fft.irfft(np.abs(np.fft.rfft(part, 4 * size)) ** 2)[:size] / (size - np.arange(size))
        least, most = RATE_HZ // 350, RATE_HZ // 55
        lag = least + int(np.argmax(likeness[least:most]))
        if np.sqrt((part**2).mean()) > 800 and likeness[lag] > 0.6 * likeness[0]:
            found.append(RATE_HZ / lag)
    return float(np.median(found))


def test_a_variant_that_espeak_would_leave_out_without_a_word_is_refused(tmp_path: Path, child: VoiceChild) -> None:
    for wrong in ("gmw/en+nobody", "nobody+m8", "+m8"):
        with pytest.raises(VoiceError, match="There is no voice"):
            child.speak((Tone.NONE, "Hello."), VoiceChoice(wrong), tmp_path / "a.wav")


# -- what is heard -------------------------------------------------------------------------------------------------
def test_only_words_is_spoken_without_a_tone(tmp_path: Path) -> None:
    fresh = VoiceChild()  # espeak's lengths depend by hundredths on what it said before, and tests come in any order
    try:
        fresh.speak((Tone.CHANGE, LONG), VoiceChoice(sound=SoundMode.VOICE), tmp_path / "words.wav")
        fresh.speak((Tone.NONE, LONG), SPEECH_ONLY, tmp_path / "none.wav")
    finally:
        fresh.close()
    both = [len(read_wav(tmp_path / name)) for name in ("words.wav", "none.wav")]
    assert both[0] == pytest.approx(both[1], abs=0.01 * RATE_HZ)


def test_only_tones_needs_no_voice_and_tells_no_trouble(cache: ClipCache) -> None:
    wanted = build_script(p1_week_1()).clips()
    clips = Renderer(cache, VoiceChild(["/nowhere/no program"])).render(wanted, VoiceChoice(sound=SoundMode.TONES))
    assert clips.trouble == ""
    assert set(clips.files) == {key(row) for row in wanted}, "a sentence is never unmarked"
    for tone, said in wanted:
        heard = read_wav(clips.files[key((tone, said))])
        assert heard == tone_samples(Tone.ATTENTION if tone is Tone.NONE else tone)
        assert clips.layout_s(tone, said) == estimate(tone, said), "time to read it"


def test_a_folder_that_went_away_is_told(child: VoiceChild, tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match="No such file"):
        child.speak((Tone.NONE, "Hello."), SPEECH_ONLY, tmp_path / "gone" / "a.wav")


def test_words_are_spoken_by_a_voice_of_their_language(tmp_path: Path, child: VoiceChild) -> None:
    lengths = []
    for number, language in enumerate(("en", "de", "fr", "es", "en")):
        path = tmp_path / f"{number}.wav"
        child.speak((Tone.NONE, "Restaurant, Hotel, Taxi."), VoiceChoice(language=language), path)
        lengths.append(ClipCache(tmp_path).length_s(path))
    assert lengths[0] == pytest.approx(lengths[-1], abs=0.01)
    assert len({round(each or 0, 2) for each in lengths[:4]}) == 4, "the same letters, said in four ways"
    with pytest.raises(VoiceError, match=NO_VOICE):
        child.speak((Tone.NONE, "Hotel."), VoiceChoice(language="xx"), tmp_path / "none.wav")
