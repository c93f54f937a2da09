"""The output's thread learns when blocks are taken; a cue then begins on its sample. Mixer and clock are fake."""

import math
from types import SimpleNamespace
from typing import Any

import pytest

from balancecoach.speech import sdl
from balancecoach.speech.sdl import BUFFER_FRAMES, SdlDevice, SdlSound
from balancecoach.speech.tones import RATE_HZ

BLOCK_S = BUFFER_FRAMES / RATE_HZ
PULSE = 1


class Mixer:
    """Takes a block every ``BLOCK_S``; a sound begins with the first one after it was handed over."""

    def __init__(self) -> None:
        self.now_s = 1000.0
        self.begins_s = 0.0
        self.bytes = 0
        self.hangs = False
        self._gone_s = 0.0

    # -- the clock ---------------------------------------------------------------------------------------------------
    def monotonic(self) -> float:
        self.now_s += 2e-6
        return self.now_s

    def sleep(self, seconds: float) -> None:
        self.now_s += seconds + 5e-5

    # -- the mixer ---------------------------------------------------------------------------------------------------
    def _next_s(self) -> float:
        return 1000.004 + BLOCK_S * math.ceil((self.now_s - 1000.004) / BLOCK_S)

    def Mix_PlayChannelTimed(self, channel: int, chunk: Any, _loops: int, _ticks: int) -> int:
        if channel == PULSE:
            self._gone_s = math.inf if self.hangs else self._next_s()
        else:
            self.begins_s, self.bytes = self._next_s(), chunk._obj.alen
        return channel

    def Mix_Playing(self, channel: int) -> int:
        return int(channel == PULSE and self.now_s < self._gone_s)


@pytest.fixture
def mixer(monkeypatch: pytest.MonkeyPatch) -> Mixer:
    """In place of SDL's."""
    made = Mixer()
    monkeypatch.setattr(sdl, "time", SimpleNamespace(monotonic=made.monotonic, sleep=made.sleep))
    return made


@pytest.fixture
def device(mixer: Mixer, monkeypatch: pytest.MonkeyPatch) -> SdlDevice:
    """An output on it."""
    made = SdlDevice()
    monkeypatch.setattr(made, "_mix", mixer)
    return made


FRAMES = 1000


def delay_s(device: SdlDevice, mixer: Mixer, late_s: float = 0.0) -> float:
    """From when a sound was due until its first sample, behind the silence that was put before it."""
    due_s = mixer.now_s - late_s
    assert device.start(SdlSound(bytes(2 * FRAMES)), late_s)
    return mixer.begins_s + (mixer.bytes / 2 - FRAMES) / RATE_HZ - due_s


@pytest.mark.parametrize("late_s", [0.0, 0.02])
def test_once_it_has_looked_on_every_cue_begins_at_the_same_time(
    device: SdlDevice, mixer: Mixer, late_s: float
) -> None:
    for _ in range(8):
        mixer.sleep(0.25)
        device.listen()
    delays = []
    for number in range(200):
        mixer.sleep(0.3 + number / 5000)
        delays.append(delay_s(device, mixer, late_s))
    assert max(delays) - min(delays) < 0.001
    assert delays[0] == pytest.approx(device._beat.delay_s, abs=0.001)


def test_before_that_they_begin_somewhere_in_a_block(device: SdlDevice, mixer: Mixer) -> None:
    delays = []
    for number in range(200):
        mixer.sleep(0.3 + number / 5000)
        delays.append(delay_s(device, mixer))
    assert max(delays) - min(delays) > 0.8 * BLOCK_S
    assert sum(delays) / len(delays) == pytest.approx(device._beat.delay_s, abs=0.002)


def test_an_output_that_hangs_is_not_looked_at_for_ever(device: SdlDevice, mixer: Mixer) -> None:
    mixer.hangs = True
    before_s = mixer.now_s
    device.listen()
    assert mixer.now_s - before_s < 4 * BLOCK_S
    assert device._beat.until_next(mixer.now_s) is None


def test_it_does_not_look_more_often_than_it_has_to(device: SdlDevice, mixer: Mixer) -> None:
    for _ in range(8):
        mixer.sleep(0.25)
        device.listen()
    mixer.sleep(1.0)
    device.listen()
    before_s = mixer.now_s
    device.listen()
    assert mixer.now_s - before_s < 1e-4
