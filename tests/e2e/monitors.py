"""Displays that are plugged in and out of a virtual X server: RandR's own monitors, set by libXrandr.

    python -m tests.e2e.monitors set NAME X Y WIDTH HEIGHT
    python -m tests.e2e.monitors delete NAME

They are commands, since the libraries of X end the process when something is wrong.
"""

import ctypes
import sys
from ctypes import POINTER, byref, c_char_p, c_int, c_ulong, c_void_p

#: Millimetres in a pixel of no display in particular: 96 dots an inch.
PIXEL_MM = 25.4 / 96


class _Monitor(ctypes.Structure):
    _fields_ = (
        ("name", c_ulong),
        ("primary", c_int),
        ("automatic", c_int),
        ("outputs", c_int),
        ("x", c_int),
        ("y", c_int),
        ("width", c_int),
        ("height", c_int),
        ("width_mm", c_int),
        ("height_mm", c_int),
        ("output", c_void_p),
    )


class _Resources(ctypes.Structure):
    _fields_ = (
        ("timestamp", c_ulong),
        ("config_timestamp", c_ulong),
        ("crtc_count", c_int),
        ("crtcs", c_void_p),
        ("output_count", c_int),
        ("outputs", c_void_p),
    )


class _Server:
    """The X server of $DISPLAY."""

    def __init__(self) -> None:
        self.x, self.randr = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXrandr.so.2")
        self.x.XOpenDisplay.restype, self.x.XOpenDisplay.argtypes = c_void_p, [c_char_p]
        self.x.XInternAtom.restype, self.x.XInternAtom.argtypes = c_ulong, [c_void_p, c_char_p, c_int]
        self.x.XDefaultRootWindow.restype, self.x.XDefaultRootWindow.argtypes = c_ulong, [c_void_p]
        self.x.XCloseDisplay.argtypes = [c_void_p]
        self.randr.XRRSetMonitor.argtypes = [c_void_p, c_ulong, POINTER(_Monitor)]
        self.randr.XRRDeleteMonitor.argtypes = [c_void_p, c_ulong, c_ulong]
        self.randr.XRRGetScreenResources.restype = POINTER(_Resources)
        self.randr.XRRGetScreenResources.argtypes = [c_void_p, c_ulong]
        self.display = self.x.XOpenDisplay(None)
        assert self.display, "no X server answers"
        self.root = self.x.XDefaultRootWindow(self.display)

    def plug_in(self, name: str, x: int, y: int, width: int, height: int) -> None:
        """A monitor at this place; the one at the left has the server's only output, as one must."""
        outputs = self.randr.XRRGetScreenResources(self.display, self.root).contents.outputs if x == 0 else None
        size_mm = (round(width * PIXEL_MM), round(height * PIXEL_MM))
        place = (x, y, width, height, *size_mm)
        monitor = _Monitor(self._atom(name), 0, 0, 1 if outputs else 0, *place, outputs)
        self.randr.XRRSetMonitor(self.display, self.root, byref(monitor))

    def unplug(self, name: str) -> None:
        """A monitor goes."""
        self.randr.XRRDeleteMonitor(self.display, self.root, self._atom(name))

    def close(self) -> None:
        """All of it is done by then."""
        self.x.XCloseDisplay(self.display)

    def _atom(self, name: str) -> int:
        return int(self.x.XInternAtom(self.display, name.encode(), 0))


if __name__ == "__main__":
    server = _Server()
    if sys.argv[1] == "set":
        server.plug_in(sys.argv[2], *(int(number) for number in sys.argv[3:7]))
    else:
        server.unplug(sys.argv[2])
    server.close()
