"""``export``: what is written, for whom, and what is refused in a sentence."""

import csv
import json
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from balancecoach.core.events import Noted, Removed
from balancecoach.core.person import Person
from balancecoach.paths import find_paths
from balancecoach.store.store import Store
from tests.cli.tools import Run, program
from tests.fakes import WALL
from tests.histories import person, screened
from tests.reports.shared import BACK, TUG, removal
from tests.ui.world import keep_session


@pytest.fixture(autouse=True)
def record() -> None:
    """Ann and Bob, who is archived; a session of nobody's."""
    bob = replace(person("p1-first-steps"), id="bob", name="Bob", archived=True)
    with Store.open(find_paths(), write=True) as store:
        store.save_person(person(name="Ann"), screened(), TUG, BACK, removal(TUG), now=WALL)
        store.save_person(bob, screened(), now=WALL)
        for someone, days in ((person(), 10), (person(), 3), (bob, 5), (replace(person(), id=""), 40)):
            keep_session(store, someone, days)
        gone = keep_session(store, person(), 1)
        store.append(gone, Removed(WALL))
        store.append(store.session_ids("ann")[0], Noted(WALL, "=1+1"))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_everybodys_sessions(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    got = run("export", "--format", "csv", "-o", target, "--everyone")
    assert (got.code, got.out, got.err) == (0, f"{target}\n", "4 sessions\n")
    assert [row["person"] for row in rows(target)] == ["Ann", "Ann", "Bob", ""]
    assert {row["note"] for row in rows(target)} == {""}


def test_one_persons_sessions_between_two_days_with_notes(run: Run, tmp_path: Path) -> None:
    target, days = tmp_path / "a.csv", [WALL - timedelta(days=11), WALL - timedelta(days=9)]
    dates = ["--from", str(days[0].date()), "--to", str(days[1].date())]
    assert run("export", "--format", "csv", "-o", target, "--person", "Ann", "--notes", *dates).code == 0
    (row,) = rows(target)
    assert (row["person_id"], row["note"]) == ("ann", "'=1+1")


def test_check_ups(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    got = run("export", "--format", "csv", "--what", "checkups", "-o", target, "--person", "ann", "--no-name")
    assert (got.code, got.err) == (0, "2 trials of check-ups\n")
    assert [(row["test"], row["person"], row["aid"]) for row in rows(target)] == [("backward_3m", "", "")] * 2


def test_a_clinics_bundle(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "a.json"
    got = run("export", "--format", "fhir", "-o", target, "--everyone", "--no-name")
    assert (got.code, got.err) == (0, "6 observations\n")
    entries = json.loads(target.read_text("utf-8"))["entry"]
    assert [entry["resource"]["resourceType"] for entry in entries].count("Patient") == 2
    assert "Ann" not in target.read_text("utf-8")
    status = [entry["resource"].get("status") for entry in entries]
    assert (status.count("final"), status.count("entered-in-error")) == (4, 2)


def test_a_calendar_of_the_days_the_programme_asks_for(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "a.ics"
    got = run("export", "--format", "ics", "-o", target, "--person", "Ann")
    assert got.code == 0
    text = target.read_text("utf-8")
    assert "Balance Coach: Ann: Gentle build" in text
    starts = [line.removeprefix("DTSTART:") for line in text.splitlines() if line.startswith("DTSTART:")]
    assert 9 <= len(starts) <= 12
    assert {line[-6:] for line in starts} == {"100000"}
    some = ("--days", "Tue,thursday", "--time", "16:30", "--weeks", "2", "--alarm", "15", "--no-name")
    assert run("export", "--format", "ics", "-o", target, "--person", "Ann", *some).code == 0
    text = target.read_text("utf-8")
    assert "Ann" not in text
    assert text.count("TRIGGER:-PT15M") == text.count("BEGIN:VEVENT") in (2, 3, 4)
    assert text.count("T163000") == text.count("BEGIN:VEVENT")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("csv", "--person", "Anne"), "nobody here has this name"),
        (("fhir", "--everyone", "--what", "checkups"), "--what is not for fhir"),
        (("csv", "--everyone", "--days", "mon"), "--days is not for csv"),
        (("ics", "--everyone"), "A calendar is of one person"),
        (("ics", "--person", "Ann", "--from", "2026-01-01"), "--from is not for ics"),
        (("ics", "--person", "Ann", "--notes"), "--notes is not for ics"),
        (("csv", "--everyone", "--from", "2026-02-01", "--to", "2026-01-01"), "is after"),
    ],
)
def test_what_does_not_fit_is_told_and_nothing_is_written(
    run: Run, tmp_path: Path, options: tuple[str, ...], sentence: str
) -> None:
    told = run("export", "-o", tmp_path / "a", "--format", *options).told(2)
    assert sentence in told
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--everyone", "--from", "31.1.2026"), "write it like 2026-01-31"),
        (("--everyone", "--person", "Ann"), "not allowed with"),
        ((), "one of the arguments --person --everyone is required"),
        (("--person", "Ann", "--days", "mon,someday"), "write them like mon,wed,fri"),
        (("--person", "Ann", "--time", "25:00"), "write it like 10:00"),
        (("--person", "Ann", "--time", "ten"), "write it like 10:00"),
        (("--person", "Ann", "--weeks", "0"), "from 1 to 52"),
        (("--person", "Ann", "--weeks", "9" * 5000), "from 1 to 52"),
        (("--person", "Ann", "--alarm", "-5"), "from 0 to 1440"),
    ],
)
def test_options_that_cannot_be_read(run: Run, tmp_path: Path, options: tuple[str, ...], words: str) -> None:
    got = run("export", "--format", "csv", "-o", tmp_path / "a", *options)
    assert got.code == 2
    assert words in got.err
    assert not (tmp_path / "a").exists()


def test_the_records_own_files_are_never_overwritten(run: Run, own_home: Path) -> None:
    before = (own_home / "sessions.sqlite3").read_bytes()
    for name in ("sessions.sqlite3", "sessions.sqlite3-wal", "writer.lock"):
        told = run("export", "--format", "csv", "-o", own_home / name, "--everyone").told(2)
        assert "keeps its record here" in told
    assert (own_home / "sessions.sqlite3").read_bytes() == before


def test_a_read_only_file_and_a_place_that_is_none(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    target.write_text("old")
    target.chmod(0o444)
    assert "read-only" in run("export", "--format", "csv", "-o", target, "--everyone").told(2)
    assert target.read_text() == "old"
    assert "there is no folder" in run("export", "--format", "csv", "-o", tmp_path / "no" / "a", "--everyone").told(2)
    assert "this is a folder" in run("export", "--format", "csv", "-o", tmp_path, "--everyone").told(2)


def test_a_programme_that_is_gone_has_no_calendar(run: Run, tmp_path: Path) -> None:
    with Store.open(find_paths(), write=True) as store:
        store.save_person(Person("eve", "Eve", "mine"), now=WALL)
    told = run("export", "--format", "ics", "-o", tmp_path / "a.ics", "--person", "Eve").told(2)
    assert "no longer there" in told


def test_nobody_at_all_is_an_empty_table(run: Run, tmp_path: Path, own_home: Path) -> None:
    for path in own_home.iterdir():
        path.unlink()
    assert run("export", "--format", "csv", "-o", tmp_path / "a.csv", "--everyone").err == "0 sessions\n"
    assert rows(tmp_path / "a.csv") == []


def test_only_what_is_needed_is_loaded(tmp_path: Path) -> None:
    """A table needs no library for clinics or calendars, and no window."""
    code = (
        "import sys; from balancecoach.__main__ import main; assert main(sys.argv[1:]) == 0;"
        "print(sorted({name.split('.')[0] for name in sys.modules} & {'fhir', 'icalendar', 'pydantic', 'PySide6'}))"
    )
    arguments = ["export", "--format", "csv", "-o", str(tmp_path / "a.csv"), "--everyone"]
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_as_a_program(tmp_path: Path) -> None:
    got = program("export", "--format", "fhir", "-o", tmp_path / "a.json", "--person", "Ann")
    assert (got.code, got.err) == (0, "5 observations\n")
