"""What is spoken is on no command line, and a wrong PIN is waited for after a restart."""

import sys
from datetime import timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from balancecoach.core.phrases import Tone
from balancecoach.paths import find_paths
from balancecoach.pin import Pin, Verdict
from balancecoach.speech.clips import VoiceChoice
from balancecoach.speech.voice import VoiceChild
from balancecoach.store.store import Store
from tests.fakes import WALL


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
def test_the_voice_gets_its_words_on_a_pipe_alone(tmp_path: Path) -> None:
    child = VoiceChild()
    try:
        child.speak((Tone.NONE, "Zebedee Quirke, stand still."), VoiceChoice(), tmp_path / "a.wav")
        assert child._process is not None
        group = child._process.pid
        seen = [path for path in Path("/proc").iterdir() if path.name.isdigit() and _group(path) == group]
        assert str(group) in {path.name for path in seen}
        for path in seen:
            assert b"Zebedee" not in (path / "cmdline").read_bytes() + (path / "environ").read_bytes()
    finally:
        child.close()


def _group(process: Path) -> int:
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[2])
    except OSError:
        return 0


def test_the_wait_after_wrong_pins_survives_a_restart() -> None:
    """The record is closed and opened again, as a new start does."""
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)

    def started(store: Store) -> Pin:
        return Pin(store.pin, store.keep_pin, cheap)

    with Store.open(find_paths(), write=True) as store:
        pin = started(store)
        pin.set("2468")
        while pin.wait_s(WALL) == 0:
            pin.try_("1111", WALL)
        wait_s = pin.wait_s(WALL)
    with Store.open(find_paths(), write=True) as store:
        pin = started(store)
        assert pin.wait_s(WALL) == wait_s
        assert pin.try_("2468", WALL).verdict is Verdict.WAITING
        assert pin.try_("2468", WALL + timedelta(seconds=wait_s + 1)).is_open
