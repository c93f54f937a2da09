"""Save as a sound file: from Plans, with progress and cancel, in the background, never in the way of a walk."""

import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from balancecoach.core.preferences import Preferences, SoundMode
from balancecoach.desks.sound_file import SoundFileDesk
from balancecoach.speech.clips import ClipCache, Clips, VoiceChoice, Wanted
from balancecoach.speech.renderer import Renderer
from balancecoach.ui.sound_file_page import KindFacts, SoundFilePage
from tests.ui.test_rooms import OURS
from tests.ui.world import InstantRenderer, World, anybody, saved_plan, world_of

FORWARD = OURS.replace("seconds = 120", "seconds = 60")


class FileRenderer(InstantRenderer):
    """Makes real files, of tones alone: what a file is made of does not matter here. Waits where it is told to."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.files = Renderer(ClipCache(folder), None)
        self.go_on = threading.Event()
        self.go_on.set()
        self.asked: list[VoiceChoice] = []

    def render(self, wanted: Iterable[Wanted], choice: VoiceChoice) -> Clips:
        self.asked.append(choice)
        rows = []
        for row in wanted:
            rows.append(row)
            assert self.go_on.wait(20)
        if not self.voice:
            return Clips(trouble="no voice")
        tones = VoiceChoice(sound=SoundMode.TONES)
        made = self.files.render(rows, tones)
        return Clips(made.files, rate_wpm=choice.rate_wpm, lead_s=choice.lead_s)


class Asked:
    """Stands in for the dialog that asks where to."""

    def __init__(self, desk: SoundFileDesk, target: Path) -> None:
        self.target: Path | None = target
        self.offered: list[tuple[str, str]] = []
        desk.ask_path = self

    def __call__(self, parent: QWidget, title: str, kind: KindFacts) -> str:
        self.offered.append((title, kind.ending))
        return str(self.target) if self.target is not None else ""


@pytest.fixture
def renderer(tmp_path: Path) -> FileRenderer:
    return FileRenderer(tmp_path / "clips")


@pytest.fixture
def world(qtbot: QtBot, renderer: FileRenderer) -> Iterator[World]:
    with world_of(qtbot, anybody(), renderer=renderer) as made:
        yield made
        renderer.go_on.set()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "music"
    made.mkdir()
    return made


@pytest.fixture
def asked(world: World, folder: Path) -> Asked:
    return Asked(world.rooms.sound_files, folder / "walk.flac")  # written in a tenth of an MP3's time


def page(world: World) -> SoundFilePage:
    return world.rooms.sound_files.page


def open_page(world: World, programme: str = "First steps") -> None:
    world.go("plans")
    world.click(f"More: {programme}")
    world.click("Save as a sound file")
    assert world.window.shown() is page(world)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def wait_for(world: World, words: str) -> None:
    world.qtbot.waitUntil(lambda: words in world.texts(), timeout=60_000)


def test_the_page_says_what_differs_how_long_and_how_large(world: World) -> None:
    open_page(world)
    texts = world.texts()
    assert "First steps, week 1  ·  for Ann" in texts
    assert "It cannot wait. It asks you to pause it when you need longer." in texts
    for kind in ("MP3, about 6 MB", "OGG, about 3 MB", "FLAC, about 11 MB", "WAV, about 8"):
        assert kind in texts
    before = page(world).length.text()
    world.click("How long it waits at each stop: 40 seconds")
    assert page(world).length.text() != before
    assert world.window.nav["plans"].isChecked()


def test_it_is_saved_with_a_list_of_its_parts(world: World, asked: Asked, folder: Path) -> None:
    open_page(world)
    world.click("Save…")
    wait_for(world, "Saved: ")
    assert names(folder) == ["walk.cue", "walk.flac"]
    assert asked.offered == [("First steps, week 1", ".mp3")]
    assert f"Saved: {folder / 'walk.flac'}" in world.texts()
    assert "A list of its parts is beside it: walk.cue" in world.texts()
    assert world.focus() is page(world).result, "a screen reader says where it is"


@pytest.mark.parametrize("name", ["OGG", "WAV"])
def test_other_kinds(world: World, asked: Asked, folder: Path, name: str) -> None:
    asked.target = folder / f"walk.{name.lower()}"
    open_page(world)
    world.click(f"Kind of file: {name}")
    world.click("Save…")
    wait_for(world, "Saved: ")
    assert asked.offered[0][1] == f".{name.lower()}"
    assert names(folder) == ["walk.cue", asked.target.name]


def test_in_the_voice_and_with_what_is_set_for_the_window(world: World, asked: Asked, renderer: FileRenderer) -> None:
    world.store.keep_preferences(Preferences(lead_in_s=0.5, sound=SoundMode.VOICE))
    world.change(rate_wpm=120, voice="gmw/en")
    open_page(world)
    world.click("Save…")
    wait_for(world, "Saved: ")
    assert renderer.asked[0] == VoiceChoice("gmw/en", 120, SoundMode.VOICE, 0.5)


def test_nowhere_is_no_file(world: World, asked: Asked, folder: Path) -> None:
    asked.target = None
    open_page(world)
    world.click("Save…")
    assert names(folder) == []
    assert world.buttons("Save…")


# -- on its way ----------------------------------------------------------------------------------------------------
def test_cancel_leaves_nothing_and_the_old_file(
    world: World, asked: Asked, folder: Path, renderer: FileRenderer
) -> None:
    (folder / "walk.flac").write_text("precious")
    renderer.go_on.clear()
    open_page(world)
    world.click("Save…")
    assert "Making the sound file: 0 %" in world.texts()
    assert world.focus() is page(world).cancel_button
    world.click("Cancel")
    assert "Cancelled. No file was left behind." in world.texts()
    renderer.go_on.set()
    world.qtbot.waitUntil(no_work, timeout=20_000)
    assert names(folder) == ["walk.flac"]
    assert (folder / "walk.flac").read_text() == "precious"
    assert world.buttons("Save…"), "and it can be tried again"


def no_work() -> bool:
    return all(thread.name != "sound file" for thread in threading.enumerate())


def test_the_window_goes_on_meanwhile(world: World, asked: Asked, renderer: FileRenderer) -> None:
    renderer.go_on.clear()
    open_page(world)
    world.click("Save…")
    world.go("progress")
    world.go("plans")
    world.click("More: Gentle build")
    world.click("Save as a sound file")
    assert "Making the sound file" in world.texts(), "the one on its way, not another"
    assert "First steps, week 1" in world.texts()
    world.click("Back to Plans")
    renderer.go_on.set()
    world.qtbot.waitUntil(no_work, timeout=60_000)
    world.qtbot.waitUntil(lambda: bool(world.rooms.sound_files._result), timeout=20_000)
    world.click("Save as a sound file")
    assert "Saved: " in world.texts(), "told when the page is seen again"
    world.click("Back to Plans")
    world.click("Save as a sound file")
    assert "Saved: " not in world.texts(), "once"


def test_a_walk_ends_it_and_that_is_told_later(
    world: World, asked: Asked, folder: Path, renderer: FileRenderer
) -> None:
    renderer.go_on.clear()
    open_page(world)
    world.click("Save…")
    world.go("today")
    world.begin()
    renderer.go_on.set()
    world.qtbot.waitUntil(no_work, timeout=20_000)
    assert names(folder) == []
    world.stop_and_sit()
    world.desk.show_today()
    world.go("plans")
    world.click("Save as a sound file")
    assert "A walk began, so the sound file was not made. Save it again." in world.texts()


def test_the_program_ends_and_nothing_half_written_stays(
    world: World, asked: Asked, folder: Path, renderer: FileRenderer
) -> None:
    renderer.go_on.clear()
    open_page(world)
    world.click("Save…")
    threading.Timer(0.0, renderer.go_on.set).start()
    world.rooms.sound_files.close()
    assert no_work()
    assert names(folder) == []


# -- what goes wrong -----------------------------------------------------------------------------------------------
def test_without_a_voice_it_is_told(world: World, asked: Asked, folder: Path, renderer: FileRenderer) -> None:
    renderer.voice = False
    open_page(world)
    world.click("Save…")
    wait_for(world, "The words could not be spoken: no voice")
    assert names(folder) == []


def test_names_that_cannot_be_are_told(world: World, asked: Asked, folder: Path) -> None:
    open_page(world)
    for name, words in (("walk.doc", "no such kind of sound file"), ("none/walk.mp3", "there is no folder")):
        asked.target = folder / name
        world.click("Save…")
        wait_for(world, words)
    assert names(folder) == []


# -- who may -------------------------------------------------------------------------------------------------------
def test_what_may_not_be_walked_is_not_saved_either(world: World) -> None:
    world.go("plans")
    world.click("More: Gentle slope")
    world.click("Save as a sound file")
    assert "A physio has to approve this first" in world.texts()
    assert not world.buttons("Save…")
    assert world.focus() is page(world).back_button


def test_nobody_walks_backwards_with_it_before_they_are_set_up(qtbot: QtBot, renderer: FileRenderer) -> None:
    with world_of(qtbot, renderer=renderer) as world:
        open_page(world)
        assert "Set up a person first." in world.texts()
        assert not world.buttons("Save…")
        world.click("Back to Plans")
        open_page(world, "Getting to know the treadmill")
        assert world.buttons("Save…"), "walking forwards is another matter"


def test_a_plan_of_ones_own(world: World, asked: Asked, folder: Path) -> None:
    world.store.save_plan(saved_plan("ours", "Ours", FORWARD))
    asked.target = folder / "walk.mp3"
    world.go("plans")
    world.click("Save as a sound file: Ours")
    assert "Ours  ·  for Ann" in world.texts()
    world.click("Save…")
    wait_for(world, "Saved: ")
    assert names(folder) == ["walk.cue", "walk.mp3"]


def test_a_draft_is_not_offered(world: World) -> None:
    world.store.save_plan(saved_plan("ours", "Ours", FORWARD, draft=True))
    world.go("plans")
    assert not world.buttons("Save as a sound file: Ours")


def test_a_plan_that_is_gone_leads_back(world: World) -> None:
    world.go("plans")
    world.rooms.sound_files.open_plan("gone")
    assert world.window.shown() is world.window.plans
