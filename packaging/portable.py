"""Asks mypy whether what our files ask of the system is there on Windows and macOS, too: python packaging/portable.py

Only the files that ask for something, each by itself: the whole check, of a quarter of a minute a system, is what
`mypy --platform win32 --no-warn-unreachable balancecoach` does.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SYSTEMS = ("win32", "darwin")
ASKS = re.compile(
    r"^\s*(?:import|from) (?:os|time|stat|signal|select|socket|ctypes|locale|subprocess|multiprocessing|faulthandler|"
    r"fcntl|grp|pwd|pty|tty|termios|resource|syslog|msvcrt|winreg)\b|sys\.platform",
    re.MULTILINE,
)


def asking(folder: Path) -> list[Path]:
    """The files that use what differs between systems."""
    return [path for path in sorted(folder.rglob("*.py")) if ASKS.search(path.read_text(encoding="utf-8"))]


def lacking(system: str, files: list[Path]) -> str:
    """What mypy finds that this system has not; "" for nothing. No settings of ours: all else is found elsewhere."""
    with tempfile.TemporaryDirectory() as cache:
        mypy = [sys.executable, "-m", "mypy", "--config-file=", "--platform", system, "--cache-dir", cache]
        mypy += ["--follow-imports=skip", "--ignore-missing-imports"]
        done = subprocess.run([*mypy, *files], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr if done.returncode else ""


def main() -> int:
    """The command."""
    files = asking(ROOT / "balancecoach")
    found = {system: text for system in SYSTEMS if (text := lacking(system, files))}
    for system, text in found.items():
        print(f"On {system}:\n{text}", file=sys.stderr)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
