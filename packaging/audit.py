#!/usr/bin/env python3
"""Look the locked packages up among known weaknesses: python3 packaging/audit.py

Uses pip-audit where it is installed, or can be installed into a place of its own. Exit code 1 when a weakness is known;
0 when none is, or when it could not be looked up (without the network), which is said.
"""

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

LOCK = Path(__file__).resolve().parent / "requirements.lock"
#: What pip-audit says when it could ask nobody.
UNREACHABLE = ("connection", "resolve", "timed out", "max retries", "unreachable", "proxy", "ssl", "http", "network")
MOST_S = 240


def skipped(why: str) -> int:
    """Not looked up: not a failure."""
    print(f"The audit was skipped: {why}", file=sys.stderr)
    return 0


def main() -> int:
    """The command."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
        try:
            got = _run(
                str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "pip-audit>=2.7,<3"
            )
            if got.returncode:
                return skipped("pip-audit cannot be installed here.")
            audit = ("-m", "pip_audit", "--progress-spinner=off", "--disable-pip", "--require-hashes", "-r", str(LOCK))
            got = _run(str(python), *audit)
        except subprocess.TimeoutExpired:
            return skipped(f"nothing answered within {MOST_S} seconds.")
    print(got.stdout, end="")
    known = "known vulnerabilit" in got.stdout + got.stderr
    if got.returncode == 0:
        print(got.stderr, end="", file=sys.stderr)
        return 0
    if not known and any(word in got.stderr.lower() for word in UNREACHABLE):
        return skipped("the list of known weaknesses cannot be reached.")
    print(got.stderr, end="", file=sys.stderr)
    return 1


def _run(*command: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, capture_output=True, text=True, timeout=MOST_S, check=False)


if __name__ == "__main__":
    sys.exit(main())
