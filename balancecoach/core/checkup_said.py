"""What is said and shown at a check-up: what it needs, how it goes, when to stop. Wordings are ours.

Spoken sentences have at most eight words (evidence 6d), and nobody is told to walk faster. How the tests go is common
practice; the evidence has their numbers. What is never left out: a helper beside, clear ground, firm shoes, stop signs.
"""

from msgspec import Struct

from balancecoach.core.checkup import Test
from balancecoach.core.daily import STATEMENTS, Statement
from balancecoach.core.daily_lines import SAME
from balancecoach.core.words import N_

HELPER = Statement("helper", N_("My helper is here and walks beside me, not in front"))
_COMMON = {statement.key: statement for statement in STATEMENTS}
_TODAY = (_COMMON["well"], _COMMON["clear_head"], SAME, _COMMON["shoes"])
#: What must be true, line by line, before a test begins: the daily check (evidence 5b) and the ground.
READY: dict[Test, tuple[Statement, ...]] = {
    Test.BACKWARD_3M: (
        *_TODAY,
        Statement("ground", N_("The floor is level and clear. No rug, no pet, no step")),
        Statement("marks", N_("Tape at three metres, and two clear metres after it")),
        HELPER,
    ),
    Test.WALK_10M: (
        *_TODAY,
        Statement("ground", N_("The floor is level and clear. No rug, no pet, no step")),
        Statement("marks", N_("Tape marks ten metres, two clear metres before and after")),
        HELPER,
    ),
    Test.TUG: (
        *_TODAY,
        Statement("ground", N_("The floor is level and clear. No rug, no pet, no step")),
        Statement("marks", N_("A firm chair that cannot slip, and tape three metres from it")),
        HELPER,
    ),
}


class Said(Struct, frozen=True):
    """``lines``: how the test goes. ``walker``: spoken before each try. ``helper``: what to do with the watch."""

    lines: tuple[str, ...]
    walker: tuple[str, ...]
    helper: str
    spot: str


SAID: dict[Test, Said] = {
    Test.BACKWARD_3M: Said(
        (
            N_("Walk three metres backwards at a pace that feels safe. It is no race."),
            N_("The helper walks beside, a hand near, looks where you go, and works the watch with the clicker."),
        ),
        (
            N_("Stand with your heels at the mark."),
            N_("Helper, stand close beside. You are the eyes."),
            N_("At go, walk backwards. Safe and easy."),
            N_("Keep walking until your helper says stop."),
        ),
        N_("Say “go” and press. Press again when a heel crosses the second mark."),
        N_("Heels at the first mark"),
    ),
    Test.WALK_10M: Said(
        (
            N_("Walk at your usual, easy pace. Begin two metres before the first mark and end after the second."),
            N_("The helper walks beside, half a step behind, and works the watch with the clicker."),
        ),
        (
            N_("Stand two metres before the first mark."),
            N_("Helper, walk beside, half a step behind."),
            N_("At go, walk at your usual pace."),
            N_("Keep walking until after the second mark."),
        ),
        N_("Press when a foot crosses the first mark, and again at the second."),
        N_("Two metres before the first mark"),
    ),
    Test.TUG: Said(
        (
            N_("Stand up from the chair, walk to the mark, turn, walk to the chair, and sit down. It is no race."),
            N_("A stick or frame that you always use may be used. The helper stays beside, above all in the turn."),
        ),
        (
            N_("Sit down with your back against the chair."),
            N_("Helper, stay beside, above all in the turn."),
            N_("At go, stand up and walk easily."),
            N_("Turn at the mark, come back, sit."),
        ),
        N_("Say “go” and press. Press again when the person sits."),
        N_("Sitting on the chair"),
    ),
}
AFTER_TRIAL = N_("Stop. Stand still a moment.")
AFTER_SITTING = N_("Thank you. Stay sitting a moment.")
ONCE_MORE = N_("Once more. Take your time.")
WALKING = N_("Helper: eyes on the person.")
ALL_DONE = N_("All done. Sit down and rest.")
UNSURE = N_("If unsure, stop. That is always fine.")
