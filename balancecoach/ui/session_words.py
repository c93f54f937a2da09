"""The words around the big digits of the session screen."""

from balancecoach.core.asides import belt_may_move
from balancecoach.core.daily import CALL_HELP
from balancecoach.core.plan import SKIPPABLE, WALKING, Block, Facing, Hands, Kind, Plan, Surface
from balancecoach.core.script import Script
from balancecoach.core.session import View
from balancecoach.core.transitions import State
from balancecoach.core.words import inside, tr
from balancecoach.headings import belt_words, heading, metres, step_words, task_words

#: After a stop, in these steps there is no belt to speak of: on the floor, or off it.
_NO_BELT = frozenset({"settle_floor", "down_floor", "sit"})


def clock_words(seconds: float) -> str:
    """Digits of a countdown: the second that is running counts, so 0.2 s left shows 0:01."""
    whole = max(0, int(-(-round(seconds, 3) // 1)))
    return f"{whole // 60}:{whole % 60:02}"


def off_duty(state: State) -> bool:
    """Nobody is to walk: the screen says how to stop safely."""
    return state in (State.PAUSED, State.STOPPED)


def shown_time(view: View) -> str:
    """The digits of this moment, "" when there is nothing to count."""
    if view.state is State.PAUSED:
        return "" if view.block.gate else clock_words(view.left_s)
    if view.state is State.STOPPED:
        if view.step == "sit":
            return clock_words(view.left_s)
        return clock_words(view.ready_in_s) if view.step.startswith("settle") and view.ready_in_s > 0 else ""
    if view.block.distance_m:
        return ""
    if view.state in (State.GATE, State.RESTART):
        return clock_words(view.ready_in_s) if view.ready_in_s > 0 else ""
    return clock_words(view.left_s)


def speed_words(view: View, plan: Plan) -> str:
    """The belt's speed, or what must happen to it. "" where there is no belt."""
    block, state = view.block, view.state
    if plan.surface is Surface.FLOOR or block.kind is Kind.LOOSEN or view.step in _NO_BELT:
        return ""
    if state is State.STOPPED:
        return tr("Stop the belt") if view.step == "belt" else tr("Belt off")
    if state is State.PAUSED:
        return tr("Stop the belt") if belt_may_move(block) else tr("Belt off")
    if state is State.RESTART:
        return tr("Belt off")
    words = belt_words(block, plan)
    if block.moving and block.kind in WALKING and block.facing is Facing.CONSOLE:
        return tr("up to {0}").format(words)
    return words


def hands_words(view: View, plan: Plan) -> str:
    """How to hold the rails; "" for somebody who sits."""
    block, floor = view.block, plan.surface is Surface.FLOOR
    if block.kind is Kind.SEATED_REST or view.step == "sit":
        return ""
    if block.kind is Kind.LOOSEN or view.step.startswith("down"):
        return tr("Hold on")
    hands = Hands.BOTH if off_duty(view.state) else block.hands
    if floor:
        words = {Hands.LIGHT: tr("Fingertips on the rail"), Hands.NONE: tr("Hands as agreed")}
        return words.get(hands, tr("Hold the rail"))
    return {
        Hands.BOTH: tr("Hold both rails"),
        Hands.LIGHT: tr("Fingertips on rails"),
        Hands.ONE: tr("One hand on"),
        Hands.NONE: tr("Hands as agreed"),
    }[hands]


def next_block_words(block: Block, seconds: float, surface: Surface) -> str:
    """A block that is still to come, and how long it takes."""
    words = inside(heading(block, surface))
    if block.distance_m:
        return f"{words}, {metres(block.distance_m)}"
    if block.kind in (Kind.FORWARD, Kind.BACKWARD, Kind.REST, Kind.SLOW, *SKIPPABLE):
        return f"{words}, {clock_words(seconds)}"
    return words


def word(view: View, plan: Plan) -> str:
    """The few big words at the top."""
    special = {State.PAUSED: tr("Paused"), State.STOPPED: tr("Stopped"), State.RESTART: tr("Start the belt")}
    return special.get(view.state, heading(view.block, plan.surface)).upper()


def big_words(view: View, plan: Plan) -> str:
    """The one thing to do, where it is not to walk until the digits are done."""
    if view.state is State.STOPPED:
        return step_words(view.step).act if view.step else ""
    if view.state is State.PAUSED:
        return _pause_words(view.block, plan)
    if view.block.distance_m:
        return tr("{0}. Then press Enter.").format(metres(view.block.distance_m))
    waits = view.state in (State.GATE, State.RESTART) and view.ready_in_s <= 0
    return tr("Press Enter") if waits else ""


def _pause_words(block: Block, plan: Plan) -> str:
    if block.kind is Kind.SEATED_REST:
        return tr("Stay sitting.")
    if plan.surface is Surface.FLOOR:
        return tr("Stand still. Hold the rail.")
    if block.kind is Kind.LOOSEN:
        return tr("Stand still. Hold on.")
    return tr("Stop the belt. Hold the rails.") if belt_may_move(block) else tr("Stand still. Hold the rails.")


def line_words(view: View) -> str:
    """Paused or stopped, below the caption: the signs to stop, what to press, or when to call for help."""
    if view.state is State.PAUSED:
        return tr("Pain, dizzy, faint or unwell? Press S twice to stop.")
    if view.state is not State.STOPPED or not view.step:
        return ""
    if view.step == "sit":
        return tr(CALL_HELP)
    return _ask(view)


def _ask(view: View) -> str:
    """What to press, once it helps."""
    return tr("{0} Press Enter.").format(step_words(view.step).ask) if view.ready_in_s <= 0 else ""


def ready_words(view: View) -> str:
    """The button that goes on."""
    if view.state is State.STOPPED and view.step:
        return step_words(view.step).done
    return tr("Go on") if view.state in (State.EASY, State.SEATED) else tr("Ready")


def next_words(view: View, script: Script) -> str:
    """What comes, or how to go on."""
    block, surface = view.block, script.plan.surface
    if view.state is State.PAUSED:
        if view.ready_in_s > 0:
            return tr("This app cannot stop the belt.")
        if surface is not Surface.FLOOR and belt_may_move(block):
            return tr("This app cannot stop the belt. Enter carries on.")
        if block.gate:
            return tr("{0}. Enter carries on.").format(heading(block, surface))
        return tr("{0}, {1} left. Enter carries on.").format(heading(block, surface), clock_words(view.left_s))
    if view.state is State.STOPPED:
        return {"belt": tr("This app cannot stop the belt."), "sit": _ask(view)}.get(view.step, "")
    if view.state is State.RESTART:
        return tr("Next: {0}").format(f"{inside(heading(block, surface))}, {clock_words(view.left_s)}")
    task = task_words(script, view.index, view.elapsed_s) if view.state is State.TIMED else ""
    if task:
        return task
    after = view.index + 1
    if after >= len(script.plan.blocks):
        return tr("Next: three questions")
    comes = tr("Next: {0}").format(next_block_words(script.plan.blocks[after], script.seconds[after], surface))
    return tr("Enter goes on. {0}").format(comes) if view.state is State.EASY else comes
