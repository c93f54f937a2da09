"""Something beside a screen's own work: a bug of ours in it ends like one in a slot, and the screen goes on."""

import sys
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def apart(what: Callable[[], T], otherwise: T) -> T:
    """What it gives; ``otherwise`` when it went wrong, which is told where all bugs are told."""
    try:
        return what()
    except Exception as error:
        sys.excepthook(type(error), error, error.__traceback__)
        return otherwise
