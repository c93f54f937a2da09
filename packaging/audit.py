#!/usr/bin/env python3
"""Look the locked packages up among known weaknesses: python3 packaging/audit.py

Uses pip-audit where it is installed, or can be installed into a place of its own. Exit code 1 when a weakness is known;
0 when none is, or when it could not be looked up (without the network), which is said.
"""

import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

LOCK = Path(__file__).resolve().parent / "requirements.lock"
#: What pip-audit says when it could ask nobody.
UNREACHABLE = ("connection", "resolve", "timed out", "max retries", "unreachable", "proxy", "ssl", "http", "network")
#: What it says of a package that it could not look up; it calls that a success.
NOT_SEEN = "could not be audited"
MOST_S = 120


def skipped(why: str) -> int:
    """Not looked up: not a failure."""
    print(f"The audit was skipped: {why}", file=sys.stderr)
    return 0


def on_any_system(lock: str) -> str:
    """A lock without its conditions: what only Windows needs is looked up on Linux, too."""
    return re.sub(r" ; .*?(?= --hash)", "", lock)


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
            everything = Path(folder) / "everything.lock"
            everything.write_text(on_any_system(LOCK.read_text("utf-8")), encoding="utf-8")
            audit = ("--progress-spinner=off", "--disable-pip", "--require-hashes", "-r", str(everything))
            got = _run(str(python), "-m", "pip_audit", *audit)
        except subprocess.TimeoutExpired:
            return skipped(f"nothing answered within {MOST_S} seconds.")
    unseen, locked = got.stdout.count(NOT_SEEN), sum("==" in line for line in LOCK.read_text("utf-8").splitlines())
    print("".join(line for line in got.stdout.splitlines(True) if NOT_SEEN not in line), end="")
    known = "known vulnerabilit" in got.stdout + got.stderr and got.returncode
    if got.returncode == 0 and unseen == locked:
        return skipped("the list of known weaknesses answers, but knows none of the packages; an index of one's own?")
    if got.returncode == 0:
        print(f"Looked up: {locked - unseen} of {locked} packages.", file=sys.stderr)
        return 0
    if not known and any(word in got.stderr.lower() for word in UNREACHABLE):
        return skipped("the list of known weaknesses cannot be reached.")
    print(got.stderr, end="", file=sys.stderr)
    return 1


def _run(*command: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, capture_output=True, text=True, timeout=MOST_S, check=False)


if __name__ == "__main__":
    sys.exit(main())
