#!/usr/bin/env python3
"""Set Balance Coach up on this machine, run it, test it. Standard library only.

    python3 packaging/dev.py [run] [-- options of the app]   set up what is missing, then open the app
    python3 packaging/dev.py test [-- options of pytest]     the same, then run the tests
    python3 packaging/dev.py setup [--tests]                 set up and stop (--tests: also what tests drive)
    python3 packaging/dev.py lint                            ruff and mypy
    python3 packaging/dev.py check                           lint, then test: the gate for a change
    python3 packaging/dev.py shots [FOLDER] [options]        a picture of every screen, for docs and review (--help)
    python3 packaging/dev.py words [--check | --new LANGUAGE]  the catalogues of translations, brought up to date
    python3 packaging/dev.py package [--folder DIR]          a .deb and a .tar.xz, in dist/

Everything goes into `.venv` in the project's folder. Missing shared libraries are found by asking the loader
about the files that were installed, not by knowing distributions; apt installs them where it may, otherwise
you are told what to type. With no display, `run` walks a forward session in the terminal; with no keyboard either, it
shows a demonstration.

Tried on Debian 12 and 13, x86-64. Not tried: Windows and macOS (only reasoned: another place for Python, no
shared libraries to look for), a Wayland desktop, systems without apt (there the missing files are only named).
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from system import ON_LINUX, Apt, SetUpError, has_keyboard, look, missing_tools, provide_libraries, say

MINIMUM = (3, 11)
THIS = f"{sys.version_info[0]}.{sys.version_info[1]}"
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "set-up.json"
UNFINISHED = VENV / "unfinished"  # stands while pip works: after a kill, .venv is thrown away
ON_WINDOWS: bool = sys.platform == "win32"

WALK = ("walk", "p0-familiarisation")  # forwards only: walking backwards needs somebody who is set up
DEMONSTRATION = ("walk", "p1-first-steps:1", "--speed", "20", "--yes")


# --- The .venv ----------------------------------------------------------------------------------------------


def venv_python(venv: Path, *, windows: bool) -> Path:
    return venv / ("Scripts/python.exe" if windows else "bin/python")


PYTHON = venv_python(VENV, windows=ON_WINDOWS)


def identity() -> dict[str, object]:
    """What a set-up was made for; for anything else it is made again."""
    ours = (ROOT / "pyproject.toml", ROOT / "packaging" / "dev.py", ROOT / "packaging" / "system.py")
    project = b"".join(path.read_bytes() for path in ours)
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
    return become("-m", "pytest", *(given or side_by_side(os.cpu_count() or 1)))


def side_by_side(cores: int) -> tuple[str, ...]:
    """All tests, some at a time: those that wait for a real program need no processor while they wait.

    By group: sessions that are listened to come one after the other (tests/conftest.py).
    """
    return "-n", str(min(8, 2 * cores)), "--dist", "loadgroup"


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
    tools = (["-m", "ruff", "check", "."], ["-m", "ruff", "format", "--check", "."], ["-m", "mypy"])
    for tool in (*tools, ["packaging/portable.py"]):
        if subprocess.run([str(PYTHON), *tool], cwd=ROOT, check=False).returncode:
            failed.append(" ".join(tool).removeprefix("-m "))
    say(f"Failed: {', '.join(failed)}." if failed else "ruff and mypy find nothing.")
    return int(bool(failed))


def shots(given: Sequence[str]) -> int:
    """Pictures of every screen, in shots/ or the folder named."""
    set_up(Apt.of_this_machine(), libraries=True)
    return become(str(ROOT / "packaging" / "shots.py"), *given)


def words(given: Sequence[str]) -> int:
    """The catalogues of translations."""
    set_up(Apt.of_this_machine(), libraries=False)
    return become(str(ROOT / "packaging" / "words.py"), *given)


def package(given: Sequence[str]) -> int:
    """What people install on Linux."""
    from package import main as build

    return build(given)


def check(given: Sequence[str]) -> int:
    return lint([]) or test(given)


COMMANDS = {
    "run": run,
    "test": test,
    "setup": setup,
    "lint": lint,
    "check": check,
    "shots": shots,
    "words": words,
    "package": package,
}


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
