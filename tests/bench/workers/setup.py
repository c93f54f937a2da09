"""Fills a data folder before the app is measured in another process."""

from balancecoach.paths import find_paths
from balancecoach.store.store import Store
from tests.e2e.stage import set_up_in


def person() -> None:
    """Somebody who may walk backwards today."""
    with Store.open(find_paths(), write=True) as store:
        set_up_in(store)
