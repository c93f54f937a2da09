"""A session as one WAV file: cues laid on the line of time, silence between, and never half a file."""

import os
import wave
from array import array
from pathlib import Path

import pytest
from hypothesis import given

from balancecoach.core.cue import Cue
from balancecoach.core.plan import Plan
from balancecoach.core.script import build_script
from balancecoach.errors import FailedError
from balancecoach.reports.audio import write_session
from tests.fakes import examples, p1_week_1, short_plans

HZ = 200  # a coarse rate: the laying out is the same, the files are small


def sound(cue: Cue) -> "array[int]":
    """As long as the cue, made of a number that tells its block."""
    return array("h", [cue.block + 1] * round(cue.length_s * HZ))


def read(path: Path) -> "array[int]":
    with wave.open(str(path), "rb") as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, HZ)
        return array("h", file.readframes(file.getnframes()))


@examples(30)
@given(plan=short_plans())
def test_every_cue_lies_at_its_time_and_the_rest_is_silent(
    tmp_path_factory: pytest.TempPathFactory, plan: Plan
) -> None:
    script = build_script(plan)
    target = tmp_path_factory.getbasetemp() / f"session-{os.getpid()}.wav"
    seconds = write_session(script, sound, target, HZ)
    expected = [0] * round(seconds * HZ)
    for cue in script.all_cues():
        first = round((script.starts_s()[cue.block] + cue.offset_s) * HZ)
        samples = sound(cue)
        expected[first : first + len(samples)] = samples
    got = read(target)
    assert len(got) == len(expected)
    differing = sum(one != two for one, two in zip(got, expected, strict=True))
    assert differing <= 2 * len(script.all_cues()), "but for a sample's rounding at each end"
    assert seconds >= sum(script.seconds) - 1 / HZ


def test_it_takes_every_gate_at_its_minimum(tmp_path: Path) -> None:
    script = build_script(p1_week_1())
    assert write_session(script, sound, tmp_path / "a.wav", HZ) == pytest.approx(sum(script.seconds), abs=1 / HZ)


def test_a_failure_half_way_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "a.wav"
    target.write_text("precious")

    def fails(cue: Cue) -> "array[int]":
        if cue.block > 2:
            raise OSError(28, "No space left on device")
        return sound(cue)

    with pytest.raises(FailedError, match=r"a\.wav: the sound file cannot be written \(No space left on device\)"):
        write_session(build_script(p1_week_1()), fails, target, HZ)
    assert target.read_text() == "precious"
    assert list(tmp_path.iterdir()) == [target]


def test_a_bug_of_ours_is_loud_and_leaves_nothing_either(tmp_path: Path) -> None:
    def fails(cue: Cue) -> "array[int]":
        raise KeyError(cue.say)

    with pytest.raises(KeyError):
        write_session(build_script(p1_week_1()), fails, tmp_path / "a.wav", HZ)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.wav").mkdir()
    with pytest.raises(FailedError, match="cannot be written"):
        write_session(build_script(p1_week_1()), sound, tmp_path / "a.wav", HZ)
    assert [path.name for path in tmp_path.iterdir()] == ["a.wav"]
