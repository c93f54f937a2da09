"""The one-page report: every word of it, made of what is on record. Drawing it is no part of this.

Nothing here is measured and nothing is judged: minutes are what the app ran, speeds and hands are as planned, the rest
is what somebody said. Lists are whole; the page shows as much of them as there is room for.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from msgspec import Struct

from balancecoach.core import dates
from balancecoach.core.dates import day_words
from balancecoach.core.person import File, utc
from balancecoach.core.programme import Programme
from balancecoach.core.progress import Summary
from balancecoach.core.words import tr

LONGEST_SHOWN_NAME = 70


class DayOff(Struct, frozen=True):
    """A day on which the daily check said no. ``reasons``: keys of the statements that were not true."""

    at: datetime
    reasons: tuple[str, ...] = ()


class Known(Struct, frozen=True):
    """All that a report is made of. ``sessions``: oldest first."""

    file: File
    sessions: tuple[Summary, ...]
    days_off: tuple[DayOff, ...]
    programmes: Mapping[str, Programme]
    today: date


class Asked(Struct, frozen=True):
    """Which days, both included; with the person's name or without; and which notes, by their keys."""

    first: date
    last: date
    named: bool = True
    notes: frozenset[str] = frozenset()

    def has(self, moment: datetime | None) -> bool:
        """Whether it was on one of these days, by the clock where it happened."""
        return moment is not None and self.first <= moment.date() <= self.last


class Bar(Struct, frozen=True):
    """Seconds walked in a week, a month or a year. ``words``: when that was."""

    words: str
    backward_s: float
    forward_s: float


class Table(Struct, frozen=True):
    """Rows under the names of their columns."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Listing(Struct, frozen=True):
    """Lines under a title, the newest first. ``more``: says how many were left out; not translated yet."""

    title: str
    lines: tuple[str, ...]
    more: str

    def at_most(self, number: int) -> tuple[str, ...]:
        """The first lines, and how many more there are. Saying so takes a line: one alone is never left out."""
        if len(self.lines) <= number + 1:
            return self.lines
        return (*self.lines[:number], tr(self.more).format(len(self.lines) - number))


class Report(Struct, frozen=True):
    """What stands on the page, from top to bottom. ``who``: "" without a name."""

    title: str
    heading: str
    who: str
    about: tuple[str, ...]
    figures: tuple[tuple[str, str], ...]
    bars: tuple[Bar, ...]
    bars_title: str
    bars_words: str
    table: Table
    lists: tuple[Listing, ...]
    limits: str
    file_name: str

    def words(self, most: int = 1_000_000) -> tuple[str, ...]:
        """All of it as lines, with at most so many of each list."""
        said = [self.heading, self.who, *self.about, *(f"{name}: {text}" for name, text in self.figures)]
        said += [self.bars_title, self.bars_words] if self.bars else []
        if self.table.rows:
            said += [self.table.title, *("; ".join(row) for row in (self.table.columns, *self.table.rows))]
        for each in self.lists:
            said += [each.title, *each.at_most(most)]
        return tuple(line for line in (*said, self.limits) if line)


def short_day(day: date, last: date) -> str:
    """The same in a list: the year only where it is not the one in which the report ends."""
    return dates.short_day(day) if day.year == last.year else dates.short_day_year(day)


def short_name(name: str, most: int = LONGEST_SHOWN_NAME) -> str:
    """A name as it fits on a line."""
    plain = " ".join(name.split())
    return plain if len(plain) <= most else plain[: most - 1].rstrip() + "…"


def period_words(asked: Asked) -> str:
    """The days that are reported."""
    if asked.first == asked.last:
        return day_words(asked.first)
    return tr("{0} to {1}").format(day_words(asked.first), day_words(asked.last))


def known_days(known: Known) -> tuple[date, date]:
    """The days of the oldest and of the newest thing on record about this person; today when there is nothing.

    The newest may lie after today, where a clock was set back.
    """
    moments = [session.started for session in known.sessions if session.started and not session.demo]
    moments += [day.at for day in known.days_off] + [fact.at for fact in known.file.facts]
    days = [moment.date() for moment in moments] + [known.today]
    return min(days), max(days)


def listed(title: str, rows: Iterable[tuple[datetime, str]], last: date, more: str) -> Listing:
    """What happened when, the newest first."""
    ordered = sorted(rows, key=lambda row: utc(row[0]), reverse=True)
    return Listing(title, tuple(f"{short_day(at.date(), last)}: {words}" for at, words in ordered), more)
