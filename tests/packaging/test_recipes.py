"""The recipes that were never built: that they hold together, and ask for no more than they need."""

import json
import os
import shutil
import subprocess
import tarfile
from pathlib import Path

import deb
import pytest

from balancecoach.mpris import NAME

LINUX = deb.ROOT / "packaging" / "linux"
FLATPAK = LINUX / f"{deb.ID}.yml"
APPIMAGE = LINUX / "appimage.sh"


def test_recipes_say_that_they_were_never_built() -> None:
    for path in (FLATPAK, APPIMAGE):
        assert "NEVER BUILT" in path.read_text(encoding="utf-8")[:200], path


def test_the_flatpak_may_show_and_sound_and_reaches_no_network_and_no_files() -> None:
    lines = FLATPAK.read_text(encoding="utf-8").splitlines()
    manifest = json.loads("\n".join(line for line in lines if not line.startswith("#")))
    assert set(manifest["finish-args"]) == {
        "--share=ipc",
        "--socket=wayland",
        "--socket=fallback-x11",
        "--socket=pulseaudio",
        "--device=dri",
        f"--own-name={NAME}",
        "--talk-name=org.freedesktop.ScreenSaver",
        "--talk-name=org.gnome.SessionManager",
    }
    assert manifest["id"] == deb.ID == FLATPAK.stem
    [module] = manifest["modules"]
    [source] = module["sources"]
    assert (LINUX / source["path"]).resolve() == deb.ROOT / "dist" / f"balancecoach-{deb.VERSION}-linux-amd64.tar.xz"
    assert any(line.endswith(f"/app/bin/{manifest['command']}") for line in module["build-commands"])


@pytest.mark.skipif(shutil.which("bash") is None, reason="the recipe is for Linux")
def test_the_appimages_folder_is_laid_out_as_its_tool_wants(tmp_path: Path) -> None:
    """The tool's stand-in keeps what it is given, links and all."""
    source = tmp_path / "balancecoach-9.8"
    deb.place(source / "balancecoach", "#!/bin/sh\necho it runs\n")
    (source / "balancecoach").chmod(0o755)
    for part in (
        f"applications/{deb.ID}.desktop",
        f"icons/hicolor/256x256/apps/{deb.ID}.png",
        f"metainfo/{deb.ID}.metainfo.xml",
    ):
        deb.place(source / "share" / part, part)
    archive = tmp_path / "balancecoach-9.8-linux-amd64.tar.xz"
    with tarfile.open(archive, "w:xz") as packed:
        packed.add(source, source.name)
    tool = tmp_path / "bin/appimagetool"
    deb.place(tool, f'#!/bin/sh\ncp -a "$1" {tmp_path}/kept && echo "$ARCH" >"$2"\n')
    tool.chmod(0o755)
    env = {**os.environ, "PATH": f"{tool.parent}{os.pathsep}{os.environ['PATH']}", "APPIMAGE_RUNTIME": ""}
    subprocess.run(["bash", APPIMAGE, archive], env=env, check=True, timeout=60)
    assert (tmp_path / "Balance_Coach-9.8-x86_64.AppImage").read_text() == "x86_64\n"
    kept = tmp_path / "kept"
    assert subprocess.run([kept / "AppRun"], capture_output=True, text=True, check=True).stdout == "it runs\n"
    tops = {path.name for path in kept.iterdir()}
    assert tops == {"AppRun", ".DirIcon", f"{deb.ID}.desktop", f"{deb.ID}.png", "usr"}
    assert (kept / ".DirIcon").read_text() == f"icons/hicolor/256x256/apps/{deb.ID}.png"


@pytest.mark.skipif(shutil.which("bash") is None, reason="the scripts are for Linux")
def test_every_script_can_be_read_to_its_end() -> None:
    """Nothing of them is run. Shellcheck looks closer, where it is installed."""
    scripts = sorted(path for path in (deb.ROOT / "packaging").rglob("*.sh"))
    assert len(scripts) >= 4
    for path in scripts:
        subprocess.run(["bash", "-n", path], check=True)
    if shutil.which("shellcheck"):
        done = subprocess.run(["shellcheck", "-x", *scripts], cwd=deb.ROOT, capture_output=True, text=True, check=False)
        assert done.stdout == ""
