"""The real app on a real display: it goes on covered and put away, and follows the display that was chosen for it."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace

from balancecoach.core.events import BlockStarted, CueMissed, GatePassed, Paused, RestartBegun, SessionEnded, Stored
from balancecoach.paths import find_paths
from balancecoach.store.store import Store
from balancecoach.ui.displays import Display
from tests.bus import Bus, Desktop
from tests.e2e.stage import TITLE, Stage, demand, missing, wait_for
from tests.e2e.test_real_session import BOUT, Walk
from tests.fakes import thorough

OTHER = "Something else"
#: Displays of a laptop and a television, side by side.
WHOLE = "2200x900"
LAPTOP, TV = (0, 0, 1200, 900), (1200, 0, 1000, 900)
#: A block begins when the one before it ends; what the record may differ by is rounding.
EXACT_S = 0.01


@contextmanager
def stage_in(folder: Path, size: str = "1366x768", bus: str = "") -> Iterator[Stage]:
    demand(missing())
    with Stage(folder / "stage", sound=False, size=size, bus=bus) as stage:
        yield stage


def count(walk: Walk, kind: type[Stored]) -> int:
    return sum(isinstance(event, kind) for event in walk.events())


def undisturbed(walk: Walk) -> bool:
    """Nobody paused, and every cue was due in time. (There is no sound on this stage, and each says so.)"""
    late = [row for row in walk.events() if isinstance(row, CueMissed) and row.why != "silent"]
    return count(walk, Paused) == 0 and not late


def app_window(stage: Stage) -> str:
    return stage.xdotool("search", "--onlyvisible", "--name", f"^{TITLE}$").split("\n")[0]


def place(stage: Stage, window: str) -> tuple[int, int, int, int]:
    rows = dict(row.split("=") for row in stage.xdotool("getwindowgeometry", "--shell", window).split("\n") if row)
    return int(rows["X"]), int(rows["Y"]), int(rows["WIDTH"]), int(rows["HEIGHT"])


def wait_for_place(stage: Stage, window: str, wanted: tuple[int, int, int, int]) -> None:
    try:
        wait_for(lambda: place(stage, window) == wanted, f"window at {wanted}")
    except TimeoutError:
        pytest.fail(f"the window is at {place(stage, window)}, not at {wanted}")


def open_other(stage: Stage, *arguments: str) -> None:
    stage.start_other(sys.executable, "-m", "tests.e2e.other_window", *arguments)
    wait_for(lambda: stage.xdotool("getactivewindow", "getwindowname") == OTHER, "active window of something else", 30)


def wait_for_end_of_bout(walk: Walk) -> None:
    """The next block begins when it has to, to the hundredth of a second."""
    bout, after = walk.wait_for_event(BlockStarted, BOUT), walk.wait_for_event(BlockStarted, BOUT + 1, 30.0)
    assert after.at_s - bout.at_s == pytest.approx(walk.script.seconds[BOUT], abs=EXACT_S)


@thorough
def test_a_session_goes_on_while_it_is_covered(tmp_path: Path) -> None:
    with stage_in(tmp_path) as stage:
        walk = Walk(stage)
        walk.begin()
        walk.to_the_bout()
        open_other(stage, "full")
        stage.press("x", "space", "Return")  # to the other window: nothing of it is ours
        wait_for_end_of_bout(walk)
        assert undisturbed(walk)


@thorough
def test_a_session_goes_on_while_it_is_put_away_and_the_computer_stays_awake(tmp_path: Path) -> None:
    with Bus() as bus, stage_in(tmp_path, bus=bus.address) as stage:
        desktop = Desktop(bus)
        walk = Walk(stage)
        walk.begin()
        wait_for(lambda: desktop.holders, "one who keeps the computer awake")
        walk.to_the_bout()
        window = app_window(stage)
        stage.xdotool("windowminimize", window)
        wait_for(lambda: not app_window(stage), "window put away")
        wait_for_end_of_bout(walk)
        stage.xdotool("windowactivate", "--sync", window)
        stage.wait_for_window()
        walk.pass_gate(BOUT + 1)
        walk.wait_for_event(SessionEnded)
        wait_for(lambda: not desktop.holders, "end of keeping awake")
        assert count(walk, GatePassed) == BOUT + 1  # each once
        assert undisturbed(walk)
        assert desktop.calls == ["Inhibit", "UnInhibit"]
        desktop.close()


@thorough
def test_the_click_that_comes_back_is_one_press(tmp_path: Path) -> None:
    with stage_in(tmp_path) as stage:
        walk = Walk(stage)
        walk.begin()
        walk.to_the_bout()
        open_other(stage)
        x, y, width, height = place(stage, app_window(stage))
        assert (x, y, width, height) == (0, 0, 1366, 768)
        stage.xdotool("mousemove", str(round(width * 0.72)), str(round(height * 0.93)), "click", "1")  # on Pause
        walk.wait_for_event(Paused)
        stage.wait_for_window()
        seen = time.monotonic()
        wait_for(lambda: time.monotonic() > seen + 1.0, "a second more")
        assert [count(walk, kind) for kind in (Paused, RestartBegun)] == [1, 0]
        stage.press("Return")
        walk.wait_for_event(RestartBegun)
        assert [count(walk, kind) for kind in (Paused, RestartBegun)] == [1, 1]


def monitor(stage: Stage, what: str, name: str, *numbers: int) -> None:
    """Plug a display in or out."""
    process = stage.start_other(sys.executable, "-m", "tests.e2e.monitors", what, name, *map(str, numbers))
    assert process.wait(30) == 0


def test_a_session_follows_the_display_chosen_for_it(tmp_path: Path) -> None:
    with stage_in(tmp_path, WHOLE) as stage:
        monitor(stage, "set", "LAPTOP", *LAPTOP)
        monitor(stage, "set", "TV", *TV)
        stage.xdotool("mousemove", "300", "300")  # new windows open where the mouse is
        with Store.open(find_paths(str(stage.home)), write=True) as store:
            store.keep_preferences(replace(store.preferences(), display=Display("TV").id))
        walk = Walk(stage)
        stage.wait_for_window()
        window = app_window(stage)
        before = place(stage, window)
        assert before[0] + before[2] <= LAPTOP[2]
        walk.begin()
        wait_for_place(stage, window, TV)
        walk.to_the_bout()
        monitor(stage, "delete", "TV")
        wait_for_place(stage, window, LAPTOP)
        monitor(stage, "set", "TV", *TV)  # a loose plug
        wait_for_place(stage, window, TV)
        monitor(stage, "delete", "TV")
        gone = time.monotonic()
        wait_for(lambda: time.monotonic() > gone + 1.0, "a second more")
        wait_for_place(stage, window, LAPTOP)
        monitor(stage, "set", "TV", *TV)
        wait_for_place(stage, window, TV)
        wait_for_end_of_bout(walk)
        walk.pass_gate(BOUT + 1)  # the keyboard is still ours
        walk.wait_for_event(SessionEnded)
        wait_for_place(stage, window, before)
        assert undisturbed(walk)
