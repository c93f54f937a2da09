"""From a plan to a sound file: the words are spoken, laid out, and written. For the command line and the window."""

from array import array
from collections.abc import Callable, Iterable
from pathlib import Path

from msgspec import Struct

from balancecoach.core.cue import Cue
from balancecoach.core.for_file import DEFAULT_WAIT_S, build_file_script
from balancecoach.core.plan import Plan
from balancecoach.core.preferences import Speaking
from balancecoach.core.script import NOTHING_MORE, Script
from balancecoach.core.words import tr
from balancecoach.errors import FailedError
from balancecoach.reports.audio import must_be_writable, write_cue_sheet, write_session
from balancecoach.speech.clips import Clips, VoiceChoice, Wanted, key, read_wav
from balancecoach.speech.tones import RATE_HZ

#: Real clips may be longer than was thought, and another layout may need other sentences: this often at most.
_MOST_ROUNDS = 4
#: Of the whole work, the part that speaking takes.
_SPEAKING = 0.4

Render = Callable[[Iterable[Wanted], VoiceChoice], Clips]
Told = Callable[[float], None]


class NoVoiceError(FailedError):
    """The words could not be spoken; the text is a sentence."""


class Order(Struct, frozen=True):
    """What is wanted. ``wait_s``: at each gate, after its words."""

    plan: Plan
    target: Path
    choice: VoiceChoice
    speaking: Speaking = NOTHING_MORE
    wait_s: float = DEFAULT_WAIT_S


class Made(Struct, frozen=True):
    """What came of it. ``sheet``: the cue sheet; ``None`` where one lies that is not ours."""

    target: Path
    seconds: float
    sheet: Path | None


def script_for(order: Order, clips: Clips | None = None) -> Script:
    """The session as the file has it; ``clips``: as far as they are there."""
    known = clips or Clips(rate_wpm=order.choice.rate_wpm, lead_s=order.choice.lead_s)
    return build_file_script(order.plan, known.layout_s, order.speaking, order.choice.lead_s, order.wait_s)


def make(order: Order, render: Render, told: Told) -> Made:
    """Speak and write all of it. Raises ``UserError`` for a name that cannot be, ``FailedError`` in a sentence.

    ``told``: how much is done, from 0 to 1; what it raises ends the work, and nothing is left of it.
    """
    must_be_writable(order.target)
    script, clips = _spoken(order, render, lambda part: told(_SPEAKING * part))

    def sound(cue: Cue) -> "array[int]":
        return read_wav(clips.files[key((cue.tone, cue.say))])  # read anew: an hour takes no more room than a minute

    def written(part: float) -> None:
        told(_SPEAKING + (1 - _SPEAKING) * part)

    seconds = write_session(script, sound, order.target, RATE_HZ, written)
    return Made(order.target, seconds, write_cue_sheet(script, order.target))


def _spoken(order: Order, render: Render, told: Told) -> tuple[Script, Clips]:
    """The script with the real lengths of its clips."""
    script = script_for(order)
    wanted = script.clips()
    for _ in range(_MOST_ROUNDS):
        clips = render(_counted(wanted, told), order.choice)
        if clips.trouble:
            raise NoVoiceError(tr("The words could not be spoken: {0}").format(clips.trouble))
        script = script_for(order, clips)
        missing = [row for row in script.clips() if key(row) not in clips.files]
        if not missing:
            return script, clips
        wanted = tuple(dict.fromkeys((*wanted, *missing)))
    raise NoVoiceError(tr("The words could not be spoken: {0}").format(tr("their lengths change each time.")))


def _counted(wanted: tuple[Wanted, ...], told: Told) -> Iterable[Wanted]:
    for number, row in enumerate(wanted):
        told(number / len(wanted))
        yield row
