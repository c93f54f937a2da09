"""The smoke test can fail: for a program that fails or says nothing, and for a session that nobody would hear."""

import os
import sys
import wave
from array import array
from pathlib import Path

import pytest
import smoke


def recorded(file: Path, seconds: int, *samples: int) -> Path:
    """A sound file of few and long samples."""
    with wave.open(str(file), "wb") as sound:
        sound.setparams((1, 2, 100, 0, "NONE", ""))
        sound.writeframes(array("h", samples).tobytes() * (seconds * 100 // len(samples)))
    return file


def test_a_session_is_heard(tmp_path: Path) -> None:
    assert smoke.heard(recorded(tmp_path / "a.wav", 310, 9000, -9000, 0, 0)).startswith("310 s, peak 0.27")


@pytest.mark.parametrize(
    ("seconds", "samples"),
    [(310, (0, 0)), (310, (1, -1)), (310, (32767, -32768)), (200, (9000, -9000))],
)
def test_silence_noise_and_a_short_file_are_none(tmp_path: Path, seconds: int, samples: tuple[int, ...]) -> None:
    with pytest.raises(smoke.NotSoError):
        smoke.heard(recorded(tmp_path / "a.wav", seconds, *samples))


def test_a_program_that_fails_or_says_something_else_is_told() -> None:
    assert smoke.tried([sys.executable, "-c", "print('it runs')"], os.environ, "runs").strip() == "it runs"
    for line in ("print('it runs'); raise SystemExit(3)", "print('something else')"):
        with pytest.raises(smoke.NotSoError, match="exit code"):
            smoke.tried([sys.executable, "-c", line], os.environ, "runs")
