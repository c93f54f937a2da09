"""The page of the one-page report: what is chosen is what is seen, saved and printed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pypdf
import pytest
from PySide6.QtCore import QBuffer, QIODevice, QLocale
from PySide6.QtGui import QImage, QPageSize, QPdfWriter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from balancecoach.core.events import Noted
from balancecoach.desks.report import ReportPaper, usual_paper
from balancecoach.ui.report_screen import ReportScreen
from tests.ui.world import Key, World, anybody, keep_session, world_of


@dataclass
class Paper:
    """Where to save, and a printer that keeps what it gets."""

    path: str = ""
    names: list[str] = field(default_factory=list)
    printed: list[tuple[str, str, bytes]] = field(default_factory=list)
    answer: str = ""

    def ask(self, _parent: QWidget, name: str) -> str:
        self.names.append(name)
        return self.path

    def print_it(self, draw: Callable[[Any], None], title: str, _parent: QWidget, paper: str) -> str:
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        printer = QPdfWriter(buffer)
        printer.setPageSize(QPageSize(QPageSize.PageSizeId.Letter))
        draw(printer)
        self.printed.append((title, paper, bytes(buffer.data().data())))
        return self.answer


@pytest.fixture
def paper(tmp_path: Path) -> Paper:
    return Paper(str(tmp_path / "report.pdf"))


@pytest.fixture
def world(qtbot: QtBot, paper: Paper) -> Iterator[World]:
    someone = anybody(name="Ann Quill", helper="Bob")
    with world_of(qtbot, someone) as made:
        for days in (1, 3, 50, 200):
            session = keep_session(made.store, someone, days)
            made.store.append(session, Noted(made.now, f"Day {days} with Ann."))
        made.rooms.records.report.paper = ReportPaper(paper.ask, paper.print_it)
        made.go("progress")
        made.click("Report")
        yield made


def screen(world: World) -> ReportScreen:
    shown = world.window.shown()
    assert isinstance(shown, ReportScreen)
    return shown


def said(world: World) -> str:
    """What is on the page, as a screen reader says it."""
    return screen(world).preview.accessibleDescription()


def page(world: World) -> QImage:
    return screen(world).preview.grab().toImage()


def saved(path: str) -> str:
    reader = pypdf.PdfReader(path, strict=True)
    assert len(reader.pages) == 1
    return " ".join(reader.pages[0].extract_text().split())


def test_it_opens_from_progress_with_twelve_weeks_and_every_note(world: World) -> None:
    assert world.window.nav["progress"].isChecked()
    assert "For a physio or doctor, or for Ann Quill." in world.texts()
    assert screen(world).choice().period == "12"
    assert "15 December 2025 to 4 March 2026" in said(world)
    assert "3 walked" in said(world)
    assert [tick.accessibleName() for tick in screen(world).note_ticks()] == [
        "3 Mar: Day 1 with Ann.",
        "1 Mar: Day 3 with Ann.",
        "13 Jan: Day 50 with Ann.",
    ]
    assert all(tick.isChecked() for tick in screen(world).note_ticks())


def test_other_dates_are_another_page(world: World) -> None:
    before = page(world)
    world.click("Dates Last 4 weeks")
    assert "2 walked" in said(world)
    assert page(world) != before
    world.click("Dates All")
    assert "4 walked" in said(world)


def test_days_of_ones_own(world: World) -> None:
    world.click("Dates Own dates")
    form = screen(world)
    assert (form.first.text(), form.last.text()) == ("2025-12-15", "2026-03-04")
    form.first.edit.setText("2026-03-01")
    assert "1 March 2026 to 4 March 2026" in said(world)
    form.last.edit.setText("2026-03-02")
    assert "1 walked" in said(world)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("4.3.2026", "2026-03-04", "This is no day."),
        ("2026-03-01", "2026-02-30", "This is no day."),
        ("2026-03-01", "2026-02-01", "The last day comes before the first."),
    ],
)
def test_days_that_are_none_are_told_and_nothing_is_saved(
    world: World, paper: Paper, first: str, last: str, words: str
) -> None:
    world.click("Dates Own dates")
    form = screen(world)
    form.first.edit.setText(first)
    form.last.edit.setText(last)
    assert words in world.texts()
    for button in ("Save as PDF", "Print"):
        world.click(button)
        assert world.focus() in (form.first.edit, form.last.edit)
    assert (paper.names, paper.printed) == ([], [])
    world.click("Dates All")
    assert words not in world.texts()


def test_it_is_saved_as_it_is_seen(world: World, paper: Paper) -> None:
    world.click("Paper Letter")
    world.click("Save as PDF")
    assert paper.names == ["Balance Coach report Ann Quill 2026-03-04"]
    assert f"Saved: {paper.path}" in world.texts()
    assert "Ann Quill" in saved(paper.path)
    assert "Day 50 with Ann." in saved(paper.path)
    assert round(pypdf.PdfReader(paper.path).pages[0].mediabox.height) == 792


def test_a_note_can_be_left_out(world: World, paper: Paper) -> None:
    screen(world).note_ticks()[1].click()
    assert "Day 1 with Ann." in said(world)
    assert "Day 3 with Ann." not in said(world)
    world.click("Save as PDF")
    assert "Day 3 with Ann." not in saved(paper.path)


def test_without_a_name_notes_are_out_until_somebody_puts_them_in(world: World, paper: Paper) -> None:
    screen(world).nameless.click()
    assert not any(tick.isChecked() for tick in screen(world).note_ticks())
    world.click("Save as PDF")
    assert paper.names == ["Balance Coach report 2026-03-04"]
    for word in ("Quill", "Bob", "Day 1"):
        assert word not in saved(paper.path)
        assert word not in said(world)
        assert word not in str(pypdf.PdfReader(paper.path).metadata)
    screen(world).note_ticks()[0].click()
    assert "Day 1 with [left out]." in said(world)
    screen(world).nameless.click()
    assert all(tick.isChecked() for tick in screen(world).note_ticks())


def test_a_place_that_cannot_be_written_is_told(world: World, paper: Paper, tmp_path: Path) -> None:
    paper.path = str(tmp_path / "none" / "report.pdf")
    world.click("Save as PDF")
    assert "the PDF cannot be written (No such file or directory). Choose another place." in world.texts()


def test_no_place_chosen_saves_nothing(world: World, paper: Paper, tmp_path: Path) -> None:
    paper.path = ""
    world.click("Save as PDF")
    assert "Saved" not in world.texts()
    assert not list(tmp_path.glob("*.pdf"))


def test_it_is_printed_on_one_sheet_of_the_printers_own_size(world: World, paper: Paper, tmp_path: Path) -> None:
    world.click("Print")
    ((title, size, data),) = paper.printed
    assert title == "Walking report of Ann Quill, 15 December 2025 to 4 March 2026"
    assert size == "a4"
    (tmp_path / "printed.pdf").write_bytes(data)
    assert "Ann Quill" in saved(str(tmp_path / "printed.pdf"))
    paper.answer = "No printer was found. Connect one, or save it as PDF."
    world.click("Print")
    assert paper.answer in world.texts()


def test_the_page_can_be_larger(world: World) -> None:
    small = screen(world).preview.width()
    world.click("Show the page larger")
    assert screen(world).preview.width() > 2 * small
    world.click("Show the page smaller")
    assert screen(world).preview.width() == small


def test_by_keys_alone(world: World, paper: Paper) -> None:
    for _ in range(12):
        if world.focus() is screen(world).save_button:
            break
        world.press(Key.Key_Tab)
    world.press(Key.Key_Return)
    assert "Ann Quill" in saved(paper.path)
    world.press(Key.Key_Escape)
    assert world.window.shown() is world.window.progress


def test_what_was_walked_since_is_there_the_next_time(world: World) -> None:
    world.click("Back to Progress")
    keep_session(world.store, world.file().person, 2)
    world.click("Report")
    assert "4 walked" in said(world)


def test_with_nobody_set_up_there_is_nothing_to_choose(qtbot: QtBot) -> None:
    with world_of(qtbot) as made:
        made.go("progress")
        made.click("Report")
        assert "Nobody is set up yet." in made.texts()
        assert not made.buttons("Save as PDF")
        made.press(Key.Key_Escape)
        assert made.window.shown() is made.window.progress


@pytest.mark.parametrize(
    ("place", "expected"),
    [("en_US", "letter"), ("fr_CA", "letter"), ("es_MX", "letter"), ("en_GB", "a4"), ("de_DE", "a4"), ("C", "a4")],
)
def test_the_paper_that_is_usual_where_one_is(place: str, expected: str) -> None:
    assert usual_paper(QLocale(place)) == expected
