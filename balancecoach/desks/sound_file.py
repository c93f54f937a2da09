"""Saves a session as a sound file, in a thread; whoever begins a walk meanwhile ends that."""

import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from balancecoach.core.allowed import Allowed, First, Situation, may_walk, may_walk_plan
from balancecoach.core.moving import Place
from balancecoach.core.plan import HOME, Plan
from balancecoach.core.programme import expand
from balancecoach.core.progress import minutes
from balancecoach.core.words import tr
from balancecoach.day import Day, shaped
from balancecoach.desks.names import shown_name
from balancecoach.errors import UserError
from balancecoach.plans.files import parse_plan
from balancecoach.plans.library import Programmes, sample_walker
from balancecoach.reports.sound_writer import KINDS
from balancecoach.sound_file import Made, Order, make, script_for
from balancecoach.store.store import Store
from balancecoach.ui.before import BeforeScreen
from balancecoach.ui.demo_screen import DemoScreen
from balancecoach.ui.repeat_screen import RepeatScreen
from balancecoach.ui.session_screen import SessionScreen
from balancecoach.ui.sound_file_page import KindFacts, SoundFileFacts, SoundFilePage, ask_sound_path
from balancecoach.ui.window import Window
from balancecoach.voicing import Voicing

#: In these somebody walks, or is about to: the voice and the machine are theirs alone.
WALKING = (BeforeScreen, SessionScreen, DemoScreen, RepeatScreen)
#: To wait for the thread when the program ends: it looks up after each sentence, which takes at most this.
END_S = 6.0


class _EndedError(Exception):
    """Nobody wants this file any more."""


class _Job:
    """One file on its way. ``wanted``: read by the thread, after each sentence."""

    def __init__(self, order: Order) -> None:
        self.order, self.wanted, self.percent = order, True, 0
        self.thread: threading.Thread | None = None


class SoundFileDesk(QObject):
    """Connects its page with the Plans screen, the voice and the writer."""

    left = Signal()
    _told = Signal(object, int)  # job, percent; from its thread
    _ended = Signal(object, object)  # job, and Made or a sentence; from its thread

    def __init__(
        self,
        *,
        store: Store,
        day: Day,
        programmes: Programmes,
        voicing: Voicing,
        window: Window,
        ask_path: Callable[[QWidget, str, KindFacts], str] = ask_sound_path,
    ) -> None:
        super().__init__(window)
        self._store, self._day, self._programmes = store, day, programmes
        self._voicing, self._window, self.ask_path = voicing, window, ask_path
        self.page = page = SoundFilePage()
        window.add_page("sound-file", page)
        self._plan: Plan | None = None
        self._allowed = Allowed()
        self._job: _Job | None = None
        self._problem, self._result = "", ""  # told when the page is seen again
        self._whose = ""
        window.came.connect(self._came)
        page.save.connect(self._save)
        page.waits.connect(lambda _seconds: self._show_facts())
        page.cancelled.connect(lambda: self._end(tr("Cancelled. No file was left behind.")))
        page.back.connect(self.left)
        self._told.connect(self._show_progress)
        self._ended.connect(self._finish)

    # -- which plan --------------------------------------------------------------------------------------------------
    def open_week(self, place: Place) -> None:
        """A programme's week, with the speeds of the person whose day it is."""
        programme, situation = self._programmes[place.programme_id], self._day.situation()
        if situation is None:
            plan = expand(programme, place.week, sample_walker(programme))
            self._open(plan, _for_nobody(plan))
            return
        walker = situation.file.person.walker(situation.treadmill.slowest_kmh)
        allowed = may_walk(programme, place.week, situation)
        self._open(expand(programme, place.week, walker), allowed, situation)

    def open_plan(self, plan_id: str) -> None:
        """A plan of somebody's own."""
        saved = next((row for row in self._store.saved_plans() if row.id == plan_id and not row.draft), None)
        situation = self._day.situation()
        if saved is None:
            self.left.emit()
            return
        try:
            plan = parse_plan(saved.text, saved.title, situation.file.person.limits if situation else HOME)
        except UserError as error:
            self._open(Plan(saved.id, saved.title, ()), Allowed((str(error),), First.LIMITS), situation)
            return
        if situation is None:
            self._open(plan, _for_nobody(plan))
        else:
            plan = shaped(plan, situation.file.person)
            self._open(plan, may_walk_plan(plan, situation), situation)

    def _open(self, plan: Plan, allowed: Allowed, situation: Situation | None = None) -> None:
        self._window.show_page("sound-file")
        if self._job is not None:
            self._show_progress(self._job, self._job.percent)
        else:
            self._plan, self._allowed = plan, allowed
            self._whose = tr("for {0}").format(shown_name(situation.file.person.name)) if situation else ""
            self._show_facts()
        self.page.focus_first()

    # -- what the page shows -----------------------------------------------------------------------------------------
    def _show_facts(self) -> None:
        assert self._plan is not None
        news = (self._problem, self._result)
        self._problem, self._result = "", ""
        if not self._allowed.may:
            self.page.show_facts(SoundFileFacts(self._plan.title, self._whose, _why(self._allowed)), *news)
            return
        seconds = sum(script_for(self._order(Path())).seconds)
        kinds = tuple(
            KindFacts(kind.ending, kind.name, tr(kind.words), _size(kind.bytes_s * seconds)) for kind in KINDS
        )
        length = tr("It will be {0} long.").format(minutes(seconds))
        self.page.show_facts(SoundFileFacts(self._plan.title, self._whose, (), length, kinds), *news)

    def _order(self, target: Path) -> Order:
        """As the next session of this person would sound."""
        assert self._plan is not None
        return Order(self._plan, target, self._voicing.choice, self._voicing.speaking, self.page.wait_s)

    # -- the work ----------------------------------------------------------------------------------------------------
    def _save(self, ending: str) -> None:
        if self._plan is None or self._job is not None:
            return
        kind = next(KindFacts(each.ending, each.name, "") for each in KINDS if each.ending == ending)
        path = self.ask_path(self.page, self._plan.title, kind)
        if not path:
            return
        self._job = job = _Job(self._order(Path(path)))
        self._show_progress(job, 0)
        job.thread = threading.Thread(target=lambda: self._work(job), daemon=True, name="sound file")
        job.thread.start()

    def _work(self, job: _Job) -> None:
        """In the thread."""

        def told(part: float) -> None:
            if not job.wanted:
                raise _EndedError
            if (percent := int(100 * part)) != job.percent:
                job.percent = percent
                self._told.emit(job, percent)

        try:
            self._ended.emit(job, make(job.order, self._voicing.render, told))
        except _EndedError:
            return
        except UserError as error:
            self._ended.emit(job, str(error))

    def _show_progress(self, job: _Job, percent: int) -> None:
        if job is self._job:
            self.page.show_working(job.order.plan.title, percent)

    def _finish(self, job: _Job, came: Made | str) -> None:
        if job is self._job:
            self._job = None
        elif isinstance(came, str):
            return
        # else it was whole at the very moment when somebody cancelled: then it is told as it is
        self._problem, self._result = (came, "") if isinstance(came, str) else ("", _saved_words(came))
        if self._job is None and self._window.shown() is self.page:
            self._show_facts()
            self.page.focus_result()

    def _end(self, why: str) -> None:
        """The thread finds out by itself, and takes away what it has written."""
        if self._job is not None:
            self._job.wanted = False
            self._job = None
            self._problem = why
            if self._window.shown() is self.page:
                self._show_facts()
                self.page.focus_first()

    def _came(self, screen: QWidget) -> None:
        if isinstance(screen, WALKING):
            self._end(tr("A walk began, so the sound file was not made. Save it again."))

    def close(self) -> None:
        """The program ends: nothing half-written stays."""
        thread = self._job.thread if self._job is not None else None
        self._end("")
        if thread is not None:
            thread.join(END_S)


def _for_nobody(plan: Plan) -> Allowed:
    return Allowed((tr("Set up a person first."),), First.SCREENING) if plan.backward else Allowed()


def _why(allowed: Allowed) -> tuple[str, ...]:
    if allowed.first is First.ASK:
        return (tr("There is a question about last time first: press Start on Today."),)
    return allowed.why[:2]


def _size(count: float) -> str:
    return tr("about {0} MB").format(max(1, round(count / 1e6)))


def _saved_words(made: Made) -> str:
    saved = tr("Saved: {0}").format(made.target)
    if made.sheet is None:
        return saved
    return f"{saved}\n" + tr("A list of its parts is beside it: {0}").format(made.sheet.name)
