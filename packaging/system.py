"""What the app needs of the system, and how to get it: shared libraries, a font, the tools that tests drive.

Part of ``dev.py``; standard library only. What is missing is found by asking the loader about the files that were
installed, not by knowing distributions.
"""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path

ON_LINUX: bool = sys.platform.startswith("linux")

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
    "makensis": "nsis",  # compiles the installer for Windows
    "strace": "strace",  # what the system is asked for: no network
    "gcc": "gcc",  # a small library notes every write, for power cuts
    "/usr/include/stdio.h": "libc6-dev",
    "dbus-run-session": "dbus-daemon",
    "/usr/libexec/at-spi-bus-launcher": "at-spi2-core",  # started by the session's bus, so it is in no PATH
}


class SetUpError(Exception):
    """Something here is not as needed; the text says what, and what to do."""


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def has_keyboard() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


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
    return missing, {path for path in found if not path.startswith(str(site))}


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
