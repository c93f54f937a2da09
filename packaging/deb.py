"""Lays out a .deb around the frozen program and packs it. Part of package.py; standard library only."""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from releases import debian_changelog, metainfo

ROOT = Path(__file__).resolve().parent.parent
ID = "org.balancecoach.BalanceCoach"
VERSION = re.findall(r'__version__ = "(.+)"', (ROOT / "balancecoach" / "__init__.py").read_text(encoding="utf-8"))[0]
#: Who publishes the package says where to write to: BALANCECOACH_MAINTAINER="Name <address>".
MAINTAINER = os.environ.get("BALANCECOACH_MAINTAINER", "The Balance Coach authors <balancecoach@localhost>")
#: Opened by SDL by name, so that no file lists it: the way to the loudspeaker.
OPENED_BY_NAME = ("libpulse0",)
#: Only these say truly from which version on they will do. The others' tables name the build machine's version where a
#: library keeps no history (libx11-xcb1, libzstd1), and the packages would not install on Ubuntu 22.04.
VERSIONED = ("libc6", "libgcc-s1", "libstdc++6")

Run = Callable[[Sequence[Any], Mapping[str, str], str], None]

CONTROL = """\
Package: balancecoach
Version: {version}
Architecture: {architecture}
Maintainer: {maintainer}
Installed-Size: {size}
Depends: {depends}
Recommends: fonts-dejavu-core
Suggests: pulseaudio | pipewire-pulse, cups-client
Section: misc
Priority: optional
Description: guides backwards walking on a home treadmill
 Balance Coach guides retro-walking sessions: walking backwards on a home
 treadmill, to practise balance. It speaks every step, shows a timer that can
 be read from three metres, and waits at the dangerous moments until a person
 says that they are done.
 .
 For adults aged 65 and over, the carers who stand by, and the physios who
 prescribe and demonstrate. Everything stays on this computer.
"""


def build_deb(frozen: Path, tree: Path, folder: Path, python: Path, env: Mapping[str, str], run: Run) -> Path:
    """The file. ``tree`` is made anew; ``python`` has what is carried, for its licences and for Qt's drawing."""
    shutil.rmtree(tree, ignore_errors=True)
    program = tree / "usr/lib/balancecoach"
    shutil.copytree(frozen, program, symlinks=True)
    (tree / "usr/bin").mkdir()
    (tree / "usr/bin/balancecoach").symlink_to("../lib/balancecoach/balancecoach")
    carried = carried_packages(program)
    fill_share(tree / "usr/share", carried, python, env, run)
    files = [path for path in sorted(tree.rglob("*")) if path.is_file() and not path.is_symlink()]
    architecture = ask("dpkg", "--print-architecture")
    control = CONTROL.format(
        version=VERSION,
        architecture=architecture,
        maintainer=MAINTAINER,
        size=sum(path.stat().st_size for path in files) // 1024,
        depends=lean(needed(program), carried),
    )
    place(tree / "DEBIAN/control", control)
    place(tree / "DEBIAN/md5sums", "".join(f"{md5(path)}  {path.relative_to(tree)}\n" for path in files))
    same_modes_and_dates(tree, int(env["SOURCE_DATE_EPOCH"]))
    target = folder / f"balancecoach_{VERSION}_{architecture}.deb"
    pack = ["dpkg-deb", "--root-owner-group", "-Zxz", "-z9", "--threads-max=1", "--build", tree, target]
    run(pack, env, "dpkg-deb could not pack the .deb.")
    return target


def fill_share(share: Path, carried: Sequence[str], python: Path, env: Mapping[str, str], run: Run) -> None:
    """Menu entry, metainfo, icons, manual page, what is new, licences."""
    place(share / f"applications/{ID}.desktop", (ROOT / f"assets/desktop/{ID}.desktop").read_text(encoding="utf-8"))
    place(share / f"metainfo/{ID}.metainfo.xml", metainfo(dict(env)))
    place(share / "lintian/overrides/balancecoach", (ROOT / "packaging/linux/lintian-overrides").read_text())
    doc = share / "doc/balancecoach"
    packed(doc / "changelog.gz", debian_changelog(MAINTAINER, int(env["SOURCE_DATE_EPOCH"])))
    helpers = {"icons": share / "icons/hicolor", "manpage": share / "man/man1/balancecoach.1.gz", "licences": doc}
    for helper, out in helpers.items():
        command = [python, ROOT / "packaging" / f"{helper}.py", out]
        run(command, {**env, "QT_QPA_PLATFORM": "offscreen"}, f"packaging/{helper}.py failed.")
    add_copyrights(carried, doc)


def place(path: Path, text: str) -> None:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def packed(path: Path, text: str) -> None:
    """The same, by gzip without a date."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def ask(*command: str) -> str:
    """What a tool answers. Raises ``CalledProcessError``."""
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def needed(program: Path) -> str:
    """What of the system the libraries inside need, as a field of a package, with the versions of dpkg's own tables."""
    work = program.parents[2] / "shlibs"
    place(work / "debian/control", "Source: balancecoach\n\nPackage: balancecoach\nArchitecture: any\n")
    inside = [program / "_internal", program / "_internal/PySide6/Qt/lib", program / "_internal/pygame_ce.libs"]
    inside.append(program / "_internal/numpy.libs")
    found = [program / "balancecoach"]
    found += sorted(path for path in program.rglob("*.so*") if path.is_file() and not path.is_symlink())
    command = ["dpkg-shlibdeps", "-O", "--ignore-missing-info", "--warnings=0"]
    command += [f"-l{folder}" for folder in inside] + [f"-e{path}" for path in found]
    asked = subprocess.run(command, cwd=work, capture_output=True, text=True, check=False)
    shutil.rmtree(work)
    line = asked.stdout.partition("shlibs:Depends=")[2].strip()
    if asked.returncode or not line:
        raise OSError(f"dpkg-shlibdeps found no dependencies: {asked.stderr.strip()[-300:]}")
    return line


def carried_packages(program: Path) -> list[str]:
    """The Debian packages whose libraries lie in the program's own folder."""
    names = [f"*/{path.name}" for path in sorted((program / "_internal").glob("lib*.so.*"))]
    asked = subprocess.run(["dpkg-query", "-S", *names], capture_output=True, text=True, check=False)
    return sorted(set(re.findall(r"^([^ :]+)(?::\w+)?: /", asked.stdout, re.MULTILINE)))


def lean(field: str, carried: Sequence[str]) -> str:
    """A field of dependencies without what is carried, and without versions that say nothing."""
    rows = [row.strip() for row in field.split(",")]
    kept = [row if row.split()[0] in VERSIONED else row.split()[0] for row in rows if row.split()[0] not in carried]
    return ", ".join(sorted({*kept, *OPENED_BY_NAME}))


def add_copyrights(packages: Sequence[str], doc: Path) -> None:
    """What Debian says of its own libraries that are carried."""
    for name in packages:
        text = Path("/usr/share/doc") / name / "copyright"
        if text.is_file():
            place(doc / "licences" / name / "copyright", text.read_text(encoding="utf-8"))


def md5(path: Path) -> str:
    """As dpkg looks for damage; nothing is kept safe by it."""
    return hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()


def same_modes_and_dates(tree: Path, when: int) -> None:
    """What the umask and the clock of the build machine would change."""
    for path in [tree, *tree.rglob("*")]:
        if not path.is_symlink():
            runs = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if runs else 0o644)
        os.utime(path, (when, when), follow_symlinks=False)
