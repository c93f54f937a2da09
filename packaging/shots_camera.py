"""A window with the real desk on a temporary record, and what is drawn with it."""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from shots_samples import SampleClock

from balancecoach.core.preferences import Preferences, Theme
from balancecoach.core.words import trc
from balancecoach.desks.everyday import Desk
from balancecoach.desks.rooms import Rooms
from balancecoach.paths import assets, find_paths
from balancecoach.plans.library import Library
from balancecoach.speech.clips import ClipCache, Clips, VoiceChoice, Wanted, key
from balancecoach.speech.player import SilentPlayer
from balancecoach.speech.renderer import Renderer
from balancecoach.store.journal import Journal
from balancecoach.store.store import Store
from balancecoach.ui.window import Window
from balancecoach.voicing import Voicing


def sample(text: str) -> str:
    """Words that the app would make at this moment, in the language of the pictures as far as it can be."""
    return trc("sample", text)


class _Voice(Renderer):
    """Has every clip, and none of them as a file."""

    def render_later(self, wanted: Iterable[Wanted], choice: VoiceChoice, told: Callable[[Clips], object]) -> None:
        names = {key(row): Path("clip.wav") for row in wanted}
        told(Clips(names, frozenset(names)))


class _Loudspeaker(SilentPlayer):
    def working(self) -> bool:
        return True

    def play(self, key: str, late_s: float = 0.0) -> bool:
        return True


class Camera:
    """A desk of our own. ``text_percent``: how large the letters are, whoever walks."""

    def __init__(self, store: Store, home: Path, size: tuple[int, int], text_percent: int = 100) -> None:
        self.store, self.size, self.text_percent = store, size, text_percent
        self.library = Library(assets() / "programmes")
        self.clock = SampleClock()
        self.desk = Desk(
            store=store,
            make_journal=lambda trouble: Journal(store.twin, trouble),
            programmes=self.library.programmes,
            voicing=Voicing(_Voice(ClipCache(home / "clips"), None), _Loudspeaker, VoiceChoice()),
            clock=self.clock,
            make_window=lambda may_close: Window((assets() / "icons" / "tick.svg").as_posix(), may_close),
        )
        self.rooms = Rooms(self.desk, store, self.library.programmes, self.clock)
        self.desk.built.connect(self.rooms.make)
        self.window = self.desk.window
        self.window.resize(*size)
        self.window.show()
        self.desk.prepare()

    def settle(self) -> None:
        """Everything has its place, at the window's own size."""
        if self.window.isFullScreen():
            self.window.showNormal()  # a full screen has the size of the platform's display
        self.window.set_text_percent(self.text_percent)
        self.window.resize(*self.size)
        for _ in range(4):
            QApplication.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def picture(self) -> QImage:
        """What is shown."""
        return self.window.grab().toImage()

    def close(self) -> None:
        """Put everything away."""
        self.desk.close()
        self.window.close()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@contextmanager
def camera_for(size: tuple[int, int], theme: Theme = Theme.PAPER, text_percent: int = 100) -> Iterator[Camera]:
    """A camera on a record that is gone afterwards."""
    with (
        tempfile.TemporaryDirectory() as home,
        Store.open(find_paths(home), write=True, report=lambda _: None) as store,
    ):
        store.keep_preferences(Preferences(theme=theme))
        camera = Camera(store, Path(home), size, text_percent)
        try:
            yield camera
        finally:
            camera.close()
