"""Which sound output: on a real PulseAudio with two sinks, one of which goes away while it is used."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.capture import PulseServer
from tests.e2e.stage import demand, missing

NEEDS = ("pulseaudio", "pactl")
PROGRAM = """
import json, sys, time
from balancecoach.speech.player import open_player

player = open_player()
player.wait(20)
for line in sys.stdin:
    name, _, value = line.rstrip("\\n").partition(" ")
    if name == "lost":
        while not player.output_lost():  # it finds out by itself
            time.sleep(0.05)
    answer = getattr(player, name)(*([value] if name == "set_output" else [])) if name != "lost" else None
    player.wait(20)
    told = [answer, player.working(), player.output_lost()]
    print(json.dumps(told), flush=True)
player.close()
"""


@pytest.fixture
def server(tmp_path: Path) -> PulseServer:
    demand(missing(NEEDS))
    folder = tmp_path / "pulse"
    folder.mkdir(mode=0o700)
    return PulseServer(folder)


def test_a_chosen_output_is_used_and_the_systems_own_when_it_is_gone(server: PulseServer) -> None:
    server.start()
    try:
        env = {**server.env, "SDL_AUDIODRIVER": "pulseaudio"}

        def pactl(*arguments: str) -> str:
            done = subprocess.run(
                ["pactl", *arguments], env=env, capture_output=True, text=True, timeout=20, check=True
            )
            return done.stdout.strip()

        kitchen = pactl(
            "load-module", "module-null-sink", "sink_name=kitchen", "sink_properties=device.description=Kitchen"
        )
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM],
            cwd=Path(__file__).parents[2],
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdin is not None
        assert process.stdout is not None

        def ask(line: str) -> list[object]:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(line + "\n")
            process.stdin.flush()
            while not (answer := process.stdout.readline()).startswith("["):  # the library greets first
                assert answer, "the program ended"
            told: list[object] = json.loads(answer)
            return told

        try:
            assert ask("outputs")[0] == ["Null Output", "Kitchen"]
            assert ask("set_output Kitchen")[1:] == [True, False]
            assert pactl("list", "short", "sink-inputs").split()[1] == _number(pactl("list", "short", "sinks"))
            pactl("unload-module", kitchen)
            assert ask("lost")[1:] == [True, True], "the system's own plays on, and it is told"
            assert ask("outputs")[0] == ["Null Output"]
            assert ask("set_output ")[1:] == [True, False]
        finally:
            process.stdin.close()
            process.wait(20)
            process.stdout.close()
    finally:
        server.stop()


def _number(sinks: str) -> str:
    return next(line.split()[0] for line in sinks.splitlines() if "kitchen" in line)
