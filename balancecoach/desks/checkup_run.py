"""A guided check-up: what it needs, the stopwatch with its spoken words, and the result. Keeps nothing itself."""

from collections.abc import Callable, Sequence
from typing import Protocol

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from balancecoach.clock import Clock
from balancecoach.core.checkup import CheckedUp, Test, shown
from balancecoach.core.checkup_said import AFTER_SITTING, AFTER_TRIAL, ALL_DONE, ONCE_MORE, SAID, UNSURE, WALKING
from balancecoach.core.daily import CALL_HELP
from balancecoach.core.events import Instant
from balancecoach.core.gap import between
from balancecoach.core.phrases import Tone
from balancecoach.core.plan import Units
from balancecoach.core.stopwatch import APART_S, Measuring, Phase
from balancecoach.core.words import N_, tr
from balancecoach.desks.checkup_facts import leave_question, ready_facts, result_facts, tries_words
from balancecoach.ui.actions import Buttons
from balancecoach.ui.checkup_ready import CheckUpReady
from balancecoach.ui.checkup_result import CheckUpResult
from balancecoach.ui.stopwatch import Moment, StopwatchScreen
from balancecoach.ui.window import Window


class Sounding(Protocol):
    """What is needed of the voice: ``voicing.Voicing``."""

    def say_words(
        self, tone: Tone, said: str, *, failed: Callable[[], None] = ..., unspoken: Callable[[], None] = ...
    ) -> bool:
        """Say it now. Whether there may be a loudspeaker. Called later: ``failed`` when there is none after all,
        ``unspoken`` when the voice fails, or is late."""
        ...

    def hush(self) -> None:
        """Silence."""
        ...

    def rest_soon(self) -> None:
        """The loudspeaker is not needed for a while."""
        ...


_WORDS = {Phase.READY: N_("Ready"), Phase.RUNNING: N_("Walking"), Phase.STOPPED: N_("Measured"), Phase.DONE: N_("Done")}


class CheckUpRun(QObject):
    """One test at a time. ``finished`` with a check-up that is to be kept; ``left`` with a sentence, "" for none."""

    finished = Signal(object)
    left = Signal(str)

    def __init__(self, window: Window, voice: Sounding, clock: Clock, buttons: Callable[[], Buttons]) -> None:
        super().__init__()
        self._window, self._voice, self._clock, self._buttons = window, voice, clock, buttons
        self.ready, self.result = CheckUpReady(), CheckUpResult()
        self.watch = StopwatchScreen(self._now_s)
        for screen in (self.ready, self.watch, self.result):
            window.add_screen(screen)
        self._measuring = Measuring(Test.BACKWARD_3M)
        self._seen: Instant | None = None
        self._before: tuple[CheckedUp, ...] = ()
        self._units = Units.KMH
        self._caption, self._silent, self._shown_s = "", False, 0.0
        self._connect()

    def _connect(self) -> None:
        self.ready.begin.connect(self._measure)
        self.ready.not_today.connect(self._not_today)
        self.ready.left.connect(lambda: self._leave(""))
        self.watch.pressed.connect(self._press)
        self.watch.again.connect(self._again)
        self.watch.repeat.connect(self._instruct)
        self.watch.leave.connect(self._ask_to_leave)
        self.watch.ticked.connect(self._tick)
        self.result.kept.connect(self._keep)
        self.result.again.connect(self._measure)
        self.result.left.connect(self._ask_to_leave)

    def _now_s(self) -> float:
        before, self._seen = self._seen, self._clock.now()
        if before is not None and between(before, self._seen).slept_s > APART_S:
            self._measuring.lose(before.mono_s)
        return self._seen.mono_s

    def begin(self, test: Test, before: Sequence[CheckedUp], units: Units) -> None:
        """Ask whether all is ready. ``before``: the check-ups of this test so far."""
        self._measuring, self._before, self._units = Measuring(test), tuple(before), units
        self._window.show_screen(self.ready)
        self.ready.start(ready_facts(test))

    @property
    def may_close(self) -> bool:
        """Whether nothing is lost when the window closes."""
        return self._window.shown() not in (self.watch, self.result) or not self._measuring.touched

    # -- the watch -----------------------------------------------------------------------------------------------
    def _measure(self) -> None:
        self._measuring = Measuring(self._measuring.test)
        self.watch.start(self._buttons())
        self._window.show_full(self.watch)
        self._instruct()

    def _instruct(self) -> None:
        """What the person who walks has to know, before each try; said again on wish, while nothing is measured."""
        if self._measuring.phase is Phase.READY:
            first = ONCE_MORE if self._measuring.kept_s else UNSURE
            said = SAID[self._measuring.test]
            self._say(Tone.CHANGE, " ".join(tr(line) for line in (first, *said.walker)), tr(said.spot))

    def _say(self, tone: Tone, said: str, caption: str = "") -> None:
        self._caption = caption or said
        self._silent = False
        if not self._voice.say_words(tone, said, failed=self._unheard, unspoken=self._unheard):
            self._silent = True
        self._show()

    def _unheard(self) -> None:
        self._silent = True
        self._show()

    def _press(self) -> None:
        if not self._measuring.press(self._now_s()):
            return
        phase = self._measuring.phase
        if phase is Phase.RUNNING:
            self._voice.hush()  # nothing talks into the walk
            self._caption = tr(WALKING)
            self._show()
        elif phase is Phase.STOPPED:
            after = AFTER_SITTING if self._measuring.test is Test.TUG else AFTER_TRIAL
            time = tr("{0} seconds.").format(shown(self._time_s()))
            self._say(Tone.REST, f"{tr(after)} {time}", tr(after))
        elif phase is Phase.READY:
            self._instruct()
        else:
            self._finish()

    def _tick(self) -> None:
        digits = self._digits()
        if self._measuring.phase is Phase.RUNNING:
            self.watch.set_digits(digits)
        else:
            self._show()  # the computer slept, and the watch was stopped for it

    def _again(self) -> None:
        if self._measuring.again(self._now_s()):
            self._instruct()

    def _time_s(self) -> float:
        return self._measuring.time_s(self._now_s())

    def _digits(self) -> str:
        return shown(self._time_s())

    def _show(self) -> None:
        now, said = self._measuring, SAID[self._measuring.test]
        main, line = tr("Start (Space)"), tr(said.helper)
        if now.phase is Phase.RUNNING:
            main, line = tr("Stop (Space)"), tr("Any button stops the watch.")
        elif now.phase is Phase.STOPPED:
            main = tr("Measure again") if now.problem else tr("Keep this time (Space)")
            line = now.problem or tr("Was it spoilt? Then do it again.")
        if self._silent and now.phase is Phase.READY:
            line = tr("No sound. Helper, say it: {0}").format(" ".join(tr(words) for words in said.walker))
        again = tr("Again") if now.phase is Phase.STOPPED and not now.problem else ""
        title = tries_words(now.test, now.number)
        self.watch.show_moment(
            Moment(
                now.phase,
                tr(_WORDS[now.phase]),
                title,
                self._digits(),
                self._caption,
                line,
                main,
                again,
                problem=bool(now.problem),
                backward=now.test is Test.BACKWARD_3M,
            )
        )

    # -- the end -------------------------------------------------------------------------------------------------
    def _fact(self) -> CheckedUp:
        return CheckedUp(self._clock.now().wall, self._measuring.test, self._measuring.kept_s)

    def _finish(self) -> None:
        self._voice.say_words(Tone.REST, tr(ALL_DONE))
        self._voice.rest_soon()
        self._shown_s = self._now_s()
        self._window.show_screen(self.result)
        self.result.show_facts(result_facts(self._fact(), self._before, self._units))

    def _keep(self, aid: str, note: str) -> None:
        if self._now_s() - self._shown_s >= APART_S:  # a bounce of the last press is no wish
            self.finished.emit(replace(self._fact(), aid=aid.strip(), note=note.strip()))

    def _ask_to_leave(self) -> None:
        self._voice.hush()
        if not self._measuring.touched:
            self._leave("")
            return
        self._measuring.halt(self._now_s())
        back = self._window.shown()
        self._window.show_plain(self._window.ask)
        self._window.ask.ask(leave_question(), lambda answer: self._left(answer == "yes", back is self.watch))

    def ask_to_close(self) -> None:
        """The window is to be closed while something was measured: asked as for leaving."""
        self._ask_to_leave()

    def _left(self, leave: bool, to_watch: bool) -> None:
        if leave:
            self._leave("")
        elif to_watch:
            self._show()
            self._window.show_plain(self.watch)
            self.watch.setFocus()
        else:
            self._window.show_plain(self.result)
            self.result.keep_button.setFocus()

    def _not_today(self, missing: tuple[str, ...]) -> None:
        kind = tr("Not today. That is a good decision.")
        self._leave(f"{kind} {tr(CALL_HELP)}" if "well" in missing else kind)

    def _leave(self, words: str) -> None:
        self._voice.hush()
        self._voice.rest_soon()
        self._measuring = Measuring(self._measuring.test)
        self.left.emit(words)
