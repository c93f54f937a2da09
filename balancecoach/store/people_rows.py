"""People and their facts: a few statements each. Callers open transactions and turn errors into sentences."""

import sqlite3
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from balancecoach.core.person import Fact, Person, Screened
from balancecoach.store.people import decode_fact, decode_person, encode_fact, encode_person
from balancecoach.store.rows import Report
from balancecoach.store.values import UnreadableError, moment, stamp


def read_people(connection: sqlite3.Connection, archived: bool, report: Report) -> tuple[Person, ...]:
    """Those who are archived, or those who are not, by name. Damaged ones are reported, and their rows stay."""
    found = connection.execute("SELECT id, archived, body FROM people WHERE (archived <> 0) = ?", (archived,))
    people = (_readable(row, report) for row in found.fetchall())
    return tuple(sorted((person for person in people if person is not None), key=_by_name))


def count(connection: sqlite3.Connection, most: int) -> int:
    """How many walk and are not archived, counted up to ``most``."""
    statement = "SELECT count(*) FROM (SELECT 1 FROM people WHERE archived = 0 LIMIT ?)"
    return int(connection.execute(statement, (most,)).fetchone()[0])


def read_person(connection: sqlite3.Connection, person_id: str, report: Report) -> Person | None:
    """One person; ``None`` when there is nobody, or the details are damaged."""
    row = connection.execute("SELECT id, archived, body FROM people WHERE id = ?", (person_id,)).fetchone()
    return None if row is None else _readable(row, report)


def _readable(row: Sequence[Any], report: Report) -> Person | None:
    try:
        return decode_person(str(row[0]), row[1], row[2])
    except UnreadableError as error:
        report(f"Person {row[0]} was left out: {error}.")
        return None


def _by_name(person: Person) -> tuple[str, str, str]:
    """Accents decide only between names that are otherwise the same: Émile comes before Eva."""
    plain = unicodedata.normalize("NFKD", person.name).casefold()
    return "".join(letter for letter in plain if not "\u0300" <= letter <= "\u036f"), person.name, person.id


def read_facts(connection: sqlite3.Connection, person_id: str, report: Report) -> tuple[Fact, ...]:
    """Everything dated about a person, in the order in which it was kept: a clock set wrong cannot change it.

    What cannot be read is left out and reported. It may have been a fall, or answers that forbid to walk: the answers
    before it are left out too, so that the first-time questions are asked again.
    """
    statement = "SELECT seq, at, name, body FROM person_facts WHERE person_id = ? ORDER BY seq"
    facts: list[Fact] = []
    for seq, at, name, body in connection.execute(statement, (person_id,)).fetchall():
        try:
            facts.append(decode_fact(at, name, body))
        except UnreadableError as error:
            report(f"Person {person_id}, fact {seq} was left out: {error}.")
            facts = [fact for fact in facts if not isinstance(fact, Screened)]
    return tuple(facts)


def write_person(connection: sqlite3.Connection, person: Person, facts: Sequence[Fact], now: datetime) -> None:
    """Keep a person as they are now, and add facts."""
    stamp(now)
    utc = _after(connection, person.id, now)
    connection.execute(
        "INSERT INTO people (id, archived, body, created_utc, changed_utc) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET archived = excluded.archived, body = excluded.body,"
        " changed_utc = excluded.changed_utc",
        (person.id, person.archived, encode_person(person), utc, utc),
    )
    connection.executemany(
        "INSERT INTO person_facts (person_id, seq, at, name, body)"
        " SELECT ?, coalesce(max(seq), -1) + 1, ?, ?, ? FROM person_facts WHERE person_id = ?",
        [(person.id, *encode_fact(fact), person.id) for fact in facts],
    )


def _after(connection: sqlite3.Connection, person_id: str, now: datetime) -> str:
    """Now, or just after the last change if a clock was set back since: the newer details count when machines meet."""
    row = connection.execute("SELECT changed_utc FROM people WHERE id = ?", (person_id,)).fetchone()
    utc = now.astimezone(UTC)
    with suppress(ValueError, OverflowError):  # no such person yet, or a damaged date
        utc = max(utc, moment(row[0] if row else None) + timedelta(microseconds=1))
    return utc.astimezone(UTC).isoformat(timespec="microseconds")


def adopt(connection: sqlite3.Connection, person_id: str) -> None:
    """Sessions and declined days of nobody's become this person's."""
    for table in ("sessions", "not_today"):
        connection.execute(f"UPDATE {table} SET person_id = ? WHERE person_id IS NULL", (person_id,))
