"""Plain facts about one person for the screen of details, and what comes back from it."""

from collections.abc import Mapping

from msgspec import Struct

from balancecoach.core.person import Person


class ProgrammeRow(Struct, frozen=True):
    """A programme to choose. ``approval``: a physio has to agree to all or some of it."""

    id: str
    title: str
    weeks: int
    approval: bool = False


class PersonFacts(Struct, frozen=True):
    """What is shown. ``start``, ``health``, ``limits``: sentences; ``note``: what was just done.

    ``answered``: the questions about health were.
    """

    person: Person
    programmes: tuple[ProgrammeRow, ...]
    start: str = ""
    health: str = ""
    approvals: tuple[str, ...] = ()
    limits: str = ""
    note: str = ""
    happened: tuple[str, ...] = ()
    answered: bool = False


class Edited(Struct, frozen=True):
    """The details as they are now on the screen. ``by``: the physio's name beside the limits."""

    person: Person
    by: str
    wrong: Mapping[str, str]
