"""What Windows and macOS are built by, as far as it can be tried here: recipe, icons, installer, steps."""

import ast
import plistlib
import shutil
import struct
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from icon_files import ICNS_NAMES, ICO_SIZES, icns, ico, side
from icons import drawn
from macos import build as macos
from macos.bundle import plist
from PySide6.QtCore import QBuffer, QByteArray
from PySide6.QtGui import QImage, QImageReader
from system import SetUpError
from windows import build as windows
from windows.version import four, resource

from balancecoach import __version__
from tests.cli.tools import ROOT

INSTALLER = (ROOT / "packaging" / "windows" / "installer.nsi").read_text(encoding="utf-8")


# -- Icons -----------------------------------------------------------------------------------------------------
def test_windows_icon_has_every_size_as_drawn() -> None:
    buffer = QBuffer(store := QByteArray(ico(drawn)))
    assert buffer.open(QBuffer.OpenModeFlag.ReadOnly) and store.size()
    reader = QImageReader(buffer, b"ico")
    assert reader.imageCount() == len(ICO_SIZES)
    for number, size in enumerate(ICO_SIZES):
        assert reader.jumpToImage(number)
        picture = reader.read().convertToFormat(QImage.Format.Format_ARGB32)
        assert (picture.width(), picture.height()) == (size, size)
        assert picture == drawn(size)


def test_mac_icon_has_every_size_in_its_place() -> None:
    made = icns(drawn)
    assert (made[:4], struct.unpack(">I", made[4:8])[0]) == (b"icns", len(made))
    at, found = 8, []
    while at < len(made):
        name, length = made[at : at + 4], struct.unpack(">I", made[at + 4 : at + 8])[0]
        picture = QImage.fromData(made[at + 8 : at + length])
        found.append((name, picture.width()))
        at += length
    assert tuple(found) == ICNS_NAMES


# -- Windows ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("version", "numbers"), [("0.1.0", (0, 1, 0, 0)), ("1.2.3rc1", (1, 2, 3, 0)), ("2.0.1.dev5", (2, 0, 1, 0))]
)
def test_a_version_as_windows_counts(version: str, numbers: tuple[int, int, int, int]) -> None:
    assert four(version) == numbers


def test_the_version_resource_can_be_read() -> None:
    calls: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = []

    def made(name: str) -> Callable[..., str]:
        return lambda *given, **named: calls.append((name, given, named)) or name  # type: ignore[func-returns-value]

    tree = ast.parse(resource(__version__), mode="eval")
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    eval(compile(tree, "version.txt", "eval"), {name: made(name) for name in names})
    strings = {given[0]: given[1] for name, given, _named in calls if name == "StringStruct"}
    assert strings["FileVersion"] == __version__ and strings["ProductName"] == "Balance Coach"
    (fixed,) = [named for name, _given, named in calls if name == "FixedFileInfo"]
    assert fixed["filevers"] == four(__version__)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A frozen program with nothing in it."""
    made = tmp_path / "tree"
    (made / "_internal" / "PySide6").mkdir(parents=True)
    (made / "_internal" / "PySide6" / "Qt6Core.dll").write_bytes(b"x" * 5000)
    for name in windows.PROGRAMS:
        (made / name).write_bytes(b"MZ")
    return made


@pytest.mark.skipif(not shutil.which("makensis"), reason="makensis is not installed (Debian: nsis)")
def test_the_installer_compiles_without_a_warning_and_asks_for_no_administrator(tree: Path, tmp_path: Path) -> None:
    icon = tmp_path / "balancecoach.ico"
    icon.write_bytes(ico(drawn))
    icon.with_suffix(".bmp").write_bytes(side(drawn))
    made = windows.pack(tree, icon, tmp_path / "out", {"PATH": str(Path(shutil.which("makensis") or "").parent)})
    assert made.name == f"balancecoach-{__version__}-windows-setup.exe"
    program = made.read_bytes()
    pe = struct.unpack("<I", program[0x3C:0x40])[0]
    assert program[pe : pe + 6] == b"PE\0\0" + struct.pack("<H", 0x8664)  # 64 bits, as the program
    assert b'requestedExecutionLevel level="asInvoker"' in program
    assert "Balance Coach".encode("utf-16-le") in program
    assert (tree / "licence.txt").read_bytes().count(b"\r\n") > 600


def test_a_folder_without_the_program_is_not_packed(tree: Path, tmp_path: Path) -> None:
    (tree / "balancecoach-cli.exe").unlink()
    with pytest.raises(SetUpError, match=r"balancecoach-cli\.exe cannot be found"):
        windows.pack(tree, tmp_path / "a.ico", tmp_path, {})


def test_without_makensis_it_says_where_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PROGRAMFILES(X86)", str(tmp_path))
    with pytest.raises(SetUpError, match="winget install"):
        windows.makensis()


@pytest.mark.skipif(sys.platform == "win32", reason="its stand-in is a shell script")
def test_what_is_signed_and_when(tmp_path: Path) -> None:
    sign = tmp_path / "sign"
    sign.write_text(f'#!/bin/sh\necho "$@" >> "{tmp_path}/signed"\n')
    sign.chmod(0o755)
    windows.signed(tmp_path / "a.exe", {})
    assert not (tmp_path / "signed").exists()
    windows.signed(tmp_path / "a.exe", {"BALANCECOACH_SIGN": f"'{sign}' /fd SHA256"})
    assert (tmp_path / "signed").read_text() == f"/fd SHA256 {tmp_path}/a.exe\n"


def test_the_installer_removes_only_what_is_ours_and_never_the_record() -> None:
    lines = [line.strip() for line in INSTALLER.splitlines()]
    emptied = {line.partition(" ;")[0] for line in lines if line.startswith(("RMDir", "Delete "))}
    assert {line for line in emptied if line.startswith("RMDir /r")} == {
        'RMDir /r "$INSTDIR\\_internal"',
        'RMDir /r "$INSTDIR\\licences"',
    }
    assert not any("LOCALAPPDATA" in line for line in emptied)
    assert not any(
        word in INSTALLER for word in ("HKLM", "HKCR", "RequestExecutionLevel admin", "SetShellVarContext all")
    )


@pytest.mark.parametrize("module", [windows, macos])
def test_another_system_is_told(module: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    if sys.platform == "linux":
        assert module.main([]) == 1
        assert "freezes only for the system it runs on" in capsys.readouterr().err


# -- macOS -----------------------------------------------------------------------------------------------------
def test_what_the_app_says_of_itself() -> None:
    told = plist(__version__)
    assert plistlib.loads(plistlib.dumps(told)) == told
    assert told["CFBundleVersion"] == __version__
    assert not [name for name in told if name.endswith("UsageDescription")]


def test_one_right_is_asked_for() -> None:
    asked = plistlib.loads((ROOT / "packaging" / "macos" / "entitlements.plist").read_bytes())
    assert asked == {"com.apple.security.cs.allow-unsigned-executable-memory": True}


@pytest.mark.parametrize(
    ("env", "tools"),
    [
        ({}, ["codesign", "hdiutil"]),
        ({"BALANCECOACH_SIGN": "Developer ID"}, ["codesign", "hdiutil", "codesign"]),
        (
            {"BALANCECOACH_SIGN": "Developer ID", "BALANCECOACH_NOTARY": "profile"},
            ["codesign", "hdiutil", "codesign", "xcrun", "xcrun", "spctl"],
        ),
    ],
)
def test_the_steps_to_a_disk_image(env: dict[str, str], tools: list[str], tmp_path: Path) -> None:
    found = list(macos.steps(tmp_path / "a.app", tmp_path / "stage", tmp_path / "a.dmg", env))
    assert [command[0] for command, _why in found] == tools
    assert all(str(tmp_path / "a.dmg") in command for command, _why in found[1:])


def test_apple_is_not_asked_about_what_nobody_signed(tmp_path: Path) -> None:
    with pytest.raises(SetUpError, match="needs BALANCECOACH_SIGN"):
        next(macos.steps(tmp_path, tmp_path, tmp_path, {"BALANCECOACH_NOTARY": "profile"}))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets few people make links")
def test_the_disk_image_shows_the_program_and_where_to_drag_it(tmp_path: Path) -> None:
    (tmp_path / "Balance Coach.app" / "Contents").mkdir(parents=True)
    for _again in range(2):
        macos.staged(tmp_path / "Balance Coach.app", tmp_path / "stage")
    assert {each.name for each in (tmp_path / "stage").iterdir()} == {
        "Balance Coach.app",
        "Applications",
        "Licence.txt",
    }
    assert str((tmp_path / "stage" / "Applications").readlink()) == "/Applications"


# -- The recipe ------------------------------------------------------------------------------------------------
class Step:
    """One of PyInstaller's steps: remembers what it was given."""

    def __init__(self, *given: Any, **named: Any) -> None:
        self.given, self.named = given, named
        self.binaries: list[tuple[str, str, str]] = []
        self.datas: list[tuple[str, str, str]] = []
        self.pure = self.scripts = ()


def recipe(system: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[Step]]:
    """What the recipe asks of PyInstaller on another system."""
    steps: dict[str, list[Step]] = {name: [] for name in ("Analysis", "PYZ", "EXE", "COLLECT", "BUNDLE")}

    def maker(name: str) -> Callable[..., Step]:
        def make(*given: Any, **named: Any) -> Step:
            steps[name].append(Step(*given, **named))
            return steps[name][-1]

        return make

    hooks = ModuleType("PyInstaller.utils.hooks")
    for name in ("collect_data_files", "collect_submodules", "copy_metadata"):
        setattr(hooks, name, lambda name: [])
    for name in ("PyInstaller", "PyInstaller.utils"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    monkeypatch.setitem(sys.modules, "PyInstaller.utils.hooks", hooks)
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(sys, "path", list(sys.path))
    spec = ROOT / "packaging" / "balancecoach.spec"
    names = {"SPECPATH": str(spec.parent), **{name: maker(name) for name in steps}}
    exec(compile(spec.read_text(encoding="utf-8"), str(spec), "exec"), names)
    return steps


def test_windows_gets_a_program_for_the_window_and_one_for_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    made = recipe("win32", monkeypatch)
    assert {(step.named["name"], step.named["console"]) for step in made["EXE"]} == {
        ("balancecoach", False),
        ("balancecoach-cli", True),
    }
    assert {f"{step.named['name']}.exe" for step in made["EXE"]} == set(windows.PROGRAMS)
    assert all(step.named["version"] == str(windows.BUILD / "version.txt") for step in made["EXE"])
    assert "pyttsx3.drivers.sapi5" in made["Analysis"][0].named["hiddenimports"]
    assert not made["BUNDLE"]


def test_a_mac_gets_an_app(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BALANCECOACH_SIGN", "Developer ID")
    made = recipe("darwin", monkeypatch)
    (program,), (app,) = made["EXE"], made["BUNDLE"]
    assert program.named["codesign_identity"] == "Developer ID"
    assert Path(program.named["entitlements_file"]).is_file()
    assert app.named["info_plist"] == plist(__version__) and app.named["name"] == "Balance Coach.app"
    assert "pyttsx3.drivers.nsss" in made["Analysis"][0].named["hiddenimports"]


def test_linux_gets_what_it_had(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("espeakng_loader", reason="the voice that is carried on Linux")
    made = recipe("linux", monkeypatch)
    assert [step.named for step in made["EXE"]] == [
        {"exclude_binaries": True, "name": "balancecoach", "console": True, "icon": None}
    ]
    assert not made["BUNDLE"]
