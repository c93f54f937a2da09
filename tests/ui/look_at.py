"""Measures one screen of the pictures: .venv/bin/python tests/ui/look_at.py NAME

Says what is cut, lies over something, is too small to press or has no name, with letters at 100 and at 200 %.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "packaging")]
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication  # noqa: E402  the paths above come first
from shots_camera import Camera, camera_for  # noqa: E402

from balancecoach.ui import announce  # noqa: E402
from tests.ui.layout_faults import faults  # noqa: E402
from tests.ui.test_accessible import faults as by_ear  # noqa: E402
from tests.ui.test_large_text import PARTS, SIZE  # noqa: E402
from tests.ui.tour import things  # noqa: E402


def shown(camera: Camera, wanted: str) -> bool:
    """Go on until this screen is shown."""
    return any(name == wanted for part in PARTS for name in part(camera))


def wrong(camera: Camera) -> Iterator[str]:
    """What is to be mended on the screen that is shown."""
    camera.settle()
    yield from faults(camera.window)
    yield from by_ear(things(camera.window))


def main(name: str) -> int:
    """The command."""
    announce.install()
    found = 0
    for text_percent in (100, 200):
        with camera_for(SIZE, text_percent=text_percent) as camera:
            if not shown(camera, name):
                print(f"There is no screen {name} in packaging/shots_scenes.py.")
                return 1
            said = list(wrong(camera))
            words = "\n  ".join(said) or "nothing is cut, nothing over anything, each control has a name"
            print(f"{name}, letters at {text_percent} %: {words}")
            found += len(said)
    return int(bool(found))


if __name__ == "__main__":
    app = QApplication(sys.argv[:1])
    sys.exit(main(*sys.argv[1:]))
