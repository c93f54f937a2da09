"""Look at a document; say what merging it would change; merge it, all or nothing.

A record of the document and the one under its id become one by ``joining``; whatever that gives is written. Two
machines that take each other's document hold the same afterwards, in whatever order and however often that is done.
"""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from msgspec import Struct

from balancecoach.core.details import LONGEST_NAME, plain_name
from balancecoach.exchange.joining import CAREFUL, joined
from balancecoach.exchange.reading import made, records
from balancecoach.exchange.source import Source
from balancecoach.exchange.summary import MergeSummary
from balancecoach.store.came import Came, Change, fingerprint
from balancecoach.store.everything import Everything
from balancecoach.store.records import Part
from balancecoach.store.store import Store
from balancecoach.store.values import Json, stamp


class Contents(Struct, frozen=True):
    """What is in a document, all of which was read and is sound."""

    made: datetime
    people: tuple[str, ...]
    sessions: int
    events: int
    plans: int


def look(source: Source) -> Contents:
    """Read all of it. Raises ``UserError`` in one sentence when it cannot be used."""
    people, sessions, events, plans = [], 0, 0, 0
    for found in records(source):
        if found.part is Part.PEOPLE:
            people.append(_name(found.record))
        elif found.part is Part.SESSIONS:
            sessions, events = sessions + 1, events + len(found.record["events"])
        plans += found.part is Part.PLANS
    return Contents(made(source), tuple(people), sessions, events, plans)


def plan_merge(store: Store, source: Source) -> MergeSummary:
    """What ``merge`` would do. Nothing changes."""
    everything = store.everything()
    with everything.still():
        return _Merge(everything, source, lambda part, before, after: None).run()


def merge(store: Store, source: Source, *, now: datetime) -> MergeSummary:
    """Merge all of it, or nothing when it raises ``UserError``. Flush the journal before.

    A copy is made first, and what came is noted in it for ``undoing``.
    """
    everything, token = store.everything(), uuid.uuid4().hex[:8]
    copy = everything.copy(token)
    try:
        with Came(copy) as came, everything.changing():
            came.begin()

            def write(part: Part, before: Json | None, after: Json) -> None:
                everything.put(part, after)
                came.note(Change(part, _key(part, after), before, fingerprint(after)))

            summary = _Merge(everything, source, write).run()
            if summary.changes:
                everything.set_mark({"copy": copy.name, "at": stamp(now), "changes": summary.changes})
            came.end()
    except BaseException:
        copy.unlink(missing_ok=True)
        raise
    if summary.changes:
        everything.tidy_copies(copy)
    else:
        copy.unlink(missing_ok=True)  # what the import before this one brought can still be undone
    return summary


def _key(part: Part, record: Json) -> Json:
    """What ``find`` and ``delete`` need of it."""
    if part is Part.DECLINED:
        return record
    field = "key" if part is Part.SETTINGS else "id"
    return {field: record[field]}


class _Merge:
    """One run over a document. ``write`` gets what is there, ``None`` for nothing, and what is to be there."""

    def __init__(
        self, everything: Everything, source: Source, write: Callable[[Part, Json | None, Json], None]
    ) -> None:
        self._everything, self._source, self._write = everything, source, write
        self._is_new = everything.is_new()
        self._here: set[str] = set()
        self.summary = MergeSummary()

    def run(self) -> MergeSummary:
        """Every record of the document, to its end."""
        self._here = {plain_name(_name(row)) for row in self._everything.each(Part.PEOPLE)}
        for found in records(self._source):
            if found.part is Part.SETTINGS and not self._is_new:
                continue
            self._take(found.part, found.record)
        return self.summary

    def _take(self, part: Part, record: Json) -> None:
        before = self._everything.find(part, record)
        if part is Part.SETTINGS and before is not None:
            return
        after = record if before is None else joined(part, before, record)
        _COUNT[part](self, before, record, after)
        if after != before:
            self.summary.changes += 1
            self._write(part, before, after)

    # -- counting ----------------------------------------------------------------------------------------------
    def _setting(self, before: Json | None, record: Json, after: Json) -> None:
        self.summary.settings_new += 1

    def _plan(self, before: Json | None, record: Json, after: Json) -> None:
        summary = self.summary
        if before is None:
            summary.plans_new.append(_shown(record["title"]))
        elif before != record:
            newer = summary.plans_newer_here if after == before else summary.plans_newer_there
            newer.append(_shown(after["title"]))

    def _person(self, before: Json | None, record: Json, after: Json) -> None:
        summary, name = self.summary, _name(after)
        if before is None:
            summary.people_new.append(name)
            if plain_name(name) in self._here:
                summary.same_names.append(name)
            return
        summary.people_known.append(name)
        if len(after["facts"]) > len(before["facts"]):
            summary.more_noted.append(name)
        if (before["details"], before["archived"]) != (record["details"], record["archived"]):
            there = (after["details"], after["archived"]) != (before["details"], before["archived"])
            (summary.newer_there if there else summary.newer_here).append(name)
        if any(known != _care(record).get(field, known) for field, known in _care(before).items()):
            summary.careful.append(name)

    def _declined(self, before: Json | None, record: Json, after: Json) -> None:
        self.summary.declined_new += before is None

    def _session(self, before: Json | None, record: Json, after: Json) -> None:
        if before is None:
            self.summary.sessions_new += 1
            return
        self.summary.sessions_known += 1
        self.summary.sessions_more += after != before


_COUNT: dict[Part, Callable[[_Merge, Json | None, Json, Json], None]] = {
    Part.SETTINGS: _Merge._setting,
    Part.PLANS: _Merge._plan,
    Part.PEOPLE: _Merge._person,
    Part.DECLINED: _Merge._declined,
    Part.SESSIONS: _Merge._session,
}


def _care(person: Json) -> Json:
    """What is known of the fields of which the more careful value counts."""
    details: Any = person["details"]
    known = details if isinstance(details, dict) else {}
    return {field: known[field] for field in CAREFUL if known.get(field) is not None}


def _name(person: Json) -> str:
    details: Any = person["details"]
    name = details.get("name") if isinstance(details, dict) else None
    return _shown(name) if isinstance(name, str) and name else str(person["id"])


def _shown(text: str) -> str:
    """Names and titles are listed: a file may hold some of many megabytes, or with letters that turn a line."""
    return "".join(letter if letter.isprintable() else "?" for letter in text[:LONGEST_NAME])
