"""The People page: who there is, who walks now, setting somebody up, changing, archiving and deleting."""

from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from balancecoach.clock import Clock
from balancecoach.core.moving import Place, move
from balancecoach.core.person import Approved, Fact, File, Happened, LimitsSet, Moved, Person, name_problem
from balancecoach.core.plan import Units
from balancecoach.core.programme import Programme
from balancecoach.core.words import tr, trn
from balancecoach.desks import set_up_draft as drafts
from balancecoach.desks.names import shown_name
from balancecoach.desks.people_facts import (
    details_problems,
    happened_words,
    person_card,
    person_facts,
    with_physio,
)
from balancecoach.desks.people_tools import Copies, Paper, PeopleStore, Then, Tools, new_id
from balancecoach.desks.senses import Senses
from balancecoach.desks.set_up import SetUpDesk
from balancecoach.errors import UserError
from balancecoach.ui.people_screen import PeopleScreen
from balancecoach.ui.person_delete import DeleteScreen
from balancecoach.ui.person_facts import Edited
from balancecoach.ui.person_screen import PersonScreen
from balancecoach.ui.set_up import SetUpScreen


class PeopleDesk(QObject):
    """Connects the screens about people to the store.

    ``guard``: runs what it is given, after the helper's PIN where there is one. ``current``: id of who walks now.
    ``senses``: the sound and sight check.
    """

    changed = Signal(str)  # id of whoever was changed or deleted; "" for the treadmill
    chosen = Signal(str)  # this person walks now: to Today
    left = Signal()  # back to wherever the people's screens were opened from

    def __init__(
        self,
        *,
        store: PeopleStore,
        clock: Clock,
        programmes: Mapping[str, Programme],
        show_screen: Callable[[QWidget], None],
        guard: Callable[[Then], None] | None = None,
        current: Callable[[], str] = lambda: "",
        paper: Paper | None = None,
        backups: str = "",
        before_delete: Callable[[], object] = lambda: None,
        copies: Copies | None = None,
        new_id: Callable[[], str] = new_id,
        senses: Senses | None = None,
    ) -> None:
        super().__init__()
        made = Tools(store, clock, programmes, show_screen, paper=paper or Paper(), backups=backups, new_id=new_id)
        self._tools = replace(made, guard=guard) if guard else made
        self._store, self._current, self._before_delete, self._copies = store, current, before_delete, copies
        self.people, self.person, self.delete = PeopleScreen(), PersonScreen(), DeleteScreen()
        self.set_up = SetUpDesk(self._tools, senses)
        self._id = ""
        self.set_up.changed.connect(self.changed)
        self.set_up.to_today.connect(self.chosen)
        self._connect_list()
        self._connect_person()

    @property
    def screens(self) -> tuple[PeopleScreen, PersonScreen, DeleteScreen, SetUpScreen]:
        """All of them, for a window to hold and to scale. The first two belong beside the sidebar."""
        return self.people, self.person, self.delete, self.set_up.screen

    def _connect_list(self) -> None:
        screen, guard = self.people, self._tools.guard
        screen.chosen.connect(self.chosen)
        screen.added.connect(lambda: guard(lambda: self.set_up.add(self.show_people)))
        screen.resumed.connect(lambda who: guard(lambda: self.set_up.resume(who, self.show_people)))
        screen.details.connect(lambda who: guard(lambda: self.show_person(who)))
        screen.brought_back.connect(lambda who: guard(lambda: self._told(lambda: self._archive(who, False))))

    def _connect_person(self) -> None:
        screen, told = self.person, self._told
        screen.edited.connect(self._look)
        screen.saved.connect(lambda edited: told(lambda: self._save_details(edited)))
        screen.back.connect(lambda: self.show_people())
        screen.approved.connect(lambda programme_id, by: told(lambda: self._approve(programme_id, by)))
        screen.happened.connect(lambda what: told(lambda: self._happened(what)))
        screen.ask_again.connect(lambda: self.ask_again(self._id, lambda: self.show_person(self._id)))
        screen.outcome.connect(lambda: self.show_outcome(self._id, lambda: self.show_person(self._id)))
        screen.archived.connect(lambda: told(lambda: self._archive(self._id, True)))
        screen.brought_back.connect(lambda: told(lambda: self._archive(self._id, False)))
        screen.delete.connect(self._ask_delete)
        self.delete.kept.connect(lambda: self.show_person(self._id))
        self.delete.deleted.connect(lambda: told(self._delete))

    def _told(self, then: Then) -> None:
        """Do it; what the record could not do is told on whichever screen is shown."""
        try:
            then()
        except UserError as error:
            for screen in (self.people, self.person, self.delete):
                screen.tell(str(error))

    # -- ways in -----------------------------------------------------------------------------------------------
    def show_people(self, notice: str = "") -> None:
        """The list."""
        half, today = drafts.read(self._store), self._tools.now().date()
        cards = tuple(
            person_card(
                person,
                self._store.summaries(person.id),
                self._tools.programmes,
                today,
                now=person.id == self._current(),
                half=person.id in half,
            )
            for person in self._tools.everybody()
        )
        self._tools.show_screen(self.people)
        self.people.show_people(cards, notice)

    def add_person(self) -> None:
        """Set somebody new up. Leaving it emits ``left``."""
        self._tools.guard(lambda: self.set_up.add(self.left.emit))

    def ask_again(self, person_id: str, after: Then | None = None) -> None:
        """The questions about health, once more; no PIN, for a person answers them."""
        self.set_up.part(person_id, drafts.HEALTH, after or self.left.emit)

    def show_outcome(self, person_id: str, after: Then | None = None) -> None:
        """What the answers led to: to print it, and for a physio to allow more (behind the PIN)."""
        self.set_up.part(person_id, drafts.HEALTH, after or self.left.emit, start="outcome")

    def ask_control(self, person_id: str) -> None:
        """How the belt is worked while facing the room."""
        self.set_up.part(person_id, ("control",), self.left.emit)

    def ask_speed(self, person_id: str) -> None:
        """The comfortable forward speed, and the 3-metre walk."""
        self.set_up.part(person_id, drafts.SPEED, self.left.emit)

    def check_treadmill(self, person_id: str = "", units: Units = Units.KMH) -> None:
        """The treadmill's checks, first or again. ``units`` count when nobody is named."""
        self._tools.guard(lambda: self.set_up.part(person_id, drafts.TREADMILL, self.left.emit, units=units))

    def check_senses(self, person_id: str, after: Then) -> None:
        """The sound and sight check, whenever it is wanted."""
        self._tools.guard(lambda: self.set_up.part(person_id, drafts.SENSES, after))

    # -- one person --------------------------------------------------------------------------------------------
    def show_person(self, person_id: str, note: str = "") -> None:
        """The details; the list when there is no such person any more."""
        file = self._store.file(person_id)
        if file is None:
            self.show_people()
            return
        self._id = person_id
        happened = [happened_words(fact.what, fact.at) for fact in file.facts if isinstance(fact, Happened)]
        facts = person_facts(file, self._tools.programmes, self._store.treadmill(), note, happened)
        self._tools.show_screen(self.person)
        self.person.show_facts(facts, shown_name(file.person.name))

    def _there(self) -> File:
        file = self._store.file(self._id)
        assert file is not None  # it is shown
        return file

    def _save(self, person: Person, *facts: Fact) -> None:
        self._store.save_person(person, *facts, now=self._tools.now())
        self.changed.emit(person.id)

    def _judge(self, edited: Edited) -> tuple[Person, dict[str, str]]:
        old = self._there().person
        new = with_physio(old, edited.person, edited.by)
        wrong = details_problems(old, new, self._tools.other_names(self._id))
        return new, {**wrong, **edited.wrong}

    def _look(self, edited: Edited) -> None:
        new, wrong = self._judge(edited)
        self.person.show_problems(wrong, new != self._there().person)

    def _save_details(self, edited: Edited) -> None:
        old = self._there().person
        new, wrong = self._judge(edited)
        if wrong:
            self.person.show_problems(wrong, True)
            return
        now = self._tools.now()
        facts: list[Fact] = []
        limits = (new.limit_kmh, new.limit_slope_percent, new.hands_off)
        if limits != (old.limit_kmh, old.limit_slope_percent, old.hands_off):
            facts.append(LimitsSet(now, edited.by or new.limit_by or _who(new), *limits))
        if (new.programme_id, new.week) != (old.programme_id, old.week):
            kept = replace(new, programme_id=old.programme_id, week=old.week)
            place, slowest = Place(new.programme_id, new.week), self._store.treadmill().slowest_kmh
            new = self._moved(kept, place, slowest)
        elif new.speed_kmh != old.speed_kmh:
            new = replace(new, moved_at=now)  # sessions at the old speed say nothing about the new one
        if (new.programme_id, new.week, new.speed_kmh) != (old.programme_id, old.week, old.speed_kmh):
            facts.append(Moved(now, edited.by or _who(new), new.programme_id, new.week, new.speed_kmh))
        self._save(new, *facts)
        self.show_person(self._id, tr("Saved."))

    def _moved(self, person: Person, place: Place, slowest_kmh: float) -> Person:
        sessions = self._store.summaries(person.id)
        return move(self._tools.programmes, person, place, self._tools.now(), slowest_kmh, sessions)

    def _approve(self, programme_id: str, by: str) -> None:
        if name_problem(by):
            self.person.wishes.by.set_problem(tr("Write the physio's name first."))
            return
        self._save(self._there().person, Approved(self._tools.now(), by, programme_id))
        self.show_person(self._id, tr("The approval is noted."))

    def _happened(self, what: str) -> None:
        self._save(self._there().person, Happened(self._tools.now(), what))
        self.show_person(self._id, tr("It is noted. The questions about health come again before the next walk."))

    # -- archive and delete ------------------------------------------------------------------------------------
    def _archive(self, person_id: str, archived: bool) -> None:
        file = self._store.file(person_id)
        if file is not None:
            self._save(replace(file.person, archived=archived))
        self.show_people()

    def _ask_delete(self) -> None:
        person, number = self._there().person, len(self._store.summaries(self._id))
        goes = (
            tr("name, notes and settings"),
            tr("the answers about health, and everything noted since"),
            trn("{0} session", "{0} sessions", number).format(number),
        )
        stays = tr("Copies in the backups folder stay until you delete them there.")
        if self._tools.backups:
            stays += " " + tr("It is {0}.").format(self._tools.backups)
        copies = self._copies is not None and self._copies.any()
        self._tools.show_screen(self.delete)
        self.delete.start(shown_name(person.name), goes, stays, copies=copies)

    def _delete(self) -> None:
        name = shown_name(self._there().person.name)
        drafts.keep(self._store, self._id, None)
        self._before_delete()
        gone, copies = self._id, self._store.delete_person(self._id)
        self.changed.emit(gone)
        self._id = ""
        if self.delete.copies.isChecked() and self._copies is not None:
            unclean = tuple(path for path in copies if path.parent != self._copies.folder)
            self._copies.take_out(gone, lambda still: self._deleted(name, (*unclean, *still)))
        else:
            self._deleted(name, copies)

    def _deleted(self, name: str, copies: tuple[Path, ...]) -> None:
        said = tr("{0} is deleted.").format(name)
        if copies:
            still = tr("These files may still hold something; delete them yourself: {0}")
            said += " " + still.format(_files_words(copies))
        self.show_people(said)


def _files_words(files: tuple[Path, ...]) -> str:
    """Their names; of many in one folder only how many there are."""
    words = []
    for folder in dict.fromkeys(path.parent for path in files):
        inside = [path for path in files if path.parent == folder]
        words += [str(path) for path in inside] if len(inside) < 4 else [
            tr("{0} files in {1}").format(len(inside), folder)
        ]  # fmt: skip
    return ", ".join(words)


def _who(person: Person) -> str:
    return person.helper or "helper"
