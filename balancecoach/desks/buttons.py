"""Which buttons do what: chosen on their page, kept with the preferences, used in sessions and demonstrations."""

from collections.abc import Callable, Iterable
from types import MappingProxyType

from msgspec.structs import replace
from PySide6.QtCore import QObject

from balancecoach.core.words import tr
from balancecoach.store.store import Store
from balancecoach.ui.actions import Action, Buttons
from balancecoach.ui.button_names import name_of, plain_name
from balancecoach.ui.button_rules import action_words
from balancecoach.ui.button_screen import ButtonScreen
from balancecoach.ui.session_screen import SessionScreen


class ButtonsDesk(QObject):
    """Connects the page of buttons to the record and to the ``screens`` whose buttons they are."""

    def __init__(
        self,
        *,
        store: Store,
        screen: ButtonScreen,
        screens: Callable[[], Iterable[SessionScreen]],
        show: Callable[[], None],
        back: Callable[[], None],
    ) -> None:
        super().__init__()
        self._store, self._screen, self._screens, self._show = store, screen, screens, show
        screen.chosen.connect(self._choose)
        screen.put_back.connect(self._put_back)
        screen.left.connect(back)
        self._use("")

    def show(self) -> None:
        """The page, as things are now."""
        self._use("")
        self._show()
        self._screen.begin()

    def reload(self) -> None:
        """Others may be kept than before."""
        self._use("")

    def _use(self, words: str) -> None:
        buttons = Buttons(self._store.preferences().keys)
        for screen in self._screens():
            screen.set_buttons(buttons)
        self._screen.show_buttons(buttons, words)

    def _choose(self, action: Action, key: int) -> None:
        kept = self._store.preferences()
        keys = {**kept.keys, action.value: (*kept.keys.get(action.value, ()), name_of(key))}
        self._store.keep_preferences(replace(kept, keys=MappingProxyType(keys)))
        self._use(tr("{0} is now a button for “{1}”.").format(plain_name(key), action_words(action)))

    def _put_back(self) -> None:
        kept = self._store.preferences()
        self._store.keep_preferences(replace(kept, keys=MappingProxyType({})))
        self._use(tr("The buttons are as they were at first."))
