"""Names of buttons: one that is kept, and one that people read."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from balancecoach.core.words import NC_, tr, trc

Key = Qt.Key
_PLAIN: dict[int, str] = {
    Key.Key_Return: NC_("key", "Enter"),
    Key.Key_Enter: NC_("key", "Enter"),
    Key.Key_Space: NC_("key", "Space"),
    Key.Key_PageDown: NC_("key", "Page down"),
    Key.Key_PageUp: NC_("key", "Page up"),
    Key.Key_Right: NC_("key", "Right arrow"),
    Key.Key_Left: NC_("key", "Left arrow"),
    Key.Key_Down: NC_("key", "Down arrow"),
    Key.Key_Up: NC_("key", "Up arrow"),
    Key.Key_Escape: NC_("key", "Esc"),
    Key.Key_Tab: NC_("key", "Tab"),
    Key.Key_Backtab: NC_("key", "Tab"),
    Key.Key_Backspace: NC_("key", "Backspace"),
    Key.Key_Delete: NC_("key", "Delete"),
    Key.Key_Insert: NC_("key", "Insert"),
    Key.Key_Home: NC_("key", "Home"),
    Key.Key_End: NC_("key", "End"),
    Key.Key_Pause: NC_("key", "Pause"),
    Key.Key_Menu: NC_("key", "Menu"),
    Key.Key_Period: NC_("key", "Full stop"),
    Key.Key_Comma: NC_("key", "Comma"),
    Key.Key_MediaPlay: NC_("key", "Media play"),
    Key.Key_MediaPause: NC_("key", "Media pause"),
    Key.Key_MediaTogglePlayPause: NC_("key", "Media play or pause"),
    Key.Key_MediaStop: NC_("key", "Media stop"),
    Key.Key_MediaNext: NC_("key", "Media next"),
    Key.Key_MediaPrevious: NC_("key", "Media previous"),
    Key.Key_VolumeUp: NC_("key", "Volume up"),
    Key.Key_VolumeDown: NC_("key", "Volume down"),
    Key.Key_VolumeMute: NC_("key", "Sound off"),
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
        return trc("key", _PLAIN[key])
    name = name_of(key)
    if name.startswith("#"):
        return tr("Button {0}").format(name[1:])
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) or name
