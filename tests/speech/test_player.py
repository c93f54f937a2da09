"""The player: its rules on an output that comes and goes, and SDL itself on its dummy output."""

import os
import subprocess
import sys
import threading
import wave
from collections.abc import Iterator
from pathlib import Path

import pytest

from balancecoach.speech.outlet import HANGS_AFTER, Outlet
from balancecoach.speech.player import MixerPlayer, SilentPlayer, open_player
from balancecoach.speech.playing import Player, Sound
from balancecoach.speech.sdl import SdlDevice, SdlSound
from balancecoach.speech.tones import RATE_HZ


class FakeDevice:
    """An output that is there or not, takes what it is given or not, and remembers what sounds."""

    def __init__(self, there: bool = True) -> None:
        self.there, self.opened, self.takes = there, False, True
        self.others: list[str] = []
        self.using = ""
        self.opens = 0
        self.sounding: SdlSound | None = None

    def open(self, name: str = "") -> bool:
        self.close()
        self.opens += 1
        self.opened = self.there and (not name or name in self.others)
        self.using = name
        return self.opened

    def names(self) -> tuple[str, ...]:
        return tuple(self.others) if self.opened else ()

    def alive(self) -> bool:
        return self.opened and self.there

    def flows(self) -> bool:
        return self.takes

    def listen(self) -> None: ...

    def start(self, sound: Sound, late_s: float = 0.0) -> bool:
        assert self.opened, "nothing is started on a closed output"
        assert isinstance(sound, SdlSound)
        self.sounding = sound
        return True

    def sounds(self) -> bool:
        return self.sounding is not None

    def stop(self) -> None:
        self.sounding = None

    def close(self) -> None:
        self.stop()
        self.opened = False


class Stepped(MixerPlayer):
    """A player whose output's owner has no thread: it looks when it is told to."""

    def __init__(self, device: FakeDevice, output: str = "") -> None:
        self.owner = Outlet(lambda: device, run=lambda loop: None)
        super().__init__(self.owner)
        self.told: list[bool] = []
        self.on_change(lambda: self.told.append(self.working()))
        self.set_output(output)
        self.open()
        self.owner.prepare()
        self.look()

    def look(self, times: int = 1) -> None:
        for _ in range(times):
            self.owner.look()


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
    return None if device.sounding is None else device.sounding.chunk.abuf[0]


def test_plays_one_clip_in_place_of_another(clips: dict[str, Path]) -> None:
    player = Stepped(device := FakeDevice())
    player.load(clips)
    assert player.play("one")
    assert playing(device) == 1
    assert player.play("two")
    assert playing(device) == 2


def test_hush_silences_and_may_be_said_into_silence(clips: dict[str, Path]) -> None:
    player = Stepped(device := FakeDevice())
    player.hush()
    player.load(clips)
    player.play("one")
    player.hush()
    player.hush()
    assert device.sounding is None


# -- which output ----------------------------------------------------------------------------------------------------
def test_a_chosen_output_is_used_at_once_and_the_clips_stay(clips: dict[str, Path]) -> None:
    player = Stepped(device := FakeDevice())
    device.others = ["Kitchen"]
    player.load(clips)
    player.look()
    assert player.outputs() == ("Kitchen",)
    player.set_output("Kitchen")
    assert player.opening()
    player.look()
    assert device.using == "Kitchen"
    assert player.play("one")
    assert not player.output_lost()
    player.set_output("")
    player.look()
    assert device.using == ""


def test_a_chosen_output_that_is_not_there_gives_way_to_the_systems_own_and_is_told(clips: dict[str, Path]) -> None:
    player = Stepped(device := FakeDevice(), "Kitchen")
    player.load(clips)
    assert (device.using, player.working(), player.output_lost()) == ("", True, True)
    assert player.play("one")
    device.others = ["Kitchen"]
    player.look()
    assert (device.using, playing(device)) == ("", 1), "what sounds is not cut for it"
    player.hush()
    player.look()
    assert (device.using, player.output_lost()) == ("Kitchen", False)
    player.set_output("")
    player.look()
    assert not player.output_lost()


def test_no_output_at_all_is_not_called_a_lost_one() -> None:
    player = Stepped(FakeDevice(there=False), "Kitchen")
    assert not player.output_lost()
    assert not player.working()


def test_choosing_an_output_opens_nothing_that_is_closed() -> None:
    player = Stepped(device := FakeDevice())
    player.close()
    player.set_output("Kitchen")
    player.look()
    assert not device.opened
    assert player.outputs() == ()


def test_an_unknown_key_is_not_played_and_cuts_nothing(clips: dict[str, Path]) -> None:
    player = Stepped(device := FakeDevice())
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
    player = Stepped(FakeDevice())
    player.load(bad | clips)
    assert [key for key in bad if player.has(key) or player.play(key)] == []
    assert player.has("one")
    assert player.play("two")


def test_loading_again_adds_replaces_and_drops_what_broke(tmp_path: Path, clips: dict[str, Path]) -> None:
    player = Stepped(device := FakeDevice())
    player.load(clips)
    player.load({"one": wav(tmp_path / "new.wav", value=7), "two": tmp_path / "gone.wav"})
    assert player.play("one")
    assert playing(device) == 7
    assert not player.has("two")
    player.load({})
    assert player.has("one")


def test_without_a_device_it_loads_and_says_that_nothing_is_heard(clips: dict[str, Path]) -> None:
    player = Stepped(FakeDevice(there=False))
    player.load(clips)
    assert player.has("one")
    assert not player.working()
    assert not player.play("one")
    player.hush()


def test_a_device_that_goes_away_is_noticed_at_the_next_cue(clips: dict[str, Path]) -> None:
    player = Stepped(device := FakeDevice())
    player.load(clips)
    assert player.working()
    device.there = False
    assert not player.play("one")
    assert not player.working()
    player.look()
    assert not player.working()


def test_an_output_that_comes_is_found_and_plays_the_loaded_clips_at_their_volume(clips: dict[str, Path]) -> None:
    player = Stepped(device := FakeDevice(there=False))
    player.load(clips)
    player.set_volume(0.25)
    device.there = True
    assert not player.play("one"), "not before it is opened"
    player.look()
    assert player.play("one")
    assert device.sounding is not None
    assert device.sounding.chunk.volume == 32


@pytest.mark.parametrize(("asked", "got"), [(0.0, 0.0), (0.5, 0.5), (1.0, 1.0), (-3.0, 0.0), (7.0, 1.0)])
def test_volume_stays_in_range_and_reaches_what_plays(clips: dict[str, Path], asked: float, got: float) -> None:
    player = Stepped(device := FakeDevice())
    player.load(clips)
    player.play("one")
    player.set_volume(asked)
    assert device.sounding is not None
    assert device.sounding.chunk.volume == 128 * got


def test_closed_it_stays_silent_and_may_be_closed_again(clips: dict[str, Path]) -> None:
    player = Stepped(FakeDevice())
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
    assert [player.has("one"), player.play("one"), player.working(), player.opening()] == [False] * 4
    player.close()


# -- an output that is lost ------------------------------------------------------------------------------------------
def test_a_lost_output_is_told_at_once_opened_again_and_told_to_be_back(
    clips: dict[str, Path], caplog: pytest.LogCaptureFixture
) -> None:
    player = Stepped(device := FakeDevice())
    player.load(clips)
    player.told.clear()
    device.there = False
    player.look(3)
    assert player.told == [False]
    device.there = True
    player.look()
    assert player.told == [False, True]
    assert player.play("one")
    assert [record.getMessage().partition(",")[0] for record in caplog.records] == [
        "the sound output is lost: it went away",
        "there is sound again",
    ]


def test_an_output_that_takes_nothing_is_not_played_to_and_forgets_what_is_stale(
    clips: dict[str, Path], caplog: pytest.LogCaptureFixture
) -> None:
    player = Stepped(device := FakeDevice())
    player.load(clips)
    player.play("one")
    device.takes = False
    player.look(HANGS_AFTER - 1)
    assert player.working(), "a busy machine is late now and then"
    player.look()
    assert not player.working()
    assert playing(device) is None, "when the sound service goes on, nothing old is heard"
    assert not player.play("two")
    assert device.opens == 1, "closing it would wait for the sound service"
    device.takes = True
    player.look()
    assert player.play("two")
    assert caplog.messages[0] == "the sound output is lost: it takes nothing"


def test_the_log_names_no_output(caplog: pytest.LogCaptureFixture) -> None:
    player = Stepped(device := FakeDevice(), "Ann's AirPods")
    device.there = False
    player.look()
    device.there = True
    player.look()
    assert caplog.messages
    assert "AirPods" not in caplog.text


# -- an output that does not answer ----------------------------------------------------------------------------------
class StuckDevice(FakeDevice):
    """Opening it takes until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.go, self.reached = threading.Event(), threading.Event()

    def open(self, name: str = "") -> bool:
        self.reached.set()
        self.go.wait(60)
        return super().open(name)


@pytest.fixture
def stuck() -> Iterator[StuckDevice]:
    device = StuckDevice()
    yield device
    device.go.set()


def test_whoever_plays_never_waits_for_an_output_that_does_not_answer(
    stuck: StuckDevice, clips: dict[str, Path]
) -> None:
    player = MixerPlayer(Outlet(lambda: stuck))
    player.load(clips)
    player.open()
    assert stuck.reached.wait(60)
    assert player.opening()
    assert not player.wait(0.0)
    assert not player.play("one")
    assert not player.working()
    player.hush()
    player.set_output("Kitchen")
    player.close()
    player.open()
    assert player.opening()
    stuck.go.set()
    assert player.wait(60)
    assert player.play("one")
    player.close(60)
    assert not stuck.opened


def test_a_wish_that_changed_while_it_opened_is_followed(stuck: StuckDevice) -> None:
    stuck.others = ["Kitchen"]
    player = MixerPlayer(Outlet(lambda: stuck))
    player.open()
    assert stuck.reached.wait(60)
    player.set_output("Kitchen")
    stuck.go.set()
    assert player.wait(60)
    assert (stuck.using, player.working()) == ("Kitchen", True)
    player.close(60)


def test_a_program_ends_though_its_output_does_not_answer() -> None:
    program = (
        "import threading\n"
        "from balancecoach.speech.outlet import HANGS_AFTER, Outlet\n"
        "from balancecoach.speech.player import MixerPlayer\n"
        "player = MixerPlayer(Outlet(lambda: threading.Event().wait()))\n"
        "player.open()\n"
        "print(player.wait(0.1))\n"
        "player.close(0.1)\n"
    )
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "False"


# -- SDL -------------------------------------------------------------------------------------------------------------
def test_without_the_library_the_player_is_silent(clips: dict[str, Path]) -> None:
    def nothing() -> FakeDevice:
        raise ImportError("no SDL")

    player = MixerPlayer(Outlet(nothing))
    player.load(clips)
    player.open()
    assert player.wait(60)
    assert not player.working()
    assert not player.play("one")
    player.close(60)


@pytest.fixture
def real(monkeypatch: pytest.MonkeyPatch) -> Iterator[Player]:
    """SDL's own mixer, with the output that throws everything away."""
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    player = open_player()
    assert player.wait(60)
    yield player
    player.close(60)


def test_sdl_plays_hushes_and_opens_again(real: Player, clips: dict[str, Path]) -> None:
    real.hush()
    assert not real.play("one")
    real.load(clips)
    assert real.working()
    assert real.play("one")
    assert real.play("two")
    real.set_volume(0.5)
    real.hush()
    real.close(60)
    assert not real.play("one")
    assert not real.working()
    real.open()
    assert real.wait(60)
    assert real.play("one")


def test_sdl_without_a_device_says_so_and_finds_it_later(
    monkeypatch: pytest.MonkeyPatch, real: Player, clips: dict[str, Path]
) -> None:
    real.close(60)
    monkeypatch.setenv("SDL_AUDIODRIVER", "no such driver")
    real.open()
    assert real.wait(60)
    real.load(clips)
    assert not real.play("one")
    assert not real.working()
    found = threading.Event()
    real.on_change(found.set)
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    assert found.wait(60)
    assert real.play("one")


def test_sdl_takes_what_it_is_given(monkeypatch: pytest.MonkeyPatch, clips: dict[str, Path]) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    device = SdlDevice()
    assert device.open()
    sound = SdlSound(bytes(2 * RATE_HZ))
    assert device.start(sound)
    assert device.sounds()
    assert device.flows()
    assert not device.flows(), "what it was given a moment ago cannot be gone yet"
    device.stop()
    assert not device.sounds()
    device.close()


def test_sdl_tells_that_a_device_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    device = SdlDevice()
    assert not device.alive()
    assert device.open()
    device._sdl.SDL_CloseAudioDevice(device._number)  # as good as gone, behind the back of all
    assert not device.alive(), "a lost device would go unnoticed"
    device.stop()
    device.close()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="ALSA")
def test_opening_bare_alsa_comes_back() -> None:
    """No sound service and, here, no card: SDL asks ALSA, whose complaints once waited for us for ever."""
    env = {name: value for name, value in os.environ.items() if name not in ("PULSE_SERVER", "XDG_RUNTIME_DIR")}
    program = (
        "from balancecoach.speech.player import open_player\n"
        "for _ in range(5):\n"
        "    player = open_player()\n"
        "    assert player.wait(20)\n"
        "    player.close(20)\n"
    )
    command, root = [sys.executable, "-c", program], Path(__file__).parents[2]
    subprocess.run(command, cwd=root, env=env | {"SDL_AUDIODRIVER": "alsa"}, timeout=120, check=True)


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
