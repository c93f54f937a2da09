"""A window that fills a display for a while, and is as it was afterwards: same place, same size, same display."""

from msgspec import Struct
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

_FULL, _MAXIMIZED = Qt.WindowState.WindowFullScreen, Qt.WindowState.WindowMaximized


class _Before(Struct, frozen=True):
    state: Qt.WindowState
    place: QRect
    display: str


class FullScreen:
    """Of one window. Under Wayland nobody may say where a window is: there it only chooses the display."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._before: _Before | None = None

    @property
    def entered(self) -> bool:
        """Whether it fills a display for a while."""
        return self._before is not None

    @property
    def home(self) -> str:
        """The display that it was on before, "" while it is there."""
        return self._before.display if self._before else ""

    def enter(self, screen: QScreen | None = None) -> None:
        """Fill a display, ``None`` for the one that the window is on."""
        window = self._window
        if self._before is None:
            plain = not window.windowState() & (_FULL | _MAXIMIZED)
            place = window.geometry() if plain else window.normalGeometry()
            self._before = _Before(window.windowState(), place, window.screen().name())
        self.move(screen or window.screen())

    def move(self, screen: QScreen) -> None:
        """Fill another display. Moving what fills one is ignored by window managers: it is made small first."""
        window = self._window
        if window.screen() is not screen or not screen.geometry().contains(window.geometry().center()):
            self._go(screen, screen.geometry())
        window.showFullScreen()

    def _go(self, screen: QScreen, place: QRect) -> None:
        self._window.showNormal()
        self._window.setScreen(screen)
        self._window.setGeometry(place)

    def leave(self) -> None:
        """As it was; maximised where its display is gone."""
        before, self._before = self._before, None
        if before is None:
            return
        window = self._window
        home = next((screen for screen in QGuiApplication.screens() if screen.name() == before.display), None)
        if home is None:
            window.showMaximized()
            return
        if home is not window.screen():
            self._go(home, before.place)
        if before.state & _FULL:
            window.showFullScreen()
        elif before.state & _MAXIMIZED:
            window.showMaximized()
        else:
            window.showNormal()
            window.setGeometry(before.place)
