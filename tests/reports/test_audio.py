"""A session as one sound file of each kind: cues laid on the line of time, silence between, and never half a file."""

import os
import resource
import signal
import sys
import wave
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from balancecoach.core import macros
from balancecoach.core.cue import Cue
from balancecoach.core.plan import Plan
from balancecoach.core.script import build_script
from balancecoach.errors import FailedError, UserError
from balancecoach.reports.audio import write_cue_sheet, write_session
from balancecoach.reports.sound_writer import KINDS
from tests.fakes import examples, p1_week_1, plan_of, short_plans

HZ = 200  # a coarse rate: the laying out is the same, the files are small
REAL_HZ = 22050  # for the kinds that know no coarse one
SHORT = plan_of(*macros.prepare(), *macros.start_forward(), *macros.warm_up(60, 2.0), *macros.end())
LOSSLESS = (".flac", ".wav")
#: Seconds that a cue may begin elsewhere in a file that throws away what is not heard: a block of an MP3 at this rate.
LOSSY_S = 0.026


def sound(cue: Cue) -> "array[int]":
    """As long as the cue, made of a number that tells its block."""
    return array("h", [cue.block + 1] * round(cue.length_s * HZ))


def hum(cue: Cue) -> "array[int]":
    """500 Hz, as long as the cue, about as loud as speech."""
    count = round(cue.length_s * REAL_HZ)
    return array("h", (9000 * np.sin(np.arange(count) * 2 * np.pi * 500 / REAL_HZ)).astype(np.int16).tobytes())


def read(path: Path) -> "array[int]":
    with wave.open(str(path), "rb") as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, HZ)
        return array("h", file.readframes(file.getnframes()))


def decoded(path: Path) -> Any:
    """Samples from -1 to 1, by what any player uses."""
    import soundfile

    samples, rate_hz = soundfile.read(str(path), dtype="float64")
    assert (samples.ndim, rate_hz) == (1, REAL_HZ)
    return samples


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    """As on a disk that is nearly full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


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


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_each_kind_is_read_back_with_every_cue_at_its_time(tmp_path: Path, kind: Any) -> None:
    script = build_script(SHORT)
    target = tmp_path / f"a{kind.ending}"
    seconds = write_session(script, hum, target, REAL_HZ)
    got = decoded(target)
    assert len(got) / REAL_HZ == pytest.approx(seconds, abs=0.001 if kind.ending in LOSSLESS else 0.1)
    level = np.sqrt(np.convolve(got**2, np.ones(64) / 64, mode="same"))
    for start_s, row in zip(script.starts_s(), script.cues, strict=True):
        for cue in row:
            at = round((start_s + cue.offset_s) * REAL_HZ)
            near = level[max(0, at - 2000) : at + 2000]
            heard = (max(0, at - 2000) + int(np.flatnonzero(near > 0.1)[0])) / REAL_HZ
            assert heard == pytest.approx(at / REAL_HZ, abs=0.003 if kind.ending in LOSSLESS else LOSSY_S), cue
    assert np.abs(got).max() < 1.0, "nothing clips"
    middle = level[round((script.starts_s()[0] + 0.5) * REAL_HZ)]
    assert middle == pytest.approx(9000 / 32768 / np.sqrt(2), rel=0.05), "as loud as its clip"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_only_its_owner_reads_it(tmp_path: Path, kind: Any) -> None:
    target = tmp_path / f"a{kind.ending}"
    write_session(build_script(SHORT), hum, target, REAL_HZ)
    write_cue_sheet(build_script(SHORT), target)
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


def test_what_is_told_rises_to_one(tmp_path: Path) -> None:
    told: list[float] = []
    write_session(build_script(SHORT), sound, tmp_path / "a.wav", HZ, told.append)
    assert told == sorted(told)
    assert 0 < told[0] < told[-1] <= 1.0


def test_it_takes_every_gate_at_its_minimum(tmp_path: Path) -> None:
    script = build_script(p1_week_1())
    assert write_session(script, sound, tmp_path / "a.wav", HZ) == pytest.approx(sum(script.seconds), abs=1 / HZ)


# -- what goes wrong -------------------------------------------------------------------------------------------------
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


@pytest.mark.skipif(sys.platform == "win32", reason="there files have no such limit")
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_full_disk_is_told_with_its_reason(tmp_path: Path, kind: Any) -> None:
    target = tmp_path / f"a{kind.ending}"
    target.write_text("precious")
    with no_file_larger_than(20_000), pytest.raises(FailedError, match=r"cannot be written \(File too large\)"):
        write_session(build_script(SHORT), hum, target, REAL_HZ)
    assert target.read_text() == "precious"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_who_cancels_leaves_nothing(tmp_path: Path, kind: Any) -> None:
    class EnoughError(Exception):
        pass

    def enough(part: float) -> None:
        if part > 0.4:
            raise EnoughError

    with pytest.raises(EnoughError):
        write_session(build_script(SHORT), hum, tmp_path / f"a{kind.ending}", REAL_HZ, enough)
    assert list(tmp_path.iterdir()) == []


def test_a_bug_of_ours_is_loud_and_leaves_nothing_either(tmp_path: Path) -> None:
    def fails(cue: Cue) -> "array[int]":
        raise KeyError(cue.say)

    with pytest.raises(KeyError):
        write_session(build_script(p1_week_1()), fails, tmp_path / "a.wav", HZ)
    assert list(tmp_path.iterdir()) == []


def test_names_that_cannot_be_are_told(tmp_path: Path) -> None:
    (tmp_path / "b.mp3").mkdir()
    for name, words in (
        ("a.doc", "such kind"),
        ("a", "such kind"),
        ("b.mp3", "this is a folder"),
        ("no/a.ogg", "no folder"),
    ):
        with pytest.raises(UserError, match=words):
            write_session(build_script(SHORT), sound, tmp_path / name, HZ)
    assert [path.name for path in tmp_path.iterdir()] == ["b.mp3"]
