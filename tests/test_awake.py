"""Awake while it is wished, by real wakepy over a private D-Bus with a desktop of the test's own on it."""

import gc
import os
import queue
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from balancecoach.awake import Awake, Held
from tests.bus import SCREEN_SAVER, SESSION_MANAGER, Bus, Desktop

WAIT_S = 10.0

needs_bus = pytest.mark.skipif(
    shutil.which("dbus-daemon") is None and os.environ.get("CI") != "true", reason="dbus-daemon is not installed"
)


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bus]:
    with Bus() as made:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", made.address)
        yield made


@dataclass
class Taken:
    """A hold that works, or does not."""

    active: bool = True


class Holder:
    """Counts what is taken and given back, and from which threads."""

    def __init__(self, *, active: bool = True, gate: threading.Event | None = None) -> None:
        self.active, self._gate = active, gate
        self.taken = self.given = 0
        self.threads: set[int] = set()

    def __call__(self) -> AbstractContextManager[Held]:
        return self._hold()

    @contextmanager
    def _hold(self) -> Iterator[Held]:
        if self._gate is not None:
            self._gate.wait(WAIT_S)
        self.taken += 1
        self.threads.add(threading.get_ident())
        yield Taken(self.active)
        self.threads.add(threading.get_ident())
        self.given += 1


def told_by(hold: Callable[[], AbstractContextManager[Held]] | None = None) -> tuple[Awake, "queue.Queue[bool]"]:
    """One, and what it tells."""
    heard: queue.Queue[bool] = queue.Queue()
    return (Awake(heard.put) if hold is None else Awake(heard.put, hold)), heard


# -- the thread ----------------------------------------------------------------------------------------------------
def test_taken_once_and_given_back_by_the_same_thread() -> None:
    holder = Holder()
    awake, heard = told_by(holder)
    awake.hold()
    awake.hold()
    assert heard.get(timeout=WAIT_S) is True
    awake.close()
    assert (holder.taken, holder.given, len(holder.threads)) == (1, 1, 1)
    assert threading.get_ident() not in holder.threads
    assert heard.empty()


def test_held_again_for_the_next_session() -> None:
    holder = Holder()
    awake, heard = told_by(holder)
    for _ in range(3):
        awake.hold()
        assert heard.get(timeout=WAIT_S)
        awake.release()
        while holder.given < holder.taken:
            pass
    awake.close()
    assert (holder.taken, holder.given) == (3, 3)


def test_a_desktop_that_hangs_holds_up_nobody() -> None:
    gate = threading.Event()
    awake, heard = told_by(Holder(gate=gate))
    awake.hold()  # all of this comes back though nothing has been taken
    awake.release()
    awake.close(patience_s=0.01)
    assert heard.empty()
    gate.set()


def test_let_go_while_it_hung_is_let_go_in_the_end() -> None:
    gate = threading.Event()
    holder = Holder(gate=gate)
    awake, heard = told_by(holder)
    awake.hold()
    awake.release()
    gate.set()
    awake.close()
    assert holder.taken == holder.given
    assert heard.qsize() == holder.taken


@pytest.mark.parametrize("error", [RuntimeError("no"), OSError("gone"), ImportError("not there")])
def test_any_trouble_is_a_no(error: Exception) -> None:
    def fails() -> AbstractContextManager[Held]:
        raise error

    awake, heard = told_by(fails)
    awake.hold()
    assert heard.get(timeout=WAIT_S) is False
    awake.release()
    awake.close()


def test_a_desktop_that_goes_away_while_held_is_no_trouble() -> None:
    @contextmanager
    def leaves() -> Iterator[Held]:
        yield Taken()
        raise OSError("gone")

    awake, heard = told_by(leaves)
    awake.hold()
    assert heard.get(timeout=WAIT_S) is True
    awake.release()
    awake.hold()
    awake.close()


# -- real wakepy ---------------------------------------------------------------------------------------------------
@needs_bus
@pytest.mark.parametrize("name", [SCREEN_SAVER, SESSION_MANAGER])
def test_the_desktop_is_asked_and_released(bus: Bus, name: str) -> None:
    desktop = Desktop(bus, name)
    awake, heard = told_by()
    awake.hold()
    assert heard.get(timeout=WAIT_S) is True
    assert desktop.holders == 1
    awake.close(WAIT_S)
    assert desktop.holders == 0
    assert [call.lower() for call in desktop.calls[:2]] == ["inhibit", "uninhibit"]
    desktop.close()


@needs_bus
@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")  # wakepy forgets a bus that could not help
def test_a_desktop_that_keeps_nothing_awake_is_told(bus: Bus) -> None:
    awake, heard = told_by()
    awake.hold()
    assert heard.get(timeout=WAIT_S) is False
    awake.close()
    gc.collect()


def test_no_bus_at_all_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    awake, heard = told_by()
    awake.hold()
    assert heard.get(timeout=WAIT_S) is False
    awake.close()


def test_a_bus_that_never_answers_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as deaf:
        deaf.bind(str(tmp_path / "bus"))
        deaf.listen()
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path / 'bus'}")
        awake, heard = told_by()
        awake.hold()
        assert heard.get(timeout=WAIT_S) is False
        awake.close()


@needs_bus
def test_a_killed_program_keeps_nothing_awake(bus: Bus) -> None:
    desktop = Desktop(bus)
    program = "import time; from balancecoach.awake import Awake; Awake(print).hold(); time.sleep(60)"
    child = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.DEVNULL)
    assert desktop.asked.wait(WAIT_S)
    child.kill()
    child.wait()
    while desktop.holders or "gone" not in desktop.calls:
        pass
    assert desktop.calls == ["Inhibit", "gone"]
    desktop.close()


def test_the_library_is_not_loaded_before_it_is_wanted() -> None:
    program = "import sys, balancecoach.awake as a; a.Awake(print); sys.exit('wakepy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False, timeout=60).returncode == 0
