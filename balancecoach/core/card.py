"""The card that hangs at the treadmill: one side for the belt drill and the keys, one for the signs to stop.

Its sentences are those that are spoken and shown anyway; only headings and what depends on a session's numbers are its
own. Only words: ``reports/paper/card.py`` draws it.
"""

from msgspec import Struct

from balancecoach.core.daily import CALL_HELP, STOP_SIGNS
from balancecoach.core.phrases import Phrase, words
from balancecoach.core.words import tr

#: In this order whenever a person turns (evidence 3.0).
STOP_AND_TURN = ("helper_stop", "stand_still", "turn_small", "one_hand", "edges")
START = ("clip_behind", "helper_start", "step_on")
#: What is done at any of the signs, in the order of the way down.
WAY_DOWN = ("stop_now", "keep_walking", "stay_facing", "turn_with_help", "then_sit")


class Part(Struct, frozen=True):
    """Something with a heading: lines one under the other, or rows of a key and what it does."""

    title: str
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    numbered: bool = False
    after: str = ""


class Side(Struct, frozen=True):
    """One side of the sheet. ``write_in``: what somebody writes on it by hand."""

    title: str
    parts: tuple[Part, ...]
    write_in: tuple[str, ...] = ()
    foot: str = ""


class Card(Struct, frozen=True):
    """Both sides."""

    title: str
    sides: tuple[Side, Side]

    def words(self) -> tuple[str, ...]:
        """All that is on it."""
        found = [self.title]
        for side in self.sides:
            found += [side.title, *side.write_in, side.foot]
            for part in side.parts:
                found += [part.title, *part.lines, *(word for row in part.rows for word in row), part.after]
        return tuple(text for text in found if text)


def make_card() -> Card:
    """In the language of now."""
    return Card(tr("Balance Coach: card for the treadmill"), (_drill(), _signs()))


def _said(*keys: str) -> tuple[str, ...]:
    return tuple(words(Phrase(key)) for key in keys)


def _drill() -> Side:
    speed = tr("Helper, set the belt to the speed on the screen.")
    steps = (*_said(*STOP_AND_TURN), *_said(*START), speed)
    still = len(STOP_AND_TURN)
    back = tr("Turning back: steps 1 to {0}, then {1} and {2}.").format(still, still + 2, still + 3)
    keys = (
        (tr("Any key, while walking"), tr("Pause. The belt still moves: stop it.")),
        (tr("Enter or Space"), tr("Go on")),
        (tr("S, twice"), tr("Stop")),
        ("W", tr("Note a wobble")),
        ("R", tr("Say it again")),
        ("T", tr("Say how much time is left")),
    )
    parts = (
        Part(tr("To turn, stop the belt first"), steps, numbered=True, after=back),
        Part(tr("Keys"), rows=keys),
    )
    foot = tr("Balance Coach cannot stop the belt. The helper does, or the safety key.")
    return Side(tr("Belt drill"), parts, foot=foot)


def _signs() -> Side:
    parts = (
        Part(tr("Stop at any of these"), tuple(tr(sign) for sign in STOP_SIGNS)),
        Part(tr("What to do"), _said(*WAY_DOWN), numbered=True, after=tr(CALL_HELP)),
    )
    return Side(tr("Stop signs"), parts, (tr("Emergency number"), tr("Helper's name")), _said("if_unsure")[0])
