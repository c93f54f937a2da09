"""The set-up of a person, page by page: what comes next, and what is kept on the way."""

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from balancecoach.core.allowed import verdict
from balancecoach.core.person import Fact, File, Overridden, Person, Screened, Treadmill
from balancecoach.core.plan import BeltControl, Units
from balancecoach.core.safety import Outcome, override_problems, problems, set_up
from balancecoach.core.screening import QUESTIONS, Answer
from balancecoach.core.words import tr
from balancecoach.desks import set_up_draft as drafts
from balancecoach.desks import set_up_pages as make
from balancecoach.desks.people_tools import Then, Tools
from balancecoach.desks.senses import Senses, Whose
from balancecoach.desks.set_up_draft import Draft
from balancecoach.errors import UserError
from balancecoach.ui.outcome_screen import OutcomePage
from balancecoach.ui.set_up import SetUpScreen
from balancecoach.ui.set_up_page import SetUpPage

#: The first size of words for somebody who sees or hears poorly (evidence 5a, question 16: large mode).
LARGE_PERCENT = 150


class SetUpDesk(QObject):
    """Leads through the pages. Everything is kept after each page, so that it can be left at any time."""

    changed = Signal(str)
    to_today = Signal(str)  # a new person is set up

    def __init__(self, tools: Tools, senses: Senses | None = None) -> None:
        """``senses``: the sound and sight check, where there is a voice."""
        super().__init__()
        self._tools, self._store, self._senses = tools, tools.store, senses
        self.screen = SetUpScreen()
        self.screen.answered.connect(self._answered)
        self.screen.back.connect(self._back)
        self.screen.later.connect(self._leave)
        self._after: Then = lambda: None
        self._pages: tuple[str, ...] = ()
        self._page = self._start = self._person_id = ""
        self._answers: dict[str, str] = {}
        self._screened: tuple[tuple[str, str], ...] | None = None
        self._ticked: tuple[str, ...] = ()
        self._whole = False  # a first set-up, which is kept as a draft
        self._units = Units.KMH

    # -- ways in -----------------------------------------------------------------------------------------------
    def add(self, after: Then) -> None:
        """Somebody new. ``after``: called when it is left or done."""
        self._begin("", self._draft("name"), after)

    def resume(self, person_id: str, after: Then) -> None:
        """Go on where it was left."""
        draft = drafts.read(self._store).get(person_id)
        self._begin(person_id, draft or self._draft("units"), after)

    def _draft(self, page: str) -> Draft:
        senses = self._senses is not None and self._senses.wanted
        return Draft(page, treadmill=not self._treadmill_ready(), senses=senses)

    def part(
        self, person_id: str, pages: tuple[str, ...], after: Then, *, start: str = "", units: Units = Units.KMH
    ) -> None:
        """Only these pages, such as the questions about health again. For the treadmill nobody need be named.

        ``start``: the page to begin with; the answers given before are then taken for granted.
        """
        self._whole, self._pages, self._after = False, pages, after
        self._restart()
        self._person_id, self._answers, self._screened = person_id, {}, None
        self._ticked, self._units = self._store.treadmill().checked, units
        if start:
            self._take_answers()
        self._start = start or pages[0]
        self._go(self._start)

    def _begin(self, person_id: str, draft: Draft, after: Then) -> None:
        self._whole, self._pages, self._after = True, draft.pages, after
        self._restart()
        self._person_id, self._answers = person_id, dict(draft.answers)
        self._ticked = self._store.treadmill().checked
        self._take_answers()
        self._start = self._pages[0]
        self._go(draft.page)

    def _take_answers(self) -> None:
        """Those that were given before, under those of an unfinished set-up."""
        file = self._file()
        screened = file.last(Screened) if file else None
        self._screened = screened.answers if isinstance(screened, Screened) else None
        self._answers = {**dict(self._screened or ()), **self._answers}

    def _treadmill_ready(self) -> bool:
        return set_up(frozenset(self._store.treadmill().checked) | {"control"}).outcome is Outcome.GO

    # -- who and where -----------------------------------------------------------------------------------------
    def _file(self) -> File | None:
        return self._store.file(self._person_id) if self._person_id else None

    def _there(self) -> File:
        file = self._file()
        assert file is not None  # every page but the name's comes after the person was kept
        return file

    def _save(self, person: Person, *facts: Fact) -> None:
        self._store.save_person(person, *facts, now=self._tools.now())
        self.changed.emit(person.id)

    def _go(self, page: str) -> None:
        if page == "outcome" and not self._to_outcome():
            page = next(f"ask:{q.key}" for q in QUESTIONS if self._answers.get(q.key) not in q.values)
        self._page = page
        if self._whole and self._person_id:
            draft = Draft(page, self._answers, "checks" in self._pages, drafts.SENSES[0] in self._pages)
            drafts.keep(self._store, self._person_id, None if page == "done" else draft)
        self._tools.show_screen(self.screen)
        self.screen.set_last(page == "done", kept=self._whole)
        self.screen.show_page(self._make(page), make.where(page, self._pages))

    def _make(self, page: str) -> SetUpPage:
        if page == "name":
            file = self._file()
            return make.name_page(self._tools, file.person if file else None, self._person_id)
        if page in drafts.SENSES:
            assert self._senses is not None  # else there are no such pages
            return self._senses.make(page, self._whose(), first=self._whole)
        treadmill = self._store.treadmill()
        if page in drafts.TREADMILL:
            person = self._there().person if self._person_id else None
            if page == "checks":
                return make.checks_page(self._ticked, person.control if person else None)
            return make.slowest_page(treadmill, self._ticked, person.units if person else self._units)
        file, slowest = self._there(), treadmill.slowest_kmh
        if page == "outcome":
            return self._outcome(file)
        if page.startswith("ask:"):
            return make.question_page(page.removeprefix("ask:"), self._tools.situation(file), self._answers)
        makers: dict[str, Callable[[], SetUpPage]] = {
            "units": lambda: make.units_page(file.person, file.person.control is not None),
            "control": lambda: make.control_page(self._tools, file.person),
            "forward": lambda: make.forward_page(file.person, slowest),
            "walk": lambda: make.walk_page(file.person, slowest),
            "done": lambda: make.done_page(self._tools, file),
        }
        return makers[page]()

    # -- ways on -----------------------------------------------------------------------------------------------
    def _back(self) -> None:
        index = self._pages.index(self._page)
        if self._page in (self._start, "done") or index == 0:
            self._leave()
        else:
            self._go(self._pages[index - 1])

    def _leave(self) -> None:
        if self._senses is not None:
            self._senses.settle()
        self._after()

    def _restart(self) -> None:
        if self._senses is not None:
            self._senses.begin()

    def _next(self) -> None:
        index = self._pages.index(self._page) + 1
        if index < len(self._pages):
            self._go(self._pages[index])
        else:
            self._leave()

    def _answered(self, value: object) -> None:
        """One page is answered. What could not be kept is told, and the page stays."""
        page = self.screen.page
        try:
            self._take(value)
        except UserError as error:
            if page is not None:
                page.say(str(error))

    def _take(self, value: object) -> None:
        if self._page == "done":
            self.to_today.emit(self._person_id)
            return
        if self._page == "outcome" and self._must_ask():
            self._after()
            return
        if self._page.startswith("ask:"):
            self._answers[self._page.removeprefix("ask:")] = str(value)
        elif self._page in drafts.SENSES:
            assert self._senses is not None
            if not self._senses.take(self._page, value, self._whose()):
                self._page = drafts.SENSES[-1]  # the rest of the check is left out
        elif self._page in drafts.TREADMILL:
            self._keep_treadmill(value)
        elif self._page != "outcome":
            self._keep_person(value)
        self._next()

    def _must_ask(self) -> bool:
        found = verdict(self._there())
        return found is None or found.outcome >= Outcome.ASK

    def _keep_person(self, value: object) -> None:
        file = self._file()
        if self._page == "name" and isinstance(value, tuple):
            name, helper, emergency = value
            person = file.person if file else Person(self._tools.new_id(), name)
            self._person_id = person.id
            self._save(replace(person, name=name, helper=helper, emergency=emergency))
            return
        person = self._there().person
        if self._page == "units":
            person = replace(person, units=Units(str(value)))
        elif self._page == "control":
            person = replace(person, control=BeltControl(str(value)))
        else:
            number = value if isinstance(value, float) else None
            key = {"forward": "forward_kmh", "walk": "walk3m_s"}[self._page]
            person = replace(person, **{key: number})
        self._save(person)

    def _whose(self) -> Whose:
        file = self._file()
        return Whose(file.person if file else None, self._keep_voice)

    def _keep_voice(self, voice: str, rate_wpm: int) -> None:
        self._save(replace(self._there().person, voice=voice, rate_wpm=rate_wpm))

    def _keep_treadmill(self, value: object) -> None:
        old, now = self._store.treadmill(), self._tools.now()
        if self._page == "checks" and isinstance(value, tuple):
            control = self._there().person.control if self._person_id else None
            worked = control in (BeltControl.HELPER, BeltControl.REMOTE) or (not control and "control" in old.checked)
            self._ticked = (*value, "control") if worked else value
            self._store.save_treadmill(Treadmill(self._ticked, old.slowest_kmh, now))
        elif isinstance(value, float):
            self._store.save_treadmill(replace(old, slowest_kmh=value, at=now))
        self.changed.emit(self._person_id)

    # -- the questions' outcome --------------------------------------------------------------------------------
    def _to_outcome(self) -> bool:
        """Keep the answers with their date, once; ``False`` while one is missing."""
        if problems(self._answers):
            return False
        answers = tuple((question.key, self._answers[question.key]) for question in QUESTIONS)
        if answers != self._screened:
            person = self._there().person
            if self._answers["senses"] == Answer.YES and person.text_percent < LARGE_PERCENT:
                person = replace(person, text_percent=LARGE_PERCENT)
            self._save(person, Screened(self._tools.now(), answers))
            self._screened = answers
        return True

    def _outcome(self, file: File) -> OutcomePage:
        page = make.outcome_page(file, self._tools.situation(file), last=self._pages[-1] == "outcome")
        page.print_it.connect(self._print)
        page.save_pdf.connect(self._save_pdf)
        page.answer_again.connect(lambda key: self._go(f"ask:{key}"))
        page.allowed.connect(lambda by, why, allows: self._tools.guard(lambda: self._allow(by, why, allows)))
        return page

    def _allow(self, by: str, why: str, allows: Outcome | None) -> None:
        self._tools.show_screen(self.screen)
        fact = Overridden(self._tools.now(), by, why, Outcome.NOT_TODAY if allows is None else allows)
        wrong = override_problems(fact.override)
        page = self.screen.page
        if wrong and isinstance(page, OutcomePage):
            page.show_wrong(wrong)
            return
        try:
            self._save(self._there().person, fact)
        except UserError as error:
            self._tell(str(error), "")
            return
        self._go("outcome")

    def _print(self) -> None:
        html, name = make.paper(self._there())
        self._tell(self._tools.paper.print_it(html, name, self.screen), "")

    def _save_pdf(self) -> None:
        html, name = make.paper(self._there())
        path = self._tools.paper.ask_path(self.screen, name)
        if path:
            self._tell(self._tools.paper.save(html, name, path), tr("Saved: {0}").format(path))

    def _tell(self, wrong: str, done: str) -> None:
        if self.screen.page is not None:
            self.screen.page.say(wrong or done)
