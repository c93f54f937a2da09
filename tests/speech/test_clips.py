"""Clips and their cache: what lies where, what is made again, and what goes first."""

import math
import os
import stat
import sys
import wave
from array import array
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balancecoach.core.cue import TONE_GAP_S, TONE_S, estimate
from balancecoach.core.phrases import Tone
from balancecoach.core.preferences import SoundMode
from balancecoach.paths import private_folder
from balancecoach.speech.clips import ClipCache, Clips, VoiceChoice, compose, key, read_wav, write_wav
from balancecoach.speech.levels import CEILING, TARGET_LUFS, loudness
from balancecoach.speech.peaks import true_peak
from balancecoach.speech.tones import RATE_HZ, tone
from tests.fakes import examples

WORDS = (Tone.CHANGE, "Now face the room.")
CHOICE = VoiceChoice()


def speech(seconds: float = 0.5, peak: int = 5000, around_s: float = 0.2) -> "array[int]":
    """A hum with silence around it; the silence holds a little noise, as real voices do."""
    quiet = [n % 3 - 1 for n in range(round(around_s * RATE_HZ))]
    hum = [round(peak * math.cos(2 * math.pi * 150 * n / RATE_HZ)) for n in range(round(seconds * RATE_HZ))]
    return array("h", [*quiet, *hum, *quiet])


# -- composing -----------------------------------------------------------------------------------------------------
def test_a_clip_is_tone_then_quiet_then_the_words() -> None:
    clip = compose(Tone.CHANGE, speech(0.5))
    lead, gap = round(TONE_S[Tone.CHANGE] * RATE_HZ), round(TONE_GAP_S * RATE_HZ)
    assert clip[:lead] == tone(Tone.CHANGE)
    assert not any(clip[lead : lead + gap])
    assert len(clip) == pytest.approx(lead + gap + 0.5 * RATE_HZ, abs=RATE_HZ * 0.002)
    assert abs(clip[lead + gap]) > 150, "the words begin at once, whatever silence the voice put first"
    assert abs(clip[-1]) > 150


@given(peak=st.integers(300, 32767), seconds=st.sampled_from((0.05, 0.2, 0.39, 0.4, 0.41, 1.7)))
@examples(20)
def test_words_are_always_at_one_level(peak: int, seconds: float) -> None:
    clip = np.array(compose(Tone.NONE, speech(seconds, peak, 0.1))) / 32768
    assert loudness(clip) == pytest.approx(TARGET_LUFS, abs=0.3)
    assert true_peak(clip) <= 10 ** (-1.0 / 20)


def test_the_loudest_negative_sample_does_not_overflow() -> None:
    clip = compose(Tone.NONE, array("h", [0, -32768, 16000, 0]))
    assert len(clip) == 2
    assert clip[0] < 0 < clip[1]
    assert max(map(abs, clip)) <= round(CEILING * 32768)


@pytest.mark.parametrize("nothing", [None, array("h"), array("h", [0] * 5000), array("h", [100, -100] * 500)])
def test_without_words_it_is_the_tone_alone(nothing: "array[int] | None") -> None:
    assert compose(Tone.STOP, nothing) == tone(Tone.STOP)
    assert compose(Tone.NONE, nothing) == tone(Tone.ATTENTION), "a sentence is never unmarked"


def test_composing_leaves_the_tone_as_it_was() -> None:
    before = tone(Tone.REST)[:]
    compose(Tone.REST, speech()).extend(array("h", [1]))
    assert tone(Tone.REST) == before


# -- what is heard, and from when ------------------------------------------------------------------------------------
@pytest.mark.parametrize("which", list(Tone))
def test_only_tones_marks_every_sentence(which: Tone) -> None:
    marked = tone(Tone.ATTENTION if which is Tone.NONE else which)
    assert compose(which, speech(), VoiceChoice(sound=SoundMode.TONES)) == marked


@pytest.mark.parametrize("which", [each for each in Tone if each is not Tone.PIPS])
def test_only_words_is_the_words_alone_and_a_tone_where_there_are_none(which: Tone) -> None:
    only_words = VoiceChoice(sound=SoundMode.VOICE)
    assert compose(which, speech(), only_words) == compose(Tone.NONE, speech())
    assert compose(Tone.PIPS, None, only_words) == tone(Tone.PIPS)


@pytest.mark.parametrize("sound", list(SoundMode))
@pytest.mark.parametrize("which", list(Tone))
def test_the_time_to_wake_up_is_inaudible_and_not_digital_silence(which: Tone, sound: SoundMode) -> None:
    choice, plain = VoiceChoice(sound=sound, lead_in_s=0.5), VoiceChoice(sound=sound)
    clip, without = compose(which, speech(), choice), compose(which, speech(), plain)
    lead = len(clip) - len(without)
    assert clip[lead:] == without
    assert lead == round(choice.lead_s(which) * RATE_HZ)
    woken = clip[:lead]
    assert max(map(abs, woken), default=0) <= 10 ** (-59 / 20) * 32768
    assert not lead or sum(map(bool, woken)) > 0.9 * lead


def test_nothing_delays_the_stop_tone_and_a_run_is_woken_once() -> None:
    both, words = VoiceChoice(lead_in_s=1.0), VoiceChoice(sound=SoundMode.VOICE, lead_in_s=1.0)
    assert [both.lead_s(which) for which in (Tone.STOP, Tone.NONE, Tone.CHANGE)] == [0.0, 0.0, 1.0]
    assert words.lead_s(Tone.STOP) == 1.0, "without its tone nothing else would wake the loudspeaker"
    assert words.lead_s(Tone.NONE) == 0.0


def test_lengths_and_estimates_hold_the_time_to_wake_up() -> None:
    clips = Clips(lead_s=VoiceChoice(lead_in_s=0.5).lead_s)
    assert clips.layout_s(*WORDS) == pytest.approx(0.5 + estimate(*WORDS))
    assert clips.layout_s(Tone.NONE, "Hello.") == pytest.approx(estimate(Tone.NONE, "Hello."))


# -- WAV files -----------------------------------------------------------------------------------------------------
def foreign(path: Path, channels: int, width: int, rate_hz: int, frames: int = 4410) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate_hz)
        file.writeframes(b"\x10" * (frames * channels * width))
    return path


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    write_wav(tmp_path / "a.wav", speech())
    assert read_wav(tmp_path / "a.wav") == speech()
    assert [path.name for path in tmp_path.iterdir()] == ["a.wav"]


@pytest.mark.parametrize(("channels", "rate_hz"), [(2, 22050), (1, 44100), (2, 16000), (1, 11025)])
def test_other_systems_sounds_are_brought_to_ours(tmp_path: Path, channels: int, rate_hz: int) -> None:
    got = read_wav(foreign(tmp_path / "a.wav", channels, 2, rate_hz))
    assert len(got) == pytest.approx(4410 * RATE_HZ / rate_hz, abs=1)
    assert set(got) == {0x1010}


def test_other_widths_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="8-bit"):
        read_wav(foreign(tmp_path / "a.wav", 1, 1, RATE_HZ))


def test_writing_over_a_folder_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "a.wav").mkdir()
    with pytest.raises(OSError):
        write_wav(tmp_path / "a.wav", speech())
    assert [path.name for path in tmp_path.iterdir()] == ["a.wav"]


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX's")
def test_files_are_their_owners_only(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        folder = private_folder(tmp_path / "cache" / "clips")
        write_wav(folder / "a.wav", speech())
    finally:
        os.umask(before)
    assert stat.S_IMODE((folder / "a.wav").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


# -- the cache -----------------------------------------------------------------------------------------------------
def test_anything_that_changes_the_sound_changes_the_place(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path)
    places = [
        cache.path(WORDS, CHOICE, "espeak 1"),
        cache.path(WORDS, CHOICE, "espeak 2"),
        cache.path(WORDS, VoiceChoice("en"), "espeak 1"),
        cache.path(WORDS, VoiceChoice("", 151), "espeak 1"),
        cache.path(WORDS, VoiceChoice(sound=SoundMode.VOICE), "espeak 1"),
        cache.path(WORDS, VoiceChoice(lead_in_s=0.5), "espeak 1"),
        cache.path((Tone.REST, WORDS[1]), CHOICE, "espeak 1"),
        cache.path((WORDS[0], WORDS[1] + " "), CHOICE, "espeak 1"),
        cache.path((WORDS[0], ""), CHOICE, ""),
    ]
    assert len(set(places)) == len(places)
    assert places[0] == ClipCache(tmp_path).path(WORDS, VoiceChoice(), "espeak 1")
    assert all(place.parent == tmp_path for place in places)


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    write_wav(tmp_path / "a.wav", speech())
    return tmp_path / "a.wav"


def test_a_whole_clip_has_its_length(clip: Path) -> None:
    assert ClipCache(clip.parent).length_s(clip) == pytest.approx(0.9, abs=0.001)


@pytest.mark.parametrize("cut", [1, 2, 43, 44, 45, 1000])
def test_a_clip_that_is_cut_anywhere_is_made_again(clip: Path, cut: int) -> None:
    clip.write_bytes(clip.read_bytes()[:-cut])
    assert ClipCache(clip.parent).length_s(clip) is None


@pytest.mark.parametrize(
    "content", [b"", b"RIFF", b"not a sound at all", b"RIFF\xff\xff\xff\xffWAVEfmt \xff\xff\xff\xff"]
)
def test_a_damaged_clip_is_made_again(clip: Path, content: bytes) -> None:
    clip.write_bytes(content)
    assert ClipCache(clip.parent).length_s(clip) is None


@pytest.mark.parametrize(("channels", "width", "rate_hz"), [(2, 2, RATE_HZ), (1, 1, RATE_HZ), (1, 2, 44100)])
def test_a_clip_the_player_would_refuse_is_made_again(clip: Path, channels: int, width: int, rate_hz: int) -> None:
    assert ClipCache(clip.parent).length_s(foreign(clip, channels, width, rate_hz)) is None


def test_a_missing_clip_and_a_folder_in_its_place(tmp_path: Path) -> None:
    assert ClipCache(tmp_path).length_s(tmp_path / "none.wav") is None
    assert ClipCache(tmp_path).length_s(tmp_path) is None


@examples(200)
@given(at=st.integers(0, 60), byte=st.integers(0, 255), more=st.binary(max_size=4))
def test_no_damage_to_the_header_raises(
    tmp_path_factory: pytest.TempPathFactory, at: int, byte: int, more: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / f"damage-{os.getpid()}.wav"
    write_wav(path, array("h", [1000] * 50))
    raw = bytearray(path.read_bytes())
    raw[at : at + 1 + len(more)] = bytes([byte]) + more
    path.write_bytes(raw)
    ClipCache(path.parent).length_s(path)


def aged(folder: Path, names: str) -> dict[str, Path]:
    """Clips of one size, oldest first."""
    made = {}
    for number, name in enumerate(names):
        made[name] = folder / f"{name}.wav"
        write_wav(made[name], array("h", [1] * 478))  # 1000 bytes
        os.utime(made[name], (number, number))
    return made


def left(folder: Path) -> str:
    return "".join(sorted(path.stem for path in folder.glob("*.wav")))


def test_the_longest_unused_goes_first(tmp_path: Path) -> None:
    aged(tmp_path, "abcdef")
    ClipCache(tmp_path, 3000).prune()
    assert left(tmp_path) == "def"


def test_use_keeps_a_clip(tmp_path: Path) -> None:
    made = aged(tmp_path, "abcdef")
    cache = ClipCache(tmp_path, 3000)
    cache.length_s(made["a"])
    cache.prune()
    assert left(tmp_path) == "aef"


def test_what_is_needed_now_is_kept_above_the_limit(tmp_path: Path) -> None:
    made = aged(tmp_path, "abcdef")
    ClipCache(tmp_path, 2000).prune([made["a"], made["b"], made["c"]])
    assert left(tmp_path) == "abc"


def test_within_the_limit_nothing_goes_and_nothing_else_is_touched(tmp_path: Path) -> None:
    aged(tmp_path, "abc")
    (tmp_path / "note.txt").write_text("x" * 10_000)
    ClipCache(tmp_path, 3000).prune()
    assert left(tmp_path) == "abc"
    assert (tmp_path / "note.txt").exists()
    ClipCache(tmp_path / "none").prune()


def test_what_a_killed_process_left_goes_and_what_is_being_written_stays(tmp_path: Path) -> None:
    names = ("a.9.words.wav", "a.wav.9.part", "b.9.words.wav", "b.wav.9.part", "c.wav")
    for name in names:
        (tmp_path / name).write_bytes(b"x")
    for name in names[:2]:
        os.utime(tmp_path / name, (1.0, 1.0))
    ClipCache(tmp_path).prune()
    assert {file.name for file in tmp_path.iterdir()} == set(names[2:])


# -- lengths -------------------------------------------------------------------------------------------------------
def test_lengths_are_measured_or_estimated() -> None:
    clips = Clips(seconds={key(WORDS): 1.5}, rate_wpm=120)
    assert clips.length_s(*WORDS) == 1.5
    assert clips.length_s(Tone.REST, WORDS[1]) == estimate(Tone.REST, WORDS[1], 120)
    assert clips.layout_s(*WORDS) == estimate(*WORDS, 120)
    assert Clips(seconds={key(WORDS): 9.0}).layout_s(*WORDS) == 9.0


def test_the_estimate_grows_as_the_pace_falls() -> None:
    lengths = [estimate(*WORDS, rate) for rate in (180, 150, 120)]
    assert all(one < two for one, two in pairwise(lengths))
