"""A cue, and how long it sounds."""

from collections.abc import Callable
from functools import lru_cache

from msgspec import Struct

from balancecoach.core.phrases import Category, Phrase, Priority, Tone, entry, words

#: Seconds a cue takes, from its tone's first sample to the last of its words.
Lengths = Callable[[Tone, str], float]

#: Seconds at the beginning of a clip with this tone in which nothing is heard yet.
Lead = Callable[[Tone], float]

#: Length of each tone and the quiet after it, before the words (evidence 6d: tone 0.15-0.3 s, gap 0.3-0.5 s).
TONE_S = {
    Tone.NONE: 0.0,
    Tone.ATTENTION: 0.15,
    Tone.CHANGE: 0.30,
    Tone.REST: 0.25,
    Tone.STOP: 0.30,
    Tone.PIPS: 4.12,
}
TONE_GAP_S = 0.35


def no_lead(_: Tone) -> float:
    """Clips are heard from their first sample."""
    return 0.0


@lru_cache(maxsize=4096)  # the same few hundred sentences come back in every block and every week
def estimate(tone: Tone, said: str, rate_wpm: int = 150) -> float:
    """Seconds of a cue before it has been rendered: its tone, the gap, and its words at ``rate_wpm``.

    A little more than the embedded voice takes for any of our sentences (measured by ``tests/speech``), so that the
    times of a script do not change when its clips are there.
    """
    if tone is Tone.PIPS:
        return TONE_S[tone]
    lead = TONE_S[tone] + (TONE_GAP_S if tone is not Tone.NONE else 0.0)
    pauses = sum(map(said[:-1].count, ".,:;?!"))
    digits = sum(map(str.isdigit, said))
    at_150 = max(0.4 * len(said.split()), 0.073 * len(said) + 0.33 * pauses + 0.45 * digits)
    return round(lead + at_150 * 150.0 / rate_wpm, 3)


class Measured(dict[tuple[Phrase, Tone], float]):
    """Seconds of each phrase with its tone, reckoned once: a script says the same few again and again."""

    def __init__(self, lengths: Lengths) -> None:
        super().__init__()
        self._lengths = lengths

    def __missing__(self, which: tuple[Phrase, Tone]) -> float:
        phrase, tone = which
        self[which] = seconds = self._lengths(tone, words(phrase))
        return seconds


class Cue(Struct, frozen=True):
    """Something to say, sound and show. ``offset_s``: from its block's start. ``length_s``: of its sound."""

    block: int
    offset_s: float
    phrase: Phrase
    tone: Tone
    length_s: float

    @property
    def say(self) -> str:
        """The words, spoken and captioned."""
        return words(self.phrase)

    @property
    def category(self) -> Category:
        """What it is about."""
        return entry(self.phrase).category

    @property
    def priority(self) -> Priority:
        """Which cue wins when two want to be heard."""
        return entry(self.phrase).priority
