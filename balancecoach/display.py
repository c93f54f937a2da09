"""Is there a display that answers? Qt ends the process when there is none, so it is asked before."""

import ctypes
import os
import sys
from collections.abc import Mapping


def display_name(environ: Mapping[str, str] | None = None) -> str:
    """What shows windows here, or "" when nothing does. On Linux the X server is really asked."""
    known = os.environ if environ is None else environ
    if sys.platform in ("win32", "darwin"):
        return "the system's own"
    if known.get("QT_QPA_PLATFORM"):
        return known["QT_QPA_PLATFORM"]
    if known.get("WAYLAND_DISPLAY"):
        return known["WAYLAND_DISPLAY"]
    name = known.get("DISPLAY", "")
    return name if name and _answers(name) else ""


def _answers(name: str) -> bool:
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # Qt needs the same library and says so itself
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(name.encode(), None)
    failed = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return not failed
