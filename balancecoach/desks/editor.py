"""Connects the plan editor's screen to drafts and to the record: new plans, copies, saved ones, and files."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from balancecoach.clock import Clock
from balancecoach.core.phrases import Tone
from balancecoach.core.plan import BeltControl, Limits, Surface, Units
from balancecoach.core.programme import Programme, Walker
from balancecoach.core.words import tr
from balancecoach.desks.editor_changes import clean, stepped, typed
from balancecoach.desks.editor_import import Bad, import_file
from balancecoach.desks.editor_view import Shown, editor_facts, problem_words, said
from balancecoach.errors import UserError
from balancecoach.plans import draft as drafts
from balancecoach.plans.copies import from_programme_week
from balancecoach.plans.draft import Draft, History, from_plan_text, unique_id
from balancecoach.plans.examine import examine
from balancecoach.plans.library import BUILT_IN
from balancecoach.plans.write import export, plan_text
from balancecoach.store.plans import SavedPlan
from balancecoach.ui.editor import EditorScreen
from balancecoach.ui.editor_facts import WHOLE, AskFacts
from balancecoach.ui.editor_words import part_name

Answers = dict[str, Callable[[], None]]


class PlanStore(Protocol):
    """Where plans are kept."""

    def saved_plans(self) -> tuple[SavedPlan, ...]:
        """All of them."""
        ...

    def save_plan(self, plan: SavedPlan) -> None:
        """Keep one, in place of the one with its id."""
        ...


class EditorDesk(QObject):
    """``saved`` names what was kept; ``left`` when the editor is done with."""

    saved = Signal(str)
    left = Signal()

    def __init__(
        self,
        *,
        store: PlanStore,
        clock: Clock,
        limits: Callable[[], Limits],
        hear: Callable[[Tone, str], bool],
        show_screen: Callable[[QWidget], None],
        units: Callable[[], Units] = lambda: Units.KMH,
        control: Callable[[], BeltControl] = lambda: BeltControl.HELPER,
        screen: EditorScreen | None = None,
    ) -> None:
        super().__init__()
        self._store, self._clock, self._limits = store, clock, limits
        self._hear, self._show_screen = hear, show_screen
        self._units, self._control = units, control
        self._history, self._current, self._notice = History(Draft()), WHOLE, ""
        self._kept: Draft | None = None  # as it is in the record, or as it began
        self._id, self._was_good = "", False
        self._answers: Answers = {}
        self.screen = screen or EditorScreen()
        self._connect()

    def _connect(self) -> None:
        screen = self.screen
        screen.title_typed.connect(lambda text: self._do(replace(self._now, title=clean(text)), "title"))
        screen.chosen.connect(self._choose)
        screen.typed.connect(self._type)
        screen.stepped.connect(self._step)
        screen.added.connect(self._add)
        screen.removed.connect(self._remove)
        screen.moved.connect(self._move)
        screen.repeated.connect(self._repeat)
        screen.undone.connect(lambda: self._go(self._history.undo()))
        screen.redone.connect(lambda: self._go(self._history.redo()))
        screen.heard.connect(self._hear_line)
        screen.saved.connect(self.save)
        screen.exported.connect(self._export)
        screen.back.connect(self.back)
        screen.answered.connect(lambda key: self._answers[key]())

    # -- what is edited ----------------------------------------------------------------------------------------------
    def open_new(self, surface: Surface = Surface.TREADMILL) -> None:
        """A short plan to begin from."""
        draft = drafts.starter(tr("My plan"), surface)
        self._open(draft, draft)

    def open_saved(self, plan_id: str) -> None:
        """A plan that was kept."""
        self._kept = self._now  # what was here before has been left: nothing of it can be lost
        found = next((plan for plan in self._store.saved_plans() if plan.id == plan_id), None)
        try:
            if found is None:
                raise UserError(tr("This plan is no longer there. Go back and choose another."))
            if found.kind != "plan":
                raise UserError(tr("A whole programme cannot be edited here. Copy one of its weeks instead."))
            draft = from_plan_text(found.text, found.title)
        except UserError as error:
            self._tell(tr("This plan cannot be opened"), str(error).splitlines())
            return
        self._open(draft, draft, found.id, not found.draft)

    def open_copy(self, programme: Programme, week: int, walker: Walker) -> None:
        """A week of a programme, with this person's speeds, as a plan of its own."""
        self._open(from_programme_week(programme, week, walker, self._taken()), None)

    def import_text(self, path: str | Path) -> None:
        """A plan or programme file: kept when nothing is wrong with it, else all problems are shown."""
        self._kept = self._now  # what was here before has been left: nothing of it can be lost
        found = import_file(Path(path), self._limits(), self._taken())
        if isinstance(found, Bad):
            self._tell(found.title, found.lines)
        elif isinstance(found, SavedPlan):
            self._keep_import(replace(found, changed=self._clock.now().wall))
        else:
            self._ask_about(found.draft, found.lost)

    def _keep_import(self, plan: SavedPlan) -> None:
        try:
            self._store.save_plan(plan)
        except UserError as error:
            self._tell(tr("The file cannot be kept"), str(error).splitlines())
            return
        self.saved.emit(plan.id)

    def _ask_about(self, draft: Draft, lost: tuple[str, ...]) -> None:
        problems = examine(draft, self._limits()).problems
        lines = dict.fromkeys(problem_words(draft, fault, self._units(), self._limits()) for fault in problems)
        facts = AskFacts(
            tr("This plan has problems"),
            tr("It cannot be walked as it is. You can keep it as a draft, and put it right here."),
            (("keep", tr("Keep as draft")), ("leave", tr("Leave it"))),
            (*lost, *lines),
        )
        self._ask(facts, {"keep": lambda: self._keep_draft(draft), "leave": self.left.emit})

    def _keep_draft(self, draft: Draft) -> None:
        self._open(draft, None)
        self.save()

    def _open(self, draft: Draft, kept: Draft | None, plan_id: str = "", good: bool = False) -> None:
        self._history, self._kept = History(draft), kept
        self._id, self._was_good = plan_id, good
        self._current, self._notice = (0 if draft.rows else WHOLE), ""
        self._show_screen(self.screen)
        self._show(again=True)
        self.screen.start()

    def _taken(self) -> set[str]:
        return {plan.id for plan in self._store.saved_plans()} | set(BUILT_IN)

    # -- what it comes to --------------------------------------------------------------------------------------------
    @property
    def _now(self) -> Draft:
        return self._history.now

    def shown(self) -> Shown:
        """Everything the screen's facts are made of."""
        limits, units = self._limits(), self._units()
        found = examine(self._now, limits, self._control(), units)
        return Shown(self._history, found, self._current, limits, units, self._notice)

    def _show(self, *, again: bool = False) -> None:
        self.screen.show_facts(editor_facts(self.shown()), again=again)

    # -- changes -----------------------------------------------------------------------------------------------------
    def _do(self, draft: Draft, tag: str = "", *, row: int | None = None, notice: str = "") -> None:
        self._history = self._history.do(draft, tag)
        self._current = self._inside(self._current if row is None else row)
        self._notice = notice
        self._show()

    def _inside(self, row: int) -> int:
        return max(0, min(row, len(self._now.rows) - 1)) if self._now.rows and row != WHOLE else WHOLE

    def _go(self, history: History) -> None:
        """Undo or redo: what changed is shown."""
        old, self._history, self._notice = self._now, history, ""
        pairs = zip(old.rows, self._now.rows, strict=False)
        if old.rows != self._now.rows:
            least = min(len(old.rows), len(self._now.rows))
            self._current = next((n for n, (a, b) in enumerate(pairs) if a != b), least)
        self._current = self._inside(self._current)
        self._show(again=True)

    def _choose(self, row: int) -> None:
        self._history = replace(self._history, tag="")
        self._current, self._notice = self._inside(row), ""
        self._show()

    def _type(self, name: str, text: str) -> None:
        self._do(typed(self._now, self._current, name, text, self._units()), f"{self._current} {name}")

    def _step(self, name: str, by: int) -> None:
        self._do(stepped(self._now, self._current, name, by, self._units()), f"{self._current} {name}")

    def _add(self, use: str) -> None:
        at = self._current + 1  # at the top where the whole plan was chosen
        self._do(drafts.add(self._now, at, drafts.new_row(use, self._now, at)), row=at)

    def _remove(self) -> None:
        if self._current != WHOLE:
            words = tr("“{0}” is removed. Undo brings it back.").format(part_name(self._now.rows[self._current].name))
            self._do(drafts.remove(self._now, self._current), notice=words)

    def _move(self, by: int) -> None:
        if self._current != WHOLE:
            self._do(drafts.move(self._now, self._current, by), row=max(0, self._current + by))

    def _repeat(self) -> None:
        if self._current != WHOLE:
            self._do(drafts.repeat(self._now, self._current), row=self._current + 1)

    def _hear_line(self, line: int) -> None:
        tone, words = said(self.shown())[line][0]
        heard = self._hear(tone, words)
        self._say("" if heard else tr("No sound yet. Try again in a moment, or check the loudspeaker."))

    def _say(self, notice: str) -> None:
        self._notice = notice
        self._show()

    # -- keeping -----------------------------------------------------------------------------------------------------
    def save(self) -> bool:
        """Keep it; with problems as a draft, beside the good plan that it may have been. Whether it was kept."""
        draft, problems = self._now, self.shown().found.problems
        if problems and self._was_good:
            draft = replace(draft, title=tr("{0} (draft)").format(draft.title))
            self._id = ""
        plan_id = self._id or unique_id(draft.title, self._taken())
        draft = replace(draft, id=plan_id)
        title = draft.title.strip() or tr("Plan without a name")
        try:
            text = plan_text(draft)
            from_plan_text(text, title)  # never keep what cannot be read again
            self._store.save_plan(SavedPlan(plan_id, title, text, "plan", bool(problems), self._clock.now().wall))
        except UserError as error:
            self._say(tr("Not saved: {0}").format(error))
            return False
        self._id, self._was_good, self._kept = plan_id, not problems, draft
        self._history = replace(self._history, now=draft, tag="")
        self._say(tr("Saved as a draft. It cannot be walked yet.") if problems else tr("Saved."))
        self.saved.emit(plan_id)
        return True

    def _export(self, path: str) -> None:
        target = Path(path) if path.endswith(".toml") else Path(f"{path}.toml")
        draft = replace(self._now, id=self._id or unique_id(self._now.title, ()))
        try:
            export(target, plan_text(draft))
            self._say(tr("Exported to {0}").format(target))
        except UserError as error:
            self._say(str(error))

    # -- leaving, and questions --------------------------------------------------------------------------------------
    @property
    def unsaved(self) -> bool:
        """True while there are changes that would be lost."""
        return self._kept is None or replace(self._now, id="") != replace(self._kept, id="")

    def back(self) -> None:
        """Leave; with changes that are not kept, ask first."""
        if not self.unsaved:
            self.left.emit()
            return
        draft = bool(self.shown().found.problems)
        facts = AskFacts(
            tr("Keep as draft?") if draft else tr("Save your changes?"),
            tr("A draft is kept with its problems, and cannot be walked until they are solved.") if draft else "",
            (
                ("keep", tr("Keep as draft") if draft else tr("Save")),
                ("drop", tr("Throw the changes away")),
                ("stay", tr("Go on editing")),
            ),
        )
        self._ask(facts, {"keep": self._keep_and_leave, "drop": self.left.emit, "stay": self._stay})

    def _keep_and_leave(self) -> None:
        if self.save():
            self.left.emit()

    def _stay(self) -> None:
        self._show()
        self.screen.start()

    def _tell(self, title: str, lines: list[str] | tuple[str, ...]) -> None:
        self._ask(AskFacts(title, "", (("leave", tr("Back")),), tuple(lines)), {"leave": self.left.emit})

    def _ask(self, facts: AskFacts, answers: Answers) -> None:
        self._answers = answers
        self._show_screen(self.screen)
        self.screen.ask(facts)
