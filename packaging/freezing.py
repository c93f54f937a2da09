"""What the builds for Windows and macOS have in common: a place filled from the lock, and the program frozen in it."""

from __future__ import annotations

import shutil
import sys
import venv
from collections.abc import Mapping
from pathlib import Path

from package import run
from system import say

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "packaging" / "requirements.lock"


def python_in(folder: Path) -> Path:
    """The interpreter of a .venv."""
    return folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def filled(build: Path, env: Mapping[str, str]) -> Path:
    """The interpreter of a .venv in ``build`` with what is locked for this system and nothing else."""
    folder = build / "venv"
    python, stamp = python_in(folder), folder / "lock"
    if not (stamp.exists() and stamp.read_bytes() == LOCK.read_bytes()):
        say(f"Filling {folder.relative_to(ROOT)} from packaging/requirements.lock.")
        shutil.rmtree(folder, ignore_errors=True)
        venv.create(folder, with_pip=True)
        pip = [python, "-m", "pip", "install", "--quiet", "--only-binary=:all:", "--require-hashes", "--no-deps"]
        run([*pip, "-r", LOCK], env, "pip could not install what packaging/requirements.lock names.")
        stamp.write_bytes(LOCK.read_bytes())
    return python


def drawn_icon(python: Path, target: Path, env: Mapping[str, str]) -> None:
    """Our icon as a file of this system's kind."""
    command = [python, ROOT / "packaging" / "icon_files.py", target]
    run(command, {**env, "QT_QPA_PLATFORM": "offscreen"}, "The icon could not be drawn.")


def frozen(python: Path, build: Path, env: Mapping[str, str]) -> Path:
    """The folder with all that PyInstaller made by our recipe."""
    say("Freezing the program.")
    places = ["--distpath", build / "dist", "--workpath", build / "work"]
    command = [python, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level=ERROR", *places]
    run([*command, ROOT / "packaging" / "balancecoach.spec"], env, "PyInstaller could not freeze the program.")
    return build / "dist"


def licences(python: Path, build: Path, env: Mapping[str, str]) -> Path:
    """A folder with the licences of everything that is carried, one folder a package."""
    shutil.rmtree(build / "notices", ignore_errors=True)
    (build / "notices").mkdir()
    run([python, ROOT / "packaging" / "licences.py", build / "notices"], env, "The licences could not be gathered.")
    return build / "notices" / "licences"
