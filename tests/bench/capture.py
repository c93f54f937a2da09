"""A sound server of the bench's own, all that it plays with the times of it, and machines that are busy on purpose."""

from __future__ import annotations

import bisect
import contextlib
import math
import os
import subprocess
import sys
import threading
import time
import wave
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

RATE_HZ = 22_050
CAPTURE_HZ = 44_100
CAPTURE_LATENCY_S = 0.02


def write_tone(path: Path, seconds: float, silence_s: float = 0.15) -> Path:
    """A 1 kHz tone that starts at full swing, so that its first sample can be found in the capture; then silence."""
    count = int(seconds * RATE_HZ)
    samples = array("h", (int(16_000 * math.cos(2 * math.pi * 1000 * i / RATE_HZ)) for i in range(count)))
    samples.extend([0] * int(silence_s * RATE_HZ))
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE_HZ)
        out.writeframes(samples.tobytes())
    return path


@dataclass
class PulseServer:
    """A private PulseAudio with one null sink; nothing of the machine's own sound is touched."""

    folder: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def env(self) -> dict[str, str]:
        own = {key: str(self.folder) for key in ("HOME", "XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH", "XDG_CONFIG_HOME")}
        return {
            **os.environ,
            **own,
            "PULSE_SERVER": f"unix:{self.folder}/socket",
            "QT_QPA_PLATFORM": "offscreen",
        }

    def start(self) -> None:
        socket = self.folder / "socket"
        socket.unlink(missing_ok=True)
        env = {key: value for key, value in self.env.items() if key != "PULSE_SERVER"}
        command = [
            "pulseaudio",
            "-n",
            "--daemonize=no",
            "--exit-idle-time=-1",
            "--use-pid-file=no",
            "--log-level=error",
        ]
        command += ["-L", f"module-native-protocol-unix auth-anonymous=1 socket={socket}"]
        command += ["-L", f"module-null-sink sink_name=bench rate={CAPTURE_HZ} channels=1"]
        self.process = subprocess.Popen(command, env=env, stderr=subprocess.DEVNULL)
        until = time.monotonic() + 10
        while not socket.exists() and time.monotonic() < until:
            time.sleep(0.05)
        time.sleep(0.3)

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


@dataclass
class Capture:
    """Everything the null sink plays, with the time of its first sample.

    The sink's clock gains on the monotonic one (0.2 ms a second were seen), so a long run asks ``time_of``.
    """

    server: PulseServer
    data: bytearray = field(default_factory=bytearray)
    origin_s: float = math.inf
    reads: list[tuple[int, float]] = field(default_factory=list)  # samples so far, where their first one then lay

    def start(self) -> None:
        command = [
            "parec",
            "--raw",
            "-d",
            "bench.monitor",
            "--format=s16le",
            f"--rate={CAPTURE_HZ}",
            "--channels=1",
        ]
        self.process = subprocess.Popen(
            [*command, f"--latency-msec={1000 * CAPTURE_LATENCY_S:.0f}"],
            env=self.server.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        while part := os.read(self.process.stdout.fileno(), 65_536):
            self.data += part
            # The server hands over what it has mixed ahead of its time: by this much, tried with 5 to 200 ms.
            first_s = time.monotonic() - len(self.data) / 2 / CAPTURE_HZ + CAPTURE_LATENCY_S
            self.origin_s = min(self.origin_s, first_s)
            self.reads.append((len(self.data) // 2, first_s))

    def time_of(self, sample: int, around_s: float = 5.0) -> float:
        """When a sample sounded (monotonic seconds), by what was read around it: independent of the sink's clock."""
        reach = int(around_s * CAPTURE_HZ)
        first = bisect.bisect_left(self.reads, (sample - reach, 0.0))
        last = bisect.bisect_right(self.reads, (sample + reach, math.inf))
        near = self.reads[first:last]
        return min((origin_s for _, origin_s in near), default=self.origin_s) + sample / CAPTURE_HZ

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()

    def samples(self, since_s: float = 0.0) -> tuple[float, Any]:
        """Time of the first sample and the samples from `since_s` (monotonic seconds) on."""
        import numpy as np

        if not self.data:
            return since_s, np.zeros(0, dtype=np.int32)
        first = max(0, int((since_s - self.origin_s) * CAPTURE_HZ))
        loud = np.frombuffer(bytes(self.data[2 * first :]), dtype="<i2")
        return self.origin_s + first / CAPTURE_HZ, np.abs(loud.astype(np.int32))


def sounds(capture: Capture, since_s: float, quiet_s: float) -> list[tuple[float, float]]:
    """Start and end of each stretch of sound that `quiet_s` of silence separates, in monotonic seconds."""
    import numpy as np

    begin, level = capture.samples(since_s)
    loud = np.flatnonzero(level > 1_500)
    if not len(loud):
        return []
    cuts = np.flatnonzero(np.diff(loud) > quiet_s * CAPTURE_HZ)
    starts = loud[np.concatenate(([0], cuts + 1))]
    ends = loud[np.concatenate((cuts, [len(loud) - 1]))]
    return [(begin + a / CAPTURE_HZ, begin + b / CAPTURE_HZ) for a, b in zip(starts, ends, strict=True)]


def offsets(marks: list[float], edges: list[float]) -> list[float]:
    """For each mark the time to the first edge that follows it (or comes up to 30 ms before), in seconds."""
    found = []
    for mark in marks:
        near = [edge - mark for edge in edges if -0.15 < edge - mark < 0.35]
        found += near[:1]
    return found


@contextlib.contextmanager
def busy(loops: int) -> Iterator[None]:
    running = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(loops)]
    try:
        yield
    finally:
        for process in running:
            process.kill()
            process.wait()
