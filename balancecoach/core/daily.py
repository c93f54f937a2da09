"""The daily check before each session, and the signs to stop (evidence 5b and 5c; wordings are ours).

Shown for every session: any "no" means not today, which is recorded and never scolded.
"""

from msgspec import Struct

from balancecoach.core.words import N_


class Statement(Struct, frozen=True):
    """One thing that must be true before the belt moves. ``seek_help``: a "no" may need help at once."""

    key: str
    words: str
    seek_help: bool = False


STATEMENTS = (
    Statement("well", N_("I feel well today: no dizziness, chest pain or new pain"), seek_help=True),
    Statement("clear_head", N_("Slept enough. No alcohol, no new or drowsy medicine")),
    Statement("shoes", N_("Flat shoes on, fastened. Glasses and hearing aids in")),
    Statement("key", N_("The safety key is clipped to me, and pulling it stops the belt")),
    Statement("space", N_("Two metres clear behind the treadmill. No rug, no pet")),
    Statement("helper", N_("My helper is here and can reach the stop button")),
    Statement("hear", N_("I can hear this voice with the belt running")),
)

#: Stop the belt, hold the rails, sit when steady, tell someone (evidence 5c).
STOP_SIGNS = (
    N_("Chest pain or tightness, or a heart that races in a new way"),
    N_("Dizzy, faint, muddled, or words or face feel wrong"),
    N_("Much more out of breath than usual, cold, clammy or sick"),
    N_("Legs weak or shaking, a stumble, or a sharp pain"),
    N_("Or you simply want to stop"),
)

CALL_HELP = N_("Call emergency help for strong chest pain, collapse, signs of a stroke, or a fall with injury.")


def not_true(ticked: frozenset[str]) -> tuple[Statement, ...]:
    """The statements that were not ticked."""
    return tuple(statement for statement in STATEMENTS if statement.key not in ticked)
