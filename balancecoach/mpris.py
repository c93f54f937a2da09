"""Media keys on Linux: GNOME and KDE give them to music players only, so during a session we are one (MPRIS2, D-Bus).

The only file that uses jeepney. A thread of its own talks to the bus, so a slow or missing bus holds up nothing: then
there are no media keys, and no word about it. What each call does is decided elsewhere (``desks/media.py``).
Specification: freedesktop.org, MPRIS D-Bus Interface Specification 2.2.
"""

import os
import select
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

NAME = "org.mpris.MediaPlayer2.balancecoach"
PATH = "/org/mpris/MediaPlayer2"
ROOT = "org.mpris.MediaPlayer2"
PLAYER = f"{ROOT}.Player"
PROPERTIES = "org.freedesktop.DBus.Properties"
ERROR = "org.freedesktop.DBus.Error"
#: Calls that are presses. Desktops send the play key as ``PlayPause``; ``Play`` comes from programs.
PRESSES = frozenset({"Play", "Pause", "PlayPause", "Stop", "Next", "Previous"})
_NOTHING = frozenset({"Seek", "SetPosition", "OpenUri", "Raise", "Quit"})
_WRITABLE = frozenset({"Rate", "Volume", "LoopStatus", "Shuffle"})
_INTROSPECT = "org.freedesktop.DBus.Introspectable"
_END = b"x"
_PEER = "org.freedesktop.DBus.Peer"

#: Signature and body of an answer.
Answer = tuple[str, tuple[Any, ...]]


class RefusedError(Exception):
    """A call that is not known or not allowed; ``name``: of the D-Bus error."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = f"{ERROR}.{name}"


def properties(status: str) -> dict[str, dict[str, tuple[str, Any]]]:
    """Interface -> property -> signature and value. ``status``: "Playing" or "Paused"."""
    track = {"mpris:trackid": ("o", "/org/balancecoach/session"), "xesam:title": ("s", "Balance Coach")}
    can = ("CanGoNext", "CanGoPrevious", "CanPlay", "CanPause", "CanControl")
    return {
        ROOT: {
            **dict.fromkeys(("CanQuit", "CanRaise", "HasTrackList"), ("b", False)),
            "Identity": ("s", "Balance Coach"),
            "DesktopEntry": ("s", "balancecoach"),
            "SupportedUriSchemes": ("as", []),
            "SupportedMimeTypes": ("as", []),
        },
        PLAYER: {
            "PlaybackStatus": ("s", status),
            **dict.fromkeys(("Rate", "MinimumRate", "MaximumRate", "Volume"), ("d", 1.0)),
            "Position": ("x", 0),
            "Metadata": ("a{sv}", track),
            **dict.fromkeys(can, ("b", True)),
            "CanSeek": ("b", False),
        },
    }


def answer(interface: str, member: str, body: tuple[Any, ...], status: str) -> Answer:
    """What a call gets back. Raises ``RefusedError``."""
    if interface in (ROOT, PLAYER, "") and member in PRESSES | _NOTHING:
        return "", ()
    if interface == PROPERTIES:
        return _property(member, body, properties(status))
    if (interface, member) == (_INTROSPECT, "Introspect"):
        return "s", (introspection(),)
    if (interface, member) == (_PEER, "Ping"):
        return "", ()
    raise RefusedError("UnknownMethod")


def _property(member: str, body: tuple[Any, ...], known: dict[str, dict[str, tuple[str, Any]]]) -> Answer:
    if not body or not isinstance(body[0], str) or len(body) != {"Get": 2, "GetAll": 1, "Set": 3}.get(member):
        raise RefusedError("InvalidArgs")
    rows = known.get(body[0])
    if rows is None:
        raise RefusedError("UnknownInterface")
    if member == "GetAll":
        return "a{sv}", (rows,)
    if body[1] not in rows and body[1] not in _WRITABLE:
        raise RefusedError("UnknownProperty")
    if member == "Get" and body[1] in rows:
        return "v", (rows[body[1]],)
    if member == "Set" and body[1] in _WRITABLE:
        return "", ()  # the specification lets a player ignore it
    raise RefusedError("PropertyReadOnly" if member == "Set" else "UnknownProperty")


def introspection() -> str:
    """What there is, as XML."""
    parts = []
    for interface, rows in properties("Playing").items():
        methods = sorted(PRESSES) if interface == PLAYER else ["Quit", "Raise"]
        inner = "".join(f'<method name="{name}"/>' for name in methods)
        inner += "".join(f'<property name="{n}" type="{kind}" access="read"/>' for n, (kind, _) in rows.items())
        parts.append(f'<interface name="{interface}">{inner}</interface>')
    return f"<node>{''.join(parts)}</node>"


class _Link(threading.Thread):
    """One time on the bus, from the first ``show`` to ``end``."""

    def __init__(self, pressed: Callable[[str], None], address: str, status: str) -> None:
        super().__init__(name="mpris", daemon=True)
        self._pressed, self._address = pressed, address
        self.status, self._told, self._over = status, status, False
        self._reads, self._writes = os.pipe()

    def show(self, status: str) -> None:
        """Another status; from any thread."""
        self.status = status
        os.write(self._writes, b".")

    def over(self) -> None:
        """Leave the bus; from any thread, once and last."""
        os.write(self._writes, _END)

    def run(self) -> None:
        """Until it is over, or the bus goes."""
        # Nothing that a stranger on the bus sends, and no bus that breaks, may be heard of in a session.
        with suppress(Exception):
            self._serve()
        while not self._over:  # the pipe stays open for as long as it is written to
            self._read()
        os.close(self._reads)
        os.close(self._writes)

    def _read(self) -> None:
        self._over = _END in os.read(self._reads, 64)

    def _serve(self) -> None:
        from jeepney.bus_messages import message_bus
        from jeepney.io.blocking import open_dbus_connection

        with open_dbus_connection(bus=self._address) as connection:
            connection.send(message_bus.RequestName(NAME))
            while not self._over:
                self._answer_all(connection)
                ready, _, _ = select.select([connection.sock, self._reads], [], [])
                if self._reads in ready:
                    self._read()
                    self._tell(connection)

    def _answer_all(self, connection: Any) -> None:
        with suppress(TimeoutError):
            while True:
                self._take(connection, connection.receive(timeout=0))

    def _take(self, connection: Any, message: Any) -> None:
        from jeepney import HeaderFields, MessageFlag, MessageType, new_error, new_method_return

        header = message.header
        if header.message_type is not MessageType.method_call:
            return
        interface, member = header.fields.get(HeaderFields.interface, ""), header.fields[HeaderFields.member]
        try:
            signature, body = answer(interface, member, message.body, self.status)
            reply = new_method_return(message, signature or None, body)
            if member in PRESSES:
                self._pressed(member)
        except RefusedError as refusal:
            reply = new_error(message, refusal.name)
        if not header.flags & MessageFlag.no_reply_expected:
            connection.send(reply)

    def _tell(self, connection: Any) -> None:
        from jeepney import DBusAddress, new_signal

        if self.status != self._told:
            self._told = self.status
            changed = {"PlaybackStatus": ("s", self.status)}
            where = DBusAddress(PATH, interface=PROPERTIES)
            connection.send(new_signal(where, "PropertiesChanged", "sa{sv}as", (PLAYER, changed, [])))


class MediaKeys:
    """On the bus from the first ``show`` to ``end``, as often as wanted. ``pressed`` is called in another thread."""

    def __init__(self, pressed: Callable[[str], None], address: str = "") -> None:
        self._pressed = pressed
        self._address = address or os.environ.get("DBUS_SESSION_BUS_ADDRESS", "")
        self._link: _Link | None = None

    def show(self, status: str) -> None:
        """A session is on the screen: "Playing", or "Paused"."""
        if not self._address:
            return
        if self._link is None:
            self._link = _Link(self._pressed, self._address, status)
            self._link.start()
        else:
            self._link.show(status)

    def end(self) -> None:
        """No session any more. Does not wait."""
        link, self._link = self._link, None
        if link is not None:
            link.over()
