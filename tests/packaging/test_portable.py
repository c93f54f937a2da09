"""What other systems lack is found: by mypy, and in what our files import as they are imported themselves."""

import ast
from collections.abc import Iterator
from pathlib import Path

import portable

PACKAGE = portable.ROOT / "balancecoach"
#: There only on one system: imported where they are used, never at the top of a file.
OF_ONE_SYSTEM = {"fcntl", "grp", "pwd", "pty", "tty", "termios", "resource", "posix", "syslog", "readline"}
OF_ONE_SYSTEM |= {"msvcrt", "winreg", "winsound", "comtypes", "pythoncom", "objc", "jeepney", "espeakng_loader"}


def test_only_files_that_ask_the_system_are_looked_at() -> None:
    names = {path.name for path in portable.asking(PACKAGE)}
    assert {"voice_process.py", "sdl.py", "keys.py", "one_window.py"} <= names
    assert "session.py" not in names


def test_what_windows_lacks_is_found(tmp_path: Path) -> None:
    file = tmp_path / "asks.py"
    file.write_text("import os\nimport sys\n\nos.killpg(1, 9)\nif sys.platform != 'win32':\n    os.getuid()\n")
    found = portable.lacking("win32", [file])
    assert "killpg" in found and "getuid" not in found


def loaded_at_once(node: ast.AST) -> Iterator[str]:
    """The packages that a file imports when it is imported itself."""
    for each in ast.iter_child_nodes(node):
        if isinstance(each, ast.Import):
            yield from (name.name.partition(".")[0] for name in each.names)
        elif isinstance(each, ast.ImportFrom) and each.module:
            yield each.module.partition(".")[0]
        elif not isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield from loaded_at_once(each)


def test_the_look_at_imports_can_fail() -> None:
    assert set(loaded_at_once(ast.parse("try:\n import fcntl\nexcept ImportError: pass\ndef f(): import pty"))) == {
        "fcntl"
    }


def test_what_one_system_lacks_is_not_imported_at_the_top() -> None:
    files = sorted(PACKAGE.rglob("*.py"))
    assert len(files) > 200
    found = {
        (path.name, name)
        for path in files
        for name in loaded_at_once(ast.parse(path.read_text(encoding="utf-8")))
        if name in OF_ONE_SYSTEM
    }
    assert found == set()
