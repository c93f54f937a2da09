"""A record of half a year with its daily copies, and ways to damage it."""

import random
import re
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from msgspec.structs import replace

from balancecoach.core.events import CheckedIn, Noted, Removed, SessionEnded, SessionStarted, Stored
from balancecoach.core.person import Happened
from balancecoach.core.programme import expand
from balancecoach.paths import Paths, assets, find_paths
from balancecoach.plans.library import Programmes, sample_walker
from balancecoach.store import rows
from balancecoach.store.backups import daily
from balancecoach.store.schema import MIGRATIONS, transaction
from balancecoach.store.store import Store
from tests.fakes import WALL
from tests.histories import BELT, P1, ago, person, screened
from tests.store.walked import walked

PAGE = 4096
#: Sessions of the one who walks three times a week, and of the other.
ANN, BOB = 30, 3
#: Days before now on which a copy was made.
COPIES = (40, 9, 3, 2, 1)


@dataclass(frozen=True)
class Base:
    """Folders with the same record: closed well, and cut off by a crash, with a write-ahead log."""

    closed: Path
    crashed: Path
    other: Path  # another machine's, crashed too

    def of(self, chance: random.Random) -> Path:
        """One of the two."""
        return chance.choice((self.closed, self.crashed))


def make_base(folder: Path) -> Base:
    """Write it once; it is copied for each time."""
    made = Base(folder / "closed", folder / "crashed", folder / "other")
    _write(made.closed, "ann", crash=None)
    _write(folder / "walked", "ann", crash=made.crashed)
    _write(folder / "elsewhere", "zoe", crash=made.other, sessions=8)
    return made


def _write(home: Path, first: str, crash: Path | None, sessions: int = ANN) -> None:
    paths = find_paths(str(home))
    programme = Programmes(assets() / "programmes")[P1]
    events = walked(expand(programme, 2, sample_walker(programme)))
    with Store.open(paths, write=True) as store:
        store.save_treadmill(BELT)
        for name in (first, f"{first}-bob"):
            someone = replace(person(P1, 2), id=name, name=name.title())
            store.save_person(someone, Happened(ago(200), "fall"), screened(), now=WALL)
        store.keep_pin({"hash": "kept", "wrong": 0, "tried_at": None})
        store.decline(WALL - timedelta(days=20), "p1-first-steps-w1", ("well",), first)
        _sessions(store, f"{first}-bob", events, 100.0, 100.0 - BOB)
        days = 2.4 * sessions
        for copied in COPIES:
            _sessions(store, first, events, days, copied)
            days = copied
            daily(paths.database, WALL - timedelta(days=copied))
        _sessions(store, first, events, days, 0.3)
        if crash is not None:
            _begin(store, first, events)
            shutil.copytree(home, crash, ignore=shutil.ignore_patterns("*-shm", "*.lock"))


def _sessions(store: Store, whose: str, events: tuple[Stored, ...], since: float, until: float) -> None:
    """From so many days ago on, every 2.4 days; one of them is removed and deleted, so that there are free pages."""
    connection = store._connection  # one transaction each, and not one for each event
    while since - until > 0.2:
        session_id = f"{whose}-{since:07.2f}".replace(".", "-")
        with transaction(connection):
            for event in events:
                rows.insert_event(connection, session_id, dated(event, WALL - timedelta(days=since), whose), print)
            rows.insert_event(connection, session_id, Noted(WALL - timedelta(days=since), "It went well."), print)
        if round(since) % 13 == 0:
            store.append(session_id, Removed(WALL - timedelta(days=since)))
            store.purge(WALL)
        since -= 2.4


def _begin(store: Store, whose: str, events: tuple[Stored, ...]) -> None:
    for event in events[:120]:
        store.append(f"{whose}-now", dated(event, WALL - timedelta(hours=1), whose))


def dated(event: Stored, wall: datetime, whose: str) -> Stored:
    """The same at another time."""
    if isinstance(event, SessionStarted):
        return replace(event, wall=wall, person_id=whose)
    return replace(event, wall=wall) if isinstance(event, SessionEnded | CheckedIn) else event


# -- damage ------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Hurt:
    """What is there to damage."""

    paths: Paths
    base: Base
    chance: random.Random

    @property
    def file(self) -> Path:
        """The record."""
        return self.paths.database

    @property
    def log(self) -> Path:
        """Its write-ahead log."""
        return self.file.with_name(self.file.name + "-wal")

    def flip(self, places: list[int], file: Path | None = None) -> None:
        """Another byte at each of these places."""
        path = file or self.file
        data = bytearray(path.read_bytes())
        for at in places:
            data[at % len(data)] ^= self.chance.randrange(1, 256)
        path.write_bytes(data)

    def pages(self, *kinds: int) -> list[int]:
        """Where pages that begin like this are."""
        data = self.file.read_bytes()
        return [at for at in range(PAGE, len(data), PAGE) if data[at] in kinds]


def one_byte(hurt: Hurt) -> None:
    hurt.flip([hurt.chance.randrange(hurt.file.stat().st_size)])


def many_bytes(hurt: Hurt) -> None:
    size = hurt.file.stat().st_size
    hurt.flip([hurt.chance.randrange(size) for _ in range(hurt.chance.choice((5, 50, 500)))])


def first_page(hurt: Hurt) -> None:
    top = hurt.chance.choice((100, PAGE))
    hurt.flip([hurt.chance.randrange(top) for _ in range(hurt.chance.choice((1, 3, 40)))])


def inner_page(hurt: Hurt) -> None:
    _in_a_page(hurt, hurt.pages(0x02, 0x05))


def leaf_page(hurt: Hurt) -> None:
    _in_a_page(hurt, hurt.pages(0x0A, 0x0D))


def _in_a_page(hurt: Hurt, pages: list[int]) -> None:
    at = hurt.chance.choice(pages)
    within = hurt.chance.choice((12, 200, PAGE))
    hurt.flip([at + hurt.chance.randrange(within) for _ in range(hurt.chance.choice((1, 4, 30)))])


def zeroed_page(hurt: Hurt) -> None:
    """A sector that a disk could not read any more."""
    data = bytearray(hurt.file.read_bytes())
    at = hurt.chance.randrange(len(data) // PAGE) * PAGE
    data[at : at + PAGE] = bytes(PAGE)
    hurt.file.write_bytes(data)


def free_pages(hurt: Hurt) -> None:
    data = hurt.file.read_bytes()
    trunk = int.from_bytes(data[32:36], "big")
    hurt.flip([32 + hurt.chance.randrange(8), (trunk - 1) * PAGE + hurt.chance.randrange(40) if trunk else 33])


def in_a_text(hurt: Hurt) -> None:
    data = hurt.file.read_bytes()
    texts = [found.span() for found in re.finditer(rb'\{"[ -~]{20,400}\}', data)]
    places = [hurt.chance.randrange(*hurt.chance.choice(texts)) for _ in range(hurt.chance.choice((1, 1, 6)))]
    hurt.flip(places)


def an_index(hurt: Hurt) -> None:
    """Rows that an index no longer knows: ``quick_check`` sees nothing."""
    name = hurt.chance.choice(("sessions_by_start", "sessions_of_person", "events_ended"))
    with closing(sqlite3.connect(hurt.file, isolation_level=None)) as found:
        found.execute("PRAGMA writable_schema = ON")
        found.execute("PRAGMA journal_mode = DELETE")
        sql = found.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone()[0]
        found.execute("UPDATE sqlite_master SET sql = ? WHERE name = ?", (_partial(sql), name))
    with closing(sqlite3.connect(hurt.file, isolation_level=None)) as found:
        found.execute("REINDEX")
        found.execute("PRAGMA writable_schema = ON")
        found.execute("UPDATE sqlite_master SET sql = ? WHERE name = ?", (sql, name))
        found.execute("PRAGMA journal_mode = WAL")


def _partial(sql: str) -> str:
    column = "id" if "sessions (" in sql else "session_id"
    return f"{sql.partition(' WHERE ')[0]} WHERE substr({column}, -1) < '5'"


def cut_short(hurt: Hurt) -> None:
    size = hurt.file.stat().st_size
    with hurt.file.open("r+b") as file:
        file.truncate(hurt.chance.choice((0, hurt.chance.randrange(PAGE), hurt.chance.randrange(size))))


def gone(hurt: Hurt) -> None:
    for path in (hurt.file, hurt.log):
        if hurt.chance.random() < 0.7 or path is hurt.file:
            path.unlink(missing_ok=True)


def log_gone(hurt: Hurt) -> None:
    hurt.log.unlink(missing_ok=True)


def log_cut(hurt: Hurt) -> None:
    if hurt.log.exists():
        with hurt.log.open("r+b") as file:
            file.truncate(hurt.chance.randrange(hurt.log.stat().st_size))


def log_flipped(hurt: Hurt) -> None:
    if hurt.log.exists():
        hurt.flip([hurt.chance.randrange(hurt.log.stat().st_size) for _ in range(3)], hurt.log)


def another_log(hurt: Hurt) -> None:
    shutil.copyfile(hurt.base.other / hurt.log.name, hurt.log)


def shared_memory(hurt: Hurt) -> None:
    hurt.file.with_name(hurt.file.name + "-shm").write_bytes(hurt.chance.randbytes(32768))


def a_text(hurt: Hurt) -> None:
    hurt.file.write_text("Shopping: bread, milk. " * 400, encoding="utf-8")


def another_programs(hurt: Hurt) -> None:
    hurt.file.unlink()
    hurt.log.unlink(missing_ok=True)
    with closing(sqlite3.connect(hurt.file, isolation_level=None)) as made:
        made.execute("CREATE TABLE bookmarks (url)")


def a_zip(hurt: Hurt) -> None:
    with zipfile.ZipFile(hurt.file, "w") as made:
        made.writestr("photos/one.txt", "x" * 10_000)


def a_folder(hurt: Hurt) -> None:
    hurt.file.unlink()
    hurt.log.unlink(missing_ok=True)
    hurt.file.mkdir()
    (hurt.file / "inside.txt").write_text("Something else.", encoding="utf-8")


def an_older_one(hurt: Hurt) -> None:
    """Somebody put a copy of last week in its place by hand."""
    older = sorted((hurt.paths.data / "backups").glob("daily-*"))[hurt.chance.randrange(len(COPIES) - 1)]
    hurt.log.unlink(missing_ok=True)
    shutil.copyfile(older, hurt.file)


def a_newer_one(hurt: Hurt) -> None:
    hurt.log.unlink(missing_ok=True)
    with closing(sqlite3.connect(hurt.file)) as made:
        made.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")


#: Name, what it does, and how often it is drawn beside the others.
DAMAGE: tuple[tuple[Callable[[Hurt], None], int], ...] = (
    (one_byte, 4),
    (many_bytes, 4),
    (first_page, 3),
    (inner_page, 3),
    (leaf_page, 3),
    (zeroed_page, 2),
    (free_pages, 1),
    (in_a_text, 4),
    (an_index, 2),
    (cut_short, 4),
    (gone, 1),
    (log_gone, 2),
    (log_cut, 2),
    (log_flipped, 2),
    (another_log, 2),
    (shared_memory, 1),
    (a_text, 1),
    (another_programs, 1),
    (a_zip, 1),
    (a_folder, 1),
    (an_older_one, 2),
    (a_newer_one, 1),
)


def draw(chance: random.Random) -> Callable[[Hurt], None]:
    """One of them."""
    return chance.choices([what for what, _ in DAMAGE], [weight for _, weight in DAMAGE])[0]
