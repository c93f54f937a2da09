"""The Settings page: looks, sound, the helper's PIN, and what is known of the treadmill."""

from collections.abc import Callable, Sequence
from datetime import datetime

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from balancecoach import __version__, languages
from balancecoach.core.dates import day_words
from balancecoach.core.person import Person
from balancecoach.core.phrases import Phrase, Tone, words
from balancecoach.core.preferences import Preferences
from balancecoach.core.screening import SETUP
from balancecoach.core.words import language, tr, unreviewed
from balancecoach.desks.names import shown_name
from balancecoach.desks.senses import Senses, voice_set
from balancecoach.errors import UserError
from balancecoach.pin import Pin
from balancecoach.speech.voices import Voice
from balancecoach.store.store import Store
from balancecoach.ui.sense_pages import VoiceSet
from balancecoach.ui.window import Window
from balancecoach.voicing import HEAR_ME, NO_VOICE_HERE, NOT_SPOKEN, Voicing

#: What is heard beside a setting.
SAMPLES = {
    "voice": (HEAR_ME[0], Phrase(HEAR_ME[1])),
    "time_left_every_s": (Tone.ATTENTION, Phrase("left_min", (2,))),
    "halfway": (Tone.ATTENTION, Phrase("halfway")),
    "next_up": (Tone.CHANGE, Phrase("next_rest")),
}


class SettingsDesk(QObject):
    """Connects the Settings page. Whoever sees it has passed the PIN, so setting another needs no old one."""

    treadmill_wanted = Signal()
    senses_wanted = Signal()  # the sound and sight check
    preferred = Signal()  # something was set: draw and speak like that

    def __init__(
        self,
        *,
        store: Store,
        pin: Pin,
        window: Window,
        voicing: Voicing,
        senses: Senses,
        person: Callable[[], Person | None],
        now: Callable[[], datetime],
    ) -> None:
        """``person``: who walks now, whose voice is set."""
        super().__init__()
        self._store, self._pin, self._window = store, pin, window
        self._voicing, self._senses, self._person, self._now = voicing, senses, person, now
        self._began_with, self.languages = store.preferences().language, languages.offered()
        window.settings.preferred.connect(self._prefer)
        window.settings.sound.voiced.connect(self._voiced)
        window.settings.sound.hear.connect(self._hear)
        window.settings.sound.check.connect(self.senses_wanted)
        window.settings.pin_set.connect(self._set)
        window.settings.pin_removed.connect(self._remove)
        window.settings.check_treadmill.connect(self.treadmill_wanted)

    def show(self, words: str = "") -> None:
        """The page, as things are now."""
        self._window.settings.about.show_facts(__version__, str(self._store.path.parent))
        treadmill = self._treadmill()
        self._show_language()
        self._show_sound()
        self._window.settings.show_facts(pin=self._pin.is_set, treadmill=treadmill, words=words)
        self._window.show_page("settings")

    def _prefer(self, preferences: Preferences) -> None:
        self._store.keep_preferences(preferences)
        self._window.settings.show_preferences(preferences)
        self._show_language()
        self.preferred.emit()

    def _show_language(self) -> None:
        chosen, known = self._store.preferences().language, {each.code: each for each in self.languages}
        words = [tr("It is used from the next start on. Close Balance Coach, then open it again.")]
        words = words if chosen != self._began_with else []
        new = known.get(chosen)
        if words and new is not None and new.code != languages.ENGLISH and not new.reviewer:
            words.append(tr("{0}: this translation has not yet been reviewed by a clinician.").format(new.name))
        elif not words:
            words += filter(None, [unreviewed()])
        names = [(each.code, each.name) for each in known.values()]
        self._window.settings.language.show_languages(names, chosen, " ".join(words))

    def _show_sound(self) -> None:
        preferences, person, card = self._store.preferences(), self._person(), self._window.settings.sound
        self._window.settings.show_preferences(preferences)
        card.show_outputs([preferences.output] if preferences.output else [], preferences.output)
        self._voicing.outputs(lambda names: card.show_outputs(names, self._store.preferences().output))
        values = voice_set(person, preferences.volume)
        card.show_voice(shown_name(person.name) if person else "", values, self._senses.sentence())
        self._voicing.voices(self._show_voices)

    def _show_voices(self, found: Sequence[Voice]) -> None:
        self._window.settings.sound.voice.show_voices([(voice.id, voice.name) for voice in found])
        missing = language() != languages.ENGLISH and not found
        self._window.settings.language.show_voice(tr(NO_VOICE_HERE) if missing else "")

    def _voiced(self, values: VoiceSet) -> None:
        """A loudness, a speed or a voice: kept, and heard at once."""
        person = self._person()
        if person is not None and (person.rate_wpm, person.voice) != (values.rate_wpm, values.voice):
            changed = replace(person, rate_wpm=values.rate_wpm, voice=values.voice)
            self._store.save_person(changed, now=self._now())
        self._prefer(replace(self._store.preferences(), volume=values.volume))
        self._hear("voice")

    def _hear(self, field: str) -> None:
        tone, phrase = SAMPLES.get(field, SAMPLES["voice"])
        if not self._voicing.say_words(tone, words(phrase), failed=self._unheard, unspoken=self._unspoken):
            self._unheard()

    def _unheard(self) -> None:
        self._window.settings.sound.state.setText(tr("No loudspeaker was found. Connect one, or turn it on."))

    def _unspoken(self) -> None:
        self._window.settings.sound.state.setText(tr(NOT_SPOKEN))

    def _treadmill(self) -> str:
        treadmill = self._store.treadmill()
        missing = [row for row in SETUP if row.key not in treadmill.checked and row.key != "control"]
        if treadmill.at is None:
            return tr("Not checked yet.")
        day = day_words(treadmill.at)
        if missing:
            return tr("Checked on {0}: {1} of the checks failed.").format(day, len(missing))
        text = tr("Checked on {0}: all is well. The belt's slowest speed is {1:g} km/h.")
        return text.format(day, treadmill.slowest_kmh)

    def _set(self, typed: str) -> None:
        try:
            self._pin.set(typed)
        except UserError as error:
            self.show(str(error))
            return
        self.show(tr("The PIN is set. Write it down where only the helper finds it."))

    def _remove(self) -> None:
        self._pin.forget()
        self.show(tr("The PIN is removed."))
