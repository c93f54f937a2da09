"""Every screen but the session's, at 1366x768 with our own letters at 100, 150 and 200 %, in each theme: nothing is
cut, nothing is over anything, pages scroll up and down only. With longer words: ``test_languages.py``."""

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot
from shots_camera import camera_for
from shots_checkups import checkups
from shots_damaged import damaged
from shots_files import files
from shots_help import helped
from shots_past import past
from shots_records import records
from shots_samples import fill
from shots_scenes import around_a_session, demonstrations, everyday, people, plans, set_up

from balancecoach.core.preferences import Theme
from tests.fakes import THOROUGH
from tests.ui.layout_faults import faults, unclear

SIZE = (1366, 768)
PARTS = (
    everyday,
    past,
    people,
    set_up,
    plans,
    around_a_session,
    demonstrations,
    checkups,
    records,
    files,
    helped,
    damaged,
)
#: Paint themselves as shares of the window, whatever the letters are, and are measured in ``test_pictures.py``.
PAINTED = ("demo", "repeat")


def found(size: tuple[int, int], theme: Theme, text_percent: int, *, in_pictures: bool = False) -> list[str]:
    """What is wrong on every screen."""
    wrong = []
    with camera_for(size, theme, text_percent) as camera:
        for part in PARTS:
            for name in part(camera):
                camera.settle()
                if name not in PAINTED:
                    wrong += [f"{name}: {fault}" for fault in faults(camera.window)]
                if in_pictures:
                    wrong += [f"{name}: {fault}" for fault in unclear(camera.window)]
    return wrong


@pytest.mark.parametrize("text_percent", [150, 200] if THOROUGH else [200])  # 100: with its picture, below
def test_large_letters_fit(qtbot: QtBot, text_percent: int) -> None:
    assert "\n".join(found(SIZE, Theme.PAPER, text_percent)) == ""


@pytest.mark.parametrize("size", [(1024, 768), (1920, 1080)] if THOROUGH else [(1024, 768)], ids=str)
def test_other_displays_fit(qtbot: QtBot, size: tuple[int, int]) -> None:
    assert "\n".join(found(size, Theme.PAPER, 100)) == ""


@pytest.mark.parametrize("theme", [Theme.PAPER, Theme.DARK, Theme.YELLOW] if THOROUGH else [Theme.PAPER, Theme.YELLOW])
def test_text_stands_out_in_the_picture(qtbot: QtBot, theme: Theme) -> None:
    assert "\n".join(found(SIZE, theme, 100, in_pictures=True)) == ""


@pytest.mark.parametrize(("kept", "seen"), [(200, 2.0), (175, 1.75), (5000, 2.0), (3, 1.0)])
def test_letters_are_as_large_as_is_kept_for_the_person(qtbot: QtBot, kept: int, seen: float) -> None:
    """Within reason: a damaged record does not make a screen that nobody can use."""
    with camera_for(SIZE) as camera:
        fill(camera.store)
        someone = camera.store.person("margaret")
        assert someone is not None
        camera.store.save_person(replace(someone, text_percent=kept), now=camera.clock.now().wall)
        camera.desk.choose_person("margaret")
        greeting = camera.window.today.greeting
        greeting.ensurePolished()
        assert greeting.font().pixelSize() == round(44 * seen)
