"""A program whose sound output is open can still be ended: SDL would keep the signals to itself."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import sys, time
from balancecoach.speech.player import open_player
player = open_player()
player.wait(10)
print("ready" if player.working() else "no output", flush=True)
time.sleep(60)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of this kind are not on Windows")
@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_a_program_with_an_open_output_ends_when_it_is_told(end: signal.Signals) -> None:
    program = "import signal; signal.signal(signal.SIGINT, signal.SIG_DFL)\n" + PROGRAM  # as app.py does
    environ = os.environ | {"SDL_AUDIODRIVER": "dummy"}
    root = Path(__file__).parents[2]
    with subprocess.Popen([sys.executable, "-c", program], cwd=root, env=environ, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline().strip() == b"ready"
            process.send_signal(end)
            assert process.wait(10) == -end
        finally:
            process.kill()
