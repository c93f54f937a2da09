"""The Qt bridge: wakes a session exactly when something is due, and no more often."""

import math
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from balancecoach.conductor import Conductor
from balancecoach.core.session import View
from balancecoach.core.transitions import State

#: When it cannot be said how soon something is due.
AGAIN_MS = 1000


class Runner(QObject):
    """Runs one conductor on Qt's event loop. Emits ``view`` after every change and on every displayed second."""

    view = Signal(object)  # View
    ended = Signal()

    def __init__(self, conductor: Conductor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.conductor = conductor
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.wake)
        self._told = False

    def begin(self) -> None:
        """Start the session."""
        self._do(self.conductor.begin)

    def confirm(self) -> None:
        """A person passes a gate."""
        self._do(self.conductor.confirm)

    def pause(self) -> None:
        """Hold the clock."""
        self._do(self.conductor.pause)

    def resume(self) -> None:
        """Go on."""
        self._do(self.conductor.resume)

    def stop(self) -> None:
        """End early."""
        self._do(self.conductor.stop)

    def wobble(self) -> None:
        """Note a near-stumble."""
        self._do(self.conductor.wobble)

    def say_again(self) -> None:
        """Speak the block's first sentence once more."""
        self._do(self.conductor.say_again)

    def say_time_left(self) -> None:
        """Speak how long the block goes on."""
        self._do(self.conductor.say_time_left)

    def give_up(self) -> None:
        """The session cannot go on: what is said then is still said."""
        self._do(self.conductor.give_up)

    def sound_lost(self) -> None:
        """There is no loudspeaker any more."""
        self._do(self.conductor.sound_lost)

    def jump(self, index: int) -> None:
        """In a demonstration, go to any block."""
        self._do(lambda: self.conductor.jump(index))

    def cancel(self) -> None:
        """No more wake-ups."""
        self._timer.stop()

    def wake(self) -> None:
        """Something is due, or may be."""
        self._do(self.conductor.tick)

    def _do(self, what: Callable[[], None]) -> None:
        """A bug of ours in it, or in what is shown, must not be the last that this session does."""
        try:
            what()
        finally:
            self._timer.start(AGAIN_MS)
            self._after()

    def _after(self) -> None:
        if self.conductor.given_up:
            self._timer.start(max(1, math.ceil(self.conductor.next_due_s() * 1000)))
            return
        view = self.conductor.view()
        self.view.emit(view)
        if view.state is State.ENDED:
            self._timer.stop()
            if not self._told:
                self._told = True
                self.ended.emit()
            return
        due = min(self.conductor.next_due_s(), until_next_digit(view))
        self._timer.start(max(0, math.ceil(self.conductor.real_s(due) * 1000)))


def until_next_digit(view: View) -> float:
    """Seconds until the countdown shows another digit; a millisecond more, to be safely past it."""
    # After a pause or stop the block's own time stands still; it must not wake us.
    block_stands = view.state is State.RESTART or (view.state is State.STOPPED and view.step != "sit")
    left = view.ready_in_s if block_stands or view.state is State.GATE else view.left_s
    if left <= 0 or view.state is State.PAUSED:
        return 1.0
    return left - math.floor(left - 1e-3) if left > 1 else left
