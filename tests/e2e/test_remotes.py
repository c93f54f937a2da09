"""A whole session, from Today to the saved check-in, with only a clicker, only a pedal, or only Tab and Enter.

Real windows and real key presses (xdotool), real time; the three stand side by side on displays of their own. Every
session is paused once by a press while somebody walks, and carried on.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from balancecoach.core.allowed import statements
from balancecoach.core.events import (
    BlockStarted,
    CheckedIn,
    GatePassed,
    Outcome,
    Paused,
    Resumed,
    SessionEnded,
    SessionStarted,
    Stored,
)
from balancecoach.core.programme import Setting
from balancecoach.paths import find_paths
from balancecoach.plans.files import load_plan
from balancecoach.store.store import Store
from tests.e2e.stage import Stage, demand, missing, set_up, wait_for
from tests.fakes import thorough

PLAN_FILE = Path(__file__).with_name("remotes.toml")
PLAN = load_plan(PLAN_FILE)
WALK, DISTANCE = 1, 2  # blocks
LINES = len(statements(PLAN.surface, Setting.HOME, helper=True))

Event = TypeVar("Event", bound=Stored)


@dataclass(frozen=True)
class Way:
    """Keys by their X names. ``tick``: a line of the daily check, ``walking``: pressed while somebody walks."""

    name: str
    start: tuple[str, ...]
    tick: tuple[str, ...]
    reach: tuple[str, ...]  # to the button that goes on, where one has to go there
    go: tuple[str, ...]
    walking: tuple[str, ...]
    resume: tuple[str, ...]
    answer: tuple[str, ...]  # a question of the check-in, and at last "Save"


WAYS = (
    Way("clicker", ("Next",), ("Next",), (), ("Next",), ("Prior",), ("Next",), ("Next",)),
    Way("pedal", ("space",), ("Return",), (), ("space",), ("space",), ("space",), ("Return",)),
    Way("tab", ("Return",), ("Return",), ("Tab",), ("Return",), ("Tab",), ("Tab", "Return"), ("Return",)),
)


class Session:
    """One person at one stage; only the keys of ``way`` are pressed."""

    def __init__(self, stage: Stage, way: Way) -> None:
        self.stage, self.way = stage, way
        self.paths = find_paths(str(stage.home))

    def events(self) -> tuple[Stored, ...]:
        with Store.open(self.paths, write=False) as store:
            ids = store.session_ids()
            return store.events(ids[0]) if ids else ()

    def find(self, kind: type[Event], index: int | None = None) -> Event | None:
        """In the record, of that block."""
        rows = [row for row in self.events() if isinstance(row, kind)]
        return next((row for row in rows if index is None or getattr(row, "index", None) == index), None)

    def wait(self, kind: type[Event], index: int | None = None, deadline_s: float = 30.0) -> Event:
        """Until it is there."""
        words = f"{kind.__name__} {'' if index is None else index} ({self.way.name})"
        return wait_for(lambda: self.find(kind, index), words, deadline_s, 0.1)

    def pass_gate(self, index: int) -> None:
        """As somebody does who is told "not yet": again after a while."""
        for _ in range(30):
            self.stage.press(*self.way.go)
            with suppress(TimeoutError):
                self.wait(GatePassed, index, 2.0)
                return
        raise TimeoutError(f"gate {index} does not open ({self.way.name})")

    def begin(self) -> None:
        """From Today through the daily check."""
        way, stage = self.way, self.stage
        stage.wait_for_window()
        wait_for(lambda: len(list(self.paths.clips.glob("*.wav"))) > 5, "clips: the whole window is made", 30.0)
        for keys in (way.start, *(way.tick,) * LINES, way.tick):
            stage.press(*keys)
        self.wait(SessionStarted)

    def walk(self) -> None:
        """To the record."""
        way, stage = self.way, self.stage
        if way.reach:
            stage.press(*way.reach)
        self.pass_gate(0)
        self.wait(BlockStarted, WALK)
        stage.press(*way.walking)
        self.wait(Paused)
        paused_s = time.monotonic()
        wait_for(lambda: time.monotonic() > paused_s + 0.5, "time: a press too soon would be a bounce")
        stage.press(*way.resume)
        self.wait(Resumed)
        self.wait(BlockStarted, DISTANCE)
        self.pass_gate(DISTANCE)  # Tab would pause: Enter is enough
        self.wait(SessionEnded)
        for _ in range(4):
            stage.press(*way.answer)
        self.wait(CheckedIn)


@thorough
def test_a_whole_session_with_only_one_device(tmp_path: Path) -> None:
    demand(missing())
    with ThreadPoolExecutor(len(WAYS)) as pool:
        walks = {way.name: pool.submit(_walk, tmp_path / way.name, way) for way in WAYS}
        done = {name: walk.result() for name, walk in walks.items()}
    for name, events in done.items():
        _check(name, events)


def _walk(folder: Path, way: Way) -> tuple[Stored, ...]:
    with Stage(folder, sound=False) as stage:
        set_up(stage)
        app = stage.start_app("--plan", str(PLAN_FILE))
        session = Session(stage, way)
        session.begin()
        session.walk()
        stage.press("alt+F4")
        assert app.wait(15) == 0, way.name
        assert (folder / "app.log").read_text() == "", way.name
        return session.events()


def _check(name: str, events: tuple[Stored, ...]) -> None:
    def of(kind: type[Event]) -> list[Event]:
        return [event for event in events if isinstance(event, kind)]

    assert [event.index for event in of(BlockStarted)] == [0, 1, 2, 3], name
    assert [event.index for event in of(GatePassed)] == [0, DISTANCE], f"{name}: each gate once"
    assert len(of(Paused)) == len(of(Resumed)) == 1, f"{name}: one press pauses, one carries on"
    assert [event.outcome for event in of(SessionEnded)] == [Outcome.COMPLETED], name
    (answers,) = of(CheckedIn)
    assert answers.effort == 0 and answers.stumbles == "none" and answers.pain == "no", name
