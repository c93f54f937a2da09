"""The menu's entry: there, right for any path, and gone again."""

import os
import re
import shlex
from pathlib import Path

import pytest

from balancecoach import integrate
from balancecoach.cli import run
from balancecoach.errors import CannotError


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    return tmp_path / "share"


def test_in_the_menu_and_out_again(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["integrate"]) == 0
    menu, icon = integrate.places(os.environ)
    assert menu.is_file() and icon.read_bytes().startswith(b"<svg")
    assert str(menu) in capsys.readouterr().out
    assert run(["integrate", "--remove"]) == 0
    assert not menu.exists() and not icon.exists()
    assert run(["integrate", "--remove"]) == 0
    assert "There was no entry" in capsys.readouterr().out


def test_what_the_entry_starts_is_this_program(home: Path) -> None:
    text = integrate.add(os.environ, integrate.program()).read_text(encoding="utf-8")
    (line,) = [row for row in text.splitlines() if row.startswith("Exec=")]
    assert Path(shlex.split(line.removeprefix("Exec="))[0]).exists()


@pytest.mark.parametrize("path", ["/opt/a b/balancecoach", '/opt/"x"/b', "/opt/50%/$HOME/`x`", "/opt/back\\slash"])
def test_any_path_survives_the_exec_line(path: str) -> None:
    (line,) = [row for row in integrate.entry([path]).splitlines() if row.startswith("Exec=")]
    once = line.removeprefix("Exec=").replace("\\\\", "\\")  # a desktop file's own escapes
    assert once[0] == once[-1] == '"'
    assert re.sub(r"\\(.)", r"\1", once[1:-1]).replace("%%", "%") == path  # then the quoting of an argument


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "applications").write_text("no folder")
    with pytest.raises(CannotError, match="applications"):
        integrate.add({"XDG_DATA_HOME": str(tmp_path)}, ["balancecoach"])


def test_the_icon_and_the_window_have_the_entrys_name() -> None:
    text = integrate.entry(["balancecoach"])
    assert f"Icon={integrate.ID}\n" in text
    app = (Path(integrate.__file__).parent / "app.py").read_text(encoding="utf-8")
    assert f'setDesktopFileName("{integrate.ID}")' in app  # else Wayland shows another icon in its bar
