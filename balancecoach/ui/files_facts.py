"""What the page that saves files is told, and what it asks for."""

from datetime import date, time
from enum import StrEnum

from msgspec import Struct

from balancecoach.core.words import N_


class Kind(StrEnum):
    """What can be saved."""

    SESSIONS = "sessions"
    CHECK_UPS = "checkups"
    BLOCKS = "blocks"
    CLINIC = "clinic"
    CALENDAR = "calendar"
    EVERYTHING = "everything"


class KindWords(Struct, frozen=True):
    """``button``: its name. ``about``: what it is good for, in one sentence. ``ending``: of the file's name."""

    button: str
    about: str
    ending: str


KINDS = {
    Kind.SESSIONS: KindWords(
        N_("Sessions"), N_("A table for a spreadsheet such as LibreOffice or Excel: one row for each session."), "csv"
    ),
    Kind.BLOCKS: KindWords(
        N_("Parts of sessions"),
        N_("A table for a spreadsheet: one row for each part of each session, second by second, with its pauses."),
        "csv",
    ),
    Kind.CHECK_UPS: KindWords(
        N_("Check-ups"), N_("A table for a spreadsheet: one row each time something was timed."), "csv"
    ),
    Kind.CLINIC: KindWords(
        N_("For a clinic"),
        N_("Sessions and check-ups as a clinic's own system reads them (HL7 FHIR R4). Nothing is sent from here."),
        "json",
    ),
    Kind.CALENDAR: KindWords(
        N_("Calendar"), N_("The sessions of the coming weeks, for the calendar of a telephone or computer."), "ics"
    ),
    Kind.EVERYTHING: KindWords(
        N_("Everything"),
        N_("All that is kept, for other programs to read (JSON). To move to another computer, see Settings."),
        "json",
    ),
}


class FilesFacts(Struct, frozen=True):
    """``name``: whose record is open, "" for nobody. ``several``: there are more people. ``days``: 0 is Monday."""

    name: str
    several: bool
    today: date
    days: tuple[int, ...] = (0, 2, 4)


class FilesWish(Struct, frozen=True):
    """What is to be saved. ``everyone``: not only of who is named. ``first`` and ``last``: ``None`` for no limit."""

    kind: Kind
    everyone: bool = False
    first: date | None = None
    last: date | None = None
    name: bool = True
    notes: bool = False
    days: tuple[int, ...] = ()
    at: time = time(10, 0)
    weeks: int = 4
    alarm_min: int | None = None
