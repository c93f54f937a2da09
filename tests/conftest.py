"""Tests run offscreen unless ``--onscreen`` is given, and never touch the user's own data folder."""

import gc
import os
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
    """Those that wait for a real program come first: several workers then wait at the same time, not one at the end."""
    items.sort(key=lambda item: "e2e" not in item.path.parts)
