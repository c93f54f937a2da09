"""A small screen reader: it walks the tree of the app and hears its events, over the real AT-SPI bus.

A bus of the test's own is started, with the services that Debian's at-spi2-core brings; no desktop is needed.
"""

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from jeepney import DBusAddress, HeaderFields, MatchRule, MessageType, message_bus, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from tests.e2e.stage import Stage, wait_for

LAUNCHER = Path("/usr/libexec/at-spi-bus-launcher")
A11Y = "org.a11y.atspi."
ROOT = "/org/a11y/atspi/accessible/root"
NULL = "/org/a11y/atspi/null"
REGISTRY = DBusAddress("/org/a11y/atspi/registry", f"{A11Y}Registry", f"{A11Y}Registry")
#: The states that the tests speak of, by their bit in AT-SPI's AtspiStateType.
STATES = {
    1: "active",
    4: "checked",
    8: "enabled",
    11: "focusable",
    12: "focused",
    16: "modal",
    20: "pressed",
    24: "sensitive",
    25: "showing",
    30: "visible",
    41: "checkable",
    43: "read only",
}
#: Kinds of events a reader listens to; without a listener Qt sends none.
LISTENED = ("object:", "window:", "focus:")
#: What a person works with, by AT-SPI's name of the role.
CONTROLS = frozenset(
    {"push button", "button", "toggle button", "check box", "radio button", "text", "entry", "password text"}
    | {"spin button", "combo box", "list", "table", "tree", "slider", "link", "menu item"}
)


@dataclass(frozen=True)
class Node:
    """One thing of the tree, as it was when it was asked."""

    path: str
    role: str
    name: str
    description: str
    states: frozenset[str]
    place: tuple[int, int, int, int]  # x, y, width, height on the display; all 0 where there is none
    depth: int

    @property
    def seen(self) -> bool:
        """Whether a person could find it now."""
        return "showing" in self.states and "visible" in self.states


@dataclass(frozen=True)
class Heard:
    """An event: its name such as "Announcement", what it is about, and its words ("" for none)."""

    name: str
    detail: str
    value: str
    path: str


class Reader:
    """Reads the one app that is on the bus."""

    def __init__(self, address: str) -> None:
        self._bus = open_dbus_connection(address)
        self._events: list[Heard] = []
        rule = MatchRule(type="signal", interface=f"{A11Y}Event.Object")
        self._ask(message_bus.AddMatch(rule))
        for name in LISTENED:
            self._ask(new_method_call(REGISTRY, "RegisterEvent", "sass", (name, [], "")))
        self._app = ""

    def close(self) -> None:
        """Leave the bus."""
        self._bus.close()

    # -- the tree --------------------------------------------------------------------------------------------
    def find_app(self) -> None:
        """Wait until the app has come to the bus, with a window."""
        self._app = wait_for(self._find_app, "app on the accessibility bus", 30.0)

    def _find_app(self) -> str:
        for owner, path in self._children(f"{A11Y}Registry", ROOT):
            if owner and self._children(owner, path):
                return owner
        return ""

    def walk(self) -> tuple[Node, ...]:
        """Every node that is seen, in the order of the tree."""
        return tuple(node for node in self._walk(ROOT, 0) if node.seen)

    def _walk(self, path: str, depth: int) -> Iterator[Node]:
        node = self.node(path, depth)
        yield node
        hidden = depth > 1 and not node.seen
        for _, child in () if hidden else self._children(self._app, path):
            if child != NULL:
                yield from self._walk(child, depth + 1)

    def node(self, path: str, depth: int = 0) -> Node:
        """One thing, asked now."""
        accessible = f"{A11Y}Accessible"
        low, high = self._call(self._app, path, accessible, "GetState")[0]
        bits = low | high << 32
        role = self._call(self._app, path, accessible, "GetRoleName")[0]
        place = self._call(self._app, path, f"{A11Y}Component", "GetExtents", "u", (0,)) if depth else ((0, 0, 0, 0),)
        states = frozenset(name for bit, name in STATES.items() if bits >> bit & 1)
        return Node(path, role, self.text(path, "Name"), self.text(path, "Description"), states, place[0], depth)

    def text(self, path: str, which: str) -> str:
        """Name or Description."""
        wanted = "org.freedesktop.DBus.Properties"
        return str(self._call(self._app, path, wanted, "Get", "ss", (f"{A11Y}Accessible", which))[0][1])

    def focused(self) -> Node | None:
        """What has the keyboard: the innermost thing that says so."""
        found = [node for node in self.walk() if "focused" in node.states and node.depth > 1]
        return max(found, key=lambda node: node.depth, default=None)

    def _children(self, owner: str, path: str) -> list[tuple[str, str]]:
        rows: list[tuple[str, str]] = self._call(owner, path, f"{A11Y}Accessible", "GetChildren")[0]
        return rows

    def _call(
        self, owner: str, path: str, interface: str, method: str, sign: str | None = None, body: tuple[Any, ...] = ()
    ) -> Any:
        return self._ask(new_method_call(DBusAddress(path, owner, interface), method, sign, body))

    def _ask(self, message: Any) -> Any:
        """An answer; events that come meanwhile are kept. Raises ``RuntimeError`` for a refusal."""
        serial = next(self._bus.outgoing_serial)
        self._bus.send(message, serial=serial)
        while True:
            got = self._bus.receive(timeout=10)
            if got.header.fields.get(HeaderFields.reply_serial) == serial:
                break
            self._keep(got)
        if got.header.message_type is MessageType.error:
            raise RuntimeError(f"{message.header.fields}: {got.body}")
        return got.body

    # -- events ----------------------------------------------------------------------------------------------
    def events(self, seconds: float = 0.0) -> tuple[Heard, ...]:
        """What was heard since the last time; ``seconds``: and until nothing has come for so long."""
        try:
            while True:
                self._keep(self._bus.receive(timeout=max(0.01, seconds)))
        except TimeoutError:
            pass
        heard, self._events = tuple(self._events), []
        return heard

    def _keep(self, message: Any) -> None:
        fields = message.header.fields
        if (
            message.header.message_type is not MessageType.signal
            or f"{A11Y}Event" not in fields[HeaderFields.interface]
        ):
            return
        detail, value = str(message.body[0]), message.body[3][1]
        words = value if isinstance(value, str) else ""
        self._events.append(Heard(fields[HeaderFields.member], detail, words, fields[HeaderFields.path]))


class ReaderStage(Stage):
    """A stage with an accessibility bus of its own."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, sound=False)
        self._session_bus = ""
        self.reader: Reader

    def __enter__(self) -> Self:
        super().__enter__()
        try:
            self._session_bus = self._start_bus()
            quiet = subprocess.DEVNULL
            command = [str(LAUNCHER), "--launch-immediately"]
            self._launcher = subprocess.Popen(command, env=self.env, stdout=quiet, stderr=quiet)
            self._running.append(self._launcher)
            self.reader = Reader(wait_for(self._a11y_address, "accessibility bus"))
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.reader.close()
        self._launcher.terminate()  # killed, it would leave its own bus behind
        self._launcher.wait(10)
        super().__exit__(kind, error, trace)

    def _start_bus(self) -> str:
        reads, writes = os.pipe()
        command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", f"--print-address={writes}"]
        self._running.append(
            subprocess.Popen(
                command, env=self.env, pass_fds=[writes], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
        )
        os.close(writes)
        with os.fdopen(reads) as pipe:
            return pipe.readline().strip()

    def _a11y_address(self) -> str:
        with open_dbus_connection(self._session_bus) as bus:
            return _ask_address(bus)

    @property
    def env(self) -> dict[str, str]:
        """With a screen reader running, and nobody else's bus."""
        mine = {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "NO_AT_BRIDGE": "0"}
        mine |= {"XDG_RUNTIME_DIR": str(self.folder), "DBUS_SESSION_BUS_ADDRESS": self._session_bus}
        base = {name: value for name, value in super().env.items() if name != "AT_SPI_BUS_ADDRESS"}
        return base | mine


def _ask_address(bus: DBusConnection) -> str:
    call = new_method_call(DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus"), "GetAddress")
    answer = bus.send_and_get_reply(call)
    return str(answer.body[0]) if answer.header.message_type is MessageType.method_return else ""
