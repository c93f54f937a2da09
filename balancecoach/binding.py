"""How PySide6 is loaded: without reading the source of every module that is imported after it."""

import sys
from typing import Any

from PySide6 import QtCore  # noqa: F401  # loads what is changed here


def spare_sources() -> None:
    """Once, before the window's modules are imported.

    PySide6 looks for its own name in the source of each, for the sake of ``__feature__``, which nothing here uses; and
    Python keeps every line that was read: time and memory of every start (docs/performance.md).
    A frozen program has no sources, so there the answer has always been no.
    """
    hook: Any = sys.modules.get("shibokensupport.feature")
    if hasattr(hook, "_mod_uses_pyside"):
        hook._mod_uses_pyside = lambda _module: False
