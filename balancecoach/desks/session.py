"""One session: from the daily check over the walk to the check-in."""

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import QObject, QTimer, Signal

from balancecoach.clock import Clock
from balancecoach.conductor import Conductor, Shown
from balancecoach.core.allowed import First, Situation, statements
from balancecoach.core.daily import Statement
from balancecoach.core.events import CheckedIn, Outcome, Refused, RestartBegun, Resumed
from balancecoach.core.person import Happened
from balancecoach.core.phrases import Tone
from balancecoach.core.progress import summarise
from balancecoach.core.session import Session
from balancecoach.core.transitions import State
from balancecoach.core.words import tr
from balancecoach.day import Day, Walk
from balancecoach.desks.helper_line import HelperLine
from balancecoach.desks.mishaps import lame_question, wrong_words
from balancecoach.desks.outbox import Outbox
from balancecoach.past import closing_words, walked_words
from balancecoach.record import JournalRecord
from balancecoach.runner import Runner
from balancecoach.speech.announcer import Said
from balancecoach.ui.ask_screen import Question, since_last, stop_sign
from balancecoach.ui.window import Window
from balancecoach.voicing import HEAR_ME, SAVED, Voicing

#: A session never waits longer than this for the voice and the loudspeaker.
VOICE_WAIT_MS = 4000
#: How a person is today holds for so long; a check that lay there for longer is asked anew.
CHECK_HOLDS = timedelta(hours=1)


class SessionDesk(QObject):
    """Connects the screens around a session. ``done``: back to Today."""

    done = Signal()

    def __init__(self, *, outbox: Outbox, day: Day, voicing: Voicing, clock: Clock, window: Window) -> None:
        super().__init__()
        self._outbox, self._journal, self._day = outbox, outbox.journal, day
        self._voicing, self._clock, self._window = voicing, clock, window
        self._waiting: tuple[str, ...] | None = None  # a session that waits for its voice: what was checked
        self._asked: tuple[Situation, Walk] | None = None  # what the daily check is about
        self._asked_at = clock.now().wall
        self._rows: tuple[Statement, ...] = ()  # its lines
        self.runner: Runner | None = None
        self.session_id = ""
        self._record: JournalRecord | None = None
        self._line = HelperLine(voicing, outbox.now, lambda sentence: window.session.set_trouble(sentence))
        self._held: set[str] = set()  # where such were that held this session
        self.wait_timer = QTimer(self, singleShot=True, interval=VOICE_WAIT_MS)
        self.wait_timer.timeout.connect(self._begin_waiting)
        voicing.ready.connect(self._voice_changed)
        voicing.late.connect(self._voice_changed)
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

    def _voice_changed(self) -> None:
        """The clips are there, or the voice does not answer: either way the helper knows at once."""
        if self._waiting is not None and self._voicing.settled():
            self._begin_waiting()
        elif self.runner is not None and self._voicing.player.working():
            self._line.voice_changed()
        elif self.runner is None and self._asked is not None:
            self._tell_before()

    def _tell_before(self) -> None:
        """On the daily check."""
        waits = tr("One moment: the voice is getting ready.") if self._waiting is not None else ""
        self._window.before.set_sound(self._voicing.trouble() or waits)

    def _sound_changed(self) -> None:
        """There is a loudspeaker, or none any more, or another."""
        if self._waiting is not None and self._voicing.settled():
            self._begin_waiting()
        elif self.runner is None and self._asked is not None:
            self._tell_before()
        elif self.runner is not None and self._line.sound_changed():
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
        self._asked, self._asked_at = (situation, walk), self._clock.now().wall
        if walk.allowed.first is First.ASK:
            self._ask(stop_sign(), self._stop_sign)
            return
        if not walk.allowed.may:
            self.done.emit()  # something has changed since it was shown
            return
        self._voicing.prepare(walk.plan)
        self._voicing.wake()
        self._rows = statements(walk.plan.surface, walk.setting, walk.allowed.helper)
        # filled before it is shown: what fills a page that is seen has the keyboard a moment later, and keys pressed
        # in that moment went to "Not today"
        self._window.before.start(self._voicing.trouble(), self._rows)
        self._window.show_screen(self._window.before)

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
        """At once, or when the voice and the loudspeaker are there: the first sentence is to be heard."""
        if abs(self._clock.now().wall - self._asked_at) > CHECK_HOLDS:
            self.ask_before()
            self._window.before.set_sound(tr("That was a while ago. Please tick every line again."))
            return
        self._waiting = checked
        if self._voicing.settled():
            self._begin_waiting()
        else:
            self._tell_before()
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
        record = self._record = JournalRecord(self._journal)
        self.session_id = record.session_id
        self._outbox.begin()
        self._line.begin()
        self._held = set()
        self.runner = Runner(Conductor(session, self._clock, announcer, record, self._show), self)
        self.runner.view.connect(self._window.session.show_view)
        self.runner.ended.connect(self._ended)
        self._window.show_screen(self._window.session)
        self._window.session.set_emergency(person.emergency, person.helper)
        self._window.session.start(script)
        self._line.tell()
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
        if runner is None or self._record is None:
            return
        runner.cancel()
        runner.deleteLater()
        self._voicing.player.hush()
        self._day.forget_choices()
        summary = summarise(self.session_id, self._record.events)
        stopped = summary.outcome not in (Outcome.COMPLETED, Outcome.INTERRUPTED)
        said = f"{walked_words(summary)} {self._outbox.after()}".strip()
        self.ask_after(self.session_id, closing_words(summary.outcome), said, stopped=stopped)

    def ask_after(self, session_id: str, title: str, said: str, *, stopped: bool = False) -> None:
        """The check-in, also of a session that was cut off."""
        self.session_id = session_id
        self._window.show_screen(self._window.checkin)
        self._window.checkin.start(title, said, stopped=stopped)

    def _check_in(self, effort: int | None, stumbles: str | None, pain: str | None, reason: str | None) -> None:
        if any(answer is not None for answer in (effort, stumbles, pain, reason)):
            answers = CheckedIn(self._clock.now().wall, effort, stumbles, pain, reason)
            self._journal.check_in(self.session_id, answers)
        if self._journal.flush(2.0):
            self._say(SAVED)
        self.done.emit()

    # -- trouble ---------------------------------------------------------------------------------------------
    def tell_journal(self) -> None:
        """Records cannot be kept at the moment, or can again."""
        if self.runner is not None:
            self._line.tell()

    def was_refused(self, sentence: str) -> bool:
        """Something could not be kept outside of the journal: the helper's line. False when there is no session."""
        if self.runner is not None:
            self._line.tell(sentence)
        return self.runner is not None

    def something_went_wrong(self, where: str = "") -> bool:
        """A bug of ours: hold the session, say so plainly, go on. False when there is no session.

        ``where``: the same bug holds a session once; a belt that is started again and again is worse than a bug.
        """
        if self.runner is None:
            return False
        conductor = self.runner.conductor
        again = where in self._held
        self._held |= {where} if where else set()
        told = bool(self._line.wrong) and conductor.session.state is State.PAUSED
        if conductor.given_up or (told and not conductor.lame):
            return True  # it is told already, and nobody has carried on since
        try:
            self._say_wrong(again=again)
            if not again:
                self.runner.pause()
        finally:  # the pause may go wrong, too
            if conductor.lame:
                self._give_up(self.runner)
            else:
                self._say_wrong(again=again)
        return True

    def _give_up(self, runner: Runner) -> None:
        """Its rules do not work: no pause, no stop and no end can come of it. The way down is on a page."""
        try:
            runner.give_up()
        finally:
            kept = self._journal.flush(0.2) and not runner.conductor.lost
            plan = runner.conductor.session.script.plan
            self._ask(lame_question(plan.surface, kept=kept), lambda _answer: self._ended())

    def _say_wrong(self, *, again: bool) -> None:
        if self.runner is not None:
            conductor = self.runner.conductor
            kept = self._journal.flush(0.2) and not conductor.lost
            self._line.wrong = wrong_words(conductor.session, kept=kept, again=again)
            self._line.tell()

    def may_close(self) -> bool:
        """Whether the window may close; a session that runs is asked to stop instead, and nothing is lost silently."""
        conductor = None if self.runner is None else self.runner.conductor
        if conductor is None or conductor.given_up or conductor.session.state is State.STOPPED:
            return self._outbox.may_close(self._window)
        if conductor.session.state is State.SEATED:
            self._wish("confirm")  # the walk is over
        else:
            self._window.session.ask_stop()
        return False

    def close(self) -> None:
        """No more wake-ups."""
        if self.runner is not None:
            self.runner.cancel()
