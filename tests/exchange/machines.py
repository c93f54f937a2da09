"""Two or more machines: installations with people, sessions and plans on them, and documents between them."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from balancecoach.core.events import CheckedIn, Stored
from balancecoach.core.person import Fact, Person
from balancecoach.exchange.merging import merge
from balancecoach.exchange.source import Source
from balancecoach.exchange.summary import MergeSummary
from balancecoach.exchange.writing import write
from balancecoach.store.store import Store
from tests.store.people_samples import ANN, BOB, FACTS, PLAN, TREADMILL
from tests.store.store_samples import START, paths_in, whole, whole_of

DAY = timedelta(days=1)
LATER = START + 300 * DAY


@dataclass(frozen=True)
class Machine:
    """An installation in a folder."""

    folder: Path

    @contextmanager
    def store(self) -> Iterator[Store]:
        """Its record."""
        with Store.open(paths_in(self.folder), write=True, report=self.fail) as store:
            yield store

    @staticmethod
    def fail(sentence: str) -> None:
        """Nothing here is damaged but where a test says so."""
        raise AssertionError(sentence)

    def fill(self) -> "Machine":
        """Two people with facts and sessions, one of nobody's, a declined day, a plan, a treadmill."""
        with self.store() as store:
            for person in (ANN, BOB):
                store.save_person(person, *FACTS, now=START)
            for number, person_id in enumerate((ANN.id, ANN.id, BOB.id, "")):
                session(store, f"s{number}", whole_of(person_id, START + number * DAY))
            store.decline(START, "p1", ["well", "shoes"], ANN.id)
            store.decline(START + DAY, "p1", [])
            store.save_plan(PLAN)
            store.save_treadmill(TREADMILL)
            store.put_setting("person", ANN.id)
        return self

    def person(self, person: Person, *facts: Fact, at: datetime = LATER) -> None:
        """Keep a person and facts."""
        with self.store() as store:
            store.save_person(person, *facts, now=at)

    def document(self, now: datetime = LATER, person_id: str | None = None) -> bytes:
        """Everything."""
        file = io.BytesIO()
        with self.store() as store:
            write(store, file, now=now, person_id=person_id)
        return file.getvalue()

    def content(self) -> bytes:
        """The same without when it was made, and without what is set on a machine."""
        return without_settings(self.document())

    def take(self, document: bytes, now: datetime = LATER) -> MergeSummary:
        """Merge a document."""
        with self.store() as store:
            return merge(store, source(document), now=now)


def session(store: Store, session_id: str, events: tuple[Stored, ...] | None = None) -> None:
    """Keep a session."""
    for event in whole() if events is None else events:
        store.append(session_id, event)


def source(document: bytes, name: str = "all.json") -> Source:
    """A document in memory."""
    return Source(name, lambda: io.BytesIO(document))


def without_settings(document: bytes) -> bytes:
    """From the plans on, without the sum."""
    body = document[document.index(b'"plans":[\n') :]
    return body[: body.index(b'"check":')]


def after(wall: datetime, pain: str = "no") -> CheckedIn:
    """Answers that were corrected later."""
    return CheckedIn(wall, 4, "none", pain)
