"""Documents, files with everything, copies and what is in a record, made bad; and what must come of them."""

import io
import json
import random
import shutil
import sqlite3
import tempfile
from contextlib import closing
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from balancecoach.core.carry_on import rest_of
from balancecoach.core.course import course
from balancecoach.core.periods import View, view_periods
from balancecoach.core.person import File, Person, damage, problems
from balancecoach.core.plan import PHYSIO, Kind
from balancecoach.core.preferences import LEAST_DISTANCE_M, MOST_DISTANCE_M, from_json, to_json
from balancecoach.core.programme import expand
from balancecoach.day import Day, learn
from balancecoach.errors import UserError
from balancecoach.exchange.merging import look, merge, plan_merge
from balancecoach.exchange.source import Source
from balancecoach.exchange.undoing import undo
from balancecoach.exchange.writing import write
from balancecoach.past import course_lines
from balancecoach.paths import Paths
from balancecoach.plans.library import Library
from balancecoach.store.codec import FORMS, decode, encode
from balancecoach.store.people import FACTS, decode_fact, decode_person, encode_fact, read_treadmill
from balancecoach.store.store import Store
from balancecoach.store.values import UnreadableError
from tests.fakes import FakeClock
from tests.faults.fuzz_changes import bytes_changed, ends_changed, json_bytes, json_changed, nested, odd
from tests.faults.fuzz_plans import ROOT, may_be_walked, refused

PASSPHRASE = "correct horse"
PARTS = ("settings", "plans", "people", "declined", "sessions")
NAME = "all.balancecoach"


def quiet(sentence: str) -> None:
    """What could not be read was left out, and said."""
    assert sentence.isprintable() or "\\" in repr(sentence)


@cache
def machine() -> tuple[bytes, bytes]:
    """A record with something of everything: its document and its file."""
    from tests.exchange.machines import Machine
    from tests.store.store_samples import paths_in

    with tempfile.TemporaryDirectory() as folder:
        made = Machine(Path(folder)).fill()
        document = made.document()
        with closing(sqlite3.connect(paths_in(Path(folder)).database)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.execute("PRAGMA journal_mode = DELETE")
        return document, paths_in(Path(folder)).database.read_bytes()


# -- what is in a record -----------------------------------------------------------------------------------------------
@cache
def bodies() -> tuple[tuple[str, str, str], ...]:
    """(what, name, JSON) of settings, people, facts and events."""
    found = json.loads(machine()[0])
    rows = [("preferences", "", json.dumps(to_json(from_json({}))))]
    rows += [("treadmill", "", json.dumps(row["value"])) for row in found["settings"] if row["key"] == "treadmill"]
    for person in found["people"]:
        rows.append(("person", person["id"], json.dumps(person["details"])))
        rows += [("fact", f"{at} {name}", json.dumps(body)) for at, name, body in person["facts"]]
    for session in found["sessions"]:
        rows += [("event", name, json.dumps(body)) for _, name, body in session["events"]]
    rows = list(dict.fromkeys(rows))
    assert len(rows) > len(FORMS) + len(FACTS)
    return tuple(rows)


def broken_body(chance: random.Random) -> bytes:
    """``what``, ``name`` and a JSON text on a line each."""
    what, name, text = chance.choice(bodies())
    draw = chance.random()
    raw = json_bytes(chance, json_changed(chance, json.loads(text))) if draw < 0.85 else text.encode()
    if draw > 0.8:
        raw = bytes_changed(chance, raw)
    if draw > 0.998:
        raw = json_bytes(chance, nested(chance, 900)) if draw > 0.999 else b"[" * 100_000
    if chance.random() < 0.05:
        name = chance.choice((str(odd(chance))[:200].replace("\n", " "), name + "x"))
    return f"{what}\n{name}\n".encode("utf-8", "replace") + raw


def stored(_: Path, raw: bytes) -> bool:
    """Preferences, the treadmill's checks, a person, a fact, an event: as they are kept in a record."""
    what, name, text = raw.decode("utf-8", "replace").split("\n", 2)
    try:
        _STORED[what](name, text)
    except UnreadableError as error:
        assert str(error)
        return False
    return True


def _preferences(_: str, text: str) -> None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):  # ``read_setting`` gives the default then
        found = None
    read = from_json(found)
    assert 0.0 <= read.volume <= 1.0 and LEAST_DISTANCE_M <= read.distance_m <= MOST_DISTANCE_M
    assert from_json(json.loads(json.dumps(to_json(read)))) == read


def _treadmill(_: str, text: str) -> None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise UnreadableError("no JSON") from None
    assert read_treadmill(found).slowest_kmh > 0


def _person(name: str, text: str) -> None:
    person = decode_person(name, False, text)
    problems(person)
    damage(person)
    _is_held_down(person)


def _is_held_down(person: Person) -> None:
    limits, walker = person.limits, person.walker(0.8)
    assert 0.0 <= limits.backward_kmh <= PHYSIO.backward_kmh and 0.0 <= limits.incline_percent <= PHYSIO.incline_percent
    assert person.limit_by.strip() or (limits.backward_kmh <= 2.0 and not limits.hands_off)
    for number in (walker.speed_kmh, walker.forward_kmh, walker.baseline_kmh):
        assert number is None or number >= 0.0
    plan = expand(_library().programmes["p2-gentle-build"], 1, walker)
    assert all(b.speed_kmh <= limits.backward_kmh for b in plan.blocks if b.kind is Kind.BACKWARD)


def _fact(name: str, text: str) -> None:
    at, _, kind = name.partition(" ")
    encode_fact(decode_fact(at, kind, text))


def _event(name: str, text: str) -> None:
    encode(decode(name, text))


_STORED = {
    "preferences": _preferences,
    "treadmill": _treadmill,
    "person": _person,
    "fact": _fact,
    "event": _event,
}


# -- documents ---------------------------------------------------------------------------------------------------------
def laid_out(chance: random.Random, found: Any) -> bytes:
    """As the program lays a document out, with a right sum, a wrong one or none."""
    head = {"format": found.get("format"), "version": found.get("version"), "made": found.get("made")}
    lines, digest, count = [json.dumps(head, separators=(",", ":"))[:-1] + ","], sha256(), 0
    for part in PARTS:
        rows = found.get(part)
        texts = [json.dumps(row, separators=(",", ":")) for row in (rows if isinstance(rows, list) else [rows])]
        digest.update(part.encode())
        for text in texts:
            digest.update(b"\n" + text.encode())
        count += len(texts)
        lines += [f'"{part}":[', *(text + "," for text in texts[:-1]), *texts[-1:], "],"]
    check: Any = {"records": count, "sha256": digest.hexdigest()}
    check = chance.choice((check, check, check, None, found.get("check")))
    return "\n".join([*lines, f'"check":{json.dumps(check)}}}', ""]).encode()


def broken_document(chance: random.Random) -> bytes:
    """The document, changed as a value or as bytes, laid out by us or by somebody else."""
    raw, draw = machine()[0], chance.random()
    if draw < 0.1:
        return bytes_changed(chance, raw)
    if draw < 0.12:
        return ends_changed(chance, raw)
    if draw < 0.121:
        return document_trap(chance)
    found = json.loads(raw)
    if not isinstance(found := json_changed(chance, found), dict):
        return json_bytes(chance, found)
    if draw < 0.3:
        return json_bytes(chance, found | {"check": None} if draw < 0.25 else found)
    return laid_out(chance, found)


def document_trap(chance: random.Random) -> bytes:
    """A few megabytes that want to be a hundred times as much, or to take for ever."""
    many = chance.choice((10_000, 100_000, 600_000))
    bomb = chance.choice(("{},", "[],", '{"":0},', "0,", '"",')) * many
    head = '{"format":"balancecoach","version":1,"made":"2026-11-26T23:50:00+00:00"'
    match chance.randrange(5):
        case 0:
            return f"{head},\n".encode() + b'"settings":[\n' + f'{{"key":"k","value":[{bomb}0]}}\n],\n'.encode()
        case 1:
            return f'{head},"settings":[{bomb}0]}}'.encode()
        case 2:
            return f"{head},\n".encode() + b'"settings":[\n' + b'{"key":"k","value":"' + b"x" * (20 * many)
        case 3:
            rows = ",\n".join(f'{{"key":"k{number}","value":""}}' for number in range(min(many, 100_000)))
            return f'{head},\n"settings":[\n{rows}\n],\n'.encode()
        case _:
            return (head + "[" * many).encode()


def document(_: Path, raw: bytes) -> bool:
    """``import FILE --dry-run``, and what the window says before it brings something in."""
    try:
        contents = look(Source(NAME, lambda: io.BytesIO(raw)))
    except UserError as error:
        return refused(error, NAME)
    assert contents.made.tzinfo is not None
    return True


def merged(place: Path, raw: bytes) -> bool:
    """``import``: into an empty record and into one that knows these people; again; and taken out again."""
    source = Source(NAME, lambda: io.BytesIO(raw))
    paths, clock = Paths(place / "data", place / "cache", place / "log"), FakeClock()
    now = clock.now().wall
    fresh(paths)
    if sha256(raw).digest()[0] % 2:
        paths.database.write_bytes(machine()[1])
    with Store.open(paths, write=True, report=quiet) as store:
        before = _content(store, now)
        try:
            foreseen = plan_merge(store, source)
            found = merge(store, source, now=now)
        except UserError as error:
            assert _content(store, now) == before, "refused, and yet something changed"
            return refused(error, NAME)
        assert foreseen == found
        after = _content(store, now)
        assert not merge(store, source, now=now).changes and _content(store, now) == after, "once more, and it changes"
    with Store.open(paths, write=True, report=quiet) as store:
        sound(store, clock)
        if found.changes:
            undo(store)
    with Store.open(paths, write=True, report=quiet) as store:
        assert store.check() == ""
    return True


def fresh(paths: Paths) -> None:
    """A data folder with nothing in it."""
    shutil.rmtree(paths.data, ignore_errors=True)
    paths.data.mkdir(mode=0o700)


def _content(store: Store, now: datetime) -> bytes:
    file = io.BytesIO()
    write(store, file, now=now)
    return file.getvalue()


@cache
def _library() -> Library:
    return Library(ROOT / "assets" / "programmes")


def sound(store: Store, clock: FakeClock) -> None:
    """All that the app asks of a record can be asked of this one, and nobody may do more than they may."""
    assert store.check() == ""
    known = Library(ROOT / "assets" / "programmes").programmes
    learn(known, store.saved_plans())
    now = clock.now().wall
    store.declined(), store.treadmill(), store.preferences(), store.removed()
    for session_id in store.session_ids():
        events = store.events(session_id)
        rest_of(events)
        course_lines(course(events))
    day = Day(store, known, clock)
    for person in (*store.people(), *store.people(archived=True)):
        _is_held_down(person)
        summaries = store.summaries(person.id)
        for view in View:
            view_periods(summaries, now.date(), view)
        file = store.file(person.id)
        assert isinstance(file, File)
        day.choose(person.id)
        if (situation := day.situation()) is None:
            continue
        walk = day.walk(situation)
        day.advice(situation)
        if walk.allowed.may:
            may_be_walked(walk.plan, person.limits)
