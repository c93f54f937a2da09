"""The window: a sidebar with the everyday screens, and the screens of a session over all of it."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QScreen, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QWidget,
)

from balancecoach.core.person import TEXT_SIZES
from balancecoach.ui import editor_style, fields
from balancecoach.ui.apart import apart
from balancecoach.ui.full_screen import FullScreen
from balancecoach.ui.palette import Palette, current, use
from balancecoach.ui.sidebar import Sidebar
from balancecoach.ui.style import style_sheet
from balancecoach.ui.theme import BASE_HEIGHT, BASE_WIDTH, scale_for
from balancecoach.ui.today import TodayScreen

if TYPE_CHECKING:
    from balancecoach.ui.plans_screen import PlansScreen
    from balancecoach.ui.settings_screen import SettingsScreen

#: Pages without a button of their own in the sidebar.
_BELONGS = {
    "person": "people",
    "editor": "plans",
    "buttons": "settings",
    "records": "settings",
    "sessions": "progress",
    "session": "progress",
    "checkups": "progress",
    "checkup-form": "progress",
    "report": "progress",
    "sound-file": "plans",
    "files": "progress",
    "guide": "help",
}


class _Scaled(Protocol):
    """A screen that grows with the window."""

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        ...


class Window(QMainWindow):
    """All screens. ``may_close`` is asked before the window closes."""

    opened = Signal(str)  # "today", "progress", "plans", "people", "settings" or "help" was chosen in the sidebar
    made = Signal(str, QWidget)  # there is this page now
    came = Signal(QWidget)  # this screen is shown now
    painted = Signal()  # once, after the first real paint: slow imports may begin

    def __init__(self, tick: str, may_close: Callable[[], bool]) -> None:
        super().__init__()
        self.setWindowTitle("Balance Coach")
        self.setMinimumSize(800, 500)
        self.resize(BASE_WIDTH, BASE_HEIGHT)
        self._tick_file, self._may_close = tick, may_close
        self._scale = 0.0
        self._text_percent = 100
        self.full = FullScreen(self)
        self.stage: Callable[[], QScreen | None] = lambda: None  # the display for sessions, None: where the window is
        self.today = TodayScreen()
        self._pages: dict[str, QWidget] = {"today": self.today}
        self._scaled: list[_Scaled] = [self.today]
        self._inner, self._outer = QStackedWidget(), QStackedWidget()
        self._later = QWidget()  # never shown: holds the screens that nobody has opened yet
        self.destroyed.connect(self._later.deleteLater)
        self._inner.addWidget(self.today)
        self._shell = self._make_shell()
        self.today.read.connect(self.nav["help"].click)
        self._outer.addWidget(self._shell)
        self.setCentralWidget(self._outer)
        QShortcut(QKeySequence("F11"), self).activated.connect(self._toggle_full)

    def build_rest(self) -> None:
        """What a session needs, and Progress: after the first paint. All else is made when it is first wanted."""
        from balancecoach.ui.ask_screen import AskScreen
        from balancecoach.ui.before import BeforeScreen
        from balancecoach.ui.checkin import CheckInScreen
        from balancecoach.ui.not_today import NotTodayScreen
        from balancecoach.ui.pin_screen import PinScreen
        from balancecoach.ui.progress_screen import ProgressScreen
        from balancecoach.ui.session_screen import SessionScreen

        if self.is_made("progress"):
            return
        self.progress = ProgressScreen()
        self.add_page("progress", self.progress)
        self.before, self.session = BeforeScreen(), SessionScreen()
        self.checkin, self.not_today = CheckInScreen(), NotTodayScreen()
        self.ask, self.pin = AskScreen(), PinScreen()
        for screen in (self.session, self.before, self.checkin, self.not_today, self.ask, self.pin):
            self.add_screen(screen)

    @cached_property
    def plans(self) -> "PlansScreen":
        """The page of plans."""
        from balancecoach.ui.plans_screen import PlansScreen

        made = PlansScreen()
        self.add_page("plans", made)
        return made

    @cached_property
    def settings(self) -> "SettingsScreen":
        """The page of settings."""
        from balancecoach.ui.settings_screen import SettingsScreen

        made = SettingsScreen()
        self.add_page("settings", made)
        return made

    def is_made(self, name: str) -> bool:
        """Whether there is this page yet."""
        return name in self._pages

    def add_page(self, name: str, page: QWidget) -> None:
        """One more screen beside the sidebar."""
        self._pages[name] = page
        page.setParent(self._later)
        self.made.emit(name, page)

    def add_screen(self, screen: QWidget) -> None:
        """One more screen over the whole window."""
        screen.setParent(self._later)

    def _join(self, stack: QStackedWidget, made: QWidget) -> None:
        """Before a screen is seen for the first time: the style sheet is laid over what somebody has opened only.

        From then on it grows with the window; one that paints itself has no ``set_scale``.
        """
        if made.parent() is not self._later:
            return
        focused = made.focusWidget()  # Qt forgets it on the way
        stack.addWidget(made)
        if focused is not None:
            focused.setFocus()
        if hasattr(made, "set_scale"):
            self._scaled.append(made)
            made.set_scale(self._scale)

    def _make_shell(self) -> QWidget:
        shell = QWidget()
        row = QHBoxLayout(shell)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._side = Sidebar()
        self._side.opened.connect(self.opened)
        self.nav = self._side.nav
        # only where the sidebar is: in a session F1 is a key like any other, and pauses
        shortcut = QShortcut(QKeySequence("F1"), shell, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.nav["help"].click)
        row.addWidget(self._side)
        row.addWidget(self._inner, 1)
        return shell

    def sidebar(self) -> tuple[QWidget, ...]:
        """All of it, and each button."""
        return (self._side, *self.nav.values())

    # -- which screen ----------------------------------------------------------------------------------------
    def show_page(self, name: str) -> None:
        """One of the everyday screens."""
        self.nav[_BELONGS.get(name, name)].setChecked(True)
        self._join(self._inner, self._pages[name])
        self._inner.setCurrentWidget(self._pages[name])
        self._outer.setCurrentWidget(self._shell)
        self.full.leave()
        self.came.emit(self._pages[name])

    def show_screen(self, screen: QWidget) -> None:
        """One of the screens around a session; the session itself fills the display."""
        if screen is self.session:
            self.show_full(screen)
            return
        self.show_plain(screen)
        self.full.leave()

    def set_palette(self, palette: Palette) -> None:
        """Draw everything in these colours."""
        if palette is current():
            return
        use(palette)
        if not self._scale:
            return  # not shown yet: the first resize does it
        self._restyle()
        for page in self._scaled:
            page.set_scale(self._scale)  # icons and charts are drawn with colours in them
        for painted in self.findChildren(QWidget):
            painted.update()

    def keep_page(self) -> None:
        """A page may not be left now: its button in the sidebar stays the pressed one."""
        self.nav[self.side_name(self._inner.currentWidget())].setChecked(True)

    def side_name(self, screen: QWidget | None) -> str:
        """Which button of the sidebar a page belongs to, "" for a screen over the whole window."""
        name = next((name for name, page in self._pages.items() if page is screen), "")
        return _BELONGS.get(name, name)

    def show_any(self, screen: QWidget) -> None:
        """A page beside the sidebar, or a screen over the whole window, wherever it was added."""
        name = next((name for name, page in self._pages.items() if page is screen), "")
        if name:
            self.show_page(name)
        else:
            self.show_screen(screen)

    def show_full(self, screen: QWidget) -> None:
        """A screen that fills the display for sessions."""
        self.full.enter(apart(self.stage, None))
        self.show_plain(screen)
        screen.setFocus()

    def show_plain(self, screen: QWidget) -> None:
        """One of the screens around a session, at the window's own size."""
        self._join(self._outer, screen)
        self._outer.setCurrentWidget(screen)
        self.came.emit(screen)

    def shown(self) -> QWidget:
        """The screen a person sees."""
        current = self._outer.currentWidget()
        shown = self._inner.currentWidget() if current is self._shell else current
        assert shown is not None  # both stacks are filled in the constructor
        return shown

    def set_text_percent(self, percent: int) -> None:
        """How large a person wants letters to be."""
        percent = max(TEXT_SIZES[0], min(TEXT_SIZES[-1], percent))  # outside: a damaged record, not a wish
        if percent != self._text_percent:
            self._text_percent = percent
            self._restyle()
            self._side.widen(self._scale)

    def _toggle_full(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)  # stays maximised behind it

    # -- size ------------------------------------------------------------------------------------------------
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Everything grows with the window."""
        super().resizeEvent(event)
        scale = scale_for(self.width(), self.height())
        if scale != self._scale:
            self._scale = scale
            self._restyle()
            self._side.set_scale(scale)
            for page in self._scaled:
                page.set_scale(scale)

    def _restyle(self) -> None:
        tick = self._tick_file if current().fill_ink == "#ffffff" else self._tick_file.replace(".svg", "-dark.svg")
        sheets = (
            style_sheet(self._scale, tick, self._text_percent),
            fields.style_sheet(self._scale),
            editor_style.style_sheet(self._scale),
        )
        self.setStyleSheet("".join(sheets))

    def showEvent(self, event: QShowEvent) -> None:
        """Tell once when the first picture is on the screen."""
        super().showEvent(event)
        if not event.spontaneous():
            soon = QTimer(self, singleShot=True, interval=60)  # a timer of 0 would run before the paint (packaging.md)
            soon.timeout.connect(self.painted)  # a child, so that it ends with the window
            soon.start()

    def closeEvent(self, event: QCloseEvent) -> None:
        """A session that runs is not closed by a stray click."""
        if self._may_close():
            event.accept()
        else:
            event.ignore()
