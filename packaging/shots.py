"""Draws every screen with sample data to PNG files, offscreen: ``python3 packaging/dev.py shots [FOLDER] [options]``.

The pictures of the README come from here, and the eyes of a reviewer. The record behind them is a temporary one.
"""

import argparse
import fnmatch
import itertools
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # this folder's package, whatever is installed

THEMES = ("paper", "dark", "yellow")
SIZES = ((1366, 768), (1920, 1080), (1280, 800), (1024, 768))
TEXTS = (150, 200)
#: Qt's own quality of a PNG, 100 for the least work: these are looked at and thrown away.
QUALITY = 75


@dataclass(frozen=True)
class Look:
    """One set of pictures. ``size`` in logical pixels, ``scale`` of the display in percent."""

    theme: str = "paper"
    size: tuple[int, int] = SIZES[0]
    text: int = 100
    scale: int = 100

    @property
    def name(self) -> str:
        """The end of a picture's name."""
        wide, high = self.size
        ends = (f"-text{self.text}" if self.text != 100 else "", f"-scale{self.scale}" if self.scale != 100 else "")
        return f"{self.theme}-{wide}x{high}{''.join(ends)}"


def looks_for(given: argparse.Namespace) -> list[Look]:
    """What was asked for; without options each theme, each size, large letters and a fine display once."""
    if any((given.theme, given.size, given.text, given.scale)):
        chosen = itertools.product(
            given.theme or THEMES[:1], given.size or SIZES[:1], given.text or (100,), given.scale or (100,)
        )
        return [Look(*row) for row in chosen]
    every = itertools.product(THEMES, SIZES) if given.all else ()
    once = [(theme, SIZES[0]) for theme in THEMES] + [(THEMES[0], size) for size in SIZES[1:]]
    large = [Look(text=text) for text in TEXTS]
    return [*(Look(*row) for row in (every or once)), *large, Look(scale=200)]


def shoot(folder: Path, look: Look, only: str, language: str) -> int:
    """Draw all screens with one look, here. Returns how many pictures."""
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert app is not None
    from shots_camera import camera_for
    from shots_scenes import scenes

    from balancecoach import languages
    from balancecoach.core.preferences import Theme
    from balancecoach.ui import direction

    languages.speak(language)
    direction.follow(app)
    drawn = 0
    with camera_for(look.size, Theme(look.theme), look.text) as camera:
        for name in scenes(camera):
            if fnmatch.fnmatch(name, only):
                camera.settle()
                camera.picture().save(str(folder / f"{name}-{look.name}.png"), "PNG", QUALITY)  # type: ignore[call-overload]
                drawn += 1
    return drawn


def draw(folder: Path, look: Look, only: str, language: str) -> int:
    """Draw all screens with one look, in a process of its own: Qt takes its scale when it starts."""
    wide, high = look.size
    here = [sys.executable, __file__, str(folder), "--here", "--theme", look.theme, "--size", f"{wide}x{high}"]
    here += ["--text", str(look.text), "--scale", str(look.scale), "--only", only, "--language", language]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": f"{look.scale / 100:g}"}
    return subprocess.run(here, env=environment, check=False).returncode


def size_of(text: str) -> tuple[int, int]:
    """A size such as 1366x768."""
    wide, high = text.lower().split("x")
    return int(wide), int(high)


def read(arguments: Sequence[str]) -> argparse.Namespace:
    """The options."""
    parser = argparse.ArgumentParser(prog="dev.py shots", description="A picture of every screen, to PNG files.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path("shots"))
    parser.add_argument("--theme", action="append", choices=THEMES)
    parser.add_argument("--size", action="append", type=size_of, metavar="WxH", help="logical pixels")
    parser.add_argument("--text", action="append", type=int, metavar="PERCENT", help="size of the letters, 100 to 200")
    parser.add_argument("--scale", action="append", type=int, metavar="PERCENT", help="of the display, such as 200")
    parser.add_argument("--only", default="*", metavar="NAME", help="screens of this name, such as 'session-*'")
    parser.add_argument("--language", default="en", metavar="CODE", help="such as de, or pseudo")
    parser.add_argument("--all", action="store_true", help="every theme at every size")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    """Draw what is asked for. Returns the exit code."""
    given = read(arguments)
    given.folder.mkdir(parents=True, exist_ok=True)
    looks = looks_for(given)
    if given.here:
        return 0 if shoot(given.folder, looks[0], given.only, given.language) else 1
    began = time.monotonic()
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        failed = sum(
            bool(code) for code in pool.map(lambda look: draw(given.folder, look, given.only, given.language), looks)
        )
    print(f"{given.folder}: {len(looks)} looks in {time.monotonic() - began:.0f} s")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
