"""One session: from the daily check over the walk to the check-in."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from balancecoach.clock import Clock
from balancecoach.conductor import Conductor, Shown
from balancecoach.core.allowed import First, Situation, statements
from balancecoach.core.daily import Statement
from balancecoach.core.events import CheckedIn, Outcome, Refused, RestartBegun, Resumed
from balancecoach.core.person import Happened
from balancecoach.core.phrases import Tone
from balancecoach.core.progress import minutes, summarise
from balancecoach.core.session import Session, View
from balancecoach.core.transitions import State
from balancecoach.core.words import tr
from balancecoach.day import Day, Walk
from balancecoach.desks.helper_line import HelperLine
from balancecoach.desks.mishaps import wrong_words
from balancecoach.record import JournalRecord
from balancecoach.runner import Runner
from balancecoach.speech.announcer import Said
from balancecoach.store.journal import Journal
from balancecoach.store.store import Store
from balancecoach.ui.ask_screen import Question, since_last, stop_sign
from balancecoach.ui.window import Window
from balancecoach.voicing import HEAR_ME, SAVED, Voicing

#: A session never waits longer than this for the voice.
VOICE_WAIT_MS = 4000


class SessionDesk(QObject):
    """Connects the screens around a session. ``done``: back to Today."""

    done = Signal()

    def __init__(
        self, *, store: Store, journal: Journal, day: Day, voicing: Voicing, clock: Clock, window: Window
    ) -> None:
        super().__init__()
        self._store, self._journal, self._day = store, journal, day
        self._voicing, self._clock, self._window = voicing, clock, window
        self._waiting: tuple[str, ...] | None = None  # a session that waits for its voice: what was checked
        self._asked: tuple[Situation, Walk] | None = None  # what the daily check is about
        self._rows: tuple[Statement, ...] = ()  # its lines
        self.runner: Runner | None = None
        self.session_id = ""
        self._line = HelperLine(voicing, lambda sentence: window.session.set_trouble(sentence))
        self._held: set[str] = set()  # where such were that held this session
        self.wait_timer = QTimer(self, singleShot=True, interval=VOICE_WAIT_MS)
        self.wait_timer.timeout.connect(self._begin_waiting)
        voicing.ready.connect(self._voice_ready)
        voicing.sound.connect(self._sound_changed)

    def connect_screens(self) -> None:
        """Once the screens are built."""
        window = self._window
        window.before.begin.connect(self._begin)
        window.before.not_today.connect(self._not_today)
        window.before.play_voice.connect(lambda: self._say(HEAR_ME))
        window.before.back.connect(self._leave_check)
        window.not_today.done.connect(self.done)
        window.checkin.saved.connect(self._check_in)
        screen = window.session
        for signal, wish in (
            (screen.confirmed, "confirm"),
            (screen.paused, "pause"),
            (screen.resumed, "resume"),
            (screen.stopped, "stop"),
            (screen.wobbled, "wobble"),
            (screen.again, "say_again"),
        ):
            signal.connect(lambda wish=wish: self._wish(wish))
        screen.time_wanted.connect(screen.tell_time)
        screen.time_wanted.connect(lambda: self._wish("say_time_left"))

    def _leave_check(self) -> None:
        self._wait_no_more()
        self.done.emit()

    def _wait_no_more(self) -> None:
        """A session that waited for its voice must not begin when nobody is on the treadmill any more."""
        self._waiting = None
        self.wait_timer.stop()

    def _voice_ready(self) -> None:
        if self._asked is not None:
            self._window.before.set_sound(self._voicing.trouble())
        self._begin_waiting()

    def _sound_changed(self) -> None:
        """There is a loudspeaker, or none any more, or another."""
        if self.runner is None:
            if self._asked is not None:
                self._window.before.set_sound(self._voicing.trouble())
            return
        if self._line.sound_changed():
            self.runner.sound_lost()

    def _say(self, which: tuple[Tone, str]) -> None:
        if not self._voicing.say(which):
            self._window.before.set_sound(self._voicing.trouble())

    def ask_before(self) -> None:
        """The daily check, for what may be walked; a stop sign of last time is asked about first."""
        situation = self._day.situation()
        if situation is None:
            return
        walk = self._day.walk(situation)
        self._asked = (situation, walk)
        if walk.allowed.first is First.ASK:
            self._ask(stop_sign(), self._stop_sign)
            return
        if not walk.allowed.may:
            self.done.emit()  # something has changed since it was shown
            return
        self._voicing.prepare(walk.plan)
        self._voicing.wake()
        self._rows = statements(walk.plan.surface, walk.setting, walk.allowed.helper)
        self._window.show_screen(self._window.before)
        self._window.before.start(self._voicing.trouble(), self._rows)

    def _ask(self, question: Question, then: Callable[[str], None]) -> None:
        self._window.show_screen(self._window.ask)
        self._window.ask.ask(question, then)

    def _stop_sign(self, answer: str) -> None:
        """A stop sign of last time: gone, or not today."""
        situation = self._day.situation()
        session = self._asked[1].allowed.ask if self._asked else None
        if answer == "no":
            self._keep_no(("stop_sign",))
        elif situation is not None and session is not None:
            self._day.clear(situation, session.id)
            self.ask_before()

    def _not_today(self, missing: tuple[str, ...]) -> None:
        """A "no" of the daily check. One about falls is asked about, for it may only not have been ticked yet."""
        self._wait_no_more()
        if "same" not in missing:
            self._keep_no(missing)
            return
        self._ask(since_last(), lambda answer: self._since_last(answer, missing))

    def _since_last(self, answer: str, missing: tuple[str, ...]) -> None:
        what = {"yes": "fall", "second": "operation"}.get(answer)
        if what is not None and self._asked is not None:
            self._day.note(self._asked[0], (Happened(self._clock.now().wall, what),))
        self._keep_no(missing if what else tuple(key for key in missing if key != "same"))

    def _keep_no(self, missing: tuple[str, ...]) -> None:
        if self._asked is None:
            return
        situation, walk = self._asked
        self._journal.decline(self._clock.now().wall, walk.plan.id, missing, situation.file.person.id)
        rows = [statement for statement in self._rows if statement.key in missing]
        self._window.show_screen(self._window.not_today)
        unwell = "stop_sign" in missing or any(row.seek_help for row in rows)
        self._window.not_today.show_reasons(tuple(tr(row.words) for row in rows), unwell)

    def _begin(self, checked: tuple[str, ...]) -> None:
        self._waiting = checked
        if self._voicing.clips is not None:
            self._begin_waiting()
        else:
            self._window.before.set_sound(tr("One moment: the voice is getting ready."))
            self.wait_timer.start()

    def _begin_waiting(self) -> None:
        checked, self._waiting = self._waiting, None
        self.wait_timer.stop()
        if checked is None or self._asked is None:
            return
        situation, walk = self._asked
        person = situation.file.person
        announcer = self._voicing.announcer()
        script = self._voicing.script(walk.plan)
        session = Session(script, checked=checked, person_id=person.id)
        record = JournalRecord(self._journal)
        self.session_id = record.session_id
        self._line.begin()
        self._held = set()
        self.runner = Runner(Conductor(session, self._clock, announcer, record, self._show), self)
        self.runner.view.connect(self._window.session.show_view)
        self.runner.ended.connect(self._ended)
        self._window.show_screen(self._window.session)
        self._window.session.set_emergency(person.emergency, person.helper)
        self._window.session.start(script)
        self.runner.begin()

    def _wish(self, wish: str) -> None:
        if self.runner is not None:
            getattr(self.runner, wish)()

    def _show(self, event: Shown) -> None:
        if isinstance(event, Said):
            self._show_said(event)
        elif isinstance(event, Refused) and event.why == "early" and self.runner is not None:
            self._window.session.not_yet(self.runner.conductor.view().ready_in_s)
        elif isinstance(event, Resumed | RestartBegun):
            self._line.wrong = ""
            self._line.tell()

    def _show_said(self, said: Said) -> None:
        screen = self._window.session
        if not said.cue.say:
            return  # five pips: the digits say the same
        screen.say(said.cue.say)
        if not self._line.said(said.how):
            screen.flash()

    def _ended(self) -> None:
        runner, self.runner = self.runner, None
        if runner is None:
            return
        runner.deleteLater()
        self._voicing.player.hush()
        self._journal.flush(2.0)
        self._day.forget_choices()
        summary = summarise(self.session_id, self._store.events(self.session_id))
        walked, back = minutes(summary.walked_s), minutes(summary.backward_s)
        finished = summary.outcome is Outcome.COMPLETED
        title = tr("Well done") if finished else tr("You stopped. That is always fine.")
        words_ = tr("{0} walked, {1} of them backwards.").format(walked, back)
        said = words_ if summary.backward_s else tr("{0} walked.").format(walked)
        self._window.show_screen(self._window.checkin)
        self._window.checkin.start(title, said, stopped=not finished)

    def ask_after(self, session_id: str, title: str, said: str) -> None:
        """The check-in of a session that was cut off."""
        self.session_id = session_id
        self._window.show_screen(self._window.checkin)
        self._window.checkin.start(title, said)

    def _check_in(self, effort: int | None, stumbles: str | None, pain: str | None, reason: str | None) -> None:
        if any(answer is not None for answer in (effort, stumbles, pain, reason)):
            answers = CheckedIn(self._clock.now().wall, effort, stumbles, pain, reason)
            self._journal.check_in(self.session_id, answers)
        if self._journal.flush(2.0):
            self._say(SAVED)
        self.done.emit()

    # -- trouble ---------------------------------------------------------------------------------------------
    def tell_journal(self, sentence: str) -> None:
        """Records cannot be kept at the moment ("" when they can again)."""
        self._line.journal = sentence
        if self.runner is not None:
            self._line.tell()

    def something_went_wrong(self, where: str = "") -> bool:
        """A bug of ours: hold the session, say so plainly, go on. False when there is no session.

        ``where``: the same bug holds a session once; a belt that is started again and again is worse than a bug.
        """
        if self.runner is None:
            return False
        again = where in self._held
        self._held |= {where} if where else set()
        if self._line.wrong and self.runner.conductor.session.state is State.PAUSED:
            return True  # it is told already, and nobody has carried on since
        try:
            self._say_wrong(again=again)
            if not again:
                self.runner.pause()
        finally:  # the pause may go wrong, too
            self._say_wrong(again=again)
        return True

    def _say_wrong(self, *, again: bool) -> None:
        if self.runner is not None:
            conductor = self.runner.conductor
            kept = self._journal.flush(0.2) and not conductor.lost
            self._line.wrong = wrong_words(conductor.session, kept=kept, again=again)
            self._line.tell()

    def may_close(self) -> bool:
        """Whether the window may close; a session that runs is asked to stop instead."""
        if self.runner is None:
            return True
        view: View = self.runner.conductor.view()
        if view.state is State.STOPPED:
            return True
        self._window.session.ask_stop()
        return False

    def close(self) -> None:
        """No more wake-ups."""
        if self.runner is not None:
            self.runner.cancel()
