#!/usr/bin/env python3
"""Write packaging/requirements.lock anew: python3 packaging/lock.py [--newest]

Every package that the project and its tools need, with its version and the hashes of the files that pip chooses, for
this Python on Linux, Windows and macOS. What only one system needs carries a marker. Versions stay as they are locked,
unless --newest is given. Standard library and pip only; pip is asked once a system. Install from it with --no-deps:
it names everything, and leaves out what is asked for and never used.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "packaging" / "requirements.lock"
#: pip downloads for another system, but reads conditions ("; sys_platform == ...") as of the one it runs on.
PIP = """
import sys
from pip._vendor.packaging import markers
facts = markers.default_environment()
facts.update(dict(pair.split("=") for pair in sys.argv.pop(1).split(",")))
markers.default_environment = lambda: dict(facts)
from pip._internal.cli.main import main
sys.exit(main())
"""


@dataclass(frozen=True)
class System:
    """One kind of computer. ``wheels``: what it can install, by the names that wheels use."""

    marker: str
    facts: str
    wheels: tuple[str, ...]


def glibc(machine: str) -> tuple[str, ...]:
    """Debian 12 has glibc 2.36; older wheels run there, too."""
    return (*(f"manylinux_2_{minor}_{machine}" for minor in range(36, 4, -1)), f"manylinux2014_{machine}")


SYSTEMS = (
    System(
        "sys_platform == 'linux'",
        "sys_platform=linux,platform_system=Linux,os_name=posix,platform_machine=x86_64",
        (*glibc("x86_64"), "linux_x86_64"),
    ),
    System(
        "sys_platform == 'win32'",
        "sys_platform=win32,platform_system=Windows,os_name=nt,platform_machine=AMD64",
        ("win_amd64",),
    ),
    System(
        "sys_platform == 'darwin'",
        "sys_platform=darwin,platform_system=Darwin,os_name=posix,platform_machine=arm64",
        ("macosx_13_0_arm64",),
    ),
)

#: pyttsx3 asks for all of Apple's frameworks, which ones depends on the macOS; it uses this one, of this core.
APPLE, OF_APPLE = "pyobjc", ("pyobjc-core", "pyobjc-framework-cocoa")
#: A package's name and version, and the hash of its file.
Chosen = Mapping[tuple[str, str], str]


def wanted() -> list[str]:
    """What the project declares, its tools included."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    return [*project["dependencies"], *extras["dev"], *extras["package"]]


def locked(text: str) -> list[str]:
    """The versions of a lock, as pip's constraints."""
    return [line.partition(" ")[0] for line in text.splitlines() if "==" in line and not line.startswith("#")]


def chosen_on(system: System, held: Sequence[str]) -> Chosen:
    """What pip would install there into an empty place."""
    with tempfile.TemporaryDirectory() as folder:
        report, constraints = Path(folder) / "report.json", Path(folder) / "held.txt"
        constraints.write_text("\n".join(held), encoding="utf-8")
        pip = [sys.executable, "-c", PIP, system.facts, "install", "--quiet", "--dry-run", "--ignore-installed"]
        pip += ["--only-binary=:all:", "--target", folder, "--constraint", str(constraints), "--report", str(report)]
        for wheel in system.wheels:
            pip += ["--platform", wheel]
        subprocess.run([*pip, *wanted()], check=True)
        rows: list[dict[str, Any]] = json.loads(report.read_text(encoding="utf-8"))["install"]
    used = [row for row in rows if not name_of(row)[0].startswith(APPLE) or name_of(row)[0] in OF_APPLE]
    return {name_of(row): row["download_info"]["archive_info"]["hashes"]["sha256"] for row in used}


def name_of(row: Mapping[str, Any]) -> tuple[str, str]:
    """A package of pip's report."""
    return row["metadata"]["name"].lower().replace("_", "-"), row["metadata"]["version"]


def lines(found: Sequence[tuple[str, Chosen]]) -> Iterable[str]:
    """The lock: ``found`` has each system's marker and what pip chose there."""
    for name, version in sorted({package for _marker, chosen in found for package in chosen}):
        there = [(marker, chosen[name, version]) for marker, chosen in found if (name, version) in chosen]
        where = "" if len(there) == len(found) else " ; " + " or ".join(marker for marker, _hash in there)
        hashes = " ".join(f"--hash=sha256:{digest}" for digest in sorted({digest for _marker, digest in there}))
        yield f"{name}=={version}{where} {hashes}"


def main(given: Sequence[str]) -> int:
    """Write the file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--newest", action="store_true", help="take the newest versions that are allowed")
    newest = parser.parse_args(given).newest
    held = locked(LOCK.read_text(encoding="utf-8")) if LOCK.exists() and not newest else []
    made = list(lines([(system.marker, chosen_on(system, held)) for system in SYSTEMS]))
    version = f"Python {sys.version_info[0]}.{sys.version_info[1]}"
    head = f"# Made by packaging/lock.py for {version}: Linux x86-64, Windows x86-64, macOS arm64. Do not edit.\n"
    fresh = LOCK.with_suffix(".new")
    fresh.write_text(head + "".join(f"{each}\n" for each in made), encoding="utf-8")
    fresh.replace(LOCK)
    print(f"{LOCK.relative_to(ROOT)}: {len(made)} packages.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
