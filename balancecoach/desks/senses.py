"""The sound and sight check: what its pages say, what they lead to, and what is kept of it."""

import math
from collections.abc import Callable
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from balancecoach.clock import Clock
from balancecoach.core.hearing import Heard, heard_at
from balancecoach.core.person import Person
from balancecoach.core.phrases import Phrase, Tone, words
from balancecoach.core.plan import Units
from balancecoach.core.preferences import Preferences, Speaking
from balancecoach.core.sight import TIMER_LEAST, TIMER_WANTED, WORDS_LEAST, Screen, Seen, Size, seen
from balancecoach.core.words import tr
from balancecoach.speech.clips import VoiceChoice
from balancecoach.ui.sense_pages import SKIP, HearPage, LinesPage, VoicePage, VoiceSet
from balancecoach.ui.set_up_page import SetUpPage
from balancecoach.ui.sight_pages import M_PER_FOOT, Place, ReadPage, WherePage
from balancecoach.voicing import HEAR_ME, NOT_SPOKEN

#: Digits whose forms are easily taken for one another (evidence 6c); what is shown is one of a group.
LOOKALIKES = (("3:58", "3:53", "8:58", "8:53"), ("6:09", "5:09", "6:00", "5:08"), ("1:47", "1:41", "7:47", "7:41"))


class Voice(Protocol):
    """A voice that there is."""

    @property
    def id(self) -> str:
        """As it is kept."""
        ...

    @property
    def name(self) -> str:
        """In plain words."""
        ...


class Sounding(Protocol):
    """What is needed of the voice: ``voicing.Voicing``."""

    def choose(self, choice: VoiceChoice, speaking: Speaking = ...) -> None:
        """Which voice."""
        ...

    def set_volume(self, volume: float) -> None:
        """From 0 to 1."""
        ...

    def say_words(
        self,
        tone: Tone,
        said: str,
        choice: VoiceChoice | None = None,
        started: Callable[[], None] = ...,
        failed: Callable[[], None] = ...,
        unspoken: Callable[[], None] = ...,
    ) -> bool:
        """Say it now. Whether there may be a loudspeaker. Called later: ``started`` as it sounds, ``failed`` when there
        is no loudspeaker after all, ``unspoken`` when the voice fails, or is late."""
        ...

    def voices(self, done: Callable[[tuple[Voice, ...]], None]) -> None:
        """The voices there are, later."""
        ...


class Kept(Protocol):
    """Where the result is kept: the store."""

    def preferences(self) -> Preferences:
        """Of this machine."""
        ...

    def keep_preferences(self, preferences: Preferences) -> None:
        """Keep them."""
        ...


class Shape(Struct, frozen=True):
    """The window that sessions fill: pixels (for its shape), and its diagonal in inches when the display tells it."""

    wide: int
    high: int
    inches: float | None


class Whose(Struct, frozen=True):
    """Whose voice it is. ``save``: keep a voice and a rate; ``None`` where nobody is set up."""

    person: Person | None
    save: Callable[[str, int], None]


class Senses:
    """Makes the pages, takes the answers. The clock's second chooses which digits are shown."""

    def __init__(
        self,
        kept: Kept,
        sounding: Sounding,
        shape: Callable[[], Shape],
        clock: Clock,
    ) -> None:
        self._kept, self._sounding, self._shape, self._clock = kept, sounding, shape, clock
        self._heard: Heard | None = None
        self._asked = False
        self._read = True
        self._page: SetUpPage | None = None

    @property
    def wanted(self) -> bool:
        """It was never done on this machine."""
        return not self._kept.preferences().checked

    def begin(self) -> None:
        """Nothing was answered yet."""
        self._heard, self._asked, self._read = None, False, True

    def make(self, page: str, whose: Whose, *, first: bool) -> SetUpPage:
        """One page. ``first``: in a first set-up, where it may be left for later."""
        self.settle()
        makers: dict[str, Callable[[], SetUpPage]] = {
            "sound:place": lambda: self._place(first),
            "sound:hear": self._hear,
            "sound:voice": lambda: self._voice(whose),
            "sight:where": lambda: self._where(whose.person),
            "sight:read": self._reading,
            "sight:result": lambda: self._result(whose.person),
        }
        self._page = makers[page]()
        return self._page

    def take(self, page: str, value: object, whose: Whose) -> bool:
        """Keep an answer. ``False`` when the rest of the check is left out."""
        if value == SKIP:
            return False
        preferences = self._kept.preferences()
        if page == "sound:hear":
            self._asked, self._heard = True, heard_at(value) if isinstance(value, int) else None
            volume = self._heard.volume if self._heard else 1.0
            self._kept.keep_preferences(replace(preferences, volume=volume))
        elif page == "sound:voice" and isinstance(value, VoiceSet):
            self._kept.keep_preferences(replace(preferences, volume=value.volume))
            if whose.person is not None:
                whose.save(value.voice, value.rate_wpm)
        elif page == "sight:where" and isinstance(value, Place):
            changed = replace(preferences, distance_m=value.distance_m, screen_inches=value.inches)
            self._kept.keep_preferences(changed)
        elif page == "sight:read":
            self._read = value is True
        elif page == "sight:result":
            self._kept.keep_preferences(replace(preferences, checked=True))
        return True

    def settle(self) -> None:
        """As loud as is set: what was tried on a page is over."""
        self._sounding.set_volume(self._kept.preferences().volume)

    # -- sound ---------------------------------------------------------------------------------------------------
    def _place(self, first: bool) -> SetUpPage:
        lines = (
            tr("Put the loudspeaker within 1 to 1.5 metres of the rails."),
            tr("Helper: let the empty belt run at its slowest, so that it makes its noise. Nobody stands on it."),
            tr(
                "Whoever will walk stands close beside the rails and faces the room, with glasses and hearing aids as"
                " for the walk."
            ),
        )
        skip = tr("Skip this for now") if first else ""
        return LinesPage(tr("Can you hear it and see it from the treadmill?"), lines, tr("We are ready"), skip=skip)

    def _hear(self) -> SetUpPage:
        page = HearPage()

        def sounds() -> None:
            if page is self._page:  # else it may be deleted already
                page.sounds()

        def speak(volume: float) -> None:
            self._sounding.set_volume(volume)
            self._say(page, sounds)

        page.speak.connect(speak)
        return page

    def _say(self, page: SetUpPage, started: Callable[[], None] = lambda: None) -> None:
        def unspoken() -> None:
            if page is self._page:  # else it may be deleted already
                page.say(tr(NOT_SPOKEN))

        tone, phrase = HEAR_ME

        def failed() -> None:
            if page is self._page:
                page.say(tr("No loudspeaker was found. Connect one, or turn it on, and begin again."))

        said = words(Phrase(phrase))
        if not self._sounding.say_words(tone, said, started=started, failed=failed, unspoken=unspoken):
            failed()

    def _voice(self, whose: Whose) -> SetUpPage:
        person, volume = whose.person, self._kept.preferences().volume
        values = voice_set(person, volume)
        lines, problem = self._heard_words()
        page = VoicePage(lines, problem, values, personal=person is not None)
        page.rows.changed.connect(lambda chosen: self._try(page, chosen))
        page.rows.hear.connect(lambda: self._try(page, page.rows.values))
        self._page = page
        self._sounding.voices(lambda found: self._offer(page, found))
        return page

    def _offer(self, page: VoicePage, found: tuple[Voice, ...]) -> None:
        if page is self._page:  # else it may be deleted already
            page.rows.show_voices([(voice.id, voice.name) for voice in found])

    def _heard_words(self) -> tuple[tuple[str, ...], str]:
        closer = tr("Bring the loudspeaker closer to the rails, or turn it up, and do this again with Back.")
        if not self._asked:
            return (), ""
        if self._heard is None:
            return (), tr("The voice was not clear at the loudest.") + " " + closer
        if not self._heard.enough:
            return (), tr("The voice was clear only near the loudest. There is nothing left for a noisy day.") + (
                " " + closer
            )
        return (tr("Heard. It is set louder than that, so that it stays clear on a noisy day."),), ""

    def _try(self, page: VoicePage, chosen: VoiceSet) -> None:
        preferences = self._kept.preferences()
        choice = VoiceChoice(chosen.voice, chosen.rate_wpm, sound=preferences.sound, lead_in_s=preferences.lead_in_s)
        self._sounding.choose(choice, preferences.speaking)
        self._sounding.set_volume(chosen.volume)
        self._say(page)

    # -- sight ---------------------------------------------------------------------------------------------------
    def _where(self, person: Person | None) -> SetUpPage:
        preferences = self._kept.preferences()
        inches = preferences.screen_inches or self._shape().inches
        return WherePage(Place(preferences.distance_m, inches), feet=_feet(person))

    def _reading(self) -> SetUpPage:
        second = self._clock.now().wall.second
        group = LOOKALIKES[second % len(LOOKALIKES)]
        return ReadPage(group[second // len(LOOKALIKES) % len(group)], sorted(group), lambda: self._shape().high)

    def _seen(self) -> Seen | None:
        preferences, shape = self._kept.preferences(), self._shape()
        if preferences.screen_inches is None:
            return None
        return seen(Screen(preferences.screen_inches, shape.wide, shape.high, preferences.distance_m))

    def _result(self, person: Person | None) -> SetUpPage:
        found = self._seen()
        lines, problems = result_words(found, self._read, self._kept.preferences().distance_m, feet=_feet(person))
        return LinesPage(tr("What you will see"), lines, tr("Go on"), problems=problems)

    def sentence(self) -> str:
        """For Settings: whether the check was done, and what came of it."""
        if self.wanted:
            return tr("Not done yet. It takes about three minutes, beside the treadmill.")
        found = self._seen()
        lines, problems = result_words(found, True, self._kept.preferences().distance_m)
        return " ".join((tr("Done."), *lines, *problems))


def voice_set(person: Person | None, volume: float) -> VoiceSet:
    """What is chosen now: voice and speed of a person, where there is one."""
    return VoiceSet(volume, person.rate_wpm, person.voice) if person else VoiceSet(volume)


def _feet(person: Person | None) -> bool:
    return person is not None and person.units is Units.MPH


def _length(metres: float, feet: bool) -> str:
    return tr("{0:.0f} feet").format(metres / M_PER_FOOT) if feet else tr("{0:.1f} metres").format(metres)


def result_words(
    found: Seen | None, read: bool, distance_m: float, *, feet: bool = False
) -> tuple[list[str], list[str]]:
    """Sentences about the size of what is seen, and those that ask for something to be done."""
    lines: list[str] = []
    problems: list[str] = []
    if not read:
        problems.append(tr("The big numbers were not read right. Put the screen closer, or use a larger one."))
    if found is None:
        return lines, problems
    size = tr("The big numbers are {0:.0f} mm high. From {1} that is a size of {2:.0f} minutes of arc.")
    lines.append(size.format(found.digits_mm, _length(distance_m, feet), found.digits_arcmin))
    if found.size is Size.GOOD:
        lines.append(tr("That is large enough, for weak eyes too ({0:.0f} are).").format(TIMER_WANTED))
    elif found.size is Size.FAIR:
        fair = tr(
            "That is enough for most eyes ({0:.0f} are). For weak eyes come closer, or use a larger screen ({1:.0f})."
        )
        lines.append(fair.format(TIMER_LEAST, TIMER_WANTED))
    else:
        small = tr(
            "That is too small: {0:.0f} are needed. Put the screen at most {1} away, or use one of {2:.0f} inches."
        )
        inches = math.ceil(found.least_inches)
        problems.append(small.format(TIMER_LEAST, _length(found.farthest_m, feet), inches))
    if found.words_arcmin < WORDS_LEAST:
        words = tr("The words below the numbers are small from there ({0:.0f}). The voice says all of them.")
        lines.append(words.format(found.words_arcmin))
    return lines, problems
