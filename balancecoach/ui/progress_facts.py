"""What the Progress screen is told: for each way of looking, a sentence, its bars and what stands beside them."""

from msgspec import Struct

from balancecoach.core.companions import Companion
from balancecoach.core.periods import Period, View
from balancecoach.core.week_picture import WeekPicture


class ViewFacts(Struct, frozen=True):
    """One way of looking. ``periods``: oldest first; ``shown``: how many of them are beside each other at once."""

    view: View
    sentence: str
    periods: tuple[Period, ...]
    shown: int
    companions: tuple[Companion, ...] = ()

    @property
    def walked(self) -> bool:
        """Whether there is anything to draw."""
        return any(period.sessions for period in self.periods)


class PictureFacts(Struct, frozen=True):
    """``week``: of the person whose day it is, ``None`` while nobody is set up."""

    views: tuple[ViewFacts, ...]
    week: WeekPicture | None = None
