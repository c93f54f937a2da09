"""Colours are the one thing that windows share: every test begins with paper."""

import pytest

from balancecoach.ui.palette import PAPER, use


@pytest.fixture(autouse=True)
def paper() -> None:
    """The default theme."""
    use(PAPER)
