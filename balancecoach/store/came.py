"""What came with an import, kept in the copy that was made before it: so that exactly that can be taken out again."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Self

from msgspec import Struct

from balancecoach.store.bodies import encoded
from balancecoach.store.faults import told
from balancecoach.store.records import Part
from balancecoach.store.values import Json


class Change(Struct, frozen=True):
    """One record that came. ``before``: what was under its key, ``None`` for nothing. ``after``: a fingerprint."""

    part: Part
    key: Json
    before: Json | None
    after: str


def fingerprint(record: Json) -> str:
    """The same for two records that are the same, and only for those."""
    return sha256(encoded(record).encode()).hexdigest()


class Came:
    """Written during an import, read to undo it. Its file is a whole copy of the record with one more table."""

    def __init__(self, copy: Path) -> None:
        self.path = copy
        with told(copy):
            self._connection = sqlite3.connect(f"{copy.absolute().as_uri()}?mode=rw", isolation_level=None, uri=True)

    def begin(self) -> None:
        """Make the table; what is noted from now on is there after ``end``."""
        with told(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.execute(
                "CREATE TABLE came (number INTEGER PRIMARY KEY, part TEXT NOT NULL, key TEXT NOT NULL,"
                " before TEXT, after TEXT NOT NULL)"
            )

    def note(self, change: Change) -> None:
        """One record that came."""
        before = None if change.before is None else encoded(change.before)
        row = (change.part.value, encoded(change.key), before, change.after)
        with told(self.path):
            self._connection.execute("INSERT INTO came (part, key, before, after) VALUES (?, ?, ?, ?)", row)

    def end(self) -> None:
        """All of it is on the disk when this returns."""
        with told(self.path):
            self._connection.execute("COMMIT")

    def changes(self) -> Iterator[Change]:
        """The newest first, so that nothing is taken away under something that needs it."""
        with told(self.path):
            found = self._connection.execute("SELECT part, key, before, after FROM came ORDER BY number DESC")
            for part, key, before, after in found:
                yield Change(Part(part), json.loads(key), None if before is None else json.loads(before), str(after))

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with closing(self._connection):
            pass
