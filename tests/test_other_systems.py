"""What is done otherwise on Windows and macOS, with fakes: nobody has tried it there."""

import ctypes
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import appdirs
import pytest

from balancecoach import integrate, keys
from balancecoach.cli import run
from balancecoach.clock import asleep_s
from balancecoach.display import display_name
from balancecoach.errors import FailedError
from balancecoach.one_window import _let_come_forward, address
from balancecoach.paths import Paths, find_paths
from balancecoach.reports.paper import sheet
from balancecoach.speech import child, voice_process
from balancecoach.speech.sdl import windows_libraries
from balancecoach.speech.voice import child_command
from balancecoach.store import first_bytes
from balancecoach.ui import theme

PROGRAM = "#!/bin/sh\n"

System = Callable[[str], None]


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> System:
    """Makes this look like another system."""
    return lambda name: monkeypatch.setattr(sys, "platform", name)


@pytest.fixture
def tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Puts a program of another system into the PATH: its name, and what it does as a shell's lines."""
    folder = tmp_path / "tools"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")

    def made(name: str, lines: str) -> None:
        (folder / name).write_text(PROGRAM + lines)
        (folder / name).chmod(0o755)

    return made


posix = pytest.mark.skipif(sys.platform == "win32", reason="its stand-ins are shell scripts")


# -- Where things lie ------------------------------------------------------------------------------------------
def test_folders_on_a_mac(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(appdirs, "system", "darwin")
    library = Path.home() / "Library"
    found = find_paths(environ={})
    assert found.data == library / "Application Support" / "balancecoach"
    assert found.cache == library / "Caches" / "balancecoach"
    assert found.log == library / "Logs" / "balancecoach"


def test_folders_on_windows_are_apart_from_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(appdirs, "system", "win32")
    monkeypatch.setattr(appdirs, "_get_win_folder", lambda name: f"/{name}", raising=False)
    found = find_paths(environ={})
    assert found.data == Path("/CSIDL_LOCAL_APPDATA/balancecoach")  # the installer's is Programs\Balance Coach
    assert {found.data} <= set(found.cache.parents) & set(found.log.parents)


# -- The window ------------------------------------------------------------------------------------------------
def test_a_second_start_on_windows_knocks_at_a_pipe_of_this_folder(on: System, tmp_path: Path) -> None:
    one, other = (Paths(tmp_path / name, tmp_path, tmp_path) for name in ("A", "B"))
    on("win32")
    assert address(one).startswith("balancecoach-") and "/" not in address(one)
    assert address(one) != address(other)
    assert address(one) == address(Paths(tmp_path / "a", tmp_path, tmp_path))  # Windows' names know no capitals


def test_the_first_window_is_allowed_to_come_forward(on: System, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    windll = SimpleNamespace(user32=SimpleNamespace(AllowSetForegroundWindow=asked.append))
    monkeypatch.setattr(ctypes, "windll", windll, raising=False)
    on("linux")
    _let_come_forward()
    assert asked == []
    on("win32")
    _let_come_forward()
    assert asked == [-1]


@pytest.mark.parametrize("name", ["win32", "darwin"])
def test_there_is_always_a_display(on: System, name: str) -> None:
    on(name)
    assert display_name({})


def test_letters_of_each_system_are_named() -> None:
    assert {"Noto Sans", "Segoe UI", "Helvetica Neue"} <= set(theme.FAMILIES)  # Linux, Windows, macOS
    assert list(sheet.FAMILIES) == theme.FAMILIES


# -- Time ------------------------------------------------------------------------------------------------------
def test_windows_counts_a_sleep_by_itself(on: System) -> None:
    on("win32")
    assert asleep_s() == 0.0


def test_a_mac_tells_its_sleep_by_the_clock_that_goes_on(on: System, monkeypatch: pytest.MonkeyPatch) -> None:
    on("darwin")
    monkeypatch.setattr(time, "CLOCK_MONOTONIC", "goes on", raising=False)
    monkeypatch.setattr(time, "clock_gettime", lambda name: {"goes on": 500.0}[name], raising=False)
    monkeypatch.setattr(time, "monotonic", lambda: 470.0)
    assert asleep_s() == 30.0


# -- The menu --------------------------------------------------------------------------------------------------
def test_what_the_start_menu_opens_has_no_console(tmp_path: Path) -> None:
    python, quiet = tmp_path / "python.exe", tmp_path / "pythonw.exe"
    assert integrate.without_console(python, frozen=False) == [str(python), "-m", "balancecoach"]
    quiet.touch()
    assert integrate.without_console(python, frozen=False) == [str(quiet), "-m", "balancecoach"]
    told = integrate.without_console(tmp_path / "balancecoach-cli.exe", frozen=True)
    assert told == [str(tmp_path / "balancecoach.exe")]


@posix
def test_into_the_start_menu_and_out_again(
    on: System, tool: Callable[[str, str], None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    noted = tmp_path / "noted"
    tool("powershell", f'echo "$BALANCECOACH_PROGRAM|$BALANCECOACH_ARGUMENTS|$BALANCECOACH_REMOVE" >> "{noted}"\n')
    on("win32")
    assert run(["integrate"]) == run(["integrate", "--remove"]) == 0
    command = integrate.program()
    row = f"{command[0]}|{' '.join(command[1:])}"
    assert noted.read_text().splitlines() == [f"{row}|", f"{row}|1"]
    assert "is in the Start menu" in capsys.readouterr().out


@posix
def test_a_start_menu_that_says_no(on: System, tool: Callable[[str, str], None]) -> None:
    tool("powershell", "exit 3\n")
    with pytest.raises(FailedError, match="by hand"):
        integrate.start_menu(["balancecoach.exe"], os.environ, remove=False)


def test_a_mac_has_no_menu_to_add_to(on: System, capsys: pytest.CaptureFixture[str]) -> None:
    on("darwin")
    assert run(["integrate"]) == 1
    assert "Applications" in capsys.readouterr().err


# -- A terminal ------------------------------------------------------------------------------------------------
class Console:
    """Python's ``msvcrt`` with keys waiting: those without a letter are two."""

    def __init__(self, *waiting: str) -> None:
        self.waiting = list(waiting)

    def kbhit(self) -> bool:
        return bool(self.waiting)

    def getwch(self) -> str:
        return self.waiting.pop(0)


@pytest.mark.parametrize(
    ("waiting", "key"),
    [
        (("w",), "w"),
        (("\r",), "\r"),
        (("\xe0", "Q"), "\n"),  # PageDown of a presenter: else its Q would undo the pause that it has just made
        (("\xe0", "S"), "\x1b"),  # Delete: no S, which stops
        (("\x00", ";"), "\x1b"),
        (("\xe0",), "à"),
        ((), ""),
    ],
)
def test_a_windows_key_is_one_press(waiting: tuple[str, ...], key: str) -> None:
    console = Console(*waiting)
    assert keys.WindowsKeys(console).wait(0.01) == key
    assert not console.waiting


def test_ctrl_c_is_no_key() -> None:
    with pytest.raises(KeyboardInterrupt):
        keys.WindowsKeys(Console("\x03")).wait(1.0)


def test_a_windows_terminal_and_none_at_all(on: System, monkeypatch: pytest.MonkeyPatch) -> None:
    on("win32")
    monkeypatch.setitem(sys.modules, "msvcrt", Console())
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: True))
    with keys.keyboard() as keyboard:
        assert isinstance(keyboard, keys.WindowsKeys)
    monkeypatch.setattr(sys, "stdin", None)  # the window's own program has none
    with keys.keyboard() as keyboard:
        assert isinstance(keyboard, keys.NoKeys)


# -- Sound and voice -------------------------------------------------------------------------------------------
def test_sdl_lies_beside_pygame_and_in_a_frozen_program_above_it(tmp_path: Path) -> None:
    beside = tmp_path / "pygame"
    beside.mkdir()
    assert windows_libraries(beside) == []
    for name in ("SDL2.dll", "SDL2_mixer.dll"):
        (tmp_path / name).touch()
    assert windows_libraries(beside) == [tmp_path / "SDL2.dll", tmp_path / "SDL2_mixer.dll"]
    (beside / "SDL2.dll").touch()  # one alone is no help
    assert windows_libraries(beside)[0].parent == tmp_path
    (beside / "SDL2_mixer.dll").touch()
    assert windows_libraries(beside)[0].parent == beside


def test_a_frozen_windows_program_speaks_by_the_one_that_has_pipes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "balancecoach.exe"))
    assert child_command() == [str(tmp_path / "balancecoach.exe"), child.FLAG]
    (tmp_path / "balancecoach-cli.exe").touch()
    assert child_command() == [str(tmp_path / "balancecoach-cli.exe"), child.FLAG]


class Process:
    """A voice that runs."""

    pid, returncode = 0, None

    def __init__(self) -> None:
        self.killed = False

    def kill(self) -> None:
        self.killed = True


def test_windows_kills_the_voice_itself(on: System) -> None:
    process = Process()
    on("win32")
    voice_process._kill_group(process)  # type: ignore[arg-type]
    assert process.killed


@pytest.mark.parametrize("name", ["win32", "darwin"])
def test_only_espeak_has_a_thread_to_wait_for(on: System, name: str) -> None:
    on(name)
    child._settle()()
    child._die_with_parent()
    assert child.engine_name().startswith(f"{name}: pyttsx3") and "espeak" not in child.engine_name()


@posix
def test_a_macs_sound_is_turned_into_wav(tool: Callable[[str, str], None], tmp_path: Path) -> None:
    raw = tmp_path / "a.words.wav"
    tool("afconvert", 'echo "$@" > "$8.how"; cp "$7" "$8"\n')
    raw.write_bytes(b"FORM-and-more")
    assert child._as_wav(raw) == raw and raw.read_bytes() == b"FORM-and-more"
    assert (tmp_path / "a.words.wav.how").read_text().startswith("-f WAVE -d LEI16@22050 -c 1 ")
    assert not list(tmp_path.glob("*.aiff"))
    tool("afconvert", "exit 1\n")
    raw.write_bytes(b"FORM")
    with pytest.raises(subprocess.CalledProcessError):
        child._as_wav(raw)
    assert not list(tmp_path.glob("*.aiff"))


def test_a_wav_stays_as_it_is(tmp_path: Path) -> None:
    raw = tmp_path / "a.wav"
    raw.write_bytes(b"RIFF")
    assert child._as_wav(raw) == raw


# -- The record ------------------------------------------------------------------------------------------------
def test_windows_keeps_no_file_open_for_its_first_bytes(on: System, tmp_path: Path) -> None:
    file = tmp_path / "a.sqlite3"
    file.write_bytes(b"SQLite format 3")
    kept = dict(first_bytes._kept)
    on("win32")
    assert first_bytes.first_bytes(file, 6) == b"SQLite"
    assert dict(first_bytes._kept) == kept  # Windows renames and deletes nothing that is open
