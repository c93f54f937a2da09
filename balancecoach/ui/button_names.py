"""Names of buttons: one that is kept, and one that people read."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from balancecoach.core.words import N_, tr

Key = Qt.Key
_PLAIN: dict[int, str] = {
    Key.Key_Return: N_("Enter"),
    Key.Key_Enter: N_("Enter"),
    Key.Key_Space: N_("Space"),
    Key.Key_PageDown: N_("Page down"),
    Key.Key_PageUp: N_("Page up"),
    Key.Key_Right: N_("Right arrow"),
    Key.Key_Left: N_("Left arrow"),
    Key.Key_Down: N_("Down arrow"),
    Key.Key_Up: N_("Up arrow"),
    Key.Key_Escape: N_("Esc"),
    Key.Key_Tab: N_("Tab"),
    Key.Key_Backtab: N_("Tab"),
    Key.Key_Backspace: N_("Backspace"),
    Key.Key_Delete: N_("Delete"),
    Key.Key_Insert: N_("Insert"),
    Key.Key_Home: N_("Home"),
    Key.Key_End: N_("End"),
    Key.Key_Pause: N_("Pause"),
    Key.Key_Menu: N_("Menu"),
    Key.Key_Period: N_("Full stop"),
    Key.Key_Comma: N_("Comma"),
    Key.Key_MediaPlay: N_("Media play"),
    Key.Key_MediaPause: N_("Media pause"),
    Key.Key_MediaTogglePlayPause: N_("Media play or pause"),
    Key.Key_MediaStop: N_("Media stop"),
    Key.Key_MediaNext: N_("Media next"),
    Key.Key_MediaPrevious: N_("Media previous"),
    Key.Key_VolumeUp: N_("Volume up"),
    Key.Key_VolumeDown: N_("Volume down"),
    Key.Key_VolumeMute: N_("Sound off"),
}
_PREFIX = "Key_"


def name_of(key: int) -> str:
    """How a key is kept: Qt's own name for it, or its number where Qt has none."""
    try:
        name = Qt.Key(key).name
    except ValueError:
        name = ""
    return name.removeprefix(_PREFIX) if name.startswith(_PREFIX) else f"#{key:x}"


def key_of(name: str) -> int | None:
    """The key of a kept name, ``None`` where there is no such key."""
    found = Qt.Key.__members__.get(_PREFIX + name)
    if found is not None:
        return int(found)
    try:
        return int(name[1:], 16) if name.startswith("#") else None
    except ValueError:
        return None


def plain_name(key: int) -> str:
    """What people read: "Page down", "Volume up", "K"."""
    if key in _PLAIN:
        return tr(_PLAIN[key])
    name = name_of(key)
    if name.startswith("#"):
        return tr("Button {0}").format(name[1:])
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) or name
