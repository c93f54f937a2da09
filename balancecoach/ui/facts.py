"""Plain facts for the screens: what they show, decided elsewhere."""

from dataclasses import dataclass

from balancecoach.core.moving import Place
from balancecoach.core.plan import Plan
from balancecoach.core.programme import Programme
from balancecoach.core.progress import Summary
from balancecoach.ui.progress_facts import PictureFacts


@dataclass(frozen=True)
class Choice:
    """A place that may be moved to, and the words on its button."""

    words: str
    place: Place


@dataclass(frozen=True)
class AdviceFacts:
    """Advice to move on or back. Nothing moves before a button is pressed."""

    title: str
    reasons: tuple[str, ...]
    choices: tuple[Choice, ...]
    stay: str = ""  # words on the button that leaves all as it is, "" for none


@dataclass(frozen=True)
class CutOffFacts:
    """A session that a crash cut off. ``may_carry_on``: else it can only be closed."""

    title: str
    words: str
    may_carry_on: bool = False


@dataclass(frozen=True)
class TodayFacts:
    """What the Today screen shows. ``plan`` is ``None`` while nobody is set up.

    ``locked``: why Start is not there; ``fix``: words on the button that leads to what is missing. ``instead``: words
    on the button for a forward-only session, "" for none.
    """

    greeting: str
    date: str
    kicker: str = ""
    plan: Plan | None = None
    seconds: tuple[float, ...] = ()
    week_headline: str = ""
    week_detail: str = ""
    last_kicker: str = ""
    last_headline: str = ""
    last_detail: str = ""
    locked: tuple[str, ...] = ()
    fix: str = ""
    instead: str = ""
    back: str = ""  # words on the button that goes back from a one-off plan to the programme
    advice: AdviceFacts | None = None
    several: bool = False  # more than one person: say whose day it is
    notice: str = ""
    reminder: str = ""  # a line that a check-up is due, "" for none
    cut_off: CutOffFacts | None = None


@dataclass(frozen=True)
class WeekFacts:
    """One week of a programme in the list: its number, how long it takes, and what it is."""

    number: int
    minutes: str
    summary: str


@dataclass(frozen=True)
class ProgrammeFacts:
    """One programme of the list. ``locked``: why the person may not walk it now; ``week``: where they are, or 0."""

    programme: Programme
    locked: str = ""
    week: int = 0
    own: bool = False  # somebody added it, and may remove it


@dataclass(frozen=True)
class OwnPlanFacts:
    """A plan of somebody's own. ``locked``: why it may not be walked, such as a draft."""

    id: str
    title: str
    detail: str
    draft: bool = False
    locked: str = ""


@dataclass(frozen=True)
class PlansFacts:
    """What the Plans screen shows. ``person``: who a programme would be given to, "" for nobody."""

    person: str
    programmes: tuple[ProgrammeFacts, ...]
    own: tuple[OwnPlanFacts, ...] = ()


@dataclass(frozen=True)
class ProgressFacts:
    """What the Progress screen shows; the newest session first."""

    picture: PictureFacts
    sessions: tuple[Summary, ...]
