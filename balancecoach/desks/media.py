"""Media keys that come over D-Bus, for the session or demonstration that is on the screen."""

from collections.abc import Callable, Iterable
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from balancecoach.core.session import View
from balancecoach.core.transitions import State
from balancecoach.ui.actions import Action
from balancecoach.ui.session_screen import SessionScreen

#: What is called -> what it is for. ``Play`` alone never goes on: a program may have called it (the telephone call is
#: over, the headphones are on again), and the play key itself comes as ``PlayPause``.
CALLS = {
    "PlayPause": Action.CONFIRM,
    "Next": Action.CONFIRM,
    "Previous": Action.AGAIN,
    "Pause": Action.PAUSE,
    "Stop": Action.STOP,
    "Play": Action.OTHER,
}


class Media(Protocol):
    """Where media keys come from."""

    def show(self, status: str) -> None:
        """A session is on the screen: "Playing", or "Paused"."""
        ...

    def end(self) -> None:
        """None is."""
        ...


MakeMedia = Callable[[Callable[[str], None]], Media]


class MediaDesk(QObject):
    """Listens while one of ``screens`` shows a session."""

    pressed = Signal(str)  # from a thread of its own

    def __init__(self, make: MakeMedia, screens: Iterable[SessionScreen], parent: QObject) -> None:
        super().__init__(parent)
        self._media = make(self.pressed.emit)
        self._screen: SessionScreen | None = None
        self.pressed.connect(self._press)
        for screen in screens:
            self.follow(screen)

    def follow(self, screen: SessionScreen) -> None:
        """One more that shows sessions."""
        screen.moved.connect(lambda view: self._follow(screen, view))
        screen.gone.connect(self.end)

    def _follow(self, screen: SessionScreen, view: View) -> None:
        if view.state is State.ENDED:
            self.end()
            return
        self._screen = screen
        # At a gate too: desktops give the keys to whoever is playing.
        self._media.show("Paused" if view.state is State.PAUSED else "Playing")

    def _press(self, call: str) -> None:
        if self._screen is not None:
            self._screen.do(CALLS[call])

    def end(self) -> None:
        """The session is over, or another screen is shown."""
        self._screen = None
        self._media.end()
