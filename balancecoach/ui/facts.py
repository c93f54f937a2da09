"""Plain facts for the screens: what they show, decided elsewhere."""

from dataclasses import dataclass

from balancecoach.core.plan import Plan
from balancecoach.core.progress import Summary, Week


@dataclass(frozen=True)
class TodayFacts:
    """What the Today screen shows."""

    greeting: str
    date: str
    plan: Plan
    seconds: tuple[float, ...]
    week_headline: str
    week_detail: str
    last_kicker: str
    last_headline: str
    last_detail: str
    newcomer: bool = False
    notice: str = ""


@dataclass(frozen=True)
class PlanFacts:
    """One plan of the list."""

    plan: Plan
    seconds: tuple[float, ...]


@dataclass(frozen=True)
class ProgressFacts:
    """What the Progress screen shows."""

    sentence: str
    weeks: tuple[Week, ...]
    sessions: tuple[Summary, ...]
