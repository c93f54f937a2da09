"""The desk where a person's wishes meet the parts: Today, Progress, and whose day it is.

A session, people, plans and demonstrations have desks of their own.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from balancecoach.clock import Clock
from balancecoach.core.allowed import Situation
from balancecoach.core.checkup_due import reminder
from balancecoach.core.moving import Place
from balancecoach.core.plan import Plan
from balancecoach.core.programme import Programme
from balancecoach.core.words import tr
from balancecoach.day import Day
from balancecoach.desks.checkup_put_off import put_off_at
from balancecoach.desks.cut_off import CutOffDesk
from balancecoach.desks.facts import nobody_facts, today_facts
from balancecoach.desks.mishaps import WrongPage
from balancecoach.desks.outbox import Outbox
from balancecoach.desks.session import SessionDesk
from balancecoach.speech.clips import VoiceChoice
from balancecoach.store.journal import Journal
from balancecoach.store.store import Store
from balancecoach.ui.facts import TodayFacts
from balancecoach.ui.system_look import palette_for
from balancecoach.ui.warm import Warm
from balancecoach.ui.window import Window
from balancecoach.voicing import Voicing

if TYPE_CHECKING:
    from balancecoach.desks.guard import Guard


class Desk(QObject):
    """Connects the window to everything else. ``built`` once, after the first paint: the other desks join then."""

    built = Signal()
    closing = Signal()
    fix_wanted = Signal(str, str)  # person id, a value of First: what has to be done before walking
    set_up_wanted = Signal()
    demo_wanted = Signal()
    bring_wanted = Signal()  # everything from another computer
    went_wrong = Signal()  # a bug of ours, and no session runs
    page_wanted = Signal(str)  # a page of another desk

    def __init__(
        self,
        *,
        store: Store,
        make_journal: Callable[[Callable[[str], None]], Journal],
        programmes: Mapping[str, Programme],
        voicing: Voicing,
        clock: Clock,
        make_window: Callable[[Callable[[], bool]], Window],
    ) -> None:
        super().__init__()
        self._store, self._programmes = store, programmes
        self.outbox = Outbox(make_journal, taken_up=bool(store.taken_up), home=self.show_today)
        self.journal = self.outbox.journal
        self.voicing, self._clock = voicing, clock
        self.day = Day(store, programmes, clock, self.journal.waiting)
        self.guard: Guard | None = None
        self.may_close_too: Callable[[], bool] = lambda: True  # what other desks say
        self.may_leave: Callable[[], bool] = lambda: True  # the page that is shown
        self.window = make_window(lambda: self.sessions.may_close() and self.may_close_too())
        self.sessions = SessionDesk(outbox=self.outbox, day=self.day, voicing=voicing, clock=clock, window=self.window)
        self.cut_off = CutOffDesk(
            store=store,
            journal=self.journal,
            day=self.day,
            programmes=programmes,
            sessions=self.sessions,
            today=self.window.today,
            prepare=self.prepare,
        )
        self.wrong_page = WrongPage(self.window, self.show_today, lambda: self.journal.flush(0.0), self)
        self._prepared = False
        self._connect()
        self._set_sound()
        self.show_today()

    def _connect(self) -> None:
        window, today = self.window, self.window.today
        window.painted.connect(self.prepare)
        window.opened.connect(self._open_page)
        today.start.connect(self._start)
        today.fix.connect(self._fix)
        today.instead.connect(self._forward_today)
        today.back.connect(self._back_to_programme)
        today.set_up.connect(self._set_up)
        today.demo.connect(self._demo)
        today.bring.connect(self._bring)
        today.moved.connect(self._move)
        today.stayed.connect(self._stay)
        today.people.connect(lambda: self._open_page("people"))
        self.sessions.done.connect(self.show_today)
        self.cut_off.changed.connect(self.show_today)
        self.outbox.told.connect(self._tell_journal)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self.dress)

    def _connect_rest(self) -> None:
        window = self.window
        window.build_rest()
        Warm(window.sidebar(), window)
        self.sessions.connect_screens()
        self.built.emit()

    # -- everyday screens ------------------------------------------------------------------------------------
    def show_today(self) -> None:
        """The first screen."""
        if self.guard is not None:
            self.guard.lock()
        self.dress()
        if self._prepared:
            self.voicing.rest_soon()
        self.window.show_page("today")
        self.journal.flush(2.0)
        self.day.rest = None
        situation = self.day.situation()
        self._shape(situation)
        if situation is None:
            facts = nobody_facts(self._clock.now().wall)
        else:
            walk, advice = self.day.walk(situation), self.day.advice(situation)
            own = self.day.own_plan is not None or self.day.forward_only
            facts = today_facts(situation, walk, advice, self._programmes, own=own)
            later = put_off_at(self._store, situation.file.person.id)
            facts = replace(facts, reminder=reminder(situation, later), cut_off=self.cut_off.facts(situation))
            if self._prepared:
                self.voicing.prepare(walk.plan)
        several = self._store.several()
        gone = situation is not None and situation.file.person.programme_id not in self._programmes
        self.window.today.show_facts(replace(facts, notice=self._notice(facts, gone=gone), several=several))

    def dress(self) -> None:
        """The colours that are chosen, or those that the computer is set to."""
        self.window.set_palette(palette_for(self._store.preferences().theme))

    def prefer(self) -> None:
        """What is set counts from now on: colours, loudness, loudspeaker, and for the next walk what is spoken."""
        self.dress()
        self._set_sound()
        self._shape(self.day.situation())

    def _set_sound(self) -> None:
        kept = self._store.preferences()
        self.voicing.set_output(kept.output)
        self.voicing.set_volume(kept.volume)

    def _notice(self, facts: TodayFacts, *, gone: bool) -> str:
        """What has to be told on Today, each once."""
        if not_written := self.outbox.today():
            return not_written
        if self._store.recovered and not self.sessions.session_id and facts.cut_off is None:
            return tr("The last session was cut off. What you walked is kept.")
        return tr("The programme is no longer there. Choose another under Plans.") if gone else ""

    def _shape(self, situation: Situation | None) -> None:
        """Text size and voice of the person whose day it is, if there is one, with what is set for this machine."""
        kept, person = self._store.preferences(), situation.file.person if situation else None
        self.window.set_text_percent(person.text_percent if person else 100)
        whose = VoiceChoice(person.voice, person.rate_wpm) if person else VoiceChoice()
        self.voicing.choose(replace(whose, sound=kept.sound, lead_in_s=kept.lead_in_s), kept.speaking)

    def _open_page(self, name: str) -> None:
        self.prepare()
        if not self.may_leave():
            self.window.keep_page()
        elif name == "today":
            self.show_today()
        elif name == "progress":
            self._show_progress()
        else:
            self.page_wanted.emit(name)

    def _show_progress(self) -> None:
        from balancecoach.desks.progress_facts import progress_facts  # statistics: not before the first paint

        if self.guard is not None:
            self.guard.lock()
        self.journal.flush(2.0)
        situation = self.day.situation()
        summaries = self._store.summaries(None) if situation is None else situation.sessions
        today = self._clock.now().wall.date()
        self.window.progress.show_facts(progress_facts(tuple(summaries), today, situation, self._programmes))
        self.window.show_page("progress")
        self.window.progress.focus_first()

    def walk_today(self, plan: Plan) -> None:
        """A plan of somebody's own instead of the programme, until the next session ends."""
        self.day.forget_choices()
        self.day.own_plan = plan
        self.show_today()

    def _forward_today(self) -> None:
        self.day.forget_choices()
        self.day.forward_only = True
        self.show_today()

    def _back_to_programme(self) -> None:
        self.day.forget_choices()
        self.show_today()

    def choose_person(self, person_id: str) -> None:
        """From now on it is this person's day."""
        self.day.choose(person_id)
        self.show_today()

    def people_changed(self, person_id: str) -> None:
        """Somebody was set up, changed or deleted. Sessions of a time before there were people go to the first one."""
        self.day.forget_person(person_id)
        everybody = self.day.people() + self._store.people(archived=True)
        if len(everybody) == 1:
            self._store.adopt(everybody[0].id)

    # -- what a helper confirms ------------------------------------------------------------------------------
    def _guarded(self, then: Callable[[], None]) -> None:
        self.prepare()
        if self.guard is None:
            then()
        else:
            self.guard(then)

    def _move(self, place: Place) -> None:
        self._guarded(lambda: self._move_now(place))

    def _move_now(self, place: Place) -> None:
        situation = self.day.situation()
        if situation is not None:
            advice = self.day.advice(situation)
            self.day.move(situation, place, " ".join(advice.reasons))
            self.show_today()

    def _stay(self) -> None:
        self._guarded(self._stay_now)

    def _stay_now(self) -> None:
        if (situation := self.day.situation()) is not None:
            self.day.stay(situation)
            self.show_today()

    def _fix(self) -> None:
        situation = self.day.situation()
        if situation is not None:
            self.prepare()
            first = self.day.walk(situation).allowed.first
            self.fix_wanted.emit(situation.file.person.id, first.value)

    def _start(self) -> None:
        self.prepare()
        self.sessions.check.ask()

    def _set_up(self) -> None:
        self.prepare()
        self.set_up_wanted.emit()

    def _demo(self) -> None:
        self.prepare()
        self.demo_wanted.emit()

    def _bring(self) -> None:
        self.prepare()
        self.bring_wanted.emit()

    # -- voice -----------------------------------------------------------------------------------------------
    def prepare(self) -> None:
        """After the first paint, once: the other screens, and the voice long before anybody is on the belt."""
        if not self._prepared:
            self._prepared = True
            self._connect_rest()
            situation = self.day.situation()
            if situation is not None:
                self.voicing.prepare(self.day.walk(situation).plan)

    # -- trouble, and the end --------------------------------------------------------------------------------
    def _tell_journal(self) -> None:
        self.sessions.tell_journal()
        if self.window.shown() is self.window.today:
            self.show_today()

    def was_refused(self, sentence: str) -> None:
        """The world said no to something that a person wanted kept: say why, and go on."""
        if not self.sessions.was_refused(sentence):
            self.wrong_page.show_refused(sentence)

    def something_went_wrong(self, where: str = "") -> None:
        """A bug of ours: hold the session, or else say on a page what is kept; then go on."""
        if not self.sessions.something_went_wrong(where):
            self.went_wrong.emit()
            self.wrong_page.show(where)

    def close(self) -> None:
        """Keep everything, end the voice, let go of the sound output."""
        self.closing.emit()
        self.sessions.close()
        self.voicing.close()
        self.journal.close()
