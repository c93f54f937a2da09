"""The real app through the ears of a screen reader: the tree, the order of Tab, and what is told during a session.

Real window, real accessibility bus, real keys; ``tests/ui/test_accessible.py`` looks at every other screen.
"""

import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from balancecoach.core.allowed import statements
from balancecoach.core.events import BlockStarted, GatePassed, SessionStarted, Stored
from balancecoach.core.programme import Setting
from balancecoach.paths import find_paths
from balancecoach.plans.files import load_plan
from balancecoach.store.store import Store
from tests.e2e import atspi
from tests.e2e.atspi import Node, ReaderStage
from tests.e2e.stage import demand, missing, set_up, wait_for
from tests.fakes import thorough

PLAN_FILE = Path(__file__).with_name("short.toml")
PLAN = load_plan(PLAN_FILE)
BOUT = 2
#: Read by name, though nothing can be done with them: a screen whose keys do all, a heading.
READ = frozenset({"panel", "label"})
#: Places that differ by fewer pixels are in one row.
ROW = 12
#: Pixels from the left: what lies there is in the sidebar.
SIDEBAR = 200


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[ReaderStage]:
    demand(missing() or ("" if atspi.LAUNCHER.exists() else "not installed: at-spi2-core"))
    with ReaderStage(tmp_path / "stage") as made:
        set_up(made)
        made.start_app("--plan", str(PLAN_FILE))
        made.wait_for_window()
        made.reader.find_app()
        wait_for(lambda: named(made, "Start"), "Start button", 15.0)
        yield made
        errors = (made.folder / "app.log").read_text().splitlines()
        assert not [line for line in errors if "Received text event for invalid interface" not in line]


def named(stage: ReaderStage, words: str) -> list[Node]:
    """What is seen and has a name that begins like that."""
    return [node for node in stage.reader.walk() if node.name.startswith(words)]


def click(stage: ReaderStage, words: str) -> None:
    """Press what has this name with the mouse, in its middle."""
    (node, *_) = wait_for(lambda: [n for n in named(stage, words) if n.role in atspi.CONTROLS], words)
    left, top, wide, high = node.place
    command = ["xdotool", "mousemove", str(left + wide // 2), str(top + high // 2), "click", "1"]
    subprocess.run(command, env=stage.env, timeout=10, check=True)


def open_page(stage: ReaderStage, page: str, sign: str) -> tuple[Node, ...]:
    """Choose a page in the sidebar; wait for its ``sign``."""
    click(stage, page)
    wait_for(lambda: [node for node in named(stage, sign) if node.place[0] > 200], f"{sign!r} on {page}")
    return stage.reader.walk()


def faults(found: tuple[Node, ...]) -> list[str]:
    """What a person would stumble over, in words."""
    controls = [node for node in found if "focusable" in node.states or node.role in atspi.CONTROLS]
    controls = [node for node in controls if node.role not in ("table", "list")]
    said = [f"a {node.role} without a name at {node.place}" for node in controls if not node.name.strip()]
    said += [
        f"{node.name!r} is a {node.role}"
        for node in controls
        if node.role not in atspi.CONTROLS | READ | {"table cell", "list item"}
    ]
    said += [f"{node.name!r} is off without saying so" for node in controls if not node.states & {"enabled", "showing"}]
    said += [
        f"{node.name!r} cannot be checked"
        for node in controls
        if node.role == "radio button" and "checkable" not in node.states
    ]
    names = Counter(node.name for node in controls if node.role not in READ | {"table cell", "list item"})
    return said + [f"{number} times {name!r}" for name, number in names.items() if number > 1]


def focus(stage: ReaderStage) -> Node:
    """What has the keyboard; there is always something."""
    return wait_for(stage.reader.focused, "thing with the keyboard", 5.0)


Step = tuple[Node, Node]  # where the keyboard was and where it is, both as they lie then: a page scrolls on the way


def tab_round(stage: ReaderStage, key: str = "Tab", most: int = 120) -> list[Step]:
    """Press a key until the keyboard is where it was; each step of the way."""
    first = focus(stage)
    way: list[Step] = []
    before = first.path
    for _ in range(most):
        stage.press(key)
        wait_for(lambda before=before: focus(stage).path != before, f"other place after {before}", 5.0)  # type: ignore[misc]
        now = focus(stage).path
        way.append((stage.reader.node(before), stage.reader.node(now)))
        if now == first.path:
            return way
        before = now
    raise AssertionError(f"{key} never comes back to {first.name!r}: {[node.name for node, _ in way]}")


def out_of_order(way: list[Step]) -> list[str]:
    """Steps that go up, or left in a line. The sidebar is a column of its own, and between the two is the way round."""
    bad = []
    for one, other in way:
        same_column = (one.place[0] < SIDEBAR) == (other.place[0] < SIDEBAR)
        up = other.place[1] < one.place[1] - ROW
        left = abs(other.place[1] - one.place[1]) <= ROW and other.place[0] < one.place[0]
        if same_column and (up or left):
            bad.append(f"from {one.name!r} {one.place} to {other.name!r} {other.place}")
    round_ = 0 if any(one.place[0] < SIDEBAR for one, _ in way) else 1  # from the last one back to the first
    return bad if len(bad) > round_ else []


def test_every_page_is_named_and_in_order(stage: ReaderStage) -> None:
    said: list[str] = []
    for page, sign in (
        ("Today", "Start"),
        ("Progress", "Progress"),
        ("People", "Details"),
        ("Settings", "Colours"),
        ("Help", "Search the guides"),
        ("Plans", "New plan"),
    ):
        found = open_page(stage, page, sign)
        said += [f"{page}: {fault}" for fault in faults(found)]
        there = tab_round(stage)
        said += [f"{page}: {fault}" for fault in out_of_order(there)]
        back = tab_round(stage, "shift+Tab")
        assert [node.path for _, node in back] == [node.path for node, _ in reversed(there)], page
        nameless = [node for node, _ in there if not node.name.strip()]
        assert not nameless, page
    assert not said, "\n".join(said)


def test_the_daily_check_is_named_and_in_order(stage: ReaderStage) -> None:
    stage.press("Return")
    wait_for(lambda: named(stage, "I feel well"), "daily check")
    found = stage.reader.walk()
    assert not faults(found)
    boxes = [node for node in found if node.role == "check box"]
    assert len(boxes) == len(statements(PLAN.surface, Setting.HOME, helper=True))
    assert focus(stage).path == boxes[0].path
    stage.press("space")
    wait_for(lambda: "checked" in stage.reader.node(boxes[0].path, 2).states, "check mark that a reader can tell")
    assert not out_of_order(tab_round(stage))


# -- a session -----------------------------------------------------------------------------------------------------
class Walk:
    """One session of ``PLAN``: keys go in; what the reader hears and what is on record come out."""

    def __init__(self, stage: ReaderStage) -> None:
        self.stage, self.told = stage, list[str]()
        self.paths = find_paths(str(stage.home))

    def begin(self) -> None:
        """From Today to the first block."""
        self.stage.press("Return")
        wait_for(lambda: named(self.stage, "I feel well"), "daily check")
        self.stage.reader.events()
        lines = statements(PLAN.surface, Setting.HOME, helper=True)
        self.stage.press(*(str(number) for number, _ in enumerate(lines, 1)), "Return", "Return")
        wait_for(lambda: [row for row in self.events() if isinstance(row, SessionStarted)], "session", 20.0)

    def events(self) -> tuple[Stored, ...]:
        """Of the session, from the record."""
        with Store.open(self.paths, write=False) as store:
            ids = store.session_ids()
            return store.events(ids[0]) if ids else ()

    def listen(self) -> None:
        """Take what was heard since."""
        self.told += [row.value for row in self.stage.reader.events(0.2) if row.name == "Announcement"]

    def listened(self) -> int:
        """How many announcements there were, with what was heard since."""
        self.listen()
        return len(self.told)

    def wait_for_block(self, index: int) -> None:
        """Until it has begun."""
        rows = lambda: [r for r in self.events() if isinstance(r, BlockStarted) and r.index == index]  # noqa: E731
        wait_for(rows, f"block {index}", 60.0)

    def pass_gate(self, index: int) -> None:
        """Enter, as soon as it helps."""
        self.wait_for_block(index)
        wait_for(lambda: named(self.stage, "Press Enter"), f"open gate {index}", 60.0, 0.3)
        self.stage.press("Return")
        wait_for(lambda: [r for r in self.events() if isinstance(r, GatePassed) and r.index == index], "gate passed")


@thorough
def test_a_session_is_followed_by_ear(stage: ReaderStage) -> None:
    walk = Walk(stage)
    walk.begin()
    walk.listen()
    at_gate = stage.reader.walk()
    assert not faults(at_gate)
    assert focus(stage).name == "Session"
    buttons = {node.name: node.description for node in at_gate if node.role in atspi.CONTROLS}
    assert buttons["Stop"] == "Key: S, twice"
    for index in range(BOUT):
        walk.pass_gate(index)
    walk.wait_for_block(BOUT)
    walk.listen()
    assert len(walk.told) == BOUT + 1, walk.told
    assert walk.told[-1].startswith("Backwards. ")
    _time_passes_in_silence(stage)
    stage.press("t")
    wait_for(lambda: walk.listened() > BOUT + 1, "time left, told", 5.0)
    assert walk.told[-1].startswith("Backwards: ") and " left. In all " in walk.told[-1]
    stage.press("p")
    wait_for(lambda: walk.listened() > BOUT + 2, "pause, told", 5.0)
    assert walk.told[-1] == "Paused. Stop the belt. Hold the rails."
    paused = stage.reader.walk()
    assert not faults(paused)
    assert [node for node in paused if node.name == "PAUSED"], "and found, not only told"
    stage.press("s")
    asked_s = time.monotonic()
    wait_for(lambda: named(stage, "Press again") and time.monotonic() > asked_s + 0.5, "question before the stop")
    stage.press("s")
    wait_for(lambda: walk.listened() > BOUT + 3, "stop, told", 5.0)
    assert walk.told[-1].startswith("Stopped. ")
    assert not faults(stage.reader.walk())
    assert len(walk.told) == BOUT + 4, "each change once, and one answer"


def test_a_session_to_its_end_tells_each_change_once_and_the_check_in_is_in_order(stage: ReaderStage) -> None:
    walk = Walk(stage)
    walk.begin()
    for index in range(BOUT):
        walk.pass_gate(index)
    walk.pass_gate(BOUT + 1)
    wait_for(lambda: named(stage, "1. How hard was it? 0"), "check-in")
    walk.listen()
    begun = [row for row in walk.events() if isinstance(row, BlockStarted)]
    assert len(walk.told) == len(begun) + 1, walk.told
    assert walk.told[-1] == "The session is over."
    assert not faults(stage.reader.walk())
    assert focus(stage).name == "1. How hard was it? 0"
    assert not out_of_order(tab_round(stage))


def _time_passes_in_silence(stage: ReaderStage) -> None:
    """The digits change each second: found when asked for, never told."""
    stage.reader.events(0.5)
    (timer,) = [node for node in stage.reader.walk() if node.role == "label" and node.name.endswith("seconds left")]
    names = set()
    until = time.monotonic() + 4.0
    while time.monotonic() < until:
        names.add(stage.reader.text(timer.path, "Name"))
        time.sleep(0.2)
    assert len(names) >= 3, names
    heard = [row for row in stage.reader.events() if row.path == timer.path or row.name == "Announcement"]
    assert heard == []
