"""The words around the big digits of the session screen."""

from balancecoach.core.plan import WALKING, Block, Facing, Hands, Kind
from balancecoach.core.script import Script
from balancecoach.core.session import View
from balancecoach.core.transitions import State
from balancecoach.core.words import tr
from balancecoach.headings import heading


def clock_words(seconds: float) -> str:
    """Digits of a countdown: the second that is running counts, so 0.2 s left shows 0:01."""
    whole = max(0, int(-(-round(seconds, 3) // 1)))
    return f"{whole // 60}:{whole % 60:02}"


def speed_words(block: Block, state: State) -> str:
    """The belt's speed, or what must happen to it."""
    if state in (State.PAUSED, State.STOPPED):
        return tr("Stop the belt") if block.moving else tr("Belt off")
    if state is State.RESTART or not block.moving:
        return tr("Belt off")
    if block.kind in WALKING and block.facing is Facing.CONSOLE:
        return tr("up to {0:.1f} km/h").format(block.speed_kmh)
    return tr("{0:.1f} km/h").format(block.speed_kmh)


def hands_words(hands: Hands) -> str:
    """How to hold the rails."""
    words = {
        Hands.BOTH: tr("Hold both rails"),
        Hands.LIGHT: tr("Fingertips on rails"),
        Hands.ONE: tr("One hand on"),
        Hands.NONE: tr("Hands as agreed"),
    }
    return words[hands]


def next_block_words(block: Block) -> str:
    """A block that is still to come."""
    if block.kind in (Kind.FORWARD, Kind.BACKWARD, Kind.REST, Kind.SLOW):
        return f"{heading(block).lower()}, {clock_words(block.seconds)}"
    return heading(block).lower()


def word(view: View) -> str:
    """The few big words at the top."""
    special = {State.PAUSED: tr("Paused"), State.STOPPED: tr("Stopped"), State.RESTART: tr("Start the belt")}
    return special.get(view.state, heading(view.block)).upper()


def big_words(view: View) -> str:
    """Instead of digits, when there is nothing to count."""
    if view.state is State.STOPPED:
        return tr("Stop the belt. Hold the rails.") if view.block.moving else tr("Hold the rails. Then sit.")
    return tr("Press Enter")


def next_words(view: View, script: Script | None) -> str:
    """What comes, or how to go on."""
    if view.state is State.PAUSED:
        if view.block.moving:
            return tr("This app cannot stop the belt: use its own stop. Enter carries on.")
        return tr("{0}, {1} left. Enter carries on.").format(heading(view.block), clock_words(view.left_s))
    if view.state is State.STOPPED:
        return tr("This app cannot stop the belt. Press Enter when you are sitting.")
    if view.state is State.RESTART:
        return tr("Next: {0}").format(f"{heading(view.block).lower()}, {clock_words(view.left_s)}")
    if script is None or view.index + 1 >= len(script.plan.blocks):
        return tr("Next: three questions")
    return tr("Next: {0}").format(next_block_words(script.plan.blocks[view.index + 1]))
