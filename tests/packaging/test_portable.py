"""The check for what other systems lack sees it."""

from pathlib import Path

import portable


def test_only_files_that_ask_the_system_are_looked_at() -> None:
    names = {path.name for path in portable.asking(Path(portable.ROOT) / "balancecoach")}
    assert {"voice_process.py", "sdl.py", "keys.py", "one_window.py"} <= names
    assert "session.py" not in names


def test_what_windows_lacks_is_found(tmp_path: Path) -> None:
    file = tmp_path / "asks.py"
    file.write_text("import os\nimport sys\n\nos.killpg(1, 9)\nif sys.platform != 'win32':\n    os.getuid()\n")
    found = portable.lacking("win32", [file])
    assert "killpg" in found and "getuid" not in found
