"""From the record to a file for somebody else: a spreadsheet, a clinic's server, a calendar, another program.

Reads person by person, so that a clinic's whole record takes no more memory than one person's.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, cast

from msgspec import Struct, field

from balancecoach import __version__
from balancecoach.core.person import Fact, Person
from balancecoach.core.programme import Programme, expand
from balancecoach.core.progress import Summary
from balancecoach.core.script import build_script
from balancecoach.core.words import tr
from balancecoach.errors import UserError
from balancecoach.exchange.writing import write as write_json
from balancecoach.paths import OUR_FILES
from balancecoach.plans.library import BUILT_IN
from balancecoach.reports.calendar_file import Planned, Times, write_calendar
from balancecoach.reports.csv_blocks import write_blocks
from balancecoach.reports.csv_sessions import write_check_ups, write_sessions
from balancecoach.reports.fhir import write_bundle
from balancecoach.reports.share import Belongings, Share
from balancecoach.store.store import Store
from balancecoach.whole_file import whole_file

#: Titles that name nobody.
SHIPPED = frozenset(BUILT_IN)
#: Hears how many people of how many are done, for each session again. May raise, to end it.
Tell = Callable[[int, int], None]


class What(StrEnum):
    """The rows of a spreadsheet."""

    SESSIONS = "sessions"
    BLOCKS = "blocks"
    CHECK_UPS = "checkups"


class Format(StrEnum):
    """What kind of file."""

    CSV = "csv"
    JSON = "json"
    FHIR = "fhir"
    ICS = "ics"


class Order(Struct, frozen=True):
    """What is to be saved. ``people``: ids, ``None`` for everybody and for what is nobody's."""

    format: Format
    people: tuple[str, ...] | None
    share: Share
    what: What = What.SESSIONS
    times: Times | None = None


def _silent(done: int, of: int) -> None:
    return


class Exporter(Struct, frozen=True):
    """Saves files from an open record, in the thread that opened it."""

    store: Store
    programmes: Mapping[str, Programme]
    tell: Tell = field(default=_silent)

    def save(self, order: Order, target: Path, now: datetime) -> int:
        """Write the file, whole or not at all; how many sessions, check-ups or calendar entries are in it.

        Raises ``UserError`` in a sentence, and what ``tell`` raises.
        """
        if _is_ours(target, self.store.path.parent):
            raise UserError(tr("{0}: Balance Coach keeps its record here. Choose another place.").format(target))
        write = self._writer(order, now)
        with whole_file(target) as file:
            return write(file)

    def _writer(self, order: Order, now: datetime) -> Callable[[BinaryIO], int]:
        share, everybody = order.share, self._belongings(order)
        if order.format is Format.FHIR:
            return lambda file: write_bundle(file, everybody, share, version=__version__, now=now)
        if order.format is Format.JSON:
            return lambda file: self._write_everything(order, file, now)
        if order.format is Format.CSV and order.what is What.BLOCKS:
            return lambda file: write_blocks(file, everybody, share, self.store.events)
        if order.format is Format.CSV:
            rows = write_check_ups if order.what is What.CHECK_UPS else write_sessions
            return lambda file: rows(file, everybody, share)
        what, times = self._planned(order)
        return lambda file: write_calendar(file, what, times, version=__version__, now=now)

    def _write_everything(self, order: Order, file: BinaryIO, now: datetime) -> int:
        """For this program or another one: nothing is left out."""
        person_id = order.people[0] if order.people else None
        write_json(self.store, cast(BinaryIO, _Watched(file, lambda: self.tell(0, 1))), now=now, person_id=person_id)
        return len(self.store.session_ids(person_id))

    # -- of whom -------------------------------------------------------------------------------------------------------
    def _belongings(self, order: Order) -> Iterator[Belongings]:
        ids = order.people
        if ids is None:
            ids = (*(person.id for each in (False, True) for person in self.store.people(archived=each)), "")
        for number, person_id in enumerate(ids):
            self.tell(number, len(ids))
            if (whose := self._whose(person_id, (number, len(ids)))) is not None:
                yield whose
        self.tell(len(ids), len(ids))

    def _whose(self, person_id: str, at: tuple[int, int]) -> Belongings | None:
        person: Person | None = None
        facts: tuple[Fact, ...] = ()
        if person_id:
            kept = self.store.file(person_id)
            if kept is None:  # deleted meanwhile, or damaged: the store has said so
                return None
            person, facts = kept.person, kept.facts
        return Belongings(person, facts, lambda: self._heard(person_id, at), lambda: self.store.removed(person_id))

    def _heard(self, person_id: str, at: tuple[int, int]) -> Iterator[Summary]:
        for summary in self.store.summaries(person_id):
            self.tell(*at)
            yield summary

    # -- a calendar ----------------------------------------------------------------------------------------------------
    def _planned(self, order: Order) -> tuple[Planned, Times]:
        person = self.store.person(order.people[0]) if order.people and len(order.people) == 1 else None
        if person is None or order.times is None:
            raise UserError(tr("A calendar is of one person: name them."))
        programme = self.programmes.get(person.programme_id)
        if programme is None:
            raise UserError(
                tr("{0}: the programme {1} is no longer there. Choose another first.").format(
                    person.name, person.programme_id
                )
            )
        week = min(max(1, person.week), len(programme.weeks))
        plan = expand(programme, week, person.walker(self.store.treadmill().slowest_kmh))
        title = order.share.typed(programme.title, programme.id)
        return Planned(person.id, title, sum(build_script(plan).seconds), order.share.name(person)), order.times


class _Watched:
    """A file whose writer can be stopped."""

    def __init__(self, file: BinaryIO, hear: Callable[[], None]) -> None:
        self._file, self._hear = file, hear

    def write(self, some: bytes) -> int:
        """Hear first whether to go on."""
        self._hear()
        return self._file.write(some)


def _is_ours(target: Path, data: Path) -> bool:
    """Whether a file of that name would be one of the record's own."""
    try:
        place, folder = target.resolve(), data.resolve()
    except (OSError, RuntimeError):
        return False  # said where it is opened
    return place.parent == folder and place.name.startswith(OUR_FILES)
