"""Builds the disk image for macOS: python packaging/macos/build.py [--folder DIR]

On macOS 13 or newer, Apple silicon, with Python 3.11 and Apple's command line tools. A .venv is filled from
packaging/requirements.lock, PyInstaller makes the .app by packaging/balancecoach.spec, and hdiutil packs it. Never run:
there was no Mac. packaging/RELEASING.md has the steps by hand. Standard library only.

BALANCECOACH_SIGN: an identity such as "Developer ID Application: NAME (TEAM)"; without one a person must allow the
program in the system's settings. BALANCECOACH_NOTARY: a profile made by `xcrun notarytool store-credentials`.
"""

from __future__ import annotations

import argparse
import platform
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from deb import VERSION  # noqa: E402 - found in the folder above
from freezing import ROOT, drawn_icon, filled, frozen, licences  # noqa: E402
from package import run, settings  # noqa: E402
from system import SetUpError, say  # noqa: E402

from macos.bundle import NAME  # noqa: E402

BUILD = ROOT / "build" / "macos"
ICON = BUILD / "balancecoach.icns"
#: A tool's arguments, and what to say when it fails.
Step = tuple[list[str], str]


def staged(app: Path, stage: Path) -> None:
    """What the disk image shows: the program, and the folder to drag it to."""
    shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir(parents=True)
    shutil.copytree(app, stage / app.name, symlinks=True)
    (stage / "Applications").symlink_to("/Applications")
    shutil.copyfile(ROOT / "LICENSE", stage / "Licence.txt")


def steps(app: Path, stage: Path, target: Path, env: Mapping[str, str]) -> Iterator[Step]:
    """From the .app to the file that people open. Apple's word comes last, and only with an identity."""
    identity, profile = env.get("BALANCECOACH_SIGN"), env.get("BALANCECOACH_NOTARY")
    if profile and not identity:
        raise SetUpError("BALANCECOACH_NOTARY needs BALANCECOACH_SIGN: Apple looks only at what is signed.")
    yield ["codesign", "--verify", "--deep", "--strict", str(app)], "The .app is not sealed as it should be."
    image = ["hdiutil", "create", "-volname", NAME, "-srcfolder", str(stage), "-fs", "HFS+", "-format", "UDZO", "-ov"]
    yield [*image, str(target)], "hdiutil could not make the disk image."
    if identity:
        sign = ["codesign", "--sign", identity, "--timestamp", str(target)]
        yield sign, "The disk image could not be signed."
    if profile:
        notary = ["xcrun", "notarytool", "submit", str(target), "--keychain-profile", profile, "--wait"]
        yield notary, "Apple did not accept the disk image: `xcrun notarytool log` says why."
        yield ["xcrun", "stapler", "staple", str(target)], "Apple's word could not be put into the disk image."
        assess = ["spctl", "--assess", "--type", "open", "--context", "context:primary-signature", str(target)]
        yield assess, "macOS would not open the disk image."


def main(given: Sequence[str]) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--folder", type=Path, default=ROOT / "dist", help="where the file goes (dist)")
    folder = parser.parse_args(given).folder.resolve()
    try:
        if platform.system() != "Darwin":
            raise SetUpError("PyInstaller freezes only for the system it runs on: this needs macOS.")
        env = settings()
        python = filled(BUILD, env)
        drawn_icon(python, ICON, env)
        licences(python, BUILD, env)  # the recipe takes them into the .app
        app, stage = frozen(python, BUILD, env) / f"{NAME}.app", BUILD / "stage"
        staged(app, stage)
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / f"balancecoach-{VERSION}-macos-arm64.dmg"
        for command, why_not in steps(app, stage, target, env):
            run(command, env, why_not)
    except SetUpError as error:
        say(str(error))
        return 1
    say(f"{target}: {target.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
