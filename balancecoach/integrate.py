"""An entry in the desktop's menu for a program that pip or an unpacked folder brought; a .deb has its own.

Linux: the desktop's own places in the home folder (XDG). Windows: the Start menu. Elsewhere there is nothing to do.
"""

import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from balancecoach.errors import CannotError, FailedError
from balancecoach.paths import assets

ID = "org.balancecoach.BalanceCoach"
ICON_NAME = "balancecoach.svg"


def program() -> list[str]:
    """How this very program is started: by name, however it came here."""
    here, frozen = Path(sys.executable), getattr(sys, "frozen", False)
    if sys.platform == "win32":
        return without_console(here, frozen=frozen)
    beside = here if frozen else here.with_name("balancecoach")
    return [str(beside)] if beside.is_file() else [str(here), "-m", "balancecoach"]


def without_console(here: Path, *, frozen: bool) -> list[str]:
    """On Windows: the frozen program for the window, or the Python that opens no black console beside it."""
    if frozen:
        return [str(here.with_name("balancecoach.exe"))]
    quiet = here.with_name("pythonw.exe")
    return [str(quiet if quiet.is_file() else here), "-m", "balancecoach"]


def share(environ: Mapping[str, str]) -> Path:
    """Where a desktop looks for what is one person's own."""
    return Path(environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")


def entry(command: list[str]) -> str:
    """The menu's file, with this command in it."""
    text = (assets() / "desktop" / f"{ID}.desktop").read_text(encoding="utf-8")
    return text.replace("Exec=balancecoach\n", f"Exec={' '.join(quoted(part) for part in command)}\n")


def quoted(part: str) -> str:
    """One argument of an Exec line, by the Desktop Entry Specification."""
    for letter in '\\"`$':
        part = part.replace(letter, f"\\{letter}")
    return '"' + part.replace("\\", "\\\\").replace("%", "%%") + '"'


def places(environ: Mapping[str, str]) -> tuple[Path, Path]:
    """The entry and the icon."""
    home = share(environ)
    return home / "applications" / f"{ID}.desktop", home / "icons" / "hicolor" / "scalable" / "apps" / f"{ID}.svg"


def add(environ: Mapping[str, str], command: list[str]) -> Path:
    """Put the program into the menu; the file that was written. Raises ``CannotError``."""
    menu, icon = places(environ)
    try:
        for path in (menu, icon):
            path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(assets() / "icons" / ICON_NAME, icon)
        menu.write_text(entry(command), encoding="utf-8")
    except OSError as error:
        raise CannotError(f"{error.filename}: cannot be written ({error.strerror}). Look at who owns it.") from error
    return menu


def remove(environ: Mapping[str, str]) -> tuple[Path, ...]:
    """Take it out again; the files that were there. Raises ``CannotError``."""
    gone = []
    for path in places(environ):
        try:
            path.unlink()
            gone.append(path)
        except FileNotFoundError:
            continue
        except OSError as error:
            raise CannotError(f"{path}: cannot be removed ({error.strerror}). Look at who owns it.") from error
    return tuple(gone)


START_MENU = """
$menu = [Environment]::GetFolderPath('Programs')
$link = Join-Path $menu 'Balance Coach.lnk'
if ($env:BALANCECOACH_REMOVE) { Remove-Item -ErrorAction SilentlyContinue $link; exit 0 }
$entry = (New-Object -ComObject WScript.Shell).CreateShortcut($link)
$entry.TargetPath = $env:BALANCECOACH_PROGRAM
$entry.Arguments = $env:BALANCECOACH_ARGUMENTS
$entry.Save()
"""


def start_menu(command: list[str], environ: Mapping[str, str], *, remove: bool) -> None:
    """The same in Windows. Not tried: no such machine here. Raises ``FailedError``."""
    env = {**environ, "BALANCECOACH_PROGRAM": command[0], "BALANCECOACH_ARGUMENTS": " ".join(command[1:])}
    env["BALANCECOACH_REMOVE"] = "1" if remove else ""
    shell = ["powershell", "-NoProfile", "-NonInteractive", "-Command", START_MENU]
    done = subprocess.run(shell, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise FailedError("The Start menu could not be changed: PowerShell said no. Make a shortcut by hand instead.")
