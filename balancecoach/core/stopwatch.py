"""A check-up being timed: start, stop, keep or again, for as many tries as the test has. Time is an argument."""

from enum import StrEnum

from balancecoach.core.checkup import TRIALS, Test, rounded, trial_problem
from balancecoach.core.words import tr

#: Two presses closer than this are one: a bouncing clicker may not start and stop, nor stop and keep. It is half of
#: the shortest time that can be (``POSSIBLE_S``), so that no true stop is ever missed.
APART_S = 0.5


class Phase(StrEnum):
    """What a press is for now."""

    READY = "ready"  # to start
    RUNNING = "running"  # to stop
    STOPPED = "stopped"  # to keep this time, or to measure again
    DONE = "done"  # all tries are kept


class Measuring:
    """Methods take ``at_s``: monotonic seconds. Returns tell whether something changed."""

    def __init__(self, test: Test) -> None:
        self.test = test
        self.phase = Phase.READY
        self.kept_s: tuple[float, ...] = ()
        self._began_s = 0.0
        self._measured_s = 0.0
        self._lost = False
        self._pressed_s: float | None = None

    @property
    def number(self) -> int:
        """Which try this is, from 1."""
        return min(len(self.kept_s) + 1, TRIALS[self.test])

    @property
    def problem(self) -> str:
        """Why the time just measured cannot be kept, "" when it can."""
        if self.phase is not Phase.STOPPED:
            return ""
        if self._lost:
            return tr("The computer slept meanwhile, so the time is not known. Measure again.")
        return trial_problem(self.test, self._measured_s)

    @property
    def touched(self) -> bool:
        """Something was measured, or is being: leaving would lose it."""
        return bool(self.kept_s) or self.phase in (Phase.RUNNING, Phase.STOPPED)

    def time_s(self, at_s: float) -> float:
        """What the watch shows: the running time, or exactly what would be kept. Hundredths of a second."""
        if self.phase is Phase.RUNNING:
            return rounded(max(0.0, at_s - self._began_s))
        return self._measured_s if self.phase is Phase.STOPPED else 0.0

    def press(self, at_s: float) -> bool:
        """The one button: starts, stops, keeps; measures again what cannot be kept. A bounce does nothing."""
        if self.phase is Phase.DONE or self._bounced(at_s):
            return False
        self._pressed_s = at_s
        if self.phase is Phase.READY:
            self._began_s, self._lost, self.phase = at_s, False, Phase.RUNNING
        elif self.phase is Phase.RUNNING:
            self._measured_s, self.phase = self.time_s(at_s), Phase.STOPPED
        elif self.problem:
            self.phase = Phase.READY
        else:
            self._keep()
        return True

    def again(self, at_s: float) -> bool:
        """This try was spoilt: it is done again. Nothing to do while it has not ended."""
        if self.phase is not Phase.STOPPED or self._bounced(at_s):
            return False
        self._pressed_s, self.phase = at_s, Phase.READY
        return True

    def halt(self, at_s: float) -> None:
        """Somebody wants to leave: a watch that runs is stopped, so that nothing is measured while they are asked."""
        if self.phase is Phase.RUNNING:
            self._measured_s, self.phase = self.time_s(at_s), Phase.STOPPED

    def lose(self, at_s: float) -> None:
        """The machine slept: a watch that ran does not know for how long it stood still."""
        if self.phase is Phase.RUNNING:
            self.halt(at_s)
            self._lost = True

    def _keep(self) -> None:
        self.kept_s += (self._measured_s,)
        self.phase = Phase.DONE if len(self.kept_s) >= TRIALS[self.test] else Phase.READY

    def _bounced(self, at_s: float) -> bool:
        return self._pressed_s is not None and at_s - self._pressed_s < APART_S
