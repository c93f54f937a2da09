"""What the plan editor shows: plain facts, decided elsewhere."""

from enum import StrEnum

from msgspec import Struct

#: Instead of a row: the fields of the whole plan are shown.
WHOLE = -1


class FieldKind(StrEnum):
    """How a value is typed."""

    TEXT = "text"
    TIME = "time"  # minutes:seconds, or seconds
    TIMES = "times"
    SPEED = "speed"
    COUNT = "count"
    NUMBER = "number"
    CHOICE = "choice"
    HOLDS = "holds"  # hands of each bout


class PartFacts(Struct, frozen=True):
    """One row of the table. ``colour``: a key of ``theme.STRIP``; ``trouble``: something in it is wrong."""

    name: str
    colour: str
    time: str
    belt: str
    hands: str
    goes_on: str
    trouble: bool = False


class FieldFacts(Struct, frozen=True):
    """One value that can be changed. ``text``: as typed, or the key of a choice. ``hint``: what holds when empty."""

    name: str
    words: str
    kind: FieldKind
    text: str = ""
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    problem: str = ""


class SaidFacts(Struct, frozen=True):
    """A sentence of the part, and when it is heard, from the part's start."""

    time: str
    words: str
    aloud: str = ""  # for a screen reader, where the words are only marks


class EditorFacts(Struct, frozen=True):
    """A plan as it is being edited. ``current``: the row whose fields are shown, or ``WHOLE``."""

    title: str
    totals: str
    parts: tuple[PartFacts, ...] = ()
    current: int = WHOLE
    heading: str = ""
    fields: tuple[FieldFacts, ...] = ()
    said: tuple[SaidFacts, ...] = ()
    said_instead: str = ""
    problems: tuple[str, ...] = ()
    menu: tuple[tuple[str, str], ...] = ()
    second: str = ""  # heading of the third column: the belt's speed, or metres
    may_undo: bool = False
    may_redo: bool = False
    draft: bool = False
    notice: str = ""


class AskFacts(Struct, frozen=True):
    """A question: what it is about, and the answers, the first one safe. ``choices``: (key, words)."""

    title: str
    words: str
    choices: tuple[tuple[str, str], ...]
    problems: tuple[str, ...] = ()
