#!/usr/bin/env python3
"""Set Balance Coach up on this machine, run it, test it. Standard library only.

    python3 packaging/dev.py [run] [-- options of the app]   set up what is missing, then open the app
    python3 packaging/dev.py test [-- options of pytest]     the same, then run the tests
    python3 packaging/dev.py setup [--tests]                 set up and stop (--tests: also what tests drive)
    python3 packaging/dev.py lint                            ruff and mypy
    python3 packaging/dev.py check                           lint, then test: the gate for a change

Everything goes into `.venv` in the project's folder. Missing shared libraries are found by asking the loader
about the files that were installed, not by knowing distributions; apt installs them where it may, otherwise
you are told what to type. With no display, `run` walks a session in the terminal; with no keyboard either, it
shows a demonstration.

Tried on Debian 12 and 13, x86-64. Not tried: Windows and macOS (only reasoned: another place for Python, no
shared libraries to look for), a Wayland desktop, systems without apt (there the missing files are only named).
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

MINIMUM = (3, 11)
THIS = f"{sys.version_info[0]}.{sys.version_info[1]}"
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "set-up.json"
UNFINISHED = VENV / "unfinished"  # stands while pip works: after a kill, .venv is thrown away
ON_LINUX: bool = sys.platform.startswith("linux")
ON_WINDOWS: bool = sys.platform == "win32"

WALK = ("walk", "p1-week1")
DEMONSTRATION = (*WALK, "--speed", "20", "--yes")

# What the app loads, as patterns under site-packages; one that matches nothing is no fault. Qt brings more
# plugins than these, and some ask for libraries nobody has.
MODULES = (
    *("QtCore", "QtDBus", "QtGui", "QtNetwork", "QtOpenGL", "QtOpenGLWidgets", "QtPrintSupport", "QtSvg"),
    *("QtSvgWidgets", "QtTest", "QtWidgets"),
)
PLUGINS = (
    *("platforms/libqxcb", "platforms/libqwayland*", "platforms/libqoffscreen", "xcbglintegrations/*"),
    *("wayland-shell-integration/libxdg-shell", "wayland-decoration-client/*"),
    *("wayland-graphics-integration-client/libqt-plugin-wayland-egl", "platforminputcontexts/lib[ci]*"),
    *("iconengines/*", "imageformats/libqico", "imageformats/libqjpeg", "imageformats/libqsvg"),
)
BINARIES = (
    *(f"PySide6/{name}.abi3.so" for name in MODULES),
    *(f"PySide6/Qt/plugins/{name}.so" for name in PLUGINS),
    *("pygame/base.*.so", "pygame/mixer.*.so", "espeakng_loader/*.so*"),
)
# Opened by name by SDL, pygame's sound part, so that no file lists them: the way to a loudspeaker through a sound
# server, and the one without. One is enough.
DLOPENED = ("libpulse.so.0", "libasound.so.2")
FONT = "a font"  # without one Qt draws a window with no words in it
# Debian makes a package's name from the library's by rule; these have names of their own.
ODD_NAMES = {
    **{f"lib{name}-2.0.so.0": "libglib2.0-0" for name in ("glib", "gobject", "gthread", "gio", "gmodule")},
    "libz.so.1": "zlib1g",
    FONT: "fonts-dejavu-core",  # its bold digits are all equally wide, so a timer does not jump
}
# What the tests drive from outside, by command.
TEST_TOOLS = {
    "Xvfb": "xvfb",
    "xdotool": "xdotool",
    "openbox": "openbox",
    "pulseaudio": "pulseaudio",
    "pactl": "pulseaudio-utils",
    "sox": "sox",
    "dbus-run-session": "dbus-daemon",
}


class SetUpError(Exception):
    """Something here is not as needed; the text says what, and what to do."""


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


# --- Packages of the system ---------------------------------------------------------------------------------


def way_to_install(*, has_apt: bool, root: bool, has_sudo: bool, keyboard: bool) -> str:
    """How apt may be used: "root", "sudo" (someone is here to agree), "other" (by someone else), "no apt"."""
    if not has_apt:
        return "no apt"
    if root:
        return "root"
    return "sudo" if has_sudo and keyboard else "other"


class Apt:
    """apt-get, as far as this person may use it."""

    def __init__(self, way: str, run: Callable[[Sequence[str]], int], answer: Callable[[], str]) -> None:
        self.way = way
        self._run = run
        self._answer = answer
        self._fresh = False

    @classmethod
    def of_this_machine(cls) -> Apt:
        way = way_to_install(
            has_apt=ON_LINUX and bool(shutil.which("apt-get")),
            root=hasattr(os, "geteuid") and os.geteuid() == 0,
            has_sudo=bool(shutil.which("sudo")),
            keyboard=has_keyboard(),
        )
        return cls(way, run_apt, sys.stdin.readline if has_keyboard() else str)

    def install(self, packages: Iterable[str], why: str) -> None:
        """Install them where that is allowed, or tell what to type."""
        names = sorted(packages)
        if self.way == "no apt":
            raise SetUpError(f"{why} Debian calls it {' '.join(names)}: install it, then start this again.")
        install = ["apt-get", "install", "-y", "--no-install-recommends", *names]
        if self.way != "root":
            install.insert(0, "sudo")
            self._agree(why, install)
        else:
            say(f"{why} apt installs {' '.join(names)}.")
        self.refresh()
        if self._run(install):
            raise SetUpError("apt could not install that: it says why above; check the network, then try again.")

    def refresh(self) -> None:
        """Fetch the lists of packages, once: a machine may never have had any."""
        if self._fresh:
            return
        self._fresh = True
        update = ["apt-get", "update", "-qq"]
        if self._run(update if self.way == "root" else ["sudo", *update]):
            say("apt could not refresh its lists, so it goes on with the ones it has.")

    def known_names(self) -> set[str]:
        """The packages on offer; none where the lists were never fetched and may not be now."""
        if self.way == "root":
            self.refresh()
        if not any(Path("/var/lib/apt/lists").glob("*_Packages*")):
            return set()
        listed = subprocess.run(["apt-cache", "pkgnames"], capture_output=True, text=True, check=False)
        return set(listed.stdout.split())

    def _agree(self, why: str, install: Sequence[str]) -> None:
        say(f"{why} This installs it:\n    sudo apt-get update && {' '.join(install)}")
        if self.way != "sudo":
            raise SetUpError("Run that command, or ask whoever looks after this machine, then start this again.")
        say("Run it now? [Y/n]")
        if self._answer().lower() not in ("\n", "y\n", "yes\n"):
            raise SetUpError("Nothing was installed: run that command yourself, then start this again.")


def run_apt(command: Sequence[str]) -> int:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(command, env=environment, stdout=sys.stderr, check=False).returncode


def debian_package(soname: str, known: Collection[str]) -> str | None:
    """libfoo.so.1 lies in libfoo1, libx2.so.1 in libx2-1 (Debian policy 8.1); some end in t64 since 2024."""
    stem, _, version = soname.partition(".so.")
    stem = stem.lower().replace("_", "-")
    name = ODD_NAMES.get(soname, f"{stem}{'-' if stem[-1:].isdigit() else ''}{version}")
    if not known:
        return name
    return next((candidate for candidate in (name, f"{name}t64") if candidate in known), None)


# --- Shared libraries and fonts -----------------------------------------------------------------------------


def read_ldd(output: str) -> tuple[set[str], set[str]]:
    """What ldd says: the names not found, and the paths of those found."""
    missing = re.findall(r"^\s*(\S+) => not found", output, re.MULTILINE)
    return set(missing), set(re.findall(r" => (/.+) \(0x", output))


def look(site: Path) -> tuple[set[str], set[str]]:
    """What the files of BINARIES lack on this machine, and the system's own libraries they rest on."""
    files = sorted({str(path) for pattern in BINARIES for path in site.glob(pattern)})
    missing, found = set[str](), set[str]()
    if files and shutil.which("ldd"):
        told = subprocess.run(["ldd", *files], capture_output=True, text=True, check=False)
        missing, found = read_ldd(told.stdout)
    if missing:  # a wheel's own libraries may be loaded by its Python part, which ldd cannot know
        missing -= {path.name for path in site.rglob("*.so*")}
    if not any(can_open(name) for name in DLOPENED):
        missing.update(DLOPENED)
    if not has_font(font_folders(os.environ)):
        missing.add(FONT)
    return missing, {path for path in found if not path.startswith(str(VENV))}


def can_open(soname: str) -> bool:
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def font_folders(environment: Mapping[str, str]) -> list[Path]:
    home = Path(environment.get("HOME") or "/")
    own = environment.get("XDG_DATA_HOME") or str(home / ".local/share")
    shared = environment.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    return [*(Path(folder) / "fonts" for folder in (own, *shared.split(":"))), home / ".fonts"]


def has_font(folders: Iterable[Path]) -> bool:
    outlines = (".ttf", ".otf", ".ttc")
    return any(path.suffix.lower() in outlines for folder in folders for path in folder.rglob("*.*"))


def provide_libraries(apt: Apt, look: Callable[[], tuple[set[str], set[str]]]) -> set[str]:
    """Look and install until nothing is missing; returns the paths that the app now rests on."""
    tried: set[str] = set()
    while True:
        missing, found = look()
        if not missing:
            return found
        if apt.way == "no apt":
            listed = ", ".join(sorted(missing))
            raise SetUpError(f"The app needs {listed}: install what provides this here, then start again.")
        known = apt.known_names()
        packages = {name: debian_package(name, known) for name in missing}
        nameless = [name for name in sorted(missing) if packages[name] is None or name in tried]
        if nameless:
            raise SetUpError(f"No package brought {', '.join(nameless)}: install it by hand, then start again.")
        why = f"This machine lacks {len(missing)} of the libraries and fonts that the app needs."
        apt.install({package for package in packages.values() if package}, why)
        tried |= missing


def missing_tools() -> set[str]:
    return {package for command, package in TEST_TOOLS.items() if ON_LINUX and not shutil.which(command)}


# --- The .venv ----------------------------------------------------------------------------------------------


def venv_python(venv: Path, *, windows: bool) -> Path:
    return venv / ("Scripts/python.exe" if windows else "bin/python")


PYTHON = venv_python(VENV, windows=ON_WINDOWS)


def identity() -> dict[str, object]:
    """What a set-up was made for; for anything else it is made again."""
    project = (ROOT / "pyproject.toml").read_bytes() + Path(__file__).read_bytes()
    return {
        "python": f"{THIS} {sys.base_prefix}",
        "folder": str(ROOT),  # a moved folder would go on running the code at its old place
        "project": hashlib.sha256(project).hexdigest(),
    }


def read_stamp(path: Path) -> dict[str, object]:
    try:
        stamp = json.loads(path.read_text(encoding="utf8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(path: Path, stamp: Mapping[str, object]) -> None:
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(stamp, indent=1), encoding="utf8")
    fresh.replace(path)


def is_current(stamp: Mapping[str, object], now: Mapping[str, object]) -> bool:
    return all(stamp.get(key) == value for key, value in now.items())


def is_useless(stamp: Mapping[str, object], now: Mapping[str, object], *, unfinished: bool, python: bool) -> bool:
    """Whether a .venv was cut short, lost its Python or was made for another; one made by hand is kept."""
    return unfinished or not python or stamp.get("python", now["python"]) != now["python"]


def libraries_stand(stamp: Mapping[str, object]) -> bool:
    """Whether the libraries were once looked for, and all those found are there still."""
    paths = stamp.get("libraries")
    return isinstance(paths, list) and all(Path(path).exists() for path in paths)


def make_venv(apt: Apt) -> None:
    if importlib.util.find_spec("ensurepip") is None:  # Debian leaves it out of python3
        apt.install([f"python{THIS}-venv"], "This Python lacks the part that makes a .venv.")
    say("Making .venv and filling it; the first time takes some minutes.")
    if VENV.exists():
        shutil.rmtree(VENV)
    VENV.mkdir()
    UNFINISHED.touch()
    outside = getattr(sys, "_base_executable", sys.executable)  # not the Python of the .venv just removed
    made = subprocess.run([outside, "-m", "venv", str(VENV)], capture_output=True, text=True, check=False)
    if made.returncode:
        last = (made.stdout + made.stderr).strip().splitlines()[-3:]
        raise SetUpError(f"Python could not make .venv: {' '.join(last)}")


def install_project() -> None:
    UNFINISHED.touch()
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "-e", ".[dev]"]
    failed = subprocess.run(pip, cwd=ROOT, stdout=sys.stderr, check=False).returncode
    UNFINISHED.unlink()  # pip takes back what it began, unless it is killed
    if failed:
        raise SetUpError("pip could not install the project: its last lines say why; check the network, try again.")


def set_up(apt: Apt, *, libraries: bool) -> None:
    """Bring .venv up to what the project needs now, and the system's libraries where asked for or free."""
    now, stamp = identity(), read_stamp(STAMP)
    if is_useless(stamp, now, unfinished=UNFINISHED.exists(), python=PYTHON.exists()):
        make_venv(apt)
        stamp = {}
    if not is_current(stamp, now):
        install_project()
        stamp = now
        write_stamp(STAMP, stamp)
    if ON_LINUX and (libraries or apt.way == "root") and not libraries_stand(stamp):
        site = next(VENV.glob("lib/python*/site-packages"))
        found = provide_libraries(apt, lambda: look(site))
        write_stamp(STAMP, {**stamp, "libraries": sorted(found)})


# --- Commands -----------------------------------------------------------------------------------------------


def has_keyboard() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def has_display(platform: str, environment: Mapping[str, str]) -> bool:
    """Only on Linux may there be none; QT_QPA_PLATFORM means that someone has chosen."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return not platform.startswith("linux") or any(environment.get(name) for name in names)


def opens_window(given: Sequence[str]) -> bool:
    """The app opens its window when it is told nothing but, perhaps, where its data lies."""
    apart, joined = len(given) == 2, len(given) == 1
    return not given or (apart and given[0] == "--data-dir") or (joined and given[0].startswith("--data-dir="))


def app_arguments(given: Sequence[str], *, display: bool, keyboard: bool) -> list[str]:
    if display or not opens_window(given):
        return list(given)
    return [*given, *(WALK if keyboard else DEMONSTRATION)]


def become(*arguments: str) -> int:
    """Go on as the project's Python; Windows cannot replace a process, so there it is waited for."""
    command = [str(PYTHON), *arguments]
    if not ON_WINDOWS:
        os.execv(PYTHON, command)
    child = subprocess.Popen(command)
    while True:  # Ctrl-C is for the child, which may have a record to finish
        with suppress(KeyboardInterrupt):
            return child.wait()


def run(given: Sequence[str]) -> int:
    display, keyboard = has_display(sys.platform, os.environ), has_keyboard()
    set_up(Apt.of_this_machine(), libraries=display)
    if not display and opens_window(given):
        shown = "the session is walked in this terminal." if keyboard else "this is a demonstration, 20 times faster."
        say(f"There is no display{'' if keyboard else ' and no keyboard'} here, so {shown}")
    return become("-m", "balancecoach", *app_arguments(given, display=display, keyboard=keyboard))


def test(given: Sequence[str]) -> int:
    apt = Apt.of_this_machine()
    set_up(apt, libraries=True)
    if missing := missing_tools():
        if apt.way == "root":
            apt.install(missing, "The tests drive a screen and a loudspeaker of their own.")
        else:
            say("Some tests will be skipped: `python3 packaging/dev.py setup --tests` brings what they need.")
    os.chdir(ROOT)
    return become("-m", "pytest", *given)


def setup(given: Sequence[str]) -> int:
    apt = Apt.of_this_machine()
    set_up(apt, libraries=True)
    if "--tests" in given and (missing := missing_tools()):
        apt.install(missing, "The tests drive a screen and a loudspeaker of their own.")
    say("Balance Coach is set up.")
    return 0


def lint(given: Sequence[str]) -> int:
    set_up(Apt.of_this_machine(), libraries=False)
    failed = []
    for tool in (["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"]):
        if subprocess.run([str(PYTHON), "-m", *tool], cwd=ROOT, check=False).returncode:
            failed.append(" ".join(tool))
    say(f"Failed: {', '.join(failed)}." if failed else "ruff and mypy find nothing.")
    return int(bool(failed))


def check(given: Sequence[str]) -> int:
    return lint([]) or test(given)


COMMANDS = {"run": run, "test": test, "setup": setup, "lint": lint, "check": check}


def read_command(arguments: Sequence[str]) -> tuple[str, list[str]]:
    """The command, `run` where none is named, and what is meant for the program that it starts."""
    command, rest = "run", list(arguments)
    if rest and rest[0] != "--":
        command = rest.pop(0)
    if rest[:1] == ["--"]:
        rest.pop(0)
    return command, rest


def main(arguments: Sequence[str]) -> int:
    if sys.version_info < MINIMUM:
        say(f"Balance Coach needs Python {'.'.join(map(str, MINIMUM))} or newer; this is {THIS}.")
        return 1
    command, rest = read_command(arguments)
    if command not in COMMANDS:
        asked = command in ("-h", "--help")
        say(str(__doc__) if asked else f"There is no command {command}: use {', '.join(COMMANDS)}.")
        return 0 if asked else 2
    try:
        return COMMANDS[command](rest)
    except SetUpError as error:
        say(str(error))
    except OSError as error:
        say(f"{error}. The set-up needs to write into the project's folder, and room on the disk.")
    except KeyboardInterrupt:
        say("Stopped.")
        return 130
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
