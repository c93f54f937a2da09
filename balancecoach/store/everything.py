"""All that a record holds, as JSON values one at a time, and back: for moving to another machine and for merging.

The PIN and the mark of the last import are this machine's own and never among it.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from balancecoach.store import records
from balancecoach.store.bodies import text_of, texts_of
from balancecoach.store.faults import told
from balancecoach.store.records import Part, removed_utc
from balancecoach.store.schema import backup, snapshot, transaction
from balancecoach.store.values import Json

#: The setting that says which import can be undone.
MARK = "last_import"
#: Settings that never leave the machine nor come to it.
OWN = frozenset({"pin", MARK, "mended", "newest_copy", "unreadable_texts"})
BEFORE = "before-import"
#: Copies made before imports, that is how many imports back one can go by hand.
KEPT = 2


class Everything:
    """For the thread that opened the record. Methods raise ``UserError`` as those of ``Store`` do."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path, self._connection = path, connection

    # -- reading ---------------------------------------------------------------------------------------------
    @contextmanager
    def still(self) -> Iterator[None]:
        """All that is read inside is of one moment, whatever another program writes meanwhile."""
        with told(self.path), snapshot(self._connection):
            yield

    def each(self, part: Part, person_id: str | None = None) -> Iterator[Json]:
        """Every record of a part, or those of one person, who has no settings and no plans."""
        if person_id is not None and part in (Part.SETTINGS, Part.PLANS):
            return
        for record in records.each(self._connection, part, person_id):
            if part is not Part.SETTINGS or record["key"] not in OWN:
                yield record

    def find(self, part: Part, record: Json) -> Json | None:
        """What is kept under this record's key, ``None`` for nothing."""
        return records.find(self._connection, part, record)

    def is_new(self) -> bool:
        """Whether nobody has kept anything yet but settings."""
        parts = [part for part in Part if part is not Part.SETTINGS]
        return not any(next(self.each(part), None) for part in parts)

    def is_needed(self, person_id: str) -> bool:
        """Whether something is kept that belongs to this person."""
        statement = (
            "SELECT EXISTS (SELECT 1 FROM sessions WHERE person_id = ?1)"
            " OR EXISTS (SELECT 1 FROM not_today WHERE person_id = ?1)"
        )
        return bool(self._connection.execute(statement, (person_id,)).fetchone()[0])

    # -- writing ---------------------------------------------------------------------------------------------
    @contextmanager
    def changing(self) -> Iterator[None]:
        """All that is written inside, or nothing of it. What is deleted is overwritten, not only forgotten."""
        self._connection.execute("PRAGMA secure_delete = ON")
        with told(self.path), transaction(self._connection):
            yield

    def put(self, part: Part, record: Json) -> None:
        """Keep a record in place of the one under its key. What it belongs to is there already."""
        _PUT[part](self._connection, record)

    def delete(self, part: Part, record: Json) -> None:
        """Delete what is kept under this record's key."""
        if part is Part.DECLINED:
            found = records.find_declined(self._connection, record)
            self._connection.execute("DELETE FROM not_today WHERE id = ?", (found[0] if found else None,))
        else:
            key = "key" if part is Part.SETTINGS else "id"
            self._connection.execute(f"DELETE FROM {part.value} WHERE {key} = ?", (record[key],))

    def mark(self) -> object:
        """What ``set_mark`` was given, ``None`` for nothing or what cannot be read."""
        with told(self.path):
            row = self.find(Part.SETTINGS, {"key": MARK})
        return None if row is None else row["value"]

    def set_mark(self, value: Json | None) -> None:
        """Keep which import can be undone, ``None`` for none."""
        if value is None:
            self.delete(Part.SETTINGS, {"key": MARK})
        else:
            self.put(Part.SETTINGS, {"key": MARK, "value": value})

    # -- copies ----------------------------------------------------------------------------------------------
    @property
    def backups(self) -> Path:
        """The folder of the copies."""
        return self.path.parent / "backups"

    def copy(self, token: str) -> Path:
        """A copy of the whole record as it is now; ``token`` keeps it apart from every other."""
        with told(self.path):
            for journal in self.backups.glob(f"{BEFORE}-*-journal"):  # of an import that was killed: it is none
                journal.with_name(journal.name.removesuffix("-journal")).unlink(missing_ok=True)
                journal.unlink()
            return backup(self._connection, self.path, self.backups, f"{BEFORE}-{token}")

    def tidy_copies(self, newest: Path) -> None:
        """Delete the copies of imports before the newest few. ``newest`` stays, whatever date a clock gave it."""
        with suppress(OSError):
            others = (path for path in self.backups.glob(f"{BEFORE}-*.sqlite3") if path.name != newest.name)
            for path in sorted(others, key=lambda path: path.stat().st_mtime)[: 1 - KEPT]:
                path.unlink()


# -- one statement or two each -----------------------------------------------------------------------------------------
def _put_setting(connection: sqlite3.Connection, record: Json) -> None:
    connection.execute(
        "INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (record["key"], text_of(record["value"])),
    )


def _put_plan(connection: sqlite3.Connection, record: Json) -> None:
    connection.execute(
        "INSERT INTO plans (id, title, text, kind, draft, changed) VALUES (:id, :title, :text, :kind, :draft, :changed)"
        " ON CONFLICT (id) DO UPDATE SET title = excluded.title, text = excluded.text, kind = excluded.kind,"
        " draft = excluded.draft, changed = excluded.changed",
        record,
    )


def _put_person(connection: sqlite3.Connection, record: Json) -> None:
    person_id = record["id"]
    connection.execute(
        "INSERT INTO people (id, archived, body, created_utc, changed_utc) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET archived = excluded.archived, body = excluded.body,"
        " created_utc = excluded.created_utc, changed_utc = excluded.changed_utc",
        (person_id, record["archived"], text_of(record["details"]), record["created_utc"], record["changed_utc"]),
    )
    connection.execute("DELETE FROM person_facts WHERE person_id = ?", (person_id,))
    connection.executemany(
        "INSERT INTO person_facts (person_id, seq, at, name, body) VALUES (?, ?, ?, ?, ?)",
        [(person_id, seq, at, name, text_of(body)) for seq, (at, name, body) in enumerate(record["facts"])],
    )


def _put_declined(connection: sqlite3.Connection, record: Json) -> None:
    found = records.find_declined(connection, record)
    if found is not None:
        connection.execute("UPDATE not_today SET person_id = ? WHERE id = ?", (record["person"], found[0]))
        return
    row = (record["at"], record["plan"], text_of(record["reasons"]), record["person"])
    connection.execute("INSERT INTO not_today (at, plan_id, reasons, person_id) VALUES (?, ?, ?, ?)", row)


def _put_session(connection: sqlite3.Connection, record: Json) -> None:
    session_id, events = record["id"], record["events"]
    texts = texts_of([body for _, _, body in events])
    connection.execute(
        "INSERT INTO sessions (id, started_utc, demo, person_id, removed_utc) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET started_utc = excluded.started_utc, demo = excluded.demo,"
        " person_id = excluded.person_id, removed_utc = excluded.removed_utc",
        (session_id, record["started_utc"], record["demo"], record["person"], removed_utc(events)),
    )
    for table in ("events", "heartbeat", "summaries"):
        connection.execute(f"DELETE FROM {table} WHERE session_id = ?", (session_id,))
    connection.executemany(
        "INSERT INTO events (session_id, seq, at_s, name, body) VALUES (?, ?, ?, ?, ?)",
        [
            (session_id, seq, at_s, name, text)
            for seq, ((at_s, name, _), text) in enumerate(zip(events, texts, strict=True))
        ],
    )
    if record["beat"] is not None:
        row = (session_id, *record["beat"])
        connection.execute("INSERT INTO heartbeat (session_id, at_s, wall) VALUES (?, ?, ?)", row)


_PUT = {
    Part.SETTINGS: _put_setting,
    Part.PLANS: _put_plan,
    Part.PEOPLE: _put_person,
    Part.DECLINED: _put_declined,
    Part.SESSIONS: _put_session,
}
