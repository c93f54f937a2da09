"""The parts of packaging/dev.py that decide: what is missing, what it is called, who may install it."""

import importlib.util
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest


def load_dev() -> ModuleType:
    path = Path(__file__).resolve().parent.parent / "packaging" / "dev.py"
    sys.path.insert(0, str(path.parent))  # as Python does for a script
    spec = importlib.util.spec_from_file_location("dev", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


dev = load_dev()
system = sys.modules["system"]

LDD = """\
/home/a b/.venv/lib/python3.11/site-packages/PySide6/Qt/plugins/platforms/libqxcb.so:
\tlinux-vdso.so.1 (0x00007ffd)
\tlibQt6XcbQpa.so.6 => /home/a b/.venv/lib/libQt6XcbQpa.so.6 (0x00007f1c)
\tlibxcb-cursor.so.0 => not found
\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f1b)
\t/lib64/ld-linux-x86-64.so.2 (0x00007f1d)
other.so: /lib/libc.so.6: version `GLIBC_2.99' not found (required by other.so)
other.so:
\tlibEGL.so.1 => not found
\tlibxcb-cursor.so.0 => not found
"""


def apt(way: str, answer: str = "", results: Sequence[int] = ()) -> tuple[Any, list[str]]:
    """An Apt that installs nothing, and what it was asked to run; `results` are the exit codes in turn."""
    ran: list[str] = []
    left = list(results)

    def run(command: Sequence[str]) -> int:
        ran.append(" ".join(command))
        return left.pop(0) if left else 0

    return system.Apt(way, run, lambda: answer), ran


def test_ldd_names_what_is_missing_and_where_the_rest_lies() -> None:
    missing, found = system.read_ldd(LDD)
    assert missing == {"libxcb-cursor.so.0", "libEGL.so.1"}
    assert found == {"/home/a b/.venv/lib/libQt6XcbQpa.so.6", "/lib/x86_64-linux-gnu/libc.so.6"}


@pytest.mark.parametrize(
    ("soname", "package"),
    [
        ("libxcb-cursor.so.0", "libxcb-cursor0"),
        ("libX11.so.6", "libx11-6"),
        ("libX11-xcb.so.1", "libx11-xcb1"),
        ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
        ("libdbus-1.so.3", "libdbus-1-3"),
        ("libgssapi_krb5.so.2", "libgssapi-krb5-2"),
        ("libEGL.so.1", "libegl1"),
        ("libgthread-2.0.so.0", "libglib2.0-0"),
        ("libasound.so.2", "libasound2"),
        (system.FONT, "fonts-dejavu-core"),
    ],
)
def test_a_library_has_its_package_by_rule(soname: str, package: str) -> None:
    assert system.debian_package(soname, set()) == package
    assert system.debian_package(soname, {package, "other"}) == package


def test_a_package_renamed_in_2024_is_found_and_an_unknown_one_is_not() -> None:
    assert system.debian_package("libasound.so.2", {"libasound2t64"}) == "libasound2t64"
    assert system.debian_package("libglib-2.0.so.0", {"libglib2.0-0t64"}) == "libglib2.0-0t64"
    assert system.debian_package("libnobody.so.1", {"libasound2"}) is None


@pytest.mark.parametrize(
    ("has_apt", "root", "has_sudo", "keyboard", "way"),
    [
        (True, True, False, False, "root"),
        (True, True, True, True, "root"),
        (True, False, True, True, "sudo"),
        (True, False, True, False, "other"),
        (True, False, False, True, "other"),
        (False, True, True, True, "no apt"),
    ],
)
def test_who_may_install(has_apt: bool, root: bool, has_sudo: bool, keyboard: bool, way: str) -> None:
    assert system.way_to_install(has_apt=has_apt, root=root, has_sudo=has_sudo, keyboard=keyboard) == way


def test_root_refreshes_the_lists_once_and_installs() -> None:
    root, ran = apt("root")
    root.install({"libb1", "liba1"}, "Needed.")
    root.install({"libc1"}, "Needed.")
    install = "apt-get install -y --no-install-recommends"
    assert ran == ["apt-get update -qq", f"{install} liba1 libb1", f"{install} libc1"]


@pytest.mark.parametrize("answer", ["\n", "y\n", "Yes\n"])
def test_sudo_shows_the_command_then_runs_it(answer: str, capsys: pytest.CaptureFixture[str]) -> None:
    person, ran = apt("sudo", answer)
    person.install({"liba1"}, "Needed.")
    assert ran[-1] == "sudo apt-get install -y --no-install-recommends liba1"
    assert f"    sudo apt-get update && {ran[-1]}\n" in capsys.readouterr().err


@pytest.mark.parametrize(("way", "answer"), [("sudo", "n\n"), ("sudo", ""), ("other", "y\n"), ("no apt", "y\n")])
def test_without_leave_nothing_runs(way: str, answer: str) -> None:
    person, ran = apt(way, answer)
    with pytest.raises(system.SetUpError):
        person.install({"liba1"}, "Needed.")
    assert ran == []


def test_apt_failing_is_told_but_stale_lists_are_borne() -> None:
    root, ran = apt("root", results=[100, 0])
    root.install({"liba1"}, "Needed.")
    assert len(ran) == 2
    root, ran = apt("root", results=[0, 100])
    with pytest.raises(system.SetUpError, match="could not install"):
        root.install({"liba1"}, "Needed.")


class FakeApt:
    way = "root"

    def __init__(self, on_install: Callable[[set[str]], None] = lambda packages: None) -> None:
        self.installed: list[set[str]] = []
        self._on_install = on_install

    def known_names(self) -> set[str]:
        return {"liba1", "libb1", "fonts-dejavu-core"}

    def install(self, packages: set[str], why: str) -> None:
        self.installed.append(packages)
        self._on_install(packages)


def test_looking_goes_on_until_nothing_is_missing() -> None:
    looks = [({"liba.so.1", system.FONT}, set()), ({"libb.so.1"}, {"/lib/a"}), (set(), {"/lib/a", "/lib/b"})]
    fake = FakeApt()
    assert system.provide_libraries(fake, lambda: looks.pop(0)) == {"/lib/a", "/lib/b"}
    assert fake.installed == [{"liba1", "fonts-dejavu-core"}, {"libb1"}]


def test_a_library_that_no_package_brings_is_named() -> None:
    fake = FakeApt()
    with pytest.raises(system.SetUpError, match=r"liba\.so\.1"):
        system.provide_libraries(fake, lambda: ({"liba.so.1"}, set()))
    assert fake.installed == [{"liba1"}]
    with pytest.raises(system.SetUpError, match=r"libnobody\.so\.1"):
        system.provide_libraries(FakeApt(), lambda: ({"libnobody.so.1"}, set()))


def test_without_apt_the_files_are_named() -> None:
    fake = FakeApt()
    fake.way = "no apt"
    with pytest.raises(system.SetUpError, match=r"liba\.so\.1, libb\.so\.1"):
        system.provide_libraries(fake, lambda: ({"libb.so.1", "liba.so.1"}, set()))
    assert fake.installed == []


def test_a_font_is_found_in_the_folders_that_the_desktop_names(tmp_path: Path) -> None:
    folders = system.font_folders({"HOME": str(tmp_path), "XDG_DATA_DIRS": str(tmp_path / "share")})
    assert tmp_path / "share" / "fonts" in folders
    (tmp_path / "share" / "fonts" / "misc").mkdir(parents=True)
    (tmp_path / "share" / "fonts" / "misc" / "fixed.pcf.gz").touch()
    assert not system.has_font(folders)
    (tmp_path / ".local" / "share" / "fonts").mkdir(parents=True)
    (tmp_path / ".local" / "share" / "fonts" / "Plain.TTF").touch()
    assert system.has_font(folders)


def test_the_stamp_comes_back_as_written_and_rubbish_is_no_stamp(tmp_path: Path) -> None:
    stamp = tmp_path / "stamp.json"
    assert dev.read_stamp(stamp) == {}
    dev.write_stamp(stamp, {"python": "3.11", "libraries": ["/lib/a"]})
    assert dev.read_stamp(stamp) == {"python": "3.11", "libraries": ["/lib/a"]}
    for rubbish in ("", "[1]", "{"):
        stamp.write_text(rubbish, encoding="utf8")
        assert dev.read_stamp(stamp) == {}


def test_a_set_up_is_current_until_the_project_or_its_place_changes() -> None:
    now = dev.identity()
    assert dev.is_current({**now, "libraries": []}, now)
    assert not dev.is_current({}, now)
    for key in now:
        assert not dev.is_current({**now, key: "other"}, now)


def test_a_venv_is_made_again_only_when_it_is_of_no_use() -> None:
    now = dev.identity()
    assert not dev.is_useless(now, now, unfinished=False, python=True)
    assert not dev.is_useless({}, now, unfinished=False, python=True)  # made by hand
    assert not dev.is_useless({**now, "project": "older"}, now, unfinished=False, python=True)
    assert dev.is_useless(now, now, unfinished=True, python=True)
    assert dev.is_useless(now, now, unfinished=False, python=False)
    assert dev.is_useless({**now, "python": "3.10 /usr"}, now, unfinished=False, python=True)


def test_libraries_are_looked_for_again_when_one_is_gone(tmp_path: Path) -> None:
    library = tmp_path / "liba.so.1"
    library.touch()
    assert not dev.libraries_stand({})
    assert dev.libraries_stand({"libraries": [str(library)]})
    library.unlink()
    assert not dev.libraries_stand({"libraries": [str(library)]})


def test_python_lies_where_the_platform_puts_it() -> None:
    assert dev.venv_python(Path("a b"), windows=False) == Path("a b/bin/python")
    assert dev.venv_python(Path("a b"), windows=True) == Path("a b/Scripts/python.exe")


@pytest.mark.parametrize(
    ("platform", "environment", "display"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"QT_QPA_PLATFORM": "offscreen"}, True),
        ("win32", {}, True),
        ("darwin", {}, True),
    ],
)
def test_whether_there_is_a_display(platform: str, environment: dict[str, str], display: bool) -> None:
    assert dev.has_display(platform, environment) is display


@pytest.mark.parametrize(
    ("given", "display", "keyboard", "arguments"),
    [
        ("", True, False, ""),
        ("", False, True, "walk p0-familiarisation"),
        ("", False, False, "walk p1-first-steps:1 --speed 20 --yes"),
        ("--data-dir X", False, True, "--data-dir X walk p0-familiarisation"),
        ("--data-dir X", True, True, "--data-dir X"),
        ("--data-dir=X", False, True, "--data-dir=X walk p0-familiarisation"),
        ("--version", False, False, "--version"),
        ("doctor --json", False, False, "doctor --json"),
        ("--data-dir X sessions", False, True, "--data-dir X sessions"),
    ],
)
def test_run_is_never_a_dead_end(given: str, display: bool, keyboard: bool, arguments: str) -> None:
    assert dev.app_arguments(given.split(), display=display, keyboard=keyboard) == arguments.split()


@pytest.mark.parametrize(
    ("typed", "command", "rest"),
    [
        ("", "run", []),
        ("-- --version", "run", ["--version"]),
        ("run -- doctor --json", "run", ["doctor", "--json"]),
        ("run doctor", "run", ["doctor"]),
        ("test -- -k dev -- x", "test", ["-k", "dev", "--", "x"]),
        ("setup --tests", "setup", ["--tests"]),
        ("--help", "--help", []),
    ],
)
def test_the_command_line(typed: str, command: str, rest: list[str]) -> None:
    assert dev.read_command(typed.split()) == (command, rest)


def test_help_and_an_unknown_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["--help"]) == 0
    assert "packaging/dev.py test" in capsys.readouterr().err
    assert dev.main(["dance"]) == 2
    assert (
        capsys.readouterr().err
        == "There is no command dance: use run, test, setup, lint, check, shots, words, package.\n"
    )
