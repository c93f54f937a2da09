"""The Settings page: the helper's PIN, and what is known of the treadmill."""

from PySide6.QtCore import QObject, Signal

from balancecoach import __version__
from balancecoach.core.preferences import Preferences
from balancecoach.core.screening import SETUP
from balancecoach.core.words import tr
from balancecoach.errors import UserError
from balancecoach.pin import Pin
from balancecoach.store.store import Store
from balancecoach.ui.window import Window


class SettingsDesk(QObject):
    """Connects the Settings page. Whoever sees it has passed the PIN, so setting another needs no old one."""

    treadmill_wanted = Signal()
    preferred = Signal()  # something was set: draw and speak like that

    def __init__(self, *, store: Store, pin: Pin, window: Window) -> None:
        super().__init__()
        self._store, self._pin, self._window = store, pin, window
        window.settings.preferred.connect(self._prefer)
        window.settings.pin_set.connect(self._set)
        window.settings.pin_removed.connect(self._remove)
        window.settings.check_treadmill.connect(self.treadmill_wanted)

    def show(self, words: str = "") -> None:
        """The page, as things are now."""
        about = tr("Balance Coach {0}. Everything is kept in {1}.").format(__version__, self._store.path.parent)
        treadmill = self._treadmill()
        self._window.settings.show_preferences(self._store.preferences())
        self._window.settings.show_facts(pin=self._pin.is_set, treadmill=treadmill, about=about, words=words)
        self._window.show_page("settings")

    def _prefer(self, preferences: Preferences) -> None:
        self._store.keep_preferences(preferences)
        self.preferred.emit()

    def _treadmill(self) -> str:
        treadmill = self._store.treadmill()
        missing = [row for row in SETUP if row.key not in treadmill.checked and row.key != "control"]
        if treadmill.at is None:
            return tr("Not checked yet.")
        day = f"{treadmill.at.day} {treadmill.at:%B %Y}"
        if missing:
            return tr("Checked on {0}: {1} of the checks failed.").format(day, len(missing))
        text = tr("Checked on {0}: all is well. The belt's slowest speed is {1:g} km/h.")
        return text.format(day, treadmill.slowest_kmh)

    def _set(self, typed: str) -> None:
        try:
            self._pin.set(typed)
        except UserError as error:
            self.show(str(error))
            return
        self.show(tr("The PIN is set. Write it down where only the helper finds it."))

    def _remove(self) -> None:
        self._pin.forget()
        self.show(tr("The PIN is removed."))
