"""What each button does, in every state: one table, for keyboards, clickers, shutters, pedals and media keys.

``docs/keys.md`` says the same in words, and what which device sends. Three rules hold for every row: while somebody
walks a button that asks for nothing else pauses; Stop only ever asks; nothing makes anything faster.
"""

from collections.abc import Mapping
from enum import StrEnum

from PySide6.QtCore import Qt

from balancecoach.core.session import View
from balancecoach.core.transitions import State
from balancecoach.ui.button_names import key_of

Key = Qt.Key


class Action(StrEnum):
    """What a button is for. ``OTHER``: for nothing of its own."""

    CONFIRM = "confirm"  # go on: pass a gate, carry on from a pause
    PAUSE = "pause"
    STOP = "stop"
    WOBBLE = "wobble"
    AGAIN = "again"  # say it again
    TIME = "time"  # say how much time is left
    OTHER = "other"


class Moment(StrEnum):
    """States that answer to buttons in the same way."""

    WALK = "walk"  # for a time
    DISTANCE = "distance"  # on the floor, until a person says that it is walked
    WAIT = "wait"  # a gate, starting the belt again, loosening up, sitting between bouts
    PAUSED = "paused"
    DOWN = "down"  # on the way down after a stop, or sitting at the end


class Wish(StrEnum):
    """What is asked of the session."""

    NOTHING = "nothing"
    CONFIRM = "confirm"
    RESUME = "resume"
    PAUSE = "pause"
    ASK_STOP = "ask_stop"  # the first press only asks
    WOBBLE = "wobble"
    AGAIN = "again"
    TIME = "time"


_ORDER = (Action.CONFIRM, Action.PAUSE, Action.STOP, Action.WOBBLE, Action.AGAIN, Action.TIME, Action.OTHER)
W = Wish
#: Moment -> what each action asks for, in the order of ``_ORDER``.
TABLE: dict[Moment, dict[Action, Wish]] = {
    moment: dict(zip(_ORDER, wishes, strict=True))
    for moment, wishes in {
        # ---------------- confirm    pause      stop        wobble    again    time    other
        Moment.WALK: (W.PAUSE, W.PAUSE, W.ASK_STOP, W.WOBBLE, W.PAUSE, W.TIME, W.PAUSE),
        Moment.DISTANCE: (W.CONFIRM, W.PAUSE, W.ASK_STOP, W.WOBBLE, W.PAUSE, W.TIME, W.PAUSE),
        Moment.WAIT: (W.CONFIRM, W.PAUSE, W.ASK_STOP, W.WOBBLE, W.AGAIN, W.TIME, W.NOTHING),
        Moment.PAUSED: (W.RESUME, W.NOTHING, W.ASK_STOP, W.WOBBLE, W.AGAIN, W.TIME, W.NOTHING),
        Moment.DOWN: (W.CONFIRM, W.NOTHING, W.ASK_STOP, W.WOBBLE, W.AGAIN, W.TIME, W.NOTHING),
    }.items()
}

#: What keyboards, clickers, shutters, pedals and headsets send, and what each is for at first.
DEFAULTS: dict[Action, tuple[Qt.Key, ...]] = {
    Action.CONFIRM: (
        Key.Key_Return,
        Key.Key_Enter,
        Key.Key_Space,
        Key.Key_PageDown,
        Key.Key_Right,
        Key.Key_Down,
        Key.Key_MediaPlay,
        Key.Key_MediaTogglePlayPause,
        Key.Key_MediaNext,
    ),
    Action.PAUSE: (Key.Key_P, Key.Key_Period, Key.Key_B, Key.Key_Pause, Key.Key_MediaPause),
    Action.STOP: (Key.Key_S, Key.Key_Escape, Key.Key_MediaStop),
    Action.WOBBLE: (Key.Key_W,),
    Action.AGAIN: (Key.Key_R, Key.Key_PageUp, Key.Key_Left, Key.Key_Up, Key.Key_MediaPrevious),
    Action.TIME: (Key.Key_T,),
}

#: These change the machine, not the session: a helper turning the sound up must not pause the walk.
IGNORED = frozenset(
    {
        Key.Key_Shift,
        Key.Key_Control,
        Key.Key_Alt,
        Key.Key_AltGr,
        Key.Key_Meta,
        Key.Key_Super_L,
        Key.Key_Super_R,
        Key.Key_Hyper_L,
        Key.Key_Hyper_R,
        Key.Key_CapsLock,
        Key.Key_NumLock,
        Key.Key_ScrollLock,
        Key.Key_VolumeUp,
        Key.Key_VolumeDown,
        Key.Key_VolumeMute,
        Key.Key_MicMute,
        Key.Key_MicVolumeUp,
        Key.Key_MicVolumeDown,
        Key.Key_MonBrightnessUp,
        Key.Key_MonBrightnessDown,
        Key.Key_KeyboardBrightnessUp,
        Key.Key_KeyboardBrightnessDown,
        Key.Key_TouchpadToggle,
        Key.Key_TouchpadOn,
        Key.Key_TouchpadOff,
        Key.Key_Print,
    }
)


class Buttons:
    """Which button is for what: as at first, and the ones that were chosen besides."""

    def __init__(self, chosen: Mapping[str, tuple[str, ...]] | None = None) -> None:
        self._actions: dict[int, Action] = {int(key): action for action, keys in DEFAULTS.items() for key in keys}
        self.chosen: dict[Action, tuple[int, ...]] = {}
        for action in DEFAULTS:
            keys = tuple(key for key in map(key_of, (chosen or {}).get(action.value, ())) if key is not None)
            fresh = tuple(key for key in keys if key not in self._actions)  # a record never takes a key from another
            self.chosen[action] = fresh
            self._actions.update(dict.fromkeys(fresh, action))

    def action(self, key: int) -> Action | None:
        """What a key is for; ``None`` for one that changes the machine and was not chosen."""
        found = self._actions.get(key)
        return found or (None if key in IGNORED else Action.OTHER)

    def used_for(self, key: int) -> Action | None:
        """The action that a key is a button of, ``None`` for a free one."""
        return self._actions.get(key)


def moment_of(view: View) -> Moment:
    """The row of the table for a moment of a session."""
    if view.state is State.TIMED:
        return Moment.WALK
    if view.state is State.GATE and view.block.distance_m > 0:
        return Moment.DISTANCE
    if view.state in (State.GATE, State.EASY, State.RESTART):
        return Moment.WAIT
    return Moment.PAUSED if view.state is State.PAUSED else Moment.DOWN


def walks(view: View) -> bool:
    """Somebody walks: for a time, or for a distance on the floor."""
    return moment_of(view) in (Moment.WALK, Moment.DISTANCE)


def wish_for(action: Action, view: View) -> Wish:
    """What a button for ``action`` asks for at this moment."""
    return TABLE[moment_of(view)][action]
