"""A session screen with a real session behind it, real keys in front, and a clock that is told the time."""

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from balancecoach.conductor import Conductor, Shown
from balancecoach.core import macros
from balancecoach.core.events import Event, Instant, Refused
from balancecoach.core.plan import Facing, Kind, Plan, Units
from balancecoach.core.script import build_script
from balancecoach.core.session import Session, View
from balancecoach.core.transitions import State
from balancecoach.runner import Runner
from balancecoach.speech.announcer import Announcer, Said
from balancecoach.speech.clips import Clips, Wanted, key
from balancecoach.speech.player import SilentPlayer
from balancecoach.ui.session_screen import SessionScreen
from tests.fakes import FakeClock, on_floor, plan_of

SIZES = ((1366, 768), (1920, 1080), (1024, 768))


def mill(units: Units = Units.KMH) -> Plan:
    """On a treadmill: everything new that can be there."""
    return plan_of(
        *macros.loosen(60),
        *macros.prepare(),
        *macros.start_forward(),
        *macros.warm_up(360, 2.0),
        *macros.turn_away(1.6),
        *macros.bouts(2, 180, 45, 1.6, incline_percent=1.0, task="animals"),
        *macros.seated_break(1.2),
        *macros.bouts(1, 60, 45, 1.2),
        *macros.turn_back(),
        *macros.cool_down(750, 1.5),
        *macros.end(),
        units=units,
    )


def corridor() -> Plan:
    """Along a rail: distances and times."""
    return on_floor(
        *macros.loosen(60),
        *macros.prepare(),
        *macros.floor_walk(60),
        *macros.floor_turn(Facing.ROOM),
        *macros.floor_bouts(2, 30, distance_m=3),
        *macros.floor_bouts(2, 30, 60),
        *macros.floor_end(),
    )


def ink_height(image: QImage, ink: str, left: int = 0, right: int | None = None) -> int:
    """Rows of a picture with this colour in them."""
    wanted = QColor(ink).rgb()
    columns = range(left, image.width() if right is None else right)
    rows = [y for y in range(image.height()) if any(image.pixel(x, y) == wanted for x in columns)]
    return rows[-1] - rows[0] + 1 if rows else 0


class Heard(SilentPlayer):
    """Remembers what was played, and can be heard unless told otherwise. ``opens``: nobody knows yet."""

    def __init__(self) -> None:
        self.played: list[str] = []
        self.hushed = 0
        self.silent = self.opens = False
        self._told: Callable[[], None] = lambda: None

    def opening(self) -> bool:
        return self.opens

    def on_change(self, told: Callable[[], None]) -> None:
        self._told = told

    def answer(self) -> None:
        """The output has been opened."""
        self.opens = False
        self._told()

    def play(self, key: str, late_s: float = 0.0) -> bool:
        self.played.append(key)
        return self.working()

    def hush(self) -> None:
        self.hushed += 1

    def working(self) -> bool:
        return not (self.silent or self.opens)


def clips_for(wanted: Iterable[Wanted]) -> Clips:
    """Every clip, without files."""
    names = {key(row): Path("clip.wav") for row in wanted}
    return Clips(names, frozenset(names))


class Kept:
    """A record in memory."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.beats: list[float] = []

    def append(self, event: Event) -> None:
        self.events.append(event)

    def beat(self, at_s: float, now: Instant) -> None:
        self.beats.append(at_s)


class Stage:
    """Screen, session and keys. The session is a demonstration, so that a test can jump to the block it is about."""

    def __init__(self, qtbot: QtBot, plan: Plan, size: tuple[int, int] = SIZES[0], call: tuple[str, str] = ("", "")):
        self.clock, self.player, self.record = FakeClock(), Heard(), Kept()
        self.script = build_script(plan)
        self.session = Session(self.script, demo=True)
        announcer = Announcer(self.player, clips_for(self.script.clips()))
        self.screen = SessionScreen()
        qtbot.addWidget(self.screen, before_close_func=lambda _screen: self.runner.cancel())
        self.screen.resize(*size)
        self.screen.set_emergency(*call)
        self.screen.show()
        self.runner = Runner(Conductor(self.session, self.clock, announcer, self.record, self._show))
        self.runner.view.connect(self.screen.show_view)
        screen = self.screen
        for signal, wish in (
            (screen.confirmed, self.runner.confirm),
            (screen.paused, self.runner.pause),
            (screen.resumed, self.runner.resume),
            (screen.stopped, self.runner.stop),
            (screen.wobbled, self.runner.wobble),
            (screen.again, self.runner.say_again),
            (screen.time_wanted, screen.tell_time),
            (screen.time_wanted, self.runner.say_time_left),
        ):
            signal.connect(wish)
        screen.start(self.script)
        self.runner.begin()

    def _show(self, event: Shown) -> None:
        if isinstance(event, Said) and event.cue.say:
            self.screen.say(event.cue.say)
        elif isinstance(event, Refused) and event.why == "early":
            self.screen.not_yet(self.runner.conductor.view().ready_in_s)

    def state(self) -> State:
        """Of the session."""
        return self.session.state

    def step(self) -> str:
        """Of the way down."""
        return self.session.step

    def kind(self) -> Kind:
        """Of the block."""
        return self.session.block.kind

    def view(self) -> View:
        """What the screen was told last, and is true now."""
        return self.runner.conductor.view()

    def to(self, kind: Kind, number: int = 0, **fields: object) -> None:
        """The block of this kind, with these fields."""
        blocks = enumerate(self.script.plan.blocks)
        found = [n for n, b in blocks if b.kind is kind and all(getattr(b, k) == v for k, v in fields.items())]
        self.runner.jump(found[number])

    def pass_time(self, seconds: float) -> None:
        """In steps of the session's own choosing."""
        end = self.clock.mono_s + seconds
        while self.clock.mono_s < end - 1e-9:
            due = self.runner.conductor.next_due_s()
            self.clock.sleep(min(end - self.clock.mono_s, max(0.001, due)))
            self.runner.wake()

    def open(self) -> None:
        """Until a press would not come too early."""
        self.pass_time(self.view().ready_in_s + 0.001)

    def press(self, *keys: Qt.Key) -> None:
        """Keys, none of them a bounce of the one before."""
        for pressed in keys:
            self.screen.forget_presses()
            QTest.keyClick(self.screen, pressed)

    def texts(self) -> str:
        """All that can be read."""
        screen = self.screen
        parts = (screen.word, screen.speed, screen.hands, screen.big, screen.caption, screen.line, screen.next)
        shown = [part.text() for part in parts if part.isVisible()]
        return " | ".join([*shown, *(b.text() for b in (screen.ready, screen.hold, screen.stop) if b.isVisible())])
