"""There while somebody walks: on the chosen display, also when it is unplugged, and awake.

Nothing here can hold up or pause a session. Where the display is gone or the computer may fall asleep, the helper is
told before the walk; what happens during it is said in the helper's line of the session.
"""

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from balancecoach.awake import Awake
from balancecoach.core.words import tr
from balancecoach.store.store import Store
from balancecoach.ui.before import BeforeScreen
from balancecoach.ui.displays import Displays, display_words, find, remembered
from balancecoach.ui.session_screen import SessionScreen
from balancecoach.ui.which_screen import WhichScreens
from balancecoach.ui.window import Window

#: Windows are moved by the system first, and displays come and go in several steps.
SETTLE_MS = 300
#: A display that is back is trusted after this: a loose plug comes and goes.
BACK_MS = 3000
NOTICE_MS = 60_000

MakeAwake = Callable[[Callable[[bool], None]], Awake]


class PresenceDesk(QObject):
    """Follows which screen is shown: from the daily check on, and in a demonstration, the computer stays awake."""

    told = Signal(bool)  # from the thread of ``Awake``: whether the computer stays awake

    def __init__(
        self, *, window: Window, store: Store, make_awake: MakeAwake, displays: Displays | None = None
    ) -> None:
        super().__init__(window)
        self._window, self._store = window, store
        self._awake = make_awake(self.told.emit)
        self.displays = Displays(self)
        self.which = WhichScreens(window)
        self._stays: bool | None = None  # not known yet
        self._on = ""  # name of the display that a session fills
        self.settle_timer = self._timer(SETTLE_MS, self._settled)
        self.back_timer = self._timer(BACK_MS, self._come_back)
        self.notice_timer = self._timer(NOTICE_MS, lambda: self._say(""))
        window.stage = self._stage
        window.came.connect(self._came)
        self.told.connect(self._hear)
        self.displays.changed.connect(self.settle_timer.start)

    def _timer(self, milliseconds: int, slot: Callable[[], None]) -> QTimer:
        made = QTimer(self, singleShot=True, interval=milliseconds)
        made.timeout.connect(slot)
        return made

    def connect_screens(self) -> None:
        """Once the screens are built."""
        self._window.before.notes.enough.connect(self._enough)
        self._window.made.connect(self._made)

    def _made(self, name: str, page: QWidget) -> None:
        if name == "settings":
            from balancecoach.ui.settings_screen import SettingsScreen  # loaded by now

            assert isinstance(page, SettingsScreen)
            page.display.show_me.connect(self._show_which)

    def close(self) -> None:
        """The program ends: the computer may sleep again."""
        self.which.hide()
        self._awake.close()

    # -- which screen is shown -------------------------------------------------------------------------------
    def _came(self, screen: QWidget) -> None:
        if getattr(screen, "KEEPS_AWAKE", False):
            self._awake.hold()
        else:
            self._awake.release()
            self._stays = None
        if not self._window.full.entered:
            self._on = ""
            self.back_timer.stop()
            self.notice_timer.stop()
        self._tell(screen)

    def _tell(self, screen: QWidget) -> None:
        if isinstance(screen, BeforeScreen):
            dark = self._may_go_dark()
            notes = [*self._missing(), *([_dark_words()] if dark else [])]
            screen.notes.show_notes(notes, may_stop=dark)
        elif self._window.is_made("settings") and screen is self._window.settings:
            self._window.settings.display.show_displays(self.displays.all())

    def _chosen(self) -> str:
        return self._store.preferences().display

    def _missing(self) -> list[str]:
        chosen = self._chosen()
        if not chosen or self.displays.screen(chosen) is not None:
            return []
        words = tr("The screen for sessions ({0}) is not connected. This one is used.")
        return [words.format(display_words(remembered(chosen)))]

    # -- awake -----------------------------------------------------------------------------------------------
    def _hear(self, stays: bool) -> None:
        """It worked, or not. Late, for a desktop may take its time: then it is said in the session's own line."""
        self._stays = stays
        shown = self._window.shown()
        if isinstance(shown, SessionScreen) and self._may_go_dark():
            self._say(_dark_words())
        else:
            self._tell(shown)

    def _may_go_dark(self) -> bool:
        return self._stays is False and not self._store.preferences().stays_on

    def _enough(self) -> None:
        self._store.keep_preferences(replace(self._store.preferences(), stays_on=True))
        before = self._window.before
        self._tell(before)
        before.focus_next()

    # -- displays --------------------------------------------------------------------------------------------
    def _stage(self) -> QScreen:
        """Where sessions are shown: asked when one begins."""
        screen = self.displays.screen(self._chosen()) or self._window.screen()
        self._on = screen.name()
        return screen

    def _settled(self) -> None:
        """Something was plugged in or out, and the dust has settled."""
        self._tell(self._window.shown())
        if not self._window.full.entered:
            return
        if self.displays.named(self._on) is None:
            home = self.displays.named(self._window.full.home)
            self._go(self.displays.screen(self._chosen()) or home or QGuiApplication.primaryScreen())
            self._say(tr("The other screen is off or unplugged. The session goes on here."))
        elif self._elsewhere() is not None:
            self.back_timer.start()

    def _elsewhere(self) -> QScreen | None:
        """The display of the session, when the window is not on it: the system moves it by itself."""
        wanted = self.displays.screen(self._chosen()) or self.displays.named(self._on)
        return wanted if wanted is not self._window.screen() else None

    def _come_back(self) -> None:
        """The display of the session is there (again): the person who walks looks at it."""
        wanted = self._elsewhere()
        if wanted is not None and self._window.full.entered:
            self._go(wanted)
            self._say("")

    def _go(self, screen: QScreen) -> None:
        self._on = screen.name()
        if not self._window.isMinimized():  # a helper put it away: it fills the display when it is taken out again
            self._window.full.move(screen)

    def _say(self, words: str) -> None:
        shown = self._window.shown()
        if isinstance(shown, SessionScreen):
            shown.set_notice(words)
            self.notice_timer.start()

    def _show_which(self) -> None:
        displays = self.displays.all()
        chosen = find(self._chosen(), displays)
        rows = [(self.displays.screen(each.id), display_words(each), each == chosen) for each in displays]
        self.which.show([(screen, words, is_it) for screen, words, is_it in rows if screen is not None])


def _dark_words() -> str:
    return tr("This computer may go dark during the walk. Set it to stay on: Settings → Power.")
