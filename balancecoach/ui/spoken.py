"""Words for who does not see the session screen: digits as a sentence, and what a change of block is about."""

from balancecoach.core.asides import aside_for_restart
from balancecoach.core.script import Script
from balancecoach.core.session import View
from balancecoach.core.time_left import counts
from balancecoach.core.transitions import State
from balancecoach.core.words import tr, trn
from balancecoach.headings import heading
from balancecoach.ui.session_words import big_words, off_duty, word

#: These are told at once: somebody is to do something, or to stop doing it.
_AT_ONCE = frozenset({State.GATE, State.PAUSED, State.RESTART, State.STOPPED})


def long_time(seconds: float) -> str:
    """A time as it is said, such as "1 minute 20 seconds"; a second that is running counts."""
    minutes, rest = divmod(max(0, int(-(-round(seconds, 3) // 1))), 60)
    parts = [trn("{0} minute", "{0} minutes", minutes).format(minutes)] if minutes else []
    parts += [trn("{0} second", "{0} seconds", rest).format(rest)] if rest or not minutes else []
    return " ".join(parts)


def left_words(digits: str) -> str:
    """What the big digits say, such as 1:20; "" for none."""
    minutes, _, seconds = digits.partition(":")
    return tr("{0} left").format(long_time(int(minutes) * 60 + int(seconds))) if digits else ""


def time_words(view: View, script: Script) -> str:
    """The answer to "how long still?": of this part and in all, or what is waited for."""
    if not counts(view.state, view.step):
        return change_words(view, script)
    left = tr("{0} left").format(long_time(view.left_s))
    if view.state is State.STOPPED:
        return left
    now, in_all = heading(view.block, script.plan.surface), long_time(view.session_left_s)
    return tr("{0}: {1}. In all {2}.").format(now, left, in_all)


def change_words(view: View, script: Script) -> str:
    """What has begun, and what is to be done: told once at each change."""
    now = word(view, script.plan).capitalize()
    if view.state is State.ENDED:
        return tr("The session is over.")
    length = long_time(view.left_s) if counts(view.state, view.step) else ""
    if off_duty(view.state):
        return _sentences(now, big_words(view, script.plan), length)
    return _sentences(now, _first(view, script), length, big_words(view, script.plan))


def _first(view: View, script: Script) -> str:
    """The first sentence that is spoken, which says what to do."""
    if view.state is State.RESTART:
        return script.asides[aside_for_restart(script.plan, view.block)][0].say
    return next((cue.say for cue in script.cues[view.index] if cue.say), "")


def _sentences(*parts: str) -> str:
    return " ".join(part if part[-1] in ".?!" else f"{part}." for part in parts if part)


def at_once(view: View) -> bool:
    """Whether a change is told instead of what a screen reader is saying."""
    return view.state in _AT_ONCE
