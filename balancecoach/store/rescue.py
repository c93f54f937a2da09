"""What could not be written until the program ended: in a file of its own, and in the record after the next start.

One JSON object a line. It lies in the first folder that takes it: the record's own may be the one that is read-only.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from operator import eq
from pathlib import Path
from typing import Any

from msgspec import Struct

from balancecoach.core.events import Stored
from balancecoach.errors import UserError
from balancecoach.paths import Paths, private_folder
from balancecoach.store import rows
from balancecoach.store.codec import decode, encode
from balancecoach.store.rows import NotToday, Report
from balancecoach.store.schema import new_file, transaction
from balancecoach.store.values import UnreadableError, dumps, loads, moment, stamp

NAME = "not-written"


class Work(Struct, frozen=True):
    """One write: a method of a record, and what it is given."""

    do: str
    given: tuple[Any, ...]

    @property
    def session_id(self) -> str:
        """Of an event or a heartbeat."""
        return str(self.given[0])

    @property
    def beat_of(self) -> str:
        """The session this is a heartbeat of."""
        return self.session_id if self.do == "beat" else ""


def shelves(paths: Paths) -> tuple[Path, ...]:
    """Where such a file may lie."""
    return (paths.data, paths.cache, paths.log)


def joined(kept: Sequence[Stored], waiting: Sequence[Stored]) -> tuple[Stored, ...]:
    """A session's events in the record and those that wait, none twice: the first of these may have been kept."""
    there = next((n for n in range(len(kept)) if all(map(eq, kept[n:], waiting))), len(kept))
    return (*kept, *waiting[len(kept) - there :])


# -- at the end ----------------------------------------------------------------------------------------------------
def keep(works: Sequence[Work], folders: Iterable[Path]) -> Path | None:
    """Write them into the first folder that takes them; ``None`` when none does."""
    text = "".join(f"{_line(work)}\n" for work in works)
    for folder in folders:
        with suppress(OSError, UserError):
            return _write(private_folder(folder) / f"{NAME}.json", text)
    return None


def _write(target: Path, text: str) -> Path:
    part = target.with_suffix(".part")
    try:
        new_file(part)
        with part.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return target


def forget(file: Path) -> None:
    """It is in the record by now."""
    with suppress(OSError):
        file.unlink(missing_ok=True)


def _line(work: Work) -> str:
    match work.do:
        case "append":
            name, body = encode(work.given[1])
            return dumps({"do": "append", "session": work.session_id, "name": name, "body": body})
        case "beat":
            return dumps(
                {"do": "beat", "session": work.session_id, "at_s": work.given[1], "wall": stamp(work.given[2])}
            )
        case "decline":
            at, plan_id, reasons, person_id = work.given
            row = {"at": stamp(at), "plan": plan_id, "reasons": list(reasons), "person": person_id}
            return dumps({"do": "decline", **row})
        case _:
            return dumps({"do": work.do, "key": work.given[0], "value": work.given[1]})


# -- at the next start ---------------------------------------------------------------------------------------------
def take_up(connection: sqlite3.Connection, folders: Iterable[Path], report: Report) -> int:
    """Write what the last run could not; how many of its writes there were. Before sessions left open are closed."""
    number = 0
    for folder in folders:
        file = folder / f"{NAME}.json"
        if not file.is_file():
            continue
        works = tuple(_read(file, report))
        with transaction(connection):
            _apply(connection, works, report)
        forget(file)  # if it stays, nothing is written twice
        report(f"What could not be written the last time is in the record now: {len(works)} writes.")
        number += len(works)
    return number


def _read(file: Path, report: Report) -> Iterator[Work]:
    for number, line in enumerate(file.read_text("utf-8", "replace").splitlines(), 1):
        try:
            yield _work(loads(line))
        except (UnreadableError, ValueError, TypeError, KeyError) as error:
            report(f"Line {number} of what waited to be written was left out: {type(error).__name__}.")


def _work(row: Any) -> Work:
    match row["do"]:
        case "append":
            return Work("append", (str(row["session"]), decode(row["name"], row["body"])))
        case "beat":
            return Work("beat", (str(row["session"]), float(row["at_s"]), moment(row["wall"])))
        case "decline":
            reasons = tuple(str(reason) for reason in row["reasons"])
            return Work("decline", (moment(row["at"]), str(row["plan"]), reasons, str(row["person"])))
        case "put_setting":
            return Work("put_setting", (str(row["key"]), row["value"]))
    raise UnreadableError("an unknown kind of write")


def _apply(connection: sqlite3.Connection, works: Sequence[Work], report: Report) -> None:
    waiting: dict[str, list[Stored]] = {}
    for work in works:
        match work.do:
            case "append":
                waiting.setdefault(work.session_id, []).append(work.given[1])
            case "decline":
                day = NotToday(*work.given)
                if day not in rows.read_declined(connection, None, report):
                    rows.write_decline(connection, day, report)
            case "put_setting":
                rows.write_setting(connection, *work.given)
    for session_id, events in waiting.items():
        kept = rows.read_events(connection, session_id, report)
        for event in joined(kept, events)[len(kept) :]:
            rows.insert_event(connection, session_id, event, report)
    for work in works:
        if work.do == "beat":
            rows.write_beat(connection, *work.given)
