"""The database is damaged in every way that ``damaging`` knows, and the app is started: what can be read is kept.

The judge does not use the program's own reading of damaged pages: it asks SQLite which rows of the damaged file it can
still read, from both ends of each table, and compares with what was there before.
"""

import contextlib
import hashlib
import os
import random
import shutil
import sqlite3
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from balancecoach.errors import UserError
from balancecoach.exports import Format
from balancecoach.paths import Paths, find_paths
from balancecoach.store.backups import daily
from balancecoach.store.mending import newest_good
from balancecoach.store.store import Store
from tests.fakes import WALL
from tests.faults.damaging import Base, Hurt, a_newer_one, draw, make_base
from tests.faults.result import Result
from tests.faults.started import Answers, caught, look_at_everything, read_everything, start

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
Rows = dict[str, set[tuple[object, ...]]]

#: What is compared of each table. Settings are few, and the record writes its own.
COLUMNS = {
    "people": "id, body",
    "person_facts": "person_id, seq, name, body",
    "sessions": "id, person_id",
    "events": "session_id, seq, name, body",
    "not_today": "at, plan_id, reasons",
}
#: How many columns of it say which row it is.
KEYS = {"people": 1, "person_facts": 2, "sessions": 1, "events": 2, "not_today": 3}
#: In how many of the times the whole window is drawn; in the others all that it would show is read.
DRAWN = 0.1
#: After so many times it says how far it is: all of them take long.
TOLD = 10
#: Answers to the pages before Today: add; add and undo; decline.
WAYS = ((True, True), (True, False, True), (False,))


def rows_of(path: Path) -> Rows:
    """All rows of a sound record."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as found:
        found.text_factory = lambda text: text.decode("utf-8", "replace")
        return {name: set(found.execute(f"SELECT {columns} FROM {name}")) for name, columns in COLUMNS.items()}


def readable_rows(files: Path) -> Rows:
    """What SQLite can still read of damaged files, which are copied first; each table from both ends."""
    found: Rows = {name: set() for name in COLUMNS}
    for uri in ("mode=ro", "immutable=1"):
        with (
            contextlib.suppress(sqlite3.DatabaseError, UnicodeDecodeError),
            closing(sqlite3.connect(f"{files.as_uri()}?{uri}", uri=True)) as source,
        ):
            source.text_factory = lambda text: text.decode("utf-8", "replace")
            for name, columns in COLUMNS.items():
                for way in ("", " DESC"):
                    keys = "rowid" if name in ("people", "not_today") else ", ".join(columns.split(", ")[:1])
                    with contextlib.suppress(sqlite3.DatabaseError, UnicodeDecodeError):
                        found[name].update(source.execute(f"SELECT {columns} FROM {name} ORDER BY {keys}{way}"))
    return found


def files_of(paths: Paths) -> dict[str, str]:
    """The record's own files, by what their names end in, each as a fingerprint; shared memory is none."""
    found = {}
    for end in ("", "-wal"):
        path = paths.database.with_name(paths.database.name + end)
        if path.is_file() and path.stat().st_size:
            found[end] = print_of(path)
    return found


def print_of(path: Path) -> str:
    """A fingerprint of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


@dataclass
class Tally:
    """What was seen over all times."""

    ends: Counter[str] = field(default_factory=Counter)
    kept: list[float] = field(default_factory=list)
    after: list[float] = field(default_factory=list)

    def note(self) -> str:
        """In words."""
        ends = ", ".join(f"{count} {what}" for what, count in self.ends.most_common())
        if not self.kept:
            return ends
        kept = f"rows kept where mended: median {statistics.median(self.kept):.1%}, least {min(self.kept):.1%}"
        return f"{ends}; {kept}; with the copy: least {min(self.after):.1%}" if self.after else f"{ends}; {kept}"


@dataclass
class Time:
    """One time: a home, its damage, and what does not hold."""

    home: Path
    base: Base
    chance: random.Random
    tally: Tally
    broken: list[str] = field(default_factory=list)

    def run(self, hurt: Callable[[Hurt], None]) -> None:
        """Damage it, start, look, start again."""
        source = self.base.of(self.chance)
        shutil.copytree(source, self.home, ignore=shutil.ignore_patterns("*.lock"))
        self.paths = find_paths(str(self.home))
        self.truth = TRUTH[source]
        hurt(Hurt(self.paths, self.base, self.chance))
        before, copies = files_of(self.paths), self._copies()
        self.can = self._readable()
        answers = Answers(self.chance.choice(WAYS))
        with caught() as wrong:
            store = self._start(answers, refusal=hurt is a_newer_one)
            if store is not None:
                with store:
                    if self.chance.random() < DRAWN:
                        look_at_everything(store)
                    else:
                        read_everything(store, (self.chance.choice((Format.CSV, Format.CSV, Format.JSON)),))
                self._judge(answers, before, copies)
                self._again()
        self.broken += [f"a traceback: {each}" for each in wrong]

    def _start(self, answers: Answers, *, refusal: bool) -> Store | None:
        try:
            store = start(self.paths, answers)
        except UserError as error:
            self.tally.ends["refused in a sentence"] += 1
            if not refusal:
                self.broken.append(f"it did not start: {error}")
            return None
        if store is None:
            self.broken.append("it did not start, and said nothing")
        return store

    def _copies(self) -> set[str]:
        return {print_of(path) for path in (self.home / "backups").glob("*.sqlite3") if path.is_file()}

    def _readable(self) -> Rows:
        """Of what was there before; of copied files, for SQLite may write beside them."""
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder) / self.paths.database.name
            for end in ("", "-wal"):
                path = self.paths.database.with_name(self.paths.database.name + end)
                if path.is_file():
                    shutil.copyfile(path, f"{place}{end}")
            found = readable_rows(place) if place.exists() else {name: set() for name in COLUMNS}
        return {name: rows & self.truth[name] for name, rows in found.items()}

    # -- what has to hold ----------------------------------------------------------------------------------------
    def _judge(self, answers: Answers, before: dict[str, str], copies: set[str]) -> None:
        now, folder = rows_of(self.paths.database), self.home / "backups"
        asides = [path for path in folder.glob("damaged-*") if path.is_file()]
        mended = bool(asides) or any("damaged" in words.splitlines()[0] for words in answers.said)
        self.tally.ends["mended" if mended else "asked" if answers.said else "opened"] += 1
        only_texts = any(words.startswith("A part of your records") for words in answers.said)
        if mended and not only_texts and before.items() - {(end_of(path), print_of(path)) for path in asides}:
            self.broken.append("a damaged file is not put aside as it was")
        if gone := copies - self._copies():
            self.broken.append(f"{len(gone)} copies are gone or changed")
        for name, rows in self.can.items():
            if lost := rows - now[name]:
                self.broken.append(
                    f"{len(lost)} of {len(rows)} readable rows of {name} are not kept: {[row[:3] for row in lost][:3]}"
                )
        share = _share(now, self.truth)
        if mended:
            self.tally.kept.append(_share(self.can, self.truth))
            self.tally.after += [share] if answers.said and answers.given[:2] == (True, True) else []
        self._judge_copy(answers, now)
        with Store.open(self.paths, write=False) as store:
            if found := store.check():
                self.broken.append(f"the record is not sound: {found}")

    def _judge_copy(self, answers: Answers, now: Rows) -> None:
        """What is missing and in the newest good copy is offered; taken, nothing of the copy is missing."""
        offered = any("Add what is missing" in words for words in answers.said)
        copy = newest_good(self.home / "backups")
        if copy is None:
            self.broken.append("no good copy is left")
            return
        there = rows_of(copy.path)
        missing = sum(len(rows - now[name]) for name, rows in there.items())
        lacking = sum(len(_keys(name, rows) - _keys(name, now[name])) for name, rows in there.items())
        if offered and answers.given == (True, True) and missing:
            self.broken.append(f"{missing} rows of the copy were not added")
        if not offered and lacking:
            self.broken.append(f"the copy has {lacking} rows more, and it was not offered")
        undone = answers.given == (True, False, True)
        if offered and undone and not any("It is undone" in words for words in answers.said):
            self.broken.append(f"it could not be undone: {answers.said[-1]}")

    def _again(self) -> None:
        """The next start asks nothing; the daily copies of a year do not push the good one out."""
        again = Answers()
        store = start(self.paths, again)
        if store is not None:
            store.close()
        if again.said or store is None:
            self.broken.append(f"the next start asks again: {again.said}")
        good = newest_good(self.home / "backups")
        if good is None or self.chance.random() > 0.1:
            return
        kept = print_of(good.path)
        for day in (1, 2, 3, 8, 9, 40, 41, 100, 365):
            daily(self.paths.database, WALL + timedelta(days=day))
        if kept not in self._copies() and good.kind != "daily":
            self.broken.append("the copies of the days after took the place of the good one")


def end_of(path: Path) -> str:
    """What the name of a file put aside ends in."""
    return "-wal" if path.name.endswith("-wal") else ""


def _keys(name: str, rows: set[tuple[object, ...]]) -> set[tuple[object, ...]]:
    return {row[: KEYS[name]] for row in rows}


def _share(rows: Rows, of: Rows) -> float:
    return sum(len(rows[name] & of[name]) for name in of) / sum(map(len, of.values()))


TRUTH: dict[Path, Rows] = {}


def run(times: int, seed: int) -> Result:
    """Damage it so many times."""
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance() or QApplication([])
    tally, broken = Tally(), []
    with tempfile.TemporaryDirectory() as folder:
        base = make_base(Path(folder) / "base")
        TRUTH.update({source: rows_of(_copied(source, Path(folder))) for source in (base.closed, base.crashed)})
        for number in range(times):
            chance = random.Random(1000 * seed + number)
            hurt = draw(chance)
            time = Time(Path(folder) / f"{number}", base, chance, tally)
            try:
                time.run(hurt)
            except Exception as error:  # whatever it is, it would have been a crash
                time.broken.append(f"it crashed: {error!r}")
            broken += [f"{number}, {hurt.__name__}: {'; '.join(time.broken)}"] if time.broken else []
            if (number + 1) % TOLD == 0:
                print(f"{number + 1} of {times}, {len(broken)} did not hold: {tally.note()}", *broken, file=sys.stderr)
            shutil.rmtree(time.home)
    del app
    return Result(times, tuple(broken), tally.note())


def _copied(source: Path, folder: Path) -> Path:
    """To look into without touching it."""
    place = folder / f"look-{source.name}"
    shutil.copytree(source, place)
    return place / "sessions.sqlite3"
