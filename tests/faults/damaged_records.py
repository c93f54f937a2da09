"""A small record to be damaged, and the pieces that tests of damage share."""

import random
from datetime import timedelta
from pathlib import Path

from balancecoach.paths import Paths, find_paths
from balancecoach.store.backups import daily
from balancecoach.store.store import Store
from tests.fakes import WALL
from tests.faults.damaging import PAGE
from tests.histories import person, screened
from tests.store.store_samples import whole_of

DAY = timedelta(days=1)


def quiet(_said: str) -> None:
    return


def two_people() -> Paths:
    """Two people with sessions, a good copy of yesterday, and a session walked since."""
    paths = find_paths()
    with Store.open(paths, write=True) as store:
        for name in ("ann", "bob"):
            store.save_person(person(id=name, name=name.title()), screened(), now=WALL)
        for number in range(6):
            for event in whole_of("ann" if number % 2 else "bob", WALL - (9 - number) * DAY):
                store.append(f"s{number}", event)
    daily(paths.database, WALL - DAY)
    with Store.open(paths, write=True) as store:
        for event in whole_of("ann", WALL):
            store.append("since", event)
    return paths


def spoil(path: Path, *pages: int) -> bytes:
    """Overwrite the middle of these pages; what the file was like then."""
    data = bytearray(path.read_bytes())
    for page in pages:
        data[page * PAGE : page * PAGE + 200] = random.Random(page).randbytes(200)
    path.write_bytes(data)
    return bytes(data)


def asides(paths: Paths) -> list[Path]:
    return sorted((paths.data / "backups").glob("damaged-*"))
