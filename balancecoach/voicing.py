"""The window's voice: a sound output, a plan's clips rendered in time, and words for when that fails."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer, Signal

from balancecoach.core.phrases import Phrase, Tone, words
from balancecoach.core.plan import Plan
from balancecoach.core.script import build_script
from balancecoach.core.words import tr
from balancecoach.speech.announcer import Announcer
from balancecoach.speech.clips import Clips, VoiceChoice, key
from balancecoach.speech.player import Player, SilentPlayer
from balancecoach.speech.renderer import Renderer

HEAR_ME = (Tone.CHANGE, "hear_me")
SAVED = (Tone.REST, "saved")
REST_AFTER_MS = 8000


class Voicing(QObject):
    """One player, one voice, the clips of one plan. ``ready`` when these are there."""

    ready = Signal()
    _single = Signal(object, str)  # Clips, the key of the one to play; from the rendering thread
    _rendered = Signal(object, object)  # Clips, the plan they are for; from the rendering thread

    def __init__(self, renderer: Renderer, open_player: Callable[[], Player], choice: VoiceChoice) -> None:
        super().__init__()
        self._renderer, self._open_player, self._choice = renderer, open_player, choice
        self._plan: Plan | None = None
        self._announcer: Announcer | None = None
        self.player: Player = SilentPlayer()
        self.clips: Clips | None = None
        self._rendered.connect(self._take)
        self._single.connect(self._play_single)
        self._rest_timer = QTimer(self, singleShot=True, interval=REST_AFTER_MS)
        self._rest_timer.timeout.connect(self._rest)

    def wake(self) -> None:
        """Find a sound output, before a session: it takes a moment, and costs 2 % of a core while it is open."""
        self._rest_timer.stop()
        if isinstance(self.player, SilentPlayer):
            self.player = self._open_player()
            self.player.load(self.clips.files if self.clips else {})
        elif not self.player.working():
            self.player.reopen()

    def rest_soon(self) -> None:
        """Nobody walks: let go of the output when the last sentence has been heard."""
        self._rest_timer.start()

    def _rest(self) -> None:
        self.player.close()

    def choose(self, choice: VoiceChoice) -> None:
        """Which voice, and how fast: from the next plan on."""
        if choice != self._choice:
            self._choice, self._plan, self.clips = choice, None, None

    def prepare(self, plan: Plan) -> None:
        """Begin to render a plan's clips, if they are not there; long before anybody is on the belt."""
        if plan == self._plan and (self.clips is None or not self.clips.trouble):
            if self.clips is not None:
                self.ready.emit()
            return
        self._plan, self.clips = plan, None
        wanted = [*_own(), *build_script(plan).clips()]
        self._renderer.render_later(wanted, self._choice, lambda clips: self._rendered.emit(clips, plan))

    def announcer(self) -> Announcer:
        """For a session that begins now, with the clips there are; those that come later join it."""
        self.wake()
        clips = self.clips or Clips(trouble="late", rate_wpm=self._choice.rate_wpm)
        self._announcer = Announcer(self.player, clips)
        return self._announcer

    def trouble(self) -> str:
        """What the helper should know before a session, "" when all is well or not known yet."""
        if self.clips is None:
            return ""
        if not self.player.working():
            return tr("No loudspeaker was found. Helper: you would have to read every cue out loud.")
        if self.clips.trouble:
            return tr("The voice does not work. You will hear tones; the helper reads the words out loud.")
        return ""

    def say(self, which: tuple[Tone, str]) -> bool:
        """One of our own sentences, outside a session. Whether it was heard."""
        self.wake()
        return self.player.play(key((which[0], words(Phrase(which[1])))))

    def say_words(self, tone: Tone, said: str) -> bool:
        """Any cue, outside a session; rendered first where it has to be. Whether there is a loudspeaker for it."""
        self.wake()
        name = key((tone, said))
        if self.player.has(name):
            return self.player.play(name)
        rendered = self._single.emit
        self._renderer.render_later([(tone, said)], self._choice, lambda clips: rendered(clips, name))
        return self.player.working()

    def _play_single(self, clips: Clips, name: str) -> None:
        self.player.load(clips.files)
        self.player.play(name)

    def close(self) -> None:
        """End the voice, let go of the sound output."""
        self.player.close()
        self._renderer.close()

    def _take(self, clips: Clips, plan: Plan) -> None:
        if plan is not self._plan:
            return  # another plan was chosen since
        self.clips = clips
        self.player.load(clips.files)
        if self._announcer is not None:
            self._announcer.clips = clips  # a session began without its voice, which is there now
        self.ready.emit()


def _own() -> Iterable[tuple[Tone, str]]:
    return [(tone, words(Phrase(name))) for tone, name in (HEAR_ME, SAVED)]
