"""audio: the whole session as one sound file, looked into sample by sample."""

import json
import re
import sys
import wave
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from balancecoach.core.phrases import Tone
from balancecoach.core.preferences import Preferences
from balancecoach.paths import find_paths
from balancecoach.speech.tones import RATE_HZ, tone
from balancecoach.store.store import Store
from tests.cli.tools import Run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the voice that comes with the app on Linux")

EXACT_S = 0.005


def samples(path: Path) -> Any:
    with wave.open(str(path), "rb") as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE_HZ)
        return np.frombuffer(file.readframes(file.getnframes()), dtype=np.int16).astype(np.int64)


def heard_at(sound: Any, at_s: float) -> float | None:
    """When sound begins within 50 ms of ``at_s``, after at least a tenth of a second of silence."""
    first = max(0, round((at_s - 0.05) * RATE_HZ))
    loud = np.flatnonzero(np.abs(sound[first : first + round(0.1 * RATE_HZ)]) > 100)
    if not len(loud):
        return None
    start = first + int(loud[0])
    quiet = sound[max(0, start - round(0.1 * RATE_HZ)) : max(0, start - 20)]
    return None if np.abs(quiet).max(initial=0) > 100 else start / RATE_HZ


def test_every_cue_of_a_whole_session_is_heard_at_its_time(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "session.wav"
    got = run("audio", "p1-first-steps:1", "-o", target)
    assert (got.code, got.out) == (0, f"{target}\n")
    sheet = target.with_suffix(".cue")
    assert re.fullmatch(rf"First steps, week 1: 3\d:\d\d\.\d of sound\nIts parts: {re.escape(str(sheet))}\n", got.err)
    made = json.loads(run("script", "p1-first-steps:1", "--sound-file", "--json").out)
    assert sheet.read_text("utf-8").count("INDEX 01") == len(made["blocks"])
    sound = samples(target)
    assert len(sound) == round(sum(block["seconds"] for block in made["blocks"]) * RATE_HZ)
    for cue in made["cues"]:
        at_s = heard_at(sound, cue["at_s"])
        assert at_s is not None, f"nothing begins at {cue}"
        assert at_s == pytest.approx(cue["at_s"], abs=EXACT_S), cue
        if cue["tone"] != "none":
            expected = np.array(tone(Tone(cue["tone"])))
            first = round(cue["at_s"] * RATE_HZ)
            near = [sound[first + shift : first + shift + len(expected)] for shift in range(-2, 3)]
            assert any(np.array_equal(part, expected) for part in near), cue
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


def test_between_the_cues_it_is_silent(run: Run, short: Path, tmp_path: Path) -> None:
    target = tmp_path / "short.WAV"
    assert run("audio", short, "-o", target).code == 0
    sound = samples(target)
    assert np.count_nonzero(sound[-5 * RATE_HZ :]) == 0
    assert np.abs(sound).max() < 32767


@pytest.mark.parametrize("ending", ["mp3", "ogg", "FLAC"])
def test_other_kinds_by_the_ending_of_the_name(run: Run, short: Path, tmp_path: Path, ending: str) -> None:
    import soundfile

    wav, target = tmp_path / "a.wav", tmp_path / f"b.{ending}"
    assert run("audio", short, "-o", wav).code == 0
    got = run("audio", short, "-o", target)
    assert (got.code, got.out) == (0, f"{target}\n")
    found, rate_hz = soundfile.read(str(target), dtype="float64")
    exact = samples(wav)
    assert rate_hz == RATE_HZ
    assert len(found) == pytest.approx(len(exact), abs=0.1 * RATE_HZ)
    both = min(len(found), len(exact))
    assert np.corrcoef(found[:both], exact[:both])[0, 1] > 0.9, "the same sounds at the same times"
    assert np.abs(found).max() < 1.0
    assert len(target.read_bytes()) < len(wav.read_bytes()) / 2


def test_how_long_it_waits(run: Run, short: Path, tmp_path: Path) -> None:
    lengths = []
    for wait in ("10", "40"):
        assert run("audio", short, "-o", tmp_path / "a.wav", "--wait", wait).code == 0
        made = json.loads(run("script", short, "--sound-file", "--wait", wait, "--json").out)
        lengths.append(len(samples(tmp_path / "a.wav")) / RATE_HZ)
        assert lengths[-1] == pytest.approx(sum(block["seconds"] for block in made["blocks"]), abs=0.01)
    assert lengths[1] >= lengths[0] + 30
    for wrong in ("9", "121", "1.5", "x"):
        got = run("audio", short, "-o", tmp_path / "a.wav", "--wait", wrong)
        assert (got.code, "is no wait: use 10 to 120" in got.err) == (2, True)


def test_for_a_person_with_their_voice_and_pace_and_what_is_set_here(run: Run, short: Path, tmp_path: Path) -> None:
    assert run("person", "add", "Ann", "--control", "remote", "--units", "mph").code == 0
    with Store.open(find_paths(), write=True) as store:
        ann = store.people()[0]
        store.save_person(replace(ann, rate_wpm=120), now=datetime(2026, 11, 26, 10, tzinfo=UTC))
        store.keep_preferences(Preferences(lead_in_s=1.0, halfway=False))
    one, two = tmp_path / "1.wav", tmp_path / "2.wav"
    assert run("audio", short, "-o", one, "--rate", "120").code == 0
    assert run("audio", short, "-o", two, "--person", "Ann").code == 0
    assert np.count_nonzero(samples(two)) > np.count_nonzero(samples(one)) + 4 * RATE_HZ, "the time to wake up"
    assert run("audio", short, "-o", two, "--person", "Bob").told(2).startswith("Bob: nobody here has this name")


def test_a_cue_sheet_of_somebody_else_is_left(run: Run, short: Path, tmp_path: Path) -> None:
    (tmp_path / "a.cue").write_text("mine")
    got = run("audio", short, "-o", tmp_path / "a.wav")
    assert got.code == 0
    assert "a.cue is not ours and was left as it is" in got.err
    assert (tmp_path / "a.cue").read_text() == "mine"


def test_slower_and_faster_speech(run: Run, short: Path, tmp_path: Path) -> None:
    words_s = {}
    for rate in (120, 150, 180):
        target = tmp_path / f"{rate}.wav"
        assert run("audio", short, "-o", target, "--rate", str(rate)).code == 0
        words_s[rate] = np.count_nonzero(np.abs(samples(target)) > 100)
    assert words_s[120] > 1.1 * words_s[150]
    assert words_s[150] > 1.1 * words_s[180]


def test_another_voice_by_its_name(run: Run, short: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "1.wav", tmp_path / "2.wav"
    assert run("audio", short, "-o", one).code == 0
    assert run("audio", short, "-o", two, "--voice", "english (scotland)").code == 0
    assert not np.array_equal(samples(one), samples(two))


def refused(run: Run, *arguments: str | Path, code: int = 2) -> str:
    return run("audio", *arguments).told(code)


def test_an_unknown_voice_keeps_the_old_file(run: Run, short: Path, tmp_path: Path) -> None:
    target = tmp_path / "a.wav"
    target.write_text("precious")
    told = refused(run, short, "-o", target, "--voice", "Nobody")
    assert told.startswith("Nobody: there is no such voice. Use one of: English")
    assert "does not speak the language" in refused(run, short, "-o", target, "--voice", "German")
    assert target.read_text() == "precious"


def test_targets_that_cannot_be(run: Run, short: Path, tmp_path: Path) -> None:
    (tmp_path / "folder.wav").mkdir()
    (tmp_path / "file").write_text("")
    assert "there is no folder" in refused(run, short, "-o", tmp_path / "none" / "a.wav")
    assert "there is no folder" in refused(run, short, "-o", tmp_path / "file" / "a.wav")
    assert "this is a folder" in refused(run, short, "-o", tmp_path / "folder.wav")
    assert "end in one of .mp3, .ogg, .flac, .wav" in refused(run, short, "-o", tmp_path / "a.m4a")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder.wav", "short.toml"]


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder that not even root can write in")
def test_a_place_that_cannot_be_written_is_told(run: Run, short: Path) -> None:
    assert "the sound file cannot be written" in refused(run, short, "-o", "/proc/self/a.wav", code=1)


def test_a_bad_plan_keeps_the_old_file(run: Run, tmp_path: Path) -> None:
    target, bad = tmp_path / "a.wav", tmp_path / "bad.toml"
    target.write_text("precious")
    bad.write_text("format = 1")
    got = run("audio", bad, "-o", target)
    assert (got.code, got.out) == (2, "")
    assert target.read_text() == "precious"


def test_without_a_place_for_clips_a_temporary_one_is_used(
    run: Run, short: Path, tmp_path: Path, own_home: Path
) -> None:
    own_home.mkdir()
    (own_home / "cache").write_text("in the way")
    got = run("audio", short, "-o", tmp_path / "a.wav")
    assert got.code == 0
    assert "temporary" not in got.err, "nobody needs to know"
    assert (tmp_path / "a.wav").stat().st_size > 1_000_000
