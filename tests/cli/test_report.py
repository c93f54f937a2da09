"""report: one page as a PDF, without a display."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdf
import pytest

from balancecoach.core.events import Noted
from balancecoach.core.person import Person
from balancecoach.paths import find_paths
from balancecoach.store.store import Store
from tests.cli.tools import NOW, ROOT, Run, keep, program, screened, walker
from tests.store.store_samples import whole_of

#: In this process there is one application for all tests, and it is the one with windows.
pytestmark = pytest.mark.usefixtures("qapp")


def kept(*people: Person) -> None:
    """These people, and two sessions with a note of the first one's."""
    keep(*people, facts=(screened(),))
    with Store.open(find_paths(), write=True) as store:
        for day in (0, 10):
            session, wall = store.begin(), NOW - timedelta(days=day)
            for event in whole_of(people[0].id, wall):
                store.append(session, event)
            store.append(session, Noted(wall, f"Felt fine, {people[0].name}."))
        store.decline(NOW, "p1", ("well",), people[0].id)


def text(path: Path) -> str:
    reader = pypdf.PdfReader(path, strict=True)
    assert len(reader.pages) == 1
    return " ".join(reader.pages[0].extract_text().split())


def test_a_page_of_everything(run: Run, tmp_path: Path) -> None:
    kept(walker())
    target = tmp_path / "anna.pdf"
    got = run("report", "--person", "Anna", "-o", target)
    assert (got.code, got.out, got.err) == (0, f"{target}\n", "")
    said = text(target)
    assert "Anna" in said
    assert "2 walked: 2 finished." in said
    assert "Felt fine, Anna." in said
    assert "4 Mar: not well, dizzy, or new pain" in said
    assert target.stat().st_mode & 0o077 == 0


def test_only_some_days_on_letter_paper_and_no_notes(run: Run, tmp_path: Path) -> None:
    kept(walker())
    target = tmp_path / "some.pdf"
    days = ("--from", "2026-03-01", "--to", "2026-03-04")
    assert run("report", "--person", "anna", "-o", target, *days, "--paper", "letter", "--no-notes").code == 0
    said = text(target)
    assert "1 March 2026 to 4 March 2026." in said
    assert "1 walked" in said
    assert "Felt fine" not in said
    assert round(pypdf.PdfReader(target).pages[0].mediabox.height) == 792


def test_without_a_name_notes_are_left_out_unless_asked_for(run: Run, tmp_path: Path) -> None:
    kept(walker(name="Anna Quill"))
    one, two = tmp_path / "one.pdf", tmp_path / "two.pdf"
    assert run("report", "--person", "anna", "-o", one, "--no-name").code == 0
    assert run("report", "--person", "anna", "-o", two, "--no-name", "--notes").code == 0
    assert "Felt fine" not in text(one)
    assert "Felt fine, [left out]." in text(two)
    for path in (one, two):
        assert "Quill" not in text(path)
        assert "Quill" not in str(pypdf.PdfReader(path).metadata)


def test_somebody_without_sessions(run: Run, tmp_path: Path) -> None:
    keep(walker())
    assert run("report", "--person", "anna", "-o", tmp_path / "a.pdf").code == 0
    assert "No session on these days." in text(tmp_path / "a.pdf")


def test_a_process_of_its_own_needs_no_display(tmp_path: Path) -> None:
    kept(walker())
    target = tmp_path / "a.pdf"
    no_display = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": "xcb"}
    got = program("report", "--person", "anna", "-o", target, env=no_display)
    assert (got.code, got.err) == (0, "")
    assert "Anna" in text(target)


@pytest.fixture
def refused(run: Run) -> Any:
    def told(*arguments: str | Path, code: int = 2) -> str:
        return run("report", *arguments).told(code)

    return told


def test_targets_that_cannot_be(refused: Any, tmp_path: Path) -> None:
    kept(walker())
    who = ("--person", "anna", "-o")
    (tmp_path / "folder.pdf").mkdir()
    (tmp_path / "there.pdf").write_text("precious")
    assert "there is no folder" in refused(*who, tmp_path / "none" / "a.pdf")
    assert "this is a folder" in refused(*who, tmp_path / "folder.pdf")
    assert "end in .pdf" in refused(*who, tmp_path / "a.txt")
    assert "add --force to write over it" in refused(*who, tmp_path / "there.pdf")
    assert (tmp_path / "there.pdf").read_text() == "precious"


def test_writing_over_a_file_has_to_be_asked_for(run: Run, tmp_path: Path) -> None:
    kept(walker())
    target = tmp_path / "there.pdf"
    target.write_text("old")
    assert run("report", "--person", "anna", "-o", target, "--force").code == 0
    assert "Anna" in text(target)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder that not even root can write in")
def test_a_place_that_cannot_be_written_is_told(refused: Any) -> None:
    kept(walker())
    assert "the PDF cannot be written" in refused("--person", "anna", "-o", "/proc/self/a.pdf", code=1)


def test_days_and_people_that_are_not(refused: Any, tmp_path: Path) -> None:
    kept(walker())
    target = tmp_path / "a.pdf"
    who = ("--person", "anna", "-o", target)
    assert refused(*who, "--from", "4.3.2026").startswith("--from 4.3.2026: this is no day.")
    assert refused(*who, "--to", "2026-02-30").startswith("--to 2026-02-30: this is no day.")
    assert "the first day comes after the last" in refused(*who, "--from", "2026-03-04", "--to", "2026-03-01")
    assert refused("--person", "Ana", "-o", target) == ("Ana: nobody here has this name or id. Did you mean Anna?")
    assert not target.exists()


@pytest.mark.skipif(os.name != "posix", reason="fontconfig is told where there are no fonts")
def test_a_computer_without_a_font_is_told_so(tmp_path: Path) -> None:
    kept(walker())
    (tmp_path / "fonts.conf").write_text('<?xml version="1.0"?><fontconfig><dir>/none</dir></fontconfig>')
    got = program(
        "report", "--person", "anna", "-o", tmp_path / "a.pdf", env={"FONTCONFIG_FILE": str(tmp_path / "fonts.conf")}
    )
    assert got.code == 2
    assert got.err.splitlines()[-1].startswith("No font is installed here, so there is nothing to write with")
    assert not (tmp_path / "a.pdf").exists()


def test_a_computer_on_which_qt_does_not_load_is_told_so(tmp_path: Path) -> None:
    kept(walker())
    qt = tmp_path / "libraries" / "PySide6"
    qt.mkdir(parents=True)
    (qt / "__init__.py").write_text("raise ImportError('libEGL.so.1: cannot open shared object file')")
    path = os.pathsep.join((str(qt.parent), str(ROOT)))
    got = program("report", "--person", "anna", "-o", tmp_path / "a.pdf", env={"PYTHONPATH": path})
    assert "Qt does not load (libEGL.so.1: cannot open shared object file)" in got.told(2)
    assert not (tmp_path / "a.pdf").exists()
