"""Demonstrations at the desk: any plan, faster than life, from any block on; and cue by cue. Nothing is ever kept."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from balancecoach.clock import Clock, ScaledClock
from balancecoach.conductor import Conductor, Shown
from balancecoach.core.events import Event, Instant
from balancecoach.core.phrases import Tone
from balancecoach.core.plan import Plan
from balancecoach.core.script import Script
from balancecoach.core.session import Session, View
from balancecoach.core.transitions import State
from balancecoach.core.words import tr
from balancecoach.runner import Runner
from balancecoach.speech.announcer import Announcer, Said
from balancecoach.speech.clips import key
from balancecoach.ui.demo_screen import DemoScreen
from balancecoach.ui.repeat_screen import RepeatScreen
from balancecoach.voicing import Voicing

#: A demonstration never waits longer than this for the voice.
VOICE_WAIT_MS = 2000
#: In these a person's press is waited for.
_WAITS = frozenset({State.GATE, State.RESTART, State.STOPPED})


class NothingKept:
    """The record of a demonstration: there is none."""

    def append(self, event: Event) -> None:
        """Forget it."""

    def beat(self, at_s: float, now: Instant) -> None:
        """Forget it."""


class AtLifeSpeed:
    """The voice, but only while the demonstration runs no faster than life; captions carry the rest."""

    def __init__(self, voicing: Voicing, clock: ScaledClock) -> None:
        self._voicing, self._clock = voicing, clock

    def play(self, key: str, late_s: float = 0.0) -> bool:
        """Start a clip, if anybody could follow it."""
        return self._clock.speed == 1 and self._voicing.player.play(key, late_s)

    def hush(self) -> None:
        """Silence at once."""
        self._voicing.player.hush()


class DemoDesk(QObject):
    """Connects the two screens to a session of their own. ``left``: the demonstration is over."""

    left = Signal()

    def __init__(
        self,
        *,
        screen: DemoScreen,
        repeating: RepeatScreen,
        voicing: Voicing,
        clock: Clock,
        show: Callable[[QWidget], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._screen, self._repeating, self._voicing = screen, repeating, voicing
        self._under, self._show_screen = clock, show
        self._clock = ScaledClock(clock)
        self._script: Script | None = None
        self._announcer: Announcer | None = None
        self._start: Callable[[], None] | None = None  # what waits for the voice
        self._run_on = False
        self.runner: Runner | None = None
        self.wait_timer = QTimer(self, singleShot=True, interval=VOICE_WAIT_MS)
        self.wait_timer.timeout.connect(self._begin)
        self.pass_timer = QTimer(self, singleShot=True, interval=0)
        self.pass_timer.timeout.connect(self._pass_step)
        voicing.ready.connect(self._voice_ready)
        voicing.sound.connect(self._begin_settled)
        self._connect()

    def _connect(self) -> None:
        screen = self._screen
        screen.confirmed.connect(lambda: self._go_on("confirm"))
        screen.resumed.connect(lambda: self._go_on("resume"))
        for signal, wish in (
            (screen.paused, "pause"),
            (screen.stopped, "stop"),
            (screen.wobbled, "wobble"),
            (screen.again, "say_again"),
            (screen.time_wanted, "say_time_left"),
        ):
            signal.connect(lambda wish=wish: self._wish(wish))
        screen.time_wanted.connect(screen.tell_time)
        screen.speed_wanted.connect(self.set_speed)
        screen.block_wanted.connect(self.jump)
        screen.run_wanted.connect(self.let_run)
        screen.left_wanted.connect(self.leave)
        self._repeating.left.connect(self.leave)

    # -- beginning -------------------------------------------------------------------------------------------
    def run(self, plan: Plan, number: str = "", helper: str = "") -> None:
        """Demonstrate a plan. ``number`` and ``helper``: whom to call, where a person is known."""
        self._screen.set_emergency(number, helper)
        self._when_ready(plan, self._begin_session)

    def repeat(self, plan: Plan) -> None:
        """Step through a plan cue by cue."""
        self._when_ready(plan, self._begin_repeat)

    def _when_ready(self, plan: Plan, start: Callable[[], None]) -> None:
        self._end()
        self._plan, self._start = plan, start
        self._voicing.wake()
        self._voicing.prepare(plan)
        if self._start is not None:  # the voice or the loudspeaker was not ready at once
            self.wait_timer.start()

    def _voice_ready(self) -> None:
        if self._announcer is not None and self._voicing.clips is not None:
            self._announcer.clips = self._voicing.clips  # it was late; it is there now
        if self._repeating.isVisible() and self._repeating.trouble.text():
            self._repeating.play_again()
        self._begin_settled()

    def _begin_settled(self) -> None:
        if self._voicing.settled():
            self._begin()

    def _begin(self) -> None:
        start, self._start = self._start, None
        self.wait_timer.stop()
        if start is not None:
            start()

    def _begin_session(self) -> None:
        self._clock = ScaledClock(self._under)
        self._announcer = Announcer(AtLifeSpeed(self._voicing, self._clock), self._voicing.clips_now())
        self._script = self._voicing.script(self._plan)
        self._run_on = False
        self._show_screen(self._screen)
        self._screen.start(self._script)
        self._begin_runner()

    def _begin_runner(self) -> None:
        """A session of the same script: at the start, and when a stopped one is to go on elsewhere."""
        self._cancel()
        assert self._script is not None and self._announcer is not None  # made by _begin_session
        session = Session(self._script, demo=True)
        conductor = Conductor(session, self._clock, self._announcer, NothingKept(), self._show)
        self.runner = Runner(conductor, self)
        self.runner.view.connect(self._view)
        self.runner.ended.connect(self.leave)
        self.runner.begin()

    def _begin_repeat(self) -> None:
        script = self._voicing.script(self._plan)
        self._show_screen(self._repeating)
        self._repeating.start(script, self._play)

    def _no_words(self, how: str) -> bool:
        return how == "silent" or (how == "tone" and self._voicing.words_heard())

    def _play(self, tone: Tone, said: str) -> bool:
        return self._voicing.player.play(key((tone, said)))

    # -- wishes ----------------------------------------------------------------------------------------------
    def hold(self) -> None:
        """Something else has to be read now."""
        self._wish("pause")

    def _wish(self, wish: str) -> None:
        if self.runner is not None:
            getattr(self.runner, wish)()

    def _go_on(self, wish: str) -> None:
        """Nobody waits for a gate or a pause in a demonstration: its time passes at once."""
        if self.runner is not None:
            self._clock.skip(self.runner.conductor.view().ready_in_s)
            self._wish(wish)

    def set_speed(self, speed: int) -> None:
        """How many times faster than life. What is being said at the old speed would be out of step."""
        self._clock.set_speed(float(speed))
        if speed > 1:
            self._voicing.player.hush()
        self._wish("wake")

    def jump(self, index: int) -> None:
        """To any block, also after a stop: then in a session of its own."""
        if self.runner is None:
            return
        if self.runner.conductor.session.state is State.STOPPED:
            self._begin_runner()
        self.runner.jump(index)

    def let_run(self, on: bool) -> None:
        """Steps pass by themselves, as soon as a person could pass them."""
        self._run_on = on
        self._wish("wake")

    def _pass_step(self) -> None:
        if self.runner is not None and self._run_on and _passes(self.runner.conductor.view()):
            self.runner.confirm()

    # -- what is shown ---------------------------------------------------------------------------------------
    def _view(self, view: View) -> None:
        self._screen.show_view(view)
        if self._run_on and _passes(view):
            self.pass_timer.start()  # not now: the runner is in the middle of telling

    def _show(self, event: Shown) -> None:
        if isinstance(event, Said) and event.cue.say:
            self._screen.say(event.cue.say)
            fault = self._clock.speed == 1 and self._no_words(event.how)
            self._screen.set_trouble(tr("No voice. The words are on the screen.") if fault else "")

    # -- ending ----------------------------------------------------------------------------------------------
    def leave(self) -> None:
        """End it; nothing is kept. The plan's clips go: whoever walks next has to ask for theirs again."""
        self._end()
        self._voicing.rest_soon()
        self.left.emit()

    def close(self) -> None:
        """The window closes: no more wake-ups."""
        self._end()

    def _end(self) -> None:
        self._start = None
        self.wait_timer.stop()
        self._cancel()
        self._announcer = None
        self._voicing.player.hush()

    def _cancel(self) -> None:
        self.pass_timer.stop()
        runner, self.runner = self.runner, None
        if runner is not None:
            runner.cancel()
            runner.deleteLater()


def _passes(view: View) -> bool:
    """A step that a person could pass now; sitting after a stop takes its five minutes, as in life."""
    return view.state in _WAITS and view.ready_in_s <= 0 and view.step != "sit"
