"""Whoever uses keys sees where they are: the ring is measured in the pixels of every control of every screen.

The focus is given by code, as our screens give it; what Qt draws then is what counts, not what the style sheet says.
"""

from dataclasses import dataclass
from functools import cache

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from balancecoach.ui.palette import DARK, PAPER, YELLOW, Palette
from tests.fakes import THOROUGH
from tests.ui.tour import things, tour
from tests.ui.world import World, anybody, world_of

LEAST_PIXELS = 3
LEAST_CONTRAST = 3.0
#: Around a control, to see what the ring stands on.
AROUND = 6
#: How far into a control its ring is looked for.
DEEP = AROUND + 24


@dataclass(frozen=True)
class Ring:
    """On one side of a control: how thick, and how it stands out from what was there, and from what is beside it."""

    pixels: int
    from_before: float
    from_beside: float


@cache
def contrast(one: int, other: int) -> float:
    """WCAG 2.2: from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@cache
def luminance(ink: int) -> float:
    """Relative luminance of a pixel."""
    of = QColor(ink)
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (of.redF(), of.greenF(), of.blueF())]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def picture(window: QWidget, place: QRect) -> QImage:
    """A part of the window as it is drawn now."""
    return window.grab(place).toImage().convertToFormat(QImage.Format.Format_RGB32)


def lines(image: QImage) -> list[list[int]]:
    """The first pixels from the middle of each side inwards, at most to the middle of the control."""
    across, down = image.width(), image.height()
    rows, columns = range(min(DEEP, down // 2)), range(min(DEEP, across // 2))
    return [
        [image.pixel(across // 2, y) for y in rows],
        [image.pixel(across // 2, down - 1 - y) for y in rows],
        [image.pixel(x, down // 2) for x in columns],
        [image.pixel(across - 1 - x, down // 2) for x in columns],
    ]


def ring(before: list[int], after: list[int]) -> Ring:
    """The thickest stretch of one colour that came with the focus."""
    best = Ring(0, 1.0, 1.0)
    for start in range(1, len(after)):
        ink = after[start]
        end = start
        while end < len(after) and after[end] == ink:
            end += 1
        # the ring may lie partly where a line of its own colour was; what is measured is what is seen
        came = any(before[n] != ink for n in range(start, end))
        if not came or end == len(after):
            continue
        was = max(contrast(ink, before[n]) for n in range(start, end))
        # the very next pixel may be half ring, where its edge lies between two
        near = [n for n in (start - 2, start - 1, end, end + 1) if 0 <= n < len(after)]
        beside = max(contrast(ink, after[n]) for n in near)
        found = Ring(end - start, was, beside)
        if found.from_before >= LEAST_CONTRAST and found.pixels > best.pixels:
            best = found
    return best


def rings(world: World, control: QWidget) -> list[Ring]:
    """Of all four sides."""
    window, had = world.window, QApplication.focusWidget()
    control.setFocus()
    QApplication.processEvents()  # the page follows, where it scrolls
    if isinstance(control, QLineEdit):
        control.deselect()
    place = QRect(control.mapTo(window, QPoint(0, 0)), control.size()).adjusted(-AROUND, -AROUND, AROUND, AROUND)
    after = picture(window, place)
    control.clearFocus()
    QApplication.processEvents()
    before = picture(window, place)
    if had is not None:
        had.setFocus()  # the tour goes on from there
    top, bottom, left, right = (ring(*each) for each in zip(lines(before), lines(after), strict=True))
    chosen_page = control.objectName() == "nav" and isinstance(control, QPushButton) and control.isChecked()
    return [top, bottom, right] if chosen_page else [top, bottom, left, right]  # its left side keeps its mark


def controls(world: World) -> list[QWidget]:
    """What can have the keyboard on the screen that is shown, and lies wholly in sight."""
    root = world.window if world.window.nav["today"].isVisible() else world.window.shown()
    found = [thing.widget for thing in things(root) if thing.focusable and thing.widget is not None]
    return [
        made
        for made in found
        if made.isEnabled()
        and made.focusPolicy() is not Qt.FocusPolicy.NoFocus
        and not hasattr(type(made), "TAKES_KEYS")
    ]


LARGE, SMALL = (1366, 768), (900, 560)
ALL = [(palette, size) for palette in (PAPER, DARK, YELLOW) for size in (LARGE, SMALL)]
SOME = [(PAPER, LARGE), (DARK, SMALL), (YELLOW, LARGE)]


@pytest.mark.parametrize(("palette", "size"), ALL if THOROUGH else SOME)
def test_the_ring_is_seen(qtbot: QtBot, palette: Palette, size: tuple[int, int]) -> None:
    wrong: list[str] = []
    measured = 0
    menu: set[tuple[str, bool]] = set()  # the sidebar is one for all its pages: each button chosen and not, once
    with world_of(qtbot, anybody(emergency="112")) as world:
        world.window.resize(*size)
        world.window.set_palette(palette)
        for name in tour(world):
            for control in controls(world):
                if control.objectName() == "nav" and isinstance(control, QPushButton):
                    state = (control.text(), control.isChecked())
                    if state in menu:
                        continue
                    menu.add(state)
                measured += 1
                poor = [
                    each
                    for each in rings(world, control)
                    if each.pixels < LEAST_PIXELS or each.from_beside < LEAST_CONTRAST
                ]
                if poor:
                    what = control.accessibleName() or getattr(control, "text", str)()
                    wrong.append(f"{name}: {type(control).__name__} {control.objectName()} {what!r}: {poor}")
    print(f"{measured} controls measured")
    assert measured > 80
    assert not wrong, "\n".join(wrong)


def test_what_measures_the_ring_would_see_that_there_is_none(qtbot: QtBot) -> None:
    with world_of(qtbot, anybody()) as world:
        world.window.setStyleSheet("QPushButton { border: 2px solid black; } QPushButton:focus { outline: none; }")
        start = world.window.today.start_button
        assert all(each.pixels < LEAST_PIXELS for each in rings(world, start))
