"""Tests run offscreen unless ``--onscreen`` is given, and never touch the user's own data folder."""

import os
from contextlib import suppress
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--onscreen``: watch the windows."""
    parser.addoption("--onscreen", action="store_true", help="show the windows instead of drawing them offscreen")


def pytest_configure(config: pytest.Config) -> None:
    """Before Qt is imported."""
    if not config.getoption("--onscreen"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["SDL_AUDIODRIVER"] = "dummy"


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of each test's own."""
    home = tmp_path / "home"
    monkeypatch.setenv("BALANCECOACH_HOME", str(home))
    monkeypatch.setenv("HOME", str(tmp_path))
    return home


#: Where tests take longest: their turn is first, so that at the end no worker is left alone with one of them.
SLOW = {"ui", "cli", "faults"}
#: How far others stand back for a test that a person's seconds are measured in (the system's "nice").
BACK = 10


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those that wait for a real program hardly use the processor: they are spread among those that do."""
    waiting = [item for item in items if "e2e" in item.path.parts]
    others = [item for item in items if "e2e" not in item.path.parts]
    others.sort(key=lambda item: not SLOW & set(item.path.parts))
    slow = sum(bool(SLOW & set(item.path.parts)) for item in others)
    step = max(1, slow // (len(waiting) + 1))
    items[:] = []
    for number, item in enumerate(others):
        if waiting and number % step == 0:
            items.append(waiting.pop(0))
        items.append(item)
    items += waiting


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A real program keeps its times though other tests run beside it; where the system lets us."""
    with suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, 0, 0 if "e2e" in item.path.parts else BACK)
