"""Help by the keyboard alone: the guides, the search, the card, what is new; and never over a session."""

from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QAccessible, QColor, QImage, QTextBlock, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from balancecoach import __version__
from balancecoach.core.plan import Kind
from balancecoach.core.transitions import State
from balancecoach.desks.report import ReportPaper
from balancecoach.ui.guide_screen import GuideScreen
from balancecoach.ui.guide_text import GuideText
from balancecoach.ui.help_screen import HelpScreen
from balancecoach.ui.palette import DARK, YELLOW
from tests.ui.test_report_page import Paper
from tests.ui.world import Key, World, anybody, world_of


@pytest.fixture
def world(qtbot: QtBot) -> Iterator[World]:
    with world_of(qtbot, anybody()) as made:
        yield made


def screen(world: World) -> HelpScreen:
    shown = world.window.shown()
    assert isinstance(shown, HelpScreen)
    return shown


def text(world: World) -> GuideText:
    shown = world.window.shown()
    assert isinstance(shown, GuideScreen)
    return shown.text


def found(world: World) -> list[str]:
    return [made.accessibleName() for made in world.buttons("") if made.objectName() == "entry"]


def look_for(world: World, words: str) -> None:
    world.type(words)
    screen(world).look()  # without waiting for the fingers to rest


# -- the way there and back ------------------------------------------------------------------------------------------
def test_f1_opens_help_from_every_page_and_esc_goes_back_there(world: World) -> None:
    for page in ("today", "progress", "plans", "people", "settings"):
        world.go(page)
        before = world.window.shown()
        world.press(Key.Key_F1)
        assert world.focus() is screen(world).field and world.window.nav["help"].isChecked()
        world.press(Key.Key_Escape)
        assert world.window.shown() is before and world.window.nav[page].isChecked()
    world.rooms.people.show_person("ann")
    before = world.window.shown()
    world.type("e")
    world.press(Key.Key_F1)
    assert world.window.shown() is before, "what is not saved is asked about first"


def test_it_is_in_the_sidebar_before_anybody_is_set_up_and_before_the_rest_is_built(qtbot: QtBot) -> None:
    with world_of(qtbot, at_once=True) as world:
        world.click("Read first how it works")
        assert [made.text() for made in screen(world).buttons.values()] == [
            "Your first week",
            "Setting up and standing by",
            "In clinic",
            "Where things are",
            "If something is wrong",
        ]


def test_a_session_is_never_covered_nor_the_way_to_one(world: World) -> None:
    world.rooms.people.add_person()
    asked = world.window.shown()
    world.press(Key.Key_F1)
    assert world.window.shown() is asked
    world.desk.show_today()
    world.press(Key.Key_Return, Key.Key_F1)
    assert world.window.shown() is world.window.before
    world.tick_all()
    world.go_to(Kind.FORWARD)
    world.press(Key.Key_F1)
    assert world.window.shown() is world.window.session
    assert world.state() is State.PAUSED, "a key like any other"
    world.press(Key.Key_F1)
    assert world.window.shown() is world.window.session


def test_help_is_open_without_the_pin_and_closes_the_door_behind_it(world: World) -> None:
    world.rooms.guard.pin.set("1234")
    world.go("help")
    assert isinstance(world.window.shown(), HelpScreen)
    world.go("settings")
    assert world.window.shown() is world.window.pin
    world.type("1234")
    world.press(Key.Key_Return)
    assert world.window.shown() is world.window.settings
    world.press(Key.Key_F1, Key.Key_Escape)
    assert world.window.shown() is world.window.pin


# -- searching and reading -------------------------------------------------------------------------------------------
def test_a_search_by_keys_alone_opens_at_the_sentence(world: World) -> None:
    world.press(Key.Key_F1)
    look_for(world, "forgotten pin")
    assert "1 place. Enter opens the first." in world.texts()
    assert found(world)[0].startswith("If something is wrong: The PIN is forgotten. ")
    world.press(Key.Key_Return)
    QApplication.processEvents()
    assert text(world).accessibleName() == "If something is wrong"
    assert text(world).top_heading() == "The PIN is forgotten"
    world.press(Key.Key_Escape)
    assert screen(world).field.text() == "forgotten pin", "the search is still there"
    world.press(Key.Key_Escape)
    assert screen(world).field.text() == "" and len(found(world)) == 5
    world.press(Key.Key_Escape)
    assert world.window.shown() is world.window.today


def test_arrows_go_from_place_to_place_and_enter_does_not_wait(world: World, qtbot: QtBot) -> None:
    world.press(Key.Key_F1)
    look_for(world, "stop")
    names = found(world)
    assert len(names) > 3
    world.press(Key.Key_Down)
    assert world.focus().accessibleName() == names[0]
    world.press(Key.Key_Down)
    assert world.focus().accessibleName() == names[1]
    world.press(Key.Key_Up, Key.Key_Up)
    assert world.focus() is screen(world).field
    world.press(Key.Key_Down, Key.Key_Down, Key.Key_Return)
    assert names[1].startswith(text(world).accessibleName())
    assert text(world).textCursor().selectedText() in names[1]
    world.press(Key.Key_Escape, Key.Key_Escape)
    world.type("belt drill")
    world.press(Key.Key_Return)
    assert text(world).accessibleName() == "Setting up and standing by"
    world.press(Key.Key_Escape, Key.Key_Escape)
    world.type("zebra")
    qtbot.waitUntil(lambda: "Nothing found. Try one word, such as: sound." in world.texts())
    world.press(Key.Key_Return)
    assert isinstance(world.window.shown(), HelpScreen)


def test_a_guide_is_read_with_the_arrow_keys_and_left_with_esc(world: World) -> None:
    world.press(Key.Key_F1, Key.Key_Down)
    assert world.focus().accessibleDescription() == "For the person who walks"
    world.press(Key.Key_Return)
    assert world.focus() is text(world) and text(world).top_heading() == "Your first week"
    reader = QAccessible.queryAccessibleInterface(text(world))
    assert reader is not None
    assert reader.textInterface().text(0, 36) == "Your first week\nFor the person who w"
    bar = text(world).verticalScrollBar()
    world.press(Key.Key_Down)
    assert 28 < bar.value() < 4 * 28, "a line or two, as large as they are"
    world.press(Key.Key_PageDown)
    assert bar.value() > 0
    world.press(Key.Key_End)
    assert bar.value() == bar.maximum()
    world.press(Key.Key_Home)
    assert bar.value() == 0
    world.press(Key.Key_Escape)
    assert world.focus() is screen(world).buttons["first-week"]
    world.rooms.help.open_guide("standing-by")
    text(world).anchorClicked.emit(QUrl("if-something-is-wrong.md#there-is-no-sound"))
    QApplication.processEvents()
    assert (text(world).accessibleName(), text(world).top_heading()) == ("If something is wrong", "There is no sound")
    before = text(world).toPlainText()
    for address in ("https://example.org/in-clinic.md", "file:///etc/passwd", "gone.md", "mailto:a@example.org"):
        text(world).anchorClicked.emit(QUrl(address))
        assert text(world).toPlainText() == before
    kind = QTextDocument.ResourceType.ImageResource.value
    for address in ("https://example.org/none.png", "file:///etc/passwd", "../../README.md"):
        picture = text(world).loadResource(kind, QUrl(address))
        assert isinstance(picture, QImage) and picture.isNull()


# -- how it looks ----------------------------------------------------------------------------------------------------
def letters(world: World, words: str) -> tuple[int, QColor]:
    """Height and colour of the letters of a line."""
    block: QTextBlock = text(world).document().find(words).block()
    kind = block.begin().fragment().charFormat()
    return kind.font().pixelSize(), kind.foreground().color()


def test_letters_colours_and_pictures_are_those_of_the_other_screens(world: World) -> None:
    world.rooms.help.open_guide("first-week")
    for width in (900, 1366):
        world.window.resize(width, 768)
        QApplication.processEvents()
        room = text(world).viewport().width() - 2 * text(world).document().documentMargin()
        assert widths(text(world).document()) == [pytest.approx(room, abs=1)]
    assert (letters(world, "Find a helper")[0], letters(world, "Look first")[0]) == (28, 35)
    world.window.set_text_percent(200)
    QApplication.processEvents()
    assert (letters(world, "Find a helper")[0], letters(world, "Look first")[0]) == (56, 70)
    assert text(world).horizontalScrollBar().maximum() == 0
    for palette in (DARK, YELLOW):
        world.window.set_palette(palette)
        QApplication.processEvents()
        assert letters(world, "Find a helper")[1] == QColor(palette.ink)
        seen = text(world).viewport().grab().toImage()
        assert seen.pixelColor(seen.width() - 2, seen.height() - 2) == QColor(palette.card)


def widths(document: QTextDocument) -> list[float]:
    """Of all pictures."""
    found, block = [], document.begin()
    while block.isValid():
        run = block.begin()
        while not run.atEnd():
            if run.fragment().charFormat().isImageFormat():
                found.append(run.fragment().charFormat().toImageFormat().width())
            run += 1
        block = block.next()
    return found


# -- the card, and what is new ---------------------------------------------------------------------------------------
def test_the_card_is_saved_and_printed(world: World, tmp_path: Path) -> None:
    paper = Paper(str(tmp_path / "card.pdf"))
    world.rooms.help.paper = ReportPaper(paper.ask, paper.print_it)
    world.press(Key.Key_F1)
    world.click("Save the card as PDF")
    assert paper.names == ["Balance Coach: card for the treadmill"]
    assert len(pypdf.PdfReader(paper.path).pages) == 2
    assert f"Saved: {paper.path}" in world.texts()
    paper.answer = "No printer was found."
    world.click("Print the card")
    assert paper.printed[0][0] == "Balance Coach: card for the treadmill"
    assert "No printer was found." in world.texts()
    paper.path = str(tmp_path / "gone" / "card.pdf")
    world.click("Save the card as PDF")
    assert "the PDF cannot be written (No such file or directory). Choose another place." in world.texts()
    paper.path = ""
    world.press(Key.Key_F1)
    world.click("Save the card as PDF")
    assert not screen(world).notice.isVisible(), "whoever chose no place is told nothing"


def test_settings_show_the_version_and_what_is_new(world: World) -> None:
    world.go("settings")
    assert f"Balance Coach {__version__}" in world.texts()
    assert f"Everything is kept in {world.store.path.parent}." in world.texts()
    world.click("What is new")
    assert text(world).toPlainText().splitlines()[:2] == ["What is new", f"{__version__} (not released)"]
    assert "](" not in text(world).toPlainText() and "href" not in text(world).toHtml()
    QTest.keyClick(text(world), Key.Key_Escape)
    assert world.window.shown() is world.window.settings
