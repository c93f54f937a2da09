"""One session: from the end of the daily check over the walk to the check-in."""

from PySide6.QtCore import QObject, Signal

from balancecoach.clock import Clock
from balancecoach.conductor import Conductor, Shown
from balancecoach.core.allowed import Situation
from balancecoach.core.events import CheckedIn, Outcome, Refused, RestartBegun, Resumed
from balancecoach.core.progress import summarise
from balancecoach.core.session import Session
from balancecoach.core.transitions import State
from balancecoach.day import Day, Walk
from balancecoach.desks.daily_check import DailyCheck
from balancecoach.desks.helper_line import HelperLine
from balancecoach.desks.mishaps import lame_question, wrong_words
from balancecoach.desks.outbox import Outbox
from balancecoach.past import closing_words, walked_words
from balancecoach.record import JournalRecord
from balancecoach.runner import Runner
from balancecoach.speech.announcer import Said
from balancecoach.ui.window import Window
from balancecoach.voicing import SAVED, Voicing


class SessionDesk(QObject):
    """Connects the screens around a session. ``done``: back to Today."""

    done = Signal()

    def __init__(self, *, outbox: Outbox, day: Day, voicing: Voicing, clock: Clock, window: Window) -> None:
        super().__init__()
        self._outbox, self._journal, self._day = outbox, outbox.journal, day
        self._voicing, self._clock, self._window = voicing, clock, window
        self.runner: Runner | None = None
        self.session_id = ""
        self._record: JournalRecord | None = None
        self._line = HelperLine(voicing, outbox.now, lambda sentence: window.session.set_trouble(sentence))
        self._held: set[str] = set()  # where such were that held this session
        voicing.ready.connect(self._voice_changed)
        voicing.late.connect(self._voice_changed)
        voicing.sound.connect(self._sound_changed)
        self.check = DailyCheck(outbox=outbox, day=day, voicing=voicing, clock=clock, window=window)
        self.check.begun.connect(self._begin)
        self.check.done.connect(self.done)

    def connect_screens(self) -> None:
        """Once the screens are built."""
        window = self._window
        self.check.connect_screens()
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

    def _voice_changed(self) -> None:
        """The clips are there, or the voice does not answer: either way the helper knows at once."""
        if self.runner is not None and self._voicing.player.working():
            self._line.voice_changed()

    def _sound_changed(self) -> None:
        """There is a loudspeaker, or none any more, or another."""
        if self.runner is not None and self._line.sound_changed():
            self.runner.sound_lost()

    def _begin(self, situation: Situation, walk: Walk, checked: tuple[str, ...]) -> None:
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
            self._voicing.say(SAVED)
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
            self._window.show_screen(self._window.ask)
            self._window.ask.ask(lame_question(plan.surface, kept=kept), lambda _answer: self._ended())

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
