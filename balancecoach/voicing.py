"""The window's voice: a sound output, a plan's clips rendered in time, and words for when that fails."""

import logging
from collections.abc import Callable, Iterable
from contextlib import suppress

from PySide6.QtCore import QObject, QTimer, Signal

from balancecoach.aloud import LATE_MS, Aloud, Sentence, nothing
from balancecoach.core.phrases import Phrase, Tone, words
from balancecoach.core.plan import Plan
from balancecoach.core.preferences import SoundMode, Speaking
from balancecoach.core.script import Script, build_script
from balancecoach.core.words import N_, tr
from balancecoach.speech.announcer import Announcer
from balancecoach.speech.clips import Clips, VoiceChoice, Wanted, key
from balancecoach.speech.player import SilentPlayer
from balancecoach.speech.playing import Player
from balancecoach.speech.renderer import Renderer
from balancecoach.speech.voices import NO_VOICE, Voice

_log = logging.getLogger(__name__)

HEAR_ME = (Tone.CHANGE, "hear_me")
SAVED = (Tone.REST, "saved")
NOT_SPOKEN = N_("The voice does not answer. Wait a moment, then try again.")
NO_VOICE_HERE = N_("This computer has no voice for this language. You will hear tones; the helper reads the words.")
REST_AFTER_MS = 8000
#: Somebody walks, or is about to, and the voice has failed: it is tried again after so long, then after twice that.
AGAIN_MS, SELDOM_MS = 3_000, 96_000
#: An output that is still being opened by then is told to be slow; and as long is waited for it when the program ends.
SLOW_MS, END_S = 3000, 1.0


class Voicing(QObject):
    """One player, one voice, the clips of one plan. ``ready`` when these are there, or there will be no more. ``late``:
    the voice does not answer, so that the helper has to be told; what there is can be played all the same.

    ``sound``: there is an output, or none any more, or another, or it is slow to answer.
    """

    ready = Signal()
    late = Signal()
    sound = Signal()
    _output_changed = Signal()  # from the thread that owns the output
    _voices = Signal(object, object)  # whom to tell, the voices; from their thread
    _rendered = Signal(object, object)  # Clips, what they were asked for; from the rendering thread

    def __init__(self, renderer: Renderer, make_player: Callable[[], Player], choice: VoiceChoice) -> None:
        super().__init__()
        self._renderer, self._make_player, self._choice = renderer, make_player, choice
        self.speaking = Speaking()
        self._volume, self._output = 1.0, ""
        self._plan: Plan | None = None
        self._order: object = None  # of the clips that are wanted: late ones of another voice are not
        self._aloud = Aloud(renderer, lambda: self.player, self)
        self._announcer: Announcer | None = None
        self._closed = False
        self.player: Player = SilentPlayer()
        self.clips: Clips | None = None
        self._rendered.connect(self._take)
        self._voices.connect(self._tell_voices)
        self._rest_timer = QTimer(self, singleShot=True, interval=REST_AFTER_MS)
        self._rest_timer.timeout.connect(self._rest)
        self._is_late, self._awake, self._again_ms = False, False, AGAIN_MS
        self._late_timer = QTimer(self, singleShot=True, interval=LATE_MS)
        self._late_timer.timeout.connect(self._tell_late)
        self._again_timer = QTimer(self, singleShot=True)
        self._again_timer.timeout.connect(self._again)
        self._slow_timer = QTimer(self, singleShot=True, interval=SLOW_MS)
        self._slow_timer.timeout.connect(self._slow)
        self._output_changed.connect(self._look_at_output)
        self._names_wanted: list[Callable[[tuple[str, ...]], None]] = []

    def wake(self) -> None:
        """Look for a sound output, before a session: ``sound`` tells what came of it. It costs 2 % of a core then."""
        self._rest_timer.stop()
        self._awake = True
        if isinstance(self.player, SilentPlayer):
            self.player = self._make_player()
            self.player.on_change(self._output_changed.emit)
            self.player.set_volume(self._volume)
            self.player.set_output(self._output)
            self.player.load(self.clips.files if self.clips else {})
        self.player.open()
        if self.player.opening() and not self._slow_timer.isActive():
            self._slow_timer.start()

    def rest_soon(self) -> None:
        """Nobody walks: let go of the output when the last sentence has been heard."""
        self._rest_timer.start()

    def _rest(self) -> None:
        self._awake = False
        self._slow_timer.stop()
        self._names_wanted.clear()
        self.player.close()

    def _look_at_output(self) -> None:
        if self._closed or self.player.opening():
            return
        self._slow_timer.stop()
        wanted, self._names_wanted = self._names_wanted, []
        for done in wanted:
            done(self.player.outputs())
        self._aloud.output_there()
        self.sound.emit()

    def _slow(self) -> None:
        _log.warning("the sound output is slow: no answer after %.0f seconds", SLOW_MS / 1000)
        self.sound.emit()

    # -- how it sounds ---------------------------------------------------------------------------------------
    def choose(self, choice: VoiceChoice, speaking: Speaking = Speaking()) -> None:  # noqa: B008 - it is frozen
        """Which voice, how fast, what is heard, and what is said besides what must be: from the next plan on."""
        if (choice, speaking) != (self._choice, self.speaking):
            self._choice, self.speaking, self._plan, self.clips = choice, speaking, None, None
            self._order = None

    @property
    def choice(self) -> VoiceChoice:
        """How clips are made."""
        return self._choice

    def set_volume(self, volume: float) -> None:
        """From 0 to 1, at once."""
        self._volume = min(1.0, max(0.0, volume))
        self.player.set_volume(self._volume)

    def set_output(self, name: str) -> None:
        """Which sound output, "" for the system's own: at once where one is open, else when it is needed."""
        self._output = name
        self.player.set_output(name)

    def outputs(self, done: Callable[[tuple[str, ...]], None]) -> None:
        """Tell the names of the sound outputs there are: in this thread, later where one has to be opened for it."""
        self.wake()
        self.rest_soon()
        if self.player.opening():
            self._names_wanted.append(done)
        else:
            done(self.player.outputs())

    def voices(self, done: Callable[[tuple[Voice, ...]], None]) -> None:
        """Tell the voices to choose from, lower-pitched first: later, in this thread; none without a voice."""
        self._renderer.voices_later(lambda voices: self._voices.emit(done, voices))

    def _tell_voices(self, done: Callable[[tuple[Voice, ...]], None], voices: tuple[Voice, ...]) -> None:
        if not self._closed:  # whoever asked may be gone
            done(voices)

    # -- a plan ----------------------------------------------------------------------------------------------
    def script(self, plan: Plan) -> Script:
        """A plan with its cues at their times, for the clips there are."""
        clips = self.clips_now()
        return build_script(plan, clips.layout_s, self.speaking, self._choice.lead_s)

    def prepare(self, plan: Plan) -> None:
        """Begin to render a plan's clips, if they are not there; long before anybody is on the belt."""
        if plan == self._plan and not self._failed():
            if self.complete():
                self.ready.emit()
            return
        self._plan, self.clips = plan, None
        self._is_late, self._again_ms = False, AGAIN_MS
        self._order_clips(plan)

    def _order_clips(self, plan: Plan) -> None:
        """Whatever was ordered before is not wanted any more."""
        self._order = order = object()
        self._late_timer.start()
        self._again_timer.stop()

        def told(clips: Clips) -> bool:
            with suppress(RuntimeError):  # the window has gone meanwhile
                self._rendered.emit(clips, order)
            return order is self._order

        wanted = [*_own(), *self.script(plan).clips()]  # at this voice's rate: a faster one has room for more
        self._renderer.render_later(wanted, self._choice, told)

    def complete(self) -> bool:
        """Whether the plan's clips are there, or there will be no more."""
        return self.clips is not None and self.clips.complete

    def settled(self) -> bool:
        """Whether nothing is to be waited for any more: the clips are ``complete``, and there is an output, or none."""
        return self.complete() and not self.player.opening()

    def _failed(self) -> bool:
        return self.clips is not None and self.clips.complete and bool(self.clips.trouble)

    def _tell_late(self) -> None:
        _log.warning("the voice has said nothing for %.1f s: it is told", LATE_MS / 1000)
        self._is_late = True
        self.late.emit()

    def _again(self) -> None:
        """What failed for a passing reason need not stay silent for a whole session."""
        if self._plan is not None and self._awake and not self._closed and self._failed():
            self._again_ms = min(2 * self._again_ms, SELDOM_MS)
            self._is_late = True  # until it is mended
            self._order_clips(self._plan)

    def render(self, wanted: Iterable[Wanted], choice: VoiceChoice) -> Clips:
        """Clips for something else than a session. Blocking: for a thread that may wait."""
        return self._renderer.render(wanted, choice)

    def announcer(self) -> Announcer:
        """For a session that begins now, with the clips there are; those that come later join it."""
        self.wake()
        self._aloud.forget()
        self._announcer = Announcer(self.player, self.clips_now())
        return self._announcer

    def clips_now(self) -> Clips:
        """The clips there are; none yet, but at this voice's rate and with its lead-in, while they are rendered."""
        return self.clips or Clips(trouble="late", rate_wpm=self._choice.rate_wpm, lead_s=self._choice.lead_s)

    def trouble(self) -> str:
        """What the helper should know before a session, "" when all is well or not known yet."""
        if self.player.opening() and not self._slow_timer.isActive():
            return tr("No sound yet: the computer's loudspeaker does not answer. Helper: be ready to read every cue.")
        known = self.clips is not None and not self.player.opening()
        if known and not self.player.working():
            return tr("No loudspeaker was found. Helper: you would have to read every cue out loud.")
        if self._failed() and self.clips is not None and self.clips.trouble == NO_VOICE:
            return tr(NO_VOICE_HERE)
        if self._failed():
            return tr("The voice does not work. You will hear tones; the helper reads the words out loud.")
        return self.unspoken() or (self.elsewhere() if known else "")

    def unspoken(self) -> str:
        """What the helper should know while somebody walks: that not all is spoken. "" when all is, or soon will be."""
        if self._failed() or (self._is_late and not self.complete()):
            return tr("The voice does not answer. Helper: read out loud what is not spoken.")
        return ""

    def silence(self) -> str:
        """Why nothing is heard now, and what to do: for the helper's line of a session. "" while there is sound."""
        if self.player.opening():
            return tr("No sound yet. Helper: read the words out loud.")
        return "" if self.player.working() else tr("No sound. Helper: read the words out loud.")

    def elsewhere(self) -> str:
        """That the sound comes from where it was not wanted, "" when it does not."""
        lost = self.player.output_lost()
        return tr("The chosen sound output is not there. The computer's own is used.") if lost else ""

    def words_heard(self) -> bool:
        """Whether words are spoken at all: not where only tones are wanted."""
        return self._choice.sound is not SoundMode.TONES

    def say(self, which: tuple[Tone, str]) -> bool:
        """One of our own sentences, outside a session. Whether it is heard, with its words where any are wanted, now or
        as soon as there is an output."""
        self.wake()
        name = key((which[0], words(Phrase(which[1]))))
        return self._aloud.say(Sentence(name)) and self.clips_now().whole(name, self._choice.sound)

    def say_words(
        self,
        tone: Tone,
        said: str,
        choice: VoiceChoice | None = None,
        started: Callable[[], None] = nothing,
        failed: Callable[[], None] = nothing,
        unspoken: Callable[[], None] = nothing,
    ) -> bool:
        """Any cue, outside a session; rendered first where it has to be. Whether there may be a loudspeaker for it.

        ``choice``: to hear what is not kept yet. The others are called later, see ``aloud.Sentence``.
        """
        self.wake()
        made, own = choice or self._choice, key((tone, said))
        ready = made == self._choice and self.clips_now().whole(own, made.sound)
        sentence = Sentence(own if ready else f"{own}|{made}", started, failed, unspoken)
        if self.player.has(sentence.name):
            return self._aloud.say(sentence)
        return self._aloud.render(tone, said, made, sentence)

    def hush(self) -> None:
        """Silence, outside a session: also for what is still to come."""
        self._aloud.forget()
        self.player.hush()

    def close(self) -> None:
        """End the voice, let go of the sound output."""
        self._closed = True
        for timer in (self._late_timer, self._slow_timer, self._again_timer, self._rest_timer):
            timer.stop()
        self.player.on_change(nothing)
        self.player.close(END_S)
        self._renderer.close()

    def _take(self, clips: Clips, order: object) -> None:
        if order is not self._order or self._closed:
            return  # another plan or voice was chosen since, or the window is closed
        there = self.clips.files if self.clips is not None else {}
        self.clips = clips
        self.player.load({name: path for name, path in clips.files.items() if there.get(name) != path})
        if self._announcer is not None:
            self._announcer.clips = clips  # a session began without its voice, which is there now
        if not clips.complete:
            self._late_timer.start()  # it is at work; how long does the next one take?
            return
        self._late_timer.stop()
        self._is_late = False
        if clips.trouble:
            self._again_timer.start(self._again_ms)
        self.ready.emit()


def _own() -> Iterable[tuple[Tone, str]]:
    return [(tone, words(Phrase(name))) for tone, name in (HEAR_ME, SAVED)]
