"""Plain facts about sessions that are over: for the table of them, and for the page of one."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct, field

from balancecoach.core.events import CheckedIn
from balancecoach.core.progress import Summary


class SessionsFacts(Struct, frozen=True):
    """What the table shows. ``person``: whose sessions, "" for nobody's; ``names``: of everybody, by their ids.

    ``several``: there are sessions of others, too. ``everybody``: they are in ``sessions``. ``removed``: these are the
    removed ones, which can be brought back until they are deleted; ``now`` tells in how many days.
    """

    person: str
    sessions: tuple[Summary, ...]
    now: datetime
    names: Mapping[str, str] = field(default_factory=dict)
    several: bool = False
    everybody: bool = False
    removed: bool = False


class CourseLine(Struct, frozen=True):
    """One line of what happened. ``sort`` chooses its mark."""

    clock: str  # the time of day, "" where it is not known
    since: str  # since the start
    words: str
    sort: str


class StripPart(Struct, frozen=True):
    """A piece of the painted course. ``words``: written into it where they fit."""

    length_s: float
    sort: str
    words: str


class CourseFacts(Struct, frozen=True):
    """The course, painted and to be read. ``wobbles``: seconds since the start. ``said``: all of it in a sentence."""

    parts: tuple[StripPart, ...] = ()
    wobbles: tuple[float, ...] = ()
    length_s: float = 0.0
    lines: tuple[CourseLine, ...] = ()
    said: str = ""


class PastFacts(Struct, frozen=True):
    """One session. ``fixed``: why nothing can be changed, "" when it can; ``removed``: since when, and how long yet.

    ``just``: what was done a moment ago; ``undo``: it can be taken back.
    """

    id: str
    title: str
    when: str
    rows: tuple[tuple[str, str], ...]
    answers: tuple[tuple[str, str], ...]
    checkin: CheckedIn | None
    stopped: bool
    changed: str
    note: str
    course: CourseFacts
    fixed: str = ""
    removed: str = ""
    just: str = ""
    undo: bool = False
