"""Tests run offscreen unless ``--onscreen`` is given, and never touch the user's own data folder."""

import gc
import os
import sys
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
    gc.set_threshold(100_000, 50, 50)  # windows leave many objects: looking for them all the time takes a tenth


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of each test's own."""
    home = tmp_path / "home"
    monkeypatch.setenv("BALANCECOACH_HOME", str(home))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("BALANCECOACH_LANGUAGE", "en")  # whatever the machine is set to
    return home


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sessions in real time come first and one after the other: what is listened to needs a processor on time."""
    items.sort(key=lambda item: not _in_real_time(item))
    for item in filter(_in_real_time, items):
        item.add_marker(pytest.mark.xdist_group("in real time"))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Beside other workers, all else leaves the processor to these sessions."""
    if sys.platform != "win32" and "PYTEST_XDIST_WORKER" in os.environ and not _in_real_time(item) and not os.nice(0):
        os.nice(10)


def _in_real_time(item: pytest.Item) -> bool:
    return "e2e" in item.path.parts
