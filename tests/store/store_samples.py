"""Sessions to keep, and folders to keep them in; looking at what lies there."""

import sqlite3
import stat
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path

from balancecoach.core.cue import Cue
from balancecoach.core.events import (
    BlockStarted,
    CheckedIn,
    CueDue,
    CueMissed,
    GatePassed,
    Noted,
    Outcome,
    Paused,
    Removed,
    RestartBegun,
    Restored,
    Resumed,
    SessionEnded,
    SessionStarted,
    StepTaken,
    Stored,
    Wobbled,
)
from balancecoach.core.phrases import Phrase, Tone
from balancecoach.core.plan import Block, Facing, Hands, Kind
from balancecoach.paths import Paths
from balancecoach.store.schema import MIGRATIONS
from balancecoach.store.store import Store

#: The next version, for tests: a new table with a row for each session.
MORE = (*MIGRATIONS, ("CREATE TABLE later (name TEXT)", "INSERT INTO later SELECT id FROM sessions"))
START = datetime(2026, 1, 31, 23, 30, 0, 250_000, timezone(timedelta(hours=5, minutes=30)))
BLOCKS = (
    Block(Kind.PREPARE, 20.0),
    Block(Kind.FORWARD, 60.0, 1.6, part="warm_up"),
    Block(Kind.TURN, 15.0, facing=Facing.ROOM),
    Block(Kind.BACKWARD, 60.0, 0.8, Facing.ROOM, Hands.BOTH),
    Block(Kind.STEP_OFF, 10.0, facing=Facing.ROOM),
)
CUE = Cue(3, 12.0, Phrase("next_bout_min", (1.0,)), Tone.ATTENTION, 3.25)


def paths_in(folder: Path) -> Paths:
    """An installation under ``folder``."""
    return Paths(folder / "data", folder / "cache", folder / "log")


def started(wall: datetime = START, *, demo: bool = False, person_id: str = "") -> SessionStarted:
    """The first event of every session here."""
    return SessionStarted(0.0, wall, "p1-w1", "Erste Schritte – week 1", BLOCKS, demo, ("well", "shoes"), person_id)


def walking(wall: datetime = START) -> tuple[Stored, ...]:
    """A session in the middle of its backward bout: 60 s forward are done, backward began at 100 s."""
    return (
        started(wall),
        BlockStarted(0.0, 0),
        GatePassed(20.0, 0),
        BlockStarted(20.0, 1),
        BlockStarted(80.0, 2),
        GatePassed(100.0, 2),
        BlockStarted(100.0, 3),
        CueDue(112.0, CUE, 0.004),
    )


def whole(wall: datetime = START) -> tuple[Stored, ...]:
    """A whole session with one of each event: 60 s forward, 60 s backward with a pause in between."""
    return (
        *walking(wall),
        Wobbled(115.0, 3),
        Paused(120.0),
        CueMissed(121.0, "chin_level", "crowded"),
        RestartBegun(140.0),
        Resumed(150.0),
        BlockStarted(190.0, 4),
        GatePassed(205.0, 4),
        SessionEnded(205.0, wall + timedelta(seconds=205), Outcome.COMPLETED),
        Noted(wall + timedelta(seconds=220), "Knee felt fine."),
        Removed(wall + timedelta(seconds=230)),
        Restored(wall + timedelta(seconds=240)),
        StepTaken(207.0, "sit"),
        CheckedIn(wall + timedelta(seconds=260), 4, "none", None),
    )


def whole_of(person_id: str, wall: datetime = START) -> tuple[Stored, ...]:
    """A whole session of somebody's."""
    return (started(wall, person_id=person_id), *whole(wall)[1:])


def mode(path: Path) -> int:
    """Who may read and write it."""
    return stat.S_IMODE(path.stat().st_mode)


def files(folder: Path) -> dict[str, bytes]:
    """The databases of a folder and what is in them; not SQLite's empty side files nor our lock."""
    ours = (path for path in folder.rglob("*") if path.is_file() and not path.name.endswith(("-shm", ".lock")))
    return {path.name: path.read_bytes() for path in ours if path.stat().st_size}


def one_sentence(text: str, path: Path) -> None:
    """It names the file, then says what is wrong and what to do; no full stop but the last."""
    assert text.startswith(f"{path}: ")
    assert text.endswith(".")
    assert ". " not in text
    assert ";" in text or ", so " in text, "say what to do"


def kept(folder: Path) -> Path:
    """A database with an open session in it; its path."""
    with Store.open(paths_in(folder), write=True) as store:
        session = store.begin()
        for event in walking():
            store.append(session, event)
    return paths_in(folder).database


def damage(paths: Paths, statement: str) -> None:
    """Change the file behind the store's back."""
    with closing(sqlite3.connect(paths.database, isolation_level=None)) as connection:
        assert connection.execute(statement).rowcount > 0
