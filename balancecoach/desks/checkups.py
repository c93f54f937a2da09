"""The page of check-ups: results, a new one, one entered by hand, removing, and the reminder on Today."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject

from balancecoach.clock import Clock
from balancecoach.core.allowed import Situation
from balancecoach.core.checkup import CheckedUp, CheckUpRemoved, Test, free_moment, problem, results
from balancecoach.core.checkup_due import refused
from balancecoach.core.checkup_taken import Offer, offer
from balancecoach.core.person import Fact, Person
from balancecoach.core.words import tr
from balancecoach.desks.checkup_facts import offer_question, page_facts, read_typed, today_day
from balancecoach.desks.checkup_put_off import put_off, put_off_at
from balancecoach.desks.checkup_run import CheckUpRun
from balancecoach.desks.everyday import Desk
from balancecoach.desks.guard import Guard
from balancecoach.errors import UserError
from balancecoach.store.store import Store
from balancecoach.ui.actions import Buttons
from balancecoach.ui.checkup_facts import Typed
from balancecoach.ui.checkup_form import CheckUpForm
from balancecoach.ui.checkups_screen import CheckUpsScreen


class CheckUpsDesk(QObject):
    """Connects the pages of check-ups to the record of whoever's day it is."""

    def __init__(self, desk: Desk, store: Store, clock: Clock, guard: Guard) -> None:
        super().__init__(desk)
        self._desk, self._store, self._clock, self._guard = desk, store, clock, guard
        window = self._window = desk.window
        self.page, self.form = CheckUpsScreen(), CheckUpForm()
        window.add_page("checkups", self.page)
        window.add_page("checkup-form", self.form)
        self.run = CheckUpRun(window, desk.voicing, clock, lambda: Buttons(store.preferences().keys))
        self._removed: CheckedUp | None = None
        self._connect()

    def _connect(self) -> None:
        self.page.begin.connect(self._begin)
        self.page.by_hand.connect(self._by_hand)
        self.page.removed.connect(lambda at: self._told(lambda: self._remove(at)))
        self.page.taken.connect(self._take)
        self.page.undone.connect(lambda: self._told(self._undo))
        self.page.left.connect(lambda: self._window.opened.emit("progress"))
        self.form.saved.connect(self._save_typed)
        self.form.left.connect(self.show)
        self.run.finished.connect(self._finish)
        self.run.left.connect(self.show)

    # -- the page ------------------------------------------------------------------------------------------------
    def show(self, notice: str = "") -> None:
        """The page, as things are now. The PIN is asked for again, as on Progress."""
        self._guard.lock()
        self._removed = None
        self._show(notice)

    def _show(self, notice: str, undo: str = "") -> None:
        situation = self._desk.day.situation()
        later = put_off_at(self._store, situation.file.person.id) if situation else None
        self._window.show_page("checkups")
        self.page.show_facts(page_facts(situation, later, notice, undo))

    def _situation(self) -> Situation:
        situation = self._desk.day.situation()
        assert situation is not None  # cards are shown for somebody
        return situation

    def _told(self, then: Callable[[], None]) -> None:
        try:
            then()
        except UserError as error:
            self._show(str(error))

    def _save(self, person: Person, *facts: Fact) -> None:
        self._store.save_person(person, *facts, now=self._clock.now().wall)

    # -- a new one -----------------------------------------------------------------------------------------------
    def _begin(self, test: Test) -> None:
        situation = self._situation()
        if refused(situation, test) is not None:
            self.show()  # something has changed since the page was shown
            return
        self.run.begin(test, results(situation.file.facts, test), situation.file.person.units)

    def _finish(self, fact: CheckedUp) -> None:
        if told := problem(fact, self._clock.now().wall):
            self.run.result.tell(told)
            return
        try:
            self._keep(fact)
        except UserError as error:  # it stays on the screen, to be kept when there is room again
            self.run.result.tell(str(error))

    def _keep(self, fact: CheckedUp) -> None:
        situation = self._situation()
        facts = situation.file.facts
        kept = CheckedUp(free_moment(fact.at, facts), fact.test, fact.trials_s, fact.aid, fact.note)
        self._save(situation.file.person, kept)
        newest = results((*facts, kept), fact.test)[-1] == kept
        found = offer(situation.file.person, kept, situation.now) if newest else None
        if found is None:
            self.show(tr("The result is kept."))
        else:
            self._ask(found, kept)

    def _ask(self, found: Offer, fact: CheckedUp) -> None:
        question = offer_question(found, fact, found.person.units)
        self._window.show_screen(self._window.ask)
        self._window.ask.ask(question, lambda answer: self._answered(answer == "yes", fact))

    def _answered(self, yes: bool, fact: CheckedUp) -> None:
        if yes:
            self._guard(lambda: self._told(lambda: self._take_over(fact)))
        else:
            self.show(tr("The start speed is as it was."))

    def _take_over(self, fact: CheckedUp) -> None:
        person = self._situation().file.person
        found = offer(person, fact, self._clock.now().wall)
        if found is not None:
            self._save(found.person)
        self.show(tr("It is used for the start speed."))

    def _take(self, test: Test) -> None:
        """The newest result of a test for the start speed: what was answered with no, or came from elsewhere."""
        situation = self._situation()
        done = results(situation.file.facts, test)
        found = offer(situation.file.person, done[-1], situation.now) if done else None
        if found is None:
            self.show()
        else:
            self._ask(found, done[-1])

    # -- by hand -------------------------------------------------------------------------------------------------
    def _by_hand(self, test: Test) -> None:
        situation = self._situation()
        done = results(situation.file.facts, test)
        self._window.show_page("checkup-form")
        self.form.start(test, today_day(situation.now), done[-1].aid if done else "")

    def _save_typed(self, typed: Typed) -> None:
        fact, wrong = read_typed(typed, self._clock.now().wall)
        if fact is None:
            self.form.show_wrong(wrong)
            return
        try:
            self._keep(fact)
        except UserError as error:
            self.form.tell(str(error))

    # -- removing ------------------------------------------------------------------------------------------------
    def _remove(self, at: datetime) -> None:
        situation = self._situation()
        found = next((fact for fact in results(situation.file.facts) if fact.at == at), None)
        if found is None:
            self.show()
            return
        self._save(situation.file.person, CheckUpRemoved(situation.now, found.at))
        self._removed = found
        self._show(tr("The result is removed."), tr("Bring it back"))

    def _undo(self) -> None:
        if self._removed is not None:
            situation, old = self._situation(), self._removed
            # Another moment: the one that was removed stays removed, in whatever order facts are read one day.
            at = free_moment(old.at, situation.file.facts)
            self._save(situation.file.person, CheckedUp(at, old.test, old.trials_s, old.aid, old.note))
        self.show(tr("The result is back."))

    # -- the reminder --------------------------------------------------------------------------------------------
    def _put_off(self) -> None:
        situation = self._situation()
        put_off(self._store, situation.file.person.id, situation.now)
        self._desk.show_today()

    def put_off(self) -> None:
        """Later: Today does not ask for a while."""
        self._told(self._put_off)

    def may_close(self) -> bool:
        """Whether the window may close; what was measured is asked about first."""
        if self.run.may_close:
            return True
        self.run.ask_to_close()
        return False
