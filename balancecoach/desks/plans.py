"""The Plans page: programmes given to the person whose day it is, plans of one's own, files from elsewhere."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from balancecoach.core.allowed import First, Situation, may_walk_plan
from balancecoach.core.moving import Place
from balancecoach.core.plan import HOME, PHYSIO, Plan, totals
from balancecoach.core.programme import expand
from balancecoach.core.progress import minutes
from balancecoach.core.script import build_script
from balancecoach.core.words import tr
from balancecoach.day import Day, learn, shaped
from balancecoach.desks.facts import programme_facts, week_facts
from balancecoach.desks.guard import Then
from balancecoach.errors import UserError
from balancecoach.plans.files import parse_plan
from balancecoach.plans.library import Programmes, sample_walker
from balancecoach.store.plans import SavedPlan
from balancecoach.store.store import Store
from balancecoach.ui.ask_screen import remove_plan
from balancecoach.ui.facts import OwnPlanFacts, PlansFacts
from balancecoach.ui.window import Window


class PlansDesk(QObject):
    """Connects the Plans page. ``walk``: a plan to be walked today; the others belong to other desks."""

    walk = Signal(object)  # Plan
    today = Signal()
    demo = Signal(object)  # Plan
    repeat = Signal(object)  # Plan
    copy_wanted = Signal(object)  # Place
    new_wanted = Signal()
    edit_wanted = Signal(str)  # id of a saved plan
    file_wanted = Signal(str)  # path

    def __init__(
        self, *, store: Store, programmes: Programmes, day: Day, window: Window, guard: Callable[[Then], None]
    ) -> None:
        super().__init__()
        self._store, self._programmes, self._day, self._window = store, programmes, day, window
        self._guard = guard
        screen = window.plans
        screen.given.connect(lambda place: guard(lambda: self._give(place)))
        screen.demo.connect(lambda place: self.demo.emit(self.plan(place)))
        screen.repeat.connect(lambda place: self.repeat.emit(self.plan(place)))
        screen.copied.connect(lambda place: guard(lambda: self.copy_wanted.emit(place)))
        screen.new_plan.connect(lambda: guard(self.new_wanted.emit))
        screen.file_chosen.connect(lambda name: guard(lambda: self.file_wanted.emit(name)))
        screen.weeks_wanted.connect(lambda name: screen.show_weeks(name, week_facts(self._programmes[name])))
        screen.walked.connect(self._walk)
        screen.edited.connect(lambda plan_id: guard(lambda: self.edit_wanted.emit(plan_id)))
        screen.removed.connect(lambda plan_id: guard(lambda: self._remove(plan_id)))
        screen.dropped.connect(lambda place: guard(lambda: self._remove(place.programme_id)))

    def show(self, problem: str = "") -> None:
        """The page, as things are now."""
        situation = self._day.situation()
        learn(self._programmes, self._store.saved_plans())
        person = situation.file.person.name if situation else ""
        rows = tuple(programme_facts(programme, situation) for programme in self._programmes.values())
        own = tuple(self._own(saved, situation) for saved in self._store.saved_plans() if saved.kind == "plan")
        self._window.plans.show_facts(PlansFacts(person, rows, own))
        self._window.plans.show_problem(problem)
        self._window.show_page("plans")
        self._window.plans.focus_first()

    def _own(self, saved: SavedPlan, situation: Situation | None) -> OwnPlanFacts:
        if saved.draft:
            return OwnPlanFacts(saved.id, saved.title, tr("Not finished yet"), True, tr("A draft cannot be walked."))
        try:
            plan = parse_plan(saved.text, saved.title, situation.file.person.limits if situation else HOME)
        except UserError as error:
            return OwnPlanFacts(saved.id, saved.title, "", locked=str(error).splitlines()[0])
        detail = tr("{0}, {1} backwards").format(
            minutes(sum(build_script(plan).seconds)), minutes(totals(plan.blocks).backward_s)
        )
        if situation is None:
            return OwnPlanFacts(saved.id, saved.title, detail, locked=tr("Set up a person first."))
        allowed = may_walk_plan(shaped(plan, situation.file.person), situation)
        locked = "" if allowed.may or allowed.first is First.ASK else " ".join(allowed.why[:2])
        return OwnPlanFacts(saved.id, saved.title, detail, locked=locked)

    def plan(self, place: Place) -> Plan:
        """A programme's week at the programme's own ceilings, to show it."""
        programme = self._programmes[place.programme_id]
        return expand(programme, place.week, sample_walker(programme))

    def _give(self, place: Place) -> None:
        situation = self._day.situation()
        if situation is not None:
            self._day.move(situation, place, "chosen")
            self.today.emit()

    def _walk(self, plan_id: str) -> None:
        saved = next((saved for saved in self._store.saved_plans() if saved.id == plan_id), None)
        if saved is None or saved.draft:
            self.show()
            return
        try:
            self.walk.emit(parse_plan(saved.text, saved.title, PHYSIO))
        except UserError as error:
            self.show(str(error))

    def _remove(self, plan_id: str) -> None:
        title = next((saved.title for saved in self._store.saved_plans() if saved.id == plan_id), plan_id)
        self._window.show_screen(self._window.ask)
        self._window.ask.ask(remove_plan(title), lambda answer: self._removed(answer, plan_id))

    def _removed(self, answer: str, plan_id: str) -> None:
        if answer == "yes":
            self._store.delete_plan(plan_id)
            self._programmes.remove(plan_id)
        self.show()
