"""walk and sessions: a session from a terminal, and what is kept of it."""

import json
import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from balancecoach.clock import DemoClock
from balancecoach.core.periods import Step, periods
from balancecoach.core.plan import Kind, Plan, Surface, Units
from balancecoach.core.progress import counts
from balancecoach.core.script import build_script
from balancecoach.core.session import Session
from balancecoach.core.transitions import State
from balancecoach.headings import step_words
from balancecoach.paths import find_paths
from balancecoach.speech.announcer import Announcer
from balancecoach.store.store import Store
from balancecoach.terminal import Walk
from tests.cli.tools import ROOT, Run, command, program
from tests.fakes import WALL
from tests.ui.stage import Heard, Kept, clips_for, corridor, mill

KEYS = [
    *("id", "plan", "title", "programme", "week", "person", "started", "ended", "outcome"),
    *("planned_s", "planned_backward_s", "walked_s", "backward_s", "forward_s", "backward_m"),
    *("backward_kmh", "forward_kmh", "wobbles", "pauses", "missed_cues", "unreadable_events"),
    *("checkin", "demo", "note"),
    "removed",
]


def sessions(run: Run) -> list[dict[str, Any]]:
    got = run("sessions", "--json")
    assert (got.code, got.err) == (0, "")
    rows = json.loads(got.out)
    assert isinstance(rows, list)
    return rows


def test_nothing_kept_yet(run: Run, own_home: Path) -> None:
    assert sessions(run) == []
    assert run("sessions").out == ""
    assert not own_home.exists(), "looking makes nothing"


def test_a_demonstration_is_walked_kept_and_no_training(run: Run, own_home: Path) -> None:
    got = run("walk", "p1-week1", "--speed", "1000", "--yes")
    assert got.code == 0
    number = got.out.strip()
    assert re.fullmatch(r"[0-9a-f]{32}", number)
    assert got.err.splitlines()[-2:] == [
        "completed: First steps, week 1",
        f"Kept in {own_home / 'sessions.sqlite3'}",
    ]
    (row,) = sessions(run)
    assert list(row) == KEYS
    assert (row["id"], row["plan"], row["outcome"], row["demo"]) == (number, "p1-first-steps-week1", "completed", True)
    assert (row["programme"], row["week"], row["person"]) == ("p1-first-steps", 1, None)
    assert (row["backward_s"], row["forward_s"], row["walked_s"]) == (90, 560, 650)
    assert (row["planned_backward_s"], row["backward_kmh"], row["forward_kmh"]) == (90, [1.0], [0.8, 1.5, 2.0])
    assert (row["wobbles"], row["pauses"], row["missed_cues"], row["checkin"]) == (0, 0, 0, None)
    started, ended = (datetime.fromisoformat(row[key]) for key in ("started", "ended"))
    assert started.utcoffset() is not None
    assert abs(datetime.now(UTC) - started) < timedelta(minutes=1)
    planned = json.loads(run("script", "p1-week1", "--json").out)
    assert (ended - started).total_seconds() == pytest.approx(sum(b["seconds"] for b in planned["blocks"]), abs=0.5)
    with Store.open(find_paths(), write=False) as store:
        summaries = store.summaries()
    assert not any(map(counts, summaries))
    assert periods(summaries, date.today(), Step.WEEK)[-1].sessions == 0
    (line,) = run("sessions").out.splitlines()
    assert line.endswith("First steps, week 1  demo")
    assert "  completed     1.5 min backwards" in line


def test_every_sentence_of_the_script_is_shown_in_order(run: Run) -> None:
    shown = [line[4:].removesuffix("  [no sound]") for line in run(
        "walk", "p1-week1", "--speed", "1000", "--yes"
    ).err.splitlines() if line.startswith("    ")]  # fmt: skip
    planned = [cue["say"] or "5 4 3 2 1" for cue in json.loads(run("script", "p1-week1", "--json").out)["cues"]]
    assert [line for line in shown if not line.endswith("km/h)") and "belt stopped)" not in line] == planned


def test_two_walks_are_listed_oldest_first(run: Run, short: Path) -> None:
    first, second = (run("walk", short, "--speed", "1000", "--yes").out.strip() for _ in range(2))
    assert [row["id"] for row in sessions(run)] == [first, second]


@pytest.mark.parametrize("speed", [[], ["--speed", "20"]])
def test_without_a_keyboard_it_asks_for_yes(speed: list[str], short: Path) -> None:
    told = program("walk", short, *speed).told(2)
    assert "--yes" in told


posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and terminals are POSIX's")


def read_until(source: int, sign: str, limit_s: float = 20.0) -> str:
    """What is printed up to ``sign``."""
    got, deadline = "", time.monotonic() + limit_s
    while sign not in got:
        left_s = deadline - time.monotonic()
        assert left_s > 0 and select.select([source], [], [], left_s)[0], f"{sign!r} did not come: {got}"
        try:
            part = os.read(source, 4096).decode()
        except OSError:  # the other end of a terminal is gone
            part = ""
        assert part, f"it ended before {sign!r}: {got}"
        got += part
    return got


@posix
def test_ctrl_c_stops_and_keeps_the_record(run: Run) -> None:
    with subprocess.Popen(
        command("walk", "p1-week1", "--speed", "60", "--yes"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        read_until(process.stderr.fileno(), "Walk at an easy pace.")
        read_until(process.stderr.fileno(), "\n    ")  # the next sentence: some seconds have been walked
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
        after = process.stderr.read().decode()
        number = process.stdout.read().decode().strip()
    assert "STOPPED" in after
    assert "stopped: First steps, week 1" in after
    assert "Traceback" not in after
    (row,) = sessions(run)
    assert (row["id"], row["outcome"], row["demo"]) == (number, "stopped", True)
    assert 0 < row["forward_s"] < 360
    assert row["backward_s"] == 0
    assert row["ended"] > row["started"]


class Terminal:
    """A real terminal with a program in it; its stdout goes to a pipe."""

    def __init__(self, *arguments: str | Path) -> None:
        import fcntl
        import pty
        import termios

        try:
            self.master, slave = pty.openpty()
        except OSError as error:  # a bare chroot has no /dev/pts
            pytest.skip(f"no terminal can be made here: {error}")
        self.process = subprocess.Popen(
            command(*arguments),
            stdin=slave,
            stdout=subprocess.PIPE,
            stderr=slave,
            cwd=ROOT,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # its own terminal, so that Ctrl-C means it
        )
        os.close(slave)

    def until(self, sign: str) -> str:
        return read_until(self.master, sign)

    def press(self, keys: str) -> None:
        os.write(self.master, keys.encode())

    def press_until(self, keys: str, sign: str) -> None:
        """Again whenever nothing more is shown: a gate may not be open yet."""
        got, deadline = "", time.monotonic() + 20
        while sign not in got:
            assert time.monotonic() < deadline, got
            with suppress(OSError):  # it has ended already
                self.press(keys)
            if select.select([self.master], [], [], 0.3)[0]:
                got += self.until("\n")

    def end(self) -> tuple[int, str]:
        """Exit code and stdout."""
        assert self.process.stdout is not None
        out = self.process.stdout.read().decode()
        return self.process.wait(20), out

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()
        os.close(self.master)


@pytest.fixture
def terminal(short: Path) -> Iterator[Terminal]:
    made = Terminal("walk", short, "--speed", "20")
    yield made
    with suppress(ProcessLookupError):
        made.close()


@posix
def test_a_walk_with_a_real_keyboard(run: Run, terminal: Terminal) -> None:
    assert "Enter passes a step." in terminal.until("Get ready")
    terminal.press("\n")
    terminal.until("Not yet: ")
    terminal.until("Press ready when you are set.")
    terminal.press_until("\n", "Stand still")
    terminal.press("x")
    terminal.until("PAUSED. Stand still. Hold both rails.")
    terminal.press("w")
    terminal.until("wobble noted")
    terminal.press("x")
    terminal.until("Stand still")
    terminal.press("\x1b[A")  # an arrow is one press, not three
    terminal.until("PAUSED.")
    terminal.press("s")
    terminal.until("Press S again")
    terminal.press("s")
    told = terminal.until("Stand still. Hold the rails.  (Steady? Press Enter.)")
    assert "STOPPED." in told
    terminal.press_until("\n", "Turn only with help. Step off, then sit.")
    terminal.press_until("\n", "Sit and rest. Tell someone.")
    terminal.press_until("\n", "stopped: Short")
    code, out = terminal.end()
    assert code == 0
    (row,) = sessions(run)
    assert row["id"] == out.strip()
    assert (row["outcome"], row["demo"], row["wobbles"], row["pauses"]) == ("stopped", True, 1, 2)


class Fingers:
    """A keyboard on which ``decide`` presses keys, "" for none."""

    def __init__(self, decide: Callable[[Session], str]) -> None:
        self.decide = decide
        self.session: Session | None = None

    def wait(self, seconds: float) -> str:
        return self.decide(self.session) if self.session else ""


def walked(plan: Plan, decide: Callable[[Session], str], *, yes: bool = False, call: tuple[str, str] = ("", "")) -> str:
    """What a walk in a terminal printed, from its start to its end."""
    out, keys, script = StringIO(), Fingers(decide), build_script(plan)
    announcer = Announcer(Heard(), clips_for(script.clips()))
    clock = DemoClock(1, WALL)
    walk = Walk(
        *(script, clock, announcer, Kept()),
        keys=keys, yes=yes, demo=True, emergency=call[0], helper=call[1], out=out,
    )  # fmt: skip
    keys.session = walk.session
    walk.run()
    return out.getvalue()


def always_enter(session: Session) -> str:
    """Somebody who presses Enter all the time, but while walking."""
    return "" if session.state is State.TIMED else "\n"


@pytest.mark.parametrize("plan", [mill(), corridor()], ids=["treadmill", "floor"])
@pytest.mark.parametrize("yes", [False, True])
def test_everything_new_is_worded_in_a_terminal(plan: Plan, yes: bool) -> None:
    shown = walked(plan, always_enter if not yes else lambda _session: "", yes=yes)
    assert shown.count("Loosen up  (60 s") == 1
    floor = plan.surface is Surface.FLOOR
    for words in ("Turn round",) if floor else ("Set the slope", "Make it level", "1.6 km/h, slope 1 %"):
        assert words in shown
    if floor:
        assert "Backwards  (3 metres, " in shown
        assert not [word for word in ("belt", "console", "km/h") if word in shown.lower()]


def test_speeds_in_a_terminal_are_those_of_the_console() -> None:
    shown = walked(mill(Units.MPH), always_enter)
    assert "0.9 mph" in shown and "km/h" not in shown


def stops_in(kind: Kind) -> Callable[[Session], str]:
    """Somebody who stops in this kind of block, and presses Enter else."""

    def decide(session: Session) -> str:
        running = session.state is not State.STOPPED
        return "s" if running and session.block.kind is kind else always_enter(session)

    return decide


@pytest.mark.parametrize("plan", [mill(), corridor()], ids=["treadmill", "floor"])
def test_a_stop_prints_the_number_first_and_then_the_way_down(plan: Plan) -> None:
    shown = walked(plan, stops_in(Kind.BACKWARD), call=("112", "Anna"))
    lines = shown[shown.index("STOPPED.") :].splitlines()
    assert lines[1] == "Emergency call: 112  Helper: Anna"
    assert lines[2].startswith("Call emergency help")
    told = [line.partition("  (")[0] for line in lines if line.endswith("Press Enter.)")]
    floor = plan.surface is Surface.FLOOR
    steps = ("settle_floor", "down_floor", "sit") if floor else ("belt", "settle_slope", "down", "sit")
    assert told == [step_words(step).act for step in steps]


def test_a_stop_without_a_number_prints_none() -> None:
    assert "Emergency call" not in walked(mill(), stops_in(Kind.PREPARE))


def test_any_other_key_pauses_loosening_up_and_a_distance() -> None:
    pressed: list[Kind] = []

    def decide(session: Session) -> str:
        block = session.block
        if (block.kind is Kind.LOOSEN or block.distance_m) and block.kind not in pressed:
            pressed.append(block.kind)
            return "x"
        return always_enter(session)

    shown = walked(corridor(), decide)
    assert pressed == [Kind.LOOSEN, Kind.BACKWARD, Kind.FORWARD]
    assert shown.count("PAUSED.\n") == 1
    assert shown.count("PAUSED. Stand still. Hold the rail.") == 2


@posix
def test_page_down_passes_a_gate_and_s_once_does_not_stop(run: Run, terminal: Terminal) -> None:
    terminal.until("Press ready when you are set.")
    terminal.press_until("\x1b[6~", "Stand still")
    terminal.press("s")
    terminal.until("Press S again")
    terminal.press("x")
    terminal.until("completed: Short")
    assert terminal.end()[0] == 0
    assert sessions(run)[0]["outcome"] == "completed"


@posix
def test_the_terminal_is_put_back_as_it_was(terminal: Terminal) -> None:
    import termios

    before = termios.tcgetattr(terminal.master)[3]
    terminal.until("Get ready")
    assert not termios.tcgetattr(terminal.master)[3] & termios.ICANON
    terminal.press("\x03")
    terminal.until("STOPPED.")
    terminal.press_until("\n", "stopped: Short")
    assert terminal.end()[0] == 0
    assert termios.tcgetattr(terminal.master)[3] & (termios.ICANON | termios.ECHO) == before & (
        termios.ICANON | termios.ECHO
    )


def test_a_walk_where_clips_cannot_be_kept_has_its_voice(short: Path, own_home: Path) -> None:
    """The real thing, in real time, for its first second."""
    own_home.mkdir()
    (own_home / "cache").write_text("in the way")
    with subprocess.Popen(
        command("walk", short, "--yes"), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        got = read_until(process.stderr.fileno(), "Welcome.")
        process.send_signal(signal.SIGINT)
        process.kill()
    assert "No voice: " not in got
    assert "Get ready" in got
