"""Themes in the real window: chosen under Settings, kept, and seen in the pixels."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from balancecoach.core.plan import Kind
from balancecoach.core.preferences import Theme
from balancecoach.ui.palette import DARK, PALETTES, current
from tests.ui.world import World, anybody, world_of

ALL = (Theme.PAPER, Theme.DARK, Theme.YELLOW)


@pytest.fixture
def world(qtbot: QtBot, own_home: Path) -> Iterator[World]:
    with world_of(qtbot, anybody()) as made:
        yield made


def wear(world: World, theme: Theme) -> None:
    """Set it, as Settings does, and go to Today."""
    world.store.keep_preferences(replace(world.store.preferences(), theme=theme))
    world.go("today")


def picture(world: World) -> QImage:
    """What is seen."""
    QApplication.processEvents()
    return world.window.grab().toImage()


def share_of(image: QImage, ink: str) -> float:
    """How much of a picture, looked at in a grid, has exactly this colour."""
    wanted = QColor(ink).rgb()
    points = [(x, y) for x in range(5, image.width(), 17) for y in range(5, image.height(), 17)]
    return sum(image.pixel(x, y) == wanted for x, y in points) / len(points)


def test_a_theme_is_chosen_in_settings_and_kept(world: World) -> None:
    world.go("settings")
    world.click("Dark")
    assert current() is DARK
    assert world.store.preferences().theme is Theme.DARK
    world.go("today")
    assert current() is DARK


@pytest.mark.parametrize("theme", ALL)
def test_every_page_wears_the_theme(world: World, theme: Theme) -> None:
    wear(world, theme)
    for page in ("today", "progress", "plans", "people", "settings"):
        world.go(page)
        image = picture(world)
        assert share_of(image, PALETTES[theme].paper) > 0.05, page
        for other in set(ALL) - {theme}:
            if PALETTES[other].paper != PALETTES[theme].card:
                assert share_of(image, PALETTES[other].paper) < 0.02, f"{page} still wears {other}"


@pytest.mark.parametrize("theme", ALL)
def test_a_session_wears_it_too(world: World, theme: Theme) -> None:
    wear(world, theme)
    world.begin()
    world.go_to(Kind.FORWARD)
    assert share_of(picture(world), PALETTES[theme].looks["forward"].background) > 0.3


@pytest.mark.parametrize("theme", ALL)
def test_the_focus_can_be_seen_wherever_the_code_puts_it(world: World, theme: Theme) -> None:
    """Three pixels and more of the ring's colour at the side of what has the focus (design 6)."""
    wear(world, theme)
    palette = PALETTES[theme]
    rings = {palette.focus, palette.focus_on_fill, palette.amber}
    buttons: list[QWidget] = [world.window.today.start_button, world.window.nav["plans"]]
    for button in buttons:
        button.setFocus(Qt.FocusReason.OtherFocusReason)
        image = picture(world)
        corner = button.mapTo(world.window, button.rect().topLeft())
        seen = [image.pixelColor(corner.x() + n, corner.y() + button.height() // 2).name() for n in range(12)]
        assert sum(name in rings for name in seen) >= 3, seen
