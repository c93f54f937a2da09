"""The session screen, measured in pictures of it (design 5 and 6): sizes, contrast, forms, and that nothing jumps."""

import itertools
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shots_session import AT_THE_RAIL, ON_A_SLOPE, ON_THE_BELT, moments

from balancecoach.core import words
from balancecoach.core.pseudo import Pseudo, longer
from balancecoach.core.script import Script, build_script
from balancecoach.core.session import View
from balancecoach.core.transitions import State
from balancecoach.languages import offered, speak
from balancecoach.paths import assets
from balancecoach.plans.library import Library
from balancecoach.ui.palette import DARK, PAPER, YELLOW, Palette, use
from balancecoach.ui.session_screen import SessionScreen
from balancecoach.ui.theme import Look
from balancecoach.ui.timer import Timer
from tests.fakes import THOROUGH, in_language
from tests.ui.pixels import (
    SIGHTS,
    Mask,
    Pixels,
    contrast_of,
    cut,
    height_of,
    ink,
    likeness,
    luminance,
    pixels,
    runs,
    seen_by,
    tallest,
)

SIZES = ((1366, 768), (1920, 1080), (1280, 800), (1024, 768), (1400, 1050))
THEMES = [pytest.param(palette, id=palette.name) for palette in (PAPER, DARK, YELLOW)]
#: One moment of each kind that has a look of its own.
KINDS = ("backward", "forward", "gate", "rest", "paused")
TEXT, TIMER, WORD, BUTTON = 7.0, 9.5, 0.08, 0.10


@cache
def scripts() -> tuple[Script, ...]:
    """A treadmill's, one with a slope, one along a rail."""
    library = Library(assets() / "programmes")
    return tuple(build_script(library.find(plan)) for plan in (ON_THE_BELT, ON_A_SLOPE, AT_THE_RAIL))


@pytest.fixture
def longer_words() -> Iterator[None]:
    """Every word 40 % longer."""
    before = words._current[0]
    words.use(Pseudo())
    scripts.cache_clear()
    yield
    words.use(before)
    scripts.cache_clear()


def shown(qtbot: QtBot, size: tuple[int, int] = SIZES[0]) -> SessionScreen:
    """A session screen of this size."""
    screen = SessionScreen()
    qtbot.addWidget(screen)
    screen.resize(*size)
    screen.set_emergency("112", "Anna")
    screen.show()
    return screen


def every_moment(screen: SessionScreen) -> Iterator[tuple[str, View]]:
    """Every kind of block and every state, one after the other."""
    for script in scripts():
        screen.start(script)
        for name, view, caption in moments(script):
            screen.show_view(view)
            screen.say(words.tr(caption))
            yield name, view


def moment(screen: SessionScreen, wanted: str) -> Pixels:
    """The picture of one of them."""
    for name, _ in every_moment(screen):
        if name == wanted:
            return picture(screen)
    raise AssertionError(f"there is no moment {wanted}")


def picture(screen: QWidget) -> Pixels:
    """What is seen."""
    return pixels(screen.grab().toImage())


def texts(screen: SessionScreen) -> dict[str, QWidget]:
    """What can be read now."""
    names = ("word", "speed", "hands", "big", "caption", "line", "next", "left", "timer")
    parts = {name: getattr(screen, name) for name in names}
    return {name: part for name, part in parts.items() if part.isVisible() and part.text()}


# -- sizes ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize(("name", "least"), [("backward", 0.42), ("forward", 0.42), ("gate", 0.42), ("long", 0.34)])
def test_the_digits_are_huge(qtbot: QtBot, size: tuple[int, int], name: str, least: float) -> None:
    first, end = tallest(ink(moment(shown(qtbot, size), name)))
    assert least <= (end - first) / size[1] <= 0.44, "or they touch what is above or below"


def test_the_digits_are_as_huge_on_a_fine_display(tmp_path: Path) -> None:
    """200 %: Qt takes the scale when it starts, so the command for pictures draws them."""
    shots = Path(__file__).parents[2] / "packaging" / "shots.py"
    wanted = ["--scale", "200", "--only", "session-[bl][ao][cn][kg]*"]
    done = subprocess.run([sys.executable, str(shots), str(tmp_path), *wanted], env=os.environ, check=False)
    assert done.returncode == 0
    for name, least in (("backward", 0.42), ("long", 0.34)):
        image = QImage(str(tmp_path / f"session-{name}-paper-1366x768-scale200.png"))
        assert (image.width(), image.height()) == (2732, 1536)
        first, end = tallest(ink(pixels(image)))
        assert least <= (end - first) / 1536 <= 0.44


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_word_and_the_thing_to_do_are_large(qtbot: QtBot, size: tuple[int, int]) -> None:
    """The capitals of the word; and where there are no digits, what to do."""
    screen, low = shown(qtbot, size), {}
    for name, _ in every_moment(screen):
        seen = picture(screen)
        for part in {"word", "big"} & set(texts(screen)):
            lines = runs(np.asarray(ink(cut(seen, texts(screen)[part].geometry())).any(axis=1)))
            high = min(end - first for first, end in lines) / size[1]
            if high < WORD:
                low[f"{name} {part}"] = round(high, 4)
    assert low == {}


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_buttons_are_a_tenth_of_the_height(qtbot: QtBot, size: tuple[int, int]) -> None:
    screen, low = shown(qtbot, size), {}
    for name, _ in every_moment(screen):
        seen = picture(screen)
        for button in (screen.ready, screen.hold, screen.stop):
            if button.isVisible():
                band = seen[round(size[1] * 0.853) :]  # below the strip, and below whom to call
                painted = runs(ink(band, 30)[:, button.geometry().center().x()])
                high = painted[-1][1] - painted[0][0]
                if high < BUTTON * size[1] or button.width() < 52:
                    low[f"{name} {button.text()}"] = high
    assert low == {}


# -- contrast ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("palette", THEMES)
def test_every_text_stands_out(qtbot: QtBot, palette: Palette) -> None:
    use(palette)
    screen, low = shown(qtbot), {}
    for name, _ in every_moment(screen):
        seen = picture(screen)
        buttons = [button for button in (screen.ready, screen.hold, screen.stop) if button.isVisible()]
        places = {**texts(screen), **{button.text(): button for button in buttons}}
        for part, widget in places.items():
            inner = widget.geometry().adjusted(10, 10, -10, -10) if widget in buttons else widget.geometry()
            found = contrast_of(cut(seen, inner))
            if found < (TIMER if part == "timer" else TEXT):
                low[f"{name} {part}"] = round(found, 2)
    assert low == {}


# -- forms ---------------------------------------------------------------------------------------------------------
def form(screen: SessionScreen, name: str, part: str, sight: str) -> Mask:
    """What is drawn there, as dark and light, for somebody with this sight."""
    seen = cut(moment(screen, name), getattr(screen, part).geometry())
    bright = luminance(seen_by(seen, sight))
    high, low = bright.max(), bright.min()
    assert (high + 0.05) / (low + 0.05) >= 4.5, f"{name} {part} cannot be made out with {sight}"
    back = luminance(seen_by(seen[:1, :1], sight))[0, 0]
    return np.asarray(np.abs(bright - back) > (high - low) / 2)


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("palette", THEMES)
def test_kinds_of_block_differ_in_form_for_every_eye(qtbot: QtBot, palette: Palette, sight: str) -> None:
    """The picture and the word, with colour taken away as far as this eye does."""
    use(palette)
    screen = shown(qtbot)
    pictures = {name: form(screen, name, "picture", sight) for name in KINDS}
    for one, other in itertools.combinations(KINDS, 2):
        assert likeness(pictures[one], pictures[other]) < 0.75, f"{one} and {other} have pictures too much alike"
    headings = {name: form(screen, name, "word", sight) for name in KINDS}
    for one, other in itertools.combinations(KINDS, 2):
        wide = min(headings[one].shape[1], headings[other].shape[1])
        assert likeness(headings[one][:, :wide], headings[other][:, :wide]) < 0.75, f"{one} and {other} read alike"


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("palette", THEMES)
def test_kinds_of_block_differ_in_brightness(qtbot: QtBot, palette: Palette, sight: str) -> None:
    """Of the background, in steps of lightness (CIE L*); on paper, walking forwards and rest differ in form alone."""
    use(palette)
    screen, seen = shown(qtbot), {}
    for name in ("backward", "forward", "gate", "rest"):
        bright = float(luminance(seen_by(moment(screen, name)[:1, :1], sight))[0, 0])
        seen[name] = 116 * bright ** (1 / 3) - 16 if bright > 0.008856 else 903.3 * bright
    for one, other in itertools.combinations(seen, 2):
        if (palette.name, one, other) != ("paper", "forward", "rest"):
            assert abs(seen[one] - seen[other]) >= 5, seen


def test_every_block_has_a_picture_or_a_word_of_its_own(qtbot: QtBot) -> None:
    screen = shown(qtbot)
    seen: dict[tuple[bytes, str], tuple[str, View]] = {}
    for name, view in every_moment(screen):
        part = cut(picture(screen), screen.picture.geometry())
        key = (ink(part).tobytes(), screen.word.text())
        other = seen.setdefault(key, (name, view))
        again = view.state in (State.RESTART, State.PAUSED)  # the belt is started as before; a pause is a pause
        assert again or other[1].block.kind is view.block.kind, f"{name} looks as {other[0]}"


# -- nothing jumps -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("pattern", ["{0}:{0}{0}", "{0}{0}:{0}{0}"])
@pytest.mark.parametrize("size", [(1366, 342), (1024, 342)], ids=str)
def test_digits_stay_in_their_cells(qtbot: QtBot, pattern: str, size: tuple[int, int]) -> None:
    timer = Timer()
    qtbot.addWidget(timer)
    timer.resize(*size)
    timer.set_look(Look("x", "#000000", "#ffffff"))
    timer.set_window_height(768)
    timer.show()
    centres, colons = [], []
    for digit in "0123456789":
        timer.set_text(pattern.format(digit))
        mask = ink(picture(timer))
        groups = runs(np.asarray(mask.any(axis=0)))
        assert len(groups) == len(pattern.replace("{0}", "0")), f"the {digit}s touch each other"
        number = pattern.replace("{0}", "0").index(":")
        colons.append(groups.pop(number))
        centres.append([(first + end) / 2 for first, end in groups])
    assert len(set(colons)) == 1, "the colon moves"
    spread = np.ptp(np.array(centres), axis=0)
    assert spread.max() <= 2, "digits move sideways"


def test_a_second_changes_the_digits_and_nothing_else(qtbot: QtBot) -> None:
    screen = shown(qtbot)
    script = scripts()[0]
    screen.start(script)
    view = next(view for name, view, _ in moments(script) if name == "backward")
    screen.show_view(view)
    picture(screen)  # the first one may still be placing things
    before = picture(screen)
    later = View(view.state, view.index, view.block, view.elapsed_s + 1, view.left_s - 1, 0.0, view.session_left_s - 1)
    screen.show_view(later)
    changed = (before != picture(screen)).any(axis=2)
    assert changed.any()
    for may in (screen.timer, screen.left, screen.strip):
        place = may.geometry()
        changed[place.top() : place.bottom() + 1, place.left() : place.right() + 1] = False
    assert not changed.any()


# -- longer words --------------------------------------------------------------------------------------------------
def test_the_longer_language_is_longer() -> None:
    assert longer("Walk at an easy pace.") != "Walk at an easy pace."
    for text in ("Ready", "Turn to the room", "{0} left", "Press Enter"):
        assert len(text) * 1.2 <= len(longer(text)) <= len(text) * 1.5
    assert "{0}" in longer("up to {0} now")


@pytest.mark.usefixtures("longer_words")
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_longer_words_are_neither_cut_nor_laid_over_others(qtbot: QtBot, size: tuple[int, int]) -> None:
    assert "\n".join(cut_or_over(qtbot, size)) == ""


@pytest.mark.parametrize("code", [each.code for each in offered()[1:] if THOROUGH or each.code == "de"])
@pytest.mark.parametrize("size", SIZES if THOROUGH else SIZES[:1], ids=str)
def test_each_language_is_neither_cut_nor_laid_over_others(qtbot: QtBot, size: tuple[int, int], code: str) -> None:
    with in_language(words._current[0]):
        speak(code)
        scripts.cache_clear()
        wrong = cut_or_over(qtbot, size)
    scripts.cache_clear()
    assert "\n".join(wrong) == ""


def cut_or_over(qtbot: QtBot, size: tuple[int, int]) -> list[str]:
    """What is wrong with any moment of a session, in pictures of it."""
    screen, wrong = shown(qtbot, size), []
    for name, _ in every_moment(screen):
        seen, parts = picture(screen), texts(screen)
        for part, widget in parts.items():
            mask = ink(cut(seen, widget.geometry()))
            edges = mask[:, -1].sum() + (0 if part in ("word", "left") else mask[:, 0].sum())
            if part not in ("speed", "hands", "timer") and edges:
                wrong.append(f"{name}: {part} is cut")
            if part in ("word", "caption") and height_of(mask) < (0.07 if part == "word" else 0.044) * size[1]:
                wrong.append(f"{name}: {part} is small ({height_of(mask) / size[1]:.3f})")
        for (one, first), (other, second) in itertools.combinations(parts.items(), 2):
            if first.geometry().intersects(second.geometry()):
                wrong.append(f"{name}: {one} over {other}")
        digits = tallest(ink(seen)) if "timer" in parts and not screen.help.isVisible() else (0, size[1])
        least = 0.34 if len(screen.timer.text()) > 4 else 0.42
        if digits[1] - digits[0] < least * size[1]:
            wrong.append(f"{name}: the digits are small")
    return wrong
