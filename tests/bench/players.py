"""Which player starts a clip on time? Measures three of them against a private PulseAudio server.

    python tests/bench/players.py            # everything, about 20 minutes; prints two tables
    python tests/bench/players.py ours idle  # one player, one condition

Needs pulseaudio and parec (apt: pulseaudio, pulseaudio-utils) and the pip packages of the players to be compared
(pyside6-addons, miniaudio, pygame-ce) besides numpy and PySide6-Essentials. One that is missing says so.

How: one null sink, one capture of its monitor for the whole run, each player in a process of its own that is
driven by a precise Qt timer. "offset ms" is the median time from the call of play() to the first sample that sounds
(its zero point is known to about 5 ms), p50/p99/max the deviation from that median; "lost" are plays that had not
begun after 350 ms; "gaps" are breaks of 2 ms or more within a clip; "cut ms" is how much of a clip was not heard.
"""

from __future__ import annotations

import argparse
import bisect
import contextlib
import importlib
import json
import math
import os
import select
import subprocess
import sys
import tempfile
import threading
import time
import wave
from array import array
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

RATE_HZ = 22_050
CAPTURE_HZ = 44_100
CAPTURE_LATENCY_S = 0.02
HOLD_S = 0.5
COLUMNS = (
    *("player", "condition", "plays", "lost", "offset ms", "p50", "p99", "max", "gaps", "cut ms"),
    *("slowest call ms", "CPU %", "open ms", "PSS MB"),
)
PLAYS = {"idle": 100, "busy": 40, "loop": 40, "held": 40, "hush": 20, "tail": 20}
CONDITIONS = {
    "idle": "nothing else runs",
    "busy": "two Python busy loops at normal nice",
    "loop": "GUI thread in a Python loop for 500 ms (the lock changes hands every 5 ms)",
    "held": "GUI thread in one C call for 500 ms (the lock is never given up)",
    "hush": "stop() 300 ms into a clip; the offset is the time to silence",
    "tail": "clips that end in sound, not in silence: what is cut off at the end?",
}


# --- the players under test; each imports its library in its constructor ---------------------------------------


class Bench(Protocol):
    def load(self, clip: Path) -> None: ...
    def play(self) -> object: ...
    def stop(self) -> None: ...
    def close(self) -> None: ...
    def state(self) -> str: ...


class QtEffect:
    def __init__(self) -> None:
        self.media: Any = importlib.import_module("PySide6.QtMultimedia")
        self.url: Any = importlib.import_module("PySide6.QtCore").QUrl

    def load(self, clip: Path) -> None:
        self.effect = self.media.QSoundEffect()
        self.effect.setSource(self.url.fromLocalFile(str(clip)))

    def play(self) -> object:
        self.effect.play()
        return self.effect.isPlaying()

    def stop(self) -> None:
        self.effect.stop()

    def close(self) -> None:
        self.effect.deleteLater()

    def state(self) -> str:
        return f"{self.effect.status().name}, {len(self.media.QMediaDevices.audioOutputs())} outputs"


class MiniAudio:
    """The device asks a Python generator for every period, silence included."""

    def __init__(self) -> None:
        self.lib: Any = importlib.import_module("miniaudio")
        self.device: Any = self.lib.PlaybackDevice(
            self.lib.SampleFormat.SIGNED16, 1, RATE_HZ, buffersize_msec=20, app_name="bench"
        )
        self.now: tuple[bytes, list[int]] | None = None
        stream = self.stream()
        next(stream)
        self.device.start(stream)

    def stream(self) -> Generator[bytes, int, None]:
        frames = yield b""
        while True:
            now, part = self.now, b""
            if now is not None:
                data, at = now
                part = data[at[0] : at[0] + 2 * frames]
                at[0] += len(part)
            frames = yield part.ljust(2 * frames, b"\0")

    def load(self, clip: Path) -> None:
        with wave.open(str(clip)) as source:
            self.data = source.readframes(source.getnframes())

    def play(self) -> object:
        self.now = (self.data, [0])
        return self.device.running

    def stop(self) -> None:
        self.now = None

    def close(self) -> None:
        self.device.close()

    def state(self) -> str:
        return f"running={self.device.running}, backend={self.device.backend}"


class PyGame:
    """SDL's mixer as `speech/player.py` sets it up, but for the size of the buffer."""

    def __init__(self, buffer_frames: int) -> None:
        os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"
        self.mixer: Any = importlib.import_module("pygame.mixer")
        self.mixer.init(RATE_HZ, -16, 1, buffer_frames, allowedchanges=0)

    def load(self, clip: Path) -> None:
        self.sound = self.mixer.Sound(str(clip))
        self.channel = self.mixer.Channel(0)

    def play(self) -> object:
        self.channel.play(self.sound)
        return self.channel.get_busy()

    def stop(self) -> None:
        self.channel.stop()

    def close(self) -> None:
        self.mixer.quit()

    def state(self) -> str:
        return f"init={self.mixer.get_init()}, driver={self.mixer.get_driver()}"


class Ours:
    """The player that the app ships."""

    def __init__(self) -> None:
        sys.path.insert(0, str(Path(__file__).parents[2]))
        self.player: Any = importlib.import_module("balancecoach.speech.player").open_player()
        self.player.wait(10)

    def load(self, clip: Path) -> None:
        self.player.load({"clip": clip})

    def play(self) -> object:
        return self.player.play("clip")

    def stop(self) -> None:
        self.player.hush()

    def close(self) -> None:
        self.player.close()

    def state(self) -> str:
        return f"working={self.player.working()}"


PLAYERS: dict[str, Callable[[], Bench]] = {
    "qt": QtEffect,
    "miniaudio": MiniAudio,
    "ours": Ours,
    "pygame-1024": lambda: PyGame(1024),
}


# --- the worker: one player under one condition, in its own process ---------------------------------------------


def pss_mb() -> float:
    """Proportional set size of this process in MB."""
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def hold(kind: str, seconds: float, per_second: int) -> None:
    """Keeps this thread busy, with the interpreter's lock given up now and then (loop) or never (held)."""
    if kind == "held":
        sum(range(int(per_second * seconds)))
    else:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            pass


def counted_per_second() -> int:
    """How far `sum` counts in a second; the best of eight tries, for the machine may be doing other things."""
    best_s = math.inf
    for _ in range(8):
        begin = time.monotonic()
        sum(range(2_000_000))
        best_s = min(best_s, time.monotonic() - begin)
    return int(2_000_000 / best_s)


def work(name: str, condition: str, clip: Path) -> None:
    """Plays `clip` as often as `condition` asks and prints when (monotonic seconds), as JSON."""
    from PySide6.QtCore import QCoreApplication, Qt, QTimer

    app = QCoreApplication([])
    before_mb, begin = pss_mb(), time.monotonic()
    player = PLAYERS[name]()
    open_s = time.monotonic() - begin
    player.load(clip)
    calls: list[float] = []
    marks: list[float] = []
    slowest = 0.0
    speed = counted_per_second() if condition == "held" else 0

    def after(wait_ms: int, what: Callable[[], object]) -> None:
        timer = QTimer(app, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        timer.timeout.connect(what)
        timer.start(wait_ms)

    def fire() -> None:
        nonlocal slowest
        before = HOLD_S / 2 if len(marks) % 2 and condition in ("loop", "held") else 0.0
        if before:
            hold(condition, before, speed)
        at = time.monotonic()
        player.play()
        slowest = max(slowest, time.monotonic() - at)
        calls.append(at)
        marks.append(at)
        if condition in ("loop", "held"):
            hold(condition, HOLD_S - before, speed)
        if condition == "hush":
            marks.pop()
            after(300, hush)
        again()

    def hush() -> None:
        marks.append(time.monotonic())
        player.stop()

    def again() -> None:
        pause = {"idle": 450, "busy": 450, "tail": 450, "hush": 700}.get(condition, 850) + len(calls) * 37 % 50
        done = len(calls) >= PLAYS[condition]
        after(pause, app.quit if done else fire)

    after(1000, fire)
    cpu, wall = time.process_time(), time.monotonic()
    app.exec()
    used = (time.process_time() - cpu) / (time.monotonic() - wall)
    result = {"marks": marks, "open_s": open_s, "mb": pss_mb() - before_mb, "cpu": used, "slowest_s": slowest}
    print(json.dumps(result), flush=True)
    os._exit(0)  # a player's own tear-down is not what is measured


def work_faults(name: str, clip: Path) -> None:
    """Answers each line on standard input ('play', 'reopen', 'quit') with the player's own view of the world."""
    from PySide6.QtCore import QCoreApplication

    app = QCoreApplication([])
    player: Bench | None = None

    def opened() -> Bench:
        fresh = PLAYERS[name]()
        fresh.load(clip)
        until = time.monotonic() + 2.0
        while time.monotonic() < until:
            app.processEvents()
            time.sleep(0.01)
        return fresh

    while True:
        while not select.select([sys.stdin], [], [], 0.02)[0]:
            app.processEvents()
        order = sys.stdin.readline().strip()
        if order in ("", "quit"):
            os._exit(0)
        try:
            if order == "reopen" or player is None:
                if isinstance(player, Ours):
                    time.sleep(2.5)  # it looks by itself, once a second
                else:
                    if player is not None:
                        player.close()
                    player = opened()
            begin = time.monotonic()
            answer = f"play -> {player.play()}"
            took = time.monotonic() - begin
            answer += f" in {1000 * took:.0f} ms; {player.state()}"
        except Exception as problem:
            answer = f"{type(problem).__name__}: {problem}"
        print(answer, flush=True)


# --- the controller: server, capture, load, analysis ----------------------------------------------------------


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


def quantile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else math.nan


@contextlib.contextmanager
def busy(loops: int) -> Iterator[None]:
    running = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(loops)]
    try:
        yield
    finally:
        for process in running:
            process.kill()
            process.wait()


def measure(server: PulseServer, capture: Capture, name: str, condition: str) -> str:
    seconds = {"idle": 0.2, "busy": 0.2, "tail": 0.2, "hush": 3.0}.get(condition, 0.7)
    clip = write_tone(server.folder / f"{condition}.wav", seconds, 0.0 if condition == "tail" else 0.15)
    since = time.monotonic()
    with busy(2 if condition == "busy" else 0):
        command = [sys.executable, __file__, "--worker", name, condition, str(clip)]
        done = subprocess.run(command, env=server.env, capture_output=True, text=True, timeout=180)
    if done.returncode or not done.stdout.strip():
        return f"| {name} | {condition} | failed: {(done.stderr.strip().splitlines() or ['?'])[-1]} |"
    time.sleep(0.5)
    result = json.loads(done.stdout.strip().splitlines()[-1])
    whole = sounds(capture, since, 0.1)
    pieces = sounds(capture, since, 0.002)
    found = offsets(result["marks"], [end if condition == "hush" else start for start, end in whole])
    middle = quantile(found, 0.5)
    off = [abs(value - middle) for value in found]
    lost = len(result["marks"]) - len(found)
    cells = [name, condition, f"{len(found)}", f"{lost}", f"{1000 * middle:.0f}"]
    cells += [f"{1000 * quantile(off, share):.1f}" for share in (0.5, 0.99)]
    heard = quantile([end - start for start, end in pieces if end - start > 0.05], 0.5)
    cells += [f"{1000 * max(off, default=math.nan):.1f}", f"{len(pieces) - len(whole)}"]
    cells += ["-" if condition == "hush" else f"{1000 * (seconds - heard):.0f}"]
    cells += [f"{1000 * result['slowest_s']:.1f}", f"{100 * result['cpu']:.1f}"]
    cells += [f"{1000 * result['open_s']:.0f}", f"{result['mb']:.0f}"]
    return "| " + " | ".join(cells) + " |"


def faults(name: str, folder: Path) -> list[str]:
    """What the player says with no server, after the server died, after it came back, and after a reopen."""
    server, lines = PulseServer(folder), []
    clip = write_tone(folder / "fault.wav", 0.3)
    command = [sys.executable, __file__, "--worker", name, "faults", str(clip)]

    def ask(worker: subprocess.Popen[str], order: str, what: str) -> None:
        assert worker.stdin is not None and worker.stdout is not None
        capture = Capture(server)
        if server.process is not None:
            capture.start()
            until = time.monotonic() + 5.0  # a new null sink is silent for its first two seconds
            while not capture.data and time.monotonic() < until:
                time.sleep(0.05)
        since = time.monotonic()
        worker.stdin.write(order + "\n")
        worker.stdin.flush()
        answer = (
            worker.stdout.readline().strip() if select.select([worker.stdout], [], [], 15)[0] else "no answer in 15 s"
        )
        answer = answer or "the process died"
        time.sleep(1.0)
        heard = "-"
        if server.process is not None:
            heard = "no capture" if not capture.data else "yes" if sounds(capture, since - 0.1, 0.1) else "no"
            capture.stop()
        lines.append(f"| {name} | {what} | {answer} | {heard} |")

    def fresh() -> subprocess.Popen[str]:
        pipe = subprocess.PIPE
        return subprocess.Popen(command, env=server.env, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True)

    try:
        worker = fresh()
        ask(worker, "play", "opened with no server")
        server.start()
        ask(worker, "reopen", "server started, then reopened")
        worker.kill()
        worker = fresh()
        ask(worker, "play", "server there")
        server.stop()
        time.sleep(1.0)
        ask(worker, "play", "server died")
        server.start()
        time.sleep(2.0)
        ask(worker, "play", "server back, played on")
        ask(worker, "reopen", "server back, reopened")
    finally:
        worker.kill()
        worker.wait()
        server.stop()
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("player", nargs="?", choices=list(PLAYERS))
    parser.add_argument("condition", nargs="?", choices=[*CONDITIONS, "faults"])
    parser.add_argument("--worker", nargs=3, metavar=("PLAYER", "CONDITION", "CLIP"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.worker:
        name, condition, clip = asked.worker
        return work_faults(name, Path(clip)) if condition == "faults" else work(name, condition, Path(clip))
    names = [asked.player] if asked.player else list(PLAYERS)
    conditions = [asked.condition] if asked.condition else [*CONDITIONS, "faults"]
    with tempfile.TemporaryDirectory(prefix="bench-players-") as folder:
        report(names, conditions, Path(folder))
    return None


def report(names: list[str], conditions: list[str], folder: Path) -> None:
    timed = [condition for condition in conditions if condition != "faults"]
    if timed:
        print(f"| {' | '.join(COLUMNS)} |")
        print("|---" * len(COLUMNS) + "|")
        server = PulseServer(folder)
        server.start()
        capture = Capture(server)
        capture.start()
        try:
            time.sleep(1.0)
            for name in names:
                for condition in timed:
                    print(measure(server, capture, name, condition), flush=True)
        finally:
            capture.stop()
            server.stop()
    if "faults" in conditions:
        print("\n| player | what happened | what the player says | heard |\n|---|---|---|---|")
        for name in names:
            print("\n".join(faults(name, folder)), flush=True)


if __name__ == "__main__":
    main()
