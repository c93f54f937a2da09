"""What was removed goes after 30 days, and never because of one wrong clock."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from balancecoach.core.events import Removed
from balancecoach.past import KEPT
from balancecoach.store.forgetting import SETTING, forget_removed
from balancecoach.store.store import Store
from tests.store.store_samples import START, paths_in, whole

DAY = timedelta(days=1)


def removed(store: Store, at: datetime = START + DAY) -> None:
    """One session that was removed then."""
    for event in (*whole(), Removed(at)):
        store.append("a", event)


def starts(store: Store, *days: float) -> list[int]:
    """A start so many days after the session; how many sessions each forgot."""
    return [forget_removed(store, START + number * DAY, KEPT) for number in days]


@pytest.mark.parametrize(
    ("days", "gone"),
    [
        ((2, 3, 30), False),
        ((2, 31.1), False),  # by the start before it was there for one day
        ((2, 31.1, 31.9), False),  # on the same day: one look at the clock
        ((2, 31.1, 32.2), True),
        ((40, 41), True),
        ((40, 40, 40), False),
        ((2, 4000, 3), False),  # far ahead at one start
        ((2, 4000, 4000.5, 3), False),
        ((4000, 3, 4000, 3, 4), False),  # a clock that is wrong every second time
        ((2, -9000, 3, -9000, 4), False),  # far behind
        ((2, -9000, 40, 41), True),
        ((2, 4000, 40, 41), True),
    ],
)
def test_by_two_starts_on_different_days(tmp_path: Path, days: tuple[float, ...], gone: bool) -> None:
    with Store.open(paths_in(tmp_path), write=True) as store:
        removed(store)
        assert sum(starts(store, *days)) == int(gone)
        assert [row.id for row in store.removed()] == ([] if gone else ["a"])


@pytest.mark.parametrize("at", [START - 9000 * DAY, START + 4000 * DAY], ids=["far behind", "far ahead"])
def test_a_removal_under_a_wrong_clock_has_its_thirty_days_too(tmp_path: Path, at: datetime) -> None:
    with Store.open(paths_in(tmp_path), write=True) as store:
        removed(store, at)
        assert starts(store, 2, 3, 20, 32, 33) == [0, 0, 0, 0, 0]
        assert starts(store, 34, 35) == [0, 1] or starts(store, 36) == [1]
        assert store.removed() == ()


@pytest.mark.parametrize("kept", ["", "yesterday", 5, None, "2026-03-01T10:00:00", ["2026"]])
def test_a_start_that_cannot_be_read_is_none(tmp_path: Path, kept: object) -> None:
    with Store.open(paths_in(tmp_path), write=True) as store:
        removed(store)
        store.put_setting(SETTING, kept)
        assert starts(store, 50, 51) == [0, 1]
