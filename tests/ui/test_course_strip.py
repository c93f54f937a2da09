"""The painted course: told apart without colours, as long as it took, and never outside."""

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from balancecoach.core.course import Doing
from balancecoach.core.preferences import Theme
from balancecoach.ui.course_strip import LOOKS, CourseStrip, keys_of, paint_piece
from balancecoach.ui.palette import PALETTES, current, use
from balancecoach.ui.past_facts import CourseFacts, StripPart


def test_every_kind_of_piece_has_a_pattern_of_its_own() -> None:
    assert set(LOOKS) == {"backward", "forward", *(doing.value for doing in Doing)} - {"walk"}
    assert len({pattern for _, pattern, _ in LOOKS.values()}) == len(LOOKS)


@pytest.mark.parametrize("theme", [Theme.PAPER, Theme.DARK, Theme.YELLOW])
def test_in_black_and_white_no_two_look_alike(qtbot: QtBot, theme: Theme) -> None:
    """What a printer or an eye without colours makes of it: bright and dark where something changes."""
    before = current()
    use(PALETTES[theme])
    seen = {}
    for sort in LOOKS:
        image = QImage(60, 60, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        paint_piece(painter, QRectF(0, 0, 60, 60), sort)
        painter.end()
        grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
        rows = [[grey.pixelColor(x, y).lightness() for x in range(2, 58)] for y in range(2, 58)]
        middle = (max(map(max, rows)) + min(map(min, rows))) / 2
        seen[sort] = str([[value > middle for value in row] for row in rows])
    use(before)
    alike = [(a, b) for a in seen for b in seen if a < b and seen[a] == seen[b]]
    assert alike == []


def strip(qtbot: QtBot, facts: CourseFacts) -> CourseStrip:
    """A strip of 1,000 pixels."""
    made = CourseStrip()
    qtbot.addWidget(made)
    made.resize(1000, 100)
    made.show_facts(facts)
    return made


def test_pieces_are_as_wide_as_they_took(qtbot: QtBot) -> None:
    parts = (StripPart(100, "wait", "Ready"), StripPart(0, "pause", ""), StripPart(300, "backward", "Backwards"))
    made = strip(qtbot, CourseFacts(parts, (0.0, 400.0), 400.0))
    assert [(box.left(), box.width()) for _, box in made.boxes()] == [(0, 250), (250, 0), (250, 750)]
    assert not made.grab().isNull()


@pytest.mark.parametrize("length_s", [0.0, 0.5, 20.0, 90_000.0])
def test_any_length_is_painted(qtbot: QtBot, length_s: float) -> None:
    made = strip(qtbot, CourseFacts((StripPart(length_s, "forward", "W" * 300),), (length_s,), length_s))
    assert not made.grab().isNull()


def test_only_what_is_there_is_explained() -> None:
    parts = (StripPart(1, "pause", ""), StripPart(1, "backward", ""))
    assert keys_of(CourseFacts(parts)) == ["backward", "pause"]
    assert keys_of(CourseFacts(parts, (1.0,))) == ["backward", "pause", "wobble"]
    assert keys_of(CourseFacts()) == []
