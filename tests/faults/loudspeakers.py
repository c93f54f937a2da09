"""A sound server of the test's own, whose loudspeakers play into nothing, are listened to, and come and go."""

import array
import os
import signal
import subprocess
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.e2e.stage import wait_for

RATE_HZ, CHUNK = 8000, 320  # 20 ms of 16-bit samples, in bytes
LOUD = 800  # of 32767


@dataclass
class Monitor:
    """What one loudspeaker plays: when (monotonic seconds), and how loud, every 20 ms."""

    name: str
    process: "subprocess.Popen[bytes]"
    heard: list[tuple[float, int]] = field(default_factory=list)

    def read(self) -> None:
        """Until the server or the loudspeaker goes."""
        assert self.process.stdout is not None
        with self.process.stdout as out:
            while part := out.read(CHUNK):
                samples = array.array("h", part[: len(part) // 2 * 2])
                self.heard.append((time.monotonic(), max(map(abs, samples), default=0)))


class Loudspeakers:
    """A server in ``folder``. ``plugged``: the loudspeakers that are there, by name."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder, self._socket = folder, folder / "socket"
        self.plugged: dict[str, str] = {}  # name -> number of its module
        self._monitors: list[Monitor] = []
        self._now: dict[str, Monitor] = {}

    @property
    def env(self) -> dict[str, str]:
        """For whoever plays here, and nowhere else."""
        own = {key: str(self._folder) for key in ("XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH", "XDG_CONFIG_HOME", "HOME")}
        return {**own, "PULSE_SERVER": f"unix:{self._socket}", "SDL_AUDIODRIVER": ""}

    def start(self, *names: str, dummy: bool) -> None:
        """The server, with these loudspeakers; the first is what the computer plays to.

        ``dummy``: where there is no loudspeaker it plays into nothing, as most servers are set up to.
        """
        self._socket.unlink(missing_ok=True)
        command = [
            "pulseaudio",
            "-n",
            "--daemonize=no",
            "--exit-idle-time=-1",
            "--use-pid-file=no",
            "--log-level=error",
        ]
        command += ["-L", f"module-native-protocol-unix auth-anonymous=1 socket={self._socket}"]
        if dummy:
            command += ["-L", "module-always-sink"]
        env = {key: value for key, value in {**os.environ, **self.env}.items() if key != "PULSE_SERVER"}
        self._server = subprocess.Popen(command, env=env, stderr=subprocess.DEVNULL)
        wait_for(self._socket.exists, "sound server")
        self._tell("load-module", "module-null-source", "source_name=quiet")
        self._tell("set-default-source", "quiet")  # who listens to the default is moved when that changes
        for name in names:
            self.plug_in(name)
        self.choose(names[0])

    def plug_in(self, name: str) -> None:
        """A loudspeaker comes, and is listened to."""
        words = f"sink_properties=device.description={name.capitalize()}"
        self.plugged[name] = self._tell("load-module", "module-null-sink", f"sink_name={name}", "rate=44100", words)
        command = ["parec", "--raw", "-d", f"{name}.monitor", f"--rate={RATE_HZ}", "--channels=1", "--latency-msec=20"]
        process = subprocess.Popen(
            [*command, "--format=s16le"],
            env={**os.environ, **self.env},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._now[name] = Monitor(name, process)
        self._monitors.append(self._now[name])
        threading.Thread(target=self._now[name].read, daemon=True).start()

    def unplug(self, name: str) -> None:
        """A loudspeaker goes."""
        self._stop_listening(name)
        self._tell("unload-module", self.plugged.pop(name))

    def choose(self, name: str) -> None:
        """What the computer plays to."""
        self._tell("set-default-sink", name)

    def hang(self) -> None:
        """The server stands still."""
        self._server.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """And goes on."""
        self._server.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        """The server dies, and all loudspeakers with it."""
        self._server.kill()
        self._server.wait()
        for name in tuple(self._now):
            self._stop_listening(name)
        self.plugged.clear()

    def loud_s(self, from_s: float, until_s: float, name: str = "") -> float:
        """How long anything was heard between two times, from this one, "" for any."""
        heard = [row for each in self._monitors if name in ("", each.name) for row in tuple(each.heard)]
        parts = {round(at_s / 0.02) for at_s, peak in heard if peak > LOUD}
        return 0.02 * sum(from_s <= 0.02 * part <= until_s for part in parts)

    def _stop_listening(self, name: str) -> None:
        process = self._now.pop(name).process
        process.kill()
        process.wait()

    def _tell(self, *words: str) -> str:
        env = {**os.environ, **self.env}
        done = subprocess.run(["pactl", *words], env=env, capture_output=True, text=True, timeout=60, check=True)
        return done.stdout.strip()
