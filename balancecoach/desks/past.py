"""Sessions that are over: the table of them, the page of one, and what may be put right afterwards.

Nothing on record is rewritten: a note, other answers, removal and its undoing are events that are added. What would
loosen what the record asks for before the next walk is said first, and needs the helper's PIN where there is one.
"""

from collections.abc import Callable, Mapping

from msgspec.structs import replace
from PySide6.QtCore import QObject

from balancecoach.clock import Clock
from balancecoach.core.allowed import Situation, questions_due
from balancecoach.core.amending import advice_loosened, loosened, questions_loosened, with_change
from balancecoach.core.events import CheckedIn, Noted, Removed, Restored, Stored
from balancecoach.core.moving import Advice, advise
from balancecoach.core.person import Cleared, Person
from balancecoach.core.plan import Units
from balancecoach.core.programme import Programme
from balancecoach.core.progress import Summary
from balancecoach.core.words import tr
from balancecoach.desks.names import shown_name
from balancecoach.desks.past_facts import past_facts, title_words, when_words
from balancecoach.errors import UserError
from balancecoach.store.store import Store
from balancecoach.ui.ask_screen import Question
from balancecoach.ui.checkin_change import CheckInChange
from balancecoach.ui.past_facts import SessionsFacts
from balancecoach.ui.past_screen import PastScreen
from balancecoach.ui.sessions_screen import SessionsScreen
from balancecoach.ui.window import Window

Then = Callable[[], None]


class PastDesk(QObject):
    """Connects both pages. ``person``: whose day it is. ``running``: the id of a session that goes on, "" for none."""

    def __init__(
        self,
        *,
        store: Store,
        programmes: Mapping[str, Programme],
        clock: Clock,
        window: Window,
        guard: Callable[[Then], None],
        person: Callable[[], Person | None],
        running: Callable[[], str],
        back: Then,
        flush: Callable[[], object],
    ) -> None:
        super().__init__()
        self._store, self._programmes, self._clock, self._window = store, programmes, clock, window
        self._guard, self._person, self._running = guard, person, running
        self._flush = flush
        self.table = SessionsScreen(SessionsFacts("", (), clock.now().wall))
        self.page, self.change = PastScreen(), CheckInChange()
        window.add_page("sessions", self.table)
        window.add_page("session", self.page)
        window.add_screen(self.change)
        self._id = ""
        self._of = (False, False)  # of the table: everybody's, the removed ones
        self._connect(back)

    def _connect(self, back: Then) -> None:
        self.table.left.connect(back)
        self.table.opened.connect(self.open)
        self.table.wanted.connect(self._want)
        self.page.left.connect(self.back_to_table)
        self.page.noted.connect(self._note)
        self.page.checkin_wanted.connect(self._ask_again)
        self.page.removed.connect(self._ask_remove)
        self.page.restored.connect(self._restore)
        self.change.saved.connect(self._answered)
        self.change.left.connect(lambda: self._show(""))

    # -- the table ---------------------------------------------------------------------------------------------------
    def show(self) -> None:
        """All sessions of whoever walks, newest first."""
        self._of = (False, False)
        self.table.start()
        self._fill()
        self._window.show_page("sessions")
        self.table.focus_first()

    def back_to_table(self) -> None:
        """From a session to the table as it was."""
        self.page.keep_note()
        self._fill()
        self._window.show_page("sessions")
        self.table.focus_first(self._id)

    def _want(self, everybody: bool, removed: bool) -> None:
        """Other sessions. Everybody's are the helper's to see."""
        if everybody and not self._of[0]:
            self._guard(lambda: self.fetch(everybody=everybody, removed=removed))
        else:
            self.fetch(everybody=everybody, removed=removed)

    def fetch(self, *, everybody: bool, removed: bool) -> None:
        """The table of everybody, or of the removed ones."""
        self._of = (everybody, removed)
        self._fill()
        if self._window.shown() is not self.table:  # back from the PIN
            self._window.show_page("sessions")

    def _fill(self) -> None:
        self._flush()
        everybody, removed = self._of
        person = self._person()
        several = person is not None and (self._store.several() or bool(self._store.people(archived=True)))
        whose = None if everybody or person is None else person.id
        rows = self._store.removed(whose) if removed else self._store.summaries(whose)
        name = shown_name(person.name) if person else ""
        names = self._names() if everybody else {}
        facts = SessionsFacts(name, rows, self._clock.now().wall, names, several, everybody and several, removed)
        self.table.show_facts(facts)

    def _names(self) -> dict[str, str]:
        everybody = (*self._store.people(), *self._store.people(archived=True))
        return {each.id: shown_name(each.name) for each in everybody}

    # -- one session -------------------------------------------------------------------------------------------------
    def open(self, session_id: str) -> None:
        """Its page."""
        self._id = session_id
        self._show("")

    def _show(self, just: str, *, undo: bool = False) -> None:
        summary = self._store.summary(self._id)
        if summary is None:  # deleted meanwhile, with its person
            self.back_to_table()
            return
        owner = self._store.person(summary.person_id) if summary.person_id else None
        self.page.show_facts(
            past_facts(
                summary,
                self._store.events(self._id),
                now=self._clock.now().wall,
                name=shown_name(owner.name) if owner else "–",
                units=owner.units if owner else Units.KMH,
                just=just,
                undo=undo,
            )
        )
        self._window.show_page("session")
        self.page.focus_first()

    def _summary(self) -> Summary | None:
        """Of the session that is shown, when it may be changed."""
        summary = self._store.summary(self._id)
        return None if summary is None or summary.outcome is None or self._id == self._running() else summary

    def _append(self, event: Stored, just: str, *, undo: bool = False) -> None:
        try:
            self._store.append(self._id, event)
        except UserError as error:  # a full disk: nothing is changed, and it is said
            just, undo = str(error), False
        self._show(just, undo=undo)

    def _note(self, session_id: str, text: str) -> None:
        """Keep it. The page may have been left by then; what could not be kept stays on it, to be kept later."""
        try:
            self._store.append(session_id, Noted(self._clock.now().wall, text))
        except UserError as error:
            self.page.tell(str(error))
            return
        self.page.note_kept(text)
        if self._window.shown() is self.page:
            self._show(tr("The note is kept.") if text else tr("The note is gone."))

    # -- what may loosen something -----------------------------------------------------------------------------------
    def _loosened(self, before: Summary | None, after: Summary | None) -> tuple[str, ...]:
        """Sentences about what the change would no longer hold back."""
        known = before or after
        assert known is not None
        file = self._store.file(known.person_id) if known.person_id else None
        if file is None:
            return loosened(before, after)
        cleared = frozenset(fact.session_id for fact in file.facts if isinstance(fact, Cleared))
        sessions = self._store.summaries(known.person_id)
        was = Situation(file, self._store.treadmill(), sessions, self._clock.now().wall)
        then = replace(was, sessions=with_change(sessions, known.id, after))
        questions = questions_loosened(questions_due(was), questions_due(then))
        return (*loosened(before, after, cleared), *questions, *advice_loosened(self._advice(was), self._advice(then)))

    def _advice(self, situation: Situation) -> Advice:
        return advise(self._programmes, situation.file.person, situation.sessions, situation.now)

    def _ask(self, question: Question, loose: tuple[str, ...], then: Then) -> None:
        """The safe answer leaves all as it was. What loosens something is behind the PIN."""

        def answered(answer: str) -> None:
            if answer != "yes":
                self._show("")
            elif loose:
                self._guard(then)
            else:
                then()

        self._window.show_screen(self._window.ask)
        words = "\n\n".join((question.words, *loose)) if loose else question.words
        self._window.ask.ask(replace(question, words=words), answered)

    def _ask_remove(self) -> None:
        summary = self._summary()
        if summary is None:
            self._show("")
            return
        about = f"{title_words(summary)}, {when_words(summary, self._clock.now().wall)}."
        kept = tr("It will no longer be shown or counted. For 30 days it can be brought back.")
        question = Question(tr("Remove this session?"), f"{about} {kept}", tr("Remove it"), tr("Keep it"))
        self._ask(question, self._loosened(summary, None), self._remove)

    def _remove(self) -> None:
        if self._summary() is not None:
            self._append(Removed(self._clock.now().wall), tr("Removed."), undo=True)

    def _restore(self) -> None:
        summary = self._summary()
        if summary is None or summary.removed is None:
            self._show("")
            return
        loose = self._loosened(None, replace(summary, removed=None))
        if not loose:
            self._bring_back()
            return
        words = tr("It will be shown and counted again.")
        question = Question(tr("Bring this session back?"), words, tr("Bring it back"), tr("Leave it removed"))
        self._ask(question, loose, self._bring_back)

    def _bring_back(self) -> None:
        self._append(Restored(self._clock.now().wall), tr("This session is back."))

    # -- the check-in ------------------------------------------------------------------------------------------------
    def _ask_again(self) -> None:
        summary = self._summary()
        if summary is None or summary.removed is not None:
            self._show("")
            return
        self.page.keep_note()
        stopped = summary.outcome != "completed"
        self._window.show_screen(self.change)
        about = f"{title_words(summary)}, {when_words(summary, self._clock.now().wall)}"
        self.change.correct(about, summary.checkin, stopped=stopped)

    def _answered(self, effort: int | None, stumbles: str | None, pain: str | None, reason: str | None) -> None:
        summary = self._summary()
        said = CheckedIn(self._clock.now().wall, effort, stumbles, pain, reason)
        before = summary.checkin if summary else None
        nothing = CheckedIn(said.wall, None, None, None)
        if summary is None or replace(before or nothing, wall=said.wall) == said:
            self._show("")
            return
        loose = self._loosened(summary, replace(summary, checkin=said))
        then: Then = lambda: self._append(said, tr("The answers are kept."))  # noqa: E731
        if not loose:
            then()
            return
        words = tr("The answers of that day stay on record, and the new ones count.")
        question = Question(tr("Change the answers?"), words, tr("Change them"), tr("Leave them"))
        self._ask(question, loose, then)
