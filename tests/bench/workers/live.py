"""The real app, which real keys are sent to: a line of JSON for every key that it gets and what it paints."""

import json
import sys
import time
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from balancecoach.app import build
from balancecoach.paths import assets, find_paths
from balancecoach.plans.library import Library
from balancecoach.store.store import Store
from balancecoach.ui.session_face import SessionFace
from tests.bench.workers.session import when_voice_is_ready


def tell(what: str, **more: Any) -> None:
    """One line, with the time."""
    sys.stdout.write(json.dumps({"what": what, "at_s": time.monotonic(), **more}) + "\n")
    sys.stdout.flush()


class Watch(QObject):
    """Sees every key of the keyboard as it arrives, and every paint of the countdown that shows other digits."""

    def __init__(self, face: SessionFace) -> None:
        super().__init__()
        self._face, self._digits = face, ""

    def eventFilter(self, of: QObject, event: QEvent) -> bool:
        """Nothing is held back."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and of.isWindowType():
            tell("key", key=event.key())
        elif event.type() == QEvent.Type.Paint and of in (self._face.timer, self._face.big):
            shown = self._face.timer.text() + self._face.big.text()
            if shown != self._digits:
                self._digits = shown
                QTimer.singleShot(0, lambda: tell("painted", shown=shown))  # when the paint is done
        return super().eventFilter(of, event)


def app(plan_name: str) -> None:
    """Until it is killed. Tells "ready" when every clip is there."""
    application = QApplication([])
    paths = find_paths()
    library = Library(assets() / "programmes")
    with Store.open(paths, write=True) as store:
        desk = build(paths, store, library.programmes)
        plan = library.find(plan_name)
        desk.walk_today(plan)
        watch: list[Watch] = []

        def built() -> None:
            watch.append(Watch(desk.window.session))
            application.installEventFilter(watch[0])
            tell("built")

        desk.built.connect(built)  # before the first paint there is no session's screen
        desk.window.showMaximized()
        waiting = when_voice_is_ready(desk, paths, plan, lambda: tell("ready"))
        application.exec()
        waiting.stop()
