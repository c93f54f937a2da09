"""In place of the world for people: a store in memory, programmes written by hand, paper that remembers."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from PySide6.QtWidgets import QWidget

from balancecoach.core.person import Fact, File, Person, Treadmill
from balancecoach.core.programme import Programme, Setting, Step, Week
from balancecoach.core.progress import Summary
from balancecoach.desks.people_tools import Paper
from balancecoach.errors import FailedError
from balancecoach.ui.printing import save_pdf


class MemoryStore:
    """What the record keeps about people, in memory."""

    def __init__(self) -> None:
        self.persons: dict[str, Person] = {}
        self.facts: dict[str, list[Fact]] = {}
        self.sessions: dict[str, list[Summary]] = {}
        self.settings: dict[str, object] = {}
        self.belt = Treadmill()
        self.now_id = ""
        self.full = False
        self.copies: tuple[Path, ...] = ()

    def people(self, archived: bool = False) -> tuple[Person, ...]:
        """By name."""
        found = [person for person in self.persons.values() if person.archived is archived]
        return tuple(sorted(found, key=lambda person: person.name))

    def file(self, person_id: str) -> File | None:
        """With all facts."""
        person = self.persons.get(person_id)
        return File(person, tuple(self.facts[person_id])) if person else None

    def save_person(self, person: Person, *facts: Fact, now: datetime) -> None:
        """Keep."""
        assert now.tzinfo is not None
        if self.full:
            raise FailedError("The disk is full. Make room and try again.")
        self.persons[person.id] = person
        self.facts.setdefault(person.id, []).extend(facts)

    def delete_person(self, person_id: str) -> tuple[Path, ...]:
        """All of it but a copy."""
        for kept in (self.persons, self.facts, self.sessions):
            kept.pop(person_id, None)
        return self.copies

    def summaries(self, person_id: str | None = None) -> tuple[Summary, ...]:
        """Oldest first."""
        rows: Iterable[list[Summary]] = (
            self.sessions.values() if person_id is None else [self.sessions.get(person_id, [])]
        )
        return tuple(row for each in rows for row in each)

    def treadmill(self) -> Treadmill:
        """The one there is."""
        return self.belt

    def save_treadmill(self, treadmill: Treadmill) -> None:
        """Keep."""
        self.belt = treadmill

    def get_setting(self, key: str, default: Any = None) -> Any:
        """As kept."""
        return self.settings.get(key, default)

    def put_setting(self, key: str, value: object) -> None:
        """Keep."""
        self.settings[key] = value


class FakePaper:
    """Remembers what was printed; saves for real into ``path``."""

    def __init__(self, path: Path | None = None) -> None:
        self.path, self.printed, self.names = path, list[str](), list[str]()

    def paper(self) -> Paper:
        """As the desk wants it."""
        return Paper(self._ask, save_pdf, self._print)

    def _ask(self, parent: QWidget, name: str) -> str:
        self.names.append(name)
        return str(self.path) if self.path else ""

    def _print(self, html: str, title: str, parent: QWidget) -> str:
        self.printed.append(html)
        return ""


def _week(*steps: Step) -> Week:
    return Week((Step("prepare"), Step("start_forward"), *steps, Step("end")))


def programmes() -> dict[str, Programme]:
    """Walking forwards, two weeks backwards, and one that needs a physio."""
    forward = Step("warm_up", {"seconds": 360, "speed_kmh": 2.0})
    easy = Step("cool_down", {"seconds": 180, "speed_kmh": 1.5})
    first = _week(forward, Step("practice_turn"), easy)
    bouts = Step("bouts", {"count": 3, "seconds": 30, "rest_seconds": 45, "speed_kmh": 1.0})
    longer = replace(bouts, values={**bouts.values, "count": 4})
    weeks = tuple(_week(forward, Step("turn_away"), each, Step("turn_back"), easy) for each in (bouts, longer))
    made = (
        Programme(
            "p0-familiarisation",
            "Getting to know the treadmill",
            Setting.HOME,
            (first,),
            "Walking forwards, and turning on the stopped belt.",
            then=("p1-first-steps",),
        ),
        Programme("p1-first-steps", "First steps", Setting.HELPER, weeks, "The first steps backwards."),
        Programme("p9-gentle-slope", "Gentle slope", Setting.PHYSIO, weeks, "For later."),
    )
    return {each.id: each for each in made}
