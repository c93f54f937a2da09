"""The texts of the Linux packages: what apt, man, software centres and lawyers read."""

import gzip
import re
import tarfile
import xml.etree.ElementTree as ET
from email.utils import parsedate_to_datetime
from importlib.metadata import distributions
from pathlib import Path

import deb
import licences
import manpage
import package
import pytest
import releases

from balancecoach import __version__
from balancecoach.commands.options import parser

CHANGELOG = """\
# Changelog

## 0.3.0 (not released)

- Walks <faster> & *never*
  [further](docs/x.md).

## 0.2.0 (2026-02-03)

- `one`
- two
"""
BUILT = "1700000000"
MAINTAINER = "Somebody <somebody@localhost>"


# -- Debian's control file ---------------------------------------------------------------------------------------


def test_the_control_file_has_a_field_a_line_and_a_description_that_debian_reads() -> None:
    text = deb.CONTROL.format(version="1", architecture="amd64", maintainer=MAINTAINER, size=7, depends="libc6")
    head, _, description = text.partition("Description: ")
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    assert fields["Package"] == "balancecoach"
    assert {
        "Version",
        "Architecture",
        "Maintainer",
        "Installed-Size",
        "Depends",
        "Section",
        "Priority",
    } <= fields.keys()
    short, *long = description.splitlines()
    assert len(short) < 80 and not short.endswith(".") and short[0].islower()
    assert long and all(line.startswith(" ") and len(line) <= 80 for line in long)
    assert text.endswith("\n")


def test_dependencies_have_no_version_that_says_nothing_and_nothing_that_is_carried() -> None:
    asked = "libc6 (>= 2.35), libsqlite3-0 (>= 3.36.0), libx11-xcb1 (>= 2:1.8.4), libstdc++6 (>= 11), libgl1"
    assert deb.lean(asked, ["libsqlite3-0"]) == "libc6 (>= 2.35), libgl1, libpulse0, libstdc++6 (>= 11), libx11-xcb1"


def test_the_owner_alone_is_no_secret_and_dates_are_those_of_the_source(tmp_path: Path) -> None:
    folder, program, text = tmp_path / "folder", tmp_path / "folder/program", tmp_path / "folder/text"
    folder.mkdir(mode=0o700)
    for path, mode in ((program, 0o700), (text, 0o600)):
        path.touch()
        path.chmod(mode)
    deb.same_modes_and_dates(tmp_path, int(BUILT))
    assert [oct(path.stat().st_mode & 0o777) for path in (folder, program, text)] == ["0o755", "0o755", "0o644"]
    assert {path.stat().st_mtime for path in (folder, program, text)} == {float(BUILT)}


def test_packed_text_has_no_date(tmp_path: Path) -> None:
    deb.packed(tmp_path / "a.gz", "words")
    bytes_ = (tmp_path / "a.gz").read_bytes()
    assert bytes_[4:8] == bytes(4) and gzip.decompress(bytes_) == b"words"


# -- what is new -------------------------------------------------------------------------------------------------


def test_metainfo_has_the_releases_of_the_changelog() -> None:
    tree = ET.fromstring(releases.metainfo({"SOURCE_DATE_EPOCH": BUILT}))
    heads = re.findall(r"^## (\S+)", (deb.ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert [row.get("version") for row in tree.iter("release")] == heads
    assert heads[0] == __version__ == deb.VERSION


def test_a_release_is_dated_by_the_changelog_and_one_that_is_not_out_by_the_build() -> None:
    new, old = ET.fromstring(releases.metainfo({"SOURCE_DATE_EPOCH": BUILT}, CHANGELOG)).iter("release")
    assert (new.get("timestamp"), new.get("date")) == (BUILT, None)
    assert (old.get("timestamp"), old.get("date")) == (None, "2026-02-03")
    assert [row.text for row in new.iter("li")] == ["Walks <faster> & never further."]
    assert [row.text for row in old.iter("li")] == ["one", "two"]


def test_pictures_are_shown_where_the_project_has_a_place_and_all_are_there() -> None:
    without = ET.fromstring(releases.metainfo({"SOURCE_DATE_EPOCH": BUILT}))
    assert not [*without.iter("screenshot"), *without.iter("url")]
    shown = ET.fromstring(releases.metainfo({"SOURCE_DATE_EPOCH": BUILT, "BALANCECOACH_WEB": "https://a.invalid/"}))
    images = [str(row.text) for row in shown.iter("image")]
    assert len(images) == len(releases.PICTURES)
    for image in images:
        assert image.startswith("https://a.invalid/")
        assert (deb.ROOT / image.removeprefix("https://a.invalid/")).is_file(), image


def test_metainfo_and_menu_name_the_same_program() -> None:
    tree = ET.fromstring(releases.metainfo({"SOURCE_DATE_EPOCH": BUILT}))
    assert tree.findtext("id") == deb.ID
    assert (deb.ROOT / "assets" / "desktop" / str(tree.findtext("launchable"))).is_file()


def test_debians_changelog_is_read_by_its_rules() -> None:
    text = releases.debian_changelog(MAINTAINER, int(BUILT), CHANGELOG)
    heads = re.findall(r"^balancecoach \((\S+)\) unstable; urgency=medium$", text, re.MULTILINE)
    assert heads == ["0.3.0", "0.2.0"]
    ends = re.findall(rf"^ -- {re.escape(MAINTAINER)}  (.+)$", text, re.MULTILINE)
    assert parsedate_to_datetime(ends[0]).timestamp() == float(BUILT)
    assert ends[1] == "Tue, 03 Feb 2026 00:00:00 +0000"
    rest = [line for line in text.splitlines() if line and not line.startswith(("balancecoach (", " -- "))]
    assert all(re.match(r"  (\* |  )\S", line) and len(line) <= 78 for line in rest)


# -- the manual page ---------------------------------------------------------------------------------------------


def test_the_manual_page_has_every_command_of_the_program() -> None:
    text = manpage.page()
    named = re.findall(r"^\.SS (.+)$", text, re.MULTILINE)
    assert named == [name.replace("-", "\\-") for name, _, _ in manpage.commands_of(parser())]
    assert {"walk", "audio", "doctor", "integrate"} <= set(named)
    assert [head for head in ("NAME", "SYNOPSIS", "COMMANDS", "EXIT STATUS") if f".SH {head}\n" not in text] == []


@pytest.mark.parametrize(
    ("words", "roff"), [("a-b", "a\\-b"), (".so x\n'y", "\\&.so x\n\\&'y"), ("C:\\x", "C:\\ex"), ("plain", "plain")]
)
def test_what_roff_would_take_for_an_order_is_text(words: str, roff: str) -> None:
    assert manpage.safe(words) == roff


# -- licences ----------------------------------------------------------------------------------------------------


def test_every_package_that_the_program_needs_has_its_licence(tmp_path: Path) -> None:
    licences.gather(tmp_path)
    lock = (deb.ROOT / "packaging/requirements.lock").read_text(encoding="utf-8")
    carried = {name.lower() for name in re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)} - licences.TOOLS
    here = {licences.name_of(row) for row in distributions()}
    assert len(carried) > 20
    for name in carried & here | {"python", "balancecoach"}:
        assert [path for path in (tmp_path / "licences" / name).iterdir() if path.stat().st_size], name
    written = (tmp_path / "copyright").read_text(encoding="utf-8")
    assert not [name for name in carried & here if f"\nLicense: {name}\n" not in written]
    assert "GPL-3.0-or-later" in (tmp_path / "licences/espeakng-loader/licence.txt").read_text(encoding="utf-8")


# -- what is packed ----------------------------------------------------------------------------------------------


def test_the_archive_has_one_folder_no_names_of_people_and_one_date(tmp_path: Path) -> None:
    frozen, share = tmp_path / "frozen", tmp_path / "share"
    for place in (frozen / "_internal", *(share / part for part in ("applications", "icons", "man", "metainfo"))):
        place.mkdir(parents=True)
    deb.place(share / "doc/balancecoach/licences/a/licence.txt", "may be used")
    (frozen / "balancecoach").touch(0o700)
    made = package.build_tar(frozen, share, tmp_path / "a.tar.xz", int(BUILT))
    with tarfile.open(made) as archive:
        rows = {row.name.partition("/")[2]: row for row in archive}
        top = {row.name.partition("/")[0] for row in archive}
    assert top == {f"balancecoach-{__version__}"}
    assert {"balancecoach", "_internal", "licences/a/licence.txt", "share/metainfo"} <= rows.keys()
    assert {(row.uname, row.uid, row.mtime) for row in rows.values()} == {("root", 0, int(BUILT))}
    assert oct(rows["balancecoach"].mode) == "0o755"
