"""Open the record when the window's program starts; one that is damaged is mended first, and somebody is asked."""

import logging
from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEventLoop

from balancecoach.core.preferences import Preferences
from balancecoach.errors import DamagedError, UserError
from balancecoach.paths import Paths, assets
from balancecoach.store.asking import may_ask
from balancecoach.store.damage import mark_of
from balancecoach.store.lock import take_lock
from balancecoach.store.store import Store
from balancecoach.ui.system_look import palette_for
from balancecoach.ui.window import Window

_log = logging.getLogger(__name__)

#: Mend or ask. Hears whether the record cannot be opened as it is; says whether it can be opened now.
Ask = Callable[[Paths, bool], bool]


def open_record(paths: Paths, ask: Ask) -> Store | None:
    """Open it for writing. ``None``: somebody closed the window in which they were asked. Raises ``UserError``."""
    try:
        store = Store.open(paths, write=True)
    except DamagedError as error:
        _log.warning("the record cannot be opened: %s", error)
        return Store.open(paths, write=True) if ask(paths, True) else None
    if not _may_ask(store):
        return store
    store.close()
    return Store.open(paths, write=True) if ask(paths, False) else None


def open_again(paths: Paths, store: Store, ask: Ask) -> Store | None:
    """After what was read turned out to be damaged: look at all of it this time."""
    store.close()
    mark_of(paths.database).touch(mode=0o600)
    return open_record(paths, ask)


def _may_ask(store: Store) -> bool:
    try:
        return may_ask(store.path)
    except UserError as error:  # whatever it is, whoever reads it next says so
        _log.warning("the record could not be looked at: %s", error)
        return False


def ask_in_a_window(now: Callable[[], datetime]) -> Ask:
    """In a window of its own, which is there until all is answered."""

    def ask(paths: Paths, damaged: bool) -> bool:
        lock = take_lock(paths)
        try:
            return _ask(paths, now, damaged=damaged)
        finally:
            lock.release()

    return ask


def _ask(paths: Paths, now: Callable[[], datetime], *, damaged: bool) -> bool:
    from balancecoach.desks.damaged import DamagedDesk  # a sound record starts without all that mends

    loop, answers = QEventLoop(), [False]

    def end(well: bool) -> None:
        answers.append(well)
        loop.quit()

    def may_close() -> bool:
        if desk.errand.busy:
            return False
        end(False)
        return True

    window = Window((assets() / "icons" / "tick.svg").as_posix(), may_close)
    window.set_palette(palette_for(Preferences().theme))
    desk = DamagedDesk(paths.database, now, window)
    desk.done.connect(end)
    window.showMaximized()
    desk.begin(damaged=damaged)
    loop.exec()
    desk.close()
    window.hide()
    window.deleteLater()
    return answers[-1]
