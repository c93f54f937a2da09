"""Plain facts for the screens: what they show, decided elsewhere."""

from msgspec import Struct

from balancecoach.core.moving import Place
from balancecoach.core.plan import Plan
from balancecoach.core.programme import Programme
from balancecoach.core.progress import Summary
from balancecoach.ui.progress_facts import PictureFacts


class Choice(Struct, frozen=True):
    """A place that may be moved to, and the words on its button."""

    words: str
    place: Place


class AdviceFacts(Struct, frozen=True):
    """Advice to move on or back. Nothing moves before a button is pressed."""

    title: str
    reasons: tuple[str, ...]
    choices: tuple[Choice, ...]
    stay: str = ""  # words on the button that leaves all as it is, "" for none


class CutOffFacts(Struct, frozen=True):
    """A session that a crash cut off. ``may_carry_on``: else it can only be closed."""

    title: str
    words: str
    may_carry_on: bool = False


class TodayFacts(Struct, frozen=True):
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


class WeekFacts(Struct, frozen=True):
    """One week of a programme in the list: its number, how long it takes, and what it is."""

    number: int
    minutes: str
    summary: str


class ProgrammeFacts(Struct, frozen=True):
    """One programme of the list. ``locked``: why the person may not walk it now; ``week``: where they are, or 0."""

    programme: Programme
    locked: str = ""
    week: int = 0
    own: bool = False  # somebody added it, and may remove it


class OwnPlanFacts(Struct, frozen=True):
    """A plan of somebody's own. ``locked``: why it may not be walked, such as a draft."""

    id: str
    title: str
    detail: str
    draft: bool = False
    locked: str = ""


class PlansFacts(Struct, frozen=True):
    """What the Plans screen shows. ``person``: who a programme would be given to, "" for nobody."""

    person: str
    programmes: tuple[ProgrammeFacts, ...]
    own: tuple[OwnPlanFacts, ...] = ()


class ProgressFacts(Struct, frozen=True):
    """What the Progress screen shows; the newest session first."""

    picture: PictureFacts
    sessions: tuple[Summary, ...]
