"""A sound server that hangs, is alone or dies, and a player that plays on, or says that it does not."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from balancecoach.speech.player import open_player
from balancecoach.speech.playing import Player
from tests.bench.capture import write_tone
from tests.e2e.stage import demand, missing, wait_for
from tests.faults.loudspeakers import Loudspeakers

KITCHEN = "kitchen"


@pytest.fixture
def speakers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Loudspeakers]:
    demand(missing(("pulseaudio", "pactl", "parec")))
    made = Loudspeakers(tmp_path / "sound")
    for name, value in made.env.items():
        monkeypatch.setenv(name, value)
    yield made
    made.kill()


@pytest.fixture
def player(speakers: Loudspeakers, tmp_path: Path) -> Iterator[Player]:
    speakers.start(KITCHEN, dummy=False)
    made = open_player()
    made.load({"tone": write_tone(tmp_path / "tone.wav", 0.3)})
    assert made.wait(60)
    yield made
    made.close(60)


def heard(speakers: Loudspeakers, player: Player) -> None:
    """Until it is: a new null sink is mute at first."""

    def sounds() -> bool:
        at_s = time.monotonic()
        return player.play("tone") and bool(wait_for(lambda: speakers.loud_s(at_s, at_s + 1.0), "sound", 1.5))

    def tried() -> bool:
        try:
            return sounds()
        except TimeoutError:
            return False

    wait_for(tried, "sound of the loudspeaker", 60.0)


def test_a_server_that_hangs_and_then_dies_holds_up_nothing(speakers: Loudspeakers, player: Player) -> None:
    heard(speakers, player)
    speakers.hang()
    wait_for(lambda: not player.working(), "notice that nothing is taken any more", 60.0)
    assert not player.play("tone")
    player.close()  # waits for the server, in its own thread
    player.open()
    assert player.opening()
    speakers.kill()
    assert player.wait(60)
    assert not player.working()
    speakers.start(KITCHEN, dummy=True)
    heard(speakers, player)


@pytest.mark.parametrize("dummy", [True, False])
def test_a_server_without_a_loudspeaker_kills_nobody_and_is_no_output(speakers: Loudspeakers, dummy: bool) -> None:
    """SDL dies where there is none at all; a dummy that plays into nothing must not pass for one."""
    speakers.start(KITCHEN, dummy=dummy)
    speakers.unplug(KITCHEN)
    player = open_player()
    assert player.wait(60)
    assert not player.working()
    speakers.plug_in(KITCHEN)
    wait_for(player.working, "output", 60.0)
    assert os.environ["PULSE_SERVER"].startswith("unix:")
    player.close(60)
