"""Gathers the licences of everything that a package carries: python packaging/licences.py FOLDER

Run by the Python that the program was frozen with: what is installed there is what is carried, and more is no harm.
"""

import sys
import sysconfig
from importlib.metadata import Distribution, distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: Tools that are installed beside the program and never carried; of PyInstaller the program that starts ours is.
TOOLS = {"build", "execnet", "hypothesis", "iniconfig", "librt", "mypy", "mypy-extensions", "ast-serialize", "pathspec"}
TOOLS |= {"pip", "pluggy", "pyproject-hooks", "pytest", "pytest-qt", "pytest-xdist", "ruff", "setuptools", "colorama"}
TOOLS |= {"altgraph", "macholib", "pefile", "pyinstaller-hooks-contrib", "scipy", "sortedcontainers"}
TOOLS |= {"pyyaml", "pywin32-ctypes", "pygments", "balancecoach", "packaging", "babel"}
NAMES = ("licen", "copying", "notice", "copyright", "authors")
#: Published without a text of its licence; what it says of itself, and where its source is.
WITHOUT_TEXT = {
    "espeakng-loader": "eSpeak NG is GPL-3.0-or-later (its text: licences/balancecoach). "
    "Source: espeak-ng 1.52.0, as the eSpeak NG project published it; wheel: espeakng-loader on PyPI.",
}
#: Debian's own copies of the texts that these leave out.
COMMON = Path("/usr/share/common-licenses")
LEFT_OUT = {"pygame-ce": "LGPL-2.1", "pyside6-essentials": "LGPL-3", "shiboken6": "LGPL-3"}
HEAD = """\
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: Balance Coach
Comment: The program is frozen together with Python, Qt, its Python packages and a voice. Their licence texts
 lie in the folder licences beside this file, one folder a package. Their source is what PyPI publishes
 under the versions named in packaging/requirements.lock of this program's source.

Files: *
Copyright: 2026 The Balance Coach authors
License: GPL-3.0-or-later
 This program is free software: you can redistribute it and/or modify it under the terms of the GNU General
 Public License as published by the Free Software Foundation, either version 3 of the License, or (at your
 option) any later version.
 .
 On Debian systems the full text is in /usr/share/common-licenses/GPL-3.

Files: usr/share/metainfo/*
Copyright: 2026 The Balance Coach authors
License: CC0-1.0
 On Debian systems the full text is in /usr/share/common-licenses/CC0-1.0.

"""


def name_of(row: Distribution) -> str:
    """As PyPI writes it."""
    return str(row.metadata["Name"]).lower().replace("_", "-").replace(".", "-")


def licence_of(row: Distribution) -> str:
    """What a package says its licence is, in few words."""
    expression, said = (row.metadata[name] or "" for name in ("License-Expression", "License"))
    first = said.strip().partition("\n")[0]
    classed = [line.rpartition(" :: ")[2] for line in row.metadata.get_all("Classifier") or () if "License ::" in line]
    return expression or (first if len(first) < 60 else "") or ", ".join(classed) or "see its folder"


def texts_of(row: Distribution) -> list[Path]:
    """The files of a package that are about its licence."""
    files = [Path(str(path.locate())) for path in row.files or () if path.name.lower().startswith(NAMES)]
    return sorted(path for path in files if path.is_file() and path.suffix not in (".py", ".pyc"))


def keep_texts(row: Distribution, place: Path) -> None:
    """Copy them, or write down what there is instead."""
    place.mkdir(parents=True, exist_ok=True)
    for number, path in enumerate(texts_of(row)):
        (place / f"{number}-{path.name}").write_bytes(path.read_bytes())
    if not any(place.iterdir()):
        said = f"{row.metadata['Name']} {row.version} comes without a text. It says of itself: {licence_of(row)}."
        text = COMMON / LEFT_OUT.get(name_of(row), "none")
        if text.is_file():
            (place / text.name).write_bytes(text.read_bytes())
        (place / "licence.txt").write_text(WITHOUT_TEXT.get(name_of(row), said) + "\n", encoding="utf-8")


def gather(folder: Path) -> None:
    """``copyright`` and the folder ``licences``."""
    paragraphs = [HEAD]
    for row in sorted(distributions(), key=name_of):
        name = name_of(row)
        if name in TOOLS:
            continue
        keep_texts(row, folder / "licences" / name)
        where = f"usr/lib/balancecoach/_internal/{name}*"
        paragraphs.append(f"Files: {where}\nCopyright: its authors, see licences/{name}\n")
        paragraphs.append(f"License: {name}\n {licence_of(row)}; version {row.version}. See licences/{name}.\n\n")
    python = folder / "licences" / "python"
    python.mkdir(parents=True, exist_ok=True)
    text = Path(sysconfig.get_path("stdlib")) / "LICENSE.txt"
    words = text.read_text(encoding="utf-8") if text.exists() else "Python: the Python Software Foundation License 2.\n"
    (python / "licence.txt").write_text(words, encoding="utf-8")
    ours = folder / "licences" / "balancecoach"
    ours.mkdir(parents=True, exist_ok=True)
    (ours / "licence.txt").write_bytes((ROOT / "LICENSE").read_bytes())
    (folder / "copyright").write_text("".join(paragraphs), encoding="utf-8")


if __name__ == "__main__":
    gather(Path(sys.argv[1]))
