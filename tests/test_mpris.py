"""Media keys over a real D-Bus: a bus of the test's own, and another connection that calls as a desktop does."""

import os
import queue
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jeepney import DBusAddress, HeaderFields, MessageType, Properties, new_method_call
from jeepney.bus_messages import MatchRule, message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from balancecoach.core.plan import Kind
from balancecoach.core.transitions import State
from balancecoach.desks.media import CALLS, MediaDesk
from balancecoach.mpris import NAME, PATH, PLAYER, PRESSES, PROPERTIES, ROOT, MediaKeys
from balancecoach.ui.demo_screen import DemoScreen
from tests.ui.stage import Stage, mill
from tests.ui.world import anybody, world_of

WAIT_S = 10.0
S, K = State, Kind


@pytest.fixture(scope="module")
def bus() -> Iterator[str]:
    """The address of a bus of our own."""
    if shutil.which("dbus-daemon") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("this test may not be skipped here; not installed: dbus-daemon")
        pytest.skip("not installed: dbus-daemon")
    command = ["dbus-daemon", "--session", "--nofork", "--print-address"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as daemon:
        assert daemon.stdout is not None
        yield daemon.stdout.readline().strip()
        daemon.kill()


class Desktop:
    """What GNOME or KDE does with a media key."""

    def __init__(self, address: str) -> None:
        self.connection: DBusConnection = open_dbus_connection(bus=address)
        self.player = DBusAddress(PATH, bus_name=NAME, interface=PLAYER)

    def ask(self, message: Any) -> Any:
        return self.connection.send_and_get_reply(message, timeout=WAIT_S)

    def call(self, member: str, signature: str | None = None, body: tuple[Any, ...] = (), to: str = PLAYER) -> Any:
        """The answer to a call."""
        where = DBusAddress(PATH, bus_name=NAME, interface=to)
        return self.ask(new_method_call(where, member, signature, body))

    def error(self, *what: Any, **more: Any) -> str:
        """The name of the error that a call gets."""
        reply = self.call(*what, **more)
        assert reply.header.message_type is MessageType.error
        return str(reply.header.fields[HeaderFields.error_name])

    def get(self, name: str, interface: str = PLAYER) -> Any:
        """A property's value."""
        where = DBusAddress(PATH, bus_name=NAME, interface=interface)
        return self.ask(Properties(where).get(name)).body[0][1]

    def there(self) -> bool:
        """Whether we are on the bus."""
        return bool(self.ask(message_bus.NameHasOwner(NAME)).body[0])

    def wait(self, there: bool = True) -> None:
        """Until we are, or are not."""
        until = time.monotonic() + WAIT_S
        while self.there() is not there:
            assert time.monotonic() < until, f"on the bus: {not there}"


@pytest.fixture
def desktop(bus: str) -> Iterator[Desktop]:
    made = Desktop(bus)
    yield made
    made.connection.close()


class Keys(MediaKeys):
    """Remembers what was pressed."""

    def __init__(self, address: str) -> None:
        self.pressed: queue.Queue[str] = queue.Queue()
        super().__init__(self.pressed.put, address)

    def next(self) -> str:
        return self.pressed.get(timeout=WAIT_S)


@pytest.fixture
def keys(bus: str, desktop: Desktop) -> Iterator[Keys]:
    made = Keys(bus)
    made.show("Playing")
    desktop.wait()
    yield made
    made.end()
    desktop.wait(there=False)


# -- on the bus ----------------------------------------------------------------------------------------------------
def test_it_is_there_only_during_a_session(bus: str, desktop: Desktop) -> None:
    made = Keys(bus)
    assert not desktop.there()
    for _ in range(3):
        made.show("Playing")
        desktop.wait()
        made.end()
        desktop.wait(there=False)
    made.end()


def test_a_session_right_after_another_is_there_too(bus: str, desktop: Desktop) -> None:
    made = Keys(bus)
    made.show("Playing")
    made.end()
    made.show("Paused")
    desktop.wait()
    until = time.monotonic() + WAIT_S
    while desktop.get("PlaybackStatus") != "Paused":
        assert time.monotonic() < until
    made.end()
    desktop.wait(there=False)


@pytest.mark.parametrize("member", sorted(PRESSES))
def test_a_call_is_a_press(keys: Keys, desktop: Desktop, member: str) -> None:
    assert desktop.call(member).header.message_type is MessageType.method_return
    assert keys.next() == member


def test_a_call_that_wants_no_answer_is_a_press_too(keys: Keys, desktop: Desktop) -> None:
    message = new_method_call(desktop.player, "Pause")
    message.header.flags |= 1  # no reply expected
    desktop.connection.send(message)
    assert keys.next() == "Pause"
    assert desktop.get("CanPause") is True, "and nothing came out of step"


def test_it_says_what_it_is_and_can(keys: Keys, desktop: Desktop) -> None:
    assert desktop.get("Identity", ROOT) == "Balance Coach"
    assert desktop.get("DesktopEntry", ROOT) == "balancecoach"
    assert desktop.get("PlaybackStatus") == "Playing"
    (rows,) = desktop.call("GetAll", "s", (PLAYER,), to=PROPERTIES).body
    can = {name: value[1] for name, value in rows.items() if name.startswith("Can")}
    expected = {"CanControl", "CanGoNext", "CanGoPrevious", "CanPause", "CanPlay"}
    assert {name for name, value in can.items() if value} == expected
    (rows,) = desktop.call("GetAll", "s", (ROOT,), to=PROPERTIES).body
    assert rows["CanQuit"] == ("b", False), "nobody ends a session from a panel"
    (xml,) = desktop.call("Introspect", to="org.freedesktop.DBus.Introspectable").body
    assert all(f'name="{member}"' in xml for member in PRESSES)
    assert desktop.call("Ping", to="org.freedesktop.DBus.Peer").body == ()


def test_a_change_of_status_is_told(keys: Keys, desktop: Desktop) -> None:
    rule = MatchRule(type="signal", interface=PROPERTIES, path=PATH)
    desktop.ask(message_bus.AddMatch(rule))
    with desktop.connection.filter(rule) as told:
        keys.show("Paused")
        message = desktop.connection.recv_until_filtered(told, timeout=WAIT_S)
        assert message.body == (PLAYER, {"PlaybackStatus": ("s", "Paused")}, [])
        keys.show("Paused")
        for _ in range(3):  # by the second answer it would have been told
            assert desktop.get("PlaybackStatus") == "Paused"
        assert not told, "once"


@pytest.mark.parametrize("member", ["Quit", "Raise"])
def test_nothing_ends_the_program_from_outside(keys: Keys, desktop: Desktop, member: str) -> None:
    assert desktop.call(member, to=ROOT).header.message_type is MessageType.method_return
    assert keys.pressed.empty()


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (("Explode",), "UnknownMethod"),
        (("Get", "s", (PLAYER,), PROPERTIES), "InvalidArgs"),
        (("Get", "u", (7,), PROPERTIES), "InvalidArgs"),
        (("Get", None, (), PROPERTIES), "InvalidArgs"),
        (("Get", "ss", ("no.such", "Rate"), PROPERTIES), "UnknownInterface"),
        (("Get", "ss", (PLAYER, "NoSuch"), PROPERTIES), "UnknownProperty"),
        (("Set", "ssv", (PLAYER, "CanPause", ("b", False)), PROPERTIES), "PropertyReadOnly"),
        (("Forget", "s", (PLAYER,), PROPERTIES), "InvalidArgs"),
    ],
)
def test_a_wrong_call_gets_an_error_and_nothing_breaks(
    keys: Keys, desktop: Desktop, call: tuple[Any, ...], error: str
) -> None:
    assert desktop.error(*call) == f"org.freedesktop.DBus.Error.{error}"
    desktop.call("Pause")
    assert keys.next() == "Pause"


def test_no_player_may_be_made_faster(keys: Keys, desktop: Desktop) -> None:
    desktop.call("Set", "ssv", (PLAYER, "Rate", ("d", 2.0)), to=PROPERTIES)
    assert desktop.get("Rate") == desktop.get("MaximumRate") == 1.0


# -- without a bus -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("address", ["unix:path=/no/such/bus", "nonsense", "tcp:host=localhost", "unix:path="])
def test_without_a_bus_there_is_no_word(address: str, capfd: pytest.CaptureFixture[str]) -> None:
    made = Keys(address)
    made.show("Playing")
    link = made._link
    assert link is not None
    made.show("Paused")
    made.end()
    link.join(WAIT_S)
    assert not link.is_alive()
    assert capfd.readouterr() == ("", "")


def test_without_an_address_there_is_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    made = MediaKeys(lambda _: None)
    made.show("Playing")
    assert made._link is None
    made.end()


def test_a_bus_that_goes_away_takes_nothing_along(capfd: pytest.CaptureFixture[str], bus: str) -> None:
    command = ["dbus-daemon", "--session", "--nofork", "--print-address"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as daemon:
        assert daemon.stdout is not None
        made = Keys(daemon.stdout.readline().strip())
        other = Desktop(made._address)
        made.show("Playing")
        other.wait()
        daemon.kill()
    other.connection.close()
    link = made._link
    assert link is not None
    made.show("Paused")
    made.end()
    link.join(WAIT_S)
    assert not link.is_alive()
    assert capfd.readouterr() == ("", "")


def test_the_pipe_is_closed_after_each_session(bus: str, desktop: Desktop) -> None:
    made = Keys(bus)
    made.show("Playing")
    link = made._link
    assert link is not None
    desktop.wait()
    made.end()
    link.join(WAIT_S)
    assert not Path(f"/proc/self/fd/{link._reads}").exists()


# -- what a call does to a session ---------------------------------------------------------------------------------
class Calls:
    """Media keys without a bus."""

    def __init__(self, pressed: Callable[[str], None]) -> None:
        self.pressed, self.told = pressed, list[str]()

    def show(self, status: str) -> None:
        self.told.append(status)

    def end(self) -> None:
        self.told.append("")


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    return Stage(qtbot, mill())


def calls(stage: Stage) -> Calls:
    made: list[Calls] = []

    def make(pressed: Callable[[str], None]) -> Calls:
        made.append(Calls(pressed))
        return made[0]

    MediaDesk(make, (stage.screen,), stage.screen)
    return made[0]


def test_every_call_is_for_something() -> None:
    assert set(CALLS) == PRESSES


@pytest.mark.parametrize("call", sorted(PRESSES))
def test_while_somebody_walks_every_call_pauses(stage: Stage, call: str) -> None:
    media = calls(stage)
    stage.to(K.BACKWARD)
    media.pressed(call)
    assert stage.state() is S.PAUSED


@pytest.mark.parametrize("call", sorted(PRESSES))
def test_at_a_gate(stage: Stage, call: str) -> None:
    media = calls(stage)
    stage.to(K.STRADDLE)
    stage.open()
    media.pressed(call)
    assert (stage.kind() is K.BELT_START) is (call in ("PlayPause", "Next"))
    assert (stage.state() is S.PAUSED) is (call == "Pause")
    assert (stage.screen.stop.text() == "Press again") is (call == "Stop")


@pytest.mark.parametrize("call", sorted(PRESSES))
def test_in_a_pause(stage: Stage, call: str) -> None:
    media = calls(stage)
    stage.to(K.BACKWARD)
    stage.press(Qt.Key.Key_A)
    stage.open()
    stage.screen.forget_presses()
    media.pressed(call)
    assert stage.state() is (S.RESTART if call in ("PlayPause", "Next") else S.PAUSED)


def test_a_key_that_comes_twice_over_keyboard_and_bus_counts_once(stage: Stage) -> None:
    media = calls(stage)
    stage.to(K.BACKWARD)
    stage.press(Qt.Key.Key_MediaNext)
    media.pressed("Next")
    assert stage.state() is S.PAUSED


def test_it_is_told_whether_somebody_walks(stage: Stage) -> None:
    media = calls(stage)
    stage.to(K.BACKWARD)
    stage.press(Qt.Key.Key_A)
    assert media.told[-2:] == ["Playing", "Paused"]
    stage.screen.hide()
    assert media.told[-1] == ""
    media.pressed("Next")
    assert stage.state() is S.PAUSED, "another screen is shown"


def test_a_key_reaches_a_real_session_and_a_demonstration_over_the_bus(
    qtbot: QtBot, bus: str, desktop: Desktop
) -> None:
    with world_of(qtbot, anybody()) as world:
        demo = world.rooms.demo_screen
        assert isinstance(demo, DemoScreen)
        desk = MediaDesk(lambda pressed: MediaKeys(pressed, bus), (world.window.session, demo), world.rooms)
        assert not desktop.there()
        world.begin()
        world.go_to(K.BACKWARD)
        desktop.wait()
        desktop.call("PlayPause")
        qtbot.waitUntil(lambda: world.state() is S.PAUSED)
        world.stop_and_sit()
        desktop.wait(there=False)
        world.desk.show_today()
        world.rooms.demo.run(mill())
        desktop.wait()
        desktop.call("Pause")
        qtbot.waitUntil(lambda: world.state() is S.PAUSED)
        world.rooms.demo.leave()
        desktop.wait(there=False)
        desk.end()
