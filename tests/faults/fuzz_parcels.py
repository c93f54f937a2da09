"""Files with everything and copies of the record, made bad, and what must come of them."""

import gzip
import io
import json
import random
import sqlite3
from contextlib import closing, suppress
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from balancecoach.carrying import needs_passphrase, open_file
from balancecoach.errors import UserError
from balancecoach.exchange.merging import look
from balancecoach.paths import Paths
from balancecoach.store.backups import RETURN, copies, folder_of, go_back, holds
from balancecoach.store.store import Store
from tests.fakes import FakeClock
from tests.faults.fuzz_age import locked
from tests.faults.fuzz_changes import bytes_changed, odd
from tests.faults.fuzz_plans import refused
from tests.faults.fuzz_records import NAME, PASSPHRASE, broken_document, fresh, machine, quiet, sound


# -- files with everything ---------------------------------------------------------------------------------------------
def broken_parcel(chance: random.Random) -> bytes:
    """Gzip: its bytes changed, what is inside changed, more than once inside, or a bomb."""
    draw = chance.random()
    if draw < 0.002:
        return _bomb(chance)
    inside = broken_document(chance) if draw < 0.3 else machine()[0]
    raw = gzip.compress(inside, chance.choice((0, 1, 9)), mtime=0)
    if draw < 0.05:
        return raw + chance.choice((raw, b"\x00", gzip.compress(b"", mtime=0)))
    if draw < 0.08:
        return gzip.compress(raw, 1, mtime=0)
    return raw if draw < 0.15 else bytes_changed(chance, raw)


def _bomb(chance: random.Random) -> bytes:
    piece = chance.choice((b"\x00", b"[", b'{"', b"\n")) * (1 << 20)
    file = io.BytesIO()
    with gzip.GzipFile(fileobj=file, mode="wb", compresslevel=1, mtime=0) as inside:
        for _ in range(chance.choice((40, 300))):
            inside.write(piece)
    return file.getvalue()


@cache
def _locks() -> tuple[bytes, ...]:
    packed = gzip.compress(machine()[0], 9, mtime=0)
    return (locked(packed, PASSPHRASE), locked(packed, "another one"), locked(b"no gzip", PASSPHRASE, 2))


def broken_lock(chance: random.Random) -> bytes:
    """Age: bytes and lines of its head changed, its work, its pieces."""
    raw = chance.choice(_locks())
    head, mark, rest = raw.partition(b"---")
    draw = chance.random()
    if draw < 0.4:
        return bytes_changed(chance, head) + mark + rest
    if draw < 0.55:
        works = (b"0", b"-1", b"1e3", b"01", b"", b"14", b"21", b"22", b"30", b"63", b"64", b"255", b"9" * 30)
        return head.replace(b" 1\n", b" " + chance.choice(works) + b"\n") + mark + rest
    if draw < 0.65:
        rows = head.split(b"\n")
        chance.shuffle(rows)
        return b"\n".join(rows) + mark + rest
    return bytes_changed(chance, raw)


def parcel(place: Path, raw: bytes) -> bool:
    """``restore FILE``: unpacked, unlocked, and looked at."""
    path = place / NAME
    path.write_bytes(raw)
    try:
        opened = open_file(path, place, PASSPHRASE if needs_passphrase(path) else "")
        try:
            look(opened.source())
        finally:
            opened.close()
    except UserError as error:
        return refused(error, str(path))
    return True


# -- copies ------------------------------------------------------------------------------------------------------------
def broken_copy(chance: random.Random) -> bytes:
    """A database: bytes changed, pages swapped, its head, or its tables and rows made into something else."""
    raw, draw = machine()[1], chance.random()
    if draw < 0.3:
        return bytes_changed(chance, raw)
    if draw < 0.4:
        at = chance.randrange(100)
        return raw[:at] + chance.randbytes(chance.choice((1, 2, 4))) + raw[at + 4 :]
    if draw < 0.5:
        size = 4096
        pages = [raw[at : at + size] for at in range(0, len(raw), size)]
        chance.shuffle(pages)
        return b"".join([raw[:size], *pages[1:]])
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.deserialize(raw)
        for _ in range(chance.choice((1, 1, 3))):
            _tamper(chance, connection)
        return connection.serialize()


_TABLES = ("sessions", "events", "heartbeat", "not_today", "settings", "people", "person_facts", "plans", "summaries")


def _tamper(chance: random.Random, connection: sqlite3.Connection) -> None:
    table = chance.choice(_TABLES)
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")] or ["id"]
    column, value = chance.choice(columns), odd(chance)
    value = value if isinstance(value, str | float | type(None)) else json.dumps(value)
    value = value.encode("utf-8", "surrogatepass") if isinstance(value, str) and chance.random() < 0.3 else value
    statements: tuple[tuple[str, tuple[Any, ...]], ...] = (
        (f"UPDATE {table} SET {column} = ?", (value,)),
        (f"UPDATE {table} SET {column} = ?", (value,)),
        (f"UPDATE OR REPLACE {table} SET {column} = {chance.choice(columns)}", ()),
        (f"DELETE FROM {table}", ()),
        (f"DROP TABLE {table}", ()),
        (f"ALTER TABLE {table} RENAME TO other{chance.randrange(9)}", ()),
        (f"ALTER TABLE {table} ADD COLUMN more TEXT", ()),
        (f"PRAGMA user_version = {chance.choice((0, 1, 2, 3, 4, 99, -1))}", ()),
        (f"CREATE TRIGGER t{chance.randrange(9**9)} AFTER INSERT ON {table} BEGIN DELETE FROM people; END", ()),
        (f"CREATE VIEW v{chance.randrange(9**9)} AS SELECT * FROM nowhere", ()),
        ("PRAGMA writable_schema = ON", ()),
        ("UPDATE sqlite_master SET sql = 'CREATE TABLE x (y' WHERE name = ?", (table,)),
        ("UPDATE sqlite_master SET rootpage = ? WHERE name = ?", (chance.choice((0, 1, 2, 9999)), table)),
    )
    statement, values = chance.choice(statements)
    with suppress(sqlite3.Error, UnicodeEncodeError):  # SQLite itself may not have it
        connection.execute(statement, values)


def copy(place: Path, raw: bytes) -> bool:
    """Going back to a copy of the record, and a record that somebody put in place of ours."""
    paths, clock = Paths(place / "data", place / "cache", place / "log"), FakeClock()
    fresh(paths)
    paths.database.write_bytes(machine()[1])
    folder = folder_of(paths.database)
    folder.mkdir(mode=0o700)
    path = folder / "daily-20260131T174500Z.sqlite3"
    path.write_bytes(raw)
    assert [each.path for each in copies(folder)] == [path]
    try:
        holds(path)
        with Store.open(paths, write=True, report=quiet):
            go_back(paths.database, path, clock.now().wall, quiet, quiet)
    except UserError as error:
        with Store.open(paths, write=True, report=quiet) as store:
            assert store.check() == "" and len(store.people()) == 1, "refused, and yet something changed"
        return refused(error, str(path))
    with Store.open(paths, write=True, report=quiet) as store:
        sound(store, clock)
    assert any(each.kind == RETURN for each in copies(folder))
    return True


def record(place: Path, raw: bytes) -> bool:
    """A file with the record's name and place that is not what we left there."""
    paths, clock = Paths(place / "data", place / "cache", place / "log"), FakeClock()
    fresh(paths)
    paths.database.write_bytes(raw)
    clock.sleep(timedelta(days=1).total_seconds())
    try:
        with Store.open(paths, write=True, report=quiet) as store:
            if store.check():
                return False
            sound(store, clock)
    except UserError as error:
        return refused(error, str(paths.database))
    return True
