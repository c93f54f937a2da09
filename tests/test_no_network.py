"""Balance Coach opens no network connection: not by what it imports, and not by what it does.

Three looks. What the package imports; what Python itself is asked for (an audit hook) while commands, a session,
exports and the whole window run; and what the operating system is asked for (strace) meanwhile, by Qt and every
library, in all processes that are started on the way. Sockets of this machine alone (AF_UNIX: D-Bus, X, PulseAudio)
are no network.
"""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.stage import demand, missing
from tests.test_import_rules import Edge, imports, sources

ROOT = Path(__file__).parents[1]
#: Nothing of ours may use one of these; jeepney, which does use sockets, is for D-Bus alone.
NETWORK = frozenset(
    {"aiohttp", "asyncio", "ftplib", "http", "httpx", "imaplib", "poplib", "requests", "smtplib", "socket"}
    | {"socketserver", "ssl", "telnetlib", "urllib", "urllib3", "websockets", "wsgiref", "xmlrpc", "_socket", "_ssl"}
)
QT_NETWORK = ("PySide6.QtNetwork", "PySide6.QtWeb", "PySide6.QtHttpServer", "PySide6.QtGrpc")

#: Ends the program at the first thing asked of a network. ``sys.addaudithook`` cannot be undone: a process of its own.
WATCH = """
import os, sys
def watch(event, values):
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "urllib.Request"):
        stop(event, values)
    if event in ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"):
        if values[0].family.name != "AF_UNIX":
            stop(event, values)
def stop(event, values):
    os.write(2, f"NETWORK {event} {values}\\n".encode())
    os._exit(77)
sys.addaudithook(watch)
"""
COMMANDS = """
from pathlib import Path
from balancecoach.__main__ import main
from tests.test_no_network import keep_somebody
keep_somebody()
folder = Path(sys.argv[1])
for arguments in (
    ["programmes"], ["next", "--person", "ann"], ["sessions", "--json"], ["doctor"],
    ["walk", "p0-familiarisation", "--speed", "1000", "--yes", "--no-voice"],
    ["script", "p1-first-steps", "--json"],
    ["export", "--format", "csv", "-o", str(folder / "a.csv"), "--everyone"],
    ["export", "--format", "fhir", "-o", str(folder / "a.json"), "--everyone"],
    ["export", "--format", "ics", "-o", str(folder / "a.ics"), "--person", "ann"],
):
    main(arguments)
print("all commands ran")
"""
WINDOW = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from balancecoach import app
from balancecoach.paths import find_paths
from tests.test_no_network import keep_somebody, look_around
keep_somebody()
made = QApplication([])
QTimer.singleShot(0, look_around)
assert app.run_window(find_paths()) == 0
print("the window ran")
"""
CALLS = re.compile(r"\b(connect|bind|sendto|sendmsg)\(\d+, .*?sa_family=(AF_\w+)")


def keep_somebody() -> None:
    """Somebody with a session, who may walk today."""
    from balancecoach.paths import find_paths
    from balancecoach.store.store import Store
    from tests.e2e.stage import set_up_in
    from tests.histories import person
    from tests.ui.world import keep_session

    with Store.open(find_paths(), write=True) as store:
        set_up_in(store)
        keep_session(store, person(), 3)


def look_around() -> None:
    """Open every page of the window once it is built, then close it."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from balancecoach.ui.window import Window

    built = [w for w in QApplication.topLevelWidgets() if isinstance(w, Window) and hasattr(w, "progress")]
    if not built:
        QTimer.singleShot(50, look_around)
        return
    (window,) = built
    for made in window.nav.values():
        made.click()
        QApplication.processEvents()
    window.close()


def run(code: str, folder: Path, *before: str) -> subprocess.CompletedProcess[str]:
    """Run this in a process that is watched. ``before``: a program that starts it."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    command = [*before, sys.executable, "-c", WATCH + code, str(folder)]
    return subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)


def calls(trace: str) -> list[str]:
    """Kinds of addresses that the system was asked to speak to; the machine's own sockets aside."""
    return [f"{call} {family}" for call, family in CALLS.findall(trace) if family not in ("AF_UNIX", "AF_UNSPEC")]


# -- what is imported ------------------------------------------------------------------------------------------------
def of_a_network(edge: Edge) -> bool:
    """Whether an import is for speaking over a network."""
    return edge.top in NETWORK or edge.module.startswith(QT_NETWORK)


#: A second start brings the first window forward; Qt has that in its network module.
LOCAL = "one_window.py"


def test_nothing_of_ours_imports_what_speaks_over_a_network() -> None:
    edges = [edge for file, text in sources().items() for edge in imports(file, text)]
    assert len(edges) > 500
    found = [edge for edge in edges if of_a_network(edge)]
    assert [f"{edge.file}:{edge.line}: {edge.module}" for edge in found if edge.file != LOCAL] == []
    assert {edge.module for edge in found} == {"PySide6.QtNetwork"}


def test_of_qts_network_module_only_the_machines_own_sockets_are_used() -> None:
    tree = ast.parse(sources()[LOCAL])
    taken = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == "PySide6.QtNetwork"]
    assert {alias.name for node in taken for alias in node.names} == {"QLocalServer", "QLocalSocket"}


@pytest.mark.parametrize(
    "line",
    ["import socket", "from urllib import request", "import http.client", "from PySide6.QtNetwork import QTcpSocket"],
)
def test_the_look_at_imports_sees_them(line: str) -> None:
    assert all(of_a_network(edge) for edge in imports("ui/today.py", f"def f():\n    {line}"))


# -- what is done ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "line",
    [
        "import socket; socket.socket().connect(('127.0.0.1', 9))",
        "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'', ('127.0.0.1', 9))",
        "import socket; socket.getaddrinfo('localhost', 9)",
        "import socket; socket.socket().bind(('127.0.0.1', 0))",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')",
    ],
)
def test_the_hook_sees_it(line: str, tmp_path: Path) -> None:
    done = run(f"\n{line}\n", tmp_path)
    assert (done.returncode, "NETWORK" in done.stderr) == (77, True)


# -- what the system is asked for ------------------------------------------------------------------------------------
NO_STRACE = missing(("strace",))


def traced(code: str, folder: Path) -> tuple[subprocess.CompletedProcess[str], str]:
    """The same under strace, with every process that it starts."""
    log = folder / "trace"
    done = run(code, folder, "strace", "-f", "-qq", "-e", "trace=connect,bind,sendto,sendmsg", "-o", str(log))
    return done, log.read_text("utf-8", "replace")


@pytest.mark.parametrize(("code", "words"), [(COMMANDS, "all commands ran"), (WINDOW, "the window ran")])
def test_no_network_is_asked_for(code: str, words: str, tmp_path: Path) -> None:
    done, trace = (run(code, tmp_path), "") if NO_STRACE else traced(code, tmp_path)
    assert "NETWORK" not in done.stderr
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith(f"{words}\n")
    assert calls(trace) == []
    demand(NO_STRACE)  # Python was watched; the libraries were not


def test_strace_sees_what_goes_past_the_hook(tmp_path: Path) -> None:
    """From a process that was started on the way, in which no hook is."""
    demand(NO_STRACE)
    line = "import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 9))"
    child = f'import subprocess; subprocess.run([sys.executable, "-c", """{line}"""])'
    done, trace = traced(f"\n{child}\n", tmp_path)
    assert (done.returncode, calls(trace)) == (0, ["sendto AF_INET"])
