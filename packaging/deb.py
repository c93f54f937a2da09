"""Lays out a .deb around the frozen program and packs it. Part of package.py; standard library only."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
ID = "org.balancecoach.BalanceCoach"
VERSION = re.findall(r'__version__ = "(.+)"', (ROOT / "balancecoach" / "__init__.py").read_text(encoding="utf-8"))[0]
MAINTAINER = "The Balance Coach authors <balancecoach@localhost>"

Run = Callable[[Sequence[Any], Mapping[str, str], str], None]

CONTROL = """\
Package: balancecoach
Version: {version}
Architecture: {architecture}
Maintainer: {maintainer}
Installed-Size: {size}
Depends: {depends}
Recommends: fonts-dejavu-core, libpulse0, libwayland-client0, libwayland-cursor0, libwayland-egl1
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
    share = tree / "usr/share"
    program = tree / "usr/lib/balancecoach"
    shutil.copytree(frozen, program, symlinks=True)
    (tree / "usr/bin").mkdir()
    (tree / "usr/bin/balancecoach").symlink_to("../lib/balancecoach/balancecoach")
    place(share / f"applications/{ID}.desktop", (ROOT / f"assets/desktop/{ID}.desktop").read_text(encoding="utf-8"))
    place(share / f"metainfo/{ID}.metainfo.xml", metainfo(dict(env)))
    place(share / "lintian/overrides/balancecoach", (ROOT / "packaging/linux/lintian-overrides").read_text())
    doc = share / "doc/balancecoach"
    packed(doc / "changelog.gz", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    for helper, out in (
        ("icons.py", share / "icons/hicolor"),
        ("manpage.py", share / "man/man1/balancecoach.1.gz"),
        ("licences.py", doc),
    ):
        command = [python, ROOT / "packaging" / helper, out]
        run(command, {**env, "QT_QPA_PLATFORM": "offscreen"}, f"packaging/{helper} failed.")
    architecture = ask("dpkg", "--print-architecture")
    control = CONTROL.format(
        version=VERSION,
        architecture=architecture,
        maintainer=MAINTAINER,
        size=sum(path.lstat().st_size for path in tree.rglob("*")) // 1024,
        depends=depends(program),
    )
    place(tree / "DEBIAN/control", control)
    same_modes_and_dates(tree, int(env["SOURCE_DATE_EPOCH"]))
    target = folder / f"balancecoach_{VERSION}_{architecture}.deb"
    pack = ["dpkg-deb", "--root-owner-group", "-Zxz", "-z9", "--threads-max=1", "--build", tree, target]
    run(pack, env, "dpkg-deb could not pack the .deb.")
    return target


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


def depends(program: Path) -> str:
    """What of the system the carried libraries need, with the versions that dpkg's own tables give them."""
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


def metainfo(env: Mapping[str, str]) -> str:
    """What software centres show. BALANCECOACH_WEB: where the project lives; without it no pictures and no links."""
    web = env.get("BALANCECOACH_WEB", "").rstrip("/")
    links = "" if not web else f'  <url type="homepage">{web}</url>\n  <screenshots>\n{pictures(web)}  </screenshots>\n'
    releases = "".join(releases_of((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), env))
    form = (ROOT / "packaging/linux/metainfo.xml.in").read_text(encoding="utf-8")
    return form.replace("@WEB@", links).replace("@RELEASES@", releases)


PICTURES = {
    "assets/guides/session-backward.png": "Walking backwards: the timer, the spoken words, and what comes next",
    "docs/pictures/today.png": "Today's session",
    "assets/guides/session-gate.png": "A step that waits until somebody says that it is done",
    "docs/pictures/progress.png": "Minutes backwards by week",
}


def pictures(web: str) -> str:
    """The screenshots, as the project's pages have them."""
    rows = []
    for number, (path, words) in enumerate(PICTURES.items()):
        kind = ' type="default"' if number == 0 else ""
        image = f'<image type="source">{web}/{path}</image>'
        rows.append(f"    <screenshot{kind}>\n      {image}\n      <caption>{words}</caption>\n    </screenshot>\n")
    return "".join(rows)


def releases_of(changelog: str, env: Mapping[str, str]) -> Iterable[str]:
    """Each release of CHANGELOG.md with its first lines. One without a date has that of the build."""
    for head, body in re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", changelog, re.DOTALL | re.MULTILINE):
        version, dated = head.split()[0], re.search(r"\d{4}-\d\d-\d\d", head)
        when = f'date="{dated[0]}"' if dated else f'timestamp="{env["SOURCE_DATE_EPOCH"]}"'
        found = re.findall(r"^- (.*?)(?=^- |\Z)", body, re.DOTALL | re.MULTILINE)
        rows = [re.sub(r"\s+", " ", row).strip() for row in found]
        items = "".join(f"          <li>{plain(row)}</li>\n" for row in rows[:12])
        note = f"      <description>\n        <ul>\n{items}        </ul>\n      </description>\n" if items else ""
        yield f'    <release version="{version}" {when}>\n{note}    </release>\n'


def plain(markdown: str) -> str:
    """A line without marks, safe in XML."""
    text = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", markdown)
    text = re.sub(r"[*`]", "", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def same_modes_and_dates(tree: Path, when: int) -> None:
    """What the umask and the clock of the build machine would change."""
    for path in [tree, *tree.rglob("*")]:
        if not path.is_symlink():
            runs = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if runs else 0o644)
        os.utime(path, (when, when), follow_symlinks=False)
