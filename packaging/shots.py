"""Draws every screen with sample data to PNG files, offscreen, in seconds: ``python3 packaging/dev.py shots [FOLDER]``.

The pictures of the README come from here, and the eyes of a reviewer. The record behind them is a temporary one.
"""

import os
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget
from shots_more import more
from shots_samples import SampleClock, chart_weeks, fill, history

from balancecoach.core.moving import Place
from balancecoach.core.plan import Kind
from balancecoach.core.preferences import Preferences, Theme
from balancecoach.core.progress import week_sentence
from balancecoach.core.script import Script, build_script
from balancecoach.core.session import View
from balancecoach.core.transitions import State
from balancecoach.desks.everyday import Desk
from balancecoach.desks.rooms import Rooms
from balancecoach.paths import assets, find_paths
from balancecoach.plans.library import Library
from balancecoach.speech.clips import ClipCache, Clips, VoiceChoice, Wanted, key
from balancecoach.speech.player import SilentPlayer
from balancecoach.speech.renderer import Renderer
from balancecoach.store.journal import Journal
from balancecoach.store.store import Store
from balancecoach.ui.facts import ProgressFacts
from balancecoach.ui.window import Window
from balancecoach.voicing import Voicing

SIZES = ((1366, 768), (1920, 1080), (1280, 800), (1024, 768))


class _Voice(Renderer):
    """Has every clip, and none of them as a file."""

    def render_later(self, wanted: Iterable[Wanted], choice: VoiceChoice, done: Callable[[Clips], None]) -> None:
        names = {key(row): Path("clip.wav") for row in wanted}
        done(Clips(names, frozenset(names)))


class _Loudspeaker(SilentPlayer):
    def working(self) -> bool:
        return True

    def play(self, key: str) -> bool:
        return True


class Camera:
    """A desk of our own, and what is drawn with it."""

    def __init__(self, folder: Path, width: int, height: int, store: Store) -> None:
        self.folder, self.size, self.store = folder, f"{width}x{height}", store
        self.suffix = ""  # of a picture's name: the theme, where it is not paper
        self.library = Library(assets() / "programmes")
        clock = SampleClock()
        self.desk = Desk(
            store=store,
            make_journal=lambda trouble: Journal(store.twin, trouble),
            programmes=self.library.programmes,
            voicing=Voicing(_Voice(ClipCache(folder), None), _Loudspeaker, VoiceChoice()),
            clock=clock,
            make_window=lambda may_close: Window((assets() / "icons" / "tick.svg").as_posix(), may_close),
        )
        self.rooms = Rooms(self.desk, store, self.library.programmes, clock)
        self.window = self.desk.window
        self.window.resize(width, height)
        self.window.show()
        self.desk.prepare()

    def save(self, name: str, screen: QWidget | None = None) -> None:
        """Draw what is shown, or ``screen``, at the window's own size."""
        if screen is not None:
            self.window.show_plain(screen)
        self.window.showNormal()  # a full screen has the size of the platform's display
        self.window.resize(*(int(side) for side in self.size.split("x")))
        for _ in range(6):
            QApplication.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.window.grab().save(str(self.folder / f"{name}{self.suffix}-{self.size}.png"))

    def show(self, show: Callable[[], object], name: str) -> None:
        """Do it, then draw."""
        show()
        self.save(name)


def main(folder: Path, sizes: tuple[tuple[int, int], ...] = SIZES) -> int:
    """Draw all screens at all sizes. Returns the exit code."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert app is not None
    folder.mkdir(parents=True, exist_ok=True)
    for width, height in sizes:
        shoot(folder, width, height, Theme.PAPER)
    for theme in (Theme.DARK, Theme.YELLOW):
        shoot(folder, *sizes[0], theme)
    print(folder)
    return 0


def shoot(folder: Path, width: int, height: int, theme: Theme) -> None:
    """Draw all screens at one size in one theme."""
    with (
        tempfile.TemporaryDirectory() as home,
        Store.open(find_paths(home), write=True, report=lambda _: None) as store,
    ):
        store.keep_preferences(Preferences(theme=theme))
        camera = Camera(folder, width, height, store)
        camera.suffix = "" if theme is Theme.PAPER else f"-{theme.value}"
        everyday(camera)
        setting_up(camera)
        editing(camera)
        around_a_session(camera)
        more(camera)
        camera.desk.close()
        camera.window.close()


def everyday(camera: Camera) -> None:
    """Today, Progress, Plans, People, Settings."""
    desk, window, rooms = camera.desk, camera.window, camera.rooms
    camera.save("today-nobody")
    fill(camera.store)
    camera.show(lambda: desk.choose_person("locked"), "today-locked")
    camera.show(lambda: desk.choose_person("ready"), "today-move-on")
    camera.show(lambda: desk.choose_person("away"), "today-step-back")
    camera.show(lambda: desk.choose_person("margaret"), "today")
    window.progress.show_facts(ProgressFacts(week_sentence(chart_weeks()), chart_weeks(), history("margaret")))
    camera.show(lambda: window.show_page("progress"), "progress")
    camera.show(rooms.plans.show, "plans")
    camera.show(lambda: window.plans.open_programme("p2-gentle-build"), "plans-open")
    camera.show(rooms.people.show_people, "people")
    camera.show(lambda: rooms.people.show_person("margaret"), "person")
    camera.show(lambda: rooms.people.show_outcome("locked"), "outcome")
    camera.show(rooms.settings.show, "settings")
    window.pin.start("That was not right. Wait 5 seconds.")
    camera.save("pin", window.pin)


def setting_up(camera: Camera) -> None:
    """The first pages of a new person's set-up."""
    rooms = camera.rooms
    camera.show(rooms.people.add_person, "set-up-name")
    camera.show(lambda: rooms.people.ask_control("locked"), "set-up-control")
    camera.show(lambda: rooms.people.ask_again("locked"), "set-up-question")
    camera.show(lambda: rooms.people.check_treadmill("locked"), "set-up-treadmill")
    camera.show(lambda: rooms.people.ask_speed("locked"), "set-up-speed")


def editing(camera: Camera) -> None:
    """The plan editor."""
    programmes, rooms = camera.library.programmes, camera.rooms
    person = camera.store.person("margaret")
    assert person is not None
    camera.show(lambda: rooms.editor.open_copy(programmes["p2-gentle-build"], 2, person.walker(0.8)), "editor")


def around_a_session(camera: Camera) -> None:
    """The daily check, the session's moments, the check-in, demonstrations."""
    window, rooms, library = camera.window, camera.rooms, camera.library
    camera.desk.choose_person("margaret")
    window.today.start.emit()
    for name in ("well", "clear_head", "same", "shoes", "key"):
        window.before.boxes[name].setChecked(True)
    camera.save("before")
    camera.show(window.before.no_button.click, "not-today")
    window.checkin.start("Well done", "11 minutes walked, 1½ minutes of them backwards.")
    window.checkin.effort.button(3).click()
    window.checkin.stumbles.button(0).click()
    camera.save("checkin", window.checkin)
    window.checkin.start("You stopped. That is always fine.", "4 minutes walked.", stopped=True)
    camera.save("checkin-stopped", window.checkin)
    window.session.set_emergency("112", "Anna")
    for plan in (
        library.find("p1-first-steps:1"),
        library.find("p9-gentle-slope:3"),
        library.find("p13-along-the-rail:1"),
    ):
        script = build_script(plan)
        window.session.start(script)
        for moment, view, words in session_moments(script):
            window.session.show_view(view)
            window.session.say(words)
            camera.save(f"session-{moment}", window.session)
    window.session.set_trouble("No sound. Helper: read the words out loud.")
    camera.save("session-no-sound", window.session)
    rooms.plans.demo.emit(rooms.plans.plan(Place("p1-first-steps", 1)))
    camera.show(lambda: rooms.demo.jump(3), "demo")
    rooms.demo.leave()
    camera.show(lambda: rooms.demo.repeat(rooms.plans.plan(Place("p1-first-steps", 1))), "repeat")
    rooms.demo.leave()


def session_moments(script: Script) -> list[tuple[str, View, str]]:
    """One moment of each kind of block that is new with this plan: its name, the view, the caption."""
    blocks = script.plan.blocks

    def view(state: State, kind: Kind, left_s: float, ready_s: float = 0.0, step: str = "") -> View:
        index = next(n for n, block in enumerate(blocks) if block.kind is kind)
        rest = sum(script.seconds[index + 1 :])
        return View(state, index, blocks[index], script.seconds[index] - left_s, left_s, ready_s, left_s + rest, step)

    if script.plan.programme_id.startswith("p9"):
        return [
            ("slope", view(State.GATE, Kind.SET_SLOPE, 12, 12), "Helper, set the slope to 2 percent."),
            ("loosen", view(State.EASY, Kind.LOOSEN, 42), "Roll your shoulders, slow and easy."),
        ]
    if script.plan.programme_id.startswith("p13"):
        return [
            ("floor", view(State.GATE, Kind.BACKWARD, 0), "Now walk backwards. Nice and slow."),
            ("floor-paused", view(State.PAUSED, Kind.SETTLE, 12), "Paused. Stand still, hold the rail."),
        ]
    return [
        ("backward", view(State.TIMED, Kind.BACKWARD, 22), "Reach back, toes first."),
        ("forward", view(State.TIMED, Kind.FORWARD, 348), "Warm-up now. Walk at an easy pace."),
        ("gate", view(State.GATE, Kind.BELT_STOP, 9, 9), "Stop the belt. Keep holding both rails."),
        ("turn", view(State.GATE, Kind.TURN, 24, 24), "Turn with small steps. Take your time."),
        ("ready", view(State.GATE, Kind.TURN, 0), "Press ready when you are set."),
        ("rest", view(State.TIMED, Kind.REST, 42), "Rest now. Belt stopped, both hands on."),
        ("paused", view(State.PAUSED, Kind.BACKWARD, 22), "Paused. The belt is still moving."),
        ("restart", view(State.RESTART, Kind.BACKWARD, 22, 12), "Helper, start the belt at its slowest."),
        ("stopped", view(State.STOPPED, Kind.BACKWARD, 22, 9, "belt"), "Keep walking until the belt is still."),
        ("stopped-settle", view(State.STOPPED, Kind.BACKWARD, 22, 21, "settle"), "Stay as you are. Let things settle."),
        ("stopped-down", view(State.STOPPED, Kind.BACKWARD, 22, 0, "down"), "Step off slowly, then sit down."),
        ("stopped-sit", view(State.STOPPED, Kind.BACKWARD, 272, 0, "sit"), "Still unwell? Call for help now."),
        ("long", view(State.TIMED, Kind.FORWARD, 754), "Keep breathing. Try not to hold it."),
    ]


if __name__ == "__main__":
    where = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("shots")
    chosen = tuple((int(w), int(h)) for w, h in (size.split("x") for size in sys.argv[2:])) or SIZES
    sys.exit(main(where, chosen))
