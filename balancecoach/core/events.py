"""What happened, as frozen facts in the past tense. A session is the list of its events; nothing else is kept.

``at_s`` is seconds of monotonic time since the session began, pauses included. ``wall`` is the time of day, with its
offset from UTC, and appears only where a date is needed.
"""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from balancecoach.core.cue import Cue
from balancecoach.core.plan import Block


class Outcome(StrEnum):
    """How a session ended."""

    COMPLETED = "completed"
    STOPPED = "stopped"
    INTERRUPTED = "interrupted"


class Instant(Struct, frozen=True):
    """One reading of the clock: ``mono_s`` drives, ``wall`` (aware) dates.

    ``asleep_s``: how long the machine has slept that ``mono_s`` does not count; ``None`` where it does not say.
    """

    mono_s: float
    wall: datetime
    asleep_s: float | None = None


class SessionStarted(Struct, frozen=True):
    """A person began. ``blocks``: the plan as it was that day. ``checked``: keys of the daily check's statements.

    ``person_id`` is "" for a session of nobody's; ``programme_id`` and ``week``, "" and 0 for a plan that stands alone.
    """

    at_s: float
    wall: datetime
    plan_id: str
    plan_title: str
    blocks: tuple[Block, ...]
    demo: bool = False
    checked: tuple[str, ...] = ()
    person_id: str = ""
    programme_id: str = ""
    week: int = 0


class BlockStarted(Struct, frozen=True):
    """Block ``index`` began, at exactly ``at_s``."""

    at_s: float
    index: int


class GatePassed(Struct, frozen=True):
    """A person confirmed gate ``index``."""

    at_s: float
    index: int


class CueDue(Struct, frozen=True):
    """A cue's time came; ``late_s`` is how long ago that was. Voice, screen and record act on it."""

    at_s: float
    cue: Cue
    late_s: float = 0.0


class CueMissed(Struct, frozen=True):
    """A cue was not heard: ``why`` is "late", "crowded" (a more important one came) or "silent" (no sound)."""

    at_s: float
    key: str
    why: str


class Paused(Struct, frozen=True):
    """The clock of the block stands still since ``at_s``. ``why``: "key" or "asleep"."""

    at_s: float
    why: str = "key"


class RestartBegun(Struct, frozen=True):
    """Carrying on from a pause on a moving belt: the belt has to be started again first."""

    at_s: float


class Resumed(Struct, frozen=True):
    """The block goes on where it was paused."""

    at_s: float


class Wobbled(Struct, frozen=True):
    """The helper noted a near-stumble."""

    at_s: float
    index: int


class StepTaken(Struct, frozen=True):
    """After a stop, a person confirmed a step of the way down: a key of ``asides.STEPS``."""

    at_s: float
    step: str


class SessionEnded(Struct, frozen=True):
    """The session is over."""

    at_s: float
    wall: datetime
    outcome: Outcome


class CheckedIn(Struct, frozen=True):
    """The answers afterwards. ``effort``: 0-10 (evidence 5d, our own wording). ``None``: not answered.

    ``stumbles``: "none", "one", "more". ``pain``: "no", "little", "yes". ``reason`` for stopping early: "wanted",
    "unwell", "stumble" or "belt".
    """

    wall: datetime
    effort: int | None
    stumbles: str | None
    pain: str | None
    reason: str | None = None


class Noted(Struct, frozen=True):
    """A note about a session, written afterwards; the newest one counts, "" for none."""

    wall: datetime
    text: str


class Removed(Struct, frozen=True):
    """A session was taken out of what is shown and counted. It is kept for 30 days."""

    wall: datetime


class Restored(Struct, frozen=True):
    """A session that was removed is back."""

    wall: datetime


class Refused(Struct, frozen=True):
    """A command that does not fit now; nothing changed. ``why``: "state", or "early" for a gate's minimum."""

    at_s: float
    command: str
    why: str


#: What happens while a session goes on; each has ``at_s``.
During = (
    SessionStarted
    | BlockStarted
    | GatePassed
    | CueDue
    | CueMissed
    | Paused
    | RestartBegun
    | Resumed
    | Wobbled
    | StepTaken
    | SessionEnded
)
#: What is added when a session is over, any number of them. The newest of a kind counts.
Afterwards = CheckedIn | Noted | Removed | Restored
Stored = During | Afterwards
Event = Stored | Refused
