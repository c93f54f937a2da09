#!/usr/bin/env python3
"""Write packaging/requirements.lock anew: python3 packaging/lock.py

Every package that the project and its tools need, with its version and the hash of the file that pip chose, for the
Python and the system that this runs on. Standard library and pip only.
"""

import json
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "packaging" / "requirements.lock"


def wanted() -> list[dict[str, Any]]:
    """What pip would install into an empty place."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        pip = [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--dry-run",
            "--ignore-installed",
            "--only-binary=:all:",
        ]
        subprocess.run([*pip, "--report", str(report), f"{ROOT}[dev,package]"], check=True)
        found: list[dict[str, Any]] = json.loads(report.read_text(encoding="utf-8"))["install"]
    return found


def line(row: dict[str, Any]) -> str:
    """One package."""
    name, version = row["metadata"]["name"], row["metadata"]["version"]
    digest = row["download_info"]["archive_info"]["hashes"]["sha256"]
    return f"{name.lower().replace('_', '-')}=={version} --hash=sha256:{digest}"


def main() -> int:
    """Write the file."""
    rows = [row for row in wanted() if row["metadata"]["name"] != "balancecoach"]
    made_for = f"Python {sys.version_info[0]}.{sys.version_info[1]}, {platform.system()} {platform.machine()}"
    head = f"# Made by packaging/lock.py for {made_for}. Do not edit.\n"
    fresh = LOCK.with_suffix(".new")
    fresh.write_text(head + "".join(f"{each}\n" for each in sorted(map(line, rows))), encoding="utf-8")
    fresh.replace(LOCK)
    print(f"{LOCK.relative_to(ROOT)}: {len(rows)} packages for {made_for}.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
