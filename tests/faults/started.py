"""The window's program in this process: the record opened as ``app.py`` opens it, and every page looked at.

Only sound, voice and time are not real. Somebody answers what is asked before Today.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QLabel

from balancecoach.core.plan import Units
from balancecoach.day import Day
from balancecoach.desks.everyday import Desk
from balancecoach.desks.facts import today_facts
from balancecoach.desks.past_facts import past_facts, title_words
from balancecoach.desks.rooms import Rooms
from balancecoach.exports import Exporter, Format, Order
from balancecoach.opening import ask_in_a_window, open_record
from balancecoach.paths import Paths, assets
from balancecoach.plans.library import Programmes
from balancecoach.reports.share import Share
from balancecoach.speech.clips import VoiceChoice
from balancecoach.store.journal import Journal
from balancecoach.store.store import Store
from balancecoach.ui.damaged_screen import DamagedScreen
from balancecoach.ui.window import Window
from balancecoach.voicing import Voicing
from tests.fakes import WALL, FakeClock
from tests.ui.stage import Heard
from tests.ui.world import InstantRenderer

LOOK_MS = 5
PROGRAMMES = Programmes(assets() / "programmes")


@dataclass
class Answers:
    """What is answered to each page in turn: the first answer or the second; the first when there are no more."""

    given: tuple[bool, ...] = ()
    said: list[str] = field(default_factory=list)

    @contextmanager
    def at_hand(self) -> Iterator[None]:
        """Somebody sits before the window."""
        left, seen = list(self.given), QObject()
        timer = QTimer(seen, interval=LOOK_MS)

        def look() -> None:
            for screen in _shown():
                words = text_of(screen)
                if not self.said or self.said[-1] != words:
                    self.said.append(words)
                    (screen.first if not left or left.pop(0) else screen.second).click()

        timer.timeout.connect(look)
        timer.start()
        yield
        timer.stop()


def _shown() -> list[DamagedScreen]:
    windows = [each for each in QApplication.topLevelWidgets() if isinstance(each, Window) and each.isVisible()]
    return [each.shown() for each in windows if isinstance(each.shown(), DamagedScreen)]  # type: ignore[misc]


def text_of(screen: DamagedScreen) -> str:
    """All that it says."""
    labels = [made.text() for made in screen.findChildren(QLabel) if not made.isHidden()]
    second = [screen.second.text()] if screen.second.isVisible() else []
    return "\n".join([*labels, screen.first.text(), *second])


@contextmanager
def caught() -> Iterator[list[str]]:
    """What nobody caught, anywhere: a traceback in the terminal, or a bug page."""
    found: list[str] = []
    before = sys.excepthook

    def keep(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        found.append(repr(error))

    sys.excepthook = keep
    try:
        yield found
    finally:
        sys.excepthook = before


def start(paths: Paths, answers: Answers) -> Store | None:
    """As ``app.run_window`` does it. Raises ``UserError`` where that would say a sentence."""
    with answers.at_hand():
        return open_record(paths, ask_in_a_window(lambda: WALL))


def read_everything(store: Store, kinds: tuple[Format, ...]) -> None:
    """What Today, Progress, All sessions, the page of one and exports read, without drawing it: ten times as fast."""
    programmes, clock = PROGRAMMES, FakeClock()
    day = Day(store, programmes, clock)
    for someone in store.people():
        day.choose(someone.id)
        situation = day.situation()
        assert situation is not None
        today_facts(situation, day.walk(situation), day.advice(situation), programmes, own=False)
    everybody = store.summaries()
    for summary in everybody:
        title_words(summary)
    for summary in everybody[-5:]:
        past_facts(summary, store.events(summary.id), now=WALL, name="", units=Units.KMH)
    with tempfile.TemporaryDirectory() as folder:
        for kind in kinds:
            order = Order(kind, None, Share(notes=True))
            Exporter(store, programmes).save(order, Path(folder) / f"all.{kind.value}", WALL)


def look_at_everything(store: Store) -> None:
    """Today, and every page that shows something of the record."""
    programmes = PROGRAMMES
    desk = Desk(
        store=store,
        make_journal=lambda trouble: Journal(store.twin, trouble),
        programmes=programmes,
        voicing=Voicing(InstantRenderer(), Heard, VoiceChoice()),
        clock=FakeClock(),
        make_window=lambda may_close: Window((assets() / "icons" / "tick.svg").as_posix(), may_close),
    )
    rooms = Rooms(desk, store, programmes, FakeClock())
    desk.built.connect(rooms.make)
    try:
        desk.window.show()
        desk.prepare()
        _pages(desk, rooms, store)
        QApplication.processEvents()
    finally:
        desk.close()
        desk.window.hide()
        desk.window.deleteLater()


def _pages(desk: Desk, rooms: Rooms, store: Store) -> None:
    for someone in store.people():
        desk.choose_person(someone.id)
        for page in ("progress", "plans"):
            desk.window.nav[page].click()
        rooms.records.report.show()
        rooms.records.checkups.show()
        rooms.people.show_person(someone.id)
    rooms.people.show_people()
    rooms.records.past.show()
    for session_id in store.session_ids()[-3:]:
        rooms.records.past.open(session_id)
    rooms.settings.show()
    rooms.records.whole.show()
    desk.show_today()
