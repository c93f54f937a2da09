"""What the desks about people work with: the store, the clock, programmes, paper, and the helper's PIN."""

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from msgspec import Struct
from PySide6.QtWidgets import QWidget

from balancecoach.clock import Clock
from balancecoach.core.allowed import Situation
from balancecoach.core.person import Fact, File, Person, Treadmill
from balancecoach.core.programme import Programme
from balancecoach.core.progress import Summary
from balancecoach.ui.printing import ask_pdf_path, print_html, save_pdf

Then = Callable[[], None]


class PeopleStore(Protocol):
    """What is needed of the record."""

    def people(self, archived: bool = False) -> tuple[Person, ...]:
        """Those who walk, by name; with ``archived`` those in the archive instead."""
        ...

    def file(self, person_id: str) -> File | None:
        """A person and everything dated about them."""
        ...

    def save_person(self, person: Person, *facts: Fact, now: datetime) -> None:
        """Keep a person and new facts, all or nothing."""
        ...

    def delete_person(self, person_id: str) -> tuple[Path, ...]:
        """Everything of that person goes. Returns the files that may still hold some of it."""
        ...

    def summaries(self, person_id: str | None = None) -> tuple[Summary, ...]:
        """What every session came to, oldest first."""
        ...

    def treadmill(self) -> Treadmill:
        """What was checked about the treadmill."""
        ...

    def save_treadmill(self, treadmill: Treadmill) -> None:
        """Keep it."""
        ...

    def get_setting(self, key: str, default: Any = None) -> Any:
        """A setting."""
        ...

    def put_setting(self, key: str, value: object) -> None:
        """Keep a setting."""
        ...


class Paper(Struct, frozen=True):
    """How to print and to save: asks, and says what went wrong ("" for nothing)."""

    ask_path: Callable[[QWidget, str], str] = ask_pdf_path
    save: Callable[[str, str, str], str] = save_pdf
    print_it: Callable[[str, str, QWidget], str] = print_html


class Copies(Struct, frozen=True):
    """The copies of the record, which outlive whoever is deleted."""

    folder: Path
    any: Callable[[], bool]
    #: Takes a person out of them; hears afterwards which may still hold some of them.
    take_out: Callable[[str, Callable[[tuple[Path, ...]], object]], object]


def _at_once(then: Then) -> None:
    then()


def new_id() -> str:
    """An id that nobody else has."""
    return uuid.uuid4().hex


class Tools(Struct, frozen=True):
    """All of it. ``backups``: the folder of the backups, to be named when somebody is deleted."""

    store: PeopleStore
    clock: Clock
    programmes: Mapping[str, Programme]
    show_screen: Callable[[QWidget], None]
    guard: Callable[[Then], None] = _at_once
    paper: Paper = Paper()
    new_id: Callable[[], str] = new_id
    backups: str = ""

    def now(self) -> datetime:
        """The time of day."""
        return self.clock.now().wall

    def everybody(self) -> tuple[Person, ...]:
        """With the archive, which comes last."""
        return (*self.store.people(), *self.store.people(archived=True))

    def other_names(self, person_id: str) -> tuple[str, ...]:
        """The names of everybody else."""
        return tuple(person.name for person in self.everybody() if person.id != person_id)

    def situation(self, file: File) -> Situation:
        """What is known of a person now."""
        return Situation(file, self.store.treadmill(), self.store.summaries(file.person.id), self.now())
