"""Plain facts for the screens of check-ups."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from balancecoach.core.checkup import Test
from balancecoach.core.daily import Statement


class ResultRow(Struct, frozen=True):
    """One check-up of the list. ``named``: what the button that removes it is called for screen readers."""

    at: datetime
    words: str
    named: str


class TestCard(Struct, frozen=True):
    """One test. ``latest`` and ``change``: "" while there is none. ``rows``: newest first. ``refused``: why it is not
    offered here now. ``offers``: the newest gives another start speed, which a helper may take over.
    """

    test: Test
    title: str
    about: str
    latest: str = ""
    change: str = ""
    meaning: tuple[str, ...] = ()
    rows: tuple[ResultRow, ...] = ()
    refused: tuple[str, ...] = ()
    offers: bool = False


class CheckUpsFacts(Struct, frozen=True):
    """What the page shows. ``cards`` is empty while nobody is set up. ``undo``: words on the button, "" for none."""

    subtitle: str
    due: str
    cards: tuple[TestCard, ...] = ()
    notice: str = ""
    undo: str = ""


class ReadyFacts(Struct, frozen=True):
    """Before a test: how it goes, what must be true, and when to stop."""

    title: str
    lines: tuple[str, ...]
    statements: tuple[Statement, ...]
    stop_signs: tuple[str, ...]


class ResultFacts(Struct, frozen=True):
    """After a test, before it is kept."""

    title: str
    latest: str
    trials: str
    change: str
    meaning: tuple[str, ...]
    aid: str = ""


class Typed(Struct, frozen=True):
    """What is on the form of a result entered by hand, as it was typed."""

    test: Test
    trials: tuple[str, ...]
    day: str
    aid: str
    note: str


#: What is wrong on the form: field ("first", "second", "day", "aid", "note"; "record": the whole) -> one sentence.
Wrong = Mapping[str, str]
