"""Builds what people install on Linux: a .deb and a .tar.xz, the same bytes from the same commit.

    python3 packaging/dev.py package [--folder DIR]      both files, in dist/ unless named; some minutes

A .venv of its own is filled from packaging/requirements.lock (hashes), PyInstaller freezes the program by
packaging/balancecoach.spec, and dpkg-deb and tarfile pack it. Every date in it is that of the last commit
(SOURCE_DATE_EPOCH says otherwise). It runs on the build machine's C library or a newer one, so build on the oldest
system that is to run it: what is built on Debian 12 needs glibc 2.35 (Ubuntu 22.04 has it). Standard library only.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tarfile
import venv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from deb import VERSION, build_deb
from system import SetUpError, say

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "package"
PYTHON = BUILD / "venv" / "bin" / "python"
#: numpy's OpenBLAS breaks when it is stripped ("ELF load command address/offset not page-aligned").
NEVER_STRIPPED = ("numpy.libs",)
STRIP = ("strip", "--strip-unneeded", "--remove-section=.comment", "--remove-section=.note")
#: What the build calls, and the Debian package that has it.
TOOLS = {
    "dpkg-deb": "dpkg",
    "dpkg-shlibdeps": "dpkg-dev",
    "strip": "binutils",
    "objdump": "binutils",
    "chrpath": "chrpath",
}


def epoch() -> str:
    """The date of everything: seconds since 1970 of the last commit."""
    if chosen := os.environ.get("SOURCE_DATE_EPOCH"):
        return chosen
    asked = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False)
    if asked.returncode or not asked.stdout.strip():
        raise SetUpError("This is no git checkout: set SOURCE_DATE_EPOCH, such as SOURCE_DATE_EPOCH=$(date +%s).")
    return asked.stdout.strip()


def settings() -> Mapping[str, str]:
    """The environment in which the same source gives the same bytes."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    return {**kept, "SOURCE_DATE_EPOCH": epoch(), "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def run(command: Sequence[Any], env: Mapping[str, str], why_not: str) -> None:
    """Run a tool. Raises ``SetUpError`` with its last lines when it fails."""
    done = subprocess.run(command, cwd=ROOT, env=dict(env), capture_output=True, text=True, check=False)
    if done.returncode:
        raise SetUpError(f"{why_not}\n" + "\n".join((done.stdout + done.stderr).strip().splitlines()[-15:]))


def make_venv(env: Mapping[str, str]) -> None:
    """A place with exactly what is locked, and the program itself."""
    lock = ROOT / "packaging" / "requirements.lock"
    stamp = BUILD / "venv" / "lock"
    if not (stamp.exists() and stamp.read_bytes() == lock.read_bytes()):
        say("Filling build/package/venv from packaging/requirements.lock.")
        shutil.rmtree(BUILD / "venv", ignore_errors=True)
        venv.create(BUILD / "venv", with_pip=True)
        pip = [PYTHON, "-m", "pip", "install", "--quiet", "--only-binary=:all:", "--require-hashes", "-r", lock]
        run(pip, env, "pip could not install what packaging/requirements.lock names.")
        stamp.write_bytes(lock.read_bytes())


def freeze(env: Mapping[str, str]) -> Path:
    """The program as a folder that needs no Python."""
    say("Freezing the program.")
    places = ["--distpath", BUILD / "dist", "--workpath", BUILD / "work"]
    spec = ROOT / "packaging" / "balancecoach.spec"
    command = [PYTHON, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level=ERROR", *places, spec]
    run(command, env, "PyInstaller could not freeze the program.")
    frozen = BUILD / "dist" / "balancecoach"
    for binary in binaries(frozen):
        if not any(part in NEVER_STRIPPED for part in binary.parts):
            run([*STRIP, binary], env, f"{binary.name} could not be stripped.")
        if looks_outside(binary):
            run(["chrpath", "--delete", binary], env, f"{binary.name} could not be kept from looking elsewhere.")
        binary.chmod(0o644)
    (frozen / "balancecoach").chmod(0o755)
    return frozen


def binaries(folder: Path) -> Iterator[Path]:
    """Libraries and modules in machine code, each once. Not the program: strip would cut off what is packed in it."""
    for path in sorted(folder.rglob("*.so*")):
        if path.is_file() and not path.is_symlink() and path.read_bytes()[:4] == b"\x7fELF":
            yield path


def looks_outside(binary: Path) -> bool:
    """Whether it looks for libraries in a folder of the machine that it was made on; anybody could make one there."""
    asked = subprocess.run(["chrpath", "--list", binary], capture_output=True, text=True, check=False)
    return any(part.startswith("/") for part in asked.stdout.strip().rpartition("PATH=")[2].split(":"))


def build_tar(frozen: Path, share: Path, target: Path, when: int) -> Path:
    """The same folder to unpack anywhere, with licences, icons and what else a packager puts into ``share``."""
    name = f"balancecoach-{VERSION}"

    def same(row: tarfile.TarInfo) -> tarfile.TarInfo:
        row.uid = row.gid = 0
        row.uname = row.gname = "root"
        row.mtime = when
        row.mode = 0o755 if row.isdir() or row.mode & 0o100 else 0o644
        return row

    with tarfile.open(target, "w:xz", preset=6) as archive:
        folders = [(frozen, name), (share / "doc/balancecoach/licences", f"{name}/licences")]
        folders += [(share / part, f"{name}/share/{part}") for part in ("applications", "icons", "man", "metainfo")]
        for folder, inside in folders:
            for path in [folder, *sorted(folder.rglob("*"))]:
                archive.add(path, str(inside / path.relative_to(folder)), recursive=False, filter=same)
    return target


def main(given: Sequence[str]) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="dev.py package", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--folder", type=Path, default=ROOT / "dist", help="where the files go (dist)")
    folder = parser.parse_args(given).folder.resolve()
    if not sys.platform.startswith("linux"):
        raise SetUpError("This builds for Linux. For Windows and macOS see packaging/RELEASING.md.")
    if lacks := sorted({package for tool, package in TOOLS.items() if not shutil.which(tool)}):
        raise SetUpError(f"To build, install {' '.join(lacks)}: apt-get install {' '.join(lacks)}")
    env = settings()
    make_venv(env)
    frozen = freeze(env)
    folder.mkdir(parents=True, exist_ok=True)
    say("Packing the .deb and the .tar.xz.")
    tree = BUILD / "deb"
    made = [build_deb(frozen, tree, folder, PYTHON, env, run)]
    architecture = made[0].stem.rpartition("_")[2]
    target = folder / f"balancecoach-{VERSION}-linux-{architecture}.tar.xz"
    made.append(build_tar(frozen, tree / "usr/share", target, int(env["SOURCE_DATE_EPOCH"])))
    for path in made:
        say(f"{path}: {path.stat().st_size / 1e6:.1f} MB")
    return 0
