"""Measures the goals of "Speed and size" and prints one table. Nothing here is asserted.

    python tests/bench/run.py               # everything: a session of 10 minutes, about 15 minutes in all
    python tests/bench/run.py --quick       # the same with short sessions and few repeats, under 2 minutes
    python tests/bench/run.py --minutes 60  # drift
    python tests/bench/run.py --only window # one part: sound, window or clips

Needs what ``tests/e2e`` needs: Xvfb, openbox, xdotool, pulseaudio and parec. A display and a sound server of its own.

How. Sound and CPU: the real app with the real window at 1366x768, its gates passed by themselves as soon as they may
be. All it plays is captured from a null sink; the first third of a second of each cue's clip is found in the capture by
cross-correlation, and its start compared with the engine's own schedule: start of the block in the record and offset
of the cue in the script. Then all of the clip is compared, to see gaps.
Window: from the start of the process to the end of the first paint, in turn with an empty PySide6 window.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import itertools
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

if TYPE_CHECKING:
    from tests.e2e.stage import Stage

MODULES_LATER = ("numpy", "pyqtgraph", "pygame")
IDLE_S = 30.0
QUICK_IDLE_S = 5.0
ALIKE = 0.8
#: The part of a clip that is looked for to find its start, and how alike all of it must be to be whole.
FIRST_S = 0.35
WHOLE = 0.9
AROUND_S = 0.2
#: A cue is looked for from this long before its time to this long after it.
EARLY_S, LATE_S = 0.1, 0.5
BOUT_S, REST_S = 75, 30
PLAN = f"""
format = 1
id = "bench"
title = "A long session"
posture_every_s = 20
[[blocks]]
use = "prepare"
[[blocks]]
use = "start_forward"
[[blocks]]
use = "warm_up"
seconds = 60
speed_kmh = 2.0
[[blocks]]
use = "turn_away"
speed_kmh = 1.0
[[blocks]]
use = "bouts"
count = COUNT
seconds = {BOUT_S}
rest_seconds = {REST_S}
speed_kmh = 1.0
[[blocks]]
use = "turn_back"
[[blocks]]
use = "cool_down"
seconds = 60
speed_kmh = 1.5
[[blocks]]
use = "end"
"""


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    ours: str
    goal: str = ""
    compared: str = ""

    def line(self) -> str:
        """As Markdown."""
        return f"| {self.what} | {self.ours} | {self.goal} | {self.compared} |"


def ms(seconds: float) -> str:
    """Milliseconds, one decimal."""
    return f"{1000 * seconds:.1f} ms"


def share(values: list[float], part: float) -> float:
    """The value that ``part`` of all do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, math.ceil(part * len(ordered)) - 1)] if ordered else math.nan


# --- workers: each in a process of its own ------------------------------------------------------------------------


def threads_s() -> dict[str, float]:
    """Processor time of each thread of this process, by its name; Python's own threads share one."""
    used: dict[str, float] = {}
    tick = os.sysconf("SC_CLK_TCK")
    for task in Path("/proc/self/task").iterdir():
        name, _, rest = (task / "stat").read_text().partition("(")[2].rpartition(")")
        fields = rest.split()
        if int(task.name) == os.getpid():
            name = "the window's"
        used[name] = used.get(name, 0.0) + (int(fields[11]) + int(fields[12])) / tick
    return used


def work_session(plan: str, seconds: float, idle_s: float) -> None:
    """The real app: waits for its voice, idles on Today, then walks for ``seconds`` and prints what it used."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from balancecoach.app import build
    from balancecoach.clock import RealClock
    from balancecoach.core.phrases import Phrase, words
    from balancecoach.core.plan import Kind
    from balancecoach.core.script import build_script
    from balancecoach.core.session import View
    from balancecoach.core.transitions import State
    from balancecoach.paths import assets, find_paths
    from balancecoach.plans.library import Library
    from balancecoach.store.store import Store
    from balancecoach.voicing import HEAR_ME, SAVED
    from tests.e2e.stage import set_up_in

    app = QApplication([])
    paths = find_paths()
    library = Library(assets() / "programmes")
    marks: list[tuple[float, float, bool]] = []  # monotonic, processor time, in a bout
    result: dict[str, Any] = {}
    with Store.open(paths, write=True) as store:
        set_up_in(store)
        desk = build(paths, store, library.programmes)
        desk.walk_today(library.find(plan))
        desk.window.showMaximized()

        def begin_idle() -> None:
            result["idle"] = (time.monotonic(), time.process_time())
            QTimer.singleShot(round(1000 * idle_s), begin)

        def begin() -> None:
            at, used = result["idle"]
            result["idle"] = (time.process_time() - used) / (time.monotonic() - at)
            desk.window.today.start.emit()
            desk.window.before.begin.emit(tuple(desk.window.before.boxes))
            result["threads"] = threads_s()
            assert desk.sessions.runner is not None
            now = RealClock().now()
            result["began_s"] = now.mono_s - desk.sessions.runner.conductor.session.at_s(now)
            desk.sessions.runner.view.connect(seen)
            QTimer.singleShot(round(1000 * seconds), app.exit)  # quit would ask the window, which refuses

        def seen(view: View) -> None:
            marks.append((time.monotonic(), time.process_time(), view.block.kind is Kind.BACKWARD))
            if view.state is State.GATE and view.ready_in_s <= 0 and desk.sessions.runner is not None:
                QTimer.singleShot(0, desk.sessions.runner.confirm)

        wanted = {
            *build_script(library.find(plan)).clips(),
            *((tone, words(Phrase(name))) for tone, name in (HEAR_ME, SAVED)),
        }

        def voice_there() -> None:
            if len(list(paths.clips.glob("*.wav"))) >= len(wanted):
                waiting.stop()
                QTimer.singleShot(3000, begin_idle)

        waiting = QTimer(interval=200)
        waiting.timeout.connect(voice_there)
        waiting.start()
        app.exec()
        after = threads_s()
        desk.journal.flush(5.0)
        result["size"] = [desk.window.width(), desk.window.height()]
        result["ended_s"] = time.monotonic()
    before = result["threads"]
    result["threads"] = {name: used - before.get(name, 0.0) for name, used in after.items()}
    pairs = list(itertools.pairwise(marks))
    for name, chosen in (("bout", True), ("all", None)):
        mine = [(b[0] - a[0], b[1] - a[1]) for a, b in pairs if chosen is None or (a[2] and b[2])]
        result[name] = [sum(row[0] for row in mine), sum(row[1] for row in mine)]
    print(json.dumps(result), flush=True)
    os._exit(0)  # what is measured is over; taking the app down is not part of it


def work_window(ours: bool, begun_s: float) -> None:
    """Prints the seconds from ``begun_s`` to the end of the first paint, and which modules were there by then."""

    def painted() -> None:
        there = [name for name in MODULES_LATER if name in sys.modules]
        print(json.dumps({"seconds": time.monotonic() - begun_s, "modules": there}), flush=True)
        os._exit(0)

    if ours:
        app_module: Any = importlib.import_module("balancecoach.app")
        app_module.Window = _telling(app_module.Window, painted)
        from balancecoach.__main__ import main

        main([])
        return
    from PySide6.QtWidgets import QApplication, QMainWindow

    app = QApplication([])
    window = _telling(QMainWindow, painted)()
    window.showMaximized()
    app.exec()


def _telling(window: Any, painted: Callable[[], None]) -> Any:
    """A window class that tells when its first paint is done: what it starts while painting comes right after it."""
    from PySide6.QtCore import QTimer

    class Telling(window):  # type: ignore[misc]
        told = False

        def paintEvent(self, event: object) -> None:
            super().paintEvent(event)
            if not self.told:
                self.told = True
                QTimer.singleShot(0, painted)

    return Telling


def work_clips(cache: Path) -> None:
    """Prints the seconds to render all clips of p1-first-steps:1, the start of the voice's process included."""
    from balancecoach.core.script import build_script
    from balancecoach.paths import assets
    from balancecoach.plans.library import Library
    from balancecoach.speech.clips import ClipCache, VoiceChoice
    from balancecoach.speech.renderer import Renderer
    from balancecoach.speech.voice import VoiceChild

    wanted = build_script(Library(assets() / "programmes").find("p1-first-steps:1")).clips()
    begin = time.monotonic()
    renderer = Renderer(ClipCache(cache), VoiceChild())
    clips = renderer.render(wanted, VoiceChoice())
    took = time.monotonic() - begin
    renderer.close()
    print(json.dumps({"seconds": took, "clips": len(clips.spoken), "trouble": clips.trouble}), flush=True)


def worker(stage: Stage, *arguments: str, home: Path | None = None, seconds: float = 60.0) -> Any:
    """Runs one of the workers and returns what it printed."""
    command = [sys.executable, str(Path(__file__)), "--worker", *arguments]
    begun_s = time.monotonic()
    env = {**stage.env, "BALANCECOACH_HOME": str(home or stage.home), "BENCH_BEGUN_S": str(begun_s)}
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed app has its bytecode
    env["PYTHONPYCACHEPREFIX"] = str(stage.folder / "bytecode")
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=seconds, check=False)
    if done.returncode or not done.stdout.strip():
        raise RuntimeError(f"the worker {arguments[0]} failed: {done.stderr.strip()[-500:]}")
    return json.loads(done.stdout.strip().splitlines()[-1])


# --- what is measured ----------------------------------------------------------------------------------------------


def sound(stage: Stage, minutes: float, idle_s: float, loops: int) -> list[Row]:
    """A session of the real app: when its cues sound and what it costs."""
    from tests.bench.players import busy

    home = stage.folder / f"home-{loops}-{minutes:g}"
    plan = stage.folder / "bench.toml"
    plan.write_text(PLAN.replace("COUNT", str(min(50, 2 + int(minutes * 60 / 150)))), encoding="utf-8")
    with busy(loops):
        limit = 60 * minutes + idle_s + 90
        result = worker(stage, "session", str(plan), str(60 * minutes), str(idle_s), home=home, seconds=limit)
    time.sleep(1.0)
    heard = found_cues(stage, home, plan, result)
    label = f"{minutes:g} min" + (f", {loops} busy loops" if loops else "")
    rows = sound_rows(heard, label)
    return rows if loops else rows + cpu_rows(result, label)


@dataclass
class Heard:
    """What became of a session's cues. Seconds."""

    late: list[tuple[float, float]]  # due (monotonic), how much later its sound began
    engine: list[float]  # how late the engine itself was
    missed: int = 0  # not begun within LATE_S of its time
    broken: int = 0  # begun, but not whole: a gap in it, as when the machine is too busy to mix


def found_cues(stage: Stage, home: Path, plan: Path, result: Any) -> Heard:
    """Looks for every cue near its time: its first part for the start, then all of it."""
    from balancecoach.core.events import BlockStarted, CueDue
    from balancecoach.core.script import build_script
    from balancecoach.paths import find_paths
    from balancecoach.plans.files import load_plan
    from balancecoach.speech.clips import ClipCache, VoiceChoice, key
    from balancecoach.speech.renderer import Renderer
    from balancecoach.speech.tones import RATE_HZ
    from balancecoach.speech.voice import VoiceChild
    from balancecoach.store.store import Store
    from tests.e2e import listen

    paths = find_paths(str(home))
    renderer = Renderer(ClipCache(paths.clips), VoiceChild())
    clips = renderer.render(build_script(load_plan(plan)).clips(), VoiceChoice())
    renderer.close()
    script = build_script(load_plan(plan), clips.layout_s)
    with Store.open(paths, write=False) as store:
        events = store.events(store.session_ids()[0])
    starts = {row.index: row.at_s for row in events if isinstance(row, BlockStarted)}
    heard = Heard([], [row.late_s for row in events if isinstance(row, CueDue)])
    for cue in script.all_cues():
        due = result["began_s"] + starts.get(cue.block, math.inf) + cue.offset_s
        if due + cue.length_s > result["ended_s"] - 1.0:
            continue  # the bench ended first
        clip = listen.clip_samples(clips.files[key((cue.tone, cue.say))])
        begin, samples = listen.recorded(stage.capture, due - EARLY_S, due + LATE_S + FIRST_S)
        found = listen.best(samples, clip[: round(FIRST_S * RATE_HZ)])
        if found.alike < ALIKE:
            heard.missed += 1
            print(f"missed: {cue.say or cue.tone.value} ({found.alike:.2f} alike)", file=sys.stderr)
            continue
        late = begin + found.at_s - due
        heard.late.append((due, late))
        end = due + late + AROUND_S + len(clip) / RATE_HZ  # the capture's clock may jump a little within a clip
        _, samples = listen.recorded(stage.capture, due + late - AROUND_S, end)
        whole = listen.best(samples, clip).alike
        if whole < WHOLE:
            heard.broken += 1
            print(f"with a gap: {cue.say or cue.tone.value} ({whole:.2f} alike)", file=sys.stderr)
    return heard


def sound_rows(heard: Heard, label: str) -> list[Row]:
    """What the cues came to."""
    late, calls = heard.late, heard.engine
    middle = statistics.median(row[1] for row in late)
    off = [abs(row[1] - middle) for row in late]
    slope = statistics.linear_regression([row[0] for row in late], [row[1] for row in late]).slope
    spread = f"{ms(share(off, 0.5))} / {ms(share(off, 0.99))} / {ms(max(off))}"
    engine = f"of this the engine's own lateness: p99 {ms(share(calls, 0.99))}, max {ms(max(calls))}"
    drift = f"{3_600_000 * slope:+.1f} ms/hour" if late[-1][0] - late[0][0] > 200 else "too short a session"
    counts = f"{len(late)} / {heard.missed} / {heard.broken}"
    return [
        Row(f"cues, {label}: begun / missed / with a gap", counts, "0 missed"),
        Row(f"cues, {label}: constant latency (median)", ms(middle), "", "of the sound system; zero known to 5 ms"),
        Row(f"cues, {label}: off by p50 / p99 / max", spread, "p99 <= 20 ms", engine),
        Row(f"cues, {label}: drift", drift, "none", "slope of the offsets"),
    ]


def cpu_rows(result: Any, label: str) -> list[Row]:
    """What the session cost."""
    (bout_s, bout), (all_s, every) = result["bout"], result["all"]
    where = f"{result['size'][0]}x{result['size'][1]}, {bout_s:.0f} s of bouts"
    busiest = sorted(result["threads"].items(), key=lambda row: -row[1])[:4]
    parts = ", ".join(f"{name} {100 * used / max(all_s, 1):.2f} %" for name, used in busiest)
    bouts = f"{100 * bout / bout_s:.2f} % of a core" if bout_s > 20 else "too short a session"
    return [
        Row(f"CPU in bouts, {label}", bouts, "<= 2 %", where),
        Row(f"CPU of the whole session, {label}", f"{100 * every / max(all_s, 1):.2f} %", "", f"threads: {parts}"),
        Row("CPU idle on Today", f"{100 * result['idle']:.2f} % of a core"),
    ]


def window(stage: Stage, repeats: int) -> list[Row]:
    """First painted window, ours and an empty one in turn."""
    took: dict[str, list[float]] = {"empty": [], "fresh": [], "warm": []}
    modules: set[str] = set()
    warm = stage.folder / "home-warm"
    for number in range(-1, repeats):  # the first round fills the caches of the system
        for name in took:
            home = warm if name == "warm" else stage.folder / f"home-{name}-{number}"
            answer = worker(stage, "window", "empty" if name == "empty" else "ours", home=home)
            if number >= 0:
                took[name].append(answer["seconds"])
            if name != "empty":
                modules |= set(answer["modules"])
    middle = {name: statistics.median(values) for name, values in took.items()}
    floor = f"empty PySide6 window: {1000 * middle['empty']:.0f} ms, median of {repeats}"
    rows = []
    for name, words in (("fresh", "a new data folder"), ("warm", "a used data folder")):
        ours = f"{1000 * middle[name]:.0f} ms = {middle[name] / middle['empty']:.2f} x"
        rows.append(Row(f"first painted window, {words}", ours, "<= 1.5 x", floor))
    loaded = ", ".join(sorted(modules)) or "none"
    return [*rows, Row(f"loaded by then of {', '.join(MODULES_LATER)}", loaded, "none")]


def clips(stage: Stage, repeats: int) -> list[Row]:
    """All clips of p1-first-steps:1."""
    took: dict[str, list[float]] = {"cold": [], "cached": []}
    count, trouble = 0, ""
    for number in range(repeats):
        for values in took.values():
            answer = worker(stage, "clips", str(stage.folder / f"clips-{number}"))
            values.append(answer["seconds"])
            count, trouble = answer["clips"], trouble or answer["trouble"]
    about = f"{count} clips with the voice's start, median of {repeats}{'; ' + trouble if trouble else ''}"
    goals = {"cold": "<= 2 s", "cached": ""}
    return [
        Row(f"clips of p1-first-steps:1, {n}", f"{statistics.median(v):.2f} s", goals[n], about)
        for n, v in took.items()
    ]


def load() -> str:
    """How busy the machine is: what others do counts too."""
    with contextlib.suppress(OSError):
        return f"{os.getloadavg()[0]:.1f}"
    return "?"


def main() -> None:
    """Everything asked for, in one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="short sessions and few repeats")
    parser.add_argument("--minutes", type=float, default=10.0, help="length of the session (10)")
    parser.add_argument("--only", choices=("sound", "window", "clips"), help="one part")
    parser.add_argument("--worker", nargs="+", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.worker:
        return work(*asked.worker)
    from tests.e2e.stage import Stage, missing

    if lacks := missing():
        sys.exit(lacks)
    minutes, idle_s = (0.5, QUICK_IDLE_S) if asked.quick else (asked.minutes, IDLE_S)
    repeats = 3 if asked.quick else 9
    parts: list[tuple[str, Callable[[Stage], list[Row]]]] = [
        ("window", lambda stage: window(stage, repeats)),
        ("clips", lambda stage: clips(stage, 2 if asked.quick else 5)),
        ("sound", lambda stage: sound(stage, minutes, idle_s, 0)),
        ("sound", lambda stage: sound(stage, min(minutes, 2.0), 1.0, 2)),
    ]
    print("| what | ours | goal | compared with |\n|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory(prefix="bench-run-") as folder, Stage(Path(folder)) as stage:
        for name, part in parts:
            if asked.only in (None, name):
                before = load()
                print("\n".join(row.line() for row in part(stage)), flush=True)
                print(f"{name}: load average {before} before, {load()} after", file=sys.stderr, flush=True)
    return None


def work(what: str, *arguments: str) -> None:
    """In a process of its own."""
    if what == "session":
        work_session(arguments[0], float(arguments[1]), float(arguments[2]))
    elif what == "window":
        work_window(arguments[0] == "ours", float(os.environ["BENCH_BEGUN_S"]))
    else:
        work_clips(Path(arguments[0]))


if __name__ == "__main__":
    main()
