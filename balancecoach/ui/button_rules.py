"""Which button may be chosen for what, and why not, in plain words."""

from PySide6.QtCore import Qt

from balancecoach.core.words import N_, tr
from balancecoach.ui.actions import IGNORED, Action, Buttons
from balancecoach.ui.button_names import plain_name

Key = Qt.Key
#: What can be given a button, in the order of the screen.
ACTION_WORDS: dict[Action, str] = {
    Action.CONFIRM: N_("Go on"),
    Action.PAUSE: N_("Pause"),
    Action.STOP: N_("Stop"),
    Action.AGAIN: N_("Say it again"),
    Action.TIME: N_("Say how much time is left"),
    Action.WOBBLE: N_("Note a wobble"),
}
VOLUME = frozenset({Key.Key_VolumeUp, Key.Key_VolumeDown, Key.Key_VolumeMute})
_TAKEN: dict[int, str] = {
    Key.Key_Tab: N_("Tab goes from button to button on the screen. Take another one."),
    Key.Key_Backtab: N_("Tab goes from button to button on the screen. Take another one."),
    Key.Key_F5: N_("A clicker's start button sends F5 and Esc by turns, so it can't be chosen. Take another one."),
    Key.Key_F1: N_("F1 opens Help. Take another one."),
    Key.Key_F11: N_("F11 is for the full screen. Take another one."),
    **dict.fromkeys(
        (Key.Key_Plus, Key.Key_Equal, Key.Key_Minus, Key.Key_Underscore, Key.Key_L),
        N_("A demonstration needs this one. Take another one."),
    ),
}
_ALONE = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


def action_words(action: Action) -> str:
    """The name of an action."""
    return tr(ACTION_WORDS[action])


def refusal(key: int, modifiers: Qt.KeyboardModifier, action: Action, buttons: Buttons) -> str:
    """Why a key cannot be a button for ``action``; "" when it can."""
    name = plain_name(key)
    used = buttons.used_for(key)
    if modifiers & _ALONE:
        return tr("Press one button alone, without Ctrl or Alt.")
    if used is action:
        return tr("{0} does this already. Take another one.").format(name)
    if used is not None:
        return tr("{0} is the button for “{1}”. Take another one.").format(name, action_words(used))
    if key in _TAKEN:
        return tr(_TAKEN[key])
    if key in VOLUME and action is Action.STOP:
        return tr("A volume button is pressed too often to be for Stop. Take another one.")
    if key in IGNORED and key not in VOLUME:
        return tr("This button belongs to the computer. Take another one.")
    return ""
