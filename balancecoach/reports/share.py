"""What of a record goes into a file for somebody else: which days, the name or not, notes or not."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime

from msgspec import Struct, field
from msgspec.structs import replace

from balancecoach.core.checkup import CheckedUp, CheckUpRemoved, results, utc
from balancecoach.core.person import Fact, Person
from balancecoach.core.progress import Summary
from balancecoach.core.report_names import without_names


class Share(Struct, frozen=True):
    """The choice of whoever saves the file.

    ``first`` and ``last``: days as the clock showed them there and then, both included, ``None`` for no limit.
    ``shipped``: ids of the programmes that came with the app. Titles of all others were typed by somebody, and may name
    a person: a file without names leaves them out. ``person``: whose notes these are, see ``about``.
    """

    first: date | None = None
    last: date | None = None
    names: bool = True
    notes: bool = False
    shipped: frozenset[str] = field(default=frozenset())
    person: Person | None = None

    def about(self, person: Person | None) -> "Share":
        """The same for what is on record of one person."""
        return replace(self, person=person)

    def covers(self, when: datetime | None) -> bool:
        """Whether something of that moment belongs in. What has no date does only where no days were chosen."""
        if when is None:
            return self.first is None and self.last is None
        day = when.date()
        return (self.first is None or day >= self.first) and (self.last is None or day <= self.last)

    def name(self, person: Person | None) -> str:
        """A person's name, "" for nobody's or where names are left out."""
        return _letters(person.name) if person is not None and self.names else ""

    def typed(self, words: str, programme_id: str) -> str:
        """A title or id that belongs to a programme, "" where it may name somebody who is not to be named."""
        return _letters(words) if self.names or programme_id in self.shipped else ""

    def aid(self, words: str) -> str:
        """The walking aid of a check-up, which somebody typed."""
        return self._unnamed(words) if self.names or self.notes else ""

    def note(self, words: str) -> str:
        """What was noted, "" unless notes were asked for."""
        return self._unnamed(words) if self.notes else ""

    def _unnamed(self, words: str) -> str:
        """Without the names that are known, as on a report, where names are left out."""
        return _letters(words if self.names or self.person is None else without_names(words, self.person))


def _letters(words: str) -> str:
    """Without halves of letters, which no file can hold."""
    return words.encode("utf-8", "replace").decode("utf-8")


class Belongings(Struct, frozen=True):
    """What is on record of one person, ``None`` for nobody: read when it is asked for, so that few are held at once.

    ``removed``: sessions that were taken out and can still be brought back.
    """

    person: Person | None
    facts: tuple[Fact, ...]
    sessions: Callable[[], Iterable[Summary]]
    removed: Callable[[], Iterable[Summary]] = tuple


def real(summaries: Iterable[Summary], share: Share) -> Iterator[Summary]:
    """The sessions that belong into a file: of the chosen days, and no demonstrations."""
    return (summary for summary in summaries if not summary.demo and share.covers(summary.started))


def check_ups(facts: Iterable[Fact], share: Share) -> tuple[CheckedUp, ...]:
    """The check-ups that count, of the chosen days, by day."""
    return tuple(fact for fact in results(facts) if share.covers(fact.at))


def withdrawn(facts: Iterable[Fact], share: Share) -> tuple[CheckedUp, ...]:
    """The check-ups that were entered wrongly."""
    rows = tuple(facts)
    gone = {utc(fact.of) for fact in rows if isinstance(fact, CheckUpRemoved)}
    found = {utc(fact.at): fact for fact in rows if isinstance(fact, CheckedUp) and utc(fact.at) in gone}
    return tuple(fact for fact in found.values() if share.covers(fact.at))
