"""The player: its rules on a device that comes and goes, and SDL itself on its dummy output."""

import sys
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from balancecoach.speech.player import MixerPlayer, SdlDevice, SilentPlayer, open_player
from balancecoach.speech.playing import Player
from balancecoach.speech.tones import RATE_HZ

if TYPE_CHECKING:
    from pygame.mixer import Sound


class FakeSound:
    def __init__(self, pcm: bytes) -> None:
        self.pcm, self.volume = pcm, 1.0

    def set_volume(self, volume: float) -> None:
        self.volume = volume


class FakeDevice:
    """An output that is there or not, and remembers what sounds."""

    def __init__(self, there: bool = True) -> None:
        self.there, self.opened = there, False
        self.others: list[str] = []
        self.using = ""
        self.sounding: FakeSound | None = None

    def open(self, name: str = "") -> bool:
        self.close()
        self.opened = self.there and (not name or name in self.others)
        self.using = name
        return self.opened

    def names(self) -> tuple[str, ...]:
        return tuple(self.others) if self.opened else ()

    def alive(self) -> bool:
        return self.opened and self.there

    def sound(self, pcm: bytes) -> "Sound":
        assert self.opened, "a sound cannot be made without an output"
        return cast("Sound", FakeSound(pcm))

    def start(self, sound: "Sound") -> bool:
        assert self.opened, "nothing is started on a closed output"
        self.sounding = cast(FakeSound, sound)
        return True

    def stop(self) -> None:
        self.sounding = None

    def close(self) -> None:
        self.stop()
        self.opened = False


def wav(
    path: Path, frames: int = 400, channels: int = 1, width: int = 2, rate_hz: int = RATE_HZ, value: int = 1
) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate_hz)
        file.writeframes(bytes([value]) * (frames * channels * width))
    return path


@pytest.fixture
def clips(tmp_path: Path) -> dict[str, Path]:
    return {"one": wav(tmp_path / "1.wav"), "two": wav(tmp_path / "2.wav", value=2)}


def playing(device: FakeDevice) -> int | None:
    """The value that the samples of the sounding clip are made of."""
    return None if device.sounding is None else device.sounding.pcm[0]


def test_plays_one_clip_in_place_of_another(clips: dict[str, Path]) -> None:
    player = MixerPlayer(device := FakeDevice())
    player.load(clips)
    assert player.play("one")
    assert playing(device) == 1
    assert player.play("two")
    assert playing(device) == 2


def test_hush_silences_and_may_be_said_into_silence(clips: dict[str, Path]) -> None:
    player = MixerPlayer(device := FakeDevice())
    player.hush()
    player.load(clips)
    player.play("one")
    player.hush()
    player.hush()
    assert device.sounding is None


# -- which output ----------------------------------------------------------------------------------------------------
def test_a_chosen_output_is_used_at_once_and_the_clips_stay(clips: dict[str, Path]) -> None:
    player = MixerPlayer(device := FakeDevice())
    device.others = ["Kitchen"]
    player.load(clips)
    assert player.outputs() == ("Kitchen",)
    player.set_output("Kitchen")
    assert device.using == "Kitchen"
    assert player.play("one")
    assert not player.output_lost()
    player.set_output("")
    assert device.using == ""


def test_a_chosen_output_that_is_not_there_gives_way_to_the_systems_own_and_is_told(clips: dict[str, Path]) -> None:
    player = MixerPlayer(device := FakeDevice())
    player.load(clips)
    player.set_output("Kitchen")
    assert (device.using, player.working(), player.output_lost()) == ("", True, True)
    assert player.play("one")
    device.others = ["Kitchen"]
    player.reopen()
    assert (device.using, player.output_lost()) == ("Kitchen", False)
    player.set_output("")
    assert not player.output_lost()


def test_no_output_at_all_is_not_called_a_lost_one() -> None:
    player = MixerPlayer(FakeDevice(there=False))
    player.set_output("Kitchen")
    player.reopen()
    assert not player.output_lost()
    assert not player.working()


def test_choosing_an_output_opens_nothing_that_is_closed() -> None:
    player = MixerPlayer(device := FakeDevice())
    player.close()
    player.set_output("Kitchen")
    assert not device.opened
    assert player.outputs() == ()


def test_an_unknown_key_is_not_played_and_cuts_nothing(clips: dict[str, Path]) -> None:
    player = MixerPlayer(device := FakeDevice())
    player.load(clips)
    player.play("one")
    assert not player.play("three")
    assert not player.has("three")
    assert playing(device) == 1


def test_broken_and_foreign_files_are_left_out(tmp_path: Path, clips: dict[str, Path]) -> None:
    text, empty, cut = tmp_path / "text.wav", tmp_path / "empty.wav", tmp_path / "cut.wav"
    text.write_text("not a sound")
    empty.write_bytes(b"")
    cut.write_bytes(wav(tmp_path / "whole.wav").read_bytes()[:-100])
    bad = {
        "text": text,
        "empty": empty,
        "cut": cut,
        "missing": tmp_path / "missing.wav",
        "folder": tmp_path,
        "no samples": wav(tmp_path / "none.wav", frames=0),
        "stereo": wav(tmp_path / "stereo.wav", channels=2),
        "8 bit": wav(tmp_path / "8.wav", width=1),
        "44.1 kHz": wav(tmp_path / "44.wav", rate_hz=44_100),
    }
    player = MixerPlayer(FakeDevice())
    player.load(bad | clips)
    assert [key for key in bad if player.has(key) or player.play(key)] == []
    assert player.has("one")
    assert player.play("two")


def test_loading_again_adds_replaces_and_drops_what_broke(tmp_path: Path, clips: dict[str, Path]) -> None:
    player = MixerPlayer(device := FakeDevice())
    player.load(clips)
    player.load({"one": wav(tmp_path / "new.wav", value=7), "two": tmp_path / "gone.wav"})
    assert player.play("one")
    assert playing(device) == 7
    assert not player.has("two")
    player.load({})
    assert player.has("one")


def test_without_a_device_it_loads_and_says_that_nothing_is_heard(clips: dict[str, Path]) -> None:
    player = MixerPlayer(FakeDevice(there=False))
    player.load(clips)
    assert player.has("one")
    assert not player.working()
    assert not player.play("one")
    player.hush()


def test_a_device_that_goes_away_is_noticed_at_the_next_cue(clips: dict[str, Path]) -> None:
    player = MixerPlayer(device := FakeDevice())
    player.load(clips)
    assert player.working()
    device.there = False
    assert not player.play("one")
    assert not player.working()
    assert not player.reopen()


def test_reopen_brings_the_loaded_clips_back_at_their_volume(clips: dict[str, Path]) -> None:
    player = MixerPlayer(device := FakeDevice(there=False))
    player.load(clips)
    player.set_volume(0.25)
    device.there = True
    assert not player.play("one"), "not before it is reopened"
    assert player.reopen()
    assert player.play("one")
    assert device.sounding is not None
    assert device.sounding.volume == 0.25


@pytest.mark.parametrize(("asked", "got"), [(0.0, 0.0), (0.5, 0.5), (1.0, 1.0), (-3.0, 0.0), (7.0, 1.0)])
def test_volume_stays_in_range_and_reaches_what_plays(clips: dict[str, Path], asked: float, got: float) -> None:
    player = MixerPlayer(device := FakeDevice())
    player.load(clips)
    player.play("one")
    player.set_volume(asked)
    assert device.sounding is not None
    assert device.sounding.volume == got


def test_closed_it_stays_silent_and_may_be_closed_again(clips: dict[str, Path]) -> None:
    player = MixerPlayer(FakeDevice())
    player.load(clips)
    player.close()
    player.close()
    player.hush()
    player.set_volume(0.5)
    player.load(clips)
    assert not player.play("one")
    assert not player.working()


def test_the_silent_player_admits_it(clips: dict[str, Path]) -> None:
    player: Player = SilentPlayer()
    player.load(clips)
    player.hush()
    player.set_volume(0.5)
    assert [player.has("one"), player.play("one"), player.working(), player.reopen()] == [False] * 4
    player.close()


def test_without_the_library_the_player_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pygame", None)
    monkeypatch.setitem(sys.modules, "pygame.mixer", None)
    assert isinstance(open_player(), SilentPlayer)


@pytest.fixture
def real(monkeypatch: pytest.MonkeyPatch) -> Iterator[Player]:
    """SDL's own mixer, with the output that throws everything away."""
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    player = open_player()
    yield player
    player.close()


def test_sdl_plays_hushes_and_reopens(real: Player, clips: dict[str, Path]) -> None:
    real.hush()
    assert not real.play("one")
    real.load(clips)
    assert real.working()
    assert real.play("one")
    assert real.play("two")
    real.set_volume(0.5)
    real.hush()
    assert real.reopen()
    assert real.play("one")
    real.close()
    assert not real.play("one")
    assert not real.working()


def test_sdl_without_a_device_says_so_and_finds_it_later(
    monkeypatch: pytest.MonkeyPatch, real: Player, clips: dict[str, Path]
) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "no such driver")
    assert not real.reopen()
    real.load(clips)
    assert not real.play("one")
    assert not real.working()
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    assert real.reopen()
    assert real.play("one")


def test_sdl_tells_that_a_device_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    device = SdlDevice()
    assert not device.alive()
    assert device.open()
    import pygame.mixer

    assert device._status is not None, "SDL_GetAudioDeviceStatus was not found: a lost device would go unnoticed"
    pygame.mixer.quit()  # as good as gone, behind the device's back
    assert not device.alive()
    device.stop()
    device.close()


def test_sdl_names_its_outputs_while_it_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    device = SdlDevice()
    assert device.names() == ()
    assert device.open()
    names = device.names()
    assert names
    assert all(isinstance(name, str) and name for name in names)
    assert device.open(names[0])
    device.close()
    assert device.names() == ()
