"""For every test of the command line."""

from pathlib import Path

import pytest

from tests.cli.tools import SHORT, Run, runner


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process."""
    return runner(capsys)


@pytest.fixture
def short(tmp_path: Path) -> Path:
    """A short plan's file."""
    path = tmp_path / "short.toml"
    path.write_text(SHORT, encoding="utf-8")
    return path
