"""The helper's PIN in front of plans, people and settings. Without a PIN everything is open."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from balancecoach.clock import Clock
from balancecoach.pin import Pin
from balancecoach.ui.pin_screen import PinScreen

Then = Callable[[], None]


class Guard(QObject):
    """Call it with what is to be done. Once the PIN was right it stays open until ``lock``."""

    def __init__(
        self, pin: Pin, clock: Clock, screen: PinScreen, show: Callable[[PinScreen], None], back: Then
    ) -> None:
        super().__init__()
        self.pin, self._clock, self._screen = pin, clock, screen
        self._show_screen = show
        self._then: Then | None = None
        self._open = False
        screen.entered.connect(self._try)
        screen.left.connect(back)

    def __call__(self, then: Then) -> None:
        """Do it now, or after the PIN."""
        if self._open or not self.pin.is_set:
            then()
            return
        self._then = then
        self._show_screen(self._screen)
        self._screen.start()

    def lock(self) -> None:
        """Ask again from now on."""
        self._open, self._then = False, None

    def _try(self, typed: str) -> None:
        answer = self.pin.try_(typed, self._clock.now().wall)
        if not answer.is_open:
            self._screen.start(answer.sentence)
            return
        self._open = True
        then, self._then = self._then, None
        if then is not None:
            then()
