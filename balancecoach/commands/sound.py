"""audio: a session as a sound file."""

import argparse
import sys
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from balancecoach.clock import RealClock
from balancecoach.commands.finding import Asked, ask, must_fit
from balancecoach.commands.sessions import clock, voice
from balancecoach.core.preferences import Preferences
from balancecoach.core.words import language
from balancecoach.errors import FailedError, UserError
from balancecoach.paths import Paths
from balancecoach.plans.rows import clean
from balancecoach.speech.clips import VoiceChoice
from balancecoach.store.store import Store


def audio(paths: Paths, options: argparse.Namespace) -> int:
    """Write the whole session as one sound file, and say where it and its cue sheet are."""
    from balancecoach.reports.audio import must_be_writable, no_one
    from balancecoach.sound_file import NoVoiceError, Order, make

    target = Path(options.output)
    must_be_writable(target)
    asked = ask(paths, options.plan, options.person, RealClock().now().wall)
    must_fit(asked)
    renderer, child = voice(paths)
    try:
        kept = _preferences(paths) if asked.person else Preferences()
        order = Order(asked.plan, target, _choice(asked, child, options, kept), kept.speaking, options.wait)
        made = make(order, renderer.render, no_one)
    except NoVoiceError as error:
        raise FailedError(f"{error} See: balancecoach doctor.") from error
    finally:
        renderer.close()
    print(made.target)
    print(f"{clean(asked.plan.title)}: {clock(made.seconds).strip()} of sound", file=sys.stderr)
    beside = made.sheet or f"{target.with_suffix('.cue')} is not ours and was left as it is"
    print(f"Its parts: {beside}", file=sys.stderr)
    return 0


def _preferences(paths: Paths) -> Preferences:
    with Store.open(paths, write=False) as store:
        return store.preferences()


def _choice(asked: Asked, child: Any, options: argparse.Namespace, kept: Preferences) -> VoiceChoice:
    """The person's voice and pace, but for what is said in the command."""
    whose = VoiceChoice(asked.person.voice, asked.person.rate_wpm) if asked.person else VoiceChoice()
    if options.voice:
        whose = replace(whose, voice=_known_voice(child, options.voice))
    if options.rate:
        whose = replace(whose, rate_wpm=options.rate)
    return replace(whose, sound=kept.sound, lead_in_s=kept.lead_in_s)


def _known_voice(child: Any, name: str) -> str:
    """The id of a voice by its id or name. Raises ``UserError`` in a sentence that names some."""
    from balancecoach.speech.voice import VoiceError
    from balancecoach.speech.voices import speaks

    try:
        voices = child.voices()
    except VoiceError as error:
        raise FailedError(f"{error} See: balancecoach doctor.") from error
    for found in voices:
        if name.lower() in (found.id.lower(), found.name.lower()):
            if found.language and not speaks(found, language()):
                raise UserError(f"{name}: this voice does not speak the language of the words. Leave --voice out.")
            return str(found.id)
    some = ", ".join(found.name for found in voices if found.name.startswith("English"))
    raise UserError(f"{name}: there is no such voice. Use one of: {some}.")
