"""The displays of this machine: how one is remembered, found again, and named in plain words.

A laptop's socket may hold another television tomorrow, and the same television another socket: neither the name of the
socket nor the make alone is enough, so both are remembered, with the serial number where the display tells it.
"""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import astuple
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication, QScreen

from balancecoach.core.words import tr

#: Between the parts of a remembered display; in none of them.
_BETWEEN = "|"
#: What a laptop calls its own panel on Linux.
_BUILT_IN = ("edp", "lvds", "dsi")
#: Narrower than a hand: projectors and virtual displays give sizes that mean nothing.
LEAST_WIDTH_MM = 100


class Display(Struct, frozen=True):
    """One display. ``name``: of its socket; the rest as the display tells, "" for not. ``width_mm``: 0 for unknown."""

    name: str
    maker: str = ""
    model: str = ""
    serial: str = ""
    width_mm: int = 0

    @property
    def id(self) -> str:
        """To be remembered by."""
        return _BETWEEN.join(part.replace(_BETWEEN, "/")[:45] for part in astuple(self)[:4])

    @property
    def make(self) -> tuple[str, str]:
        """Whose and which, ("", "") for unknown."""
        return self.maker, self.model


def remembered(id_: str) -> Display:
    """The display of an ``id``, as far as it tells."""
    name, maker, model, serial = [*id_.split(_BETWEEN), "", "", ""][:4]
    return Display(name, maker, model, serial)


def find(id_: str, among: Sequence[Display]) -> Display | None:
    """The remembered display, by the best likeness; ``None`` when it is not connected, or none was chosen."""
    was = remembered(id_)
    best = max(among, key=lambda now: _likeness(was, now), default=None)
    return best if id_ and best is not None and _likeness(was, best) else None


def _likeness(was: Display, now: Display) -> int:
    """0 for another one, 5 for the same to the letter."""
    unknown = ("", "")
    same_name, same_make = was.name == now.name, was.make == now.make != unknown
    if was.id == now.id:
        return 5
    if same_make:  # perhaps in another socket
        return 4 if was.serial == now.serial != "" else 3 if same_name else 2
    return 1 if same_name and unknown in (was.make, now.make) else 0  # one that is off tells nothing


def display_words(display: Display) -> str:
    """In plain words: "HDMI-1, Samsung, 80 cm wide"."""
    name = display.name.rpartition("\\")[2]  # Windows: \\.\DISPLAY1
    built_in = name.lower().startswith(_BUILT_IN)
    parts = [tr("This computer's own screen") if built_in else name]
    if not built_in and (make := display.maker or display.model) and make != name:
        parts.append(make)
    if display.width_mm >= LEAST_WIDTH_MM:
        parts.append(tr("{0} cm wide").format(round(display.width_mm / 10)))
    return ", ".join(parts)


class Displays(QObject):
    """What is connected now. ``changed``: something was plugged in or out."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.screenAdded.connect(lambda _: self.changed.emit())
        app.screenRemoved.connect(lambda _: self.changed.emit())

    def all(self) -> tuple[Display, ...]:
        """Each that shows something of its own: a copy of another one is not listed."""
        seen = {screen.geometry().getRect(): screen for screen in reversed(QGuiApplication.screens())}
        return tuple(display_of(screen) for screen in reversed(seen.values()))

    def screen(self, id_: str) -> QScreen | None:
        """Qt's own of the remembered display, ``None`` when it is not connected."""
        screens = QGuiApplication.screens()
        displays = [display_of(screen) for screen in screens]
        found = find(id_, displays)
        return screens[displays.index(found)] if found else None

    def named(self, name: str) -> QScreen | None:
        """Qt's own in a socket of this name."""
        return next((screen for screen in QGuiApplication.screens() if screen.name() == name), None)


def display_of(screen: QScreen) -> Display:
    """What Qt knows of it."""
    wide = round(screen.physicalSize().width())
    return Display(screen.name(), screen.manufacturer(), screen.model(), screen.serialNumber(), wide)
