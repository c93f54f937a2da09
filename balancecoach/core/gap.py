"""What came between two readings of the clocks: time that passed, a sleep, a clock on the wall that was set."""

from msgspec import Struct

from balancecoach.core.events import Instant

#: More than this between two ticks, or asleep, is a machine that was away: nobody was told anything meanwhile.
AWAY_S = 5.0


class Gap(Struct, frozen=True):
    """``passed_s``: by the monotonic clock. ``slept_s``: what that clock hides. ``set_s``: how far the wall was set.

    ``sure``: the machine says itself how long it slept. Where it does not, a wall that ran ahead is taken for a sleep:
    a pause too many is better than a walk that goes on by itself hours later.
    """

    passed_s: float
    slept_s: float
    set_s: float
    sure: bool

    @property
    def away(self) -> bool:
        """Too long for a late tick."""
        return self.passed_s > AWAY_S or self.slept_s > AWAY_S


def between(before: Instant, now: Instant) -> Gap:
    """From one reading to a later one; a monotonic clock that went back a little stood still."""
    passed_s = max(0.0, now.mono_s - before.mono_s)
    ahead_s = now.wall.timestamp() - before.wall.timestamp() - passed_s
    if before.asleep_s is None or now.asleep_s is None:
        slept_s, sure = (ahead_s if ahead_s > AWAY_S else 0.0), False
    else:
        slept_s, sure = max(0.0, now.asleep_s - before.asleep_s), True
    return Gap(passed_s, slept_s, ahead_s - slept_s, sure)
