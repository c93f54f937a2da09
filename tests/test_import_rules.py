"""Who may import whom, read from the source: nothing is imported to find out.

``ALLOWED`` is design section 3 as a table. When a rule is in the way, move the code to where it belongs; when the rule
is wrong, change the table and ``docs/architecture.md`` together and say why in the commit.
"""

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "balancecoach"
NAME = "balancecoach"
#: Fewer edges than this means that the scan looked in the wrong place, not that the package is tidy.
FEWEST_EDGES, FEWEST_FILES = 250, 40

#: A folder or a file at the top of the package -> the others it may use. Each may use itself.
ALLOWED: dict[str, frozenset[str]] = {
    layer: frozenset(others.split())
    for layer, others in {
        "core": "",
        "errors": "",
        "keys": "",
        "display": "",
        "binding": "",
        "awake": "",
        "mpris": "",
        "paths": "errors",
        "whole_file": "core errors",
        "one_window": "paths",
        "scrub": "",
        "integrate": "errors paths",
        "log": "errors log_pages paths scrub",
        "log_pages": "",
        "clock": "core",
        "headings": "core",
        "guides": "core paths",
        "languages": "core paths",
        "plans": "core errors paths whole_file",
        "store": "core errors paths",
        "exchange": "core errors paths store",
        "reports": "core errors headings paths whole_file",
        "speech": "core errors paths",
        "past": "core headings",
        "ui": "core headings past whole_file",
        "pin": "core errors",
        "locked": "",
        "parcel": "core errors locked whole_file",
        "carrying": "core errors exchange parcel store",
        "day": "clock core errors plans store",
        "conductor": "core clock speech",
        "record": "core errors store",
        "runner": "core clock conductor",
        "aloud": "core speech",
        "voicing": "aloud core speech",
        "sound_file": "core errors reports speech",
        "terminal": "core clock conductor headings keys speech",
        "doctor": "core display errors paths speech store __init__",
        "bundle": "core doctor errors log paths scrub store whole_file",
        "commands": "bundle carrying clock conductor core day doctor errors exchange exports integrate keys past paths"
        " pin plans record reports sound_file speech store terminal __init__",
        "desks": "awake carrying clock conductor core day errors exchange exports guides headings languages parcel past"
        " pin plans record reports runner scrub sound_file speech store ui voicing __init__",
        "exports": "core errors exchange paths plans reports store whole_file __init__",
        "opening": "core desks errors paths store ui",
        "app": "awake clock core day desks errors languages log mpris one_window opening paths plans speech store ui"
        " voicing",
        "cli": "app binding commands display errors languages paths __init__",
        "__main__": "cli app speech errors __init__",
        "__init__": "",
    }.items()
}
#: These may use ``app``, and only inside a function: a command without a window must not load Qt.
STARTERS = frozenset({"cli", "__main__"})

#: All the core may use of the standard library: nothing that reads a clock, a file, the machine, or chance.
PURE = frozenset(
    {"__future__", "abc", "bisect", "collections", "contextlib", "datetime", "enum", "fractions"}
    | {
        "functools",
        "gettext",
        "heapq",
        "itertools",
        "math",
        "operator",
        "re",
        "statistics",
        "string",
        "types",
        "unicodedata",
        "typing",
    }
)
#: Calls that read a clock or the world though their module is allowed.
IMPURE_CALLS = frozenset(
    {"now", "today", "utcnow", "fromtimestamp", "open", "input", "print", "exec", "eval", "__import__"}
)

#: A foreign library (or a part of the standard one) -> the only files (or folders, with a slash) that may import it.
ONLY_IN: dict[str, tuple[str, ...]] = {
    "pyttsx3": ("speech/child.py",),
    "espeakng_loader": ("speech/child.py",),
    "pygame": ("speech/sdl.py",),
    "pyloudnorm": ("speech/levels.py",),
    "scipy": (),
    "soundfile": ("reports/sound_writer.py",),
    "mutagen": ("reports/sound_tags.py",),
    "miniaudio": ("speech/player.py",),
    "pyqtgraph": ("ui/charts.py",),
    "numpy": ("ui/charts.py", "speech/", "reports/"),
    "appdirs": ("paths.py",),
    "msgspec": ("plans/", "store/"),  # but VALUES
    "dataclasses": (),  # docs/adr/0012-values.md
    "filelock": ("store/",),
    "sqlite3": ("store/",),
    "fhir": ("reports/fhir.py",),
    "icalendar": ("reports/calendar_file.py",),
    "babel": (),  # only to collect words and to test: packaging/
    "pydantic": (),
    "tomllib": ("plans/",),
    "tomli_w": ("plans/",),
    "argon2": ("pin.py",),
    "pyrage": ("locked.py",),
    "wakepy": ("awake.py",),
    "jeepney": ("mpris.py",),
    "PySide6": (
        "ui/",
        "desks/",
        "runner.py",
        "aloud.py",
        "voicing.py",
        "app.py",
        "binding.py",
        "opening.py",
        "one_window.py",
        "reports/paper/",
        "commands/report.py",
    ),
    "pypdf": ("reports/paper/tags.py",),
    "time": ("clock.py", "keys.py", "speech/"),
    "random": (),
    "requests": (),
    "urllib": (),
    "socket": (),
    "http": (),
    "ssl": (),
    "asyncio": (),
    "PyQt5": (),
    "PyQt6": (),
}
#: Of msgspec, what every file may use: values are made of it (docs/adr/0012-values.md), and it reads nothing.
VALUES = frozenset({"msgspec.Struct", "msgspec.field", "msgspec.structs"})
#: Of PySide6, the runner needs only the core.
RUNNER_QT = frozenset({"PySide6.QtCore"})
#: Never at the top of a module but here: they are slow to load, and most commands do without.
LAZY = {
    "numpy": ("ui/charts.py", "speech/levels.py", "speech/peaks.py"),  # in the voice child alone
    "pyqtgraph": ("ui/charts.py",),
    "pygame": (),
    "pyttsx3": (),
    "pyloudnorm": (),
    "soundfile": (),
    "mutagen": (),
    "appdirs": (),
    "argon2": (),
    "pyrage": (),
    "wakepy": (),
    "jeepney": (),
    "pypdf": (),
    "fhir": (),
    "icalendar": (),
}


@dataclass(frozen=True)
class Edge:
    """One import: from a file to a module. ``lazy``: inside a function, or for the type checker only."""

    file: str
    line: int
    module: str
    lazy: bool

    @property
    def layer(self) -> str:
        """The folder or top file that imports."""
        return layer_of(self.file.removesuffix(".py"), "/")

    @property
    def target(self) -> str | None:
        """The folder or top file of ours that is imported, if it is ours."""
        if self.module == NAME:
            return "__init__"
        return layer_of(self.module.removeprefix(f"{NAME}."), ".") if self.module.startswith(f"{NAME}.") else None

    @property
    def top(self) -> str:
        """The library."""
        return self.module.partition(".")[0]


def layer_of(path: str, separator: str) -> str:
    """First part of a path inside the package."""
    return path.partition(separator)[0]


def is_for_the_type_checker(node: ast.stmt) -> bool:
    """``if TYPE_CHECKING:``"""
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)


def imports(file: str, source: str) -> Iterator[Edge]:
    """All imports of a file, wherever they stand. A name taken from our package counts as the module it is."""
    yield from _imports(file, ast.parse(source).body, lazy=False)


def _imports(file: str, body: list[ast.stmt], lazy: bool) -> Iterator[Edge]:
    for node in body:
        if isinstance(node, ast.Import):
            yield from (Edge(file, node.lineno, alias.name, lazy) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = absolute(file, node)
            for name in dict.fromkeys(module_named(base, alias.name) for alias in node.names):
                yield Edge(file, node.lineno, name, lazy)
        inside = lazy or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or is_for_the_type_checker(node)
        for part in ("body", "orelse", "finalbody"):
            yield from _imports(file, getattr(node, part, []), inside)
        for handler in (*getattr(node, "handlers", ()), *getattr(node, "cases", ())):
            yield from _imports(file, handler.body, inside)


def absolute(file: str, node: ast.ImportFrom) -> str:
    """The module of a ``from`` import, also of a relative one."""
    if not node.level:
        return node.module or ""
    folders = [NAME, *file.split("/")[:-1]]
    return ".".join([*folders[: len(folders) - node.level + 1], *([node.module] if node.module else [])])


def module_named(base: str, name: str) -> str:
    """``from balancecoach import clock`` imports a module; ``from balancecoach.clock import Clock`` a name in one."""
    if base != NAME and not base.startswith(f"{NAME}."):
        return f"{base}.{name}" if base in ("PySide6", "importlib", "msgspec") else base
    path = PACKAGE.joinpath(*base.split(".")[1:], name)
    return f"{base}.{name}" if path.is_dir() or path.with_suffix(".py").is_file() else base


def wrong_layer(edge: Edge) -> str | None:
    """Ours importing ours."""
    target = edge.target
    if target is None or target == edge.layer or edge.layer not in ALLOWED or target in ALLOWED[edge.layer]:
        if target == "app" and edge.layer in STARTERS and not edge.lazy:
            return "import app inside the function that opens the window; other commands must not load Qt"
        return None
    if target == "app":
        return "only __main__ and cli may import app; let app pass in what this file needs"
    allowed = ", ".join(sorted(ALLOWED[edge.layer] - {"__init__"})) or "nothing of ours"
    return f"{edge.layer} may use {allowed}; let app.py (or desk.py) pass in what it needs from {target}, or move it"


def wrong_library(edge: Edge) -> str | None:
    """Ours importing a foreign library, or an impure part of the standard one."""
    if edge.target is not None or edge.module in VALUES:
        return None
    if edge.layer == "core":
        return None if edge.top in PURE else "core is pure: take time, files and chance as arguments from the caller"
    places = ONLY_IN.get(edge.top)
    if places is not None and not any(edge.file == p or (p.endswith("/") and edge.file.startswith(p)) for p in places):
        where = " or ".join(places) or "no file"
        return f"{edge.top} belongs in {where}; call what that file offers instead"
    if edge.layer == "runner" and edge.top == "PySide6" and edge.module not in RUNNER_QT:
        return "the runner needs QtCore only; widgets belong in ui/"
    if not edge.lazy and edge.top in LAZY and edge.file not in LAZY[edge.top]:
        return f"{edge.top} is slow to load: import it inside the function that uses it"
    return None


def wrong_call(node: ast.Call) -> str | None:
    """The core reading a clock or the world."""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    return f"{name}() reads a clock or the world: take the value as an argument" if name in IMPURE_CALLS else None


def sources() -> dict[str, str]:
    """Path inside the package -> text, of every file."""
    return {path.relative_to(PACKAGE).as_posix(): path.read_text("utf-8") for path in sorted(PACKAGE.rglob("*.py"))}


def told(edge: Edge, fix: str) -> str:
    """One line that an editor can jump to."""
    return f"{NAME}/{edge.file}:{edge.line}: imports {edge.module}. Fix: {fix}."


@pytest.fixture(scope="module")
def edges() -> list[Edge]:
    """Every import of the package."""
    return [edge for file, text in sources().items() for edge in imports(file, text)]


def test_enough_was_scanned(edges: list[Edge]) -> None:
    assert len(sources()) >= FEWEST_FILES, f"only {len(sources())} files below {PACKAGE}: has the package moved?"
    assert len(edges) >= FEWEST_EDGES, f"only {len(edges)} imports found: does the scan still see them?"
    ours = Counter(edge.layer for edge in edges if edge.target)
    for layer in ("core", "plans", "store", "speech", "ui", "reports"):
        assert ours[layer] >= 2, f"no imports found in {layer}: does the scan still see it?"


def test_every_folder_and_file_has_a_rule() -> None:
    unknown = {layer_of(file.removesuffix(".py"), "/") for file in sources()} - set(ALLOWED)
    assert not unknown, f"no rule for {sorted(unknown)}. Fix: say in ALLOWED what each may import."


def test_layers_import_only_what_they_may(edges: list[Edge]) -> None:
    wrong = [told(edge, fix) for edge in edges if (fix := wrong_layer(edge))]
    assert not wrong, "\n" + "\n".join(wrong)


def test_libraries_stay_in_their_place(edges: list[Edge]) -> None:
    wrong = [told(edge, fix) for edge in edges if (fix := wrong_library(edge))]
    assert not wrong, "\n" + "\n".join(wrong)


def test_the_core_reads_no_clock_and_no_file() -> None:
    wrong = [
        f"{NAME}/{file}:{node.lineno}: {fix}."
        for file, text in sources().items()
        if file.startswith("core/")
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and (fix := wrong_call(node))
    ]
    assert not wrong, "\n" + "\n".join(wrong)


def test_layers_do_not_go_in_circles() -> None:
    """The table itself: whoever is used never uses back."""
    done: set[str] = set()
    for _ in ALLOWED:
        done |= {layer for layer, others in ALLOWED.items() if others <= done}
    assert done == set(ALLOWED), f"these use each other in a circle: {sorted(set(ALLOWED) - done)}"


# -- the scan itself -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("file", "source", "fix"),
    [
        ("core/plan.py", "import time", "core is pure"),
        ("core/plan.py", "def f():\n    import random", "core is pure"),
        ("core/plan.py", "from pathlib import Path", "core is pure"),
        ("core/plan.py", "import os.path", "core is pure"),
        ("core/plan.py", "from PySide6.QtCore import Qt", "core is pure"),
        ("core/plan.py", "from balancecoach.store.store import Store", "core may use nothing of ours"),
        ("core/plan.py", "from ..clock import Clock", "core may use nothing of ours"),
        ("core/plan.py", "from .. import clock", "core may use nothing of ours"),
        ("core/plan.py", "from balancecoach import clock", "core may use nothing of ours"),
        ("ui/today.py", "from balancecoach.speech.player import Player", "ui may use core"),
        ("ui/today.py", "import balancecoach.runner", "ui may use core"),
        ("ui/today.py", "if True:\n    try:\n        import balancecoach.app\n    finally:\n        pass", "only __"),
        ("ui/today.py", "import pyqtgraph", "belongs in ui/charts.py"),
        ("ui/today.py", "import numpy as np", "numpy belongs in"),
        ("ui/today.py", "import time", "belongs in clock.py"),
        ("speech/voice.py", "def f():\n    import pyttsx3", "belongs in speech/child.py"),
        ("speech/child.py", "import pyttsx3", "inside the function"),
        ("speech/clips.py", "import numpy", "inside the function"),
        ("speech/voice.py", "from PySide6.QtCore import QObject", "belongs in ui/"),
        ("cli.py", "from balancecoach.app import run_window", "inside the function"),
        ("cli.py", "import PySide6.QtCore", "belongs in ui/"),
        ("commands.py", "def f():\n    from balancecoach.app import run_window", "only __main__ and cli"),
        ("core/plan.py", "from msgspec import json", "core is pure"),
        ("ui/today.py", "import msgspec", "belongs in plans/ or store/"),
        ("ui/today.py", "from dataclasses import dataclass", "dataclasses belongs in no file"),
        ("store/store.py", "import appdirs", "belongs in paths.py"),
        ("store/store.py", "from balancecoach.plans.files import load_plan", "store may use core"),
        ("plans/files.py", "import sqlite3", "belongs in store/"),
        ("paths.py", "import appdirs", "inside the function"),
        ("runner.py", "from PySide6.QtWidgets import QWidget", "QtCore only"),
        ("runner.py", "from PySide6 import QtGui", "QtCore only"),
    ],
)  # fmt: skip
def test_the_scan_sees_what_is_wrong(file: str, source: str, fix: str) -> None:
    fixes = [wrong_layer(edge) or wrong_library(edge) for edge in imports(file, source)]
    assert len(fixes) == 1
    assert fix in (fixes[0] or "nothing")


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("core/plan.py", "from datetime import datetime\nfrom balancecoach.core.words import tr"),
        ("core/plan.py", "from .words import tr\nfrom . import words"),
        ("core/plan.py", "from msgspec import Struct\nfrom msgspec.structs import replace"),
        ("cli.py", "def window():\n    from balancecoach.app import run_window"),
        ("cli.py", "from balancecoach import __version__"),
        ("paths.py", "def f():\n    import appdirs"),
        ("runner.py", "from PySide6 import QtCore\nfrom PySide6.QtCore import QTimer"),
        ("ui/charts.py", "from PySide6.QtWidgets import QWidget\nimport pyqtgraph"),
    ],
)
def test_the_scan_leaves_alone_what_is_right(file: str, source: str) -> None:
    fixes = [wrong_layer(edge) or wrong_library(edge) for edge in imports(file, source)]
    assert fixes == [None] * source.count("import ")


@pytest.mark.parametrize("call", ["datetime.now()", "date.today()", "open('x')", "datetime.datetime.utcnow()"])
def test_the_scan_sees_calls_that_read_the_world(call: str) -> None:
    node = ast.parse(call, mode="eval").body
    assert isinstance(node, ast.Call)
    assert wrong_call(node)
