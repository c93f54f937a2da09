"""Builds the installer for Windows: python packaging/windows/build.py [--folder DIR]

On Windows 10 or 11, x86-64, with Python 3.11 and NSIS 3 (makensis). A .venv is filled from packaging/requirements.lock,
PyInstaller freezes the program by packaging/balancecoach.spec, and makensis packs it by installer.nsi. Never run on
Windows yet; packaging/RELEASING.md says what has been tried. Standard library only.

--tree DIR packs an already frozen program and freezes nothing: that part runs on Linux, too.
BALANCECOACH_SIGN: a command that signs the file named after it, such as "signtool sign /fd SHA256 /a". Put a path with
backslashes into single quotes.
"""

from __future__ import annotations

import argparse
import os
import platform
import shlex
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from deb import VERSION  # noqa: E402 - found in the folder above
from freezing import ROOT, drawn_icon, filled, frozen, licences  # noqa: E402
from package import run, settings  # noqa: E402
from system import SetUpError, say  # noqa: E402

from windows.version import four, resource  # noqa: E402

BUILD = ROOT / "build" / "windows"
ICON = BUILD / "balancecoach.ico"
PROGRAMS = ("balancecoach.exe", "balancecoach-cli.exe")


def makensis() -> str:
    """NSIS's compiler: in the PATH, or where its own installer puts it."""
    usual = Path(os.environ.get("PROGRAMFILES(X86)", "C:/Program Files (x86)")) / "NSIS" / "makensis.exe"
    found = shutil.which("makensis") or (str(usual) if usual.is_file() else "")
    if not found:
        raise SetUpError("NSIS is missing. Windows: winget install NSIS.NSIS; Debian: apt-get install nsis")
    return found


def freeze(env: Mapping[str, str]) -> Path:
    """The program as a folder that needs no Python, with its licences, signed where somebody can."""
    python = filled(BUILD, env)
    for target in (ICON, ICON.with_suffix(".bmp")):
        drawn_icon(python, target, env)
    (BUILD / "version.txt").write_text(resource(VERSION), encoding="utf-8")
    tree = frozen(python, BUILD, env) / "balancecoach"
    shutil.copytree(licences(python, BUILD, env), tree / "licences")
    for name in PROGRAMS:
        signed(tree / name, env)
    return tree


def signed(file: Path, env: Mapping[str, str]) -> None:
    """Sign it by the command that BALANCECOACH_SIGN names; without one nothing is signed."""
    if command := env.get("BALANCECOACH_SIGN"):
        run([*shlex.split(command), file], env, f"{file.name} could not be signed.")


def command_for(tree: Path, icon: Path, licence: Path, target: Path) -> list[str]:
    """How makensis is called."""
    given = {
        "VERSION": VERSION,
        "NUMBERS": ".".join(map(str, four(VERSION))),
        "SIZE_KB": str(sum(path.stat().st_size for path in tree.rglob("*") if path.is_file()) // 1024),
        "TREE": str(tree),
        "ICON": str(icon),
        "PICTURE": str(icon.with_suffix(".bmp")),
        "LICENCE": str(licence),
        "TARGET": str(target),
    }
    defines = [f"-D{name}={value}" for name, value in given.items()]
    return [makensis(), "-V2", "-WX", *defines, str(HERE / "installer.nsi")]


def pack(tree: Path, icon: Path, folder: Path, env: Mapping[str, str]) -> Path:
    """The installer around ``tree``. The licence goes along as a file, and is shown with Windows' ends of lines."""
    if lacks := [name for name in (*PROGRAMS, "_internal") if not (tree / name).exists()]:
        raise SetUpError(f"{tree}: no frozen program, for {' and '.join(lacks)} cannot be found there.")
    licence = tree / "licence.txt"
    licence.write_text((ROOT / "LICENSE").read_text(encoding="utf-8"), encoding="utf-8", newline="\r\n")
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"balancecoach-{VERSION}-windows-setup.exe"
    run(command_for(tree, icon, licence, target), env, "makensis could not make the installer.")
    signed(target, env)
    return target


def main(given: Sequence[str]) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--folder", type=Path, default=ROOT / "dist", help="where the file goes (dist)")
    parser.add_argument("--tree", type=Path, help="an already frozen program; nothing is frozen")
    parser.add_argument("--icon", type=Path, default=ICON, help="with --tree: its icon; beside it the same as .bmp")
    options = parser.parse_args(given)
    try:
        if not options.tree and platform.system() != "Windows":
            raise SetUpError("PyInstaller freezes only for the system it runs on: this needs Windows.")
        env = settings()
        tree = options.tree.resolve() if options.tree else freeze(env)
        target = pack(tree, options.icon.resolve(), options.folder.resolve(), env)
    except SetUpError as error:
        say(str(error))
        return 1
    say(f"{target}: {target.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
