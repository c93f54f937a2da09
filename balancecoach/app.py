"""The composition root: builds every part of the window's program and connects them. No other file knows everything."""

import signal
import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from balancecoach import languages
from balancecoach.clock import Clock, RealClock
from balancecoach.core.plan import PHYSIO
from balancecoach.day import learn
from balancecoach.desks.everyday import Desk
from balancecoach.desks.mishaps import Mishaps
from balancecoach.errors import DamagedError, InUseError, UserError
from balancecoach.log import Log
from balancecoach.one_window import Door, address, come_forward, knock
from balancecoach.opening import ask_in_a_window, open_again, open_record
from balancecoach.paths import Paths, assets
from balancecoach.plans.library import Library, Programmes
from balancecoach.speech.clips import ClipCache, VoiceChoice
from balancecoach.speech.player import make_player
from balancecoach.speech.renderer import Renderer
from balancecoach.speech.voice import VoiceChild
from balancecoach.store.journal import Journal
from balancecoach.store.rescue import shelves
from balancecoach.store.store import Store
from balancecoach.ui import announce, direction
from balancecoach.ui.window import Window
from balancecoach.voicing import Voicing


def run_window(paths: Paths, start_with: str = "", language: str = "") -> int:
    """Open the window and stay until it is closed. Returns the exit code.

    ``start_with``: id or file of today's plan, "" for the one chosen last. Raises ``UserError`` when there is none.
    ``language``: another one than is set, for this once.
    """
    library = Library(assets() / "programmes")
    plan = library.find(start_with, PHYSIO) if start_with else None
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Python's own handler would wait for the next event
    app.setApplicationName("balancecoach")
    app.setApplicationDisplayName("Balance Coach")
    app.setDesktopFileName("org.balancecoach.BalanceCoach")
    announce.install()
    app.setWindowIcon(QIcon(str(assets() / "icons" / "balancecoach.svg")))
    log, mishaps = Log(paths.log), Mishaps()
    mishaps.install()
    try:
        opened = _open(paths, library.programmes, language)
    except InUseError as error:
        return _first_window(paths, str(error), start_with)
    except UserError as error:
        return _say_why(str(error))
    if opened is None:
        return 0
    store, desk = opened
    with store:
        if plan is not None:
            desk.walk_today(plan)
        log.watch_crashes()
        mishaps.happened.connect(desk.something_went_wrong, Qt.ConnectionType.QueuedConnection)  # at the next tick
        mishaps.refused.connect(desk.was_refused, Qt.ConnectionType.QueuedConnection)
        desk.built.connect(lambda: _open_door(paths, desk))
        desk.window.showMaximized()
        code = app.exec()
        desk.close()
    log.close()
    return code


def _open(paths: Paths, programmes: Programmes, language: str) -> tuple[Store, Desk] | None:
    """The record, mended where it was damaged, and all that is built on it. ``None``: whoever was asked closed."""
    ask = ask_in_a_window(lambda: RealClock().now().wall)
    store = open_record(paths, ask)
    if store is None:
        return None
    try:
        _speak(store, language)
        return store, build(paths, store, programmes)
    except DamagedError:
        store = open_again(paths, store, ask)
    return None if store is None else (store, build(paths, store, programmes))


def _speak(store: Store, language: str) -> None:
    """In the language that was named, or is set; and written in its direction."""
    if not language and (chosen := store.preferences().language):
        languages.speak(chosen)
    direction.follow(QApplication.instance())


def build(paths: Paths, store: Store, programmes: Programmes, clock: Clock | None = None) -> Desk:
    """Every part, connected. ``clock``: another one than the machine's, for hours that nobody wants to wait for."""
    clock = clock or RealClock()
    renderer = Renderer(ClipCache(paths.clips), VoiceChild())
    learn(programmes, store.saved_plans())
    desk = Desk(
        store=store,
        make_journal=lambda trouble: Journal(store.twin, trouble, shelves=shelves(paths)),
        programmes=programmes,
        voicing=Voicing(renderer, make_player, VoiceChoice()),
        clock=clock,
        make_window=lambda may_close: Window((assets() / "icons" / "tick.svg").as_posix(), may_close),
    )
    desk.built.connect(lambda: _make_rooms(desk, store, programmes, clock))
    return desk


def _make_rooms(desk: Desk, store: Store, programmes: Programmes, clock: Clock) -> None:
    """The other desks. Loading them takes a third of a start, so it waits for the first paint, or a press before it."""
    from balancecoach.awake import Awake
    from balancecoach.desks.presence import PresenceDesk
    from balancecoach.desks.rooms import Rooms
    from balancecoach.mpris import MediaKeys

    presence = PresenceDesk(window=desk.window, store=store, make_awake=Awake)
    presence.connect_screens()
    desk.closing.connect(presence.close)
    rooms = Rooms(desk, store, programmes, clock, MediaKeys)
    rooms.make()
    rooms.records.daily.start()


def _open_door(paths: Paths, desk: Desk) -> None:
    """From now on a second start brings this window forward."""
    door = Door(address(paths), lambda token: come_forward(desk.window, token), desk)
    desk.closing.connect(door.close)


def _first_window(paths: Paths, why_not: str, start_with: str) -> int:
    """Somebody has the record open: their window comes forward, and this program has nothing more to do."""
    if not knock(address(paths)):
        return _say_why(why_not)
    print("Balance Coach was open already; its window comes forward.", file=sys.stderr)
    if start_with:
        print(f"{start_with} was not opened: choose it in that window, under Plans.", file=sys.stderr)
    return 0


def _say_why(sentence: str) -> int:
    """The window cannot open: say so where it can be seen, on the screen and in the terminal."""
    from PySide6.QtWidgets import QMessageBox

    print(sentence, file=sys.stderr)
    box = QMessageBox(QMessageBox.Icon.Warning, "Balance Coach", sentence)
    box.setStyleSheet("QLabel { font-size: 24px; } QPushButton { font-size: 24px; min-height: 52px; }")
    box.exec()
    return 1
