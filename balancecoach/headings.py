"""The few big words for each block, used by the session screen and the terminal."""

from balancecoach.core.plan import Block, Facing, Kind
from balancecoach.core.words import N_, tr

_WORDS = {
    Kind.PREPARE: N_("Get ready"),
    Kind.FORWARD: N_("Forwards"),
    Kind.BACKWARD: N_("Backwards"),
    Kind.REST: N_("Rest"),
    Kind.SLOW: N_("Slow down"),
    Kind.BELT_STOP: N_("Stop the belt"),
    Kind.SETTLE: N_("Stand still"),
    Kind.STRADDLE: N_("Feet on edges"),
    Kind.BELT_START: N_("Start the belt"),
    Kind.SET_SPEED: N_("Set the speed"),
    Kind.STEP_OFF: N_("Step off"),
    Kind.SEATED_REST: N_("Sit and rest"),
}


def heading(block: Block) -> str:
    """Two or three words that say what happens now."""
    if block.kind is Kind.TURN:
        return tr("Turn to the room") if block.facing is Facing.ROOM else tr("Turn to the console")
    return tr(_WORDS[block.kind])
