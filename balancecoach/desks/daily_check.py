"""The daily check: what is asked before anybody may walk; then the session begins, as soon as it can be heard."""

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import QObject, QTimer, Signal

from balancecoach.clock import Clock
from balancecoach.core.allowed import First, Situation, statements
from balancecoach.core.daily import Statement
from balancecoach.core.person import Happened
from balancecoach.core.words import tr
from balancecoach.day import Day, Walk
from balancecoach.desks.outbox import Outbox
from balancecoach.ui.ask_screen import Question, since_last, stop_sign
from balancecoach.ui.window import Window
from balancecoach.voicing import HEAR_ME, Voicing

#: A session never waits longer than this for the voice and the loudspeaker.
VOICE_WAIT_MS = 4000
#: How a person is today holds for so long; a check that lay there for longer is asked anew.
CHECK_HOLDS = timedelta(hours=1)


class DailyCheck(QObject):
    """Asks, on the screens before a session. ``begun``: all is true, and the session begins. ``done``: not today."""

    begun = Signal(object, object, object)  # Situation, Walk, the keys of what was checked
    done = Signal()

    def __init__(self, *, outbox: Outbox, day: Day, voicing: Voicing, clock: Clock, window: Window) -> None:
        super().__init__()
        self._journal, self._day = outbox.journal, day
        self._voicing, self._clock, self._window = voicing, clock, window
        self._waiting: tuple[str, ...] | None = None  # a session that waits for its voice: what was checked
        self._asked: tuple[Situation, Walk] | None = None  # what it is about
        self._asked_at = clock.now().wall
        self._rows: tuple[Statement, ...] = ()  # its lines
        self.wait_timer = QTimer(self, singleShot=True, interval=VOICE_WAIT_MS)
        self.wait_timer.timeout.connect(self._begin_waiting)
        for changed in (voicing.ready, voicing.late, voicing.sound):
            changed.connect(self._voice_changed)

    def connect_screens(self) -> None:
        """Once the screens are built."""
        before = self._window.before
        before.begin.connect(self._begin)
        before.not_today.connect(self._not_today)
        before.play_voice.connect(self._play_voice)
        before.back.connect(self._leave)
        self._window.not_today.done.connect(self.done)

    def ask(self) -> None:
        """The daily check, for what may be walked; a stop sign of last time is asked about first."""
        situation = self._day.situation()
        if situation is None:
            return
        walk = self._day.walk(situation)
        self._asked, self._asked_at = (situation, walk), self._clock.now().wall
        if walk.allowed.first is First.ASK:
            self._question(stop_sign(), self._stop_sign)
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

    def _question(self, question: Question, then: Callable[[str], None]) -> None:
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
            self.ask()

    def _not_today(self, missing: tuple[str, ...]) -> None:
        """A "no" of the daily check. One about falls is asked about, for it may only not have been ticked yet."""
        self._wait_no_more()
        if "same" not in missing:
            self._keep_no(missing)
            return
        self._question(since_last(), lambda answer: self._since_last(answer, missing))

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
            self.ask()
            self._window.before.set_sound(tr("That was a while ago. Please tick every line again."))
            return
        self._waiting = checked
        if self._voicing.settled():
            self._begin_waiting()
        else:
            self._tell()
            self.wait_timer.start()

    def _begin_waiting(self) -> None:
        checked, self._waiting = self._waiting, None
        self.wait_timer.stop()
        if checked is not None and self._asked is not None:
            self.begun.emit(*self._asked, checked)

    def _leave(self) -> None:
        self._wait_no_more()
        self.done.emit()

    def _wait_no_more(self) -> None:
        """A session that waited for its voice must not begin when nobody is on the treadmill any more."""
        self._waiting = None
        self.wait_timer.stop()

    def _voice_changed(self) -> None:
        """There are clips or none, a loudspeaker or none: the helper knows at once."""
        if self._waiting is not None and self._voicing.settled():
            self._begin_waiting()
        elif self._asked is not None:
            self._tell()

    def _tell(self) -> None:
        waits = tr("One moment: the voice is getting ready.") if self._waiting is not None else ""
        self._window.before.set_sound(self._voicing.trouble() or waits)

    def _play_voice(self) -> None:
        if not self._voicing.say(HEAR_ME):
            self._window.before.set_sound(self._voicing.trouble())
