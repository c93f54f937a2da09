"""Every package that is declared is locked, with hashes, for the three systems; how the lock is made."""

import re
import subprocess
import sys
import tomllib

import audit
import lock
import pytest

from tests.cli.tools import ROOT

LINE = re.compile(
    r"([a-z0-9.-]+)==([0-9][0-9a-z.]*)( ; sys_platform == '[a-z0-9]+')?((?: --hash=sha256:[0-9a-f]{64})+)"
)
LOCK = (ROOT / "packaging" / "requirements.lock").read_text(encoding="utf-8")


def test_what_is_declared_is_locked_with_its_hash() -> None:
    first, *rows = LOCK.splitlines()
    assert first.startswith("# Made by packaging/lock.py for Python 3.")
    locked = {found[1]: found[2] for line in rows if (found := LINE.fullmatch(line))}
    assert len(locked) == len(rows)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    for row in (*project["dependencies"], *extras["dev"], *extras["package"]):
        name, least = re.match(r"([A-Za-z0-9._-]+)>=([0-9.]+)", row).groups()  # type: ignore[union-attr]
        version = locked[name.lower().replace("_", "-")]
        assert numbers(version) >= numbers(least), row


def numbers(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", version)]


@pytest.mark.parametrize(
    ("system", "names"),
    [
        ("linux", {"espeakng-loader", "jeepney"}),
        ("win32", {"comtypes", "pywin32", "pywin32-ctypes", "pefile"}),
        ("darwin", {"pyobjc-core", "pyobjc-framework-cocoa", "macholib"}),
    ],
)
def test_what_only_one_system_needs_is_locked_for_it_alone(system: str, names: set[str]) -> None:
    marked = {
        found[1] for line in LOCK.splitlines() if (found := LINE.fullmatch(line)) and f"'{system}'" in (found[3] or "")
    }
    assert marked >= names


def test_what_has_machine_code_has_a_hash_a_system() -> None:
    counts = {line.partition("==")[0]: line.count("--hash") for line in LOCK.splitlines()}
    assert {
        counts[name] for name in ("numpy", "pyside6-essentials", "pygame-ce", "pyrage", "soundfile", "msgspec")
    } == {3}
    assert counts["appdirs"] == 1


def test_a_version_that_one_system_alone_gets_is_marked() -> None:
    linux = {("a", "1"): "aa", ("b", "2"): "bb"}
    windows = {("a", "1"): "cc", ("b", "3"): "dd"}
    assert list(lock.lines([("sys_platform == 'linux'", linux), ("sys_platform == 'win32'", windows)])) == [
        "a==1 --hash=sha256:aa --hash=sha256:cc",
        "b==2 ; sys_platform == 'linux' --hash=sha256:bb",
        "b==3 ; sys_platform == 'win32' --hash=sha256:dd",
    ]


def test_versions_stay_as_they_are_locked() -> None:
    assert "pywin32==" in " ".join(lock.locked(LOCK))
    assert len(lock.locked(LOCK)) == len(LOCK.splitlines()) - 1


def test_pip_reads_conditions_as_of_the_other_system() -> None:
    asked = lock.PIP.replace(
        "from pip._internal.cli.main import main", "main = lambda: markers.Marker(sys.argv[1]).evaluate()"
    )
    for marker, true in (("sys_platform == 'win32'", True), ("platform_system == 'Linux'", False)):
        command = [sys.executable, "-c", asked, lock.SYSTEMS[1].facts, marker]
        assert subprocess.run(command, check=False).returncode == int(true)


def test_what_only_windows_needs_is_looked_up_too() -> None:
    assert audit.on_any_system("a==1 ; sys_platform == 'win32' --hash=sha256:aa\n") == "a==1 --hash=sha256:aa\n"
    assert ";" not in audit.on_any_system(LOCK)
