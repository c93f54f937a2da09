"""A private D-Bus, and on it a desktop that counts who keeps it awake."""

import shutil
import subprocess
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self

from jeepney import HeaderFields, MessageType, new_error, new_method_return
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection

SCREEN_SAVER, SESSION_MANAGER = "org.freedesktop.ScreenSaver", "org.gnome.SessionManager"
COOKIE = 7


class Bus:
    """A bus that nobody else is on. Use as a context manager."""

    def __enter__(self) -> Self:
        program = shutil.which("dbus-daemon")
        assert program is not None
        command = [program, "--session", "--nofork", "--print-address"]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert self._process.stdout is not None
        self.address = self._process.stdout.readline().strip()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()


class Desktop:
    """Answers Inhibit and UnInhibit under ``name``; ``calls`` are their names. ``mute``: it hangs, as a busy one does.

    A holder that leaves the bus without a word is noted as "gone".
    """

    def __init__(self, bus: Bus, name: str = SCREEN_SAVER, *, mute: bool = False) -> None:
        self.calls: list[str] = []
        self.asked = threading.Event()
        self._mute, self._holders = mute, set[str]()
        self._connection: DBusConnection = open_dbus_connection(bus.address)
        self._connection.send_and_get_reply(message_bus.RequestName(name))
        self._connection.send_and_get_reply(message_bus.AddMatch("type='signal',member='NameOwnerChanged'"))
        self._ends = False
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    @property
    def holders(self) -> int:
        """How many keep it awake now."""
        return len(self._holders)

    def close(self) -> None:
        """Leave the bus."""
        self._ends = True
        self._thread.join(5)
        self._connection.close()

    def _run(self) -> None:
        with suppress(ConnectionError):  # the bus ended first
            while not self._ends:
                with suppress(TimeoutError):
                    self._answer()

    def _answer(self) -> None:
        message = self._connection.receive(timeout=0.1)
        fields = message.header.fields
        member, sender = fields.get(HeaderFields.member), fields.get(HeaderFields.sender, "")
        if message.header.message_type is MessageType.signal:
            self._left(member, message.body)
        if message.header.message_type is not MessageType.method_call:
            return
        self.calls.append(member)
        self.asked.set()
        if self._mute:
            return
        if member == "Inhibit":
            self._holders.add(sender)
            reply = new_method_return(message, "u", (COOKIE,))
        elif member.lower() == "uninhibit" and message.body == (COOKIE,):
            self._holders.discard(sender)
            reply = new_method_return(message)
        else:
            reply = new_error(message, "org.freedesktop.DBus.Error.UnknownMethod")
        self._connection.send(reply)

    def _left(self, member: str, body: tuple[str, ...]) -> None:
        if member == "NameOwnerChanged" and body[0] in self._holders and not body[2]:
            self._holders.discard(body[0])
            self.calls.append("gone")
